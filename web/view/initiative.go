package view

// Initiative is the page of one initiative.
type Initiative struct {
	Shell  Shell
	Crumbs []Crumb
	Name   string
	// NameEdit and StateEdit lead to the field of the record, for those who may change it.
	NameEdit, StateEdit Edit
	State               State
	Lead                Sentence
	Links               []Link
	// Follow is the button to be told of it; nil for who has no account.
	Follow *Follow
	Facts  []Fact

	// Chain answers "why are we doing this?": the lines up to the strategy.
	Chain Chain
	// Steps are alpha, beta, stable or the like, with what they were locked for.
	Steps Steps
	// Units are the units that take part, with days promised and logged.
	Units List
	// Contribution is what it adds to which outcome or theme.
	Contribution List
	Assumptions  Assumptions
	Dependencies Dependencies
	Decisions    List
	// Related are links to other initiatives: see also, replaces, blocks.
	Related  List
	Talk     Talk // what people say about it
	Findings FindingList
	// Work is the tracker's items, by page.
	Work List
	// Gaps is what is not declared yet; it stands in for the panels that would be empty.
	Gaps Coverage
}

// Chain is one or several lines from the strategy down to this initiative.
type Chain struct {
	Part
	Lines [][]PathStep
}

// Steps are the steps of an initiative.
type Steps struct {
	Part
	Rows  []Step
	Pager Pager
}

// Step is one step with its periods.
type Step struct {
	Name string
	// Locked is the period of the last plan lock, Now the period it stands in,
	// Done when it was reached; empty where there is none.
	Locked, Now, Done string
	Slip              Figure
	State             State
	// Moves are the earlier periods, oldest first: "2025 H2, 2026 H1".
	Moves string
}

// Assumptions are what must be true, and what would end the initiative.
type Assumptions struct {
	Part
	Rows  []Assumption
	Pager Pager
}

// Assumption is one of them.
type Assumption struct {
	Text string
	// Kill is what would show it to be false: "fewer than 30% use it by 1 Nov".
	Kill string
	// Review is when it is looked at again: "1 Nov".
	Review string
	State  State
}

// Dependencies are the commitments between units that it stands on.
type Dependencies struct {
	Part
	Rows  []Dependency
	Pager Pager
}

// Dependency is one negotiated commitment with its turns.
type Dependency struct {
	Title string
	Href  string
	// TitleEdit and ByEdit lead to what is needed and to the day by which.
	TitleEdit, ByEdit Edit
	// From needs it, To gives it.
	From, To Link
	By       string // "12 Oct"
	State    State
	Turns    []Turn
	// More says how many earlier turns are not shown; empty for none.
	More string
}

// Turn is one move in the negotiation.
type Turn struct {
	// Given is set on turns of the unit that gives; those stand on the right.
	Given bool
	Verb  string // "asked", "offered", "countered", "committed"
	Unit  string
	When  string
	Text  string
	Terms []Term
	// Open outlines the turn that waits for an answer.
	Open bool
}

// Term is one term of a turn; Old is set when this turn changed it.
type Term struct{ Name, Old, New string }

// table leaves out what no step has: where it was locked, without a lock.
func (s Steps) table() Table {
	t := Table{Caption: s.Title, Cards: true, Columns: []Column{
		{Name: "Step"}, {Name: "Locked for", Short: true}, {Name: "Now", Short: true}, {Name: "Slip", Number: true}, {Name: "State"},
	}}
	for _, r := range s.Rows {
		slip, st := r.Slip, r.State
		now := r.Now
		if r.Done != "" {
			now = r.Done
		}
		t.Rows = append(t.Rows, Row{Cells: []Cell{{Text: r.Name, Sub: r.Moves}, T(r.Locked), T(now), {Figure: &slip}, {State: &st}}})
	}
	return t.WithoutEmpty()
}

func (a Assumptions) table() Table {
	t := Table{Caption: a.Title, Cards: true, Columns: []Column{
		{Name: "We assume"}, {Name: "It ends if"}, {Name: "Looked at again"}, {Name: "State"},
	}}
	for _, r := range a.Rows {
		st := r.State
		t.Rows = append(t.Rows, Row{Cells: []Cell{T(r.Text), T(r.Kill), T(r.Review), {State: &st}}})
	}
	return t
}
