package view

// Follow is the button by which somebody is told what happens to a record.
type Follow struct {
	Action string
	Hidden []Param
	On     bool   // they follow it
	What   string // "Ledger cutover"
}

// News is what happened to what somebody follows.
type News struct {
	Shell   Shell
	Lead    Sentence
	Filters []ChipGroup
	// Read is the button that says all of it was read; nil where there is nothing new.
	Read *Form
	// Missing stands in place of the days.
	Missing *Missing
	Days    []NewsDay
	Foot    string // what is left out
	// Follows is what they follow.
	Follows Kept
}

// NewsDay is a day, the latest first.
type NewsDay struct {
	Part
	Records []NewsRecord
}

// NewsRecord is what happened to one record on a day, the latest first.
type NewsRecord struct {
	Kind  string
	Title Link
	Items []NewsItem
}

// NewsItem is one thing that happened.
type NewsItem struct {
	What    Link // "Ben Ode changed its name"; leads to it
	When    string
	Machine string
	Quote   Sentence // what was said
	Why     string   // the reason that was given
	New     bool
	Named   bool // it speaks to the reader
}
