package intent

import (
	"throughline/graph"
	"throughline/stat"
)

// readExecuted takes the mix of what each unit finished or logged, from the running sums.
func (c *Cells) readExecuted() {
	l := c.table()
	outside := int64(0)
	for _, spent := range c.basis.Work {
		row, ok := c.row[spent.All.Unit]
		if !ok {
			outside += spent.All.Items
			continue
		}
		w := &c.Units[row].Work
		w.Items, w.Logged, w.rate = spent.All.Items, spent.All.Logged.Float(), spent.Rate
		w.row = spent.ByTheme
		if sq := spent.All.Squares(w.rate); sq > 0 {
			w.Effective = spent.All.Days(w.rate) * spent.All.Days(w.rate) / sq
		}
		l.Cells[row] = c.execute(row)
	}
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

// execute is the cells of one row: its weight times its mix; nil when no days were spent.
func (c *Cells) execute(row int) []float64 {
	w := &c.Units[row].Work
	w.Days = stat.Sum(w.row)
	w.Traced = stat.Sum(w.row[:c.Sight.Unlinked()])
	if w.Days == 0 {
		return nil
	}
	out := make([]float64, len(w.row))
	for k, x := range w.row {
		out[k] = c.Units[row].Weight * x / w.Days
	}
	return out
}

// samples is what is resampled: the items of each row, as days by column. From 200 items on the running
// sums stand in for them.
func (c *Cells) samples(rows []int) []stat.Sample {
	out := make([]stat.Sample, len(rows))
	for n, i := range rows {
		w := c.Units[i].Work
		switch {
		case w.Days == 0:
			out[n].Items = [][]float64{}
		case w.Items >= fewestForMoments:
			out[n].Moments = c.moments(i)
		default:
			out[n].Items = c.items(i)
		}
	}
	return out
}

// fewestForMoments is the number of items from which running sums stand in for them.
const fewestForMoments = 200

// items is each item of the row as days by column.
func (c *Cells) items(row int) [][]float64 {
	u := c.Units[row]
	out := make([][]float64, 0, u.Work.Items)
	for item := range c.Picture.CountedIn(c.Period, u.ID) {
		days := make([]float64, c.Sight.Width())
		columns, shares := c.Lines.Columns(c.Lines.Of(item.Work.Initiative))
		for n, k := range columns {
			days[k] = item.Days(u.Work.rate) * shares[n]
		}
		out = append(out, days)
	}
	return out
}

// moments is the same as sums and sums of squares by column.
func (c *Cells) moments(row int) *stat.Moments {
	u := c.Units[row]
	m := &stat.Moments{N: int(u.Work.Items), Sum: u.Work.row}
	squares := graph.NewMix(c.Sight.Width())
	for e := range c.Picture.EffortOf(c.Period.ID, u.ID) {
		columns, shares := c.Lines.Columns(c.Lines.Of(e.Initiative))
		for n, k := range columns {
			squares.Add(k, shares[n]*shares[n]*e.Squares(u.Work.rate))
		}
	}
	m.SumSq = squares.Row()
	return m
}
