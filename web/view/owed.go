package view

import "github.com/a-h/templ"

// Owed is everything that waits for one person, the oldest promise first.
type Owed struct {
	Shell   Shell
	Title   string // "What I owe"
	Lead    Sentence
	Filters []ChipGroup
	List    OwedList
}

// OwedList is a panel of things that wait.
type OwedList struct {
	Part
	Items []OwedItem
	Pager Pager
}

// OwedItem is one thing that waits, with its next step.
type OwedItem struct {
	ID   string // the anchor
	Icon string
	// Kind says what is to be done: "Answer an ask".
	Kind  string
	Title Link // what it is about
	// Text says in a sentence who waits for what, and by when.
	Text  string
	Quote Sentence // words of whoever waits
	For   Link     // the unit for which it is owed; empty for what is owed in person
	Waits Figure   // "34 days"
	State State    // "12 days late", "by 1 Oct"; empty where no day is set
	// Next leads to where it is done; Act is its form. Either may be empty.
	Next Link
	Act  *Act
}

// Act is a form by which something is done where it stands. It opens by its name, also without script.
type Act struct {
	// Open shows the form at once.
	Open bool
	// Name is what is done, on the button that opens the form: "Answer".
	Name    string
	Label   string // the same for those who cannot see what it stands beside
	Form    Form   // its button is that of Buttons
	Buttons []ActButton
	Error   string
}

// ActButton is one way to send an act.
type ActButton struct {
	Value string // of the parameter act
	Text  string
	First bool // the usual one
}

// atOnce reports whether an act has nothing to fill in: its buttons stand where others open a form.
func (a Act) atOnce() bool { return len(a.Form.Fields) == 0 && a.Error == "" }

// actLabel names a button that stands alone beside what it is about.
func actLabel(a Act, b ActButton) templ.Attributes {
	if !a.atOnce() || a.Label == "" {
		return templ.Attributes{}
	}
	return named(b.Text + ": " + a.Label)
}

// kept says what is kept in the browser when the connection is lost: what somebody wrote.
func (a Act) kept() templ.Attributes {
	if a.atOnce() {
		return templ.Attributes{}
	}
	return templ.Attributes{"data-keep": a.Name}
}
