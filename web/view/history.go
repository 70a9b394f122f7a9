package view

import (
	"strconv"
	"strings"
)

// History is the timeline of one record, latest version first.
type History struct {
	Shell  Shell
	Crumbs []Crumb
	Title  string // the record's name
	Lead   Sentence
	Links  []Link
	// Follow is the button to be told of it; nil for who has no account.
	Follow *Follow
	// Done says what was recorded just now.
	Done *Done
	// Proposal is what confirming it would do; nil for other records, and once it is confirmed.
	Proposal *Proposal
	// Acts are what waits for who reads it: the next turn of a dependency, an answer.
	Acts []Act
	// Remove takes the record out; nil for those who may not.
	Remove *Remove
	// Now are the record's fields as it stands on the page's date.
	Now Fields
	// Talk is what people say about it.
	Talk Talk
	// Versions are its changes.
	Versions []Version
	Pager    Pager
	// Missing stands in place of the timeline when nothing changed before the date.
	Missing *Missing
}

// Proposal is what somebody proposed, to be confirmed by who reads it.
type Proposal struct {
	Lines   []string // what would change, in words
	Pager   Pager    // of very many
	Action  string   // where confirming is sent to
	Seen    string   // the version of the proposal that is shown
	Refused string   // why it cannot be confirmed by anybody, or by who reads it, with what to do; "" when it can
	Why     Note     // why an account without a person cannot; without a text otherwise
}

// Remove is how a record is taken out.
type Remove struct {
	Action string
	What   string // "the initiative"
}

// Fields is a panel of names and values.
type Fields struct {
	Part
	Rows []Field
}

// Field is one field of a record with its value: one item, or those of a list. An item that is another
// record has an Href.
type Field struct {
	ID    string // the document's name for it
	Name  string
	Items []Link
	Unset bool    // nothing is set; it stands there to be filled in
	Edit  string  // the address of the page with its form; "" when it cannot be set here
	Form  *Editor // its form, while it is open
	Pager Pager   // of a long list
	Note  string  // why it cannot be set here
}

// Version is one change of the record.
type Version struct {
	// Number is the record's version: "4".
	Number string
	// Verb says what happened: "Shares changed", "Created", "Removed".
	Verb string
	// When it took effect, as shown; Machine is the same for the page's code: 2026-09-12T09:30:00Z.
	When, Machine string
	// Recorded is set when it was written down later than it took effect.
	Recorded string
	Who      string
	// Channel is web, api, import or assistant, in words: "by import".
	Channel string
	// Reason is why, in the words of who changed it; optional.
	Reason string
	Fields []Change
	// AsOf shows every page as of this change; optional.
	AsOf Link
	// Entry is the position in the ledger: "entry 1,204".
	Entry string
}

// Change is one field before and after. Old or New is empty when there was or is none; of a list it is what
// left and what came.
type Change struct {
	Name     string
	Old, New []string
	// Sized are the items of a list of which one quantity changed.
	Sized []Resized
	// Same is how many items of the list stayed as they were.
	Same int
}

// Resized is an item of which one quantity changed: Before and After it stand the parts that did not.
type Resized struct{ Before, Old, New, After string }

func (r Resized) lead() string {
	if r.Before == "" {
		return ""
	}
	return r.Before + ", "
}

func (r Resized) rest() string {
	if r.After == "" {
		return ""
	}
	return ", " + r.After
}

// stayed says how much of a list stayed.
func (c Change) stayed() string {
	if c.Same == 1 {
		return "1 more stayed as it was"
	}
	return strconv.Itoa(c.Same) + " more stayed as they were"
}

// by is what follows the date: who, through what, and when it was written down.
func (v Version) by() string {
	var b strings.Builder
	for _, x := range []string{v.Who, v.Channel} {
		if x != "" {
			b.WriteString(", " + x)
		}
	}
	if v.Recorded != "" {
		b.WriteString(", written down " + v.Recorded)
	}
	return b.String()
}
