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

// D keeps the cases short.
type D = graph.Decision

// cases are organisations made from acme, with what a check must find in them: nothing, where it must stay
// silent.
type cases map[string]struct {
	put  func(*testing.T, *fixture.Org)
	want []string
}

func hold(t *testing.T, code string, list cases) {
	t.Helper()
	for name, c := range list {
		t.Run(name, func(t *testing.T) {
			o := acme(t)
			c.put(t, o)
			findingtest.Expect(t, findingtest.Check(t, decision.Checks(), code), o.Picture(), "h2", nil, c.want...)
		})
	}
}

func TestNoDecider(t *testing.T) {
	hold(t, "DEC001", cases{
		"nobody decides": {
			func(t *testing.T, o *fixture.Org) {
				o.Put(ask(t, func(d *D) { d.Deciders, d.Raised = nil, day(t, "2026-09-10") }))
			},
			[]string{
				"“Which store?” has no decider and has been open for 10 working days [74.242]",
			},
		},
		"nobody decides, and late": {
			func(t *testing.T, o *fixture.Org) {
				o.Put(ask(t, func(d *D) { d.Deciders, d.Due = nil, day(t, "2026-09-23") }))
			},
			[]string{
				"“Which store?” has no decider, and was to be decided by 23 Sep [74.242]",
			},
		},
		"nobody decides, asked today": {
			func(t *testing.T, o *fixture.Org) {
				o.Put(ask(t, func(d *D) { d.Deciders, d.Raised, d.Initiative, d.Unit = nil, day(t, "2026-09-24"), "", "web" }))
			},
			[]string{"“Which store?” has no decider"},
		},
		"one decides": {
			func(t *testing.T, o *fixture.Org) { o.Put(ask(t)) },
			nil,
		},
		"nobody decides what is over": {
			func(t *testing.T, o *fixture.Org) {
				o.Initiative("old", "web", fixture.Is(graph.Stopped), fixture.Days("web", "h2", 5))
				o.Put(ask(t, func(d *D) { d.Deciders, d.Initiative = nil, "old" }))
			},
			nil,
		},
		"nobody decides what is for later": {
			func(t *testing.T, o *fixture.Org) {
				o.Period("2027", "2027-01-01", "2027-06-30").Initiative("next", "web", fixture.Days("web", "2027", 5))
				o.Put(ask(t, func(d *D) { d.Deciders, d.Initiative = nil, "next" }))
			},
			nil,
		},
	})
}

func TestSeveralDeciders(t *testing.T) {
	hold(t, "DEC002", cases{
		"three decide": {
			func(t *testing.T, o *fixture.Org) {
				o.Put(ask(t, func(d *D) { d.Deciders = []graph.PersonID{"ana", "bo", "cy"} }))
			},
			[]string{
				"“Which store?” names 3 deciders where one should decide [74.242]",
			},
		},
		"two decided": {
			func(t *testing.T, o *fixture.Org) {
				o.Put(settled(t, func(d *D) { d.Deciders = []graph.PersonID{"ana", "bo"} }))
			},
			[]string{
				"“Which store?” was decided on 3 Sep in the name of 2 deciders where one should decide",
			},
		},
		"two decided before the period": {
			func(t *testing.T, o *fixture.Org) {
				d := settled(t, func(d *D) { d.Deciders = []graph.PersonID{"ana", "bo"} })
				d.Decided = day(t, "2026-06-30")
				o.Put(d)
			},
			nil,
		},
		"three decide, and late": {
			func(t *testing.T, o *fixture.Org) {
				o.Put(ask(t, func(d *D) { d.Deciders, d.Due = []graph.PersonID{"ana", "bo", "cy"}, day(t, "2026-09-23") }))
			},
			[]string{
				"“Which store?” names 3 deciders where one should decide, and was to be decided by 23 Sep [74.242]",
			},
		},
		"one decides, two are consulted": {
			func(t *testing.T, o *fixture.Org) {
				o.Put(ask(t, func(d *D) { d.Consulted = []graph.PersonID{"bo", "cy"} }))
			},
			nil,
		},
	})
}

func TestOverdue(t *testing.T) {
	hold(t, "DEC003", cases{
		"late": {
			func(t *testing.T, o *fixture.Org) {
				o.Put(ask(t, func(d *D) { d.Due = day(t, "2026-09-23") }))
			},
			[]string{
				"“Which store?” was to be decided by 23 Sep and is still open [74.242]",
			},
		},
		"late, for several decide": {
			func(t *testing.T, o *fixture.Org) {
				o.Put(ask(t, func(d *D) { d.Due, d.Deciders = day(t, "2026-09-23"), []graph.PersonID{"ana", "bo"} }))
			},
			nil,
		},
		"late, for nobody decides": {
			func(t *testing.T, o *fixture.Org) {
				o.Put(ask(t, func(d *D) { d.Due, d.Deciders = day(t, "2026-09-23"), nil }))
			},
			nil,
		},
		"late, for it is stuck above": {
			func(t *testing.T, o *fixture.Org) {
				o.Put(ask(t, func(d *D) { d.Due, d.Escalated = day(t, "2026-09-23"), day(t, "2026-09-09") }))
			},
			nil,
		},
		"late, and just passed upwards": {
			func(t *testing.T, o *fixture.Org) {
				o.Put(ask(t, func(d *D) { d.Due, d.Escalated = day(t, "2026-09-23"), day(t, "2026-09-10") }))
			},
			[]string{
				"“Which store?” was to be decided by 23 Sep and is still open [74.242]",
			},
		},
		"due today": {
			func(t *testing.T, o *fixture.Org) { o.Put(ask(t, func(d *D) { d.Due = day(t, "2026-09-24") })) },
			nil,
		},
		"without a due day": {
			func(t *testing.T, o *fixture.Org) { o.Put(ask(t)) },
			nil,
		},
		"late, but settled": {
			func(t *testing.T, o *fixture.Org) { o.Put(settled(t, func(d *D) { d.Due = day(t, "2026-09-01") })) },
			nil,
		},
		"due a year earlier": {
			func(t *testing.T, o *fixture.Org) {
				o.Put(ask(t, func(d *D) { d.Due, d.Initiative = day(t, "2025-09-23"), "" }))
			},
			[]string{
				"“Which store?” was to be decided by 23 Sep 2025 and is still open",
			},
		},
	})
}

func TestStuckAbove(t *testing.T) {
	hold(t, "DEC004", cases{
		// From Wednesday 9 September there are 11 working days to Thursday 24 September.
		"stuck above": {
			func(t *testing.T, o *fixture.Org) {
				o.Put(ask(t, func(d *D) { d.Escalated = day(t, "2026-09-09") }))
			},
			[]string{
				"“Which store?” was passed upwards on 9 Sep and is still open 11 working days later [74.242]",
			},
		},
		"two weeks above": {
			func(t *testing.T, o *fixture.Org) {
				o.Put(ask(t, func(d *D) { d.Escalated = day(t, "2026-09-10") }))
			},
			nil,
		},
		"never passed upwards": {
			func(t *testing.T, o *fixture.Org) { o.Put(ask(t)) },
			nil,
		},
	})
}

func TestNoReason(t *testing.T) {
	hold(t, "DEC005", cases{
		"no reason": {
			func(t *testing.T, o *fixture.Org) {
				o.Put(settled(t), settled(t, func(d *D) { d.ID, d.Rationale = "r", "Fewer steps" }))
			},
			[]string{
				"“Which store?” was decided on 3 Sep without a reason",
			},
		},
		"reasons are kept elsewhere": {
			func(t *testing.T, o *fixture.Org) { o.Put(settled(t)) },
			nil,
		},
		"a principle is the reason": {
			func(t *testing.T, o *fixture.Org) {
				o.Put(&graph.Principle{ID: "p", Prefer: "Safe", Over: "fast"}, settled(t, func(d *D) { d.Principle = "p" }))
			},
			nil,
		},
		"no reason before the period": {
			func(t *testing.T, o *fixture.Org) {
				old := settled(t)
				old.Decided = day(t, "2026-06-30")
				o.Put(old, settled(t, func(d *D) { d.ID, d.Rationale = "r", "Fewer steps" }))
			},
			nil,
		},
	})
}

func TestTurnedRound(t *testing.T) {
	hold(t, "DEC006", cases{
		"turned round": {
			func(t *testing.T, o *fixture.Org) {
				first := settled(t)
				first.Decided = day(t, "2026-06-05")
				o.Put(first, settled(t, func(d *D) { d.ID, d.Question, d.Reverses = "r", "Back to our own?", "q" }))
			},
			[]string{
				"“Which store?” was reversed after 90 days by “Back to our own?”",
			},
		},
		"learnt": {
			func(t *testing.T, o *fixture.Org) {
				first := settled(t)
				first.Decided = day(t, "2026-06-04")
				o.Put(first, settled(t, func(d *D) { d.ID, d.Reverses = "r", "q" }))
			},
			nil,
		},
		"replaced, not reversed": {
			func(t *testing.T, o *fixture.Org) {
				o.Put(settled(t, func(d *D) { d.ID = "r" }), settled(t, func(d *D) { d.SupersededBy = "r" }))
			},
			nil,
		},
	})
}

func TestWaitsUndated(t *testing.T) {
	hold(t, "DEC007", cases{
		"waits without a day": {
			func(t *testing.T, o *fixture.Org) {
				o.Put(ask(t, func(d *D) { d.Raised = day(t, "2026-09-09") }))
			},
			[]string{
				"“app” has waited 11 working days for “Which store?”, which has no day to be decided by [74.242]",
			},
		},
		"waits for two weeks": {
			func(t *testing.T, o *fixture.Org) {
				o.Put(ask(t, func(d *D) { d.Raised = day(t, "2026-09-10") }))
			},
			nil,
		},
		"only a candidate waits": {
			func(t *testing.T, o *fixture.Org) {
				o.Initiative("idea", "web", fixture.Is(graph.Candidate), fixture.Days("web", "h2", 9))
				o.Put(ask(t, func(d *D) { d.Raised, d.Initiative = day(t, "2026-08-03"), "idea" }))
			},
			nil,
		},
		"nobody says since when": {
			func(t *testing.T, o *fixture.Org) { o.Put(ask(t)) },
			nil,
		},
	})
}

func TestRightWithoutHolder(t *testing.T) {
	hold(t, "DEC008", cases{
		"a right without a holder": {
			func(t *testing.T, o *fixture.Org) {
				o.Put(&graph.Right{ID: "r", Domain: "Freezes"})
			},
			[]string{
				"The right to decide on “Freezes” names no decider",
			},
		},
		"the holder has left": {
			func(t *testing.T, o *fixture.Org) {
				o.Put(&graph.Person{ID: "di", Name: "di", Until: day(t, "2026-09-23")}, &graph.Right{ID: "r", Domain: "Freezes", Decider: "di"})
			},
			[]string{
				"The right to decide on “Freezes” has had no holder since 23 Sep",
			},
		},
		"the holder leaves today": {
			func(t *testing.T, o *fixture.Org) {
				o.Put(&graph.Person{ID: "di", Name: "di", Until: day(t, "2026-09-24")}, &graph.Right{ID: "r", Domain: "Freezes", Decider: "di"})
			},
			nil,
		},
		"the right itself has ended": {
			func(t *testing.T, o *fixture.Org) {
				o.Put(&graph.Right{ID: "r", Domain: "Freezes", Until: day(t, "2026-09-23")})
			},
			nil,
		},
	})
}

func TestRightTwice(t *testing.T) {
	hold(t, "DEC009", cases{
		"two rights": {
			func(t *testing.T, o *fixture.Org) {
				o.Put(&graph.Right{ID: "r1", Domain: "Freezes", Decider: "ana"}, &graph.Right{ID: "r2", Domain: "freezes", Decider: "bo"})
			},
			[]string{
				"2 rights on “Freezes” give the same decision to 2 deciders",
			},
		},
		"two rights of different limits": {
			func(t *testing.T, o *fixture.Org) {
				o.Put(&graph.Right{ID: "r1", Domain: "Freezes", Decider: "ana"}, &graph.Right{ID: "r2", Domain: "Freezes", Decider: "bo", Limits: "Over a week"})
			},
			nil,
		},
		"two rights of one decider": {
			func(t *testing.T, o *fixture.Org) {
				o.Put(&graph.Right{ID: "r1", Domain: "Freezes", Decider: "ana"}, &graph.Right{ID: "r2", Domain: "Freezes", Decider: "ana"})
			},
			nil,
		},
	})
}

func TestOutsideRight(t *testing.T) {
	hold(t, "DEC010", cases{
		"outside the right": {
			func(t *testing.T, o *fixture.Org) {
				o.Put(&graph.Right{ID: "r", Domain: "Stores", Decider: "bo"}, ask(t, func(d *D) { d.Domain = "stores" }))
			},
			[]string{
				"“Which store?” is claimed by somebody whom the rights on “Stores” do not name [74.242]",
			},
		},
		"the delegate decides": {
			func(t *testing.T, o *fixture.Org) {
				o.Put(&graph.Right{ID: "r", Domain: "Stores", Decider: "bo", Delegate: "ana"}, ask(t, func(d *D) { d.Domain = "Stores" }))
			},
			nil,
		},
		"the right is another unit's": {
			func(t *testing.T, o *fixture.Org) {
				o.Unit("ops", "acme").Put(&graph.Right{ID: "r", Domain: "Stores", Decider: "bo", Unit: "ops"}, ask(t, func(d *D) { d.Domain, d.Unit = "Stores", "web" }))
			},
			nil,
		},
		"a domain without rights": {
			func(t *testing.T, o *fixture.Org) { o.Put(ask(t, func(d *D) { d.Domain = "Stores" })) },
			nil,
		},
	})
}

func TestReviewDue(t *testing.T) {
	hold(t, "DEC011", cases{
		"to be looked at again": {
			func(t *testing.T, o *fixture.Org) {
				o.Put(settled(t, func(d *D) { d.Review = day(t, "2026-09-23") }))
			},
			[]string{
				"“Which store?” was to be looked at again on 23 Sep",
			},
		},
		"to be looked at today": {
			func(t *testing.T, o *fixture.Org) { o.Put(settled(t, func(d *D) { d.Review = day(t, "2026-09-24") })) },
			nil,
		},
		"without a day of looking": {
			func(t *testing.T, o *fixture.Org) { o.Put(settled(t)) },
			nil,
		},
		"replaced before looking": {
			func(t *testing.T, o *fixture.Org) {
				o.Put(settled(t, func(d *D) { d.ID = "r" }), settled(t, func(d *D) { d.Review, d.SupersededBy = day(t, "2026-09-01"), "r" }))
			},
			nil,
		},
		"still open, so not settled": {
			func(t *testing.T, o *fixture.Org) { o.Put(ask(t, func(d *D) { d.Review = day(t, "2026-09-01") })) },
			nil,
		},
	})
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
