package view

// Bulk is the bar by which the selected rows of a table are changed together. It shows where a row is selected; without
// an ID there is none.
type Bulk struct {
	// ID is that of the form; the boxes of the rows name it.
	ID     string
	Action string
	// Next is where the change leads to.
	Next string
	// What is selected: "initiatives".
	What string
	Acts []BulkAct
	// Lists are the suggestions of the entries.
	Lists []Suggestions
}

// BulkAct is one thing that is done to all that is selected.
type BulkAct struct {
	ID      string
	Name    string // on the button that opens it: "Owner"
	Title   string // "Change the owner"
	Entries []Entry
	Hint    string
	Buttons []ActButton
}

// Check is the box by which a row is selected.
type Check struct {
	Form  string // the ID of the bar
	Value string
	Label string // "Select Ledger cutover"
}

// BulkAnswer is the page that a change of many records is answered with when nothing was changed.
type BulkAnswer struct {
	Shell  Shell
	Title  string
	Crumbs []Crumb
	Lead   Sentence
	// Lists are the records that stand in the way, each with the reason.
	Lists []List
	// Forms are the ways on, the usual one first; Back leads to where it was asked.
	Forms []Form
	Back  Link
}
