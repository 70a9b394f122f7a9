package portfolio_test

import (
	"testing"

	"throughline/graph"
	"throughline/portfolio"
	"throughline/testing/fixture"
)

// The slip is counted in the finest periods that the plans name.
func TestSlipIsInTheFinestPeriodsNamed(t *testing.T) {
	org := func() *fixture.Org {
		return plan(t).Period("oct", "2026-10-01", "2026-10-31").Period("nov", "2026-11-01", "2026-11-30").Period("dec", "2026-12-01", "2026-12-31")
	}
	moved := func(from, to string, also ...string) *portfolio.Drift {
		o := org().Initiative("also", "acme", fixture.Is(graph.Candidate), fixture.In(also...))
		then := o.Initiative("i", "team", fixture.Days("team", from, 10)).Picture()
		return portfolio.DriftBetween(then, o.Initiative("i", "team", fixture.Days("team", to, 10)).Picture(), portfolio.Scope{})
	}
	for name, c := range map[string]struct {
		drift *portfolio.Drift
		slip  float64
	}{
		"quarters alone":           {moved("q3", "q4"), 1},
		"months in between":        {moved("oct", "dec", "nov"), 2},
		"months that nobody names": {moved("q3", "q4", "oct"), 1 + 44.0/66},
		"backwards":                {moved("q4", "q3"), -1},
		"over a gap":               {moved("q3", "q1-27"), 1},
	} {
		nearNumber(t, name, c.drift.Totals.Slip, c.slip)
	}
}

// Days for a longer period lie on the shorter ones inside and on what these leave.
func TestLongerPeriodsLieOnShorterOnes(t *testing.T) {
	o := plan(t).Period("oct", "2026-10-01", "2026-10-31")
	o.Initiative("i", "team", fixture.Days("team", "q4", 66)).Initiative("also", "acme", fixture.Is(graph.Candidate), fixture.In("oct"))
	then := o.Picture()
	// October has 22 of the 66 working days of the quarter: they stay, the others are cut.
	now := o.Initiative("i", "team", fixture.Days("team", "oct", 22)).Picture()
	sameTotals(t, "only October is left", totalsOf(portfolio.DriftBetween(then, now, portfolio.Scope{})), totals{66, 22, 22, 0, 44, 0})
	o.Initiative("i", "team", fixture.Days("team", "oct", 66))
	sameTotals(t, "all in October", totalsOf(portfolio.DriftBetween(then, o.Picture(), portfolio.Scope{})), totals{66, 66, 22, 44, 0, 0})
	half := portfolio.DriftBetween(then, now, portfolio.Scope{Period: now.Period("oct")})
	sameTotals(t, "looking at October", totalsOf(half), totals{22, 22, 22, 0, 0, 0})
}

func TestDaysOnAWeekend(t *testing.T) {
	o := plan(t).Period("fair", "2026-10-03", "2026-10-04").Initiative("i", "team", fixture.Days("team", "fair", 2))
	then := o.Picture()
	now := o.Initiative("i", "team", fixture.Days("team", "q4", 2)).Picture()
	d := portfolio.DriftBetween(then, now, portfolio.Scope{})
	if d.Totals.Base != 2 || d.Totals.Plan != 2 {
		t.Errorf("totals = %+v, want no day lost on a weekend", d.Totals)
	}
}

// A period that moved between the two pictures is compared as it stands now.
func TestPeriodThatMoved(t *testing.T) {
	o := plan(t).Initiative("i", "team", fixture.Days("team", "q4", 10)).Initiative("j", "team", fixture.Days("team", "h2", 10))
	then := o.Picture()
	now := o.Period("q4", "2026-10-05", "2026-12-31").Picture()
	d := portfolio.DriftBetween(then, now, portfolio.Scope{})
	if !d.Defined() || d.Totals.Base != 20 || d.Totals.Plan != 20 {
		t.Errorf("totals = %+v", d.Totals)
	}
	gone := o.Remove(graph.InitiativeID("i").Ref()).Remove(graph.PeriodID("q1-27").Ref()).Picture()
	d = portfolio.DriftBetween(then, gone, portfolio.Scope{})
	near(t, "cut with what is gone", d.Totals.Cut, 10)
}
