package graph

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// TestQuestionsAreAnsweredAsASlowWalkWould holds every index of a picture against a walk over all records.
func TestQuestionsAreAnsweredAsASlowWalkWould(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := build(genVersions(t))
		var all []Record
		for _, k := range Kinds() {
			n := 0
			for r := range s.Records(k.Kind, "") {
				all = append(all, r)
				n++
			}
			if n != s.Count(k.Kind) {
				t.Fatalf("Count(%s) = %d of %d", k.Kind, s.Count(k.Kind), n)
			}
		}
		for _, u := range []UnitID{"", "a", "b"} {
			from := WorkID(rapid.SampledFrom([]string{"", "w2", "w9"}).Draw(t, "from"))
			want := workWhere(all, from, func(w *Work) bool { return w.Unit == u })
			if got := slices.Collect(s.WorkIn(u, from)); !slices.Equal(got, want) {
				t.Fatalf("WorkIn(%s, %s) = %v, want %v", u, from, got, want)
			}
		}
		for _, i := range []InitiativeID{"", "x", "y"} {
			from := WorkID(rapid.SampledFrom([]string{"", "w3"}).Draw(t, "from"))
			want := workWhere(all, from, func(w *Work) bool { return w.Initiative == i })
			if got := slices.Collect(s.WorkOf(i, from)); !slices.Equal(got, want) {
				t.Fatalf("WorkOf(%s, %s) = %v, want %v", i, from, got, want)
			}
		}
		for _, to := range []Ref{{KindUnit, "a"}, {KindUnit, "b"}, {KindPeriod, "p"}, {KindInitiative, "x"}} {
			if got, want := slices.Collect(s.Mentioned(to)), mentionedBy(all, to); !slices.Equal(got, want) {
				t.Fatalf("Mentioned(%s) = %v, want %v", to, got, want)
			}
		}
	})
}

func workWhere(all []Record, from WorkID, keep func(*Work) bool) []*Work {
	var out []*Work
	for _, r := range all {
		if w, ok := r.(*Work); ok && w.ID >= from && keep(w) {
			out = append(out, w)
		}
	}
	return out
}

// mentionedBy is what mentions the record, work left out, by kind and id.
func mentionedBy(all []Record, to Ref) []Ref {
	var out []Ref
	for _, r := range all {
		names := slices.ContainsFunc(Mentions(r), func(m Mention) bool { return m.To == to })
		if _, work := r.(*Work); names && !work {
			out = append(out, r.Ref())
		}
	}
	slices.SortFunc(out, Ref.Compare)
	return out
}

func TestEffortByUnitIsThatOfThePeriod(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := build(genVersions(t))
		for p := range All[*Period](s) {
			var whole, byUnit, together []Effort
			for e := range s.EffortIn(p.ID) {
				whole = append(whole, e)
			}
			units := make(map[UnitID]bool)
			for all, parts := range s.UnitEffort(p.ID) {
				sum := Effort{Unit: all.Unit, Period: p.ID}
				for _, e := range parts {
					sum = sum.Plus(e)
				}
				if sum != all || units[all.Unit] {
					t.Fatalf("the whole of %q is %+v, its parts sum to %+v", all.Unit, all, sum)
				}
				units[all.Unit] = true
				together = append(together, parts...)
				for e := range s.EffortOf(p.ID, all.Unit) {
					byUnit = append(byUnit, e)
				}
			}
			if diff := cmp.Diff(whole, together); diff != "" {
				t.Fatalf("unit by unit:\n%s", diff)
			}
			if diff := cmp.Diff(whole, byUnit); diff != "" {
				t.Fatalf("asked for each unit:\n%s", diff)
			}
			for u := range units {
				items := 0
				for c := range s.CountedIn(p, u) {
					items++
					if c.Work.Unit != u {
						t.Fatalf("%s counts for %q", c.Work.ID, u)
					}
				}
				var want int64
				for e := range s.EffortOf(p.ID, u) {
					want += e.Items
				}
				if int64(items) != want {
					t.Fatalf("%d items count for %q, the sums say %d", items, u, want)
				}
			}
		}
	})
}

func TestAPictureIsLookedUpByTypeAndByRef(t *testing.T) {
	s := pictureOf(On(2026, 9, 24), organisation()...)
	if u := Find[*Unit](s, "core"); u == nil || u != s.Unit("core") || Record(u) != s.Record(Ref{KindUnit, "core"}) {
		t.Errorf("the unit is found as %v", u)
	}
	if s.Theme("grow") == nil || s.Person("ana") == nil || s.Outcome("out") == nil || s.Initiative("i") == nil || s.Period("h2") == nil {
		t.Error("a record that is there is not found")
	}
	if s.Unit("grow") != nil || Find[*Theme](s, "core") != nil || s.Record(Ref{KindTheme, "core"}) != nil {
		t.Error("a record was found under another kind")
	}
	for _, none := range []Ref{{}, {"okr", "core"}, {KindUnit, ""}, {KindUnit, "cor"}} {
		if r := s.Record(none); r != nil {
			t.Errorf("%q names %v", none, r)
		}
		if _, found := s.Stamp(none); found {
			t.Errorf("%q has a stamp", none)
		}
	}
	if s.Count("okr") != 0 || len(slices.Collect(s.Records("okr", ""))) != 0 {
		t.Error("there are records of a kind that is none")
	}
}

func TestRecordsGoOnFromAnID(t *testing.T) {
	s := pictureOf(On(2026, 9, 24), &Theme{ID: "a"}, &Theme{ID: "b"}, &Theme{ID: "d"})
	for from, want := range map[string]string{"": "abd", "b": "bd", "c": "d", "e": ""} {
		var got strings.Builder
		for r := range s.Records(KindTheme, from) {
			got.WriteString(r.Ref().ID)
		}
		if got.String() != want {
			t.Errorf("from %q: %s, want %s", from, got.String(), want)
		}
	}
	for r := range s.Records(KindTheme, "") { // a reader may leave
		if r.Ref().ID != "a" {
			t.Errorf("the first is %s", r.Ref())
		}
		break
	}
}

func TestReferrersAreOfOneKind(t *testing.T) {
	s := pictureOf(On(2026, 9, 24), append(organisation(), &Comment{ID: "c", On: Ref{KindUnit, "core"}}, &Work{ID: "w", Unit: "core"})...)
	var initiatives []InitiativeID
	for i := range Referrers[*Initiative](s, UnitID("core").Ref()) {
		initiatives = append(initiatives, i.ID)
	}
	var all []string
	for r := range s.Mentioned(UnitID("core").Ref()) {
		all = append(all, r.String())
	}
	if fmt.Sprint(initiatives) != "[i]" || fmt.Sprint(all) != "[capacity/core-h2 comment/c initiative/i unit/pay]" {
		t.Errorf("initiatives %v, all %v", initiatives, all)
	}
}

func TestARecordThatNamesAnotherTwiceMentionsItOnce(t *testing.T) {
	b := pictureOf(On(2026, 9, 24), organisation()...).Edit()
	b.Put(WithStamp(&Dependency{ID: "d", What: "W", From: "core", On: "pay", Turns: []Turn{{Act: Ask, Unit: "core"}}}, Stamp{1, 2, 2}))
	b.Put(WithStamp(&Dependency{ID: "d", What: "W", From: "top", On: "pay", Turns: []Turn{{Act: Ask, Unit: "core"}}}, Stamp{2, 3, 3}))
	s := b.Snapshot(time.UnixMilli(3), 3)
	n := 0
	for range Referrers[*Dependency](s, UnitID("core").Ref()) {
		n++
	}
	if n != 1 {
		t.Errorf("it is told %d times", n)
	}
}

func TestARemovedRecordLeavesItsStamp(t *testing.T) {
	b := pictureOf(On(2026, 9, 24), &Theme{ID: "a", Name: "A"}).Edit()
	ref := ThemeID("a").Ref()
	b.Remove(ref, Stamp{2, 2, 5})
	b.Remove(Ref{"okr", "x"}, Stamp{1, 2, 5}) // of no kind: nothing to remove
	s := b.Snapshot(time.UnixMilli(5), 2)
	if st, found := s.Stamp(ref); !found || st != (Stamp{2, 2, 5}) || s.Record(ref) != nil {
		t.Errorf("after the removal: %+v, %v", st, found)
	}
	b = s.Edit()
	b.Put(WithStamp(&Theme{ID: "a", Name: "late"}, Stamp{3, 3, 4})) // told later, true before the removal
	if got := b.Snapshot(time.UnixMilli(6), 3); got.Theme("a") != nil {
		t.Errorf("a late arrival brought %q back", got.Theme("a").Name)
	}
	b = s.Edit()
	b.Put(WithStamp(&Theme{ID: "a", Name: "again"}, Stamp{3, 3, 6}))
	got := b.Snapshot(time.UnixMilli(6), 3)
	if st, _ := got.Stamp(ref); got.Theme("a") == nil || st.Version != 3 {
		t.Errorf("a record that was made again is not there: %+v", st)
	}
}

func TestRollbackGoesBackToTheLastMarkOnly(t *testing.T) {
	b := Empty().Edit()
	b.Put(WithStamp(&Theme{ID: "a", Name: "A"}, Stamp{1, 1, 1}))
	b.Mark()
	b.Put(WithStamp(&Theme{ID: "b", Name: "B"}, Stamp{1, 2, 2}))
	b.Mark()
	b.Put(WithStamp(&Theme{ID: "c", Name: "C"}, Stamp{1, 3, 3}))
	b.Remove(ThemeID("a").Ref(), Stamp{2, 3, 3})
	b.Rollback()
	b.Rollback() // there is nothing more to take back
	s := b.Snapshot(time.UnixMilli(3), 3)
	var got []ThemeID
	for th := range All[*Theme](s) {
		got = append(got, th.ID)
	}
	if fmt.Sprint(got) != "[a b]" {
		t.Errorf("themes %v, want a and b", got)
	}
}

// TestManyReadersAndBuildersOfOnePicture is for the race detector: a picture is read and derived from by
// many at once.
func TestManyReadersAndBuildersOfOnePicture(t *testing.T) {
	base := pictureOf(On(2026, 9, 24), append(year(), organisation()[:4]...)...)
	want := look(base)
	var group sync.WaitGroup
	names := make([]string, 8)
	for n := range names {
		group.Go(func() {
			s := base
			for step := range 20 {
				b := s.Edit()
				b.Put(WithStamp(&Unit{ID: "core", Name: fmt.Sprint(n, " ", step)}, Stamp{2, int64(step + 2), 2}))
				b.Put(WithStamp(&Work{ID: WorkID(fmt.Sprint("w", step)), Title: "W", Unit: "core"}, Stamp{1, int64(step + 2), 2}))
				s = b.Snapshot(time.UnixMilli(2), int64(step+2))
			}
			names[n] = fmt.Sprint(s.Unit("core").Name, " ", s.Count(KindWork))
		})
		group.Go(func() {
			for range 20 {
				_ = look(base)
			}
		})
	}
	group.Wait()
	for n, got := range names {
		if want := fmt.Sprint(n, " 19 20"); got != want {
			t.Errorf("builder %d ended at %q, want %q", n, got, want)
		}
	}
	if diff := cmp.Diff(want, look(base)); diff != "" {
		t.Errorf("the picture changed:\n%s", diff)
	}
}

func TestWhatWorkCountsInAPeriod(t *testing.T) {
	first, last := On(2026, 7, 1), On(2026, 9, 30)
	finished := func(d Date) []Transition { return []Transition{{Opened, 0}, {Finished, d.Time().Unix() + 3600}} }
	for _, c := range []struct {
		name         string
		work         Work
		counts       bool
		logged, size float64
	}{
		{"finished on the first day", Work{Size: 3, States: finished(first)}, true, 0, 3},
		{"finished on the last day", Work{Size: 3, States: finished(last)}, true, 0, 3},
		{"finished the day before", Work{Size: 3, States: finished(first - 1)}, false, 0, 3},
		{"finished the day after", Work{Size: 3, States: finished(last + 1)}, false, 0, 3},
		{"not sized counts 1", Work{States: finished(first)}, true, 0, 1},
		{"logged in it, not finished", Work{Size: 2, Logged: []Logged{{first - 1, 4}, {first, .5}, {last, 1}, {last + 1, 8}}}, true, 1.5, 2},
		{"logged before only", Work{Size: 2, Logged: []Logged{{first - 1, 4}}}, false, 0, 2},
		{"open", Work{Size: 2, States: []Transition{{Opened, first.Time().Unix()}}}, false, 0, 2},
		{"dropped after it was finished", Work{Size: 2, States: append(finished(first), Transition{Dropped, last.Time().Unix()})}, false, 0, 2},
	} {
		got, ok := c.work.Counts(first, last)
		if ok != c.counts || got.Logged != c.logged || got.Size != c.size {
			t.Errorf("%s: counts %v with %v days of size %v", c.name, ok, got.Logged, got.Size)
		}
	}
}

func TestRefsAreOrderedByKindAndID(t *testing.T) {
	refs := []Ref{{KindUnit, "b"}, {KindTheme, "z"}, {KindUnit, "a"}, {}}
	slices.SortFunc(refs, Ref.Compare)
	if want := []Ref{{}, {KindTheme, "z"}, {KindUnit, "a"}, {KindUnit, "b"}}; !slices.Equal(refs, want) {
		t.Errorf("ordered %v", refs)
	}
	var back Ref
	for _, r := range refs {
		text, err := r.MarshalText()
		if err != nil || back.UnmarshalText(text) != nil || back != r {
			t.Errorf("%v reads back as %v, %v", r, back, err)
		}
	}
	if err := back.UnmarshalText([]byte("units/core")); err == nil {
		t.Error("a plural names no kind")
	}
	named := maps.Collect(func(yield func(string, Kind) bool) {
		for _, k := range Kinds() {
			if !yield(k.Plural, k.Kind) {
				return
			}
		}
	})
	if len(named) != len(Kinds()) {
		t.Error("two kinds have the same plural")
	}
}
