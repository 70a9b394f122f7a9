package intent_test

import (
	"fmt"
	"testing"

	"throughline/finding"
	"throughline/finding/findingtest"
	"throughline/graph"
	"throughline/intent"
	"throughline/testing/fixture"
)

// pair states growth 60% and trust 40%, and asks the same of web and ops, who have 100 days each.
func pair(t *testing.T) *fixture.Org {
	shares := fixture.Shares{"growth": 0.6, "trust": 0.4}
	return fixture.New(t).Half().Themes("growth", "trust").Unit("acme", "").Unit("web", "acme").Unit("ops", "acme").
		Capacity("web", "h2", 100).Capacity("ops", "h2", 100).
		Stated("acme", "h2", shares).Assigned("web", "h2", shares).Assigned("ops", "h2", shares)
}

// reads is pair with web's restatement, as set changes it.
func reads(t *testing.T, set func(*graph.Intent)) *fixture.Org {
	i := &graph.Intent{
		ID: "read", Level: graph.Interpreted, Unit: "web", Period: "h2", Receipt: graph.Receipt{State: graph.Sent},
		Shares: graph.SharesOf(graph.ThemeShare{Theme: "growth", Share: 0.6}, graph.ThemeShare{Theme: "trust", Share: 0.4}),
	}
	set(i)
	return pair(t).Put(i)
}

// works is pair with web's plan as it was asked, and items of work of a day each: first trust, then growth.
func works(t *testing.T, trust, growth int, people ...func(*graph.Unit)) *fixture.Org {
	o := pair(t).Initiative("ads", "web", fixture.Serves("growth", 1), fixture.Days("web", "h2", 60)).
		Initiative("audit", "web", fixture.Serves("trust", 1), fixture.Days("web", "h2", 40)).Unit("web", "acme", people...)
	for n := range trust + growth {
		initiative := "audit"
		if n >= trust {
			initiative = "ads"
		}
		o.Work(fmt.Sprintf("w%d", n), "web", initiative, fixture.Logged("2026-08-03", 1))
	}
	return o
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
			findingtest.Expect(t, findingtest.Check(t, intent.Checks(), code), c.build(t).Picture(), "h2", nil, c.want...)
		})
	}
}

func TestReadsDiffer(t *testing.T) {
	hold(t, "INT001", cases{
		// 40% of 100 days.
		"reads it as something else": {
			func(t *testing.T) *fixture.Org {
				return reads(t, func(i *graph.Intent) {
					i.Readings = []graph.Reading{{Theme: "trust", Words: "fewer calls", Differs: true}, {Theme: "growth", Words: "more sales"}}
				})
			},
			[]string{
				"web reads “trust” as “fewer calls”, which is not what was asked [40]",
			},
		},
		"two themes, and one without words": {
			func(t *testing.T) *fixture.Org {
				return reads(t, func(i *graph.Intent) {
					i.Readings = []graph.Reading{{Theme: "trust", Differs: true}, {Theme: "growth", Words: "ads", Differs: true}}
				})
			},
			[]string{
				"web reads “growth” as “ads”, which is not what was asked [60]",
				"web reads “trust” as something else than was asked [40]",
			},
		},
		"a draft that differs": {
			func(t *testing.T) *fixture.Org {
				return reads(t, func(i *graph.Intent) {
					i.Readings, i.Receipt.State = []graph.Reading{{Theme: "trust", Differs: true}}, graph.Draft
				})
			},
			nil,
		},
		"reads it as asked": {
			func(t *testing.T) *fixture.Org {
				return reads(t, func(i *graph.Intent) { i.Readings = []graph.Reading{{Theme: "trust", Words: "kept promises"}} })
			},
			nil,
		},
	})
}

func TestLostInReading(t *testing.T) {
	hold(t, "INT002", cases{
		// Of 40 days 10 are left.
		"reads far less of it": {
			func(t *testing.T) *fixture.Org {
				return pair(t).Interpreted("web", "h2", fixture.Shares{"growth": 0.9, "trust": 0.1})
			},
			[]string{
				"web was asked to give “trust” 40% and says it will give 10% [30]",
			},
		},
		"reads a tenth less": {
			func(t *testing.T) *fixture.Org {
				return pair(t).Interpreted("web", "h2", fixture.Shares{"growth": 0.7, "trust": 0.3})
			},
			[]string{
				"web was asked to give “trust” 40% and says it will give 30% [10]",
			},
		},
		"reads a little less": {
			func(t *testing.T) *fixture.Org {
				return pair(t).Interpreted("web", "h2", fixture.Shares{"growth": 0.69, "trust": 0.31})
			},
			nil,
		},
		"asked through the unit above": {
			func(t *testing.T) *fixture.Org {
				return pair(t).Unit("squad", "ops").Capacity("squad", "h2", 50).Interpreted("squad", "h2", fixture.Shares{"growth": 1})
			},
			[]string{
				"squad was asked to give “trust” 40% and says it will give 0% [20]",
			},
		},
		"restates nothing": {
			pair,
			nil,
		},
	})
}

func TestLostInFunding(t *testing.T) {
	hold(t, "INT003", cases{
		// Web's reading holds 40 days of trust, its funding 15.
		"not funded": {
			func(t *testing.T) *fixture.Org {
				return pair(t).Interpreted("web", "h2", fixture.Shares{"growth": 0.6, "trust": 0.4}).Interpreted("ops", "h2", fixture.Shares{"growth": 0.6, "trust": 0.4}).
					Funding("f1", "h2", fixture.ForUnit("web"), fixture.ForTheme("trust"), fixture.FundedDays(15)).
					Funding("f2", "h2", fixture.ForUnit("web"), fixture.ForTheme("growth"), fixture.FundedDays(85)).
					Funding("f3", "h2", fixture.ForUnit("ops"), fixture.FundedDays(100))
			},
			[]string{
				"25 days that web means for “trust” are not funded [25]",
			},
		},
		"nearly funded": {
			func(t *testing.T) *fixture.Org {
				return pair(t).Interpreted("web", "h2", fixture.Shares{"growth": 0.6, "trust": 0.4}).Interpreted("ops", "h2", fixture.Shares{"growth": 0.6, "trust": 0.4}).
					Funding("f1", "h2", fixture.ForUnit("web"), fixture.ForTheme("trust"), fixture.FundedDays(31)).
					Funding("f2", "h2", fixture.ForUnit("web"), fixture.ForTheme("growth"), fixture.FundedDays(69)).
					Funding("f3", "h2", fixture.ForUnit("ops"), fixture.FundedDays(100))
			},
			nil,
		},
		"no funding declared": {
			func(t *testing.T) *fixture.Org {
				return pair(t).Interpreted("web", "h2", fixture.Shares{"growth": 0.6, "trust": 0.4})
			},
			nil,
		},
	})
}

func TestLostInPlan(t *testing.T) {
	hold(t, "INT004", cases{
		"not planned": {
			func(t *testing.T) *fixture.Org {
				return pair(t).Initiative("ads", "web", fixture.Serves("growth", 1), fixture.Days("web", "h2", 60)).
					Initiative("audit", "web", fixture.Serves("trust", 1), fixture.Days("web", "h2", 25))
			},
			[]string{
				"15 days that web means for “trust” are not in its plan [15]",
			},
		},
		"nearly planned": {
			func(t *testing.T) *fixture.Org {
				return pair(t).Initiative("ads", "web", fixture.Serves("growth", 1), fixture.Days("web", "h2", 60)).
					Initiative("audit", "web", fixture.Serves("trust", 1), fixture.Days("web", "h2", 31))
			},
			nil,
		},
		"no plan declared": {
			pair,
			nil,
		},
	})
}

func TestLostInWork(t *testing.T) {
	hold(t, "INT005", cases{
		// Of 40 days of trust, 3 of 30 items stand for 10.
		"worked on something else": {
			func(t *testing.T) *fixture.Org { return works(t, 3, 27) },
			[]string{
				"30 days that web planned for “trust” went elsewhere in 30 items of work [30]",
			},
		},
		// 40% − 7 ÷ 30 is 16.7%; chance alone makes √(2 × 0.4 × 0.6 ÷ 30π) = 7.1%, which with 10% is 17.1%.
		"within chance": {
			func(t *testing.T) *fixture.Org { return works(t, 7, 23) },
			nil,
		},
		// 40% − 14 ÷ 60 is 16.7% again; with twice the items chance alone makes 5%.
		"beyond chance": {
			func(t *testing.T) *fixture.Org { return works(t, 14, 46) },
			[]string{
				"17 days that web planned for “trust” went elsewhere in 60 items of work [16.667]",
			},
		},
		"too few items": {
			func(t *testing.T) *fixture.Org { return works(t, 0, 19) },
			nil,
		},
		"enough items": {
			func(t *testing.T) *fixture.Org { return works(t, 0, 20) },
			[]string{
				"40 days that web planned for “trust” went elsewhere in 20 items of work [40]",
			},
		},
		"no work": {
			func(t *testing.T) *fixture.Org { return works(t, 0, 0) },
			nil,
		},
		"a unit of three": {
			func(t *testing.T) *fixture.Org { return works(t, 3, 27, fixture.People(3)) },
			nil,
		},
	})
}

func TestStopsNothing(t *testing.T) {
	hold(t, "INT006", cases{
		"stops nothing": {
			func(t *testing.T) *fixture.Org {
				return reads(t, func(i *graph.Intent) {}).Initiative("ads", "web", fixture.Days("web", "h2", 90)).
					Put(&graph.Intent{ID: "other", Level: graph.Interpreted, Unit: "ops", Period: "h2", Stops: []string{"Reports by mail"}, Receipt: graph.Receipt{State: graph.Sent}})
			},
			[]string{
				"web names nothing it stops, while its plan takes 90 of 100 days",
			},
		},
		"stops nothing, with room": {
			func(t *testing.T) *fixture.Org {
				return reads(t, func(i *graph.Intent) {}).Initiative("ads", "web", fixture.Days("web", "h2", 89)).
					Put(&graph.Intent{ID: "other", Level: graph.Interpreted, Unit: "ops", Period: "h2", Stops: []string{"Reports by mail"}, Receipt: graph.Receipt{State: graph.Sent}})
			},
			nil,
		},
		"nobody names what stops": {
			func(t *testing.T) *fixture.Org {
				return reads(t, func(i *graph.Intent) {}).Initiative("ads", "web", fixture.Days("web", "h2", 90))
			},
			nil,
		},
	})
}

func TestNoWords(t *testing.T) {
	hold(t, "INT007", cases{
		"numbers only": {
			func(t *testing.T) *fixture.Org { return reads(t, func(*graph.Intent) {}) },
			[]string{
				"web sent its shares for h2 without a word on how it reads them",
			},
		},
		"with a reading": {
			func(t *testing.T) *fixture.Org {
				return reads(t, func(i *graph.Intent) { i.Readings = []graph.Reading{{Theme: "trust", Words: "calls"}} })
			},
			nil,
		},
		"with a restatement": {
			func(t *testing.T) *fixture.Org {
				return reads(t, func(i *graph.Intent) { i.Restatement = "We keep what we promised" })
			},
			nil,
		},
		"nothing sent": {
			pair,
			nil,
		},
	})
}

func TestNoMeasure(t *testing.T) {
	hold(t, "INT008", cases{
		"no measure": {
			func(t *testing.T) *fixture.Org {
				return reads(t, func(i *graph.Intent) { i.Restatement = "We keep what we promised" })
			},
			[]string{
				"web says what it will do in h2 and not how it will know",
			},
		},
		"a measure for a theme": {
			func(t *testing.T) *fixture.Org {
				return reads(t, func(i *graph.Intent) {
					i.Readings = []graph.Reading{{Theme: "trust", Words: "calls", Measure: "calls a week"}}
				})
			},
			nil,
		},
		"no words either": {
			func(t *testing.T) *fixture.Org { return reads(t, func(*graph.Intent) {}) },
			nil,
		},
	})
}

// TestFewPeopleCountWithTheUnitAbove: the loss of a unit of three is told of it and its parent together.
func TestFewPeopleCountWithTheUnitAbove(t *testing.T) {
	o := pair(t).Unit("squad", "web", fixture.People(3)).Capacity("squad", "h2", 100).
		Interpreted("web", "h2", fixture.Shares{"growth": 0.6, "trust": 0.4}).Interpreted("squad", "h2", fixture.Shares{"growth": 1})
	f := findingtest.Run(t, findingtest.Check(t, intent.Checks(), "INT002"), o.Picture(), "h2")
	if len(f) != 1 || f[0].Unit != "web" {
		t.Fatalf("found %+v, want one finding at web", f)
	}
	near(t, "days", f[0].Days, 40) // of the 200 days of web and the squad together
}

// TestLossesAreThoseOfTheWaterfall: a finding on a loss has its unit, theme, stage and days.
func TestLossesAreThoseOfTheWaterfall(t *testing.T) {
	s := works(t, 3, 27).Interpreted("ops", "h2", fixture.Shares{"growth": 1}).Picture()
	losses := map[intent.Loss]bool{}
	for _, l := range read(s).Waterfall().Losses {
		losses[intent.Loss{Stage: l.Stage, Unit: l.Unit, Theme: l.Theme, Days: l.Days}] = true
	}
	found := finding.Run(intent.Checks(), s, s.Period("h2"), nil)
	told := 0
	for _, f := range found {
		if f.Days > 0 {
			told++
			if !losses[intent.Loss{Stage: intent.Stage(f.Stage), Unit: f.Unit, Theme: f.Theme, Days: f.Days}] {
				t.Errorf("%s is no loss of the waterfall: %v", f.Sentence, losses)
			}
		}
	}
	if told != 2 {
		t.Errorf("%d losses are told, want ops' reading and web's work: %v", told, found)
	}
}

// TestNoIntentNoFinding: with units, capacity and a plan alone nothing is said about intent.
func TestNoIntentNoFinding(t *testing.T) {
	s := fixture.New(t).Half().Unit("acme", "").Capacity("acme", "h2", 100).Initiative("ads", "acme", fixture.Days("acme", "h2", 100)).Picture()
	for _, c := range intent.Checks() {
		findingtest.Expect(t, c, s, "h2", nil)
	}
}
