package engine_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"throughline/change"
	"throughline/engine"
	"throughline/fault"
	"throughline/graph"
	"throughline/ledger"
	"throughline/storage/memory"
)

// effective is a command that renames the unit since the moment.
func effective(moment time.Time, id, name string) engine.Command {
	return func(*graph.Snapshot) (change.Draft, error) {
		return change.Draft{Verb: "unit.renamed", Effective: moment, Puts: []graph.Record{&graph.Unit{ID: graph.UnitID(id), Name: name}}}, nil
	}
}

// names is a picture's units as words.
func names(s *graph.Snapshot) []string {
	var out []string
	for u := range graph.All[*graph.Unit](s) {
		out = append(out, string(u.ID)+" "+u.Name)
	}
	return out
}

func then(t *testing.T, e *engine.Engine, moment time.Time) *graph.Snapshot {
	t.Helper()
	s, err := e.At(t.Context(), "main", moment)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestAMomentHoldsWhatBecameEffectiveAtIt(t *testing.T) {
	e, c := open(t, memory.New())
	noon := at(7, 10)
	c.Set(noon)
	do(t, e, put("unit.created", unit("core", "Core")))
	c.Set(at(7, 20))
	do(t, e, put("unit.renamed", unit("core", "Kern")))
	c.Set(at(8, 1))
	for _, one := range []struct {
		moment time.Time
		want   string
	}{
		{noon.Add(-time.Millisecond), "(none)"},
		{noon, "Core"},
		{noon.Add(time.Millisecond), "Core"},
		{at(7, 20).Add(-time.Millisecond), "Core"},
		{at(7, 20), "Kern"},
		{at(7, 31), "Kern"},
		{at(8, 1), "Kern"},
		{at(12, 31), "Kern"}, // a moment that is not over yet
		{time.Time{}, "(none)"},
	} {
		s := then(t, e, one.moment)
		if got := name(s, "core"); got != one.want {
			t.Errorf("At(%s) = %q, want %q", one.moment, got, one.want)
		}
		if past := one.moment.Before(at(8, 1)); past && !s.AsOf().Equal(one.moment) {
			t.Errorf("the picture of %s is as of %s", one.moment, s.AsOf())
		}
	}
	if s := then(t, e, at(12, 31)); s.Today() != graph.On(2026, 8, 1) {
		t.Errorf("a moment to come is shown as of %s, want today", s.Today())
	}
}

func TestAtPositionIsWhatWasKnownThen(t *testing.T) {
	e, c := open(t, memory.New())
	do(t, e, put("unit.created", unit("core", "Core")))
	c.Set(at(8, 1))
	do(t, e, put("unit.renamed", unit("core", "Kern")))
	do(t, e, effective(at(7, 10), "late", "Late")) // told in August, true since July
	for position, want := range [][]string{nil, {"core Core"}, {"core Kern"}, {"core Kern", "late Late"}} {
		s, err := e.AtPosition(t.Context(), "main", int64(position))
		if err != nil || s.Position() != int64(position) {
			t.Fatalf("AtPosition(%d) = position %d, %v", position, s.Position(), err)
		}
		if diff := cmp.Diff(want, names(s)); diff != "" {
			t.Errorf("AtPosition(%d):\n%s", position, diff)
		}
	}
}

// all is everything a picture holds, as words.
func all(s *graph.Snapshot) []string {
	var out []string
	for _, k := range graph.Kinds() {
		for r := range s.Records(k.Kind, "") {
			out = append(out, fmt.Sprintf("%s %+v %s", r.Ref(), r.Stamp(), r.Label()))
		}
	}
	for ref, st := range s.Removals() {
		out = append(out, fmt.Sprintf("%s %+v gone", ref, st))
	}
	for w := range s.WorkIn("", "") {
		out = append(out, "work "+string(w.ID))
	}
	return out
}

// TestAnyMomentIsWhatAWalkFromTheStartGives tells changes in any order of effective times and asks for
// moments in any order, in between, whichever way the engine goes.
func TestAnyMomentIsWhatAWalkFromTheStartGives(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		store := memory.New()
		c := &clock{now: at(12, 1)}
		e := engine.New(store, engine.Options{Clock: c.Now, Keep: rapid.IntRange(1, 200_000).Draw(rt, "keep")})
		defer e.Close()
		e.GoBackwards(rapid.IntRange(0, 3).Draw(rt, "few"), rapid.IntRange(0, 3).Draw(rt, "worth"))
		for i := range rapid.IntRange(1, 25).Draw(rt, "steps") {
			day := at(7, 1).AddDate(0, 0, rapid.IntRange(0, 30).Draw(rt, "day"))
			if rapid.Bool().Draw(rt, "ask") {
				got, err := e.At(t.Context(), "main", day)
				if err != nil {
					rt.Fatal(err)
				}
				if diff := cmp.Diff(all(walk(t, store, day)), all(got)); diff != "" || !got.AsOf().Equal(day) {
					rt.Fatalf("at %s, as of %s:\n%s", day, got.AsOf(), diff)
				}
				continue
			}
			if _, err := e.Do(t.Context(), "main", ana, anyChange(rt, day, i)); err != nil && !fault.Is(err, fault.NotFound) {
				rt.Fatal(err)
			}
		}
	})
}

// anyChange is a command that puts or removes a few records since the day.
func anyChange(rt *rapid.T, day time.Time, n int) engine.Command {
	d := change.Draft{Verb: "record.changed", Effective: day}
	for _, id := range []string{"a", "b", "c"} {
		switch rapid.IntRange(0, 8).Draw(rt, "what") {
		case 0:
			d.Puts = append(d.Puts, &graph.Unit{ID: graph.UnitID(id), Name: fmt.Sprintf("U%d", n)})
		case 1:
			d.Puts = append(d.Puts, &graph.Work{ID: graph.WorkID(id), Title: fmt.Sprintf("W%d", n)})
		case 2:
			d.Puts = append(d.Puts, &graph.Person{ID: graph.PersonID(id), Name: fmt.Sprintf("P%d", n)})
		case 3:
			d.Removes = append(d.Removes, graph.UnitID(id).Ref())
		case 4:
			d.Removes = append(d.Removes, graph.WorkID(id).Ref())
		}
	}
	return func(*graph.Snapshot) (change.Draft, error) { return change.CopyDraft(d) }
}

// walk folds all that was effective at the moment, from the start.
func walk(t *testing.T, store ledger.Store, moment time.Time) *graph.Snapshot {
	t.Helper()
	b := graph.Empty().Edit()
	for v, err := range store.Between(t.Context(), "main", time.Unix(-1<<40, 0), moment) {
		if err != nil {
			t.Fatal(err)
		}
		if err := change.Fold(b, &v); err != nil {
			t.Fatal(err)
		}
	}
	return b.Snapshot(moment, 0)
}

// history writes one change a day from 1 July on.
func history(t *testing.T, e *engine.Engine, c *clock, days int) {
	t.Helper()
	for day := range days {
		c.Set(at(7, 1+day))
		do(t, e, put("unit.renamed", unit("core", fmt.Sprintf("Core %d", day+1))))
	}
}

func TestKeptPicturesAreBounded(t *testing.T) {
	for _, keep := range []int{1, 40_000, 400_000} {
		store := memory.New()
		c := &clock{now: at(7, 1)}
		e := engine.New(store, engine.Options{Clock: c.Now, Keep: keep})
		t.Cleanup(e.Close)
		history(t, e, c, 60)
		for day := range 59 {
			moment := at(7, 1+day).Add(time.Hour)
			if got, want := name(then(t, e, moment), "core"), fmt.Sprintf("Core %d", day+1); got != want {
				t.Fatalf("At(%s) = %q, want %q", moment, got, want)
			}
			if pictures, bytes := e.Kept("main"); pictures > 1 && bytes > keep {
				t.Fatalf("%d pictures are kept with %d bytes of their own, want at most %d", pictures, bytes, keep)
			}
		}
		if pictures, _ := e.Kept("main"); pictures == 0 || keep == 400_000 && pictures < 5 {
			t.Errorf("%d pictures are kept where %d bytes may be", pictures, keep)
		}
	}
}

func TestADateAskedForAgainIsTheSamePicture(t *testing.T) {
	e, c := open(t, memory.New())
	history(t, e, c, 10)
	first := then(t, e, at(7, 5))
	then(t, e, at(7, 3))
	if then(t, e, at(7, 5)) != first {
		t.Error("the picture was made again")
	}
	do(t, e, effective(at(7, 8), "core", "Later"))
	if then(t, e, at(7, 5)) != first {
		t.Error("a change of a later moment made an earlier picture stale")
	}
	do(t, e, effective(at(7, 4), "new", "New"))
	if s := then(t, e, at(7, 5)); s == first || name(s, "new") != "New" {
		t.Error("a stale picture is still shown")
	}
}

func TestWhatAnotherProcessTellsOfThePastIsShown(t *testing.T) {
	store := memory.New()
	e, c := open(t, store)
	history(t, e, c, 10)
	if got := name(then(t, e, at(7, 5)), "new"); got != "(none)" {
		t.Fatal(got)
	}
	_, moved, err := e.Watch(t.Context(), "main")
	if err != nil {
		t.Fatal(err)
	}
	other, oc := open(t, store)
	oc.Set(at(7, 30))
	do(t, other, effective(at(7, 4), "new", "New"))
	<-moved
	if got := name(then(t, e, at(7, 5)), "new"); got != "New" {
		t.Errorf("the past shows %q after another process changed it", got)
	}
}

func TestReadersOfThePastAndWritersOfItDoNotMixUp(t *testing.T) {
	store := memory.New()
	e, c := open(t, store)
	history(t, e, c, 20)
	c.Set(at(12, 1))
	var group sync.WaitGroup
	for w := range 4 {
		group.Go(func() {
			for i := range 15 {
				day := at(7, 1+(w*5+i*3)%20).Add(time.Minute)
				if _, err := e.Do(context.Background(), "main", ana, effective(day, fmt.Sprintf("w%d", w), fmt.Sprint(i))); err != nil {
					t.Error(err)
				}
			}
		})
		group.Go(func() {
			for i := range 40 {
				if _, err := e.At(context.Background(), "main", at(7, 1+(w*7+i)%22)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	for day := range 22 {
		moment := at(7, 1+day).Add(time.Hour)
		if diff := cmp.Diff(names(walk(t, store, moment)), names(then(t, e, moment))); diff != "" {
			t.Errorf("at %s:\n%s", moment, diff)
		}
	}
}

func TestCommandsThatShareAnAppendMayStandOnOneAnotherInThePast(t *testing.T) {
	g := held(memory.New())
	e, c := open(t, g)
	c.Set(at(8, 1))
	child := func(*graph.Snapshot) (change.Draft, error) {
		return change.Draft{Verb: "unit.created", Effective: at(7, 2), Puts: []graph.Record{&graph.Unit{ID: "child", Name: "Child", Parent: "parent"}}}, nil
	}
	orphan := func(*graph.Snapshot) (change.Draft, error) {
		return change.Draft{Verb: "unit.created", Effective: at(6, 1), Puts: []graph.Record{&graph.Unit{ID: "orphan", Name: "Orphan", Parent: "parent"}}}, nil
	}
	answers := pileUp(t, e, g, effective(at(7, 1), "parent", "Parent"), child, orphan, effective(at(7, 2), "parent", "Parent 2"), child)
	<-g.arrived
	g.pass <- struct{}{}
	for i, want := range []fault.Kind{"", "", fault.Invalid, "", ""} {
		if a := <-answers[i]; fault.KindOf(a.err) != want {
			t.Errorf("command %d: %v, want %q", i, a.err, want)
		}
	}
	if got := names(then(t, e, at(7, 3))); fmt.Sprint(got) != "[child Child parent Parent 2]" {
		t.Errorf("on 3 July: %v", got)
	}
}

func TestAnExpectationIsOfTodayAlsoForAnEarlierMoment(t *testing.T) {
	e, c := open(t, memory.New())
	do(t, e, put("unit.created", unit("core", "Core")))
	c.Set(at(8, 1))
	do(t, e, put("unit.renamed", unit("core", "Kern")))
	late := func(*graph.Snapshot) (change.Draft, error) {
		return change.Draft{
			Verb: "unit.renamed", Effective: at(7, 10), Puts: []graph.Record{&graph.Unit{ID: "core", Name: "Mid"}},
			Expects: []change.Expectation{{Record: graph.UnitID("core").Ref(), Version: 2}},
		}, nil
	}
	do(t, e, late)
}

func TestALateRemovalIsAVersionOfItsOwn(t *testing.T) {
	store := memory.New()
	e, c := open(t, store)
	do(t, e, put("unit.created", unit("core", "Core")))
	c.Set(at(8, 1))
	do(t, e, put("unit.renamed", unit("core", "Kern")))
	do(t, e, func(*graph.Snapshot) (change.Draft, error) {
		return change.Draft{Verb: "unit.removed", Effective: at(7, 10), Removes: []graph.Ref{graph.UnitID("core").Ref()}}, nil
	})
	var versions []int32
	for entry, err := range store.Entries(t.Context(), "main", ledger.Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		versions = append(versions, entry.Documents[0].Version)
	}
	if fmt.Sprint(versions) != "[1 2 3]" {
		t.Errorf("versions = %v, want 1, 2 and 3", versions)
	}
	now, _ := e.View(t.Context(), "main")
	if name(now, "core") != "Kern" || name(then(t, e, at(7, 20)), "core") != "(none)" {
		t.Error("the removal holds from July until August")
	}
}

func TestTheFutureIsNow(t *testing.T) {
	e, c := open(t, memory.New())
	c.Set(at(7, 5))
	do(t, e, effective(at(9, 1), "core", "Core"))
	s, err := e.View(t.Context(), "main")
	if err != nil || name(s, "core") != "Core" || s.Unit("core").Stamp().Effective != at(7, 5).UnixMilli() {
		t.Errorf("a change cannot hold from a moment that is not there yet: %+v, %v", s.Unit("core").Stamp(), err)
	}
}

func TestLocks(t *testing.T) {
	e, c := open(t, memory.New())
	history(t, e, c, 10)
	c.Set(at(8, 1))
	a, b := &graph.Baseline{ID: "a", At: at(7, 8)}, &graph.Baseline{ID: "b", At: at(7, 2)}
	locks, err := e.Locks(t.Context(), "main", []*graph.Baseline{a, b})
	if err != nil || len(locks) != 2 {
		t.Fatalf("Locks = %v, %v", locks, err)
	}
	for i, want := range []string{"Core 8", "Core 2"} {
		if got := name(locks[i].Then, "core"); got != want || locks[i].Baseline != []*graph.Baseline{a, b}[i] {
			t.Errorf("lock %d of %s shows %q, want %q", i, locks[i].Baseline.ID, got, want)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := e.Locks(ctx, "main", []*graph.Baseline{{At: at(7, 4)}}); err == nil {
		t.Error("a question that was called off is answered")
	}
}

func TestUndoOfTheFirstChangeRemovesWhatItMade(t *testing.T) {
	e, _ := open(t, memory.New())
	do(t, e, put("unit.created", unit("core", "Core"), unit("pay", "Payments")))
	done, err := e.Undo(t.Context(), "main", ana, 1, "")
	if err != nil || len(names(done.Picture)) != 0 {
		t.Errorf("after the undo: %v, %v", names(done.Picture), err)
	}
}

func TestUndoOfARemovalBringsTheRecordBack(t *testing.T) {
	e, _ := open(t, memory.New())
	do(t, e, put("unit.created", unit("core", "Core")))
	do(t, e, put("unit.renamed", unit("core", "Kern")))
	gone := do(t, e, func(*graph.Snapshot) (change.Draft, error) {
		return change.Draft{Verb: "unit.removed", Removes: []graph.Ref{graph.UnitID("core").Ref()}}, nil
	})
	done, err := e.Undo(t.Context(), "main", ana, gone.Position, "")
	if err != nil || name(done.Picture, "core") != "Kern" || done.Picture.Unit("core").Stamp().Version != 4 {
		t.Fatalf("Undo: %v, %v", names(done.Picture), err)
	}
	done, err = e.Undo(t.Context(), "main", ana, done.Position, "") // an undo is a change like any other
	if err != nil || name(done.Picture, "core") != "(none)" {
		t.Errorf("undo of the undo: %v, %v", names(done.Picture), err)
	}
}

func TestUndoThatWouldBreakARuleIsRefused(t *testing.T) {
	e, _ := open(t, memory.New())
	made := do(t, e, put("unit.created", unit("core", "Core")))
	do(t, e, put("unit.created", func() graph.Record { return &graph.Unit{ID: "below", Name: "Below", Parent: "core"} }))
	if _, err := e.Undo(t.Context(), "main", ana, made.Position, ""); !fault.Is(err, fault.Invalid) {
		t.Errorf("Undo = %v, want that a record names it", err)
	}
}

func TestVersionsOfARecord(t *testing.T) {
	e, c := open(t, memory.New())
	do(t, e, put("unit.created", unit("core", "Core"), unit("care", "Care")))
	c.Set(at(7, 2))
	do(t, e, put("unit.renamed", unit("core", "Kern")))
	do(t, e, func(*graph.Snapshot) (change.Draft, error) {
		return change.Draft{Verb: "unit.removed", Removes: []graph.Ref{graph.UnitID("core").Ref()}}, nil
	})
	var got []string
	for v, err := range e.Versions(t.Context(), "main", graph.UnitID("core").Ref(), ledger.Query{Last: true}) {
		if err != nil {
			t.Fatal(err)
		}
		label := "gone"
		if v.Record != nil {
			label = v.Record.Label()
		}
		got = append(got, fmt.Sprintf("%d %s at %d", v.Number, label, v.Entry.Position))
	}
	if diff := cmp.Diff([]string{"3 gone at 3", "2 Kern at 2", "1 Core at 1"}, got); diff != "" {
		t.Errorf("the versions differ (−want +got):\n%s", diff)
	}
	var archived int64
	for a, err := range e.Histories(t.Context(), "main") {
		if err != nil || a.Workspace != "main" {
			t.Fatal(a.Workspace, err)
		}
		archived = a.Entry.Position
	}
	if archived != 3 {
		t.Errorf("the history ends at %d", archived)
	}
}

// Who stated the strategy since it stands at the top cannot be put below again by taking its move back.
func TestUndoThatLeavesAStrategyBelowTheTopIsRefused(t *testing.T) {
	e, _ := open(t, memory.New())
	below := func() graph.Record { return &graph.Unit{ID: "web", Name: "Web", Parent: "core"} }
	h2 := func() graph.Record {
		return &graph.Period{ID: "h2", Name: "2026 H2", Kind: graph.Half, Start: graph.On(2026, 7, 1), End: graph.On(2026, 12, 31)}
	}
	do(t, e, put("unit.created", unit("core", "Core"), below, h2))
	apart := do(t, e, put("unit.moved", unit("web", "Web")))
	stated := do(t, e, put("strategy.published", func() graph.Record {
		return &graph.Intent{ID: "stated", Level: graph.Stated, Unit: "web", Period: "h2"}
	}))
	_, err := e.Undo(t.Context(), "main", ana, apart.Position, "")
	if f := fault.Of(err); f == nil || f.Kind != fault.Invalid || !strings.Contains(f.Sentence, "Web states the strategy of 2026 H2") {
		t.Errorf("Undo = %v, want that Web states the strategy", err)
	}
	if s, _ := e.View(t.Context(), "main"); s.Unit("web").Parent != "" {
		t.Error("the unit moved all the same")
	}
	if _, err := e.Undo(t.Context(), "main", ana, stated.Position, ""); err != nil {
		t.Fatalf("undo of the strategy: %v", err)
	}
	if done, err := e.Undo(t.Context(), "main", ana, apart.Position, ""); err != nil || done.Picture.Unit("web").Parent != "core" {
		t.Errorf("undo of the move, once nothing is stated there: %v", err)
	}
}
