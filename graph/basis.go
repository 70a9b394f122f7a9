package graph

import "slices"

// Basis is what the figures of one period are computed from: the lines of sight, the room of each
// unit, its plan and its work. It is read once from a picture, is not changed afterwards, and may be
// used by many goroutines.
type Basis struct {
	Picture  *Snapshot
	Period   *Period
	Lines    *Lines
	Tree     *Tree
	Calendar *Calendar
	// Rooms is the own capacity of each unit that has any, by unit.
	Rooms []Room
	// Plan is the days in the period of every initiative in every state, by initiative.
	Plan []Planned
	// Work is the work of each unit in the period, by unit.
	Work []Spent
	// Undated is how many planned initiatives have days that fall into no period at all.
	Undated int

	room    map[UnitID]int32
	start   []int32 // the plan of line n begins at start[n]
	undated []bool  // by line
}

// Planned is the days of one unit on one initiative in the period.
type Planned struct {
	Unit UnitID
	Room int32 // the unit's place among the rooms, −1 without capacity
	Line int32
	Days float64
}

// Spent is the work of one unit in the period up to the day of the picture.
type Spent struct {
	All     Effort      // the sum over its initiatives
	Elapsed float64     // its capacity that is over, in days; 0 without capacity
	Rate    float64     // days for a point of size
	Parts   []SpentPart // by initiative, the one without first
}

// SpentPart is the work of a unit for one initiative.
type SpentPart struct {
	Line  int32
	Items int64
	Days  float64

	initiative InitiativeID // as the running sums spell it
}

// BasisOf reads the basis for a period of a picture.
func BasisOf(s *Snapshot, period *Period) *Basis { return BasisAfter(nil, s, period) }

// BasisAfter is BasisOf, quicker where the basis of an earlier picture is at hand: what did not change
// since is taken from it. The result is the same. prev may be nil, and of another period.
func BasisAfter(prev *Basis, s *Snapshot, period *Period) *Basis {
	b := &Basis{
		Picture: s, Period: period, Tree: TreeOf(s, 0), Calendar: CalendarOf(s),
		Rooms: Rooms(s, period.Span()), room: make(map[UnitID]int32),
	}
	for n, room := range b.Rooms {
		b.room[room.Unit] = int32(n)
	}
	var from []int32
	if prev == nil {
		b.Lines, from = linesAfter(nil, s)
	} else {
		b.Lines, from = linesAfter(prev.Lines, s)
	}
	b.readPlan(prev, from)
	b.readWork(prev)
	return b
}

// Room is the own capacity of a unit; ok is false when it declared none.
func (b *Basis) Room(u UnitID) (room Room, ok bool) {
	n, ok := b.room[u]
	if !ok {
		return Room{}, false
	}
	return b.Rooms[n], true
}

// Elapsed is the part of a capacity in the period that is over at the end of the picture's day.
func (b *Basis) Elapsed(days float64) float64 {
	return days * float64(b.Period.Elapsed(b.Picture.Today()))
}

// readPlan lays out the days of each initiative; those of one that did not change are taken from an
// earlier basis with the same calendar, span and rooms.
func (b *Basis) readPlan(prev *Basis, from []int32) {
	same := prev != nil && prev.Period.Span() == b.Period.Span() && prev.Calendar.same(b.Calendar) &&
		slices.EqualFunc(prev.Rooms, b.Rooms, func(x, y Room) bool { return x.Unit == y.Unit })
	if same && prev.Lines == b.Lines {
		b.Plan, b.start, b.undated, b.Undated = prev.Plan, prev.start, prev.undated, prev.Undated
		return
	}
	b.Plan = make([]Planned, 0, 2*len(b.Lines.Initiatives))
	b.start = make([]int32, 1, len(b.Lines.Initiatives)+1)
	b.undated = make([]bool, len(b.Lines.Initiatives))
	in := b.Period.Span()
	for line, i := range b.Lines.Initiatives {
		if same && from[line] >= 0 {
			b.takePlan(prev, from[line], int32(line))
		} else {
			b.undated[line] = i.State.Planned() && b.Calendar.undated(i)
			for u, days := range b.Calendar.PlannedDays(i, in) {
				room, ok := b.room[u]
				if !ok {
					room = -1
				}
				b.Plan = append(b.Plan, Planned{u, room, int32(line), days})
			}
		}
		b.start = append(b.start, int32(len(b.Plan)))
		if b.undated[line] {
			b.Undated++
		}
	}
}

func (b *Basis) takePlan(prev *Basis, from, line int32) {
	b.undated[line] = prev.undated[from]
	for _, p := range prev.Plan[prev.start[from]:prev.start[from+1]] {
		p.Line = line
		b.Plan = append(b.Plan, p)
	}
}

// readWork turns the running sums into days.
func (b *Basis) readWork(prev *Basis) {
	known := finder{lines: b.Lines}
	room := 1024
	if prev != nil && prev.Lines.sameIDs(b.Lines) {
		known.before = prev.Work
		for _, w := range prev.Work {
			room += len(w.Parts)
		}
	}
	parts := make([]SpentPart, 0, room) // one piece of memory for all units
	var at []int
	for all, efforts := range b.Picture.UnitEffort(b.Period.ID) {
		w := Spent{All: all}
		if room, ok := b.Room(all.Unit); ok {
			w.Elapsed = b.Elapsed(room.Days)
		}
		w.Rate = all.Rate(w.Elapsed)
		at = append(at, len(parts))
		known.begin(all.Unit)
		for _, e := range efforts {
			parts = append(parts, SpentPart{known.line(e.Initiative), e.Items, e.Days(w.Rate), e.Initiative})
		}
		b.Work = append(b.Work, w)
	}
	at = append(at, len(parts))
	for n := range b.Work {
		b.Work[n].Parts = parts[at[n]:at[n+1]:at[n+1]]
	}
}

// sameIDs reports whether both have the same initiatives at the same lines, whatever their versions.
func (l *Lines) sameIDs(o *Lines) bool {
	if l == o {
		return true
	}
	return slices.EqualFunc(l.Initiatives, o.Initiatives, func(a, b *Initiative) bool { return a == b || a.ID == b.ID })
}

// finder finds the lines of a unit's work: in the order of the earlier basis where that is at hand, which
// spares a look-up for nearly all of it.
type finder struct {
	lines  *Lines
	before []Spent // by unit
	unit   int     // the unit reached
	parts  []SpentPart
}

func (f *finder) begin(u UnitID) {
	for f.unit < len(f.before) && f.before[f.unit].All.Unit < u {
		f.unit++
	}
	f.parts = nil
	if f.unit < len(f.before) && f.before[f.unit].All.Unit == u {
		f.parts = f.before[f.unit].Parts
	}
}

func (f *finder) line(i InitiativeID) int32 {
	for len(f.parts) > 0 && f.parts[0].initiative < i {
		f.parts = f.parts[1:]
	}
	if len(f.parts) > 0 && f.parts[0].initiative == i {
		line := f.parts[0].Line
		f.parts = f.parts[1:]
		return line
	}
	return f.lines.Of(i)
}
