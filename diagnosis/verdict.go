package diagnosis

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"throughline/graph"
	"throughline/measure"
	"throughline/stat"
)

// Verdict says where most of what is missing lies.
type Verdict string

// The verdicts.
const (
	AlignmentProblem  Verdict = "an alignment problem" // coordination and alignment take most of it
	CapabilityProblem Verdict = "a skills problem"     // capability takes most of it
	Mixed             Verdict = "mixed"                // the evidence does not tell
	NotEnough         Verdict = "not enough evidence"
)

// Judgement is a verdict with what it rests on.
type Judgement struct {
	Verdict Verdict
	Why     string
	// Share is the part of what is missing that coordination and alignment take together, with its
	// interval; undefined with NotEnough.
	Share    stat.Number
	Interval *measure.Interval
	// Busy says that the unit is busy but misaligned.
	Busy bool
}

// Judge resamples the items of work and gives the verdict. It takes much longer than the figures, so it
// is asked for apart.
func (d *Diagnosis) Judge() Judgement {
	j := Judgement{Verdict: NotEnough, Share: stat.None("the yield is not known")}
	switch {
	case !d.Defined():
		j.Why = d.Reason
		return j
	case d.Coverage < d.limits.Coverage:
		j.Why = fmt.Sprintf("only %.0f%% of the capacity has counted work", 100*d.Coverage)
		return j
	case d.N < d.limits.Items:
		j.Why = fmt.Sprintf("there are %d items of work, and a verdict needs %d", d.N, d.limits.Items)
		return j
	case d.Shortfall == 0:
		j.Verdict, j.Why = Mixed, "nothing is missing"
		return j
	}
	j.Share = stat.Of((d.Coordination.Points + d.Alignment.Points) / d.Shortfall)
	i, err := d.interval()
	if err != nil {
		j.Why = err.Error()
		return j
	}
	i = i.Holding(j.Share.X) // which was added up in another order
	j.Interval = &measure.Interval{Lo: i.Lo, Hi: i.Hi, Method: "bootstrap over items of work within each unit", Level: i.Level}
	j.Verdict, j.Why = d.weigh(i)
	j.Busy = j.Verdict == AlignmentProblem && d.Busy.Throughput && d.Busy.OffCeiling
	return j
}

// weigh reads the interval against the line.
func (d *Diagnosis) weigh(i stat.Interval) (Verdict, string) {
	line := fmt.Sprintf("%.0f%%", 100*d.limits.Share)
	switch {
	case i.Lo > d.limits.Share:
		return AlignmentProblem, "alignment and coordination take more than " + line + " of what is missing, whatever chance did"
	case i.Hi < d.limits.Share:
		return CapabilityProblem, "capability takes more than " + line + " of what is missing, whatever chance did"
	}
	return Mixed, "chance could put the larger part on either side"
}

// interval is the bootstrap interval of the share of what is missing that coordination and alignment take. The
// parts of one item belong together, so items are drawn one by one, except where tallies stand in for them.
func (d *Diagnosis) interval() (stat.Interval, error) {
	p := d.parts()
	b := stat.Bootstrap{ItemByItem: true, Shares: true}
	return b.Interval(p.samples, func(sums [][]float64) stat.Number { return d.shareOf(sums, p.rows) })
}

// parts is what is drawn: samples of items, each with its row, and one that stands for many rows together.
type parts struct {
	samples []stat.Sample
	rows    []int // the row of each sample; −1 for that of many rows
}

func (p *parts) add(s stat.Sample, row int) {
	p.samples, p.rows = append(p.samples, s), append(p.rows, row)
}

// parts is each row by its items; what of them is only tallied stands together.
func (d *Diagnosis) parts() parts {
	var p parts
	var pooled []int
	least := d.drawnByItem()
	for n, r := range d.rows {
		switch {
		case r.items != nil:
			p.add(d.sample(r.items), n)
		case r.n == 0:
			p.add(d.sample(nil), n)
		case r.few() && r.weight() >= least:
			items, _ := newReader(d.basis).items(r.unit.ID)
			p.add(d.sample(items), n)
		default:
			pooled = append(pooled, n)
		}
	}
	if len(pooled) > 0 {
		p.add(stat.Sample{Normal: d.pool(pooled)}, -1)
	}
	return p
}

// sample is items as rows to be drawn.
func (d *Diagnosis) sample(items []item) stat.Sample {
	s := stat.Sample{Items: make([][]float64, 0, len(items))}
	for _, it := range items {
		s.Items = append(s.Items, it.cells(d.cells.Lines))
	}
	return s
}

// kinds is how many cells follow the columns in what is drawn: delivered, missing, lost and free.
const kinds = 4

// shareOf is the figure of one draw, of samples that stand for these rows.
func (d *Diagnosis) shareOf(sums [][]float64, rows []int) stat.Number {
	width := d.cells.Sight.Width()
	total := make([]float64, width+kinds)
	for n, s := range sums {
		d.addDraw(total, s, rows[n])
	}
	done, parts := total[:width], total[width:]
	e, c, a := parts[0]/(parts[0]+parts[1]), parts[3]/(parts[2]+parts[3]), fit(d.asked, done)
	if math.IsNaN(e) || math.IsNaN(c) || math.IsNaN(a) {
		return stat.None("a factor is undefined in this draw")
	}
	s, err := stat.SplitShortfall(e, c, min(1, a))
	if err != nil || s.Shortfall == 0 {
		return stat.None("nothing is missing in this draw")
	}
	return stat.Of((s.Points[1] + s.Points[2]) / s.Shortfall)
}

// addDraw adds what was drawn for a row: the shares of its days by its weight, and its other parts as they are. For
// many rows that was done before.
func (d *Diagnosis) addDraw(total, drawn []float64, row int) {
	width, days := d.cells.Sight.Width(), 0.0
	if len(drawn) > 0 {
		days = sumOf(drawn[:width])
		for k := width; k < len(drawn); k++ {
			total[k] += drawn[k]
		}
	}
	for k := range width {
		switch {
		case row < 0:
			total[k] += drawn[k]
		case days > 0:
			total[k] += d.rows[row].unit.Weight * drawn[k] / days
		default:
			total[k] += d.stands[row][k]
		}
	}
}

func sumOf(xs []float64) float64 {
	total := 0.0
	for _, x := range xs {
		total += x
	}
	return total
}

// fit is the part of what was asked that is done.
func fit(asked, done []float64) float64 {
	var common, all float64
	for k := range asked {
		common += min(asked[k], done[k])
		all += asked[k]
	}
	return common / all
}

// Busy is the signs of a unit that is busy but misaligned.
type Busy struct {
	Throughput bool // at or above its own median of earlier periods
	OffCeiling bool // alignment is clearly below what chance alone would leave of it
	Now        float64
	Median     stat.Number // items finished or logged in a working day
}

// busy holds the throughput of a unit against its own earlier periods of the same kind.
func busy(b *graph.Basis, unit graph.UnitID, d *Diagnosis, done counter) Busy {
	out := Busy{Median: stat.None("there are no earlier periods with work")}
	today := min(b.Period.End, b.Picture.Today())
	if days := graph.Workdays(b.Period.Start, today); days > 0 {
		out.Now = float64(done(b.Period.ID, unit)) / float64(days)
	}
	var before []float64
	for _, p := range earlier(b, d.limits.Cadences) {
		if n := done(p.ID, unit); n > 0 && p.Workdays() > 0 {
			before = append(before, float64(n)/float64(p.Workdays()))
		}
	}
	if len(before) > 0 {
		slices.Sort(before)
		out.Median = stat.Of(stat.Quantile(before, 0.5))
		out.Throughput = out.Now >= out.Median.X
	}
	if a := d.Alignment; a.Defined() && a.Reference != nil {
		out.OffCeiling = a.Value < a.Reference.Value-d.limits.Margin
	}
	return out
}

// earlier is the last n periods of the same kind that ended before the period began, latest first.
func earlier(b *graph.Basis, n int) []*graph.Period {
	var out []*graph.Period
	for p := range graph.All[*graph.Period](b.Picture) {
		if p.Kind == b.Period.Kind && p.End < b.Period.Start {
			out = append(out, p)
		}
	}
	slices.SortStableFunc(out, func(x, y *graph.Period) int { return cmp.Or(cmp.Compare(y.End, x.End), cmp.Compare(x.ID, y.ID)) })
	return out[:min(n, len(out))]
}

// counter counts the items that the units shown at a unit or below it, all for "", finished or logged in a period.
type counter func(p graph.PeriodID, unit graph.UnitID) int64

// itemsIn counts from the running sums.
func itemsIn(b *graph.Basis) counter {
	return func(p graph.PeriodID, unit graph.UnitID) int64 {
		n := int64(0)
		if unit == "" {
			for e := range b.Picture.EffortIn(p) {
				n += e.Items
			}
			return n
		}
		for _, u := range b.Tree.Below(unit) {
			if !b.Shown.Under(u, unit) {
				continue
			}
			for e := range b.Picture.EffortOf(p, u) {
				n += e.Items
			}
		}
		return n
	}
}
