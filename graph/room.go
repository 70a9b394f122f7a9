package graph

import (
	"cmp"
	"slices"
)

// Room is the working days a unit has of its own in a period, descendants not counted.
type Room struct {
	Unit     UnitID
	Days     float64
	SetAside float64      // standing carve-outs, part of Days
	Rate     float64      // money per person-day; 0 is not declared
	Records  []CapacityID // what it was read from, by id
}

// Rooms is the own capacity of every unit that declared any for the span, by unit. A capacity declared
// for exactly these days counts as it is. Otherwise the capacities of shorter periods inside count in
// full, and what they leave of the days is taken from the shortest longer period around, whose own
// remainder is spread by working days over what its shorter ones leave.
func Rooms(s *Snapshot, in Span) []Room {
	c := CalendarOf(s)
	byUnit := make(map[UnitID][]declared)
	var units []UnitID
	for r := range All[*Capacity](s) {
		p := c.periods[r.Period]
		if p == nil {
			continue
		}
		if byUnit[r.Unit] == nil {
			units = append(units, r.Unit)
		}
		byUnit[r.Unit] = append(byUnit[r.Unit], declared{r, p.Span()})
	}
	slices.Sort(units)
	out := make([]Room, 0, len(units))
	for _, u := range units {
		if room, ok := roomIn(byUnit[u], in); ok {
			room.Unit = u
			out = append(out, room)
		}
	}
	return out
}

// declared is a capacity with its days.
type declared struct {
	*Capacity
	span Span
}

// roomIn is the room of one unit; ok is false when nothing was declared for any of the days.
func roomIn(list []declared, in Span) (room Room, ok bool) {
	left := Spans{in}
	for _, d := range outermost(list, in, true) {
		room.take(d.Capacity, 1, 0)
		left = left.Without(d.span)
	}
	for _, d := range around(list, in) {
		if left.Workdays() == 0 && len(room.Records) > 0 {
			break
		}
		free, spoken := Spans{d.span}, 0.0
		for _, inner := range outermost(list, d.span, false) {
			free, spoken = free.Without(inner.span), spoken+float64(inner.Days)
		}
		var part float64
		for _, l := range left {
			part += free.Part(l)
		}
		room.take(d.Capacity, part, spoken)
		left = nil
	}
	slices.Sort(room.Records)
	return room, len(room.Records) > 0
}

// take adds part of what the capacity leaves after days that shorter periods spoke for.
func (r *Room) take(c *Capacity, part, spoken float64) {
	if part == 0 {
		return
	}
	r.Days += part * max(0, float64(c.Days)-spoken)
	if c.Days > 0 {
		r.SetAside += part * float64(c.SetAside()) * max(0, float64(c.Days)-spoken) / float64(c.Days)
	}
	if r.Rate == 0 {
		r.Rate = c.Rate
	}
	r.Records = append(r.Records, c.ID)
}

// outermost is the capacities inside the span that lie in no other such capacity, longest first and
// without overlap; with itself, the span's own counts too.
func outermost(list []declared, in Span, itself bool) []declared {
	var inside []declared
	for _, d := range list {
		if d.span.shorter(in) || itself && d.span == in {
			inside = append(inside, d)
		}
	}
	slices.SortStableFunc(inside, func(a, b declared) int {
		return cmp.Or(cmp.Compare(b.span.length(), a.span.length()), cmp.Compare(a.span.First, b.span.First), cmp.Compare(a.ID, b.ID))
	})
	var out []declared
	for _, d := range inside {
		if !slices.ContainsFunc(out, func(o declared) bool { _, both := o.span.Common(d.span); return both }) {
			out = append(out, d)
		}
	}
	return out
}

// around is the capacities of longer periods that hold the span, shortest first.
func around(list []declared, in Span) []declared {
	var out []declared
	for _, d := range list {
		if in.shorter(d.span) {
			out = append(out, d)
		}
	}
	slices.SortStableFunc(out, func(a, b declared) int {
		return cmp.Or(cmp.Compare(a.span.length(), b.span.length()), cmp.Compare(a.ID, b.ID))
	})
	return out
}

func (s Span) length() Date { return s.Last - s.First }
