package engine

import (
	"context"
	"sync"
	"time"

	"throughline/graph"
)

// Look is a pure function of the picture of an earlier moment, with what names it and its parameters, which
// must be comparable.
type Look[T any] struct {
	Moment time.Time
	What   any
	Run    func(*graph.Snapshot) T
}

// LookBack is the results of the looks, in their order. What is not at hand is computed in the background,
// the latest moment first, and kept without the picture until something becomes effective at its moment or
// before. When ctx ends earlier than that, whole is false, and who watches the workspace is told once it
// is there. Run may be called after LookBack returned, and must not call the engine.
func LookBack[T any](ctx context.Context, e *Engine, workspace string, looks []Look[T]) (values []T, whole bool, err error) {
	s, err := e.use(ctx, workspace)
	if err != nil {
		return nil, false, err
	}
	defer s.leave()
	wait := make([]*look, len(looks))
	for i, l := range looks {
		wait[i] = s.looks.claim(lookKey{l.Moment.UnixMilli(), l.What}, func(p *graph.Snapshot) any { return l.Run(p) })
	}
	if err := s.beginLooking(); err != nil {
		return nil, false, err
	}
	if !s.looks.await(ctx, wait) {
		return nil, false, nil
	}
	values = make([]T, len(looks))
	for i, l := range wait {
		if l.panic != nil {
			panic(l.panic)
		}
		if l.err != nil {
			return nil, false, l.err
		}
		values[i], _ = l.value.(T) // nil when T is an interface and the value is
	}
	return values, true, nil
}

// lookback is the results of earlier moments.
type lookback struct {
	mu      sync.Mutex // guards all below
	all     map[lookKey]*look
	queue   []*look
	running bool
	missed  bool  // somebody left before what it asked for was there
	failed  bool  // something was not to be had since
	tick    int64 // counts uses
}

type lookKey struct {
	moment int64 // Unix milliseconds
	what   any
}

// look is one result.
type look struct {
	key  lookKey
	run  func(*graph.Snapshot) any
	used int64         // the tick of its last use; guarded by the lookback
	done chan struct{} // closed when all below is set

	value any
	panic any
	err   error
}

// mostLooks bounds how many results are kept.
const mostLooks = 1024

// claim is the result of the key, queued unless it is there or under way.
func (b *lookback) claim(key lookKey, run func(*graph.Snapshot) any) *look {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.tick++
	if l := b.all[key]; l != nil {
		l.used = b.tick
		return l
	}
	l := &look{key: key, run: run, used: b.tick, done: make(chan struct{})}
	if b.all == nil {
		b.all = make(map[lookKey]*look)
	}
	b.all[key] = l
	b.queue = append(b.queue, l)
	if len(b.all) > mostLooks {
		b.drop()
	}
	return l
}

// drop lets the result go that was used longest ago.
func (b *lookback) drop() {
	var oldest *look
	for _, l := range b.all {
		if oldest == nil || l.used < oldest.used { // no two have the same
			oldest = l
		}
	}
	delete(b.all, oldest.key)
}

// await waits for the results, and is false when ctx ended before all were there.
func (b *lookback) await(ctx context.Context, looks []*look) bool {
	for _, l := range looks {
		select {
		case <-l.done:
			continue
		default:
		}
		select {
		case <-l.done:
		case <-ctx.Done():
			return !b.misses(looks)
		}
	}
	return true
}

// misses reports whether any of the results is not there, and remembers that somebody wants to be told.
func (b *lookback) misses(looks []*look) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, l := range looks {
		select {
		case <-l.done:
		default:
			b.missed = true
			return true
		}
	}
	return false
}

// next takes the queued result of the latest moment, from which the others are not far. When there is none
// the work ends, and tell says whether somebody waits to be told.
func (b *lookback) next() (l *look, tell bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.queue) == 0 {
		tell = b.missed && !b.failed // what cannot be had is not asked for again and again
		b.running, b.missed, b.failed = false, false, false
		return nil, tell
	}
	at := 0
	for i, o := range b.queue {
		if o.key.moment > b.queue[at].key.moment {
			at = i
		}
	}
	l = b.queue[at]
	b.queue = append(b.queue[:at], b.queue[at+1:]...)
	return l, false
}

// fail forgets a result that is not to be had, so that it is tried again when it is asked for.
func (b *lookback) fail(l *look) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.failed = true
	if b.all[l.key] == l {
		delete(b.all, l.key)
	}
}

// disturb forgets the results of the moment and later ones.
func (b *lookback) disturb(since time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for key := range b.all {
		if key.moment >= since.UnixMilli() {
			delete(b.all, key)
		}
	}
}

// beginLooking starts the work on what is queued, unless it is under way.
func (s *space) beginLooking() error {
	s.e.mu.Lock()
	defer s.e.mu.Unlock()
	s.looks.mu.Lock()
	defer s.looks.mu.Unlock()
	if s.looks.running || len(s.looks.queue) == 0 {
		return nil
	}
	if err := s.launch(s.look); err != nil {
		return err
	}
	s.looks.running = true
	return nil
}

// look works on what is queued until nothing is.
func (s *space) look() {
	for {
		l, tell := s.looks.next()
		if tell {
			s.readied()
		}
		if l == nil {
			return
		}
		if s.lookAt(l); l.err != nil || l.panic != nil {
			s.looks.fail(l)
		}
		close(l.done)
		if l.err != nil && s.e.ctx.Err() == nil {
			s.e.opt.Report(l.err)
		}
	}
}

func (s *space) lookAt(l *look) {
	defer func() { l.run = nil }() // it may hold on to pictures
	picture, err := s.at(s.e.ctx, time.UnixMilli(l.key.moment), true)
	if err != nil {
		l.err = err
		return
	}
	select {
	case s.e.patient <- struct{}{}:
	case <-s.e.ctx.Done():
		l.err = closed(s.e.ctx.Err())
		return
	}
	defer func() {
		if l.panic = recover(); l.panic != nil {
			s.e.opt.Report(defect(l.panic)) // nobody may be there any more to tell it
		}
		<-s.e.patient
	}()
	l.value = l.run(picture)
}
