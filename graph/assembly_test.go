package graph

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// standing is, of every record in the list, the version that stands last.
func standing(list []version) map[Ref]version {
	best := make(map[Ref]version)
	for _, v := range list {
		ref := v.gone
		if v.record != nil {
			ref = v.record.Ref()
		}
		if old, ok := best[ref]; !ok || v.stamp.After(old.stamp) {
			best[ref] = v
		}
	}
	return best
}

// inOrder is the refs of what stands, by kind and id.
func inOrder(best map[Ref]version) []Ref { return slices.SortedFunc(maps.Keys(best), Ref.Compare) }

func TestAssemblingEqualsPutting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := genVersions(t)
		var a Assembly
		best := standing(list)
		for _, ref := range inOrder(best) {
			if v := best[ref]; v.record != nil {
				a.Add(WithStamp(v.record, v.stamp))
			} else {
				a.Remove(ref, v.stamp)
			}
		}
		got := a.Snapshot(time.UnixMilli(100), 1)
		want := build(list)
		if diff := cmp.Diff(look(want), look(got)); diff != "" {
			t.Fatalf("assembling gives another picture:\n%s", diff)
		}
		for ref := range best {
			wantStamp, _ := want.Stamp(ref)
			if st, _ := got.Stamp(ref); st != wantStamp {
				t.Fatalf("%s: stamp %+v, want %+v", ref, st, wantStamp)
			}
		}
		if !got.AsOf().Equal(want.AsOf()) || got.Position() != want.Position() {
			t.Fatalf("as of %s at position %d", got.AsOf(), got.Position())
		}
	})
}

func TestAnAssembledPictureIsDerivedFromLikeAnyOther(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := genVersions(t)
		cut := rapid.IntRange(0, len(list)).Draw(t, "cut")
		var a Assembly
		best := standing(list[:cut])
		for _, ref := range inOrder(best) {
			if v := best[ref]; v.record != nil {
				a.Add(WithStamp(v.record, v.stamp))
			} else {
				a.Remove(ref, v.stamp)
			}
		}
		for ref, n := range toldNumbers(list[:cut]) {
			if best[ref].stamp.Version != n {
				a.Number(ref, n)
			}
		}
		b := a.Snapshot(time.UnixMilli(1), 1).Edit()
		place(b, list[cut:])
		s := b.Snapshot(time.UnixMilli(100), 1)
		if diff := cmp.Diff(look(build(list)), look(s)) + cmp.Diff(toldNumbers(list), numbers(s)); diff != "" {
			t.Fatalf("going on from an assembled picture gives another one:\n%s", diff)
		}
	})
}

// TestGoingBackEqualsNeverHavingGoneOn takes what became effective after a moment out of a picture again.
func TestGoingBackEqualsNeverHavingGoneOn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := genVersions(t)
		moment := int64(rapid.IntRange(-1, 11).Draw(t, "moment"))
		var until []version
		for _, v := range list {
			if v.stamp.Effective <= moment {
				until = append(until, v)
			}
		}
		b := build(list).Edit()
		then := standing(until)
		for ref, v := range standing(list) {
			if v.stamp.Effective <= moment {
				continue
			}
			b.Forget(ref)
			if was, ever := then[ref]; ever && was.record == nil {
				b.Remove(ref, was.stamp)
			} else if ever {
				b.Put(WithStamp(copied(was.record), was.stamp))
			}
		}
		got, want := b.Snapshot(time.UnixMilli(moment), 1), build(until)
		if diff := cmp.Diff(look(want), look(got)); diff != "" {
			t.Fatalf("at %d (-want +got):\n%s", moment, diff)
		}
		for _, v := range list {
			ref := v.gone
			if v.record != nil {
				ref = v.record.Ref()
			}
			wantStamp, wantFound := want.Stamp(ref)
			if st, found := got.Stamp(ref); st != wantStamp || found != wantFound {
				t.Fatalf("%s: stamp %+v %v, want %+v %v", ref, st, found, wantStamp, wantFound)
			}
		}
	})
}

func TestWhatWasForgottenIsTakenBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := genVersions(t)
		b := build(list).Edit()
		b.Mark()
		for _, v := range genVersions(t) {
			if v.record == nil {
				b.Forget(v.gone)
				continue
			}
			b.Forget(v.record.Ref())
			b.Put(WithStamp(copied(v.record), v.stamp))
		}
		b.Rollback()
		if diff := cmp.Diff(look(build(list)), look(b.Snapshot(time.UnixMilli(100), 1))); diff != "" {
			t.Fatalf("something stayed:\n%s", diff)
		}
	})
}

func TestForgettingIsNotRemoving(t *testing.T) {
	ref := ThemeID("a").Ref()
	b := Empty().Edit()
	b.Put(WithStamp(&Theme{ID: "a", Name: "A"}, Stamp{1, 1, 1}))
	b.Forget(ref)
	b.Forget(Ref{"nothing", "a"})
	s := b.Snapshot(time.UnixMilli(1), 1)
	if st, found := s.Stamp(ref); found {
		t.Errorf("a forgotten record left the stamp %+v", st)
	}
	if n := len(slices.Collect(maps.Keys(maps.Collect(s.Removals())))); n != 0 {
		t.Errorf("%d removals are remembered", n)
	}
}

// crowd is enough records of several kinds, in order, for every tree to have many leaves.
func crowd() []Record {
	var out []Record
	add := func(r Record) {
		n := int64(len(out) + 1)
		out = append(out, WithStamp(r, Stamp{1, n, n}))
	}
	for i := range 500 {
		unit := UnitID(fmt.Sprintf("u%02d", i%7))
		add(&Initiative{ID: InitiativeID(fmt.Sprintf("i%04d", i)), Name: "I", Owner: unit, Links: []Link{{SeeAlso, "i0003"}, {Blocks, "i0003"}, {SeeAlso, InitiativeID(fmt.Sprintf("i%04d", i/2))}}})
	}
	add(&Period{ID: "h2", Name: "H2", Kind: Half, Start: On(2026, 7, 1), End: On(2026, 12, 31)})
	for i := range 40 {
		add(&Period{ID: PeriodID(fmt.Sprintf("p%02d", i)), Name: "P", Kind: Month, Start: On(2026, 1, 1) + Date(10*i), End: On(2026, 1, 1) + Date(10*i+9)})
	}
	for i := range 3000 {
		w := &Work{ID: WorkID(fmt.Sprintf("w%05d", i)), Title: "W", Unit: UnitID(fmt.Sprintf("u%02d", i%13)), Size: float32(i % 5)}
		if i%3 > 0 {
			w.Initiative = InitiativeID(fmt.Sprintf("i%04d", i%500))
		}
		on := On(2026, 1, 1) + Date(i%400)
		w.States = []Transition{{Opened, on.Time().Unix()}, {Finished, (on + 5).Time().Unix()}}
		if i%4 == 0 {
			w.Logged = []Logged{{on, 0.5}, {on + 20, 1.25}}
		}
		add(w)
	}
	return out
}

func TestALargeAssemblyEqualsPuttingAndGoesOn(t *testing.T) {
	var a Assembly
	put := Empty().Edit()
	for _, r := range crowd() {
		a.Add(r)
		put.Put(r)
	}
	assembled, want := a.Snapshot(time.UnixMilli(9), 9), put.Snapshot(time.UnixMilli(9), 9)
	if diff := cmp.Diff(look(want), look(assembled)); diff != "" {
		t.Fatalf("assembling gives another picture:\n%s", diff)
	}
	if assembled.Size() != 3541 || want.Size() != 3541 {
		t.Errorf("%d and %d records, want 3541", assembled.Size(), want.Size())
	}
	for _, i := range []InitiativeID{"i0003", "i0100"} {
		if got, want := slices.Collect(assembled.Mentioned(i.Ref())), slices.Collect(want.Mentioned(i.Ref())); !slices.Equal(got, want) {
			t.Errorf("%s is mentioned by %v, want %v", i, got, want)
		}
	}
	before := look(assembled)
	change := func(s *Snapshot) []string {
		b := s.Edit()
		for i := range 200 {
			id := WorkID(fmt.Sprintf("w%05d", i*14))
			b.Put(WithStamp(&Work{ID: id, Title: "Changed", Unit: "u00"}, Stamp{2, 4000, 4000}))
			b.Remove(WorkID(fmt.Sprintf("w%05d", i*14+1)).Ref(), Stamp{2, 4000, 4000})
			b.Forget(WorkID(fmt.Sprintf("w%05d", i*14+2)).Ref())
			b.Remove(InitiativeID(fmt.Sprintf("i%04d", i*2)).Ref(), Stamp{2, 4000, 4000})
		}
		return look(b.Snapshot(time.UnixMilli(10), 10))
	}
	if diff := cmp.Diff(change(want), change(assembled)); diff != "" {
		t.Errorf("going on gives another picture:\n%s", diff)
	}
	if diff := cmp.Diff(before, look(assembled)); diff != "" {
		t.Errorf("deriving from an assembled picture changed it:\n%s", diff)
	}
}

// TestSumsFollowPeriodsThatComeGoAndMove changes periods picture after picture.
func TestSumsFollowPeriodsThatComeGoAndMove(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := Empty()
		var all []version
		for step := range rapid.IntRange(1, 6).Draw(t, "steps") {
			list := genVersions(t)
			for i := range list {
				list[i].stamp.Position += int64(100 * step)
				list[i].stamp.Effective += int64(100 * step)
			}
			if rapid.Bool().Draw(t, "gone") {
				list = append(list, version{gone: PeriodID("p").Ref(), stamp: Stamp{1, int64(100*step + 99), int64(100*step + 99)}})
			}
			all = append(all, list...)
			b := s.Edit()
			if rapid.Bool().Draw(t, "taken back") {
				b.Mark()
				place(b, genVersions(t))
				b.Rollback()
			}
			place(b, list)
			s = b.Snapshot(time.UnixMilli(1), 1)
		}
		if diff := cmp.Diff(look(build(all)), look(s)); diff != "" {
			t.Fatalf("picture after picture gives another one:\n%s", diff)
		}
	})
}

func TestRemovalsAreInOrder(t *testing.T) {
	b := Empty().Edit()
	at := Stamp{1, 1, 1}
	for _, ref := range []Ref{{KindWork, "b"}, {KindUnit, "c"}, {KindWork, "a"}, {KindTheme, "z"}} {
		b.Remove(ref, at)
	}
	b.Put(WithStamp(&Unit{ID: "c", Name: "Back"}, Stamp{2, 2, 2}))
	var a Assembly
	var got []string
	for ref, st := range b.Snapshot(time.UnixMilli(1), 1).Removals() {
		got = append(got, ref.String())
		a.Remove(ref, st)
	}
	a.Remove(Ref{"unheard-of", "x"}, at)
	want := []string{"theme/z", "work/a", "work/b"}
	if !slices.Equal(got, want) {
		t.Errorf("removals = %v, want %v", got, want)
	}
	got = nil
	for ref := range a.Snapshot(time.UnixMilli(1), 1).Removals() {
		got = append(got, ref.String())
	}
	if !slices.Equal(got, want) {
		t.Errorf("of the assembly: %v, want %v", got, want)
	}
}
