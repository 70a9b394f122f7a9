package intent

import (
	"cmp"
	"slices"

	"throughline/graph"
	"throughline/measure"
	"throughline/stat"
)

// fill completes the waterfall of a subject that has a chain.
func (c *Cells) fill(w *Waterfall, s subject) *Waterfall {
	w.Days = s.base * c.Total
	w.Losses = c.losses(s)
	w.Steps = append(w.Steps, Step{Stage: Stated, Kept: 1, Days: w.Days, OnTarget: 1, Coverage: 1})
	if s.ref.Kind == graph.KindUnit {
		w.Steps[0] = Step{Stage: Stated, Skipped: "the strategy is stated for the whole organisation"}
	}
	for n, step := range s.flow.Steps {
		w.Steps = append(w.Steps, c.step(Stages()[n+1], step, s, w.Losses))
		if step.Skipped == "" {
			w.Last = Stages()[n+1]
		}
	}
	last := w.Steps[w.Last.place()+1]
	w.Value, w.Bounds = last.Kept, last.Bounds
	w.Numerator = measure.Term{Words: "days of intent that survive to the stage “" + string(w.Last) + "”", Value: last.Days, Unit: "days"}
	w.Denominator = measure.Term{Words: denominatorWords(s.ref.Kind), Value: w.Days, Unit: "days"}
	w.Rows, w.Adds = c.lossRows(w.Losses), true
	w.Total = w.Days - last.Days
	c.stand(&w.Result, s.rows)
	w.Coverage = c.coverage(s)
	w.Missing = c.lacking(member(s.rows), s.ref.Kind != graph.KindUnit)
	w.Evidence = c.evidence(s.rows)
	if w.Last == Executed {
		w.Reference = c.ceiling(s)
	}
	return w
}

func denominatorWords(k graph.Kind) string {
	switch k {
	case graph.KindUnit:
		return "days the unit was asked to spend"
	case graph.KindTheme:
		return "days the strategy asks for the theme"
	}
	return "days of capacity, spread as the strategy states"
}

// stand fills in how many items stand behind the rows, and a warning when they are too few to compare.
func (c *Cells) stand(r *measure.Result, rows []int) {
	for _, i := range rows {
		r.N += int(c.Units[i].Work.Items)
	}
	if 0 < r.N && r.N < fewItems {
		r.Warnings = append(r.Warnings, "fewer than 20 items of work: too few to compare units by")
	}
}

// fewItems is the number of items below which units are not ranked.
const fewItems = 20

// step turns a step of the chain into shares and days of the subject.
func (c *Cells) step(stage Stage, f stat.Step, s subject, losses []Loss) Step {
	if f.Skipped != "" {
		return Step{Stage: stage, Skipped: string(f.Skipped)}
	}
	out := Step{
		Stage: stage, Kept: part(f.Surviving.X, s.base), Days: f.Surviving.X * c.Total,
		Lost: f.Loss / s.base, LostDays: f.Loss * c.Total,
		OnTarget: f.Fidelity.F.X / s.base, Eroded: f.Fidelity.Eroded / s.base, Recovered: f.Fidelity.Recovered / s.base,
		Coverage: f.Coverage,
	}
	for _, l := range losses {
		if l.Stage == stage {
			out.MovedDays += l.Moved
		}
	}
	if f.Lo.X < f.Surviving.X || f.Hi.X > f.Surviving.X {
		out.Bounds = &measure.Interval{Lo: f.Lo.X / s.base, Hi: f.Hi.X / s.base, Method: "bounds of what silent units may have done"}
	}
	return out
}

// losses is all the subject's losses, folded to units that may be shown, most days first.
func (c *Cells) losses(s subject) []Loss {
	var out []Loss
	for _, stage := range Stages()[1:] {
		out = append(out, c.stageLosses(stage, s)...)
	}
	slices.SortFunc(out, Loss.compare)
	return out
}

// stageLosses is the subject's losses at one stage, by unit and theme.
func (c *Cells) stageLosses(stage Stage, s subject) []Loss {
	step := c.flow.Steps[stage.place()]
	if step.Skipped != "" {
		return nil
	}
	var out []Loss
	at := make([]int, len(c.place)) // where the loss of a place stands in the column, from 1
	for k := range c.Sight.Width() {
		if s.column >= 0 && k != s.column || step.LossByIntent[k] == 0 {
			continue
		}
		if step.First {
			if s.ref.Kind != graph.KindUnit {
				l := c.loss(stage, "", k, step.LossByIntent[k], 0)
				l.Cascade = true
				out = append(out, l)
			}
			continue
		}
		clear(at)
		out = c.columnLosses(out, at, stage, step, s.rows, k)
	}
	return out
}

// columnLosses adds the losses of the rows in one column, those of units shown together as one.
func (c *Cells) columnLosses(out []Loss, at []int, stage Stage, step stat.Step, rows []int, k int) []Loss {
	for _, i := range rows {
		share := step.LossCells[i][k]
		if share == 0 {
			continue
		}
		moved := step.Moved[k] * share / step.LossByIntent[k]
		n := &at[c.placeOf[i]]
		if *n == 0 {
			out = append(out, c.loss(stage, c.shown.At(c.Units[i].ID), k, 0, 0))
			*n = len(out)
		}
		l := &out[*n-1]
		l.Share += share
		l.Days += share * c.Total
		l.Moved += moved * c.Total
	}
	return out
}

func (c *Cells) loss(stage Stage, unit graph.UnitID, k int, share, moved float64) Loss {
	return Loss{Stage: stage, Unit: unit, Theme: c.Sight.ThemeAt(k), Share: share, Days: share * c.Total, Moved: moved * c.Total}
}

// lossRows adds the losses up by stage and unit: in the order of the stages, most days first.
func (c *Cells) lossRows(losses []Loss) []measure.Row {
	type key struct {
		stage Stage
		unit  graph.UnitID
		sum   *stat.Accumulator
	}
	sums := make([]stat.Accumulator, stageCount*len(c.place))
	var keys []key
	for _, l := range losses {
		sum := &sums[l.Stage.place()*len(c.place)+int(c.place[l.Unit])]
		if sum.Empty() {
			keys = append(keys, key{l.Stage, l.Unit, sum})
		}
		sum.Add(l.Days)
	}
	slices.SortFunc(keys, func(a, b key) int {
		return cmp.Or(cmp.Compare(a.stage.place(), b.stage.place()), cmp.Compare(b.sum.Sum(), a.sum.Sum()), cmp.Compare(a.unit, b.unit))
	})
	out := make([]measure.Row, 0, len(keys))
	for _, k := range keys {
		row := measure.Row{Label: "the cascade", Group: string(k.stage), Value: k.sum.Sum(), Unit: "days"}
		if u := c.Picture.Unit(k.unit); u != nil {
			row.Label, row.Record = u.Name, u.Ref()
		} else if k.stage != c.firstStage() {
			row.Label = "units too small to show"
		}
		out = append(out, row)
	}
	return out
}

func (c *Cells) firstStage() Stage {
	for n, s := range c.flow.Steps {
		if s.First {
			return Stages()[n+1]
		}
	}
	return ""
}

// coverage is the share of the rows' weight whose own declaration stands at every stage that counts.
func (c *Cells) coverage(s subject) float64 {
	var own, all stat.Accumulator
	for _, i := range s.rows {
		all.Add(c.Units[i].Weight)
		full := true
		for n, step := range s.flow.Steps {
			l := c.layers[n]
			if step.Skipped == "" && (l.Cells[i] == nil || l.Inherited != nil && l.Inherited[i]) {
				full = false
			}
		}
		if full {
			own.Add(c.Units[i].Weight)
		}
	}
	if all.Sum() == 0 {
		return 0
	}
	return own.Sum() / all.Sum()
}

// mostEvidence is how many records of one kind are named as evidence.
const mostEvidence = 100

// evidence is the records the rows stand on: the stated strategy, what the units were asked and said,
// fundings, and the initiatives with the most planned days.
func (c *Cells) evidence(rows []int) []graph.Ref {
	var out []graph.Ref
	if c.source != nil {
		out = append(out, c.source.Ref())
	}
	var assigned, interpreted, funded []graph.Ref
	for _, i := range rows {
		if a := c.assignedTo(c.Units[i].ID); a != nil {
			assigned = append(assigned, a.Ref())
		}
		if a := c.said.interpreted[c.Units[i].ID]; a != nil {
			interpreted = append(interpreted, a.Ref())
		}
		if c.funded != nil {
			for _, f := range c.funded[i] {
				funded = append(funded, f.Ref())
			}
		}
	}
	for _, list := range [][]graph.Ref{assigned, interpreted, funded} {
		slices.SortFunc(list, graph.Ref.Compare)
		list = slices.Compact(list)
		out = append(out, list[:min(len(list), mostEvidence)]...)
	}
	for _, p := range c.largestOf(rows)[0] {
		out = append(out, c.Lines.Initiatives[p.Line].Ref())
	}
	return out
}
