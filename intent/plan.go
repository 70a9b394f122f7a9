package intent

import (
	"math"
	"slices"

	"throughline/graph"
	"throughline/stat"
)

// readPlan takes the days of committed, started and done initiatives. Capacity without a plan is
// unlinked; a unit with more plan than days is scaled to its days.
func (c *Cells) readPlan() {
	has := make([]bool, len(c.Units)) // days on an initiative of any state: the unit has declared a plan
	c.plan = byUnit(c.entries(has), len(c.Units))
	l := c.table()
	sums := newSums(c.Sight.Width())
	at := 0
	for i, u := range c.Units {
		sums.reset()
		for ; at < len(c.plan) && int(c.plan[at].unit) == i; at++ {
			sums.add(c.Lines, c.plan[at].line, c.plan[at].days)
		}
		if !has[i] {
			c.lacks(Planned, i)
			continue
		}
		row := sums.row()
		planned := stat.Sum(row)
		scale := u.Weight / max(planned, u.Days)
		for k := range row {
			row[k] *= scale
		}
		row[c.Sight.Unlinked()] += max(0, u.Days-planned) * scale
		l.Cells[i] = row
	}
	c.layers[Planned.place()] = l
}

// entries is the planned days of units with cells, in the order of the initiatives.
func (c *Cells) entries(has []bool) []entry {
	out := make([]entry, 0, len(c.basis.Plan))
	first := 0
	for _, p := range c.basis.Plan {
		if p.Room < 0 || c.rowAt[p.Room] < 0 {
			continue
		}
		row := c.rowAt[p.Room]
		has[row] = true
		if !c.Lines.Is(p.Line, graph.IsPlanned) {
			continue
		}
		if len(out) > first && out[first].line != p.Line {
			c.note(out[first:])
			first = len(out)
		}
		out = append(out, entry{row, p.Line, p.Days})
	}
	c.note(out[first:])
	if n := c.basis.Undated; n > 0 {
		c.missing = append(c.missing, note{stage: Planned, unit: -1, kind: lackPeriod, count: n})
	}
	return out
}

// mostLargest is how many initiatives are named as evidence.
const mostLargest = 20

// note keeps the initiative of the entries when it is among the largest.
func (c *Cells) note(entries []entry) {
	if len(entries) == 0 {
		return
	}
	sum := entry{line: entries[0].line}
	for _, e := range entries {
		sum.days += e.days
	}
	c.largest = largest(c.largest, sum)
}

// largest inserts the entry into a short list by days, most first.
func largest(list []entry, e entry) []entry {
	at := len(list)
	for at > 0 && list[at-1].days < e.days {
		at--
	}
	if at == mostLargest {
		return list
	}
	if len(list) == mostLargest {
		list = list[:mostLargest-1]
	}
	return slices.Insert(list, at, e)
}

// byUnit sorts entries by unit and leaves the order of initiatives within each.
func byUnit(entries []entry, units int) []entry {
	start := make([]int, units+1)
	for _, e := range entries {
		start[e.unit+1]++
	}
	for u := range units {
		start[u+1] += start[u]
	}
	out := make([]entry, len(entries))
	for _, e := range entries {
		out[start[e.unit]] = e
		start[e.unit]++
	}
	return out
}

// sums adds days up by column so that the order of records does not show: small amounts as whole
// trillionths of a day, large ones exactly as they are.
type sums struct {
	small []int64
	large []stat.Accumulator
}

const (
	grain = 1e12
	// mostSmall is the amount from which an addition counts as large; more than a hundred thousand smaller
	// ones fit into a small sum.
	mostSmall = 64
)

func newSums(width int) sums { return sums{make([]int64, width), make([]stat.Accumulator, width)} }

func (s sums) reset() {
	for k := range s.small {
		s.small[k] = 0
		s.large[k].Reset()
	}
}

func (s sums) addTo(k int32, x float64) {
	if x < mostSmall && s.small[k] < math.MaxInt64/2 {
		s.small[k] += int64(math.Round(x * grain))
		return
	}
	s.large[k].Add(x)
}

// add puts the days of a line into the columns it serves.
func (s sums) add(l *graph.Lines, line int32, days float64) {
	columns, shares := l.Columns(line)
	for n, k := range columns {
		s.addTo(k, days*shares[n])
	}
}

func (s sums) row() []float64 {
	out := make([]float64, len(s.small))
	for k := range out {
		out[k] = float64(s.small[k])/grain + s.large[k].Sum()
	}
	return out
}
