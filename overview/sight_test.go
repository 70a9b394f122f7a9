package overview_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"throughline/graph"
	"throughline/overview"
	"throughline/testing/fixture"
)

func TestSightReckonedByHand(t *testing.T) {
	s, ok := base(shop(t).Picture()).Sight("", "")
	if !ok || !s.Worked {
		t.Fatal("there is work to follow")
	}
	near(t, "days", s.Days, 80)
	near(t, "linked", s.Linked, 70)
	var themes, initiatives, units []string
	for _, x := range s.Themes {
		name := "none"
		if x.Theme != nil {
			name = x.Theme.Name
		}
		themes = append(themes, fmt.Sprintf("%s %g of %g", name, x.Days, x.Asked))
	}
	for _, x := range s.Initiatives {
		initiatives = append(initiatives, fmt.Sprintf("%s %g, %g unlinked", x.Initiative.Name, x.Days, x.Unlinked))
	}
	for _, x := range s.Units {
		units = append(units, fmt.Sprintf("%s %g of %g", x.Unit.Name, x.Linked, x.Days))
	}
	for _, c := range []struct{ got, want []string }{
		{themes, []string{"growth 35 of 100", "trust 35 of 100", "none 10 of 0"}},
		{initiatives, []string{"guard 35, 0 unlinked", "app 30, 0 unlinked", "polish 10, 10 unlinked", "pages 5, 0 unlinked"}},
		{units, []string{"core 40 of 40", "web 30 of 40"}},
	} {
		if d := cmp.Diff(c.want, c.got); d != "" {
			t.Errorf("-want +got:\n%s", d)
		}
	}
	flows := map[string]float64{}
	for _, f := range s.Flows {
		flows[f.From.ID+" > "+f.To.ID] += f.Days
	}
	want := map[string]float64{
		"growth > signups": 30, "trust > uptime": 35, " > ": 10, "growth > pages": 5, "signups > app": 30, "uptime > guard": 35, " > polish": 10,
		"app > web": 30, "guard > core": 35, "polish > web": 10, "pages > core": 5,
	}
	if d := cmp.Diff(want, flows); d != "" {
		t.Errorf("flows (-want +got):\n%s", d)
	}
}

func TestSightOfOneThemeAndOfNone(t *testing.T) {
	b := base(shop(t).Picture())
	growth, _ := b.Sight("growth", "")
	near(t, "growth", growth.Days, 35)
	if len(growth.Initiatives) != 2 {
		t.Errorf("%d initiatives serve growth, want 2", len(growth.Initiatives))
	}
	none, _ := b.Sight(overview.NoLine, "")
	near(t, "no line back", none.Days, 10)
	if list := none.NoLine(); len(list) != 1 || list[0].Initiative.ID != "polish" {
		t.Errorf("without a line back = %+v, want polish", list)
	}
}

func TestLineThroughOneRecord(t *testing.T) {
	b := base(shop(t).Picture())
	for _, c := range []struct {
		through graph.Ref
		days    float64
	}{
		{graph.ThemeID("trust").Ref(), 35},
		{graph.OutcomeID("uptime").Ref(), 35},
		{graph.InitiativeID("app").Ref(), 30},
		{graph.UnitID("web").Ref(), 40},
		{graph.Ref{Kind: graph.KindTheme}, 10},
		{graph.Ref{Kind: graph.KindOutcome}, 10},
	} {
		line, ok := b.Line(c.through)
		if !ok {
			t.Errorf("nothing runs through %v", c.through)
		}
		near(t, c.through.String(), line.Days, c.days)
	}
	for _, r := range []graph.Ref{graph.InitiativeID("gone").Ref(), {Kind: graph.KindInitiative}, graph.OutcomeID("calm").Ref(), graph.PersonID("ana").Ref()} {
		if _, ok := b.Line(r); ok {
			t.Errorf("something runs through %v, want nothing", r)
		}
	}
}

func TestWithoutWorkThePlanIsFollowed(t *testing.T) {
	o := fixture.New(t).Half().Themes("growth").Unit("acme", "").Capacity("acme", "h2", 100)
	o.Initiative("app", "acme", fixture.Serves("growth", 0.5), fixture.Days("acme", "h2", 40))
	o.Initiative("idea", "acme", fixture.Is(graph.Candidate), fixture.Serves("growth", 1), fixture.Days("acme", "h2", 60))
	s, ok := base(o.Picture()).Sight("", "")
	if !ok || s.Worked {
		t.Fatal("without work the plan is followed")
	}
	near(t, "planned", s.Days, 40)
	near(t, "linked", s.Linked, 20)
	if _, ok := base(fixture.New(t).Half().Unit("acme", "").Picture()).Sight("", ""); ok {
		t.Error("there is nothing to follow without work and plan")
	}
}

func TestInitiativesWithoutABarOfTheirOwnShareOne(t *testing.T) {
	o := fixture.New(t).Half().Themes("growth", "trust").Unit("acme", "").Capacity("acme", "h2", 1000)
	for n := range 30 {
		theme := []string{"growth", "trust"}[n%2]
		o.Initiative(fmt.Sprintf("i%02d", n), "acme", fixture.Serves(theme, 1), fixture.Days("acme", "h2", float64(100-n)))
	}
	b := base(o.Picture())
	s, _ := b.Sight("", "")
	if len(s.Traced) != 24 || len(s.Rest) != 2 || s.Rest[0].Count != 3 || s.Rest[1].Count != 3 {
		t.Fatalf("%d bars and %+v share one, want 24 and 3 of each theme", len(s.Traced), s.Rest)
	}
	near(t, "rest of growth", s.Rest[0].Days, 76+74+72)
	near(t, "rest of trust", s.Rest[1].Days, 75+73+71)
	pinned, _ := b.Sight("", "i29")
	if len(pinned.Traced) != 25 || pinned.Rest[1].Count != 2 {
		t.Errorf("a pinned initiative keeps its bar: %d bars, %+v", len(pinned.Traced), pinned.Rest)
	}
}

// What flows into a bar flows out of it, and every way of adding up gives the same days.
func TestSightAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := base(small(t))
		s, ok := b.Sight("", "")
		if !ok {
			return
		}
		var themes, initiatives, units, shares, asked float64
		for _, x := range s.Themes {
			themes += x.Days
			asked += x.Asked
		}
		for _, x := range s.Initiatives {
			initiatives += x.Days
			for _, u := range x.Units {
				shares += u.Days
			}
		}
		for _, x := range s.Units {
			units += x.Days
		}
		for name, sum := range map[string]float64{"themes": themes, "initiatives": initiatives, "units": units, "units of initiatives": shares} {
			if math.Abs(sum-s.Days) > 1e-6 {
				t.Errorf("%s add up to %g, want %g", name, sum, s.Days)
			}
		}
		in, out := map[graph.Ref]float64{}, map[graph.Ref]float64{}
		for _, f := range s.Flows {
			out[f.From] += f.Days
			in[f.To] += f.Days
		}
		for r, days := range in {
			if r.Kind != graph.KindUnit && math.Abs(days-out[r]) > 1e-6 {
				t.Errorf("%g days flow into %v and %g out of it", days, r, out[r])
			}
		}
		if s.Worked && b.Course.Defined() {
			near(t, "days worked", s.Days, b.Course.Denominator.Value)
			near(t, "days that trace", s.Linked, b.Course.Numerator.Value)
		}
	})
}

func TestOutcomesThinnestFirst(t *testing.T) {
	o := shop(t).Outcome("later", fixture.Shares{"growth": 1}, func(x *graph.Outcome) { x.Period = "next" }).Period("next", "2027-01-01", "2027-06-30")
	o.Initiative("dropped", "web", fixture.Is(graph.Stopped), fixture.Moves("calm", 1))
	b := base(o.Picture())
	s, _ := b.Sight("", "")
	thin, bare := b.Outcomes(s)
	if len(thin) != 2 || thin[0].Outcome.ID != "signups" || thin[0].Days != 30 || thin[0].Initiatives != 1 || thin[1].Outcome.ID != "uptime" {
		t.Errorf("thin = %+v, want signups (30 days) before uptime (35)", thin)
	}
	if len(bare) != 1 || bare[0].Outcome.ID != "calm" {
		t.Errorf("bare = %+v, want calm: its only initiative was stopped", bare)
	}
	for _, id := range []string{"calm", "signups"} {
		o.Outcome(id, fixture.Shares{"growth": 1}, func(x *graph.Outcome) { x.Until = fixture.Date(t, "2026-09-10") })
	}
	for today, want := range map[string]int{"2026-09-10": 3, "2026-09-11": 1} {
		b := base(o.Today(today).Picture())
		s, _ := b.Sight("", "")
		if thin, bare := b.Outcomes(s); len(thin)+len(bare) != want {
			t.Errorf("on %s there are %d and %d outcomes, want %d", today, len(thin), len(bare), want)
		}
	}
}
