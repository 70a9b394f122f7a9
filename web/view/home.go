package view

// WhereWeStand is the first page: where intent is lost between the strategy and the work.
type WhereWeStand struct {
	Shell Shell
	// Scope follows the title: "Harbor Lending, all units".
	Scope string
	// Headline states the finding in one sentence; its numbers can be opened.
	Headline Sentence
	// Second is one quieter sentence under it, for the second figure (on course); optional.
	Second Sentence
	Done   *Done // what was recorded just now
	// Empty replaces the whole page before anything is declared.
	Empty *Missing
	// Start is what to declare next, for those who may. First puts it before everything else; Begins says that nothing else is there.
	Start         Start
	First, Begins bool

	// Waterfall leads the page; where there is none, what became of the plan stands in its place.
	Waterfall Chart
	Leaks     Leaks
	// Findings are the worst ones, where losses cannot be told.
	Findings FindingList
	Trend    Chart
	Shares   Shares
	Quadrant Chart
	Capacity Heat
	Coverage Coverage
	// Drift is since the last plan lock; nil without one.
	Drift *DriftStrip
	// Skills is the evidence for a skills problem and for an alignment problem.
	Skills Skills
	// Gaps is what is not declared yet; it stands in for the panels that would be empty.
	Gaps Coverage
}

// Leaks are the largest losses, largest first.
type Leaks struct {
	Part
	Rows []Leak
}

// Leak is one loss: what, where, how much, and who can mend it.
type Leak struct {
	// ID is the anchor of the row; optional.
	ID   string
	What string
	Href string
	// Sub says it in a sentence with the theme.
	Sub   string
	Unit  string
	Stage Thread
	Days  Figure
	// Who is a role or unit that can mend it, With who else must agree.
	Who, With string
	Next      Link
}

// Shares compares the share of capacity each theme was meant to have with what it has.
type Shares struct {
	Part
	Rows []Share
}

// Share is one theme, or what has no line back.
type Share struct {
	Theme Theme
	// Actual and Intended are shares of capacity, 0 to 1; Intended 0 draws no mark.
	Actual, Intended float64
	// Full is the share at the full width of the bars, the same in all rows.
	Full float64
	// Figure is the actual share as text: "22.5%"; Of is "of 35%".
	Figure Figure
	Of     string
}

// Heat is units against periods, each cell a share of capacity asked for.
type Heat struct {
	Part
	Columns []string
	Rows    []HeatRow
	// Key explains the steps of colour: "under 60%", …, "over 120%".
	Key []string
}

// HeatRow is one unit.
type HeatRow struct {
	Name  string
	Href  string
	Cells []HeatCell
}

// HeatCell is one unit in one period.
type HeatCell struct {
	// Level is 1 to 5, the step of colour; 0 is not declared.
	Level int
	Text  string // "112%"
	Sub   string // "224 of 200 days"
	// Over marks demand above capacity, in words and by an outline.
	Over bool
	Why  *Why
}

// Coverage is what stands without its other half: work and initiatives that
// serve nothing, themes and outcomes that nothing serves.
type Coverage struct {
	Part
	Groups []CoverageGroup
}

// CoverageGroup is one kind of gap, with its worst cases by name.
type CoverageGroup struct {
	Name   string // "Orphaned initiatives"
	Figure Figure // "12", with its explanation
	Note   string // "1,080 days trace to no theme"
	Items  []CoverageItem
	All    Link
	// None says it in a sentence when there is no gap: "Every theme has work."
	None string
}

// CoverageItem is one record in a gap.
type CoverageItem struct {
	Name  string
	Href  string
	Theme *Theme
	Days  Figure
}

// Skills holds the evidence on both sides of "a skills problem or an alignment problem?".
type Skills struct {
	Part
	// Verdict is one sentence; it may be that there is not enough evidence.
	Verdict Sentence
	State   State
	// Grounds is what the verdict stands on, in a sentence or two; empty without a verdict.
	Grounds string
	// Factors are capability, coordination and alignment, with what each costs.
	Factors []Factor
	// Contrast is the natural experiment: dependent against self-contained work.
	Contrast Sentence
	// Caveats are printed under the evidence, a sentence each.
	Caveats []string
}

// Factor is one of the three that multiply to the progress made.
type Factor struct {
	Name string
	// Text says what it is: "delivered of planned, where nobody else blocked".
	Text  string
	Value Figure // "92%"
	// Level is the value as 0 to 1 for the bar; negative when not known.
	Level float64
	Lost  Figure // "6 of the missing 54 points"
}

func (f Factor) bar() Bar {
	return Bar{Parts: []BarPart{{Value: max(0, f.Level)}}, Max: 1}
}

func (s Share) bar() Bar {
	theme := s.Theme
	return Bar{
		Parts:  []BarPart{{Value: s.Actual, Theme: &theme}},
		Max:    s.Full,
		Target: s.Intended,
		Label:  s.Theme.Name + ": " + s.Figure.Text + " " + s.Of,
	}
}

// leakTable shows the leaks as the table they are.
func (l Leaks) table() Table {
	t := Table{
		Caption: l.Title,
		Walk:    true, Cards: true,
		Columns: []Column{
			{Name: "What is lost"},
			{Name: "Unit"},
			{Name: "Lost at"},
			{Name: "Days lost", Number: true, Order: Descending},
			{Name: "Who can mend it"},
			{Name: "Next step", Hidden: true},
		},
	}
	for _, r := range l.Rows {
		days, stage := r.Days, r.Stage
		t.Rows = append(t.Rows, Row{ID: r.ID, Cells: []Cell{
			{Text: r.What, Href: r.Href, Sub: r.Sub},
			T(r.Unit),
			{Thread: &stage},
			{Figure: &days},
			{Text: r.Who, Sub: r.With},
			{Step: r.Next},
		}})
	}
	return t
}
