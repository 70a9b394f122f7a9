package view

import "slices"

// Table is any list of records. The first cell of a row names the row.
type Table struct {
	// Caption names the table for those who cannot see what stands above it.
	Caption string
	Columns []Column
	Rows    []Row
	// Foot is a row of sums; empty for none.
	Foot []Cell
	// Walk lets j and k move through the rows.
	Walk bool
	// Cards turns each row into a small card on a phone.
	Cards bool
	// Tight lowers the rows, for twins of charts.
	Tight bool
}

// Order is how a column is sorted now.
type Order string

// The orders.
const (
	Unsorted   Order = ""
	Ascending  Order = "ascending"
	Descending Order = "descending"
)

// Column is the head of a column.
type Column struct {
	Name string
	// Title spells the name out when it is a code ("Core Services Platform" for "CP").
	Title string
	// Hidden keeps the name for a screen reader only.
	Hidden bool
	// Number aligns the column to the right.
	Number bool
	// Short says that its values are a word or two, so that three of them stand side by side on a card.
	// Numbers are short anyway.
	Short bool
	// Side leaves the column out on narrow panels.
	Side bool
	// Order is the present order, Sort the address that changes it; empty when
	// the table cannot be sorted by this column.
	Order Order
	Sort  string
	// Picks is the ID of the bar for the rows that are selected here; on the first column it shows a box for all.
	Picks string
}

// Row is one record.
type Row struct {
	// ID is the anchor of the row; optional, unique in the page.
	ID    string
	Cells []Cell
	// Tone marks the row; its reason stands in one of the cells.
	Tone Tone
}

// Cell is one value. Of the optional parts those that are set are shown, in
// the order of the fields.
type Cell struct {
	// Check selects the row; it stands before all else.
	Check  *Check
	Theme  *Theme
	Text   string
	Href   string
	Figure *Figure
	Bar    *Bar
	State  *State
	Thread *Thread
	// Tag is a word of the records, quoted as it is.
	Tag string
	// Sub is a second line in grey.
	Sub string
	// Marks are states one below the other, each with its words; they wrap.
	Marks []State
	// Step is the one next step, as a small button-like link.
	Step Link
	// Edit leads to the field that the cell shows.
	Edit Edit
}

// T is a cell of text.
func T(text string) Cell { return Cell{Text: text} }

// A is a cell that leads to a record.
func A(text, href string) Cell { return Cell{Text: text, Href: href} }

// F is a cell with a figure.
func F(f Figure) Cell { return Cell{Figure: &f} }

// Head is a row of column heads, the first of words and the others of numbers.
func Head(names ...string) []Column {
	cols := make([]Column, len(names))
	for i, n := range names {
		cols[i] = Column{Name: n, Number: i > 0}
	}
	return cols
}

// Texts is a row of plain texts.
func Texts(cells ...string) Row {
	r := Row{Cells: make([]Cell, len(cells))}
	for i, c := range cells {
		r.Cells[i].Text = c
	}
	return r
}

// empty reports whether the cell shows nothing.
func (c Cell) empty() bool {
	return c.Theme == nil && c.Text == "" && (c.Figure == nil || c.Figure.IsZero()) && c.Bar == nil && c.State == nil && c.Thread == nil &&
		c.Tag == "" && c.Sub == "" && len(c.Marks) == 0 && c.Step.Text == ""
}

// WithoutEmpty is the table without the columns in which no row has anything.
func (t Table) WithoutEmpty() Table {
	holds := func(i int) bool {
		return slices.ContainsFunc(t.Rows, func(r Row) bool { return i < len(r.Cells) && !r.Cells[i].empty() })
	}
	out := t
	out.Columns, out.Rows = nil, make([]Row, len(t.Rows))
	for n, r := range t.Rows {
		out.Rows[n] = Row{ID: r.ID, Tone: r.Tone}
	}
	for i, c := range t.Columns {
		if i > 0 && !holds(i) {
			continue
		}
		out.Columns = append(out.Columns, c)
		for n, r := range t.Rows {
			out.Rows[n].Cells = append(out.Rows[n].Cells, r.Cells[i])
		}
	}
	return out
}

func (t Table) class() string {
	c := "table"
	if t.Tight {
		c += " tight inset"
	}
	if t.Cards {
		c += " cards"
		if t.short() > 2 {
			c += " thirds"
		}
	}
	return c
}

// short is how many short values a card has, if it has no other.
func (t Table) short() int {
	n := 0
	for i, c := range t.Columns {
		switch {
		case i == 0 || c.Side || c.Hidden:
		case c.Number || c.Short:
			n++
		default:
			return 0
		}
	}
	return n
}

func (t Table) column(i int) Column {
	if i < len(t.Columns) {
		return t.Columns[i]
	}
	return Column{}
}

func (c Column) class() string {
	switch {
	case c.Number && c.Side:
		return "n hide-narrow"
	case c.Number:
		return "n"
	case c.Side:
		return "hide-narrow"
	}
	return ""
}
