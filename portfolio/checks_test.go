package portfolio_test

import (
	"fmt"
	"testing"

	"throughline/finding/findingtest"
	"throughline/graph"
	"throughline/portfolio"
	"throughline/testing/fixture"
)

type (
	I   = graph.Initiative
	set = func(*I)
)

// shop has web and core with 100 days each in the half, and one initiative of web that serves trust.
func shop(t *testing.T) *fixture.Org {
	return fixture.New(t).Half().Themes("trust", "growth").Unit("acme", "").Unit("web", "acme").Unit("core", "acme").
		Capacity("web", "h2", 100).Capacity("core", "h2", 100).
		Initiative("audit", "web", fixture.Serves("trust", 1), fixture.Days("web", "h2", 60))
}

func date(t *testing.T, s string) graph.Date { return fixture.Date(t, s) }

// items adds work of a day each, with and without an initiative.
func items(o *fixture.Org, unit, initiative string, n int) *fixture.Org {
	for i := range n {
		o.Work(fmt.Sprintf("%s-%s-%d", unit, initiative, i), unit, initiative, fixture.Logged("2026-08-03", 1))
	}
	return o
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
			findingtest.Expect(t, findingtest.Check(t, portfolio.Checks(), code), c.org.Picture(), "h2", nil, c.want...)
		})
	}
}

func due(t *testing.T, state graph.Commitment, day, source string) set {
	return func(i *I) { i.State, i.Mandate = state, graph.Mandate{Due: date(t, day), Source: source} }
}

func link(kind graph.LinkKind, to graph.InitiativeID) set {
	return func(i *I) { i.Links = append(i.Links, graph.Link{Kind: kind, Initiative: to}) }
}

func step(name string, period graph.PeriodID, days graph.Days, done bool) set {
	return func(i *I) { i.Steps = append(i.Steps, graph.Step{Name: name, Period: period, Days: days, Done: done}) }
}

// review is an assumption to be looked at on a day, and the day it was, where it was.
func review(t *testing.T, on, seen string) graph.Assumption {
	a := graph.Assumption{Words: "Partners sign", Review: date(t, on)}
	if seen != "" {
		a.Reviewed = date(t, seen)
	}
	return a
}

func assumes(list ...graph.Assumption) set { return func(i *I) { i.Assumptions = list } }

func kills(list ...graph.Assumption) set { return func(i *I) { i.Kill = list } }

// full is one day of web on each of the 132 working days of the half: 70 are to come.
func full() set { return fixture.Days("web", "h2", 132) }

// monthly is shop with the months of July and August.
func monthly(t *testing.T) *fixture.Org {
	return shop(t).Period("august", "2026-08-01", "2026-08-31").Period("july", "2026-07-01", "2026-07-31")
}

func TestOrphanedPlan(t *testing.T) {
	hold(t, "POR001", cases{
		"serves nothing": {
			shop(t).Initiative("desk", "web", fixture.Days("web", "h2", 20), fixture.Days("core", "q4", 5)),
			[]string{
				"“desk” takes 25 days of h2 and serves no theme [25]",
			},
		},
		"serves nothing, has no days": {
			shop(t).Initiative("desk", "web", fixture.In("h2")),
			[]string{"“desk” is planned for h2 and serves no theme"},
		},
		"serves nothing, a candidate": {
			shop(t).Initiative("desk", "web", fixture.Is(graph.Candidate), fixture.Days("web", "h2", 20)),
			nil,
		},
		"serves nothing, arrived": {
			shop(t).Initiative("asks", "web", fixture.In("h2"), func(i *I) { i.Source = graph.FromRequest }),
			nil,
		},
		"serves nothing, arrived, and takes days": {
			shop(t).Initiative("asks", "web", fixture.Days("web", "h2", 9), func(i *I) { i.Source = graph.FromRequest }),
			[]string{
				"“asks” takes 9 days of h2 and serves no theme [9]",
			},
		},
		"serves a little": {
			shop(t).Initiative("desk", "web", fixture.Serves("trust", 0.01), fixture.Days("web", "h2", 20)),
			nil,
		},
		"serves nothing next year": {
			shop(t).Period("y", "2027-01-01", "2027-06-30").Initiative("desk", "web", fixture.Days("web", "y", 20)),
			nil,
		},
		"nothing serves anything": {
			shop(t).Initiative("audit", "web", fixture.Days("web", "h2", 60)),
			nil,
		},
	})
}

func TestHalfLinked(t *testing.T) {
	hold(t, "POR002", cases{
		"mostly loose": {
			shop(t).Initiative("desk", "web", fixture.Serves("trust", 0.4), fixture.Days("web", "h2", 20)),
			[]string{
				"Only 40% of “desk” serves a theme; it takes 20 days of h2 [12]",
			},
		},
		"half linked": {
			shop(t).Initiative("desk", "web", fixture.Serves("trust", 0.5), fixture.Days("web", "h2", 20)),
			nil,
		},
		"all loose": {
			shop(t).Initiative("desk", "web", fixture.Days("web", "h2", 20)),
			nil,
		},
	})
}

func TestStarvedTheme(t *testing.T) {
	hold(t, "POR012", cases{
		// Of 200 days growth is to get 100 and gets 48; trust is to get 60 and gets 60.
		"starved": {
			shop(t).Stated("acme", "h2", fixture.Shares{"growth": 0.5, "trust": 0.3}).Initiative("ads", "core", fixture.Serves("growth", 1), fixture.Days("core", "h2", 48)),
			[]string{
				"“growth” is stated with 50% and planned with 24% [52]",
			},
		},
		"half of it": {
			shop(t).Stated("acme", "h2", fixture.Shares{"growth": 0.5, "trust": 0.3}).Initiative("ads", "core", fixture.Serves("growth", 1), fixture.Days("core", "h2", 50)),
			nil,
		},
		"nothing stated": {
			shop(t),
			nil,
		},
		"no plan": {
			fixture.New(t).Half().Themes("trust").Unit("acme", "").Capacity("acme", "h2", 9).Stated("acme", "h2", fixture.Shares{"trust": 1}),
			nil,
		},
	})
}

func TestLooseWork(t *testing.T) {
	hold(t, "POR013", cases{
		"loose work": {
			items(items(shop(t), "web", "audit", 30), "web", "", 10),
			[]string{
				"Of 40 days that web worked in h2, 10 belong to no initiative [10]",
			},
		},
		"a little loose work": {
			items(items(shop(t), "web", "audit", 41), "web", "", 10),
			nil,
		},
		"few items": {
			items(items(shop(t), "web", "audit", 9), "web", "", 10),
			nil,
		},
		"not linked at all yet": {
			items(shop(t), "web", "", 40),
			nil,
		},
		"no work": {
			shop(t),
			nil,
		},
		"three people": {
			items(items(shop(t).Unit("web", "core", fixture.People(3)), "web", "audit", 30), "web", "", 10),
			[]string{
				"Of 40 days that core worked in h2, 10 belong to no initiative [10]",
			},
		},
	})
}

func TestFirmWithoutDays(t *testing.T) {
	hold(t, "POR003", cases{
		"no days": {
			shop(t).Initiative("ads", "web", fixture.In("h2")),
			[]string{
				"“ads” is committed, and no unit plans days for it in h2",
			},
		},
		"started without days": {
			shop(t).Initiative("ads", "web", fixture.Is(graph.Started)),
			[]string{
				"“ads” is started, and no unit plans days for it in h2",
			},
		},
		"arrived without days": {
			shop(t).Initiative("asks", "web", fixture.In("h2"), func(i *I) { i.Source = graph.FromWaiting }),
			nil,
		},
		"likely without days": {
			shop(t).Initiative("ads", "web", fixture.Is(graph.Likely), fixture.In("h2")),
			nil,
		},
		"nobody declares days": {
			shop(t).Initiative("audit", "web", fixture.In("h2")),
			nil,
		},
		"days in another period": {
			shop(t).Period("y", "2027-01-01", "2027-06-30").Initiative("ads", "web", fixture.Days("web", "y", 5)),
			nil,
		},
	})
}

func TestWorkWithoutCommitment(t *testing.T) {
	hold(t, "POR004", cases{
		"work on a candidate": {
			items(shop(t).Initiative("ads", "web", fixture.Is(graph.Candidate)), "web", "ads", 6),
			[]string{
				"“ads” is only a candidate, and 6 days in 6 items of work went into it in h2 [6]",
			},
		},
		"work on something likely": {
			items(shop(t).Initiative("ads", "web", fixture.Is(graph.Likely)), "web", "ads", 12),
			[]string{
				"“ads” is only likely, and 12 days in 12 items of work went into it in h2 [12]",
			},
		},
		"a week of looking": {
			items(shop(t).Initiative("ads", "web", fixture.Is(graph.Candidate)), "web", "ads", 5),
			nil,
		},
		"work on a promise": {
			items(shop(t), "web", "audit", 12),
			nil,
		},
	})
}

func TestMandateNotCommitted(t *testing.T) {
	hold(t, "POR009", cases{
		"a law not committed to": {
			shop(t).Initiative("rule", "web", due(t, graph.Likely, "2026-12-31", "Directive 7"), fixture.Days("web", "q4", 30)),
			[]string{
				"“rule” (Directive 7) must be done by 31 Dec and is likely [30]",
			},
		},
		"a law stopped": {
			shop(t).Initiative("rule", "web", due(t, graph.Stopped, "2026-10-01", "")),
			[]string{"“rule” must be done by 1 Oct and is stopped"},
		},
		"a law committed to": {
			shop(t).Initiative("rule", "web", due(t, graph.Committed, "2026-12-31", "")),
			nil,
		},
		"a law of next year": {
			shop(t).Initiative("rule", "web", due(t, graph.Likely, "2027-01-01", "")),
			nil,
		},
		"no law": {
			shop(t).Initiative("rule", "web", fixture.Is(graph.Candidate)),
			nil,
		},
	})
}

func TestMandateMissed(t *testing.T) {
	hold(t, "POR010", cases{
		"a law missed": {
			shop(t).Initiative("rule", "web", due(t, graph.Started, "2026-09-23", "Directive 7"), full()),
			[]string{
				"“rule” (Directive 7) was to be done by 23 Sep and is started [70]",
			},
		},
		"a law met": {
			shop(t).Initiative("rule", "web", due(t, graph.Done, "2026-09-23", "")),
			nil,
		},
		"a law due today": {
			shop(t).Initiative("rule", "web", due(t, graph.Started, "2026-09-24", "")),
			nil,
		},
		"a law without a day": {
			shop(t).Initiative("rule", "web", func(i *I) { i.Mandate.Source = "Directive 7" }),
			nil,
		},
	})
}

func TestAssumptionDue(t *testing.T) {
	hold(t, "POR011", cases{
		"reviews are due": {
			shop(t).Initiative("ads", "web", full(), assumes(review(t, "2026-09-20", ""), review(t, "2026-09-01", "2026-08-31")), kills(review(t, "2026-09-10", ""))),
			[]string{
				"“ads” has 2 assumptions and 1 stop criterion to look at again, the first since 1 Sep [70]",
			},
		},
		"looked in time": {
			shop(t).Initiative("ads", "web", full(), assumes(review(t, "2026-09-20", "2026-09-20"))),
			nil,
		},
		"due today": {
			shop(t).Initiative("ads", "web", full(), assumes(review(t, "2026-09-24", ""))),
			nil,
		},
		"due, but over": {
			shop(t).Initiative("ads", "web", fixture.Is(graph.Done), full(), kills(review(t, "2026-09-01", ""))),
			nil,
		},
		"assumes nothing": {
			shop(t),
			nil,
		},
	})
}

func TestReplacedStillOn(t *testing.T) {
	hold(t, "POR014", cases{
		"replaced": {
			shop(t).Initiative("bot", "core", fixture.In("h2")).Initiative("bot", "core", link(graph.Replaces, "audit")),
			[]string{
				"“audit” is committed, although “bot” replaces it [60]",
			},
		},
		"to be replaced one day": {
			shop(t).Initiative("bot", "core", fixture.Is(graph.Candidate), link(graph.Replaces, "audit")),
			nil,
		},
		"related only": {
			shop(t).Initiative("bot", "core", link(graph.SeeAlso, "audit")),
			nil,
		},
	})
}

func TestBlockedByLoose(t *testing.T) {
	hold(t, "POR015", cases{
		"waits for a candidate": {
			shop(t).Initiative("audit", "web", full()).Initiative("keys", "core", fixture.Is(graph.Candidate), link(graph.Blocks, "audit")),
			[]string{
				"“audit” is committed and waits for “keys”, which is a candidate [70]",
			},
		},
		"waits for a promise": {
			shop(t).Initiative("keys", "core", link(graph.Blocks, "audit")),
			nil,
		},
		"waits for nothing": {
			shop(t),
			nil,
		},
	})
}

func TestOwnerless(t *testing.T) {
	hold(t, "POR016", cases{
		"no owner": {
			shop(t).Initiative("ads", "", fixture.Days("web", "h2", 7)),
			[]string{"“ads” is committed and no unit owns it [7]"},
		},
		"no owner, for it arrived": {
			shop(t).Initiative("asks", "", fixture.Days("web", "h2", 7), func(i *I) { i.Source = graph.FromBacklog }),
			nil,
		},
		"no owner yet": {
			shop(t).Initiative("ads", "", fixture.Is(graph.Likely), fixture.Days("web", "h2", 7)),
			nil,
		},
		"no owners": {
			shop(t).Initiative("audit", "").Initiative("ads", "", fixture.Days("web", "h2", 7)),
			nil,
		},
	})
}

func TestStepOver(t *testing.T) {
	hold(t, "POR017", cases{
		"a step is over": {
			monthly(t).Initiative("ads", "web", fixture.In("h2"), step("alpha", "july", 5, false), step("beta", "q4", 9, false)),
			[]string{
				"“ads” has 1 step whose time is over and that is not done: “alpha” [5]",
			},
		},
		"two steps are": {
			monthly(t).Initiative("ads", "web", fixture.In("h2"), step("alpha", "july", 0, false), step("beta", "august", 0, false)),
			[]string{
				"“ads” has 2 steps whose time is over and that are not done: “alpha” and “beta”",
			},
		},
		"over and done": {
			monthly(t).Initiative("ads", "web", fixture.In("h2"), step("alpha", "july", 5, true)),
			nil,
		},
		"over on Wednesday": {
			shop(t).Initiative("ads", "web", fixture.In("h2"), step("alpha", "q3", 5, false)),
			nil,
		},
		"a step some day": {
			shop(t).Initiative("ads", "web", fixture.In("h2"), step("alpha", "", 5, false)),
			nil,
		},
	})
}

func TestStartedWithoutWork(t *testing.T) {
	hold(t, "POR018", cases{
		// 62 of 132 days are over.
		"started, no work": {
			items(shop(t).Initiative("ads", "web", fixture.Is(graph.Started), full()), "web", "audit", 1),
			[]string{
				"“ads” is started, and no work for it was finished or logged in h2 [62]",
			},
		},
		"started, with work": {
			items(shop(t).Initiative("ads", "web", fixture.Is(graph.Started), full()), "web", "ads", 1),
			nil,
		},
		"committed, no work": {
			items(shop(t).Initiative("ads", "web", full()), "web", "audit", 1),
			nil,
		},
		"no tracker": {
			shop(t).Initiative("ads", "web", fixture.Is(graph.Started), full()),
			nil,
		},
		"started, four weeks in": {
			shop(t).Initiative("ads", "web", fixture.Is(graph.Started), full()).Work("w", "web", "audit", fixture.Logged("2026-07-02", 1)).Today("2026-07-28"),
			nil,
		},
	})
}

// TestNothingPlannedNoFinding: units with capacity alone, and initiatives that are names alone.
func TestNothingPlannedNoFinding(t *testing.T) {
	for _, s := range []*graph.Snapshot{
		fixture.New(t).Half().Unit("acme", "").Capacity("acme", "h2", 100).Picture(),
		fixture.New(t).Half().Unit("acme", "").Initiative("a", "acme").Initiative("b", "acme", fixture.Is(graph.Candidate)).Picture(),
	} {
		for _, c := range portfolio.Checks() {
			findingtest.Expect(t, c, s, "h2", nil)
		}
	}
}
