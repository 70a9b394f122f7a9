package viewgallery

import (
	"github.com/a-h/templ"

	"throughline/web/view"
)

// Page is one state of one page.
type Page struct {
	// Name is the file it is rendered to, without the ending: "home-many".
	Name string
	// Body is the whole page.
	Body templ.Component
}

// Pages are all states of all pages, in a stated order, with the addresses of
// the assets put in.
func Pages(a view.Assets) []Page {
	s := shell(a)
	var all []Page
	for _, part := range [][]Page{
		homes(s), sights(s), units(s), initiatives(s), findings(s), histories(s), records(s), drifts(s), portfolios(s), strategies(s), cascades(s), bulks(s), outcomePages(s), oweds(s), newses(s), desks(s), accounts(s), helps(s), failures(s),
	} {
		all = append(all, part...)
	}
	return all
}

// today and past are the shell at two dates.
func shell(a view.Assets) view.Shell {
	s := view.Shell{
		Workspace:   view.Link{Text: "Harbor Lending", Href: "home-many.html"},
		UnitsFigure: "on course",
		Search:      "search-many.html",
		Events:      "/events",
		Head:        "1204",
		Print:       "Throughline. Harbor Lending, 2026 H2, as of 24 Sep 2026",
		Assets:      a,
		Nav: []view.NavItem{
			{Name: "Where we stand", Short: "Home", Href: "home-many.html", Icon: "home", Key: "h"},
			{Name: "Line of sight", Short: "Sight", Href: "sight-many.html", Icon: "sight", Key: "l"},
			{Name: "Findings", Href: "findings-many.html", Icon: "warn", Key: "f", Count: "27"},
			{Name: "Since the plan lock", Short: "Drift", Href: "drift-many.html", Icon: "flow", Key: "s"},
			{Name: "Records", Href: "records-index.html", Icon: "book", Key: "r"},
			{Name: "What I owe", Short: "I owe", Href: "owed-many.html", Icon: "clock", Key: "o", Count: "6"},
		},
		Period: view.PeriodSwitch{Name: "2026 H2", Choices: []view.PeriodChoice{
			{Name: "2026 H2", Sub: "1 Jul to 31 Dec, week 12 of 26", Note: "now", Href: "?period=2026-h2", Current: true},
			{Name: "2026 H1", Sub: "Closed 10 Jul. 64 of 100 kept", Note: "closed", Href: "?period=2026-h1"},
		}},
		AsOf: view.AsOf{
			Label: "today, 24 Sep", Date: "2026-09-24", Min: "2025-01-01", Max: "2026-09-24", Action: "home-many.html", Today: "home-many.html",
			Keep: []view.Param{{Name: "period", Value: "2026-h2"}},
			Choices: []view.AsOfChoice{
				{Name: "Today, 24 Sep 2026", Note: "live", Href: "home-many.html", Current: true},
				{Name: "31 Aug 2026", Note: "plan lock 2", Icon: "lock", Href: "home-past.html"},
				{Name: "20 Jul 2026", Note: "plan lock 1", Icon: "lock", Href: "home-past.html"},
				{Name: "1 Jul 2026", Note: "half opens", Icon: "flag", Href: "home-past.html"},
			},
			Earlier: "home-past.html",
		},
		Jumps: hits(),
		Help:  "help-many.html",
		Guide: view.Link{Text: "Guide to this page: Where we stand", Href: "guide-many.html"},
	}
	for _, u := range people {
		s.Units = append(s.Units, view.NavUnit{Name: u.name, Code: u.code, Href: "unit-many.html", Figure: u.course + "%"})
	}
	return s
}

func at(s view.Shell, nav int, title string) view.Shell {
	s.Title = title
	s.Nav = append([]view.NavItem(nil), s.Nav...)
	if nav >= 0 {
		s.Nav[nav].Current = true
	}
	return s
}

func before(s view.Shell) view.Shell {
	s.Events = ""
	s.AsOf.Past = true
	s.AsOf.Label, s.AsOf.Date = "31 Aug 2026", "2026-08-31"
	s.AsOf.Later = "home-many.html"
	s.Print = "Throughline. Harbor Lending, 2026 H2, as of 31 Aug 2026"
	return s
}

type someUnit struct {
	code, name, course, activity string
	people                       float64
}

// people are the units of the sample.
var people = [...]someUnit{
	{"BO", "Business Operations", "79", "88", 12},
	{"LS", "Loan Servicing", "75", "92", 18},
	{"PS", "Payment Solutions", "65", "94", 13},
	{"LC", "Legal & Compliance", "75", "83", 8},
	{"CP", "Core Services Platform", "63", "99", 20},
	{"BX", "Borrower Experience and Growth", "53", "97", 17},
	{"DD", "Data & Decisioning", "75", "74", 12},
}

func themes() []view.Theme {
	return []view.Theme{
		{Name: "Keep borrowers in good standing", Mark: 1},
		{Name: "Originate faster, safely", Mark: 2},
		{Name: "One resilient core", Mark: 3},
		{Name: "Open the partner channel", Mark: 4},
	}
}

func hits() []view.SearchGroup {
	return []view.SearchGroup{
		{Name: "Pages", Hits: []view.Hit{
			{Name: "Line of sight", Kind: "g then l", Href: "sight-many.html", Icon: "sight"},
			{Name: "Findings", Kind: "27 open", Href: "findings-many.html", Icon: "warn"},
		}},
		{Name: "Records", Hits: []view.Hit{
			{Name: "Core Services Platform", Kind: "unit, 20 people", Text: "Purpose: keep the ledger and the payment rails running", Href: "unit-many.html", Icon: "unit"},
			{Name: "Ledger cutover", Kind: "initiative, 1,260 days", Text: "Replace the ledger of 2009 by the new one", Href: "initiative-many.html", Icon: "flow"},
		}},
	}
}
