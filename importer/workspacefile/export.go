package workspacefile

import (
	"bufio"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"throughline/fault"
	"throughline/graph"
)

// perFile is how many work items one exported file holds.
const perFile = 20_000

// Export writes the picture as one file in the canonical form.
func Export(s *graph.Snapshot, to io.Writer) error {
	out := bufio.NewWriterSize(to, 64<<10)
	out.WriteString("throughline: 1\n")
	for _, k := range graph.Kinds() {
		if s.Count(k.Kind) == 0 {
			continue
		}
		if err := section(out, k.Plural, s.Records(k.Kind, "")); err != nil {
			return err
		}
	}
	return out.Flush()
}

// section writes the records below the name of their kind.
func section(out *bufio.Writer, plural string, records iter.Seq[graph.Record]) error {
	fmt.Fprintf(out, "\n%s:\n", plural)
	w := newWriter(out)
	for r := range records {
		if err := w.record(r); err != nil {
			return err
		}
	}
	return nil
}

// ExportFiles writes the picture in the canonical form, a file for each kind; work items take several
// files when there are many. The files are created in the order of the kinds.
func ExportFiles(s *graph.Snapshot, create func(name string) (io.WriteCloser, error)) error {
	for _, k := range graph.Kinds() {
		part := 0
		for records := range parts(s, k.Kind) {
			part++
			name := k.Plural + ".yaml"
			if s.Count(k.Kind) > perFile {
				name = fmt.Sprintf("%s-%04d.yaml", k.Plural, part)
			}
			if err := exportFile(name, k.Plural, records, create); err != nil {
				return err
			}
		}
	}
	return nil
}

// parts yields the records of the kind, so many at a time.
func parts(s *graph.Snapshot, k graph.Kind) iter.Seq[[]graph.Record] {
	return func(yield func([]graph.Record) bool) {
		var part []graph.Record
		for r := range s.Records(k, "") {
			part = append(part, r)
			if len(part) == perFile {
				if !yield(part) {
					return
				}
				part = nil
			}
		}
		if len(part) > 0 {
			yield(part)
		}
	}
}

func exportFile(name, plural string, records []graph.Record, create func(string) (io.WriteCloser, error)) error {
	f, err := create(name)
	if err != nil {
		return err
	}
	out := bufio.NewWriterSize(f, 64<<10)
	out.WriteString("throughline: 1\n")
	err = section(out, plural, slices.Values(records))
	if err == nil {
		err = out.Flush()
	}
	if closing := f.Close(); err == nil {
		err = closing
	}
	return err
}

// ExportDirectory writes the files of ExportFiles into a directory, which is made when it is missing.
// Files of an earlier export are replaced, or removed when their kind has no records any more. A
// directory that holds other workspace files is refused: what it says would be read along.
func ExportDirectory(s *graph.Snapshot, dir string) error {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return unwritable(dir, err)
	}
	stale, err := exported(dir)
	if err != nil {
		return err
	}
	err = ExportFiles(s, func(name string) (io.WriteCloser, error) {
		stale = slices.DeleteFunc(stale, func(old string) bool { return old == name })
		return newReplacement(filepath.Join(dir, name))
	})
	if err != nil {
		return err
	}
	for _, name := range stale {
		if err := os.Remove(filepath.Join(dir, name)); err != nil {
			return unwritable(name, err)
		}
	}
	return nil
}

var numbered4 = regexp.MustCompile(`^(.*)-\d{4}$`)

// exported lists the files of an earlier export, and refuses other workspace files.
func exported(dir string) ([]string, error) {
	names, err := list(os.DirFS(dir))
	if err != nil {
		return nil, unreadable(dir, err)
	}
	for _, name := range names {
		base := strings.TrimSuffix(name, ".yaml")
		if m := numbered4.FindStringSubmatch(base); m != nil {
			base = m[1]
		}
		if _, ok := kindOfPlural(base); !ok {
			return nil, fault.New(fault.Conflict, fmt.Sprintf("%q holds %s, which is not from an export", dir, name),
				"Export into an empty directory; otherwise both would be read together")
		}
	}
	return names, nil
}

// replacement is a file that takes its place only once it is whole.
type replacement struct {
	*os.File
	name string
}

func newReplacement(name string) (*replacement, error) {
	f, err := os.CreateTemp(filepath.Dir(name), ".export-*")
	if err != nil {
		return nil, unwritable(name, err)
	}
	return &replacement{f, name}, nil
}

// Close puts the file into its place.
func (r *replacement) Close() error {
	temp := r.File.Name()
	err := r.File.Chmod(0o644)
	if closing := r.File.Close(); err == nil {
		err = closing
	}
	if err == nil {
		err = os.Rename(temp, r.name)
	}
	if err != nil {
		os.Remove(temp)
		return unwritable(r.name, err)
	}
	return nil
}

func unwritable(name string, err error) error {
	return fault.Wrap(err, fault.ReadOnly, fmt.Sprintf("%q cannot be written", name), "Check that the directory may be written and the disk has room")
}
