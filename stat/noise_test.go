package stat

import (
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestExpectedTVVector(t *testing.T) {
	var v struct {
		Cases []struct {
			P       []float64 `json:"p"`
			N       int       `json:"n"`
			Exact   float64   `json:"expected_tv_exact"`
			Normal  float64   `json:"normal_approx"`
			Ceiling float64   `json:"fidelity_ceiling"`
		} `json:"cases"`
	}
	vector(t, "m01_noise_floor", &v)
	if len(v.Cases) != 5 {
		t.Fatalf("%d cases, want 5", len(v.Cases))
	}
	for _, c := range v.Cases {
		name := fmt.Sprintf("%v, %d items", c.P, c.N)
		got := ExpectedTV(c.P, c.N)
		nearNumber(t, name, got, c.Exact, exact)
		near(t, name+", ceiling", 1-got.X, c.Ceiling, exact)
		nearNumber(t, name+", normal", ExpectedTVNormal(c.P, float64(c.N)), c.Normal, exact)
	}
}

// The expected values were computed with 30 digits in another language.
func TestExpectedTVToManyDigits(t *testing.T) {
	nearNumber(t, "2,000 items", ExpectedTV([]float64{0.5, 0.3, 0.15, 0.05}, 2000), 0.01367402497922, 1e-12)
	nearNumber(t, "weights, one of them 0", ExpectedTV([]float64{7, 3, 0}, 7), 0.1361367, 1e-12)
}

func TestExpectedTVEdges(t *testing.T) {
	nearNumber(t, "a single theme leaves nothing to chance", ExpectedTV([]float64{1}, 3), 0, 0)
	nearNumber(t, "one item", ExpectedTV([]float64{1, 1}, 1), 0.5, exact)
	unknown(t, "no items", ExpectedTV([]float64{1, 1}, 0))
	unknown(t, "no weight", ExpectedTV([]float64{0, 0}, 5))
	unknown(t, "no items, normal", ExpectedTVNormal([]float64{1, 1}, 0))
	unknown(t, "no weight, normal", ExpectedTVNormal(nil, 5))
}

// The definition, summed over every count of items.
func TestExpectedTVIsTheBinomialSum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 80).Draw(t, "n")
		w := rapid.SliceOfN(rapid.Float64Range(0.01, 1), 1, 6).Draw(t, "weights")
		p, err := Shares(w)
		if err != nil {
			t.Fatal(err)
		}
		var want float64
		for _, s := range p {
			for x := range n + 1 {
				want += binomialPoint(x, n, s) * math.Abs(float64(x)/float64(n)-s) / 2
			}
		}
		nearNumber(t, "expected variation", ExpectedTV(w, n), want, 1e-10)
	})
}
