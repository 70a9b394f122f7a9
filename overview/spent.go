package overview

import (
	"iter"

	"throughline/graph"
)

// Load is days of one unit on one initiative.
type Load struct {
	Unit       graph.UnitID
	Initiative *graph.Initiative // nil for work without one
	Days       float64

	line int32 // of the initiative in the basis
}

// worked is the days worked in the period up to now, by unit and then initiative: as logged, else by size
// at the unit's days for each point. Only units with capacity are in it.
func (b *Base) worked() iter.Seq[Load] {
	return func(yield func(Load) bool) {
		for n := range b.Basis.Work {
			w := &b.Basis.Work[n]
			if _, ok := b.Basis.Room(w.All.Unit); !ok {
				continue
			}
			for _, p := range w.Parts {
				if p.Days > 0 && !yield(Load{w.All.Unit, initiativeAt(b.Basis, p.Line), p.Days, p.Line}) {
					return
				}
			}
		}
	}
}

// planned is the days in the plan of the period: committed, started and done initiatives, in their order
// and as each names its units. Units may repeat.
func planned(b *graph.Basis) []Load {
	var out []Load
	for _, p := range b.Plan {
		if i := initiativeAt(b, p.Line); i.State.Planned() {
			out = append(out, Load{p.Unit, i, p.Days, p.Line})
		}
	}
	return out
}

// initiativeAt is the initiative of a line, nil for work without one.
func initiativeAt(b *graph.Basis, line int32) *graph.Initiative {
	if line == b.Lines.Unlinked() {
		return nil
	}
	return b.Lines.Initiatives[line]
}
