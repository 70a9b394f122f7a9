package figure

import (
	"context"
	"sync"

	"throughline/catalog"
	"throughline/engine"
	"throughline/finding"
	"throughline/graph"
	"throughline/overview"
)

// Book hands out bases, of any workspace of its engine: what it keeps of one never meets another. It may be used by many
// goroutines.
type Book struct {
	engine *engine.Engine
	checks []*finding.Check

	mu      sync.Mutex // guards shelves and last of each
	shelves map[string]*shelf
}

// shelf is what is kept of a workspace.
type shelf struct {
	last map[graph.PeriodID]*overview.Base

	indexing sync.Mutex      // guards index
	index    *overview.Index // the newest that was made, from which the next one takes what did not change; nil before
}

// New returns a book over the engine, with all checks. It lets go of a workspace when the engine does.
func New(e *engine.Engine) *Book {
	b := &Book{engine: e, checks: catalog.Checks(), shelves: make(map[string]*shelf)}
	e.Leaving(b.forget)
	return b
}

// forget lets go of what is kept of a workspace.
func (b *Book) forget(workspace string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.shelves, workspace)
}

// shelf is that of a workspace. The caller holds mu.
func (b *Book) shelf(workspace string) *shelf {
	s := b.shelves[workspace]
	if s == nil {
		s = &shelf{last: make(map[graph.PeriodID]*overview.Base)}
		b.shelves[workspace] = s
	}
	return s
}

// key names a base among the kept results of a picture.
type key struct {
	workspace string
	period    graph.PeriodID
}

// Asked is what a base is asked of.
type Asked struct {
	Workspace string
	Picture   *graph.Snapshot
	Period    *graph.Period // nil when the organisation has none
	Past      bool          // an earlier picture, from which later ones take nothing over
}

// Base is what everything shown of the picture and period stands on, worked out once.
func (b *Book) Base(ctx context.Context, a Asked) (*overview.Base, error) {
	f := overview.Frame{Picture: a.Picture, Period: a.Period}
	k := key{workspace: a.Workspace}
	if a.Period != nil {
		k.period = a.Period.ID
		var err error
		if f.Locks, err = b.engine.Locks(ctx, a.Workspace, overview.Baselines(a.Picture, a.Period, a.Picture.Today())); err != nil {
			return nil, err
		}
	}
	return engine.Compute(ctx, b.engine, a.Picture, k, func() *overview.Base {
		base := overview.ComputeAfter(b.lastOf(k), f, b.checks)
		if !a.Past {
			b.keep(k, base)
		}
		return base
	})
}

// lastOf is the newest base of a period looked at, which the next one takes from what did not change.
func (b *Book) lastOf(k key) *overview.Base {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.shelf(k.workspace).last[k.period]
}

// mostLast bounds the periods of a workspace whose newest base is kept at hand.
const mostLast = 8

// keep remembers the base of a period, of at most a few periods.
func (b *Book) keep(k key, base *overview.Base) {
	b.mu.Lock()
	defer b.mu.Unlock()
	last := b.shelf(k.workspace).last
	if len(last) > mostLast {
		clear(last)
	}
	last[k.period] = base
}
