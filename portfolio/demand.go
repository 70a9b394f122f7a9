package portfolio

import (
	"cmp"
	"slices"

	"throughline/graph"
	"throughline/measure"
	"throughline/stat"
)

// Demand is what likely, committed and started initiatives ask of each unit in each period.
type Demand struct {
	picture *graph.Snapshot
	Periods []*graph.Period
	Units   []UnitDemand // by unit, those with capacity or demand
	// All is the sum of the units that declared capacity, by period.
	All []Load
}

// UnitDemand is one unit in each period.
type UnitDemand struct {
	Unit  graph.UnitID
	Loads []Load
}

// Load is the demand on a unit in a period against its room.
type Load struct {
	Days float64 // participating days of likely, committed and started initiatives
	Room float64 // capacity without carve-outs; 0 with Undeclared
	// Undeclared says that the unit declared no capacity in the period.
	Undeclared bool
}

// Share is the demand as a share of the room; undefined without room.
func (l Load) Share() stat.Number {
	switch {
	case l.Undeclared:
		return stat.None("its capacity is not declared")
	case l.Room <= 0:
		return stat.None("its capacity is all set aside")
	}
	return stat.Of(l.Days / l.Room)
}

// DemandOn reads the demand in some periods. The capacity and plan of a unit with fewer than five people
// stand inside the unit above it.
func DemandOn(s *graph.Snapshot, periods []*graph.Period) *Demand {
	d := &Demand{picture: s, Periods: periods}
	tree, calendar := graph.TreeOf(s, 0), graph.CalendarOf(s)
	loads := loads{tree: tree, periods: len(periods), shown: make(map[graph.UnitID][]Load), of: make(map[graph.UnitID][]Load)}
	for n, p := range periods {
		for _, r := range graph.Rooms(s, p.Span()) {
			l := &loads.at(r.Unit)[n]
			l.Room, l.Undeclared = l.Room+r.Days-r.SetAside, false
		}
	}
	for i := range graph.All[*graph.Initiative](s) {
		if !i.State.Demand() {
			continue
		}
		for n, p := range periods {
			for u, days := range calendar.PlannedDays(i, p.Span()) {
				loads.at(u)[n].Days += days
			}
		}
	}
	d.sortUnits(loads.shown)
	return d
}

// loads is the loads while they are added up.
type loads struct {
	tree    *graph.Tree
	periods int
	shown   map[graph.UnitID][]Load // by the unit they are shown at
	of      map[graph.UnitID][]Load // by the unit they are of; the same slices
}

// at is the loads to which those of the unit are added.
func (l loads) at(u graph.UnitID) []Load {
	if have := l.of[u]; have != nil {
		return have
	}
	top := u
	for l.tree.Small(top) && l.tree.Parent(top) != "" {
		top = l.tree.Parent(top)
	}
	if l.shown[top] == nil {
		l.shown[top] = make([]Load, l.periods)
		for n := range l.periods {
			l.shown[top][n].Undeclared = true
		}
	}
	l.of[u] = l.shown[top]
	return l.of[u]
}

// sortUnits puts the units in order and sums them up.
func (d *Demand) sortUnits(loads map[graph.UnitID][]Load) {
	for u, l := range loads {
		d.Units = append(d.Units, UnitDemand{u, l})
	}
	slices.SortFunc(d.Units, func(a, b UnitDemand) int { return cmp.Compare(a.Unit, b.Unit) })
	d.All = make([]Load, len(d.Periods))
	for n := range d.Periods {
		d.All[n].Undeclared = true
		for _, u := range d.Units {
			if l := u.Loads[n]; !l.Undeclared {
				d.All[n].Days, d.All[n].Room, d.All[n].Undeclared = d.All[n].Days+l.Days, d.All[n].Room+l.Room, false
			}
		}
	}
}

// Result explains the load of one unit in one period of the demand, "" for all units together.
func (d *Demand) Result(u graph.UnitID, period graph.PeriodID) measure.Result {
	r := measure.Result{Method: &Demanded, Period: period, AsOf: d.picture.AsOf(), Position: d.picture.Position()}
	n := slices.IndexFunc(d.Periods, func(p *graph.Period) bool { return p.ID == period })
	load := Load{Undeclared: true}
	if u != "" {
		r.Subject = u.Ref()
	}
	if n >= 0 {
		if load = d.All[n]; u != "" {
			load = Load{Undeclared: true}
			if at, ok := slices.BinarySearchFunc(d.Units, u, func(x UnitDemand, id graph.UnitID) int { return cmp.Compare(x.Unit, id) }); ok {
				load = d.Units[at].Loads[n]
			}
		}
	}
	share := load.Share()
	r.Value, r.Reason = share.X, share.Why
	r.Numerator = measure.Term{Words: "days that likely, committed and started initiatives ask for", Value: load.Days, Unit: "days"}
	r.Denominator = measure.Term{Words: "days of capacity without carve-outs", Value: load.Room, Unit: "days"}
	if share.OK {
		r.Coverage = 1
	}
	if n >= 0 && u != "" {
		d.explain(&r, u, d.Periods[n])
	}
	return r
}

// explain lists the initiatives that ask for the days, most first.
func (d *Demand) explain(r *measure.Result, u graph.UnitID, period *graph.Period) {
	calendar := graph.CalendarOf(d.picture)
	for i := range graph.Referrers[*graph.Initiative](d.picture, u.Ref()) {
		if !i.State.Demand() {
			continue
		}
		var days stat.Accumulator
		for unit, x := range calendar.PlannedDays(i, period.Span()) {
			if unit == u {
				days.Add(x)
			}
		}
		if days.Sum() > 0 {
			r.Rows = append(r.Rows, measure.Row{Label: i.Name, Record: i.Ref(), Value: days.Sum(), Unit: "days"})
			r.Evidence = append(r.Evidence, i.Ref())
		}
	}
	slices.SortStableFunc(r.Rows, func(a, b measure.Row) int { return cmp.Compare(b.Value, a.Value) })
	r.N, r.Total = len(r.Rows), r.Numerator.Value
	rows := make([]float64, len(r.Rows))
	for n, row := range r.Rows {
		rows[n] = row.Value
	}
	r.Adds = stat.Sum(rows) >= r.Total-1e-9
}
