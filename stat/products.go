package stat

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// Products is the running sums of items that touch several cells: enough to know how the totals of as many items,
// drawn with replacement, spread and hang together. From 200 items on they stand in for the items themselves.
type Products struct {
	N     int         // number of items
	Sum   []float64   // Σw by cell
	Cross [][]float64 // Σ w_c w_d by cell c and cell d
}

// ProductsOf sums up items of so many cells. All rows have that length and hold finite numbers. The order of the
// items does not matter.
func ProductsOf(items [][]float64, cells int) Products {
	sums, cross := make([]Accumulator, cells), make([]Accumulator, cells*cells)
	touched := make([]int, 0, cells)
	for _, item := range items {
		touched = touched[:0]
		for c, w := range item {
			if w == 0 {
				continue
			}
			sums[c].Add(w)
			touched = append(touched, c)
			for _, d := range touched {
				cross[c*cells+d].Add(float64(w * item[d]))
			}
		}
	}
	p := Products{N: len(items), Sum: make([]float64, cells), Cross: table(cells, cells)}
	for c := range cells {
		p.Sum[c] = sums[c].Sum()
		for d := range c + 1 {
			p.Cross[c][d] = cross[c*cells+d].Sum()
			p.Cross[d][c] = p.Cross[c][d]
		}
	}
	return p
}

// Covariance is that of the totals of N items drawn with replacement: Σ w_c w_d − Σw_c Σw_d / N. It is all 0
// without items.
func (p Products) Covariance() [][]float64 {
	out := table(len(p.Sum), len(p.Sum))
	for c := range out {
		for d := range out[c] {
			if p.N > 0 {
				out[c][d] = p.Cross[c][d] - float64(p.Sum[c]*p.Sum[d])/float64(p.N)
			}
		}
	}
	return out
}

// Normal stands for totals of which only the mean and the covariance under resampling are known, those of a unit
// or of many together. They are drawn from the normal distribution with both, and never below 0.
type Normal struct {
	N          int // number of items behind them
	Mean       []float64
	Covariance [][]float64 // symmetric
}

func (m Normal) check() error {
	if len(m.Covariance) != len(m.Mean) {
		return Malformed(fmt.Sprintf("%d means with a covariance of %d rows", len(m.Mean), len(m.Covariance)))
	}
	if err := checkFinite("means", m.Mean); err != nil {
		return err
	}
	for _, row := range m.Covariance {
		if len(row) != len(m.Mean) {
			return Malformed(fmt.Sprintf("a row of %d covariances for %d means", len(row), len(m.Mean)))
		}
		if err := checkFinite("covariance", row); err != nil {
			return err
		}
	}
	return nil
}

// normalDrawer draws from a normal distribution: the mean, and a lower triangle times independent normal numbers.
type normalDrawer struct {
	random *rand.Rand
	mean   []float64
	root   [][]float64 // the lower triangle L with L Lᵀ the covariance
	noise  []float64
}

func newNormalDrawer(m Normal, r *rand.Rand) *normalDrawer {
	return &normalDrawer{random: r, mean: m.Mean, root: triangle(m.Covariance), noise: make([]float64, len(m.Mean))}
}

// draw writes every product through float64, as that of moments does.
func (d *normalDrawer) draw(sums []float64) {
	for c := range d.noise {
		d.noise[c] = d.random.NormFloat64()
	}
	for c, row := range d.root {
		x := d.mean[c]
		for k, l := range row[:c+1] {
			x += float64(l * d.noise[k])
		}
		sums[c] = max(0, x)
	}
}

// nothingLeft is the part of a cell's variance below which what the cells before it leave is rounding.
const nothingLeft = 1e-10

// triangle is the Cholesky root of a covariance. A cell that the cells before it determine, as the last of
// shares that add up, gets no chance of its own.
func triangle(covariance [][]float64) [][]float64 {
	root := table(len(covariance), len(covariance))
	for c, row := range covariance {
		for k := range c {
			if root[k][k] > 0 {
				root[c][k] = (row[k] - dot(root[c][:k], root[k][:k])) / root[k][k]
			}
		}
		if left := row[c] - dot(root[c][:c], root[c][:c]); left > nothingLeft*row[c] {
			root[c][c] = math.Sqrt(left)
		}
	}
	return root
}

func dot(a, b []float64) float64 {
	sum := 0.0
	for k := range a {
		sum += float64(a[k] * b[k])
	}
	return sum
}
