package intent

import (
	"slices"

	"throughline/graph"
	"throughline/stat"
)

// initiatives is what reading the plan leaves for the stages after it.
type initiatives map[graph.InitiativeID]*graph.Initiative

// readPlan takes the days of committed, started and done initiatives. Capacity without a plan is
// unlinked; a unit with more plan than days is scaled to its days.
func (c *Cells) readPlan() initiatives {
	byID := make(initiatives, c.Picture.Count(graph.KindInitiative))
	has := make([]bool, len(c.Units)) // days on an initiative of any state: the unit has declared a plan
	entries := c.entries(byID, has)
	c.plan = byUnit(entries, len(c.Units))
	l := c.table()
	sums := newSums(c.Sight.Width())
	at := 0
	for i, u := range c.Units {
		sums.reset()
		for ; at < len(c.plan) && int(c.plan[at].unit) == i; at++ {
			sums.add(c.Sight, c.plan[at].initiative, c.plan[at].days)
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
	return byID
}

// entries is the planned days of units with cells, in the order of the initiatives.
func (c *Cells) entries(byID initiatives, has []bool) []entry {
	calendar := graph.CalendarOf(c.Picture)
	out := make([]entry, 0, 4*c.Picture.Count(graph.KindInitiative))
	undated := 0
	for i := range graph.All[*graph.Initiative](c.Picture) {
		byID[i.ID] = i
		counts, first := i.State.Planned(), len(out)
		for u, days := range calendar.PlannedDays(i, c.Period.Span()) {
			row, ok := c.row[u]
			if !ok {
				continue
			}
			has[row] = true
			if counts {
				out = append(out, entry{int32(row), i, days})
			}
		}
		c.note(out[first:])
		if counts && len(i.Participants) > 0 && i.Participants[0].Period == "" && len(calendar.Initiative(i)) == 0 {
			undated++
		}
	}
	if undated > 0 {
		c.missing = append(c.missing, note{stage: Planned, unit: -1, kind: lackPeriod, count: undated})
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
	sum := entry{initiative: entries[0].initiative}
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

// sums adds days up by column, exactly, so that the order of records does not show.
type sums struct {
	cells []stat.Accumulator
	one   []float64 // a row for one initiative
}

func newSums(width int) *sums {
	return &sums{make([]stat.Accumulator, width), make([]float64, width)}
}

func (s *sums) reset() {
	for k := range s.cells {
		s.cells[k].Reset()
	}
}

// add puts the initiative's days into the columns of its themes.
func (s *sums) add(v *graph.Sight, i *graph.Initiative, days float64) {
	clear(s.one)
	v.Add(s.one, i, days)
	for k, x := range s.one {
		if x != 0 {
			s.cells[k].Add(x)
		}
	}
}

func (s *sums) row() []float64 {
	out := make([]float64, len(s.cells))
	for k := range s.cells {
		out[k] = s.cells[k].Sum()
	}
	return out
}
