package overview_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"throughline/graph"
	"throughline/overview"
	"throughline/testing/fixture"
)

// bound is an organisation with something of everything that bears on an initiative.
func bound(t *testing.T) *fixture.Org {
	day := func(s string) graph.Date { return fixture.Date(t, s) }
	o := fixture.New(t).Today("2026-08-14").Half().Period("next", "2027-01-01", "2027-06-30").Unit("acme", "").Unit("tech", "acme").Unit("web", "tech").Unit("legal", "acme")
	full := func(i *graph.Initiative) {
		i.Mandate = graph.Mandate{Source: "Regulator", Words: "Reasons in writing", Due: day("2027-02-01")}
		i.Assumptions = []graph.Assumption{
			{Words: "People want it", Review: day("2026-08-01")},
			{Words: "It holds", Review: day("2026-07-01"), Reviewed: day("2026-07-03"), Holds: "it does"},
			{Words: "Nobody asked when"},
			{Words: "Looked at for an earlier day", Review: day("2026-12-01"), Reviewed: day("2026-07-03")},
		}
		i.Kill = []graph.Assumption{{Words: "Few use it", Review: day("2026-10-15")}, {Words: "A law forbids it", Review: day("2027-03-01")}}
	}
	stopped := func(i *graph.Initiative) { full(i); i.State = graph.Stopped }
	o.Initiative("a", "web", full, fixture.Days("legal", "h2", 5)).Initiative("b", "legal").Initiative("c", "web", stopped).Initiative("d", "acme")
	o.Put(
		&graph.Constraint{ID: "c1", Kind: graph.PlatformConstraint, Statement: "No release in a freeze", Units: []graph.UnitID{"tech"}},
		&graph.Constraint{ID: "c2", Kind: graph.RegulatoryConstraint, Statement: "Reasons for all", Units: []graph.UnitID{"legal"}, Due: day("2026-09-30")},
		&graph.Constraint{ID: "c3", Kind: graph.FundingConstraint, Statement: "No contractors", Initiatives: []graph.InitiativeID{"b"}, Due: day("2026-08-13")},
		&graph.Constraint{ID: "c4", Kind: graph.OperationalConstraint, Statement: "Over", Units: []graph.UnitID{"acme"}, Until: day("2026-08-13")},
		&graph.Constraint{ID: "c5", Kind: graph.GovernanceConstraint, Statement: "For all"},
	)
	return o.Funding("f1", "q3", fixture.ForInitiative("a"), fixture.FundedDays(30)).Funding("f2", "q3", fixture.ForInitiative("a"), fixture.FundedDays(12)).
		Funding("f3", "next", fixture.ForInitiative("a"), fixture.FundedDays(99)).Funding("f4", "q3", fixture.ForUnit("web"), fixture.FundedDays(7))
}

func told(list []overview.Bearing) []string {
	var out []string
	for _, b := range list {
		s := fmt.Sprintf("%s %s: %s", b.Initiative.ID, b.Kind, b.Words)
		if b.Due != 0 {
			s += " due " + b.Due.String()
		}
		if b.Overdue {
			s += " overdue"
		}
		if b.ByUnit {
			s += " by unit"
		}
		if b.Kind == overview.IsFunding {
			s = fmt.Sprintf("%s funding: %g days in %s", b.Initiative.ID, b.Funded.Days, b.Funded.Period)
		}
		out = append(out, s)
	}
	return out
}

func TestWhatBearsOnAnInitiative(t *testing.T) {
	b := of(bound(t))
	for id, want := range map[graph.InitiativeID][]string{
		"a": {
			"a mandate: Reasons in writing due 2027-02-01",
			"a assumption: People want it due 2026-08-01 overdue",
			"a assumption: Looked at for an earlier day due 2026-12-01",
			"a kill: Few use it due 2026-10-15",
			"a kill: A law forbids it due 2027-03-01",
			"a constraint: No release in a freeze by unit",
			"a constraint: Reasons for all due 2026-09-30 by unit",
			"a funding: 42 days in q3",
		},
		"b": {"b constraint: Reasons for all due 2026-09-30 by unit", "b constraint: No contractors due 2026-08-13 overdue"},
		"c": {"c mandate: Reasons in writing due 2027-02-01"}, // it ended: nothing is to be looked at any more
		"d": nil,
	} {
		if diff := cmp.Diff(want, told(b.Bearings(b.Picture.Initiative(id)))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", id, diff)
		}
	}
	p := b.Portfolio(overview.PortfolioAsk{Sort: overview.OrderBears})
	if got := ids(p.Lines); got != "a b c d" {
		t.Errorf("by what bears on them: %q", got)
	}
	on := b.BearingsOn(p.Lines[:2])
	if len(on) != 2 || len(on[0]) != 8 || len(on[1]) != 2 {
		t.Errorf("of two lines: %d", len(on))
	}
}

func TestWhatComesDue(t *testing.T) {
	b := of(bound(t))
	p := b.Portfolio(overview.PortfolioAsk{Sort: overview.OrderDue})
	if got := ids(p.Lines); got != "a b c d" { // what has nothing due stands last
		t.Errorf("due first: %q", got)
	}
	want := []string{
		"a assumption: People want it due 2026-08-01 overdue",
		"b constraint: No contractors due 2026-08-13 overdue",
		"a kill: Few use it due 2026-10-15",
		"a assumption: Looked at for an earlier day due 2026-12-01",
	}
	if diff := cmp.Diff(want, told(b.ComesDue(p.Lines))); diff != "" {
		t.Errorf("due by the end of the half (-want +got):\n%s", diff)
	}
	if got := b.ComesDue(b.Portfolio(overview.PortfolioAsk{Owner: "legal"}).Lines); len(got) != 1 {
		t.Errorf("of one owner: %v", told(got))
	}
}

func TestLimitsOfThePlan(t *testing.T) {
	b := of(bound(t))
	var got []string
	for _, l := range b.Limits(b.Portfolio(overview.PortfolioAsk{}).Lines) {
		got = append(got, fmt.Sprintf("%s %d %v", l.Constraint.ID, l.Count, l.Whole))
	}
	if diff := cmp.Diff([]string{"c5 0 true", "c2 2 false", "c1 1 false", "c3 1 false"}, got); diff != "" {
		t.Errorf("limits (-want +got):\n%s", diff)
	}
}
