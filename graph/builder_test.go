package graph

import (
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// version is one version of a record as a history would hold it.
type version struct {
	record Record
	gone   Ref
	stamp  Stamp
}

func genWork(t *rapid.T) *Work {
	w := &Work{
		ID:         WorkID(fmt.Sprintf("w%d", rapid.IntRange(0, 6).Draw(t, "work"))),
		Title:      "t",
		Unit:       UnitID(rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "unit")),
		Initiative: InitiativeID(rapid.SampledFrom([]string{"", "x", "y"}).Draw(t, "initiative")),
		Size:       float32(rapid.IntRange(0, 8).Draw(t, "size")),
	}
	begin := On(2026, 1, 1) + Date(rapid.IntRange(0, 300).Draw(t, "begin"))
	w.States = []Transition{{Opened, begin.Time().Unix()}}
	if rapid.Bool().Draw(t, "finished") {
		w.States = append(w.States, Transition{Finished, (begin + 9).Time().Unix()})
	}
	for i := range rapid.IntRange(0, 3).Draw(t, "logs") {
		w.Logged = append(w.Logged, Logged{begin + Date(i), float32(rapid.IntRange(1, 8).Draw(t, "days")) / 8})
	}
	return w
}

func genVersions(t *rapid.T) []version {
	n := rapid.IntRange(1, 30).Draw(t, "n")
	list := make([]version, n)
	for i := range list {
		st := Stamp{Version: int32(i + 1), Position: int64(i + 1), Effective: int64(rapid.IntRange(0, 10).Draw(t, "effective"))}
		switch rapid.IntRange(0, 5).Draw(t, "what") {
		case 0:
			list[i] = version{gone: Ref{KindWork, fmt.Sprintf("w%d", rapid.IntRange(0, 6).Draw(t, "gone"))}, stamp: st}
		case 1:
			start := On(2026, 1, 1) + Date(rapid.IntRange(0, 3).Draw(t, "quarter")*91)
			list[i] = version{record: &Period{ID: PeriodID(rapid.SampledFrom([]string{"p", "q"}).Draw(t, "period")), Name: "P", Kind: Quarter, Start: start, End: start + 90}, stamp: st}
		case 2:
			list[i] = version{record: &Initiative{ID: InitiativeID(rapid.SampledFrom([]string{"x", "y"}).Draw(t, "i")), Name: "I", Owner: UnitID(rapid.SampledFrom([]string{"a", "b"}).Draw(t, "owner"))}, stamp: st}
		default:
			list[i] = version{record: genWork(t), stamp: st}
		}
	}
	return list
}

// numbers is the highest numbers of all records that genVersions may speak of.
func numbers(s *Snapshot) map[Ref]int32 {
	out := make(map[Ref]int32)
	for _, ref := range []Ref{{KindPeriod, "p"}, {KindPeriod, "q"}, {KindInitiative, "x"}, {KindInitiative, "y"}} {
		out[ref] = s.Number(ref)
	}
	for i := range 7 {
		ref := Ref{KindWork, fmt.Sprintf("w%d", i)}
		out[ref] = s.Number(ref)
	}
	return out
}

// toldNumbers is the highest numbers that the list itself gives.
func toldNumbers(list []version) map[Ref]int32 {
	out := numbers(Empty())
	for _, v := range list {
		ref := v.gone
		if v.record != nil {
			ref = v.record.Ref()
		}
		out[ref] = max(out[ref], v.stamp.Version)
	}
	return out
}

func build(list []version) *Snapshot {
	b := Empty().Edit()
	place(b, list)
	return b.Snapshot(time.UnixMilli(100), 1)
}

func place(b *Builder, list []version) {
	for _, v := range list {
		if v.record == nil {
			b.Remove(v.gone, v.stamp)
			continue
		}
		b.Put(WithStamp(copied(v.record), v.stamp))
	}
}

// copied is the record in memory of its own, since a picture keeps what it is given.
func copied(r Record) Record {
	switch r := r.(type) {
	case *Work:
		c := *r
		return &c
	case *Period:
		c := *r
		return &c
	case *Initiative:
		c := *r
		return &c
	}
	return r
}

// look is all a snapshot can be asked that the builder maintains.
func look(s *Snapshot) []string {
	var out []string
	for _, k := range Kinds() {
		for r := range s.Records(k.Kind, "") {
			out = append(out, fmt.Sprintf("%s %+v %+v", r.Ref(), r.Stamp(), r))
		}
	}
	for _, i := range []InitiativeID{"", "x", "y"} {
		for w := range s.WorkOf(i, "") {
			out = append(out, fmt.Sprintf("of %s %s", i, w.ID))
		}
		for from := range s.Mentioned(i.Ref()) {
			out = append(out, fmt.Sprintf("mentioned %s %s", i, from))
		}
	}
	for _, u := range []UnitID{"", "a", "b"} {
		for w := range s.WorkIn(u, "") {
			out = append(out, fmt.Sprintf("in %s %s", u, w.ID))
		}
		for r := range Referrers[*Initiative](s, u.Ref()) {
			out = append(out, fmt.Sprintf("owner %s %s", u, r.ID))
		}
	}
	for _, p := range []PeriodID{"p", "q"} {
		for e := range s.EffortIn(p) {
			out = append(out, fmt.Sprintf("effort %+v", e))
		}
	}
	return out
}

func TestPictureDoesNotDependOnTheOrderOfArrival(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := genVersions(t)
		want := look(build(list))
		shuffled := rapid.Permutation(list).Draw(t, "order")
		if diff := cmp.Diff(want, look(build(shuffled))); diff != "" {
			t.Fatalf("another order of arrival gives another picture:\n%s", diff)
		}
	})
}

func TestPictureHoldsTheLatestOfEffectiveThenPosition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := genVersions(t)
		s := build(list)
		best := standing(list)
		for ref, v := range best {
			got := s.Record(ref)
			if (got == nil) != (v.record == nil) {
				t.Fatalf("%s: there %v, want %v", ref, got != nil, v.record != nil)
			}
			if st, _ := s.Stamp(ref); st != v.stamp {
				t.Fatalf("%s: stamp %+v, want %+v", ref, st, v.stamp)
			}
		}
	})
}

func TestTheNumberIsTheHighestOfAllVersions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := genVersions(t)
		shuffled := rapid.Permutation(list).Draw(t, "order")
		if diff := cmp.Diff(toldNumbers(list), numbers(build(shuffled))); diff != "" {
			t.Fatalf("in the order %v:\n%s", shuffled, diff)
		}
	})
}

func TestANumberTakenBackIsFreeAgain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := genVersions(t)
		cut := rapid.IntRange(0, len(list)).Draw(t, "cut")
		undone := rapid.IntRange(cut, len(list)).Draw(t, "undone")
		b := build(list[:cut]).Edit()
		b.Mark()
		place(b, list[cut:undone])
		if rapid.Bool().Draw(t, "forget") {
			b.Forget(Ref{KindWork, "w0"})
		}
		b.Rollback()
		place(b, list[undone:])
		if diff := cmp.Diff(toldNumbers(slices.Concat(list[:cut], list[undone:])), numbers(b.Snapshot(time.UnixMilli(100), 1))); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestRollbackRestoresEverything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before, after := genVersions(t), genVersions(t)
		for i := range after {
			after[i].stamp.Position += 100
		}
		b := build(before).Edit()
		b.Mark()
		place(b, after)
		b.Rollback()
		got := look(b.Snapshot(time.UnixMilli(100), 1))
		if diff := cmp.Diff(look(build(before)), got); diff != "" {
			t.Fatalf("something stayed:\n%s", diff)
		}
	})
}

func TestAPictureNeverChanges(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := build(genVersions(t))
		want, numbered := look(base), numbers(base)
		b := base.Edit()
		place(b, genVersions(t))
		b.Snapshot(time.UnixMilli(200), 2)
		if diff := cmp.Diff(want, look(base)) + cmp.Diff(numbered, numbers(base)); diff != "" {
			t.Fatalf("deriving from a picture changed it:\n%s", diff)
		}
	})
}

func TestEffortEqualsAWalkOverTheWork(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := build(genVersions(t))
		for p := range All[*Period](s) {
			want := make(map[[2]string]Effort)
			for w := range All[*Work](s) {
				c, ok := w.Counts(p.Start, p.End)
				if !ok {
					continue
				}
				e := want[[2]string{string(w.Unit), string(w.Initiative)}]
				e.Items++
				e.Logged += Micros(math.Round(c.Logged * 1e6))
				e.Size += Micros(math.Round(c.Size * 1e6))
				want[[2]string{string(w.Unit), string(w.Initiative)}] = e
			}
			n := 0
			for e := range s.EffortIn(p.ID) {
				n++
				w := want[[2]string{string(e.Unit), string(e.Initiative)}]
				if e.Items != w.Items || e.Logged != w.Logged || e.Size != w.Size {
					t.Fatalf("effort %+v, want %+v", e, w)
				}
			}
			if n != len(want) {
				t.Fatalf("%d sums, want %d", n, len(want))
			}
		}
	})
}

func TestAsIsTheSamePictureAtAnotherMoment(t *testing.T) {
	s := build([]version{{record: &Period{ID: "p", Name: "P", Kind: Year, Start: 1, End: 2}, stamp: Stamp{1, 1, 1}}})
	later := s.As(time.UnixMilli(86_400_000 * 3))
	if later.Today() != 3 || s.Today() != 0 || later.Period("p") != s.Period("p") {
		t.Errorf("As: today %v and %v", later.Today(), s.Today())
	}
}
