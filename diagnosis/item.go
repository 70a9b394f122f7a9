package diagnosis

import (
	"slices"

	"throughline/dependency"
	"throughline/graph"
)

// item is one item of work as the three factors see it.
type item struct {
	line      int32
	spent     float64 // days of work in the period, by the unit's rate
	delivered float64 // effort in days, when it was finished and nothing held it up
	missing   float64 // effort in days, when it was begun, nothing held it up, and it is not finished
	lost      float64 // calendar days waited, paused, or spent before it was dropped
	free      float64 // calendar days on its way without that
	cycle     float64 // calendar days from start to finish when it was finished in the period, else 0
	dependent bool    // it waited on another unit
	marked    bool    // a wait or a pause is recorded on it, at whatever time
	size      float64
}

// cells is the item as a row to be drawn: its days by column, then delivered, missing, lost and free.
func (i item) cells(lines *graph.Lines) []float64 {
	row := make([]float64, lines.Sight.Width(), lines.Sight.Width()+kinds)
	if i.spent > 0 {
		columns, shares := lines.Columns(i.line)
		for n, k := range columns {
			row[k] = i.spent * shares[n]
		}
	}
	return append(row, i.delivered, i.missing, i.lost, i.free)
}

// reader reads the items of units in a period up to the day of the picture.
type reader struct {
	basis *graph.Basis
	in    graph.Span
}

func newReader(b *graph.Basis) reader {
	return reader{b, graph.Span{First: b.Period.Start, Last: min(b.Period.End, b.Picture.Today())}}
}

// items is the items of a unit that play a part, never nil, and whether a wait or a pause is recorded on any of its work.
func (r reader) items(unit graph.UnitID) (items []item, marked bool) {
	rate := 1.0
	if w, ok := r.basis.SpentBy(unit); ok && w.Rate != 0 {
		rate = w.Rate
	}
	items = []item{}
	for w := range r.basis.Picture.WorkIn(unit, "") {
		it, ok := readItem(w, r.in, rate, r.basis.Lines)
		marked = marked || it.marked
		if ok {
			items = append(items, it)
		}
	}
	return items, marked
}

// readItem reads an item in the days of the period up to today; ok is false when it plays no part.
func readItem(w *graph.Work, in graph.Span, rate float64, lines *graph.Lines) (it item, ok bool) {
	it = item{line: lines.Of(w.Initiative), dependent: waited(w), marked: len(w.Blocked) > 0 || paused(w), size: max(float64(w.Size), 0)}
	if it.size == 0 {
		it.size = 1
	}
	if c, counts := w.Counts(in.First, in.Last); counts {
		it.spent, ok = c.Days(rate), true
	}
	begun, has := w.When(graph.Begun)
	if !has {
		return it, ok
	}
	wait, underway := dependency.WaitOf(withPauses(w), in)
	if underway {
		ok = true
		it.lost, it.free = wait.Waited, wait.Elapsed-wait.Waited
		if w.State() == graph.Dropped {
			it.lost, it.free = wait.Elapsed, 0
		}
	}
	on := w.FinishedOn()
	finished := on != 0 && in.First <= on && on <= in.Last
	if finished {
		it.cycle = float64(w.States[len(w.States)-1].At-firstBegun(w, begun)) / daySeconds
	}
	held := it.dependent || paused(w) || w.State() == graph.Dropped
	switch {
	case held:
	case finished:
		it.delivered = it.size * rate
	case underway && on == 0:
		it.missing = it.size * rate
	}
	return it, ok
}

const daySeconds = 86_400

func firstBegun(w *graph.Work, last int64) int64 {
	for _, t := range w.States {
		if t.State == graph.Begun {
			return t.At
		}
	}
	return last
}

// waited reports whether the item ever waited on another unit.
func waited(w *graph.Work) bool {
	return slices.ContainsFunc(w.Blocked, func(b graph.Block) bool { return b.On != w.Unit })
}

// paused reports whether the item was ever displaced.
func paused(w *graph.Work) bool {
	return slices.ContainsFunc(w.States, func(t graph.Transition) bool { return t.State == graph.Paused })
}

// withPauses is the item with its pauses as waits on nobody, so that a day both waited and paused is lost
// once.
func withPauses(w *graph.Work) *graph.Work {
	if !paused(w) {
		return w
	}
	c := *w
	c.Blocked = slices.Clone(w.Blocked)
	for n, t := range w.States {
		if t.State != graph.Paused {
			continue
		}
		b := graph.Block{From: t.At}
		if n+1 < len(w.States) {
			b.To = w.States[n+1].At
		}
		c.Blocked = append(c.Blocked, b)
	}
	return &c
}
