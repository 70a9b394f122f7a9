package engine_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"throughline/engine"
	"throughline/fault"
	"throughline/graph"
	"throughline/storage/memory"
)

// lookAtName is what the unit core was called at a moment. It counts how often it is computed.
func lookAtName(runs *atomic.Int64, moments ...time.Time) (out []engine.Look[string]) {
	for _, m := range moments {
		out = append(out, engine.Look[string]{Moment: m, What: "the name of core", Run: func(s *graph.Snapshot) string {
			runs.Add(1)
			return name(s, "core")
		}})
	}
	return out
}

// looked is the results of looks that must come.
func looked(t *testing.T, e *engine.Engine, looks []engine.Look[string]) []string {
	t.Helper()
	values, whole, err := engine.LookBack(t.Context(), e, "main", looks)
	if err != nil || !whole {
		t.Fatalf("LookBack = %v, %v, %v", values, whole, err)
	}
	return values
}

func TestResultsOfEarlierMomentsAreKeptUntilTheirPastChanges(t *testing.T) {
	e, c := open(t, memory.New())
	history(t, e, c, 10)
	var runs atomic.Int64
	looks := lookAtName(&runs, at(7, 8), at(7, 2), at(7, 5))
	for range 2 {
		if got := looked(t, e, looks); fmt.Sprint(got) != "[Core 8 Core 2 Core 5]" {
			t.Fatal(got)
		}
	}
	if runs.Load() != 3 {
		t.Errorf("computed %d times, want each once", runs.Load())
	}
	do(t, e, put("unit.renamed", unit("core", "Newest"))) // of no earlier moment
	looked(t, e, looks)
	if runs.Load() != 3 {
		t.Errorf("a change of today made earlier results stale: computed %d times", runs.Load())
	}
	do(t, e, effective(at(7, 5), "core", "Told late"))
	if got := looked(t, e, looks); fmt.Sprint(got) != "[Core 8 Core 2 Told late]" {
		t.Error(got)
	}
	if runs.Load() != 5 {
		t.Errorf("computed %d times, want again from 5 July on", runs.Load())
	}
}

func TestLooksAreToldApartByMomentAndWhat(t *testing.T) {
	e, c := open(t, memory.New())
	history(t, e, c, 3)
	look := func(day int, what any, result string) engine.Look[string] {
		return engine.Look[string]{Moment: at(7, day), What: what, Run: func(*graph.Snapshot) string { return result }}
	}
	got := looked(t, e, []engine.Look[string]{look(1, "a", "one"), look(1, "b", "two"), look(2, "a", "three"), look(1, "a", "four")})
	if fmt.Sprint(got) != "[one two three one]" {
		t.Error(got)
	}
}

func TestWhoDoesNotWaitIsToldWhenItIsThere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := engine.New(memory.New(), engine.Options{})
		defer e.Close()
		do(t, e, put("unit.created", unit("core", "Core")))
		moment := time.Now()
		pass(time.Hour)
		do(t, e, put("unit.renamed", unit("core", "Kern")))
		release := make(chan struct{})
		looks := []engine.Look[string]{{Moment: moment, What: "slow", Run: func(s *graph.Snapshot) string { <-release; return name(s, "core") }}}
		before, moved, err := e.Watch(t.Context(), "main")
		if err != nil {
			t.Fatal(err)
		}
		soon, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		if values, whole, err := engine.LookBack(soon, e, "main", looks); whole || err != nil || values != nil {
			t.Fatalf("LookBack = %v, %v, %v before it is there", values, whole, err)
		}
		select {
		case <-moved:
			t.Fatal("told before it is there")
		default:
		}
		close(release)
		<-moved
		after, again, err := e.Watch(t.Context(), "main")
		if err != nil || after.Position != before.Position || after.Ready <= before.Ready {
			t.Errorf("the state was %s and is %s, %v", before, after, err)
		}
		ended, cancel := context.WithCancel(t.Context())
		cancel()
		if values, whole, err := engine.LookBack(ended, e, "main", looks); !whole || err != nil || values[0] != "Core" {
			t.Errorf("LookBack = %v, %v, %v once it is there", values, whole, err)
		}
		synctest.Wait()
		select {
		case <-again:
			t.Error("told again of what was there")
		default:
		}
	})
}

func TestTheLatestMomentsAreReadFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := engine.New(memory.New(), engine.Options{})
		defer e.Close()
		start := time.Now()
		do(t, e, put("unit.created", unit("core", "Core")))
		pass(time.Hour)
		var mu sync.Mutex
		var order []int
		var looks []engine.Look[int]
		for _, minute := range []int{3, 9, 1, 7, 5} {
			looks = append(looks, engine.Look[int]{Moment: start.Add(time.Duration(minute) * time.Minute), What: "minute", Run: func(*graph.Snapshot) int {
				mu.Lock()
				defer mu.Unlock()
				order = append(order, minute)
				return minute
			}})
		}
		values, whole, err := engine.LookBack(t.Context(), e, "main", looks)
		if err != nil || !whole || fmt.Sprint(values) != "[3 9 1 7 5]" {
			t.Fatalf("LookBack = %v, %v, %v", values, whole, err)
		}
		if !slices.IsSortedFunc(order, func(a, b int) int { return b - a }) {
			t.Errorf("read in the order %v", order)
		}
	})
}

func TestWhatCannotBeReadIsToldOnceAndTriedAgainWhenAsked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &unreadable{Store: memory.New()}
		var reports []error
		e := engine.New(store, engine.Options{Report: func(err error) { reports = append(reports, err) }})
		defer e.Close()
		moment := time.Now()
		do(t, e, put("unit.created", unit("core", "Core")))
		pass(time.Hour)
		do(t, e, put("unit.renamed", unit("core", "Kern")))
		var runs atomic.Int64
		looks := lookAtName(&runs, moment)
		store.broken.Store(true)
		_, moved, err := e.Watch(t.Context(), "main")
		if err != nil {
			t.Fatal(err)
		}
		ended, cancel := context.WithCancel(t.Context())
		cancel()
		if _, whole, err := engine.LookBack(ended, e, "main", looks); whole || err != nil {
			t.Fatalf("LookBack = %v, %v without waiting", whole, err)
		}
		synctest.Wait()
		select {
		case <-moved: // pages would ask again at once, and again
			t.Error("told that it is there")
		default:
		}
		if len(reports) != 1 || !errors.Is(reports[0], errUnreadable) {
			t.Errorf("reported %v", reports)
		}
		if _, _, err := engine.LookBack(t.Context(), e, "main", looks); !errors.Is(err, errUnreadable) {
			t.Errorf("who waits is told %v", err)
		}
		store.broken.Store(false)
		if got := looked(t, e, looks); got[0] != "Core" {
			t.Errorf("afterwards: %v", got)
		}
	})
}

func TestAPanicWhileLookingBackReachesWhoWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var reports []error
		e := engine.New(memory.New(), engine.Options{Report: func(err error) { reports = append(reports, err) }})
		defer e.Close()
		moment := time.Now()
		do(t, e, put("unit.created", unit("core", "Core")))
		pass(time.Hour)
		looks := []engine.Look[string]{{Moment: moment, What: "broken", Run: func(*graph.Snapshot) string { panic("division by zero") }}}
		defer func() {
			if p := recover(); p != "division by zero" {
				t.Errorf("panic = %v", p)
			}
			if len(reports) != 1 || !fault.Is(reports[0], fault.Internal) {
				t.Errorf("reported %v", reports)
			}
		}()
		_, _, err := engine.LookBack(t.Context(), e, "main", looks)
		t.Errorf("no panic, %v", err)
	})
}

func TestManyWhoLookBackAndWriteThePast(t *testing.T) {
	store := memory.New()
	e, c := open(t, store)
	history(t, e, c, 20)
	c.Set(at(12, 1))
	var group sync.WaitGroup
	for w := range 3 {
		group.Go(func() {
			for i := range 10 {
				if _, err := e.Do(context.Background(), "main", ana, effective(at(7, 1+(w*7+i*3)%20).Add(time.Minute), "core", fmt.Sprint(w, i))); err != nil {
					t.Error(err)
				}
			}
		})
		group.Go(func() {
			var runs atomic.Int64
			for i := range 20 {
				looks := lookAtName(&runs, at(7, 1+(w+i)%20).Add(time.Hour), at(7, 1+(w*5+i*2)%20).Add(time.Hour))
				if _, whole, err := engine.LookBack(context.Background(), e, "main", looks); !whole || err != nil {
					t.Error(whole, err)
				}
			}
		})
	}
	group.Wait()
	var runs atomic.Int64
	for day := range 20 {
		moment := at(7, 1+day).Add(time.Hour)
		if got, want := looked(t, e, lookAtName(&runs, moment))[0], name(walk(t, store, moment), "core"); got != want {
			t.Errorf("at %s: %q, want %q", moment, got, want)
		}
	}
}

func TestKeptLooksAreBounded(t *testing.T) {
	e, c := open(t, memory.New())
	history(t, e, c, 3)
	var runs atomic.Int64
	for i := range 3000 {
		looked(t, e, lookAtName(&runs, at(7, 1).Add(time.Duration(i)*time.Second)))
	}
	if n := e.Looks("main"); n != 1024 {
		t.Errorf("%d results are kept", n)
	}
	looked(t, e, lookAtName(&runs, at(7, 1).Add(2999*time.Second)))
	if runs.Load() != 3000 {
		t.Errorf("the one used last was not kept")
	}
}

func TestClosingEndsWhoLooksBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := engine.New(memory.New(), engine.Options{})
		do(t, e, put("unit.created", unit("core", "Core")))
		moment := time.Now()
		pass(time.Hour)
		release := make(chan struct{})
		looks := []engine.Look[string]{
			{Moment: moment, What: "slow", Run: func(*graph.Snapshot) string { <-release; return "" }},
			{Moment: moment.Add(-time.Second), What: "behind it", Run: func(*graph.Snapshot) string { return "" }},
		}
		answer := make(chan error)
		go func() {
			_, _, err := engine.LookBack(context.Background(), e, "main", looks)
			answer <- err
		}()
		synctest.Wait()
		go e.Close()
		synctest.Wait()
		close(release)
		if err := <-answer; !fault.Is(err, fault.Unavailable) && !fault.Is(err, fault.Cancelled) {
			t.Errorf("LookBack = %v", err)
		}
		if _, _, err := engine.LookBack(t.Context(), e, "main", looks); !fault.Is(err, fault.Unavailable) {
			t.Errorf("after the end: %v", err)
		}
	})
}
