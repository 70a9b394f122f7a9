package portfolio_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"throughline/graph"
	"throughline/portfolio"
	"throughline/testing/fixture"
)

func basis(s *graph.Snapshot) *graph.Basis { return graph.BasisOf(s, s.Period("h2")) }

// store is a company with a plan and work, some of which serves nothing.
func store(t fixture.T) *fixture.Org {
	o := fixture.New(t).Half().Themes("growth", "trust", "later").Unit("acme", "").Unit("web", "acme").Unit("core", "acme").
		Capacity("web", "h2", 132).Capacity("core", "h2", 132).
		Stated("acme", "h2", fixture.Shares{"growth": 0.5, "trust": 0.4, "later": 0.1})
	o.Outcome("signups", fixture.Shares{"growth": 1}).Outcome("quiet", fixture.Shares{"trust": 1}).Outcome("alone", fixture.Shares{"trust": 1}).Outcome("empty", nil)
	o.Initiative("app", "web", fixture.Moves("signups", 0.5), fixture.Days("web", "h2", 88)).
		Initiative("safe", "core", fixture.Moves("quiet", 1), fixture.Days("core", "h2", 44)).
		Initiative("polish", "web", fixture.Moves("empty", 1), fixture.Days("web", "h2", 30)).
		Initiative("chores", "core", fixture.Is(graph.Likely)).
		Initiative("past", "core", fixture.In("old")).
		Initiative("gone", "core", fixture.Is(graph.Stopped), fixture.Days("core", "h2", 9)).
		Period("old", "2025-01-01", "2025-12-31")
	o.Work("a", "web", "app", fixture.Logged("2026-08-03", 6)).Work("b", "web", "polish", fixture.Logged("2026-08-03", 3)).
		Work("c", "web", "", fixture.Logged("2026-08-04", 1)).Work("d", "core", "", fixture.Logged("2026-08-04", 2))
	return o
}

func TestOrphanedWork(t *testing.T) {
	w := portfolio.CoverageOf(basis(store(t).Picture())).OrphanedWork
	near(t, "orphaned", w.Value, 6.0/12)
	near(t, "days", w.Numerator.Value, 6)
	if w.N != 4 || w.Items != 3 || len(w.Parts) != 2 || w.Parts[0].Days != 3 || w.Parts[1].Days != 3 {
		t.Errorf("orphaned work = %+v", w.Parts)
	}
	none := w.Parts[1]
	if none.Initiative != nil || none.Units != 2 || none.Items != 2 {
		t.Errorf("work without an initiative = %+v, want 2 items of 2 units", none)
	}
	sum := 0.0
	for _, r := range w.Rows {
		sum += r.Value
	}
	near(t, "rows", sum, w.Total)
}

func TestOrphanedWorkIsUndefinedWithoutWork(t *testing.T) {
	w := portfolio.CoverageOf(basis(plan(t).Picture())).OrphanedWork
	if w.Defined() {
		t.Errorf("orphaned = %v", w.Value)
	}
	o := store(t).Work("e", "acme", "", fixture.Finished("2026-08-03")).Work("f", "", "", fixture.Finished("2026-08-03"))
	w = portfolio.CoverageOf(basis(o.Picture())).OrphanedWork
	if !w.Defined() || w.N != 6 {
		t.Errorf("orphaned = %v of %d items", w.Value, w.N)
	}
}

func TestOrphanedInitiatives(t *testing.T) {
	o := portfolio.CoverageOf(basis(store(t).Picture())).OrphanedInitiatives
	var got []graph.InitiativeID
	for _, x := range o.List {
		got = append(got, x.Initiative.ID)
	}
	if d := cmp.Diff([]graph.InitiativeID{"polish", "chores"}, got); d != "" || o.Value != 2 || o.N != 4 {
		t.Errorf("orphaned (-want +got):\n%s %v of %d", d, o.Value, o.N)
	}
	near(t, "days", o.Total, 30)
	if none := portfolio.CoverageOf(basis(plan(t).Picture())).OrphanedInitiatives; none.Defined() {
		t.Error("without initiatives there is nothing to count")
	}
}

func TestIdleOutcomes(t *testing.T) {
	got := map[graph.OutcomeID]int{}
	for _, x := range portfolio.CoverageOf(basis(store(t).Picture())).IdleOutcomes {
		got[x.Outcome.ID] = x.Initiatives
	}
	if d := cmp.Diff(map[graph.OutcomeID]int{"alone": 0, "quiet": 1}, got); d != "" {
		t.Errorf("idle outcomes (-want +got):\n%s", d)
	}
	ended := store(t).Outcome("alone", fixture.Shares{"trust": 1}, func(o *graph.Outcome) { o.Until = fixture.Date(t, "2026-09-10") })
	for today, want := range map[string]int{"2026-09-10": 4, "2026-09-11": 3} {
		c := portfolio.CoverageOf(basis(ended.Today(today).Picture()))
		idle := slices.ContainsFunc(c.IdleOutcomes, func(x portfolio.IdleOutcome) bool { return x.Outcome.ID == "alone" })
		if c.Outcomes != want || idle != (want == 4) {
			t.Errorf("on %s there are %d outcomes, and alone is idle: %v", today, c.Outcomes, idle)
		}
	}
}

func TestThemes(t *testing.T) {
	th := portfolio.CoverageOf(basis(store(t).Picture())).Themes
	type line struct {
		ID            graph.ThemeID
		Days, Spent   float64
		Starved, Idle bool
	}
	var got []line
	for _, p := range th.List {
		got = append(got, line{p.Theme.ID, p.Days, p.Spent, p.Starved, p.Idle})
	}
	want := []line{{"growth", 44, 3, true, false}, {"trust", 44, 0, true, true}, {"later", 0, 0, true, true}}
	if d := cmp.Diff(want, got); d != "" || th.Value != 3 {
		t.Errorf("themes (-want +got):\n%s %v starved", d, th.Value)
	}
	near(t, "planned share of growth", th.List[0].Planned, 44.0/264)
	near(t, "stated share of growth", th.List[0].Stated, 0.5)
}

func TestStarvedIsBelowHalf(t *testing.T) {
	for days, starved := range map[float64]bool{66: false, 65.9: true, 132: false} {
		o := fixture.New(t).Half().Themes("growth").Unit("acme", "").Unit("web", "acme").Capacity("web", "h2", 132).Stated("acme", "h2", fixture.Shares{"growth": 1})
		o.Initiative("app", "web", fixture.Serves("growth", 1), fixture.Days("web", "h2", days))
		if got := portfolio.CoverageOf(basis(o.Picture())).Themes.List[0].Starved; got != starved {
			t.Errorf("%v of 132 days for a theme stated at all: starved %v", days, got)
		}
	}
}

func TestThemesOfAnOverplannedUnit(t *testing.T) {
	o := fixture.New(t).Half().Themes("growth", "trust").Unit("acme", "").Unit("web", "acme").Unit("far", "acme").Capacity("web", "h2", 100).
		Stated("acme", "h2", fixture.Shares{"growth": 0.5, "trust": 0.5})
	o.Initiative("a", "web", fixture.Serves("growth", 1), fixture.Days("web", "h2", 150), fixture.Days("far", "h2", 500)).
		Initiative("b", "web", fixture.Serves("trust", 1), fixture.Days("web", "h2", 50))
	th := portfolio.CoverageOf(basis(o.Picture())).Themes
	near(t, "growth", th.List[0].Planned, 0.75)
	near(t, "trust", th.List[1].Planned, 0.25)
	if th.Value != 0 {
		t.Errorf("%v starved: a quarter of a half is not below half of it", th.Value)
	}
}

func TestThemesWithoutDeclarations(t *testing.T) {
	bare := fixture.New(t).Half().Themes("growth").Unit("acme", "")
	bare.Initiative("a", "acme", fixture.Serves("growth", 1), fixture.Days("acme", "h2", 10)).Initiative("b", "acme", fixture.Days("acme", "h2", 30))
	th := portfolio.CoverageOf(basis(bare.Picture())).Themes
	if th.Reason != "no strategy is stated for h2" || len(th.Missing) != 1 {
		t.Errorf("themes = %q, missing %+v", th.Reason, th.Missing)
	}
	near(t, "share of the planned days", th.List[0].Planned, 0.25)
	stated := fixture.New(t).Half().Themes("growth").Unit("acme", "").Stated("acme", "h2", fixture.Shares{"growth": 1})
	if th := portfolio.CoverageOf(basis(stated.Picture())).Themes; th.Reason != "no days are planned in h2" {
		t.Errorf("themes = %q", th.Reason)
	}
}

func TestStrategyOfTheSmallestPeriod(t *testing.T) {
	o := store(t).Period("year", "2026-01-01", "2026-12-31").Stated("acme", "year", fixture.Shares{"later": 1})
	s := o.Picture()
	th := portfolio.CoverageOf(graph.BasisOf(s, s.Period("q3"))).Themes
	near(t, "of the half", th.List[0].Stated, 0.5)
	th = portfolio.CoverageOf(graph.BasisOf(s, s.Period("year"))).Themes
	near(t, "of the year", th.List[2].Stated, 1)
}

// Orphaned and linked work make all work.
func TestOrphanedNeverExceedsAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := fixture.New(t).Half().Themes("x").Unit("acme", "").Capacity("acme", "h2", 100)
		for n := range rapid.IntRange(0, 5).Draw(t, "initiatives") {
			var set []func(*graph.Initiative)
			if rapid.Bool().Draw(t, "linked") {
				set = append(set, fixture.Serves("x", rapid.Float64Range(0, 1).Draw(t, "share")))
			}
			o.Initiative(string(rune('a'+n)), "acme", set...)
			for w := range rapid.IntRange(0, 3).Draw(t, "work") {
				o.Work(string(rune('a'+n))+string(rune('0'+w)), "acme", string(rune('a'+n)), fixture.Size(float64(w)), fixture.Finished("2026-08-03"))
			}
		}
		w := portfolio.CoverageOf(basis(o.Picture())).OrphanedWork
		if w.Defined() && !(w.Value >= 0 && w.Value <= 1+1e-12) {
			t.Fatalf("orphaned = %v", w.Value)
		}
	})
}
