package storage

import (
	"context"
	"slices"
	"sync"
)

// Hub tells watchers of workspaces that a head moved. The zero Hub is ready; it must not be copied.
type Hub struct {
	mu       sync.Mutex
	watchers map[string][]*watcher
	closed   bool
}

type watcher struct {
	moved chan struct{}
	stop  func() bool
}

// Watch returns a channel that gets a value after Tell was called for the workspace; values that
// nobody took yet are one. It is closed when ctx ends or the hub is closed.
func (h *Hub) Watch(ctx context.Context, workspace string) <-chan struct{} {
	h.mu.Lock()
	defer h.mu.Unlock()
	w := &watcher{moved: make(chan struct{}, 1)}
	if h.closed {
		close(w.moved)
		return w.moved
	}
	if h.watchers == nil {
		h.watchers = map[string][]*watcher{}
	}
	h.watchers[workspace] = append(h.watchers[workspace], w)
	w.stop = context.AfterFunc(ctx, func() { h.drop(workspace, w) })
	return w.moved
}

// Tell wakes the watchers of the workspaces.
func (h *Hub) Tell(workspaces ...string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, name := range workspaces {
		for _, w := range h.watchers[name] {
			select {
			case w.moved <- struct{}{}:
			default:
			}
		}
	}
}

// Watched is the workspaces somebody watches, in the order of their names.
func (h *Hub) Watched() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	var out []string
	for name := range h.watchers {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

// Close closes the channels of all watchers, and of those to come.
func (h *Hub) Close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closed = true
	for _, all := range h.watchers {
		for _, w := range all {
			w.stop()
			close(w.moved)
		}
	}
	h.watchers = nil
}

func (h *Hub) drop(workspace string, gone *watcher) {
	h.mu.Lock()
	defer h.mu.Unlock()
	i := slices.Index(h.watchers[workspace], gone)
	if i < 0 {
		return // the hub was closed meanwhile
	}
	h.watchers[workspace] = slices.Delete(h.watchers[workspace], i, i+1)
	if len(h.watchers[workspace]) == 0 {
		delete(h.watchers, workspace)
	}
	close(gone.moved)
}
