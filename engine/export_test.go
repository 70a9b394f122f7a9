package engine

import "runtime"

// Waiting is how many commands wait for the workspace's writer.
func (e *Engine) Waiting(workspace string) int {
	e.mu.Lock()
	s := e.spaces[workspace]
	e.mu.Unlock()
	if s == nil {
		return 0
	}
	return len(s.jobs)
}

// AwaitWaiting returns when so many commands wait.
func (e *Engine) AwaitWaiting(workspace string, n int) {
	for e.Waiting(workspace) < n {
		runtime.Gosched()
	}
}

// Kept is how many pictures of earlier moments the workspace keeps, and how many of them are milestones.
func (e *Engine) Kept(workspace string) (all, milestones int) {
	e.mu.Lock()
	s := e.spaces[workspace]
	e.mu.Unlock()
	s.past.mu.Lock()
	defer s.past.mu.Unlock()
	for _, k := range s.past.kept {
		if k.mile {
			milestones++
		}
	}
	return len(s.past.kept), milestones
}

// Remembered is how many results are kept.
func (e *Engine) Remembered() int {
	e.memo.mu.Lock()
	defer e.memo.mu.Unlock()
	return e.memo.order.Len()
}
