package graph

// Shown says for every unit of a tree at which unit its figures are shown: units are put together until a
// figure is one of five people or more. Each unit stands in one group, and whatever is shown by unit is a sum
// of whole groups; so no figure tells those of a smaller one, neither alone nor by taking others away from it.
// It is not changed once made.
type Shown struct {
	tree *Tree
	own  []bool  // by place in the tree: it has figures of its own
	at   []int32 // the place at which it is shown, or nowhere
}

// nowhere is the place of a unit that is shown in the whole organisation only.
const nowhere int32 = -1

// Shown makes the groups. own says which units have figures of their own: only those stand for one another.
//
// A unit is shown at itself; where that would be a figure on fewer than five people, at the nearest unit above that
// is not small and at which others can be counted with it: those of its own and of other small units below,
// where they are five or more together, else the smallest group below it, which is then shown there too. What
// finds no such place is shown in the whole organisation only, with the smallest group of all where it is fewer
// than five. A unit without
// figures of its own is shown at itself, and where it is small at the nearest unit above that shows its own.
func (t *Tree) Shown(own func(UnitID) bool) *Shown {
	s := &Shown{tree: t, own: make([]bool, len(t.order)), at: make([]int32, len(t.order))}
	waiting := make([]bag, len(t.order))
	var beside bag // of all tops
	for at := len(t.order) - 1; at >= 0; at-- {
		s.at[at] = nowhere
		b := &waiting[at]
		if s.own[at] = own(t.order[at]); s.own[at] {
			b.add(at, t.ownPeople(at))
		}
		switch {
		case len(b.units) == 0:
		case b.people >= FewestPeople && !t.small(at):
			s.show(*b, int32(at))
		case s.gather(*b, at):
		case t.up[at] >= 0:
			waiting[t.up[at]].join(*b, t.people[at])
		default:
			beside.join(*b, t.people[at])
		}
	}
	if n := len(beside.units); n > 0 && beside.people < FewestPeople {
		s.show(s.least(0, len(t.order)), nowhere)
	}
	s.place()
	return s
}

// bag is units whose figures wait to be shown together.
type bag struct {
	units  []int
	people int
}

func (b *bag) add(at, people int) { b.units, b.people = append(b.units, at), b.people+people }

// join adds the units waiting at a unit of so many people; 0 is not declared.
func (b *bag) join(o bag, people int) {
	if people > 0 {
		o.people = min(o.people, people)
	}
	b.units, b.people = append(b.units, o.units...), b.people+o.people
}

func (s *Shown) show(b bag, at int32) {
	for _, u := range b.units {
		s.at[u] = at
	}
}

// gather shows what waits at a unit together with the smallest group below it; it reports whether it could. Where
// there is no group, only a unit that is the whole organisation can show it.
func (s *Shown) gather(waiting bag, at int) bool {
	if s.tree.small(at) {
		return false
	}
	least := s.least(at, s.tree.end[at])
	if whole := s.tree.end[at]-at == len(s.at); len(least.units) == 0 && !whole {
		return false
	}
	s.show(least, int32(at))
	s.show(waiting, int32(at))
	return true
}

// least is the group of the fewest people among those shown at the places, the first of equals; it is empty
// when there is none.
func (s *Shown) least(from, end int) bag {
	groups := make(map[int32]*bag)
	for u := from; u < end; u++ {
		if at := s.at[u]; at != nowhere {
			if groups[at] == nil {
				groups[at] = new(bag)
			}
			groups[at].add(u, s.tree.ownPeople(u))
		}
	}
	var least bag
	for at := from; at < end; at++ {
		if g := groups[int32(at)]; g != nil && (len(least.units) == 0 || g.people < least.people) {
			least = *g
		}
	}
	return least
}

// place gives the units without figures of their own their place.
func (s *Shown) place() {
	group := make([]bool, len(s.at))
	for u, at := range s.at {
		if s.own[u] && at != nowhere {
			group[at] = true
		}
	}
	for u := range s.at {
		if s.own[u] {
			continue
		}
		at := u
		for at >= 0 && !group[at] && (s.own[at] || s.tree.small(at)) {
			at = s.tree.up[at]
		}
		s.at[u] = int32(at)
	}
}

// ownPeople is how many people the unit has beside those below it; five when it is not declared,
// because what is not known is not hidden.
func (t *Tree) ownPeople(at int) int {
	u, below := t.units[at], t.peopleBelow(at)
	switch {
	case u.People == 0:
		return FewestPeople
	case u.People > below:
		return u.People - below
	}
	return u.People
}

// At is the unit at which the figures of a unit are shown, "" when they are shown in the whole organisation only.
func (s *Shown) At(u UnitID) UnitID {
	if at, ok := s.tree.place[u]; ok && s.at[at] != nowhere {
		return s.tree.order[s.at[at]]
	}
	return ""
}

// Under reports whether the figures of a unit are shown at top or below it; in the whole organisation, for "",
// all are.
func (s *Shown) Under(u, top UnitID) bool { return top == "" || s.tree.Under(s.At(u), top) }

// Together is the units whose figures are shown at the unit as one, in the order of the tree; nil for a unit
// whose own figures are shown elsewhere.
func (s *Shown) Together(u UnitID) []UnitID {
	at, ok := s.tree.place[u]
	if !ok || s.at[at] != int32(at) {
		return nil
	}
	var out []UnitID
	for c := at; c < s.tree.end[at]; c++ {
		if s.at[c] == int32(at) {
			out = append(out, s.tree.order[c])
		}
	}
	return out
}

// Alone reports whether what is shown at the unit is its own figures and those of no other unit that has any.
func (s *Shown) Alone(u UnitID) bool {
	at, ok := s.tree.place[u]
	if !ok || s.at[at] != int32(at) {
		return false
	}
	for c := at + 1; c < s.tree.end[at]; c++ {
		if s.own[c] && s.at[c] == int32(at) {
			return false
		}
	}
	return true
}

// Hides reports whether no figure of the unit with those below it may be shown: they are fewer than five people,
// or all their figures are shown further up.
func (s *Shown) Hides(u UnitID) bool {
	at, ok := s.tree.place[u]
	if !ok || s.tree.small(at) {
		return ok
	}
	any := false
	for c := at; c < s.tree.end[at]; c++ {
		if !s.own[c] {
			continue
		}
		if any = true; int(s.at[c]) >= at {
			return false
		}
	}
	return any
}

// Inside is the nearest unit above a hidden one that has figures to show, "" when there is none.
func (s *Shown) Inside(u UnitID) UnitID {
	for up := s.tree.Parent(u); up != ""; up = s.tree.Parent(up) {
		if !s.Hides(up) {
			return up
		}
	}
	return ""
}

// WhyHidden says why the unit is hidden, "" when it is not.
func (s *Shown) WhyHidden(u UnitID) string {
	switch {
	case !s.Hides(u):
		return ""
	case s.tree.Small(u):
		return "the unit has fewer than five people"
	}
	return "its figures would tell those of fewer than five people"
}
