package measure

import (
	"time"

	"throughline/graph"
)

// Result is one computation of a method on one picture.
type Result struct {
	Method   *Method
	Subject  graph.Ref // the unit, theme or initiative it is about; zero for the whole organisation
	Period   graph.PeriodID
	AsOf     time.Time
	Position int64 // the ledger position of the picture

	Value  float64 // in the method's unit; meaningless unless Defined
	Reason string  // why there is no value; "" when there is one

	Numerator   Term
	Denominator Term
	N           int     // how many items stand behind it
	Coverage    float64 // share of the weight that has data, 0 to 1

	Bounds    *Interval  // what missing data could make of it at worst and at best; nil when nothing is missing
	Interval  *Interval  // sampling uncertainty; nil when the value is exact or too few items
	Reference *Reference // noise floor, ceiling or chance level to read it against

	Rows     []Row       // attribution; where Adds, the rows sum to the total to 1e-9
	Adds     bool        // whether the rows sum to the Total
	Total    float64     // what the rows sum to
	Evidence []graph.Ref // the records it stands on, in a stated order
	Missing  []Missing   // what was not declared
	Warnings []string
}

// Defined reports whether there is a value.
func (r *Result) Defined() bool { return r.Reason == "" }

// In is the same result, told of a picture in which nothing that it stands on has changed.
func (r Result) In(s *graph.Snapshot) Result {
	r.AsOf, r.Position = s.AsOf(), s.Position()
	return r
}

// Undefined is a result without a value, for the reason (a plain sentence without a full stop).
func Undefined(m *Method, reason string) Result { return Result{Method: m, Reason: reason} }

// Term is one side of the fraction, named.
type Term struct {
	Words string // what is counted
	Value float64
	Unit  string // days, initiatives, commitments
}

// Interval is a range with how it was found.
type Interval struct {
	Lo, Hi float64
	Method string  // bootstrap over work items, Wilson, bounds of missing data
	Level  float64 // 0.95; 0 for bounds
}

// Reference is a level to read a value against.
type Reference struct {
	Name  string // what a perfectly aligned unit of this size would show
	Value float64
}

// Row is a part of a figure: an attribution, or an input.
type Row struct {
	Label  string
	Record graph.Ref // what the part belongs to; zero when it is no record
	Group  string    // the layer or channel the row stands under; "" without groups
	Value  float64
	Unit   string
}

// Missing is something that was not declared, and what declaring it would show.
type Missing struct {
	What   string    // capacity of Data & Decisioning in 2026 H2
	Record graph.Ref // the record it would belong to; may be zero
	Then   string    // what is done instead: its nearest ancestor's shares stand in
}
