package overview_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"throughline/graph"
	"throughline/overview"
	"throughline/testing/fixture"
)

func named(t fixture.T) *overview.Index {
	o := fixture.New(t).Half().Themes("trust")
	o.Put(&graph.Unit{ID: "core", Name: "Core Services"}, &graph.Unit{ID: "servicing", Name: "Loan Servicing", Parent: "core"})
	o.Put(&graph.Initiative{ID: "ledger", Name: "Ledger cutover for servicing", Owner: "core", State: graph.Committed, Key: "LDG-7"})
	o.Put(&graph.Initiative{ID: "cut", Name: "Cut costs", Owner: "core", State: graph.Committed})
	o.Work("srv-12", "servicing", "ledger").Work("srv-13", "servicing", "ledger").Work("abc-1", "core", "")
	return overview.IndexAfter(nil, o.Picture())
}

func TestFindBestFirst(t *testing.T) {
	x := named(t)
	for query, want := range map[string][]string{
		"serv":           {"Core Services", "Loan Servicing", "Ledger cutover for servicing"},
		"loan":           {"Loan Servicing"},
		"cut":            {"Cut costs", "Ledger cutover for servicing"},
		"ledger serv":    {"Ledger cutover for servicing"},
		"ldg-7":          {"Ledger cutover for servicing"},
		"srv-1":          {"srv-12", "srv-13"},
		"utov":           {"Ledger cutover for servicing"},
		"nothing at all": nil,
		"  ":             nil,
	} {
		t.Run(query, func(t *testing.T) {
			hits, total := x.Find(query, 10, nil)
			var got []string
			for _, h := range hits {
				got = append(got, h.Name)
			}
			if d := cmp.Diff(want, got); d != "" || total != len(want) {
				t.Errorf("found %d (-want +got):\n%s", total, d)
			}
		})
	}
	hits, total := x.Find("serv", 1, nil)
	if len(hits) != 1 || total != 3 || hits[0].Plural != "units" {
		t.Errorf("at most one of three = %v of %d", hits, total)
	}
}

// Whatever is asked, no more comes back than was asked for, each holds all the words, and none comes twice.
func TestFindIsBounded(t *testing.T) {
	o := fixture.New(t).Unit("acme", "")
	for n := range 50 {
		o.Unit(fmt.Sprintf("team-%02d", n), "acme")
	}
	x := overview.IndexAfter(nil, o.Picture())
	rapid.Check(t, func(t *rapid.T) {
		query, most := rapid.StringMatching(`[a-z0-9-]{0,4} ?[a-z0-9]{0,2}`).Draw(t, "query"), rapid.IntRange(0, 60).Draw(t, "most")
		hits, total := x.Find(query, most, nil)
		seen := map[graph.Ref]bool{}
		for _, h := range hits {
			if seen[h.Record] {
				t.Fatalf("%v comes twice", h.Record)
			}
			seen[h.Record] = true
		}
		if len(hits) > most || len(hits) > total {
			t.Fatalf("%d hits of %d, asked for %d", len(hits), total, most)
		}
	})
}

// An index taken on from an earlier picture finds what one made anew finds, whatever changed on the way.
func TestAnIndexAfterAnotherIsTheSame(t *testing.T) {
	words := rapid.SampledFrom([]string{"ledger", "cutover", "core", "loan", "ledge"})
	rapid.Check(t, func(t *rapid.T) {
		o := fixture.New(t).Half().Unit("acme", "")
		x := overview.IndexAfter(nil, o.Picture())
		for range rapid.IntRange(1, 4).Draw(t, "steps") {
			for range rapid.IntRange(1, 3).Draw(t, "records") {
				id, name := rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "id"), words.Draw(t, "first")+" "+words.Draw(t, "second")
				switch rapid.IntRange(0, 2).Draw(t, "what") {
				case 0:
					o.Put(&graph.Theme{ID: graph.ThemeID(id), Name: name})
				case 1:
					o.Put(&graph.Work{ID: graph.WorkID(id), Title: name})
				case 2:
					o.Remove(graph.ThemeID(id).Ref())
				}
			}
			x = overview.IndexAfter(x, o.Picture())
		}
		query, most := words.Draw(t, "query")[:rapid.IntRange(1, 4).Draw(t, "letters")], rapid.IntRange(1, 5).Draw(t, "most")
		hits, total := x.Find(query, most, nil)
		anew, all := overview.IndexAfter(nil, o.Picture()).Find(query, most, nil)
		if d := cmp.Diff(anew, hits); d != "" || total != all {
			t.Fatalf("%q: %d, anew %d (-anew +after):\n%s", query, total, all, d)
		}
	})
}

func TestChainUpToTheStrategy(t *testing.T) {
	s := shop(t).Initiative("both", "web", fixture.Serves("growth", 0.25), fixture.Moves("uptime", 0.75)).Work("w9", "web", "both").
		Put(&graph.Dependency{ID: "d", What: "An interface", From: "web", On: "core", Initiative: "app"},
			&graph.Decision{ID: "q", Question: "Which?", State: graph.DecisionOpen, Initiative: "app"}).Picture()
	for _, c := range []struct {
		of   graph.Ref
		want []string
	}{
		{graph.ThemeID("growth").Ref(), []string{"theme “growth”"}},
		{graph.WorkID("w9").Ref(), []string{
			"work “w9” → initiative “both” (25%) → theme “growth”",
			"work “w9” → initiative “both” (75%) → outcome “uptime” → theme “trust”",
		}},
		{graph.DependencyID("d").Ref(), []string{"dependency “An interface” → initiative “app” (100%) → outcome “signups” → theme “growth”"}},
		{graph.DecisionID("q").Ref(), []string{"decision “Which?” → initiative “app” (100%) → outcome “signups” → theme “growth”"}},
		{graph.InitiativeID("polish").Ref(), nil},
		{graph.UnitID("web").Ref(), nil},
		{graph.WorkID("gone").Ref(), nil},
	} {
		if d := cmp.Diff(c.want, overview.Chain(s, c.of)); d != "" {
			t.Errorf("why %v (-want +got):\n%s", c.of, d)
		}
	}
}

func TestFiguresOfASubject(t *testing.T) {
	b := base(shop(t).Picture())
	ids := func(list []overview.Figure) map[string]int {
		out := map[string]int{}
		for n := range list {
			out[list[n].Method.ID]++
			if list[n].Title() == "" {
				t.Errorf("a figure of %s has no title", list[n].Method.ID)
			}
		}
		return out
	}
	whole := ids(b.Figures(graph.Ref{}))
	for _, id := range []string{"intent.kept", "intent.oncourse", "portfolio.orphaned.work", "portfolio.activity", "diagnosis.yield", "dependency.kept"} {
		if whole[id] != 1 {
			t.Errorf("%s stands %d times among the figures of the whole, want once: %v", id, whole[id], whole)
		}
	}
	if whole["intent.ontarget"] != 5 {
		t.Errorf("what stands on target is told for %d stages, want 5", whole["intent.ontarget"])
	}
	if unit := ids(b.Figures(graph.UnitID("web").Ref())); unit["intent.kept"] != 1 || unit["diagnosis.yield"] != 1 {
		t.Errorf("figures of a unit = %v", unit)
	}
	if theme := b.Figures(graph.ThemeID("trust").Ref()); len(theme) != 1 {
		t.Errorf("%d figures of a theme, want what is kept of it", len(theme))
	} else {
		near(t, "kept of trust", theme[0].Value, 70.0/100)
	}
	if outcome := b.Figures(graph.OutcomeID("uptime").Ref()); len(outcome) != 1 || outcome[0].Defined() {
		t.Errorf("figures of an outcome without a metric = %+v, want one without a value", outcome)
	}
	if b.Figures(graph.PersonID("ana").Ref()) != nil {
		t.Error("there is a figure about a person")
	}
	if overview.Compute(overview.Frame{Picture: graph.Empty()}, nil).Figures(graph.Ref{}) != nil {
		t.Error("there are figures without a period")
	}
}
