package portfolio_test

import (
	"math"
	"slices"
	"testing"

	"throughline/fault"
	"throughline/graph"
	"throughline/portfolio"
	"throughline/testing/fixture"
	"throughline/testing/rehearsal"
)

func TestAnInitiativeIsProposed(t *testing.T) {
	st := benched(t)
	in := portfolio.Idea{
		Name: " Hardship self-service ", Summary: " A plan in two days ", Owner: "web", Lead: "ana", Source: graph.FromPlan, Periods: []graph.PeriodID{"h2"},
		Participants: []graph.Participation{{Unit: "web", Days: 30, Period: "q4"}}, Mandate: graph.Mandate{Source: "Law"},
		Contributes: []graph.Contribution{{Outcome: "calls", Share: .6}, {Theme: "growth"}, {Theme: "trust", Share: .4}},
		Assumptions: []graph.Assumption{{Words: "People call"}}, Kill: []graph.Assumption{{Words: "Nobody calls"}},
	}
	i := st.Do("ana", rehearsal.Of(portfolio.Propose, in)).Initiative("hardship-self-service")
	st.Nothing("ana", rehearsal.Of(portfolio.Propose, in))
	if i == nil || i.State != graph.Candidate || i.Name != "Hardship self-service" || i.Summary != "A plan in two days" || i.Owner != "web" || i.Lead != "ana" ||
		len(i.Participants) != 1 || len(i.Assumptions) != 1 || len(i.Kill) != 1 || i.Mandate.Source != "Law" ||
		!slices.Equal(i.Contributes, []graph.Contribution{{Outcome: "calls", Share: .6}, {Theme: "trust", Share: .4}}) {
		t.Fatalf("the initiative is %+v", i)
	}
	in.Name, in.Summary = "HARDSHIP self-service", "Another"
	st.Refused("ana", rehearsal.Of(portfolio.Propose, in), fault.Invalid, "“HARDSHIP self-service” is there already as hardship-self-service", "another name")
	st.Do("ana", rehearsal.Of(portfolio.Stop, portfolio.Resolve{Initiative: "hardship-self-service", Reason: "So"}))
	if st.Do("ana", rehearsal.Of(portfolio.Propose, in)).Initiative("hardship-self-service-2") == nil {
		t.Error("what was stopped can be proposed anew")
	}
	st.Refused("ana", rehearsal.Of(portfolio.Propose, portfolio.Idea{}), fault.Invalid, "no name is given", "Name it")
	st.Refused("ana", rehearsal.Of(portfolio.Propose, portfolio.Idea{Name: "X", Source: "hat"}), fault.Invalid, `"hat" is none of`, "one of the words")
}

func TestWhatAnInitiativeServes(t *testing.T) {
	st := benched(t)
	aim := func(list ...graph.Contribution) rehearsal.Command {
		return rehearsal.Of(portfolio.Contribute, portfolio.Aim{Initiative: "likely", Contributes: list, Reason: "As agreed"})
	}
	half := []graph.Contribution{{Theme: "trust", Share: .5}, {Outcome: "calls", Share: .5}}
	st.Do("ana", aim(half...))
	st.Nothing("ana", aim(half...))
	if got := st.Picture().Initiative("likely").Contributes; !slices.Equal(got, half) {
		t.Errorf("it serves %v", got)
	}
	for name, c := range map[string]struct {
		list             []graph.Contribution
		kind             fault.Kind
		sentence, remedy string
	}{
		"more than all":  {append(half[:2:2], graph.Contribution{Theme: "growth", Share: .2}), fault.Invalid, "the shares add up to 120%", "Lower some"},
		"nothing":        {[]graph.Contribution{{Share: .2}}, fault.Invalid, "names both or neither", "either an outcome or a theme"},
		"both in one":    {[]graph.Contribution{{Share: .2, Theme: "trust", Outcome: "calls"}}, fault.Invalid, "names both or neither", "either an outcome or a theme"},
		"the same twice": {[]graph.Contribution{{Share: .2, Theme: "trust"}, {Share: .3, Theme: "trust"}}, fault.Invalid, "a contribution to trust is named twice", "into one"},
		"no theme":       {[]graph.Contribution{{Share: .2, Theme: "trst"}}, fault.NotFound, `no theme "trst"`, "Name one"},
		"no outcome":     {[]graph.Contribution{{Share: .2, Outcome: "trst"}}, fault.NotFound, `no outcome "trst"`, "Name one"},
		"less than none": {[]graph.Contribution{{Share: -.2, Theme: "trust"}}, fault.Invalid, "a share of −20%", "part of 1"},
	} {
		t.Run(name, func(t *testing.T) { st.Refused("ana", aim(c.list...), c.kind, c.sentence, c.remedy) })
	}
	st.Do("ana", aim())
	st.Refused("ana", rehearsal.Of(portfolio.Contribute, portfolio.Aim{Initiative: "likely", Contributes: half, Seen: 1}), fault.Conflict, "was changed", "present")
}

func TestAnAssumptionIsLookedAt(t *testing.T) {
	day := func(s string) graph.Date { return fixture.Date(t, s) }
	o := fixture.New(t).Unit("web", "").Initiative("app", "web", func(i *graph.Initiative) {
		i.Assumptions = []graph.Assumption{{Words: "People call", Review: day("2026-09-30")}, {Words: "They pay"}}
		i.Kill = []graph.Assumption{{Words: "Nobody calls", Reviewed: day("2026-09-10")}}
	})
	st := rehearsal.New(t, o, graph.KindInitiative)
	look := portfolio.Look{Initiative: "app", Words: " People call ", Found: " They do ", Next: day("2026-12-01")}
	st.Do("", rehearsal.Of(portfolio.ReviewAssumption, look))
	st.Nothing("", rehearsal.Of(portfolio.ReviewAssumption, look))
	kill := portfolio.Look{Initiative: "app", Words: "Nobody calls", Found: "Three did", On: day("2026-09-20")}
	i := st.Do("", rehearsal.Of(portfolio.ReviewAssumption, kill)).Initiative("app")
	if want := (graph.Assumption{Words: "People call", Review: day("2026-12-01"), Reviewed: day(fixture.Today), Holds: "They do"}); i.Assumptions[0] != want {
		t.Errorf("the assumption is %+v", i.Assumptions[0])
	}
	if want := (graph.Assumption{Words: "Nobody calls", Reviewed: day("2026-09-20"), Holds: "Three did"}); i.Kill[0] != want || st.Last.Reason != "Three did" {
		t.Errorf("the criterion is %+v", i.Kill[0])
	}
	for name, c := range map[string]struct {
		set              func(*portfolio.Look)
		kind             fault.Kind
		sentence, remedy string
	}{
		"what nobody assumed":  {func(l *portfolio.Look) { l.Words = "People cal" }, fault.NotFound, "“app” assumes nothing like “People cal”", "in its own words"},
		"and found nothing":    {func(l *portfolio.Look) { l.Found = "" }, fault.Invalid, "no word on what was found is given", "still holds"},
		"tomorrow":             {func(l *portfolio.Look) { l.On = day("2026-09-25") }, fault.Invalid, "the review bears the day 25 Sep", "up to today"},
		"before the last look": {func(l *portfolio.Look) { l.Words, l.On = "Nobody calls", day("2026-09-19") }, fault.Invalid, "it was last looked at on 20 Sep", "a later one"},
		"to look again before": {func(l *portfolio.Look) { l.Next = day(fixture.Today) }, fault.Invalid, "the next look, 24 Sep, does not come after", "a day after"},
	} {
		t.Run(name, func(t *testing.T) {
			in := look
			c.set(&in)
			st.Refused("", rehearsal.Of(portfolio.ReviewAssumption, in), c.kind, c.sentence, c.remedy)
		})
	}
}

func TestFundingIsGranted(t *testing.T) {
	st := benched(t)
	in := portfolio.Grant{Period: "h2", Initiative: "likely", Money: 1e5, Currency: " eur ", Source: "Board", Reason: "Asked for in June"}
	st.Do("ana", rehearsal.Of(portfolio.Fund, in))
	st.Nothing("ana", rehearsal.Of(portfolio.Fund, in))
	in.Money, in.Currency, in.Days = 0, "", 120
	st.Do("ana", rehearsal.Of(portfolio.Fund, in))
	in.Source = ""
	in.Unit = "web"
	st.Do("ana", rehearsal.Of(portfolio.Fund, in))
	in.Initiative, in.Unit, in.Theme = "", "", "trust"
	s := st.Do("ana", rehearsal.Of(portfolio.Fund, in))
	for id, want := range map[string]graph.Funding{
		"likely-h2-board": {Initiative: "likely", Source: "Board"}, "likely-web-h2": {Initiative: "likely", Unit: "web"}, "trust-h2": {Theme: "trust"},
	} {
		f := graph.Find[*graph.Funding](s, id)
		if f == nil || f.Initiative != want.Initiative || f.Unit != want.Unit || f.Theme != want.Theme || f.Source != want.Source || f.Days != 120 || f.Money != 0 || f.Period != "h2" {
			t.Errorf("%s is %+v", id, f)
		}
	}
	if n := s.Count(graph.KindFunding); n != 3 {
		t.Errorf("%d fundings", n)
	}
}

func TestFundingThatIsNone(t *testing.T) {
	for name, c := range map[string]struct {
		set              func(*portfolio.Grant)
		kind             fault.Kind
		sentence, remedy string
	}{
		"for nothing":          {func(g *portfolio.Grant) { g.Theme = "" }, fault.Invalid, "the funding is for nothing", "a theme, a unit or an initiative"},
		"for a lost theme":     {func(g *portfolio.Grant) { g.Theme = "trst" }, fault.NotFound, `no theme "trst"`, "Name one"},
		"for a lost unit":      {func(g *portfolio.Grant) { g.Unit = "wbe" }, fault.NotFound, `no unit "wbe"`, "Name one"},
		"for a lost plan":      {func(g *portfolio.Grant) { g.Initiative = "ap" }, fault.NotFound, `no initiative "ap"`, "Name one"},
		"at no time":           {func(g *portfolio.Grant) { g.Period = "" }, fault.Invalid, "no period is named", "Name the period"},
		"of days and money":    {func(g *portfolio.Grant) { g.Money, g.Currency = 1, "EUR" }, fault.Invalid, "in days and in money", "Keep one"},
		"of money of no kind":  {func(g *portfolio.Grant) { g.Days, g.Money, g.Currency = 0, 1, "euro" }, fault.Invalid, "“EURO” is no currency", "three letters"},
		"of a kind of nothing": {func(g *portfolio.Grant) { g.Currency = "EUR" }, fault.Invalid, "a currency without money", "Give an amount"},
		"less than nothing":    {func(g *portfolio.Grant) { g.Days = -1 }, fault.Invalid, "the amount is no quantity", "0 or more"},
		"no number":            {func(g *portfolio.Grant) { g.Money = math.NaN() }, fault.Invalid, "the amount is no quantity", "0 or more"},
	} {
		t.Run(name, func(t *testing.T) {
			in := portfolio.Grant{Period: "h2", Theme: "trust", Days: 10}
			c.set(&in)
			benched(t).Refused("ana", rehearsal.Of(portfolio.Fund, in), c.kind, c.sentence, c.remedy)
		})
	}
}

func TestAConstraintIsDeclared(t *testing.T) {
	st := benched(t)
	in := portfolio.Limit{
		Kind: graph.RegulatoryConstraint, Statement: " Notices go out within 30 days ", Forces: "A notice", Units: []graph.UnitID{"web"},
		Initiatives: []graph.InitiativeID{"likely"}, Answers: "ana", Due: fixture.Date(t, "2026-12-31"),
	}
	c := graph.Find[*graph.Constraint](st.Do("ana", rehearsal.Of(portfolio.Constrain, in)), "notices-go-out-within-30-days")
	st.Nothing("ana", rehearsal.Of(portfolio.Constrain, in))
	if c == nil || c.Statement != "Notices go out within 30 days" || c.Kind != in.Kind || c.Answers != "ana" || len(c.Units) != 1 || c.Due != in.Due {
		t.Fatalf("the constraint is %+v", c)
	}
	for name, c := range map[string]struct {
		set              func(*portfolio.Limit)
		sentence, remedy string
	}{
		"without words":       {func(l *portfolio.Limit) { l.Statement = "" }, "no statement is given", "Say it"},
		"that does nothing":   {func(l *portfolio.Limit) { l.Forces = " " }, "forces and forbids nothing", "what it forces or forbids"},
		"that is over":        {func(l *portfolio.Limit) { l.Until = fixture.Date(t, "2026-09-23") }, "ended on 23 Sep", "from today on"},
		"that is there":       {func(l *portfolio.Limit) { l.Forbids = "A call" }, "is declared already as notices-go-out-within-30-days", "Change that one"},
		"of no kind":          {func(l *portfolio.Limit) { l.Kind, l.Statement = "moral", "Be good" }, `"moral" is none of`, "one of the words"},
		"that nobody answers": {func(l *portfolio.Limit) { l.Answers, l.Statement = "anna", "Be good" }, `there is no person "anna"`, "Name one"},
	} {
		t.Run(name, func(t *testing.T) {
			other := in
			c.set(&other)
			st.Refused("ana", rehearsal.Of(portfolio.Constrain, other), fault.Invalid, c.sentence, c.remedy)
		})
	}
}
