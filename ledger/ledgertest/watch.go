package ledgertest

import (
	"context"
	"testing"
	"time"

	"throughline/ledger"
)

func watchChecks() []check {
	return []check{
		{"a watcher is told of moves of its workspace only", watcherTold},
		{"a watch ends with its context", watchEnds},
		{"a second process sees what the first wrote", besideSees},
		{"a second process is told of moves", besideTold},
	}
}

// patience is how long a watcher waits for what must come; only a failing test waits so long.
const patience = 30 * time.Second

// told waits until the channel has a value.
func told(t testing.TB, moved <-chan struct{}, what string) {
	t.Helper()
	select {
	case _, open := <-moved:
		if !open {
			t.Fatalf("the watch ended instead of telling of %s", what)
		}
	case <-time.After(patience):
		t.Fatalf("nobody was told of %s", what)
	}
}

func watcherTold(t *testing.T, s Subject) {
	store, h, other := s.open(t), NewHistory("harbor"), NewHistory("other")
	ours, theirs := store.Watch(t.Context(), "harbor"), store.Watch(t.Context(), "other")
	h.Append(t, store, h.Next(Doc("unit", "core", 1, `{}`)))
	told(t, ours, "the first change")
	h.Append(t, store, h.Next(Doc("unit", "core", 2, `{}`)))
	h.Append(t, store, h.Next(Doc("unit", "core", 3, `{}`)))
	told(t, ours, "two more changes")
	if head, err := store.Head(t.Context(), "harbor"); err != nil || head != h.Head {
		t.Errorf("Head() after being told = %v, %v", head, err)
	}
	select {
	case <-theirs:
		t.Error("the watcher of another workspace was told")
	default:
	}
	other.Append(t, store, other.Next())
	told(t, theirs, "the other workspace's change")
}

func watchEnds(t *testing.T, s Subject) {
	store, h := s.open(t), NewHistory("harbor")
	ctx, cancel := context.WithCancel(t.Context())
	moved := store.Watch(ctx, "harbor")
	cancel()
	for range moved { // ends when the channel is closed
	}
	h.Append(t, store, h.Next())
	h.holds(t, store)
}

func besideSees(t *testing.T, s Subject) {
	if s.Beside == nil {
		return // the store lives in one process
	}
	store, h := s.open(t), team()
	h.Append(t, store, h.Entries...)
	second := s.Beside(t, store)
	defer second.Close()
	h.holds(t, second)
	h.Append(t, store, h.Next(Doc("unit", "core", 1, `{}`)))
	h.holds(t, second)
	if _, err := store.Erase(t.Context(), "harbor", "person", "ana"); err != nil {
		t.Fatal(err)
	}
	h.erased("ana").holds(t, second)
}

func besideTold(t *testing.T, s Subject) {
	if s.Beside == nil {
		return // the store lives in one process
	}
	store, h := s.open(t), NewHistory("harbor")
	second := s.Beside(t, store)
	defer second.Close()
	moved := second.Watch(t.Context(), "harbor")
	for i := range 3 {
		h.Append(t, store, h.Next(Doc("unit", "core", int32(i+1), `{}`)))
		for head := (ledger.Head{}); head != h.Head; {
			told(t, moved, "a change of another process")
			var err error
			if head, err = second.Head(t.Context(), "harbor"); err != nil {
				t.Fatal(err)
			}
		}
	}
}
