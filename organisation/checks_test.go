package organisation_test

import (
	"testing"

	"throughline/finding"
	"throughline/finding/findingtest"
	"throughline/graph"
	"throughline/organisation"
	"throughline/testing/fixture"
)

// base is two units with capacity.
func base(t *testing.T) *fixture.Org {
	return fixture.New(t).Half().Person("ana").Unit("acme", "").
		Unit("web", "acme").Capacity("web", "h2", 100).
		Unit("core", "acme").Capacity("core", "h2", 100)
}

func led(by ...graph.PersonID) func(*graph.Unit) { return func(u *graph.Unit) { u.Leads = by } }

func until(t *testing.T, day string) func(*graph.Unit) {
	return func(u *graph.Unit) { u.Until = fixture.Date(t, day) }
}

// weighing is a charter that weighs risk and speed.
func weighing(risk, speed graph.Share) func(*graph.Unit) {
	return func(u *graph.Unit) {
		u.Value = []graph.Criterion{{Dimension: "risk", Weight: risk}, {Dimension: "speed", Weight: speed}}
	}
}

// linked is base with charters and a dependency each way.
func linked(t *testing.T, web, core func(*graph.Unit)) *fixture.Org {
	return base(t).
		Put(&graph.Dimension{ID: "risk", Name: "Risk", List: graph.ListValue}, &graph.Dimension{ID: "speed", Name: "Speed", List: graph.ListValue}).
		Unit("web", "acme", web).Unit("core", "acme", core).
		Put(&graph.Dependency{ID: "a", What: "Keys", From: "web", On: "core", Days: 8}).
		Put(&graph.Dependency{ID: "b", What: "Tests", From: "core", On: "web", Days: 4})
}

// cases are organisations with what a check must find in them: nothing, where it must stay silent.
type cases map[string]struct {
	org  *fixture.Org
	want []string
}

func hold(t *testing.T, code string, list cases) {
	t.Helper()
	for name, c := range list {
		t.Run(name, func(t *testing.T) {
			findingtest.Expect(t, findingtest.Check(t, organisation.Checks(), code), c.org.Picture(), "h2", nil, c.want...)
		})
	}
}

func TestSmallUnits(t *testing.T) {
	hold(t, "INT009", cases{
		"small units": {
			base(t).Unit("web", "acme", fixture.People(4)).Unit("core", "acme", fixture.People(1)),
			[]string{
				"The figures of core and web stand in the unit above, because fewer than 5 people work there",
			},
		},
		"five people": {
			base(t).Unit("web", "acme", fixture.People(5)),
			nil,
		},
		"beside a small unit": {
			base(t).Unit("web", "acme", fixture.People(4)),
			[]string{
				"The figures of web stand in the unit above, because fewer than 5 people work there, and with them those of core",
			},
		},
		"small, without figures": {
			base(t).Unit("duo", "acme", fixture.People(2)),
			nil,
		},
		"small, not declared": {
			base(t).Unit("web", "acme", fixture.People(0)),
			nil,
		},
	})
}

func TestPeopleUnknown(t *testing.T) {
	hold(t, "INT010", cases{
		"people not declared": {
			base(t).Unit("web", "acme", fixture.People(0)),
			[]string{"The number of people in web is not declared"},
		},
		"people declared below": {
			base(t).Unit("web", "acme", fixture.People(0)).Unit("squad", "web"),
			nil,
		},
		"nobody declares people": {
			base(t).Unit("acme", "", fixture.People(0)).Unit("web", "acme", fixture.People(0)).Unit("core", "acme", fixture.People(0)),
			nil,
		},
		"people of no consequence": {
			base(t).Unit("new", "acme", fixture.People(0)),
			nil,
		},
	})
}

func TestSeveralTops(t *testing.T) {
	hold(t, "CAS008", cases{
		"beside the organisation": {
			base(t).Unit("lab", "").Unit("shop", ""),
			[]string{"Beside acme, no unit stands above lab and shop"},
		},
		"beside the one with a strategy": {
			base(t).Unit("lab", "").Themes("a").Stated("lab", "h2", fixture.Shares{"a": 1}),
			[]string{"Beside lab, no unit stands above acme"},
		},
		"one top": {
			base(t),
			nil,
		},
		"a top that has closed": {
			base(t).Unit("lab", "", until(t, "2026-09-23")),
			nil,
		},
	})
}

func TestUnlikeNeighbours(t *testing.T) {
	hold(t, "DEP013", cases{
		// In common: 0.1 of risk and 0.3 of speed.
		"value different things": {
			linked(t, weighing(0.7, 0.3), weighing(0.1, 0.9)),
			[]string{
				"core and web need each other and share 40% of what they call valuable [12]",
			},
		},
		"half in common": {
			linked(t, weighing(0.7, 0.3), weighing(0.2, 0.8)),
			nil,
		},
		"nothing weighed": {
			linked(t, weighing(0, 0), weighing(1, 0)),
			nil,
		},
		"nothing between them": {
			linked(t, weighing(1, 0), weighing(0, 1)).Remove(graph.DependencyID("a").Ref()).Remove(graph.DependencyID("b").Ref()),
			nil,
		},
		"all settled between them": {
			linked(t, weighing(1, 0), weighing(0, 1)).Remove(graph.DependencyID("b").Ref()).
				Put(&graph.Dependency{ID: "a", What: "Keys", From: "web", On: "core", Turns: []graph.Turn{{Act: graph.Ask}, {Act: graph.Deliver}}}),
			nil,
		},
	})
}

func TestLeaderless(t *testing.T) {
	hold(t, "DEC012", cases{
		"no lead": {
			base(t).Unit("web", "acme", led("ana")),
			[]string{"core has a plan for h2 and names no lead"},
		},
		"the lead has left": {
			base(t).Put(&graph.Person{ID: "bo", Name: "bo", Until: fixture.Date(t, "2026-09-18")}).
				Unit("web", "acme", led("ana")).Unit("core", "acme", led("bo")),
			[]string{"core has had no lead since 18 Sep"},
		},
		"one of two has left": {
			base(t).Put(&graph.Person{ID: "bo", Name: "bo", Until: fixture.Date(t, "2026-09-18")}).
				Unit("web", "acme", led("ana")).Unit("core", "acme", led("bo", "ana")),
			nil,
		},
		"no plan, no lead": {
			base(t).Unit("web", "acme", led("ana")).Unit("core", "acme", led("ana")).Unit("new", "acme"),
			nil,
		},
		"nobody names leads": {
			base(t),
			nil,
		},
	})
}

// TestManyUnitsAreOneFinding: a sentence names three of many, and the finding stands on all of them.
func TestManyUnitsAreOneFinding(t *testing.T) {
	o := base(t)
	for _, id := range []string{"duo-a", "duo-b", "duo-c", "duo-d", "duo-e"} {
		o.Unit(id, "web", fixture.People(2)).Capacity(id, "h2", 20)
	}
	found := findingtest.Run(t, findingtest.Check(t, organisation.Checks(), "INT009"), o.Picture(), "h2")
	if len(found) != 1 {
		t.Fatalf("%d findings, want one", len(found))
	}
	f := found[0]
	if want := "The figures of duo-a, duo-b, duo-c and 2 more stand in the unit above, because fewer than 5 people work there"; f.Sentence != want {
		t.Errorf("sentence = %q, want %q", f.Sentence, want)
	}
	if len(f.Records) != 6 || f.Records[0] != graph.PeriodID("h2").Ref() || f.Records[5] != graph.UnitID("duo-e").Ref() {
		t.Errorf("it stands on %v, want the period and all five", f.Records)
	}
}

// What units value is compared again where a dependency between them, what one of them values or the name of the
// other changed, and so is found as if everything were compared anew.
func TestUnlikeNeighboursAreFollowed(t *testing.T) {
	o := linked(t, weighing(0.7, 0.3), weighing(0.1, 0.9)).Unit("aux", "acme", weighing(1, 0)).
		Put(&graph.Dependency{ID: "c", What: "Logs", From: "aux", On: "core", Days: 2})
	pictures := []*graph.Snapshot{o.Picture()}
	for _, change := range []func(){
		func() { o.Put(&graph.Dependency{ID: "a", What: "Keys", From: "web", On: "core", Days: 1}) },
		func() { o.Unit("core", "acme", weighing(0.1, 0.9), func(u *graph.Unit) { u.Name = "Kern" }) },
		func() { o.Unit("aux", "acme", weighing(0.4, 0.6)) },
		func() { o.Unit("acme", "", fixture.People(3)) },
		func() { o.Remove(graph.DependencyID("a").Ref()).Remove(graph.DependencyID("b").Ref()) },
		func() { o.Unit("web", "acme").Put(&graph.Dependency{ID: "d", What: "Ears", From: "core", On: "web"}) },
	} {
		change()
		pictures = append(pictures, o.Picture())
	}
	check := findingtest.Check(t, organisation.Checks(), "DEP013")
	for _, wrong := range findingtest.Follow([]*finding.Check{check}, nil, "h2", pictures...) {
		t.Error(wrong)
	}
	if got := len(findingtest.Run(t, check, pictures[0], "h2")); got != 2 {
		t.Errorf("%d pairs value different things, want 2", got)
	}
}
