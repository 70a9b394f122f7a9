package portfolio

import (
	"throughline/graph"
	"throughline/measure"
	"throughline/stat"
)

// Fit is how well the plan of one picture serves the strategy of another, 0 to 1.
type Fit func(strategy, plan *graph.Snapshot) stat.Number

// Cause splits the change of a plan's fit into what is due to the plan and what to the strategy. As a
// result it is the change of the fit; its two rows add up to it.
type Cause struct {
	measure.Result
	Then, Now   float64 // fit at lock and now
	DuePlan     float64 // part of the change that is due to the plan
	DueStrategy float64 // part that is due to the strategy
	Moved       bool    // whether the strategy changed what the plans are held against
}

// CauseOf splits the change between two pictures, by the Shapley value of the two changes.
func CauseOf(then, now *graph.Snapshot, fit Fit) *Cause {
	c := &Cause{Result: measure.Result{Method: &DriftCause, AsOf: now.AsOf(), Position: now.Position(), Coverage: 1}}
	values := [4]float64{}
	for n, v := range []stat.Number{fit(then, then), fit(then, now), fit(now, then), fit(now, now)} {
		if !v.OK {
			c.Reason = v.Why
			return c
		}
		values[n] = v.X
	}
	c.Then, c.Now = values[0], values[3]
	c.DuePlan, c.DueStrategy = stat.ShapleyTwo(stat.Two{Neither: values[0], First: values[1], Second: values[2], Both: values[3]})
	c.Moved = values[0] != values[2] || values[1] != values[3]
	c.Value = c.Now - c.Then
	c.Numerator = measure.Term{Words: "fit of today's plan with today's strategy", Value: c.Now, Unit: "share of stated emphasis"}
	c.Denominator = measure.Term{Words: "fit at the lock", Value: c.Then, Unit: "share of stated emphasis"}
	c.Rows = []measure.Row{
		{Label: "due to the plan", Value: c.DuePlan, Unit: "share of stated emphasis"},
		{Label: "due to the strategy", Value: c.DueStrategy, Unit: "share of stated emphasis"},
	}
	c.Adds, c.Total = true, c.Value
	return c
}
