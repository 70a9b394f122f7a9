package graph

import (
	"cmp"
	"iter"
	"slices"
)

// Span is the days from First to Last, both included.
type Span struct{ First, Last Date }

// Span is the days of the period.
func (r *Period) Span() Span { return Span{r.Start, r.End} }

// Workdays counts the span's days from Monday to Friday.
func (s Span) Workdays() int { return Workdays(s.First, s.Last) }

// Common is the days that both spans hold; ok is false when there are none.
func (s Span) Common(o Span) (both Span, ok bool) {
	both = Span{max(s.First, o.First), min(s.Last, o.Last)}
	return both, both.First <= both.Last
}

// Inside reports whether o holds all of s.
func (s Span) Inside(o Span) bool { return o.First <= s.First && s.Last <= o.Last }

// shorter reports whether s lies inside o and is not the same.
func (s Span) shorter(o Span) bool { return s.Inside(o) && s != o }

// Spans is a set of days: spans in order of time that do not touch one another's days.
type Spans []Span

// SpansOf is the days that lie in any of the spans.
func SpansOf(list ...Span) Spans {
	sorted := slices.Clone(list)
	slices.SortFunc(sorted, func(a, b Span) int {
		return cmp.Or(cmp.Compare(a.First, b.First), cmp.Compare(a.Last, b.Last))
	})
	var out Spans
	for _, s := range sorted {
		switch last := len(out) - 1; {
		case s.First > s.Last:
		case last >= 0 && s.First <= out[last].Last+1:
			out[last].Last = max(out[last].Last, s.Last)
		default:
			out = append(out, s)
		}
	}
	return out
}

// Workdays counts the days from Monday to Friday in the set.
func (l Spans) Workdays() int {
	n := 0
	for _, s := range l {
		n += s.Workdays()
	}
	return n
}

// Without is the set without the days of s.
func (l Spans) Without(s Span) Spans {
	var out Spans
	for _, have := range l {
		if both, ok := have.Common(s); ok {
			if have.First < both.First {
				out = append(out, Span{have.First, both.First - 1})
			}
			if both.Last < have.Last {
				out = append(out, Span{both.Last + 1, have.Last})
			}
			continue
		}
		out = append(out, have)
	}
	return out
}

// Part is the share of the set's working days that lie in s, 0 to 1. A set without working days
// is shared out by calendar days.
func (l Spans) Part(s Span) float64 {
	var in, all, inDays, allDays int
	for _, have := range l {
		all += have.Workdays()
		allDays += int(have.Last-have.First) + 1
		if both, ok := have.Common(s); ok {
			in += both.Workdays()
			inDays += int(both.Last-both.First) + 1
		}
	}
	switch {
	case all > 0:
		return float64(in) / float64(all)
	case allDays > 0:
		return float64(inDays) / float64(allDays)
	}
	return 0
}

// Calendar tells on which days the days that were declared for a period fall. It is made once for a
// picture and is not changed afterwards.
type Calendar struct{ periods map[PeriodID]*Period }

// CalendarOf reads the periods of a picture.
func CalendarOf(s *Snapshot) *Calendar {
	c := &Calendar{make(map[PeriodID]*Period, s.Count(KindPeriod))}
	for p := range All[*Period](s) {
		c.periods[p.ID] = p
	}
	return c
}

// Period is the period, or nil.
func (c *Calendar) Period(id PeriodID) *Period { return c.periods[id] }

// Spans is the days over which the participation is spread: those of its period, or of the
// initiative's periods when it names none, or of its steps when the initiative names none either.
// What the same unit declared on a shorter period inside is left out, unless nothing would be left.
// It is empty when no period is named anywhere.
func (c *Calendar) Spans(i *Initiative, p Participation) Spans {
	all := c.named(i, p)
	left := all
	for _, o := range i.Participants {
		if q := c.periods[o.Period]; o.Unit == p.Unit && q != nil && shorterThan(q.Span(), all) {
			left = left.Without(q.Span())
		}
	}
	if left.Workdays() == 0 {
		return all
	}
	return left
}

func (c *Calendar) named(i *Initiative, p Participation) Spans {
	if q := c.periods[p.Period]; q != nil {
		return Spans{q.Span()}
	}
	return c.Initiative(i)
}

// Initiative is the days of the initiative's periods, or of its steps' when it names none.
func (c *Calendar) Initiative(i *Initiative) Spans {
	var list []Span
	for _, id := range i.Periods {
		if q := c.periods[id]; q != nil {
			list = append(list, q.Span())
		}
	}
	if len(list) > 0 {
		return SpansOf(list...)
	}
	for _, st := range i.Steps {
		if q := c.periods[st.Period]; q != nil {
			list = append(list, q.Span())
		}
	}
	return SpansOf(list...)
}

// shorterThan reports whether s lies inside one of the spans and leaves some of the set.
func shorterThan(s Span, all Spans) bool {
	for _, have := range all {
		if s.Inside(have) {
			return len(all) > 1 || s.shorter(have)
		}
	}
	return false
}

// PlannedDays yields, for each participation of the initiative in order, the unit and how many of its
// days fall into the span. Units may repeat. Days for which no period is named are left out.
func (c *Calendar) PlannedDays(i *Initiative, in Span) iter.Seq2[UnitID, float64] {
	return func(yield func(UnitID, float64) bool) {
		for n := range i.Participants {
			p := &i.Participants[n]
			if days := c.daysIn(i, p, in); days > 0 && !yield(p.Unit, days) {
				return
			}
		}
	}
}

// daysIn is the days of the participation in the span; without making a set of days where the
// participation names a period and nothing shorter stands inside it.
func (c *Calendar) daysIn(i *Initiative, p *Participation, in Span) float64 {
	if p.Days == 0 {
		return 0
	}
	q := c.periods[p.Period]
	if q == nil {
		return float64(p.Days) * c.Spans(i, *p).Part(in)
	}
	both, touch := q.Span().Common(in)
	switch {
	case !touch:
		return 0
	case q.Span().Inside(in):
		return float64(p.Days)
	case c.hasShorter(i, p, q.Span()):
		return float64(p.Days) * c.Spans(i, *p).Part(in)
	}
	if all := q.Workdays(); all > 0 {
		return float64(p.Days) * float64(both.Workdays()) / float64(all)
	}
	return float64(p.Days) * Spans{q.Span()}.Part(in)
}

// concerns reports whether the initiative is for days of the span, or for no days in particular and open.
func (c *Calendar) concerns(i *Initiative, in Span) bool {
	named := false
	touch := func(id PeriodID) bool {
		q := c.periods[id]
		if q == nil {
			return false
		}
		named = true
		_, both := q.Span().Common(in)
		return both
	}
	for _, id := range i.Periods {
		if touch(id) {
			return true
		}
	}
	for n := range i.Steps {
		if touch(i.Steps[n].Period) {
			return true
		}
	}
	for n := range i.Participants {
		if touch(i.Participants[n].Period) {
			return true
		}
	}
	return !named && i.State != Done && i.State != Stopped
}

// current reports whether the initiative's periods touch the span, or its steps' where it has none; one that
// names neither is current when no unit takes part in it.
func (c *Calendar) current(i *Initiative, in Span) bool {
	days := c.Initiative(i)
	if len(days) == 0 {
		return len(i.Participants) == 0
	}
	return slices.ContainsFunc(days, func(s Span) bool { _, touch := s.Common(in); return touch })
}

// undated reports whether days of the initiative name no period, and neither does the initiative.
func (c *Calendar) undated(i *Initiative) bool {
	for n := range i.Participants {
		if p := &i.Participants[n]; p.Period == "" && p.Days > 0 {
			return len(i.Periods) == 0 && len(c.Initiative(i)) == 0
		}
	}
	return false
}

// Whole reports whether the participation names a period and is spread over all of it: the unit has no
// days on a shorter period inside.
func (c *Calendar) Whole(i *Initiative, p *Participation) bool {
	q := c.periods[p.Period]
	return q != nil && !c.hasShorter(i, p, q.Span())
}

// hasShorter reports whether the unit has days on a shorter period inside the span.
func (c *Calendar) hasShorter(i *Initiative, p *Participation, in Span) bool {
	for n := range i.Participants {
		o := &i.Participants[n]
		if o.Period == p.Period || o.Unit != p.Unit {
			continue
		}
		if q := c.periods[o.Period]; q != nil && q.Span().shorter(in) {
			return true
		}
	}
	return false
}

// Same reports whether both hold the same periods.
func (c *Calendar) Same(o *Calendar) bool {
	if c == o {
		return true
	}
	if len(c.periods) != len(o.periods) {
		return false
	}
	for id, p := range c.periods {
		if o.periods[id] != p {
			return false
		}
	}
	return true
}
