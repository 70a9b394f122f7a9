package engine_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"throughline/access"
	"throughline/change"
	"throughline/engine"
	"throughline/fault"
	"throughline/graph"
	"throughline/ledger"
	"throughline/storage/memory"
)

// keyed is an owner whose request has a name.
func keyed(key, body string) engine.As {
	return engine.As{
		Actor: engine.Actor{Name: "person/ana", Channel: ledger.API}, Viewer: access.Viewer{Role: access.Owner},
		Once: engine.Once{Key: key, Body: []byte(body)},
	}
}

// another is a command that makes one more unit each time it runs.
func another(s *graph.Snapshot) (change.Draft, error) {
	id := fmt.Sprintf("u-%d", s.Count(graph.KindUnit))
	return change.Draft{Verb: "unit.created", Puts: []graph.Record{&graph.Unit{ID: graph.UnitID(id), Name: id}}}, nil
}

func named(t *testing.T, e *engine.Engine, by engine.As, wantPosition int64, wantAgain bool) {
	t.Helper()
	done, err := e.DoAs(t.Context(), "main", by, another)
	if err != nil || done.Position != wantPosition || done.Again != wantAgain {
		t.Errorf("%s = %d, again %v, %v; want %d, %v", by.Once.Key, done.Position, done.Again, err, wantPosition, wantAgain)
	}
}

func TestANamedRequestIsDoneOnce(t *testing.T) {
	store := memory.New()
	e, c := open(t, store)
	named(t, e, keyed("a", "x"), 1, false)
	named(t, e, keyed("b", "x"), 2, false)
	named(t, e, keyed("a", "x"), 1, true)
	bo := keyed("a", "x")
	bo.Actor.Name = "person/bo"
	named(t, e, bo, 3, false)
	if _, err := e.DoAs(t.Context(), "main", keyed("a", "y"), another); !fault.Is(err, fault.Conflict) {
		t.Errorf("the same name for something else: %v", err)
	}
	again, _ := open(t, store) // as after a restart
	named(t, again, keyed("a", "x"), 1, true)
	named(t, again, keyed("c", "x"), 4, false)
	c.Set(at(7, 2).Add(-time.Millisecond))
	named(t, e, keyed("a", "x"), 1, true)
	c.Set(at(7, 2))
	named(t, e, keyed("a", "x"), 5, false)
	named(t, e, keyed("a", "x"), 5, true)
	for entry, err := range e.Log(t.Context(), "main", ledger.Query{}) {
		if err != nil || entry.Channel.Way() != ledger.API || entry.Channel.Request() == "" {
			t.Errorf("entry %d came by %q (%v)", entry.Position, entry.Channel, err)
		}
	}
}

func TestARequestThatCameToNothingMayBeMadeAgain(t *testing.T) {
	e, _ := open(t, memory.New())
	refuse := func(*graph.Snapshot) (change.Draft, error) {
		return change.Draft{}, fault.New(fault.Invalid, "no", "")
	}
	nothing := func(*graph.Snapshot) (change.Draft, error) { return change.Draft{}, nil }
	for _, run := range []engine.Command{refuse, nothing} {
		if done, err := e.DoAs(t.Context(), "main", keyed("a", "x"), run); done.Position != 0 || done.Again {
			t.Errorf("came to %+v, %v", done, err)
		}
	}
	named(t, e, keyed("a", "x"), 1, false)
}

// Whoever asks at the same time, through whichever node: a named request is done once.
func TestANamedRequestIsDoneOnceByAllNodes(t *testing.T) {
	store := memory.New()
	a, _ := open(t, store)
	b, _ := open(t, store)
	const names, times = 20, 6
	positions := make([]map[int64]bool, names)
	var mu sync.Mutex
	var group sync.WaitGroup
	for n := range names {
		positions[n] = make(map[int64]bool)
		for i := range times {
			node := []*engine.Engine{a, b}[i%2]
			group.Go(func() {
				for {
					done, err := node.DoAs(context.Background(), "main", keyed(fmt.Sprint("key-", n), "x"), another)
					if fault.Is(err, fault.Conflict) { // the nodes were in each other's way too often
						continue
					}
					if err != nil {
						t.Errorf("DoAs: %v", err)
					}
					mu.Lock()
					positions[n][done.Position] = true
					mu.Unlock()
					return
				}
			})
		}
	}
	group.Wait()
	for n, p := range positions {
		if len(p) != 1 {
			t.Errorf("request %d was done at %v", n, p)
		}
	}
	s, err := a.View(t.Context(), "main")
	if report, e := a.Verify(t.Context(), "main", nil); err != nil || e != nil || report.Entries != names {
		t.Errorf("%d entries of %d units, want %d (%v, %v)", report.Entries, s.Count(graph.KindUnit), names, err, e)
	}
}

// The newest requests are remembered, however many there were.
func TestOldRequestsAreLetGo(t *testing.T) {
	e, c := open(t, memory.New())
	for day := range 5 {
		c.Set(at(7, 1+day))
		for n := range 4 {
			named(t, e, keyed(fmt.Sprintf("%d-%d", day, n), "x"), int64(4*day+n+1), false)
		}
	}
	if n := e.Asked("main"); n > 5 {
		t.Errorf("%d requests are remembered, of which 4 are of the last day", n)
	}
}
