package organisation_test

import (
	"testing"

	"throughline/finding/findingtest"
	"throughline/graph"
	"throughline/organisation"
	"throughline/testing/fixture"
)

func TestChecks(t *testing.T) {
	base := func() *fixture.Org {
		return fixture.New(t).Half().Person("ana").Unit("acme", "").Unit("web", "acme").Unit("core", "acme").Capacity("web", "h2", 100).Capacity("core", "h2", 100)
	}
	led := func(by ...graph.PersonID) func(*graph.Unit) { return func(u *graph.Unit) { u.Leads = by } }
	until := func(day string) func(*graph.Unit) { return func(u *graph.Unit) { u.Until = fixture.Date(t, day) } }
	value := func(risk, speed graph.Share) func(*graph.Unit) {
		return func(u *graph.Unit) {
			u.Value = []graph.Criterion{{Dimension: "risk", Weight: risk}, {Dimension: "speed", Weight: speed}}
		}
	}
	linked := func(web, core func(*graph.Unit)) *fixture.Org {
		return base().Put(&graph.Dimension{ID: "risk", Name: "Risk", List: graph.ListValue}, &graph.Dimension{ID: "speed", Name: "Speed", List: graph.ListValue}).
			Unit("web", "acme", web).Unit("core", "acme", core).
			Put(&graph.Dependency{ID: "a", What: "Keys", From: "web", On: "core", Days: 8}, &graph.Dependency{ID: "b", What: "Tests", From: "core", On: "web", Days: 4})
	}
	for name, c := range map[string]struct {
		code string
		org  *fixture.Org
		want []string
	}{
		"small units":            {"INT009", base().Unit("web", "acme", fixture.People(4)).Unit("core", "acme", fixture.People(1)), []string{"The figures of core and web stand in the unit above, because fewer than 5 people work there"}},
		"five people":            {"INT009", base().Unit("web", "acme", fixture.People(5)), nil},
		"small, without figures": {"INT009", base().Unit("duo", "acme", fixture.People(2)), nil},
		"small, not declared":    {"INT009", base().Unit("web", "acme", fixture.People(0)), nil},

		"people not declared":      {"INT010", base().Unit("web", "acme", fixture.People(0)), []string{"The number of people in web is not declared"}},
		"people declared below":    {"INT010", base().Unit("web", "acme", fixture.People(0)).Unit("squad", "web"), nil},
		"nobody declares people":   {"INT010", base().Unit("acme", "", fixture.People(0)).Unit("web", "acme", fixture.People(0)).Unit("core", "acme", fixture.People(0)), nil},
		"people of no consequence": {"INT010", base().Unit("new", "acme", fixture.People(0)), nil},

		"beside the organisation":        {"CAS008", base().Unit("lab", "").Unit("shop", ""), []string{"Beside acme, no unit stands above lab and shop"}},
		"beside the one with a strategy": {"CAS008", base().Unit("lab", "").Themes("a").Stated("lab", "h2", fixture.Shares{"a": 1}), []string{"Beside lab, no unit stands above acme"}},
		"one top":                        {"CAS008", base(), nil},
		"a top that has closed":          {"CAS008", base().Unit("lab", "", until("2026-09-23")), nil},

		// In common: 0.1 of risk and 0.3 of speed.
		"value different things": {"DEP013", linked(value(0.7, 0.3), value(0.1, 0.9)), []string{"core and web need each other and share 40% of what they call valuable [12]"}},
		"half in common":         {"DEP013", linked(value(0.7, 0.3), value(0.2, 0.8)), nil},
		"nothing weighed":        {"DEP013", linked(value(0, 0), value(1, 0)), nil},
		"nothing between them":   {"DEP013", linked(value(1, 0), value(0, 1)).Remove(graph.DependencyID("a").Ref()).Remove(graph.DependencyID("b").Ref()), nil},
		"all settled between them": {"DEP013", linked(value(1, 0), value(0, 1)).Remove(graph.DependencyID("b").Ref()).
			Put(&graph.Dependency{ID: "a", What: "Keys", From: "web", On: "core", Turns: []graph.Turn{{Act: graph.Ask}, {Act: graph.Deliver}}}), nil},

		"no lead": {"DEC012", base().Unit("web", "acme", led("ana")), []string{"core has a plan for h2 and names no lead"}},
		"the lead has left": {"DEC012", base().Put(&graph.Person{ID: "bo", Name: "bo", Until: fixture.Date(t, "2026-09-18")}).
			Unit("web", "acme", led("ana")).Unit("core", "acme", led("bo")), []string{"core has had no lead since 18 Sep"}},
		"one of two has left": {"DEC012", base().Put(&graph.Person{ID: "bo", Name: "bo", Until: fixture.Date(t, "2026-09-18")}).
			Unit("web", "acme", led("ana")).Unit("core", "acme", led("bo", "ana")), nil},
		"no plan, no lead":   {"DEC012", base().Unit("web", "acme", led("ana")).Unit("core", "acme", led("ana")).Unit("new", "acme"), nil},
		"nobody names leads": {"DEC012", base(), nil},
	} {
		t.Run(c.code+" "+name, func(t *testing.T) {
			findingtest.Expect(t, findingtest.Check(t, organisation.Checks(), c.code), c.org.Picture(), "h2", nil, c.want...)
		})
	}
}
