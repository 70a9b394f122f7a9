package finding

import "throughline/graph"

// Planned is an initiative with its days in the period.
type Planned struct {
	*graph.Initiative
	Line int32   // its line of sight in the basis
	Days float64 // days of all its units that fall into the period
}

// Plan is the initiatives that concern the period, whatever their state: those with days in it, with a
// period or a step that touches it, and those that name no period at all and are still open.
type Plan struct {
	List []Planned // by id
	// Dated reports whether days are planned for anybody in the period. Where none are, initiatives
	// without days are no finding: days are simply not declared.
	Dated bool

	at     map[graph.InitiativeID]int
	byUnit map[graph.UnitID]float64
}

// Plan is the initiatives that concern the period.
func (p *Pass) Plan() *Plan { return Shared(p, readPlan) }

func readPlan(p *Pass) *Plan {
	b := p.Basis()
	days := make([]float64, len(b.Lines.Initiatives))
	plan := &Plan{at: make(map[graph.InitiativeID]int, len(days)), byUnit: make(map[graph.UnitID]float64)}
	for _, d := range b.Plan {
		days[d.Line] += d.Days
		if b.Lines.Initiatives[d.Line].State.Planned() {
			plan.byUnit[d.Unit] += d.Days
		}
	}
	for line, i := range b.Lines.Initiatives {
		if days[line] > 0 || touches(b.Calendar, i, p.Period.Span()) {
			plan.at[i.ID] = len(plan.List)
			plan.List = append(plan.List, Planned{i, int32(line), days[line]})
			plan.Dated = plan.Dated || days[line] > 0
		}
	}
	return plan
}

// touches reports whether the initiative is for days of the span, or for no days in particular and open.
func touches(c *graph.Calendar, i *graph.Initiative, in graph.Span) bool {
	named := false
	touch := func(id graph.PeriodID) bool {
		q := c.Period(id)
		if q == nil {
			return false
		}
		named = true
		_, both := q.Span().Common(in)
		return both
	}
	for _, id := range i.Periods {
		if touch(id) {
			return true
		}
	}
	for n := range i.Steps {
		if touch(i.Steps[n].Period) {
			return true
		}
	}
	for n := range i.Participants {
		if touch(i.Participants[n].Period) {
			return true
		}
	}
	return !named && i.State != graph.Done && i.State != graph.Stopped
}

// Has reports whether the initiative concerns the period.
func (l *Plan) Has(id graph.InitiativeID) bool { _, ok := l.at[id]; return ok }

// Days is the initiative's days in the period, 0 when it does not concern it.
func (l *Plan) Days(id graph.InitiativeID) float64 {
	if at, ok := l.at[id]; ok {
		return l.List[at].Days
	}
	return 0
}

// OfUnit is the unit's days in the period on initiatives that are committed, started or done.
func (l *Plan) OfUnit(u graph.UnitID) float64 { return l.byUnit[u] }

// DaysToCome is the days planned on the initiative in what is left of the period, by all its units.
func (p *Pass) DaysToCome(id graph.InitiativeID) float64 { return p.DaysToComeOf(id, "") }

// DaysToComeOf is DaysToCome for one unit, or for all of them for "".
func (p *Pass) DaysToComeOf(id graph.InitiativeID, unit graph.UnitID) float64 {
	i := p.Now.Initiative(id)
	span, ok := p.ToCome()
	if i == nil || !ok {
		return 0
	}
	var sum float64
	for u, d := range p.Calendar().PlannedDays(i, span) {
		if unit == "" || u == unit {
			sum += d
		}
	}
	return sum
}

// Waiting reports whether the initiative is firm and still to be done in the period: committed or
// started, and part of its plan.
func (p *Pass) Waiting(id graph.InitiativeID) bool {
	i := p.Now.Initiative(id)
	return i != nil && (i.State == graph.Committed || i.State == graph.Started) && p.Plan().Has(id)
}
