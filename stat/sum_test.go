package stat

import (
	"maps"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestSum(t *testing.T) {
	tenth := slices.Repeat([]float64{0.1}, 10)
	for _, c := range []struct {
		name string
		xs   []float64
		want float64
	}{
		{"nothing", nil, 0},
		{"one", []float64{0.3}, 0.3},
		{"ten tenths are one", tenth, 1},
		{"small between large that cancel", []float64{1, 1e100, 1, -1e100}, 2},
		{"half-way case tipped by a lower part", []float64{1e-16, 1, 1e16}, 10000000000000002},
		{"half-way case below", []float64{1e16 + 4, -1, -1e-16}, 1e16 + 2},
		{"infinite", []float64{1, math.Inf(1)}, math.Inf(1)},
	} {
		if got := Sum(c.xs); got != c.want {
			t.Errorf("%s: Sum = %v, want %v", c.name, got, c.want)
		}
	}
	if got := Sum([]float64{math.Inf(1), math.Inf(-1)}); !math.IsNaN(got) {
		t.Errorf("opposite infinities sum to %v, want not a number", got)
	}
}

// The reference is arbitrary-precision addition, rounded once.
func TestSumIsCorrectlyRoundedInAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		xs := rapid.SliceOf(rapid.Float64Range(-1e12, 1e12)).Draw(t, "xs")
		ref := new(big.Float).SetPrec(4000)
		for _, x := range xs {
			ref.Add(ref, new(big.Float).SetFloat64(x))
		}
		want, _ := ref.Float64()
		if got := Sum(xs); got != want {
			t.Fatalf("Sum(%v) = %v, want %v", xs, got, want)
		}
		seed := rapid.Uint64().Draw(t, "seed")
		r := rand.New(rand.NewPCG(seed, 1))
		r.Shuffle(len(xs), func(i, j int) { xs[i], xs[j] = xs[j], xs[i] })
		if got := Sum(xs); got != want {
			t.Fatalf("shuffled: Sum(%v) = %v, want %v", xs, got, want)
		}
	})
}

func TestSumSeqOverAMap(t *testing.T) {
	m := map[string]float64{"a": 0.1, "b": 1e16, "c": 0.2, "d": -1e16, "e": 0.3}
	for range 50 {
		if got := SumSeq(maps.Values(m)); got != 0.6 {
			t.Fatalf("SumSeq = %v, want 0.6", got)
		}
	}
}

func TestAccumulatorReset(t *testing.T) {
	var a Accumulator
	a.Add(math.NaN())
	a.Add(3)
	a.Reset()
	a.Add(0.5)
	if got := a.Sum(); got != 0.5 {
		t.Errorf("after Reset: %v, want 0.5", got)
	}
}

func TestMean(t *testing.T) {
	nearNumber(t, "mean", Mean([]float64{2, 4, 9}), 5, 0)
	unknown(t, "mean of nothing", Mean(nil))
}
