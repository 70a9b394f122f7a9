package graph

import "slices"

// Tree is the units of a picture as they stand above one another. It is made once for a picture and
// is not changed afterwards.
type Tree struct {
	order []UnitID // every unit after its parent, siblings by id
	place map[UnitID]int
	end   []int // the place after the last unit below
	up    []int // the place of the parent, -1 for a top
	units []*Unit
	// people is how many people each has with those below it, 0 when not declared.
	people []int
}

// TreeOf reads the units that exist on the day; the zero Date takes all there are. A unit whose
// parent does not exist then is a top.
func TreeOf(s *Snapshot, on Date) *Tree {
	exists := make(map[UnitID]*Unit, s.Count(KindUnit))
	for u := range All[*Unit](s) {
		if u.ExistsOn(on) {
			exists[u.ID] = u
		}
	}
	below := make(map[UnitID][]*Unit, len(exists))
	for u := range All[*Unit](s) {
		if exists[u.ID] != nil {
			parent := u.Parent
			if exists[parent] == nil {
				parent = ""
			}
			below[parent] = append(below[parent], u)
		}
	}
	t := &Tree{place: make(map[UnitID]int, len(exists))}
	t.plant(below, "", -1)
	return t
}

func (t *Tree) plant(below map[UnitID][]*Unit, parent UnitID, up int) {
	for _, u := range below[parent] {
		at := len(t.order)
		t.place[u.ID] = at
		t.order, t.units, t.up, t.end = append(t.order, u.ID), append(t.units, u), append(t.up, up), append(t.end, 0)
		t.people = append(t.people, 0)
		t.plant(below, u.ID, at)
		t.end[at] = len(t.order)
		t.people[at] = max(u.People, t.peopleBelow(at))
	}
}

// ExistsOn reports whether the unit exists on the day; the zero Date is any day.
func (r *Unit) ExistsOn(d Date) bool {
	return d == 0 || (r.From == 0 || r.From <= d) && (r.Until == 0 || d <= r.Until)
}

// Units is all units, each after its parent, siblings by id. It must not be changed.
func (t *Tree) Units() []*Unit { return t.units }

// Has reports whether the unit is in the tree.
func (t *Tree) Has(u UnitID) bool { _, ok := t.place[u]; return ok }

// Unit is the unit as it stands in the tree, nil when it is not in it.
func (t *Tree) Unit(u UnitID) *Unit {
	if at, ok := t.place[u]; ok {
		return t.units[at]
	}
	return nil
}

// Below is the unit and everything below it, in the order of Units; empty for a unit not in the tree.
func (t *Tree) Below(u UnitID) []UnitID {
	at, ok := t.place[u]
	if !ok {
		return nil
	}
	return t.order[at:t.end[at]:t.end[at]]
}

// Under reports whether u is the unit top or stands below it.
func (t *Tree) Under(u, top UnitID) bool {
	at, ok := t.place[u]
	from, there := t.place[top]
	return ok && there && from <= at && at < t.end[from]
}

// Parent is the unit above, "" for a top.
func (t *Tree) Parent(u UnitID) UnitID {
	if at, ok := t.place[u]; ok && t.up[at] >= 0 {
		return t.order[t.up[at]]
	}
	return ""
}

// Depth is how many units stand above.
func (t *Tree) Depth(u UnitID) int {
	n := 0
	for u = t.Parent(u); u != ""; u = t.Parent(u) {
		n++
	}
	return n
}

// Tops is the units without a parent, by id.
func (t *Tree) Tops() []UnitID {
	var out []UnitID
	for at := 0; at < len(t.order); at = t.end[at] {
		out = append(out, t.order[at])
	}
	return out
}

// FewestPeople is the number of people below which nothing is measured or shown about a group.
const FewestPeople = 5

// People is how many people the unit and those below it have, 0 when not declared. Whether a unit's
// own number holds those of the units below is not known, so the smaller reading is taken.
func (t *Tree) People(u UnitID) int {
	if at, ok := t.place[u]; ok {
		return t.people[at]
	}
	return 0
}

// peopleBelow is how many people the units below a place have, those of which it is known.
func (t *Tree) peopleBelow(at int) int {
	sum := 0
	for c := at + 1; c < t.end[at]; c = t.end[c] {
		sum += t.people[c]
	}
	return sum
}

// Small reports whether the unit, with those below it, declared people but fewer than five.
func (t *Tree) Small(u UnitID) bool {
	at, ok := t.place[u]
	return ok && t.small(at)
}

func (t *Tree) small(at int) bool { return 0 < t.people[at] && t.people[at] < FewestPeople }

// Chain is the units above u up to the top, nearest first, without u.
func (t *Tree) Chain(u UnitID) []UnitID {
	var out []UnitID
	for u = t.Parent(u); u != "" && !slices.Contains(out, u); u = t.Parent(u) {
		out = append(out, u)
	}
	return out
}
