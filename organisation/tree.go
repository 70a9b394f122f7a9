package organisation

import (
	"slices"

	"throughline/graph"
)

// Line is one unit in the tree.
type Line struct {
	Unit   *graph.Unit
	Depth  int  // how many units stand above
	People int  // with those below; 0 when not declared
	Below  int  // how many units stand below
	Small  bool // fewer than five people: no figure of its own
}

// Tree is the units that exist on the day, each after its parent, siblings by id. The zero Date takes the
// day of the picture.
func Tree(s *graph.Snapshot, on graph.Date) []Line {
	if on == 0 {
		on = s.Today()
	}
	t := graph.TreeOf(s, on)
	out := make([]Line, 0, len(t.Units()))
	for _, u := range t.Units() {
		out = append(out, Line{
			Unit: u, Depth: t.Depth(u.ID), People: t.People(u.ID), Below: len(t.Below(u.ID)) - 1,
			Small: t.Small(u.ID),
		})
	}
	return out
}

// Path is the units from the top down to the unit, itself included; empty when it does not exist on the day.
func Path(s *graph.Snapshot, unit graph.UnitID, on graph.Date) []*graph.Unit {
	t := graph.TreeOf(s, on)
	if !t.Has(unit) {
		return nil
	}
	var out []*graph.Unit
	for _, u := range append([]graph.UnitID{unit}, t.Chain(unit)...) {
		out = append(out, s.Unit(u))
	}
	slices.Reverse(out)
	return out
}

// Children is the units directly below that exist on the day, by id.
func Children(s *graph.Snapshot, unit graph.UnitID, on graph.Date) []*graph.Unit {
	var out []*graph.Unit
	for u := range graph.Referrers[*graph.Unit](s, unit.Ref()) {
		if u.Parent == unit && u.ExistsOn(on) {
			out = append(out, u)
		}
	}
	return out
}
