package overview_test

import (
	"testing"

	"throughline/graph"
	"throughline/overview"
	"throughline/testing/fixture"
)

func TestTitles(t *testing.T) {
	o := fixture.New(t).Half().Themes("calm").Unit("acme", "").Unit("core", "acme").Initiative("open", "core")
	open := graph.Ref{Kind: graph.KindInitiative, ID: "open"}
	o.Put(&graph.Decision{ID: "d", Question: "Which ledger?", Unit: "core", State: graph.DecisionOpen})
	s := o.Picture()
	half := s.Period("h2").Name
	title := func(d overview.Debt) string { return d.Title(s) }
	for _, c := range []struct {
		what, got, want string
	}{
		{"the organisation", overview.Organisation(s), "acme"},
		{"none", overview.Organisation(fixture.New(t).Picture()), "Empty workspace"},
		{"an initiative", overview.Title(s, s.Record(open)), s.Record(open).Label()},
		{"an intent", overview.Title(s, &graph.Intent{Unit: "core", Period: "h2", Level: graph.Assigned}), "Assigned intent of core for " + half},
		{"a capacity", overview.Title(s, &graph.Capacity{Unit: "core", Period: "h2"}), "Capacity of core in " + half},
		{"funding of a theme", overview.Title(s, &graph.Funding{Theme: "calm", Period: "h2"}), "Funding of " + s.Theme("calm").Name + " in " + half},
		{"funding of nothing", overview.Title(s, &graph.Funding{Period: "h2"}), "Funding in " + half},
		{"a stated intent that is owed", title(overview.Debt{Record: &graph.Intent{Unit: "core", Period: "h2", Level: graph.Stated}}), "The strategy of core for " + half},
		{"an assigned one", title(overview.Debt{Record: &graph.Intent{Unit: "core", Period: "h2", Level: graph.Assigned}}), "What core is asked for in " + half},
		{"a reading", title(overview.Debt{Record: &graph.Intent{Unit: "core", Period: "h2", Level: graph.Interpreted}}), "How core reads " + half},
		{"an escalation", title(overview.Debt{Record: &graph.Escalation{Decision: "d"}}), "Which ledger?"},
		{"a comment", title(overview.Debt{Record: &graph.Comment{On: open}}), s.Record(open).Label()},
		{"a comment on what is gone", title(overview.Debt{Record: &graph.Comment{On: graph.Ref{Kind: graph.KindTheme, ID: "gone"}}}), "gone"},
	} {
		if c.got != c.want {
			t.Errorf("%s is called %q, want %q", c.what, c.got, c.want)
		}
	}
}

// A second unit without a parent does not rename the organisation.
func TestTheOrganisationIsCalledAfterItsTop(t *testing.T) {
	acme := func() *fixture.Org { return fixture.New(t).Half().Themes("calm").Unit("zenith", "") }
	for what, c := range map[string]struct {
		o    *fixture.Org
		want string
	}{
		"alone":                           {acme(), "zenith"},
		"told first":                      {acme().Unit("alpha", ""), "zenith"},
		"with more people":                {acme().Unit("alpha", "", fixture.People(11)), "alpha"},
		"with units below":                {acme().Unit("core", "zenith", fixture.People(0)).Unit("alpha", "", fixture.People(90)), "zenith"},
		"that states the strategy":        {acme().Stated("zenith", "h2", fixture.Shares{"calm": 1}).Unit("alpha", "").Unit("core", "alpha"), "zenith"},
		"that states it now":              {acme().Period("h1", "2026-01-01", "2026-06-30").Stated("zenith", "h2", fixture.Shares{"calm": 1}).Unit("alpha", "").Unit("core", "alpha").Stated("alpha", "h1", fixture.Shares{"calm": 1}), "zenith"},
		"that stated it before":           {acme().Period("h1", "2026-01-01", "2026-06-30").Stated("zenith", "h1", fixture.Shares{"calm": 1}).Unit("alpha", "").Unit("core", "alpha"), "zenith"},
		"where one is only asked for it":  {acme().Unit("core", "zenith").Unit("alpha", "").Assigned("alpha", "h2", fixture.Shares{"calm": 1}), "zenith"},
		"where one is there no longer":    {acme().Unit("alpha", "", fixture.People(90), func(u *graph.Unit) { u.Until = fixture.Date(t, "2026-01-31") }), "zenith"},
		"where the larger one came later": {acme().Unit("alpha", "").Unit("core", "alpha"), "alpha"},
	} {
		if got := overview.Organisation(c.o.Picture()); got != c.want {
			t.Errorf("%s, it is called %q, want %q", what, got, c.want)
		}
	}
}

func TestEveryDutyHasWordsOfItsOwn(t *testing.T) {
	seen := make(map[string]overview.Duty)
	for _, d := range []overview.Duty{
		overview.DutyRestate, overview.DutyResend, overview.DutyAnswer, overview.DutyReply, overview.DutyTurn, overview.DutyDeliver,
		overview.DutyRequest, overview.DutyDecide, overview.DutyOneDecider, overview.DutyEscalation, overview.DutyVerdict, overview.DutyRead,
		overview.DutySign, overview.DutyAcknowledge, overview.DutyAssumption, overview.DutyKill, overview.DutyMention,
	} {
		if was, there := seen[d.Words()]; there || d.Words() == "" {
			t.Errorf("%s and %s are both %q", d, was, d.Words())
		}
		seen[d.Words()] = d
	}
}
