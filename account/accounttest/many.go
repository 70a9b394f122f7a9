package accounttest

import (
	"fmt"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"

	"throughline/account"
)

func manyChecks() []check {
	return []check{
		{"many writers, none loses a change", manyWriters},
		{"of many who want one name one gets it", oneGetsTheName},
		{"of many who want one key one gets it", oneGetsTheKey},
		{"of many who remove one row one does", oneRemoves},
		{"readers see whole batches while writers write", wholeBatches},
		{"batches that touch the same rows in another order end", crossedBatches},
	}
}

const writers = 6

// race runs n functions at once and waits for all.
func race(n int, run func(w int)) {
	var wg sync.WaitGroup
	for w := range n {
		wg.Go(func() { run(w) })
	}
	wg.Wait()
}

func manyWriters(t *testing.T, s Subject) {
	const each = 15
	store := s.open(t)
	put(t, store, plain("count", "0"))
	race(writers, func(int) {
		for done := 0; done < each; {
			r, err := store.Row(t.Context(), "thing", "count")
			if err != nil {
				t.Errorf("Row() = %v", err)
				return
			}
			n, _ := strconv.Atoi(string(r.Body))
			r.Body = []byte(strconv.Itoa(n + 1))
			switch err := store.Write(t.Context(), account.Batch{Put: []account.Row{r}}); {
			case err == nil:
				done++
			case !account.IsMoved(err):
				t.Errorf("Write() = %v", err)
				return
			}
		}
	})
	if got := string(at(t, store, "thing", "count").Body); got != strconv.Itoa(writers*each) {
		t.Errorf("%d writers counted to %s, want %d", writers, got, writers*each)
	}
}

// single runs the batch of each writer at once, and returns how many were taken; the others must be
// too late.
func single(t *testing.T, store account.Store, batch func(w int) account.Batch) int {
	var taken atomic.Int64
	race(writers, func(w int) {
		err := store.Write(t.Context(), batch(w))
		if err == nil {
			taken.Add(1)
		} else if !account.IsMoved(err) {
			t.Errorf("Write() = %v", err)
		}
	})
	return int(taken.Load())
}

func oneGetsTheName(t *testing.T, s Subject) {
	store := s.open(t)
	for round := range 10 {
		n := single(t, store, func(w int) account.Batch {
			return account.Batch{Put: []account.Row{plain(fmt.Sprint("row-", round), fmt.Sprint(w)), plain(fmt.Sprintf("own-%d-%d", round, w), "")}}
		})
		if n != 1 {
			t.Fatalf("%d writers made the same row", n)
		}
	}
	if all := list(t, store, account.Query{Kind: "thing"}); len(all) != 20 {
		t.Errorf("there are %d rows, want 20: those who were late must leave nothing", len(all))
	}
}

func oneGetsTheKey(t *testing.T, s Subject) {
	store := s.open(t)
	for round := range 10 {
		n := single(t, store, func(w int) account.Batch {
			return account.Batch{Put: []account.Row{withKey(fmt.Sprintf("%d-%d", round, w), fmt.Sprint("key-", round), 0)}}
		})
		if n != 1 {
			t.Fatalf("%d writers have the same key", n)
		}
	}
}

func oneRemoves(t *testing.T, s Subject) {
	store := s.open(t)
	for round := range 10 {
		r := put(t, store, plain(fmt.Sprint("row-", round), ""))[0]
		n := single(t, store, func(w int) account.Batch {
			return account.Batch{Remove: []account.Row{r}, Put: []account.Row{plain(fmt.Sprintf("by-%d-%d", round, w), "")}}
		})
		if n != 1 {
			t.Fatalf("%d writers removed the same row", n)
		}
	}
}

func wholeBatches(t *testing.T, s Subject) {
	store := s.open(t)
	rows := put(t, store, plain("a", "0"), plain("b", "0"))
	done := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		defer close(done)
		for i := range 60 {
			for j := range rows {
				rows[j].Body = []byte(fmt.Sprint(i))
			}
			rows = put(t, store, rows...)
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
				if got := list(t, store, account.Query{Kind: "thing"}); len(got) != 2 || string(got[0].Body) != string(got[1].Body) {
					t.Errorf("a reader saw half a batch: %v", got)
					return
				}
			}
		})
	}
	wg.Wait()
}

func crossedBatches(t *testing.T, s Subject) {
	store := s.open(t)
	put(t, store, plain("a", "0"), plain("b", "0"))
	var taken atomic.Int64
	race(writers, func(w int) {
		for range 10 {
			names := []string{"a", "b"}
			if w%2 == 1 {
				names = []string{"b", "a"}
			}
			var b account.Batch
			for _, name := range names {
				r, err := store.Row(t.Context(), "thing", name)
				if err != nil {
					t.Errorf("Row() = %v", err)
					return
				}
				b.Put = append(b.Put, r)
			}
			if err := store.Write(t.Context(), b); err == nil {
				taken.Add(1)
			} else if !account.IsMoved(err) {
				t.Errorf("Write() = %v", err)
			}
		}
	})
	if taken.Load() == 0 {
		t.Error("nobody ever wrote")
	}
}
