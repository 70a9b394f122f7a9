package engine_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"throughline/engine"
	"throughline/fault"
	"throughline/graph"
	"throughline/storage/memory"
)

func TestResultsAreKeptByPictureAndParameters(t *testing.T) {
	e, _ := open(t, memory.New())
	a, b := graph.Empty(), graph.Empty()
	type key struct {
		what   string
		period graph.PeriodID
	}
	runs := 0
	ask := func(s *graph.Snapshot, k key) int {
		got, err := engine.Compute(t.Context(), e, s, k, func() int { runs++; return runs })
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	first := ask(a, key{"sum", "h1"})
	for _, c := range []struct {
		s    *graph.Snapshot
		k    key
		same bool
	}{
		{a, key{"sum", "h1"}, true}, {a, key{"sum", "h2"}, false}, {a, key{"mean", "h1"}, false}, {b, key{"sum", "h1"}, false}, {a, key{"sum", "h1"}, true},
	} {
		if got := ask(c.s, c.k); (got == first) != c.same {
			t.Errorf("%+v gives %d, the first was %d", c.k, got, first)
		}
	}
	if runs != 4 {
		t.Errorf("computed %d times, want 4", runs)
	}
}

func TestTheResultsUsedLongestAgoAreDropped(t *testing.T) {
	e := engine.New(memory.New(), engine.Options{Results: 3})
	t.Cleanup(e.Close)
	s := graph.Empty()
	var ran []int
	ask := func(n int) {
		if got, err := engine.Compute(t.Context(), e, s, n, func() int { ran = append(ran, n); return n }); got != n || err != nil {
			t.Fatalf("Compute(%d) = %d, %v", n, got, err)
		}
		if e.Remembered() > 3 {
			t.Fatalf("%d results are kept, want at most 3", e.Remembered())
		}
	}
	for _, n := range []int{1, 2, 3, 1, 4, 1, 3, 2} { // 4 pushes 2 out, 2 pushes 4 out
		ask(n)
	}
	if fmt.Sprint(ran) != "[1 2 3 4 2]" {
		t.Errorf("computed %v", ran)
	}
}

// compute computes something on the picture.
func compute(t *testing.T, e *engine.Engine, s *graph.Snapshot, what string) {
	t.Helper()
	if _, err := engine.Compute(t.Context(), e, s, what, func() int { return 1 }); err != nil {
		t.Fatal(err)
	}
}

func TestResultsLeaveWithTheirPicture(t *testing.T) {
	c := &clock{now: at(7, 1)}
	e := engine.New(memory.New(), engine.Options{Clock: c.Now, Keep: 1})
	t.Cleanup(e.Close)
	history(t, e, c, 10)
	newest := func() *graph.Snapshot {
		s, err := e.View(t.Context(), "main")
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	compute(t, e, newest(), "a")
	compute(t, e, newest(), "b")
	compute(t, e, then(t, e, at(7, 3)), "a")
	if n := e.Remembered(); n != 3 {
		t.Fatalf("%d results are kept, want 3", n)
	}
	do(t, e, put("unit.renamed", unit("core", "Newer")))
	if n := e.Remembered(); n != 1 {
		t.Errorf("%d results are kept after a change, want that of July", n)
	}
	then(t, e, at(7, 5)) // only one picture of an earlier moment may be kept
	if n := e.Remembered(); n != 0 {
		t.Errorf("%d results are kept of a picture that is not", n)
	}
	compute(t, e, newest(), "a")
	c.Set(at(8, 1))
	newest()
	if n := e.Remembered(); n != 0 {
		t.Errorf("%d results of yesterday are kept", n)
	}
	compute(t, e, then(t, e, at(7, 5)), "a")
	do(t, e, effective(at(7, 4), "core", "Told late"))
	then(t, e, at(7, 2))
	if n := e.Remembered(); n != 0 {
		t.Errorf("%d results of a past that changed are kept", n)
	}
}

func TestPicturesWithResultsAreBounded(t *testing.T) {
	e := engine.New(memory.New(), engine.Options{Held: 25})
	t.Cleanup(e.Close)
	picture := func(units int) *graph.Snapshot {
		var a graph.Assembly
		for i := range units {
			a.Add(graph.WithStamp(&graph.Unit{ID: graph.UnitID(fmt.Sprintf("u%02d", i)), Name: "U"}, graph.Stamp{Version: 1, Position: 1, Effective: 1}))
		}
		return a.Snapshot(at(7, 1), 1)
	}
	first, second, third, large := picture(9), picture(9), picture(9), picture(100)
	for _, c := range []struct {
		s    *graph.Snapshot
		kept int
	}{
		{first, 2}, {second, 4}, {first, 4}, {third, 4}, // third pushes second out, with both its results
		{large, 2}, {large, 2}, // what is asked for now is kept, however large
	} {
		compute(t, e, c.s, "a")
		compute(t, e, c.s, "b")
		if n := e.Remembered(); n != c.kept {
			t.Fatalf("%d results are kept, want %d", n, c.kept)
		}
	}
}

func TestAPanicReachesEverybodyAndIsNotKept(t *testing.T) {
	e, _ := open(t, memory.New())
	s := graph.Empty()
	try := func(run func() int) (got int, panicked any) {
		defer func() { panicked = recover() }()
		got, err := engine.Compute(t.Context(), e, s, "sum", run)
		if err != nil {
			t.Error(err)
		}
		return got, nil
	}
	started, release := make(chan struct{}), make(chan struct{})
	results := make(chan any, 2)
	go func() {
		_, p := try(func() int { close(started); <-release; panic("division by zero") })
		results <- p
	}()
	<-started
	go func() {
		_, p := try(func() int { return 0 }) // waits for the one above, or begins after it
		results <- p
	}()
	close(release)
	first, second := <-results, <-results
	if first != "division by zero" && second != "division by zero" {
		t.Errorf("panics: %v and %v", first, second)
	}
	if got, p := try(func() int { return 7 }); p != nil || (got != 7 && got != 0) {
		t.Errorf("after the panic: %d, %v", got, p)
	}
}

func TestWhoWaitsForAPanicPanicsToo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := engine.New(memory.New(), engine.Options{})
		defer e.Close()
		s, release := graph.Empty(), make(chan struct{})
		panics := make(chan any, 3)
		for range 3 {
			go func() {
				defer func() { panics <- recover() }()
				engine.Compute(t.Context(), e, s, "sum", func() int { <-release; panic("overflow") })
			}()
		}
		synctest.Wait() // one computes, two wait
		close(release)
		for range 3 {
			if p := <-panics; p != "overflow" {
				t.Errorf("panic = %v", p)
			}
		}
	})
}

func TestWhoIsCalledOffDoesNotSpoilItForOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := engine.New(memory.New(), engine.Options{})
		defer e.Close()
		busy := max(1, runtime.GOMAXPROCS(0)-1)
		release := make(chan struct{})
		for i := range busy { // every place is taken
			go engine.Compute(t.Context(), e, graph.Empty(), i, func() int { <-release; return 0 })
		}
		synctest.Wait()
		s := graph.Empty()
		ctx, cancel := context.WithCancel(t.Context())
		first, second := make(chan error, 1), make(chan string, 1)
		go func() {
			_, err := engine.Compute(ctx, e, s, "sum", func() int { return 1 })
			first <- err
		}()
		synctest.Wait() // it has claimed the result and waits for a place
		go func() {
			got, err := engine.Compute(t.Context(), e, s, "sum", func() int { return 2 })
			second <- fmt.Sprint(got, err)
		}()
		synctest.Wait() // it waits for the first
		cancel()
		if err := <-first; !fault.Is(err, fault.Cancelled) || !errors.Is(err, context.Canceled) {
			t.Errorf("who was called off: %v", err)
		}
		synctest.Wait()
		close(release)
		if got := <-second; got != "2 <nil>" {
			t.Errorf("who was not called off: %s, want the result", got)
		}
	})
}

func TestWaitingForAResultCanBeCalledOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := engine.New(memory.New(), engine.Options{})
		defer e.Close()
		s, release := graph.Empty(), make(chan struct{})
		slow := make(chan int, 1)
		go func() {
			got, _ := engine.Compute(t.Context(), e, s, "sum", func() int { <-release; return 42 })
			slow <- got
		}()
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := engine.Compute(ctx, e, s, "sum", func() int { return 0 }); !fault.Is(err, fault.Cancelled) {
			t.Errorf("err = %v", err)
		}
		close(release)
		if got := <-slow; got != 42 {
			t.Errorf("the computation itself went on to %d", got)
		}
	})
}

func TestAResultMayBeNothing(t *testing.T) {
	e, _ := open(t, memory.New())
	runs := 0
	for range 2 {
		got, err := engine.Compute(t.Context(), e, graph.Empty(), "none", func() error { runs++; return nil })
		if got != nil || err != nil {
			t.Errorf("Compute = %v, %v", got, err)
		}
	}
	s := graph.Empty()
	for range 2 {
		if got, err := engine.Compute(t.Context(), e, s, "none", func() error { runs++; return nil }); got != nil || err != nil {
			t.Errorf("Compute = %v, %v", got, err)
		}
	}
	if runs != 3 {
		t.Errorf("computed %d times, want 3", runs)
	}
}

func TestHeavyComputationsLeaveAProcessorForPages(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := engine.New(memory.New(), engine.Options{})
		defer e.Close()
		release, running := make(chan struct{}), make(chan struct{}, 100)
		const many = 100
		ended := make(chan struct{}, many)
		for i := range many {
			go func() {
				engine.Compute(t.Context(), e, graph.Empty(), i, func() int { running <- struct{}{}; <-release; return i })
				ended <- struct{}{}
			}()
		}
		synctest.Wait()
		if got, most := len(running), max(1, runtime.GOMAXPROCS(0)-1); got != most {
			t.Errorf("%d run at once, want %d", got, most)
		}
		close(release)
		for range many {
			<-ended
		}
	})
}
