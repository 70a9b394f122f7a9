package dependency

import (
	"throughline/graph"
	"throughline/measure"
	"throughline/stat"
)

// KeptBy is the share of the promises that were kept, of those that were kept or broken: of the unit and of
// those shown with it as one; "" for all units together. Promises that are not due yet do not count.
func KeptBy(b *graph.Basis, unit graph.UnitID) measure.Result {
	s := b.Picture
	r := measure.Result{Method: &PromisesKept, AsOf: s.AsOf(), Position: s.Position()}
	list := All(s)
	if unit != "" {
		r.Subject = unit.Ref()
		if r.Reason = elsewhere(b, unit); r.Reason != "" {
			return r
		}
		list = nil
		for _, u := range b.Shown.Together(unit) {
			list = append(list, AskedOf(s, u)...)
		}
	}
	t := Count(list)
	for _, th := range list {
		if th.State == Kept || th.State == Broken {
			r.Evidence = append(r.Evidence, th.Dependency.Ref())
		}
	}
	r.N = t.Kept + t.Broken
	r.Numerator = measure.Term{Words: "promises kept", Value: float64(t.Kept), Unit: "promises"}
	r.Denominator = measure.Term{Words: "promises kept or broken", Value: float64(r.N), Unit: "promises"}
	if t.Named > 0 {
		r.Missing = append(r.Missing, measure.Missing{What: "what was said about dependencies that are only named", Then: "they are left out"})
	}
	i, err := stat.RateInterval(t.Kept, r.N, level)
	if err != nil {
		r.Reason = "no promise was kept or broken yet"
		return r
	}
	r.Value, r.Coverage = float64(t.Kept)/float64(r.N), float64(len(list)-t.Named)/float64(len(list))
	r.Interval = &measure.Interval{Lo: i.Lo, Hi: i.Hi, Method: string(i.Method), Level: i.Level}
	return r
}

// level is the confidence level of intervals.
const level = 0.95
