package view

// Outcomes is every outcome of a period: those that are due beside those without an end.
type Outcomes struct {
	Shell   Shell
	Lead    Sentence
	New     Link
	Filters []ChipGroup
	Due     List // those with a period or a day
	Always  List // those without an end
	// Missing stands in place of the lists where there is nothing to list.
	Missing *Missing
}

// Outcome is the page of one outcome.
type Outcome struct {
	Shell  Shell
	Crumbs []Crumb
	Name   string
	// NameEdit and StateEdit lead to the field of the record, for those who may change it.
	NameEdit, StateEdit Edit
	State               State
	Lead                Sentence
	Links               []Link
	Follow              *Follow // the button to be told of it; nil for who has no account
	Notes               []Note
	Facts               []Fact

	// History is every reading against the target and where it began.
	History Chart
	// CheckIn is where a reading is written down.
	CheckIn  CheckIn
	Lineage  Lineage
	Services List // the initiatives that serve it
	Findings FindingList
	Talk     Talk
	// Gaps is what is not declared yet; it stands in for the panels that would be empty.
	Gaps Coverage
}

// CheckIn is a panel with the form of a reading.
type CheckIn struct {
	Part
	Act *Act // always open
}

// Lineage is what an outcome stands under, and what stands under it.
type Lineage struct {
	Part
	Path  []PathStep
	Below List // without a part of its own
}
