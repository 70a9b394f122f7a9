package intent

import (
	"throughline/graph"
	"throughline/stat"
)

// Options say how to read a picture. The zero value reads it as it stands.
type Options struct {
	// Locked is the picture at which the period's plan was locked. Its stated strategy is the one the
	// chain is held against: a later strategy starts a new chain, or a right answer to it would be
	// booked as a loss. nil takes the strategy of the picture itself.
	Locked *graph.Snapshot
	// Basis is the basis of the picture and period, where it was read already. nil reads it.
	Basis *graph.Basis
}

// Cells is the weight of every unit on every theme at every stage, for one picture and one period. It
// is read once; the figures are taken from it. It is not changed afterwards and may be used by many
// goroutines.
type Cells struct {
	Picture *graph.Snapshot
	Period  *graph.Period
	Sight   *graph.Sight // the columns: themes in page order, and unlinked
	Lines   *graph.Lines
	Tree    *graph.Tree

	// Units is the units with own capacity, by id: the rows.
	Units []Unit
	// Total is the own capacity of all of them, in days.
	Total float64

	basis   *graph.Basis
	stated  []float64 // by column; nil when nothing was stated
	source  *graph.Intent
	said    said
	layers  [stageCount - 1]stat.Layer
	funded  [][]graph.FundingID // by row
	row     map[graph.UnitID]int
	shown   *graph.Shown
	place   map[graph.UnitID]int32 // a number for each unit that others are shown at, "" among them
	placeOf []int32                // that of each row
	flow    *stat.Waterfall
	reason  string // why there is no flow
	missing []note
	warn    []string
}

// Unit is one row of the cells.
type Unit struct {
	ID     graph.UnitID
	Days   float64 // own capacity in the period
	Weight float64 // its part of the whole capacity, 0 to 1
	Room   graph.Room
	Work   Work
}

// Work is what a unit did in the period up to the day of the picture.
type Work struct {
	Items     int64   // items finished, or with days logged
	Elapsed   float64 // capacity that is over, in days
	Logged    float64 // days logged
	Days      float64 // days executed: logged, or by size where none were logged
	Traced    float64 // of these, days that trace to a theme
	Effective float64 // how many items of equal weight tell as much (Kish)

	rate float64   // days for each point of size
	row  []float64 // Days by column; not to be changed
}

// Read reads the cells of a period from a picture.
func Read(s *graph.Snapshot, period *graph.Period, o Options) *Cells {
	r := o.Basis
	if r == nil {
		r = graph.BasisOf(s, period)
	}
	c := &Cells{Picture: s, Period: period, Sight: r.Lines.Sight, Lines: r.Lines, Tree: r.Tree, basis: r}
	c.readUnits()
	c.said = declaredIn(s, period)
	c.readStated(o)
	c.readAssigned()
	c.readInterpreted()
	c.readPlan()
	c.readFunded()
	c.readExecuted()
	c.run()
	return c
}

// In is the same cells, told of the picture of a basis in which nothing that they stand on has changed.
func (c *Cells) In(b *graph.Basis) *Cells {
	told := *c
	told.Picture, told.basis = b.Picture, b
	return &told
}

// readUnits makes a row for every unit with own capacity.
func (c *Cells) readUnits() {
	days := make([]float64, 0, len(c.basis.Rooms))
	for _, r := range c.basis.Rooms {
		if r.Days > 0 && c.Tree.Has(r.Unit) {
			c.Units = append(c.Units, Unit{ID: r.Unit, Days: r.Days, Room: r})
			days = append(days, r.Days)
		}
	}
	if len(days) == 0 {
		c.missing = append(c.missing, note{stage: Assigned, unit: -1, kind: lackRoom})
	}
	c.Total = stat.Sum(days)
	c.row = make(map[graph.UnitID]int, len(c.Units))
	for i := range c.Units {
		u := &c.Units[i]
		u.Weight = u.Days / c.Total
		u.Work.Elapsed = c.basis.Elapsed(u.Days)
		c.row[u.ID] = i
	}
	c.shown = c.basis.Shown
	c.place, c.placeOf = map[graph.UnitID]int32{"": 0}, make([]int32, len(c.Units))
	for i, u := range c.Units {
		at := c.shown.At(u.ID)
		n, ok := c.place[at]
		if !ok {
			n = int32(len(c.place))
			c.place[at] = n
		}
		c.placeOf[i] = n
	}
}

// weights is the weight of every row.
func (c *Cells) weights() []float64 {
	out := make([]float64, len(c.Units))
	for i, u := range c.Units {
		out[i] = u.Weight
	}
	return out
}

// run sends the stated shares through the layers.
func (c *Cells) run() {
	switch {
	case c.stated == nil:
		c.reason = "no strategy is stated for " + c.Period.Name
	case len(c.Units) == 0:
		c.reason = "no unit has declared its capacity in " + c.Period.Name
	default:
		flow, err := stat.Flow(stat.Chain{Stated: c.stated, Layers: c.layers[:], Weights: c.weights()})
		if err != nil {
			c.reason = err.Error()
			return
		}
		c.flow = flow
		if !flow.Surviving.OK {
			c.reason = "below the stated strategy nothing is declared for " + c.Period.Name
		}
	}
}

// table is an empty layer: no unit has declared anything.
func (c *Cells) table() stat.Layer { return stat.Layer{Cells: make([][]float64, len(c.Units))} }

// unit is the record of a row.
func (c *Cells) unit(i int) *graph.Unit { return c.Picture.Unit(c.Units[i].ID) }
