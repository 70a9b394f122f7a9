package ledgertest

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"throughline/ledger"
)

func manyChecks() []check {
	return []check{
		{"many writers, none loses a change", manyWriters},
		{"readers see whole changes while writers write", readersWhileWriting},
	}
}

// Race appends n changes to its own record from the writer, again and again on the newest head until
// each is taken, and calls taken with every entry the store acknowledged. It returns the first error
// other than a moved head.
func Race(ctx context.Context, s ledger.Store, workspace, writer string, n int, taken func(ledger.Entry)) error {
	for i := range n {
		for {
			head, err := s.Head(ctx, workspace)
			if err != nil {
				return err
			}
			body := fmt.Sprintf(`{"writer":%q,"n":%d}`, writer, i)
			e := ledger.Entry{
				Recorded: Start().Add(time.Duration(head.Position) * time.Millisecond), Actor: "person/" + writer, Verb: "record.changed",
				Documents: []ledger.Document{Doc("unit", writer, int32(i+1), body), Doc("theme", writer, int32(i+1), body)},
			}.Follow(head)
			err = s.Append(ctx, workspace, head, []ledger.Entry{e})
			if err == nil {
				taken(e)
				break
			}
			if !ledger.IsMoved(err) {
				return err
			}
		}
	}
	return nil
}

func manyWriters(t *testing.T, s Subject) {
	const writers, each = 6, 15
	store := s.open(t)
	var mu sync.Mutex
	acknowledged := map[int64]ledger.Hash{}
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			err := Race(t.Context(), store, "harbor", fmt.Sprintf("w%d", w), each, func(e ledger.Entry) {
				mu.Lock()
				defer mu.Unlock()
				acknowledged[e.Position] = e.Hash
			})
			if err != nil {
				t.Errorf("writer %d: %v", w, err)
			}
		})
	}
	wg.Wait()
	all := All(t, store, "harbor", ledger.Query{})
	if len(all) != writers*each || len(acknowledged) != writers*each {
		t.Errorf("%d entries, %d acknowledged, want %d", len(all), len(acknowledged), writers*each)
	}
	for _, e := range all {
		if acknowledged[e.Position] != e.Hash {
			t.Errorf("entry %d is not the one that was acknowledged", e.Position)
		}
	}
	if _, err := ledger.Verify(t.Context(), store, "harbor", nil); err != nil {
		t.Errorf("Verify() = %v", err)
	}
	if _, latest := Latest(t, store, "harbor"); len(latest) != 2*writers || latest[0].Document.Version != each {
		t.Errorf("latest = %+v", latest)
	}
}

func readersWhileWriting(t *testing.T, s Subject) {
	store := s.open(t)
	done := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		defer close(done)
		if err := Race(t.Context(), store, "harbor", "w", 60, func(ledger.Entry) {}); err != nil {
			t.Errorf("writer: %v", err)
		}
	})
	for range 2 {
		wg.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				if wrong := halfSeen(t, store); wrong != "" {
					t.Error(wrong)
					return
				}
			}
		})
	}
	wg.Wait()
}

// halfSeen says what in one reading shows half a change: both records are always written together.
func halfSeen(t testing.TB, s ledger.Store) string {
	var head ledger.Head
	var seen []int32
	for v, err := range s.Latest(t.Context(), "harbor", func(h ledger.Head) { head = h }) {
		if err != nil {
			return err.Error()
		}
		seen = append(seen, v.Document.Version)
	}
	whole := len(seen) == 2 && seen[0] == seen[1] && int64(seen[0]) == head.Position
	if whole || len(seen) == 0 && head.Position == 0 {
		return ""
	}
	return fmt.Sprintf("at position %d saw versions %v", head.Position, seen)
}
