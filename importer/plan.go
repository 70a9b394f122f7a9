package importer

import (
	"iter"
	"slices"
	"time"

	"throughline/change"
	"throughline/graph"
)

// Plan is what an import would do.
type Plan struct {
	Unit  string // what Done and Total count, in the plural: records, rows, versions
	Total int64  // how many there are; 0 when that is not known before the end
	// Steps yields the changes in the order in which they must be made. An error ends it; what was
	// applied before stays, and running the import again goes on from there.
	Steps iter.Seq2[Step, error]
}

// Step is one change of a plan, and what was found on the way to it. A step whose draft is empty
// only counts.
type Step struct {
	Draft     change.Draft
	Actor     string         // who made the change, for instance person/ana-lima; "" is whoever runs the import
	Before    []graph.Record // what stood before each of Draft.Puts, then each of Draft.Removes; nil where nothing did
	Done      int64          // how many units of the source are dealt with once the step is applied
	Unchanged int            // records that were read for this step and stand so already
	Rejected  int            // units that were left out, told elsewhere one by one
	Notes     []string       // what a person should know, one sentence each
}

// AsOne is the plan with neighbouring steps joined, where who, when, what and why are the same: a change that is made whole or
// not at all, and taken back whole. It holds all of the plan at once, so it is for sources of which that is known to be little, and
// for plans in which no record comes twice.
func (p Plan) AsOne() Plan {
	steps := p.Steps
	p.Steps = func(yield func(Step, error) bool) {
		var all Step
		for next, err := range steps {
			switch {
			case err != nil:
				if all.found() && !yield(all, nil) {
					return
				}
				yield(Step{}, err)
				return
			case all.joins(&next):
				all = all.and(next)
			default:
				if !yield(all, nil) {
					return
				}
				all = next
			}
		}
		if all.found() {
			yield(all, nil)
		}
	}
	return p
}

// found reports whether the step does or tells anything.
func (s *Step) found() bool {
	return !s.Draft.IsEmpty() || s.Done > 0 || s.Unchanged > 0 || s.Rejected > 0 || len(s.Notes) > 0
}

// joins reports whether the next step can be part of the same change.
func (s *Step) joins(next *Step) bool {
	if s.Draft.IsEmpty() || next.Draft.IsEmpty() {
		return true
	}
	a, b := &s.Draft, &next.Draft
	return s.Actor == next.Actor && a.Verb == b.Verb && a.Reason == b.Reason && a.Effective.Equal(b.Effective)
}

// and is the two steps as one.
func (s Step) and(next Step) Step {
	a, b := s.Draft, next.Draft
	out := Step{
		Draft: a, Actor: s.Actor, Done: max(s.Done, next.Done),
		Unchanged: s.Unchanged + next.Unchanged, Rejected: s.Rejected + next.Rejected, Notes: append(s.Notes, next.Notes...),
	}
	if a.IsEmpty() {
		out.Draft, out.Actor = b, next.Actor
	}
	out.Draft.Puts = append(a.Puts, b.Puts...)
	out.Draft.Removes = append(a.Removes, b.Removes...)
	out.Draft.Expects = append(a.Expects, b.Expects...)
	firstPuts, firstRemoves := s.before()
	nextPuts, nextRemoves := next.before()
	out.Before = slices.Concat(firstPuts, nextPuts, firstRemoves, nextRemoves)
	return out
}

// before is what stood before the puts, and before the removes.
func (s *Step) before() (puts, removes []graph.Record) {
	all := append(slices.Clone(s.Before), make([]graph.Record, max(0, len(s.Draft.Puts)+len(s.Draft.Removes)-len(s.Before)))...)
	return all[:len(s.Draft.Puts)], all[len(s.Draft.Puts):]
}

// Past is the picture at a moment; the zero time asks for the latest.
type Past func(at time.Time) (*graph.Snapshot, error)

// Nothing is the past of a workspace in which nothing happened yet.
func Nothing(time.Time) (*graph.Snapshot, error) { return graph.Empty(), nil }
