package stat

import (
	"fmt"
	"math"
)

// DriftRow is what became of one item's locked plan, in the unit of the effort handed in.
//
//	Base = Kept + Moved + Cut,  Plan = Kept + Moved + Added
type DriftRow struct {
	Base, Plan float64 // total effort at lock and now
	Kept       float64 // effort still in the period it was locked for
	Moved      float64 // effort still planned, in another period
	Cut        float64 // effort no longer planned
	Added      float64 // effort that was not there at lock
	// Shift is the mean period now less the mean period at lock: above 0 is later. It is
	// undefined when the item has no effort on one of the sides.
	Shift Number
	// Distance is how far the item's effort travelled in time, in periods, whichever way (the
	// Wasserstein-1 distance of the two profiles as shares). It is at least |Shift|.
	Distance Number
}

// Drift is the sum over items, with the figures of the plan as a whole.
type Drift struct {
	Base, Plan, Kept, Moved, Cut, Added float64

	Share     Number // baseline drift, 1 − Kept/Base: the part of the locked plan no longer as locked
	Timing    Number // Moved/Base
	Scope     Number // Cut/Base; Timing + Scope = Share
	Intrusion Number // Added/Plan: the part of today's plan that was not there at lock
	Slip      Number // mean Shift in periods, weighted by the effort on both sides; above 0 is later
}

// DriftOf compares the effort of one item by period at lock and now. Both lists cover the same
// periods in time order.
func DriftOf(baseline, plan []float64) (DriftRow, error) {
	if len(baseline) != len(plan) {
		return DriftRow{}, Malformed(fmt.Sprintf("the baseline has %d periods, the plan %d", len(baseline), len(plan)))
	}
	if err := checkWeights("baseline", baseline); err != nil {
		return DriftRow{}, err
	}
	if err := checkWeights("plan", plan); err != nil {
		return DriftRow{}, err
	}
	r := DriftRow{Base: Sum(baseline), Plan: Sum(plan), Kept: commonWeight(baseline, plan)}
	r.Moved = max(0, min(r.Base, r.Plan)-r.Kept)
	r.Cut, r.Added = max(0, r.Base-r.Plan), max(0, r.Plan-r.Base)
	r.Shift, r.Distance = travel(baseline, plan)
	return r, nil
}

// travel is the shift of the mean period and the distance between two profiles.
func travel(baseline, plan []float64) (shift, distance Number) {
	b, p, err := twoShares(baseline, plan)
	if err != nil {
		oneSided := None("the item has effort on one side only")
		return oneSided, oneSided
	}
	var mean, path, before Accumulator // before: Σ of the differences so far
	for i := range b {
		mean.Add(float64(i) * (p[i] - b[i]))
		before.Add(b[i])
		before.Add(-p[i])
		path.Add(math.Abs(before.Sum()))
	}
	return Of(mean.Sum()), Of(path.Sum())
}

// DriftTotal sums rows. Its shares are undefined where the plan or the baseline is empty.
func DriftTotal(rows []DriftRow) Drift {
	var s DriftSum
	for n := range rows {
		s.Add(&rows[n])
	}
	return s.Total()
}

// DriftSum adds rows up exactly; their order does not matter. The zero value is an empty sum.
type DriftSum struct {
	base, plan, kept, moved, cut, added, weight, slip Accumulator
}

// Add puts a row into the sum.
func (s *DriftSum) Add(r *DriftRow) {
	s.base.Add(r.Base)
	s.plan.Add(r.Plan)
	s.kept.Add(r.Kept)
	s.moved.Add(r.Moved)
	s.cut.Add(r.Cut)
	s.added.Add(r.Added)
	if r.Shift.OK {
		w := min(r.Base, r.Plan)
		s.weight.Add(w)
		s.slip.Add(w * r.Shift.X)
	}
}

// Join puts all that was added to another sum into this one.
func (s *DriftSum) Join(o *DriftSum) {
	s.base.Join(&o.base)
	s.plan.Join(&o.plan)
	s.kept.Join(&o.kept)
	s.moved.Join(&o.moved)
	s.cut.Join(&o.cut)
	s.added.Join(&o.added)
	s.weight.Join(&o.weight)
	s.slip.Join(&o.slip)
}

// Total is the sum of what was added.
func (s *DriftSum) Total() Drift {
	d := Drift{Base: s.base.Sum(), Plan: s.plan.Sum(), Kept: s.kept.Sum(), Moved: s.moved.Sum(), Cut: s.cut.Sum(), Added: s.added.Sum()}
	const noBase = "the locked plan is empty"
	d.Share = ratio(d.Moved+d.Cut, d.Base, noBase)
	d.Timing = ratio(d.Moved, d.Base, noBase)
	d.Scope = ratio(d.Cut, d.Base, noBase)
	d.Intrusion = ratio(d.Added, d.Plan, "today's plan is empty")
	d.Slip = ratio(s.slip.Sum(), s.weight.Sum(), "no item has effort both at lock and now")
	return d
}

// Resize scales an item's baseline to a new total, for an item that was estimated anew without
// a change of scope: otherwise noise in the estimate reads as drift. It is Undefined when the
// baseline is empty.
func Resize(baseline []float64, total float64) ([]float64, error) {
	if err := checkWeights("new total", []float64{total}); err != nil {
		return nil, err
	}
	out, err := Shares(baseline)
	for i := range out {
		out[i] *= total
	}
	return out, err
}
