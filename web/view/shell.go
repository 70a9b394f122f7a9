package view

// Shell is what every page has around its main region.
type Shell struct {
	// Keeper is under which name the browser keeps what could not be sent: one for each account and workspace; "" keeps nothing.
	Keeper string
	// Title is the page's name for the browser's tab: "Where we stand".
	Title string
	// Workspace names the organisation and leads home.
	Workspace Link
	// Spaces leads to the other workspaces of who looks; empty where the server holds one.
	Spaces Spaces
	// Nav are the pages, in order. The first four are the tabs of a phone.
	Nav []NavItem
	// Units are the units shown in the navigation, in order, with one figure each.
	Units []NavUnit
	// UnitsFigure heads the column of figures: "on course".
	UnitsFigure string
	// Foot stands at the end of the navigation: who looks, and what they keep.
	Foot []NavItem
	// Help leads to the contents of the help, Guide to the guide for this page; either may be empty.
	Help  string
	Guide Link
	// AllUnits leads to every unit when there are more than are listed.
	AllUnits Link
	Period   PeriodSwitch
	AsOf     AsOf
	// Search is the address of the search page; it takes ?q= and, for the
	// palette, format=fragment, and then answers with [SearchOptions].
	Search string
	// Jumps stand in the palette before anything is typed.
	Jumps []SearchGroup
	// New is where something is written down; "" where pages only read.
	New string
	// Undo is where the last change of whoever looks is taken back; "" where nothing can be.
	Undo string
	// Events is the address of the event stream that says when the ledger
	// moved; empty on pages that must not follow it (the past, a saved report).
	Events string
	// Done says what was recorded just now, on pages on which fields are set where they are seen.
	Done *Done
	// Head is one word for all this page depends on: the ledger's position, and what was ready to be shown.
	Head string
	// Print is the line on top of each printed page:
	// "Throughline. Harbor Lending, 2026 H2, as of 24 Sep 2026".
	Print  string
	Notes  []Note
	Assets Assets
}

// Assets are the addresses of the static files, with their content hashes.
type Assets struct {
	CSS  string // throughline.css
	Boot string // boot.js, before the first paint
	JS   string // throughline.js
	HTMX string // htmx.min.js
	Icon string // the tab's icon
	Font string // the text font, to be loaded early; optional
}

// NavItem is one page in the navigation.
type NavItem struct {
	Name string
	// Short is the name under a tab on a phone; empty uses Name.
	Short string
	Href  string
	// Icon is a name in icons.templ: home, sight, warn, flow, table, clock …
	Icon string
	// Key goes there after "g"; empty for none.
	Key string
	// Count is how many are open there; empty for none.
	Count   string
	Current bool
}

func (n NavItem) short() string {
	if n.Short != "" {
		return n.Short
	}
	return n.Name
}

func (n NavItem) hint() string {
	if n.Key == "" {
		return n.Name
	}
	return n.Name + " (g " + n.Key + ")"
}

// NavUnit is one unit in the navigation.
type NavUnit struct {
	Name string
	// Full is the whole name where Name is a short one; optional.
	Full string
	// Code is the two letters shown where there is no room for the name.
	Code    string
	Href    string
	Figure  string // "63%"; empty when not declared or too few people
	Current bool
}

func (u NavUnit) whole() string {
	if u.Full != "" {
		return u.Full
	}
	return u.Name
}

// PeriodSwitch is the period shown and the others.
type PeriodSwitch struct {
	Name    string // "2026 H2"
	Choices []PeriodChoice
}

// PeriodChoice is one period that can be shown.
type PeriodChoice struct {
	Name    string // "2026 H1"
	Sub     string // "Closed 10 Jul. 64 of 100 kept"
	Note    string // "now", "read only", "draft"
	Href    string
	Current bool
}

// Spaces switches between the workspaces of who looks.
type Spaces struct {
	Name    string // "harbor-lending"
	Choices []SpaceChoice
	All     string // the address of the page that lists them
}

// SpaceChoice is one workspace that can be opened.
type SpaceChoice struct {
	Name    string
	Href    string
	Current bool
}

// AsOf is the date the page shows the records of.
type AsOf struct {
	// Label is what the bar says: "today, 24 Sep" or "31 Aug 2026".
	Label string
	// Date, Min and Max are dates as a date field takes them: 2026-09-24.
	Date, Min, Max string
	// Past is set when the date is not today; then a banner says so.
	Past bool
	// Choices are the named dates: today, plan locks, the opening of the period.
	Choices []AsOfChoice
	// Today leads to this page as it is now.
	Today string
	// Action is the address of this page without its query; the date field
	// sends asof= there. Keep are the other parameters to send along.
	Action string
	Keep   []Param
	// Earlier and Later lead to the next plan lock in each direction; may be empty.
	Earlier, Later string
}

// AsOfChoice is one named date.
type AsOfChoice struct {
	Name    string // "31 Aug 2026"
	Note    string // "plan lock 2"
	Icon    string // "lock", "flag", "check"
	Href    string
	Current bool
}

// Param is one parameter of an address.
type Param struct{ Name, Value string }

func (s Shell) tabs() []NavItem {
	return s.Nav[:min(4, len(s.Nav))]
}

func (s Shell) more() []NavItem {
	return s.Nav[min(4, len(s.Nav)):]
}

func (s Shell) moreCurrent() bool {
	for _, n := range s.more() {
		if n.Current {
			return true
		}
	}
	for _, u := range s.Units {
		if u.Current {
			return true
		}
	}
	return false
}

func (s Shell) fullTitle() string {
	t := s.Title
	if s.Workspace.Text != "" {
		t += ", " + s.Workspace.Text
	}
	return t + ", Throughline"
}
