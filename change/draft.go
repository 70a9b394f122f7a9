package change

import (
	"time"

	"throughline/graph"
)

// Draft is a change that is not recorded yet: what a command wants to happen, atomically.
type Draft struct {
	Verb      string    // what happened, past tense: dependency.countered
	Reason    string    // why, in the actor's words
	Effective time.Time // since when it holds; zero means from now on
	Puts      []graph.Record
	Removes   []graph.Ref
	Expects   []Expectation
}

// Expectation is a version the author of a draft has seen. Another version now is a conflict.
type Expectation struct {
	Record  graph.Ref
	Version int32 // 0: the record must not exist
}

// IsEmpty reports whether the draft changes nothing.
func (d *Draft) IsEmpty() bool { return len(d.Puts) == 0 && len(d.Removes) == 0 }

// Touches is the records of the draft, puts first.
func (d *Draft) Touches() []graph.Ref {
	out := make([]graph.Ref, 0, len(d.Puts)+len(d.Removes))
	for _, r := range d.Puts {
		out = append(out, r.Ref())
	}
	return append(out, d.Removes...)
}
