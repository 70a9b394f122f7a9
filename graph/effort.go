package graph

import (
	"cmp"
	"iter"
	"math"
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

func lessEffort(a, b Effort) bool {
	return cmp.Or(cmp.Compare(a.Period, b.Period), cmp.Compare(a.Unit, b.Unit), cmp.Compare(a.Initiative, b.Initiative)) < 0
}

// EffortIn yields the running sums of a period by unit and then initiative.
func (s *Snapshot) EffortIn(p PeriodID) iter.Seq[Effort] {
	return func(yield func(Effort) bool) {
		s.effort.Ascend(Effort{Period: p}, func(e Effort) bool { return e.Period == p && yield(e) })
	}
}

// EffortOf yields the running sums of a unit in a period by initiative.
func (s *Snapshot) EffortOf(p PeriodID, u UnitID) iter.Seq[Effort] {
	return func(yield func(Effort) bool) {
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
	if b.regroup {
		return
	}
	for _, p := range b.s.spans {
		c, ok := w.Counts(p.first, p.last)
		if !ok {
			continue
		}
		key := Effort{Unit: w.Unit, Initiative: w.Initiative, Period: p.id}
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

// rebuildEffort makes the sums anew after the periods changed.
func (b *Builder) rebuildEffort() {
	b.regroup = false
	b.s.spans = nil
	for p := range All[*Period](b.s) {
		b.s.spans = append(b.s.spans, span{p.ID, p.Start, p.End})
	}
	sums := make(map[Effort]*Effort)
	b.s.tables[kindIndex(KindWork)].Scan(func(r Record) bool {
		w := r.(*Work)
		for _, p := range b.s.spans {
			if c, ok := w.Counts(p.first, p.last); ok {
				key := Effort{Unit: w.Unit, Initiative: w.Initiative, Period: p.id}
				e := sums[key]
				if e == nil {
					e = &Effort{Unit: w.Unit, Initiative: w.Initiative, Period: p.id}
					sums[key] = e
				}
				e.add(c, +1)
			}
		}
		return true
	})
	b.s.effort.Clear()
	for _, e := range sums {
		b.s.effort.Set(*e)
	}
}
