package portfolio_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"throughline/graph"
	"throughline/portfolio"
	"throughline/testing/fixture"
)

func quarters(s *graph.Snapshot) []*graph.Period {
	return []*graph.Period{s.Period("q3"), s.Period("q4")}
}

func TestDemand(t *testing.T) {
	o := fixture.New(t).Half().Unit("acme", "").Unit("web", "acme").Unit("core", "acme").Unit("tiny", "core", fixture.People(2)).Unit("none", "acme").
		Capacity("web", "q3", 50, fixture.SetAside("support", 10)).Capacity("web", "q4", 50).
		Capacity("core", "h2", 100).Capacity("tiny", "h2", 20).Capacity("acme", "q3", 5, fixture.SetAside("board", 5))
	o.Initiative("a", "web", fixture.Days("web", "q3", 30), fixture.Days("core", "h2", 60)).
		Initiative("b", "web", fixture.Is(graph.Likely), fixture.Days("web", "q3", 20), fixture.Days("tiny", "q4", 8)).
		Initiative("c", "web", fixture.Is(graph.Started), fixture.Days("none", "q3", 4)).
		Initiative("d", "web", fixture.Is(graph.Candidate), fixture.Days("web", "q3", 100)).
		Initiative("e", "web", fixture.Is(graph.Done), fixture.Days("web", "q3", 100))
	d := portfolio.DemandOn(basis(o.Picture()), quarters(o.Picture()))
	want := []portfolio.UnitDemand{
		{"acme", []portfolio.Load{{0, 0, false}, {0, 0, true}}},
		{"core", []portfolio.Load{{30, 60, false}, {38, 60, false}}},
		{"none", []portfolio.Load{{4, 0, true}, {0, 0, true}}},
		{"web", []portfolio.Load{{50, 40, false}, {0, 50, false}}},
	}
	if diff := cmp.Diff(want, d.Units); diff != "" {
		t.Errorf("demand (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]portfolio.Load{{80, 100, false}, {38, 110, false}}, d.All); diff != "" {
		t.Errorf("all (-want +got):\n%s", diff)
	}
	near(t, "web in the third quarter", d.Result("web", "q3").Value, 1.25)
	near(t, "all", d.Result("", "q3").Value, 0.8)
	for unit, why := range map[graph.UnitID]string{"acme": "its capacity is all set aside", "none": "its capacity is not declared", "nowhere": "its capacity is not declared"} {
		if r := d.Result(unit, "q3"); r.Reason != why {
			t.Errorf("%s: %q, want %q", unit, r.Reason, why)
		}
	}
	if r := d.Result("web", "h2"); r.Reason == "" {
		t.Error("a period that was not asked for has no demand")
	}
}

func TestDemandExplainsItself(t *testing.T) {
	o := fixture.New(t).Half().Unit("acme", "").Unit("web", "acme").Capacity("web", "h2", 100)
	o.Initiative("a", "web", fixture.Days("web", "h2", 30)).Initiative("b", "acme", fixture.Is(graph.Likely), fixture.Days("web", "q3", 50)).
		Initiative("c", "web", fixture.Is(graph.Stopped), fixture.Days("web", "q3", 50)).Initiative("d", "web")
	s := o.Picture()
	r := portfolio.DemandOn(basis(s), quarters(s)).Result("web", "q3")
	if len(r.Rows) != 2 || r.Rows[0].Label != "b" || r.Rows[0].Value != 50 || r.Rows[1].Value != 15 || !r.Adds || r.Total != 65 {
		t.Errorf("rows = %+v, total %v", r.Rows, r.Total)
	}
	if diff := cmp.Diff([]graph.Ref{graph.InitiativeID("a").Ref(), graph.InitiativeID("b").Ref()}, r.Evidence); diff != "" {
		t.Errorf("evidence (-want +got):\n%s", diff)
	}
}

// courses is units that log days, log none, and are too small to show.
func courses(t fixture.T) *fixture.Org {
	o := fixture.New(t).Half().Themes("growth").Unit("acme", "").
		Unit("busy", "acme").Unit("quiet", "acme").Unit("tiny", "quiet", fixture.People(3)).Unit("mute", "acme").
		Capacity("busy", "h2", 132).Capacity("quiet", "h2", 132).Capacity("tiny", "h2", 66).Capacity("mute", "h2", 132)
	o.Initiative("app", "busy", fixture.Serves("growth", 0.5))
	o.Work("a", "busy", "app", fixture.Logged("2026-08-03", 56)).Work("b", "busy", "", fixture.Logged("2026-08-03", 4))
	o.Work("c", "quiet", "app", fixture.Logged("2026-08-03", 30)).Work("d", "tiny", "", fixture.Logged("2026-08-03", 10))
	o.Work("e", "mute", "app", fixture.Size(2), fixture.Finished("2026-08-03"))
	return o
}

func TestCourses(t *testing.T) {
	list := portfolio.Courses(basis(courses(t).Picture()), portfolio.UsualLines())
	var got []graph.UnitID
	for _, c := range list {
		got = append(got, c.Unit)
	}
	if d := cmp.Diff([]graph.UnitID{"busy", "mute", "quiet"}, got); d != "" {
		t.Fatalf("units (-want +got):\n%s", d)
	}
	busy, mute, quiet := list[0], list[1], list[2]
	near(t, "busy activity", busy.Activity.Value, 60.0/62)
	near(t, "busy coherence", busy.Coherence.Value, 28.0/60)
	near(t, "quiet with tiny, activity", quiet.Activity.Value, 40.0/93)
	near(t, "quiet with tiny, coherence", quiet.Coherence.Value, 15.0/40)
	near(t, "mute coherence", mute.Coherence.Value, 0.5)
	if busy.Quadrant != portfolio.BusyOffCourse || quiet.Quadrant != portfolio.QuietOffCourse || mute.Quadrant != portfolio.Unplaced {
		t.Errorf("quadrants = %q, %q, %q", busy.Quadrant, quiet.Quadrant, mute.Quadrant)
	}
	if mute.Activity.Defined() || len(mute.Activity.Missing) != 1 || quiet.People != 13 {
		t.Errorf("mute %+v, quiet of %d people", mute.Activity, quiet.People)
	}
	all := portfolio.Overall(basis(courses(t).Picture()), portfolio.UsualLines())
	near(t, "all, of those that log", all.Activity.Value, 100.0/155)
	near(t, "share of capacity that logs", all.Activity.Coverage, 155.0/217)
	near(t, "all coherence", all.Coherence.Value, (28+15+31)/(100.0+62))
}

func TestQuadrantsTurnOnTheLines(t *testing.T) {
	b := basis(courses(t).Picture())
	for lines, want := range map[portfolio.Lines]portfolio.Quadrant{
		{Activity: 60.0 / 62, Coherence: 28.0 / 60}: portfolio.BusyOnCourse,
		{Activity: 0.99, Coherence: 0.4}:            portfolio.QuietOnCourse,
		{Activity: 0.5, Coherence: 0.5}:             portfolio.BusyOffCourse,
		{Activity: 0.99, Coherence: 0.9}:            portfolio.QuietOffCourse,
	} {
		if got := portfolio.Courses(b, lines)[0].Quadrant; got != want {
			t.Errorf("%+v: %q, want %q", lines, got, want)
		}
	}
}

func TestCoursesWithoutDeclarations(t *testing.T) {
	b := basis(fixture.New(t).Half().Unit("acme", "").Unit("web", "acme").Capacity("web", "h2", 10).Picture())
	c := portfolio.Courses(b, portfolio.UsualLines())[0]
	if c.Activity.Reason != "no days were logged" || c.Coherence.Defined() || c.Quadrant != portfolio.Unplaced {
		t.Errorf("course = %q, %q", c.Activity.Reason, c.Coherence.Reason)
	}
	early := fixture.New(t).Today("2026-06-30").Half().Unit("acme", "").Capacity("acme", "h2", 10).Picture()
	if r := portfolio.Overall(basis(early), portfolio.UsualLines()).Activity; r.Reason != "no capacity is over yet" {
		t.Errorf("activity before the period = %q", r.Reason)
	}
	far := fixture.New(t).Half().Unit("acme", "").Work("w", "acme", "", fixture.Logged("2026-08-03", 1)).Picture()
	if list := portfolio.Courses(basis(far), portfolio.UsualLines()); len(list) != 0 {
		t.Errorf("units without capacity have no course: %+v", list)
	}
}

func TestByCoherence(t *testing.T) {
	list := portfolio.ByCoherence(portfolio.Courses(basis(courses(t).Unit("idle", "acme").Capacity("idle", "h2", 1).Picture()), portfolio.UsualLines()))
	var got []graph.UnitID
	for _, c := range list {
		got = append(got, c.Unit)
	}
	if d := cmp.Diff([]graph.UnitID{"quiet", "busy", "mute", "idle"}, got); d != "" {
		t.Errorf("order (-want +got):\n%s", d)
	}
}

func TestMethodsAreDescribed(t *testing.T) {
	for _, m := range portfolio.Methods() {
		if m.ID == "" || m.Title == "" || m.Question == "" || m.Unit == "" || m.Range == "" || m.Formula == "" || len(m.Edges) == 0 || m.Interval == "" {
			t.Errorf("method %+v lacks words", m)
		}
	}
}

func TestUsualLinesAreThoseOfTheWorkspaceDefaults(t *testing.T) {
	if l := portfolio.UsualLines(); l.Activity != 0.9 || l.Coherence != 0.7 {
		t.Errorf("lines = %+v, want 0.9 and 0.7", l)
	}
}

func TestLoadShare(t *testing.T) {
	nearNumber(t, "half asked", portfolio.Load{Days: 20, Room: 40}.Share(), 0.5)
	nearNumber(t, "nothing asked", portfolio.Load{Room: 40}.Share(), 0)
	for _, l := range []portfolio.Load{{Days: 1, Undeclared: true}, {Days: 1}} {
		if got := l.Share(); got.OK || got.Why == "" {
			t.Errorf("%+v: share %v, want none with a reason", l, got)
		}
	}
}

// The days of a small unit never stand alone at a unit above that has none of its own: they are shown together
// with those of the unit beside it.
func TestDemandOfASmallUnitIsNeverShownAlone(t *testing.T) {
	o := fixture.New(t).Half().Unit("acme", "").Unit("shop", "acme").Unit("till", "shop", fixture.People(3)).Unit("web", "shop", fixture.People(9)).
		Capacity("till", "q3", 30).Capacity("web", "q3", 100).
		Initiative("a", "web", fixture.Days("till", "q3", 12), fixture.Days("web", "q3", 50))
	d := portfolio.DemandOn(basis(o.Picture()), quarters(o.Picture()))
	want := []portfolio.UnitDemand{{"shop", []portfolio.Load{{62, 130, false}, {0, 0, true}}}}
	if diff := cmp.Diff(want, d.Units); diff != "" {
		t.Errorf("demand (-want +got):\n%s", diff)
	}
	r := d.Result("shop", "q3")
	if len(r.Rows) != 1 || r.Rows[0].Value != 62 || !r.Adds {
		t.Errorf("the gathered days are explained by %+v, adds %v", r.Rows, r.Adds)
	}
	lone := fixture.New(t).Half().Unit("acme", "", fixture.People(3)).Capacity("acme", "q3", 30).Initiative("a", "acme", fixture.Days("acme", "q3", 12))
	if units := portfolio.DemandOn(basis(lone.Picture()), quarters(lone.Picture())).Units; len(units) != 0 {
		t.Errorf("an organisation of three people is shown: %v", units)
	}
}
