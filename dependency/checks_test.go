package dependency_test

import (
	"fmt"
	"testing"

	"throughline/dependency"
	"throughline/finding/findingtest"
	"throughline/graph"
	"throughline/testing/fixture"
)

// need is what web needs from core for its app, on which web plans 132 days over the half: one each
// working day, so that on 24 September 70 are to come.
func need(t *testing.T, set func(*graph.Dependency), turns ...graph.Turn) *fixture.Org {
	d := &graph.Dependency{ID: "d", What: "A freeze date", From: "web", On: "core", Initiative: "app", Turns: turns}
	set(d)
	return fixture.New(t).Half().Unit("acme", "").Unit("web", "acme").Unit("core", "acme").
		Initiative("app", "web", fixture.Days("web", "h2", 132), fixture.Days("core", "q3", 8)).Put(d)
}

func asIs(*graph.Dependency) {}

func TestThreadChecks(t *testing.T) {
	type D = graph.Dependency
	ask := turn(t, graph.Ask, "2026-09-09", "")
	early := turn(t, graph.Ask, "2026-08-03", "")
	commit := func(at, day string) graph.Turn { return turn(t, graph.Commit, at, day) }
	date := func(s string) graph.Date { return fixture.Date(t, s) }
	for name, c := range map[string]struct {
		code string
		org  *fixture.Org
		want []string
	}{
		// From Wednesday 9 September there are 11 working days to Thursday 24 September.
		"not answered":             {"DEP001", need(t, asIs, ask), []string{"core has not answered to “A freeze date”, asked by web, for 11 working days [70]"}},
		"asked two weeks ago":      {"DEP001", need(t, asIs, turn(t, graph.Ask, "2026-09-10", "")), nil},
		"answered":                 {"DEP001", need(t, asIs, ask, turn(t, graph.Offer, "2026-09-11", "")), nil},
		"needed by now is graver":  {"DEP001", need(t, func(d *D) { d.NeededBy = date("2026-09-23") }, ask), nil},
		"needed today, not graver": {"DEP001", need(t, func(d *D) { d.NeededBy = date("2026-09-24") }, ask), []string{"core has not answered to “A freeze date”, asked by web, for 11 working days [70]"}},
		"only named":               {"DEP001", need(t, asIs), nil},
		"for no initiative":        {"DEP001", need(t, func(d *D) { d.Initiative, d.Days = "", 12 }, ask), []string{"core has not answered to “A freeze date”, asked by web, for 11 working days [12]"}},
		"for a candidate":          {"DEP001", need(t, asIs, ask).Initiative("app", "web", fixture.Is(graph.Candidate), fixture.Days("web", "h2", 132)), nil},
		"for something done":       {"DEP001", need(t, asIs, ask).Initiative("app", "web", fixture.Is(graph.Done), fixture.Days("web", "h2", 132)), nil},
		"for next year": {"DEP001", need(t, asIs, ask).Period("2027", "2027-01-01", "2027-06-30").
			Initiative("app", "web", fixture.Days("web", "2027", 132)), nil},

		"promised too late": {"DEP002", need(t, func(d *D) { d.NeededBy = date("2026-10-12") }, ask, commit("2026-09-15", "2026-11-02")), []string{"core promises “A freeze date” by 2 Nov, but web needs it by 12 Oct [70]"}},
		"promised in time":  {"DEP002", need(t, func(d *D) { d.NeededBy = date("2026-10-12") }, ask, commit("2026-09-15", "2026-10-12")), nil},
		"needed some day":   {"DEP002", need(t, asIs, ask, commit("2026-09-15", "2026-10-12")), nil},

		"past the promise":   {"DEP003", need(t, asIs, early, commit("2026-08-05", "2026-09-23")), []string{"core promised “A freeze date” to web by 23 Sep, 1 day ago [70]"}},
		"promised for today": {"DEP003", need(t, asIs, early, commit("2026-08-05", "2026-09-24")), nil},
		"delivered late":     {"DEP003", need(t, asIs, early, commit("2026-08-05", "2026-09-10"), turn(t, graph.Deliver, "2026-09-20", "")), nil},
		"promised, no day":   {"DEP003", need(t, asIs, early, commit("2026-08-05", "")), nil},

		"moved twice": {"DEP004", need(t, asIs, early, commit("2026-08-05", "2026-09-10"), commit("2026-09-08", "2026-09-20"), turn(t, graph.Renegotiate, "2026-09-18", "2026-10-30")), []string{"The promise of core to web on “A freeze date” has moved 2 times [70]"}},
		"moved once":  {"DEP004", need(t, asIs, early, commit("2026-08-05", "2026-09-10"), commit("2026-09-08", "2026-10-20")), nil},
		"moved twice and kept": {"DEP004", need(t, asIs, early, commit("2026-08-05", "2026-09-10"), commit("2026-09-08", "2026-09-20"), commit("2026-09-18", "2026-09-25"),
			turn(t, graph.Deliver, "2026-09-24", "")), nil},
		"never promised": {"DEP004", need(t, asIs, early), nil},

		"promised without a day": {"DEP005", need(t, asIs, ask, commit("2026-09-15", "")), []string{"core promised “A freeze date” to web without a day [70]"}},
		"promised with a day":    {"DEP005", need(t, asIs, ask, commit("2026-09-15", "2026-12-01")), nil},
		"offered without a day":  {"DEP005", need(t, asIs, ask, turn(t, graph.Offer, "2026-09-15", "")), nil},

		"needed by now":             {"DEP006", need(t, func(d *D) { d.NeededBy = date("2026-09-23") }, ask), []string{"web needed “A freeze date” from core by 23 Sep, and no day is promised [70]"}},
		"needed by now, only named": {"DEP006", need(t, func(d *D) { d.NeededBy = date("2026-09-23") }), []string{"web needed “A freeze date” from core by 23 Sep, and no day is promised [70]"}},
		"needed today":              {"DEP006", need(t, func(d *D) { d.NeededBy = date("2026-09-24") }, ask), nil},
		"needed, and promised":      {"DEP006", need(t, func(d *D) { d.NeededBy = date("2026-09-23") }, ask, commit("2026-09-15", "2026-10-12")), nil},
		"nobody says by when":       {"DEP006", need(t, asIs, ask), nil},

		"promised and not planned": {"DEP007", need(t, func(d *D) { d.Days = 20 }, ask, commit("2026-09-15", "2026-10-12")).Initiative("app", "web", fixture.Days("web", "h2", 132)),
			[]string{"core promised “A freeze date” for “app” and plans none of the 20 days it takes [20]"}},
		"promised and planned":    {"DEP007", need(t, func(d *D) { d.Days = 20 }, ask, commit("2026-09-15", "2026-10-12")), nil},
		"promised, takes no days": {"DEP007", need(t, asIs, ask, commit("2026-09-15", "2026-10-12")).Initiative("app", "web", fixture.Days("web", "h2", 132)), nil},
		"not promised, no plan":   {"DEP007", need(t, func(d *D) { d.Days = 20 }, ask).Initiative("app", "web", fixture.Days("web", "h2", 132)), nil},

		// Core's 8 days lie in the third quarter, of which 4 of 66 working days are to come: 8 × 4 ÷ 66.
		"each other": {"DEP008", need(t, asIs, ask).Put(&D{ID: "e", What: "A test file", From: "core", On: "web", Initiative: "app", Turns: []graph.Turn{ask}}),
			[]string{"web needs “A freeze date” from core and core needs “A test file” from web, and neither has promised a day [70.485]"}},
		"one has promised": {"DEP008", need(t, asIs, ask).Put(&D{ID: "e", What: "A test file", From: "core", On: "web", Initiative: "app", Turns: []graph.Turn{ask, commit("2026-09-15", "")}}), nil},
		"two needs of one": {"DEP008", need(t, asIs, ask).Put(&D{ID: "e", What: "A test file", From: "web", On: "core", Initiative: "app", Turns: []graph.Turn{ask}}), nil},
		"for two things":   {"DEP008", need(t, asIs, ask).Initiative("bot", "core").Put(&D{ID: "e", What: "A test file", From: "core", On: "web", Initiative: "bot", Turns: []graph.Turn{ask}}), nil},

		"declined":               {"DEP009", need(t, asIs, ask, turn(t, graph.Decline, "2026-09-15", "")), []string{"core declined “A freeze date”, and “app” still counts on it [70]"}},
		"broken off":             {"DEP009", need(t, asIs, ask, commit("2026-09-10", "2026-10-10"), turn(t, graph.Break, "2026-09-15", "")), []string{"core broke off “A freeze date”, and “app” still counts on it [70]"}},
		"declined, then stopped": {"DEP009", need(t, asIs, ask, turn(t, graph.Decline, "2026-09-15", "")).Initiative("app", "web", fixture.Is(graph.Stopped), fixture.Days("web", "h2", 132)), nil},
		"declined, for nothing":  {"DEP009", need(t, func(d *D) { d.Initiative = "" }, ask, turn(t, graph.Decline, "2026-09-15", "")), nil},

		"gone quiet":           {"DEP010", need(t, asIs, early, turn(t, graph.Offer, "2026-09-09", "")), []string{"web and core have said nothing about “A freeze date” for 11 working days, and nothing is agreed [70]"}},
		"quiet for two weeks":  {"DEP010", need(t, asIs, early, turn(t, graph.Offer, "2026-09-10", "")), nil},
		"quiet, needed by now": {"DEP010", need(t, func(d *D) { d.NeededBy = date("2026-09-23") }, early, turn(t, graph.Offer, "2026-09-09", "")), nil},
		"quiet, and promised":  {"DEP010", need(t, asIs, early, commit("2026-08-05", "2026-10-12")), nil},
		"quiet, not answered":  {"DEP010", need(t, asIs, early), nil},
	} {
		t.Run(c.code+" "+name, func(t *testing.T) {
			findingtest.Expect(t, findingtest.Check(t, dependency.Checks(), c.code), c.org.Picture(), "h2", nil, c.want...)
		})
	}
}

// queue is requests of web to core, asked on the day, with what set changes.
func queue(t *testing.T, n int, asked string, set func(*graph.Request)) *fixture.Org {
	o := fixture.New(t).Half().Unit("acme", "").Unit("web", "acme").Unit("core", "acme")
	for i := range n {
		r := &graph.Request{ID: graph.RequestID(fmt.Sprintf("r%d", i)), Title: fmt.Sprintf("Access %d", i), From: "web", To: "core", State: graph.RequestOpen}
		r.Asked = fixture.Date(t, asked) - graph.Date(i)
		set(r)
		o.Put(r)
	}
	return o
}

func TestIntakeChecks(t *testing.T) {
	late := func(day string) func(*graph.Request) {
		return func(r *graph.Request) { r.AnswerBy = fixture.Date(t, day) }
	}
	none := func(*graph.Request) {}
	for name, c := range map[string]struct {
		code string
		org  *fixture.Org
		want []string
	}{
		"past the promised day": {"DEP011", queue(t, 4, "2026-09-01", late("2026-09-23")), []string{"core owes an answer to 4 requests, past the promised day: “Access 0”, “Access 1”, “Access 2” and 1 more"}},
		"one is late":           {"DEP011", queue(t, 1, "2026-09-01", late("2026-09-23")), []string{"core owes an answer to 1 request, past the promised day: “Access 0”"}},
		"due today":             {"DEP011", queue(t, 4, "2026-09-01", late("2026-09-24")), nil},
		"no day was promised":   {"DEP011", queue(t, 4, "2026-09-01", none), nil},
		"late, but answered":    {"DEP011", queue(t, 4, "2026-09-01", func(r *graph.Request) { late("2026-09-23")(r); r.State = graph.RequestAccepted }), nil},

		"a pile with a promised day": {"DEP012", queue(t, 5, "2026-09-01", late("2026-09-23")), nil},
		"a pile":                     {"DEP012", queue(t, 5, "2026-09-09", none), []string{"5 requests to core have waited for more than 10 working days without a day of answer, the oldest since 5 Sep"}},
		"four are no pile":           {"DEP012", queue(t, 4, "2026-09-09", none), nil},
		"five, one too young":        {"DEP012", queue(t, 5, "2026-09-10", none), nil},
		"nobody says since when":     {"DEP012", queue(t, 9, "2026-09-09", func(r *graph.Request) { r.Asked = 0 }), nil},
	} {
		t.Run(c.code+" "+name, func(t *testing.T) {
			findingtest.Expect(t, findingtest.Check(t, dependency.Checks(), c.code), c.org.Picture(), "h2", nil, c.want...)
		})
	}
}

// TestNoDependenciesNoFinding: units with a plan and nothing between them.
func TestNoDependenciesNoFinding(t *testing.T) {
	s := fixture.New(t).Half().Unit("acme", "").Unit("web", "acme").Initiative("app", "web", fixture.Days("web", "h2", 5)).Picture()
	for _, c := range dependency.Checks() {
		findingtest.Expect(t, c, s, "h2", nil)
	}
}

// TestWhoCanMend: what one unit owes is shown there, what two must agree on is shown at the one that waits.
func TestWhoCanMend(t *testing.T) {
	one := findingtest.Run(t, findingtest.Check(t, dependency.Checks(), "DEP001"), need(t, asIs, turn(t, graph.Ask, "2026-09-01", "")).Picture(), "h2")[0]
	if one.Unit != "core" || one.Mends != "the lead of core" {
		t.Errorf("not answered is shown at %s and mended by %s", one.Unit, one.Mends)
	}
	late := func(d *graph.Dependency) { d.NeededBy = fixture.Date(t, "2026-09-01") }
	two := findingtest.Run(t, findingtest.Check(t, dependency.Checks(), "DEP006"), need(t, late).Picture(), "h2")[0]
	if two.Unit != "web" || two.Mends != "the leads of web and core" || two.Records[3] != graph.InitiativeID("app").Ref() {
		t.Errorf("not promised is %+v", two)
	}
}
