package engine

import (
	"context"

	"throughline/graph"
)

// Soon is Compute for what may follow later: when ctx ends before the result is there, there is false, and who
// watches the workspace is told once it is. It is computed in the background, so run may be called after Soon
// returned.
func Soon[T any](ctx context.Context, e *Engine, workspace string, picture *graph.Snapshot, what any, run func() T) (value T, there bool, err error) {
	s, err := e.use(ctx, workspace)
	if err != nil {
		return value, false, err
	}
	defer s.leave()
	for {
		entry, mine := e.memo.claim(memoKey{picture, what})
		if mine {
			err = s.aside(func() { _ = e.compute(e.ctx, e.patient, entry, func() any { return run() }) })
		}
		if err != nil {
			e.memo.forget(entry)
			close(entry.done)
			return value, false, err
		}
		if !entry.awaited(ctx) {
			return value, false, s.promise(entry)
		}
		if entry.panic != nil {
			panic(entry.panic)
		}
		if entry.ran {
			value, _ = entry.value.(T) // nil when T is an interface and the value is
			return value, true, nil
		}
		// Whoever was to compute it was called off, and so it falls to this one.
	}
}

// awaited waits for the result, and is false when ctx ended before it was there.
func (m *memoEntry) awaited(ctx context.Context) bool {
	select {
	case <-m.done:
		return true
	default:
	}
	select {
	case <-m.done:
		return true
	case <-ctx.Done():
		return false
	}
}

// aside does something in the background, as a use of the space.
func (s *space) aside(do func()) error {
	s.e.mu.Lock()
	defer s.e.mu.Unlock()
	return s.launch(do)
}

// launch is aside for who holds the engine's mu.
func (s *space) launch(do func()) error {
	if s.e.ctx.Err() != nil {
		return closed(nil)
	}
	s.users++
	s.e.owned.Go(func() {
		defer s.leave()
		do()
	})
	return nil
}

// promise tells who watches once the result is there. However many miss it, they are told once. A computation
// that panics is reported and not told: it would be asked for again and again.
func (s *space) promise(entry *memoEntry) error {
	if entry.missed.Swap(true) {
		return nil
	}
	return s.aside(func() {
		<-entry.done // at the latest when the engine ends
		if entry.panic != nil {
			s.e.opt.Report(defect(entry.panic))
			return
		}
		s.readied()
	})
}
