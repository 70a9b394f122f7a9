package view

// Help is the contents of the help.
type Help struct {
	Shell  Shell
	Lead   Sentence
	Groups []HelpGroup
}

// HelpGroup is some documents under a name.
type HelpGroup struct {
	Part
	Pages []HelpEntry
}

// HelpEntry is a document in the contents.
type HelpEntry struct {
	Link
	Text    string // what it is about
	Current bool
}

// Guide is one document of the help.
type Guide struct {
	Shell  Shell
	Title  string
	Crumbs []Crumb
	// Opening is its first paragraph, Body what follows, both rendered from a text of ours without any HTML of its own.
	Opening, Body string
	// Parts are the addresses inside it; Groups are the contents of the help beside it.
	Parts  []Link
	Groups []HelpGroup
}
