package engine

import (
	"container/list"
	"context"
	"sync"

	"throughline/graph"
)

// memo keeps results of pure computations by picture, measure and parameters. Each is computed once,
// however many ask at the same time; the ones used longest ago are dropped.
type memo struct {
	mu    sync.Mutex // guards all below
	limit int
	byKey map[memoKey]*list.Element
	order *list.List // of *memoEntry, newest use first
}

type memoKey struct {
	picture *graph.Snapshot
	what    any
}

type memoEntry struct {
	key   memoKey
	done  chan struct{} // closed when all below is set
	ran   bool          // the computation came to its end
	value any
	panic any
}

func newMemo(limit int) *memo {
	return &memo{limit: limit, byKey: make(map[memoKey]*list.Element), order: list.New()}
}

// claim returns the entry of the key, and whether the caller is the one to compute it.
func (m *memo) claim(key memoKey) (entry *memoEntry, mine bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if el, found := m.byKey[key]; found {
		m.order.MoveToFront(el)
		return el.Value.(*memoEntry), false
	}
	entry = &memoEntry{key: key, done: make(chan struct{})}
	m.byKey[key] = m.order.PushFront(entry)
	for m.order.Len() > m.limit {
		oldest := m.order.Back()
		delete(m.byKey, oldest.Value.(*memoEntry).key)
		m.order.Remove(oldest)
	}
	return entry, true
}

// forget drops a computation that did not end well, so that it is tried again.
func (m *memo) forget(entry *memoEntry) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if el, found := m.byKey[entry.key]; found && el.Value == entry {
		delete(m.byKey, entry.key)
		m.order.Remove(el)
	}
}

// Compute is the result of a pure function of the picture and the comparable parameters in what, which
// must name the function too. It is computed once and kept while there is room. It waits for a place
// among the heavy computations, so that pages stay quick on small machines; run must not call Compute.
func Compute[T any](ctx context.Context, e *Engine, picture *graph.Snapshot, what any, run func() T) (T, error) {
	var none T
	for {
		entry, mine := e.memo.claim(memoKey{picture, what})
		if mine {
			if err := e.compute(ctx, entry, func() any { return run() }); err != nil {
				return none, err
			}
		}
		select {
		case <-entry.done:
		case <-ctx.Done():
			return none, calledOff(ctx)
		}
		switch {
		case entry.panic != nil:
			panic(entry.panic)
		case entry.ran:
			value, _ := entry.value.(T) // nil when T is an interface and the value is
			return value, nil
		}
		// Whoever was to compute it was called off, and so it falls to another.
	}
}

func (e *Engine) compute(ctx context.Context, entry *memoEntry, run func() any) error {
	defer close(entry.done)
	select {
	case e.heavy <- struct{}{}:
	case <-ctx.Done():
		e.memo.forget(entry)
		return calledOff(ctx)
	}
	defer func() {
		entry.panic = recover()
		if !entry.ran {
			e.memo.forget(entry)
		}
		<-e.heavy
	}()
	entry.value = run()
	entry.ran = true
	return nil
}
