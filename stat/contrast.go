package stat

import (
	"math"
	"slices"
)

// Contrast compares two groups of measurements without assuming a shape for either.
type Contrast struct {
	First, Second int // how many measurements each group has
	// U is the number of pairs in which the second group's measurement is the larger one, ties
	// counting half (Mann & Whitney).
	U float64
	// Theta is U as a share of all pairs: the chance that a measurement of the second group
	// exceeds one of the first (Vargha & Delaney). 0.5 is no difference.
	Theta float64
	// Shift is how much larger the second group is, in the unit of the measurements: the
	// median of all differences (Hodges & Lehmann).
	Shift float64
	// P is the two-sided permutation test of U.
	P PValue
}

// Compare contrasts the second group with the first. It is Undefined when a group is empty.
func Compare(first, second []float64) (*Contrast, error) {
	return compare(first, second, rankSumTest)
}

// CompareMany is Compare for many groups at once: where there are more arrangements than are tried one by one, the test
// takes the normal approximation instead of random ones.
func CompareMany(first, second []float64) (*Contrast, error) {
	return compare(first, second, func(a, b []float64) (PValue, error) {
		if binomialAtMost(len(a)+len(b), len(a), mostExact) {
			return rankSumTest(a, b)
		}
		return PValue{P: rankSumByNormal(a, b)}, nil
	})
}

// compare contrasts two groups by a test that is handed them sorted.
func compare(first, second []float64, test func(a, b []float64) (PValue, error)) (*Contrast, error) {
	if err := checkFinite("first group", first); err != nil {
		return nil, err
	}
	if err := checkFinite("second group", second); err != nil {
		return nil, err
	}
	if len(first) == 0 || len(second) == 0 {
		return nil, Undefined("one of the two groups is empty")
	}
	a, b := slices.Sorted(slices.Values(first)), slices.Sorted(slices.Values(second))
	c := &Contrast{First: len(a), Second: len(b), U: pairsAbove(a, b), Shift: medianDifference(a, b)}
	c.Theta = c.U / float64(len(a)) / float64(len(b))
	p, err := test(a, b)
	c.P = p
	return c, err
}

// rankSumByNormal is the two-sided chance of a rank sum as far from an even split, by its normal approximation with the
// variance that the ties leave: k l / 12 (n + 1 − Σ(t³ − t) / (n (n − 1))).
func rankSumByNormal(a, b []float64) float64 {
	all := slices.Concat(a, b)
	k, l, n := float64(len(a)), float64(len(b)), float64(len(all))
	slices.Sort(all)
	ties := 0.0
	for from := 0; from < len(all); {
		to := from + 1
		for to < len(all) && all[to] == all[from] {
			to++
		}
		t := float64(to - from)
		ties += t*t*t - t
		from = to
	}
	spread := math.Sqrt(k * l / 12 * (n + 1 - ties/(n*(n-1))))
	if spread == 0 {
		return 1 // all are equal
	}
	z := math.Abs(pairsAbove(a, b)-k*l/2) / spread
	return math.Erfc(z / math.Sqrt2)
}

// rankSumTest asks how often a random split is as far from an even one as this. Mid-ranks are
// doubled, so that sums are whole and ties exact.
func rankSumTest(a, b []float64) (PValue, error) {
	ranks := doubledMidRanks(slices.Concat(a, b))
	k, n := len(a), len(a)+len(b)
	even := k * (n + 1)
	return TwoGroups(n, k, Seed(a, b), func(first []int) float64 {
		sum := -even
		for _, i := range first {
			sum += ranks[i]
		}
		return math.Abs(float64(sum))
	})
}

// doubledMidRanks is twice the rank of each value, where equal values share their mean rank.
func doubledMidRanks(xs []float64) []int {
	order := make([]int, len(xs))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int {
		switch {
		case xs[i] < xs[j]:
			return -1
		case xs[i] > xs[j]:
			return 1
		}
		return i - j
	})
	out := make([]int, len(xs))
	for from := 0; from < len(order); {
		to := from + 1
		for to < len(order) && xs[order[to]] == xs[order[from]] {
			to++
		}
		for _, i := range order[from:to] {
			out[i] = from + 1 + to // twice the mean of ranks from+1 to to
		}
		from = to
	}
	return out
}

// pairsAbove counts the pairs with b above a, ties half; both are sorted.
func pairsAbove(a, b []float64) float64 {
	var less, same, twice int
	for _, y := range b {
		for less < len(a) && a[less] < y {
			less++
		}
		same = max(same, less)
		for same < len(a) && a[same] <= y {
			same++
		}
		twice += less + same
	}
	return float64(twice) / 2
}

// medianDifference is the median of b[j]−a[i] over all pairs; both are sorted. The differences
// are never listed: a value is the median when enough pairs lie at or below it.
func medianDifference(a, b []float64) float64 {
	pairs := len(a) * len(b)
	lower := nthDifference(a, b, (pairs+1)/2)
	if pairs%2 == 1 {
		return lower
	}
	upper := nthDifference(a, b, pairs/2+1)
	return lower + (upper-lower)/2
}

// nthDifference is the n-th smallest of b[j]−a[i], counting from 1: bisection over the floating
// point numbers themselves, which ends at the exact value after at most 64 steps.
func nthDifference(a, b []float64, n int) float64 {
	lo, hi := ordinal(b[0]-a[len(a)-1]), ordinal(b[len(b)-1]-a[0])
	for lo < hi {
		mid := lo + (hi-lo)/2
		if differencesUpTo(a, b, fromOrdinal(mid)) >= n {
			hi = mid
		} else {
			lo = mid + 1
		}
	}
	return fromOrdinal(lo)
}

// differencesUpTo counts the pairs with b[j]−a[i] ≤ x.
func differencesUpTo(a, b []float64, x float64) int {
	count, i := 0, 0
	for _, y := range b { // as y grows, the first a that is large enough moves up
		for i < len(a) && y-a[i] > x {
			i++
		}
		count += len(a) - i
	}
	return count
}

// ordinal maps floating point numbers to whole ones in the same order.
func ordinal(x float64) uint64 {
	b := math.Float64bits(x + 0) // −0 becomes 0
	if b>>63 == 1 {
		return ^b
	}
	return b | 1<<63
}

func fromOrdinal(o uint64) float64 {
	if o>>63 == 1 {
		return math.Float64frombits(o &^ (1 << 63))
	}
	return math.Float64frombits(^o)
}
