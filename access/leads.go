package access

import (
	"slices"

	"throughline/graph"
)

// led is the units a person answers for: those they lead and all below them.
type led struct {
	tree  *graph.Tree
	units map[graph.UnitID]bool // those led directly
	top   bool                  // leads a unit that has none above it
}

// leads reads what a person leads on the day of the picture.
func leads(s *graph.Snapshot, p graph.PersonID) led {
	l := led{tree: graph.TreeOf(s, s.Today()), units: make(map[graph.UnitID]bool)}
	if p == "" {
		return l
	}
	for _, u := range l.tree.Units() {
		if slices.Contains(u.Leads, p) {
			l.units[u.ID] = true
			l.top = l.top || l.tree.Parent(u.ID) == ""
		}
	}
	return l
}

// answersFor reports whether the person leads the unit or one above it.
func (l led) answersFor(u graph.UnitID) bool { return l.units[u] || l.above(u) }

// above reports whether the person leads a unit above the one named. Above a top there is nobody but who leads it.
func (l led) above(u graph.UnitID) bool {
	if l.tree.Parent(u) == "" {
		return l.units[u]
	}
	for up := l.tree.Parent(u); up != ""; up = l.tree.Parent(up) {
		if l.units[up] {
			return true
		}
	}
	return false
}

// any reports whether the person leads any unit.
func (l led) any() bool { return len(l.units) > 0 }
