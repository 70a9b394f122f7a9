package engine_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"throughline/change"
	"throughline/engine"
	"throughline/fault"
	"throughline/graph"
	"throughline/ledger"
	"throughline/storage/memory"
)

var ana = engine.Actor{Name: "person/ana", Channel: ledger.Terminal}

// clock is a clock that a test moves by hand.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = t
}

// pass lets time pass, which takes none in a bubble of synctest.
func pass(d time.Duration) { <-time.After(d) }

func at(month time.Month, day int) time.Time {
	return time.Date(2026, month, day, 12, 0, 0, 0, time.UTC)
}

func open(t *testing.T, store ledger.Store) (*engine.Engine, *clock) {
	t.Helper()
	c := &clock{now: at(7, 1)}
	e := engine.New(store, engine.Options{Clock: c.Now, Keep: 1 << 20})
	t.Cleanup(e.Close)
	return e, c
}

// put is a command that puts the records.
func put(verb string, records ...func() graph.Record) engine.Command {
	return func(*graph.Snapshot) (change.Draft, error) {
		d := change.Draft{Verb: verb}
		for _, r := range records {
			d.Puts = append(d.Puts, r())
		}
		return d, nil
	}
}

func unit(id, name string) func() graph.Record {
	return func() graph.Record { return &graph.Unit{ID: graph.UnitID(id), Name: name} }
}

func do(t *testing.T, e *engine.Engine, run engine.Command) engine.Done {
	t.Helper()
	done, err := e.Do(t.Context(), "main", ana, run)
	if err != nil {
		t.Fatalf("Do: %v", err)
	}
	return done
}

func name(s *graph.Snapshot, id graph.UnitID) string {
	if u := s.Unit(id); u != nil {
		return u.Name
	}
	return "(none)"
}

func TestWhatDoAcknowledgedIsInEveryLaterView(t *testing.T) {
	store := memory.New()
	e, _ := open(t, store)
	done := do(t, e, put("unit.created", unit("core", "Core")))
	s, err := e.View(t.Context(), "main")
	if err != nil || name(s, "core") != "Core" || name(done.Picture, "core") != "Core" || done.Position != 1 {
		t.Fatalf("View = %v, %v; Done = %+v", s, err, done)
	}
	again, _ := open(t, store)
	s, err = again.View(t.Context(), "main")
	if err != nil || name(s, "core") != "Core" || s.Unit("core").Stamp().Version != 1 {
		t.Fatalf("after a restart: %v, %v", s, err)
	}
}

// Who only wants to know whether something changed brings no workspace into memory.
func TestTheHeadIsAskedOfTheStore(t *testing.T) {
	store := memory.New()
	e, _ := open(t, store)
	for want := range int64(3) {
		if got, err := e.Head(t.Context(), "main"); err != nil || got != want {
			t.Errorf("Head = %d, %v, want %d", got, err, want)
		}
		do(t, e, put("unit.created", unit(fmt.Sprintf("u%d", want), "U")))
	}
	other, _ := open(t, store)
	if got, err := other.Head(t.Context(), "main"); err != nil || got != 3 {
		t.Errorf("Head = %d, %v, want 3", got, err)
	}
	if n := other.InMemory(); n != 0 {
		t.Errorf("%d workspaces are in memory", n)
	}
}

func TestManyWritersShareTheHistory(t *testing.T) {
	store := memory.New()
	e, _ := open(t, store)
	const writers, each = 16, 25
	var group sync.WaitGroup
	for w := range writers {
		group.Go(func() {
			for i := range each {
				id := fmt.Sprintf("u-%d-%d", w, i)
				if _, err := e.Do(context.Background(), "main", ana, put("unit.created", unit(id, id))); err != nil {
					t.Errorf("Do(%s): %v", id, err)
				}
			}
		})
	}
	group.Wait()
	s, err := e.View(t.Context(), "main")
	if err != nil || s.Count(graph.KindUnit) != writers*each {
		t.Fatalf("units = %d, %v, want %d", s.Count(graph.KindUnit), err, writers*each)
	}
	report, err := e.Verify(t.Context(), "main", nil)
	if err != nil || report.Entries != writers*each {
		t.Fatalf("Verify = %+v, %v", report, err)
	}
}

func TestARefusedChangeLeavesNothing(t *testing.T) {
	e, _ := open(t, memory.New())
	do(t, e, put("unit.created", unit("core", "Core")))
	_, err := e.Do(t.Context(), "main", ana, put("units.created", unit("good", "Good"),
		func() graph.Record { return &graph.Unit{ID: "lost", Name: "Lost", Parent: "cor"} }))
	f := fault.Of(err)
	if f == nil || f.Kind != fault.Invalid || len(f.Nearest) == 0 || f.Nearest[0] != "core" {
		t.Fatalf("err = %v, want a fault that offers core", err)
	}
	s, _ := e.View(t.Context(), "main")
	if s.Count(graph.KindUnit) != 1 || s.Position() != 1 {
		t.Errorf("the refused change left something: %d units at %d", s.Count(graph.KindUnit), s.Position())
	}
}

func TestAnExpectedVersionThatMovedIsAConflict(t *testing.T) {
	e, _ := open(t, memory.New())
	do(t, e, put("unit.created", unit("core", "Core")))
	edit := func(v int32) engine.Command {
		return func(*graph.Snapshot) (change.Draft, error) {
			return change.Draft{
				Verb: "unit.renamed", Puts: []graph.Record{&graph.Unit{ID: "core", Name: "Core 2"}},
				Expects: []change.Expectation{{Record: graph.UnitID("core").Ref(), Version: v}},
			}, nil
		}
	}
	do(t, e, edit(1))
	if _, err := e.Do(t.Context(), "main", ana, edit(1)); !fault.Is(err, fault.Conflict) {
		t.Errorf("a second edit of version 1: %v, want a conflict", err)
	}
}

func TestEarlierPictures(t *testing.T) {
	e, c := open(t, memory.New())
	for day := 1; day <= 20; day++ {
		c.Set(at(7, day))
		do(t, e, put("unit.renamed", unit("core", fmt.Sprintf("Core %d", day)), unit(fmt.Sprintf("u%d", day), "U")))
	}
	c.Set(at(9, 1))
	for _, day := range []int{20, 3, 11, 4, 19, 1, 7, 3} {
		s, err := e.At(t.Context(), "main", at(7, day).Add(time.Hour))
		if err != nil || name(s, "core") != fmt.Sprintf("Core %d", day) || s.Count(graph.KindUnit) != day+1 {
			t.Errorf("At(%d July) = %q with %d units, %v", day, name(s, "core"), s.Count(graph.KindUnit), err)
		}
	}
	s, err := e.At(t.Context(), "main", at(6, 1))
	if err != nil || s.Count(graph.KindUnit) != 0 {
		t.Errorf("before everything: %d units, %v", s.Count(graph.KindUnit), err)
	}
	again, err := e.At(t.Context(), "main", at(6, 1))
	if err != nil || again != s {
		t.Errorf("a date asked for again should give the kept picture")
	}
}

func TestALateArrivalChangesThePastAndNotTheLatest(t *testing.T) {
	e, c := open(t, memory.New())
	do(t, e, put("unit.created", unit("core", "July")))
	c.Set(at(8, 1))
	do(t, e, put("unit.renamed", unit("core", "August")))
	before, _ := e.At(t.Context(), "main", at(7, 20))
	late := func(*graph.Snapshot) (change.Draft, error) {
		return change.Draft{Verb: "unit.renamed", Effective: at(7, 10), Puts: []graph.Record{&graph.Unit{ID: "core", Name: "Mid-July"}}}, nil
	}
	do(t, e, late)
	now, _ := e.View(t.Context(), "main")
	then, err := e.At(t.Context(), "main", at(7, 20))
	if name(before, "core") != "July" || name(then, "core") != "Mid-July" || name(now, "core") != "August" || err != nil {
		t.Errorf("before %q, then %q, now %q, %v", name(before, "core"), name(then, "core"), name(now, "core"), err)
	}
	broken := func(*graph.Snapshot) (change.Draft, error) {
		return change.Draft{Verb: "unit.created", Effective: at(6, 1), Puts: []graph.Record{&graph.Unit{ID: "early", Name: "Early", Parent: "core"}}}, nil
	}
	if _, err := e.Do(t.Context(), "main", ana, broken); !fault.Is(err, fault.Invalid) {
		t.Errorf("a change must hold in the picture of its own moment: %v", err)
	}
}

func TestUndo(t *testing.T) {
	e, _ := open(t, memory.New())
	do(t, e, put("unit.created", unit("core", "Core")))
	rename := do(t, e, put("unit.renamed", unit("core", "Kern")))
	if _, err := e.Undo(t.Context(), "main", ana, 1, ""); !fault.Is(err, fault.Conflict) {
		t.Errorf("undo of a change that another stands on: %v, want a conflict", err)
	}
	done, err := e.Undo(t.Context(), "main", ana, rename.Position, "a slip")
	if err != nil || name(done.Picture, "core") != "Core" {
		t.Fatalf("Undo: %q, %v", name(done.Picture, "core"), err)
	}
	for _, none := range []int64{0, -1} {
		if done, err := e.Undo(t.Context(), "main", ana, none, ""); !fault.Is(err, fault.NotFound) {
			t.Errorf("undo of change %d, which cannot be: %+v, %v", none, done, err)
		}
	}
	if _, err = e.Undo(t.Context(), "main", ana, 99, ""); !fault.Is(err, fault.NotFound) {
		t.Errorf("undo of nothing: %v", err)
	}
	child := do(t, e, put("unit.created", unit("new", "New")))
	if done, err = e.Undo(t.Context(), "main", ana, child.Position, ""); err != nil || done.Picture.Unit("new") != nil {
		t.Errorf("undo of a creation: %v", err)
	}
}

// What stood on a change and was taken back is not in its way; a change is taken back once.
func TestUndoAfterUndo(t *testing.T) {
	e, c := open(t, memory.New())
	do(t, e, put("unit.created", unit("core", "Core"), unit("pay", "Payments")))
	for _, name := range []string{"Kern", "Core"} { // 2, and 3 which sets what stood before 2
		do(t, e, put("unit.renamed", unit("core", name)))
	}
	by := engine.Actor{Name: ana.Name, Channel: ana.Channel}
	since := c.Now().Add(-time.Hour)
	last := func() int64 {
		t.Helper()
		position, err := e.LastBy(t.Context(), "main", by, since)
		if err != nil {
			t.Fatal(err)
		}
		return position
	}
	for _, want := range []struct {
		position int64
		name     string
	}{{3, "Kern"}, {2, "Core"}, {1, "(none)"}, {0, ""}} {
		position := last()
		if position != want.position {
			t.Fatalf("the change to take back is %d, want %d", position, want.position)
		}
		if position == 0 {
			break
		}
		done, err := e.Undo(t.Context(), "main", ana, position, "a slip")
		if err != nil || name(done.Picture, "core") != want.name {
			t.Fatalf("Undo(%d) leaves %q, want %q: %v", position, name(done.Picture, "core"), want.name, err)
		}
	}
	_, err := e.Undo(t.Context(), "main", ana, 3, "")
	if f := fault.Of(err); !fault.Is(err, fault.Conflict) || f.Sentence != "change 3 was taken back already, by change 4" {
		t.Errorf("once more: %v", err)
	}
	for _, back := range []int64{6, 5} { // what was taken back is there again
		if _, err := e.Undo(t.Context(), "main", ana, back, ""); err != nil {
			t.Fatalf("Undo(%d): %v", back, err)
		}
	}
	if got := last(); got != 2 {
		t.Errorf("with changes 1 and 2 there again, the last is %d", got)
	}
	if since = c.Now().Add(time.Minute); last() != 0 {
		t.Error("a change of before counts")
	}
	since, by.Name = time.Time{}, "person/bo"
	if last() != 0 {
		t.Error("a change of somebody else counts")
	}
	do(t, e, put("unit.renamed", unit("core", "Heart")))
	if _, err := e.Undo(t.Context(), "main", ana, 2, ""); !fault.Is(err, fault.Conflict) {
		t.Errorf("undo of a change that another stands on: %v, want a conflict", err)
	}
}

func TestUndoSaysWhatItTakesBack(t *testing.T) {
	for _, c := range []struct {
		verb, reason string
		position     int64
		ok           bool
	}{
		{"change.undone", "takes back change 12", 12, true},
		{"change.undone", "takes back change 12: takes back change 9", 12, true},
		{"change.undone", "the wrong half", 0, false},
		{"unit.renamed", "takes back change 12", 0, false},
	} {
		if position, ok := engine.Undoes(&ledger.Entry{Verb: c.verb, Reason: c.reason}); position != c.position || ok != c.ok {
			t.Errorf("%s because %s takes back %d, %t", c.verb, c.reason, position, ok)
		}
	}
	e, _ := open(t, memory.New())
	do(t, e, put("unit.created", unit("core", "Core")))
	done, err := e.Undo(t.Context(), "main", ana, 1, " a slip ")
	if err != nil {
		t.Fatal(err)
	}
	entry, err := e.Entry(t.Context(), "main", done.Position)
	if position, ok := engine.Undoes(&entry); err != nil || !ok || position != 1 || entry.Reason != "takes back change 1: a slip" {
		t.Errorf("the history says %q, %v", entry.Reason, err)
	}
	made := do(t, e, put("unit.imported", unit("core", "Core"), unit("pay", "Payments")))
	again := do(t, e, put("unit.imported", unit("pay", "Pay"), unit("new", "New")))
	for position, want := range map[int64][]bool{made.Position: {true, true}, again.Position: {false, true}, done.Position: {false}} {
		entry, err := e.Entry(t.Context(), "main", position)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := e.Created(t.Context(), "main", &entry); err != nil || !slices.Equal(got, want) {
			t.Errorf("Created(%d) = %v, %v, want %v", position, got, err, want)
		}
	}
}

func TestAClockThatJumpsBackLosesNothing(t *testing.T) {
	e, c := open(t, memory.New())
	c.Set(at(7, 20))
	do(t, e, put("unit.created", unit("core", "Core")))
	c.Set(at(7, 1))
	done := do(t, e, put("unit.renamed", unit("core", "Later")))
	if name(done.Picture, "core") != "Later" {
		t.Errorf("the change of a clock that jumped back is not in the picture")
	}
	s, _ := e.View(t.Context(), "main")
	if name(s, "core") != "Later" {
		t.Errorf("View = %q", name(s, "core"))
	}
}

func TestTwoEnginesFollowEachOther(t *testing.T) {
	store := memory.New()
	a, _ := open(t, store)
	b, _ := open(t, store)
	if _, err := b.View(t.Context(), "main"); err != nil {
		t.Fatal(err)
	}
	_, moved, err := b.Watch(t.Context(), "main")
	if err != nil {
		t.Fatal(err)
	}
	do(t, a, put("unit.created", unit("core", "Core")))
	select {
	case <-moved:
	case <-t.Context().Done():
		t.Fatal("the other engine was not told")
	}
	s, _ := b.View(t.Context(), "main")
	if name(s, "core") != "Core" {
		t.Errorf("the other engine sees %q", name(s, "core"))
	}
	for i := range 20 { // both write: the head's compare-and-swap orders them
		e := []*engine.Engine{a, b}[i%2]
		do(t, e, put("unit.created", unit(fmt.Sprintf("u%d", i), "U")))
	}
	if r, err := a.Verify(t.Context(), "main", nil); err != nil || r.Entries != 21 {
		t.Errorf("Verify = %+v, %v", r, err)
	}
}

func TestComputeRunsOnceForMany(t *testing.T) {
	e, _ := open(t, memory.New())
	s, err := e.View(t.Context(), "main")
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	runs := 0
	var group sync.WaitGroup
	for range 32 {
		group.Go(func() {
			got, err := engine.Compute(t.Context(), e, s, "answer", func() int {
				mu.Lock()
				defer mu.Unlock()
				runs++
				return 42
			})
			if got != 42 || err != nil {
				t.Errorf("Compute = %d, %v", got, err)
			}
		})
	}
	group.Wait()
	if runs != 1 {
		t.Errorf("computed %d times", runs)
	}
}

func TestForkRecordsNothing(t *testing.T) {
	e, _ := open(t, memory.New())
	do(t, e, put("unit.created", unit("core", "Core")))
	s, _ := e.View(t.Context(), "main")
	f, err := e.Fork(s, change.Draft{Verb: "what.if", Puts: []graph.Record{&graph.Unit{ID: "core", Name: "Other"}}})
	if err != nil || name(f, "core") != "Other" || name(s, "core") != "Core" {
		t.Errorf("fork %q, base %q, %v", name(f, "core"), name(s, "core"), err)
	}
	now, _ := e.View(t.Context(), "main")
	if now.Position() != 1 || name(now, "core") != "Core" {
		t.Errorf("the fork was recorded")
	}
}
