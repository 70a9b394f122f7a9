package graph

import (
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
		b := a.Snapshot(time.UnixMilli(1), 1).Edit()
		place(b, list[cut:])
		if diff := cmp.Diff(look(build(list)), look(b.Snapshot(time.UnixMilli(100), 1))); diff != "" {
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
			switch was, ever := then[ref]; {
			case !ever:
				b.Forget(ref)
			case was.record == nil:
				b.Forget(ref)
				b.Remove(ref, was.stamp)
			default:
				b.Replace(WithStamp(copied(was.record), was.stamp))
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

func TestWhatWasReplacedOrForgottenIsTakenBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := genVersions(t)
		b := build(list).Edit()
		b.Mark()
		for _, v := range genVersions(t) {
			if v.record == nil {
				b.Forget(v.gone)
			} else {
				b.Replace(WithStamp(copied(v.record), v.stamp))
			}
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
