package strategy_test

import (
	"testing"

	"throughline/finding/findingtest"
	"throughline/graph"
	"throughline/strategy"
	"throughline/testing/fixture"
)

// acme states growth 60% and trust 40% for the second half. Web has 100 of its 400 days, ops 300. On 24
// September 62 of the 132 working days are over: of web's days 100 × 70 ÷ 132 = 53.03 are to come.
func acme(t *testing.T) *fixture.Org {
	o := fixture.New(t).Half().Unit("acme", "").Unit("web", "acme").Unit("ops", "acme").
		Capacity("web", "h2", 100).Capacity("ops", "h2", 300)
	for n, id := range []graph.ThemeID{"growth", "trust"} {
		o.Put(&graph.Theme{ID: id, Name: string(id), Order: n + 1, Statement: "More of it", Why: "It pays"})
	}
	return o.Today("2026-06-15").Stated("acme", "h2", fixture.Shares{"growth": 0.6, "trust": 0.4}).Today(fixture.Today)
}

// asked is acme with its strategy handed down as it is stated.
func asked(t *testing.T) *fixture.Org {
	return acme(t).Today("2026-06-20").Assigned("web", "h2", fixture.Shares{"growth": 0.6, "trust": 0.4}).
		Assigned("ops", "h2", fixture.Shares{"growth": 0.6, "trust": 0.4}).Today(fixture.Today)
}

// reading is web's restatement with its receipt.
func reading(t *testing.T, state graph.ReceiptState, sent, answered string) *graph.Intent {
	i := &graph.Intent{
		ID: "read-web", Level: graph.Interpreted, Unit: "web", Period: "h2",
		Shares: graph.SharesOf(graph.ThemeShare{Theme: "growth", Share: 0.6}), Receipt: graph.Receipt{State: state},
	}
	if sent != "" {
		i.Receipt.SentAt = fixture.Moment(t, sent)
	}
	if answered != "" {
		i.Receipt.AnsweredAt = fixture.Moment(t, answered)
	}
	if state == graph.Returned {
		i.Receipt.Reason = "the measure is missing"
	}
	return i
}

// cases are organisations with what a check must find in them: nothing, where it must stay silent.
type cases map[string]struct {
	build func(*testing.T) *fixture.Org
	want  []string
}

func hold(t *testing.T, code string, list cases) {
	t.Helper()
	for name, c := range list {
		t.Run(name, func(t *testing.T) {
			findingtest.Expect(t, findingtest.Check(t, strategy.Checks(), code), c.build(t).Picture(), "h2", nil, c.want...)
		})
	}
}

func TestNotStated(t *testing.T) {
	hold(t, "STR001", cases{
		"no strategy": {
			func(t *testing.T) *fixture.Org { return fixture.New(t).Half().Themes("growth").Unit("acme", "") },
			[]string{
				"For h2 it is not declared how much emphasis each theme should get",
			},
		},
		"a strategy of the year holds": {
			func(t *testing.T) *fixture.Org {
				return fixture.New(t).Half().Themes("growth").Unit("acme", "").Period("y", "2026-01-01", "2026-12-31").Stated("acme", "y", fixture.Shares{"growth": 1})
			},
			nil,
		},
		"a strategy of one quarter does not": {
			func(t *testing.T) *fixture.Org {
				return fixture.New(t).Half().Themes("growth").Unit("acme", "").Stated("acme", "q3", fixture.Shares{"growth": 1})
			},
			[]string{
				"For h2 it is not declared how much emphasis each theme should get",
			},
		},
		"no themes either": {
			func(t *testing.T) *fixture.Org { return fixture.New(t).Half().Unit("acme", "") },
			nil,
		},
	})
}

func TestWordless(t *testing.T) {
	hold(t, "STR002", cases{
		"no words": {
			func(t *testing.T) *fixture.Org {
				return acme(t).Put(&graph.Theme{ID: "trust", Name: "trust", Order: 2})
			},
			[]string{
				"“trust” is asked for with 40% of the emphasis and has neither a statement nor a reason",
			},
		},
		"no reason": {
			func(t *testing.T) *fixture.Org {
				return acme(t).Put(&graph.Theme{ID: "trust", Name: "trust", Order: 2, Statement: "Kept promises"})
			},
			[]string{
				"“trust” is asked for with 40% of the emphasis and has no reason",
			},
		},
		"no statement": {
			func(t *testing.T) *fixture.Org {
				return acme(t).Put(&graph.Theme{ID: "trust", Name: "trust", Order: 2, Why: "It pays"})
			},
			[]string{
				"“trust” is asked for with 40% of the emphasis and has no statement",
			},
		},
		"all words": {
			acme,
			nil,
		},
		"no words, and no share": {
			func(t *testing.T) *fixture.Org {
				return acme(t).Put(&graph.Theme{ID: "speed", Name: "speed"})
			},
			nil,
		},
		"no words, and no strategy": {
			func(t *testing.T) *fixture.Org { return fixture.New(t).Half().Themes("growth").Unit("acme", "") },
			nil,
		},
	})
}

func TestWithoutOutcome(t *testing.T) {
	hold(t, "STR003", cases{
		// 40% of 400 days.
		"no outcome": {
			func(t *testing.T) *fixture.Org { return acme(t).Outcome("sales", fixture.Shares{"growth": 1}) },
			[]string{
				"“trust” is asked for with 40% of the emphasis and has no outcome [160]",
			},
		},
		"an outcome that ended": {
			func(t *testing.T) *fixture.Org {
				return acme(t).Outcome("sales", fixture.Shares{"growth": 1}).
					Outcome("calls", fixture.Shares{"trust": 1}, func(o *graph.Outcome) { o.Until = fixture.Date(t, "2026-09-23") })
			},
			[]string{
				"“trust” is asked for with 40% of the emphasis and has no outcome [160]",
			},
		},
		"an outcome on its last day": {
			func(t *testing.T) *fixture.Org {
				return acme(t).Outcome("sales", fixture.Shares{"growth": 1}).
					Outcome("calls", fixture.Shares{"trust": 1}, func(o *graph.Outcome) { o.Until = fixture.Date(t, "2026-09-24") })
			},
			nil,
		},
		"an outcome of both": {
			func(t *testing.T) *fixture.Org {
				return acme(t).Outcome("sales", fixture.Shares{"growth": 0.9, "trust": 0.1})
			},
			nil,
		},
		"no outcomes at all": {
			acme,
			nil,
		},
	})
}

func TestUnspoken(t *testing.T) {
	hold(t, "STR004", cases{
		// 20% of 400 days.
		"a rest": {
			func(t *testing.T) *fixture.Org {
				return acme(t).Stated("acme", "h2", fixture.Shares{"growth": 0.5, "trust": 0.3})
			},
			[]string{
				"The stated shares of h2 sum to 80%, so that 20% belongs to no theme and to no reserve [80]",
			},
		},
		"a small rest": {
			func(t *testing.T) *fixture.Org {
				return acme(t).Stated("acme", "h2", fixture.Shares{"growth": 0.55, "trust": 0.4})
			},
			nil,
		},
		"a rest that is the reserve": {
			func(t *testing.T) *fixture.Org {
				return acme(t).Put(&graph.Period{ID: "h2", Name: "h2", Kind: graph.Half, Start: fixture.Date(t, "2026-07-01"), End: fixture.Date(t, "2026-12-31"), Reserve: 0.2}).
					Stated("acme", "h2", fixture.Shares{"growth": 0.5, "trust": 0.3})
			},
			nil,
		},
		"nothing stated, no rest": {
			func(t *testing.T) *fixture.Org { return fixture.New(t).Half().Themes("growth").Unit("acme", "") },
			nil,
		},
	})
}

func TestTooMany(t *testing.T) {
	hold(t, "STR005", cases{
		"six themes": {
			func(t *testing.T) *fixture.Org {
				return acme(t).Themes("a", "b", "c", "d", "e", "f").Stated("acme", "h2", fixture.Shares{"a": .2, "b": .2, "c": .2, "d": .2, "e": .1, "f": .1})
			},
			[]string{"h2 asks for 6 themes at once"},
		},
		"five themes of seven": {
			func(t *testing.T) *fixture.Org {
				return acme(t).Themes("a", "b", "c", "d", "e", "f", "g").Stated("acme", "h2", fixture.Shares{"a": .2, "b": .2, "c": .2, "d": .2, "e": .2, "f": 0})
			},
			nil,
		},
		"seven themes, none stated": {
			func(t *testing.T) *fixture.Org {
				return fixture.New(t).Half().Unit("acme", "").Themes("a", "b", "c", "d", "e", "f", "g")
			},
			nil,
		},
	})
}

func TestRetired(t *testing.T) {
	hold(t, "STR006", cases{
		// 60% of 400 days.
		"over before the period": {
			func(t *testing.T) *fixture.Org {
				return acme(t).Put(&graph.Theme{ID: "growth", Name: "growth", Until: fixture.Date(t, "2026-06-30")})
			},
			[]string{
				"“growth” is asked for with 60% of the emphasis of h2, but ended on 30 Jun [240]",
			},
		},
		"begins after the period": {
			func(t *testing.T) *fixture.Org {
				return acme(t).Put(&graph.Theme{ID: "growth", Name: "growth", From: fixture.Date(t, "2027-01-01")})
			},
			[]string{
				"“growth” is asked for with 60% of the emphasis of h2, but begins on 1 Jan 2027 [240]",
			},
		},
		"ends within the period": {
			func(t *testing.T) *fixture.Org {
				return acme(t).Put(&graph.Theme{ID: "growth", Name: "growth", Until: fixture.Date(t, "2026-07-01")})
			},
			nil,
		},
		"a theme without any dates": {
			acme,
			nil,
		},
	})
}

func TestAssignedToNobody(t *testing.T) {
	hold(t, "CAS001", cases{
		"nobody is asked": {
			func(t *testing.T) *fixture.Org { return acme(t).Assigned("web", "h2", fixture.Shares{"growth": 1}) },
			[]string{
				"“trust” is asked for with 40% of the emphasis, and no unit is asked to serve it [160]",
			},
		},
		"somebody is asked": {
			func(t *testing.T) *fixture.Org {
				return acme(t).Assigned("web", "h2", fixture.Shares{"growth": 0.99, "trust": 0.01})
			},
			nil,
		},
		"nothing is handed down yet": {
			acme,
			nil,
		},
	})
}

func TestDoesNotAddUp(t *testing.T) {
	hold(t, "CAS002", cases{
		// Web's 25% of the days × 0.6 + ops' 75% × 0.2 = 0.3 of growth, 0.3 short of 0.6: 120 of 400 days.
		"does not add up": {
			func(t *testing.T) *fixture.Org {
				return asked(t).Assigned("ops", "h2", fixture.Shares{"growth": 0.2, "trust": 0.8})
			},
			[]string{
				"“growth” is stated with 60%, but what units were asked for adds up to 30% [120]",
			},
		},
		// Web 25% × 0.552 + ops 75% × 0.6 = 0.588: a fiftieth less than 0.6.
		"adds up within the slack": {
			func(t *testing.T) *fixture.Org {
				return asked(t).Assigned("web", "h2", fixture.Shares{"growth": 0.552, "trust": 0.448})
			},
			nil,
		},
		"not handed down to all": {
			func(t *testing.T) *fixture.Org {
				return acme(t).Assigned("web", "h2", fixture.Shares{"growth": 0.1, "trust": 0.9})
			},
			nil,
		},
		"nothing handed down": {
			acme,
			nil,
		},
		// What the department above was asked for stands in for the squad.
		"handed down to the unit above": {
			func(t *testing.T) *fixture.Org {
				return asked(t).Unit("squad", "ops").Capacity("squad", "h2", 400)
			},
			nil,
		},
	})
}

func TestNotAsked(t *testing.T) {
	hold(t, "CAS003", cases{
		// 300 × 70 ÷ 132.
		"a unit asked for nothing": {
			func(t *testing.T) *fixture.Org {
				return acme(t).Assigned("web", "h2", fixture.Shares{"growth": 0.6, "trust": 0.4})
			},
			[]string{
				"ops has 300 days in h2 and is not asked for any theme [159.091]",
			},
		},
		"all are asked": {
			asked,
			nil,
		},
		"a closed unit": {
			func(t *testing.T) *fixture.Org {
				return acme(t).Assigned("web", "h2", fixture.Shares{"growth": 1}).Unit("ops", "acme", func(u *graph.Unit) { u.Until = fixture.Date(t, "2026-08-31") })
			},
			nil,
		},
		"no unit is asked": {
			acme,
			nil,
		},
	})
}

func TestNotRestated(t *testing.T) {
	hold(t, "CAS004", cases{
		"not restated": {
			func(t *testing.T) *fixture.Org { return asked(t).Interpreted("ops", "h2", fixture.Shares{"growth": 1}) },
			[]string{
				"web has not said how it reads what it is asked for, 62 working days into h2 [53.03]",
			},
		},
		"only hands it down": {
			func(t *testing.T) *fixture.Org {
				return acme(t).Interpreted("ops", "h2", fixture.Shares{"growth": 1}).Unit("shop", "acme").Unit("squad", "shop").
					Assigned("shop", "h2", fixture.Shares{"growth": 1})
			},
			nil,
		},
		"hands it down and works itself": {
			func(t *testing.T) *fixture.Org {
				return acme(t).Unit("squad", "web").Assigned("web", "h2", fixture.Shares{"growth": 1})
			},
			[]string{
				"web has not said how it reads what it is asked for, 62 working days into h2 [53.03]",
			},
		},
		"a draft": {
			func(t *testing.T) *fixture.Org {
				return asked(t).Interpreted("ops", "h2", fixture.Shares{"growth": 1}).Put(reading(t, graph.Draft, "", ""))
			},
			[]string{
				"web has not said how it reads what it is asked for, 62 working days into h2; a draft was never sent [53.03]",
			},
		},
		// 1 to 21 July holds 15 working days.
		"three weeks in": {
			func(t *testing.T) *fixture.Org { return asked(t).Today("2026-07-21") },
			nil,
		},
		"three weeks and a day in": {
			func(t *testing.T) *fixture.Org {
				return asked(t).Interpreted("ops", "h2", fixture.Shares{"growth": 1}).Today("2026-07-22")
			},
			[]string{
				"web has not said how it reads what it is asked for, 16 working days into h2 [87.879]",
			},
		},
		"after the period": {
			func(t *testing.T) *fixture.Org { return asked(t).Today("2027-01-01") },
			nil,
		},
		"nobody asked, no reply": {
			acme,
			nil,
		},
	})
}

func TestUnanswered(t *testing.T) {
	hold(t, "CAS005", cases{
		"unanswered": {
			func(t *testing.T) *fixture.Org {
				return asked(t).Put(reading(t, graph.Sent, "2026-09-09T15:00:00Z", ""))
			},
			[]string{
				"The reading that web sent on 9 Sep has waited 11 working days for an answer [53.03]",
			},
		},
		"unanswered for two weeks": {
			func(t *testing.T) *fixture.Org {
				return asked(t).Put(reading(t, graph.Sent, "2026-09-10T15:00:00Z", ""))
			},
			nil,
		},
		// Sent in July and accepted; since September the strategy is another one.
		"in need of an answer again": {
			func(t *testing.T) *fixture.Org {
				r := reading(t, graph.Sent, "2026-07-09", "")
				r.Receipt.ReopenedAt = fixture.Moment(t, "2026-09-09T15:00:00Z")
				return asked(t).Put(r)
			},
			[]string{
				"The reading of web needs an answer again since 9 Sep and has waited 11 working days for it [53.03]",
			},
		},
		"in need of an answer again for two weeks": {
			func(t *testing.T) *fixture.Org {
				r := reading(t, graph.Sent, "2026-07-09", "")
				r.Receipt.ReopenedAt = fixture.Moment(t, "2026-09-10T15:00:00Z")
				return asked(t).Put(r)
			},
			nil,
		},
		"answered": {
			func(t *testing.T) *fixture.Org {
				return asked(t).Put(reading(t, graph.Accepted, "2026-07-09", "2026-07-10"))
			},
			nil,
		},
		"nobody says when it was sent": {
			func(t *testing.T) *fixture.Org { return asked(t).Put(reading(t, graph.Sent, "", "")) },
			nil,
		},
	})
}

func TestNotResent(t *testing.T) {
	hold(t, "CAS006", cases{
		"returned": {
			func(t *testing.T) *fixture.Org {
				return asked(t).Put(reading(t, graph.Returned, "2026-08-03", "2026-09-09"))
			},
			[]string{
				"The reading of web was returned on 9 Sep and has not been sent again for 11 working days [53.03]",
			},
		},
		"returned two weeks ago": {
			func(t *testing.T) *fixture.Org {
				return asked(t).Put(reading(t, graph.Returned, "2026-08-03", "2026-09-10"))
			},
			nil,
		},
		"sent, not returned": {
			func(t *testing.T) *fixture.Org { return asked(t).Put(reading(t, graph.Sent, "2026-08-03", "")) },
			nil,
		},
	})
}

func TestAskedAnew(t *testing.T) {
	hold(t, "CAS007", cases{
		"asked anew": {
			func(t *testing.T) *fixture.Org {
				return asked(t).Put(reading(t, graph.Sent, "2026-07-20", "")).Today("2026-08-12").Assigned("web", "h2", fixture.Shares{"growth": 0.3, "trust": 0.7}).Today(fixture.Today)
			},
			[]string{
				"What web is asked for changed on 12 Aug, after it sent its reading on 20 Jul [53.03]",
			},
		},
		"asked anew, and read anew": {
			func(t *testing.T) *fixture.Org {
				return asked(t).Today("2026-08-12").Assigned("web", "h2", fixture.Shares{"growth": 0.3, "trust": 0.7}).Put(reading(t, graph.Sent, "2026-08-13", "")).Today(fixture.Today)
			},
			nil,
		},
		"asked once, late": {
			func(t *testing.T) *fixture.Org {
				return acme(t).Put(reading(t, graph.Sent, "2026-07-20", "")).Today("2026-08-12").Assigned("web", "h2", fixture.Shares{"growth": 1}).Today(fixture.Today)
			},
			nil,
		},
		"asked anew, never read": {
			func(t *testing.T) *fixture.Org { return asked(t).Assigned("web", "h2", fixture.Shares{"growth": 1}) },
			nil,
		},
	})
}

// TestNothingDeclared: units alone are no reason for a finding.
func TestNothingDeclared(t *testing.T) {
	s := fixture.New(t).Half().Unit("acme", "").Unit("web", "acme").Capacity("web", "h2", 100).Picture()
	for _, c := range strategy.Checks() {
		findingtest.Expect(t, c, s, "h2", nil)
	}
}

// TestLossesOfTheCascadeBelongToLeadership: no unit is shown as the place of what was never asked of it.
func TestLossesOfTheCascadeBelongToLeadership(t *testing.T) {
	s := acme(t).Assigned("web", "h2", fixture.Shares{"growth": 1}).Picture()
	f := findingtest.Run(t, findingtest.Check(t, strategy.Checks(), "CAS001"), s, "h2")[0]
	if f.Unit != "" || f.Stage != "assigned" || f.Theme != "trust" || f.Mends != "leadership" {
		t.Errorf("finding = %+v, want it at the cascade", f)
	}
}

// TestWhoAnswersForAReading: the unit above answers, and leadership for what the top asks.
func TestWhoAnswersForAReading(t *testing.T) {
	o := asked(t).Unit("squad", "web").Capacity("squad", "h2", 50)
	late := reading(t, graph.Sent, "2026-08-03", "")
	squad := *late
	squad.ID, squad.Unit = "read-squad", "squad"
	s := o.Put(late, &squad).Picture()
	who := map[graph.UnitID]string{}
	for _, f := range findingtest.Run(t, findingtest.Check(t, strategy.Checks(), "CAS005"), s, "h2") {
		who[f.Unit] = f.Mends
	}
	if who["web"] != "leadership" || who["squad"] != "the lead of web" {
		t.Errorf("who mends = %v", who)
	}
}
