package csvfile

import (
	"encoding/csv"
	"io"
	"slices"
)

// Reason is the name of the column that says why a row was rejected.
const Reason = "reason"

// rejects writes the rows that were not taken, in the dialect of the file, with the reason.
type rejects struct {
	to      io.Writer
	csv     *csv.Writer
	dialect Dialect
	header  []string
	again   bool // the file is one of rejected rows itself: its reasons are replaced
	err     error
}

func newRejects(to io.Writer, f *File) *rejects {
	r := &rejects{to: to, dialect: f.dialect, header: f.header}
	r.again = len(f.header) > 0 && f.header[len(f.header)-1] == Reason
	return r
}

// write puts a row into the file. Nothing is written before the first one, not even the header.
func (r *rejects) write(next row, reason string) {
	if r.to == nil || r.err != nil {
		return
	}
	if r.csv == nil {
		if r.begin(); r.err != nil {
			return
		}
	}
	cells := slices.Clone(next.cells)
	if next.wrong != "" {
		cells = []string{next.raw}
	}
	width := len(r.header)
	if r.again {
		if len(cells) >= width {
			cells = cells[:len(cells)-1]
		}
		width--
	}
	for len(cells) < width {
		cells = append(cells, "")
	}
	r.err = r.csv.Write(append(cells, reason))
}

func (r *rejects) begin() {
	to, err := r.dialect.encoded(r.to)
	if err == nil && r.dialect.Hint {
		_, err = io.WriteString(to, "sep="+string(r.dialect.Delimiter)+r.lineEnd())
	}
	r.csv = csv.NewWriter(to)
	r.csv.Comma, r.csv.UseCRLF = r.dialect.Delimiter, r.dialect.CRLF
	header := slices.Clone(r.header)
	if !r.again {
		header = append(header, Reason)
	}
	if r.err = err; err == nil {
		r.err = r.csv.Write(header)
	}
}

func (r *rejects) lineEnd() string {
	if r.dialect.CRLF {
		return "\r\n"
	}
	return "\n"
}

// flush hands over what was written, so that an interrupted import leaves whole rows behind.
func (r *rejects) flush() error {
	if r.csv != nil && r.err == nil {
		r.csv.Flush()
		r.err = r.csv.Error()
	}
	return r.err
}
