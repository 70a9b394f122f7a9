package overview

import (
	"cmp"
	"slices"

	"throughline/graph"
)

// mostTraced is how many initiatives have a bar of their own on the map; the others of one theme share
// one.
const mostTraced = 24

// tracer adds loads up into a line of sight, one initiative after the other.
type tracer struct {
	b      *Base
	out    *Sight
	keep   func(Load, part) bool
	pin    graph.InitiativeID            // keeps its bar whatever its days
	stands map[graph.UnitID]graph.UnitID // for a unit, the one that stands for it
	themes []float64                     // days by place; 0 is what serves none

	outcomes []SightOutcome
	outcome  map[graph.OutcomeID]int32
	between  [][]float64 // days by outcome and place of the theme
	units    []SightUnit
	unit     map[graph.UnitID]int32
	strands  []strand
}

// strand is days between an initiative and what stands beside it. It is kept small: there may be many.
type strand struct {
	line  int32 // of the initiative
	other int32 // the unit, or the outcome; none and direct as below
	place int32 // of the theme
	up    bool  // towards the strategy: other is an outcome
	days  float64
}

// The ends of a strand that are no outcome.
const (
	noOutcome int32 = -1 // what serves no theme
	direct    int32 = -2 // the theme itself
)

func newTracer(b *Base, out *Sight, pin graph.InitiativeID, keep func(Load, part) bool) *tracer {
	return &tracer{
		b: b, out: out, keep: keep, pin: pin, stands: b.stand(), themes: make([]float64, len(b.Themes())+1),
		outcome: make(map[graph.OutcomeID]int32), unit: make(map[graph.UnitID]int32),
	}
}

// follow adds all loads.
func (t *tracer) follow(loads []Load) {
	lines := int(t.b.Basis.Lines.Unlinked()) + 1
	start := make([]int32, lines+1)
	for _, l := range loads {
		start[l.line+1]++
	}
	for n := range lines {
		start[n+1] += start[n]
	}
	byLine, next := make([]Load, len(loads)), slices.Clone(start)
	for _, l := range loads {
		byLine[next[l.line]] = l
		next[l.line]++
	}
	for n := range lines {
		if start[n] < start[n+1] {
			t.initiative(byLine[start[n]:start[n+1]])
		}
	}
	t.finish()
}

// initiative adds the loads of one initiative.
func (t *tracer) initiative(loads []Load) {
	i := SightInitiative{Initiative: loads[0].Initiative, line: loads[0].line}
	for _, n := range t.b.parts(i.Initiative) {
		t.part(&i, n, loads)
	}
	if i.Days == 0 {
		return
	}
	if i.Initiative != nil {
		i.Place = t.b.MainPlace(i.Initiative)
	}
	slices.SortFunc(i.Units, func(a, b UnitDays) int {
		return cmp.Or(cmp.Compare(b.Days, a.Days), cmp.Compare(a.Unit.ID, b.Unit.ID))
	})
	t.out.Initiatives = append(t.out.Initiatives, i)
}

// part adds one part of an initiative over all its loads.
func (t *tracer) part(i *SightInitiative, n part, loads []Load) {
	days := 0.0
	for _, l := range loads {
		if !t.keep(l, n) {
			continue
		}
		x := l.Days * n.share
		days += x
		u := t.unitAt(t.stands[l.Unit])
		t.units[u].Days += x
		if n.place > 0 {
			t.units[u].Linked += x
		}
		i.add(t.units[u].Unit, x)
		t.strands = append(t.strands, strand{line: l.line, other: u, place: int32(n.place), days: x})
	}
	if days == 0 {
		return
	}
	i.Days += days
	if n.place == 0 {
		i.Unlinked += days
	}
	t.themes[n.place] += days
	up := strand{line: i.line, other: noOutcome, place: int32(n.place), up: true, days: days}
	switch {
	case n.outcome != "":
		up.other = t.outcomeAt(n.outcome)
		t.outcomes[up.other].Days += days
		t.between[up.other][n.place] += days
	case n.place > 0:
		up.other = direct
	}
	t.strands = append(t.strands, up)
}

// add gives the initiative days of a unit.
func (i *SightInitiative) add(u *graph.Unit, days float64) {
	for n := range i.Units {
		if i.Units[n].Unit == u {
			i.Units[n].Days += days
			return
		}
	}
	i.Units = append(i.Units, UnitDays{u, days})
}

func (t *tracer) unitAt(stand graph.UnitID) int32 {
	n, ok := t.unit[stand]
	if !ok {
		n = int32(len(t.units))
		t.unit[stand] = n
		t.units = append(t.units, SightUnit{Unit: t.b.unitAt(stand)})
	}
	return n
}

func (t *tracer) outcomeAt(id graph.OutcomeID) int32 {
	n, ok := t.outcome[id]
	if !ok {
		o := t.b.Picture.Outcome(id)
		n = int32(len(t.outcomes))
		t.outcome[id] = n
		t.outcomes = append(t.outcomes, SightOutcome{Outcome: o, Place: t.b.Place(o.PrimaryTheme())})
		t.between = append(t.between, make([]float64, len(t.themes)))
	}
	return n
}

// finish puts the sums in order.
func (t *tracer) finish() {
	slices.SortFunc(t.out.Initiatives, func(a, b SightInitiative) int {
		return cmp.Or(cmp.Compare(b.Days, a.Days), cmp.Compare(a.id(), b.id()))
	})
	t.finishThemes()
	t.braid(t.bars())
	t.out.Outcomes = slices.Clone(t.outcomes)
	slices.SortFunc(t.out.Outcomes, func(a, b SightOutcome) int {
		return cmp.Or(cmp.Compare(a.Place, b.Place), cmp.Compare(b.Days, a.Days), cmp.Compare(a.Outcome.ID, b.Outcome.ID))
	})
	t.finishUnits()
}

// bars is the bar of each line: that of its initiative, or that which the rest of its theme shares.
func (t *tracer) bars() map[int32]graph.Ref {
	bars := make(map[int32]graph.Ref, len(t.out.Initiatives))
	rest := make([]Rest, len(t.themes))
	for n, i := range t.out.Initiatives {
		if n < mostTraced || i.id() == t.pin && t.pin != "" {
			bars[i.line] = i.id().Ref()
			t.out.Traced = append(t.out.Traced, n)
			continue
		}
		r := &rest[i.Place]
		r.Ref, r.Place = restRef(i.Place), i.Place
		r.Count, r.Days = r.Count+1, r.Days+i.Days
		bars[i.line] = r.Ref
	}
	for _, r := range rest {
		if r.Count > 0 {
			t.out.Rest = append(t.out.Rest, r)
		}
	}
	return bars
}

// braid turns strands into flows between bars.
func (t *tracer) braid(bars map[int32]graph.Ref) {
	at := make(map[Flow]int)
	add := func(from, to graph.Ref, place int, days float64) {
		key := Flow{From: from, To: to, Place: place}
		n, ok := at[key]
		if !ok {
			n = len(t.out.Flows)
			at[key] = n
			t.out.Flows = append(t.out.Flows, key)
		}
		t.out.Flows[n].Days += days
	}
	for _, s := range t.strands {
		bar := bars[s.line]
		switch {
		case !s.up:
			add(bar, t.units[s.other].Unit.ID.Ref(), int(s.place), s.days)
		case s.other == direct:
			add(t.b.Themes()[s.place-1].ID.Ref(), bar, int(s.place), s.days)
		case s.other == noOutcome:
			add(graph.Ref{Kind: graph.KindOutcome}, bar, int(s.place), s.days)
		default:
			add(t.outcomes[s.other].Outcome.ID.Ref(), bar, int(s.place), s.days)
		}
	}
}

// finishThemes lists the themes and the flows from them.
func (t *tracer) finishThemes() {
	stated, _ := t.b.Cells.Emphasis("stated", "")
	for n, theme := range t.b.Themes() {
		row := SightTheme{Theme: theme, Place: n + 1, Days: t.themes[n+1]}
		if len(stated) > 0 {
			row.Asked = stated[n].Days
		}
		t.out.Linked += row.Days
		t.out.Themes = append(t.out.Themes, row)
		for o := range t.outcomes {
			if days := t.between[o][n+1]; days > 0 {
				t.out.Flows = append(t.out.Flows, Flow{theme.Ref(), t.outcomes[o].Outcome.Ref(), n + 1, days})
			}
		}
	}
	if none := t.themes[0]; none > 0 {
		t.out.Themes = append(t.out.Themes, SightTheme{Days: none})
		t.out.Flows = append(t.out.Flows, Flow{graph.Ref{Kind: graph.KindTheme}, graph.Ref{Kind: graph.KindOutcome}, 0, none})
	}
	for _, days := range t.themes {
		t.out.Days += days
	}
}

// finishUnits puts the units that stand side by side first.
func (t *tracer) finishUnits() {
	side := make(map[graph.UnitID]int, len(t.b.Units))
	for n, u := range t.b.Units {
		side[u.Unit.ID] = n + 1
	}
	place := func(u SightUnit) int {
		if n := side[u.Unit.ID]; n > 0 {
			return n
		}
		return len(side) + 1
	}
	for _, u := range t.units {
		if u.Days > 0 {
			t.out.Units = append(t.out.Units, u)
		}
	}
	slices.SortFunc(t.out.Units, func(a, b SightUnit) int {
		return cmp.Or(cmp.Compare(place(a), place(b)), cmp.Compare(a.Unit.ID, b.Unit.ID))
	})
}

func (i SightInitiative) id() graph.InitiativeID {
	if i.Initiative == nil {
		return ""
	}
	return i.Initiative.ID
}
