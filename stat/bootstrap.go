package stat

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// Sample is one group that is resampled on its own: a unit with its work items, or all
// respondents. What is drawn or left out as a whole, the natural cluster, is one item.
type Sample struct {
	// Items[i][c] is what item i adds to cell c. All rows have the same length.
	Items [][]float64
	// Moments stands in for Items where only running sums are kept. It is used when Items is nil.
	Moments *Moments
	// Normal stands in for Items whose weight lies in several cells. It is used when the other two are nil.
	Normal *Normal
}

// Bootstrap says how to resample. The zero value is the house rule.
//
// An interval is that of the percentiles of the resamples, moved so that their mean comes to lie on
// the figure. Resampling repeats, on top, whatever bias the figure has: an overlap comes out lower in
// a resample than in the data, as it does in the data than in truth, so that the percentiles may all
// lie below the figure. The mean of the resamples tells that bias (Efron & Tibshirani 1993, An
// Introduction to the Bootstrap, chapter 10), and it moves the resamples without changing their spread
// (Marcon et al. 2012, Oikos 121:516, for the entropy of communities, which is biased in the same
// way). What an interval of this kind holds, at its level, is the figure that as many items from the
// same source show on average: the same level as that of a ceiling made by [ExpectedTV]. Percentiles
// of another choice (bias-corrected, with acceleration or without, or pivotal: ibid., chapters 13 and 14)
// leave out the figure just when these do.
type Bootstrap struct {
	Resamples int     // 0 is 2,000
	Level     float64 // confidence level; 0 is 0.95
	// Shares says that the figures lie between 0 and 1, so that no interval reaches beyond.
	Shares bool
	// ItemByItem draws items even where there are enough of them for moments.
	ItemByItem bool
}

// Estimate is the interval of one figure, or why it has none.
type Estimate struct {
	Interval Interval
	OK       bool   // whether there is an interval
	Why      string // when not OK: the reason, in plain words
	// Failed is the share of resamples in which the figure was undefined, 0 to 1.
	Failed float64
}

const (
	usualResamples = 2_000
	usualLevel     = 0.95
	// fewestForMoments is the number of items from which sums are close enough to normal.
	fewestForMoments = 200
	// mostFailed is the share of failed resamples above which an interval would describe
	// only the lucky ones.
	mostFailed = 0.05
)

// Intervals gives each of a row of figures its interval, which holds the figure. Each resample
// draws from every sample as many items as it has, with replacement, adds them up, and asks
// figures for its results: sums[s][c] is the total of sample s in cell c, and figures fills out,
// with math.NaN where a figure is undefined. It must keep neither. The figures themselves are
// those of the totals of all items.
//
// A sample of at least 200 items is drawn from its moments, unless ItemByItem is set. The seed
// comes from the data. The order of items, and of samples, does not matter.
//
// It is Undefined when no sample has two items.
func (b Bootstrap) Intervals(samples []Sample, width int, figures func(sums [][]float64, out []float64)) ([]Estimate, error) {
	b, err := b.filled()
	if err != nil {
		return nil, err
	}
	draws, sums, err := b.prepare(samples)
	if err != nil {
		return nil, err
	}
	observed := make([]float64, width)
	figures(sums, observed)
	results := table(width, b.Resamples)
	out := make([]float64, width)
	for i := range b.Resamples {
		for s, d := range draws {
			d.draw(sums[s])
		}
		clear(out)
		figures(sums, out)
		for f, x := range out {
			results[f][i] = x
		}
	}
	estimates := make([]Estimate, width)
	for f := range estimates {
		estimates[f] = b.estimate(observed[f], results[f])
	}
	return estimates, nil
}

// Interval is Intervals for one figure; its error is Undefined also when the figure itself was
// undefined too often.
func (b Bootstrap) Interval(samples []Sample, figure func(sums [][]float64) Number) (Interval, error) {
	e, err := b.Intervals(samples, 1, func(sums [][]float64, out []float64) {
		out[0] = math.NaN()
		if n := figure(sums); n.OK {
			out[0] = n.X
		}
	})
	if err != nil {
		return Interval{}, err
	}
	if !e[0].OK {
		return Interval{}, Undefined(e[0].Why)
	}
	return e[0].Interval, nil
}

// filled is b with the house rule in place of zeros.
func (b Bootstrap) filled() (Bootstrap, error) {
	if b.Resamples == 0 {
		b.Resamples = usualResamples
	}
	if b.Level == 0 {
		b.Level = usualLevel
	}
	if b.Resamples < 1 {
		return b, Malformed(fmt.Sprintf("%d resamples", b.Resamples))
	}
	return b, checkLevel(b.Level)
}

// prepare makes a drawer for each sample and the sums they fill, which are those of all items at first.
func (b Bootstrap) prepare(samples []Sample) (draws []drawer, sums [][]float64, err error) {
	canonical := make([]Sample, len(samples))
	prints := make([]uint64, len(samples))
	most := 0
	for i, s := range samples {
		if err := s.check(); err != nil {
			return nil, nil, Malformed(fmt.Sprintf("sample %d: %v", i+1, err))
		}
		canonical[i] = s.canonical(b.ItemByItem)
		prints[i] = canonical[i].fingerprint()
		most = max(most, canonical[i].size())
		sums = append(sums, canonical[i].totals())
	}
	if most < 2 {
		return nil, nil, Undefined("an interval needs at least two items in one group")
	}
	seed, streams := seedOf(prints)
	for i, s := range canonical {
		draws = append(draws, s.drawer(source(seed, streams[i])))
	}
	return draws, sums, nil
}

// seedOf is the seed of the samples with these fingerprints, and a stream for each: its place
// when they are put in order. So nothing depends on the order in which they were given.
func seedOf(prints []uint64) (seed uint64, streams []uint64) {
	order := make([]int, len(prints))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(prints[i], prints[j]) })
	streams = make([]uint64, len(prints))
	row := make([]float64, 0, 2*len(prints))
	for place, i := range order {
		streams[i] = uint64(place)
		row = append(row, float64(prints[i]>>32), float64(prints[i]&math.MaxUint32))
	}
	return Seed(row), streams
}

// estimate is the interval of a figure: between the two percentiles of the results that the level
// leaves out, moved by what the mean of the results misses the figure by.
func (b Bootstrap) estimate(figure float64, results []float64) Estimate {
	good := slices.DeleteFunc(results, math.IsNaN)
	e := Estimate{Failed: 1 - float64(len(good))/float64(b.Resamples)}
	switch {
	case math.IsNaN(figure):
		e.Why = "the figure itself is undefined"
		return e
	case e.Failed > mostFailed:
		e.Why = fmt.Sprintf("the figure is undefined in %.0f %% of the resamples", 100*e.Failed)
		return e
	}
	slices.Sort(good)
	tail := (1 - b.Level) / 2
	bias := Mean(good).X - figure
	i := Interval{Lo: Quantile(good, tail) - bias, Hi: Quantile(good, 1-tail) - bias, Level: b.Level, Method: BootstrapMethod}
	i = i.Holding(figure)
	if b.Shares {
		i.Lo, i.Hi = max(0, i.Lo), min(1, i.Hi)
	}
	e.OK, e.Interval = true, i
	return e
}

// Quantile is the value below which a share p, 0 to 1, of the sorted values lies, on the
// straight line between neighbours (type 7 of Hyndman & Fan 1996). It is not a number when
// there are no values.
func Quantile(sorted []float64, p float64) float64 {
	if len(sorted) == 0 || !(p >= 0 && p <= 1) {
		return math.NaN()
	}
	at := p * float64(len(sorted)-1)
	i := int(at)
	if i+1 >= len(sorted) {
		return sorted[len(sorted)-1]
	}
	return sorted[i] + float64((at-float64(i))*(sorted[i+1]-sorted[i]))
}
