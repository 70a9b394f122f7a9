package storage

import (
	"context"
	"errors"
	"maps"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// elsewhere is the heads as another process moves them.
type elsewhere struct {
	mu   sync.Mutex
	at   map[string]int64
	err  error
	asks int
}

func (e *elsewhere) move(workspace string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.at[workspace]++
}

func (e *elsewhere) fail(err error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.err = err
}

func (e *elsewhere) positions(context.Context) (map[string]int64, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.asks++
	return maps.Clone(e.at), e.err
}

// following runs a test with a follower that looks every second of a made-up clock.
func following(t *testing.T, test func(t *testing.T, e *elsewhere, f *Follower)) {
	synctest.Test(t, func(t *testing.T) {
		e := &elsewhere{at: map[string]int64{"a": 3, "b": 5}}
		f := NewFollower(e.positions, time.Second)
		defer f.Close()
		test(t, e, f)
	})
}

// toldWithin reports whether the watcher is told within the time.
func toldWithin(moved <-chan struct{}, limit time.Duration) bool {
	select {
	case <-moved:
		return true
	case <-time.After(limit):
		return false
	}
}

func TestFollowerTellsOfOthers(t *testing.T) {
	following(t, func(t *testing.T, e *elsewhere, f *Follower) {
		a, b := f.Watch(t.Context(), "a"), f.Watch(t.Context(), "b")
		if toldWithin(a, time.Minute) {
			t.Error("told of what happened before the watch")
		}
		e.move("a")
		if !toldWithin(a, 1100*time.Millisecond) {
			t.Error("not told within a turn")
		}
		if toldWithin(b, time.Minute) {
			t.Error("told of another workspace")
		}
	})
}

func TestFollowerLooksWhenTold(t *testing.T) {
	following(t, func(t *testing.T, e *elsewhere, f *Follower) {
		a := f.Watch(t.Context(), "a")
		e.move("a")
		f.Look()
		f.Look()
		if !toldWithin(a, time.Millisecond) {
			t.Error("Look() must not wait for the turn")
		}
	})
}

func TestFollowerOutlivesTrouble(t *testing.T) {
	following(t, func(t *testing.T, e *elsewhere, f *Follower) {
		a := f.Watch(t.Context(), "a")
		e.fail(errors.New("no connection"))
		e.move("a")
		if toldWithin(a, time.Minute) {
			t.Error("told without having seen anything")
		}
		e.fail(nil)
		if !toldWithin(a, 1100*time.Millisecond) {
			t.Error("what moved while nothing could be read must be told after")
		}
	})
}

func TestFollowerDoesNotLookForNobody(t *testing.T) {
	following(t, func(t *testing.T, e *elsewhere, f *Follower) {
		<-time.After(time.Hour)
		if e.asks != 0 {
			t.Errorf("asked %d times although nobody watches", e.asks)
		}
	})
}

func TestFollowerEndsWhatItStarted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := &elsewhere{at: map[string]int64{}}
		f := NewFollower(e.positions, time.Second)
		a := f.Watch(t.Context(), "a")
		ended := false
		f.Go(func(ctx context.Context) { <-ctx.Done(); ended = true })
		f.Close()
		if _, open := <-a; open || !ended {
			t.Errorf("after Close the watch is open %v, the helper ended %v", open, ended)
		}
	})
}
