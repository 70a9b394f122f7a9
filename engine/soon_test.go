package engine_test

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"throughline/engine"
	"throughline/fault"
	"throughline/graph"
	"throughline/storage/memory"
)

// watched is the state of the workspace, and what is closed when it moves.
func watched(t *testing.T, e *engine.Engine) (engine.State, <-chan struct{}) {
	t.Helper()
	state, moved, err := e.Watch(t.Context(), "main")
	if err != nil {
		t.Fatal(err)
	}
	return state, moved
}

// ended is a context of somebody who does not wait.
func ended(t *testing.T) context.Context {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	return ctx
}

// isTold reports whether the channel is closed.
func isTold(moved <-chan struct{}) bool {
	select {
	case <-moved:
		return true
	default:
		return false
	}
}

func TestWhatFollowsIsToldOnceItIsThere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := engine.New(memory.New(), engine.Options{})
		defer e.Close()
		s, release := graph.Empty(), make(chan struct{})
		run := func() string { <-release; return "between 61 and 75" }
		before, moved := watched(t, e)
		soon, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		for range 2 { // two pages miss it
			if got, there, err := engine.Soon(soon, e, "main", s, "interval", run); got != "" || there || err != nil {
				t.Fatalf("Soon = %q, %v, %v before it is there", got, there, err)
			}
		}
		synctest.Wait()
		if isTold(moved) {
			t.Fatal("told before it is there")
		}
		// What somebody waits for has its own place.
		if got, err := engine.Compute(t.Context(), e, s, "figure", func() int { return 68 }); got != 68 || err != nil {
			t.Errorf("Compute = %d, %v beside it", got, err)
		}
		close(release)
		<-moved
		after, again := watched(t, e)
		if after.Position != before.Position || after.Ready <= before.Ready {
			t.Errorf("the state was %s and is %s", before, after)
		}
		if got, there, err := engine.Soon(ended(t), e, "main", s, "interval", run); got != "between 61 and 75" || !there || err != nil {
			t.Errorf("Soon = %q, %v, %v once it is there", got, there, err)
		}
		if got, err := engine.Compute(t.Context(), e, s, "interval", func() string { return "again" }); got != "between 61 and 75" || err != nil {
			t.Errorf("Compute = %q, %v, want what is kept", got, err)
		}
		synctest.Wait()
		if isTold(again) {
			t.Error("told twice")
		}
	})
}

func TestWhoWaitsForWhatFollowsIsNotTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := engine.New(memory.New(), engine.Options{})
		defer e.Close()
		_, moved := watched(t, e)
		if got, there, err := engine.Soon(t.Context(), e, "main", graph.Empty(), "interval", func() int { return 3 }); got != 3 || !there || err != nil {
			t.Errorf("Soon = %d, %v, %v", got, there, err)
		}
		synctest.Wait()
		if isTold(moved) {
			t.Error("told of what nobody missed")
		}
	})
}

func TestWhatFollowsAndPanics(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var reports []error
		e := engine.New(memory.New(), engine.Options{Report: func(err error) { reports = append(reports, err) }})
		defer e.Close()
		_, moved := watched(t, e)
		release := make(chan struct{})
		run := func() int { <-release; panic("overflow") }
		if _, there, err := engine.Soon(ended(t), e, "main", graph.Empty(), "interval", run); there || err != nil {
			t.Fatalf("Soon = %v, %v", there, err)
		}
		close(release)
		synctest.Wait()
		if isTold(moved) {
			t.Error("told of a result that is not there: it would be asked for again and again")
		}
		if len(reports) != 1 || !strings.Contains(reports[0].Error(), "defect") {
			t.Errorf("reported %v", reports)
		}
		defer func() {
			if p := recover(); p != "overflow" {
				t.Errorf("who waits panics with %v", p)
			}
		}()
		engine.Soon(t.Context(), e, "main", graph.Empty(), "interval", run)
	})
}

func TestWhatFollowsFallsToWhoIsLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := engine.New(memory.New(), engine.Options{})
		defer e.Close()
		release := make(chan struct{})
		defer close(release)
		for i := range 64 { // every place is taken
			go engine.Compute(t.Context(), e, graph.Empty(), i, func() int { <-release; return 0 })
		}
		synctest.Wait()
		ctx, cancel := context.WithCancel(t.Context())
		go engine.Compute(ctx, e, graph.Empty(), "interval", func() int { return 1 })
		synctest.Wait() // it has claimed the result and waits for a place
		got := make(chan int, 1)
		go func() {
			n, _, _ := engine.Soon(t.Context(), e, "main", graph.Empty(), "interval", func() int { return 2 })
			got <- n
		}()
		_, moved := watched(t, e)
		engine.Soon(ended(t), e, "main", graph.Empty(), "interval", func() int { return 3 })
		synctest.Wait()
		cancel()
		if n := <-got; n != 2 {
			t.Errorf("Soon = %d, want its own result", n)
		}
		<-moved // who missed it is told
	})
}

func TestNothingFollowsOnceTheEngineIsClosed(t *testing.T) {
	e, _ := open(t, memory.New())
	watched(t, e)
	e.Close()
	if _, there, err := engine.Soon(t.Context(), e, "main", graph.Empty(), "interval", func() int { return 1 }); there || !fault.Is(err, fault.Unavailable) {
		t.Errorf("Soon = %v, %v", there, err)
	}
}
