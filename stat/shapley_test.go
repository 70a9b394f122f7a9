package stat

import (
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"
)

var names = []string{"capability", "coordination", "alignment"}

func TestSplitShortfallVector(t *testing.T) {
	var v struct {
		Cases []struct {
			Factors   map[string]float64 `json:"factors"`
			Yield     float64            `json:"yield_"`
			Shortfall float64            `json:"shortfall"`
			Points    map[string]float64 `json:"shapley_points"`
			Shares    map[string]float64 `json:"shapley_share"`
			LogPoints map[string]float64 `json:"lmdi_points"`
			LogShares map[string]float64 `json:"lmdi_share"`
		} `json:"cases"`
	}
	vector(t, "m11_decomposition", &v)
	if len(v.Cases) != 3 {
		t.Fatalf("%d cases, want 3", len(v.Cases))
	}
	for i, c := range v.Cases {
		s, err := SplitShortfall(c.Factors[names[0]], c.Factors[names[1]], c.Factors[names[2]])
		if err != nil {
			t.Fatal(err)
		}
		near(t, "yield", s.Yield, c.Yield, exact)
		near(t, "shortfall", s.Shortfall, c.Shortfall, exact)
		for j, name := range names {
			label := fmt.Sprintf("case %d, %s", i+1, name)
			near(t, label, s.Points[j], c.Points[name], exact)
			nearNumber(t, label+" share", s.Shares[j], c.Shares[name], exact)
			// The log-mean split is another road to the same story: it agrees to 0.01.
			logPart := s.Shortfall * math.Log(c.Factors[name]) / math.Log(s.Yield)
			near(t, label+", log-mean split", logPart, c.LogPoints[name], exact)
			near(t, label+", log-mean share", logPart/s.Shortfall, c.LogShares[name], exact)
			near(t, label+" against the log-mean split", s.Points[j], logPart, 0.01)
		}
	}
}

func TestSplitShortfallEdges(t *testing.T) {
	s, err := SplitShortfall(1, 1)
	if err != nil {
		t.Fatal(err)
	}
	nearAll(t, "nothing missing", s.Points, []float64{0, 0}, 0)
	unknown(t, "share of nothing", s.Shares[0])

	s, err = SplitShortfall(0, 0.5)
	if err != nil {
		t.Fatal(err)
	}
	nearAll(t, "a factor of 0", s.Points, []float64{0.75, 0.25}, exact)

	for _, bad := range [][]float64{{}, {1.1}, {-0.1}, {math.NaN()}, make([]float64, 9)} {
		if _, err := SplitShortfall(bad...); err == nil || IsUndefined(err) {
			t.Errorf("factors %v: %v, want Malformed", bad, err)
		}
	}
}

// The glove game: player 0 owns a left glove, 1 and 2 a right one each; a pair is worth 1. The
// textbook answer is 2/3, 1/6, 1/6.
func TestShapleyGloveGame(t *testing.T) {
	got, err := Shapley(3, func(mask uint) float64 {
		if mask&1 == 1 && mask&6 != 0 {
			return 1
		}
		return 0
	})
	if err != nil {
		t.Fatal(err)
	}
	nearAll(t, "gloves", got, []float64{2.0 / 3, 1.0 / 6, 1.0 / 6}, exact)
}

func TestShapleyRefuses(t *testing.T) {
	if _, err := Shapley(2, func(mask uint) float64 { return math.Inf(1) }); err == nil {
		t.Error("infinite values must be refused")
	}
	for _, n := range []int{-1, 0, 9} {
		if _, err := Shapley(n, func(uint) float64 { return 0 }); err == nil {
			t.Errorf("%d players must be refused", n)
		}
	}
}

// Parts sum to the total; relabelling the players relabels the parts; two players agree with
// the two-player form.
func TestShapleyProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 8).Draw(t, "n")
		worth := rapid.SliceOfN(rapid.Float64Range(-5, 5), 1<<n, 1<<n).Draw(t, "worth")
		value := func(mask uint) float64 { return worth[mask] }
		parts, err := Shapley(n, value)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "sum of the parts", Sum(parts), worth[1<<n-1]-worth[0], exact)
		order := rapid.Permutation(indices(n)).Draw(t, "order")
		moved, err := Shapley(n, func(mask uint) float64 {
			var to uint
			for i, j := range order {
				to |= mask >> i & 1 << j
			}
			return worth[to]
		})
		if err != nil {
			t.Fatal(err)
		}
		nearAll(t, "relabelled", moved, pick(parts, order), exact)
		if n == 2 {
			a, b := ShapleyTwo(Two{worth[0], worth[1], worth[2], worth[3]})
			nearAll(t, "two players", []float64{a, b}, parts, exact)
		}
	})
}

func indices(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}
