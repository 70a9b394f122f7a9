package intent

import (
	"cmp"
	"slices"

	"throughline/graph"
	"throughline/measure"
	"throughline/stat"
)

// Waterfall is what is kept of the intent from stage to stage, and where the rest was lost. As a
// result it is the kept share at the last stage that was declared.
type Waterfall struct {
	measure.Result
	// Days is what stands for the whole: the capacity for the organisation, what was asked of a unit,
	// what was stated for a theme.
	Days float64
	Last Stage // the last stage declared, "" when there is none
	// Steps has one step for each stage, in order.
	Steps []Step
	// Losses is every loss by stage, unit and theme, most days first.
	Losses []Loss
}

// Step is the waterfall at one stage.
type Step struct {
	Stage    Stage
	Skipped  string  // why the stage is left out; "" when it counts
	Kept     float64 // share of Waterfall.Days that survives, 0 to 1
	Days     float64 // the same in days
	Lost     float64 // share lost here
	LostDays float64
	// MovedDays is the part of LostDays that other units picked up: it moved, and was not lost to the whole.
	MovedDays float64
	// OnTarget is the share that stands where it was intended, whichever way it came there; never below
	// Kept. Eroded and Recovered are what it lost and regained since the stage before.
	OnTarget, Eroded, Recovered float64
	Coverage                    float64           // share of capacity declared here by the unit itself
	Bounds                      *measure.Interval // what silent units may make of Kept; nil when none is
}

// Loss is the intent lost at one stage, in one unit, on one theme.
type Loss struct {
	Stage   Stage
	Cascade bool          // lost at the first stage declared: leadership handed it to no unit
	Unit    graph.UnitID  // "" for the cascade, and for units too small to show
	Theme   graph.ThemeID // "" for days that were reserved for no theme
	Share   float64       // of the whole organisation's stated emphasis
	Days    float64
	Moved   float64 // the days of it that other units picked up
}

// In is the same waterfall, told of a picture in which nothing that it stands on has changed.
func (w *Waterfall) In(s *graph.Snapshot) *Waterfall {
	told := *w
	told.Result = told.Result.In(s)
	return &told
}

// subject is what a waterfall is about.
type subject struct {
	ref    graph.Ref
	rows   []int // rows of the cells, in order
	column int   // the one column, −1 for all
	flow   *stat.Waterfall
	base   float64 // stated or asked weight
}

// Waterfall is the waterfall of the whole organisation.
func (c *Cells) Waterfall() *Waterfall {
	w := c.empty(&Kept, graph.Ref{})
	if c.reason != "" {
		w.Reason = c.reason
		w.Missing = c.lacking(func(int) bool { return true }, true)
		return w
	}
	return c.fill(w, subject{rows: c.rowsUnder(""), column: -1, flow: c.flow, base: c.flow.Stated})
}

// UnitWaterfall is the waterfall of a unit with all below it, from what it was asked for onwards: what
// was lost before that belongs to the cascade.
func (c *Cells) UnitWaterfall(u graph.UnitID) *Waterfall {
	w := c.empty(&Kept, u.Ref())
	rows := c.rowsUnder(u)
	w.Reason = cmp.Or(c.hidden(u, rows), c.reason)
	if w.Reason != "" {
		w.Missing = c.lacking(member(rows), false)
		return w
	}
	s := subject{ref: u.Ref(), rows: rows, column: -1}
	s.flow, w.Reason = c.unitFlow(rows)
	if w.Reason != "" {
		w.Missing = c.lacking(member(rows), false)
		return w
	}
	s.base = s.flow.Stated
	return c.fill(w, s)
}

// ThemeWaterfall is the waterfall of one theme over all units.
func (c *Cells) ThemeWaterfall(t graph.ThemeID) *Waterfall {
	w := c.empty(&Kept, t.Ref())
	k := c.Sight.Column(t)
	switch {
	case c.reason != "":
		w.Reason = c.reason
	case k == c.Sight.Unlinked():
		w.Reason = "there is no such theme"
	case c.stated[k] == 0:
		w.Reason = "the strategy for " + c.Period.Name + " asks nothing for it"
	}
	if w.Reason != "" {
		w.Missing = c.lacking(func(int) bool { return true }, true)
		return w
	}
	s := subject{ref: t.Ref(), rows: c.rowsUnder(""), column: k, base: c.stated[k]}
	if s.flow, w.Reason = c.themeFlow(k); w.Reason != "" {
		return w
	}
	return c.fill(w, s)
}

// empty is a result about the subject without a value yet.
func (c *Cells) empty(m *measure.Method, about graph.Ref) *Waterfall {
	return &Waterfall{Result: c.result(m, about)}
}

func (c *Cells) result(m *measure.Method, about graph.Ref) measure.Result {
	return measure.Result{
		Method: m, Subject: about, Period: c.Period.ID, AsOf: c.Picture.AsOf(), Position: c.Picture.Position(),
		Warnings: slices.Clone(c.warn),
	}
}

// rowsUnder is the rows of the units whose figures are shown at a unit or below it; all rows for "".
func (c *Cells) rowsUnder(u graph.UnitID) []int {
	var out []int
	if u == "" {
		for i := range c.Units {
			out = append(out, i)
		}
		return out
	}
	for _, id := range c.Tree.Below(u) {
		if i, ok := c.row[id]; ok && c.shown.Under(id, u) {
			out = append(out, i)
		}
	}
	slices.Sort(out)
	return out
}

func member(rows []int) func(int) bool {
	return func(row int) bool { _, ok := slices.BinarySearch(rows, row); return ok }
}

// hidden is why nothing may be shown about a unit, or "".
func (c *Cells) hidden(u graph.UnitID, rows []int) string {
	switch {
	case !c.Tree.Has(u):
		return "there is no such unit"
	case c.shown.Hides(u):
		why := c.shown.WhyHidden(u)
		if up := c.Picture.Unit(c.shown.Inside(u)); up != nil {
			why += "; its days are shown inside " + up.Name
		}
		return why
	case len(rows) == 0:
		return "neither the unit nor one below it has capacity in " + c.Period.Name
	}
	return ""
}

// unitFlow is the chain of some rows alone, from what survived the first stage. A column that nothing
// was asked for stands in each declared row, so that a stage at which the unit has no days at all is
// a loss and not a gap.
func (c *Cells) unitFlow(rows []int) (*stat.Waterfall, string) {
	asked := make([]float64, c.Sight.Width()+1)
	chain := stat.Chain{Stated: asked, Weights: make([]float64, len(rows))}
	declared := 0
	for s, step := range c.flow.Steps {
		l := stat.Layer{}
		if step.Skipped == "" {
			l = stat.Layer{Cells: make([][]float64, len(rows)), Inherited: make([]bool, len(rows))}
			for n, i := range rows {
				l.Cells[n], l.Inherited[n] = c.unitRow(s, i, step)
			}
			if slices.ContainsFunc(l.Cells, func(row []float64) bool { return row != nil }) {
				declared++
			}
		}
		chain.Layers = append(chain.Layers, l)
	}
	for n, i := range rows {
		chain.Weights[n] = c.Units[i].Weight
	}
	for k := range c.Sight.Width() {
		column := make([]float64, len(rows))
		for n, i := range rows {
			column[n] = c.first().Cells[i][k]
		}
		asked[k] = stat.Sum(column)
	}
	flow, err := stat.Flow(chain)
	switch {
	case err != nil:
		return nil, "nothing of the strategy was asked of the unit"
	case declared < 2:
		return nil, "only one stage below the strategy is declared, so nothing can be lost between two"
	}
	return flow, ""
}

// unitRow is a row of a layer with the extra column; at the first stage what survived it.
func (c *Cells) unitRow(layer, row int, step stat.Step) (cells []float64, inherited bool) {
	own := c.layers[layer].Cells[row]
	inherited = c.layers[layer].Inherited != nil && c.layers[layer].Inherited[row]
	if step.First {
		return append(slices.Clone(step.Cells[row]), 1), inherited || own == nil
	}
	if own == nil {
		return nil, false
	}
	return append(slices.Clone(own), 1), inherited
}

// first is the first step of the chain that counts.
func (c *Cells) first() stat.Step {
	for _, s := range c.flow.Steps {
		if s.First {
			return s
		}
	}
	return stat.Step{}
}

// themeFlow is the chain of one column. A unit that was asked nothing at the first stage stands in with its
// weight spread as stated; the bounds are wide enough for whatever it can have been asked.
func (c *Cells) themeFlow(k int) (*stat.Waterfall, string) {
	silent := make([]bool, len(c.Units))
	any := false
	for u, row := range c.layers[c.firstStage().place()].Cells {
		silent[u] = row == nil
		any = any || silent[u]
	}
	flow, err := stat.Flow(c.themeChain(k, silent, func(u int) float64 { return c.Units[u].Weight * c.stated[k] }))
	switch {
	case err != nil:
		return nil, err.Error()
	case any:
		c.widen(flow, k, silent)
	}
	return flow, ""
}

// widen sets the bounds of a theme where units were asked nothing. At worst they were asked for all they
// have, so that the others are scaled back most, and kept nothing of it. At best the others are scaled
// back by one another alone, and the silent units keep all that they are known to have done for it.
func (c *Cells) widen(flow *stat.Waterfall, k int, silent []bool) {
	lost := c.themeChain(k, silent, func(u int) float64 { return c.Units[u].Weight })
	for s, step := range c.flow.Steps {
		for u := range c.Units {
			if silent[u] && step.Skipped == "" && !step.First {
				lost.Layers[s].Cells[u] = []float64{0, c.Units[u].Weight}
			}
		}
	}
	worst, err := stat.Flow(lost)
	best, err2 := stat.Flow(c.themeChain(k, silent, func(int) float64 { return 0 }))
	if err != nil || err2 != nil {
		return
	}
	own := c.weights()
	for n := range flow.Steps {
		s := &flow.Steps[n]
		if s.Skipped != "" {
			continue
		}
		lo, hi := worst.Steps[n].Lo.X, best.Steps[n].Hi.X
		if s.First { // what scales one unit back is kept by another: the total is known better
			lo = best.Steps[n].Surviving.X
		}
		var kept stat.Accumulator
		for u, row := range c.layers[n].Cells {
			if !silent[u] {
				continue
			}
			if row != nil {
				own[u] = min(own[u], row[k])
			}
			kept.Add(own[u])
		}
		s.Lo = stat.Of(max(0, min(lo, s.Surviving.X)))
		s.Hi = stat.Of(max(s.Surviving.X, min(c.stated[k], hi+kept.Sum())))
	}
}

// themeChain is the chain of one column; all the others are one column of which nothing is stated. absent
// is what stands for a silent unit, one that declared nothing at the first stage.
func (c *Cells) themeChain(k int, silent []bool, absent func(unit int) float64) stat.Chain {
	chain := stat.Chain{Stated: []float64{c.stated[k], 0}, Weights: c.weights()}
	for s, step := range c.flow.Steps {
		l := stat.Layer{}
		if step.Skipped == "" {
			l = stat.Layer{Cells: make([][]float64, len(c.Units)), Inherited: make([]bool, len(c.Units))}
			for i, row := range c.layers[s].Cells {
				l.Inherited[i] = c.layers[s].Inherited != nil && c.layers[s].Inherited[i] || step.First && silent[i]
				switch {
				case row != nil:
					l.Cells[i] = []float64{row[k], max(0, stat.Sum(row)-row[k])}
				case step.First:
					l.Cells[i] = []float64{absent(i), c.Units[i].Weight - absent(i)}
				}
			}
		}
		chain.Layers = append(chain.Layers, l)
	}
	return chain
}

// compare orders losses: most days first, then by stage, unit and theme.
func (l Loss) compare(o Loss) int {
	return cmp.Or(cmp.Compare(o.Days, l.Days), cmp.Compare(l.Stage.place(), o.Stage.place()),
		cmp.Compare(l.Unit, o.Unit), cmp.Compare(l.Theme, o.Theme))
}
