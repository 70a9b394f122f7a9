package view

// Strategy is what leadership asks for in a period, on one page.
type Strategy struct {
	Shell Shell
	Lead  Sentence
	Notes []Note
	// Read is how the one who looks says that they have read it; nil for those who cannot, or have.
	Read *Form
	// Adds lead to the forms of what is not there yet.
	Adds []Link
	// Missing stands in place of the page where there is no strategy at all.
	Missing *Missing

	Shares     StatedShares
	Themes     []StrategyTheme
	NewTheme   *Publishing
	Principles Principles
	// Loose are the outcomes that serve no theme.
	Loose    List
	Readers  List
	Versions Versions
	Changes  Rewordings
}

// Publishing is a form in which part of the strategy is worded anew, where that part stands.
type Publishing struct {
	ID     string
	Title  string // of what is new; empty where the part stands around it
	Action string
	Cancel string
	Button string
	// Also is a second way to send it, with also=yes: "Save and send".
	Also    string
	Hidden  []Param
	Entries []Entry
	Lists   []Suggestions
	// Note says what publishing does to others.
	Note  string
	Error string
}

// StatedShares is how the emphasis is shared out among the themes.
type StatedShares struct {
	Part
	// Words are those of leadership about the whole; optional.
	Words string
	Bar   Bar
	Rows  []StatedShare
	// Left is what is missing to 100: "10 of 100 are left to no theme".
	Left string
	Edit Link
	Form *Publishing
}

// StatedShare is the share of one theme.
type StatedShare struct {
	Theme Theme
	Share Figure
}

// StrategyTheme is one theme in the words of leadership.
type StrategyTheme struct {
	ID        string
	Theme     Theme
	Share     Figure
	Statement string
	Why       string
	AntiGoals []string
	Outcomes  []StrategyOutcome
	// AllOutcomes leads to the others, where there are more.
	AllOutcomes Link
	Links       []Link
	Form        *Publishing
}

// StrategyOutcome is what should change in the world, and where it stands.
type StrategyOutcome struct {
	Name  string
	Href  string
	Owner Link
	// NameEdit and TargetEdit lead to the fields of the outcome, for those who may change them.
	NameEdit, TargetEdit Edit
	// Target is "from 4.1 to 3.2 % by 31 Dec"; empty when no target is declared.
	Target string
	// Latest is the latest reading, On its day, Trend how it moved since the one before.
	Latest Figure
	On     string
	Trend  State
}

// Principles are what is preferred when two good things collide.
type Principles struct {
	Part
	Rows []Principle
	Add  Link
	New  *Publishing
}

// Principle is one of them.
type Principle struct {
	ID           string
	Prefer, Over string
	Why          string
	Edit         Link
	Form         *Publishing
}

// Versions are the days on which the strategy changed, latest first.
type Versions struct {
	Part
	Rows []StrategyVersion
}

// StrategyVersion is one change of the strategy.
type StrategyVersion struct {
	When, Machine string
	Verb          string
	Who           string
	Reason        string
	What          []Link // the records it touched
	More          string // how many are not listed
	See           Link   // the page that shows what it changed
}

// Rewordings are what changed in words between two days.
type Rewordings struct {
	Part
	// Locks are the days to compare with that have a name.
	Locks  []Chip
	Action string
	Keep   []Param
	Since  string // as a date field takes it
	Max    string
	Items  []Reworded
	Pager  Pager
	None   string // said where nothing changed
}

// Reworded is one record that differs.
type Reworded struct {
	Name   Link
	Kind   string
	State  State // new, removed; empty for what changed
	Fields []Change
}

func (p Principles) empty() bool { return len(p.Rows) == 0 && p.New == nil }

// by is what follows the date.
func (v StrategyVersion) by() string {
	if v.Who == "" {
		return ""
	}
	return ", " + v.Who
}
