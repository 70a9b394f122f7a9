package overview

import (
	"cmp"
	"slices"

	"throughline/fault"
	"throughline/graph"
)

// PeriodAsked is the period of the id, or, for "", the one the day belongs to. ok is false when the
// organisation has no period at all.
func PeriodAsked(s *graph.Snapshot, id graph.PeriodID, on graph.Date) (p *graph.Period, ok bool, err error) {
	if id != "" {
		if p := s.Period(id); p != nil {
			return p, true, nil
		}
		var names []string
		for q := range graph.All[*graph.Period](s) {
			names = append(names, string(q.ID))
		}
		f := fault.New(fault.NotFound, "there is no period "+string(id), "Choose one of the periods of the organisation")
		return nil, false, f.WithNearest(fault.Nearest(string(id), names, 3))
	}
	p = CurrentPeriod(s, on)
	return p, p != nil, nil
}

// CurrentPeriod is the period that pages show on the day, of those that Periods offers: of the ones the
// day lies in, the shortest for which the top stated its intent, else the shortest. On a day outside
// all of them it is the last one before, else the first. It is nil without periods.
func CurrentPeriod(s *graph.Snapshot, on graph.Date) *graph.Period {
	var best *graph.Period
	for _, p := range Periods(s) {
		if best == nil || nearer(s, p, best, on) {
			best = p
		}
	}
	return best
}

func nearer(s *graph.Snapshot, p, q *graph.Period, on graph.Date) bool {
	return cmp.Or(
		cmp.Compare(distance(p, on), distance(q, on)),
		cmp.Compare(weightOf(s, q), weightOf(s, p)),
		cmp.Compare(p.End-p.Start, q.End-q.Start),
		cmp.Compare(p.ID, q.ID),
	) < 0
}

// distance is 0 for a period the day lies in, then how long ago it ended, then how far off it is.
func distance(p *graph.Period, on graph.Date) int64 {
	const never = 1 << 40
	switch {
	case p.Contains(on):
		return 0
	case p.End < on:
		return int64(on - p.End)
	}
	return never + int64(p.Start-on)
}

func weightOf(s *graph.Snapshot, p *graph.Period) int {
	for i := range graph.Referrers[*graph.Intent](s, p.ID.Ref()) {
		if i.Level == graph.Stated {
			return 2
		}
	}
	for range graph.Referrers[*graph.Baseline](s, p.ID.Ref()) {
		return 1
	}
	return 0
}

// Periods is every period that pages may be shown for, latest first: those with a stated intent or a
// locked plan; where there is none of these, all.
func Periods(s *graph.Snapshot) []*graph.Period {
	var declared, all []*graph.Period
	for p := range graph.All[*graph.Period](s) {
		all = append(all, p)
		if weightOf(s, p) > 0 {
			declared = append(declared, p)
		}
	}
	if len(declared) == 0 {
		declared = all
	}
	slices.SortFunc(declared, func(a, b *graph.Period) int {
		return cmp.Or(cmp.Compare(b.Start, a.Start), cmp.Compare(b.End, a.End), cmp.Compare(a.ID, b.ID))
	})
	return declared
}

// Baselines is the plan locks of periods that share days with the period, up to the day, oldest first.
func Baselines(s *graph.Snapshot, p *graph.Period, until graph.Date) []*graph.Baseline {
	var out []*graph.Baseline
	for b := range graph.All[*graph.Baseline](s) {
		q := s.Period(b.Period)
		overlaps := q != nil && q.Start <= p.End && p.Start <= q.End
		if overlaps && graph.DateOf(b.At) <= until {
			out = append(out, b)
		}
	}
	slices.SortFunc(out, func(a, b *graph.Baseline) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID))
	})
	return out
}
