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

// largestOf is, for each set of rows, the initiatives with the most planned days of them, most first, of
// equals the first by id. It goes through the plan once.
func (c *Cells) largestOf(sets ...[]int) [][]graph.PlanPart {
	in := c.setsByRoom(sets)
	out, now := make([][]graph.PlanPart, len(sets)), make([]graph.PlanPart, len(sets))
	for k := range c.basis.Plan {
		p := &c.basis.Plan[k]
		if p.Room < 0 || !c.Lines.Is(p.Line, graph.IsPlanned) {
			continue
		}
		for _, s := range in[p.Room] {
			if now[s].Line != p.Line {
				out[s] = largest(out[s], now[s])
				now[s] = graph.PlanPart{Line: p.Line}
			}
			now[s].Days += p.Days
		}
	}
	for s := range sets {
		out[s] = largest(out[s], now[s])
	}
	return out
}

// setsByRoom is, for each room, the sets that its unit's row is in.
func (c *Cells) setsByRoom(sets [][]int) [][]int32 {
	byRow := make([][]int32, len(c.Units))
	for s, rows := range sets {
		for _, i := range rows {
			byRow[i] = append(byRow[i], int32(s))
		}
	}
	out := make([][]int32, len(c.basis.Rooms))
	for n, room := range c.basis.Rooms {
		if row, ok := c.row[room.Unit]; ok {
			out[n] = byRow[row]
		}
	}
	return out
}

// largest puts the part into a short list by days, most first; it comes after those with as many days.
func largest(list []graph.PlanPart, p graph.PlanPart) []graph.PlanPart {
	at := len(list)
	for at > 0 && list[at-1].Days < p.Days {
		at--
	}
	if p.Days == 0 || at == mostLargest {
		return list
	}
	list = slices.Insert(list, at, p)
	return list[:min(len(list), mostLargest)]
}
