package catalog

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"throughline/finding"
	"throughline/finding/findingtest"
	"throughline/graph"
	"throughline/testing/fixture"
)

// TestEveryFindingKeepsItsPromises runs all checks on an organisation in which much is amiss.
func TestEveryFindingKeepsItsPromises(t *testing.T) {
	now, locks := large(t, 5_000)
	checks, period := Checks(), now.Period("h2")
	found := finding.Run(checks, now, period, locks)
	keys, codes := map[string]bool{}, map[string]bool{}
	for _, f := range found {
		findingtest.Sound(t, f, now, locks)
		if keys[f.Key()] {
			t.Errorf("two findings are called %s", f.Key())
		}
		keys[f.Key()], codes[f.Check.Code] = true, true
	}
	if len(codes) < 10 {
		t.Errorf("only %d checks found anything: %v", len(codes), codes)
	}
	again := finding.Run(Checks(), now, period, locks)
	lines := func(list []*finding.Finding) (out []string) {
		for i := range list {
			out = append(out, list[i].Key()+" "+findingtest.Line(list[i]))
		}
		return out
	}
	if d := cmp.Diff(lines(found), lines(again)); d != "" {
		t.Errorf("the same picture gives other findings (-first +second):\n%s", d)
	}
}

// TestAnotherPeriodIsLeftAlone: what is amiss in one period is not told of one that nobody has planned.
func TestAnotherPeriodIsLeftAlone(t *testing.T) {
	now, _ := large(t, 5_000)
	o := fixture.On(t, now).Period("2028", "2028-01-01", "2028-06-30")
	s := o.Picture()
	for _, f := range finding.Run(Checks(), s, s.Period("2028"), nil) {
		if f.Check.Severity != finding.Note && f.Days > 0 {
			t.Errorf("%s: %s", f.Key(), f.Sentence)
		}
	}
}

// TestAWellAlignedOrganisationHasNoFindings: declared from top to bottom, and done as declared.
func TestAWellAlignedOrganisationHasNoFindings(t *testing.T) {
	now, locks := aligned(t)
	for _, f := range finding.Run(Checks(), now, now.Period("h2"), locks) {
		t.Errorf("%s: %s", f.Key(), f.Sentence)
	}
}

// aligned is three units that share a strategy of two themes, each with an outcome that is measured,
// planned for, worked on and read, in a plan that was locked and signed.
func aligned(t *testing.T) (*graph.Snapshot, []finding.Lock) {
	date := func(s string) graph.Date { return fixture.Date(t, s) }
	o := fixture.New(t).Today("2026-07-01").Half().Person("ana", "bo")
	for n, id := range []graph.ThemeID{"growth", "trust"} {
		o.Put(&graph.Theme{ID: id, Name: string(id), Order: n + 1, Statement: "More of it", Why: "It pays"})
	}
	shares := fixture.Shares{"growth": 0.5, "trust": 0.5}
	lead := func(u *graph.Unit) { u.Leads = []graph.PersonID{"ana"} }
	o.Unit("acme", "", lead).Stated("acme", "h2", shares)
	for _, u := range []string{"core", "web"} {
		o.Unit(u, "acme", lead).Capacity(u, "h2", 132).Assigned(u, "h2", shares)
	}
	o.Today("2026-07-06")
	for _, theme := range []string{"growth", "trust"} {
		o.Outcome("more-"+theme, fixture.Shares{theme: 1}, func(out *graph.Outcome) {
			out.Owner, out.Metric = "web", graph.Metric{Name: "Count", Baseline: 1, Target: 9, Direction: graph.Up}
			out.Readings = []graph.Value{{On: date("2026-09-10"), Value: 4, Confidence: 0.8}}
		})
	}
	for _, u := range []string{"core", "web"} {
		o.Put(&graph.Intent{
			ID: graph.IntentID("read-" + u), Level: graph.Interpreted, Unit: graph.UnitID(u), Period: "h2", Restatement: "We do both", Measure: "Counts", Stops: []string{"Reports"},
			Shares:  graph.SharesOf(graph.ThemeShare{Theme: "growth", Share: 0.5}, graph.ThemeShare{Theme: "trust", Share: 0.5}),
			Receipt: graph.Receipt{State: graph.Accepted, SentAt: fixture.Moment(t, "2026-07-06"), AnsweredAt: fixture.Moment(t, "2026-07-08")},
		})
		for _, theme := range []string{"growth", "trust"} {
			o.Initiative(u+"-"+theme, u, fixture.Is(graph.Started), fixture.Moves("more-"+theme, 1), fixture.Days(u, "h2", 66))
		}
	}
	o.Put(&graph.Dependency{
		ID: "keys", What: "Keys", From: "web", On: "core", Initiative: "web-trust", NeededBy: date("2026-10-30"),
		Turns: []graph.Turn{{Act: graph.Ask, At: fixture.Moment(t, "2026-07-06")}, {Act: graph.Commit, At: fixture.Moment(t, "2026-07-08"), Date: date("2026-10-15")}},
	}, &graph.Decision{
		ID: "store", Question: "Which store?", Deciders: []graph.PersonID{"bo"}, State: graph.DecisionDecided, Raised: date("2026-07-06"), Decided: date("2026-07-09"), Rationale: "Fewer steps",
	})
	lock := &graph.Baseline{ID: "lock-1", Name: "Plan lock 1", Period: "h2", At: fixture.Moment(t, "2026-07-13T12:00:00Z"), Signatures: []graph.Signature{{By: "ana", Unit: "core"}, {By: "ana", Unit: "web"}}}
	then := o.Today("2026-07-13").Put(lock).Picture()
	for n := range 60 {
		u := []string{"core", "web"}[n%2]
		o.Work(fmt.Sprintf("w%d", n), u, u+"-"+[]string{"growth", "trust"}[n/2%2], fixture.Logged("2026-08-03", 2))
	}
	return o.Today(fixture.Today).Picture(), []finding.Lock{{Baseline: lock, Then: then}}
}
