package diagnosis

import (
	"slices"

	"throughline/graph"
	"throughline/intent"
	"throughline/measure"
	"throughline/stat"
)

// Limits are the conventions of a verdict. They are settings of the workspace.
type Limits struct {
	Coverage float64 // least share of capacity with counted work
	Items    int     // fewest items
	Share    float64 // the share of what is missing on which the verdict turns
	Margin   float64 // how far alignment must lie below its ceiling for "busy but misaligned"
	Cadences int     // how many earlier periods the throughput is held against
}

// UsualLimits is used where a workspace set none.
func UsualLimits() Limits {
	return Limits{Coverage: 0.6, Items: 20, Share: 0.5, Margin: 0.1, Cadences: 4}
}

// Factor is one of the three factors of the yield.
type Factor struct {
	measure.Result
	Points float64     // what it takes of the yield, 0 to 1; 0 while the yield is not defined
	Share  stat.Number // Points as a share of what is missing
}

// Diagnosis is the evidence about one unit with all below it, or the whole organisation. As a result it is
// the yield.
type Diagnosis struct {
	measure.Result
	Capability, Coordination, Alignment Factor

	Shortfall  float64 // 1 − yield
	Busy       Busy
	Experiment Experiment
	Caveats    []string // to be printed with it

	limits Limits
	basis  *graph.Basis
	cells  *intent.Cells
	rows   []row
	asked  []float64   // weight asked, by column
	stands [][]float64 // by row and column: what a row is taken to do that did no work
}

// row is one unit with what its items add up to.
type row struct {
	unit intent.Unit
	*tally
	items []item // nil where it was made from tallies
}

// Of reads the diagnosis of a unit with all below it, "" for the whole organisation, from the basis of a
// period and the cells made from it. It walks the work of the units and judges it item by item, so it is asked for
// units with a few thousand items; see [Tallies] for more.
func Of(b *graph.Basis, c *intent.Cells, unit graph.UnitID, l Limits) *Diagnosis {
	read := newReader(b)
	return diagnose(b, c, unit, l, itemsIn(b), func(u intent.Unit) row {
		items, marked := read.items(u.ID)
		return row{u, tallyOf(u.ID, items, marked, stat.Compare), items}
	})
}

// diagnose reads the diagnosis from its rows and from how many items a unit did in a period.
func diagnose(b *graph.Basis, c *intent.Cells, unit graph.UnitID, l Limits, done counter, rowOf func(intent.Unit) row) *Diagnosis {
	d := &Diagnosis{limits: l, basis: b, cells: c, Result: result(b, &Yield, unit), Caveats: caveats()}
	d.Capability.Result, d.Coordination.Result = result(b, &Capability, unit), result(b, &Coordination, unit)
	d.Alignment.Result = result(b, &Alignment, unit)
	if d.Reason = b.Shown.WhyHidden(unit); d.Reason != "" {
		for _, f := range d.Factors() {
			f.Reason = d.Reason
		}
		return d
	}
	for _, u := range c.Units {
		if b.Shown.Under(u.ID, unit) {
			r := rowOf(u)
			d.rows = append(d.rows, r)
			d.N += r.n
		}
	}
	d.capability()
	d.coordination()
	d.alignment(unit)
	d.yield()
	d.Busy = busy(b, unit, d, done)
	d.Experiment = d.contrast()
	return d
}

// Basis is what it was read from.
func (d *Diagnosis) Basis() *graph.Basis { return d.basis }

// In is the diagnosis as one of a later basis with its cells, between which nothing changed that it reads.
func (d *Diagnosis) In(b *graph.Basis, c *intent.Cells) *Diagnosis {
	out := *d
	out.basis, out.cells, out.Result = b, c, d.Result.In(b.Picture)
	for _, f := range out.Factors() {
		f.Result = f.Result.In(b.Picture)
	}
	return &out
}

// Factors is capability, coordination and alignment.
func (d *Diagnosis) Factors() []*Factor {
	return []*Factor{&d.Capability, &d.Coordination, &d.Alignment}
}

func result(b *graph.Basis, m *measure.Method, unit graph.UnitID) measure.Result {
	r := measure.Result{Method: m, Period: b.Period.ID, AsOf: b.Picture.AsOf(), Position: b.Picture.Position()}
	if unit != "" {
		r.Subject = unit.Ref()
	}
	return r
}

// sum adds one figure up over all items, exactly.
func (d *Diagnosis) sum(of func(*tally) *stat.Accumulator) float64 {
	var a stat.Accumulator
	for _, r := range d.rows {
		a.Join(of(r.tally))
	}
	return a.Sum()
}

func (d *Diagnosis) capability() {
	f := &d.Capability
	delivered := d.sum(func(t *tally) *stat.Accumulator { return &t.delivered })
	missing := d.sum(func(t *tally) *stat.Accumulator { return &t.missing })
	for _, r := range d.rows {
		f.N += r.begun
	}
	f.Numerator = measure.Term{Words: "effort delivered on work that nothing held up", Value: delivered, Unit: "days"}
	f.Denominator = measure.Term{Words: "effort begun on work that nothing held up", Value: delivered + missing, Unit: "days"}
	if f.Denominator.Value == 0 {
		f.Reason = "no work was begun that nothing held up"
		return
	}
	f.Value, f.Coverage = delivered/f.Denominator.Value, 1
}

func (d *Diagnosis) coordination() {
	f := &d.Coordination
	lost := d.sum(func(t *tally) *stat.Accumulator { return &t.lost })
	free := d.sum(func(t *tally) *stat.Accumulator { return &t.free })
	f.Numerator = measure.Term{Words: "days on which work was on its way and not held up", Value: free, Unit: "days"}
	f.Denominator = measure.Term{Words: "days on which work was on its way", Value: free + lost, Unit: "days"}
	f.N = d.N
	marked := slices.ContainsFunc(d.rows, func(r row) bool { return r.marked })
	switch {
	case free+lost == 0:
		f.Reason = "no work was on its way"
	case !marked:
		f.Reason = "no wait and no pause is recorded on any work"
		f.Missing = append(f.Missing, measure.Missing{What: "waits on other units, and pauses, of the work", Then: "coordination is not known"})
	default:
		f.Value, f.Coverage = free/(free+lost), 1
	}
}

// alignment is end-point fidelity of the work to what was asked.
func (d *Diagnosis) alignment(unit graph.UnitID) {
	f := &d.Alignment
	target := d.cells.OnTargetOf(unit)
	ref := target.Reference
	target.Method, target.Reference = f.Method, nil
	f.Result = target
	f.Reference = ref
	d.Coverage = target.Coverage
	d.asked, d.stands = d.cells.Asked(unit), d.cells.ExecutedBy(unit)
}

// yield multiplies the factors and splits what is missing.
func (d *Diagnosis) yield() {
	for _, f := range d.Factors() {
		d.Missing = append(d.Missing, f.Missing...)
		if !f.Defined() {
			if d.Reason == "" {
				d.Reason = f.Method.Title + " is not known: " + f.Reason
			}
			continue
		}
		d.Rows = append(d.Rows, measure.Row{Label: f.Method.Title, Value: f.Value, Unit: f.Method.Unit})
	}
	if d.Reason != "" {
		return
	}
	s, err := stat.SplitShortfall(d.Capability.Value, d.Coordination.Value, d.Alignment.Value)
	if err != nil {
		d.Reason = err.Error()
		return
	}
	d.Value, d.Shortfall = s.Yield, s.Shortfall
	d.Numerator = measure.Term{Words: "intended progress that was made", Value: s.Yield, Unit: "share of intended progress"}
	d.Denominator = measure.Term{Words: "intended progress", Value: 1, Unit: "share of intended progress"}
	d.Rows = d.Rows[:0]
	for n, f := range d.Factors() {
		f.Points, f.Share = s.Points[n], s.Shares[n]
		d.Rows = append(d.Rows, measure.Row{Label: f.Method.Title, Value: f.Points, Unit: "share of intended progress"})
	}
	d.Adds, d.Total = true, s.Shortfall
}

// caveats is what has to be read with the figures.
func caveats() []string {
	return []string{
		"Capability is measured where nothing held the work up, so it shows the unit at its best.",
		"Hard work may be the work that depends on others: compare items of the same size.",
	}
}
