package stat

import (
	"fmt"
	"math/bits"
)

// mostPlayers is the most players [Shapley] takes; it asks for the value of each of their 256 coalitions once.
const mostPlayers = 8

// Shapley splits the value of a coalition of n players, 1 to 8, among them: each player's
// average contribution over all orders in which they may join. value is asked once for each
// coalition; bit i of the mask is player i. The parts sum to value(all) − value(none), a player
// that never changes the value gets 0, and two that are interchangeable get the same.
func Shapley(n int, value func(mask uint) float64) ([]float64, error) {
	if n < 1 || n > mostPlayers {
		return nil, Malformed(fmt.Sprintf("a split among %d players, want 1 to %d", n, mostPlayers))
	}
	worth := make([]float64, 1<<n)
	for mask := range worth {
		worth[mask] = value(uint(mask))
	}
	if err := checkFinite("coalition values", worth); err != nil {
		return nil, err
	}
	weight := orderWeights(n)
	parts := make([]float64, n)
	for i := range parts {
		var a Accumulator
		for mask := range worth {
			if mask>>i&1 == 0 {
				a.Add(weight[bits.OnesCount(uint(mask))] * (worth[mask|1<<i] - worth[mask]))
			}
		}
		parts[i] = a.Sum()
	}
	return parts, nil
}

// orderWeights[s] is the share of orders in which exactly a given set of s players comes before
// a given other one: s! (n−1−s)! / n!.
func orderWeights(n int) []float64 {
	factorial := make([]float64, n+1)
	factorial[0] = 1
	for i := 1; i <= n; i++ {
		factorial[i] = factorial[i-1] * float64(i)
	}
	out := make([]float64, n)
	for s := range out {
		out[s] = factorial[s] * factorial[n-1-s] / factorial[n]
	}
	return out
}

// Two holds a figure under each combination of two changes, the input of [ShapleyTwo].
type Two struct {
	Neither, First, Second, Both float64
}

// ShapleyTwo splits the change from Neither to Both into what is due to the first change and
// what is due to the second. The two sum to Both − Neither.
func ShapleyTwo(v Two) (first, second float64) {
	first = ((v.First - v.Neither) + (v.Both - v.Second)) / 2
	second = ((v.Second - v.Neither) + (v.Both - v.First)) / 2
	return first, second
}

// Split is a product of factors and what each takes from it.
type Split struct {
	Yield     float64   // product of the factors, 0 to 1
	Shortfall float64   // 1 − Yield
	Points    []float64 // what each factor takes; they sum to Shortfall
	Shares    []Number  // Points as shares of Shortfall; undefined when nothing is missing
}

// SplitShortfall explains what is missing to 1 in a product of 1 to 8 factors between 0 and 1:
// each factor's Shapley value when factors are set, one after another, from 1 to their value.
// It holds with zeros too.
func SplitShortfall(factors ...float64) (*Split, error) {
	for i, f := range factors {
		if !(f >= 0 && f <= 1) {
			return nil, Malformed(fmt.Sprintf("factor %d is %g, want a number from 0 to 1", i+1, f))
		}
	}
	product := func(mask uint) float64 {
		p := 1.0
		for i, f := range factors {
			if mask>>i&1 == 1 {
				p *= f
			}
		}
		return p
	}
	points, err := Shapley(len(factors), func(mask uint) float64 { return 1 - product(mask) })
	if err != nil {
		return nil, err
	}
	s := &Split{Yield: product(1<<len(factors) - 1), Points: points}
	s.Shortfall = 1 - s.Yield
	for _, p := range points {
		s.Shares = append(s.Shares, ratio(p, s.Shortfall, "nothing is missing"))
	}
	return s, nil
}
