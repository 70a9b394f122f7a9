package overview

import (
	"time"

	"throughline/graph"
)

// Months is the days of a unit by month and theme: worked up to now, planned from then on.
type Months struct {
	List   []Month
	Worked int // how many of the months, from the first, show days worked
	// Known is false when no month has any days.
	Known bool
}

// Month is one month, or the part of it that lies in the period.
type Month struct {
	Span   graph.Span
	ByPage []float64 // days by theme in page order, and last what serves none
}

// mostMonths is how many months stand side by side; longer periods show the last ones.
const mostMonths = 24

// months is the months of the units shown at a unit or below it.
func (b *Base) months(id graph.UnitID) Months {
	var out Months
	for _, span := range monthsOf(b.Period.Span()) {
		out.List = append(out.List, Month{span, make([]float64, b.Cells.Sight.Width())})
		if span.First <= b.Today() {
			out.Worked++
		}
	}
	for _, u := range b.Basis.Tree.Below(id) {
		if b.Basis.Shown.Under(u, id) {
			b.workMonths(&out, u)
		}
	}
	b.planMonths(&out, id)
	for _, m := range out.List {
		for _, x := range m.ByPage {
			out.Known = out.Known || x > 0
		}
	}
	return out
}

// monthsOf cuts a span into calendar months.
func monthsOf(in graph.Span) []graph.Span {
	var out []graph.Span
	for first := in.First; first <= in.Last; {
		t := first.Time()
		next := graph.DateOf(time.Date(t.Year(), t.Month()+1, 1, 0, 0, 0, 0, time.UTC))
		out = append(out, graph.Span{First: first, Last: min(next-1, in.Last)})
		first = next
	}
	return out[max(0, len(out)-mostMonths):]
}

// workMonths adds the unit's own work: days logged on their day, other work by size when it was finished.
func (b *Base) workMonths(out *Months, u graph.UnitID) {
	rate := 0.0
	for _, w := range b.Basis.Work {
		if w.All.Unit == u {
			rate = w.Rate
		}
	}
	last := min(b.Period.End, b.Today())
	for w := range b.Picture.WorkIn(u, "") {
		c, ok := w.Counts(b.Period.Start, last)
		if !ok {
			continue
		}
		line := b.Basis.Lines.Of(w.Initiative)
		if c.Logged == 0 {
			b.add(out, w.FinishedOn(), line, c.Size*rate)
			continue
		}
		for _, l := range w.Logged {
			if b.Period.Start <= l.On && l.On <= last {
				b.add(out, l.On, line, float64(l.Days))
			}
		}
	}
}

// add puts days of a line into the month of a day.
func (b *Base) add(out *Months, on graph.Date, line int32, days float64) {
	for n := range out.List {
		if m := &out.List[n]; m.Span.First <= on && on <= m.Span.Last {
			columns, shares := b.Basis.Lines.Columns(line)
			for k, column := range columns {
				m.ByPage[column] += days * shares[k]
			}
		}
	}
}

// planMonths adds the days planned in the months to come.
func (b *Base) planMonths(out *Months, id graph.UnitID) {
	seen := int32(-1)
	for _, p := range b.Basis.Plan {
		i := b.Basis.Lines.Initiatives[p.Line]
		if p.Line == seen || !i.State.Planned() || !b.Basis.Shown.Under(p.Unit, id) {
			continue
		}
		seen = p.Line
		for n := out.Worked; n < len(out.List); n++ {
			for u, days := range b.Calendar.PlannedDays(i, out.List[n].Span) {
				if b.Basis.Shown.Under(u, id) {
					b.add(out, out.List[n].Span.First, p.Line, days)
				}
			}
		}
	}
}
