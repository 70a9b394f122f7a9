package diagnosis_test

import (
	"math"
	"slices"
	"testing"

	"throughline/change"
	"throughline/diagnosis"
	"throughline/generate"
	"throughline/graph"
	"throughline/intent"
)

// made is a made-up organisation with the key to what was planted in it.
func made(t *testing.T, seed uint64) (*graph.Basis, *intent.Cells, *generate.Key) {
	t.Helper()
	today := graph.On(2026, 9, 24)
	org, err := generate.New(generate.Options{Seed: seed, Today: today, Units: 40, Work: 20_000})
	if err != nil {
		t.Fatal(err)
	}
	b, n := graph.Empty().Edit(), int64(0)
	for d := range org.Drafts() {
		n++
		if err := change.Place(b, &d, n, d.Effective); err != nil {
			t.Fatal(err)
		}
	}
	s := b.Snapshot(today.End(), n)
	period := s.Period(org.Key().Period)
	return graph.BasisOf(s, period), intent.Read(s, period, intent.Options{}), org.Key()
}

// patients is an organisation's units with what was planted in each, "" for nothing, and what is found.
func patients(t *testing.T, seed uint64) (fault map[graph.UnitID]generate.Fault, found map[graph.UnitID]*diagnosis.Diagnosis) {
	t.Helper()
	basis, cells, key := made(t, seed)
	fault = make(map[graph.UnitID]generate.Fault)
	for _, p := range key.Planted {
		if p.Records[0] == p.Unit.Ref() || p.Records[0].Kind == graph.KindIntent {
			fault[p.Unit] = p.Fault
		}
	}
	found = make(map[graph.UnitID]*diagnosis.Diagnosis)
	for _, u := range cells.Units {
		found[u.ID] = diagnosis.Of(basis, cells, u.ID, diagnosis.UsualLimits())
	}
	return fault, found
}

// A unit that was made with little skill is told from one that was made to do other things than it was
// asked, and neither is seen where nothing was planted.
func TestTheVerdictFindsWhatWasPlanted(t *testing.T) {
	count := make(map[generate.Fault]int)
	for seed := range uint64(2) {
		fault, found := patients(t, 71+seed)
		for unit, d := range found {
			j, planted := d.Judge(), fault[unit]
			count[planted]++
			switch planted {
			case generate.SkillsProblem:
				if j.Verdict != diagnosis.CapabilityProblem || j.Busy || d.Capability.Value > .5 {
					t.Errorf("seed %d: %s lacks skill; it is found to have %s, capability %.2f, busy %v", 71+seed, unit, j.Verdict, d.Capability.Value, j.Busy)
				}
			case generate.AlignmentProblem, generate.BusyOffCourse:
				if j.Verdict != diagnosis.AlignmentProblem || !j.Busy {
					t.Errorf("seed %d: %s is busy with other things; it is found to have %s, busy %v", 71+seed, unit, j.Verdict, j.Busy)
				}
			case "":
				if j.Verdict == diagnosis.CapabilityProblem || j.Busy {
					t.Errorf("seed %d: nothing was planted in %s; it is found to have %s, busy %v", 71+seed, unit, j.Verdict, j.Busy)
				}
			}
		}
	}
	if count[generate.SkillsProblem] < 4 || count[generate.AlignmentProblem] < 4 || count[""] < 20 {
		t.Errorf("the planted are %v, want at least 4 of each and 20 without", count)
	}
}

// A unit that was made to wait loses more to coordination than those that were not.
func TestCoordinationFindsTheHeldUp(t *testing.T) {
	fault, found := patients(t, 81)
	var others, held []float64
	for unit, d := range found {
		switch fault[unit] {
		case generate.HeldUp:
			held = append(held, d.Coordination.Value)
		case "":
			others = append(others, d.Coordination.Value)
		}
	}
	slices.Sort(others)
	usual := others[len(others)/2]
	for _, c := range held {
		if c > usual-.1 {
			t.Errorf("a unit that was held up keeps %.2f of its time, others %.2f", c, usual)
		}
	}
	if len(held) < 2 {
		t.Errorf("%d units were held up, want at least 2", len(held))
	}
}

// In an organisation of thousands of items the verdict from tallies is that of drawing them item by item, to 10 % of the
// width of its interval.
func TestTheVerdictOfMany(t *testing.T) {
	basis, cells, _ := made(t, 73)
	exact := diagnosis.Of(basis, cells, "", diagnosis.UsualLimits())
	quick := diagnosis.TalliesAfter(nil, basis, diagnosis.UsualLimits()).Of(cells, "")
	if exact.N < 4_000 || exact.N != quick.N {
		t.Fatalf("%d items and %d: too few to tell", exact.N, quick.N)
	}
	e, q := exact.Judge(), quick.Judge()
	if e.Interval == nil || q.Interval == nil || e.Verdict != q.Verdict || e.Share != q.Share || *e.Interval == *q.Interval {
		t.Fatalf("item by item %+v %+v, from tallies %+v %+v", e, e.Interval, q, q.Interval)
	}
	if width := e.Interval.Hi - e.Interval.Lo; math.Abs(e.Interval.Lo-q.Interval.Lo) > 0.1*width || math.Abs(e.Interval.Hi-q.Interval.Hi) > 0.1*width {
		t.Errorf("item by item %+v, from tallies %+v", e.Interval, q.Interval)
	}
}
