package viewgallery

import (
	"fmt"
	"strings"

	"throughline/web/view"
)

func initiativeTable(n int) view.Table {
	t := view.Table{Caption: "Initiatives", Walk: true, Columns: []view.Column{
		{Name: "Initiative", Sort: "?sort=name"}, {Name: "State"}, {Name: "Owner", Side: true}, {Name: "Days", Number: true, Sort: "?sort=-days", Order: view.Descending}, {Name: "On course", Number: true},
	}}
	names := []string{"Hardship self-service", "Straight-through decisions", "Ledger cutover", "Payment retry and routing", "Early-warning outreach", "Partner API gateway"}
	for i := range n {
		th := view.Theme{Name: names[i%len(names)], Mark: i%5 + i%2*0, Href: "initiative-many.html"}
		if i >= len(names) {
			th.Name = fmt.Sprintf("%s, part %d", th.Name, i/len(names)+1)
		}
		st := []view.State{{Text: "started", Icon: "half"}, {Text: "committed", Icon: "circle"}, {Text: "done", Tone: view.Good}}[i%3]
		course := view.Number(fmt.Sprintf("%d%%", 40+i*7%55))
		if i%7 == 6 {
			course = view.Figure{Missing: "no work yet"}
		}
		t.Rows = append(t.Rows, view.Row{ID: fmt.Sprintf("row-%d", i+1), Cells: []view.Cell{{Theme: &th}, {State: &st}, view.T(people[i%len(people)].name), view.T(comma(float64(1260 - i*12))), view.F(course)}})
	}
	return t
}

func initiatives(s view.Shell) []Page {
	s = at(s, -1, "Ledger cutover")
	many, past := initiative(s), initiative(before(s))
	many = setInitiative(many)
	many.Follow = someFollow(true)
	gap := func(id, title, add string) view.Part {
		return view.Part{ID: id, Title: title, Missing: &view.Missing{Title: "Not declared yet.", Add: add}}
	}
	bare := view.Initiative{
		Shell: s, Name: "Ledger cutover", State: view.State{Text: "candidate", Icon: "dash"}, Lead: view.Say("It serves nothing that is stated yet."),
		Chain: view.Chain{Part: gap("chain", "Why we do this", "Say which outcome or theme it contributes to.")}, Steps: view.Steps{Part: gap("steps", "Steps", "Add steps with their periods.")},
		Units: view.List{Part: gap("units", "Units that take part", "Add units with days.")}, Contribution: view.List{Part: gap("contribution", "What it adds", "Add contribution shares.")},
		Assumptions: view.Assumptions{Part: gap("assumptions", "What must be true", "Add assumptions with what would end it.")}, Dependencies: view.Dependencies{Part: gap("dependencies", "It stands on", "No dependency is recorded.")},
		Decisions: view.List{Part: gap("decisions", "Decisions", "No decision is recorded.")}, Findings: view.FindingList{Part: gap("findings", "Findings", "There are none.")}, Work: view.List{Part: gap("work", "Work", "Import the items of your tracker.")},
	}
	return []Page{{"initiative-many", view.InitiativePage(many)}, {"initiative-past", view.InitiativePage(past)}, {"initiative-undeclared", view.InitiativePage(bare)}}
}

func initiative(s view.Shell) view.Initiative {
	t := themes()
	line := func(o string) []view.PathStep {
		return []view.PathStep{
			{Kind: "Theme", Name: t[2].Name, Theme: &t[2], Href: "sight-many.html", Why: "One ledger that never stops is what every other promise stands on."},
			{Kind: "Outcome", Name: o, Theme: &t[2], Href: "history-many.html"},
			{Kind: "This initiative", Name: "Ledger cutover", Theme: &t[2], Days: view.Figure{Text: "960", Unit: "days"}},
		}
	}
	cells := func(c ...view.Cell) view.Row { return view.Row{Cells: c} }
	return view.Initiative{
		Shell: s, Name: "Ledger cutover", State: view.State{Text: "started", Icon: "half"},
		Crumbs: []view.Crumb{{Text: "Initiative"}, {Text: "owned by Core Services Platform", Href: "unit-many.html"}},
		Links:  []view.Link{{Text: "History", Href: "history-many.html"}},
		Lead:   view.Sentence{view.Words("Serves “Old ledger switched off”. "), view.Num(view.Figure{Text: "840 of 1,080 days", Why: whyCourse("why-initiative")}), view.Words(" funded for it are in plan lines.")},
		Facts: []view.Fact{
			{Name: "Days", Figure: view.Figure{Text: "1,260"}, Note: "four units"},
			{Name: "Slip", Figure: view.Figure{Text: "+1", Unit: "period", Tone: view.Loss}, Note: "since plan lock 1"},
			{Name: "Done", Figure: view.Figure{Text: "41%"}, Note: "of items"},
			{Name: "Delay costs", Figure: view.Figure{Missing: "no value declared"}},
		},
		Chain: view.Chain{Part: view.Part{ID: "chain", Title: "Why we do this", Sub: "The line up to the strategy"}, Lines: [][]view.PathStep{line("Old ledger switched off")}},
		Steps: view.Steps{Part: view.Part{ID: "steps", Title: "Steps", Sub: "What each was locked for, and where it stands"}, Rows: []view.Step{
			{Name: "Alpha", Locked: "2026 Q1", Now: "2026 Q1", Done: "14 Mar", Slip: view.Number("0"), State: view.State{Text: "done", Tone: view.Good}},
			{Name: "Beta", Locked: "2026 Q3", Now: "2026 Q4", Slip: view.Figure{Text: "+1 period", Tone: view.Loss}, State: view.State{Text: "moved", Tone: view.Warn}, Moves: "before that 2026 Q2"},
			{Name: "Stable", Now: "2027 Q1", Slip: view.Figure{Missing: "no plan lock has it"}, State: view.State{Text: "added", Icon: "plus"}},
		}},
		Units: view.List{Part: view.Part{ID: "units", Title: "Units that take part", Sub: "Days promised and logged"}, Table: view.Table{Caption: "Units", Columns: view.Head("Unit", "Promised", "Logged"), Rows: []view.Row{
			cells(view.A("Core Services Platform", "unit-many.html"), view.T("780"), view.T("312")), cells(view.A("Loan Servicing", "unit-many.html"), view.T("240"), view.T("96")), cells(view.T("Payment Solutions"), view.T("120"), view.F(view.Figure{Missing: "no work logged"})),
		}}},
		Contribution: view.List{Part: view.Part{ID: "contribution", Title: "What it adds", Sub: "Shares of the initiative, out of 100"}, Table: view.Table{Caption: "Contribution", Columns: view.Head("Outcome or theme", "Share", "Days"), Rows: []view.Row{
			cells(view.Cell{Theme: &view.Theme{Name: "Old ledger switched off", Mark: 3}}, view.T("76"), view.T("960")), cells(view.Cell{Theme: &view.Theme{Name: "Payment runs at 99.95%", Mark: 3}}, view.T("24"), view.T("300")),
		}}},
		Assumptions: view.Assumptions{Part: view.Part{ID: "assumptions", Title: "What must be true", Sub: "And what would end it"}, Rows: []view.Assumption{
			{Text: "Both ledgers can run side by side for a month", Kill: "more than 40 differences a night", Review: "1 Nov", State: view.State{Text: "holds", Tone: view.Good}},
			{Text: "No new product needs the old ledger", Kill: "a product is sold on it", Review: "1 Sep", State: view.State{Text: "past its date", Tone: view.Loss}},
		}},
		Dependencies: view.Dependencies{Part: view.Part{ID: "dependencies", Title: "It stands on", Sub: "Commitments between units, each with its turns"}, Rows: []view.Dependency{someDependency()}},
		Decisions: view.List{Part: view.Part{ID: "decisions", Title: "Decisions"}, Table: view.Table{Caption: "Decisions", Columns: []view.Column{{Name: "Question"}, {Name: "Decider"}, {Name: "State"}}, Rows: []view.Row{
			cells(view.A("Move the ledger cutover to 23 Nov", "history-many.html"), view.T("Chief Technology Officer"), view.Cell{State: &view.State{Text: "waiting 12 days", Tone: view.Warn}}),
			cells(view.T("Keep custom reports until March"), view.T("nobody"), view.Cell{State: &view.State{Text: "no decider", Tone: view.Loss, Icon: "dash"}}),
		}}},
		Related:  view.List{Part: view.Part{ID: "related", Title: "Related"}, Table: view.Table{Caption: "Related", Columns: []view.Column{{Name: "Initiative"}, {Name: "How"}}, Rows: []view.Row{cells(view.A("One loan data model", "initiative-many.html"), view.T("blocks this"))}}},
		Findings: view.FindingList{Part: view.Part{ID: "findings", Title: "Findings", Sub: "2 open"}, Items: someFindings()[:2]},
		Work:     view.List{Part: view.Part{ID: "work", Title: "Work", Sub: "Items of the tracker, latest first"}, Table: workTable(100), Pager: view.Pager{Shown: "1 to 100 of 312 items", Next: "?cursor=100"}},
	}
}

func someDependency() view.Dependency {
	return view.Dependency{
		Title: "Freeze date for the servicing batch", Href: "history-many.html", By: "12 Oct", State: view.State{Text: "renegotiating", Tone: view.Warn, Icon: "swap"},
		From: view.Link{Text: "Core Services Platform", Href: "unit-many.html"}, To: view.Link{Text: "Loan Servicing", Href: "unit-many.html"}, More: "2 earlier turns",
		Turns: []view.Turn{
			{Verb: "asked", Unit: "Core Services Platform", When: "28 Aug", Text: "A freeze of two weeks, so that both ledgers can be compared.", Terms: []view.Term{{Name: "By", New: "12 Oct"}, {Name: "Days", New: "20"}}},
			{Given: true, Verb: "countered", Unit: "Loan Servicing", When: "4 Sep", Text: "One week, after the quarter’s statements.", Terms: []view.Term{{Name: "By", Old: "12 Oct", New: "2 Nov"}, {Name: "Days", Old: "20", New: "12"}}, Open: true},
		},
	}
}

func workTable(n int) view.Table {
	t := view.Table{Caption: "Work", Walk: true, Columns: []view.Column{{Name: "Item"}, {Name: "Unit", Side: true}, {Name: "State"}, {Name: "Days", Number: true}, {Name: "Finished"}}}
	for i := range n {
		st := []view.State{{Text: "done", Tone: view.Good}, {Text: "started", Icon: "half"}, {Text: "waiting", Tone: view.Warn}}[i%3]
		t.Rows = append(t.Rows, view.Row{Cells: []view.Cell{{Text: fmt.Sprintf("Post adjustments in both ledgers, batch %d", i+1), Href: "history-many.html", Sub: fmt.Sprintf("CORE-%d", 2100+i)}, view.T(people[i%7].name), {State: &st}, view.T(trim(float64(i%9) + .5)), view.T(fmt.Sprintf("%d Sep", i%23+1))}})
	}
	return t
}

func someFindings() []view.Finding {
	rows := []view.Finding{
		{Title: "Ledger cutover has no freeze date", Reason: "Two units wait for each other. The CTO may decide alone once Legal & Compliance agrees.", Severity: view.State{Text: "serious", Tone: view.Loss}, Stage: &view.Thread{Stage: 4}, Days: view.Figure{Text: "240", Unit: "days"}, Who: "the Chief Technology Officer", Next: view.Link{Text: "Open the decision", Href: "history-many.html"}, Code: "TL-DEP-04"},
		{Title: "“Resilient” is read as fewer incidents only", Reason: "The theme also asks for payments that succeed the first time. That half of it has no measure here.", Severity: view.State{Text: "serious", Tone: view.Loss}, Stage: &view.Thread{Stage: 2}, Days: view.Figure{Text: "180", Unit: "days", Why: whyCourse("why-f2")}, Who: "the lead of Core Services, with Payment Solutions", Next: view.Link{Text: "Read both", Href: "unit-many.html"}, Code: "TL-INT-02"},
		{Title: "Audit evidence is gathered by hand", Reason: "31 requests since July, each one a break in planned work.", Severity: view.State{Text: "worth a look", Icon: "half", Tone: view.Warn}, Stage: &view.Thread{Stage: 5}, Days: view.Figure{Text: "180", Unit: "days"}, Who: "the lead of Core Services, with Legal & Compliance", Next: view.Link{Text: "See the work", Href: "records-many.html"}, Code: "TL-EXE-01"},
		{Title: "The decision about custom reports has no decider", Reason: "It has been open for 26 days and names nobody.", Severity: view.State{Text: "note", Icon: "flag"}, Who: "product operations", Next: view.Link{Text: "Open the decision", Href: "history-many.html"}, Code: "TL-DEC-01", Waived: "accepted until 1 Oct"},
	}
	for i := range rows {
		rows[i].Href = "finding-many.html"
	}
	return rows
}

func findings(s view.Shell) []Page {
	s = at(s, 2, "Findings")
	list := view.Findings{
		Shell: s, Lead: view.Sentence{view.Num(view.Number("27")), view.Words(" findings are open; together they touch "), view.Num(view.Figure{Text: "3,120", Why: whyCourse("why-days")}), view.Words(" days.")},
		Filters: []view.ChipGroup{
			{Name: "Severity", Chips: []view.Chip{{Text: "All", Href: "findings-many.html", Current: true, Count: "27"}, {Text: "Serious", Href: "?severity=serious", Count: "9"}, {Text: "Worth a look", Href: "?severity=warning", Count: "18"}}},
			{Name: "Area", Chips: []view.Chip{{Text: "All", Href: "findings-many.html", Current: true}, {Text: "Strategy", Href: "?area=strategy"}, {Text: "Cascade", Href: "?area=cascade"}, {Text: "Dependencies", Href: "?area=dependency"}, {Text: "Decisions", Href: "?area=decision"}}},
			{Name: "Unit", Chips: []view.Chip{{Text: "All", Href: "findings-many.html", Current: true}, {Text: "Core Services Platform", Href: "?unit=core"}, {Text: "Loan Servicing", Href: "?unit=ls"}}},
		},
		List: view.FindingList{Part: view.Part{ID: "list", Title: "Open findings", Sub: "Most days first. A finding is a question to those who can mend it."}},
	}
	for i := range 100 {
		f := someFindings()[i%4]
		f.ID = fmt.Sprintf("f-%d", i+1)
		list.List.Items = append(list.List.Items, f)
	}
	list.List.Pager = view.Pager{Shown: "1 to 100 of 312 findings", Next: "?cursor=100"}
	one := list
	one.List.Items, one.List.Pager = list.List.Items[:1], view.Pager{}
	none := list
	none.Lead = view.Say("Nothing needs a look.")
	none.List.Missing = &view.Missing{Title: "No finding matches.", Text: "What is out of line would be listed here, worst first.", Link: view.Link{Text: "Clear the filter", Href: "findings-many.html"}}
	past := list
	past.Shell = before(s)
	f := someFindings()[1]
	f.Acts = []view.Link{{Text: "Mend", Href: "history-editing.html"}, {Text: "Ask", Href: "#ask"}, {Text: "Waive", Href: "#waive"}}
	detail := view.FindingDetail{
		Ask:   someAct("ask-form", "Ask who can mend it", "", []view.Input{words("The question")}, view.ActButton{Value: "ask", Text: "Ask", First: true}),
		Waive: someAct("waive-form", "Accept it for now", "", []view.Input{words("Why it is accepted"), {Name: "day", Label: "Until", Type: "date", Value: "2026-10-22"}}, view.ActButton{Value: "waive", Text: "Accept it for now", First: true}),
		Shell: s, Crumbs: []view.Crumb{{Text: "Findings", Href: "findings-many.html"}, {Text: "TL-INT-02"}}, Finding: f,
		Facts:   []view.Fact{{Name: "At stake", Figure: f.Days}, {Name: "Lost at", Figure: view.Number("Interpreted")}, {Name: "Can be mended by", Figure: view.Number("2 units")}, {Name: "Open for", Figure: view.Figure{Text: "34", Unit: "days"}}},
		Records: view.List{Part: view.Part{ID: "records", Title: "Records it stands on"}, Table: view.Table{Caption: "Records", Columns: []view.Column{{Name: "Record"}, {Name: "What it says"}}, Rows: []view.Row{{Cells: []view.Cell{{Text: "Reading of Core Services Platform", Href: "history-many.html", Sub: "version 4"}, view.T("measured by incidents a month")}}}}},
		Doc:     []view.DocPart{doc("What it looks for", "A unit whose reading of a theme has a measure that covers only part of what was asked."), doc("Why it matters", "Work is chosen by the measure. What has none is done last."), doc("How to mend it", "Add the missing measure to the reading, or return the part that is not yours.")},
		Waiver:  &view.Waiver{By: "the Chief Product Officer", Since: "2 Sep", Until: "1 Oct", Reason: "the second measure arrives with the new rails."},
	}
	return []Page{{"findings-many", view.FindingsPage(list)}, {"findings-one", view.FindingsPage(one)}, {"findings-empty", view.FindingsPage(none)}, {"findings-past", view.FindingsPage(past)}, {"finding-many", view.FindingPage(detail)}}
}

func histories(s view.Shell) []Page {
	s = at(s, -1, "Core Services Platform, history")
	h := view.History{
		Shell: s, Title: "Core Services Platform", Crumbs: []view.Crumb{{Text: "Records", Href: "records-index.html"}, {Text: "Units", Href: "records-many.html"}, {Text: "unit/core-services-platform"}},
		Lead: view.Say("4 versions since 1 Jul 2025; the last on 12 Sep."), Links: []view.Link{{Text: "Open the unit", Href: "unit-many.html"}},
		Now: view.Fields{Part: view.Part{ID: "now", Title: "As it stands", Sub: "version 4"}, Rows: []view.Field{field("Name", "Core Services Platform"), {ID: "parent", Name: "Parent", Items: []view.Link{{Text: "Technology", Href: "unit-many.html"}}}, field("Purpose", "Keep the ledger and the payment rails running"), field("Value", "stability 40", "less risk 30", "cost 15", "speed 5")}},
		Versions: []view.Version{
			{Number: "4", Verb: "Charter agreed", When: "12 Sep 2026, 09:30", Machine: "2026-09-12T09:30:00Z", Who: "M. Halvorsen", Channel: "by import", Reason: "Agreed with Loan Servicing after the June outage.", Fields: []view.Change{change("Stability", "30", "40"), change("Speed to release", "15", "5")}, AsOf: view.Link{Text: "See everything as of then", Href: "home-past.html"}, Entry: "entry 1,204"},
			{Number: "3", Verb: "Moved to another parent", When: "1 Jul 2026", Machine: "2026-07-01T00:00:00Z", Recorded: "3 Jul 2026", Who: "M. Halvorsen", Channel: "by import", Fields: []view.Change{change("Parent", "Operations", "Technology"), change("Lead", "the lead of Operations", "")}, Entry: "entry 977"},
			{Number: "1", Verb: "Created", When: "1 Jul 2025", Machine: "2025-07-01T00:00:00Z", Who: "M. Halvorsen", Channel: "by import", Fields: []view.Change{change("Name", "", "Core Services Platform")}, Entry: "entry 12"},
		},
		Pager: view.Pager{Shown: "3 of 4 versions", Next: "?cursor=1"}, Talk: someTalk(),
	}
	one := h
	one.Versions, one.Pager, one.Talk = h.Versions[2:], view.Pager{}, view.Talk{}
	past := h
	past.Shell, past.Talk = before(s), readTalk()
	none := h
	none.Talk = view.Talk{}
	none.Shell = before(s)
	none.Missing = &view.Missing{Title: "It did not exist on 31 Aug 2026.", Text: "Its first version is of 4 Sep 2026.", Link: view.Link{Text: "Return to today", Href: "history-many.html"}}
	none.Now.Missing = &view.Missing{Title: "Nothing stands on this date."}
	offered, refused, unlinked := one, one, one
	offered.Acts = []view.Act{{Name: "Answer", Label: "Answer: Ledger cutover", Form: view.Form{ID: "act-here", Action: "history-many.html", Fields: []view.Input{{Name: "text", Label: "What there is to say", Type: "long", Optional: true}}}, Buttons: []view.ActButton{{Value: "commit", Text: "Promise the day", First: true}, {Value: "decline", Text: "Decline"}}}}
	offered.Proposal = &view.Proposal{Lines: []string{"Initiative “Ledger cutover”: owner from nobody to Core Services", "Decision “Which ledger?”: removed"}, Action: "history-many.html", Seen: "1"}
	refused.Proposal = &view.Proposal{Refused: "This proposal could be confirmed until 24 Oct. Propose it again."}
	why := view.Note{Text: "What is confirmed bears the name of a person, and your account is linked to none. You can say who you are here.", Icon: "person", Link: view.Link{Text: "Link your account", Href: "desk-members.html"}}
	unlinked.Proposal = &view.Proposal{Lines: offered.Proposal.Lines, Why: why}
	unlinked.Talk = readTalk()
	unlinked.Talk.Why = why
	h.Follow = someFollow(true)
	return []Page{
		{"history-proposal", view.HistoryPage(offered)},
		{"history-unlinked", view.HistoryPage(unlinked)},
		{"history-refused", view.HistoryPage(refused)},
		{"history-many", view.HistoryPage(h)},
		{"history-one", view.HistoryPage(one)},
		{"history-past", view.HistoryPage(past)},
		{"history-empty", view.HistoryPage(none)},
		{"history-editing", view.HistoryPage(editing(h))},
		{"new-many", view.NewRecordPage(written(s))},
		{"paste-many", view.PastePage(pasted(s))},
	}
}

func records(s view.Shell) []Page {
	s = at(s, 4, "Records")
	index := view.Records{Shell: s, Lead: view.Say("Everything Throughline knows, by kind."), Groups: []view.RecordGroup{
		{Part: view.Part{ID: "organisation", Title: "Organisation"}, Kinds: []view.RecordKind{kind("Units", "records-many.html", "Teams and the groups they belong to", "12"), kind("People", "records-many.html", "Who leads, owns and decides", "100"), kind("Periods", "records-many.html", "Years, halves and quarters", "4")}},
		{Part: view.Part{ID: "portfolio", Title: "Portfolio"}, Kinds: []view.RecordKind{kind("Initiatives", "records-many.html", "What is done to reach an outcome", "12,480"), kind("Constraints", "", "What forces or forbids something", "none yet")}},
	}}
	list := view.RecordList{
		Shell: s, Title: "Initiatives", Crumbs: []view.Crumb{{Text: "Records", Href: "records-index.html"}}, Lead: view.Say("12,480 initiatives, most days first."),
		Filters: []view.ChipGroup{{Name: "State", Chips: []view.Chip{{Text: "All", Href: "records-many.html", Current: true}, {Text: "Started", Href: "?state=started"}}}},
		List:    view.List{Part: view.Part{ID: "list", Title: "Initiatives"}, Table: initiativeTable(100), Pager: view.Pager{Shown: "101 to 200 of 12,480 initiatives", First: "records-many.html", Next: "?cursor=200"}},
	}
	one := list
	one.List = view.List{Part: list.List.Part, Table: initiativeTable(1)}
	none := list
	none.List = view.List{Part: view.Part{ID: "list", Title: "Initiatives", Missing: &view.Missing{Title: "No initiatives yet.", Text: "They would be listed here, 100 to a page.", Add: "Import a workspace file or a CSV."}}}
	past := list
	past.Shell = before(s)
	found := view.Search{Shell: at(s, -1, "Search"), Query: "ledger", Lead: "23 things match “ledger”.", Groups: hits(), Pager: view.Pager{Shown: "1 to 4 of 23", Next: "?q=ledger&cursor=4"}}
	nothing := view.Search{Shell: at(s, -1, "Search"), Query: "legder", Lead: "Nothing matches “legder”.", Missing: &view.Missing{Title: "Nothing has those words.", Text: "Names nearest to it: ledger.", Link: view.Link{Text: "Search for “ledger”", Href: "search-many.html"}}}
	return []Page{{"records-index", view.RecordsPage(index)}, {"records-many", view.RecordListPage(list)}, {"records-one", view.RecordListPage(one)}, {"records-empty", view.RecordListPage(none)}, {"records-past", view.RecordListPage(past)}, {"search-many", view.SearchPage(found)}, {"search-empty", view.SearchPage(nothing)}}
}

func drifts(s view.Shell) []Page {
	s = at(s, 3, "Since the plan lock")
	w := waterfall("split", []float64{8760, 8760, 6570, 4818, 4818, 4818})
	w.Title, w.Sub = "45% of the locked plan is no longer as locked", "Of 8,760 days locked on 31 Aug"
	d := view.Drift{
		Shell: s, Lead: view.Sentence{view.Num(view.Figure{Text: "45%", Tone: view.Loss, Why: whyCourse("why-drift")}), view.Words(" of plan lock 2 is no longer as locked; a fifth of today’s plan was not there.")},
		Locks: []view.ChipGroup{{Chips: []view.Chip{{Text: "Plan lock 2, 31 Aug", Href: "?lock=2", Current: true}, {Text: "Plan lock 1, 20 Jul", Href: "?lock=1"}}}},
		Facts: driftFacts(), Split: w,
		Cause: view.Say("Of the change of course since the lock, 10 points are due to the plan and 5 to the strategy."),
		Table: view.DriftTable{Part: view.Part{ID: "table", Title: "By initiative", Sub: "Days"}, Table: view.Table{Caption: "By initiative", Walk: true, Columns: view.Head("Initiative", "Locked", "Now", "Kept", "Moved", "Cut", "Added"), Rows: []view.Row{view.Texts("Ledger cutover", "1,080", "960", "720", "240", "120", "0"), view.Texts("Faster payouts", "0", "300", "0", "0", "0", "300")}}, Pager: view.Pager{Shown: "1 to 2 of 14"}},
		Slips: view.Slips{Part: view.Part{ID: "slips", Title: "Steps that moved", Sub: "Largest slip first"}, Rows: []view.Slip{
			{Initiative: view.Link{Text: "Ledger cutover", Href: "initiative-many.html"}, Step: "beta", Unit: "Core Services Platform", From: "2026 Q3", To: "2026 Q4", By: view.Figure{Text: "+1 period", Tone: view.Loss}},
			{Initiative: view.Link{Text: "Flexible due dates", Href: "initiative-many.html"}, Step: "stable", Unit: "Loan Servicing", From: "2026 Q4", To: "2026 Q3", By: view.Figure{Text: "−1 period", Tone: view.Good}, State: view.State{Text: "earlier", Tone: view.Good, Quiet: true}},
		}},
	}
	past := d
	past.Shell = before(s)
	return []Page{{"drift-many", view.DriftPage(d)}, {"drift-past", view.DriftPage(past)}, {"drift-empty", view.DriftPage(view.Drift{Shell: s, Missing: &view.Missing{Title: "No plan has been locked yet.", Text: "The plan as locked against the plan as it is would be here.", Add: "Add a baseline record on the day the plan is agreed."}})}}
}

func failures(s view.Shell) []Page {
	make := func(status int, sentence, remedy string, near ...view.Link) Page {
		return Page{fmt.Sprintf("error-%d", status), view.FailurePage(view.Failure{Shell: at(s, -1, "Not shown"), Status: status, Sentence: sentence, Remedy: remedy, Nearest: near, Reference: map[bool]string{true: "request 8f3a"}[status == 500]})}
	}
	return []Page{
		make(400, "The date “31-08” cannot be read", "Write dates as 2026-08-31."),
		make(404, "There is no unit called “core-servces”", "Look at the names below, or search.", view.Link{Text: "Core Services Platform", Href: "unit-many.html"}),
		make(429, "You ask more often than the server can bear from one account.", "Wait a second and go on more slowly."),
		make(500, "The page could not be made", "Load it again. If it happens again, tell the person who runs this server."),
		make(503, "The database does not answer", "Wait a moment; the page tries again when you load it."),
	}
}

// editing is the page with fields open in every state.
func editing(h view.History) view.History {
	choice := view.Entry{Name: "v.0.unit", Control: "record", Choices: []view.Choice{{Text: "None"}, {Value: "core", Text: "Core Services", Current: true}}}
	days := view.Entry{Name: "v.0.days", Control: "number", Value: "12.5"}
	rows := view.Entry{Name: "v", Label: "Participants", Columns: []string{"Unit", "Days"}, Rows: [][]view.Entry{{choice, days}}}
	form := func(id string, e view.Entry) view.Field {
		return view.Field{ID: id, Name: e.Label, Form: &view.Editor{ID: "edit-" + id, Action: "#", Cancel: "#", Entry: e, Hidden: []view.Param{{Name: "field", Value: id}}}}
	}
	group := form("metric", view.Entry{Name: "m", Label: "Metric", Parts: []view.Entry{
		{Name: "m.name", Label: "Name", Control: "line", Value: "Hours"},
		{Name: "m.due", Label: "Due", Control: "day", Value: "2026-12-01"},
		{Name: "m.share", Label: "Share", Control: "percent", Value: "40"},
		{Name: "m.at", Label: "At", Control: "moment", Hint: "In UTC"},
	}})
	clash := form("purpose", view.Entry{Name: "p", Label: "Purpose", Control: "text", Value: "Keep the rails running"})
	clash.Form.Meanwhile = &view.Meanwhile{Who: "M. Halvorsen, today 10:40", Theirs: "Keep the ledger running", Yours: "Keep the rails running"}
	wrong := form("participants", rows)
	wrong.Form.Error = "“days” cannot be “many”. Write digits and at most one point, for instance 1250.5."
	known := form("owner", view.Entry{Name: "o", Label: "Owner", Control: "record", Options: "known-unit", Value: "core"})
	known.Form.Lists = []view.Suggestions{{ID: "known-unit", Href: "search?format=options&kind=unit", List: []view.Choice{{Value: "core", Text: "Core Services"}}}}
	h.Done = &view.Done{Text: "Unit changed.", But: "“@noah” names nobody, so nobody was told by it.", Undo: &view.Undo{Action: "#", Position: "12", Next: "/"}}
	h.Remove = &view.Remove{Action: "#", What: "the unit"}
	h.Now.Rows = []view.Field{
		{ID: "name", Name: "Name", Items: []view.Link{{Text: "Core Services Platform"}}, Edit: "#f-name"},
		{ID: "link", Name: "Link", Unset: true, Edit: "#f-link"},
		group, clash, wrong, known,
	}
	return h
}

// pasted is the page of rows that were looked at.
func pasted(s view.Shell) view.Paste {
	return view.Paste{
		Shell: s, Title: "Paste initiatives", Lead: view.Say("Copy rows from a spreadsheet."), Action: "#", What: "initiatives", Text: "Name\tOwner\nFaster letters\tLoan Servicing",
		Looked: true, Takes: true, Summary: []string{"Initiatives: 1 would be created. 1 row rejected."}, Columns: []view.Pair{{Name: "Name", Value: "Name"}, {Name: "Colour", Value: "left out"}},
		Changes: []string{"new initiative Faster letters"}, MoreChanges: 4,
		Rejected: view.List{Part: view.Part{ID: "rejected", Title: "1 row cannot be taken"}, Table: view.Table{Caption: "Rows that cannot be taken", Cards: true, Columns: []view.Column{{Name: "Name"}, {Name: "Reason"}}, Rows: []view.Row{{Cells: []view.Cell{view.T("Bad row"), view.T("there is no unit")}}}}},
	}
}

// written is the page of a record that is being written down.
func written(s view.Shell) view.NewRecord {
	return view.NewRecord{
		Shell: s, Title: "New dependency", Lead: view.Say("Who needs what from whom by when."), Action: "#", Button: "Add the dependency", Error: "On is missing. Fill it in.",
		Entries: []view.Entry{
			{Name: "what", Label: "What", Control: "line", Required: true},
			{Name: "on", Label: "On", Control: "record", Choices: []view.Choice{{Text: "Choose one"}}, Required: true, Error: "On is missing. Fill it in.", Focus: true},
			{Name: "shares", Label: "Shares", Required: true, Error: "A share is no number. Write a number, for instance 12.5.", Columns: []string{"Share"}, Rows: [][]view.Entry{{{Name: "shares.0", Label: "Share", Control: "percent"}}}},
		},
		More: []view.Entry{{Name: "words", Label: "Words", Control: "text"}, {Name: "done", Label: "Done", Control: "yesno", Choices: []view.Choice{{Text: "No"}, {Value: "yes", Text: "Yes"}}}},
	}
}

func doc(title, text string) view.DocPart { return view.DocPart{Title: title, Text: text} }

func field(name string, items ...string) view.Field {
	f := view.Field{ID: strings.ToLower(name), Name: name}
	for _, i := range items {
		f.Items = append(f.Items, view.Link{Text: i})
	}
	return f
}

func change(name, before, after string) view.Change {
	c := view.Change{Name: name}
	if before != "" {
		c.Old = []string{before}
	}
	if after != "" {
		c.New = []string{after}
	}
	return c
}

func kind(name, href, text, count string) view.RecordKind {
	return view.RecordKind{Name: name, Href: href, Text: text, Count: count}
}
