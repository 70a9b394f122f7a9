package intent

import (
	"cmp"
	"math"

	"throughline/graph"
	"throughline/measure"
	"throughline/stat"
)

// Intervals is the sampling uncertainty of the figures of one subject. Each lies between 0 and 1 and holds its
// figure, the value of the waterfall or of the on-course share.
type Intervals struct {
	Unit     graph.UnitID      // "" for the whole organisation
	Kept     *measure.Interval // nil when the executed stage is not part of the chain, or there are too few items
	OnCourse *measure.Interval
	Why      string // why an interval is missing
}

// Intervals resamples the work items within each unit and gives the 95 % interval of what is kept and
// what is on course, for each unit asked for with all below it, "" for the whole organisation. It takes
// much longer than the figures themselves, so it is asked for apart.
func (c *Cells) Intervals(units ...graph.UnitID) []Intervals {
	out := make([]Intervals, len(units))
	about := make([][]int, len(units))
	var all []int
	for n, u := range units {
		out[n].Unit = u
		about[n] = c.rowsUnder(u)
		if u != "" {
			if out[n].Why = c.hidden(u, about[n]); out[n].Why != "" {
				about[n] = nil
			}
		}
		all = append(all, about[n]...)
	}
	r := c.resampling(all)
	estimates, err := stat.Bootstrap{Shares: true}.Intervals(c.samples(r.rows), 2*len(units), func(sums [][]float64, figures []float64) {
		r.place(sums)
		for n, rows := range about {
			figures[2*n], figures[2*n+1] = r.kept(rows), r.onCourse(rows)
		}
	})
	for n := range out {
		switch {
		case out[n].Why != "":
		case err != nil:
			out[n].Why = err.Error()
		default:
			c.set(&out[n], about[n], estimates[2*n], estimates[2*n+1])
		}
	}
	return out
}

// set takes over what was estimated about the rows. There is no interval without a figure.
func (c *Cells) set(i *Intervals, rows []int, kept, course stat.Estimate) {
	figure, why := c.keptBy(i.Unit, rows)
	i.Kept, i.Why = interval(kept, figure), cmp.Or(why, kept.Why)
	spent := c.spent(rows)
	i.OnCourse = interval(course, part(stat.Sum(spent[:c.Sight.Unlinked()]), stat.Sum(spent)))
}

// keptBy is the kept share of a unit with these rows, of all for "", as its waterfall has it; not a number, with
// the reason, where it has none.
func (c *Cells) keptBy(u graph.UnitID, rows []int) (kept float64, why string) {
	flow, why := c.flow, c.reason
	if u != "" && why == "" {
		flow, why = c.unitFlow(rows)
	}
	if why != "" {
		return math.NaN(), why
	}
	return part(flow.Surviving.X, flow.Stated), ""
}

// part is the share that some of a whole has. Both were added up, in different orders, so the share of all of it may be a last bit
// above one: it is one.
func part(some, whole float64) float64 { return min(1, some/whole) }

// interval is what was estimated of a figure, nil where there is none. The figure was added up in another order,
// so the interval is widened by what rounding makes of that.
func interval(e stat.Estimate, figure float64) *measure.Interval {
	if !e.OK || math.IsNaN(figure) {
		return nil
	}
	i := e.Interval.Holding(figure)
	return &measure.Interval{Lo: i.Lo, Hi: i.Hi, Method: "bootstrap over items of work within each unit", Level: i.Level}
}

// resampling is one draw of the executed stage.
type resampling struct {
	c      *Cells
	rows   []int
	at     map[int]int // the sample of a row
	before [][]float64 // what survived the stage before executed; nil when executed is not in the chain
	first  bool        // executed is the first stage of the chain
	sums   [][]float64
}

func (c *Cells) resampling(rows []int) *resampling {
	r := &resampling{c: c, at: make(map[int]int)}
	for _, i := range rows {
		if _, ok := r.at[i]; !ok {
			r.at[i] = len(r.rows)
			r.rows = append(r.rows, i)
		}
	}
	if c.flow == nil {
		return r
	}
	step := c.flow.Steps[Executed.place()]
	if step.Skipped != "" {
		return r
	}
	r.first = step.First
	r.before = c.flow.Steps[Planned.place()].Cells
	return r
}

func (r *resampling) place(sums [][]float64) { r.sums = sums }

// kept is the kept share of the rows in this draw; not a number where it is not defined.
func (r *resampling) kept(rows []int) float64 {
	if r.before == nil || len(rows) == 0 {
		return math.NaN()
	}
	if r.first {
		return r.keptAtFirst(rows)
	}
	var kept, asked float64
	first := r.c.first().Cells
	whole := len(rows) == len(r.c.Units)
	for _, i := range rows {
		mix, total := r.mix(i)
		for k, have := range r.before[i] {
			asked += first[i][k]
			if total > 0 {
				have = min(have, r.c.Units[i].Weight*mix[k]/total)
			}
			kept += have
		}
	}
	if whole {
		asked = r.c.flow.Stated
	}
	return kept / asked
}

// keptAtFirst is kept when nothing between stated and executed was declared.
func (r *resampling) keptAtFirst(rows []int) float64 {
	if len(rows) != len(r.c.Units) {
		return math.NaN()
	}
	var kept float64
	for k, p0 := range r.c.stated {
		var have float64
		for _, i := range rows {
			mix, total := r.mix(i)
			if total > 0 {
				have += r.c.Units[i].Weight * mix[k] / total
			} else {
				have += r.c.Units[i].Weight * p0
			}
		}
		kept += min(p0, have)
	}
	return kept
}

func (r *resampling) onCourse(rows []int) float64 {
	var traced, days float64
	for _, i := range rows {
		mix, total := r.mix(i)
		days += total
		for k := range mix {
			if k != r.c.Sight.Unlinked() {
				traced += mix[k]
			}
		}
	}
	return traced / days
}

// mix is the drawn days of a row by column and their sum; nothing for a row without work.
func (r *resampling) mix(row int) ([]float64, float64) {
	cells := r.sums[r.at[row]]
	total := 0.0
	for _, x := range cells {
		total += x
	}
	return cells, total
}
