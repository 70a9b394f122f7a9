package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"sync"
	"time"
)

// waits is how long people waited, by what they did.
type waits struct {
	mu     sync.Mutex // guards all below
	took   map[string][]time.Duration
	failed map[string]int // by what went wrong
}

func (w *waits) add(name string, took time.Duration, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err != nil {
		w.failed[name+": "+err.Error()]++
		return
	}
	w.took[name] = append(w.took[name], took)
}

// quantile is the smallest wait that at least the share q of all did not exceed; 0 where there are none. The list is in order.
func quantile(sorted []time.Duration, q float64) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	at := int(q * float64(len(sorted)))
	if float64(at) == q*float64(len(sorted)) {
		at--
	}
	return sorted[min(max(at, 0), len(sorted)-1)]
}

// tell writes a line for each thing people did, under a line for all of them, and what failed. What the names after are
// called is told apart, below.
func (w *waits) tell(out io.Writer, apart ...string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	var all []time.Duration
	for name, took := range w.took {
		slices.Sort(took)
		if !slices.Contains(apart, name) {
			all = append(all, took...)
		}
	}
	slices.Sort(all)
	line := func(name string, took []time.Duration) {
		ms := func(q float64) float64 { return float64(quantile(took, q).Microseconds()) / 1000 }
		fmt.Fprintf(out, "%-16s %8d %9.1f %9.1f %9.1f %9.1f\n", name, len(took), ms(.5), ms(.95), ms(.99), ms(1))
	}
	fmt.Fprintf(out, "%-16s %8s %9s %9s %9s %9s\n", "what", "times", "p50 ms", "p95 ms", "p99 ms", "most ms")
	line("all", all)
	for _, name := range slices.Sorted(maps.Keys(w.took)) {
		line(name, w.took[name])
	}
	for _, what := range slices.Sorted(maps.Keys(w.failed)) {
		fmt.Fprintf(out, "failed %d times: %s\n", w.failed[what], what)
	}
}
