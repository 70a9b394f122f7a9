package outcome

import (
	"cmp"
	"slices"

	"throughline/graph"
)

// Service is what one initiative does for an outcome in a period.
type Service struct {
	Initiative *graph.Initiative
	Share      float64 // of the initiative: all it contributes to the outcome
	Planned    float64 // its days planned in the period, by that share
	Spent      float64 // its executed days, in the same way
	Counts     bool    // likely, committed, started or done; what is only a candidate, or was stopped, does not serve
	Funded     bool    // as Book judges it
}

// ServedBy is what each initiative does for an outcome in the period, those that count first, then most planned days, most
// executed days, by id. What was stopped is there only with days.
func ServedBy(b *graph.Basis, id graph.OutcomeID) []Service {
	at, ok := b.Lines.Sight.PlaceOf(id)
	if !ok {
		return nil
	}
	planned := plannedOn(b)
	funded, _ := fundedIn(b, planned)
	var out []Service
	for line := range b.Lines.Initiatives {
		v, serves := servicesOn(b, int32(line), planned[line])[at]
		if !serves || b.Lines.Is(int32(line), graph.IsStopped) && v.Spent == 0 {
			continue
		}
		v.Funded = v.Counts && funded[line]
		out = append(out, v)
	}
	slices.SortFunc(out, func(a, b Service) int {
		if a.Counts != b.Counts {
			if a.Counts {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(b.Planned, a.Planned), cmp.Compare(b.Spent, a.Spent), cmp.Compare(a.Initiative.ID, b.Initiative.ID))
	})
	return out
}

// servicesOn is what the initiative of a line does for each outcome, by the outcome's place. Whether it is funded is not said.
func servicesOn(b *graph.Basis, line int32, planned float64) map[int32]Service {
	aims, shares := b.Lines.Aims(line)
	if len(aims) == 0 {
		return nil
	}
	worked := b.WorkOn(line).Days
	out := make(map[int32]Service, len(aims))
	for n, o := range aims {
		v := out[o]
		v.Initiative, v.Counts = b.Lines.Initiatives[line], b.Lines.Is(line, graph.IsPlanned|graph.IsDemand)
		v.Share, v.Planned, v.Spent = v.Share+shares[n], v.Planned+planned*shares[n], v.Spent+worked*shares[n]
		out[o] = v
	}
	return out
}
