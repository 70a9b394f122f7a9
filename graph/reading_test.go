package graph

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// Noting: whoever looks at records through a picture is told again when one of their kinds changed, and only then.
func TestAReaderIsKnownByWhatItLookedAt(t *testing.T) {
	s := pictureOf(On(2026, 2, 11), append(year(),
		&Theme{ID: "g", Name: "G"}, &Unit{ID: "a", Name: "A"}, &Outcome{ID: "o", Name: "O", Owner: "a"},
		&Initiative{ID: "i", Name: "I", State: Committed, Contributes: []Contribution{{Outcome: "o", Share: 1}}},
		&Work{ID: "w", Title: "W", Unit: "a", Initiative: "i", States: []Transition{{Finished, On(2026, 1, 9).Time().Unix()}}},
	)...)
	for name, c := range map[string]struct {
		look func(*Snapshot)
		want KindSet
	}{
		"nothing":              {func(*Snapshot) {}, 0},
		"one record":           {func(s *Snapshot) { s.Theme("g") }, KindsOf(KindTheme)},
		"one that is not":      {func(s *Snapshot) { s.Theme("none") }, KindsOf(KindTheme)},
		"a reference":          {func(s *Snapshot) { s.Record(Ref{KindUnit, "a"}) }, KindsOf(KindUnit)},
		"how many there are":   {func(s *Snapshot) { s.Count(KindOutcome) }, KindsOf(KindOutcome)},
		"all of a kind":        {func(s *Snapshot) { count(All[*Initiative](s)) }, KindsOf(KindInitiative)},
		"the work of a unit":   {func(s *Snapshot) { count(s.WorkIn("a", "")) }, KindsOf(KindWork)},
		"the work on one":      {func(s *Snapshot) { count(s.WorkOf("i", "")) }, KindsOf(KindWork)},
		"the running sums":     {func(s *Snapshot) { count(s.EffortIn("q1")) }, KindsOf(KindWork, KindPeriod)},
		"who mentions it":      {func(s *Snapshot) { count(Referrers[*Initiative](s, OutcomeID("o").Ref())) }, KindsOf(KindInitiative)},
		"whoever mentions it":  {func(s *Snapshot) { count(s.Mentioned(OutcomeID("o").Ref())) }, EveryKind()},
		"a kind there is none": {func(s *Snapshot) { s.Record(Ref{"nonsense", "a"}) }, 0},
	} {
		var seen KindSet
		c.look(s.Noting(&seen))
		if seen != c.want {
			t.Errorf("%s: %v were looked at, want %v", name, kindsIn(seen), kindsIn(c.want))
		}
	}
	var seen KindSet
	_ = s.Noting(&seen)
	if s.Theme("g"); seen != 0 {
		t.Error("looking at the picture itself is noted by its reader")
	}
}

// count walks a sequence to its end.
func count[T any](all func(func(T) bool)) (n int) {
	for range all {
		n++
	}
	return n
}

func kindsIn(s KindSet) []Kind {
	var out []Kind
	for _, k := range Kinds() {
		if s.Has(k.Kind) {
			out = append(out, k.Kind)
		}
	}
	return out
}

func TestKindSetsAreSets(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) (KindSet, map[Kind]bool) {
			in := make(map[Kind]bool)
			var list []Kind
			for range rapid.IntRange(0, 5).Draw(t, name) {
				k := Kinds()[rapid.IntRange(0, kindCount-1).Draw(t, "kind")].Kind
				in[k], list = true, append(list, k)
			}
			return KindsOf(append(list, "nonsense")...), in
		}
		a, inA := draw("a")
		b, inB := draw("b")
		meets := false
		for _, k := range Kinds() {
			x, y := inA[k.Kind], inB[k.Kind]
			meets = meets || x && y
			if a.Has(k.Kind) != x || a.With(b).Has(k.Kind) != (x || y) || a.Without(b).Has(k.Kind) != (x && !y) || !EveryKind().Has(k.Kind) {
				t.Fatalf("%s is wrong in %v and %v", k.Kind, kindsIn(a), kindsIn(b))
			}
		}
		if a.Meets(b) != meets || a.Has("nonsense") {
			t.Fatalf("%v meets %v: %v", kindsIn(a), kindsIn(b), a.Meets(b))
		}
	})
}

// TestDifferingNamesWhateverDiffers: an initiative that Differing leaves out has the same record, serves the same, and has
// the same days of plan and of work in both bases.
func TestDifferingNamesWhateverDiffers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := pictureOf(On(2026, 2, 11), year()...)
		before := BasisOf(s, s.Period("q1"))
		for step := range int64(rapid.IntRange(1, 4).Draw(t, "steps")) {
			b := s.Edit()
			for _, r := range genPlan(t) {
				b.Put(WithStamp(r, Stamp{1, step + 2, step + 2}))
			}
			s = b.Snapshot(On(2026, 2, 11).Time().Add(time.Duration(step)), step+2)
		}
		after := BasisAfter(before, s, s.Period("q1"))
		differ := after.Differing(before)
		if !slices.IsSorted(differ) || len(slices.Compact(slices.Clone(differ))) != len(differ) {
			t.Fatalf("Differing = %v, not each once in order", differ)
		}
		if back := before.Differing(after); !slices.Equal(back, differ) {
			t.Fatalf("seen from there %v differ, from here %v", back, differ)
		}
		for _, id := range []InitiativeID{"w", "x", "y", "z"} {
			if slices.Contains(differ, id) {
				continue
			}
			if d := cmp.Diff(tell(before, id), tell(after, id)); d != "" {
				t.Fatalf("%s is not among %v (-before +after):\n%s", id, differ, d)
			}
		}
	})
}

// told is what a basis tells of one initiative.
type told struct {
	There   bool
	Stamp   Stamp
	Serves  map[ThemeID]float64
	Planned float64
	Current bool
	Work    LineWork
}

func tell(b *Basis, id InitiativeID) told {
	line := b.Lines.Of(id)
	if line == b.Lines.Unlinked() {
		return told{}
	}
	out := told{There: true, Stamp: b.Lines.Initiatives[line].Stamp(), Serves: make(map[ThemeID]float64)}
	columns, shares := b.Lines.Columns(line)
	for n, k := range columns {
		theme := ThemeID("")
		if int(k) < b.Lines.Sight.Unlinked() {
			theme = b.Lines.Sight.Themes[k].ID
		}
		out.Serves[theme] += shares[n]
	}
	out.Planned, out.Current, out.Work = b.PlannedOn(line), b.Stands(line, Current), b.WorkOn(line)
	return out
}

// The plan by unit, by line and item by item are one plan; so is the work.
func TestTheSumsOfABasisAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := pictureOf(On(2026, 2, 11), year()...).Edit()
		for n, r := range append(genPlan(t), genPlan(t)...) {
			b.Put(WithStamp(r, Stamp{1, int64(n + 2), int64(n + 2)}))
		}
		s := b.Snapshot(On(2026, 2, 11).Time(), 99)
		x := BasisOf(s, s.Period(rapid.SampledFrom([]PeriodID{"q1", "h1"}).Draw(t, "period")))
		byLine, byUnit := make(map[int32]float64), make(map[UnitID]float64)
		for _, p := range x.Plan {
			byLine[p.Line] += p.Days
			if x.Lines.Is(p.Line, IsPlanned) {
				byUnit[p.Unit] += p.Days
			}
		}
		for line := range x.Lines.Initiatives {
			same(t, "planned on a line", x.PlannedOn(int32(line)), byLine[int32(line)])
		}
		for u, days := range byUnit {
			plan, ok := x.PlanOf(u)
			if !ok {
				t.Fatalf("%s has %v days and no plan", u, days)
			}
			same(t, "firm days of a unit", plan.Firm, days)
			same(t, "its days by theme", sum(plan.ByTheme), days)
		}
		worked := make(map[int32]float64)
		for n := range x.Work {
			w := &x.Work[n]
			days := 0.0
			for _, p := range w.Parts {
				worked[p.Line] += p.Days
				days += p.Days
			}
			same(t, "days of a unit's work", w.Days, days)
			same(t, "its days by theme", sum(w.ByTheme), days)
		}
		for line := range x.Lines.Unlinked() + 1 {
			same(t, "work on a line", x.WorkOn(line).Days, worked[line])
		}
		if _, ok := x.PlanOf("nobody"); ok {
			t.Fatal("a unit that is not there has a plan")
		}
	})
}

func same(t *rapid.T, what string, got, want float64) {
	if math.Abs(got-want) > 1e-9*max(1, math.Abs(want)) {
		t.Fatalf("%s: %v, want %v", what, got, want)
	}
}

func sum(list []float64) (total float64) {
	for _, x := range list {
		total += x
	}
	return total
}

// Whatever is left out of a picture, the rest is what a picture made without it holds, sums and mentions included.
func TestAPictureOmittingRecordsIsOneMadeWithoutThem(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		records := year()
		for range 3 {
			records = append(records, genPlan(t)...)
		}
		full := pictureOf(On(2026, 2, 11), records...)
		gone := make(map[Ref]bool)
		for _, id := range []InitiativeID{"w", "x", "y", "z"} {
			if rapid.Bool().Draw(t, "gone "+string(id)) && full.Initiative(id) != nil {
				gone[id.Ref()] = true
				for w := range full.WorkOf(id, "") {
					gone[w.Ref()] = true
				}
			}
		}
		got := full.Omitting(gone)
		if len(gone) == 0 && got != full {
			t.Fatal("a picture that omits nothing was copied")
		}
		want := Empty().Edit()
		for _, k := range Kinds() {
			for r := range full.Records(k.Kind, "") {
				if !gone[r.Ref()] {
					want.Put(Without(r, func(r Ref) bool { return gone[r] }))
				}
			}
		}
		if d := cmp.Diff(everything(want.Snapshot(full.AsOf(), full.Position())), everything(got)); d != "" {
			t.Fatalf("without %v (-made without +omitting):\n%s", gone, d)
		}
		for r := range gone {
			if _, was := got.Stamp(r); was {
				t.Fatalf("%s can be told to have been there", r)
			}
			for from := range got.Mentioned(r) {
				t.Fatalf("%s still mentions %s", from, r)
			}
		}
	})
}

// everything is what can be read from a picture: its records, who mentions whom, the running sums.
func everything(s *Snapshot) map[string]any {
	out := make(map[string]any)
	for _, k := range Kinds() {
		for r := range s.Records(k.Kind, "") {
			out[r.Ref().String()] = Mentions(r)
			for from := range s.Mentioned(r.Ref()) {
				out[r.Ref().String()+" by "+from.String()] = true
			}
		}
	}
	for p := range All[*Period](s) {
		for e := range s.EffortIn(p.ID) {
			out["effort "+string(e.Period)+" "+string(e.Unit)+" "+string(e.Initiative)] = e
		}
	}
	return out
}

func TestIsTheSameRecordsAtTheSameMoment(t *testing.T) {
	s := pictureOf(On(2026, 2, 11), &Theme{ID: "g", Name: "G"})
	later := s.As(s.AsOf().Add(time.Hour))
	b := s.Edit()
	b.Put(WithStamp(&Theme{ID: "g", Name: "H"}, Stamp{2, 2, 2}))
	changed := b.Snapshot(s.AsOf(), 2)
	for name, c := range map[string]struct {
		o    *Snapshot
		want bool
	}{"itself": {s, true}, "as of the same moment": {s.As(s.AsOf()), true}, "an hour later": {later, false}, "changed": {changed, false}} {
		if s.Is(c.o) != c.want {
			t.Errorf("%s: %v, want %v", name, !c.want, c.want)
		}
	}
}
