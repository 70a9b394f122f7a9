package organisation

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"throughline/graph"
	"throughline/measure"
	"throughline/stat"
)

// Lists is the three lists of a charter, in the order they are shown.
func Lists() []graph.List { return []graph.List{graph.ListValue, graph.ListUrgency, graph.ListSuccess} }

// Criteria is the unit's list.
func Criteria(u *graph.Unit, l graph.List) []graph.Criterion {
	switch l {
	case graph.ListUrgency:
		return u.Urgency
	case graph.ListSuccess:
		return u.Success
	}
	return u.Value
}

// Weights is one criterion in two charters.
type Weights struct {
	Dimension graph.DimensionID
	Ours      float64 // 0 when the unit does not name it
	Theirs    float64
}

// Gap is how far apart the two weights are.
func (w Weights) Gap() float64 { return math.Abs(w.Ours - w.Theirs) }

// SharedList is how far two units agree in one list. As a result it is the weight they share.
type SharedList struct {
	measure.Result
	List    graph.List
	Weights []Weights // the unit's own criteria, heaviest first, then the other's
}

// Shared is how far two units agree. As a result it is the mean over the lists that both declared.
type Shared struct {
	measure.Result
	With  graph.UnitID
	Lists []SharedList // value, urgency, success
}

// SharedBetween compares the charters of two units: for each criterion the smaller of the two weights,
// added up. A charter says what a unit values, and nothing about people, so it is shown at any size.
func SharedBetween(s *graph.Snapshot, unit, with graph.UnitID) Shared {
	out := Shared{With: with, Result: result(s, unit)}
	a, b := s.Unit(unit), s.Unit(with)
	if a == nil || b == nil {
		out.Reason = "there is no such unit"
		return out
	}
	var known []float64
	for _, l := range Lists() {
		one := sharedList(s, a, b, l)
		out.Lists = append(out.Lists, one)
		if one.Defined() {
			known = append(known, one.Value)
			out.Rows = append(out.Rows, measure.Row{Label: string(l), Group: "list", Value: one.Value, Unit: "share of weight"})
		} else {
			out.Missing = append(out.Missing, one.Missing...)
		}
	}
	out.N, out.Coverage = len(known), float64(len(known))/float64(len(Lists()))
	out.Evidence = []graph.Ref{a.Ref(), b.Ref()}
	mean := stat.Mean(known)
	if !mean.OK {
		out.Reason = "no list is declared by both units"
		return out
	}
	out.Value = mean.X
	out.Numerator = measure.Term{Words: "shared weight of the lists that both declared, added up", Value: stat.Sum(known), Unit: "share of weight"}
	out.Denominator = measure.Term{Words: "lists that both declared", Value: float64(len(known)), Unit: "lists"}
	return out
}

func result(s *graph.Snapshot, unit graph.UnitID) measure.Result {
	return measure.Result{Method: &SharedMeaning, Subject: unit.Ref(), AsOf: s.AsOf(), Position: s.Position()}
}

// sharedList compares one list.
func sharedList(s *graph.Snapshot, a, b *graph.Unit, l graph.List) SharedList {
	out := SharedList{Result: result(s, a.ID), List: l, Weights: weights(Criteria(a, l), Criteria(b, l))}
	for _, u := range []*graph.Unit{a, b} {
		if !weighted(Criteria(u, l)) {
			out.Missing = append(out.Missing, measure.Missing{
				What: "the weights by which " + u.Name + " defines " + string(l), Record: u.Ref(), Then: "the list is left out",
			})
		}
	}
	ours, theirs := make([]float64, len(out.Weights)), make([]float64, len(out.Weights))
	for n, w := range out.Weights {
		ours[n], theirs[n] = w.Ours, w.Theirs
		out.Rows = append(out.Rows, measure.Row{
			Label: dimensionName(s, w.Dimension), Record: w.Dimension.Ref(), Value: min(w.Ours, w.Theirs), Unit: "share of weight",
		})
	}
	out.Evidence = []graph.Ref{a.Ref(), b.Ref()}
	overlap := stat.Overlap(ours, theirs)
	if !overlap.OK {
		out.Reason = "the weights of one of the two units are not declared"
		return out
	}
	out.Value, out.Coverage, out.Adds, out.Total, out.N = overlap.X, 1, true, overlap.X, len(out.Weights)
	out.Numerator = measure.Term{Words: "the smaller of the two weights of each criterion, added up", Value: overlap.X, Unit: "share of weight"}
	out.Denominator = measure.Term{Words: "weight of a list", Value: 1, Unit: "share of weight"}
	return out
}

func weighted(list []graph.Criterion) bool {
	return slices.ContainsFunc(list, func(c graph.Criterion) bool { return c.Weight > 0 })
}

// weights brings two lists together: by our weight, then theirs, then by dimension.
func weights(ours, theirs []graph.Criterion) []Weights {
	var out []Weights
	for _, c := range ours {
		out = append(out, Weights{c.Dimension, float64(c.Weight), weightOf(theirs, c.Dimension)})
	}
	for _, c := range theirs {
		if !slices.ContainsFunc(ours, func(o graph.Criterion) bool { return o.Dimension == c.Dimension }) {
			out = append(out, Weights{c.Dimension, 0, float64(c.Weight)})
		}
	}
	slices.SortStableFunc(out, func(a, b Weights) int {
		return cmp.Or(cmp.Compare(b.Ours, a.Ours), cmp.Compare(b.Theirs, a.Theirs), cmp.Compare(a.Dimension, b.Dimension))
	})
	return out
}

func weightOf(list []graph.Criterion, d graph.DimensionID) float64 {
	for _, c := range list {
		if c.Dimension == d {
			return float64(c.Weight)
		}
	}
	return 0
}

func dimensionName(s *graph.Snapshot, d graph.DimensionID) string {
	if r := graph.Find[*graph.Dimension](s, string(d)); r != nil {
		return r.Name
	}
	return string(d)
}

// Dependents is the units that need something of a unit: by a dependency on it, or by a request to it. Those that asked most come
// first, then by id. What was withdrawn or is done counts too: it shows who deals with the unit.
func Dependents(s *graph.Snapshot, unit graph.UnitID) []graph.UnitID {
	count := make(map[graph.UnitID]int)
	for d := range graph.Referrers[*graph.Dependency](s, unit.Ref()) {
		if d.On == unit {
			count[d.From]++
		}
	}
	for r := range graph.Referrers[*graph.Request](s, unit.Ref()) {
		if r.To == unit {
			count[r.From]++
		}
	}
	return mostFirst(count)
}

// Providers is the units that a unit needs something of, in the same order.
func Providers(s *graph.Snapshot, unit graph.UnitID) []graph.UnitID {
	count := make(map[graph.UnitID]int)
	for d := range graph.Referrers[*graph.Dependency](s, unit.Ref()) {
		if d.From == unit {
			count[d.On]++
		}
	}
	for r := range graph.Referrers[*graph.Request](s, unit.Ref()) {
		if r.From == unit {
			count[r.To]++
		}
	}
	return mostFirst(count)
}

func mostFirst(count map[graph.UnitID]int) []graph.UnitID {
	return slices.SortedFunc(maps.Keys(count), func(a, b graph.UnitID) int { return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b)) })
}
