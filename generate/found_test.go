package generate

import (
	"math"
	"testing"

	"throughline/decision"
	"throughline/dependency"
	"throughline/graph"
	"throughline/portfolio"
)

// made is an organisation with its present picture, and the one at the lock of the present half.
func made(t *testing.T, o Options) (org *Organisation, now, locked *graph.Snapshot) {
	t.Helper()
	org, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	now = fold(t, org)
	for b := range graph.All[*graph.Baseline](now) {
		if b.Period == org.Key().Period {
			return org, now, placed(t, org, b.At)
		}
	}
	return org, now, nil
}

// refs is the first record of each misalignment of a sort.
func refs(list []Planted) map[graph.Ref]bool {
	out := make(map[graph.Ref]bool)
	for _, p := range list {
		out[p.Records[0]] = true
	}
	return out
}

func TestDriftFindsWhatWasMoved(t *testing.T) {
	for _, o := range []Options{
		{Seed: 31, Today: today},
		{Seed: 32, Today: today, Units: 60, Initiatives: 300, Work: 2000},
		{Seed: 33, Today: graph.On(2027, 5, 3), Units: 9, Themes: 3},
	} {
		org, now, locked := made(t, o)
		key := org.Key()
		d := portfolio.DriftBetween(locked, now, portfolio.Scope{Period: now.Period(key.Period)})
		for _, c := range []struct {
			what      string
			got, want float64
		}{
			{"locked", d.Totals.Base, key.Locked},
			{"cut", d.Totals.Cut, key.Cut},
			{"moved", d.Totals.Moved, key.Moved},
			{"added", d.Totals.Added, key.Added},
			{"planned", d.Totals.Plan, key.Planned},
		} {
			if math.Abs(c.got-c.want) > 1e-6*max(c.want, 1) {
				t.Errorf("seed %d: %.3f days %s, want %.3f", o.Seed, c.got, c.what, c.want)
			}
		}
		drift, intrusion := key.Drift()
		if math.Abs(d.Value-drift) > 1e-9 || drift == 0 {
			t.Errorf("seed %d: drift %.6f, want %.6f, above 0", o.Seed, d.Value, drift)
		}
		if intrusion <= 0 || intrusion >= 1 {
			t.Errorf("seed %d: intrusion %.3f", o.Seed, intrusion)
		}
		changed := make(map[graph.Ref]bool)
		for _, r := range d.Rows {
			if r.Changed() > 1e-9 {
				changed[r.Initiative.Ref()] = true
			}
		}
		planted := 0
		for _, f := range []Fault{CutAfterLock, AddedAfterLock, MovedAfterLock} {
			for ref := range refs(key.Of(f)) {
				planted++
				if !changed[ref] {
					t.Errorf("seed %d: %s (%s) is not seen to have changed", o.Seed, ref, f)
				}
			}
		}
		if planted != len(changed) {
			t.Errorf("seed %d: %d initiatives changed, want the %d that were planted", o.Seed, len(changed), planted)
		}
	}
}

// A change happens on the day the key tells: the day before it is not there.
func TestChangesHappenOnTheirDay(t *testing.T) {
	org, _, _ := made(t, Options{Seed: 34, Today: today})
	for _, p := range org.Key().Of(AddedAfterLock) {
		id := p.Records[0]
		if before := placed(t, org, (p.On - 1).End()); before.Record(id) != nil {
			t.Errorf("%s is there before %s", id, p.On)
		}
		if then := placed(t, org, p.On.End()); then.Record(id) == nil {
			t.Errorf("%s is not there on %s", id, p.On)
		}
	}
	for _, p := range org.Key().Of(CutAfterLock) {
		before, then := placed(t, org, (p.On-1).End()), placed(t, org, p.On.End())
		id := p.Records[0].ID
		if a, b := before.Initiative(graph.InitiativeID(id)).State, then.Initiative(graph.InitiativeID(id)).State; a == graph.Stopped || b != graph.Stopped {
			t.Errorf("%s went from %s to %s on %s, want it stopped that day", id, a, b, p.On)
		}
	}
}

func TestDemandFindsTheOverplanned(t *testing.T) {
	org, now, _ := made(t, Options{Seed: 35, Today: today, Units: 40})
	half := now.Period(org.Key().Period)
	d := portfolio.DemandOn(graph.BasisOf(now, half), []*graph.Period{half})
	over := org.Key().Of(Overplanned)
	if len(over) < 2 {
		t.Fatalf("%d units were planned over their capacity, want at least 2", len(over))
	}
	for _, p := range over {
		if got := d.Result(p.Unit, half.ID); math.Abs(got.Value-p.Value) > 1e-6 || p.Value < 1.1 {
			t.Errorf("the demand on %s is %.6f, want %.6f, well over 1", p.Unit, got.Value, p.Value)
		}
	}
	for _, p := range org.Key().Of(Underplanned) {
		if got := d.Result(p.Unit, half.ID); got.Value >= 1 {
			t.Errorf("the demand on %s is %.3f, want below 1", p.Unit, got.Value)
		}
	}
}

func TestCoverageFindsTheOrphans(t *testing.T) {
	for _, o := range []Options{{Seed: 36, Today: today, Work: 3000}, {Seed: 37, Today: today, Units: 60, Themes: 8, Outcomes: 70, Work: 3000}, {Seed: 38, Today: today, Clean: true}} {
		org, now, _ := made(t, o)
		key := org.Key()
		cover := portfolio.CoverageOf(graph.BasisOf(now, now.Period(key.Period)))
		found := make(map[graph.Ref]bool)
		for _, i := range cover.OrphanedInitiatives.List {
			found[i.Initiative.Ref()] = true
		}
		same(t, o.Seed, "orphaned initiatives", found, refs(key.Of(OrphanInitiative)))
		idle := make(map[graph.Ref]bool)
		for _, out := range cover.IdleOutcomes {
			idle[out.Outcome.Ref()] = true
		}
		same(t, o.Seed, "idle outcomes", idle, refs(key.Of(IdleOutcome)))
		starved := make(map[graph.Ref]bool)
		for _, th := range cover.Themes.List {
			if th.Starved {
				starved[th.Theme.Ref()] = true
			}
		}
		same(t, o.Seed, "starved themes", starved, refs(key.Of(StarvedTheme)))
		for _, p := range key.Of(StarvedTheme) {
			for _, th := range cover.Themes.List {
				if th.Theme.ID == p.Theme && math.Abs(th.Planned/th.Stated-p.Value) > 1e-6 {
					t.Errorf("seed %d: %s has %.6f of what was stated, want %.6f", o.Seed, p.Theme, th.Planned/th.Stated, p.Value)
				}
			}
		}
	}
}

func same(t *testing.T, seed uint64, what string, got, want map[graph.Ref]bool) {
	t.Helper()
	for ref := range want {
		if !got[ref] {
			t.Errorf("seed %d: %s was planted and is not among the %s", seed, ref, what)
		}
	}
	for ref := range got {
		if !want[ref] {
			t.Errorf("seed %d: %s is among the %s and was not planted", seed, ref, what)
		}
	}
}

func TestDecisionsAndDependenciesAreFound(t *testing.T) {
	org, now, _ := made(t, Options{Seed: 39, Today: today, Decisions: 90, Dependencies: 120})
	key := org.Key()
	nobody, several, silent := make(map[graph.Ref]bool), make(map[graph.Ref]bool), make(map[graph.Ref]bool)
	for d := range graph.All[*graph.Decision](now) {
		switch decision.CourseOf(d, now.Today(), decision.UsualLimit) {
		case decision.NobodyDecides:
			nobody[d.Ref()] = true
		case decision.SeveralDecide:
			several[d.Ref()] = true
		}
	}
	same(t, 39, "decisions that nobody makes", nobody, refs(key.Of(NoDecider)))
	same(t, 39, "decisions that several make", several, refs(key.Of(ManyDeciders)))
	for _, th := range dependency.All(now) {
		if th.Answered == 0 && th.Asked != 0 && th.Age > dependency.PatienceDays {
			silent[th.Dependency.Ref()] = true
		}
	}
	same(t, 39, "unanswered dependencies", silent, refs(key.Of(UnansweredAsk)))
	if len(nobody) < 5 || len(several) < 5 || len(silent) < 5 {
		t.Errorf("%d, %d and %d were planted, want at least 5 of each", len(nobody), len(several), len(silent))
	}
}
