package intent_test

import (
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"

	"throughline/graph"
	"throughline/intent"
	"throughline/testing/fixture"
)

// silence is an organisation in which some units said nothing at some stages, with what they might have
// said.
type silence struct {
	themes, units int
	days          []float64
	stated        fixture.Shares
	said          map[string]fixture.Shares // by stage and unit
	silent        map[string]bool
}

func drawShares(t *rapid.T, themes int, what string) fixture.Shares {
	out, left := fixture.Shares{}, 1.0
	for k := range themes {
		x := rapid.Float64Range(0, max(0, left-0.001)).Draw(t, fmt.Sprint(what, k))
		// Some say all or nothing of a theme: that is where bounds are met.
		switch rapid.IntRange(0, 4).Draw(t, "corner") {
		case 0:
			x = 0
		case 1:
			x = max(0, left-0.001)
		}
		out[plain("theme", k)] = x
		left -= x
	}
	return out
}

func drawSilence(t *rapid.T) silence {
	s := silence{themes: rapid.IntRange(1, 3).Draw(t, "themes"), units: rapid.IntRange(2, 4).Draw(t, "units"), said: map[string]fixture.Shares{}, silent: map[string]bool{}}
	s.stated = drawShares(t, s.themes, "stated")
	s.stated[plain("theme", 0)] = max(s.stated[plain("theme", 0)], 0.0005)
	for u := range s.units {
		s.days = append(s.days, rapid.Float64Range(1, 100).Draw(t, "days"))
		for _, stage := range []intent.Stage{intent.Assigned, intent.Interpreted} {
			key := fmt.Sprint(stage, u)
			s.said[key] = drawShares(t, s.themes, key)
			s.silent[key] = u > 0 && rapid.Bool().Draw(t, "silent") // the first unit always speaks
		}
	}
	return s
}

// picture leaves out what was not said, unless everybody speaks.
func (s silence) picture(t fixture.T, everybody bool) *graph.Snapshot {
	o := fixture.New(t).Half().Unit("top", "")
	for k := range s.themes {
		o.Put(&graph.Theme{ID: graph.ThemeID(plain("theme", k)), Name: "theme"})
	}
	o.Stated("top", "h2", s.stated)
	for u := range s.units {
		id := plain("unit", u)
		o.Unit(id, "top").Capacity(id, "h2", s.days[u])
		if key := fmt.Sprint(intent.Assigned, u); everybody || !s.silent[key] {
			o.Assigned(id, "h2", s.said[key])
		}
		if key := fmt.Sprint(intent.Interpreted, u); everybody || !s.silent[key] {
			o.Interpreted(id, "h2", s.said[key])
		}
	}
	return o.Picture()
}

// Whatever the silent units turn out to say, what is kept lies between the bounds given before.
func TestBoundsHoldWhateverSilentUnitsSay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawSilence(t)
		before, after := read(s.picture(t, false)), read(s.picture(t, true))
		holds(t, "whole", before.Waterfall(), after.Waterfall())
		for k := range s.themes {
			id := graph.ThemeID(plain("theme", k))
			holds(t, string(id), before.ThemeWaterfall(id), after.ThemeWaterfall(id))
		}
	})
}

// holds checks one waterfall against the one in which everybody spoke.
func holds(t *rapid.T, what string, before, after *intent.Waterfall) {
	if !before.Defined() || !after.Defined() {
		return
	}
	for n, s := range before.Steps {
		lo, hi := s.Kept, s.Kept
		if s.Bounds != nil {
			lo, hi = s.Bounds.Lo, s.Bounds.Hi
		}
		if got := after.Steps[n].Kept; s.Skipped == "" && (got < lo-1e-9 || got > hi+1e-9) {
			t.Fatalf("%s: kept %v at %s, outside %v to %v", what, got, s.Stage, lo, hi)
		}
	}
}

func TestThemeOfAUnitThatWasAskedNothingIsBounded(t *testing.T) {
	o := two(t).Assigned("web", "h2", fixture.Shares{"growth": 0.5})
	c := read(o.Picture())
	w := c.ThemeWaterfall("growth")
	// web was asked for a quarter of all; core, with half of all, for as much as is stated, or for nothing.
	near(t, "as stated", w.Value, 1)
	if w.Bounds == nil || math.Abs(w.Bounds.Lo-0.5) > 1e-9 || math.Abs(w.Bounds.Hi-1) > 1e-9 {
		t.Errorf("bounds = %+v, want 0.5 to 1", w.Bounds)
	}
	// What is carried is in the point, and what is missing is said.
	trust := c.ThemeWaterfall("trust")
	near(t, "trust", trust.Value, 0.5)
	if trust.Bounds == nil || math.Abs(trust.Bounds.Lo) > 1e-9 || math.Abs(trust.Bounds.Hi-1) > 1e-9 {
		t.Errorf("bounds of trust = %+v, want 0 to 1", trust.Bounds)
	}
	if !lacks(w.Missing, "what core is asked for in h2") {
		t.Errorf("missing = %+v", w.Missing)
	}
}

func TestFiguresSayWhereTheyComeFrom(t *testing.T) {
	o := asked(t).Interpreted("web", "h2", half()).Funding("f", "h2", fixture.ForUnit("web"), fixture.FundedDays(10)).
		Initiative("small", "web", fixture.Serves("growth", 1), fixture.Days("web", "h2", 5)).
		Initiative("large", "core", fixture.Serves("growth", 1), fixture.Days("core", "h2", 50), fixture.Days("web", "h2", 1))
	s := o.Picture()
	c := read(s)
	w := c.Waterfall()
	var got []string
	for _, r := range w.Evidence {
		got = append(got, r.String())
		if s.Record(r) == nil {
			t.Errorf("evidence %s is no record", r)
		}
	}
	want := "[intent/stated-acme-h2 intent/assigned-core-h2 intent/assigned-web-h2 intent/interpreted-web-h2 funding/f initiative/large initiative/small]"
	if fmt.Sprint(got) != want {
		t.Errorf("evidence = %v, want %v", got, want)
	}
	if w.Method != &intent.Kept || w.Period != "h2" || !w.AsOf.Equal(s.AsOf()) || w.Position != s.Position() {
		t.Errorf("result = %+v, want its method, period and picture", w.Result)
	}
	u := c.UnitWaterfall("core")
	if n := len(u.Evidence); u.Subject != graph.UnitID("core").Ref() || n != 3 || u.Evidence[n-1] != graph.InitiativeID("large").Ref() {
		t.Errorf("evidence of core = %v", u.Evidence)
	}
	web := c.UnitWaterfall("web").Evidence
	if last := web[len(web)-2:]; last[0] != graph.InitiativeID("small").Ref() || last[1] != graph.InitiativeID("large").Ref() {
		t.Errorf("evidence of web = %v, want its own days to count", web)
	}
	course := c.OnTarget(intent.Planned)
	if course.Method != &intent.OnTarget || !course.Defined() || course.Denominator.Value != 200 {
		t.Errorf("on target = %+v", course)
	}
}

func TestOnlyTheLargestInitiativesAreNamed(t *testing.T) {
	o := asked(t)
	for n := range 30 {
		o.Initiative(fmt.Sprintf("i-%02d", n), "web", fixture.Days("web", "h2", float64(1+n%25)))
	}
	names := 0
	smallest := math.Inf(1)
	s := o.Picture()
	for _, r := range read(s).Waterfall().Evidence {
		if r.Kind == graph.KindInitiative {
			names++
			smallest = min(smallest, float64(s.Initiative(graph.InitiativeID(r.ID)).Participants[0].Days))
		}
	}
	// 25 days down to 6 stand once, 5 down to 1 twice.
	if names != 20 || smallest != 6 {
		t.Errorf("%d initiatives, the smallest of %v days, want the twenty largest", names, smallest)
	}
}

func TestEmphasis(t *testing.T) {
	o := two(t).Assigned("web", "h2", all("growth")).Interpreted("web", "h2", fixture.Shares{"trust": 0.6})
	c := read(o.Picture())
	stated, coverage := c.Emphasis(intent.Stated, "")
	if coverage != 1 || len(stated) != 3 || stated[0].Theme != "growth" || stated[2].Theme != "" {
		t.Errorf("stated = %+v, coverage %v", stated, coverage)
	}
	near(t, "days stated for growth", stated[0].Days, 100)
	read, coverage := c.Emphasis(intent.Interpreted, "")
	near(t, "coverage", coverage, 0.5)
	near(t, "share of those that said", read[1].Share, 0.6)
	near(t, "days", read[1].Days, 60)
	near(t, "unlinked", read[2].Share, 0.4)
	if list, coverage := c.Emphasis(intent.Executed, ""); list != nil || coverage != 0 {
		t.Errorf("executed = %+v", list)
	}
	if list, _ := c.Emphasis(intent.Assigned, "core"); list != nil {
		t.Errorf("core was asked nothing, got %+v", list)
	}
	ofUnit, _ := c.Emphasis(intent.Stated, "web")
	near(t, "stated, for the days of web", ofUnit[0].Days, 50)
	bare := fixture.New(t).Half().Unit("acme", "").Capacity("acme", "h2", 10).Picture()
	if list, _ := intent.Read(bare, bare.Period("h2"), intent.Options{}).Emphasis(intent.Stated, ""); list != nil {
		t.Errorf("nothing is stated, got %+v", list)
	}
}

func TestAskedAndOnTarget(t *testing.T) {
	o := asked(t).Initiative("g", "web", fixture.Serves("growth", 1)).Work("w", "web", "g", fixture.Logged("2026-08-03", 5))
	c := read(o.Picture())
	if a := c.Asked("web"); len(a) != 3 || a[0] != 0.25 || a[1] != 0.25 || a[2] != 0 {
		t.Errorf("asked of web = %v", a)
	}
	if a := c.Asked(""); a[0] != 0.5 || a[1] != 0.5 {
		t.Errorf("stated = %v", a)
	}
	near(t, "web on target", onTarget(c, "web"), 0.5)
	r := c.OnTargetOf("core")
	if r.Defined() || r.Reason == "" {
		t.Errorf("core did nothing: %v", r.Value)
	}
	if r := c.OnTargetOf("nowhere"); r.Defined() {
		t.Error("nowhere is on no target")
	}
	if r := c.OnTarget(intent.Stated); r.Reason != "the strategy cannot be held against itself" {
		t.Errorf("reason = %q", r.Reason)
	}
	if r := c.OnTarget(intent.Funded); r.Defined() {
		t.Errorf("nothing is funded: %v", r.Value)
	}
	bare := read(two(t).Remove(graph.IntentID("stated-acme-h2").Ref()).Picture())
	whole, top := bare.OnTargetOf(""), bare.OnTarget(intent.Planned)
	if bare.Asked("web") != nil || whole.Defined() || top.Defined() {
		t.Error("without a strategy nothing is asked")
	}
}

func onTarget(c *intent.Cells, u graph.UnitID) float64 {
	r := c.OnTargetOf(u)
	return r.Value
}

func TestSeveralTops(t *testing.T) {
	o := fixture.New(t).Half().Themes("growth", "trust").Unit("a", "").Unit("b", "").Capacity("a", "h2", 10).Capacity("b", "h2", 10).
		Stated("a", "h2", all("growth")).Stated("b", "h2", all("trust")).Assigned("b", "h2", all("trust"))
	w := read(o.Picture()).Waterfall()
	if len(w.Warnings) != 1 || !w.Defined() {
		t.Errorf("warnings = %v, reason %q; want one about the tops", w.Warnings, w.Reason)
	}
	near(t, "kept of what a states", w.Value, 0.5)
}
