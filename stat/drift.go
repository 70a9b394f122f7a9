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
	var base, plan, kept, moved, cut, added, weight, slip Accumulator
	for _, r := range rows {
		base.Add(r.Base)
		plan.Add(r.Plan)
		kept.Add(r.Kept)
		moved.Add(r.Moved)
		cut.Add(r.Cut)
		added.Add(r.Added)
		if r.Shift.OK {
			w := min(r.Base, r.Plan)
			weight.Add(w)
			slip.Add(w * r.Shift.X)
		}
	}
	d := Drift{Base: base.Sum(), Plan: plan.Sum(), Kept: kept.Sum(), Moved: moved.Sum(), Cut: cut.Sum(), Added: added.Sum()}
	const noBase = "the locked plan is empty"
	d.Share = ratio(d.Moved+d.Cut, d.Base, noBase)
	d.Timing = ratio(d.Moved, d.Base, noBase)
	d.Scope = ratio(d.Cut, d.Base, noBase)
	d.Intrusion = ratio(d.Added, d.Plan, "today's plan is empty")
	d.Slip = ratio(slip.Sum(), weight.Sum(), "no item has effort both at lock and now")
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
