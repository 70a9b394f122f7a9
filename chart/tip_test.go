package chart

import (
	"math"
	"slices"
	"strings"
	"testing"
)

// tips is what the marks of a picture say on pointing, in document order, lines parted by a slash.
func tips(t *testing.T, c drawn) []string {
	t.Helper()
	var out []string
	for _, m := range wantSound(t, c.SVG()).classed("ch-mark") {
		out = append(out, strings.ReplaceAll(m.attrs["data-tip"], "\n", " / "))
	}
	return out
}

func wantTips(t *testing.T, c drawn, want ...string) {
	t.Helper()
	if got := tips(t, c); !slices.Equal(got, want) {
		t.Errorf("tips = %q, want %q", got, want)
	}
}

func TestTipsOfAWaterfall(t *testing.T) {
	wantTips(t, Waterfall{Most: 100, Stages: []Stage{
		{Name: "Stated", Kept: 100},
		{Name: "Assigned", Kept: 82.5, Low: 80, High: 85},
		{Name: "Interpreted", Missing: true},
		{Name: "Executed", Kept: 82.5, Ceiling: 90},
	}},
		"Stated / 100 of 100 kept",
		"Assigned / 82.5 of 100 kept / 17.5 lost here / likely between 80 and 85",
		"Interpreted / not declared",
		"Executed / 82.5 of 100 kept / at most 90 can be reached")
}

func TestTipsOfATrend(t *testing.T) {
	wantTips(t, Trend{Steps: []string{"Jul", "Aug", "Sep"}, Lines: []TrendLine{
		{Name: "kept", Readings: []Reading{{Value: 68}, {Missing: true}, {Value: math.NaN()}}},
		{Readings: []Reading{{Value: 1234.5}, {Value: -2}}},
	}},
		"Jul / 68 kept", "Jul / 1,234.5", "Aug / −2")
}

func TestTipsOfAQuadrant(t *testing.T) {
	got := tips(t, Quadrant{Unit: "%", Dots: []Dot{
		{Name: "Core", X: 80, Y: 42.25, People: 40},
		{Name: "Not declared", X: math.NaN(), Y: 1, People: 3},
		{Name: "Legal", X: 10, Y: 90, People: -5, Mark: Mark{Tip: "Its own words"}},
	}})
	slices.Sort(got)
	if want := []string{"Core / 80% across, 42.3% up / 40 people", "Its own words"}; !slices.Equal(got, want) {
		t.Errorf("tips = %q, want %q", got, want)
	}
}

func TestTipsOfShares(t *testing.T) {
	wantTips(t, Shares{Rows: []Share{
		{Name: "Calm core", Actual: .225, Intended: .35},
		{Name: "Faster yes", Actual: .5},
	}},
		"Calm core / 22.5% of capacity / 35% asked for",
		"Faster yes / 50% of capacity")
}

func TestTipsOfAHeatMap(t *testing.T) {
	wantTips(t, Heat{Columns: []string{"Aug", "Sep"}, Unit: " days", Rows: []HeatRow{
		{Name: "Legal", Cells: []HeatCell{{Value: 12}, {Missing: true}}},
		{Name: "Core", Cells: []HeatCell{{Value: 3, Text: "3 of 4", Sub: "asks"}, {Value: math.Inf(1)}}},
	}},
		"Legal", "Legal, Aug / 12 days", "Legal, Sep / not declared", "Core", "Core, Aug / 3 of 4 / asks", "Core, Sep / not declared")
}

func TestTipsOfATimelineSayHowFarAStepSlipped(t *testing.T) {
	step := func(name string, to, locked float64) Step {
		return Step{Name: name, From: 0, To: to, LockedFrom: 0, LockedTo: locked}
	}
	got := tips(t, Timeline{Periods: []string{"Q1", "Q2", "Q3", "Q4"}, Rows: []TimelineRow{{Name: "Ledger", Steps: []Step{
		step("as locked", 1, 1), step("late", 3, 1), step("early", 1, 2.5), step("a little late", 2.01, 2), step("one late", 2, 1), step("one early", 1, 2),
	}}}})
	for _, want := range []string{
		"Ledger / as locked",
		"Ledger / late / 2 periods later than locked",
		"Ledger / early / 1.5 periods earlier than locked",
		"Ledger / a little late",
		"Ledger / one late / 1 period later than locked",
		"Ledger / one early / 1 period earlier than locked",
	} {
		if !slices.Contains(got, want) {
			t.Errorf("no tip %q among %q", want, got)
		}
	}
}

func TestTipsOfAFlow(t *testing.T) {
	got := tips(t, Flow{Unit: "days", Nodes: []FlowNode{
		{ID: "calm", Name: "Calm core"},
		{ID: "core", Column: 1, Name: "Core", Sub: "9 people"},
	}, Links: []FlowLink{{From: "calm", To: "core", Value: 1200, Paint: 1}}})
	for _, want := range []string{"Calm core / 1,200 days", "Core / 1,200 days / 9 people"} {
		if !slices.Contains(got, want) {
			t.Errorf("no tip %q among %q", want, got)
		}
	}
}

// TestAChartOfNothing draws each kind with no data: a frame that says so, without a mark to point at.
func TestAChartOfNothing(t *testing.T) {
	for name, kind := range kinds() {
		root := wantSound(t, kind.SVG())
		if marks := root.classed("ch-mark"); len(marks) > 0 {
			t.Errorf("a %s of nothing has %d marks", name, len(marks))
		}
		if links := root.named("a"); len(links) > 0 {
			t.Errorf("a %s of nothing has %d links", name, len(links))
		}
	}
}
