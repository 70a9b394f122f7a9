package stat

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
)

// Moments are the running sums of a sample: enough to resample it when it is large, without
// walking its items.
type Moments struct {
	N     int       // number of items
	Sum   []float64 // Σw by cell
	SumSq []float64 // Σw² by cell
	// Signed says that weights below 0 occur. Otherwise a drawn sum is never below 0.
	Signed bool
}

// MomentsOf sums up items. All rows have the same length.
func MomentsOf(items [][]float64) Moments {
	m := Moments{N: len(items)}
	if len(items) == 0 {
		return m
	}
	cells := len(items[0])
	squares := table(len(items), cells)
	for i, item := range items {
		for c, w := range item {
			squares[i][c] = w * w
			m.Signed = m.Signed || w < 0
		}
	}
	m.Sum, m.SumSq = columnSums(items, cells), columnSums(squares, cells)
	return m
}

func (s Sample) check() error {
	switch {
	case s.Items != nil:
	case s.Moments != nil:
		return s.Moments.check()
	case s.Normal != nil:
		return s.Normal.check()
	}
	for i, item := range s.Items {
		if len(item) != len(s.Items[0]) {
			return Malformed(fmt.Sprintf("item %d has %d cells, want %d", i+1, len(item), len(s.Items[0])))
		}
		if err := checkFinite("item", item); err != nil {
			return err
		}
	}
	return nil
}

func (m Moments) check() error {
	if m.N < fewestForMoments {
		return Malformed(fmt.Sprintf("moments of %d items; below %d hand over the items", m.N, fewestForMoments))
	}
	if len(m.Sum) != len(m.SumSq) {
		return Malformed(fmt.Sprintf("moments with %d sums and %d sums of squares", len(m.Sum), len(m.SumSq)))
	}
	if err := checkFinite("sums", m.Sum); err != nil {
		return err
	}
	return checkWeights("sums of squares", m.SumSq)
}

// canonical is the sample as it will be drawn: as moments when it is large, else as items in an
// order of their own.
func (s Sample) canonical(itemByItem bool) Sample {
	if s.Items == nil && (s.Moments != nil || s.Normal != nil) {
		return Sample{Moments: s.Moments, Normal: s.Normal}
	}
	if len(s.Items) >= fewestForMoments && !itemByItem {
		m := MomentsOf(s.Items)
		return Sample{Moments: &m}
	}
	items := append(make([][]float64, 0, len(s.Items)), s.Items...)
	slices.SortFunc(items, slices.Compare)
	return Sample{Items: items}
}

// fingerprint is a number made from all of a canonical sample.
func (s Sample) fingerprint() uint64 {
	switch {
	case s.Items != nil:
		return Seed(s.Items...)
	case s.Moments != nil:
		return Seed([]float64{float64(s.Moments.N)}, s.Moments.Sum, s.Moments.SumSq)
	}
	return Seed(append([][]float64{{float64(s.Normal.N)}, s.Normal.Mean}, s.Normal.Covariance...)...)
}

// size is the number of items of a canonical sample.
func (s Sample) size() int {
	switch {
	case s.Items != nil:
		return len(s.Items)
	case s.Moments != nil:
		return s.Moments.N
	}
	return s.Normal.N
}

// totals is the sum of all items of a canonical sample, by cell.
func (s Sample) totals() []float64 {
	switch {
	case len(s.Items) > 0:
		return columnSums(s.Items, len(s.Items[0]))
	case s.Items != nil:
		return nil
	case s.Moments != nil:
		return slices.Clone(s.Moments.Sum)
	}
	return slices.Clone(s.Normal.Mean)
}

// drawer draws a canonical sample from a stream of random numbers.
func (s Sample) drawer(r *rand.Rand) drawer {
	switch {
	case s.Items != nil:
		return newItemDrawer(s.Items, r)
	case s.Moments != nil:
		return newMomentDrawer(*s.Moments, r)
	}
	return newNormalDrawer(*s.Normal, r)
}

// drawer overwrites sums with those of one resample.
type drawer interface{ draw(sums []float64) }

// itemDrawer draws item by item. Most items touch one cell or two, so only those are kept: item
// i has the entries from start[i] to start[i+1].
type itemDrawer struct {
	random *rand.Rand
	start  []int
	cell   []int
	weight []float64
}

func newItemDrawer(items [][]float64, r *rand.Rand) *itemDrawer {
	d := &itemDrawer{random: r, start: make([]int, 1, len(items)+1)}
	for _, item := range items {
		for c, w := range item {
			if w != 0 {
				d.cell, d.weight = append(d.cell, c), append(d.weight, w)
			}
		}
		d.start = append(d.start, len(d.cell))
	}
	return d
}

func (d *itemDrawer) draw(sums []float64) {
	clear(sums)
	n := len(d.start) - 1
	for range n {
		i := d.random.IntN(n)
		for e := d.start[i]; e < d.start[i+1]; e++ {
			sums[d.cell[e]] += d.weight[e]
		}
	}
}

// momentDrawer draws the sums of a large sample from a normal distribution with the mean and
// the covariance that resampling has: covariance(c, d) = Σ w_c w_d − Σw_c Σw_d / n.
//
// It takes Σ w_c w_d = 0 for different cells, which holds when an item belongs to one cell. Then
// the sums of n drawn items are those of a Poisson number of items, independent by cell, given
// that the number was n. So: draw the independent sums and the number, and correct the sums for
// by how much the number missed n.
//
// Stated error, tested: for items with one cell each and weights that spread like human effort,
// the ends of an interval differ from item-by-item resampling by less than 10 % of its width,
// most of which is chance of the resampling itself. A cell that only a handful of items touch is
// further from normal than that. Items spread over several cells come out
// with intervals that are at least as wide by cell.
type momentDrawer struct {
	random  *rand.Rand
	moments Moments
	spread  []float64 // √Σw² by cell
	rest    float64   // standard deviation of the part of the number that the sums do not tell
	noise   []float64
}

func newMomentDrawer(m Moments, r *rand.Rand) *momentDrawer {
	d := &momentDrawer{random: r, moments: m, spread: make([]float64, len(m.Sum)), noise: make([]float64, len(m.Sum))}
	var told Accumulator
	for c, q := range m.SumSq {
		d.spread[c] = math.Sqrt(q)
		if q > 0 {
			told.Add(m.Sum[c] * m.Sum[c] / q)
		}
	}
	d.rest = math.Sqrt(max(0, float64(m.N)-told.Sum()))
	return d
}

// draw writes every product through float64, so that no processor fuses it with a sum and gets
// other last bits.
func (d *momentDrawer) draw(sums []float64) {
	off := float64(d.rest * d.random.NormFloat64())
	for c := range sums {
		z := d.random.NormFloat64()
		d.noise[c] = float64(d.spread[c] * z)
		if d.spread[c] > 0 {
			off += float64(d.moments.Sum[c] / d.spread[c] * z)
		}
	}
	n := float64(d.moments.N)
	for c, s := range d.moments.Sum {
		sums[c] = s + d.noise[c] - float64(s/n*off)
		if !d.moments.Signed {
			sums[c] = max(0, sums[c])
		}
	}
}
