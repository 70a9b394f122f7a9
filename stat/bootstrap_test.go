package stat

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// effort draws n items of one cell out of four, with weights that spread like human effort.
func effort(r *rand.Rand, n int, chance [4]float64) [][]float64 {
	items := make([][]float64, n)
	for i := range items {
		item := make([]float64, 4)
		at, c := r.Float64(), 0
		for at > chance[c] && c < 3 {
			at -= chance[c]
			c++
		}
		item[c] = math.Exp(0.8 * r.NormFloat64())
		items[i] = item
	}
	return items
}

// overlapWith is the overlap of the totals over samples with the shares p, and the share of the first cell.
func overlapWith(p []float64) func(sums [][]float64, out []float64) {
	return func(sums [][]float64, out []float64) {
		total := make([]float64, len(p))
		for _, row := range sums {
			for c, x := range row {
				total[c] += x
			}
		}
		shares, err := Shares(total)
		if err != nil {
			out[0], out[1] = math.NaN(), math.NaN()
			return
		}
		out[0], out[1] = commonWeight(shares, p), shares[0]
	}
}

// The stated error of the short cut: each end within 10 % of the width.
func TestMomentsAgreeWithItems(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 4))
	for _, sizes := range [][]int{{200}, {300, 250}, {1000}, {200, 220, 400, 260}} {
		var samples []Sample
		for i, n := range sizes {
			chance := [4]float64{0.4, 0.3, 0.2, 0.1}
			slices.Reverse(chance[:i%4])
			samples = append(samples, Sample{Items: effort(r, n, chance)})
		}
		figures := overlapWith([]float64{0.25, 0.35, 0.3, 0.1})
		slow, err := Bootstrap{ItemByItem: true}.Intervals(samples, 2, figures)
		if err != nil {
			t.Fatal(err)
		}
		fast, err := Bootstrap{}.Intervals(samples, 2, figures)
		if err != nil {
			t.Fatal(err)
		}
		for f := range slow {
			s, q := slow[f].Interval, fast[f].Interval
			if !slow[f].OK || !fast[f].OK || s == q {
				t.Fatalf("sizes %v: %+v and %+v", sizes, slow[f], fast[f])
			}
			near(t, "lower end", q.Lo, s.Lo, 0.1*s.Width())
			near(t, "upper end", q.Hi, s.Hi, 0.1*s.Width())
		}
	}
}

// Resampled sums must have the mean and covariance of drawing n items with replacement, by
// either road: Σw and Σ w_c w_d − Σw_c Σw_d / n.
func TestDrawersHaveTheRightMoments(t *testing.T) {
	items := effort(rand.New(rand.NewPCG(3, 9)), 400, [4]float64{0.5, 0.3, 0.15, 0.05})
	m := MomentsOf(items)
	const draws = 20_000
	for name, d := range map[string]drawer{
		"items":   newItemDrawer(items, source(1, 1)),
		"moments": newMomentDrawer(m, source(1, 2)),
	} {
		sums := make([]float64, 4)
		var mean [4]float64
		var product [4][4]float64
		for range draws {
			d.draw(sums)
			for a := range sums {
				mean[a] += sums[a] / draws
				for b := range sums {
					product[a][b] += (sums[a] - m.Sum[a]) * (sums[b] - m.Sum[b]) / draws
				}
			}
		}
		for a := range sums {
			deviation := math.Sqrt(m.SumSq[a] - m.Sum[a]*m.Sum[a]/400)
			near(t, name+", mean", mean[a], m.Sum[a], 5*deviation/math.Sqrt(draws))
			for b := range sums {
				want := -m.Sum[a] * m.Sum[b] / 400
				if a == b {
					want += m.SumSq[a]
				}
				scale := math.Sqrt(m.SumSq[a] * m.SumSq[b])
				near(t, name+", covariance", product[a][b], want, 0.06*scale)
			}
		}
	}
}

// For the mean of a single sample theory gives the interval.
func TestBootstrapOfAMean(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	items := make([][]float64, 120)
	var sum, squares float64
	for i := range items {
		x := 10 + 3*r.NormFloat64()
		items[i] = []float64{x, 1}
		sum, squares = sum+x, squares+x*x
	}
	mean := sum / 120
	half := 1.959963984540054 * math.Sqrt((squares/120-mean*mean)/120)
	i, err := Bootstrap{}.Interval([]Sample{{Items: items}}, func(s [][]float64) Number { return Of(s[0][0] / s[0][1]) })
	if err != nil {
		t.Fatal(err)
	}
	near(t, "lower end", i.Lo, mean-half, 0.1*half)
	near(t, "upper end", i.Hi, mean+half, 0.1*half)
	if i.Level != 0.95 || i.Method != BootstrapMethod {
		t.Errorf("%+v, want level 0.95 by bootstrap", i)
	}
	narrow, _ := Bootstrap{Level: 0.5}.Interval([]Sample{{Items: items}}, func(s [][]float64) Number { return Of(s[0][0] / s[0][1]) })
	near(t, "half the cases", narrow.Width(), i.Width()*0.6744897502/1.9599639845, 0.1*i.Width())
}

// The interval holds the truth about as often as it says.
func TestBootstrapCoverage(t *testing.T) {
	r := rand.New(rand.NewPCG(21, 34))
	const trials = 400
	held := 0
	for range trials {
		items := make([][]float64, 80)
		for i := range items {
			items[i] = make([]float64, 2)
			items[i][r.IntN(2)] = 1 + r.Float64()
		}
		i, err := Bootstrap{Resamples: 400, Level: 0.9}.Interval([]Sample{{Items: items}}, func(s [][]float64) Number {
			return ratio(s[0][0], s[0][0]+s[0][1], "empty")
		})
		if err != nil {
			t.Fatal(err)
		}
		if i.Contains(0.5) {
			held++
		}
	}
	near(t, "coverage", float64(held)/trials, 0.9, 0.05)
}

// units is as many samples of n items each, drawn from shares p; an item has the weight 1.
func units(r *rand.Rand, count, n int, p []float64) []Sample {
	out := make([]Sample, count)
	for u := range out {
		out[u].Items = table(n, len(p))
		for _, item := range out[u].Items {
			at, c := r.Float64(), 0
			for at > p[c] && c < len(p)-1 {
				at -= p[c]
				c++
			}
			item[c] = 1
		}
	}
	return out
}

// overlapByUnit is the mean over units of the overlap of each with the shares p.
func overlapByUnit(p []float64) func(sums [][]float64) Number {
	return func(sums [][]float64) Number {
		var a Accumulator
		for _, row := range sums {
			a.Add(Overlap(p, row).X)
		}
		return Of(a.Sum() / float64(len(sums)))
	}
}

// Where chance takes from every unit, the interval holds what that many items show on average about as often
// as it says. For units that do just what they were asked the vector m01_noise_floor gives that level; for
// one far from what it was asked for it is the overlap itself. Percentiles alone, stretched to the figure, hold
// it in 61 and 53 of 100 trials of the first two rows.
func TestBootstrapCoverageOfAnOverlap(t *testing.T) {
	asked := []float64{0.4, 0.3, 0.2, 0.1}
	for _, c := range []struct {
		units, items int
		mix          []float64
		level        float64
	}{
		{6, 20, asked, 1 - 0.1439516624},
		{30, 20, asked, 1 - 0.1439516624},
		{1, 50, asked, 1 - 0.0922011486},
		{8, 200, asked, 1 - 0.0463949081},
		{4, 100, []float64{0.1, 0.1, 0.3, 0.5}, 0.5},
	} {
		r := rand.New(rand.NewPCG(uint64(c.units), uint64(c.items)))
		figure := overlapByUnit(asked)
		const trials = 300
		held := 0
		for range trials {
			i, err := Bootstrap{Resamples: 200, Shares: true}.Interval(units(r, c.units, c.items, c.mix), figure)
			if err != nil {
				t.Fatal(err)
			}
			if i.Contains(c.level) {
				held++
			}
		}
		if coverage := float64(held) / trials; coverage < 0.92 || coverage > 0.99 {
			t.Errorf("%d units with %d items: %v of the intervals hold %v, want about 0.95", c.units, c.items, coverage, c.level)
		}
	}
}

// The interval holds the figure of the data, whatever the figure.
func TestAnIntervalHoldsItsFigure(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawShares(t, "asked", 4)
		var samples []Sample
		for range rapid.IntRange(1, 8).Draw(t, "units") {
			s := Sample{}
			for range rapid.IntRange(2, 12).Draw(t, "items") {
				item := make([]float64, 4)
				item[rapid.IntRange(0, 3).Draw(t, "cell")] = float64(rapid.IntRange(1, 9).Draw(t, "weight"))
				s.Items = append(s.Items, item)
			}
			samples = append(samples, s)
		}
		var sums [][]float64
		for _, s := range samples {
			sums = append(sums, columnSums(s.Items, 4))
		}
		by := overlapByUnit(p)
		i, err := Bootstrap{Resamples: 50, Shares: true}.Interval(samples, by)
		if err != nil {
			t.Fatal(err)
		}
		if x := min(1, by(sums).X); !(0 <= i.Lo && i.Lo <= x && x <= i.Hi && i.Hi <= 1) { // above 1 by rounding
			t.Errorf("%v lies outside %v to %v", x, i.Lo, i.Hi)
		}
	})
}

func TestHolding(t *testing.T) {
	i := Interval{Lo: 0.2, Hi: 0.4, Level: 0.9, Method: BootstrapMethod}
	for x, want := range map[float64]Interval{
		0.3: i, 0.1: {0.1, 0.4, 0.9, BootstrapMethod}, 0.5: {0.2, 0.5, 0.9, BootstrapMethod},
	} {
		if got := i.Holding(x); got != want {
			t.Errorf("holding %v: %+v, want %+v", x, got, want)
		}
	}
}

func TestBootstrapIgnoresOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 3))
	samples := []Sample{
		{Items: effort(r, 30, [4]float64{0.4, 0.3, 0.2, 0.1})},
		{Items: effort(r, 250, [4]float64{0.1, 0.2, 0.3, 0.4})},
		{Items: effort(r, 12, [4]float64{0.25, 0.25, 0.25, 0.25})},
	}
	figures := overlapWith([]float64{0.25, 0.35, 0.3, 0.1})
	want, err := Bootstrap{}.Intervals(samples, 2, figures)
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		mixed := make([]Sample, len(samples))
		for i, j := range r.Perm(len(samples)) {
			items := slices.Clone(samples[j].Items)
			r.Shuffle(len(items), func(a, b int) { items[a], items[b] = items[b], items[a] })
			mixed[i] = Sample{Items: items}
		}
		got, err := Bootstrap{}.Intervals(mixed, 2, figures)
		if err != nil {
			t.Fatal(err)
		}
		for f := range want {
			near(t, "lower end", got[f].Interval.Lo, want[f].Interval.Lo, 1e-12)
			near(t, "upper end", got[f].Interval.Hi, want[f].Interval.Hi, 1e-12)
		}
	}
	m := MomentsOf(samples[1].Items)
	samples[1] = Sample{Moments: &m}
	got, err := Bootstrap{}.Intervals(samples, 2, figures)
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("moments in place of many items (-items +moments): %v\n%s", err, diff)
	}
}

// Gains and losses that nearly cancel must be allowed to fall below 0, effort must not.
func TestMomentsKeepTheSign(t *testing.T) {
	items := make([][]float64, 300)
	for i := range items {
		items[i] = []float64{float64(1 - 2*(i%2))}
	}
	total := func(s [][]float64) Number { return Of(s[0][0]) }
	i, err := Bootstrap{}.Interval([]Sample{{Items: items}}, total)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "lower end", i.Lo, -1.96*math.Sqrt(300), 3)
	near(t, "upper end", i.Hi, 1.96*math.Sqrt(300), 3)
	effort := Moments{N: 300, Sum: []float64{1}, SumSq: []float64{1}} // one item alone in its cell
	least := 1.0
	_, err = Bootstrap{}.Interval([]Sample{{Moments: &effort}}, func(s [][]float64) Number {
		least = min(least, s[0][0])
		return total(s)
	})
	if err != nil || least != 0 {
		t.Errorf("effort: drawn down to %v, %v; want nothing below 0", least, err)
	}
}

func TestBootstrapUndefined(t *testing.T) {
	share := func(s [][]float64) Number { return ratio(s[0][0], s[0][1], "no work is linked") }
	for name, samples := range map[string][]Sample{
		"no sample": nil,
		"no item":   {{}},
		"one item":  {{Items: [][]float64{{1, 1}}}},
		// One resample in four of two items misses the one that counts.
		"often undefined": {{Items: [][]float64{{1, 1}, {0, 0}}}},
	} {
		if _, err := (Bootstrap{}).Interval(samples, share); !IsUndefined(err) {
			t.Errorf("%s: %v, want Undefined", name, err)
		}
	}
	never := func([][]float64) Number { return None("never") }
	if _, err := (Bootstrap{}).Interval([]Sample{{Items: [][]float64{{1}, {2}}}}, never); !IsUndefined(err) {
		t.Errorf("a figure that is undefined itself: %v, want Undefined", err)
	}
	e, err := Bootstrap{}.Intervals([]Sample{{Items: [][]float64{{1, 1}, {0, 0}}}}, 1, func(s [][]float64, out []float64) {
		out[0] = s[0][0] / s[0][1]
	})
	if err != nil || e[0].OK || e[0].Why == "" {
		t.Errorf("%+v, %v; want a reason", e, err)
	}
	near(t, "failed", e[0].Failed, 0.25, 0.05)
}

func TestBootstrapMalformed(t *testing.T) {
	good := [][]float64{{1}, {2}}
	few := MomentsOf(good)
	for name, s := range map[string]Sample{
		"ragged":              {Items: [][]float64{{1}, {1, 2}}},
		"not a number":        {Items: [][]float64{{1}, {math.NaN()}}},
		"moments of few":      {Moments: &few},
		"moments that differ": {Moments: &Moments{N: 300, Sum: []float64{1}}},
	} {
		_, err := Bootstrap{}.Interval([]Sample{s}, func(s [][]float64) Number { return Of(s[0][0]) })
		if err == nil || IsUndefined(err) {
			t.Errorf("%s: %v, want Malformed", name, err)
		}
	}
	for _, b := range []Bootstrap{{Resamples: -1}, {Level: 2}} {
		if _, err := b.Intervals([]Sample{{Items: good}}, 0, nil); err == nil || IsUndefined(err) {
			t.Errorf("%+v: %v, want Malformed", b, err)
		}
	}
}

// R's quantile(c(1, 2, 4, 8), p), type 7.
func TestQuantile(t *testing.T) {
	xs := []float64{1, 2, 4, 8}
	for _, c := range []struct{ p, want float64 }{{0, 1}, {0.25, 1.75}, {0.5, 3}, {0.9, 6.8}, {1, 8}} {
		near(t, "quantile", Quantile(xs, c.p), c.want, exact)
	}
	if got := Quantile(nil, 0.5); !math.IsNaN(got) {
		t.Errorf("quantile of nothing = %v", got)
	}
}

func BenchmarkBootstrap(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	var samples []Sample
	for range 20 {
		samples = append(samples, Sample{Items: effort(r, 150, [4]float64{0.4, 0.3, 0.2, 0.1})})
	}
	figures := overlapWith([]float64{0.25, 0.35, 0.3, 0.1})
	for b.Loop() {
		if _, err := (Bootstrap{}).Intervals(samples, 2, figures); err != nil {
			b.Fatal(err)
		}
	}
}
