package chart

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func sampleWaterfall() Waterfall {
	asks := []string{"what the strategy asks for", "a unit owns it", "the unit reads it the same way", "days are set aside", "it is in the plan", "days are spent"}
	names := []string{"Stated", "Assigned", "Interpreted", "Funded", "Planned", "Executed"}
	w := Waterfall{
		Frame: Frame{ID: "wf", Finding: "Of every 100 days 68 are kept; 14 were lost when teams interpreted it.", Desc: "Days kept at each of six stages, out of every 100."},
		Note:  "the largest loss: the same words, read differently",
	}
	for i, v := range []float64{100, 96, 82, 79, 73, 68} {
		w.Stages = append(w.Stages, Stage{Name: names[i], Sub: asks[i], Kept: v})
	}
	return w
}

func TestWaterfallGolden(t *testing.T) {
	narrow := sampleWaterfall()
	narrow.ID, narrow.Width, narrow.Height = "wf-n", 318, 260
	part := sampleWaterfall()
	part.ID = "wf-p"
	part.Stages[3].Missing = true
	part.Stages[5].Low, part.Stages[5].High, part.Stages[5].Ceiling = 63, 72, 94
	part.Stages[2].Href = "/findings?stage=interpreted&unit=a"
	last := sampleWaterfall()
	last.ID, last.Stages[5].Kept = "wf-l", 30
	for name, w := range map[string]Waterfall{"waterfall": sampleWaterfall(), "waterfall-narrow": narrow, "waterfall-part": part, "waterfall-last": last} {
		t.Run(name, func(t *testing.T) {
			svg := w.SVG()
			wantApart(t, wantSound(t, svg))
			golden(t, name, svg)
		})
	}
}

func TestWaterfallPaint(t *testing.T) {
	root := parse(t, sampleWaterfall().SVG())
	var kept, lost []string
	for _, n := range root.with("data-part", "kept") {
		kept = append(kept, n.attrs["class"])
	}
	for _, n := range root.with("data-part", "lost") {
		lost = append(lost, n.attrs["class"])
	}
	wantKept := "ch-f-ink ch-f-quiet ch-f-quiet ch-f-quiet ch-f-quiet ch-f-ink"
	if got := strings.Join(kept, " "); got != wantKept {
		t.Errorf("kept = %s, want %s", got, wantKept)
	}
	wantLost := "ch-f-loss-pale ch-f-loss ch-f-loss-pale ch-f-loss-pale ch-f-loss-pale"
	if got := strings.Join(lost, " "); got != wantLost {
		t.Errorf("lost = %s, want %s", got, wantLost)
	}
}

func TestWaterfallSkipsWhatIsNotDeclared(t *testing.T) {
	w := sampleWaterfall()
	w.Stages[2].Missing, w.Stages[3].Kept = true, math.NaN()
	root := wantSound(t, w.SVG())
	if got := len(root.classed("ch-slot")); got != 2 {
		t.Errorf("slots = %d, want 2", got)
	}
	// Planned is 73 and the last declared stage before it 96.
	tips := root.classed("ch-mark")
	if got, want := tips[4].attrs["data-tip"], "Planned\n73 of 100 kept\n23 lost here"; got != want {
		t.Errorf("tip = %q, want %q", got, want)
	}
	if got, want := tips[2].attrs["data-tip"], "Interpreted\nnot declared"; got != want {
		t.Errorf("tip = %q, want %q", got, want)
	}
}

func TestWaterfallWithoutAnything(t *testing.T) {
	for name, w := range map[string]Waterfall{
		"no stages": {},
		"all zero":  {Note: "nothing", Stages: []Stage{{Name: "A"}, {Name: "B"}}},
		"missing":   {Note: "nothing", Stages: []Stage{{Name: "A", Missing: true}, {Name: "B", Missing: true}}},
		"infinite":  {Most: math.Inf(1), Stages: []Stage{{Name: "A", Kept: math.Inf(-1)}, {Name: "B", Kept: -3, High: math.Inf(1), Ceiling: math.Inf(1)}}},
	} {
		t.Run(name, func(t *testing.T) { wantSound(t, w.SVG()) })
	}
}

// The kept and the lost part of a column stand together as high as the column
// before is kept, and no two labels touch, whatever the values.
func TestWaterfallAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := sampleWaterfall()
		w.Width = rapid.Float64Range(300, 1200).Draw(t, "width")
		w.Height = rapid.Float64Range(200, 500).Draw(t, "height")
		level := 100.0
		for i := range w.Stages {
			w.Stages[i].Kept = math.Round(level*10) / 10
			w.Stages[i].Missing = rapid.IntRange(0, 5).Draw(t, "missing") == 0
			if i > 0 && !w.Stages[i].Missing {
				level *= rapid.Float64Range(0.2, 1).Draw(t, "kept")
				w.Stages[i].Kept = math.Round(level*10) / 10
			}
		}
		w.Frame = w.Frame.sized(710, 360, 280, 160)
		l := w.layout()
		before := math.NaN()
		for i, col := range l.columns {
			if !col.declared {
				continue
			}
			if finite(before) && math.Abs(col.level-before) > 1e-9 {
				t.Fatalf("stage %d starts at %g, the one before is kept to %g", i, col.level, before)
			}
			px := (l.scale.px0 - l.scale.px1) / l.scale.to
			if got, want := col.kept-col.level, col.lost*px; math.Abs(got-want) > 1e-9 {
				t.Fatalf("stage %d loses %g px, want %g", i, got, want)
			}
			before = col.kept
		}
		wantApart(t, wantSound(t, w.SVG()))
	})
}

// The mark of the most that can be reached does not strike out the number that stands at its height.
func TestTheCeilingStrikesNothingOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kept := rapid.Float64Range(40, 95).Draw(t, "kept")
		w := Waterfall{Most: 100, Stages: []Stage{{Name: "Stated", Kept: 100}, {Name: "Executed", Kept: kept, Ceiling: rapid.Float64Range(kept, 100).Draw(t, "ceiling")}}}
		root := wantSound(t, w.SVG())
		for _, line := range root.classed("ch-ceiling") {
			x1, x2, y := line.num(t, "x1"), line.num(t, "x2"), line.num(t, "y1")
			for _, text := range root.classed(lossTone) {
				room := bold().textBox(text.num(t, "x"), text.num(t, "y"), text.text, middle)
				if x1 < room.right() && x2 > room.x && y > room.y && y < room.bottom() {
					t.Fatalf("the line at %g from %g to %g crosses %q in %+v", y, x1, x2, text.text, room)
				}
			}
		}
	})
}
