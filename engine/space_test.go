package engine_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"throughline/engine"
	"throughline/fault"
	"throughline/graph"
	"throughline/ledger"
	"throughline/storage/memory"
)

var errUnreadable = errors.New("the disk does not answer")

// unreadable is a store whose history cannot be read for a while.
type unreadable struct {
	ledger.Store
	broken atomic.Bool
	loads  atomic.Int64 // how often the latest documents were read
	asked  atomic.Int64 // how often entries were asked for
}

func (u *unreadable) Entries(ctx context.Context, workspace string, q ledger.Query) iter.Seq2[ledger.Entry, error] {
	u.asked.Add(1)
	if u.broken.Load() {
		return func(yield func(ledger.Entry, error) bool) { yield(ledger.Entry{}, errUnreadable) }
	}
	return u.Store.Entries(ctx, workspace, q)
}

func (u *unreadable) Between(ctx context.Context, workspace string, after, until time.Time) iter.Seq2[ledger.Version, error] {
	if u.broken.Load() {
		return func(yield func(ledger.Version, error) bool) { yield(ledger.Version{}, errUnreadable) }
	}
	return u.Store.Between(ctx, workspace, after, until)
}

func (u *unreadable) Latest(ctx context.Context, workspace string, at func(ledger.Head)) iter.Seq2[ledger.Version, error] {
	u.loads.Add(1)
	return u.Store.Latest(ctx, workspace, at)
}

// TestAPictureThatCannotFollowSaysSoAndCatchesUp lets another process write while the history cannot be read.
func TestAPictureThatCannotFollowSaysSoAndCatchesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		shared := memory.New()
		store := &unreadable{Store: shared}
		var mu sync.Mutex
		var reports []string
		e := engine.New(store, engine.Options{Report: func(err error) { mu.Lock(); defer mu.Unlock(); reports = append(reports, err.Error()) }})
		defer e.Close()
		other := engine.New(shared, engine.Options{})
		defer other.Close()
		do(t, e, put("unit.created", unit("core", "Core")))
		_, moved, err := e.Watch(t.Context(), "main")
		if err != nil {
			t.Fatal(err)
		}
		store.broken.Store(true)
		do(t, other, put("unit.renamed", unit("core", "Kern")))
		<-moved // whoever watches is told that something is wrong
		if _, _, err := e.Watch(t.Context(), "main"); !fault.Is(err, fault.Unavailable) || !errors.Is(err, errUnreadable) {
			t.Errorf("Watch = %v, want that the picture is behind", err)
		}
		if err := e.Healthy(t.Context(), "main"); !fault.Is(err, fault.Unavailable) {
			t.Errorf("Healthy = %v", err)
		}
		if s, err := e.View(t.Context(), "main"); err != nil || name(s, "core") != "Core" {
			t.Errorf("View = %q, %v, want what was known", name(s, "core"), err)
		}
		pass(10 * time.Minute)
		if n := store.asked.Load(); n < 20 || n > 40 {
			t.Errorf("tried %d times in ten minutes, want soon at first and then every half minute", n)
		}
		store.broken.Store(false)
		pass(31 * time.Second)
		s, err := e.View(t.Context(), "main")
		if err != nil || name(s, "core") != "Kern" {
			t.Errorf("View = %q, %v, want that it caught up", name(s, "core"), err)
		}
		if err := e.Healthy(t.Context(), "main"); err != nil {
			t.Errorf("Healthy = %v", err)
		}
		if state, _, err := e.Watch(t.Context(), "main"); err != nil || state.Position != 2 {
			t.Errorf("Watch = %s, %v", state, err)
		}
		mu.Lock()
		defer mu.Unlock()
		if len(reports) != 1 || !strings.Contains(reports[0], "workspace main") || !strings.Contains(reports[0], errUnreadable.Error()) {
			t.Errorf("reported %q, want it once", reports)
		}
	})
}

// TestAWriterThatIsBehindCatchesUpWithoutBeingTold: the other process is only noticed because it won the race.
func TestAWriterThatIsBehindCatchesUpWithoutBeingTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		shared := memory.New()
		store := &unreadable{Store: &deaf{shared}}
		e := engine.New(store, engine.Options{})
		defer e.Close()
		other := engine.New(shared, engine.Options{})
		defer other.Close()
		do(t, e, put("unit.created", unit("core", "Core")))
		do(t, other, put("unit.renamed", unit("core", "Kern")))
		store.broken.Store(true)
		if _, err := e.Do(t.Context(), "main", ana, put("unit.created", unit("pay", "Payments"))); !errors.Is(err, errUnreadable) {
			t.Errorf("Do = %v", err)
		}
		store.broken.Store(false)
		pass(time.Second)
		if s, err := e.View(t.Context(), "main"); err != nil || name(s, "core") != "Kern" {
			t.Errorf("View = %q, %v", name(s, "core"), err)
		}
		do(t, e, put("unit.created", unit("pay", "Payments")))
	})
}

// deaf is a store that does not tell when the head moves.
type deaf struct{ ledger.Store }

func (d *deaf) Watch(ctx context.Context, _ string) <-chan struct{} { return make(chan struct{}) }

// TestNothingIsMissedBetweenTheLoadAndTheWatch lets another process write right after the documents were read.
func TestNothingIsMissedBetweenTheLoadAndTheWatch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		shared := memory.New()
		other := engine.New(shared, engine.Options{})
		defer other.Close()
		do(t, other, put("unit.created", unit("core", "Core")))
		store := &afterLoad{Store: shared, then: func() { do(t, other, put("unit.renamed", unit("core", "Kern"))) }}
		e := engine.New(store, engine.Options{})
		defer e.Close()
		if _, err := e.View(t.Context(), "main"); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if s, err := e.View(t.Context(), "main"); err != nil || name(s, "core") != "Kern" {
			t.Errorf("View = %q, %v", name(s, "core"), err)
		}
	})
}

// afterLoad is a store in which something happens right after the latest documents were read.
type afterLoad struct {
	ledger.Store
	then func()
}

func (a *afterLoad) Latest(ctx context.Context, workspace string, at func(ledger.Head)) iter.Seq2[ledger.Version, error] {
	return func(yield func(ledger.Version, error) bool) {
		a.Store.Latest(ctx, workspace, at)(yield)
		a.then()
	}
}

func TestAWorkspaceLeavesMemoryWhenNobodyUsesIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &unreadable{Store: memory.New()}
		e := engine.New(store, engine.Options{Idle: time.Minute})
		defer e.Close()
		gone := make(chan string, 9)
		e.Leaving(func(workspace string) { gone <- workspace })
		do(t, e, put("unit.created", unit("core", "Core")))
		do(t, e, put("unit.renamed", unit("core", "Kern")))
		for range 5 { // it is used now and then
			pass(50 * time.Second)
			if _, err := e.View(t.Context(), "main"); err != nil || e.InMemory() != 1 {
				t.Fatalf("%d workspaces in memory, %v", e.InMemory(), err)
			}
		}
		pass(2 * time.Minute)
		if n := e.InMemory(); n != 0 {
			t.Errorf("%d workspaces stay in memory", n)
		}
		if len(gone) != 1 || <-gone != "main" {
			t.Error("who keeps something of it was not told once")
		}
		if s, err := e.View(t.Context(), "main"); err != nil || name(s, "core") != "Kern" || store.loads.Load() != 2 {
			t.Errorf("View = %q, %v after %d loads", name(s, "core"), err, store.loads.Load())
		}
	})
}

func TestAWorkspaceThatIsWatchedStays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := engine.New(memory.New(), engine.Options{Idle: time.Minute})
		defer e.Close()
		ctx, leave := context.WithCancel(t.Context())
		if _, _, err := e.Watch(ctx, "main"); err != nil {
			t.Fatal(err)
		}
		pass(time.Hour)
		if e.InMemory() != 1 {
			t.Error("a workspace that is watched left memory")
		}
		leave()
		pass(150 * time.Second)
		if e.InMemory() != 0 {
			t.Error("it stays after the last watcher left")
		}
	})
}

func TestAWatcherThatWasToldIsNoUserAnyMore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := engine.New(memory.New(), engine.Options{Idle: time.Minute})
		defer e.Close()
		_, moved, err := e.Watch(t.Context(), "main")
		if err != nil {
			t.Fatal(err)
		}
		do(t, e, put("unit.created", unit("core", "Core")))
		<-moved
		pass(150 * time.Second)
		if e.InMemory() != 0 {
			t.Error("it stays after the watcher was told")
		}
	})
}

func TestAWorkspaceStaysForEverWhereThatIsAskedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := engine.New(memory.New(), engine.Options{Idle: -1})
		defer e.Close()
		do(t, e, put("unit.created", unit("core", "Core")))
		pass(1000 * time.Hour)
		if e.InMemory() != 1 {
			t.Error("the workspace left memory")
		}
	})
}

// TestNoCommandIsLostWhenAWorkspaceLeavesMemory sends commands right around the moment at which the writer
// rests: each is recorded once, in the workspace that was left or in the one that is loaded again.
func TestNoCommandIsLostWhenAWorkspaceLeavesMemory(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &unreadable{Store: memory.New()}
		e := engine.New(store, engine.Options{Idle: time.Minute})
		defer e.Close()
		sent := 0
		for round := range 50 {
			var group sync.WaitGroup
			for w := range 4 {
				id := fmt.Sprintf("u-%d-%d", round, w)
				sent++
				group.Go(func() {
					if _, err := e.Do(t.Context(), "main", ana, put("unit.created", unit(id, "U"))); err != nil {
						t.Error(err)
					}
				})
			}
			group.Wait()
			pass(time.Minute) // wakes in the same instant as the writer that wants to rest
		}
		pass(3 * time.Minute)
		if head, err := store.Head(t.Context(), "main"); err != nil || head.Position != int64(sent) {
			t.Errorf("%d changes are recorded, %v, want %d", head.Position, err, sent)
		}
		s, err := e.View(t.Context(), "main")
		if err != nil || len(names(s)) != sent {
			t.Errorf("%d units, %v, want %d", len(names(s)), err, sent)
		}
		if store.loads.Load() < 2 {
			t.Error("the workspace never left memory")
		}
	})
}

func TestWhatIsReadInTheBackgroundKeepsAWorkspaceInMemory(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := engine.New(memory.New(), engine.Options{Idle: time.Minute})
		defer e.Close()
		do(t, e, put("unit.created", unit("core", "Core")))
		moment := time.Now()
		pass(30 * time.Second)
		var runs atomic.Int64
		looks := lookAtName(&runs, moment)
		run := looks[0].Run
		looks[0].Run = func(s *graph.Snapshot) string { pass(time.Hour); return run(s) }
		ended, cancel := context.WithCancel(t.Context())
		cancel()
		if _, whole, err := engine.LookBack(ended, e, "main", looks); whole || err != nil {
			t.Fatal(whole, err)
		}
		pass(30 * time.Minute)
		if e.InMemory() != 1 {
			t.Error("the workspace left memory under way")
		}
		pass(time.Hour)
		if e.InMemory() != 0 || runs.Load() != 1 {
			t.Errorf("%d workspaces in memory after it, computed %d times", e.InMemory(), runs.Load())
		}
	})
}
