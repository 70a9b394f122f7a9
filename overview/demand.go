package overview

import (
	"cmp"
	"slices"

	"throughline/graph"
	"throughline/portfolio"
	"throughline/stat"
)

// mostParts is how many parts of a period stand side by side.
const mostParts = 6

// Parts is the periods to compare demand and capacity in: those directly inside the period, in order of
// time, where there are two to six of one kind; else the period alone.
func (f Frame) Parts() []*graph.Period {
	if f.Period == nil {
		return nil
	}
	var inside []*graph.Period
	for p := range graph.All[*graph.Period](f.Picture) {
		if p.Parent == f.Period.ID && p.Span() != f.Period.Span() && p.Span().Inside(f.Period.Span()) {
			inside = append(inside, p)
		}
	}
	slices.SortFunc(inside, func(a, b *graph.Period) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.ID, b.ID)) })
	if len(inside) < 2 || len(inside) > mostParts {
		return []*graph.Period{f.Period}
	}
	return inside
}

// Demand is the demand on each unit against its room, the most asked-for unit first.
type Demand struct {
	*portfolio.Demand
	Rows []DemandRow // units that declared capacity or are asked for days
	Over int         // how many units are asked for more than they have in some part
}

// DemandRow is one unit with its loads, one for each part of the period.
type DemandRow struct {
	Unit  *graph.Unit
	Loads []portfolio.Load
	Peak  stat.Number // the highest share of its room that is asked for
}

// Demand is what is asked of the units in the parts of the period; ok is false when no unit declared
// capacity or nothing is asked.
func (b *Base) Demand() (out Demand, ok bool) { return b.DemandOver(b.Parts(), "") }

// DemandOver is what is asked in some periods of a unit and all below it, "" for all units.
func (b *Base) DemandOver(periods []*graph.Period, top graph.UnitID) (out Demand, ok bool) {
	if b = b.all(); b.Basis == nil || len(periods) == 0 {
		return out, false
	}
	out.Demand = portfolio.DemandOn(b.Basis, periods)
	for _, u := range out.Units {
		row := DemandRow{Unit: b.Picture.Unit(u.Unit), Loads: u.Loads}
		if row.Unit == nil || top != "" && !b.Tree.Under(u.Unit, top) {
			continue
		}
		asked := false
		for _, l := range u.Loads {
			asked = asked || l.Days > 0 || !l.Undeclared
			if s := l.Share(); s.OK && (!row.Peak.OK || s.X > row.Peak.X) {
				row.Peak = s
			}
		}
		ok = ok || row.Peak.OK
		if asked {
			out.Rows = append(out.Rows, row)
		}
		if row.Peak.OK && row.Peak.X > 1 {
			out.Over++
		}
	}
	slices.SortStableFunc(out.Rows, func(a, b DemandRow) int {
		return cmp.Or(boolOrder(a.Peak.OK, b.Peak.OK), cmp.Compare(b.Peak.X, a.Peak.X))
	})
	return out, ok
}

// Sum is what is asked of all rows that declared capacity, by period.
func (d Demand) Sum() []portfolio.Load {
	out := make([]portfolio.Load, len(d.Periods))
	for n := range out {
		out[n].Undeclared = true
		for _, r := range d.Rows {
			if l := r.Loads[n]; !l.Undeclared {
				out[n] = portfolio.Load{Days: out[n].Days + l.Days, Room: out[n].Room + l.Room}
			}
		}
	}
	return out
}
