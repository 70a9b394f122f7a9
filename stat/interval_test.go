package stat

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"
)

// Newcombe 1998, Statistics in Medicine 17:857-872, table I, printed with four decimals.
func TestIntervalsNewcombe(t *testing.T) {
	var v struct {
		Cases []struct {
			K      int       `json:"k"`
			N      int       `json:"n"`
			Wilson []float64 `json:"wilson"`
			Exact  []float64 `json:"clopper_pearson"`
		} `json:"cases"`
	}
	vector(t, "pub_newcombe_intervals", &v)
	if len(v.Cases) != 4 {
		t.Fatalf("%d cases, want 4", len(v.Cases))
	}
	for _, c := range v.Cases {
		w, err := Wilson(c.K, c.N, 0.95)
		if err != nil {
			t.Fatal(err)
		}
		nearAll(t, fmt.Sprintf("Wilson %d/%d", c.K, c.N), []float64{w.Lo, w.Hi}, c.Wilson, 5.1e-5)
		e, err := ClopperPearson(c.K, c.N, 0.95)
		if err != nil {
			t.Fatal(err)
		}
		nearAll(t, fmt.Sprintf("exact %d/%d", c.K, c.N), []float64{e.Lo, e.Hi}, c.Exact, 5.1e-5)
	}
}

// The expected values were computed with 30 digits in another language, the exact limits by
// bisection on sums of binomial terms.
func TestIntervalsToManyDigits(t *testing.T) {
	for _, c := range []struct {
		k, n                 int
		level                float64
		wLo, wHi, cpLo, cpHi float64
	}{
		{7, 12, 0.95, 0.3195113125495, 0.8067396863412, 0.2766696856821, 0.8483477701916},
		{1, 19, 0.90, 0.01183063617144, 0.2049593034146, 0.002696006302871, 0.2263742492724},
		{81, 263, 0.95, 0.2552885198783, 0.3662095769828, 0.2527367455853, 0.3676219226014},
		{3, 10, 0.80, 0.153799178076, 0.5026282947602, 0.1158252780298, 0.5517308323836},
		{15, 148, 0.99, 0.05364486961396, 0.1832673501132, 0.04774455972884, 0.1818775315383},
	} {
		name := fmt.Sprintf("%d/%d at %g", c.k, c.n, c.level)
		w, _ := Wilson(c.k, c.n, c.level)
		nearAll(t, "Wilson "+name, []float64{w.Lo, w.Hi}, []float64{c.wLo, c.wHi}, 1e-12)
		e, _ := ClopperPearson(c.k, c.n, c.level)
		nearAll(t, "exact "+name, []float64{e.Lo, e.Hi}, []float64{c.cpLo, c.cpHi}, 1e-12)
	}
}

func TestRateIntervalChooses(t *testing.T) {
	for _, c := range []struct {
		k, n int
		want Method
	}{{3, 19, ClopperPearsonMethod}, {3, 20, WilsonMethod}, {0, 1, ClopperPearsonMethod}} {
		got, err := RateInterval(c.k, c.n, 0.95)
		if err != nil || got.Method != c.want || got.Level != 0.95 {
			t.Errorf("RateInterval(%d, %d) = %+v, %v; want %s", c.k, c.n, got, err, c.want)
		}
	}
}

func TestIntervalsRefuse(t *testing.T) {
	if _, err := RateInterval(0, 0, 0.95); !IsUndefined(err) {
		t.Errorf("no cases: %v, want Undefined", err)
	}
	if _, err := WilsonShare(0.5, 0, 0.95); !IsUndefined(err) {
		t.Errorf("no weighted cases: %v, want Undefined", err)
	}
	for _, c := range []struct {
		k, n  int
		level float64
	}{{-1, 5, 0.95}, {6, 5, 0.95}, {30, 25, 0.95}, {1, 5, 0}, {1, 25, 1}} {
		if _, err := RateInterval(c.k, c.n, c.level); err == nil || IsUndefined(err) {
			t.Errorf("RateInterval(%d, %d, %g): %v, want Malformed", c.k, c.n, c.level, err)
		}
	}
	if _, err := WilsonShare(1.2, 5, 0.95); err == nil || IsUndefined(err) {
		t.Errorf("a share of 1.2: %v, want Malformed", err)
	}
}

// A rate lies in its interval, turning success into failure mirrors the interval, and the exact
// limits are where the binomial tail is half of what the level leaves.
func TestIntervalProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 90).Draw(t, "n")
		k := rapid.IntRange(0, n).Draw(t, "k")
		level := rapid.Float64Range(0.5, 0.999).Draw(t, "level")
		for _, f := range []func(k, n int, level float64) (Interval, error){Wilson, ClopperPearson} {
			i, err := f(k, n, level)
			if err != nil {
				t.Fatal(err)
			}
			m, _ := f(n-k, n, level)
			if !i.Contains(float64(k)/float64(n)) || i.Lo < 0 || i.Hi > 1 || i.Width() <= 0 {
				t.Fatalf("%d/%d: %+v", k, n, i)
			}
			near(t, "mirror", 1-m.Hi, i.Lo, 1e-12)
		}
		e, _ := ClopperPearson(k, n, level)
		if k > 0 {
			near(t, "lower tail", binomialTail(k, n, e.Lo), (1-level)/2, 1e-10)
		}
		if k < n {
			near(t, "upper tail", 1-binomialTail(k+1, n, e.Hi), (1-level)/2, 1e-10)
		}
	})
}
