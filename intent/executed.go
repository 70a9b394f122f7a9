package intent

import (
	"throughline/graph"
	"throughline/stat"
)

// readExecuted takes the mix of what each unit finished or logged, from the running sums.
func (c *Cells) readExecuted(byID initiatives) {
	l := c.table()
	logged, open := newSums(c.Sight.Width()), newSums(c.Sight.Width())
	var sum graph.Effort
	outside := int64(0)
	row := -1
	finish := func() {
		if row >= 0 {
			l.Cells[row] = c.execute(row, sum, logged.row(), open.row())
		}
		logged.reset()
		open.reset()
		sum = graph.Effort{}
	}
	for e := range c.Picture.EffortIn(c.Period.ID) {
		if e.Unit != sum.Unit || sum.Items == 0 {
			finish()
			row, sum.Unit = -1, e.Unit
			if at, ok := c.row[e.Unit]; ok {
				row = at
			}
		}
		addEffort(&sum, e)
		if row < 0 {
			outside += e.Items
			continue
		}
		logged.add(c.Sight, byID[e.Initiative], e.Logged.Float())
		open.add(c.Sight, byID[e.Initiative], e.Open.Float())
	}
	finish()
	for i := range c.Units {
		if l.Cells[i] == nil {
			c.lacks(Executed, i)
		}
	}
	if outside > 0 {
		c.missing = append(c.missing, note{stage: Executed, unit: -1, kind: lackCapacity, count: int(outside)})
	}
	c.layers[Executed.place()] = l
}

func addEffort(sum *graph.Effort, e graph.Effort) {
	sum.Items += e.Items
	sum.Logged += e.Logged
	sum.LoggedSq += e.LoggedSq
	sum.Size += e.Size
	sum.Open += e.Open
	sum.OpenSq += e.OpenSq
}

// execute is the row of one unit: its weight times its mix. Items without days logged share the
// unit's elapsed capacity by size.
func (c *Cells) execute(row int, sum graph.Effort, logged, open []float64) []float64 {
	w := &c.Units[row].Work
	w.Items, w.Logged = sum.Items, sum.Logged.Float()
	if size := sum.Size.Float(); size > 0 {
		w.rate = w.Elapsed / size
	}
	if w.rate == 0 && sum.Logged == 0 {
		w.rate = 1 // before the first working day is over only the mix can be told
	}
	w.row = make([]float64, len(logged))
	for k := range w.row {
		w.row[k] = logged[k] + open[k]*w.rate
	}
	w.Days = stat.Sum(w.row)
	w.Traced = stat.Sum(w.row[:c.Sight.Unlinked()])
	if squares := sum.LoggedSq.Float() + sum.OpenSq.Float()*w.rate*w.rate; squares > 0 {
		all := sum.Logged.Float() + sum.Open.Float()*w.rate
		w.Effective = all * all / squares
	}
	if w.Days == 0 {
		return nil
	}
	out := make([]float64, len(w.row))
	for k, x := range w.row {
		out[k] = c.Units[row].Weight * x / w.Days
	}
	return out
}
