package outcome_test

import (
	"testing"

	"throughline/finding/findingtest"
	"throughline/graph"
	"throughline/outcome"
	"throughline/testing/fixture"
)

type O = graph.Outcome

// sales is a company with 80 committed days, half of which serve the outcome of fewer waiting hours.
// Another outcome has all that may be declared.
func sales(t *testing.T, set ...func(*O)) *fixture.Org {
	return bare(t, set...).Initiative("app", "web", fixture.Moves("wait", 0.5), fixture.Days("web", "h2", 80))
}

func bare(t *testing.T, set ...func(*O)) *fixture.Org {
	o := fixture.New(t).Half().Themes("trust").Unit("acme", "").Unit("web", "acme")
	full := func(o *O) {
		o.Owner, o.Metric = "web", graph.Metric{Name: "Hours", Unit: "hours", Baseline: 10, Target: 4, Direction: graph.Down}
		o.Readings = []graph.Value{{On: day(t, "2026-09-01"), Value: 8, Confidence: 0.8}}
	}
	o.Outcome("calls", fixture.Shares{"trust": 1}, full)
	o.Initiative("desk", "web", fixture.Moves("calls", 1), fixture.Days("web", "h2", 10))
	return o.Outcome("wait", fixture.Shares{"trust": 1}, append([]func(*O){full}, set...)...)
}

func day(t *testing.T, s string) graph.Date { return fixture.Date(t, s) }

// read replaces the readings: pairs of a day and a value.
func read(t *testing.T, values ...graph.Value) func(*O) {
	return func(o *O) { o.Readings = values }
}

// at is a reading, with the confidence to reach the target where one is given.
func at(t *testing.T, on string, v float64, confidence ...graph.Share) graph.Value {
	out := graph.Value{On: day(t, on), Value: v}
	for _, c := range confidence {
		out.Confidence = c
	}
	return out
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
			findingtest.Expect(t, findingtest.Check(t, outcome.Checks(), code), c.build(t).Picture(), "h2", nil, c.want...)
		})
	}
}

func TestNoMetric(t *testing.T) {
	hold(t, "OUT001", cases{
		"no metric": {
			func(t *testing.T) *fixture.Org { return sales(t, func(o *O) { o.Metric = graph.Metric{} }) },
			[]string{
				"1 planned initiative serves “wait”, which has no metric with a direction [40]",
			},
		},
		"no direction": {
			func(t *testing.T) *fixture.Org { return sales(t, func(o *O) { o.Metric.Direction = "" }) },
			[]string{
				"1 planned initiative serves “wait”, which has no metric with a direction [40]",
			},
		},
		"no metric, only a candidate": {
			func(t *testing.T) *fixture.Org {
				return sales(t, func(o *O) { o.Metric = graph.Metric{} }).Initiative("app", "web", fixture.Is(graph.Candidate), fixture.Moves("wait", 0.5), fixture.Days("web", "h2", 80))
			},
			nil,
		},
		"no metrics at all": {
			func(t *testing.T) *fixture.Org {
				return sales(t, func(o *O) { o.Metric = graph.Metric{} }).Outcome("calls", fixture.Shares{"trust": 1})
			},
			nil,
		},
	})
}

func TestNoTarget(t *testing.T) {
	hold(t, "OUT002", cases{
		"no change asked": {
			func(t *testing.T) *fixture.Org { return sales(t, func(o *O) { o.Metric.Target = 10 }) },
			[]string{
				"“wait” is to go down, but from 10 hours to 10 hours [40]",
			},
		},
		"the wrong direction": {
			func(t *testing.T) *fixture.Org {
				return sales(t, func(o *O) { o.Metric.Direction, o.Metric.Unit = graph.Up, "%" })
			},
			[]string{"“wait” is to go up, but from 10% to 4% [40]"},
		},
		"a small change": {
			func(t *testing.T) *fixture.Org { return sales(t, func(o *O) { o.Metric.Target = 9.9 }) },
			nil,
		},
		"nothing measured": {
			func(t *testing.T) *fixture.Org { return sales(t, func(o *O) { o.Metric = graph.Metric{} }) },
			nil,
		},
	})
}

func TestNoReading(t *testing.T) {
	hold(t, "OUT003", cases{
		// From 19 August to 24 September there are 36 days.
		"an old reading": {
			func(t *testing.T) *fixture.Org { return sales(t, read(t, at(t, "2026-08-19", 8))) },
			[]string{"“wait” was last read on 19 Aug, 36 days ago [40]"},
		},
		"a monthly reading": {
			func(t *testing.T) *fixture.Org { return sales(t, read(t, at(t, "2026-08-20", 8))) },
			nil,
		},
		"no reading": {
			func(t *testing.T) *fixture.Org { return sales(t, read(t)) },
			[]string{
				"“wait” has no reading, 62 working days into h2 [40]",
			},
		},
		// 1 to 28 July has 20 working days.
		"four weeks without a reading": {
			func(t *testing.T) *fixture.Org { return sales(t, read(t)).Outcome("calls", nil).Today("2026-07-28") },
			nil,
		},
		"a day more": {
			func(t *testing.T) *fixture.Org { return sales(t, read(t)).Outcome("calls", nil).Today("2026-07-29") },
			[]string{
				"“wait” has no reading, 21 working days into h2 [40]",
			},
		},
		"a reading of tomorrow": {
			func(t *testing.T) *fixture.Org { return sales(t, read(t, at(t, "2026-09-25", 8))) },
			[]string{
				"“wait” has no reading, 62 working days into h2 [40]",
			},
		},
		"no metric to read": {
			func(t *testing.T) *fixture.Org { return sales(t, read(t), func(o *O) { o.Metric = graph.Metric{} }) },
			nil,
		},
	})
}

func TestLowConfidence(t *testing.T) {
	hold(t, "OUT004", cases{
		"in doubt": {
			func(t *testing.T) *fixture.Org {
				return sales(t, read(t, at(t, "2026-09-01", 8, 0.9), at(t, "2026-09-10", 8, 0.45)))
			},
			[]string{
				"On 10 Sep the confidence to reach “wait” was 45% [40]",
			},
		},
		"even chances": {
			func(t *testing.T) *fixture.Org { return sales(t, read(t, at(t, "2026-09-10", 8, 0.5))) },
			nil,
		},
		"in doubt, yet there": {
			func(t *testing.T) *fixture.Org { return sales(t, read(t, at(t, "2026-09-10", 4, 0.1))) },
			nil,
		},
		"no confidence given": {
			func(t *testing.T) *fixture.Org { return sales(t, read(t, at(t, "2026-09-10", 8))) },
			nil,
		},
		"in doubt long before": {
			func(t *testing.T) *fixture.Org {
				return sales(t, read(t, at(t, "2026-08-01", 8, 0.1), at(t, "2026-09-01", 8, 0.6)))
			},
			nil,
		},
	})
}

func TestWrongWay(t *testing.T) {
	hold(t, "OUT005", cases{
		"the wrong way": {
			func(t *testing.T) *fixture.Org {
				return sales(t, read(t, at(t, "2026-07-01", 11), at(t, "2026-08-01", 12), at(t, "2026-09-01", 12.5)))
			},
			[]string{
				"“wait” moved away from its target 3 readings in a row, from 10 hours to 12.5 hours [40]",
			},
		},
		"the wrong way after gains": {
			func(t *testing.T) *fixture.Org {
				return sales(t, read(t, at(t, "2026-06-01", 5), at(t, "2026-07-01", 6), at(t, "2026-08-01", 7), at(t, "2026-09-01", 8)))
			},
			[]string{
				"“wait” moved away from its target 3 readings in a row, from 5 hours to 8 hours [40]",
			},
		},
		"standing still": {
			func(t *testing.T) *fixture.Org {
				return sales(t, read(t, at(t, "2026-07-01", 11), at(t, "2026-08-01", 12), at(t, "2026-09-01", 12)))
			},
			nil,
		},
		"twice the wrong way": {
			func(t *testing.T) *fixture.Org {
				return sales(t, read(t, at(t, "2026-08-01", 12), at(t, "2026-09-01", 13)))
			},
			nil,
		},
		"no metric, no way": {
			func(t *testing.T) *fixture.Org {
				return sales(t, func(o *O) { o.Metric.Direction = "" }, read(t, at(t, "2026-07-01", 11), at(t, "2026-08-01", 12), at(t, "2026-09-01", 13)))
			},
			nil,
		},
	})
}

func TestServed(t *testing.T) {
	hold(t, "OUT006", cases{
		"nothing serves it": {
			func(t *testing.T) *fixture.Org { return bare(t) },
			[]string{"No initiative serves “wait” in h2"},
		},
		"something serves what is below it": {
			func(t *testing.T) *fixture.Org {
				return bare(t).Outcome("queue", fixture.Shares{"trust": 1}, func(o *O) { o.Parent = "wait" }).Initiative("app", "web", fixture.Moves("queue", 1), fixture.In("h2"))
			},
			nil,
		},
		"nothing serves it any more": {
			func(t *testing.T) *fixture.Org {
				return bare(t).Initiative("app", "web", fixture.Is(graph.Stopped), fixture.Moves("wait", 1), fixture.In("h2"))
			},
			[]string{"No initiative serves “wait” in h2"},
		},
		"it is reached": {
			func(t *testing.T) *fixture.Org { return bare(t, read(t, at(t, "2026-09-01", 3))) },
			nil,
		},
		"it is for another period": {
			func(t *testing.T) *fixture.Org {
				return bare(t, func(o *O) { o.Period = "y" }).Period("y", "2027-01-01", "2027-12-31")
			},
			nil,
		},
		"no initiative serves an outcome": {
			func(t *testing.T) *fixture.Org { return bare(t).Initiative("desk", "web") },
			nil,
		},
	})
}

func TestOnlyCandidates(t *testing.T) {
	hold(t, "OUT007", cases{
		"candidates only": {
			func(t *testing.T) *fixture.Org {
				return bare(t).Initiative("app", "web", fixture.Is(graph.Candidate), fixture.Moves("wait", 0.5), fixture.Days("web", "h2", 30)).
					Initiative("bot", "web", fixture.Is(graph.Likely), fixture.Moves("wait", 1), fixture.Days("web", "h2", 5))
			},
			[]string{
				"Only 2 candidates serve “wait”, and none is committed [20]",
			},
		},
		"a candidate without days": {
			func(t *testing.T) *fixture.Org {
				return bare(t).Initiative("app", "web", fixture.Is(graph.Candidate), fixture.Moves("wait", 0.5), fixture.In("h2"))
			},
			[]string{
				"Only 1 candidate serves “wait”, and none is committed",
			},
		},
		"one is committed": {
			func(t *testing.T) *fixture.Org {
				return sales(t).Initiative("bot", "web", fixture.Is(graph.Likely), fixture.Moves("wait", 1), fixture.Days("web", "h2", 5))
			},
			nil,
		},
		"nothing at all": {
			func(t *testing.T) *fixture.Org { return bare(t) },
			nil,
		},
	})
}

func TestNoOwner(t *testing.T) {
	hold(t, "OUT008", cases{
		"nobody owns it": {
			func(t *testing.T) *fixture.Org { return sales(t, func(o *O) { o.Owner = "" }) },
			[]string{
				"1 planned initiative serves “wait”, which nobody owns [40]",
			},
		},
		"nobody needs to yet": {
			func(t *testing.T) *fixture.Org { return bare(t, func(o *O) { o.Owner = "" }) },
			nil,
		},
		"no owners are named": {
			func(t *testing.T) *fixture.Org { return sales(t, func(o *O) { o.Owner = "" }).Outcome("calls", nil) },
			nil,
		},
		"an owner is named": {
			func(t *testing.T) *fixture.Org { return sales(t) },
			nil,
		},
	})
}

func TestMissed(t *testing.T) {
	hold(t, "OUT009", cases{
		"due and missed": {
			func(t *testing.T) *fixture.Org { return sales(t, func(o *O) { o.Metric.Due = day(t, "2026-09-23") }) },
			[]string{
				"“wait” was due at 4 hours on 23 Sep and stands at 8 hours [40]",
			},
		},
		"due and reached": {
			func(t *testing.T) *fixture.Org {
				return sales(t, func(o *O) { o.Metric.Due = day(t, "2026-09-23") }, read(t, at(t, "2026-09-20", 4)))
			},
			nil,
		},
		"due today": {
			func(t *testing.T) *fixture.Org { return sales(t, func(o *O) { o.Metric.Due = day(t, "2026-09-24") }) },
			nil,
		},
		"never due": {
			func(t *testing.T) *fixture.Org { return sales(t) },
			nil,
		},
	})
}

// TestNothingDeclared: outcomes that are names only are no reason for a finding.
func TestNothingDeclared(t *testing.T) {
	s := fixture.New(t).Half().Unit("acme", "").Outcome("a", nil).Outcome("b", nil).Initiative("app", "acme", fixture.Days("acme", "h2", 5)).Picture()
	for _, c := range outcome.Checks() {
		findingtest.Expect(t, c, s, "h2", nil)
	}
}

func TestShownAtItsOwnerAndTheme(t *testing.T) {
	s := sales(t, func(o *O) { o.Metric.Target = 10 }).Picture()
	f := findingtest.Run(t, findingtest.Check(t, outcome.Checks(), "OUT002"), s, "h2")[0]
	if f.Unit != "web" || f.Theme != "trust" || f.Mends != "the lead of web" || f.Key() != "OUT002:outcome/wait:trust" {
		t.Errorf("finding = %+v, called %s", f, f.Key())
	}
}

// An outcome counts up to its last day, whatever is wrong with it, and is left alone from the day after.
func TestAnEndedOutcomeIsLeftAlone(t *testing.T) {
	served := func(t *testing.T, set ...func(*O)) *fixture.Org { return sales(t, set...) }
	likely := func(t *testing.T, set ...func(*O)) *fixture.Org {
		return bare(t, set...).Initiative("app", "web", fixture.Is(graph.Likely), fixture.Moves("wait", 0.5), fixture.Days("web", "h2", 80))
	}
	for code, c := range map[string]struct {
		build func(*testing.T, ...func(*O)) *fixture.Org
		wrong func(*O)
	}{
		"OUT001": {served, func(o *O) { o.Metric = graph.Metric{} }},
		"OUT002": {served, func(o *O) { o.Metric.Target = o.Metric.Baseline }},
		"OUT003": {served, read(t)},
		"OUT004": {served, read(t, at(t, "2026-09-01", 8, 0.2))},
		"OUT005": {served, read(t, at(t, "2026-07-10", 11), at(t, "2026-08-10", 12), at(t, "2026-09-10", 13))},
		"OUT006": {bare, func(*O) {}},
		"OUT007": {likely, func(*O) {}},
		"OUT008": {served, func(o *O) { o.Owner = "" }},
		"OUT009": {served, func(o *O) { o.Metric.Due = day(t, "2026-09-10") }},
	} {
		for until, want := range map[string]int{"2026-12-31": 1, "2026-09-24": 1, "2026-09-23": 0, "2026-08-31": 0} {
			s := c.build(t, c.wrong, func(o *O) { o.Until = day(t, until) }).Picture()
			if got := len(findingtest.Run(t, findingtest.Check(t, outcome.Checks(), code), s, "h2")); got != want {
				t.Errorf("%s: an outcome pursued until %s has %d findings on 2026-09-24, want %d", code, until, got, want)
			}
		}
	}
	// The day before its last one can still be looked at, and a period that it was pursued to the end of.
	o := sales(t, read(t), func(o *O) { o.Until = day(t, "2026-09-10") })
	if got := len(findingtest.Run(t, findingtest.Check(t, outcome.Checks(), "OUT003"), o.Today("2026-09-10").Picture(), "h2")); got != 1 {
		t.Errorf("on its last day it has %d findings, want 1", got)
	}
	past := sales(t, func(o *O) { o.Owner, o.Until = "", day(t, "2026-12-31") }).Today("2027-03-01").Picture()
	if got := len(findingtest.Run(t, findingtest.Check(t, outcome.Checks(), "OUT008"), past, "h2")); got != 1 {
		t.Errorf("looking back at the half it was pursued in, it has %d findings, want 1", got)
	}
}

// What serves an outcome that ended serves none above it any more.
func TestWhatServesAnEndedOutcomeServesNothingAbove(t *testing.T) {
	for until, want := range map[string]int{"2026-09-24": 0, "2026-09-23": 1} {
		o := bare(t).Outcome("below", fixture.Shares{"trust": 1}, func(o *O) { o.Parent, o.Until = "wait", day(t, until) })
		o.Initiative("app", "web", fixture.Moves("below", 1), fixture.Days("web", "h2", 80))
		if got := len(findingtest.Run(t, findingtest.Check(t, outcome.Checks(), "OUT006"), o.Picture(), "h2")); got != want {
			t.Errorf("the outcome below ends on %s: %d findings above, want %d", until, got, want)
		}
	}
}
