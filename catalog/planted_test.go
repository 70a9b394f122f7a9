package catalog

import (
	"math"
	"slices"
	"testing"
	"time"

	"throughline/change"
	"throughline/finding"
	"throughline/generate"
	"throughline/graph"
)

// made is a generated organisation as it stands today, and the plan locks of its present half.
func made(t testing.TB, o generate.Options) (*generate.Organisation, *graph.Snapshot, []finding.Lock) {
	t.Helper()
	org, err := generate.New(o)
	if err != nil {
		t.Fatal(err)
	}
	now := placed(t, org, o.Today.End())
	var locks []finding.Lock
	for b := range graph.All[*graph.Baseline](now) {
		if b.Period == org.Key().Period {
			locks = append(locks, finding.Lock{Baseline: b, Then: placed(t, org, b.At)})
		}
	}
	return org, now, locks
}

// placed is the picture of a generated organisation at a moment.
func placed(t testing.TB, org *generate.Organisation, until time.Time) *graph.Snapshot {
	t.Helper()
	b := graph.Empty().Edit()
	position := int64(0)
	for d := range org.Drafts() {
		if d.Effective.After(until) {
			break
		}
		position++
		if err := change.Place(b, &d, position, d.Effective); err != nil {
			t.Fatal(err)
		}
	}
	return b.Snapshot(until, position)
}

// seen says which checks must find a planted misalignment, and how well.
type seen struct {
	fault generate.Fault
	codes []string // at least one of them finds it
	// only says that these checks find nothing that was not planted.
	only bool
	// days says that the finding has the days of the plant.
	days bool
}

func seens() []seen {
	return []seen{
		{generate.ReadsDifferently, []string{"INT001"}, false, false},
		{generate.AlignmentProblem, []string{"INT001"}, false, false},
		{generate.BusyOffCourse, []string{"INT011"}, false, false},
		{generate.Unfunded, []string{"INT003"}, false, true},
		{generate.Overplanned, []string{"POR005"}, true, true},
		{generate.OrphanedWork, []string{"POR013"}, false, false},
		{generate.CascadeLoss, []string{"CAS002"}, true, true},
		{generate.StarvedTheme, []string{"POR012"}, true, true},
		{generate.OrphanInitiative, []string{"POR001"}, true, true},
		{generate.IdleOutcome, []string{"OUT006"}, true, false},
		{generate.NoDecider, []string{"DEC001"}, true, false},
		{generate.ManyDeciders, []string{"DEC002"}, true, false},
		{generate.AddedAfterLock, []string{"HIS002"}, true, true},
		{generate.CutAfterLock, []string{"HIS003"}, true, true},
		{generate.MovedAfterLock, []string{"HIS004"}, true, true},
		{generate.UnansweredAsk, []string{"DEP001", "DEP006"}, false, false},
	}
}

// TestWhatWasPlantedIsFound: of every misalignment that was planted there is a finding on its record, and
// of the sorts that nothing else can look like, no finding that was not planted.
func TestWhatWasPlantedIsFound(t *testing.T) {
	for _, o := range []generate.Options{
		{Seed: 5, Today: graph.On(2026, 9, 24)},
		{Seed: 32, Today: graph.On(2026, 9, 24), Units: 40, Initiatives: 300},
		{Seed: 33, Today: graph.On(2027, 5, 3), Units: 12, Themes: 4},
	} {
		org, now, locks := made(t, o)
		found := finding.Run(Checks(), now, now.Period(org.Key().Period), locks)
		for _, s := range seens() {
			s.hold(t, o.Seed, org.Key().Of(s.fault), now, found)
		}
	}
}

// hold compares what was planted with what was found.
func (s seen) hold(t *testing.T, seed uint64, planted []generate.Planted, now *graph.Snapshot, found []*finding.Finding) {
	t.Helper()
	mine := slices.DeleteFunc(slices.Clone(found), func(f *finding.Finding) bool { return !slices.Contains(s.codes, f.Check.Code) })
	for _, p := range planted {
		n := slices.IndexFunc(mine, func(f *finding.Finding) bool {
			return f.Records[0] == p.Records[0] && (p.Theme == "" || f.Theme == "" || f.Theme == p.Theme)
		})
		switch {
		case n < 0 && !idle(now, p.Records[0]):
			t.Errorf("seed %d: %s is not found: %s", seed, s.fault, p.Sentence)
		case n >= 0 && s.days && math.Abs(mine[n].Days-p.Days) > 1e-6*max(1, p.Days):
			t.Errorf("seed %d: %s costs %.6f days, want %.6f: %s", seed, s.fault, mine[n].Days, p.Days, mine[n].Sentence)
		}
	}
	for _, f := range mine {
		if s.only && !slices.ContainsFunc(planted, func(p generate.Planted) bool { return p.Records[0] == f.Records[0] }) {
			t.Errorf("seed %d: %s was not planted: %s", seed, f.Key(), f.Sentence)
		}
	}
}

// idle reports whether the record is a dependency of an initiative that is not in the plan, or not any
// more: it costs nothing now.
func idle(now *graph.Snapshot, r graph.Ref) bool {
	d := graph.Find[*graph.Dependency](now, r.ID)
	if r.Kind != graph.KindDependency || d == nil {
		return false
	}
	i := now.Initiative(d.Initiative)
	return i != nil && !i.State.Demand()
}

// TestNothingPlantedNothingFound: where nothing was planted, none of these is found.
func TestNothingPlantedNothingFound(t *testing.T) {
	for _, seed := range []uint64{1, 2} {
		org, now, locks := made(t, generate.Options{Seed: seed, Today: graph.On(2026, 9, 24), Clean: true})
		for _, f := range finding.Run(Checks(), now, now.Period(org.Key().Period), locks) {
			for _, s := range seens() {
				if slices.Contains(s.codes, f.Check.Code) {
					t.Errorf("seed %d: %s: %s", seed, f.Key(), f.Sentence)
				}
			}
		}
	}
}
