package overview

import (
	"cmp"
	"slices"

	"throughline/dependency"
	"throughline/finding"
	"throughline/graph"
	"throughline/portfolio"
)

// InitiativePage is everything about one initiative.
type InitiativePage struct {
	Initiative *graph.Initiative
	Owner      *graph.Unit // nil without one
	Lines      []Reason
	Linked     float64 // share that serves any theme, 0 to 1
	Period     Window
	Units      []Taking
	Steps      []StepLine
	Drift      *portfolio.DriftRow // since the latest lock; nil when it is in neither plan
	Lock       *graph.Baseline     // the lock that Drift and Steps are held against; nil without one
	Threads    []dependency.Thread
	Decisions  []*graph.Decision // open ones first, then the latest
	Links      []graph.Link      // of this initiative
	Back       []graph.Link      // of others to this one: Initiative is the other
	Findings   []*finding.Finding
	Confined   bool // readable by a named audience only
}

// Window is the days of the initiative in the period.
type Window struct{ Planned, Worked float64 }

// Reason is one line from the strategy down to the initiative.
type Reason struct {
	Theme   *graph.Theme
	Place   int
	Outcome *graph.Outcome // nil when it serves the theme directly
	Share   float64        // of the initiative, 0 to 1
}

// Taking is one unit that takes part. Units that may be shown nowhere are one together, without an id.
type Taking struct {
	Unit    *graph.Unit
	Planned float64 // days promised in the period
	All     float64 // days promised in all periods
	Worked  float64 // days worked in the period up to now
	Items   int     // items of work that count in the period
}

// StepLine is one step with where it was locked and where it stands.
type StepLine struct {
	Name        string
	Locked, Now *graph.Period // nil where it names none
	Days        graph.Days
	Done        bool
	Slip        Share // how many periods of one kind later than locked; below 0 is earlier
	New, Gone   bool  // it was not there at the lock, or is not any more
}

// InitiativePage reads the page of an initiative; nil when there is none.
func (b *Base) InitiativePage(id graph.InitiativeID) *InitiativePage {
	i := b.Picture.Initiative(id)
	if i == nil {
		return nil
	}
	p := &InitiativePage{Initiative: i, Owner: b.Picture.Unit(i.Owner), Links: i.Links, Confined: len(i.Audience) > 0}
	for _, l := range b.parts(i) {
		if l.place > 0 {
			p.Lines = append(p.Lines, Reason{b.Picture.Theme(l.theme), l.place, b.Picture.Outcome(l.outcome), l.share})
			p.Linked += l.share
		}
	}
	p.Units = b.taking(i)
	for _, u := range p.Units {
		p.Period.Planned, p.Period.Worked = p.Period.Planned+u.Planned, p.Period.Worked+u.Worked
	}
	p.since(b, i)
	for d := range graph.Referrers[*graph.Dependency](b.Picture, id.Ref()) {
		if d.Initiative == id {
			p.Threads = append(p.Threads, dependency.Read(d, b.Today()))
		}
	}
	p.Decisions = decisionsOn(b.Picture, id)
	for o := range graph.Referrers[*graph.Initiative](b.Picture, id.Ref()) {
		for _, l := range o.Links {
			if l.Initiative == id {
				p.Back = append(p.Back, graph.Link{Kind: l.Kind, Initiative: o.ID})
			}
		}
	}
	p.Findings = b.FindingsOn(id.Ref())
	return p
}

// since holds the initiative against the latest lock.
func (p *InitiativePage) since(b *Base, i *graph.Initiative) {
	var then *graph.Initiative
	if b.Drift != nil {
		p.Lock = b.Drift.Lock.Baseline
		then = b.lockedShown(b.Drift.Lock).Initiative(i.ID)
		if n := slices.IndexFunc(b.Drift.Rows, func(r *portfolio.DriftRow) bool { return r.Initiative.ID == i.ID }); n >= 0 {
			p.Drift = b.Drift.Rows[n]
		}
	}
	p.Steps = b.steps(then, i)
}

// steps brings the steps at the lock and now together, in today's order, those that are gone last.
func (b *Base) steps(then, now *graph.Initiative) []StepLine {
	var before []graph.Step
	if then != nil {
		before = then.Steps
	}
	named := func(list []graph.Step, name string) *graph.Step {
		for n := range list {
			if list[n].Name == name {
				return &list[n]
			}
		}
		return nil
	}
	var out []StepLine
	for _, s := range now.Steps {
		line := StepLine{Name: s.Name, Now: b.Picture.Period(s.Period), Days: s.Days, Done: s.Done}
		if was := named(before, s.Name); was != nil {
			line.Locked = b.Picture.Period(was.Period)
			line.Slip = b.slip(line.Locked, line.Now)
		} else {
			line.New = then != nil
		}
		out = append(out, line)
	}
	for _, s := range before {
		if named(now.Steps, s.Name) == nil {
			out = append(out, StepLine{Name: s.Name, Locked: b.Picture.Period(s.Period), Days: s.Days, Gone: true})
		}
	}
	return out
}

// slip is how many periods of the same kind lie between two: their places in order of time.
func (b *Base) slip(from, to *graph.Period) Share {
	if from == nil || to == nil || from.Kind != to.Kind {
		return Share{}
	}
	var list []*graph.Period
	for p := range graph.All[*graph.Period](b.Picture) {
		if p.Kind == from.Kind {
			list = append(list, p)
		}
	}
	slices.SortFunc(list, func(a, b *graph.Period) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.ID, b.ID)) })
	return Share{float64(slices.Index(list, to) - slices.Index(list, from)), true}
}

// taking is the units that take part: those promised, in their order, then others that worked on it. The
// days of a unit stand where its figures are shown.
func (b *Base) taking(i *graph.Initiative) []Taking {
	var out []Taking
	row := func(u graph.UnitID) *Taking {
		u = b.shownAt(u)
		for n := range out {
			if out[n].Unit.ID == u {
				return &out[n]
			}
		}
		unit := b.unitAt(u)
		if unit == nil {
			return nil
		}
		out = append(out, Taking{Unit: unit})
		return &out[len(out)-1]
	}
	for _, p := range i.Participants {
		if r := row(p.Unit); r != nil {
			r.All += float64(p.Days)
		}
	}
	if b.Period == nil {
		return out
	}
	for u, days := range b.Calendar.PlannedDays(i, b.Period.Span()) {
		if r := row(u); r != nil {
			r.Planned += days
		}
	}
	line := b.Basis.Lines.Of(i.ID)
	for _, w := range b.Basis.Work {
		for _, p := range w.Parts {
			if p.Line != line {
				continue
			}
			if r := row(w.All.Unit); r != nil {
				r.Worked, r.Items = r.Worked+p.Days, r.Items+int(p.Items)
			}
		}
	}
	return out
}

// decisionsOn is the decisions about an initiative: open ones by when they are due, then the latest taken.
func decisionsOn(s *graph.Snapshot, id graph.InitiativeID) []*graph.Decision {
	var out []*graph.Decision
	for d := range graph.Referrers[*graph.Decision](s, id.Ref()) {
		if d.Initiative == id {
			out = append(out, d)
		}
	}
	slices.SortStableFunc(out, func(a, b *graph.Decision) int {
		open := boolOrder(a.State == graph.DecisionOpen, b.State == graph.DecisionOpen)
		return cmp.Or(open, boolOrder(a.Due != 0, b.Due != 0), cmp.Compare(a.Due, b.Due), cmp.Compare(b.Decided, a.Decided), cmp.Compare(a.ID, b.ID))
	})
	return out
}

// WorkOf is one page of the work of an initiative by id, from the cursor on, and the cursor to go on with.
func (b *Base) WorkOf(id graph.InitiativeID, after graph.WorkID, most int) (list []*graph.Work, next graph.WorkID) {
	for w := range b.Picture.WorkOf(id, after) {
		if w.ID == after {
			continue
		}
		if len(list) == most {
			return list, list[most-1].ID
		}
		list = append(list, w)
	}
	return list, ""
}
