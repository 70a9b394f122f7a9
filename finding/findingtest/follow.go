package findingtest

import (
	"fmt"
	"slices"

	"throughline/finding"
	"throughline/graph"
)

// Follow runs the checks on one picture after the other, each round after the one before, and anew, and returns
// where the two differ, a line for each difference. So it finds a check that promised more than it keeps.
func Follow(checks []*finding.Check, locks []finding.Lock, period graph.PeriodID, pictures ...*graph.Snapshot) []string {
	var out []string
	var round *finding.Round
	var basis *graph.Basis
	for n, s := range pictures {
		p := s.Period(period)
		if p == nil {
			round, basis = nil, nil
			continue
		}
		basis = graph.BasisAfter(basis, s, p)
		round = finding.Begin(round, basis, locks)
		taken, anew := told(round.Look(checks)), told(finding.Run(checks, s, p, locks))
		for _, line := range anew {
			if !slices.Contains(taken, line) {
				out = append(out, fmt.Sprintf("picture %d, not taken over: %s", n, line))
			}
		}
		for _, line := range taken {
			if !slices.Contains(anew, line) {
				out = append(out, fmt.Sprintf("picture %d, wrongly taken over: %s", n, line))
			}
		}
		if len(out) == 0 && !slices.Equal(taken, anew) {
			out = append(out, fmt.Sprintf("picture %d: the findings stand in another order", n))
		}
	}
	return out
}

// told is all that the findings say, a line for each.
func told(list []*finding.Finding) []string {
	out := make([]string, len(list))
	for n, f := range list {
		waiver := graph.WaiverID("")
		if f.Waiver != nil {
			waiver = f.Waiver.ID
		}
		out[n] = fmt.Sprintf("%s: %s [%v %v] %v at %q %q %q; %s: %s; waived by %q",
			f.Key(), f.Sentence, f.Days, f.Unpriced, f.Records, f.Unit, f.Theme, f.Stage, f.Mends, f.Next, waiver)
	}
	return out
}
