package dependency

import (
	"cmp"
	"slices"

	"throughline/graph"
)

// State is where a thread stands.
type State string

// The states. A dependency without any turn is Named: it is known, and nothing was said yet.
const (
	Named        State = "named"        // no turn is recorded
	Unanswered   State = "unanswered"   // asked, and the other unit has not spoken
	Open         State = "open"         // answered, and no day promised yet
	Promised     State = "promised"     // a day is promised and not over
	Renegotiated State = "renegotiated" // the promise was taken back, and no new day is promised
	Kept         State = "kept"         // delivered by the promised day, or without one
	Broken       State = "broken"       // broken off, delivered late, or the promised day is over
	Declined     State = "declined"     // the other unit said no
)

// Settled reports whether nothing more is expected of the thread.
func (s State) Settled() bool { return s == Kept || s == Declined }

// Thread is the turns of one dependency, read as of a day.
type Thread struct {
	Dependency     *graph.Dependency
	State          State
	Asked          graph.Date // 0 for Named
	Answered       graph.Date // first word of the other unit; 0 without
	First          graph.Date // the first day promised; 0 without
	Promised       graph.Date // the last day promised; 0 without, or after it was taken back
	Delivered      graph.Date
	Renegotiations int // how often a promise was taken back or moved to another day
	Rounds         int // turns up to the first promise, or all of them without one
	Age            int // calendar days since it was asked
	Quiet          int // calendar days since the last turn
	Late           int // calendar days past the promised day, up to delivery; 0 when not late
}

// Read reads a dependency as of a day; later turns are left out.
func Read(d *graph.Dependency, today graph.Date) Thread {
	t := Thread{Dependency: d, State: Named}
	last := graph.Date(0)
	for _, turn := range d.Turns {
		on := graph.DateOf(turn.At)
		if on > today {
			break
		}
		t.take(d, turn, on)
		last = on
	}
	if t.State == Named {
		return t
	}
	t.Age, t.Quiet = int(today-t.Asked), int(today-last)
	t.judge(today)
	return t
}

// take reads one turn.
func (t *Thread) take(d *graph.Dependency, turn graph.Turn, on graph.Date) {
	if t.Answered == 0 && answers(d, turn) {
		t.Answered = on
	}
	if t.First == 0 {
		t.Rounds++
	}
	switch turn.Act {
	case graph.Ask:
		if t.Asked == 0 {
			t.Asked = on
		}
		t.open()
	case graph.Offer, graph.Counter:
		t.open()
	case graph.Commit:
		t.promise(turn.Date)
	case graph.Renegotiate:
		if t.Promised != 0 || t.State == Promised {
			t.Renegotiations++
		}
		t.State, t.Promised = Renegotiated, 0
	case graph.Decline:
		t.State, t.Promised = Declined, 0
	case graph.Deliver:
		t.State, t.Delivered = Kept, on
	case graph.Break:
		t.State = Broken
	}
}

// open is the state while the two units talk. What was promised or reopened stays so.
func (t *Thread) open() {
	switch {
	case t.State == Promised || t.State == Renegotiated:
	case t.Answered == 0:
		t.State = Unanswered
	default:
		t.State = Open
	}
}

// promise takes a day promised, 0 for a promise without a day.
func (t *Thread) promise(day graph.Date) {
	if t.State == Promised && day != t.Promised {
		t.Renegotiations++
	}
	if t.First == 0 {
		t.First = day
	}
	t.State, t.Promised = Promised, day
}

// judge holds the thread against the promised day.
func (t *Thread) judge(today graph.Date) {
	if t.Promised == 0 {
		return
	}
	by := today
	if t.Delivered != 0 {
		by = t.Delivered
	}
	t.Late = max(0, int(by-t.Promised))
	if t.Late > 0 && (t.State == Promised || t.State == Kept) {
		t.State = Broken
	}
}

// answers reports whether the turn is a word of the unit that was asked.
func answers(d *graph.Dependency, turn graph.Turn) bool {
	if turn.Unit != "" {
		return turn.Unit == d.On
	}
	switch turn.Act {
	case graph.Offer, graph.Commit, graph.Decline, graph.Deliver, graph.Break:
		return true
	}
	return false
}

// AskedOf is the threads in which others need something from the unit, those that wait longest first.
func AskedOf(s *graph.Snapshot, unit graph.UnitID) []Thread {
	return threads(s, unit, func(d *graph.Dependency) bool { return d.On == unit })
}

// AskedBy is the threads in which the unit needs something from others, those that wait longest first.
func AskedBy(s *graph.Snapshot, unit graph.UnitID) []Thread {
	return threads(s, unit, func(d *graph.Dependency) bool { return d.From == unit })
}

func threads(s *graph.Snapshot, unit graph.UnitID, is func(*graph.Dependency) bool) []Thread {
	var out []Thread
	for d := range graph.Referrers[*graph.Dependency](s, unit.Ref()) {
		if is(d) {
			out = append(out, Read(d, s.Today()))
		}
	}
	slices.SortStableFunc(out, func(a, b Thread) int {
		return cmp.Or(cmp.Compare(weight(a.State), weight(b.State)), cmp.Compare(b.Quiet, a.Quiet), cmp.Compare(a.Dependency.ID, b.Dependency.ID))
	})
	return out
}

// weight puts what is settled last.
func weight(s State) int {
	if s.Settled() {
		return 1
	}
	return 0
}

// All is every thread of the picture, by id.
func All(s *graph.Snapshot) []Thread {
	out := make([]Thread, 0, s.Count(graph.KindDependency))
	for d := range graph.All[*graph.Dependency](s) {
		out = append(out, Read(d, s.Today()))
	}
	return out
}

// Tally counts threads by state.
type Tally struct {
	Named, Unanswered, Open, Promised, Renegotiated, Kept, Broken, Declined int
	// Moved is how many threads had a promise taken back or moved, whatever came of them.
	Moved int
}

// Count is the tally of the threads.
func Count(list []Thread) Tally {
	var t Tally
	at := map[State]*int{
		Named: &t.Named, Unanswered: &t.Unanswered, Open: &t.Open, Promised: &t.Promised,
		Renegotiated: &t.Renegotiated, Kept: &t.Kept, Broken: &t.Broken, Declined: &t.Declined,
	}
	for _, th := range list {
		*at[th.State]++
		if th.Renegotiations > 0 {
			t.Moved++
		}
	}
	return t
}

// Speaker is the unit that spoke last in the thread as of a day; "" where nobody was asked yet.
func Speaker(d *graph.Dependency, today graph.Date) (unit graph.UnitID) {
	for _, turn := range d.Turns {
		if graph.DateOf(turn.At) > today {
			break
		}
		if unit = d.From; answers(d, turn) {
			unit = d.On
		}
	}
	return unit
}
