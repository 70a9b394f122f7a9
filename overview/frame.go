package overview

import (
	"throughline/finding"
	"throughline/graph"
)

// Frame is what every page starts from.
type Frame struct {
	Picture *graph.Snapshot
	Period  *graph.Period  // nil when the organisation has none
	Locks   []finding.Lock // the period's plan locks up to the day of the picture, oldest first
}

// Today is the day the frame shows.
func (f Frame) Today() graph.Date { return f.Picture.Today() }

// Lock is the latest plan lock; ok is false when the plan was never locked.
func (f Frame) Lock() (lock finding.Lock, ok bool) {
	if len(f.Locks) == 0 {
		return finding.Lock{}, false
	}
	return f.Locks[len(f.Locks)-1], true
}

// locked is the picture at the latest plan lock, nil without one.
func (f Frame) locked() *graph.Snapshot {
	l, _ := f.Lock()
	return l.Then
}
