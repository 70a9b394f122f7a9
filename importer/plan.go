package importer

import (
	"iter"
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

// Past is the picture at a moment; the zero time asks for the latest.
type Past func(at time.Time) (*graph.Snapshot, error)

// Nothing is the past of a workspace in which nothing happened yet.
func Nothing(time.Time) (*graph.Snapshot, error) { return graph.Empty(), nil }
