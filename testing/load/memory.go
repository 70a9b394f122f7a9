package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"time"
)

// memory is what the program held, in bytes, as it was looked at again and again.
type memory struct {
	seen []int64
	err  error
}

// watch looks every so often until the context ends.
func (m *memory) watch(ctx context.Context, every time.Duration, resident func() (int64, error)) {
	beat := time.NewTicker(every)
	defer beat.Stop()
	for {
		select {
		case <-beat.C:
		case <-ctx.Done():
			return
		}
		n, err := resident()
		if m.err = err; err != nil {
			return
		}
		m.seen = append(m.seen, n)
	}
}

// thirds are the medians of the first, the middle and the last third of what was seen: memory that stays flat has the last two
// alike.
func (m *memory) thirds() (out [3]int64) {
	n := len(m.seen)
	for i := range out {
		part := slices.Sorted(slices.Values(m.seen[i*n/3 : (i+1)*n/3]))
		if len(part) > 0 {
			out[i] = part[len(part)/2]
		}
	}
	return out
}

func (m *memory) tell(out io.Writer) {
	if m.err != nil || len(m.seen) == 0 {
		fmt.Fprintln(out, "memory: not known:", m.err)
		return
	}
	t := m.thirds()
	fmt.Fprintf(out, "memory: %d MiB at most; %d, %d and %d MiB in the first, the middle and the last third\n", slices.Max(m.seen)>>20, t[0]>>20, t[1]>>20, t[2]>>20)
}
