package graph_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"throughline/graph"
	"throughline/testing/alter"
	"throughline/testing/fixture"
)

func TestStandings(t *testing.T) {
	step := func(period string) func(*graph.Initiative) { return fixture.Step("alpha", period) }
	for name, c := range map[string]struct {
		set  []func(*graph.Initiative)
		want graph.Standing
	}{
		"days in the period":         {[]func(*graph.Initiative){fixture.Days("web", "h2", 5)}, graph.Concerns | graph.Current},
		"days in a part of it":       {[]func(*graph.Initiative){fixture.Days("web", "q3", 5)}, graph.Concerns | graph.Current},
		"days later":                 {[]func(*graph.Initiative){fixture.Days("web", "2027", 5)}, 0},
		"named for the period":       {[]func(*graph.Initiative){fixture.In("h2")}, graph.Concerns | graph.Current},
		"named for later":            {[]func(*graph.Initiative){fixture.In("2027")}, 0},
		"named for both":             {[]func(*graph.Initiative){fixture.In("2027", "q4")}, graph.Concerns | graph.Current},
		"a step of the period":       {[]func(*graph.Initiative){step("q3")}, graph.Concerns | graph.Current},
		"a step, but another period": {[]func(*graph.Initiative){fixture.In("2027"), step("q3")}, graph.Concerns},
		"no days in the period":      {[]func(*graph.Initiative){fixture.Days("web", "h2", 0)}, graph.Concerns},
		"nothing named":              {nil, graph.Concerns | graph.Current},
		"nothing named, and done":    {[]func(*graph.Initiative){fixture.Is(graph.Done)}, graph.Current},
		"nothing named, and stopped": {[]func(*graph.Initiative){fixture.Is(graph.Stopped)}, graph.Current},
		"days of no period":          {[]func(*graph.Initiative){fixture.Days("web", "", 5)}, graph.Concerns | graph.Undated},
		"days of no period, likely":  {[]func(*graph.Initiative){fixture.Is(graph.Likely), fixture.Days("web", "", 5)}, graph.Concerns},
		"days of its periods":        {[]func(*graph.Initiative){fixture.In("2027"), fixture.Days("web", "", 5)}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			s := fixture.New(t).Half().Period("2027", "2027-01-01", "2027-06-30").Unit("acme", "").Unit("web", "acme").Initiative("i", "web", c.set...).Picture()
			b := graph.BasisOf(s, s.Period("h2"))
			for _, standing := range []graph.Standing{graph.Concerns, graph.Current, graph.Undated} {
				if got := b.Stands(0, standing); got != (c.want&standing != 0) {
					t.Errorf("Stands(%d) = %v", standing, got)
				}
			}
			if (b.Undated == 1) != (c.want&graph.Undated != 0) {
				t.Errorf("%d are undated", b.Undated)
			}
		})
	}
}

func TestPlansOfUnits(t *testing.T) {
	s := fixture.New(t).Half().Themes("growth").Unit("acme", "").Unit("web", "acme").Unit("lab", "acme").Unit("idle", "acme").Capacity("web", "h2", 100).
		Initiative("app", "web", fixture.Serves("growth", 0.5), fixture.Days("web", "h2", 40), fixture.Days("lab", "h2", 6)).
		Initiative("maybe", "web", fixture.Is(graph.Likely), fixture.Days("web", "h2", 20)).
		Initiative("some", "web", fixture.Is(graph.Candidate), fixture.Days("lab", "h2", 9)).
		Initiative("twice", "web", fixture.Days("web", "q3", 3), fixture.Days("web", "q4", 4)).Picture()
	b := graph.BasisOf(s, s.Period("h2"))
	web, _ := b.PlanOf("web")
	want := &graph.UnitPlan{
		Unit: "web", Firm: 47, Likely: 20, ByTheme: []float64{20, 27},
		Parts: []graph.PlanPart{{Line: 0, Days: 40}, {Line: 3, Days: 3}, {Line: 3, Days: 4}},
	}
	if d := cmp.Diff(want, web); d != "" {
		t.Errorf("the plan of web (-want +got):\n%s", d)
	}
	lab, ok := b.PlanOf("lab") // without capacity
	if !ok || lab.Firm != 6 || lab.Likely != 0 || len(lab.Parts) != 1 {
		t.Errorf("the plan of lab = %+v", lab)
	}
	if _, ok := b.PlanOf("idle"); ok {
		t.Error("a unit without days has a plan")
	}
	for line, want := range []float64{46, 20, 9, 7} {
		if got := b.PlannedOn(int32(line)); got != want {
			t.Errorf("%v days on line %d, want %v", got, line, want)
		}
	}
}

func TestWorkOfUnitsAndLines(t *testing.T) {
	s := fixture.New(t).Half().Themes("growth").Unit("acme", "").Unit("web", "acme").Unit("core", "acme").Capacity("web", "h2", 132).
		Initiative("app", "web", fixture.Serves("growth", 0.5)).Initiative("desk", "web").
		Work("a", "web", "app", fixture.Logged("2026-08-03", 10)).Work("b", "core", "app", fixture.Logged("2026-08-03", 4)).
		Work("c", "web", "", fixture.Logged("2026-08-03", 3)).Work("d", "web", "desk", fixture.Logged("2026-08-04", 2)).Picture()
	b := graph.BasisOf(s, s.Period("h2"))
	if len(b.Work) != 2 || b.Work[0].All.Unit != "core" {
		t.Fatalf("work = %+v", b.Work)
	}
	web := b.Work[1]
	near(t, "days", web.Days, 15)
	near(t, "days that serve a theme", web.Linked, 5)
	near(t, "days without an initiative", web.Loose, 3)
	near(t, "growth", web.ByTheme[0], 5)
	near(t, "unlinked", web.ByTheme[1], 10)
	for line, want := range map[int32]graph.LineWork{0: {Days: 14, Items: 2, Units: 2}, 1: {Days: 2, Items: 1, Units: 1}, b.Lines.Unlinked(): {Days: 3, Items: 1, Units: 1}} {
		if got := b.WorkOn(line); got != want {
			t.Errorf("work on line %d = %+v, want %+v", line, got, want)
		}
	}
}

// parts says which parts of a basis are those of another.
func parts(a, b *graph.Basis) map[string]bool {
	return map[string]bool{
		"tree": a.Tree == b.Tree, "calendar": a.Calendar == b.Calendar, "lines": a.Lines == b.Lines, "sight": a.Lines.Sight == b.Lines.Sight,
		"rooms": a.Capacities == b.Capacities, "agenda": a.Agenda == b.Agenda, "labour": a.Labour == b.Labour,
	}
}

// TestWhatABasisTakesOver: after one change, the parts that the change does not touch are the very same.
func TestWhatABasisTakesOver(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*fixture.Org)
		anew   []string
	}{
		"a comment": {func(o *fixture.Org) { o.Put(&graph.Comment{ID: "c", On: graph.UnitID("web").Ref(), Text: "Yes"}) }, nil},
		"work":      {func(o *fixture.Org) { o.Work("w", "web", "app", fixture.Logged("2026-08-03", 1)) }, []string{"labour"}},
		"a unit":    {func(o *fixture.Org) { o.Unit("web", "acme", fixture.People(9)) }, []string{"tree"}},
		"capacity":  {func(o *fixture.Org) { o.Capacity("web", "h2", 90) }, []string{"rooms", "labour"}},
		"capacity of a unit without work": {
			func(o *fixture.Org) { o.Capacity("core", "h2", 90) }, []string{"rooms"},
		},
		"words of an initiative": {
			func(o *fixture.Org) {
				o.Initiative("app", "web", fixture.Moves("sales", 1), fixture.Days("web", "h2", 20), func(i *graph.Initiative) { i.Summary = "x" })
			}, []string{"lines"},
		},
		"days of an initiative": {
			func(o *fixture.Org) {
				o.Initiative("app", "web", fixture.Moves("sales", 1), fixture.Days("web", "h2", 21))
			}, []string{"lines", "agenda"},
		},
		"a reading of an outcome": {
			func(o *fixture.Org) {
				o.Outcome("sales", fixture.Shares{"growth": 1}, func(out *graph.Outcome) { out.Readings = []graph.Value{{On: fixture.Date(t, "2026-09-01"), Value: 4}} })
			}, []string{"lines", "sight"},
		},
		"what an outcome serves": {
			func(o *fixture.Org) { o.Outcome("sales", fixture.Shares{"trust": 1}) }, []string{"lines", "sight", "agenda", "labour"},
		},
		"what an outcome serves that nothing serves": {
			func(o *fixture.Org) { o.Outcome("calls", fixture.Shares{"trust": 1}) }, []string{"lines", "sight"},
		},
		"an outcome": {func(o *fixture.Org) { o.Outcome("a-new-one", fixture.Shares{"trust": 1}) }, []string{"lines", "sight"}},
		"words of a theme": {
			func(o *fixture.Org) { o.Put(&graph.Theme{ID: "trust", Name: "Trust", Order: 2}) }, []string{"lines", "sight"},
		},
		"the order of themes": {
			func(o *fixture.Org) {
				o.Put(&graph.Theme{ID: "trust", Name: "trust"}).Put(&graph.Theme{ID: "growth", Name: "growth", Order: 9})
			}, nil,
		},
		"a theme":     {func(o *fixture.Org) { o.Themes("third") }, []string{"lines", "sight", "agenda", "labour"}},
		"a period":    {func(o *fixture.Org) { o.Period("q4", "2026-10-01", "2026-12-30") }, []string{"calendar", "rooms", "agenda", "labour"}},
		"another day": {func(o *fixture.Org) { o.Today("2026-09-25") }, []string{"labour"}},
	} {
		t.Run(name, func(t *testing.T) {
			o := fixture.New(t).Half().Themes("growth", "trust").Unit("acme", "").Unit("web", "acme").Unit("core", "acme").Capacity("web", "h2", 100).Capacity("core", "h2", 10).
				Outcome("calls", fixture.Shares{"growth": 1}).Outcome("sales", fixture.Shares{"growth": 1}).
				Initiative("app", "web", fixture.Moves("sales", 1), fixture.Days("web", "h2", 20)).Work("first", "web", "app", fixture.Logged("2026-08-03", 2))
			s := o.Picture()
			before := graph.BasisOf(s, s.Period("h2"))
			c.change(o)
			s = o.Picture()
			after := graph.BasisAfter(before, s, s.Period("h2"))
			want := parts(before, before)
			for _, part := range c.anew {
				want[part] = false
			}
			if name == "the order of themes" { // the same order, said otherwise
				want["lines"], want["sight"] = false, false
			}
			if d := cmp.Diff(want, parts(before, after)); d != "" {
				t.Errorf("taken over (-want +got):\n%s", d)
			}
		})
	}
}

// facts is all that a basis tells of one initiative, but for its line.
func facts(b *graph.Basis, i *graph.Initiative) string {
	line := b.Lines.Of(i.ID)
	return fmt.Sprintf("%p %v %v %v %v %v", i, b.Lines.Linked(line), b.PlannedOn(line), b.Stands(line, graph.Concerns), b.Stands(line, graph.Current), b.WorkOn(line))
}

// TestDifferingTellsEveryDifference: of any two pictures, an initiative is named when something is told of it in
// one that is not told in the other, and only then.
func TestDifferingTellsEveryDifference(t *testing.T) {
	from := fixture.Large(t, 300)
	rapid.Check(t, func(t *rapid.T) {
		s := from
		before := graph.BasisOf(s, s.Period("h2"))
		for range rapid.IntRange(1, 4).Draw(t, "steps") {
			s = alter.Picture(t, s)
		}
		period := s.Period("h2")
		if period == nil {
			return
		}
		after := graph.BasisAfter(before, s, period)
		told := make(map[graph.InitiativeID]string)
		for _, i := range before.Lines.Initiatives {
			told[i.ID] = facts(before, i)
		}
		want := make(map[graph.InitiativeID]bool)
		for _, i := range after.Lines.Initiatives {
			if told[i.ID] != facts(after, i) {
				want[i.ID] = true
			}
			delete(told, i.ID)
		}
		for id := range told {
			want[id] = true
		}
		got := make(map[graph.InitiativeID]bool)
		for _, id := range after.Differing(before) {
			if got[id] {
				t.Fatalf("%s is named twice", id)
			}
			got[id] = true
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Fatalf("differing (-want +got):\n%s", d)
		}
	})
}

// TestSumsOfABasisAgree: by unit, by line and by theme the same days are told.
func TestSumsOfABasisAgree(t *testing.T) {
	from := fixture.Large(t, 400)
	rapid.Check(t, func(t *rapid.T) {
		s := from
		for range rapid.IntRange(0, 4).Draw(t, "steps") {
			s = alter.Picture(t, s)
		}
		if s.Period("h2") == nil {
			return
		}
		b := graph.BasisOf(s, s.Period("h2"))
		var byUnit, byLine, byTheme, linked float64
		for _, w := range b.Work {
			byUnit, linked = byUnit+w.Days, linked+w.Linked
			for k, x := range w.ByTheme {
				byTheme += x
				if k == b.Lines.Sight.Unlinked() {
					linked += x
				}
			}
		}
		for line := range b.Lines.Unlinked() + 1 {
			byLine += b.WorkOn(line).Days
		}
		alike(t, "work by line", byLine, byUnit)
		alike(t, "work by theme", byTheme, byUnit)
		alike(t, "linked and unlinked work", linked, byUnit)
		var firm, ofLines, ofThemes float64
		for k := range b.Plans {
			firm += b.Plans[k].Firm
			for _, x := range b.Plans[k].ByTheme {
				ofThemes += x
			}
		}
		for line := range b.Lines.Unlinked() {
			if b.Lines.Is(line, graph.IsPlanned) {
				ofLines += b.PlannedOn(line)
			}
		}
		alike(t, "plan by line", ofLines, firm)
		alike(t, "plan by theme", ofThemes, firm)
	})
}

func alike(t *rapid.T, what string, got, want float64) {
	if !(math.Abs(got-want) <= 1e-6*max(1, math.Abs(want))) {
		t.Fatalf("%s = %v, want %v", what, got, want)
	}
}
