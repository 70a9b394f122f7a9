package graph

import (
	"cmp"
	"slices"
)

// Agenda is the plan of a period.
type Agenda struct {
	// Plan is the days in the period of every initiative in every state, by initiative.
	Plan []Planned
	// Plans is the same by unit, for the units that have any.
	Plans []UnitPlan
	// Undated is how many planned initiatives have days that fall into no period at all.
	Undated int

	start   []int32    // the plan of line n begins at start[n]
	planned []float64  // the days of each line
	place   []Standing // by line
	plan    map[UnitID]int32
}

// Planned is the days of one unit on one initiative in the period.
type Planned struct {
	Unit UnitID
	Room int32 // the unit's place among the rooms, −1 without capacity
	Line int32
	Days float64
}

// Standing is how an initiative stands to the period of a basis.
type Standing uint8

// The parts of a Standing.
const (
	// Concerns: it has days in the period, or a period, a step or a participant's period touches it, or
	// it names no period at all and is still open.
	Concerns Standing = 1 << iota
	// Current: it has days in the period, or its periods touch it, or else its steps' where it has none,
	// or it names neither and no unit takes part in it.
	Current
	// Undated: it is planned, and has days that fall into no period at all.
	Undated
)

// Stands reports whether the line's initiative stands to the period in any of the ways.
func (a *Agenda) Stands(line int32, s Standing) bool { return a.place[line]&s != 0 }

// PlannedOn is the days of a line in the period, those of all units and whatever its state.
func (a *Agenda) PlannedOn(line int32) float64 { return a.planned[line] }

// UnitPlan is the plan of one unit in the period.
type UnitPlan struct {
	Unit   UnitID
	Firm   float64    // days on initiatives that are committed, started or done
	Likely float64    // days on likely ones
	Parts  []PlanPart // of Firm, by initiative; one may stand more than once
	// ByTheme is Firm by the columns of the sight.
	ByTheme []float64
}

// PlanPart is days of a unit on one initiative.
type PlanPart struct {
	Line int32
	Days float64
}

// PlanOf is the plan of a unit; ok is false when it has no days on any initiative.
func (a *Agenda) PlanOf(u UnitID) (plan *UnitPlan, ok bool) {
	n, ok := a.plan[u]
	if !ok {
		return nil, false
	}
	return &a.Plans[n], true
}

// readAgenda reads the plan, and takes what is the same from before.
func (b *Basis) readAgenda(n *news) {
	if n.prev != nil && !sameRooms(n.prev.Rooms, b.Rooms) {
		n = &news{}
	}
	if n.prev != nil && n.moved.none() {
		b.Agenda = n.prev.Agenda
		return
	}
	b.Agenda = new(Agenda)
	switch {
	case n.prev == nil || n.moved.was != nil || n.moved.turned() || !b.samePlan(n):
		b.readPlan(n)
		b.readPlans(n)
	case b.Lines.sameShares(n.prev.Lines):
		b.Agenda = n.prev.Agenda
	default: // other initiatives are firm, or they serve something else
		*b.Agenda = *n.prev.Agenda
		b.readPlans(n)
	}
}

// samePlan reports whether the fresh lines have the days that they had and stand as they stood.
func (b *Basis) samePlan(n *news) bool {
	var plan []Planned
	for _, line := range n.moved.fresh {
		var standing Standing
		plan, _, standing = b.layOut(line, plan[:0])
		was := n.prev.Plan[n.prev.start[line]:n.prev.start[line+1]]
		if standing != n.prev.place[line] || !slices.Equal(plan, was) {
			return false
		}
	}
	return true
}

// readPlan lays out the days of each initiative, and takes those of lines that are not fresh from before.
func (b *Basis) readPlan(n *news) {
	lines := int32(len(b.Lines.Initiatives))
	room := 2 * int(lines)
	if n.prev != nil {
		room = len(n.prev.Plan) + len(n.prev.Plan)/64 + 16
	}
	b.Plan = make([]Planned, 0, room)
	b.start = make([]int32, 1, lines+1)
	b.planned, b.place = make([]float64, lines), make([]Standing, lines)
	next := int32(0)
	for line := int32(0); line < lines; line = next {
		next = line + 1
		if n.prev == nil || n.moved.isFresh(line) {
			b.Plan, b.planned[line], b.place[line] = b.layOut(line, b.Plan)
			b.start = append(b.start, int32(len(b.Plan)))
			continue
		}
		was := n.moved.before(line)
		for next < lines && n.moved.before(next) == was+next-line && !n.moved.isFresh(next) {
			next++
		}
		b.takePlan(n.prev, was, line, next)
	}
	for _, s := range b.place {
		if s&Undated != 0 {
			b.Undated++
		}
	}
}

// layOut adds the plan of one line to a list, and tells the days of it and how it stands.
func (b *Basis) layOut(line int32, list []Planned) (plan []Planned, days float64, standing Standing) {
	i := b.Lines.Initiatives[line]
	for u, x := range b.Calendar.PlannedDays(i, b.Period.Span()) {
		room, ok := b.room[u]
		if !ok {
			room = -1
		}
		list = append(list, Planned{u, room, line, x})
		days += x
	}
	return list, days, b.standing(i, days)
}

func (b *Basis) standing(i *Initiative, days float64) (s Standing) {
	in := b.Period.Span()
	if days > 0 || b.Calendar.concerns(i, in) {
		s |= Concerns
	}
	if days > 0 || b.Calendar.current(i, in) {
		s |= Current
	}
	if i.State.Planned() && b.Calendar.undated(i) {
		s |= Undated
	}
	return s
}

// takePlan takes the plan of the lines from one up to another from an earlier basis, where the first was
// another line.
func (b *Basis) takePlan(prev *Basis, was, line, next int32) {
	from, to := prev.start[was], prev.start[was+next-line]
	moved := int32(len(b.Plan)) - from
	for _, at := range prev.start[was+1 : was+next-line+1] {
		b.start = append(b.start, at+moved)
	}
	first := len(b.Plan)
	b.Plan = append(b.Plan, prev.Plan[from:to]...)
	if was != line {
		for k := first; k < len(b.Plan); k++ {
			b.Plan[k].Line += line - was
		}
	}
	copy(b.planned[line:next], prev.planned[was:])
	copy(b.place[line:next], prev.place[was:])
}

// readPlans adds the plan up by unit; a unit none of whose lines is fresh is taken from before.
func (b *Basis) readPlans(n *news) {
	switch {
	case n.prev == nil || n.moved.was != nil || n.moved.turned():
		b.Plans = b.unitPlans(nil)
	default:
		stale := make(map[UnitID]bool)
		for _, line := range n.moved.fresh {
			for _, o := range []*Basis{n.prev, b} {
				for _, p := range o.Plan[o.start[line]:o.start[line+1]] {
					stale[p.Unit] = true
				}
			}
		}
		b.Plans = b.unitPlans(stale)
		for k := range n.prev.Plans {
			if p := &n.prev.Plans[k]; !stale[p.Unit] {
				b.Plans = append(b.Plans, *p)
			}
		}
	}
	slices.SortFunc(b.Plans, func(x, y UnitPlan) int { return cmp.Compare(x.Unit, y.Unit) })
	b.plan = make(map[UnitID]int32, len(b.Plans))
	for k := range b.Plans {
		b.plan[b.Plans[k].Unit] = int32(k)
	}
}

// unitPlans adds up the plan of the units asked for, nil for all of them.
func (b *Basis) unitPlans(only map[UnitID]bool) []UnitPlan {
	g := planGathering{basis: b, only: only, byRoom: make([]int32, len(b.Rooms)), roomless: make(map[UnitID]int32)}
	for k := range b.Plan {
		g.count(&b.Plan[k])
	}
	for k := range b.Plan {
		g.take(&b.Plan[k])
	}
	m := NewMix(b.Lines.Sight.Width())
	for k := range g.plans {
		p := &g.plans[k]
		m.Reset()
		for _, part := range p.Parts {
			m.AddLine(b.Lines, part.Line, part.Days)
		}
		p.ByTheme = m.Row()
	}
	return g.plans
}

// planGathering deals the days of a plan to its units.
type planGathering struct {
	basis    *Basis
	only     map[UnitID]bool  // nil for all
	byRoom   []int32          // the place of a unit with room among the plans, from 1; 0 has none yet
	roomless map[UnitID]int32 // the same for the others
	plans    []UnitPlan
	parts    []int // by place: how many there will be
}

// at is the place of the unit among the plans; ok is false when it is not asked for.
func (g *planGathering) at(p *Planned) (n int32, ok bool) {
	if p.Room >= 0 {
		n = g.byRoom[p.Room]
	} else {
		n = g.roomless[p.Unit]
	}
	if n > 0 {
		return n - 1, true
	}
	if g.only != nil && !g.only[p.Unit] {
		return 0, false
	}
	g.plans, g.parts = append(g.plans, UnitPlan{Unit: p.Unit}), append(g.parts, 0)
	n = int32(len(g.plans))
	if p.Room >= 0 {
		g.byRoom[p.Room] = n
	} else {
		g.roomless[p.Unit] = n
	}
	return n - 1, true
}

func (g *planGathering) count(p *Planned) {
	if n, ok := g.at(p); ok && g.basis.Lines.Is(p.Line, IsPlanned) {
		g.parts[n]++
	}
}

func (g *planGathering) take(p *Planned) {
	n, ok := g.at(p)
	if !ok {
		return
	}
	u := &g.plans[n]
	switch {
	case g.basis.Lines.Is(p.Line, IsPlanned):
		if u.Parts == nil {
			u.Parts = make([]PlanPart, 0, g.parts[n])
		}
		u.Firm += p.Days
		u.Parts = append(u.Parts, PlanPart{p.Line, p.Days})
	case g.basis.Lines.Is(p.Line, IsDemand):
		u.Likely += p.Days
	}
}
