package portfolio

import (
	"cmp"
	"maps"
	"slices"

	"throughline/graph"
)

// slot is a stretch of time that plans are compared by: a period without the shorter periods inside it
// that have a slot of their own.
type slot struct {
	period *graph.Period
	days   graph.Spans
}

// timeline is the slots of two pictures, in order of time. Days are laid on the finest periods that any
// of the plans names.
type timeline struct {
	slots []slot
	at    map[graph.PeriodID]int // the slot of a period that has no other slot inside
	then  *graph.Calendar
	now   *graph.Calendar
	// spread is how one day on a period falls into the slots, for periods met so far.
	spread map[graph.PeriodID][]float64
}

// newTimeline makes slots for the periods that the plans of both pictures name, and for the one looked at.
func newTimeline(then, now *graph.Snapshot, named *names, looked *graph.Period) *timeline {
	t := &timeline{at: make(map[graph.PeriodID]int), then: graph.CalendarOf(then), now: graph.CalendarOf(now), spread: make(map[graph.PeriodID][]float64)}
	var periods []*graph.Period
	for id, times := range named.of {
		if p := t.period(id); p != nil && times > 0 {
			periods = append(periods, p)
		}
	}
	if looked != nil && named.of[looked.ID] == 0 {
		periods = append(periods, looked)
	}
	slices.SortFunc(periods, func(a, b *graph.Period) int { return cmp.Compare(a.ID, b.ID) })
	for _, p := range periods {
		t.add(p, periods)
	}
	slices.SortStableFunc(t.slots, func(a, b slot) int {
		return cmp.Or(cmp.Compare(a.days[0].First, b.days[0].First), cmp.Compare(a.days[len(a.days)-1].Last, b.days[len(b.days)-1].Last))
	})
	for n, s := range t.slots {
		if len(s.days) == 1 && s.days[0] == s.period.Span() {
			t.at[s.period.ID] = n
		}
	}
	return t
}

// another is the same timeline for somebody else to lay days on.
func (t *timeline) another() *timeline {
	c := *t
	c.spread = maps.Clone(t.spread)
	return &c
}

// add makes the slot of a period: its days without those of shorter named periods inside.
func (t *timeline) add(p *graph.Period, all []*graph.Period) {
	days := graph.Spans{p.Span()}
	for _, q := range all {
		if q.Span() != p.Span() && q.Span().Inside(p.Span()) {
			days = days.Without(q.Span())
		}
	}
	if len(days) > 0 {
		t.slots = append(t.slots, slot{p, days})
	}
}

// period is the period as it is now, else as it was then.
func (t *timeline) period(id graph.PeriodID) *graph.Period {
	if p := t.now.Period(id); p != nil {
		return p
	}
	return t.then.Period(id)
}

// over is how one day on a period, all of it, falls into the slots.
func (t *timeline) over(p *graph.Period) []float64 {
	row, known := t.spread[p.ID]
	if !known {
		row = make([]float64, len(t.slots))
		t.lay(row, graph.Spans{p.Span()}, 1)
		t.spread[p.ID] = row
	}
	return row
}

// lay spreads an amount over the slots by the working days of the set in each.
func (t *timeline) lay(row []float64, days graph.Spans, amount float64) {
	all := days.Workdays()
	if all == 0 {
		t.layOnFirst(row, days, amount)
		return
	}
	for n, s := range t.slots {
		in := 0
		for _, span := range s.days {
			rest := days.Without(span)
			in += days.Workdays() - rest.Workdays()
			days = rest
		}
		if in > 0 {
			row[n] += amount * float64(in) / float64(all)
		}
		if len(days) == 0 {
			return
		}
	}
}

// layOnFirst puts the amount of a set without working days where its first day is.
func (t *timeline) layOnFirst(row []float64, days graph.Spans, amount float64) {
	for n, s := range t.slots {
		for _, span := range s.days {
			if len(days) > 0 && span.First <= days[0].First && days[0].First <= span.Last {
				row[n] += amount
				return
			}
		}
	}
}

// inside reports for each slot whether it lies in the period; all do without one.
func (t *timeline) inside(p *graph.Period) []bool {
	out := make([]bool, len(t.slots))
	for n, s := range t.slots {
		out[n] = p == nil || graph.Span{First: s.days[0].First, Last: s.days[len(s.days)-1].Last}.Inside(p.Span())
	}
	return out
}
