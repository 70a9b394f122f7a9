package decision_test

import (
	"testing"

	"throughline/decision"
	"throughline/finding"
	"throughline/finding/findingtest"
	"throughline/graph"
	"throughline/testing/fixture"
)

// acme is a company whose web unit plans 140 days on an initiative from 1 July to 31 December. On
// 24 September 70 of the 132 working days are to come, and with them 140 × 70 ÷ 132 = 74.242 days.
func acme(t *testing.T) *fixture.Org {
	return fixture.New(t).Half().Person("ana", "bo", "cy").
		Unit("acme", "").Unit("web", "acme").
		Initiative("app", "web", fixture.Days("web", "h2", 140))
}

func day(t *testing.T, s string) graph.Date { return fixture.Date(t, s) }

// ask is an open decision about app, with what set changes.
func ask(t *testing.T, set ...func(*graph.Decision)) *graph.Decision {
	d := &graph.Decision{ID: "q", Question: "Which store?", State: graph.DecisionOpen, Initiative: "app", Deciders: []graph.PersonID{"ana"}}
	for _, s := range set {
		s(d)
	}
	return d
}

// settled is a decision taken on 3 September.
func settled(t *testing.T, set ...func(*graph.Decision)) *graph.Decision {
	d := ask(t, set...)
	d.State, d.Decided = graph.DecisionDecided, day(t, "2026-09-03")
	return d
}

func TestChecks(t *testing.T) {
	type D = graph.Decision
	for name, c := range map[string]struct {
		code string
		put  func(*testing.T, *fixture.Org)
		want []string
	}{
		"nobody decides": {"DEC001", func(t *testing.T, o *fixture.Org) {
			o.Put(ask(t, func(d *D) { d.Deciders, d.Raised = nil, day(t, "2026-09-10") }))
		}, []string{"“Which store?” has no decider and has been open for 10 working days [74.242]"}},
		"nobody decides, asked today": {"DEC001", func(t *testing.T, o *fixture.Org) {
			o.Put(ask(t, func(d *D) { d.Deciders, d.Raised, d.Initiative, d.Unit = nil, day(t, "2026-09-24"), "", "web" }))
		}, []string{"“Which store?” has no decider"}},
		"one decides": {"DEC001", func(t *testing.T, o *fixture.Org) { o.Put(ask(t)) }, nil},
		"nobody decides what is over": {"DEC001", func(t *testing.T, o *fixture.Org) {
			o.Initiative("old", "web", fixture.Is(graph.Stopped), fixture.Days("web", "h2", 5))
			o.Put(ask(t, func(d *D) { d.Deciders, d.Initiative = nil, "old" }))
		}, nil},
		"nobody decides what is for later": {"DEC001", func(t *testing.T, o *fixture.Org) {
			o.Period("2027", "2027-01-01", "2027-06-30").Initiative("next", "web", fixture.Days("web", "2027", 5))
			o.Put(ask(t, func(d *D) { d.Deciders, d.Initiative = nil, "next" }))
		}, nil},

		"three decide": {"DEC002", func(t *testing.T, o *fixture.Org) {
			o.Put(ask(t, func(d *D) { d.Deciders = []graph.PersonID{"ana", "bo", "cy"} }))
		}, []string{"“Which store?” names 3 deciders where one should decide [74.242]"}},
		"two decided": {"DEC002", func(t *testing.T, o *fixture.Org) {
			o.Put(settled(t, func(d *D) { d.Deciders = []graph.PersonID{"ana", "bo"} }))
		}, []string{"“Which store?” was decided on 3 Sep in the name of 2 deciders where one should decide"}},
		"two decided before the period": {"DEC002", func(t *testing.T, o *fixture.Org) {
			d := settled(t, func(d *D) { d.Deciders = []graph.PersonID{"ana", "bo"} })
			d.Decided = day(t, "2026-06-30")
			o.Put(d)
		}, nil},
		"one decides, two are consulted": {"DEC002", func(t *testing.T, o *fixture.Org) {
			o.Put(ask(t, func(d *D) { d.Consulted = []graph.PersonID{"bo", "cy"} }))
		}, nil},

		"late": {"DEC003", func(t *testing.T, o *fixture.Org) {
			o.Put(ask(t, func(d *D) { d.Due = day(t, "2026-09-23") }))
		}, []string{"“Which store?” was to be decided by 23 Sep and is still open [74.242]"}},
		"late, for nobody decides": {"DEC003", func(t *testing.T, o *fixture.Org) {
			o.Put(ask(t, func(d *D) { d.Due, d.Deciders = day(t, "2026-09-23"), nil }))
		}, nil},
		"late, for it is stuck above": {"DEC003", func(t *testing.T, o *fixture.Org) {
			o.Put(ask(t, func(d *D) { d.Due, d.Escalated = day(t, "2026-09-23"), day(t, "2026-09-09") }))
		}, nil},
		"late, and just passed upwards": {"DEC003", func(t *testing.T, o *fixture.Org) {
			o.Put(ask(t, func(d *D) { d.Due, d.Escalated = day(t, "2026-09-23"), day(t, "2026-09-10") }))
		}, []string{"“Which store?” was to be decided by 23 Sep and is still open [74.242]"}},
		"due today":         {"DEC003", func(t *testing.T, o *fixture.Org) { o.Put(ask(t, func(d *D) { d.Due = day(t, "2026-09-24") })) }, nil},
		"without a due day": {"DEC003", func(t *testing.T, o *fixture.Org) { o.Put(ask(t)) }, nil},
		"late, but settled": {"DEC003", func(t *testing.T, o *fixture.Org) { o.Put(settled(t, func(d *D) { d.Due = day(t, "2026-09-01") })) }, nil},
		"due a year earlier": {"DEC003", func(t *testing.T, o *fixture.Org) {
			o.Put(ask(t, func(d *D) { d.Due, d.Initiative = day(t, "2025-09-23"), "" }))
		}, []string{"“Which store?” was to be decided by 23 Sep 2025 and is still open"}},

		// From Wednesday 9 September there are 11 working days to Thursday 24 September.
		"stuck above": {"DEC004", func(t *testing.T, o *fixture.Org) {
			o.Put(ask(t, func(d *D) { d.Escalated = day(t, "2026-09-09") }))
		}, []string{"“Which store?” was passed upwards on 9 Sep and is still open 11 working days later [74.242]"}},
		"two weeks above": {"DEC004", func(t *testing.T, o *fixture.Org) {
			o.Put(ask(t, func(d *D) { d.Escalated = day(t, "2026-09-10") }))
		}, nil},
		"never passed upwards": {"DEC004", func(t *testing.T, o *fixture.Org) { o.Put(ask(t)) }, nil},

		"no reason": {"DEC005", func(t *testing.T, o *fixture.Org) {
			o.Put(settled(t), settled(t, func(d *D) { d.ID, d.Rationale = "r", "Fewer steps" }))
		}, []string{"“Which store?” was decided on 3 Sep without a reason"}},
		"reasons are kept elsewhere": {"DEC005", func(t *testing.T, o *fixture.Org) { o.Put(settled(t)) }, nil},
		"a principle is the reason": {"DEC005", func(t *testing.T, o *fixture.Org) {
			o.Put(&graph.Principle{ID: "p", Prefer: "Safe", Over: "fast"}, settled(t, func(d *D) { d.Principle = "p" }))
		}, nil},
		"no reason before the period": {"DEC005", func(t *testing.T, o *fixture.Org) {
			old := settled(t)
			old.Decided = day(t, "2026-06-30")
			o.Put(old, settled(t, func(d *D) { d.ID, d.Rationale = "r", "Fewer steps" }))
		}, nil},

		"turned round": {"DEC006", func(t *testing.T, o *fixture.Org) {
			first := settled(t)
			first.Decided = day(t, "2026-06-05")
			o.Put(first, settled(t, func(d *D) { d.ID, d.Question, d.Reverses = "r", "Back to our own?", "q" }))
		}, []string{"“Which store?” was reversed after 90 days by “Back to our own?”"}},
		"learnt": {"DEC006", func(t *testing.T, o *fixture.Org) {
			first := settled(t)
			first.Decided = day(t, "2026-06-04")
			o.Put(first, settled(t, func(d *D) { d.ID, d.Reverses = "r", "q" }))
		}, nil},
		"replaced, not reversed": {"DEC006", func(t *testing.T, o *fixture.Org) {
			o.Put(settled(t, func(d *D) { d.ID = "r" }), settled(t, func(d *D) { d.SupersededBy = "r" }))
		}, nil},

		"waits without a day": {"DEC007", func(t *testing.T, o *fixture.Org) {
			o.Put(ask(t, func(d *D) { d.Raised = day(t, "2026-09-09") }))
		}, []string{"“app” has waited 11 working days for “Which store?”, which has no day to be decided by [74.242]"}},
		"waits for two weeks": {"DEC007", func(t *testing.T, o *fixture.Org) {
			o.Put(ask(t, func(d *D) { d.Raised = day(t, "2026-09-10") }))
		}, nil},
		"only a candidate waits": {"DEC007", func(t *testing.T, o *fixture.Org) {
			o.Initiative("idea", "web", fixture.Is(graph.Candidate), fixture.Days("web", "h2", 9))
			o.Put(ask(t, func(d *D) { d.Raised, d.Initiative = day(t, "2026-08-03"), "idea" }))
		}, nil},
		"nobody says since when": {"DEC007", func(t *testing.T, o *fixture.Org) { o.Put(ask(t)) }, nil},

		"a right without a holder": {"DEC008", func(t *testing.T, o *fixture.Org) {
			o.Put(&graph.Right{ID: "r", Domain: "Freezes"})
		}, []string{"The right to decide on “Freezes” names no decider"}},
		"the holder has left": {"DEC008", func(t *testing.T, o *fixture.Org) {
			o.Put(&graph.Person{ID: "di", Name: "di", Until: day(t, "2026-09-23")}, &graph.Right{ID: "r", Domain: "Freezes", Decider: "di"})
		}, []string{"The right to decide on “Freezes” has had no holder since 23 Sep"}},
		"the holder leaves today": {"DEC008", func(t *testing.T, o *fixture.Org) {
			o.Put(&graph.Person{ID: "di", Name: "di", Until: day(t, "2026-09-24")}, &graph.Right{ID: "r", Domain: "Freezes", Decider: "di"})
		}, nil},
		"the right itself has ended": {"DEC008", func(t *testing.T, o *fixture.Org) {
			o.Put(&graph.Right{ID: "r", Domain: "Freezes", Until: day(t, "2026-09-23")})
		}, nil},

		"two rights": {"DEC009", func(t *testing.T, o *fixture.Org) {
			o.Put(&graph.Right{ID: "r1", Domain: "Freezes", Decider: "ana"}, &graph.Right{ID: "r2", Domain: "freezes", Decider: "bo"})
		}, []string{"2 rights on “Freezes” give the same decision to 2 deciders"}},
		"two rights of different limits": {"DEC009", func(t *testing.T, o *fixture.Org) {
			o.Put(&graph.Right{ID: "r1", Domain: "Freezes", Decider: "ana"}, &graph.Right{ID: "r2", Domain: "Freezes", Decider: "bo", Limits: "Over a week"})
		}, nil},
		"two rights of one decider": {"DEC009", func(t *testing.T, o *fixture.Org) {
			o.Put(&graph.Right{ID: "r1", Domain: "Freezes", Decider: "ana"}, &graph.Right{ID: "r2", Domain: "Freezes", Decider: "ana"})
		}, nil},

		"outside the right": {"DEC010", func(t *testing.T, o *fixture.Org) {
			o.Put(&graph.Right{ID: "r", Domain: "Stores", Decider: "bo"}, ask(t, func(d *D) { d.Domain = "stores" }))
		}, []string{"“Which store?” is claimed by somebody whom the rights on “Stores” do not name [74.242]"}},
		"the delegate decides": {"DEC010", func(t *testing.T, o *fixture.Org) {
			o.Put(&graph.Right{ID: "r", Domain: "Stores", Decider: "bo", Delegate: "ana"}, ask(t, func(d *D) { d.Domain = "Stores" }))
		}, nil},
		"the right is another unit's": {"DEC010", func(t *testing.T, o *fixture.Org) {
			o.Unit("ops", "acme").Put(&graph.Right{ID: "r", Domain: "Stores", Decider: "bo", Unit: "ops"}, ask(t, func(d *D) { d.Domain, d.Unit = "Stores", "web" }))
		}, nil},
		"a domain without rights": {"DEC010", func(t *testing.T, o *fixture.Org) { o.Put(ask(t, func(d *D) { d.Domain = "Stores" })) }, nil},

		"to be looked at again": {"DEC011", func(t *testing.T, o *fixture.Org) {
			o.Put(settled(t, func(d *D) { d.Review = day(t, "2026-09-23") }))
		}, []string{"“Which store?” was to be looked at again on 23 Sep"}},
		"to be looked at today":    {"DEC011", func(t *testing.T, o *fixture.Org) { o.Put(settled(t, func(d *D) { d.Review = day(t, "2026-09-24") })) }, nil},
		"without a day of looking": {"DEC011", func(t *testing.T, o *fixture.Org) { o.Put(settled(t)) }, nil},
		"replaced before looking": {"DEC011", func(t *testing.T, o *fixture.Org) {
			o.Put(settled(t, func(d *D) { d.ID = "r" }), settled(t, func(d *D) { d.Review, d.SupersededBy = day(t, "2026-09-01"), "r" }))
		}, nil},
		"still open, so not settled": {"DEC011", func(t *testing.T, o *fixture.Org) { o.Put(ask(t, func(d *D) { d.Review = day(t, "2026-09-01") })) }, nil},
	} {
		t.Run(c.code+" "+name, func(t *testing.T) {
			o := acme(t)
			c.put(t, o)
			findingtest.Expect(t, findingtest.Check(t, decision.Checks(), c.code), o.Picture(), "h2", nil, c.want...)
		})
	}
}

// TestNothingDeclared: an organisation that has not begun to write decisions down has no findings.
func TestNothingDeclared(t *testing.T) {
	s := acme(t).Picture()
	for _, c := range decision.Checks() {
		findingtest.Expect(t, c, s, "h2", nil)
	}
}

func TestShownWhereItBelongs(t *testing.T) {
	o := acme(t).Put(ask(t, func(d *graph.Decision) { d.Deciders = nil }))
	f := findingtest.Run(t, findingtest.Check(t, decision.Checks(), "DEC001"), o.Picture(), "h2")[0]
	if f.Unit != "web" || f.Mends != "the lead of web" || f.Key() != "DEC001:decision/q" || f.Records[1] != graph.InitiativeID("app").Ref() {
		t.Errorf("finding = %+v, want it at web, on the decision and its initiative", f)
	}
	if f.Check.Severity != finding.Warning {
		t.Errorf("severity = %v", f.Check.Severity)
	}
}
