package portfolio

import (
	"cmp"
	"maps"
	"slices"

	"throughline/graph"
	"throughline/measure"
	"throughline/stat"
)

// Demand is what likely, committed and started initiatives ask of each unit in each period.
type Demand struct {
	basis   *graph.Basis
	shown   *graph.Shown // where the days of each unit are shown
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

// DemandOn reads the demand in some periods. The capacity and plan of a unit stand where its figures are shown; those
// of one that is shown nowhere are left out.
func DemandOn(b *graph.Basis, periods []*graph.Period) *Demand {
	d := &Demand{basis: b, Periods: periods}
	own := make(map[graph.UnitID][]Load)
	at := func(u graph.UnitID) []Load {
		if own[u] == nil {
			own[u] = undeclared(len(periods))
		}
		return own[u]
	}
	for n, p := range periods {
		for _, r := range graph.Rooms(b.Picture, p.Span()) {
			l := &at(r.Unit)[n]
			l.Room, l.Undeclared = l.Room+r.Days-r.SetAside, false
		}
	}
	for i := range graph.All[*graph.Initiative](b.Picture) {
		if !i.State.Demand() {
			continue
		}
		for n, p := range periods {
			for u, days := range b.Calendar.PlannedDays(i, p.Span()) {
				at(u)[n].Days += days
			}
		}
	}
	d.gather(own)
	return d
}

// undeclared is the loads of a unit of which nothing is known yet.
func undeclared(periods int) []Load {
	out := make([]Load, periods)
	for n := range out {
		out[n].Undeclared = true
	}
	return out
}

// groups says where the days are shown: inside the period of the basis as in all its figures, else by who has capacity
// in any of the periods.
func (d *Demand) groups(own map[graph.UnitID][]Load) *graph.Shown {
	if !slices.ContainsFunc(d.Periods, func(p *graph.Period) bool { return !p.Span().Inside(d.basis.Period.Span()) }) {
		return d.basis.Shown
	}
	return d.basis.Tree.Shown(func(u graph.UnitID) bool {
		return slices.ContainsFunc(own[u], func(l Load) bool { return l.Room > 0 })
	})
}

// gather puts the loads of every unit where they may be shown.
func (d *Demand) gather(own map[graph.UnitID][]Load) {
	d.shown = d.groups(own)
	shown := make(map[graph.UnitID][]Load, len(own))
	for _, u := range slices.Sorted(maps.Keys(own)) {
		at := d.shown.At(u)
		if at == "" {
			continue
		}
		if shown[at] == nil {
			shown[at] = undeclared(len(d.Periods))
		}
		for n, l := range own[u] {
			to := &shown[at][n]
			to.Days, to.Room, to.Undeclared = to.Days+l.Days, to.Room+l.Room, to.Undeclared && l.Undeclared
		}
	}
	d.sortUnits(shown)
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
	r := measure.Result{Method: &Demanded, Period: period, AsOf: d.basis.Picture.AsOf(), Position: d.basis.Picture.Position()}
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
	asks := make(map[*graph.Initiative]*stat.Accumulator)
	var list []*graph.Initiative
	for _, member := range d.shown.Together(u) {
		for i := range graph.Referrers[*graph.Initiative](d.basis.Picture, member.Ref()) {
			if i.State.Demand() && asks[i] == nil {
				asks[i], list = new(stat.Accumulator), append(list, i)
			}
		}
	}
	slices.SortFunc(list, func(a, b *graph.Initiative) int { return cmp.Compare(a.ID, b.ID) })
	for _, i := range list {
		for unit, x := range d.basis.Calendar.PlannedDays(i, period.Span()) {
			if d.shown.At(unit) == u {
				asks[i].Add(x)
			}
		}
		if days := asks[i].Sum(); days > 0 {
			r.Rows = append(r.Rows, measure.Row{Label: i.Name, Record: i.Ref(), Value: days, Unit: "days"})
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
