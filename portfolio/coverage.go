package portfolio

import (
	"cmp"
	"slices"

	"throughline/finding"
	"throughline/graph"
	"throughline/measure"
	"throughline/stat"
)

// Coverage is what stands without its other half in a period: work and initiatives that serve no
// theme, themes and outcomes that nothing serves.
type Coverage struct {
	OrphanedWork        OrphanedWork
	OrphanedInitiatives OrphanedInitiatives
	Themes              Themes
	// IdleOutcomes is the outcomes that no planned initiative serves, or whose initiatives had no work
	// in the period, by id.
	IdleOutcomes []IdleOutcome
	Outcomes     int // how many outcomes are pursued
}

// OrphanedWork is the share of executed days on work that serves no theme.
type OrphanedWork struct {
	measure.Result
	Items int64    // how many items
	Parts []Orphan // by initiative, most days first
}

// Orphan is work of one initiative, or of none.
type Orphan struct {
	Initiative *graph.Initiative // nil for work without an initiative
	Units      int               // how many units work on it
	Items      int64
	Days       float64
}

// OrphanedInitiatives is the number of planned initiatives that serve no theme.
type OrphanedInitiatives struct {
	measure.Result
	List []Orphan // most planned days first; Items is not used
}

// IdleOutcome is an outcome that nothing happens for.
type IdleOutcome struct {
	Outcome     *graph.Outcome
	Initiatives int // planned or likely initiatives that serve it; without any, nobody plans to
}

// CoverageOf reads the coverage of a period.
func CoverageOf(b *graph.Basis) *Coverage {
	w := &work{b}
	c := &Coverage{OrphanedWork: w.orphanedWork(), OrphanedInitiatives: w.orphanedInitiatives(), Themes: w.themes()}
	c.IdleOutcomes, c.Outcomes = w.idleOutcomes()
	return c
}

// CoverageIn is the coverage of the pass, of whatever moment; see In.
func CoverageIn(p *finding.Pass) *Coverage {
	return finding.Shared(p, func(p *finding.Pass) *Coverage { return CoverageOf(p.Basis()) })
}

// In is the same coverage, told of a picture in which nothing that it stands on has changed.
func (c *Coverage) In(s *graph.Snapshot) *Coverage {
	told := *c
	told.OrphanedWork.Result = told.OrphanedWork.In(s)
	told.OrphanedInitiatives.Result = told.OrphanedInitiatives.In(s)
	told.Themes.Result = told.Themes.In(s)
	return &told
}

// work is the plan and the work of a period by line.
type work struct{ b *graph.Basis }

func (w *work) result(m *measure.Method) measure.Result {
	return measure.Result{Method: m, Period: w.b.Period.ID, AsOf: w.b.Picture.AsOf(), Position: w.b.Picture.Position()}
}

func (w *work) orphanedWork() OrphanedWork {
	o := OrphanedWork{Result: w.result(&Orphaned)}
	var sum stat.Accumulator
	for k := range w.b.Work {
		o.N += int(w.b.Work[k].All.Items)
	}
	spent := func(line int32) float64 { return w.b.WorkOn(line).Days }
	lines := w.orphans(w.b.Lines.Unlinked()+1, func(line int32) bool { return w.b.WorkOn(line).Items > 0 }, spent)
	o.Parts = make([]Orphan, 0, len(lines))
	for _, line := range lines {
		done := w.b.WorkOn(line)
		part := Orphan{Units: int(done.Units), Items: int64(done.Items), Days: done.Days}
		if line < w.b.Lines.Unlinked() {
			part.Initiative = w.b.Lines.Initiatives[line]
		}
		o.Parts = append(o.Parts, part)
		o.Items += int64(done.Items)
		sum.Add(part.Days)
	}
	days := w.days()
	o.Numerator = measure.Term{Words: "days of work that serves no theme", Value: sum.Sum(), Unit: "days"}
	o.Denominator = measure.Term{Words: "days of work finished or logged", Value: days, Unit: "days"}
	if days == 0 {
		o.Reason = "no work was finished and no days were logged in " + w.b.Period.Name
		return o
	}
	o.Value, o.Coverage = sum.Sum()/days, 1
	o.explain(w)
	return o
}

// orphans is the lines up to one that serve no theme and are kept, by their days, most first.
func (w *work) orphans(end int32, keep func(line int32) bool, days func(line int32) float64) []int32 {
	var out []int32
	for line := range end {
		if w.b.Lines.Linked(line) == 0 && keep(line) {
			out = append(out, line)
		}
	}
	slices.SortFunc(out, func(a, b int32) int { return cmp.Or(cmp.Compare(days(b), days(a)), cmp.Compare(a, b)) })
	return out
}

// days is the days of all work.
func (w *work) days() float64 {
	var total stat.Accumulator
	for k := range w.b.Work {
		total.Add(w.b.Work[k].Days)
	}
	return total.Sum()
}

func (o *OrphanedWork) explain(w *work) {
	o.Adds, o.Total = true, o.Numerator.Value
	o.Rows = make([]measure.Row, 0, len(o.Parts))
	for _, p := range o.Parts {
		row := measure.Row{Label: "work without an initiative", Value: p.Days, Unit: "days"}
		if p.Initiative != nil {
			row.Label, row.Record = p.Initiative.Name, p.Initiative.Ref()
			if len(o.Evidence) < mostEvidence {
				o.Evidence = append(o.Evidence, row.Record)
			}
		}
		o.Rows = append(o.Rows, row)
	}
	for _, s := range w.b.Work {
		if s.All.Open > 0 && s.Rate == 0 {
			o.Missing = append(o.Missing, measure.Missing{
				What: "the capacity of " + nameOf(w.b.Picture, s.All.Unit) + " in " + w.b.Period.Name, Record: unitRef(s.All.Unit),
				Then: "its work without days logged counts 0 days",
			})
		}
	}
}

// nameOf is the unit's name, for a sentence.
func nameOf(s *graph.Snapshot, u graph.UnitID) string {
	if unit := s.Unit(u); unit != nil {
		return unit.Name
	}
	return "work without a unit"
}

func unitRef(u graph.UnitID) graph.Ref {
	if u == "" {
		return graph.Ref{}
	}
	return u.Ref()
}

// stands reports whether the line's initiative is likely or firmer and stands in the period.
func (w *work) stands(line int32) bool {
	return w.b.Lines.Is(line, graph.IsPlanned|graph.IsDemand) && w.b.Stands(line, graph.Current)
}

func (w *work) orphanedInitiatives() OrphanedInitiatives {
	o := OrphanedInitiatives{Result: w.result(&OrphanedPlans)}
	var days stat.Accumulator
	for line := range w.b.Lines.Unlinked() {
		if w.stands(line) {
			o.N++
		}
	}
	lines := w.orphans(w.b.Lines.Unlinked(), w.stands, w.b.PlannedOn)
	o.List = make([]Orphan, 0, len(lines))
	for _, line := range lines {
		i, planned := w.b.Lines.Initiatives[line], w.b.PlannedOn(line)
		o.List = append(o.List, Orphan{Initiative: i, Units: len(i.Participants), Days: planned})
		days.Add(planned)
	}
	if o.N == 0 {
		o.Reason = "no initiative is planned for " + w.b.Period.Name
		return o
	}
	o.Value, o.Coverage = float64(len(o.List)), 1
	o.Numerator = measure.Term{Words: "initiatives that serve no theme", Value: o.Value, Unit: "initiatives"}
	o.Denominator = measure.Term{Words: "initiatives likely, committed, started or done", Value: float64(o.N), Unit: "initiatives"}
	o.Adds, o.Total = true, days.Sum()
	o.Rows = make([]measure.Row, 0, len(o.List))
	for _, p := range o.List {
		o.Rows = append(o.Rows, measure.Row{Label: p.Initiative.Name, Record: p.Initiative.Ref(), Value: p.Days, Unit: "days"})
		if len(o.Evidence) < mostEvidence {
			o.Evidence = append(o.Evidence, p.Initiative.Ref())
		}
	}
	return o
}

// idleOutcomes is the outcomes that nothing happens for, of those that are pursued, and how many these are.
func (w *work) idleOutcomes() (idle []IdleOutcome, pursued int) {
	outcomes := w.b.Lines.Sight.Outcomes
	serving, busy := make([]int, len(outcomes)), make([]bool, len(outcomes))
	for line := range w.b.Lines.Unlinked() {
		aims, _ := w.b.Lines.Aims(line)
		if len(aims) == 0 {
			continue
		}
		planned, worked := w.stands(line), w.b.WorkOn(line).Items > 0
		for n, o := range aims {
			if planned && !slices.Contains(aims[:n], o) {
				serving[o]++
			}
			busy[o] = busy[o] || worked
		}
	}
	for n, o := range outcomes {
		if !o.PursuedIn(w.b.Period, w.b.Picture.Today()) {
			continue
		}
		pursued++
		if serving[n] == 0 || !busy[n] {
			idle = append(idle, IdleOutcome{o, serving[n]})
		}
	}
	return idle, pursued
}
