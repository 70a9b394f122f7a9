package chart

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func sampleTimeline() Timeline {
	return Timeline{
		Frame:   Frame{ID: "ti", Finding: "Ledger cutover moved by 1.5 months since plan lock 1.", Desc: "Steps by month. The outline below a bar is where the plan lock held it."},
		Periods: []string{"Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
		Now:     2.8, Locks: []Lock{{0.6, "plan lock 1"}, {1.97, "plan lock 2"}},
		Rows: []TimelineRow{
			{Name: "Ledger cutover", Theme: 3, Mark: Mark{Href: "/initiatives/ledger"}, Steps: []Step{
				{Name: "Rehearsal", From: 0.2, To: 2, LockedFrom: 0.2, LockedTo: 1.5},
				{Name: "Cutover", From: 4, To: 5.2, LockedFrom: 2.6, LockedTo: 3.7, Planned: true},
			}},
			{Name: "Hardship self-service", Theme: 1, Steps: []Step{{Name: "First plans", From: 0.5, To: 2.4}, {Name: "All borrowers", From: 3, To: 5.9, LockedFrom: 3.5, LockedTo: 6, Planned: true}}},
			{Name: "Partner onboarding kit for new lenders", Theme: 6, Steps: []Step{{Name: "Kit", From: 2, To: 2.2}, {Name: "Unknown end", From: 3, To: math.NaN()}}},
		},
	}
}

func TestTimelineGolden(t *testing.T) {
	svg := sampleTimeline().SVG()
	wantApart(t, wantSound(t, svg))
	golden(t, "timeline", svg)
	narrow := stackedTimeline().SVG()
	wantApart(t, wantSound(t, narrow))
	golden(t, "timeline-narrow", narrow)
}

func stackedTimeline() Timeline {
	c := sampleTimeline()
	c.ID, c.Width, c.Stacked, c.Slots = "tn", 340, true, `["jul","aug"]`
	c.Rows[0].Steps[0].Move = `{"id":"cutover"}`
	return c
}

// On a phone bars have all of the width, and a finger has room to take them by, and names stand above them.
func TestTimelineStacked(t *testing.T) {
	root := parse(t, stackedTimeline().SVG())
	for _, n := range root.with("rx", "2") {
		if w, h := n.num(t, "width"), n.num(t, "height"); h != 18 && w != 9 {
			t.Errorf("a bar is %g px high, want 18", h)
		}
	}
	moved := root.with("data-move", `{"id":"cutover"}`)
	if len(moved) != 1 {
		t.Fatalf("%d bars move, want one", len(moved))
	}
	hit := moved[0].classed("ch-hit")
	if len(hit) != 1 || hit[0].num(t, "height") < 44 {
		t.Error("a finger has less than 44 px to take the bar by")
	}
	if x := root.with("data-slots", `["jul","aug"]`)[0].num(t, "width"); x < 336 {
		t.Errorf("the periods have %g px of 340", x)
	}
}

func TestTimelineSlip(t *testing.T) {
	root := parse(t, sampleTimeline().SVG())
	if got := len(root.classed("ch-locked")); got != 3 {
		t.Errorf("locked outlines = %d, want 3", got)
	}
	if late, early := len(root.classed("ch-slip")), len(root.classed("ch-slip-early")); late != 2 || early != 1 {
		t.Errorf("%d late and %d early, want 2 and 1", late, early)
	}
	tips := map[string]bool{}
	for _, m := range root.classed("ch-mark") {
		tips[m.attrs["data-tip"]] = true
	}
	for _, want := range []string{"Ledger cutover\nCutover\n1.5 periods later than locked", "Hardship self-service\nAll borrowers\n0.1 periods earlier than locked", "Hardship self-service\nFirst plans"} {
		if !tips[want] {
			t.Errorf("no tip %q in %v", want, tips)
		}
	}
}

// What a script needs to move bars stands in the picture where there are columns to move them to, and nowhere else.
func TestTimelineSaysWhatMoves(t *testing.T) {
	c := sampleTimeline()
	c.Rows[0].Steps[1].Move = `{"id":"cutover & more"}`
	if root := parse(t, c.SVG()); len(root.with("data-move", `{"id":"cutover & more"}`)) != 0 {
		t.Error("a bar moves although there is nowhere to move it to")
	}
	c.Slots = `["jul","aug"]`
	root := parse(t, c.SVG())
	moves := root.with("data-move", `{"id":"cutover & more"}`)
	if len(moves) != 1 || moves[0].attrs["data-tip"] != "Ledger cutover\nCutover\n1.5 periods later than locked" {
		t.Errorf("%d bars move, want the one", len(moves))
	}
	if len(root.with("data-slots", c.Slots)) != 1 {
		t.Error("the columns are not there")
	}
}

func TestTimelineWithoutAnything(t *testing.T) {
	nan := math.NaN()
	for name, c := range map[string]Timeline{
		"nothing": {}, "no periods": {Rows: []TimelineRow{{Name: "a", Steps: []Step{{From: 0, To: 1}}}}},
		"wild": {Periods: []string{"Jul"}, Now: nan, Locks: []Lock{{nan, "x"}, {9, "y"}}, Rows: []TimelineRow{{Steps: []Step{{From: nan, To: 1}, {From: 3, To: 1}, {From: -5, To: 50, LockedFrom: nan, LockedTo: math.Inf(1)}}}}},
	} {
		t.Run(name, func(t *testing.T) { wantSound(t, c.SVG()) })
	}
}

// Bars stay between the first and the last period; labels never touch.
func TestTimelineStaysInside(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := sampleTimeline()
		c.Width, c.Stacked = rapid.Float64Range(320, 1000).Draw(t, "width"), rapid.Bool().Draw(t, "stacked")
		for i := range c.Rows {
			c.Rows[i].Steps = nil
			for range rapid.IntRange(0, 4).Draw(t, "steps") {
				at := func() float64 { return rapid.Float64Range(-2, 9).Draw(t, "at") }
				c.Rows[i].Steps = append(c.Rows[i].Steps, Step{Name: "A step", From: at(), To: at(), LockedFrom: at(), LockedTo: at()})
			}
		}
		root := wantSound(t, c.SVG())
		wantApart(t, root)
		for _, n := range root.classed("ch-step") {
			if x := n.num(t, "x"); x < 0 || x+n.num(t, "width") > c.Width+2 {
				t.Fatalf("a step at %g leaves the chart", x)
			}
		}
	})
}
