package overview_test

import (
	"fmt"
	"strings"
	"testing"

	"throughline/finding"
	"throughline/graph"
	"throughline/overview"
	"throughline/strategy"
	"throughline/testing/fixture"
)

// relay is an organisation in which each unit stands elsewhere in the cascade, on 21 August.
func relay(t fixture.T) *fixture.Org {
	read := func(unit string, r graph.Receipt, shares ...graph.ThemeShare) *graph.Intent {
		return &graph.Intent{
			ID: graph.IntentID(unit + "-reads"), Level: graph.Interpreted, Unit: graph.UnitID(unit), Period: "h2", Shares: shares, Receipt: r,
			Readings: []graph.Reading{{Theme: "trust", Words: unit + " reads trust", Differs: unit == "back"}},
		}
	}
	half := []graph.ThemeShare{{Theme: "growth", Share: 0.5}, {Theme: "trust", Share: 0.5}}
	return fixture.New(t).Today("2026-08-03").Themes("growth", "trust", "speed").Half().Person("ann").
		Unit("acme", "").Unit("sent", "acme").Unit("back", "acme").Unit("done", "acme").Unit("mute", "acme").Unit("below", "mute").Unit("draft", "acme").Unit("again", "acme").Unit("zfree", "").
		Stated("acme", "h2", fixture.Shares{"growth": 0.6, "trust": 0.4}).
		Assigned("sent", "h2", fixture.Shares{"growth": 0.3, "trust": 0.7}).Assigned("back", "h2", fixture.Shares{"trust": 1}).
		Assigned("done", "h2", fixture.Shares{"growth": 1}).Assigned("mute", "h2", fixture.Shares{"growth": 1}).
		Assigned("draft", "h2", fixture.Shares{"speed": 1}).Assigned("again", "h2", fixture.Shares{"growth": 1}).
		Put(
			read("sent", graph.Receipt{State: graph.Sent, SentAt: fixture.Moment(t, "2026-08-07T15:00:00Z"), SentBy: "ann"}, half...),
			read("back", graph.Receipt{State: graph.Returned, AnsweredAt: fixture.Moment(t, "2026-08-20T08:00:00Z"), Reason: "Not trust"}),
			read("done", graph.Receipt{State: graph.Accepted, AnsweredAt: fixture.Moment(t, "2026-08-10T08:00:00Z")}),
			read("draft", graph.Receipt{}),
		).Today("2026-08-11").
		Put(read("again", graph.Receipt{State: graph.Sent, SentAt: fixture.Moment(t, "2026-08-04T15:00:00Z"), Reason: "The strategy changed"})).
		Today("2026-08-21")
}

func TestTheCascade(t *testing.T) {
	var got []string
	for _, l := range of(relay(t)).Cascade() {
		asked := "nothing"
		if l.Asked != nil {
			asked = string(l.Asked.Unit)
		}
		got = append(got, fmt.Sprintf("%d %s: asked %s %v, %s %v, %d days", l.Depth, l.Unit.ID, asked, l.Own, l.State, l.Again, l.Days))
	}
	want := []string{
		"1 again: asked again true, waits true, 10 days",
		"1 back: asked back true, returned false, 1 days",
		"1 done: asked done true, accepted false, 0 days",
		"1 draft: asked draft true, unsent false, 18 days",
		"1 mute: asked mute true, unsent false, 18 days",
		"2 below: asked mute false, unsent false, 18 days",
		"1 sent: asked sent true, waits false, 14 days",
		"0 zfree: asked nothing false, unasked false, 0 days",
	}
	if a, b := strings.Join(got, "\n"), strings.Join(want, "\n"); a != b {
		t.Errorf("the cascade is\n%s\nwant\n%s", a, b)
	}
}

func TestWhatAUnitReadsIntoEachTheme(t *testing.T) {
	for _, l := range of(relay(t)).Cascade() {
		shift, known := l.Shift()
		switch l.Unit.ID {
		case "sent": // 30 and 70 asked, 50 and 50 read: a fifth moves
			if !known || shift < 0.2-1e-9 || shift > 0.2+1e-9 || len(l.Themes) != 2 || l.Themes[1].Reading.Words != "sent reads trust" {
				t.Errorf("sent shifts %g, %v: %+v", shift, known, l.Themes)
			}
			if gap, ok := l.Themes[0].Gap(); !ok || gap < 0.2-1e-9 || gap > 0.2+1e-9 {
				t.Errorf("the gap of growth is %g, %v", gap, ok)
			}
		case "back":
			if known || len(l.Themes) != 1 || !l.Themes[0].Reading.Differs || l.Themes[0].Read.OK {
				t.Errorf("back declares no shares, and yet: %g, %+v", shift, l.Themes)
			}
		case "draft": // asked for one theme, speaks of another
			if len(l.Themes) != 2 || l.Themes[0].Theme.ID != "trust" || l.Themes[1].Place != 3 || l.Themes[0].Asked.X != 0 {
				t.Errorf("draft: %+v", l.Themes)
			}
		case "zfree":
			if len(l.Themes) != 0 || l.Waiting() {
				t.Errorf("zfree: %+v", l)
			}
		}
	}
}

// The findings of the cascade are those of its area that nobody accepted for now: here one unit has been silent.
func TestTheFindingsOfTheCascade(t *testing.T) {
	s := relay(t).Picture()
	b := overview.Compute(overview.Frame{Picture: s, Period: s.Period("h2")}, strategy.Checks())
	list := b.CascadeFindings()
	if len(list) == 0 {
		t.Fatalf("%d findings of %d", len(list), len(b.Open()))
	}
	for _, f := range list {
		if f.Check.Area != finding.Cascade || f.Waiver != nil {
			t.Errorf("%s of %s", f.Check.Code, f.Check.Area)
		}
	}
}

func TestWhoStatesTheStrategyMayReadItToo(t *testing.T) {
	o := relay(t).Put(&graph.Intent{ID: "own", Level: graph.Interpreted, Unit: "acme", Period: "h2", Shares: graph.Shares{{Theme: "growth", Share: 0.6}, {Theme: "trust", Share: 0.4}}})
	top := of(o).Cascade()[0]
	if shift, ok := top.Shift(); top.Unit.ID != "acme" || top.Asked == nil || top.Asked.Level != graph.Stated || !ok || shift > 1e-9 {
		t.Errorf("the top is asked %+v and shifts %g", top.Asked, shift)
	}
	s := fixture.New(t).Themes("growth").Unit("acme", "").Picture()
	if got := overview.Compute(overview.Frame{Picture: s}, nil).Cascade(); got != nil {
		t.Errorf("without a period there is a cascade: %v", got)
	}
	if n := len(overview.CascadeStates()); n != 5 {
		t.Errorf("%d states", n)
	}
}
