package intent

import (
	"slices"

	"throughline/graph"
	"throughline/measure"
	"throughline/stat"
)

// OnCourse is the share of executed days that trace to a theme, for a unit with all below it, "" for
// the whole organisation. Its rows are the days by theme and, last, those without a line back; they add
// up to the days executed.
func (c *Cells) OnCourse(u graph.UnitID) measure.Result { return c.OnCourseOf(u)[0] }

// OnCourseOf is OnCourse for several units, in less time than one by one.
func (c *Cells) OnCourseOf(units ...graph.UnitID) []measure.Result {
	sets := make([][]int, len(units))
	for n, u := range units {
		sets[n] = c.rowsUnder(u)
	}
	evidence := c.largestOf(sets...)
	out := make([]measure.Result, len(units))
	for n, u := range units {
		out[n] = c.onCourse(u, sets[n], evidence[n])
	}
	return out
}

func (c *Cells) onCourse(u graph.UnitID, rows []int, evidence []graph.PlanPart) measure.Result {
	r := c.result(&OnCourse, graph.Ref{})
	if u != "" {
		r.Subject = u.Ref()
		if r.Reason = c.hidden(u, rows); r.Reason != "" {
			return r
		}
	}
	c.stand(&r, rows)
	r.Missing = c.lackingAt(Executed, rows)
	byTheme := c.spent(rows)
	days := stat.Sum(byTheme)
	if days == 0 {
		r.Reason = "no work was finished and no days were logged in " + c.Period.Name
		return r
	}
	traced := stat.Sum(byTheme[:c.Sight.Unlinked()])
	r.Value = part(traced, days)
	r.Numerator = measure.Term{Words: "days of work that trace to a theme", Value: traced, Unit: "days"}
	r.Denominator = measure.Term{Words: "days of work finished or logged", Value: days, Unit: "days"}
	r.Coverage = c.workCoverage(rows)
	for k, x := range byTheme {
		r.Rows = append(r.Rows, c.themeRow(k, x))
	}
	r.Adds, r.Total = true, stat.Sum(byTheme)
	for _, p := range evidence {
		r.Evidence = append(r.Evidence, c.Lines.Initiatives[p.Line].Ref())
	}
	return r
}

// spent is the executed days of the rows by column.
func (c *Cells) spent(rows []int) []float64 {
	cells := make([]stat.Accumulator, c.Sight.Width())
	for _, i := range rows {
		for k, x := range c.Units[i].Work.row {
			cells[k].Add(x)
		}
	}
	return totals(cells)
}

func totals(cells []stat.Accumulator) []float64 {
	out := make([]float64, len(cells))
	for k := range cells {
		out[k] = cells[k].Sum()
	}
	return out
}

// workCoverage is the share of the rows' capacity that has counted work.
func (c *Cells) workCoverage(rows []int) float64 {
	var with, all stat.Accumulator
	for _, i := range rows {
		all.Add(c.Units[i].Weight)
		if c.Units[i].Work.Days > 0 {
			with.Add(c.Units[i].Weight)
		}
	}
	return with.Sum() / all.Sum()
}

func (c *Cells) themeRow(k int, days float64) measure.Row {
	if k == c.Sight.Unlinked() {
		return measure.Row{Label: "no line back to a theme", Value: days, Unit: "days"}
	}
	t := c.Sight.Themes[k]
	return measure.Row{Label: t.Name, Record: t.Ref(), Value: days, Unit: "days"}
}

// lackingAt is what the rows lack at one stage.
func (c *Cells) lackingAt(s Stage, rows []int) []measure.Missing {
	var out []measure.Missing
	is := member(rows)
	for _, n := range c.missing {
		if n.stage == s && (n.unit < 0 || is(n.unit)) && len(out) < mostMissing {
			out = append(out, c.words(n))
		}
	}
	return out
}

// Emphasis is the weight of one theme at one stage.
type Emphasis struct {
	Theme graph.ThemeID // "" for what is linked to no theme
	Share float64       // of the days of the units that declared the stage, 0 to 1
	Days  float64
}

// Emphasis is the weight of every theme in page order, and of what is unlinked, at a stage, for a unit
// with all below it, "" for the whole organisation; and the share of their capacity that declared the
// stage. It is empty when none did.
func (c *Cells) Emphasis(s Stage, u graph.UnitID) (list []Emphasis, coverage float64) {
	rows := c.rowsUnder(u)
	if s == Stated {
		return c.statedEmphasis(rows)
	}
	cells := make([]stat.Accumulator, c.Sight.Width())
	var declared, all stat.Accumulator
	for _, i := range rows {
		all.Add(c.Units[i].Weight)
		layer := c.layers[s.place()].Cells
		if layer == nil || layer[i] == nil {
			continue
		}
		declared.Add(c.Units[i].Weight)
		for k, x := range layer[i] {
			cells[k].Add(x)
		}
	}
	var total stat.Accumulator
	for k := range cells {
		total.Add(cells[k].Sum())
	}
	if total.Sum() == 0 {
		return nil, 0
	}
	for k := range cells {
		x := cells[k].Sum()
		list = append(list, Emphasis{c.Sight.ThemeAt(k), x / total.Sum(), x * c.Total})
	}
	return list, declared.Sum() / all.Sum()
}

// statedEmphasis is the stated shares over the capacity of the rows.
func (c *Cells) statedEmphasis(rows []int) (list []Emphasis, coverage float64) {
	var days stat.Accumulator
	for _, i := range rows {
		days.Add(c.Units[i].Days)
	}
	for k, x := range c.stated {
		list = append(list, Emphasis{c.Sight.ThemeAt(k), x, x * days.Sum()})
	}
	if list == nil {
		return nil, 0
	}
	return list, 1
}

// OnTarget is end-point fidelity at a stage for the whole organisation: how much of the weight stands
// where the strategy put it, whichever way it came there.
func (c *Cells) OnTarget(s Stage) measure.Result {
	r := c.result(&OnTarget, graph.Ref{})
	if r.Reason = c.reason; r.Reason != "" {
		return r
	}
	if s == Stated {
		r.Reason = "the strategy cannot be held against itself"
		return r
	}
	step := c.flow.Steps[s.place()]
	if step.Skipped != "" {
		r.Reason = string(step.Skipped)
		return r
	}
	r.Value, r.Coverage = step.Fidelity.F.X/c.flow.Stated, step.Coverage
	r.Numerator = measure.Term{Words: "days that stand where the strategy put them", Value: step.Fidelity.F.X * c.Total, Unit: "days"}
	r.Denominator = measure.Term{Words: "days of capacity, spread as the strategy states", Value: c.Total, Unit: "days"}
	r.Missing = c.lackingAt(s, c.rowsUnder(""))
	return r
}

// PlanOnTarget is how well the plan of one picture fits the strategy of another: end-point fidelity at
// the planned stage, 0 to 1. It is what drift is split by.
func PlanOnTarget(strategy, plan *graph.Snapshot, period *graph.Period) stat.Number {
	return Fits(period)(strategy, plan)
}

// Fits is PlanOnTarget for a period, quicker where the same plans are asked about again: it remembers the
// basis of each. It is used by one goroutine and for one answer; it keeps the pictures it was asked about.
func Fits(period *graph.Period) func(strategy, plan *graph.Snapshot) stat.Number {
	known := make(map[*graph.Snapshot]*graph.Basis)
	var last *graph.Basis
	return func(strategy, plan *graph.Snapshot) stat.Number {
		if known[plan] == nil {
			known[plan] = graph.BasisAfter(last, plan, period)
		}
		last = known[plan]
		c := Read(plan, period, Options{Locked: strategy, Basis: last})
		r := c.OnTarget(Planned)
		if !r.Defined() {
			return stat.None(r.Reason)
		}
		return stat.Of(r.Value)
	}
}

// Asked is what the first stage of the chain asks of a unit with all below it, by column, in shares of the
// whole; what was stated for "". It is nil without a chain.
func (c *Cells) Asked(u graph.UnitID) []float64 {
	if c.reason != "" {
		return nil
	}
	if u == "" {
		return slices.Clone(c.stated)
	}
	cells := make([]stat.Accumulator, c.Sight.Width())
	for _, i := range c.rowsUnder(u) {
		for k, x := range c.first().Cells[i] {
			cells[k].Add(x)
		}
	}
	return totals(cells)
}

// OnTargetOf is end-point fidelity of the executed work of a unit with all below it to what it was asked
// for; of the whole organisation to what was stated for "". Its reference is the ceiling that chance leaves.
func (c *Cells) OnTargetOf(u graph.UnitID) measure.Result {
	w := c.Waterfall()
	r := c.OnTarget(Executed)
	if u != "" {
		w = c.UnitWaterfall(u)
		r = c.result(&OnTarget, u.Ref())
		step := Step{Skipped: "no unit declared this layer"}
		if w.Defined() {
			step = w.Steps[Executed.place()+1]
		}
		switch {
		case !w.Defined():
			r.Reason = w.Reason
		case step.Skipped != "":
			r.Reason = step.Skipped
		default:
			r.Value, r.Coverage = step.OnTarget, step.Coverage
			r.Numerator = measure.Term{Words: "days that stand where they were asked for", Value: step.OnTarget * w.Days, Unit: "days"}
			r.Denominator = w.Denominator
		}
	}
	r.N, r.Reference, r.Missing = w.N, w.Reference, w.Missing
	return r
}

// ExecutedBy is the weight by column of each unit at or below u that has capacity, in the order of Units, as
// [Cells.OnTargetOf] counts it: that of its work, or where it did none what stands in for that. It is nil where
// nothing of the executed stage can be held against what was asked.
func (c *Cells) ExecutedBy(u graph.UnitID) [][]float64 {
	flow, why := c.flow, c.reason
	if u != "" && why == "" {
		flow, why = c.unitFlow(c.rowsUnder(u))
	}
	if why != "" || flow.Steps[Executed.place()].Skipped != "" {
		return nil
	}
	return flow.Steps[Executed.place()].Given
}
