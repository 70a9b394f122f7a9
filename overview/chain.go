package overview

import (
	"throughline/graph"
	"throughline/wording"
)

// Chain answers "why are we doing this?" in words: one line for each way from the record up to a theme
// of the strategy. It is empty when there is no way.
func Chain(s *graph.Snapshot, ref graph.Ref) []string {
	var out []string
	climb(s, ref, "", 0, func(line string) { out = append(out, line) })
	return out
}

// highest bounds how far a chain goes; nothing the structural rules allow is longer.
const highest = 64

func climb(s *graph.Snapshot, ref graph.Ref, line string, height int, arrive func(string)) {
	r := s.Record(ref)
	if r == nil || height > highest {
		return
	}
	if line != "" {
		line += " → "
	}
	line += string(ref.Kind) + " “" + r.Label() + "”"
	switch r := r.(type) {
	case *graph.Theme:
		arrive(line)
	case *graph.Work:
		climb(s, r.Initiative.Ref(), line, height+1, arrive)
	case *graph.Initiative:
		for _, c := range r.Contributes {
			part := line + " (" + wording.Percent(float64(c.Share)) + ")"
			if c.Theme != "" {
				climb(s, c.Theme.Ref(), part, height+1, arrive)
			} else {
				climb(s, c.Outcome.Ref(), part, height+1, arrive)
			}
		}
	case *graph.Outcome:
		for _, t := range r.Themes {
			climb(s, t.Theme.Ref(), line, height+1, arrive)
		}
	case *graph.Dependency:
		climb(s, r.Initiative.Ref(), line, height+1, arrive)
	case *graph.Decision:
		climb(s, r.Initiative.Ref(), line, height+1, arrive)
	}
}
