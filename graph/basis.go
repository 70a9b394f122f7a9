package graph

import "slices"

// Basis is what the figures of one period are computed from: the lines of sight, the room of each
// unit, its plan and its work. It is read once from a picture, is not changed afterwards, and may be
// used by many goroutines. Bases of pictures that follow one another share the parts that are the same.
type Basis struct {
	Picture  *Snapshot
	Period   *Period
	Lines    *Lines
	Tree     *Tree
	Shown    *Shown // by own capacity in the period
	Calendar *Calendar
	*Capacities
	*Agenda
	*Labour
}

// Capacities is the room of the units in a period.
type Capacities struct {
	// Rooms is the own capacity of each unit that has any, by unit.
	Rooms []Room

	room map[UnitID]int32
}

// BasisOf reads the basis for a period of a picture.
func BasisOf(s *Snapshot, period *Period) *Basis { return BasisAfter(nil, s, period) }

// BasisAfter is BasisOf, quicker where the basis of an earlier picture is at hand: what did not change
// since is taken from it. The result is the same. prev may be nil, and of another period.
func BasisAfter(prev *Basis, s *Snapshot, period *Period) *Basis {
	n := newsSince(prev, s)
	b := &Basis{Picture: s, Period: period}
	b.readCalendar(n)
	b.readLines(n)
	if n.prev != nil && (n.prev.Period != period || !n.prev.Calendar.Same(b.Calendar)) {
		n = newsSince(nil, s) // the lines are of any period, what follows of this one
	}
	b.readRooms(n)
	b.readShown(n)
	b.readAgenda(n)
	b.readLabour(n)
	return b
}

// news is what changed since an earlier basis.
type news struct {
	prev  *Basis  // what may be taken from; nil for nothing
	kinds KindSet // the kinds of which records changed; all where it is not known
	refs  []Ref   // what changed
	moved *shift  // how the lines moved
}

func newsSince(prev *Basis, s *Snapshot) *news {
	n := &news{prev: prev, kinds: EveryKind()}
	if prev == nil {
		return n
	}
	if refs, ok := s.Since(prev.Picture); ok {
		n.refs, n.kinds = refs, KindsIn(refs)
	}
	return n
}

// known reports whether the references are all that changed.
func (n *news) known() bool { return n.prev != nil && n.kinds != EveryKind() }

// same reports whether there is an earlier basis, and no record of the kinds changed since.
func (n *news) same(kinds ...Kind) bool { return n.prev != nil && !n.kinds.Meets(KindsOf(kinds...)) }

// readCalendar reads the units and the periods.
func (b *Basis) readCalendar(n *news) {
	if n.same(KindUnit) {
		b.Tree = n.prev.Tree
	} else {
		b.Tree = TreeOf(b.Picture, 0)
	}
	if n.same(KindPeriod) {
		b.Calendar = n.prev.Calendar
	} else {
		b.Calendar = CalendarOf(b.Picture)
	}
}

func (b *Basis) readRooms(n *news) {
	if n.same(KindCapacity) {
		b.Capacities = n.prev.Capacities
		return
	}
	b.Capacities = &Capacities{Rooms: Rooms(b.Picture, b.Period.Span())}
	if n.prev != nil && sameRooms(b.Rooms, n.prev.Rooms) {
		b.room = n.prev.room
		return
	}
	b.room = make(map[UnitID]int32, len(b.Rooms))
	for n, room := range b.Rooms {
		b.room[room.Unit] = int32(n)
	}
}

// readShown reads where the figures of each unit are shown.
func (b *Basis) readShown(n *news) {
	if n.prev != nil && n.prev.Tree == b.Tree && slices.EqualFunc(b.Rooms, n.prev.Rooms, Room.counts) {
		b.Shown = n.prev.Shown
		return
	}
	b.Shown = b.Tree.Shown(func(u UnitID) bool { room, ok := b.Room(u); return ok && room.Days > 0 })
}

// counts reports whether both are of one unit, and have days or have none.
func (r Room) counts(o Room) bool { return r.Unit == o.Unit && r.Days > 0 == (o.Days > 0) }

func (b *Basis) readLines(n *news) {
	switch {
	case n.same(KindInitiative, KindOutcome, KindTheme):
		b.Lines, n.moved = n.prev.Lines, &shift{}
	case n.prev != nil:
		b.Lines, n.moved = linesAfter(n.prev.Lines, b.Picture)
	default:
		b.Lines = LinesOf(b.Picture)
	}
}

// Room is the own capacity of a unit; ok is false when it declared none.
func (c *Capacities) Room(u UnitID) (room Room, ok bool) {
	n, ok := c.room[u]
	if !ok {
		return Room{}, false
	}
	return c.Rooms[n], true
}

// Elapsed is the part of a capacity in the period that is over at the end of the picture's day.
func (b *Basis) Elapsed(days float64) float64 {
	return days * float64(b.Period.Elapsed(b.Picture.Today()))
}

// sameRooms reports whether the same units have room, each in its place.
func sameRooms(a, b []Room) bool {
	return slices.EqualFunc(a, b, func(x, y Room) bool { return x.Unit == y.Unit })
}

// Differing is the initiatives of which the two bases tell something else: the record, what it serves, or its
// days in the plan or of work. One that only one of them has is among them.
func (b *Basis) Differing(o *Basis) []InitiativeID {
	if b.Lines == o.Lines && b.Agenda == o.Agenda && b.Labour == o.Labour {
		return nil
	}
	var out []InitiativeID
	mine, other := b.Lines.Initiatives, o.Lines.Initiatives
	for i, j := 0, 0; i < len(mine) || j < len(other); {
		switch {
		case j == len(other) || i < len(mine) && mine[i] != other[j] && mine[i].ID < other[j].ID:
			out = append(out, mine[i].ID)
			i++
		case i == len(mine) || mine[i] != other[j] && other[j].ID < mine[i].ID:
			out = append(out, other[j].ID)
			j++
		default:
			if !b.sameLine(int32(i), o, int32(j)) {
				out = append(out, mine[i].ID)
			}
			i, j = i+1, j+1
		}
	}
	return out
}

// sameLine reports whether both tell the same of a line of each.
func (b *Basis) sameLine(line int32, o *Basis, other int32) bool {
	return b.Lines.Initiatives[line] == o.Lines.Initiatives[other] && b.Lines.linked[line] == o.Lines.linked[other] &&
		b.planned[line] == o.planned[other] && b.place[line] == o.place[other] && b.done[line] == o.done[other]
}
