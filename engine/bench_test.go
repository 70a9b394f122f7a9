package engine_test

import (
	"context"
	"fmt"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"throughline/change"
	"throughline/engine"
	"throughline/generate"
	"throughline/graph"
	"throughline/ledger"
	"throughline/storage/sqlite"
)

// workItem is a command that records one work item of ordinary size.
func workItem(n int64) engine.Command {
	return func(*graph.Snapshot) (change.Draft, error) {
		return change.Draft{Verb: "work.changed", Puts: []graph.Record{&graph.Work{
			ID: graph.WorkID(fmt.Sprintf("hl-%d", n)), Title: "Hardship form asks for the reason and keeps it", Unit: "u0", Size: 3,
			States: []graph.Transition{{State: graph.Opened, At: 1783382400}, {State: graph.Begun, At: 1783420200}},
			Logged: []graph.Logged{{On: 20000, Days: 1}},
		}}}, nil
	}
}

// BenchmarkDurableWrites records one change per operation with full durability: by one writer, and by 64
// that share commits. Compare the two within one run; storage/sqlite has the ceiling of the driver.
func BenchmarkDurableWrites(b *testing.B) {
	for _, writers := range []int{1, 64} {
		b.Run(fmt.Sprintf("sqlite/writers=%d", writers), func(b *testing.B) {
			store, err := sqlite.Open(b.Context(), filepath.Join(b.TempDir(), "ledger.db"), sqlite.Options{})
			if err != nil {
				b.Fatal(err)
			}
			benchmarkWrites(b, store, writers)
		})
	}
}

func benchmarkWrites(b *testing.B, store ledger.Store, writers int) {
	e := engine.New(store, engine.Options{})
	defer store.Close()
	defer e.Close()
	if _, err := e.Do(b.Context(), "main", ana, put("unit.created", unit("u0", "U"))); err != nil {
		b.Fatal(err)
	}
	next := make(chan int64, 1024)
	ended := make(chan error, writers)
	for range writers {
		go func() {
			for n := range next {
				if _, err := e.Do(context.Background(), "main", ana, workItem(n)); err != nil {
					ended <- err
					return
				}
			}
			ended <- nil
		}()
	}
	b.ResetTimer()
	for n := range int64(b.N) {
		next <- n
	}
	close(next)
	for range writers {
		if err := <-ended; err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "changes/s")
}

// synthetic fills a store with a made-up organisation of about so many records.
func synthetic(b *testing.B, records int) ledger.Store {
	b.Helper()
	store, err := sqlite.Open(b.Context(), filepath.Join(b.TempDir(), "ledger.db"), sqlite.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { store.Close() })
	org, err := generate.New(generate.Sized(records, 1, graph.On(2026, 9, 24)))
	if err != nil {
		b.Fatal(err)
	}
	e := engine.New(store, engine.Options{})
	defer e.Close()
	for d := range org.Drafts() {
		if _, err := e.Do(b.Context(), "main", ana, func(*graph.Snapshot) (change.Draft, error) { return d, nil }); err != nil {
			b.Fatal(err)
		}
	}
	return store
}

// BenchmarkStart loads an organisation from its store.
func BenchmarkStart(b *testing.B) {
	for _, records := range []int{10_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprint(records), func(b *testing.B) {
			store := synthetic(b, records)
			runtime.GC()
			for b.Loop() {
				e := engine.New(store, engine.Options{})
				if _, err := e.View(b.Context(), "main"); err != nil {
					b.Fatal(err)
				}
				e.Close()
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(records), "ns/record")
		})
	}
}

// BenchmarkTimeTravel asks for dates of a year's history: not asked before, and asked again.
func BenchmarkTimeTravel(b *testing.B) {
	store := synthetic(b, 100_000)
	e := engine.New(store, engine.Options{})
	defer e.Close()
	if _, err := e.At(b.Context(), "main", time.Date(2026, 9, 20, 0, 0, 0, 0, time.UTC)); err != nil {
		b.Fatal(err)
	}
	b.Run("new date", func(b *testing.B) {
		n := 0
		for b.Loop() {
			n++
			if _, err := e.At(b.Context(), "main", time.Date(2025, 10, 1, 0, n*37%(350*24*60), 0, 0, time.UTC)); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("same date", func(b *testing.B) {
		for b.Loop() {
			if _, err := e.At(b.Context(), "main", time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)); err != nil {
				b.Fatal(err)
			}
		}
	})
}
