package stat

import (
	"fmt"
	"math"
)

// ExpectedTV is the total variation that chance alone makes between the intended shares p and
// the shares seen in n items drawn from them: E[TV] = ½ Σ E|X/n − p|, X binomial. 1 − ExpectedTV
// is the best overlap a unit that is perfectly on course may expect, so it is drawn beside it.
// p are weights, divided by their total first. Undefined without items or weight.
//
// The sum over all outcomes of each share has a closed form, found by De Moivre in 1730:
// E|X − np| = 2 m C(n,m) p^m (1−p)^(n−m+1), with m = ⌊np⌋+1. So the result is exact at any n and
// costs one term per share.
func ExpectedTV(p []float64, n int) Number {
	shares, err := Shares(p)
	if err != nil {
		return none(err)
	}
	if n < 1 {
		return None("there are no items")
	}
	var a Accumulator
	for _, s := range shares {
		a.Add(meanDeviation(s, n))
	}
	return Of(a.Sum() / (2 * float64(n)))
}

// ExpectedTVNormal is the normal approximation of ExpectedTV, ½ Σ √(2p(1−p)/(πn)). It takes an
// effective number of items that need not be whole, as weighted items have.
func ExpectedTVNormal(p []float64, n float64) Number {
	shares, err := Shares(p)
	if err != nil {
		return none(err)
	}
	if !(n > 0) || math.IsInf(n, 0) {
		return None(fmt.Sprintf("there are %g items", n))
	}
	var a Accumulator
	for _, s := range shares {
		a.Add(math.Sqrt(2 * s * (1 - s) / (math.Pi * n)))
	}
	return Of(a.Sum() / 2)
}

// meanDeviation is E|X − np| for X binomial with n trials of chance p.
func meanDeviation(p float64, n int) float64 {
	if p <= 0 || p >= 1 {
		return 0
	}
	nf := float64(n)
	m := math.Floor(nf*p) + 1
	if m > nf {
		m = nf // np rounded up to n: p is a hair below 1
	}
	// C(n,m) = 1 / ((n+1) B(m+1, n−m+1))
	logC := -math.Log(nf+1) - lbeta(m+1, nf-m+1)
	return 2 * m * math.Exp(logC+m*math.Log(p)+(nf-m+1)*math.Log1p(-p))
}
