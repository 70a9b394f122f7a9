package engine

import (
	"math"
	"runtime"
)

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

// Kept is how many pictures of earlier moments the workspace keeps, and how many bytes they are taken to hold
// that no other picture does.
func (e *Engine) Kept(workspace string) (pictures, bytes int) {
	e.mu.Lock()
	s := e.spaces[workspace]
	e.mu.Unlock()
	s.past.mu.Lock()
	defer s.past.mu.Unlock()
	return len(s.past.kept), s.past.held
}

// KeepUpTo sets how many bytes the kept pictures of a workspace may hold.
func (e *Engine) KeepUpTo(bytes int) { e.opt.Keep = bytes }

// Remembered is how many results are kept.
func (e *Engine) Remembered() int {
	e.memo.mu.Lock()
	defer e.memo.mu.Unlock()
	return e.memo.order.Len()
}

// GoBackwards makes the engine go backwards over more than so many versions, and assemble a picture anew
// when it has not so many records for each that changed.
func (e *Engine) GoBackwards(few, worth int) {
	e.ways.few, e.ways.per, e.ways.worth = few, math.MaxInt, worth
}

// Looks is how many results of earlier moments are kept.
func (e *Engine) Looks(workspace string) int {
	e.mu.Lock()
	s := e.spaces[workspace]
	e.mu.Unlock()
	s.looks.mu.Lock()
	defer s.looks.mu.Unlock()
	return len(s.looks.all)
}

// InMemory is how many workspaces are in memory.
func (e *Engine) InMemory() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return len(e.spaces)
}

// Asked is how many named requests the workspace remembers.
func (e *Engine) Asked(workspace string) int {
	e.mu.Lock()
	s := e.spaces[workspace]
	e.mu.Unlock()
	s.asked.mu.Lock()
	defer s.asked.mu.Unlock()
	return max(len(s.asked.byKey), len(s.asked.order))
}
