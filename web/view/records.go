package view

// Records is the index of all kinds of record.
type Records struct {
	Shell  Shell
	Lead   Sentence
	Groups []RecordGroup
}

// RecordGroup is one group of kinds: organisation, strategy, portfolio.
type RecordGroup struct {
	Part
	Kinds []RecordKind
}

// RecordKind is one kind with its number of records.
type RecordKind struct {
	Name  string // "Initiatives"
	Href  string
	Text  string // what a record of this kind is, in a sentence
	Count string // "12,480"; "none yet" for none
}

// RecordList is one page of the records of a kind.
type RecordList struct {
	Shell   Shell
	Crumbs  []Crumb
	Title   string // "Initiatives"
	Lead    Sentence
	New     Link // where another is written down; none where pages only read
	Paste   Link // where many are
	Filters []ChipGroup
	List    List
	Bulk    Bulk
}
