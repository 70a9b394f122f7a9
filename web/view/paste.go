package view

// Paste is the page on which rows of a spreadsheet become records.
type Paste struct {
	Shell  Shell
	Title  string
	Crumbs []Crumb
	Lead   Sentence
	Action string
	What   string // what the rows are, in the plural: "initiatives"
	Text   string // the rows, as they were put in
	Error  string // why they cannot be read
	// Looked is set once the rows were read: all below is what they would do.
	Looked      bool
	Takes       bool // something would change
	Summary     []string
	Columns     []Pair // which column goes into which field
	Changes     []string
	MoreChanges int
	Rejected    List
}

// Pair is a name with a value.
type Pair struct{ Name, Value string }
