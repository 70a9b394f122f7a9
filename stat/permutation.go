package stat

import (
	"fmt"
	"math"
)

const (
	// mostExact is the number of arrangements up to which all of them are tried.
	mostExact = 50_000
	// randomArrangements is how many are drawn when there are more.
	randomArrangements = 9_999
)

// PValue is the chance of a result at least as extreme as the one seen, if the labels meant nothing.
type PValue struct {
	P            float64 // 0 to 1; by arrangements never 0
	Exact        bool    // whether every arrangement was tried
	Arrangements int     // how many were tried; 0 for the normal approximation
}

// TwoGroups is the permutation test of a split of n things into the first k and the rest.
// extremity measures how remarkable it is that the given things, in no particular order, form
// the first group; larger is more remarkable. Up to 50,000 splits it is asked about each; above
// that about 9,999 random ones, which count together with the one seen.
//
// extremity must not keep its argument. It is Undefined when a group is empty.
func TwoGroups(n, k int, seed uint64, extremity func(first []int) float64) (PValue, error) {
	if k < 0 || k > n {
		return PValue{}, Malformed(fmt.Sprintf("a group of %d out of %d", k, n))
	}
	if k == 0 || k == n {
		return PValue{}, Undefined("one of the two groups is empty")
	}
	first := make([]int, k)
	for i := range first {
		first[i] = i
	}
	t := tally{seen: extremity(first)}
	if binomialAtMost(n, k, mostExact) {
		for ok := true; ok; ok = nextCombination(first, n) {
			t.add(extremity(first))
		}
		return PValue{P: float64(t.extreme) / float64(t.tried), Exact: true, Arrangements: t.tried}, nil
	}
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	r := source(seed, 0)
	for range randomArrangements {
		for i := range k {
			j := i + r.IntN(n-i)
			all[i], all[j] = all[j], all[i]
		}
		t.add(extremity(all[:k:k]))
	}
	return PValue{P: float64(t.extreme+1) / float64(t.tried+1), Arrangements: t.tried}, nil
}

// tally counts arrangements at least as extreme as the one seen. A difference that can only be
// rounding counts as a tie.
type tally struct {
	seen           float64
	tried, extreme int
}

func (t *tally) add(x float64) {
	t.tried++
	if x >= t.seen-1e-12*math.Abs(t.seen) {
		t.extreme++
	}
}

// nextCombination steps c, an ascending choice out of 0..n−1, to the next one; false after the last.
func nextCombination(c []int, n int) bool {
	i := len(c) - 1
	for i >= 0 && c[i] == n-len(c)+i {
		i--
	}
	if i < 0 {
		return false
	}
	c[i]++
	for j := i + 1; j < len(c); j++ {
		c[j] = c[j-1] + 1
	}
	return true
}

// binomialAtMost reports whether there are at most limit ways to choose k out of n.
func binomialAtMost(n, k, limit int) bool {
	k = min(k, n-k)
	ways := 1
	for i := 1; i <= k; i++ {
		ways = ways * (n - k + i) / i // whole at every step: it is a binomial coefficient
		if ways > limit {
			return false
		}
	}
	return true
}
