package finding

import (
	"cmp"

	"throughline/graph"
)

// Declared is the intent that holds for the period, by layer: for each unit that of the smallest
// enclosing period that has one.
type Declared struct {
	// Stated is the strategy: that of the first top unit that states one; nil when none does.
	Stated *graph.Intent
	// Assigned and Interpreted are by unit. Interpreted holds drafts too.
	Assigned, Interpreted map[graph.UnitID]*graph.Intent

	tree *graph.Tree
}

// Declared is the intent that holds for the period.
func (p *Pass) Declared() *Declared {
	return Shared(p, func(p *Pass) *Declared { return DeclaredIn(p.Now, p.Period, p.Tree()) })
}

// DeclaredIn reads the intent that holds for a period in a picture.
func DeclaredIn(s *graph.Snapshot, period *graph.Period, tree *graph.Tree) *Declared {
	d := &Declared{Assigned: make(map[graph.UnitID]*graph.Intent), Interpreted: make(map[graph.UnitID]*graph.Intent), tree: tree}
	stated := make(map[graph.UnitID]*graph.Intent)
	for i := range graph.All[*graph.Intent](s) {
		p := s.Period(i.Period)
		if p == nil || !period.Span().Inside(p.Span()) {
			continue
		}
		switch i.Level {
		case graph.Stated:
			keepCloser(s, stated, i)
		case graph.Assigned:
			keepCloser(s, d.Assigned, i)
		case graph.Interpreted:
			keepCloser(s, d.Interpreted, i)
		}
	}
	for _, top := range tree.Tops() {
		if d.Stated == nil {
			d.Stated = stated[top]
		}
	}
	return d
}

// keepCloser takes the intent when its period is the shortest so far, ties by id.
func keepCloser(s *graph.Snapshot, by map[graph.UnitID]*graph.Intent, i *graph.Intent) {
	have := by[i.Unit]
	if have == nil {
		by[i.Unit] = i
		return
	}
	a, b := s.Period(i.Period).Span(), s.Period(have.Period).Span()
	if cmp.Or(cmp.Compare(a.Last-a.First, b.Last-b.First), cmp.Compare(i.ID, have.ID)) < 0 {
		by[i.Unit] = i
	}
}

// Asked is what the unit was asked for: its own assignment, else that of the nearest unit above; nil
// when there is none. own reports whether it is the unit's own.
func (d *Declared) Asked(u graph.UnitID) (i *graph.Intent, own bool) {
	if i := d.Assigned[u]; i != nil {
		return i, true
	}
	for _, up := range d.tree.Chain(u) {
		if i := d.Assigned[up]; i != nil {
			return i, false
		}
	}
	return nil, false
}
