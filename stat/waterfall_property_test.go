package stat

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// drawChain draws a complete chain in which each layer's cells sum to 1.
func drawChain(t *rapid.T) Chain {
	units, intents := rapid.IntRange(1, 5).Draw(t, "units"), rapid.IntRange(1, 4).Draw(t, "intents")
	layers := rapid.IntRange(1, 5).Draw(t, "layers")
	c := Chain{Stated: drawShares(t, "stated", intents)}
	for range layers {
		c.Layers = append(c.Layers, Layer{Cells: rowsOf(drawShares(t, "layer", units*intents), intents)})
	}
	return c
}

// drawShares draws n shares that sum to 1, some of them 0.
func drawShares(t *rapid.T, label string, n int) []float64 {
	whole := rapid.SliceOfN(rapid.IntRange(-3, 9), n, n).Draw(t, label)
	w := make([]float64, n)
	for i, x := range whole {
		w[i] = float64(max(0, x))
	}
	if Sum(w) == 0 {
		w[0] = 1
	}
	p, err := Shares(w)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func rowsOf(flat []float64, columns int) (rows [][]float64) {
	for row := range slices.Chunk(flat, columns) {
		rows = append(rows, row)
	}
	return rows
}

// punch makes some units miss some layers; every layer keeps a unit with weight.
func punch(t *rapid.T, c Chain) Chain {
	out := Chain{Stated: c.Stated, Weights: Chain{Layers: c.Layers[:1]}.unitWeights()}
	for _, l := range c.Layers {
		holes := slices.Clone(l.Cells)
		for u := range holes {
			if rapid.IntRange(0, 2).Draw(t, "hole") == 0 {
				holes[u] = nil
			}
		}
		if skipped(Layer{Cells: holes}) != "" {
			holes = l.Cells
		}
		out.Layers = append(out.Layers, Layer{Cells: holes})
	}
	return out
}

func drawnFlow(t *rapid.T, c Chain) *Waterfall {
	w, err := Flow(c)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestFlowAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := punch(t, drawChain(t))
		w := drawnFlow(t, c)
		left := w.Stated
		for i, s := range w.Steps {
			left -= s.Loss
			near(t, "stated less the losses so far", left, s.Surviving.X, exact)
			near(t, "losses by intent", Sum(s.LossByIntent), s.Loss, exact)
			if !s.First {
				near(t, "losses by unit", Sum(s.LossByUnit), s.Loss, exact)
				near(t, "losses by cell", tableSum(s.LossCells), s.Loss, exact)
			}
			checkStep(t, i, s)
			if s.Skipped == "" {
				near(t, "what stands where it was stated", commonWeight(c.Stated, columnSums(s.Given, len(c.Stated))), s.Fidelity.F.X, exact)
			}
		}
	})
}

func checkStep(t *rapid.T, i int, s Step) {
	for _, x := range slices.Concat(slices.Concat(s.LossCells...), slices.Concat(s.Cells...), s.LossByIntent, s.LossByUnit) {
		if x < 0 {
			t.Fatalf("layer %d holds a negative figure: %+v", i, s)
		}
	}
	for k, m := range s.Moved {
		if m < 0 || m > s.LossByIntent[k] {
			t.Fatalf("layer %d: moved %v of %v lost", i, m, s.LossByIntent[k])
		}
	}
	if s.Fidelity.F.X < s.Surviving.X-exact {
		t.Fatalf("layer %d: fidelity %v below surviving %v", i, s.Fidelity.F, s.Surviving)
	}
	if s.Lo.X > s.Surviving.X || s.Surviving.X > s.Hi.X || s.Coverage < 0 || s.Coverage > 1+exact {
		t.Fatalf("layer %d: %v in %v..%v, coverage %v", i, s.Surviving, s.Lo, s.Hi, s.Coverage)
	}
}

// Whatever the silent units really did, the truth lies within the bounds.
func TestFlowBoundsHoldTheTruth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		whole := drawChain(t)
		truth, seen := drawnFlow(t, whole), drawnFlow(t, punch(t, whole))
		for i, s := range seen.Steps {
			x := truth.Steps[i].Surviving.X
			if x < s.Lo.X-exact || x > s.Hi.X+exact {
				t.Fatalf("layer %d: the truth %v lies outside %v..%v", i, x, s.Lo, s.Hi)
			}
		}
	})
}

// Listing the units or the intents in another order changes no bit of any figure.
func TestFlowIgnoresLabels(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := punch(t, drawChain(t))
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 2))
		units, intents := r.Perm(len(c.Weights)), r.Perm(len(c.Stated))
		d := Chain{Stated: pick(c.Stated, intents), Weights: pick(c.Weights, units)}
		for _, l := range c.Layers {
			d.Layers = append(d.Layers, Layer{Cells: pickRows(l.Cells, units, intents)})
		}
		a, b := drawnFlow(t, c), drawnFlow(t, d)
		for i := range a.Steps {
			s := &a.Steps[i]
			s.Given = pickRows(s.Given, units, intents)
			s.Cells, s.LossCells = pickRows(s.Cells, units, intents), pickRows(s.LossCells, units, intents)
			s.LossByUnit, s.LossByIntent, s.Moved = pick(s.LossByUnit, units), pick(s.LossByIntent, intents), pick(s.Moved, intents)
		}
		a.Weights = pick(a.Weights, units)
		if diff := cmp.Diff(a, b); diff != "" {
			t.Fatalf("relabelled (-before +after):\n%s", diff)
		}
	})
}

func TestFlowLeavesItsInputAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := punch(t, drawChain(t))
		before := Chain{Stated: slices.Clone(c.Stated), Weights: slices.Clone(c.Weights)}
		for _, l := range c.Layers {
			rows := make([][]float64, len(l.Cells))
			for u, row := range l.Cells {
				rows[u] = slices.Clone(row)
			}
			before.Layers = append(before.Layers, Layer{Cells: rows})
		}
		drawnFlow(t, c)
		if diff := cmp.Diff(before, c); diff != "" {
			t.Fatalf("the input was changed:\n%s", diff)
		}
	})
}

func pick(xs []float64, order []int) []float64 {
	out := make([]float64, len(order))
	for i, j := range order {
		out[i] = xs[j]
	}
	return out
}

func pickRows(rows [][]float64, units, intents []int) [][]float64 {
	out := make([][]float64, len(units))
	for i, u := range units {
		if rows[u] != nil {
			out[i] = pick(rows[u], intents)
		}
	}
	return out
}

// BenchmarkWaterfall is a large organisation: 200 units, 8 intents, 6 layers.
func BenchmarkWaterfall(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	draw := func(n int) []float64 {
		out := make([]float64, n)
		for i := range out {
			out[i] = r.Float64()
		}
		p, err := Shares(out)
		if err != nil {
			b.Fatal(err)
		}
		return p
	}
	c := Chain{Stated: draw(8)}
	for range 6 {
		c.Layers = append(c.Layers, Layer{Cells: rowsOf(draw(200*8), 8)})
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Flow(c); err != nil {
			b.Fatal(err)
		}
	}
}
