package chart

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var stageNames = []string{"Stated", "Assigned", "Interpreted", "Funded", "Planned", "Executed"}

func sampleCells() map[string]string {
	return map[string]string{
		"bar":      Bar{ID: "b1", Label: "35% and 25% of capacity, 10% with no line back", Most: 100, Parts: []Part{{35, 1}, {25, 6}, {10, NoLine}}}.SVG(),
		"bar-thin": Bar{Thin: true, Parts: []Part{{3, Ink}, {1, Loss}}}.SVG(),
		"bullet":   Bullet{Actual: 22.5, Intended: 35, Most: 40, Paint: 1, Label: "22.5% of capacity against 35% intended"}.SVG(),
		"range":    Range{Low: 3, High: 8, At: 6, First: 1, Last: 12, Label: "80% likely between rank 3 and 8"}.SVG(),
		"pips":     Pips{Value: 3, Most: 5}.SVG(),
		"thread":   Thread{Stages: stageNames, Cut: 3, Missing: []int{1, 3}}.SVG(),
		"spark":    Spark{Label: "from 75 to 68 of 100", Readings: readings(75, 74, math.NaN(), 72, 70, 68)}.SVG(),
	}
}

func TestCellGolden(t *testing.T) {
	for name, svg := range sampleCells() {
		t.Run(name, func(t *testing.T) {
			wantSound(t, svg)
			golden(t, "cell-"+name, svg)
		})
	}
}

func TestCellsWithoutALabelAreHidden(t *testing.T) {
	for name, svg := range map[string]string{"bar": Bar{}.SVG(), "bullet": Bullet{}.SVG(), "range": Range{}.SVG(), "spark": Spark{}.SVG()} {
		root := parse(t, svg)
		if root.attrs["aria-hidden"] != "true" || root.attrs["role"] != "" {
			t.Errorf("%s without a label: %v", name, root.attrs)
		}
	}
}

func TestThread(t *testing.T) {
	dot, cut, after, gap := "ch-thread-dot", "ch-thread-cut", "ch-thread-after", "ch-thread-gap"
	for _, tt := range []struct {
		name    string
		cut     int
		missing []int
		label   string
		dots    []string
		on      int
	}{
		{"at the third", 2, nil, "Lost at Interpreted, stage 3 of 6", []string{dot, dot, cut, after, after, after}, 2},
		{"at the last", 5, nil, "Lost at Executed, stage 6 of 6", []string{dot, dot, dot, dot, dot, cut}, 5},
		{"at the first", 0, nil, "Lost at Stated, stage 1 of 6", []string{cut, after, after, after, after, after}, 0},
		{"nowhere", -1, nil, "Nothing lost on the way", []string{dot, dot, dot, dot, dot, dot}, 5},
		{"outside", 9, nil, "Nothing lost on the way", []string{dot, dot, dot, dot, dot, dot}, 5},
		{"a gap", 4, []int{1, 4, 5}, "Lost at Planned, stage 5 of 6", []string{dot, gap, dot, dot, cut, gap}, 4},
	} {
		t.Run(tt.name, func(t *testing.T) {
			root := wantSound(t, Thread{Stages: stageNames, Cut: tt.cut, Missing: tt.missing}.SVG())
			if got := root.attrs["aria-label"]; got != tt.label {
				t.Errorf("label = %q, want %q", got, tt.label)
			}
			var dots []string
			for _, n := range root.named("circle") {
				dots = append(dots, n.attrs["class"])
			}
			if diff := cmp.Diff(tt.dots, dots); diff != "" {
				t.Errorf("dots (-want +got):\n%s", diff)
			}
			if got := len(root.classed("ch-thread-on")); got != tt.on {
				t.Errorf("solid stretches = %d, want %d", got, tt.on)
			}
		})
	}
}

func TestPips(t *testing.T) {
	for _, tt := range []struct{ value, most, on, all int }{{3, 5, 3, 5}, {0, 5, 0, 5}, {9, 5, 5, 5}, {-1, 5, 0, 5}, {2, 0, 1, 1}, {1, 500, 1, 20}} {
		root := wantSound(t, Pips{Value: tt.value, Most: tt.most}.SVG())
		on := len(root.classed("ch-f-ink"))
		if all := len(root.named("rect")); on != tt.on || all != tt.all {
			t.Errorf("%d of %d: %d of %d pips, want %d of %d", tt.value, tt.most, on, all, tt.on, tt.all)
		}
	}
}

func TestBulletMarksTheIntendedShare(t *testing.T) {
	root := wantSound(t, Bullet{Actual: 10, Intended: 30, Most: 40, Paint: 2}.SVG())
	if got := root.classed("ch-tick")[0].attrs["x1"]; got != "75%" {
		t.Errorf("mark at %s, want 75%%", got)
	}
	if got := root.classed("ch-f-2")[0].attrs["width"]; got != "25%" {
		t.Errorf("bar = %s, want 25%%", got)
	}
	if got := len(parse(t, Bullet{Actual: 10}.SVG()).classed("ch-tick")); got != 0 {
		t.Error("a mark without an intended value")
	}
}

// The parts of a bar follow each other and never leave it.
func TestBarAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := Bar{ID: "x", Most: rapid.Float64Range(0, 100).Draw(t, "most")}
		sum := 0.0
		for range rapid.IntRange(0, 8).Draw(t, "n") {
			v := rapid.Float64Range(0, 50).Draw(t, "v")
			sum += v
			b.Parts = append(b.Parts, Part{v, Paint(rapid.IntRange(-8, 12).Draw(t, "paint"))})
		}
		root := wantSound(t, b.SVG())
		end := 0.0
		for _, n := range root.named("rect") {
			if n.attrs["x"] == "" {
				continue // inside a pattern
			}
			x, w := percent(t, n, "x"), percent(t, n, "width")
			if math.Abs(x-end) > 0.05 {
				t.Fatalf("a part starts at %g%%, the one before ends at %g%%", x, end)
			}
			end = x + w
		}
		if end > 100.02 {
			t.Fatalf("the parts end at %g%%", end)
		}
		if b.Most == 0 && sum > 0.1 && math.Abs(end-100) > 0.1 {
			t.Fatalf("without a scale the parts end at %g%%, want 100%%", end)
		}
	})
}

func percent(t rapid.TB, n *node, attr string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(strings.TrimSuffix(n.attrs[attr], "%"), 64)
	if err != nil || !strings.HasSuffix(n.attrs[attr], "%") {
		t.Fatalf("%s = %q, want a percentage", attr, n.attrs[attr])
	}
	return v
}

func sampleShares() Shares {
	return Shares{
		Frame: Frame{ID: "sh", Finding: "Every theme gets less than it asked for.", Desc: "Share of capacity by theme; the mark is the share asked for."},
		Rows: []Share{
			{Name: "Keep borrowers in good standing", Theme: 1, Actual: .225, Intended: .35},
			{Name: "Originate faster, safely", Theme: 2, Actual: .245, Intended: .30, Mark: Mark{Href: "/themes/2"}},
			{Name: "One resilient core", Theme: 3, Actual: .165, Intended: .25},
			{Name: "Open the partner channel", Theme: 4, Actual: .045, Intended: .10},
			{Name: "A fifth theme", Theme: 5, Missing: true, Intended: .02},
			{Name: "No line back to a theme", Actual: .32},
		},
	}
}

func TestSharesGolden(t *testing.T) {
	svg := sampleShares().SVG()
	root := wantSound(t, svg)
	wantApart(t, root)
	golden(t, "shares", svg)
	if got, want := root.classed("ch-mark")[0].attrs["data-tip"], "Keep borrowers in good standing\n22.5% of capacity\n35% asked for"; got != want {
		t.Errorf("tip = %q, want %q", got, want)
	}
	wantSound(t, Shares{}.SVG())
	wantSound(t, Shares{Rows: []Share{{Name: strings.Repeat("long ", 40), Actual: math.NaN(), Intended: math.Inf(1)}}}.SVG())
}
