package view

import (
	"slices"
	"strings"

	"github.com/a-h/templ"
)

// Form is what a person fills in to change something. It is sent as a POST and works without script.
type Form struct {
	// ID is unique in the page; the fields are named after it.
	ID     string
	Action string
	Hidden []Param
	Fields []Input
	// Button is verb and object: "Sign in", "Make a token".
	Button string
	// Label is the button for those who cannot see what it stands beside: "Sign out of Firefox on Windows".
	Label string
	// Small stands in a row of a list: its fields show no labels.
	Small bool
	// Focus puts the keyboard into it when the page opens: on the first field that has to be filled in and is empty, else on its first,
	// else on its button.
	Focus bool
	// Said is the id of what is said about it, which is read out where the keyboard is.
	Said string
}

// SaidID is the id of the note of a page.
const SaidID = "said"

// Input is one thing to fill in.
type Input struct {
	Name  string
	Label string
	Value string
	// Type is that of the input: email, password, date; empty is text.
	Type string
	// Complete tells browsers and password managers what it is for: username, current-password.
	Complete string
	// Example stands in the empty field of a small form, which has no room for a hint.
	Example string
	// Hint says in a line what is expected.
	Hint     string
	Optional bool
	// Mentions has people named in it with an @, who are suggested.
	Mentions bool
	// Choices make it a list to choose from.
	Choices []Choice
	// Options is the id of the suggestions from which it can be filled in.
	Options string
}

// Choice is one value of a list.
type Choice struct {
	Value, Text string
	Current     bool
}

func (f Form) id(x Input) string { return f.ID + "-" + x.Name }

// begins reports whether the keyboard is put on the input when the page opens.
func (f Form) begins(x Input) bool {
	if !f.Focus || len(f.Fields) == 0 {
		return false
	}
	first := slices.IndexFunc(f.Fields, func(x Input) bool { return x.Value == "" && !x.Optional && len(x.Choices) == 0 })
	return f.Fields[max(first, 0)].Name == x.Name
}

func (f Input) kind() string {
	if f.Type == "" {
		return "text"
	}
	return f.Type
}

// Outside is a page for somebody who is not in yet: to sign in, to set up, to accept an invitation.
type Outside struct {
	Title     string
	Lead      string
	Note      Note   // what went wrong, or what was done
	Ways      []Link // where somebody can go, before the form
	Form      Form
	Elsewhere []Way // ways in by the sign-in of somebody else, beside the form
	Next      []Link
	Assets    Assets
}

// begun is the form with the keyboard in it, unless something stands before it that may be wanted more.
func (p Outside) begun() Form {
	f := p.Form
	f.Focus = len(p.Elsewhere)+len(p.Ways) == 0 && len(f.Fields) > 0
	if p.Note.Text != "" {
		f.Said = SaidID
	}
	return f
}

// Way is a way in by the sign-in of somebody else: a link, or why it is closed.
type Way struct {
	Text, Href string
	Why        string // not empty: the way is closed
}

// Desk is a page of things that a person keeps: their account, the members of a workspace.
type Desk struct {
	Shell  Shell
	Title  string
	Crumbs []Crumb
	Lead   Sentence
	Note   Note   // what went wrong
	Handed Handed // what was made just now
	Parts  []Kept
}

// Handed is a secret that is shown once, or was sent instead.
type Handed struct {
	Title  string
	Text   string // what it is for, and that it is not shown again
	Label  string
	Secret string // "" where it was sent
}

// Kept is one sort of thing on a desk: a list, and forms to change it.
type Kept struct {
	Part
	Columns []Column
	Rows    []KeptRow
	// Forms stand below the list.
	Forms []Form
	// Elsewhere are ways to the sign-in of somebody else, below that.
	Elsewhere []Way
	Pager     Pager
	// Lists are what the inputs of its forms suggest.
	Lists []Suggestions
}

// KeptRow is one thing with what can be done to it.
type KeptRow struct {
	ID    string // the place where the page goes on after something was done to it; may be empty
	Cells []Cell
	Forms []Form
}

// acts reports whether anything can be done to a row.
func (k Kept) acts() bool {
	for _, r := range k.Rows {
		if len(r.Forms) > 0 {
			return true
		}
	}
	return false
}

func (k Kept) table() Table { return Table{Columns: k.Columns, Cards: true} }

// hinted is what tells an input's hint and purpose to programs.
func hinted(f Form, x Input) templ.Attributes {
	a := templ.Attributes{}
	var about []string
	if f.begins(x) {
		a["autofocus"] = true
		about = append(about, f.Said)
	}
	if x.Hint != "" {
		about = append(about, f.id(x)+"-hint")
	}
	if ids := strings.TrimSpace(strings.Join(about, " ")); ids != "" {
		a["aria-describedby"] = ids
	}
	if x.Options != "" {
		a["list"] = x.Options
	}
	if x.Mentions {
		a["data-mentions"] = true
	}
	if x.Example != "" {
		a["placeholder"] = x.Example
	}
	if x.Complete != "" {
		a["autocomplete"] = x.Complete
	}
	return a
}

// pressed is what the button of a form is called, and whether it has the keyboard.
func pressed(f Form) templ.Attributes {
	a := named(f.Label)
	if f.Focus && len(f.Fields) == 0 {
		a["autofocus"] = true
		if f.Said != "" {
			a["aria-describedby"] = f.Said
		}
	}
	return a
}

// named is a name for those who cannot see what stands around.
func named(label string) templ.Attributes {
	if label == "" {
		return templ.Attributes{}
	}
	return templ.Attributes{"aria-label": label}
}
