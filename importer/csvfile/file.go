package csvfile

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"throughline/fault"
)

// File is a table that was opened: its dialect and header are known, its rows are not read yet.
type File struct {
	name    string
	open    func() (io.ReadCloser, error)
	dialect Dialect
	header  []string
	sample  [][]string // the first rows, for suggestions
}

// Open finds out how the file is written and reads its header.
func Open(name string) (*File, error) {
	return New(name, func() (io.ReadCloser, error) { return os.Open(name) })
}

// New is Open for a table from anywhere; open is called once for each time the table is read.
func New(name string, open func() (io.ReadCloser, error)) (*File, error) {
	f := &File{name: name, open: open}
	err := f.reading(func(r io.Reader) error {
		var err error
		f.dialect, err = charset(r)
		return err
	})
	if err != nil {
		return nil, err
	}
	err = f.reading(func(r io.Reader) error {
		text, err := io.ReadAll(io.LimitReader(f.dialect.decoded(r), sample))
		f.dialect.layout(text)
		return err
	})
	if err != nil {
		return nil, err
	}
	return f, f.head()
}

// Dialect is how the file is written.
func (f *File) Dialect() Dialect { return f.dialect }

// Header is the names of the columns, trimmed.
func (f *File) Header() []string { return f.header }

// reading opens the file for one reading.
func (f *File) reading(read func(io.Reader) error) error {
	r, err := f.open()
	if err != nil {
		return f.unreadable(err)
	}
	defer r.Close()
	if err := read(r); err != nil {
		return f.unreadable(err)
	}
	return nil
}

func (f *File) unreadable(err error) error {
	switch {
	case fault.Of(err) != nil:
		return err
	case errors.Is(err, fs.ErrNotExist):
		return fault.Wrap(err, fault.NotFound, fmt.Sprintf("there is no file %q", f.name), "Check the name")
	case errors.Is(err, fs.ErrPermission):
		return fault.Wrap(err, fault.Denied, fmt.Sprintf("%q may not be read", f.name), "Give yourself the right to read it")
	}
	return fault.Wrap(err, fault.Unavailable, fmt.Sprintf("%q cannot be read", f.name), "Check the disk and try again")
}

// each reads the rows below the header; the row's cells are only good within the call. Rows without
// any text are left out.
func (f *File) each(r io.Reader, do func(row) error) error {
	in := newRows(f.name, f.dialect.decoded(r), f.dialect)
	skip := 1
	if f.dialect.Hint {
		skip = 2
	}
	for {
		next, err := in.next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		case skip > 0:
			skip--
			continue
		case next.wrong == "" && isEmpty(next.cells):
			continue
		}
		if err := do(next); err != nil {
			return err
		}
	}
}

func isEmpty(cells []string) bool {
	for _, c := range cells {
		if strings.TrimSpace(c) != "" {
			return false
		}
	}
	return true
}

// lookAhead is how many rows a suggestion looks at.
const lookAhead = 200

// head reads the header and the first rows.
func (f *File) head() error {
	return f.reading(func(r io.Reader) error {
		in := newRows(f.name, f.dialect.decoded(r), f.dialect)
		for range 1 + btoi(f.dialect.Hint) {
			first, err := in.next()
			if errors.Is(err, io.EOF) {
				return fault.New(fault.Invalid, fmt.Sprintf("%q is empty", f.name), "Write the names of the columns into the first row")
			}
			if err != nil {
				return err
			}
			if first.wrong != "" {
				return fault.New(fault.Invalid, fmt.Sprintf("the header of %q cannot be read: %s", f.name, first.wrong), "Mend the first row")
			}
			f.header = trimmed(first.cells)
		}
		for len(f.sample) < lookAhead {
			next, err := in.next()
			if err != nil {
				return ignoreEnd(err)
			}
			if next.wrong == "" {
				f.sample = append(f.sample, trimmed(next.cells))
			}
		}
		return nil
	})
}

func ignoreEnd(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// trimmed is the cells as texts of their own, without the spaces around them.
func trimmed(cells []string) []string {
	out := make([]string, len(cells))
	for i, c := range cells {
		out[i] = strings.Clone(strings.TrimSpace(c))
	}
	return out
}

// Notes says what a person should know about how the file was read.
func (f *File) Notes() []string {
	names := map[rune]string{',': "commas", ';': "semicolons", '\t': "tabs", '|': "bars"}
	between := names[f.dialect.Delimiter]
	if between == "" {
		between = fmt.Sprintf("%q", f.dialect.Delimiter)
	}
	notes := []string{fmt.Sprintf("The table was read as %s with %s between the cells.", f.dialect.Charset, between)}
	if f.dialect.Charset == Windows1252 {
		notes = append(notes, "The file does not say which characters it uses; if names look wrong, save it again as \"CSV UTF-8\".")
	}
	return notes
}
