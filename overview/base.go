package overview

import (
	"slices"

	"throughline/finding"
	"throughline/graph"
	"throughline/intent"
	"throughline/measure"
	"throughline/portfolio"
)

// Base is what all pages of one picture and period stand on. It is computed once, is not changed
// afterwards, and may be used by many requests.
type Base struct {
	Frame
	Tree     *graph.Tree // the units that exist on the day
	Calendar *graph.Calendar

	// Basis, Cells, Whole and Course need a period: without one the first three are nil and Course has a
	// reason.
	Basis  *graph.Basis
	Cells  *intent.Cells
	Whole  *intent.Waterfall
	Course measure.Result // of the whole organisation

	// Checks is what looked for findings. Findings is everything they found, waived ones too, worst
	// first; empty without a period.
	Checks   []*finding.Check
	Findings []*finding.Finding
	// Drift is since the latest plan lock; nil without one.
	Drift *Drift
	// Coverage is what stands without its other half; nil without a period.
	Coverage *portfolio.Coverage
	// Courses is the activity and the coherence of every unit with capacity, by unit.
	Courses []portfolio.Course
	// Units is the units that stand side by side on pages, each after its parent.
	Units []UnitLine

	round   *finding.Round // nil without a period
	cells   *intent.Cells  // as the round has them
	tallies *tallies       // nil without a period
	weighed *weighed       // nil without a period

	// Of a base that As made: the one of everything, and for whom it is.
	whole *Base
	part  *Part
}

// UnitLine is a unit with its two figures.
type UnitLine struct {
	Unit   *graph.Unit
	Course measure.Result
}

// Compute reads a frame. The checks are those to run for findings.
func Compute(f Frame, checks []*finding.Check) *Base { return ComputeAfter(nil, f, checks) }

// ComputeAfter is Compute, quicker where the base of an earlier picture is at hand: what did not change since
// is taken from it. The result is the same. prev may be nil, and of another period.
func ComputeAfter(prev *Base, f Frame, checks []*finding.Check) *Base {
	b := &Base{Frame: f, Checks: checks, Tree: graph.TreeOf(f.Picture, f.Today())}
	if f.Period == nil {
		b.Calendar = graph.CalendarOf(f.Picture)
		b.Course = measure.Undefined(&intent.OnCourse, "there is no period yet")
		for _, u := range b.frontier() {
			b.Units = append(b.Units, UnitLine{u, b.Course})
		}
		return b
	}
	if prev == nil {
		prev = new(Base)
	}
	b.Basis = graph.BasisAfter(prev.Basis, f.Picture, f.Period)
	b.Calendar, b.tallies, b.weighed = b.Basis.Calendar, prev.tallies.after(), weighedAfter(prev, f)
	b.round = finding.Begin(prev.round, b.Basis, f.Locks)
	b.readCells(prev)
	b.Coverage = portfolio.CoverageIn(b.round.Pass()).In(f.Picture)
	b.Courses = portfolio.CoursesAt(portfolio.CoursesIn(b.round.Pass()), f.Picture)
	if l, ok := f.Lock(); ok {
		b.Drift = f.driftAfter(prev.Drift, l)
	}
	b.Findings = b.round.Look(checks)
	return b
}

// readCells reads the cells and the figures made of them; where they are those of the base before, so are the
// figures.
func (b *Base) readCells(prev *Base) {
	units := b.frontier()
	b.cells = intent.CellsIn(b.round.Pass())
	b.Cells = b.cells.In(b.Basis)
	if b.cells == prev.cells && slices.EqualFunc(units, prev.Units, func(u *graph.Unit, l UnitLine) bool { return u == l.Unit }) {
		b.Whole, b.Course = prev.Whole.In(b.Picture), prev.Course.In(b.Picture)
		for _, l := range prev.Units {
			b.Units = append(b.Units, UnitLine{l.Unit, l.Course.In(b.Picture)})
		}
		return
	}
	b.Whole = b.Cells.Waterfall()
	about := make([]graph.UnitID, 1, len(units)+1)
	for _, u := range units {
		about = append(about, u.ID)
	}
	courses := b.Cells.OnCourseOf(about...)
	b.Course = courses[0]
	for n, u := range units {
		b.Units = append(b.Units, UnitLine{u, courses[n+1]})
	}
}

// Open is the findings that nobody accepted for now, worst first.
func (b *Base) Open() []*finding.Finding {
	var out []*finding.Finding
	for _, f := range b.Findings {
		if f.Waiver == nil {
			out = append(out, f)
		}
	}
	return out
}

// OpenFindings is how many findings nobody accepted for now.
func (b *Base) OpenFindings() int { return len(b.Open()) }

// mostSideBySide is how many units stand side by side on a page before their parents stand for them.
const mostSideBySide = 24

// frontier is the units to show side by side: as deep in the tree as there are not too many. A unit whose
// figures are hidden stays inside its parent.
func (b *Base) frontier() []*graph.Unit {
	tops := b.Tree.Tops()
	at := b.shown(tops)
	if len(tops) == 1 {
		if below := b.shown(b.children(tops[0])); len(below) > 0 {
			at = below
		}
	}
	for {
		next, grew := b.deeper(at)
		if !grew || len(next) > mostSideBySide {
			return b.named(at)
		}
		at = next
	}
}

// deeper puts the children of each unit in its place where all of them may be shown and it has no
// capacity of its own.
func (b *Base) deeper(at []graph.UnitID) (next []graph.UnitID, grew bool) {
	for _, u := range at {
		children := b.children(u)
		shown := b.shown(children)
		if len(shown) == 0 || len(shown) < len(children) || b.hasRoom(u) {
			next = append(next, u)
			continue
		}
		next, grew = append(next, shown...), true
	}
	return next, grew
}

// hasRoom reports whether the unit has capacity of its own in the period.
func (b *Base) hasRoom(u graph.UnitID) bool {
	if b.Basis == nil {
		return false
	}
	_, found := b.Basis.Room(u)
	return found
}

// children is the units directly below.
func (b *Base) children(u graph.UnitID) []graph.UnitID {
	var out []graph.UnitID
	for _, c := range b.Tree.Below(u) {
		if b.Tree.Parent(c) == u {
			out = append(out, c)
		}
	}
	return out
}

func (b *Base) shown(units []graph.UnitID) []graph.UnitID {
	var out []graph.UnitID
	for _, u := range units {
		if !b.hides(u) {
			out = append(out, u)
		}
	}
	return out
}

// hides reports whether no figure of a unit with those below it may be shown.
func (b *Base) hides(u graph.UnitID) bool {
	if b.Basis == nil {
		return b.Tree.Small(u)
	}
	return b.Basis.Shown.Hides(u)
}

// shownAt is the unit at which the figures of a unit are shown; "" for nowhere.
func (b *Base) shownAt(u graph.UnitID) graph.UnitID {
	if b.Basis != nil {
		return b.Basis.Shown.At(u)
	}
	for b.Tree.Small(u) {
		u = b.Tree.Parent(u)
	}
	return u
}

// unitAt is the unit at which figures are shown. What may be shown at no unit is one without an id.
func (b *Base) unitAt(u graph.UnitID) *graph.Unit {
	if u == "" {
		return &graph.Unit{Name: "Units too small to show"}
	}
	return b.Picture.Unit(u)
}

func (b *Base) named(ids []graph.UnitID) []*graph.Unit {
	out := make([]*graph.Unit, len(ids))
	for n, id := range ids {
		out[n] = b.Picture.Unit(id)
	}
	return out
}

// Bare reports whether there is nothing to show at all: no theme, no initiative, no work.
func (b *Base) Bare() bool {
	for _, k := range []graph.Kind{graph.KindTheme, graph.KindInitiative, graph.KindWork, graph.KindOutcome} {
		if b.Picture.Count(k) > 0 {
			return false
		}
	}
	return true
}
