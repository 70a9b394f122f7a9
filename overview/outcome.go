package overview

import (
	"cmp"
	"slices"

	"throughline/graph"
)

// OutcomeLine is what stands behind an outcome.
type OutcomeLine struct {
	Outcome     *graph.Outcome
	Place       int          // of its primary theme; 0 without one
	Days        float64      // worked so far, or planned where no work is known
	Initiatives int          // that serve it and were not stopped
	Latest      *graph.Value // the latest reading; nil without any
}

// Outcomes is the outcomes of the period with the fewest days first, and those that no initiative serves,
// both by theme where nothing else tells them apart. An outcome of another period, or one that ended, is left out.
func (b *Base) Outcomes(s Sight) (thin, bare []OutcomeLine) {
	days := make(map[graph.OutcomeID]float64, len(s.Outcomes))
	for _, o := range s.Outcomes {
		days[o.Outcome.ID] = o.Days
	}
	served := b.served()
	for o := range graph.All[*graph.Outcome](b.Picture) {
		if !b.concerns(o) {
			continue
		}
		row := OutcomeLine{Outcome: o, Place: b.Place(o.PrimaryTheme()), Days: days[o.ID], Initiatives: served[o.ID]}
		if n := len(o.Readings); n > 0 {
			row.Latest = &o.Readings[n-1]
		}
		if row.Initiatives == 0 {
			bare = append(bare, row)
		} else {
			thin = append(thin, row)
		}
	}
	slices.SortStableFunc(thin, func(a, b OutcomeLine) int {
		return cmp.Or(cmp.Compare(a.Days, b.Days), cmp.Compare(a.Place, b.Place))
	})
	slices.SortStableFunc(bare, func(a, b OutcomeLine) int { return cmp.Compare(a.Place, b.Place) })
	return thin, bare
}

// concerns reports whether the outcome is for the period and still pursued: it names none, or one with common days.
func (b *Base) concerns(o *graph.Outcome) bool {
	p := b.Picture.Period(o.Period)
	if b.Period == nil {
		return true
	}
	if !o.PursuedIn(b.Period, b.Today()) {
		return false
	}
	if p == nil {
		return true
	}
	_, common := p.Span().Common(b.Period.Span())
	return common
}

// served counts the initiatives of each outcome that were not stopped.
func (b *Base) served() map[graph.OutcomeID]int {
	out := make(map[graph.OutcomeID]int)
	for i := range graph.All[*graph.Initiative](b.Picture) {
		if i.State == graph.Stopped {
			continue
		}
		for n, c := range i.Contributes {
			again := slices.ContainsFunc(i.Contributes[:n], func(o graph.Contribution) bool { return o.Outcome == c.Outcome })
			if c.Outcome != "" && c.Share > 0 && !again {
				out[c.Outcome]++
			}
		}
	}
	return out
}
