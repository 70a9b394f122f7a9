package graph

import (
	"cmp"
	"iter"
	"math"
	"slices"
)

// Effort is the running sum of the work a unit put into an initiative in a period: items finished
// in the period, or with days logged in it. Sums are exact whole millionths, so that neither the
// order of changes nor of records shows.
type Effort struct {
	Unit       UnitID
	Initiative InitiativeID // "" for work without one
	Period     PeriodID
	Items      int64  // how many items
	Unsized    int64  // of these, items without days logged and without a size; they count as size 1
	Logged     Micros // days logged in the period
	LoggedSq   Micros // sum of the squares of each item's days
	Size       Micros // sum of the sizes of all the items
	Open       Micros // sum of the sizes of the items without days logged in the period
	OpenSq     Micros // sum of the squares of these sizes
}

// Micros is a sum in whole millionths.
type Micros int64

// Float is the sum as a number.
func (m Micros) Float() float64 { return float64(m) / 1e6 }

func micros(f float64) Micros { return Micros(math.Round(f * 1e6)) }

// Counted is what one work item brings to a period.
type Counted struct {
	Work   *Work
	Logged float64 // days logged in the period; 0 when none were
	Size   float64 // the size, 1 when it has none
}

// Counts tells what the item brings to the days first..last: ok is false when it was neither
// finished nor logged in them.
func (r *Work) Counts(first, last Date) (c Counted, ok bool) {
	c = Counted{Work: r, Size: float64(r.Size)}
	if c.Size == 0 {
		c.Size = 1
	}
	for _, l := range r.Logged {
		if first <= l.On && l.On <= last {
			c.Logged += float64(l.Days)
		}
	}
	on := r.FinishedOn()
	return c, c.Logged > 0 || on != 0 && first <= on && on <= last
}

func lessEffort(a, b Effort) bool { return compareEffort(a, b) < 0 }

func compareEffort(a, b Effort) int {
	return cmp.Or(cmp.Compare(a.Period, b.Period), cmp.Compare(a.Unit, b.Unit), cmp.Compare(a.Initiative, b.Initiative))
}

// EffortIn yields the running sums of a period by unit and then initiative.
func (s *Snapshot) EffortIn(p PeriodID) iter.Seq[Effort] {
	return func(yield func(Effort) bool) {
		s.lookAtEffort()
		s.effort.Ascend(Effort{Period: p}, func(e Effort) bool { return e.Period == p && yield(e) })
	}
}

// EffortOf yields the running sums of a unit in a period by initiative.
func (s *Snapshot) EffortOf(p PeriodID, u UnitID) iter.Seq[Effort] {
	return func(yield func(Effort) bool) {
		s.lookAtEffort()
		s.effort.Ascend(Effort{Period: p, Unit: u}, func(e Effort) bool {
			return e.Period == p && e.Unit == u && yield(e)
		})
	}
}

// CountedIn yields the unit's work items that count in the period, in id order.
func (s *Snapshot) CountedIn(p *Period, u UnitID) iter.Seq[Counted] {
	return func(yield func(Counted) bool) {
		for w := range s.WorkIn(u, "") {
			if c, ok := w.Counts(p.Start, p.End); ok && !yield(c) {
				return
			}
		}
	}
}

// span is a period as the sums need it.
type span struct {
	id          PeriodID
	first, last Date
}

func (b *Builder) addEffort(w *Work, sign int64) {
	for n, c := range w.countsIn(b.s.spans) {
		key := Effort{Unit: w.Unit, Initiative: w.Initiative, Period: b.s.spans[n].id}
		e, _ := b.s.effort.Get(key)
		e.Unit, e.Initiative, e.Period = key.Unit, key.Initiative, key.Period
		e.add(c, sign)
		if e.Items == 0 {
			b.s.effort.Delete(e)
		} else {
			b.s.effort.Set(e)
		}
	}
}

// countsIn yields what the item brings to each of the spans it counts in, by their place in the list.
func (r *Work) countsIn(spans []span) iter.Seq2[int, Counted] {
	return func(yield func(int, Counted) bool) {
		first, last, ever := r.active()
		if !ever {
			return
		}
		for n, p := range spans {
			if last < p.first || p.last < first { // most periods are over before, or begin after
				continue
			}
			if c, ok := r.Counts(p.first, p.last); ok && !yield(n, c) {
				return
			}
		}
	}
}

// active is the first and the last day on which the item was logged or finished.
func (r *Work) active() (first, last Date, ever bool) {
	if on := r.FinishedOn(); on != 0 {
		first, last, ever = on, on, true
	}
	for _, l := range r.Logged {
		if !ever {
			first, last, ever = l.On, l.On, true
		}
		first, last = min(first, l.On), max(last, l.On)
	}
	return first, last, ever
}

func (e *Effort) add(c Counted, sign int64) {
	e.Items += sign
	e.Size += Micros(sign) * micros(c.Size)
	if c.Logged > 0 {
		e.Logged += Micros(sign) * micros(c.Logged)
		e.LoggedSq += Micros(sign) * micros(c.Logged*c.Logged)
		return
	}
	e.Open += Micros(sign) * micros(c.Size)
	e.OpenSq += Micros(sign) * micros(c.Size*c.Size)
	if c.Work.Size == 0 {
		e.Unsized += sign
	}
}

// followPeriods brings the running sums to the days that the periods have now: those of periods that are
// gone or have other days are dropped, and what is missing is summed anew.
func (b *Builder) followPeriods() {
	b.regroup = false
	before := b.s.spans
	b.s.spans = spansOf(b.s)
	for _, p := range before {
		if !slices.Contains(b.s.spans, p) {
			b.dropEffort(p.id)
		}
	}
	var fresh []span
	for _, p := range b.s.spans {
		if !slices.Contains(before, p) {
			fresh = append(fresh, p)
		}
	}
	if len(fresh) == 0 {
		return
	}
	for _, e := range effortOver(fresh, All[*Work](b.s)) {
		b.s.effort.Set(e)
	}
}

// spansOf is the days of all periods of the picture, by id.
func spansOf(s *Snapshot) []span {
	var out []span
	for p := range All[*Period](s) {
		out = append(out, span{p.ID, p.Start, p.End})
	}
	return out
}

func (b *Builder) dropEffort(p PeriodID) {
	for _, e := range slices.Collect(b.s.EffortIn(p)) {
		b.s.effort.Delete(e)
	}
}

// effortOver sums the work items over the spans, in the order of the running sums.
func effortOver(spans []span, work iter.Seq[*Work]) []Effort {
	type parts struct {
		unit       UnitID
		initiative InitiativeID
	}
	sums := make(map[parts][]Effort) // one for each span
	for w := range work {
		var row []Effort
		for n, c := range w.countsIn(spans) {
			if row == nil {
				key := parts{w.Unit, w.Initiative}
				if row = sums[key]; row == nil {
					row = make([]Effort, len(spans))
					sums[key] = row
				}
			}
			row[n].add(c, +1)
		}
	}
	var out []Effort
	for key, row := range sums {
		for n, e := range row {
			if e.Items > 0 {
				e.Unit, e.Initiative, e.Period = key.unit, key.initiative, spans[n].id
				out = append(out, e)
			}
		}
	}
	slices.SortFunc(out, compareEffort)
	return out
}
