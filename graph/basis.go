package graph

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

	room map[UnitID]int
}

// Planned is the days of one unit on one initiative in the period.
type Planned struct {
	Unit UnitID
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
}

// BasisOf reads the basis for a period of a picture.
func BasisOf(s *Snapshot, period *Period) *Basis {
	b := &Basis{
		Picture: s, Period: period, Lines: LinesOf(s), Tree: TreeOf(s, 0), Calendar: CalendarOf(s),
		Rooms: Rooms(s, period.Span()), room: make(map[UnitID]int),
	}
	for n, room := range b.Rooms {
		b.room[room.Unit] = n
	}
	b.readPlan()
	b.readWork()
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

func (b *Basis) readPlan() {
	b.Plan = make([]Planned, 0, 2*len(b.Lines.Initiatives))
	in := b.Period.Span()
	for line, i := range b.Lines.Initiatives {
		for u, days := range b.Calendar.PlannedDays(i, in) {
			b.Plan = append(b.Plan, Planned{u, int32(line), days})
		}
	}
}

func (b *Basis) readWork() {
	var parts []SpentPart // one piece of memory for all units
	var at []int
	for all, efforts := range b.Picture.UnitEffort(b.Period.ID) {
		w := Spent{All: all}
		if room, ok := b.Room(all.Unit); ok {
			w.Elapsed = b.Elapsed(room.Days)
		}
		w.Rate = all.Rate(w.Elapsed)
		at = append(at, len(parts))
		for _, e := range efforts {
			parts = append(parts, SpentPart{b.Lines.Of(e.Initiative), e.Items, e.Days(w.Rate)})
		}
		b.Work = append(b.Work, w)
	}
	at = append(at, len(parts))
	for n := range b.Work {
		b.Work[n].Parts = parts[at[n]:at[n+1]:at[n+1]]
	}
}
