package engine

import (
	"container/list"
	"context"
	"sync"
	"sync/atomic"

	"throughline/graph"
)

// memo keeps results of pure computations by picture, measure and parameters. Each is computed once,
// however many ask at the same time. The results used longest ago are dropped; so are those of the
// pictures used longest ago, because a result holds on to its picture.
type memo struct {
	mu      sync.Mutex // guards all below
	limit   int        // of results
	most    int        // of records in all the pictures together
	records int        // in all the pictures together
	byKey   map[memoKey]*list.Element
	order   *list.List // of *memoEntry, newest use first
	byShown map[*graph.Snapshot]*list.Element
	shown   *list.List // of *shown, newest use first
}

type memoKey struct {
	picture *graph.Snapshot
	what    any
}

type memoEntry struct {
	key    memoKey
	missed atomic.Bool   // somebody left before it was there, and those who watch will be told
	done   chan struct{} // closed when all below is set
	ran    bool          // the computation came to its end
	value  any
	panic  any
}

// shown is a picture with results.
type shown struct {
	picture *graph.Snapshot
	size    int
	results map[any]*list.Element // by what they are
}

func newMemo(limit, most int) *memo {
	return &memo{
		limit: limit, most: most,
		byKey: make(map[memoKey]*list.Element), order: list.New(),
		byShown: make(map[*graph.Snapshot]*list.Element), shown: list.New(),
	}
}

// claim returns the entry of the key, and whether the caller is the one to compute it.
func (m *memo) claim(key memoKey) (entry *memoEntry, mine bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s := m.show(key.picture)
	if el, found := m.byKey[key]; found {
		m.order.MoveToFront(el)
		return el.Value.(*memoEntry), false
	}
	entry = &memoEntry{key: key, done: make(chan struct{})}
	el := m.order.PushFront(entry)
	m.byKey[key], s.results[key.what] = el, el
	for m.order.Len() > m.limit {
		m.remove(m.order.Back())
	}
	return entry, true
}

// show moves the picture to the front, and drops those used longest ago when they have become too much.
func (m *memo) show(picture *graph.Snapshot) *shown {
	if el, found := m.byShown[picture]; found {
		m.shown.MoveToFront(el)
		return el.Value.(*shown)
	}
	s := &shown{picture, 1 + picture.Size(), make(map[any]*list.Element)}
	m.byShown[picture] = m.shown.PushFront(s)
	for m.records += s.size; m.records > m.most && m.shown.Len() > 1; {
		m.leave(m.shown.Back())
	}
	return s
}

// leave drops a picture and its results.
func (m *memo) leave(el *list.Element) {
	s := m.shown.Remove(el).(*shown)
	delete(m.byShown, s.picture)
	m.records -= s.size
	for what, result := range s.results {
		delete(m.byKey, memoKey{s.picture, what})
		m.order.Remove(result)
	}
}

// remove drops one result, and its picture when it was the last one of it.
func (m *memo) remove(el *list.Element) {
	key := m.order.Remove(el).(*memoEntry).key
	delete(m.byKey, key)
	from := m.byShown[key.picture]
	s := from.Value.(*shown)
	if delete(s.results, key.what); len(s.results) == 0 {
		m.leave(from)
	}
}

// forget drops a computation that did not end well, so that it is tried again.
func (m *memo) forget(entry *memoEntry) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if el, found := m.byKey[entry.key]; found && el.Value == entry {
		m.remove(el)
	}
}

// drop forgets the results of a picture that nobody will ask for any more; it may be nil.
func (m *memo) drop(picture *graph.Snapshot) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if el, found := m.byShown[picture]; found {
		m.leave(el)
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
			if err := e.compute(ctx, e.heavy, entry, func() any { return run() }); err != nil {
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

// compute runs what the entry is for, once there is a place.
func (e *Engine) compute(ctx context.Context, places chan struct{}, entry *memoEntry, run func() any) error {
	defer close(entry.done)
	select {
	case places <- struct{}{}:
	case <-ctx.Done():
		e.memo.forget(entry)
		return calledOff(ctx)
	}
	defer func() {
		entry.panic = recover()
		if !entry.ran {
			e.memo.forget(entry)
		}
		<-places
	}()
	entry.value = run()
	entry.ran = true
	return nil
}
