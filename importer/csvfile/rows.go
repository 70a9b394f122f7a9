package csvfile

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"throughline/fault"
)

// longest is how many bytes one row may have. A quote that is never closed would else swallow the file.
const longest = 1 << 20

// rows reads a table row by row.
type rows struct {
	csv   *csv.Reader
	guard *guard
	file  string
	line  int // where the present row begins
}

// row is one row of a table. Its cells are only good until the next one is read.
type row struct {
	line  int
	cells []string
	raw   string // the row as written, when it could not be taken apart
	wrong string // why it could not
}

// size is how many bytes of text the row has.
func (r row) size() int {
	n := len(r.raw)
	for _, c := range r.cells {
		n += len(c)
	}
	return n
}

func newRows(file string, r io.Reader, d Dialect) *rows {
	g := &guard{r: r}
	c := csv.NewReader(g)
	c.Comma, c.FieldsPerRecord, c.ReuseRecord = d.Delimiter, -1, true
	return &rows{csv: c, guard: g, file: file}
}

// next reads a row; io.EOF ends the table. A row that is torn is returned with what is wrong.
func (r *rows) next() (row, error) {
	start := r.csv.InputOffset()
	cells, err := r.csv.Read()
	end := r.csv.InputOffset()
	defer r.guard.forget(end)
	if torn, ok := errors.AsType[*csv.ParseError](err); ok {
		if errors.Is(torn.Err, csv.ErrFieldCount) {
			return row{line: torn.StartLine, cells: cells}, nil
		}
		raw := strings.TrimRight(r.guard.between(start, end), "\r\n")
		return row{line: torn.StartLine, raw: raw, wrong: quotesWrong(torn.Err)}, nil
	}
	if errors.Is(err, errTooLong) {
		return row{}, fault.Wrap(err, fault.Invalid, fmt.Sprintf("the row after line %d of %q is longer than 1 MiB", r.line, r.file),
			"Check the quotes there: one is probably not closed")
	}
	if err != nil {
		return row{}, err
	}
	line, _ := r.csv.FieldPos(0)
	last, _ := r.csv.FieldPos(len(cells) - 1)
	r.line = last
	return row{line: line, cells: cells}, nil
}

func quotesWrong(err error) string {
	if errors.Is(err, csv.ErrBareQuote) {
		return "a quote stands inside a cell that does not begin with one; write the cell in quotes and double the quote"
	}
	return "a quote is not closed, or a quote inside a cell is not doubled"
}

var errTooLong = errors.New("row too long")

// guard remembers the text since the last row, and stops when a row does not end.
type guard struct {
	r     io.Reader
	text  []byte
	start int64 // the offset of text[0]
}

// Read implements io.Reader.
func (g *guard) Read(p []byte) (int, error) {
	if len(g.text) > longest+64<<10 {
		return 0, errTooLong
	}
	n, err := g.r.Read(p)
	g.text = append(g.text, p[:n]...)
	return n, err
}

// forget drops the text before the offset.
func (g *guard) forget(offset int64) {
	n := int(min(max(offset-g.start, 0), int64(len(g.text))))
	g.text = append(g.text[:0], g.text[n:]...)
	g.start += int64(n)
}

// between is the text between two offsets that was not forgotten.
func (g *guard) between(from, to int64) string {
	a, b := max(from-g.start, 0), min(to-g.start, int64(len(g.text)))
	if a >= b {
		return ""
	}
	return string(g.text[a:b])
}
