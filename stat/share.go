package stat

import (
	"fmt"
	"math"
)

// Shares divides weights by their total, so that they sum to 1.
// It is Undefined when the total is 0.
func Shares(weights []float64) ([]float64, error) {
	if err := checkWeights("weights", weights); err != nil {
		return nil, err
	}
	total := Sum(weights)
	if total == 0 {
		return nil, Undefined("the total weight is 0")
	}
	out := make([]float64, len(weights))
	for i, w := range weights {
		out[i] = w / total
	}
	return out, nil
}

// Overlap is the share of weight on which two distributions agree: the sum of the smaller of
// the two shares at each place, from 0 (nothing in common) to 1 (the same). p and q are
// weights over the same places; each is first divided by its own total.
func Overlap(p, q []float64) Number {
	ps, qs, err := twoShares(p, q)
	if err != nil {
		return none(err)
	}
	return Of(commonWeight(ps, qs))
}

// TotalVariation is 1 − Overlap: the share of weight that would have to move to turn p into q.
func TotalVariation(p, q []float64) Number {
	ps, qs, err := twoShares(p, q)
	if err != nil {
		return none(err)
	}
	var a Accumulator
	for i := range ps {
		a.Add(math.Abs(ps[i] - qs[i]))
	}
	return Of(a.Sum() / 2)
}

// EffectiveSize is Kish's effective sample size of weighted items, (Σw)²/Σw²: how many items of
// equal weight tell as much. It lies between 1 and the count of items with weight.
func EffectiveSize(weights []float64) Number {
	if err := checkWeights("weights", weights); err != nil {
		return none(err)
	}
	var sum, squares Accumulator
	for _, w := range weights {
		sum.Add(w)
		squares.Add(w * w)
	}
	s := sum.Sum()
	return ratio(s*s, squares.Sum(), "no item has weight")
}

// commonWeight is Σ min(p, q) without any scaling.
func commonWeight(p, q []float64) float64 {
	var a Accumulator
	for i := range p {
		a.Add(min(p[i], q[i]))
	}
	return a.Sum()
}

func twoShares(p, q []float64) (ps, qs []float64, err error) {
	if len(p) != len(q) {
		return nil, nil, Malformed(fmt.Sprintf("the distributions have %d and %d places", len(p), len(q)))
	}
	if ps, err = Shares(p); err != nil {
		return nil, nil, err
	}
	qs, err = Shares(q)
	return ps, qs, err
}
