package intent

import (
	"slices"

	"throughline/graph"
	"throughline/stat"
)

// readPlan takes the days of committed, started and done initiatives. Capacity without a plan is
// unlinked; a unit with more plan than days is scaled to its days.
func (c *Cells) readPlan() {
	l := c.table()
	for i, u := range c.Units {
		plan, declared := c.basis.PlanOf(u.ID)
		if !declared {
			c.lacks(Planned, i)
			continue
		}
		row := slices.Clone(plan.ByTheme)
		planned := stat.Sum(row)
		scale := u.Weight / max(planned, u.Days)
		for k := range row {
			row[k] *= scale
		}
		row[c.Sight.Unlinked()] += max(0, u.Days-planned) * scale
		l.Cells[i] = row
	}
	if n := c.basis.Undated; n > 0 {
		c.missing = append(c.missing, note{stage: Planned, unit: -1, kind: lackPeriod, count: n})
	}
	c.layers[Planned.place()] = l
}

// mostLargest is how many initiatives are named as evidence.
const mostLargest = 20

// largestOf is the initiatives with the most planned days of the rows, most first, of equals the first by id.
func (c *Cells) largestOf(rows []int) []graph.PlanPart {
	days := make([]float64, c.Lines.Unlinked())
	var touched []int32
	for _, i := range rows {
		plan, ok := c.basis.PlanOf(c.Units[i].ID)
		if !ok {
			continue
		}
		for _, p := range plan.Parts {
			if days[p.Line] == 0 {
				touched = append(touched, p.Line)
			}
			days[p.Line] += p.Days
		}
	}
	out := make([]graph.PlanPart, 0, mostLargest+1)
	for _, line := range touched {
		out = largest(out, graph.PlanPart{Line: line, Days: days[line]})
	}
	return out
}

// largest puts the part into a short list by days, most first.
func largest(list []graph.PlanPart, p graph.PlanPart) []graph.PlanPart {
	at := len(list)
	for at > 0 && (list[at-1].Days < p.Days || list[at-1].Days == p.Days && list[at-1].Line > p.Line) {
		at--
	}
	if at == mostLargest {
		return list
	}
	list = slices.Insert(list, at, p)
	return list[:min(len(list), mostLargest)]
}
