package view

import "github.com/a-h/templ"

// Edit leads to the field of a record that something shows. Where scripts run its editor opens there, else on the page of the
// record.
type Edit struct {
	Href string // of the field; "" for those who may not change it
	What string // the field in a sentence: "owner"
}

// Place is the editor of one field alone, to stand where the field is seen.
type Place struct {
	Title  string // the field: "Commitment"
	Of     string // the record: "Ledger cutover"
	Editor Editor
}

// label is what the link says that stands beside what it changes.
func (e Edit) label(of string) string {
	if of == "" {
		return "Change " + e.What
	}
	return "Change " + e.What + " of " + of
}

// editorOf tells the script whose field an editor sets, where the page does not.
func editorOf(name string) templ.Attributes {
	if name == "" {
		return nil
	}
	return templ.Attributes{"data-of": name}
}

// linked reports whether the cell leads somewhere by itself, so that it cannot be a link as a whole.
func (c Cell) linked() bool {
	return c.Href != "" || c.Theme != nil && c.Theme.Href != "" || c.Figure != nil && c.Figure.Why != nil || c.Step.Text != ""
}

// title is what the cell is about.
func (c Cell) title() string {
	if c.Theme != nil {
		return c.Theme.Name
	}
	return c.Text
}
