package portfolio

import (
	"cmp"
	"slices"

	"throughline/finding"
	"throughline/graph"
	"throughline/measure"
	"throughline/stat"
)

// Lines are where a unit counts as active and as on course. They are settings of the workspace.
type Lines struct{ Activity, Coherence float64 }

// UsualLines is used where a workspace set none.
func UsualLines() Lines { return Lines{Activity: 0.9, Coherence: 0.7} }

// Quadrant says how a unit stands to the two lines.
type Quadrant string

// The quadrants.
const (
	BusyOnCourse   Quadrant = "busy and on course"
	BusyOffCourse  Quadrant = "busy but off course"
	QuietOnCourse  Quadrant = "on course with room"
	QuietOffCourse Quadrant = "neither busy nor on course"
	Unplaced       Quadrant = "" // one of the two figures is not declared
)

// Course is one unit's activity and coherence, its own and that of the units too small to show alone.
type Course struct {
	Unit      graph.UnitID
	People    int // 0 when not declared
	Activity  measure.Result
	Coherence measure.Result
	Quadrant  Quadrant
}

// Courses is the activity and the coherence of every unit with capacity, by unit.
func Courses(b *graph.Basis, lines Lines) []Course {
	sums := make(map[graph.UnitID]*days)
	var order []graph.UnitID
	for _, r := range b.Rooms {
		u := b.Shown.At(r.Unit)
		if u == "" {
			continue
		}
		if sums[u] == nil {
			sums[u] = new(days)
			order = append(order, u)
		}
		sums[u].people += b.Tree.People(r.Unit)
		sums[u].room(b, r)
	}
	for _, s := range b.Work {
		if _, ok := b.Room(s.All.Unit); !ok {
			continue
		}
		if d := sums[b.Shown.At(s.All.Unit)]; d != nil {
			d.work(s)
		}
	}
	slices.Sort(order)
	out := make([]Course, 0, len(order))
	for _, u := range order {
		out = append(out, sums[u].course(b, u, lines))
	}
	return out
}

// CoursesIn is Courses of the pass, by the usual lines and of whatever moment; see CoursesAt.
func CoursesIn(p *finding.Pass) []Course {
	return finding.Shared(p, func(p *finding.Pass) *courses { return &courses{Courses(p.Basis(), UsualLines())} }).list
}

type courses struct{ list []Course }

// CoursesAt is the same courses, told of a picture in which nothing that they stand on has changed.
func CoursesAt(list []Course, s *graph.Snapshot) []Course {
	told := slices.Clone(list)
	for n := range told {
		c := &told[n]
		c.Activity, c.Coherence = c.Activity.In(s), c.Coherence.In(s)
	}
	return told
}

// Overall is Courses for the whole organisation as one: sums over sums, not means of ratios.
func Overall(b *graph.Basis, lines Lines) Course {
	d := new(days)
	for _, r := range b.Rooms {
		d.room(b, r)
	}
	for _, s := range b.Work {
		if _, ok := b.Room(s.All.Unit); ok {
			d.work(s)
		}
	}
	return d.course(b, "", lines)
}

// days is the days of a unit while they are added up.
type days struct {
	people                      int
	elapsed, with, logged, done stat.Accumulator // with: elapsed capacity of units that log days
	traced                      stat.Accumulator
	items                       int64
	units                       map[graph.UnitID]float64 // elapsed capacity of units that have not logged yet
}

func (d *days) room(b *graph.Basis, r graph.Room) {
	if d.units == nil {
		d.units = make(map[graph.UnitID]float64)
	}
	d.units[r.Unit] = b.Elapsed(r.Days)
	d.elapsed.Add(b.Elapsed(r.Days))
}

func (d *days) work(s graph.Spent) {
	d.items += s.All.Items
	if s.All.Logged > 0 {
		d.logged.Add(s.All.Logged.Float())
		d.with.Add(d.units[s.All.Unit])
		delete(d.units, s.All.Unit)
	}
	d.done.Add(s.Days)
	d.traced.Add(s.Linked)
}

func (d *days) course(b *graph.Basis, u graph.UnitID, lines Lines) Course {
	c := Course{Unit: u, People: d.people, Activity: d.activity(b, u), Coherence: d.coherence(b, u)}
	c.Quadrant = lines.place(c.Activity, c.Coherence)
	return c
}

func base(m *measure.Method, b *graph.Basis, u graph.UnitID) measure.Result {
	return measure.Result{
		Method: m, Subject: unitRef(u), Period: b.Period.ID, AsOf: b.Picture.AsOf(), Position: b.Picture.Position(),
	}
}

func (d *days) activity(b *graph.Basis, u graph.UnitID) measure.Result {
	r := base(&Activity, b, u)
	r.N = int(d.items)
	r.Numerator = measure.Term{Words: "days logged", Value: d.logged.Sum(), Unit: "days"}
	r.Denominator = measure.Term{Words: "days of capacity that are over, of units that log days", Value: d.with.Sum(), Unit: "days"}
	switch {
	case d.elapsed.Sum() == 0:
		r.Reason = "no capacity is over yet"
	case d.logged.Sum() == 0:
		r.Reason = "no days were logged"
		r.Missing = append(r.Missing, measure.Missing{What: "days logged in " + b.Period.Name, Record: unitRef(u), Then: "activity is not known"})
	case d.with.Sum() == 0:
		r.Reason = "no capacity is declared for the units that log days"
	default:
		r.Value, r.Coverage = d.logged.Sum()/d.with.Sum(), d.with.Sum()/d.elapsed.Sum()
	}
	return r
}

func (d *days) coherence(b *graph.Basis, u graph.UnitID) measure.Result {
	r := base(&Coherence, b, u)
	r.N = int(d.items)
	r.Numerator = measure.Term{Words: "days of work that trace to a theme", Value: d.traced.Sum(), Unit: "days"}
	r.Denominator = measure.Term{Words: "days of work finished or logged", Value: d.done.Sum(), Unit: "days"}
	if d.done.Sum() == 0 {
		r.Reason = "no work was finished and no days were logged in " + b.Period.Name
		return r
	}
	r.Value, r.Coverage = d.traced.Sum()/d.done.Sum(), 1
	return r
}

// place is the quadrant; a unit on a line counts as above it.
func (l Lines) place(activity, coherence measure.Result) Quadrant {
	if !activity.Defined() || !coherence.Defined() {
		return Unplaced
	}
	busy, on := activity.Value >= l.Activity, coherence.Value >= l.Coherence
	switch {
	case busy && on:
		return BusyOnCourse
	case busy:
		return BusyOffCourse
	case on:
		return QuietOnCourse
	}
	return QuietOffCourse
}

// ByCoherence orders courses the way they are read: the least coherent first, those not placed last.
func ByCoherence(list []Course) []Course {
	out := slices.Clone(list)
	slices.SortStableFunc(out, func(a, b Course) int {
		if a.Coherence.Defined() != b.Coherence.Defined() {
			if a.Coherence.Defined() {
				return -1
			}
			return 1
		}
		return cmp.Compare(a.Coherence.Value, b.Coherence.Value)
	})
	return out
}
