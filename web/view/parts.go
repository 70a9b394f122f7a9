package view

import (
	"context"
	"strconv"
	"strings"

	"github.com/a-h/templ"
)

// SVG is a finished picture from package chart, trusted as it is: one <svg>
// element, or two of them joined for two widths.
type SVG string

// Tone says what a colour means. The word or icon beside it says the same.
type Tone string

// The tones.
const (
	Plain Tone = ""     // nothing to remark
	Loss  Tone = "loss" // lost, refused, broken
	Warn  Tone = "warn" // needs a look
	Good  Tone = "good" // kept, agreed

	inkTone Tone = "ink" // the unit's own bar, in full ink
)

// Link is an address and its words. A Link without Href shows as plain text.
type Link struct {
	Text string
	Href string
	// Note is a short remark in grey behind or under the words; optional.
	Note string
	// Edit leads to the field that the words show.
	Edit Edit
}

// Figure is one number as a person reads it.
type Figure struct {
	// Text is the number, formatted: "8,160", "68", "−4.2".
	Text string
	// Unit follows in grey: "days", "of 100", "%". Empty when Text has it.
	Unit string
	Tone Tone
	// Why explains the number; nil for a number that was written, not calculated.
	Why *Why
	// Missing, when not empty, replaces the number by "not declared" and says
	// what would have to be declared: "no capacity for 2026 H2".
	Missing string
}

// Number is a figure that only has a text.
func Number(text string) Figure { return Figure{Text: text} }

// IsZero reports whether there is nothing to show at all.
func (f Figure) IsZero() bool { return f.Text == "" && f.Missing == "" }

// wordy reports whether the figure is a name or a phrase, which is set smaller than a number.
func (f Figure) wordy() bool { return len(f.Text) > 10 && !strings.ContainsAny(f.Text, "0123456789") }

// Why is the explanation behind a figure.
type Why struct {
	// ID is unique in the page and stable over time: "why-kept", "why-leak-unit-payments".
	ID string
	// Title is "Why 68 of every 100 days".
	Title string
	// Formula is the calculation in words.
	Formula string
	// Result is the calculation in numbers: "8,160 ÷ 12,000 × 100 = 68".
	Result string
	// Inputs are the values that went in; the first column names them, the rest are numbers.
	Inputs Grid
	// Records are the records it stands on, with a note of how many or which.
	Records []Link
	// MoreRecords says how many are not listed: "and 2,910 more".
	MoreRecords string
	// Uncertainty is one sentence about the interval or the noise floor; optional.
	Uncertainty string
	// NotDeclared lists what was missing and how it was treated, a sentence each.
	NotDeclared []string
	// Method is the measure and its version ("intent.waterfall 1"); MethodHref its documentation.
	Method     string
	MethodHref string
	// AsOf is when or at which position it was calculated: "24 Sep 2026, 06:00".
	AsOf string
}

// Grid is a small table of words: the first column names the row, the others are numbers.
type Grid struct {
	Head []string
	Rows [][]string
	Foot []string
}

// Span is a piece of a sentence: words, or a figure within them, or a link.
type Span struct {
	Text   string
	Href   string
	Figure *Figure
	Edit   Edit // of the field that the words before it show
}

// Sentence is words with numbers that can be opened.
type Sentence []Span

// Words is a piece of plain text.
func Words(text string) Span { return Span{Text: text} }

// Num is a figure inside a sentence.
func Num(f Figure) Span { return Span{Figure: &f} }

// To is a link inside a sentence.
func To(text, href string) Span { return Span{Text: text, Href: href} }

// Say is a sentence of words alone.
func Say(text string) Sentence { return Sentence{Words(text)} }

// Theme is the mark of a theme and its name, or that of an item under a theme.
type Theme struct {
	Name string
	// Mark is 1 to 8 in the order of the period's strategy; 0 is work with no
	// line back (hatched); above 8 the mark is grey.
	Mark int
	Href string
}

func (t Theme) class() string {
	switch {
	case t.Mark <= 0:
		return "none"
	case t.Mark > 8:
		return "t9"
	}
	return "t" + strconv.Itoa(t.Mark)
}

func (t Theme) fill() string {
	if t.Mark <= 0 {
		return "f-hatch"
	}
	return "f-" + strings.TrimPrefix(t.class(), "t")
}

// State is a state that matters: an icon, a word, then a colour.
type State struct {
	Text string
	// Icon is one of the names in icons.go; empty picks one by tone.
	Icon string
	Tone Tone
	// Quiet draws it without a filled background.
	Quiet bool
}

func (s State) icon() string {
	if s.Icon != "" {
		return s.Icon
	}
	switch s.Tone {
	case Loss:
		return "warn"
	case Warn:
		return "clock"
	case Good:
		return "check"
	}
	return "circle"
}

// Stages are the six stages of a line of sight, in order.
func Stages() []string {
	return []string{"Stated", "Assigned", "Interpreted", "Funded", "Planned", "Executed"}
}

// Thread is where on the line from strategy to work something was lost.
type Thread struct {
	// Stage is 1 (assigned) to 5 (executed); 0 or less means nothing was lost.
	Stage int
	// Bare leaves out the stage's name under the line, where the name stands beside it.
	Bare bool
}

func (t Thread) name() string {
	if t.Stage <= 0 || t.Stage >= len(Stages()) {
		return ""
	}
	return Stages()[t.Stage]
}

// Bar is a quantity drawn beside its number.
type Bar struct {
	Parts []BarPart
	// Max is the value of the full width; 0 means the sum of the parts.
	Max float64
	// Target draws a mark at that value; 0 draws none.
	Target float64
	// Label is read aloud; empty when the number stands beside the bar.
	Label string
}

// BarPart is one length of a bar.
type BarPart struct {
	Value float64
	// Theme colours the part as that theme; nil draws it in quiet ink.
	Theme *Theme
	Tone  Tone
}

// Missing stands where something would be: not declared, not found, or nothing there.
type Missing struct {
	// Title says it in a sentence: "No capacity declared yet."
	Title string
	// Text says what would be here.
	Text string
	// Add says what to do to see it: "Add a capacity record for each unit and period."
	Add string
	// Link is the one thing to do that has an address; optional.
	Link Link
	// Follows says that it is being computed and comes onto the page by itself.
	Follows bool
}

// Note is a sentence about the state of the page or a panel.
type Note struct {
	Text string
	Tone Tone
	Icon string // empty picks one by tone
	Link Link
}

func (n Note) icon() string { return State{Icon: n.Icon, Tone: n.Tone}.icon() }

// Chip is one choice of a filter, as a link.
type Chip struct {
	Text    string
	Href    string
	Current bool
	// Count is how many it would leave; optional.
	Count string
	Theme *Theme
}

// ChipGroup is a named row of chips.
type ChipGroup struct {
	Name  string // "Severity"; read aloud, and shown when there are several groups
	Chips []Chip
}

// Pager goes on through a list by cursor.
type Pager struct {
	// Shown says what is on this page: "1 to 100 of 12,480 initiatives".
	Shown string
	// First and Next are addresses; empty where there is nothing to go to.
	First string
	Next  string
}

// IsZero reports whether the list is complete on this page.
func (p Pager) IsZero() bool { return p.Shown == "" && p.First == "" && p.Next == "" }

// Fact is one entry of a strip of facts.
type Fact struct {
	Name   string
	Figure Figure
	// Note is a line in grey under the number: "67% at plan lock 2".
	Note string
	// Edit leads to the field that it shows.
	Edit Edit
}

// Crumb is one step of the small line above a title.
type Crumb = Link

// Part is the head of a panel, and its state when there is nothing in it.
type Part struct {
	// ID is unique in the page; it is also the address of the panel.
	ID string
	// Title is the finding where there is one, else the question answered.
	Title string
	// Sub says the measure and its unit.
	Sub string
	// Foot is a grey line under the panel; optional.
	Foot string
	// All leads to the complete list; optional.
	All Link
	// Edits lead to the fields that the panel shows, for those who may change them.
	Edits []Link
	// Missing, when set, stands in place of the content.
	Missing *Missing
}

// Chart is a panel with a chart and its table twin.
type Chart struct {
	Part
	// SVG is the picture. Empty with no Missing leaves only the table.
	SVG SVG
	// NeedsRoom says that the picture has no narrow drawing: on a phone the
	// list or the table stands in for it.
	NeedsRoom bool
	// Twin has every value of the chart.
	Twin Table
	// Legend names themes that could not be labelled in the picture.
	Legend []Theme
	// First names the chart in the switch; empty means "Chart".
	First string
}

type whyKey struct{}

// whyList collects the explanations that the figures of one rendering ask for.
type whyList struct {
	order []*Why
	seen  map[string]bool
}

func (l *whyList) add(w *Why) {
	if l.seen[w.ID] {
		return
	}
	l.seen[w.ID] = true
	l.order = append(l.order, w)
}

func withWhys(ctx context.Context) (context.Context, *whyList) {
	l := &whyList{seen: map[string]bool{}}
	return context.WithValue(ctx, whyKey{}, l), l
}

// noteWhy remembers w, so that the page writes its popover once.
func noteWhy(ctx context.Context, w *Why) string {
	if l, ok := ctx.Value(whyKey{}).(*whyList); ok {
		l.add(w)
	}
	return w.ID
}

func percent(v, of float64) string {
	if of <= 0 {
		return "0"
	}
	return strconv.FormatFloat(min(100, max(0, 100*v/of)), 'f', 2, 64)
}

func safe(href string) templ.SafeURL { return templ.URL(href) }
