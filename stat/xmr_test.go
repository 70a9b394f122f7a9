package stat

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2.
func TestControlChartNIST(t *testing.T) {
	var v struct {
		X       []float64 `json:"x"`
		Mean    float64   `json:"mean"`
		MRBar   float64   `json:"mr_bar"`
		UCL     float64   `json:"UCL"`
		LCL     float64   `json:"LCL"`
		UCL266  float64   `json:"UCL_266"`
		LCL266  float64   `json:"LCL_266"`
		URLimit float64   `json:"URL"`
	}
	vector(t, "pub_xmr_nist", &v)
	c, err := ControlChart(v.X, 0)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "mean", c.Mean, v.Mean, exact)
	near(t, "mean range", c.MeanRange, v.MRBar, exact)
	near(t, "upper limit", c.Hi, v.UCL266, exact)
	near(t, "lower limit", c.Lo, v.LCL266, exact)
	near(t, "range limit", c.RangeLimit, v.URLimit, exact)
	// The handbook divides by d2 = 1.128 where the chart uses the rounded factor 2.66.
	near(t, "upper limit by d2", c.Mean+3*c.MeanRange/1.128, v.UCL, exact)
	near(t, "lower limit by d2", c.Mean-3*c.MeanRange/1.128, v.LCL, exact)
	if len(c.Signals) != 0 || len(c.Jumps) != 0 || c.Baseline != 10 {
		t.Errorf("signals %v, jumps %v, baseline %d; the process was in control", c.Signals, c.Jumps, c.Baseline)
	}
}

func TestControlChartSurprise(t *testing.T) {
	var v struct {
		X        []float64 `json:"surprise_share"`
		Baseline int       `json:"baseline_points"`
		Mean     float64   `json:"mean"`
		MRBar    float64   `json:"mr_bar"`
		Hi       float64   `json:"UNPL"`
		Lo       float64   `json:"LNPL"`
		Signals  []int     `json:"signal_at"`
	}
	vector(t, "m03_surprise_xmr", &v)
	c, err := ControlChart(v.X, v.Baseline)
	if err != nil {
		t.Fatal(err)
	}
	nearAll(t, "chart", []float64{c.Mean, c.MeanRange, c.Lo, c.Hi}, []float64{v.Mean, v.MRBar, v.Lo, v.Hi}, exact)
	if len(c.Signals) != len(v.Signals) || c.Signals[0] != v.Signals[0]-1 { // the file counts from 1
		t.Errorf("signals at %v, want %v counted from 1", c.Signals, v.Signals)
	}
	if !slices.Equal(c.Jumps, []int{7}) { // 0.15 against 3.267 × 0.025 = 0.0817
		t.Errorf("jumps at %v, want the last point", c.Jumps)
	}
}

func TestControlChartEdges(t *testing.T) {
	if _, err := ControlChart([]float64{1, 2, 3, 4, 5}, 0); !IsUndefined(err) {
		t.Errorf("five points: %v, want Undefined", err)
	}
	if _, err := ControlChart(slices.Repeat([]float64{1}, 9), 5); !IsUndefined(err) {
		t.Errorf("a baseline of five: %v, want Undefined", err)
	}
	for name, xs := range map[string][]float64{"not a number": {1, 2, 3, 4, 5, math.NaN()}, "short": {1, 2, 3}} {
		if _, err := ControlChart(xs, 6); err == nil || IsUndefined(err) {
			t.Errorf("%s: %v, want Malformed", name, err)
		}
	}
	flat := append(slices.Repeat([]float64{0.1 + 0.2}, 3), 0.3, 0.3, 0.3)
	c, err := ControlChart(flat, 0)
	if err != nil || len(c.Signals) != 0 {
		t.Errorf("rounding in a flat series made signals: %+v, %v", c, err)
	}
}

// Moving and stretching the scale moves and stretches the chart, and changes no signal.
func TestControlChartFollowsTheScale(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		whole := rapid.SliceOfN(rapid.IntRange(-50, 50), 6, 30).Draw(t, "xs")
		by := float64(rapid.IntRange(1, 8).Draw(t, "by"))
		add := float64(rapid.IntRange(-40, 40).Draw(t, "add"))
		xs, ys := make([]float64, len(whole)), make([]float64, len(whole))
		for i, x := range whole {
			xs[i], ys[i] = float64(x), add+by*float64(x)
		}
		a, err := ControlChart(xs, 6)
		b, err2 := ControlChart(ys, 6)
		if err != nil || err2 != nil {
			t.Fatal(err, err2)
		}
		near(t, "upper limit", b.Hi, add+by*a.Hi, 1e-9)
		near(t, "range limit", b.RangeLimit, by*a.RangeLimit, 1e-9)
		if a.Lo > a.Mean || a.Mean > a.Hi {
			t.Fatalf("limits out of order: %+v", a)
		}
		onLimit := slices.ContainsFunc(xs, func(x float64) bool {
			return math.Abs(x-a.Hi) < 1e-9 || math.Abs(x-a.Lo) < 1e-9
		})
		if !onLimit && !slices.Equal(a.Signals, b.Signals) {
			t.Fatalf("signals %v became %v", a.Signals, b.Signals)
		}
	})
}
