package engine

import (
	"context"
	"fmt"
	"sync"
	"time"

	"throughline/fault"
)

// State is what pages depend on besides the day: it is another one whenever they may show something else.
type State struct {
	Position int64 // of the last change
	Ready    int64 // grows when results that were missed have become ready
}

// String is the state as one word.
func (s State) String() string { return fmt.Sprintf("%d.%d", s.Position, s.Ready) }

// State is what the workspace's pages depend on at this moment.
func (e *Engine) State(ctx context.Context, workspace string) (State, error) {
	s, err := e.use(ctx, workspace)
	if err != nil {
		return State{}, err
	}
	defer s.leave()
	s.watch.mu.Lock()
	defer s.watch.mu.Unlock()
	return s.state(), nil
}

// state is the present state. The caller holds the watch's mu.
func (s *space) state() State { return State{s.now.Load().head.Position, s.watch.ready} }

// watch is what those who watch a space wait for.
type watch struct {
	mu     sync.Mutex // guards all below
	moved  chan struct{}
	ready  int64
	behind error // why what other processes changed is not in the picture; nil when it is
	since  time.Time
	all    map[*watcher]struct{}
}

// watcher is somebody who watches, and so uses the space.
type watcher struct {
	stop func() bool // stops waiting for the end of its context
	gone func()
}

// Watch tells what the workspace's pages depend on, and closes the channel when that moves on. While the
// picture cannot follow other processes it answers a fault that says so. Who watches uses the workspace, until
// the channel is closed or ctx ends.
func (e *Engine) Watch(ctx context.Context, workspace string) (state State, moved <-chan struct{}, err error) {
	s, err := e.use(ctx, workspace)
	if err != nil {
		return State{}, nil, err
	}
	w := &s.watch
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.behind != nil {
		s.leave()
		return State{}, nil, w.fault()
	}
	if w.all == nil {
		w.all = make(map[*watcher]struct{})
	}
	one := &watcher{gone: s.leave}
	one.stop = context.AfterFunc(ctx, func() { w.unwatch(one) })
	w.all[one] = struct{}{}
	return s.state(), w.moved, nil
}

// unwatch is told that somebody watches no more.
func (w *watch) unwatch(one *watcher) {
	w.mu.Lock()
	_, there := w.all[one]
	delete(w.all, one)
	w.mu.Unlock()
	if there {
		one.gone()
	}
}

// wake does what is to be done first, and wakes all who watch.
func (w *watch) wake(first func()) {
	w.mu.Lock()
	if first != nil {
		first()
	}
	close(w.moved)
	w.moved = make(chan struct{})
	woken := w.all
	w.all = nil
	w.mu.Unlock()
	for one := range woken {
		one.stop()
		one.gone()
	}
}

// readied wakes those whose pages wait for results.
func (s *space) readied() {
	s.watch.wake(func() { s.watch.ready = s.e.readied.Add(1) })
}

// stands takes how following other processes went, and reports whether that is news.
func (w *watch) stands(err error, clock func() time.Time) (news bool) {
	w.mu.Lock()
	was := w.behind
	w.behind = err
	if was == nil && err != nil {
		w.since = clock()
	}
	w.mu.Unlock()
	if (was == nil) == (err == nil) {
		return false
	}
	w.wake(nil)
	return true
}

func (w *watch) isBehind() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.behind != nil
}

// fault says that the picture is behind. The caller holds mu.
func (w *watch) fault() error {
	return fault.Wrap(w.behind, fault.Unavailable,
		"what other processes changed since "+w.since.UTC().Format("15:04 UTC on 2 January")+" cannot be read, so the pages show what was before",
		"It is tried again by itself; look at the log for the reason")
}

// Healthy answers whether the workspace can be read and follows other processes: nil, or what is wrong.
func (e *Engine) Healthy(ctx context.Context, workspace string) error {
	s, err := e.use(ctx, workspace)
	if err != nil {
		return err
	}
	defer s.leave()
	s.watch.mu.Lock()
	defer s.watch.mu.Unlock()
	if s.watch.behind != nil {
		return s.watch.fault()
	}
	return nil
}
