package view

// Report is where an organisation stands, as one file that can be mailed: it needs nothing but itself.
type Report struct {
	// Title is the name of the file's window: "Where we stand, Harbor Lending, 24 Sep 2026".
	Title string
	// Style is the whole stylesheet, fonts included.
	Style string
	// Stand is the first page; its Shell is not shown.
	Stand WhereWeStand
	// Findings are the open findings, worst first.
	Findings FindingList
	// Foot says when it was made and from what.
	Foot string
}
