package viewgallery

import (
	"fmt"

	"throughline/web/view"
)

func strategies(s view.Shell) []Page {
	s = at(s, -1, "Strategy")
	many := strategy(s)
	many.Shell.Done = &view.Done{Text: "Strategy published.", Undo: &view.Undo{Action: "/undo", Position: "1204", Next: "/strategy"}}
	many.Read = &view.Form{Action: "/strategy", Button: "I have read this", Hidden: []view.Param{{Name: "form", Value: "read"}}}
	many.Notes = []view.Note{{Text: "2 parts changed since you read it on 12 Jun.", Icon: "clock", Link: view.Link{Text: "See what changed", Href: "#changes"}}}
	many.Adds = []view.Link{{Text: "New theme", Href: "?edit=theme/new"}, {Text: "New outcome", Href: "/new/outcome"}}
	past := strategy(before(s))
	past.Shares.Edit, past.Principles.Add = view.Link{}, view.Link{}
	for i := range past.Principles.Rows {
		past.Principles.Rows[i].Edit = view.Link{}
	}
	edit := strategy(s)
	edit.Shares.Form = wordingForm("shares", "Publish the shares", "")
	edit.Themes[0].Form = wordingForm("theme-one", "Publish the theme", "Business Operations will need an answer again. Say why the strategy changes.")
	edit.Principles.Rows[0].Form = wordingForm("principle-one", "Publish the principle", "")
	bare := view.Strategy{
		Shell: s, Lead: view.Say("Harbor Lending asks for 1 theme in 2026 H2. How the emphasis is shared out among them is not stated yet."),
		Shares:     view.StatedShares{Part: view.Part{ID: "shares", Title: "How the emphasis is shared out", Missing: &view.Missing{Title: "Not declared yet.", Text: "The share of all emphasis that each theme is to have would be here."}}},
		Themes:     []view.StrategyTheme{{ID: "theme-0", Theme: view.Theme{Name: themes()[0].Name, Mark: 1}, Share: view.Figure{Missing: "no shares are stated"}}},
		Principles: view.Principles{Part: view.Part{ID: "principles", Title: "Principles", Missing: &view.Missing{Title: "None yet."}}},
		Readers:    view.List{Part: view.Part{ID: "readers", Title: "Who has read it", Missing: &view.Missing{Title: "Nobody has said so yet."}}},
	}
	none := view.Strategy{Shell: s, Lead: view.Say("No theme is written down in 2026 H2 yet."), Missing: &view.Missing{Title: "Nothing is written yet.", Text: "What leadership asks for would be here.", Add: "Write the first theme."}, NewTheme: wordingForm("theme-new", "Add the theme", "")}
	none.NewTheme.Title = "New theme"
	return []Page{
		{"strategy-many", view.StrategyPage(many)},
		{"strategy-past", view.StrategyPage(past)},
		{"strategy-edit", view.StrategyPage(edit)},
		{"strategy-undeclared", view.StrategyPage(bare)},
		{"strategy-empty", view.StrategyPage(none)},
	}
}

// wordingForm is a form in which something is worded anew.
func wordingForm(id, button, wrong string) *view.Publishing {
	return &view.Publishing{
		ID: "edit-" + id, Action: "/strategy", Cancel: "strategy-many.html", Button: button, Hidden: []view.Param{{Name: "form", Value: id}}, Error: wrong,
		Note: "Units whose accepted reading this touches wait for an answer again, and read the reason.",
		Entries: []view.Entry{
			{Name: id + ".name", Label: "Name", Control: "line", Value: "Keep borrowers in good standing"},
			{Name: id + ".share", Label: "Share", Control: "percent", Value: "35", Hint: "Asked for 40 of 100."},
			{Label: "One resilient core", Parts: []view.Entry{{Name: id + ".words", Label: "What it means here", Control: "text", Value: "Fewer incidents"}, {Name: id + ".measure", Label: "How we will know", Control: "line"}}},
		},
	}
}

func strategy(s view.Shell) view.Strategy {
	t := themes()
	p := view.Strategy{
		Shell: s, Lead: view.Say("Harbor Lending asks for 4 themes in 2026 H2. Their shares add up to 90 of 100; 10 are left to no theme."),
		Shares: view.StatedShares{Part: view.Part{ID: "shares", Title: "The shares add up to 90 of 100", Sub: "Of all emphasis in 2026 H2, as Harbor Lending states it"}, Words: "More late borrowers need a plan than we thought, so good standing comes first.", Bar: view.Bar{Max: 1, Label: "The shares add up to 90 of 100"}, Left: "10 of 100 are left to no theme", Edit: view.Link{Text: "Change the shares", Href: "strategy-edit.html"}},
	}
	for i, share := range []float64{.35, .3, .15, .1} {
		mark := view.Theme{Name: t[i].Name, Mark: i + 1, Href: fmt.Sprintf("#theme-%d", i)}
		p.Shares.Bar.Parts = append(p.Shares.Bar.Parts, view.BarPart{Value: share, Theme: &mark})
		p.Shares.Rows = append(p.Shares.Rows, view.StatedShare{Theme: mark, Share: view.Number(trim(share*100) + "%")})
		mark.Href = ""
		row := view.StrategyTheme{
			ID: fmt.Sprintf("theme-%d", i), Theme: mark, Share: view.Number(trim(share*100) + "%"), Statement: "Nobody who falls behind is left without a plan.",
			Why: "Half of the loans we write off were one missed payment away from a plan nobody offered.", AntiGoals: []string{"Not a better rating of the app", "Not a softer tone in letters that change nothing"},
			Links: []view.Link{{Text: "How units read it", Href: "cascade-theme.html"}, {Text: "History", Href: "history-many.html"}},
			Outcomes: []view.StrategyOutcome{
				{Name: "30-day late loans to 3.2%", Href: "history-many.html", Owner: view.Link{Text: "Loan Servicing", Href: "unit-many.html"}, Target: "from 4.1 to 3.2% by 31 Dec", Latest: view.Number("3.8%"), On: "21 Sep", Trend: view.State{Text: "nearer", Icon: "check", Tone: view.Good, Quiet: true}},
				{Name: "Hardship plan in 2 days", Href: "history-many.html", Latest: view.Figure{Missing: "no reading yet"}},
			},
		}
		p.Themes = append(p.Themes, row)
	}
	p.Principles = view.Principles{Part: view.Part{ID: "principles", Title: "Principles", Sub: "When two good things collide"}, Add: view.Link{Text: "New principle", Href: "strategy-edit.html"}, Rows: []view.Principle{
		{ID: "principle-one", Prefer: "A borrower with a plan", Over: "a borrower with a better app", Why: "The plan keeps the loan.", Edit: view.Link{Text: "Change the principle: a borrower with a plan", Href: "strategy-edit.html"}},
		{ID: "principle-two", Prefer: "A kept promise", Over: "a new start", Edit: view.Link{Text: "Change the principle: a kept promise", Href: "strategy-edit.html"}},
	}}
	fresh, stale := view.State{Text: "nothing changed", Tone: view.Good, Quiet: true}, view.State{Text: "2 parts changed", Tone: view.Warn, Quiet: true}
	p.Readers = view.List{Part: view.Part{ID: "readers", Title: "In 3 of 8 units a lead has read what stands now", Sub: "2 people said that they read it, latest first", Foot: "Not yet in Business Operations and Payment Solutions."}, Table: view.Table{
		Caption: "Who has read it", Cards: true, Columns: []view.Column{{Name: "Who"}, {Name: "Version", Number: true}, {Name: "When", Short: true}, {Name: "Since then"}},
		Rows: []view.Row{{Cells: []view.Cell{view.T("Henrik Dahl"), view.T("2"), view.T("12 Sep"), {State: &fresh}}}, {Cells: []view.Cell{view.T("Emeka Obi"), view.T("1"), view.T("15 Jun"), {State: &stale}}}},
	}}
	p.Loose = view.List{Part: view.Part{ID: "loose", Title: "Outcomes that serve no theme"}, Table: view.Table{Caption: "Outcomes that serve no theme", Columns: []view.Column{{Name: "Outcome"}, {Name: "Target"}}, Rows: []view.Row{view.Texts("Audits without findings", "")}}}
	p.Changes = view.Rewordings{
		Part: view.Part{ID: "changes", Title: "What changed in words", Sub: "Up to 24 Sep 2026"}, Action: "/strategy", Since: "2026-08-31", Max: "2026-09-23",
		Locks: []view.Chip{{Text: "Plan lock 1", Href: "?since=2026-07-10"}, {Text: "Plan lock 2", Href: "?since=2026-08-31", Current: true}},
		Items: []view.Reworded{
			{Name: view.Link{Text: "Originate faster", Href: "history-many.html"}, Kind: "theme", Fields: []view.Change{{Name: "Statement", Old: []string{"A decision within four hours."}, New: []string{"A decision within two hours."}}}},
			{Name: view.Link{Text: "Few even over many", Href: "history-many.html"}, Kind: "principle", State: view.State{Text: "new", Icon: "plus", Tone: view.Good}, Fields: []view.Change{{Name: "Prefer", New: []string{"Few"}}}},
		},
	}
	p.Versions = view.Versions{Part: view.Part{ID: "versions", Title: "Versions", Sub: "Latest first"}, Rows: []view.StrategyVersion{
		{When: "12 Sep, 09:30", Machine: "2026-09-12T09:30:00Z", Verb: "Strategy published", Who: "Ingrid Solberg", Reason: "Others decide in two hours", What: []view.Link{{Text: "Originate faster", Href: "history-many.html"}}, See: view.Link{Text: "See what it changed", Href: "?since=2026-09-11"}},
		{When: "8 Jun", Machine: "2026-06-08T00:00:00Z", Verb: "Strategy stated", What: []view.Link{{Text: "The shares", Href: "history-many.html"}}, More: "and 2 more", See: view.Link{Text: "See what it changed", Href: "?since=2026-06-07"}},
	}}
	return p
}

func cascades(s view.Shell) []Page {
	s = at(s, -1, "Cascade")
	many := cascade(s)
	many.Pager = view.Pager{Shown: "1 to 25 of 212 units", Next: "?after=u25"}
	past := cascade(before(s))
	for i := range past.Units {
		past.Units[i].Links, past.Units[i].Send, past.Units[i].Withdraw, past.Units[i].Answer = nil, nil, nil, nil
	}
	edit := cascade(s)
	edit.Units[0].Form = wordingForm("read-core", "Keep it as a draft", "")
	edit.Units[0].Form.Also = "Send it"
	edit.Units[1].Answer.Error = "No reason is given. Say why it is returned, so that the unit can answer."
	one := cascade(s)
	one.Units = one.Units[2:]
	one.Findings = view.FindingList{}
	empty := view.Cascade{Shell: s, Lead: view.Say("Nothing is asked of any unit in 2026 H2 yet."), Missing: &view.Missing{Title: "There is no unit to ask yet.", Add: "Add units below the one that states the strategy."}}
	theme := view.Cascade{Shell: s, Lead: many.Lead, Filters: many.Filters, Readings: cascadeReadings()}
	return []Page{
		{"cascade-many", view.CascadePage(many)},
		{"cascade-one", view.CascadePage(one)},
		{"cascade-past", view.CascadePage(past)},
		{"cascade-edit", view.CascadePage(edit)},
		{"cascade-theme", view.CascadePage(theme)},
		{"cascade-empty", view.CascadePage(empty)},
	}
}

func cascadeReadings() view.CascadeReadings {
	t := themes()
	r := view.CascadeReadings{Part: view.Part{ID: "readings", Title: "How units read “One resilient core”", Sub: "What was asked, and what each unit understands by it, in its own words"}, Theme: view.Theme{Name: t[2].Name, Mark: 3, Href: "strategy-many.html"}, Statement: "Loans and payments run on one ledger that does not fail.", Why: "Two ledgers cost twice.", AntiGoals: []string{"Not fewer alarms"}}
	for i, u := range people {
		row := view.CascadeReading{Unit: view.Link{Text: u.name, Href: "unit-many.html"}, Asked: view.Number("18%"), Read: view.Number("16%"), Words: "Runs that do not stop", Measure: "payment runs without a stop", State: view.State{Text: "accepted 7 Jul", Tone: view.Good}}
		if i%3 == 1 {
			row.Differs, row.State = true, view.State{Text: "returned 7 Jul", Tone: view.Warn, Icon: "swap"}
		}
		if i%3 == 2 {
			row.Words, row.Measure, row.Read, row.State = "", "", view.Figure{Missing: "not sent"}, view.State{Text: "not sent", Icon: "dash", Tone: view.Warn}
		}
		r.Rows = append(r.Rows, row)
	}
	return r
}

func cascade(s view.Shell) view.Cascade {
	t := themes()
	rows := func(differs bool) []view.CascadeRow {
		return []view.CascadeRow{
			{Theme: t[0], Asked: view.Number("50%"), Read: view.Number("32%"), Words: "Borrowers rate the app 4.5 or more", Measure: "app rating", Differs: differs, Gap: view.State{Text: "18 of 100 less than asked", Icon: "minus", Tone: view.Warn, Quiet: true}},
			{Theme: t[3], Asked: view.Number("20%"), Read: view.Figure{Missing: "no shares are read"}},
		}
	}
	button := func(id, text string) *view.Form {
		return &view.Form{ID: id, Action: "/cascade", Small: true, Button: text, Label: text + " for the unit", Hidden: []view.Param{{Name: "do", Value: id}}}
	}
	return view.Cascade{
		Shell: s, Lead: view.Say("5 of 7 units asked in 2026 H2 have a reading that was accepted; 1 waits for an answer, the longest for 12 days."),
		Facts:   []view.Fact{{Name: "Accepted", Figure: view.Number("5")}, {Name: "Wait for an answer", Figure: view.Number("1"), Note: "the longest 12 days"}, {Name: "Sent back", Figure: view.Number("1"), Note: "the longest 79 days"}, {Name: "Not sent", Figure: view.Number("0")}},
		Filters: []view.ChipGroup{{Name: "Receipt", Chips: []view.Chip{{Text: "All units", Href: "cascade-many.html", Current: true, Count: "7"}, {Text: "Sent back", Href: "?state=returned", Count: "1"}}}, {Name: "Side by side", Chips: []view.Chip{{Text: t[2].Name, Theme: &t[2], Href: "cascade-theme.html"}}}},
		Units: []view.CascadeUnit{
			{ID: "u-be", Unit: view.Link{Text: "Borrower Experience and Growth", Href: "unit-many.html"}, Under: "Part of Harbor Lending", State: view.State{Text: "returned 7 Jul", Icon: "swap", Tone: view.Warn}, Waits: "Borrower Experience is to answer, for 79 days", Late: true, Rows: rows(true), Sum: &view.CascadeRow{Asked: view.Number("90%"), Read: view.Number("67%"), Words: "23% of its emphasis is read otherwise than asked"}, Words: "Borrowers rate the app 4.5 or more, because people who like us pay us.", Measure: "app rating", Constraint: "Two people on call", Stops: []string{"Reports on request", "The rewards page"}, Reason: "A rating is not a plan: who helps the borrower who is late?", Asker: "Why it was sent back", Send: button("send", "Send it"), Links: []view.Link{{Text: "Restate", Href: "cascade-edit.html"}}},
			{ID: "u-ls", Unit: view.Link{Text: "Loan Servicing", Href: "unit-many.html"}, Under: "Part of Harbor Lending", State: view.State{Text: "sent 12 Sep", Icon: "circle"}, Waits: "Harbor Lending is to answer, for 12 days", Rows: rows(false), Answer: &view.CascadeAnswer{ID: "answer-ls", Action: "/cascade", Unit: "Loan Servicing", Returns: true, Hidden: []view.Param{{Name: "intent", Value: "x"}}, Themes: []view.Option{{Value: "a", Text: "Good standing", Current: true}, {Value: "b", Text: "Partner channel"}}}, Withdraw: button("withdraw", "Take it back")},
			{ID: "u-cp", Unit: view.Link{Text: "Core Services Platform", Href: "unit-many.html"}, Under: "At the top", State: view.State{Text: "not asked", Icon: "dash"}, Links: []view.Link{{Text: "Ask for shares", Href: "cascade-edit.html"}}},
		},
		Findings: view.FindingList{Part: view.Part{ID: "findings", Title: "Where it does not add up, or stands still", Sub: "2 findings, worst first"}, Items: someFindings()[:2]},
	}
}
