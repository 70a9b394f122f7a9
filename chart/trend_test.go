package chart

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func readings(vs ...float64) []Reading {
	out := make([]Reading, len(vs))
	for i, v := range vs {
		out[i] = Reading{Value: v, Missing: math.IsNaN(v)}
	}
	return out
}

func sampleTrend() Trend {
	return Trend{
		Frame:      Frame{ID: "tr", Finding: "Seven days fewer than at plan lock 1.", Desc: "Kept of every 100 days, by week."},
		Steps:      strings.Split("6 Jul,13 Jul,20 Jul,27 Jul,3 Aug,10 Aug,17 Aug,24 Aug,31 Aug,7 Sep,14 Sep,21 Sep", ","),
		Lines:      []TrendLine{{Name: "of 100 days kept", Readings: readings(75, 74, 75, 75, 74, 72, 71, 70, 72, 71, 69, 68)}},
		Locks:      []Lock{{2, "plan lock 1"}, {8, "plan lock 2"}},
		References: []Reference{{"2026 H1 closed at 64", 64}},
		Low:        60, High: 80,
	}
}

func TestTrendGolden(t *testing.T) {
	gap := sampleTrend()
	gap.ID, gap.Low, gap.High = "tr-g", 0, 0
	nan := math.NaN()
	gap.Lines = []TrendLine{
		{Name: "kept", Readings: readings(75, 74, nan, 75, nan, nan, 71, 70, 72, nan, nan, nan)},
		{Name: "forecast", Dashed: true, Readings: readings(nan, nan, nan, nan, nan, nan, nan, nan, 72, 71, 70, 69)},
	}
	narrow := sampleTrend()
	narrow.ID, narrow.Width = "tr-n", 300
	for name, c := range map[string]Trend{"trend": sampleTrend(), "trend-gaps": gap, "trend-narrow": narrow} {
		t.Run(name, func(t *testing.T) {
			svg := c.SVG()
			wantApart(t, wantSound(t, svg))
			golden(t, name, svg)
		})
	}
}

func TestTrendGapsAreNotBridged(t *testing.T) {
	nan := math.NaN()
	c := Trend{Steps: []string{"a", "b", "c", "d", "e"}, Lines: []TrendLine{{Readings: readings(1, 2, nan, 4, nan)}}}
	root := wantSound(t, c.SVG())
	d := root.classed("ch-line")[0].attrs["d"]
	if got := strings.Count(d, "M"); got != 2 {
		t.Errorf("the line has %d stretches, want 2: %s", got, d)
	}
	if got := len(root.classed("ch-mark")); got != 3 {
		t.Errorf("marks = %d, want 3", got)
	}
	if got := len(root.classed("ch-dot")); got != 1 {
		t.Errorf("dots = %d, want 1: the lone last reading", got)
	}
}

func TestTrendEndValuesStandApart(t *testing.T) {
	c := sampleTrend()
	c.Lines = append(c.Lines, TrendLine{Name: "plan", Dashed: true, Readings: readings(75, 74, 75, 75, 74, 72, 71, 70, 72, 71, 69, 68.2)})
	wantApart(t, wantSound(t, c.SVG()))
}

func TestTrendWithoutAnything(t *testing.T) {
	for name, c := range map[string]Trend{
		"nothing": {}, "one step": {Steps: []string{"6 Jul"}, Lines: []TrendLine{{Readings: readings(3)}}},
		"flat":  {Steps: []string{"a", "b"}, Lines: []TrendLine{{Readings: readings(0, 0)}}},
		"wild":  {Steps: []string{"a", "b"}, Lines: []TrendLine{{Readings: readings(math.Inf(1), -1e300)}}, Low: math.NaN(), High: math.Inf(1)},
		"locks": {Locks: []Lock{{math.NaN(), "x"}, {-4, "y"}}, References: []Reference{{"r", math.NaN()}}},
	} {
		t.Run(name, func(t *testing.T) { wantSound(t, c.SVG()) })
	}
}

func TestSpread(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ys := rapid.SliceOfN(rapid.Float64Range(0, 100), 0, 6).Draw(t, "ys")
		for i := 1; i < len(ys); i++ {
			ys[i] = math.Max(ys[i], ys[i-1])
		}
		spread(ys, 16, 0, 100)
		for i := 1; i < len(ys); i++ {
			if ys[i]-ys[i-1] < 16-1e-9 {
				t.Fatalf("%v stand closer than 16", ys)
			}
		}
		if len(ys) > 0 && (ys[0] < -1e-9 || ys[len(ys)-1] > 100+1e-9) {
			t.Fatalf("%v leave the room of 0 to 100", ys)
		}
	})
}

// Steps with places lie where those say: the days between two readings show.
func TestTrendStepsLieAtTheirPlaces(t *testing.T) {
	c := Trend{
		Frame: Frame{ID: "p", Width: 440, Height: 210}, Steps: []string{"1 Jul", "8 Jul", "5 Aug", "31 Dec"}, Places: []float64{0, 7, 35, 183},
		Lines: []TrendLine{{Readings: readings(99.2, 99.35, 99.62, math.NaN())}}, Decimals: 2,
		References: []Reference{{"target 99.95", 99.95}, {"baseline 99.2", 99.2}},
	}
	root := wantSound(t, c.SVG())
	var xs []float64
	for _, hit := range root.classed("ch-hit") {
		x, err := strconv.ParseFloat(hit.attrs["cx"], 64)
		if err != nil {
			t.Fatal(err)
		}
		xs = append(xs, x)
	}
	if len(xs) != 3 || math.Abs((xs[2]-xs[0])/(xs[1]-xs[0])-5) > 0.05 {
		t.Errorf("readings of days 0, 7 and 35 lie at %v", xs)
	}
	if lines := root.classed("ch-ref"); len(lines) != 2 {
		t.Errorf("%d lines to compare with, want 2", len(lines))
	}
	wantApart(t, root)
	_, texts := labels(t, root)
	for _, want := range []string{"99.62", "target 99.95", "baseline 99.2", "1 Jul", "31 Dec"} {
		if !slices.Contains(texts, want) {
			t.Errorf("%q is not written in %q", want, texts)
		}
	}
	c.Places = []float64{0, 7, 3, 183} // out of order: as if there were none
	plain := c
	plain.Places = nil
	if c.SVG() != plain.SVG() {
		t.Error("places out of order are used")
	}
}

// Steps never touch, however long they are or how many.
func TestTrendStepsStandApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 60).Draw(t, "n")
		c := Trend{Frame: Frame{Width: rapid.Float64Range(220, 900).Draw(t, "width")}}
		r := make([]Reading, n)
		for i := range r {
			c.Steps = append(c.Steps, rapid.StringMatching(`[1-9]{1,2} (Jul|September)`).Draw(t, "step"))
			r[i] = Reading{Value: rapid.Float64Range(0, 100).Draw(t, "v"), Missing: rapid.Bool().Draw(t, "missing")}
		}
		c.Lines = []TrendLine{{Readings: r}}
		wantApart(t, wantSound(t, c.SVG()))
	})
}
