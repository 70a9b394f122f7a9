package diagnosis

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"throughline/graph"
	"throughline/intent"
	"throughline/stat"
)

// tally is what the items of one unit add up to. It is not changed once it is made.
type tally struct {
	n, begun                       int  // items that play a part; of these, those that capability is taken from
	marked                         bool // a wait or a pause is recorded on some work of the unit
	delivered, missing, lost, free stat.Accumulator
	contrast                       *UnitContrast // nil where there is too little to compare
	products                       stat.Products // of the items as rows to be drawn; empty where the items are at hand
}

func tallyOf(unit graph.UnitID, items []item, marked bool, compare comparison) *tally {
	t := &tally{n: len(items), marked: marked, contrast: contrastOf(unit, items, compare)}
	for _, it := range items {
		if it.delivered+it.missing > 0 {
			t.begun++
		}
		t.delivered.Add(it.delivered)
		t.missing.Add(it.missing)
		t.lost.Add(it.lost)
		t.free.Add(it.free)
	}
	return t
}

// Tallies is what the items of every unit add up to, so that the whole organisation is diagnosed without walking its
// work again. It is not changed once it is made, and may be used by many goroutines.
type Tallies struct {
	basis  *graph.Basis
	limits Limits
	units  map[graph.UnitID]*tally // of the units with capacity
	done   map[graph.UnitID]counts // of every unit that did anything
	place  map[graph.PeriodID]int  // of the period and the earlier ones it is held against
}

// counts is how many items a unit finished or logged, by the place of the period.
type counts []int64

// TalliesAfter walks the work that a basis stands on. Where the tallies of an earlier basis are at hand it walks only the
// work of the units of which something changed since; the result is the same. prev may be nil, and of another period.
func TalliesAfter(prev *Tallies, b *graph.Basis, l Limits) *Tallies {
	t := &Tallies{basis: b, limits: l, units: make(map[graph.UnitID]*tally), done: make(map[graph.UnitID]counts), place: map[graph.PeriodID]int{b.Period.ID: 0}}
	for n, p := range earlier(b, l.Cadences) {
		t.place[p.ID] = n + 1
	}
	if stale, ok := prev.stale(b, l); ok {
		t.take(prev, stale)
	} else {
		t.countAll()
	}
	read := newReader(b)
	for _, room := range b.Rooms {
		if t.units[room.Unit] == nil {
			t.units[room.Unit] = read.tally(room.Unit)
		}
	}
	return t
}

// tally reads the work of a unit.
func (r reader) tally(unit graph.UnitID) *tally {
	items, marked := r.items(unit)
	t := tallyOf(unit, items, marked, stat.CompareMany)
	rows := make([][]float64, len(items))
	for n, it := range items {
		rows[n] = it.cells(r.basis.Lines)
	}
	t.products = stat.ProductsOf(rows, r.basis.Lines.Sight.Width()+kinds)
	return t
}

// stale is the units of which something changed between the basis of the tallies and a later one; ok is false where
// nothing can be taken from them.
func (t *Tallies) stale(b *graph.Basis, l Limits) (stale map[graph.UnitID]bool, ok bool) {
	if t == nil || t.limits != l || t.basis.Period != b.Period || t.basis.Picture.Today() != b.Picture.Today() || !t.basis.Calendar.Same(b.Calendar) {
		return nil, false
	}
	refs, ok := b.Picture.Since(t.basis.Picture)
	if !ok {
		return nil, false
	}
	stale = make(map[graph.UnitID]bool)
	for _, r := range refs {
		for _, s := range []*graph.Snapshot{t.basis.Picture, b.Picture} {
			if w, ok := s.Record(r).(*graph.Work); ok {
				stale[w.Unit] = true
			}
		}
	}
	if t.basis.Labour != b.Labour {
		for u := range maps.Keys(t.units) {
			was, worked := t.basis.SpentBy(u)
			if is, works := b.SpentBy(u); worked != works || works && !is.Is(was) {
				stale[u] = true
			}
		}
	}
	return stale, true
}

// take takes from earlier tallies what is not stale, and counts the stale units afresh.
func (t *Tallies) take(prev *Tallies, stale map[graph.UnitID]bool) {
	t.units, t.done = maps.Clone(prev.units), maps.Clone(prev.done)
	for u := range stale {
		delete(t.units, u)
		delete(t.done, u)
		for p := range t.place {
			for e := range t.basis.Picture.EffortOf(p, u) {
				t.count(e)
			}
		}
	}
	maps.DeleteFunc(t.units, func(u graph.UnitID, _ *tally) bool { _, ok := t.basis.Room(u); return !ok })
}

// countAll counts what every unit did.
func (t *Tallies) countAll() {
	for p := range t.place {
		for e := range t.basis.Picture.EffortIn(p) {
			t.count(e)
		}
	}
}

func (t *Tallies) count(e graph.Effort) {
	c := t.done[e.Unit]
	if c == nil {
		c = make(counts, len(t.place))
		t.done[e.Unit] = c
	}
	c[t.place[e.Period]] += e.Items
}

// itemsIn counts from the tallies.
func (t *Tallies) itemsIn(p graph.PeriodID, unit graph.UnitID) int64 {
	n, at := int64(0), t.place[p]
	if unit == "" {
		for _, c := range t.done {
			n += c[at]
		}
		return n
	}
	for _, u := range t.basis.Tree.Below(unit) {
		if c := t.done[u]; c != nil && t.basis.Shown.Under(u, unit) {
			n += c[at]
		}
	}
	return n
}

// Of is the diagnosis of a unit with all below it, "" for the whole organisation, from cells made from the same basis. Its
// figures are those that [Of] reads from the items. In its verdict, units with many items are drawn from their running
// sums, and where two kinds of work are compared, the test of many items is an approximation.
func (t *Tallies) Of(c *intent.Cells, unit graph.UnitID) *Diagnosis {
	return diagnose(t.basis, c, unit, t.limits, t.itemsIn, func(u intent.Unit) row { return row{unit: u, tally: t.units[u.ID]} })
}

const (
	// fewestTallied is the number of items from which running sums stand in for them.
	fewestTallied = 200
	// mostByItem is how many items of units with fewer are drawn one by one, those that weigh most: each is drawn 2,000
	// times. What is left then is many items, of which none weighs much.
	mostByItem = 3_000
)

// few reports whether the row's items are not at hand and too few for running sums to stand in for them.
func (r row) few() bool { return r.items == nil && 0 < r.n && r.n < fewestTallied }

// weight is what an item of the row weighs in the whole, on average.
func (r row) weight() float64 { return r.unit.Weight / float64(r.n) }

// drawnByItem is the weight from which the items of rows with few are read and drawn one by one.
func (d *Diagnosis) drawnByItem() float64 {
	few := slices.DeleteFunc(slices.Clone(d.rows), func(r row) bool { return !r.few() })
	slices.SortFunc(few, func(a, b row) int { return cmp.Compare(b.weight(), a.weight()) })
	items, least := 0, math.Inf(1)
	for n, r := range few {
		if items += r.n; items > mostByItem {
			break
		}
		if n+1 == len(few) || few[n+1].weight() < r.weight() { // those that weigh the same go together
			least = r.weight()
		}
	}
	return least
}

// pool is what many rows add to a draw, together. The shares of a unit's days are a ratio of sums, so they spread as the
// ratio does to the first order: by how far each item's days miss the unit's shares (the delta method; Efron &
// Tibshirani 1993, chapter 5).
func (d *Diagnosis) pool(rows []int) *stat.Normal {
	cells := d.cells.Sight.Width() + kinds
	mean, covariance := make([]stat.Accumulator, cells), make([]stat.Accumulator, cells*cells)
	out := &stat.Normal{Mean: make([]float64, cells), Covariance: make([][]float64, cells)}
	for _, n := range rows {
		out.N += d.rows[n].n
		total := make([]float64, cells)
		d.addDraw(total, d.rows[n].products.Sum, n)
		for c, x := range total {
			mean[c].Add(x)
		}
		for c, row := range d.spread(d.rows[n]) {
			for k, x := range row {
				covariance[c*cells+k].Add(x)
			}
		}
	}
	for c := range cells {
		out.Mean[c] = mean[c].Sum()
		out.Covariance[c] = make([]float64, cells)
		for k := range cells {
			out.Covariance[c][k] = covariance[c*cells+k].Sum()
		}
	}
	return out
}

// spread is the covariance of what a row adds to a draw.
func (d *Diagnosis) spread(r row) [][]float64 {
	width := d.cells.Sight.Width()
	covariance := r.products.Covariance()
	days := sumOf(r.products.Sum[:width])
	for range 2 { // each side of it: first the rows, then, turned, the columns
		turned := make([][]float64, len(covariance))
		for c := range turned {
			turned[c] = make([]float64, len(covariance))
		}
		for k := range covariance {
			column := make([]float64, len(covariance))
			for c := range covariance {
				column[c] = covariance[c][k]
			}
			all := sumOf(column[:width])
			for c, x := range column {
				switch {
				case c >= width:
					turned[k][c] = x
				case days > 0:
					turned[k][c] = r.unit.Weight * (x - float64(r.products.Sum[c]/days*all)) / days
				}
			}
		}
		covariance = turned
	}
	return covariance
}
