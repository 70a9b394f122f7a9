package graph

import (
	"fmt"
	"iter"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func at(n int) Stamp { return Stamp{Version: 1, Position: int64(n), Effective: int64(n)} }

func theme(id string) Record { return &Theme{ID: ThemeID(id), Name: id} }

func refs(ids ...string) []Ref {
	var out []Ref
	for _, id := range ids {
		out = append(out, ThemeID(id).Ref())
	}
	return out
}

func TestSinceTellsWhatWasTouched(t *testing.T) {
	one := pictureOf(On(2026, 1, 1), theme("a"))
	b := one.Edit()
	b.Put(WithStamp(theme("c"), at(2)))
	b.Put(WithStamp(theme("b"), at(3)))
	b.Put(WithStamp(theme("b"), at(4)))
	two := b.Snapshot(one.AsOf(), 4)
	b = two.Edit()
	b.Remove(ThemeID("a").Ref(), at(5))
	three := b.Snapshot(one.AsOf(), 5)
	b = two.Edit()
	b.Put(WithStamp(theme("d"), at(5)))
	aside := b.Snapshot(one.AsOf(), 5)
	for name, c := range map[string]struct {
		from, to *Snapshot
		want     []Ref
		ok       bool
	}{
		"one step":         {one, two, refs("b", "c"), true},
		"two steps":        {one, three, refs("a", "b", "c"), true},
		"the second step":  {two, three, refs("a"), true},
		"the same":         {two, two, nil, true},
		"at another hour":  {two, two.As(two.AsOf().Add(time.Hour)), nil, true},
		"from a later day": {two.As(two.AsOf().Add(time.Hour)), three, refs("a"), true},
		"backwards":        {three, two, nil, false},
		"another branch":   {three, aside, nil, false},
		"a common root":    {one, aside, refs("b", "c", "d"), true},
	} {
		got, ok := c.to.Since(c.from)
		if d := cmp.Diff(c.want, got); d != "" || ok != c.ok {
			t.Errorf("%s: ok is %v, want %v (-want +got):\n%s", name, ok, c.ok, d)
		}
	}
}

func TestTakenBackIsTouchedToo(t *testing.T) {
	one := pictureOf(On(2026, 1, 1), theme("a"))
	b := one.Edit()
	b.Mark()
	b.Remove(ThemeID("a").Ref(), at(2))
	b.Rollback()
	two := b.Snapshot(one.AsOf(), 2)
	if got, ok := two.Since(one); !ok || !slices.Equal(got, refs("a")) {
		t.Errorf("Since = %v, %v", got, ok)
	}
}

// TestTheTrailIsBounded: a picture remembers only so much of its way, and forgets a great change at once.
func TestTheTrailIsBounded(t *testing.T) {
	first := pictureOf(On(2026, 1, 1))
	s, near := first, first
	for n := range 3 * mostTrailed {
		b := s.Edit()
		b.Put(WithStamp(theme("a"), at(n+2)))
		s = b.Snapshot(first.AsOf(), int64(n+2))
		if n == 3*mostTrailed-20 {
			near = s
		}
	}
	held := 0
	for _, l := range s.trail {
		held += len(l.refs) + 1
	}
	if _, ok := s.Since(first); ok || held > mostTrailed {
		t.Errorf("the trail holds %d references, and leads back to the beginning: %v", held, ok)
	}
	if got, ok := s.Since(near); !ok || len(got) != 1 {
		t.Errorf("Since = %v, %v, want the one theme", got, ok)
	}
	b := s.Edit()
	for n := range mostTrailed + 1 {
		b.Put(WithStamp(theme(fmt.Sprint("t", n)), at(n)))
	}
	if much := b.Snapshot(first.AsOf(), 1); len(much.trail) > 0 {
		t.Errorf("a change of %d records leaves a trail of %d legs", mostTrailed+1, len(much.trail))
	}
	if made := new(Assembly).Snapshot(first.AsOf(), 1); len(made.trail) > 0 {
		t.Error("a picture made at once leaves a trail")
	}
}

// TestSinceLeavesNothingOut: whatever happened on the way, a record that Since does not name is the same.
func TestSinceLeavesNothingOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := pictureOf(On(2026, 2, 11), year()...)
		s := from
		for step := range int64(rapid.IntRange(0, 5).Draw(t, "steps")) {
			b := s.Edit()
			for _, r := range genPlan(t) {
				if b.Mark(); rapid.Bool().Draw(t, "remove") {
					b.Remove(r.Ref(), Stamp{1, step + 2, step + 2})
				} else {
					b.Put(WithStamp(r, Stamp{1, step + 2, step + 2}))
				}
				if rapid.IntRange(0, 3).Draw(t, "take back") == 0 {
					b.Rollback()
				}
			}
			s = b.Snapshot(from.AsOf(), step+2)
		}
		named, ok := s.Since(from)
		if !ok {
			t.Fatal("the way is forgotten")
		}
		for _, k := range Kinds() {
			for _, pair := range [][2]*Snapshot{{from, s}, {s, from}} {
				for r := range pair[0].Records(k.Kind, "") {
					if pair[1].Record(r.Ref()) != r && !slices.Contains(named, r.Ref()) {
						t.Fatalf("%s changed, and is not named", r.Ref())
					}
				}
			}
		}
	})
}

func drain[T any](list iter.Seq[T]) {
	for range list {
		continue
	}
}

// TestNoting: whoever reads through a noting picture is known by the kinds read, and nobody else is.
func TestNoting(t *testing.T) {
	s := pictureOf(On(2026, 2, 11), append(year(), theme("a"), &Work{ID: "w", Unit: "u"}, &Initiative{ID: "i", Owner: "u", State: Likely})...)
	for name, c := range map[string]struct {
		read func(*Snapshot)
		want KindSet
	}{
		"nothing":   {func(s *Snapshot) { s.Today() }, 0},
		"a record":  {func(s *Snapshot) { s.Theme("a") }, KindsOf(KindTheme)},
		"no record": {func(s *Snapshot) { s.Unit("none") }, KindsOf(KindUnit)},
		"a number":  {func(s *Snapshot) { s.Count(KindWaiver) }, KindsOf(KindWaiver)},
		"all":       {func(s *Snapshot) { drain(All[*Person](s)) }, KindsOf(KindPerson)},
		"who mentions": {
			func(s *Snapshot) { drain(Referrers[*Decision](s, UnitID("u").Ref())) }, KindsOf(KindDecision),
		},
		"whoever mentions": {func(s *Snapshot) { drain(s.Mentioned(UnitID("u").Ref())) }, EveryKind()},
		"a version":        {func(s *Snapshot) { s.Number(LaneID("none").Ref()) }, KindsOf(KindLane)},
		"a stamp":          {func(s *Snapshot) { s.Stamp(LaneID("none").Ref()) }, KindsOf(KindLane)},
		"work of":          {func(s *Snapshot) { drain(s.WorkOf("i", "")) }, KindsOf(KindWork)},
		"work in":          {func(s *Snapshot) { drain(s.WorkIn("u", "")) }, KindsOf(KindWork)},
		"effort":           {func(s *Snapshot) { drain(s.EffortIn("q1")) }, KindsOf(KindWork, KindPeriod)},
		"effort of":        {func(s *Snapshot) { drain(s.EffortOf("q1", "u")) }, KindsOf(KindWork, KindPeriod)},
		"calendar":         {func(s *Snapshot) { CalendarOf(s) }, KindsOf(KindPeriod)},
		"tree":             {func(s *Snapshot) { TreeOf(s, 0) }, KindsOf(KindUnit)},
		"rooms":            {func(s *Snapshot) { Rooms(s, s.Period("q1").Span()) }, KindsOf(KindPeriod, KindCapacity)},
		"sight":            {func(s *Snapshot) { SightOf(s) }, KindsOf(KindTheme, KindOutcome)},
		"seen later":       {func(s *Snapshot) { s.As(s.AsOf().Add(time.Hour)).Theme("a") }, KindsOf(KindTheme)},
		"built upon":       {func(s *Snapshot) { s.Edit().Current().Theme("a") }, 0},
	} {
		var seen KindSet
		if c.read(s.Noting(&seen)); seen != c.want {
			t.Errorf("%s: noted %b, want %b", name, seen, c.want)
		}
		if seen = 0; s.seen != nil {
			t.Fatal("the picture itself notes")
		}
		if c.read(s); seen != 0 {
			t.Errorf("%s: another reader is noted", name)
		}
	}
}

func TestKindSets(t *testing.T) {
	a, b := KindsOf(KindTheme, KindUnit), KindsOf(KindUnit, KindWork)
	if !a.Has(KindTheme) || a.Has(KindWork) || !a.Meets(b) || a.Meets(KindsOf(KindWork)) || KindsOf("weather") != 0 {
		t.Errorf("sets %b and %b", a, b)
	}
	if a.With(b) != KindsOf(KindTheme, KindUnit, KindWork) || a.Without(b) != KindsOf(KindTheme) {
		t.Errorf("together %b, one without the other %b", a.With(b), a.Without(b))
	}
	for _, k := range Kinds() {
		if !EveryKind().Has(k.Kind) {
			t.Errorf("%s is no kind of all kinds", k.Kind)
		}
	}
}
