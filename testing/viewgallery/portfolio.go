package viewgallery

import (
	"fmt"

	"throughline/web/view"
)

func portfolios(s view.Shell) []Page {
	s = at(s, -1, "Portfolio")
	grid := view.Portfolio{Shell: s, Views: ways(0), Filter: narrowing(), Lead: portfolioLead("12,480"), Grid: portfolioGrid(100), Due: portfolioDue(), Limits: portfolioLimits()}
	grid.Grid.Pager = view.Pager{Shown: "101 to 200 of 12,480 initiatives", First: "portfolio-many.html", Next: "?after=x"}
	grid.Notes = []view.Note{{Text: "Fraud & Identity has fewer than five people, so Data & Decisioning is shown in its place.", Icon: "unit"}}
	past := grid
	past.Shell, past.Grid = before(s), portfolioGrid(100)
	grid.Grid, grid.Bulk = boxed(grid.Grid)
	grid.Grid = settable(grid.Grid)
	grid.Shell.Done = &view.Done{Text: "12 initiatives changed.", Undo: &view.Undo{Action: "#", Position: "12", Next: "/"}}
	one := view.Portfolio{Shell: s, Views: ways(0), Filter: narrowing(), Lead: portfolioLead("1"), Grid: portfolioGrid(1)}
	one.Grid.Foot, one.Grid.Summary = nil, view.Table{}
	none := view.Portfolio{Shell: s, Views: ways(0), Filter: narrowing(), Lead: view.Say("No initiative is like that."), Missing: &view.Missing{Title: "No initiative is like that.", Text: "Initiatives that match every field would be listed here.", Link: view.Link{Text: "Show all initiatives", Href: "portfolio-many.html"}}}
	gap := view.Part{ID: "timeline", Title: "Over time", Missing: &view.Missing{Title: "Not declared yet.", Text: "Initiatives over the periods would be here.", Add: "Declare the periods that plans are made for."}}
	bare := view.Portfolio{Shell: s, Views: ways(2), Filter: view.Filter{Action: "portfolio-many.html"}, Lead: view.Say("2 initiatives have no days in a period yet."), Timeline: view.Timeline{Chart: view.Chart{Part: gap}}}
	board := view.Portfolio{Shell: s, Views: ways(1), Filter: narrowing(), Lead: portfolioLead("41"), Board: portfolioBoard()}
	timeline := view.Portfolio{Shell: s, Views: ways(2), Filter: narrowing(), Lead: portfolioLead("41"), Timeline: portfolioTimeline()}
	room := view.Portfolio{Shell: s, Views: ways(3), Filter: narrowing(), Lead: portfolioLead("41"), Room: portfolioRoom()}
	grid.Saved = savedViews()
	one.Saved = view.SavedViews{Button: "Save view", Forms: savedViews().Forms[:1]}
	board.Saved = savedViews()
	board.Saved.Error = "No name is given. Name the view, for instance: my units."
	return []Page{
		{"portfolio-many", view.PortfolioPage(grid)},
		{"portfolio-past", view.PortfolioPage(past)},
		{"portfolio-one", view.PortfolioPage(one)},
		{"portfolio-empty", view.PortfolioPage(none)},
		{"portfolio-undeclared", view.PortfolioPage(bare)},
		{"portfolio-board", view.PortfolioPage(board)},
		{"portfolio-timeline", view.PortfolioPage(timeline)},
		{"portfolio-capacity", view.PortfolioPage(room)},
	}
}

func ways(now int) []view.Chip {
	list := []view.Chip{{Text: "Grid", Href: "portfolio-many.html"}, {Text: "Board", Href: "portfolio-board.html"}, {Text: "Timeline", Href: "portfolio-timeline.html"}, {Text: "Capacity", Href: "portfolio-capacity.html"}}
	list[now].Current = true
	return list
}

func portfolioLead(n string) view.Sentence {
	return view.Sentence{view.Num(view.Number(n)), view.Words(" initiatives have "), view.Num(view.Figure{Text: "107,020", Why: whyCourse("why-days")}), view.Words(" days in 2026 H2. 2 dates come due by its end.")}
}

func narrowing() view.Filter {
	f := view.Filter{Action: "portfolio-many.html", Keep: []view.Param{{Name: "group", Value: "theme"}, {Name: "period", Value: "2026-h2"}}, Text: "ledger", Clear: "portfolio-many.html"}
	units := view.Selector{Name: "unit", Label: "Unit, with those below", Options: []view.Option{{Text: "All"}}}
	for _, u := range people {
		units.Options = append(units.Options, view.Option{Value: u.code, Text: u.name, Current: u.code == "CP"})
	}
	f.Fields = []view.Selector{units, {Name: "state", Label: "Commitment", Options: []view.Option{{Text: "Any"}, {Value: "started", Text: "Started"}}}, {Name: "in", Label: "Period", Options: []view.Option{{Text: "Any time"}}}}
	return f
}

func portfolioGrid(n int) view.InitiativeGrid {
	t := initiativeTable(n)
	t.Columns = append(t.Columns, view.Column{Name: "Bears on it"})
	g := view.InitiativeGrid{
		Part: view.Part{ID: "initiatives", Title: "12,480 initiatives", Sub: "Most days first. In groups by the theme each serves most; its days are counted there as a whole"}, Columns: t.Columns,
		Foot:   []view.Cell{view.T("All 12,480 initiatives"), {}, {}, view.T("107,020"), {}, {}},
		Legend: themes(), GroupBy: view.GridMenu{Text: "Grouped by theme", Choices: []view.Chip{{Text: "No groups", Href: "portfolio-one.html"}, {Text: "By theme", Href: "portfolio-many.html", Current: true}}},
		Picks: view.GridPicks{Action: "portfolio-many.html", Keep: []view.Param{{Name: "group", Value: "theme"}}, Picks: []view.Pick{{Value: "owner", Text: "Owner", Shown: true}, {Value: "key", Text: "Key"}}},
	}
	for i, r := range t.Rows {
		if i%40 == 0 {
			mark := themes()[i/40]
			g.Groups = append(g.Groups, view.GridGroup{Head: []view.Cell{{Theme: &mark, Sub: "4,160 initiatives"}, {}, {}, view.F(view.Figure{Text: "31,040", Why: whyCourse(fmt.Sprintf("why-group-%d", i/40))}), {}, {}}})
		}
		r.Cells = append(r.Cells, view.Cell{Marks: []view.State{{Text: "Regulator: main reasons in writing with every declined application, due 1 Feb 2027", Icon: "flag", Quiet: true}, {Text: "Ends if: fewer than one in ten finish it, past its date of 1 Oct", Icon: "clock", Tone: view.Warn, Quiet: true}}})
		last := &g.Groups[len(g.Groups)-1]
		last.Rows = append(last.Rows, r)
	}
	g.Summary = view.Table{Caption: "By theme", Tight: true, Columns: []view.Column{{Name: "Theme"}, {Name: "Initiatives", Number: true}, {Name: "Days", Number: true}, {Name: "Share of the days", Hidden: true, Side: true}}}
	for i, mark := range themes() {
		g.Summary.Rows = append(g.Summary.Rows, view.Row{Cells: []view.Cell{{Theme: &mark}, view.T("4,160"), view.T("31,040"), {Bar: &view.Bar{Parts: []view.BarPart{{Value: float64(9 - i), Theme: &mark}}, Max: 10}}}})
	}
	return g
}

func portfolioDue() view.List {
	mark := view.Theme{Name: "Hardship self-service", Mark: 1, Href: "initiative-many.html"}
	return view.List{Part: view.Part{ID: "due", Title: "What comes due", Sub: "Earliest first"}, Table: view.Table{Caption: "What comes due", Cards: true, Columns: []view.Column{{Name: "Initiative"}, {Name: "What"}, {Name: "Due", Short: true}}, Rows: []view.Row{
		{Cells: []view.Cell{{Theme: &mark, Sub: "Loan Servicing"}, {Text: "Fewer than one in ten finish it.", Sub: "Ends it when true; to look at"}, {State: &view.State{Text: "30 Sep, past", Tone: view.Warn, Icon: "clock", Quiet: true}}}},
	}}}
}

func portfolioLimits() view.List {
	return view.List{Part: view.Part{ID: "limits", Title: "What the plan must keep to", Sub: "Constraints in force"}, Table: view.Table{Caption: "What the plan must keep to", Cards: true, Columns: []view.Column{{Name: "Constraint"}, {Name: "Answers for it"}, {Name: "Bears on", Number: true}}, Rows: []view.Row{
		{Cells: []view.Cell{{Text: "No release in the last week of a quarter.", Href: "history-many.html", Sub: "Platform; forbids: changes to the core in that week"}, view.T("the Chief Technology Officer"), view.T("14")}},
	}}}
}

func portfolioBoard() view.Board {
	b := view.Board{Legend: themes(), Part: view.Part{ID: "board", Title: "By commitment", Sub: "From candidate to done; days in 2026 H2"}}
	for n, st := range []view.State{{Text: "Candidate", Icon: "dash", Quiet: true}, {Text: "Likely", Icon: "dash", Quiet: true}, {Text: "Committed", Icon: "check", Quiet: true}, {Text: "Started", Icon: "half", Quiet: true}, {Text: "Done", Tone: view.Good, Quiet: true}, {Text: "Stopped", Icon: "x", Quiet: true}} {
		c := view.BoardColumn{ID: fmt.Sprintf("lane-%d", n), State: st, Count: "37 initiatives", Days: view.Figure{Text: "3,020", Unit: "days", Why: whyCourse(fmt.Sprintf("why-lane-%d", n))}, All: view.Link{Text: "All 37", Href: "portfolio-many.html"}}
		for i, name := range []string{"Hardship self-service", "Straight-through decisions", "Ledger cutover", "Payment retry and routing"} {
			card := view.Card{Theme: view.Theme{Name: name, Mark: i % 5, Href: "initiative-many.html"}, Owner: people[i].name, Days: view.Figure{Text: "240", Unit: "days"}}
			if i == n {
				card.Marks = []view.State{{Text: "Regulator: main reasons in writing, due 1 Feb 2027", Icon: "flag", Quiet: true}}
			}
			if n == 0 {
				card.Move = view.Move{ID: fmt.Sprintf("card-%d", i), Action: "#", Field: "state", Seen: `"candidate"`, Edit: view.Link{Text: "Change the commitment of " + name, Href: "history-editing.html"}}
			}
			c.Cards = append(c.Cards, card)
		}
		if c.Lane = []string{"candidate", "likely", "committed", "started", "done", "stopped"}[n]; c.Lane == "committed" {
			c.Cards, c.Count, c.Days, c.All = nil, "none", view.Number("no days"), view.Link{}
		}
		b.Columns = append(b.Columns, c)
	}
	return b
}

func portfolioTimeline() view.Timeline {
	mark := view.Theme{Name: "Ledger cutover", Mark: 3, Href: "initiative-many.html"}
	w := waterfall("timeline", []float64{8760, 8760, 6570, 4818, 4818, 4818})
	w.Title, w.Sub, w.NeedsRoom = "41 initiatives in 2026 Q3 to 2027 H1", "Steps where they are declared, else periods", true
	w.Twin = view.Table{Caption: w.Title, Cards: true, Columns: []view.Column{{Name: "Initiative"}, {Name: "From", Short: true}, {Name: "To", Short: true}}, Rows: []view.Row{{Cells: []view.Cell{{Theme: &mark}, view.T("2026 Q3"), view.T("2027 H1")}}}}
	return view.Timeline{Chart: w, How: "Drag a bar to move it, its ends to make it longer or shorter.", Keys: "With the keyboard: arrows to a bar, then [ and ].", Pager: view.Pager{Shown: "1 to 30 of 41 initiatives", Next: "?after=x"}}
}

func portfolioRoom() view.Room {
	r := view.Room{Heat: view.Heat{Part: view.Part{ID: "capacity", Title: "Two units are asked for more than they have", Sub: "Days asked as a share of the room", Foot: "Units of fewer than five people are counted with the unit above them."}, Columns: []string{"2026 Q3", "2026 Q4", "2027 H1"}, Key: []string{"under 60%", "60% to 80%", "80% to 95%", "95% to 110%", "over 110%"}}}
	r.Twin = view.Table{Caption: "Days asked of each unit", Columns: view.Head("Unit", "2026 Q3: asked, days", "room, days", "share")}
	for i, u := range people {
		r.Rows = append(r.Rows, view.HeatRow{Name: u.name, Href: "unit-many.html", Cells: []view.HeatCell{{Level: 1 + i%5, Text: "112%", Sub: "224 of 200 days", Over: i < 2, Why: whyCourse(fmt.Sprintf("why-room-%d", i))}, {Level: 2, Text: "64%", Sub: "128 of 200 days"}, {}}})
		r.Twin.Rows = append(r.Twin.Rows, view.Row{Cells: []view.Cell{view.A(u.name, "unit-many.html"), view.T("224"), view.T("200"), view.T("112%")}})
	}
	r.Pager = view.Pager{Shown: "1 to 25 of 71 units", Next: "?after=x"}
	return r
}

// savedViews are views that were kept, one of which is shown.
func savedViews() view.SavedViews {
	out := view.SavedViews{All: view.Link{Text: "Everything", Href: "portfolio-many.html"}, Button: "Change view"}
	for n := range 14 {
		v := view.SavedView{Name: fmt.Sprintf("What my units began, part %d", n+1), Href: fmt.Sprintf("portfolio-one.html?%d", n), Shared: n%3 == 1, Current: n == 1, Opens: n == 1}
		if n < 12 {
			out.Views = append(out.Views, v)
		} else {
			out.More = append(out.More, v)
		}
	}
	fields := []view.Input{{Name: "name", Label: "Name", Value: "What my units began"}, {Name: "for", Label: "For", Choices: []view.Choice{{Value: "me", Text: "Me", Current: true}, {Value: "all", Text: "Everybody"}}}}
	out.Forms = []view.Form{{ID: "rename-view", Action: "#", Fields: fields, Button: "Change view"}, {ID: "remove-view", Action: "#", Button: "Remove view", Small: true}}
	return out
}
