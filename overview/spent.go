package overview

import (
	"throughline/graph"
	"throughline/intent"
)

// Load is days of one unit on one initiative.
type Load struct {
	Unit       graph.UnitID
	Initiative *graph.Initiative // nil for work without one
	Days       float64
}

// worked is the days worked in the period up to now, by unit and then initiative: as logged, else by size
// at the unit's days for each point. Only units with capacity are in it.
func worked(c *intent.Cells) []Load {
	var out []Load
	s := c.Picture
	for _, u := range c.Units {
		first, open := len(out), 0.0
		for e := range s.EffortOf(c.Period.ID, u.ID) {
			open += e.Open.Float()
			out = append(out, Load{u.ID, initiativeOf(s, e.Initiative), e.Logged.Float()})
		}
		if open == 0 {
			continue
		}
		rate, n := (u.Work.Days-u.Work.Logged)/open, first
		for e := range s.EffortOf(c.Period.ID, u.ID) {
			out[n].Days += e.Open.Float() * rate
			n++
		}
	}
	return out
}

func initiativeOf(s *graph.Snapshot, id graph.InitiativeID) *graph.Initiative {
	if id == "" {
		return nil
	}
	return s.Initiative(id)
}

// planned is the days in the plan of the period, by initiative and then as it names its units. Units may
// repeat.
func planned(s *graph.Snapshot, calendar *graph.Calendar, period *graph.Period) []Load {
	var out []Load
	for i := range graph.All[*graph.Initiative](s) {
		if !i.State.Planned() {
			continue
		}
		for u, days := range calendar.PlannedDays(i, period.Span()) {
			out = append(out, Load{u, i, days})
		}
	}
	return out
}

func sumDays(loads []Load) float64 {
	sum := 0.0
	for _, l := range loads {
		sum += l.Days
	}
	return sum
}
