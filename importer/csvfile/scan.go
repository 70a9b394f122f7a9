package csvfile

import (
	"fmt"
	"io"
	"reflect"
	"strings"

	"throughline/importer"
	"throughline/importer/shape"
)

// evidence is what the cells of a column say about how they are written. Each way to write is a
// candidate; those that read the most cells are left, and they must agree on every cell.
type evidence struct {
	ways   []string
	read   []int
	differ [][]string // a cell that two ways read differently
	only   [][]string // a cell that one way reads and another does not
	alone  [][]int    // and how many of them
	cells  int
	known  map[string]uint8 // cells seen before, with the ways that read them: days and sizes repeat
}

// keep is how many different cells of a column are remembered.
const keep = 4096

func newEvidence(ways ...string) *evidence {
	n := len(ways)
	e := &evidence{ways: ways, read: make([]int, n), differ: make([][]string, n), only: make([][]string, n), alone: make([][]int, n), known: make(map[string]uint8)}
	for i := range n {
		e.differ[i], e.only[i], e.alone[i] = make([]string, n), make([]string, n), make([]int, n)
	}
	return e
}

// see takes a cell in: value is what the way reads, ok whether it can.
func (e *evidence) see(cell string, value func(way int) (v any, ok bool)) {
	e.cells++
	mask, again := e.known[cell]
	if again {
		e.count(mask, cell)
		return
	}
	values := make([]any, len(e.ways))
	for i := range e.ways {
		v, ok := value(i)
		if !ok {
			continue
		}
		mask |= 1 << i
		values[i] = v
		for j := range i {
			if values[j] != nil && values[j] != v {
				e.differ[j][i] = strings.Clone(cell)
			}
		}
	}
	if len(e.known) < keep {
		e.known[strings.Clone(cell)] = mask
	}
	e.count(mask, cell)
}

// count counts a cell for the ways that read it.
func (e *evidence) count(mask uint8, cell string) {
	for i := range e.ways {
		if mask>>i&1 == 0 {
			continue
		}
		e.read[i]++
		for j := range e.ways {
			if mask>>j&1 == 1 {
				continue
			}
			if e.alone[i][j]++; e.only[i][j] == "" {
				e.only[i][j] = strings.Clone(cell)
			}
		}
	}
}

// mixed are two ways of which each reads cells that the other does not, too many for slips of the pen: one
// in twenty. ok is false for a column that is written in one way.
func (e *evidence) mixed() (a, b int, ok bool) {
	const slips = 20
	for i := range e.ways {
		for j := range i {
			if few, many := min(e.alone[i][j], e.alone[j][i]), max(e.read[i], e.read[j]); few > 0 && few*slips >= many {
				return j, i, true
			}
		}
	}
	return 0, 0, false
}

// verdict is the way that reads the most cells. When several do and do not agree, rivals are the two
// first and the cell they read differently.
func (e *evidence) verdict() (way string, rivals []string) {
	best := 0
	for _, n := range e.read {
		best = max(best, n)
	}
	chosen := -1
	for i, n := range e.read {
		switch {
		case n < best:
		case chosen < 0:
			chosen = i
		case e.differ[chosen][i] != "":
			return e.ways[chosen], []string{e.ways[chosen], e.ways[i], e.differ[chosen][i]}
		}
	}
	return e.ways[chosen], nil
}

// scan reads the file once to find out how its columns write days and numbers, and counts the rows.
func (p *planning) scan() error {
	var days, numbers []*bound
	found := make(map[*bound]*evidence)
	for _, b := range p.columns {
		switch {
		case b.index < 0:
		case b.target.isMoment() && b.order == "":
			days = append(days, b)
			found[b] = newEvidence(orderNames()...)
		case !b.target.isMoment() && b.isNumeric() && b.decimal == "":
			numbers = append(numbers, b)
			found[b] = newEvidence(string(Point), string(Comma))
		}
	}
	err := p.file.reading(func(r io.Reader) error {
		return p.file.each(r, func(next row) error {
			p.total++
			for _, b := range days {
				if cell := b.cell(next.cells); cell != "" {
					found[b].see(cell, func(way int) (any, bool) { return parseMoment(cell, Order(found[b].ways[way])) })
				}
			}
			for _, b := range numbers {
				if cell := b.cell(next.cells); cell != "" {
					found[b].see(cell, func(way int) (any, bool) { return parseNumber(cell, Decimal(found[b].ways[way])) })
				}
			}
			return nil
		})
	})
	if err != nil {
		return err
	}
	if p.total == 0 {
		p.notes = append(p.notes, "There are no rows below the names of the columns.")
	}
	for _, b := range days {
		p.settleDays(b, found[b])
	}
	for _, b := range numbers {
		p.settleNumbers(b, found[b])
	}
	return p.problems.Err()
}

// isNumeric reports whether the cells are numbers, whole or not.
func (b *bound) isNumeric() bool {
	k := b.target.typ.Kind()
	return b.target.isNumber() || b.target.typ != shape.Date && (k == reflect.Int || k == reflect.Int32)
}

// cell is the column's cell of a row, without the spaces around it; what the mapping's words say.
func (b *bound) cell(cells []string) string {
	if b.index < 0 || b.index >= len(cells) {
		return ""
	}
	cell := strings.TrimSpace(cells[b.index])
	if to, ok := b.Words[folded(cell)]; ok {
		return to
	}
	return cell
}

func (p *planning) settleDays(b *bound, e *evidence) {
	if i, j, mixed := e.mixed(); mixed {
		p.problems = append(p.problems, importer.Problem{
			Place: p.headerPlace(), Field: b.Name, Value: e.only[j][i],
			Sentence: fmt.Sprintf("the days of the column %q are written in several orders: %q is %s, %q is %s", b.Name, e.only[i][j], e.ways[i], e.only[j][i], e.ways[j]),
			Remedy:   fmt.Sprintf("Write them all in one order, or say which in the mapping and have the others rejected: %s: {field: %s, dates: %s}", b.Name, b.Field, e.ways[i]),
		})
		return
	}
	way, rivals := e.verdict()
	b.order = Order(way)
	if rivals != nil {
		p.problems = append(p.problems, importer.Problem{
			Place: p.headerPlace(), Field: b.Name, Value: rivals[2],
			Sentence: fmt.Sprintf("the days of the column %q can be read as %s and as %s: %q", b.Name, rivals[0], rivals[1], rivals[2]),
			Remedy:   fmt.Sprintf("Say which in the mapping: %s: {field: %s, dates: %s}", b.Name, b.Field, rivals[0]),
		})
		return
	}
	if e.cells > 0 && b.order != YearFirst {
		p.notes = append(p.notes, fmt.Sprintf("The days of the column %q were read as %s.", b.Name, b.order))
	}
}

// settleNumbers chooses the decimal sign. Where cells leave both, the delimiter decides: who separates
// cells with semicolons does so because the comma is taken.
func (p *planning) settleNumbers(b *bound, e *evidence) {
	if i, j, mixed := e.mixed(); mixed {
		p.problems = append(p.problems, importer.Problem{
			Place: p.headerPlace(), Field: b.Name, Value: e.only[j][i],
			Sentence: fmt.Sprintf("the numbers of the column %q are written in several ways: %q has a decimal %s, %q has a decimal %s", b.Name, e.only[i][j], e.ways[i], e.only[j][i], e.ways[j]),
			Remedy:   fmt.Sprintf("Write them all in one way, or say which in the mapping and have the others rejected: %s: {field: %s, decimal: %s}", b.Name, b.Field, e.ways[i]),
		})
		return
	}
	way, rivals := e.verdict()
	b.decimal = Decimal(way)
	if rivals != nil {
		switch p.file.dialect.Delimiter {
		case ';':
			b.decimal = Comma
		case ',':
			b.decimal = Point
		default:
			p.problems = append(p.problems, importer.Problem{
				Place: p.headerPlace(), Field: b.Name, Value: rivals[2],
				Sentence: fmt.Sprintf("the numbers of the column %q can be read with a decimal point and with a decimal comma: %q", b.Name, rivals[2]),
				Remedy:   fmt.Sprintf("Say which in the mapping: %s: {field: %s, decimal: point}", b.Name, b.Field),
			})
			return
		}
	}
	if b.decimal == Comma || rivals != nil {
		p.notes = append(p.notes, fmt.Sprintf("The numbers of the column %q were read with a decimal %s.", b.Name, b.decimal))
	}
}

func (p *planning) headerPlace() importer.Place {
	return importer.Place{File: p.file.name, Line: 1 + btoi(p.file.dialect.Hint)}
}
