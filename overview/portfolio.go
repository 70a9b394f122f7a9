package overview

import (
	"slices"
	"strings"

	"throughline/graph"
)

// PortfolioAsk is which initiatives to list, in which groups and in which order. The zero value asks for all of them.
type PortfolioAsk struct {
	Unit  graph.UnitID     // owned by the unit or one below it, or with days of one of them
	Owner graph.UnitID     // owned by the unit or one below it
	Theme graph.ThemeID    // serves the theme; NoLine asks for what serves none
	State graph.Commitment // as firm as this; GoingOn asks for what has not ended
	In    graph.PeriodID   // something of it falls into the period; NoPeriod asks for what names none
	Text  string           // the name or the key has all of these words
	Group PortfolioGrouping
	Sort  PortfolioOrder // "" is OrderDays
	// Turned sorts the other way round: names from the end, numbers and dates from the smallest.
	Turned bool
	// Across, where it is not zero, keeps only what falls into some of these days.
	Across graph.Span
}

// Answers that stand beside the records one may choose from.
const (
	GoingOn  graph.Commitment = "going-on" // neither done nor stopped
	NoPeriod graph.PeriodID   = "none"
)

// PortfolioGrouping is by what initiatives are gathered.
type PortfolioGrouping string

// The groupings.
const (
	Together     PortfolioGrouping = ""
	ByUnit       PortfolioGrouping = "unit"       // the owner; one too small to show stands with the unit above it
	ByTheme      PortfolioGrouping = "theme"      // the theme it serves most
	ByCommitment PortfolioGrouping = "commitment" // how firm it is
	ByPeriod     PortfolioGrouping = "period"     // the period, of Horizons, in which its last day falls
)

// Groupings is every grouping but Together, in the order in which they are offered.
func Groupings() []PortfolioGrouping {
	return []PortfolioGrouping{ByUnit, ByTheme, ByCommitment, ByPeriod}
}

// Commitments is every commitment, loosest first, the two ends last.
func Commitments() []graph.Commitment {
	return []graph.Commitment{graph.Candidate, graph.Likely, graph.Committed, graph.Started, graph.Done, graph.Stopped}
}

// Portfolio is the initiatives that were asked for.
type Portfolio struct {
	Lines  []PortfolioLine  // by group, then in the order asked for
	Groups []PortfolioGroup // in a stated order, none of them empty; one without a key where nothing is grouped
	Days   float64          // in the period
	All    float64          // in all periods
	// Unit is the unit whose days are counted; nil counts those of all units. A unit of fewer than five people
	// is asked for in vain: the one above stands for it.
	Unit, Owner *graph.Unit
}

// PortfolioLine is one initiative.
type PortfolioLine struct {
	Initiative *graph.Initiative
	Place      int        // of the theme it serves most; 0 when it serves none
	Linked     float64    // the share that serves any theme, 0 to 1
	Days       float64    // in the period, of the units that are counted
	All        float64    // the same in all periods
	Due        graph.Date // the next date that comes due; 0 for none

	group int
	key   float64
	word  string
}

// PortfolioGroup is some of the lines.
type PortfolioGroup struct {
	// Key is the word of the address that asks for the group; "" is what belongs to no group.
	Key    string
	Unit   *graph.Unit  // ByUnit; nil where nobody owns it
	Theme  *graph.Theme // ByTheme; nil for what serves none
	State  graph.Commitment
	Period *graph.Period // ByPeriod; nil for what lies outside of all, or names none
	Side   Side          // ByPeriod: where it lies outside
	Count  int
	Days   float64
	All    float64

	place int
}

// Side is where a date lies beside periods that stand in order of time.
type Side int8

// The sides.
const (
	Inside Side = iota
	Before
	Beyond
	Undated
)

// Portfolio lists the initiatives that are asked for.
func (b *Base) Portfolio(ask PortfolioAsk) *Portfolio {
	p := &Portfolio{Unit: b.standsFor(ask.Unit), Owner: b.standsFor(ask.Owner)}
	r := b.reader(ask, p)
	initiatives := b.initiatives()
	p.Lines = make([]PortfolioLine, 0, len(initiatives))
	for line, i := range initiatives {
		if r.keeps(int32(line), i) {
			p.Lines = append(p.Lines, r.line(int32(line), i))
		}
	}
	r.gather(p)
	r.sort(p)
	return p
}

// Page is the lines after the one of a cursor, at most so many, which of all the first of them is (from 1), and the
// cursor to go on with. A cursor that is not among the lines begins at the first.
func (p *Portfolio) Page(after graph.InitiativeID, most int) (lines []PortfolioLine, from int, next graph.InitiativeID) {
	at := 1 + slices.IndexFunc(p.Lines, func(l PortfolioLine) bool { return l.Initiative.ID == after })
	lines = p.Lines[at:min(at+most, len(p.Lines))]
	if at+len(lines) < len(p.Lines) {
		next = lines[len(lines)-1].Initiative.ID
	}
	return lines, at + 1, next
}

// Of is the lines of a group, by its place in Groups.
func (p *Portfolio) Of(group int) []PortfolioLine {
	from := 0
	for _, g := range p.Groups[:group] {
		from += g.Count
	}
	return p.Lines[from : from+p.Groups[group].Count]
}

// GroupOf is the place in Groups of the group a line stands in.
func (p *Portfolio) GroupOf(l PortfolioLine) int { return l.group }

// standsFor is the unit, or the nearest above whose figures are not hidden; nil for none.
func (b *Base) standsFor(u graph.UnitID) *graph.Unit {
	for u != "" && b.hides(u) && b.Tree.Parent(u) != "" {
		u = b.Tree.Parent(u)
	}
	return b.Picture.Unit(u)
}

// initiatives is every initiative by id.
func (b *Base) initiatives() []*graph.Initiative {
	if b.Basis != nil {
		return b.Basis.Lines.Initiatives
	}
	return slices.Collect(graph.All[*graph.Initiative](b.Picture))
}

// portfolioReader reads the lines of one question.
type portfolioReader struct {
	*Base
	ask     PortfolioAsk
	counted map[graph.UnitID]bool // nil counts all units
	owners  map[graph.UnitID]bool // nil takes any owner
	days    []float64             // by line, of the units counted; nil where all are
	column  int32                 // of the theme asked for; −1 for none
	words   []string
	in      graph.Span
	hold    *bearings
	seen    map[string]int // groups by key
	shown   *graph.Shown
	places  map[graph.UnitID]int // of the units in the tree
	slots   Slots
}

func (b *Base) reader(ask PortfolioAsk, p *Portfolio) *portfolioReader {
	r := &portfolioReader{Base: b, ask: ask, column: -1, words: strings.Fields(strings.ToLower(ask.Text)), slots: b.Horizons()}
	r.hold = b.bearings()
	if p.Unit != nil {
		r.counted = b.shownUnder(p.Unit.ID)
		r.count()
	}
	if p.Owner != nil {
		r.owners = b.below(p.Owner.ID)
	}
	if t := b.Place(ask.Theme); t > 0 {
		r.column = int32(t - 1)
	}
	if q := b.Picture.Period(ask.In); q != nil {
		r.in = q.Span()
	}
	return r
}

// below is the unit with all below it.
func (b *Base) below(u graph.UnitID) map[graph.UnitID]bool {
	out := map[graph.UnitID]bool{u: true}
	for _, c := range b.Tree.Below(u) {
		out[c] = true
	}
	return out
}

// shownUnder is the units whose figures are shown at the unit or below it.
func (b *Base) shownUnder(u graph.UnitID) map[graph.UnitID]bool {
	if b.Basis == nil {
		return b.below(u)
	}
	out := make(map[graph.UnitID]bool)
	for _, c := range b.Basis.Tree.Below(u) {
		if b.Basis.Shown.Under(c, u) {
			out[c] = true
		}
	}
	return out
}

// count adds up the days in the period of the units that are counted.
func (r *portfolioReader) count() {
	if r.Basis == nil {
		return
	}
	r.days = make([]float64, len(r.Basis.Lines.Initiatives))
	for n := range r.Basis.Plan {
		if x := &r.Basis.Plan[n]; r.counted[x.Unit] {
			r.days[x.Line] += x.Days
		}
	}
}

// keeps reports whether the initiative is asked for.
func (r *portfolioReader) keeps(line int32, i *graph.Initiative) bool {
	return r.keepsState(i.State) && (r.owners == nil || r.owners[i.Owner]) && (r.counted == nil || r.counted[i.Owner] || r.takesPart(i)) &&
		r.keepsTheme(line) && r.keepsTime(i) && r.keepsText(i)
}

func (r *portfolioReader) keepsState(c graph.Commitment) bool {
	return r.ask.State == "" || r.ask.State == c || r.ask.State == GoingOn && !c.Ended()
}

func (r *portfolioReader) takesPart(i *graph.Initiative) bool {
	return slices.ContainsFunc(i.Participants, func(p graph.Participation) bool { return r.counted[p.Unit] })
}

func (r *portfolioReader) keepsTheme(line int32) bool {
	switch {
	case r.ask.Theme == "":
		return true
	case r.Basis == nil:
		return false
	case r.ask.Theme == NoLine:
		return r.Basis.Lines.Linked(line) < 1e-9
	}
	columns, shares := r.Basis.Lines.Columns(line)
	n := slices.Index(columns, r.column)
	return n >= 0 && shares[n] > 0
}

func (r *portfolioReader) keepsTime(i *graph.Initiative) bool {
	if r.ask.Across != (graph.Span{}) && !r.falls(i, r.ask.Across) {
		return false
	}
	switch r.ask.In {
	case "":
		return true
	case NoPeriod:
		return r.Calendar.LastDay(i) == 0
	}
	return r.falls(i, r.in)
}

// falls reports whether a period that the initiative names, or its steps or units do, shares days with the span.
func (r *portfolioReader) falls(i *graph.Initiative, in graph.Span) bool {
	touches := func(id graph.PeriodID) bool {
		q := r.Calendar.Period(id)
		if q == nil {
			return false
		}
		_, both := q.Span().Common(in)
		return both
	}
	return slices.ContainsFunc(i.Periods, touches) ||
		slices.ContainsFunc(i.Steps, func(s graph.Step) bool { return touches(s.Period) }) ||
		slices.ContainsFunc(i.Participants, func(p graph.Participation) bool { return touches(p.Period) })
}

func (r *portfolioReader) keepsText(i *graph.Initiative) bool {
	if len(r.words) == 0 {
		return true
	}
	text := strings.ToLower(i.Name + " " + i.Key + " " + string(i.ID))
	return !slices.ContainsFunc(r.words, func(w string) bool { return !strings.Contains(text, w) })
}

// line reads one initiative.
func (r *portfolioReader) line(line int32, i *graph.Initiative) PortfolioLine {
	l := PortfolioLine{Initiative: i}
	for n := range i.Participants {
		if p := &i.Participants[n]; r.counted == nil || r.counted[p.Unit] {
			l.All += float64(p.Days)
		}
	}
	if r.Basis != nil {
		l.Linked = r.Basis.Lines.Linked(line)
		l.Place = r.mainPlace(line)
		if r.days != nil {
			l.Days = r.days[line]
		} else {
			l.Days = r.Basis.PlannedOn(line)
		}
	}
	return l
}

// mainPlace is the place of the theme that the line serves most; 0 when it serves none.
func (b *Base) mainPlace(line int32) int {
	columns, shares := b.Basis.Lines.Columns(line)
	best, most := 0, 0.0
	for n, column := range columns {
		if int(column) != b.Basis.Lines.Sight.Unlinked() && shares[n] > most {
			best, most = int(column)+1, shares[n]
		}
	}
	return best
}
