package overview

import (
	"throughline/graph"
	"throughline/measure"
)

// Gaps is what the organisation has not declared that would show more, the most telling first.
func (b *Base) Gaps() []measure.Missing {
	var out []measure.Missing
	lack := func(missing bool, what, then string) {
		if missing {
			out = append(out, measure.Missing{What: what, Then: then})
		}
	}
	s := b.Picture
	lack(b.Period == nil, "a period", "plans, work and strategy belong to one")
	lack(s.Count(graph.KindTheme) == 0, "themes", "what the strategy is about, so that work can have a line back to it")
	lack(s.Count(graph.KindTheme) > 0 && b.Period != nil && b.declared().Stated == nil, "the share each theme should have", "how much of the intent is kept, and where the rest is lost")
	lack(b.Basis == nil || len(b.Basis.Rooms) == 0, "the capacity of the units", "days instead of counts, and what is asked of a unit against its room")
	lack(s.Count(graph.KindInitiative) == 0, "initiatives", "what the units do for the themes")
	lack(b.Basis != nil && s.Count(graph.KindInitiative) > 0 && len(b.Basis.Plan) == 0, "the days of units in initiatives", "where the plan puts the days")
	lack(s.Count(graph.KindWork) == 0, "work", "where the days really go, and which of them are on course")
	lack(s.Count(graph.KindOutcome) == 0, "outcomes", "what the initiatives are to change, and how far that is")
	lack(b.Period != nil && len(b.Locks) == 0, "a plan lock", "how the plan drifts from what was agreed")
	return out
}
