package view

import (
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"
)

// Editor is the form in which one field of a record is set, where the field stands.
type Editor struct {
	ID     string // unique in the page
	Of     string // the record, where the page does not say it
	Action string
	Cancel string // the address of the page without it
	Hidden []Param
	Entry  Entry
	// Follows says what else happens when it is saved; "" where nothing does.
	Follows string
	// Error says what was wrong with what was sent.
	Error string
	Lists []Suggestions
	// Meanwhile is set when somebody else set the field since it was opened.
	Meanwhile *Meanwhile
}

// Meanwhile is what a field was set to since somebody opened it.
type Meanwhile struct {
	Who    string // "Ana Lima, today 10:40"; "" where it is not known
	Theirs string
	Yours  string
}

// Entry is one thing to fill in: a value, a group of them, or a list.
type Entry struct {
	Name     string // of the input; of a group or list, what the names below begin with
	Label    string
	Hint     string
	Control  string // see package fields
	Value    string
	Choices  []Choice // of a value to choose
	Options  string   // the id of the list of suggestions; "" for none
	Required bool
	Error    string    // what was wrong with what was sent
	Focus    bool      // has the keyboard when the page opens
	Parts    []Entry   // of a group
	Rows     [][]Entry // of a list: each row has one entry, or those of its parts
	Columns  []string  // the labels of the parts of a list's rows
}

// Suggestions are the records that can be named where they are too many to choose from a list.
type Suggestions struct {
	ID   string
	Href string // answers with those that match what is typed, as the parameter q
	List []Choice
}

// NewRecord is the page on which a record is written down.
type NewRecord struct {
	Shell   Shell
	Title   string
	Crumbs  []Crumb
	Lead    Sentence
	Error   string
	Action  string
	Button  string
	Entries []Entry
	More    []Entry // what can wait
	Lists   []Suggestions
}

// NewKinds is the page on which one chooses what to write down.
type NewKinds struct {
	Shell  Shell
	Groups []RecordGroup
}

// Done says what was just recorded, with the way back.
type Done struct {
	Text string
	But  string // what did not come of it
	Undo *Undo
}

// Undo takes a change back.
type Undo struct {
	Action   string
	Position string
	Next     string // where to go on
}

// set is the fields that say something, and the one that is open.
func (f Fields) set() []Field {
	return slices.DeleteFunc(slices.Clone(f.Rows), func(x Field) bool { return x.Unset })
}

func (f Fields) unset() []Field {
	return slices.DeleteFunc(slices.Clone(f.Rows), func(x Field) bool { return !x.Unset })
}

func opened(list []Field) bool {
	return slices.ContainsFunc(list, func(x Field) bool { return x.Form != nil })
}

func moreFields(list []Field) string {
	if len(list) == 1 {
		return "One more field"
	}
	return strconv.Itoa(len(list)) + " more fields"
}

func (f Field) editLabel() string {
	if f.Unset {
		return "Fill in " + f.Name
	}
	return "Change " + f.Name
}

func (f Field) editIcon() string {
	if f.Unset {
		return "plus"
	}
	return "edit"
}

func (e Entry) id() string { return "in-" + e.Name }

func (e Entry) isList() bool { return e.Rows != nil }

func (e Entry) isGroup() bool { return e.Parts != nil }

// input is the type of the HTML input.
func (e Entry) input() string {
	switch e.Control {
	case "day":
		return "date"
	case "moment":
		return "datetime-local"
	}
	return "text"
}

// attributes are those that only some inputs have.
func (e Entry) attributes() templ.Attributes {
	a := templ.Attributes{}
	switch e.Control {
	case "number", "percent":
		a["inputmode"] = "decimal"
	case "moment":
		a["step"] = "any"
	}
	if e.Options != "" {
		a["list"] = e.Options
	}
	var about []string
	if e.Hint != "" {
		about = append(about, e.id()+"-hint")
	}
	if e.Error != "" {
		a["aria-invalid"] = "true"
		about = append(about, e.id()+"-error")
	}
	if len(about) > 0 {
		a["aria-describedby"] = strings.Join(about, " ")
	}
	if e.Required {
		a["required"] = true
	}
	if e.Focus {
		a["autofocus"] = true
	}
	return a
}

// Begin puts the keyboard on the first input of the entry.
func (e *Entry) Begin() {
	switch {
	case len(e.Parts) > 0:
		e.Parts[0].Begin()
	case len(e.Rows) > 0 && len(e.Rows[0]) > 0:
		e.Rows[0][0].Begin()
	default:
		e.Focus = true
	}
}

// suffix stands behind the input.
func (e Entry) suffix() string {
	if e.Control == "percent" {
		return "%"
	}
	return ""
}

// column is the label of a column of a list, as a phone shows it with each input.
func (e Entry) column(at int) string {
	if at < len(e.Columns) {
		return e.Columns[at]
	}
	return ""
}

// rowLabel names an input of a list for those who do not see the table.
func (e Entry) rowLabel(row int, column int) string {
	label := e.Label
	if column < len(e.Columns) {
		label = e.Columns[column]
	}
	return label + ", row " + strconv.Itoa(row+1)
}
