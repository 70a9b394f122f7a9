package chart

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// Where things are put: notes, reference names, end values, captions, labels.

func TestBoxes(t *testing.T) {
	a := box{0, 0, 10, 10}
	for _, tt := range []struct {
		b            box
		meets, holds bool
		overlap      float64
	}{
		{box{2, 2, 3, 3}, true, true, 9},
		{box{10, 0, 5, 5}, false, false, 0},
		{box{8, 8, 5, 5}, true, false, 4},
		{box{0, 0, 10, 10}, true, true, 100},
		{box{-5, -5, 30, 30}, true, false, 100},
		{box{0, 11, 10, 2}, false, false, 0},
	} {
		if got := a.meets(tt.b); got != tt.meets {
			t.Errorf("%+v meets %+v = %v, want %v", a, tt.b, got, tt.meets)
		}
		if got := tt.b.inside(a); got != tt.holds {
			t.Errorf("%+v inside %+v = %v, want %v", tt.b, a, got, tt.holds)
		}
		if got := overlap(a, tt.b); got != tt.overlap {
			t.Errorf("overlap of %+v and %+v = %g, want %g", a, tt.b, got, tt.overlap)
		}
	}
}

func TestBoard(t *testing.T) {
	var b board
	if !b.free(box{0, 0, 1, 1}) {
		t.Error("an empty board is not free")
	}
	b.take(box{0, 0, 10, 10}, box{20, 0, 10, 10})
	if b.free(box{5, 5, 1, 1}) || !b.free(box{12, 0, 5, 5}) {
		t.Error("free does not follow what is taken")
	}
	if got := b.crossing(box{5, 0, 20, 1}); got != 10 {
		t.Errorf("crossing = %g, want 5 + 5", got)
	}
}

func TestAnchors(t *testing.T) {
	f, s := body(), "100"
	w := f.width(s)
	for anchor, want := range map[string]float64{"": 50, middle: 50 - w/2, endSide: 50 - w} {
		if got := f.textBox(50, 20, s, anchor).x; math.Abs(got-want) > 1e-9 {
			t.Errorf("anchor %q begins at %g, want %g", anchor, got, want)
		}
	}
}

func TestWaterfallNote(t *testing.T) {
	note := func(w Waterfall) *node {
		for _, n := range parse(t, w.SVG()).classed("ch-12") {
			if strings.HasPrefix(w.Note, strings.Fields(n.text)[0]) {
				return n
			}
		}
		t.Fatal("the note is not there")
		return nil
	}
	beside := sampleWaterfall()
	figures := parse(t, beside.SVG()).all(func(n *node) bool { return n.text == "−14" })
	if got, want := note(beside).num(t, "y"), figures[0].num(t, "y"); got != want {
		t.Errorf("the note stands at %g, the number it explains at %g", got, want)
	}
	// The largest loss in the last column: no room beside it, so above everything.
	above := sampleWaterfall()
	above.Stages[5].Kept = 30
	if got := note(above).num(t, "y"); got != 12 {
		t.Errorf("the note stands at %g, want the top", got)
	}
	// Nothing lost: nothing to explain.
	flat := sampleWaterfall()
	for i := range flat.Stages {
		flat.Stages[i].Kept = 70
	}
	if strings.Contains(flat.SVG(), flat.Note) {
		t.Error("a note without a loss")
	}
}

func TestWaterfallScale(t *testing.T) {
	for _, tt := range []struct {
		name string
		w    Waterfall
		want float64
	}{
		{"largest value", Waterfall{Stages: []Stage{{Kept: 68}, {Kept: 80}}}, 80},
		{"asked for", Waterfall{Most: 100, Stages: []Stage{{Kept: 68}}}, 100},
		{"ceiling", Waterfall{Stages: []Stage{{Kept: 68, Ceiling: 94}}}, 94},
		{"interval", Waterfall{Stages: []Stage{{Kept: 68, Low: 60, High: 72}}}, 72},
		{"not declared", Waterfall{Stages: []Stage{{Kept: 68, Missing: true}}}, 1},
	} {
		if got := tt.w.most(); got != tt.want {
			t.Errorf("%s: a full column is %g, want %g", tt.name, got, tt.want)
		}
	}
}

func TestWaterfallWhiskers(t *testing.T) {
	for _, tt := range []struct {
		low, high float64
		want      int
	}{{63, 72, 3}, {0, 0, 0}, {72, 63, 0}, {math.NaN(), 72, 0}, {60, math.Inf(1), 0}} {
		w := sampleWaterfall()
		w.Stages[5].Low, w.Stages[5].High = tt.low, tt.high
		if got := len(wantSound(t, w.SVG()).classed("ch-whisker")); got != tt.want {
			t.Errorf("interval %g to %g: %d strokes, want %d", tt.low, tt.high, got, tt.want)
		}
	}
}

func TestTrendBounds(t *testing.T) {
	line := []TrendLine{{Readings: readings(64, math.NaN(), 75)}}
	for _, tt := range []struct {
		name   string
		c      Trend
		lo, hi float64
	}{
		{"readings", Trend{Lines: line}, 64, 75},
		{"reference", Trend{Lines: line, References: []Reference{{"before", 50}}}, 50, 75},
		{"nameless reference", Trend{Lines: line, References: []Reference{{Value: 50}}}, 64, 75},
		{"given", Trend{Lines: line, Low: 0, High: 100}, 0, 100},
		{"upside down", Trend{Lines: line, Low: 100, High: 0}, 64, 75},
		{"nothing", Trend{}, 0, 1},
	} {
		if lo, hi := tt.c.bounds(); lo != tt.lo || hi != tt.hi {
			t.Errorf("%s: %g to %g, want %g to %g", tt.name, lo, hi, tt.lo, tt.hi)
		}
	}
}

// The name of the reference line keeps clear of the line of readings when one
// of its four places is free.
func TestTrendReferenceKeepsClear(t *testing.T) {
	c := sampleTrend()
	c.Lines[0].Readings = readings(64, 64, 64, 66, 70, 72, 74, 75, 76, 77, 78, 79)
	c.Frame = c.Frame.sized(440, 210, 220, 120)
	l := c.layout()
	root := parse(t, c.SVG())
	rooms, texts := labels(t, root)
	for i, s := range texts {
		if s == c.References[0].Name && c.cost(&l, rooms[i]) != 0 {
			t.Errorf("the line runs through the name at %+v", rooms[i])
		}
	}
}

func TestTrendFirstAndLastStepAreNamed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := sampleTrend()
		c.Width = rapid.Float64Range(220, 900).Draw(t, "width")
		_, texts := labels(t, parse(t, c.SVG()))
		all := strings.Join(texts, "|") + "|"
		for _, want := range []string{"6 Jul|", "21 Sep|"} {
			if !strings.Contains(all, want) {
				t.Fatalf("no %q in %s", want, all)
			}
		}
	})
}

func TestTrendNarrowLeavesLockNamesThatTouch(t *testing.T) {
	c := sampleTrend()
	c.Locks = []Lock{{2, "plan lock 1"}, {2.2, "plan lock 2"}}
	root := wantSound(t, c.SVG())
	wantApart(t, root)
	if got := len(root.classed("ch-rule")); got != 2 {
		t.Errorf("verticals = %d, want both", got)
	}
	if got := len(root.all(func(n *node) bool { return n.attrs["data-tip"] == "plan lock 2" })); got != 1 {
		t.Error("the lock without a written name has no tip")
	}
}

func TestColumnsRule(t *testing.T) {
	for planned, want := range map[int]int{-1: 0, 0: 0, 3: 1, 5: 1, 6: 0, 99: 0} {
		k := sampleColumns()
		k.Planned = planned
		root := parse(t, k.SVG())
		if got := len(root.classed("ch-rule")); got != want {
			t.Errorf("planned from %d: %d rules, want %d", planned, got, want)
		}
		if got := len(root.all(func(n *node) bool { return n.text == "planned" })); got != want {
			t.Errorf("planned from %d: named %d times, want %d", planned, got, want)
		}
	}
}

func TestColumnsSkipCaptionsThatTouch(t *testing.T) {
	k := sampleColumns()
	k.Width, k.Stacks = 240, nil
	for range 24 {
		k.Stacks = append(k.Stacks, Stack{Name: "September 2026", Values: []float64{1}})
	}
	root := wantSound(t, k.SVG())
	wantApart(t, root)
	if got := len(root.all(func(n *node) bool { return strings.HasPrefix(n.text, "Sept") })); got == 0 || got == 24 {
		t.Errorf("captions = %d, want some of 24", got)
	}
}

func TestQuadrantNarrowUsesCodes(t *testing.T) {
	q := sampleQuadrant()
	q.Width = 318
	_, texts := labels(t, parse(t, q.SVG()))
	all := strings.Join(texts, "|")
	for _, d := range q.Dots {
		if !strings.Contains(all, d.Code) || strings.Contains(all, d.Name) {
			t.Errorf("%s is not called %s in %s", d.Name, d.Code, all)
		}
	}
}

func TestQuadrantDrawsSmallDotsLast(t *testing.T) {
	q := sampleQuadrant()
	last := math.Inf(1)
	for _, c := range parse(t, q.SVG()).named("circle") {
		r := c.num(t, "r")
		if r > last {
			t.Errorf("a dot of %g px lies over one of %g", r, last)
		}
		last = r
	}
}

func TestSharesBarsFollowOneScale(t *testing.T) {
	s := sampleShares()
	s.Most = 0.4
	bars := parse(t, s.SVG()).with("data-part", "actual")
	for i, want := range []float64{0.225, 0.245, 0.165, 0.045, 0.32} {
		if got := bars[i].num(t, "width"); math.Abs(got-420*want/0.4) > 0.01 {
			t.Errorf("bar %d = %g px, want %g", i, got, 420*want/0.4)
		}
	}
	if len(bars) != 5 {
		t.Errorf("bars = %d, want 5: the fifth theme is not declared", len(bars))
	}
}

func TestRangeAndSparkStayInside(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := func() float64 { return rapid.Float64Range(-50, 50).Draw(t, "v") }
		root := wantSound(t, Range{Low: v(), High: v(), At: v(), First: v(), Last: v()}.SVG())
		for _, r := range root.named("rect") {
			if x, w := percent(t, r, "x"), percent(t, r, "width"); x < 0 || x+w > 100.01 {
				t.Fatalf("a stretch from %g%%, %g%% wide", x, w)
			}
		}
		spark := wantSound(t, Spark{Readings: readings(v(), v(), v())}.SVG())
		for _, c := range spark.named("circle") {
			if x, y := c.num(t, "cx"), c.num(t, "cy"); x < 0 || x > 96 || y < 0 || y > 24 {
				t.Fatalf("the end of the line stands at %g, %g", x, y)
			}
		}
	})
}

func TestFlowLabels(t *testing.T) {
	root := wantSound(t, sampleFlow().SVG())
	_, texts := labels(t, root)
	all := strings.Join(texts, "|")
	for _, want := range []string{"Theme|Outcome|Initiative|Unit", "Keep borrowers in good|standing|2,700 days", "Ledger cutover", "Core Platform|2,400 days", "No line back to a theme|3,840 days"} {
		if !strings.Contains(all, want) {
			t.Errorf("no %q in the labels %s", want, all)
		}
	}
}

func TestFlowBarsFollowOneScale(t *testing.T) {
	n := sampleFlow().net()
	n.order()
	n.place()
	for _, b := range n.nodes {
		if math.Abs(b.h-b.Value*n.px) > 1e-9 {
			t.Errorf("%s is %g px for %g days at %g px a day", b.ID, b.h, b.Value, n.px)
		}
	}
	// The tallest column fills the picture but for its gaps.
	if tallest := 12000 * n.px; tallest < 0.6*704 {
		t.Errorf("12,000 days are %g px high, less than three fifths of the picture", tallest)
	}
}

func TestFlowKeepsNoLineBelow(t *testing.T) {
	n := sampleFlow().net()
	n.order()
	for i, col := range n.columns[:3] {
		below := false
		for _, b := range col {
			if below && b.Paint != NoLine {
				t.Errorf("column %d: %s stands under work with no line back", i, b.Name)
			}
			below = below || b.Paint == NoLine
		}
	}
}

func TestFlowFoldsManyPaintsIntoOne(t *testing.T) {
	f := crowd(40, 40, 400, 40)
	f.Height = 300
	n := f.net()
	for i, col := range n.columns {
		if len(col) > n.most() {
			t.Errorf("column %d has %d nodes, room for %d", i, len(col), n.most())
		}
	}
	wantApart(t, wantSound(t, f.SVG()))
}

func TestFlowNeverFoldsOneAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := crowd(rapid.IntRange(1, 6).Draw(t, "themes"), rapid.IntRange(1, 30).Draw(t, "outcomes"), rapid.IntRange(1, 90).Draw(t, "items"), 4)
		for _, m := range parse(t, f.SVG()).classed("ch-mark") {
			if strings.HasPrefix(m.attrs["data-tip"], "and 1 more") {
				t.Fatal(`a node called "and 1 more"`)
			}
		}
	})
}
