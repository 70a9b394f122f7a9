package stat

import (
	"fmt"
	"math"
)

// Method names how an interval was computed.
type Method string

// The methods of this package.
const (
	WilsonMethod         Method = "Wilson"
	ClopperPearsonMethod Method = "Clopper-Pearson"
	BootstrapMethod      Method = "bootstrap"
)

// Interval is a range of values that the data do not contradict.
type Interval struct {
	Lo, Hi float64 // Lo ≤ Hi, in the unit of the figure
	Level  float64 // confidence level: 0.95 is 95 %
	Method Method
}

// Width is Hi − Lo.
func (i Interval) Width() float64 { return i.Hi - i.Lo }

// Contains reports whether x lies in the interval, ends included.
func (i Interval) Contains(x float64) bool { return i.Lo <= x && x <= i.Hi }

// Holding is the interval, widened as far as it takes to hold x.
func (i Interval) Holding(x float64) Interval {
	i.Lo, i.Hi = min(i.Lo, x), max(i.Hi, x)
	return i
}

// fewCases is the number of cases below which a rate gets the careful Clopper-Pearson interval.
const fewCases = 20

// RateInterval is the interval for a rate of k out of n cases: Clopper-Pearson when there are
// fewer than 20 cases, Wilson from there on. It is Undefined when n is 0.
func RateInterval(k, n int, level float64) (Interval, error) {
	if n < fewCases {
		return ClopperPearson(k, n, level)
	}
	return Wilson(k, n, level)
}

// Wilson is Wilson's score interval for a rate of k out of n cases. It keeps its level on
// average over rates. It is Undefined when n is 0.
func Wilson(k, n int, level float64) (Interval, error) {
	if err := checkRate(k, n, level); err != nil {
		return Interval{}, err
	}
	i, err := WilsonShare(float64(k)/float64(n), float64(n), level)
	// At the ends the limit is exact; the formula leaves a rounding error.
	if k == 0 {
		i.Lo = 0
	}
	if k == n {
		i.Hi = 1
	}
	return i, err
}

// WilsonShare is Wilson's interval for a share p of weighted items, where n is their effective
// number (see [EffectiveSize]) and need not be whole. It is Undefined when n is 0.
func WilsonShare(p, n, level float64) (Interval, error) {
	if err := checkLevel(level); err != nil {
		return Interval{}, err
	}
	if !(p >= 0 && p <= 1) || !(n >= 0) || math.IsInf(n, 0) {
		return Interval{}, Malformed(fmt.Sprintf("share %g of %g items, want a share between 0 and 1", p, n))
	}
	if n == 0 {
		return Interval{}, Undefined("there are no cases")
	}
	z := NormalQuantile(0.5 + level/2)
	zz := z * z / n
	centre := (p + zz/2) / (1 + zz)
	half := z / (1 + zz) * math.Sqrt(p*(1-p)/n+zz/(4*n))
	return Interval{Lo: max(0, centre-half), Hi: min(1, centre+half), Level: level, Method: WilsonMethod}, nil
}

// ClopperPearson is the exact interval for a rate of k out of n cases: its level is kept for
// every rate, at the price of width. It is Undefined when n is 0.
func ClopperPearson(k, n int, level float64) (Interval, error) {
	if err := checkRate(k, n, level); err != nil {
		return Interval{}, err
	}
	i := Interval{Lo: 0, Hi: 1, Level: level, Method: ClopperPearsonMethod}
	tail := (1 - level) / 2
	if k > 0 {
		i.Lo = BetaQuantile(tail, float64(k), float64(n-k+1))
	}
	if k < n {
		// The mirror image keeps full precision in the small upper tail.
		i.Hi = 1 - BetaQuantile(tail, float64(n-k), float64(k+1))
	}
	return i, nil
}

func checkRate(k, n int, level float64) error {
	if err := checkLevel(level); err != nil {
		return err
	}
	if k < 0 || n < 0 || k > n {
		return Malformed(fmt.Sprintf("a rate of %d out of %d", k, n))
	}
	if n == 0 {
		return Undefined("there are no cases")
	}
	return nil
}
