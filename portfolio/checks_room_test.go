package portfolio_test

import (
	"testing"

	"throughline/graph"
	"throughline/testing/fixture"
)

func until(t *testing.T, day string) func(*graph.Unit) {
	return func(u *graph.Unit) { u.Until = date(t, day) }
}

// reserve is the half with a share of capacity kept free.
func reserve(t *testing.T, share graph.Share) *graph.Period {
	return &graph.Period{ID: "h2", Name: "h2", Kind: graph.Half, Start: date(t, "2026-07-01"), End: date(t, "2026-12-31"), Reserve: share}
}

func TestOverplanned(t *testing.T) {
	hold(t, "POR005", cases{
		"too much": {
			shop(t).Initiative("ads", "web", fixture.Days("web", "q3", 46)),
			[]string{"web has promised 106 days in h2 and has 100 [6]"},
		},
		"within the slack": {
			shop(t).Initiative("ads", "web", fixture.Days("web", "q3", 45)),
			nil,
		},
		"too much set aside": {
			shop(t).Capacity("web", "h2", 100, fixture.SetAside("support", 50)),
			[]string{"web has promised 60 days in h2 and has 50 [10]"},
		},
		"too much is likely": {
			shop(t).Initiative("ads", "web", fixture.Is(graph.Likely), fixture.Days("web", "h2", 90)),
			nil,
		},
		"no capacity": {
			shop(t).Unit("new", "acme").Initiative("ads", "new", fixture.Days("new", "h2", 90)),
			nil,
		},
		// Two people with 20 of 10 days, and their parent with 40 of 100: together 60 of 110.
		"a unit of two": {
			shop(t).Unit("duo", "core", fixture.People(2)).Capacity("duo", "h2", 10).Initiative("ads", "core", fixture.Days("duo", "h2", 20), fixture.Days("core", "h2", 40)),
			nil,
		},
	})
}

func TestReserveEaten(t *testing.T) {
	hold(t, "POR006", cases{
		// 20 of 100 days are kept; the plan takes 86, of which 6 are reserved.
		"into the reserve": {
			shop(t).Put(reserve(t, 0.2)).Initiative("ads", "web", fixture.Days("web", "h2", 26)),
			[]string{
				"The plan of web takes 6 of the 20 days that h2 keeps in reserve [6]",
			},
		},
		"a little into it": {
			shop(t).Put(reserve(t, 0.2)).Initiative("ads", "web", fixture.Days("web", "h2", 25)),
			nil,
		},
		"all of it": {
			shop(t).Put(reserve(t, 0.2)).Initiative("ads", "web", fixture.Days("web", "h2", 44)),
			[]string{
				"The plan of web takes 20 of the 20 days that h2 keeps in reserve [20]",
			},
		},
		"all of it and far more": {
			shop(t).Put(reserve(t, 0.2)).Initiative("ads", "web", fixture.Days("web", "h2", 50)),
			nil,
		},
		"no reserve is declared": {
			shop(t).Initiative("ads", "web", fixture.Days("web", "h2", 40)),
			nil,
		},
	})
}

func TestPlanWithoutRoom(t *testing.T) {
	hold(t, "POR007", cases{
		"plans without capacity": {
			shop(t).Unit("new", "acme").Initiative("ads", "new", fixture.Days("new", "q4", 12)),
			[]string{
				"new plans 12 days in h2, and its capacity is not declared [12]",
			},
		},
		"has capacity in the quarter": {
			shop(t).Unit("new", "acme").Capacity("new", "q4", 30).Initiative("ads", "new", fixture.Days("new", "q4", 12)),
			nil,
		},
		"no plan, no capacity": {
			shop(t).Unit("new", "acme"),
			nil,
		},
		"no capacity is declared": {
			fixture.New(t).Half().Unit("acme", "").Initiative("ads", "acme", fixture.Days("acme", "h2", 12)),
			nil,
		},
	})
}

func TestClosedUnit(t *testing.T) {
	hold(t, "POR008", cases{
		// 132 days over 132 working days, of which 70 are to come.
		"a closed unit": {
			shop(t).Unit("old", "acme", until(t, "2026-09-23")).Initiative("ads", "web", fixture.Days("web", "h2", 5), fixture.Days("old", "h2", 132)),
			[]string{
				"“ads” counts on 70 days of old, which is closed [70]",
			},
		},
		"two closed units": {
			shop(t).Unit("old", "acme", until(t, "2026-09-23")).Unit("older", "acme", until(t, "2026-08-23")).
				Initiative("ads", "web", fixture.Days("older", "h2", 66), fixture.Days("old", "h2", 132)),
			[]string{
				"“ads” counts on 105 days of older and old, which are closed [105]",
			},
		},
		"closes today": {
			shop(t).Unit("old", "acme", until(t, "2026-09-24")).Initiative("ads", "web", fixture.Days("old", "h2", 132)),
			nil,
		},
		"had its days before": {
			shop(t).Unit("old", "acme", until(t, "2026-08-23")).Period("july", "2026-07-01", "2026-07-31").Initiative("ads", "web", fixture.Days("old", "july", 20)),
			nil,
		},
		"a unit without an end": {
			shop(t),
			nil,
		},
	})
}

func TestDaysInNoPlan(t *testing.T) {
	// Web plans 60 of 100 days; core plans none and is left out.
	hold(t, "POR019", cases{
		"days in no plan": {
			shop(t),
			[]string{
				"40 days of web are in no plan of h2 [40]",
			},
		},
		"likely days": {
			shop(t).Initiative("ads", "web", fixture.Is(graph.Likely), fixture.Days("web", "h2", 25)),
			[]string{
				"15 days of web are in no plan of h2 [15]",
			},
		},
		"candidates do not fill them": {
			shop(t).Initiative("ads", "web", fixture.Is(graph.Candidate), fixture.Days("web", "h2", 40)),
			[]string{
				"40 days of web are in no plan of h2 [40]",
			},
		},
		"beyond the reserve": {
			shop(t).Put(reserve(t, 0.2)),
			[]string{
				"20 days of web are in no plan of h2 [20]",
			},
		},
		"the reserve": {
			shop(t).Put(reserve(t, 0.31)),
			nil,
		},
		"set aside": {
			shop(t).Capacity("web", "h2", 100, fixture.SetAside("support", 35)),
			nil,
		},
		"the period is over": {
			shop(t).Today("2027-01-01"),
			nil,
		},
	})
}
