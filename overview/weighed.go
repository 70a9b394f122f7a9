package overview

import (
	"sync"

	"throughline/graph"
	"throughline/intent"
)

// weighed is what was resampled so far: the diagnosis of each unit that was asked for, and the intervals of its figures. They
// take much longer than figures do, so bases between which nothing changed that they could read share them.
type weighed struct {
	diagnosed byUnit[Diagnosed]
	intervals byUnit[intent.Intervals]
}

// talk is the kinds of what people say, none of which a figure reads.
func talk() graph.KindSet {
	return graph.KindsOf(graph.KindComment, graph.KindAcknowledgement, graph.KindWaiver, graph.KindView, graph.KindProposal)
}

// weighedAfter is what was resampled for the base before, where it holds for this frame too.
func weighedAfter(prev *Base, f Frame) *weighed {
	if prev.weighed != nil && prev.Period == f.Period && prev.Today() == f.Today() {
		if refs, ok := f.Picture.Since(prev.Picture); ok && graph.KindsIn(refs).Without(talk()) == 0 {
			return prev.weighed
		}
	}
	return new(weighed)
}

// byUnit is a result for each unit that was asked for. It may be used by many goroutines, of which each works out its own.
type byUnit[T any] struct {
	mu   sync.Mutex // guards made
	made map[graph.UnitID]T
}

// of is the result of the unit, worked out by run where it is not there yet.
func (m *byUnit[T]) of(u graph.UnitID, run func(graph.UnitID) T) T {
	m.mu.Lock()
	out, there := m.made[u]
	m.mu.Unlock()
	if there {
		return out
	}
	out = run(u)
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.made == nil {
		m.made = make(map[graph.UnitID]T)
	}
	m.made[u] = out
	return out
}
