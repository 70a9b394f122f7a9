package view

// LineOfSight is the map from theme to unit, and what is not on it.
type LineOfSight struct {
	Shell Shell
	// Lead states the finding; its numbers can be opened.
	Lead Sentence
	// Filter narrows the map to one theme, or to work with no line back.
	Filter []Chip
	// Map is the flow of days. Its Twin is initiatives against units.
	Map Chart
	// Lines is the map as a list, for a narrow screen.
	Lines []SightLine
	// Side explains what is selected; nil when nothing is.
	Side *SightSide
	// NoLine is work with no line back, Thin the outcomes with the thinnest line
	// first, Bare the outcomes with no initiative.
	NoLine List
	Thin   List
	Bare   List
	// Empty replaces everything before anything is declared.
	Empty *Missing
}

// List is a panel with one table and a way on.
type List struct {
	Part
	Table Table
	Pager Pager
}

// SightLine is one theme of the list, or what has no line back.
type SightLine struct {
	Theme Theme
	Text  string // "2,700 of 4,200 days"
	Items []SightItem
}

// SightItem is one outcome, or one kind of work with no line back.
type SightItem struct {
	Name string
	Href string
	Text string // "1,560 of 2,400"
	Bar  Bar
}

// SightSide is the line that was selected.
type SightSide struct {
	Title string
	Sub   string // "The line you selected"
	// Close leads to the map with nothing selected.
	Close string
	// Path goes from the theme down to the units.
	Path []PathStep
	// Kept are the days kept stage by stage; empty leaves it out.
	Kept      []StageBar
	KeptTitle string // "Days kept on this line, of 1,800 stated"
	// Readings are how the units read it, in their own words.
	Readings      []Reading
	ReadingsTitle string // "How each unit reads “good standing”"
	// Means says what follows, in a sentence; optional.
	Means string
	Links []Link
}

// PathStep is one step of a line.
type PathStep struct {
	Kind  string // "Outcome, owned by Loan Servicing"
	Name  string
	Href  string
	Theme *Theme
	Days  Figure
	// Why is the record's own reason, in its words; optional.
	Why string
	// Units are the units at the end of the line, with their days.
	Units []UnitDays
}

// UnitDays is one unit's part.
type UnitDays struct {
	Name string
	Href string
	Days string // "480 days"
	Bar  Bar
}

// StageBar is one stage of a line: what arrived, and what was kept of it.
type StageBar struct {
	Name string // "Interpreted", or "Interp." where it must be short
	Text string // "1,440"
	// Kept and Before are shares of what was stated, 0 to 1.
	Kept, Before float64
}

// Reading is how a unit restates an outcome or theme.
type Reading struct {
	Unit  Link
	Text  string
	State State
	// Off marks a reading that means something else.
	Off bool
}

func (p PathStep) class() string {
	if p.Theme == nil {
		return ""
	}
	return p.Theme.class()
}

// stageTop is how high a stage's bar is drawn in a box of 44.
func stageTop(share float64) float64 { return 40 * min(1, max(0, share)) }
