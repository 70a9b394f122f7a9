package measure

// Method describes how a figure is computed. It is a value in a list; docs/measures.md is made from it.
type Method struct {
	ID       string // stable name, for instance intent.kept
	Version  int    // raised when the same data can give another number
	Title    string // what a person calls it
	Question string // the question it answers, with a question mark
	Unit     string // the unit of the value: share of stated emphasis, days, periods
	Range    string // the values it can take, for instance 0 to 1
	Formula  string // the formula in words
	Edges    []Edge // what happens at the edges
	Interval string // how uncertainty is found, or why there is none
	Sources  []string
}

// Edge is one edge case and what is shown then.
type Edge struct{ When, Then string }
