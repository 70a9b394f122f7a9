package overview

import (
	"cmp"
	"slices"

	"throughline/graph"
)

// Slots is periods in order of time that share no day.
type Slots []*graph.Period

// mostSlots is how many periods a portfolio is laid out over.
const mostSlots = 8

// Horizons is the parts of the period, then the periods beyond it, one after the other as long as any are declared: of
// the kind of the parts where there is one, else of the kind of the period, else the longest. It is empty without a
// period.
func (f Frame) Horizons() Slots {
	slots := Slots(f.Parts())
	if len(slots) == 0 {
		return nil
	}
	kinds := []graph.PeriodKind{slots[0].Kind, f.Period.Kind}
	for len(slots) < mostSlots {
		next := f.after(slots[len(slots)-1].End, kinds)
		if next == nil {
			break
		}
		slots = append(slots, next)
	}
	return slots
}

// after is the first period that begins after the day; of several that begin together, the one whose kind comes first.
func (f Frame) after(day graph.Date, kinds []graph.PeriodKind) *graph.Period {
	var best *graph.Period
	rank := func(p *graph.Period) int {
		if n := slices.Index(kinds, p.Kind); n >= 0 {
			return n
		}
		return len(kinds)
	}
	for p := range graph.All[*graph.Period](f.Picture) {
		if p.Start <= day || p.End < p.Start {
			continue
		}
		if best == nil || cmp.Or(cmp.Compare(p.Start, best.Start), cmp.Compare(rank(p), rank(best)), cmp.Compare(best.End, p.End)) < 0 {
			best = p
		}
	}
	return best
}

// Span is all days from the first to the last; the zero Span without slots.
func (s Slots) Span() graph.Span {
	if len(s) == 0 {
		return graph.Span{}
	}
	return graph.Span{First: s[0].Start, Last: s[len(s)-1].End}
}

// Find is the slot a day falls into. A day between two slots belongs to the later one.
func (s Slots) Find(day graph.Date) (n int, side Side) {
	if len(s) == 0 || day > s[len(s)-1].End {
		return 0, Beyond
	}
	if day < s[0].Start {
		return 0, Before
	}
	return slices.IndexFunc(s, func(p *graph.Period) bool { return day <= p.End }), Inside
}

// At is where the beginning of a day stands when every slot is 1 wide, from 0; days outside stand at the ends.
func (s Slots) At(day graph.Date) float64 {
	n, side := s.Find(day)
	switch side {
	case Before:
		return 0
	case Beyond:
		return float64(len(s))
	}
	p := s[n]
	return float64(n) + max(0, float64(day-p.Start)/float64(p.End-p.Start+1))
}

// Stretch is one bar of an initiative on the slots.
type Stretch struct {
	Name     string
	Span     graph.Span
	From, To float64 // on the slots
	Done     bool
	// LockedFrom and LockedTo are where the latest plan lock held it; both 0 where it did not.
	LockedFrom, LockedTo float64
}

// Stretches is the bars of an initiative: its steps, those of one period as one; without steps its periods, or those
// for which units promised days. It is empty where no period is named.
func (b *Base) Stretches(i *graph.Initiative, slots Slots) []Stretch {
	out := b.stretches(i)
	then := b.lockedRecord(i.ID)
	var before []Stretch
	if then != nil {
		before = b.stretches(then)
	}
	for n := range out {
		s := &out[n]
		s.From, s.To = slots.At(s.Span.First), slots.At(s.Span.Last+1)
		if k := slices.IndexFunc(before, func(x Stretch) bool { return x.Name == s.Name }); k >= 0 {
			s.LockedFrom, s.LockedTo = slots.At(before[k].Span.First), slots.At(before[k].Span.Last+1)
		}
	}
	return out
}

// lockedRecord is the initiative as the latest lock held it, nil where it did not, or where it was not for whom the base is.
func (b *Base) lockedRecord(id graph.InitiativeID) *graph.Initiative {
	if l, ok := b.Lock(); ok {
		return b.lockedShown(l).Initiative(id)
	}
	return nil
}

// stretches is the bars with their days.
func (b *Base) stretches(i *graph.Initiative) []Stretch {
	var out []Stretch
	for _, s := range i.Steps {
		p := b.Calendar.Period(s.Period)
		if p == nil {
			continue
		}
		if n := slices.IndexFunc(out, func(x Stretch) bool { return x.Span == p.Span() }); n >= 0 {
			out[n].Name, out[n].Done = out[n].Name+", "+s.Name, out[n].Done && s.Done
			continue
		}
		out = append(out, Stretch{Name: s.Name, Span: p.Span(), Done: s.Done})
	}
	if len(out) == 0 {
		for _, s := range b.daysOf(i) {
			out = append(out, Stretch{Span: s, Done: i.State == graph.Done})
		}
	}
	slices.SortStableFunc(out, func(a, b Stretch) int {
		return cmp.Or(cmp.Compare(a.Span.First, b.Span.First), cmp.Compare(a.Span.Last, b.Span.Last))
	})
	return out
}

// daysOf is the days of the initiative's periods, or of those for which units promised days.
func (b *Base) daysOf(i *graph.Initiative) graph.Spans {
	if spans := b.Calendar.Initiative(i); len(spans) > 0 {
		return spans
	}
	var list []graph.Span
	for _, p := range i.Participants {
		if q := b.Calendar.Period(p.Period); q != nil {
			list = append(list, q.Span())
		}
	}
	return graph.SpansOf(list...)
}

// Ends is the first and the last of the periods that an initiative names, else its steps, else its units promised days
// for; nil where none is named.
func (b *Base) Ends(i *graph.Initiative) (first, last *graph.Period) {
	take := func(id graph.PeriodID) {
		p := b.Calendar.Period(id)
		if p == nil {
			return
		}
		if first == nil || cmp.Or(cmp.Compare(p.Start, first.Start), cmp.Compare(p.End, first.End)) < 0 {
			first = p
		}
		if last == nil || cmp.Or(cmp.Compare(last.End, p.End), cmp.Compare(p.Start, last.Start)) < 0 {
			last = p
		}
	}
	for _, id := range i.Periods {
		take(id)
	}
	if first != nil {
		return first, last
	}
	for _, s := range i.Steps {
		take(s.Period)
	}
	if first != nil {
		return first, last
	}
	for _, p := range i.Participants {
		take(p.Period)
	}
	return first, last
}
