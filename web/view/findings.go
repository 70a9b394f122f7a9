package view

// Findings is the list of everything found, worst first.
type Findings struct {
	Shell   Shell
	Lead    Sentence
	Filters []ChipGroup // by severity, area, unit
	List    FindingList
}

// FindingList is a panel of findings.
type FindingList struct {
	Part
	Items []Finding
	Pager Pager
}

// Finding is one misalignment, worded as a question to those who can mend it.
type Finding struct {
	// ID is the anchor in the list; optional.
	ID string
	// Code is the check's stable code: "TL-INTENT-03".
	Code  string
	Title string
	Href  string
	// Reason says in one or two sentences why it was raised.
	Reason   string
	Severity State
	// Stage is where on the line; nil when it is not on it.
	Stage *Thread
	// Days at stake; empty when it cannot be said.
	Days Figure
	// Who can mend it, a role or a unit, never a blamed person.
	Who  string
	Next Link
	// Acts lead to what can be done about it: mend, ask, waive.
	Acts []Link
	// Waived says by whom and until when it is accepted; empty when it is not.
	Waived string
}

// FindingDetail is the page of one finding.
type FindingDetail struct {
	Shell   Shell
	Crumbs  []Crumb
	Finding Finding
	Facts   []Fact
	// Records are what it stands on.
	Records List
	// Doc explains the check: what it looks for, why it matters, how to mend it.
	Doc []DocPart
	// Waiver is the acceptance in force; nil when there is none.
	Waiver *Waiver
	// Ask puts the question to who can mend it, and Waive accepts it for now or ends that; nil for those who may not.
	Ask, Waive *Act
	// Why says why those cannot who might; without a text otherwise.
	Why Note
	// Talk is what people say about its main record.
	Talk Talk
	// Same are other findings of the same check.
	Same FindingList
}

// DocPart is one headed paragraph of a check's documentation.
type DocPart struct{ Title, Text string }

// Waiver is a finding accepted for now.
type Waiver struct {
	By, Reason, Since, Until string
}
