package examples

import (
	"archive/zip"
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"time"
)

//go:embed harbor-lending
var files embed.FS

const (
	root    = "harbor-lending"
	periods = "organisation.yaml" // the file that names the periods
)

// Told is the day up to which Harbor Lending is told: Thursday of the twelfth week of its second half.
func Told() time.Time { return time.Date(2026, time.September, 24, 0, 0, 0, 0, time.UTC) }

// HarborLending is the files of the demo organisation as of Told.
func HarborLending() fs.FS {
	f, _ := HarborLendingOn(Told())
	return f
}

// HarborLendingOn is the files of the demo organisation for a reader to whom it is today, and by how
// many days all their dates are to be moved: whole weeks, so that it is always the twelfth week of the
// second half and every day keeps its place in the week. What happens later in that week is left out,
// and periods are named by the years they then lie in.
func HarborLendingOn(today time.Time) (fs.FS, int) {
	today = midnight(today)
	days := int(monday(today).Sub(monday(Told())).Hours() / 24)
	t := told{until: today.AddDate(0, 0, -days).Format(time.DateOnly), year: yearName(days)}
	return t.pack(), days
}

func midnight(t time.Time) time.Time {
	y, m, d := t.UTC().Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

func monday(d time.Time) time.Time { return d.AddDate(0, 0, -(int(d.Weekday())+6)%7) }

// written is the year in which the files are written.
const written = 2026

// yearName is what the year of the files is called when its days move: 2026, or 2026–27 when it then
// lies in two years.
func yearName(days int) string {
	first := time.Date(written, time.January, 1+days, 0, 0, 0, 0, time.UTC)
	last := time.Date(written, time.December, 31+days, 0, 0, 0, 0, time.UTC)
	if first.Year() == last.Year() {
		return fmt.Sprint(first.Year())
	}
	return fmt.Sprintf("%d–%02d", first.Year(), last.Year()%100)
}

// told is how the files are read on a day.
type told struct {
	until string // the last day whose files are there, as files are named
	year  string // what the year is called
}

// pack copies the files that are there into an archive in memory, which is a file system.
func (t told) pack() fs.FS {
	var packed bytes.Buffer
	w := zip.NewWriter(&packed)
	err := fs.WalkDir(files, root, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || t.later(name) {
			return err
		}
		body, err := files.ReadFile(name)
		if err != nil {
			return err
		}
		f, err := w.CreateHeader(&zip.FileHeader{Name: strings.TrimPrefix(name, root+"/"), Method: zip.Store})
		if err != nil {
			return err
		}
		_, err = f.Write(t.named(path.Base(name), body))
		return err
	})
	if err = errors.Join(err, w.Close()); err != nil {
		panic(err) // the files are embedded, and memory does not fail
	}
	out, err := zip.NewReader(bytes.NewReader(packed.Bytes()), int64(packed.Len()))
	if err != nil {
		panic(err) // it was just written
	}
	return out
}

// later tells whether the file is named by a day that has not come.
func (t told) later(name string) bool {
	at := strings.TrimSuffix(path.Base(name), ".yaml")
	_, err := time.Parse(time.DateOnly, at)
	return err == nil && at > t.until
}

// named puts the year's name in the place of the year that the periods were written with.
func (t told) named(name string, body []byte) []byte {
	if name != periods {
		return body
	}
	was := fmt.Sprint(written)
	return []byte(strings.NewReplacer("name: "+was+" ", "name: "+t.year+" ", `name: "`+was+`"`, `name: "`+t.year+`"`).Replace(string(body)))
}
