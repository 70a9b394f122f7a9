package stat

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestEffectiveSizeVector(t *testing.T) {
	var v struct {
		Kish struct {
			Weights []float64 `json:"weights"`
			Size    float64   `json:"n_eff"`
		} `json:"kish"`
	}
	vector(t, "m01_noise_floor", &v)
	nearNumber(t, "effective size", EffectiveSize(v.Kish.Weights), v.Kish.Size, exact)
}

func TestEffectiveSizeEdges(t *testing.T) {
	nearNumber(t, "equal weights", EffectiveSize([]float64{2, 2, 2}), 3, exact)
	nearNumber(t, "one heavy item", EffectiveSize([]float64{0, 7, 0}), 1, exact)
	unknown(t, "no weight", EffectiveSize([]float64{0, 0}))
	unknown(t, "no item", EffectiveSize(nil))
	unknown(t, "negative", EffectiveSize([]float64{1, -1}))
}

func TestOverlapCancellationVector(t *testing.T) {
	var v struct {
		Assigned  map[string][]float64 `json:"assigned"`
		Executed  map[string][]float64 `json:"executed"`
		Aggregate float64              `json:"aggregate_overlap"`
		Joint     float64              `json:"joint_overlap"`
	}
	vector(t, "m01_cancellation", &v)
	p := append(v.Assigned["A"], v.Assigned["B"]...)
	q := append(v.Executed["A"], v.Executed["B"]...)
	nearNumber(t, "overlap of the cells", Overlap(p, q), v.Joint, exact)
	sum := func(c []float64) []float64 { return []float64{c[0] + c[2], c[1] + c[3]} }
	nearNumber(t, "overlap of the sums", Overlap(sum(p), sum(q)), v.Aggregate, exact)
}

func TestOverlapEdges(t *testing.T) {
	for _, c := range []struct {
		name    string
		p, q    []float64
		overlap float64
	}{
		{"same", []float64{1, 3}, []float64{2, 6}, 1},
		{"apart", []float64{1, 0}, []float64{0, 1}, 0},
		{"weights are scaled first", []float64{4, 3, 2, 1}, []float64{1, 1, 1, 1}, 0.8},
	} {
		nearNumber(t, c.name, Overlap(c.p, c.q), c.overlap, exact)
		nearNumber(t, c.name+", variation", TotalVariation(c.p, c.q), 1-c.overlap, exact)
	}
	for name, q := range map[string][]float64{"total of 0": {0, 0}, "other length": {1}, "negative": {2, -1}, "not a number": {1, math.NaN()}} {
		unknown(t, name, Overlap([]float64{1, 1}, q))
		unknown(t, name, TotalVariation(q, []float64{1, 1}))
	}
}

func TestShares(t *testing.T) {
	got, err := Shares([]float64{1, 0, 3})
	if err != nil {
		t.Fatal(err)
	}
	nearAll(t, "shares", got, []float64{0.25, 0, 0.75}, 0)
	if _, err := Shares([]float64{0}); !IsUndefined(err) {
		t.Errorf("shares of nothing: %v, want Undefined", err)
	}
	if _, err := Shares([]float64{-1}); err == nil || IsUndefined(err) {
		t.Errorf("a negative weight: %v, want Malformed", err)
	}
}

// Summing places together can only make two distributions look more alike.
func TestSumsOverlapAtLeastAsMuchAsCells(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		units, intents := rapid.IntRange(1, 6).Draw(t, "units"), rapid.IntRange(1, 5).Draw(t, "intents")
		draw := func(name string) []float64 {
			return rapid.SliceOfN(rapid.Float64Range(0, 9), units*intents, units*intents).Draw(t, name)
		}
		p, q := draw("p"), draw("q")
		fold := func(c []float64) []float64 {
			out := make([]float64, intents)
			for i, x := range c {
				out[i%intents] += x
			}
			return out
		}
		cells, sums := Overlap(p, q), Overlap(fold(p), fold(q))
		if cells.OK && sums.X < cells.X-exact {
			t.Fatalf("sums overlap %v, cells %v", sums, cells)
		}
		if tv := TotalVariation(p, q); cells.OK && math.Abs(tv.X+cells.X-1) > exact {
			t.Fatalf("overlap %v and variation %v do not make 1", cells, tv)
		}
	})
}
