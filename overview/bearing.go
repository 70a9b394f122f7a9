package overview

import (
	"cmp"
	"slices"
	"strings"

	"throughline/graph"
)

// Bearing is something that an initiative must keep to, or that comes due for it.
type Bearing struct {
	Kind       BearingKind
	Words      string     // as they were written
	Due        graph.Date // 0 for none
	Overdue    bool       // its day is past, and nothing says that it was looked at
	Record     graph.Ref  // that says so: the initiative itself, a constraint or a funding
	Initiative *graph.Initiative
	Constraint *graph.Constraint
	Funded     Funded
	ByUnit     bool // the constraint names a unit of the initiative, not the initiative
}

// Funded is what an initiative is funded with in one period: days, or money in one currency.
type Funded struct {
	Period   graph.PeriodID
	Days     float64
	Money    float64
	Currency string
}

// BearingKind is what bears on an initiative.
type BearingKind string

// The kinds, in the order in which they are told.
const (
	IsMandate    BearingKind = "mandate"
	IsConstraint BearingKind = "constraint"
	IsAssumption BearingKind = "assumption" // to be looked at
	IsKill       BearingKind = "kill"       // a criterion that ends it, to be looked at
	IsFunding    BearingKind = "funding"
)

// bearings is what bears on the initiatives of a picture, read once.
type bearings struct {
	*Base
	byInitiative map[graph.InitiativeID][]*graph.Constraint
	byUnit       map[graph.UnitID][]*graph.Constraint // with those on the units above
	byUnits      map[string][]*graph.Constraint       // on units together, as far as they were asked for
	funding      map[graph.InitiativeID][]*graph.Funding
}

func (b *Base) bearings() *bearings {
	out := &bearings{
		Base: b, byInitiative: make(map[graph.InitiativeID][]*graph.Constraint),
		byUnit: make(map[graph.UnitID][]*graph.Constraint), byUnits: make(map[string][]*graph.Constraint), funding: make(map[graph.InitiativeID][]*graph.Funding),
	}
	for c := range graph.All[*graph.Constraint](b.Picture) {
		if c.Until != 0 && c.Until < b.Today() {
			continue
		}
		for _, i := range c.Initiatives {
			out.byInitiative[i] = with(out.byInitiative[i], c)
		}
		for _, top := range c.Units {
			for u := range b.below(top) {
				out.byUnit[u] = with(out.byUnit[u], c) // it may name the unit and one above it
			}
		}
	}
	for f := range graph.All[*graph.Funding](b.Picture) {
		if f.Initiative != "" && b.inPeriod(f.Period) {
			out.funding[f.Initiative] = append(out.funding[f.Initiative], f)
		}
	}
	return out
}

// with is a list with a constraint that comes after all others by id, once.
func with(list []*graph.Constraint, c *graph.Constraint) []*graph.Constraint {
	if n := len(list); n > 0 && list[n-1] == c {
		return list
	}
	return append(list, c)
}

// inPeriod reports whether a period shares days with the one looked at; any does where there is none.
func (b *Base) inPeriod(id graph.PeriodID) bool {
	p := b.Calendar.Period(id)
	if b.Period == nil || p == nil {
		return true
	}
	_, both := p.Span().Common(b.Period.Span())
	return both
}

// Bearings is what bears on an initiative: its mandate and the funding it has in the period; as long as it goes on also
// its assumptions and kill criteria that are still to be looked at, and the constraints that name it or its units.
func (b *Base) Bearings(i *graph.Initiative) []Bearing { return b.bearings().on(i) }

// BearingsOn is Bearings of several initiatives.
func (b *Base) BearingsOn(lines []PortfolioLine) [][]Bearing {
	all, out := b.bearings(), make([][]Bearing, len(lines))
	for n, l := range lines {
		out[n] = all.on(l.Initiative)
	}
	return out
}

func (b *bearings) on(i *graph.Initiative) []Bearing {
	out := b.asked(i)
	if !i.State.Ended() {
		for _, c := range b.constraints(i) {
			out = append(out, b.limit(i, c))
		}
	}
	return append(out, b.funds(i)...)
}

// own is what bears on the initiative itself and not on its units; its funding is left out.
func (b *bearings) own(i *graph.Initiative) []Bearing {
	out := b.asked(i)
	if !i.State.Ended() {
		for _, c := range b.byInitiative[i.ID] {
			out = append(out, b.limit(i, c))
		}
	}
	return out
}

// asked is the mandate of an initiative, and as long as it goes on what is still to be looked at.
func (b *bearings) asked(i *graph.Initiative) []Bearing {
	var out []Bearing
	if m := i.Mandate; m != (graph.Mandate{}) {
		out = append(out, Bearing{Kind: IsMandate, Words: cmp.Or(m.Words, m.Source), Due: m.Due, Overdue: b.past(i, m.Due), Record: i.Ref(), Initiative: i})
	}
	if !i.State.Ended() {
		out = append(out, b.reviews(i)...)
	}
	return out
}

// limit is what a constraint is to an initiative that it bears on.
func (b *bearings) limit(i *graph.Initiative, c *graph.Constraint) Bearing {
	return Bearing{Kind: IsConstraint, Words: c.Statement, Due: c.Due, Overdue: b.past(i, c.Due), Record: c.Ref(), Initiative: i, Constraint: c, ByUnit: !b.names(c, i)}
}

// names reports whether the constraint names the initiative itself.
func (b *bearings) names(c *graph.Constraint, i *graph.Initiative) bool {
	_, named := slices.BinarySearchFunc(b.byInitiative[i.ID], c, byID)
	return named
}

func byID(a, b *graph.Constraint) int { return cmp.Compare(a.ID, b.ID) }

// funds is the funding of an initiative, what is of one period and one currency together.
func (b *bearings) funds(i *graph.Initiative) []Bearing {
	var out []Bearing
	for _, f := range b.funding[i.ID] {
		n := slices.IndexFunc(out, func(x Bearing) bool {
			return x.Funded.Period == f.Period && x.Funded.Currency == f.Currency && (x.Funded.Days > 0) == (f.Days > 0)
		})
		if n < 0 {
			n, out = len(out), append(out, Bearing{Kind: IsFunding, Words: f.Source, Record: f.Ref(), Initiative: i, Funded: Funded{Period: f.Period, Currency: f.Currency}})
		}
		x := &out[n].Funded
		x.Days, x.Money = x.Days+float64(f.Days), x.Money+f.Money
	}
	return out
}

// past reports whether a day that the initiative had to keep is over and it has not ended.
func (b *bearings) past(i *graph.Initiative, day graph.Date) bool {
	return day != 0 && day < b.Today() && !i.State.Ended()
}

// constraints is those that name the initiative, its owner or a unit that takes part, by id.
func (b *bearings) constraints(i *graph.Initiative) []*graph.Constraint {
	named := b.byInitiative[i.ID]
	_, onUnits := b.onUnits(i)
	if len(named) == 0 {
		return onUnits
	}
	return merged(named, onUnits)
}

// onUnits is the constraints on the owner of an initiative and on the units that take part, by id, and the key under which they
// are remembered: many initiatives are of the same units.
func (b *bearings) onUnits(i *graph.Initiative) (key string, out []*graph.Constraint) {
	if len(b.byUnit) == 0 {
		return "", nil
	}
	units := append([]graph.UnitID{i.Owner}, b.units(i)...)
	slices.Sort(units)
	units = slices.Compact(units)
	key = unitsKey(units)
	out, known := b.byUnits[key]
	if !known {
		for _, u := range units {
			out = merged(out, b.byUnit[u])
		}
		b.byUnits[key] = out
	}
	return key, out
}

func unitsKey(units []graph.UnitID) string {
	var key strings.Builder
	for _, u := range units {
		key.WriteString(string(u))
		key.WriteByte('/') // no id has one
	}
	return key.String()
}

// merged is what stands in either list, each by id.
func merged(a, b []*graph.Constraint) []*graph.Constraint {
	out := make([]*graph.Constraint, 0, len(a)+len(b))
	out = append(append(out, a...), b...)
	slices.SortFunc(out, byID)
	return slices.Compact(out)
}

// reviews is the assumptions and kill criteria of an initiative that are still to be looked at.
func (b *bearings) reviews(i *graph.Initiative) []Bearing {
	var out []Bearing
	for _, list := range []struct {
		kind BearingKind
		of   []graph.Assumption
	}{{IsAssumption, i.Assumptions}, {IsKill, i.Kill}} {
		for _, a := range list.of {
			if !waits(a) {
				continue
			}
			out = append(out, Bearing{Kind: list.kind, Words: a.Words, Due: a.Review, Overdue: a.Review < b.Today(), Record: i.Ref(), Initiative: i})
		}
	}
	return out
}

// waits reports whether an assumption has a day of review and was not looked at for it.
func waits(a graph.Assumption) bool {
	switch {
	case a.Review == 0:
		return false
	case a.Reviewed != 0:
		return a.Reviewed < a.Review && a.Holds == ""
	}
	return a.Holds == ""
}

// count is how many things bear on an initiative.
func (b *bearings) count(i *graph.Initiative) int { return len(b.on(i)) }

// next is the first date that comes due for an initiative that goes on: of its mandate, its assumptions and its kill
// criteria, and of constraints that name it; 0 for none.
func (b *bearings) next(i *graph.Initiative) graph.Date {
	if i.State.Ended() {
		return 0
	}
	next := i.Mandate.Due
	take := func(d graph.Date) {
		if d != 0 && (next == 0 || d < next) {
			next = d
		}
	}
	for _, c := range b.byInitiative[i.ID] {
		take(c.Due)
	}
	for _, list := range [][]graph.Assumption{i.Assumptions, i.Kill} {
		for _, a := range list {
			if waits(a) {
				take(a.Review)
			}
		}
	}
	return next
}

// ComesDue is what comes due for the lines up to the last day of the period, and what is overdue: mandates, assumptions,
// kill criteria and the constraints that name an initiative, earliest first.
func (b *Base) ComesDue(lines []PortfolioLine) []Bearing {
	all := b.bearings()
	until := b.Today()
	if b.Period != nil {
		until = max(until, b.Period.End)
	}
	var out []Bearing
	for _, l := range lines {
		if l.Due == 0 || l.Due > until {
			continue
		}
		for _, x := range all.own(l.Initiative) {
			if x.Due != 0 && x.Due <= until {
				out = append(out, x)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Bearing) int {
		return cmp.Or(cmp.Compare(a.Due, b.Due), cmp.Compare(a.Initiative.ID, b.Initiative.ID))
	})
	return out
}

// Limit is a constraint on the plan, and how many of some initiatives it bears on.
type Limit struct {
	Constraint *graph.Constraint
	Count      int
	Whole      bool // it names neither a unit nor an initiative, and so bears on all
}

// Limits is the constraints in force, those that bear on most of the lines first.
func (b *Base) Limits(lines []PortfolioLine) []Limit {
	count := b.bearings().countOf(lines)
	var out []Limit
	for c := range graph.All[*graph.Constraint](b.Picture) {
		if c.Until != 0 && c.Until < b.Today() {
			continue
		}
		l := Limit{Constraint: c, Count: count[c], Whole: len(c.Units)+len(c.Initiatives) == 0}
		if l.Whole || l.Count > 0 {
			out = append(out, l)
		}
	}
	slices.SortStableFunc(out, func(a, b Limit) int { return cmp.Or(boolOrder(a.Whole, b.Whole), cmp.Compare(b.Count, a.Count)) })
	return out
}

// countOf is on how many of the lines that have not ended each constraint bears. Lines of the same units are counted together.
func (b *bearings) countOf(lines []PortfolioLine) map[*graph.Constraint]int {
	count, same := make(map[*graph.Constraint]int), make(map[string]int)
	for _, l := range lines {
		if l.Initiative.State.Ended() {
			continue
		}
		key, onUnits := b.onUnits(l.Initiative)
		same[key]++
		for _, c := range b.byInitiative[l.Initiative.ID] {
			if _, both := slices.BinarySearchFunc(onUnits, c, byID); !both {
				count[c]++
			}
		}
	}
	for key, n := range same {
		for _, c := range b.byUnits[key] {
			count[c] += n
		}
	}
	return count
}
