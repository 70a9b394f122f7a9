package stat

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// The expected values were computed with 30 digits in another language.
func TestBetaCDF(t *testing.T) {
	for _, c := range []struct{ x, a, b, want float64 }{
		{0.3, 2, 5, 0.579825},
		{0.5, 0.5, 0.5, 0.5},
		{0.999, 30, 2, 0.9995438962809783},
		{0.01, 0.1, 8, 0.8067817141617238},
		{0.42, 420, 600, 0.7043654782145245},
		{0.3085, 81, 183, 0.5304223596275293},
		{1e-6, 1, 1e6, 0.6321207427683549},
		{0.37, 1, 1, 0.37},
		{-1, 2, 3, 0},
		{0, 2, 3, 0},
		{1, 2, 3, 1},
		{7, 2, 3, 1},
	} {
		near(t, "beta", BetaCDF(c.x, c.a, c.b), c.want, 1e-11)
	}
	for _, bad := range [][3]float64{{math.NaN(), 1, 1}, {0.5, 0, 1}, {0.5, 1, -2}} {
		if got := BetaCDF(bad[0], bad[1], bad[2]); !math.IsNaN(got) {
			t.Errorf("BetaCDF(%v) = %v, want not a number", bad, got)
		}
	}
}

// For whole shapes the function is a binomial tail, which can be summed term by term.
func TestBetaCDFIsABinomialTail(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 60).Draw(t, "n")
		k := rapid.IntRange(1, n).Draw(t, "k")
		p := rapid.Float64Range(0.001, 0.999).Draw(t, "p")
		near(t, "tail", BetaCDF(p, float64(k), float64(n-k+1)), binomialTail(k, n, p), 1e-11)
	})
}

// The quantile is right to a few units in its last place: a step further on either side passes p.
func TestBetaQuantileInverts(t *testing.T) {
	const step = 4e-15
	rapid.Check(t, func(t *rapid.T) {
		a := rapid.Float64Range(0.3, 5000).Draw(t, "a")
		b := rapid.Float64Range(0.3, 5000).Draw(t, "b")
		p := rapid.Float64Range(1e-6, 1-1e-6).Draw(t, "p")
		x := BetaQuantile(p, a, b)
		below, above := BetaCDF(x*(1-step), a, b), BetaCDF(x*(1+step), a, b)
		if below > p+1e-11 || above < p-1e-11 {
			t.Fatalf("quantile %v: %v and %v do not enclose %v", x, below, above, p)
		}
	})
	for _, c := range []struct{ p, want float64 }{{0, 0}, {1, 1}} {
		near(t, "end", BetaQuantile(c.p, 3, 4), c.want, 0)
	}
	if got := BetaQuantile(2, 1, 1); !math.IsNaN(got) {
		t.Errorf("quantile of 2 = %v", got)
	}
}

func TestNormalQuantile(t *testing.T) {
	near(t, "0.975", NormalQuantile(0.975), 1.959963984540054, 1e-12)
	near(t, "0.9", NormalQuantile(0.9), 1.2815515655446, 1e-12)
	near(t, "0.001", NormalQuantile(0.001), -3.090232306167814, 1e-12)
	near(t, "0.5", NormalQuantile(0.5), 0, 0)
}

// binomialTail is P(X ≥ k) for n trials of chance p, term by term.
func binomialTail(k, n int, p float64) float64 {
	var sum float64
	for i := n; i >= k; i-- {
		sum += binomialPoint(i, n, p)
	}
	return sum
}

// binomialPoint is P(X = k) for n trials of chance p, as a running product.
func binomialPoint(k, n int, p float64) float64 {
	out := math.Pow(1-p, float64(n-k)) * math.Pow(p, float64(k))
	for i := 1; i <= k; i++ {
		out *= float64(n-k+i) / float64(i)
	}
	return out
}
