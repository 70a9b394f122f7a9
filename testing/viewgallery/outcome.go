package viewgallery

import (
	"fmt"

	"throughline/chart"
	"throughline/web/view"
)

func outcomePages(s view.Shell) []Page {
	s = at(s, -1, "Outcomes")
	lists := func(sh view.Shell) view.Outcomes {
		return view.Outcomes{
			Shell: sh, New: view.Link{Text: "New outcome", Href: "?"},
			Lead: view.Sentence{view.Words("14 outcomes are pursued this half, 2 without an end. Nothing funded serves "), view.Num(view.Figure{Text: "1", Why: whyCourse("why-outcome-unserved")}), view.Words(" of them.")},
			Filters: []view.ChipGroup{{Name: "Which", Chips: []view.Chip{
				{Text: "All", Href: "?", Current: true, Count: "14"}, {Text: "Nothing funded serves them", Href: "?state=unserved", Count: "1"}, {Text: "To be read", Href: "?state=stale", Count: "2"},
			}}},
			Due:    view.List{Part: view.Part{ID: "due", Title: "12 time-boxed", Sub: "With a period, or a day by which they are to be there"}, Table: outcomeTable(12)},
			Always: view.List{Part: view.Part{ID: "evergreen", Title: "2 evergreen", Sub: "Without an end: bound to no period, with no day that is due"}, Table: outcomeTable(2)},
		}
	}
	many, past := lists(s), lists(before(s))
	past.New = view.Link{}
	one := lists(s)
	one.Lead, one.Filters, one.Always = view.Say("1 outcome is pursued this half. Funded work serves every one of them."), nil, view.List{}
	one.Due.Title, one.Due.Table = "1 time-boxed", outcomeTable(1)
	empty := view.Outcomes{Shell: s, Lead: view.Say("No outcome is declared yet."), New: many.New, Missing: &view.Missing{
		Title: "No outcome is declared.", Text: "What is to change in the world, where it stands, how sure its owner is and what funded work serves it would be here.",
		Add: "Declare the first with a metric, where it begins and where it is to be.", Link: many.New,
	}}
	return []Page{
		{"outcomes-many", view.OutcomesPage(many)},
		{"outcomes-past", view.OutcomesPage(past)},
		{"outcomes-one", view.OutcomesPage(one)},
		{"outcomes-empty", view.OutcomesPage(empty)},
		{"outcome-many", view.OutcomePage(setOutcome(at(s, -1, "Payment runs at 99.95%")))},
		{"outcome-past", view.OutcomePage(pastOutcome(before(at(s, -1, "Payment runs at 99.95%"))))},
		{"outcome-error", view.OutcomePage(refusedOutcome(at(s, -1, "Payment runs at 99.95%")))},
		{"outcome-undeclared", view.OutcomePage(bareOutcome(at(s, -1, "Fewer complaints")))},
	}
}

func outcomeTable(n int) view.Table {
	t := view.Table{Caption: "Outcomes", Walk: true, Cards: true, Columns: []view.Column{
		{Name: "Outcome"},
		{Name: "Owner", Side: true},
		{Name: "From", Number: true, Side: true},
		{Name: "Now", Number: true},
		{Name: "Target", Number: true},
		{Name: "Progress", Number: true},
		{Name: "Confidence", Number: true},
		{Name: "Served by", Short: true},
		{Name: "Last read", Short: true},
	}}
	for i := range n {
		mark := view.Theme{Name: fmt.Sprintf("Payment runs succeed 99.95%% of the time, part %d", i+1), Mark: 1 + i%4, Href: "outcome-many.html"}
		progress := view.Figure{Text: "40%", Tone: view.Loss}
		served, read := view.Cell{Text: "3 initiatives", Sub: "785 days"}, view.Cell{Text: "23 Nov", Sub: "5 days ago"}
		now, confidence := view.Number("99.5%"), view.Number("50%")
		switch i % 4 {
		case 1:
			served = view.Cell{State: &view.State{Text: "nothing serves it", Tone: view.Loss, Quiet: true}}
		case 2:
			now, confidence, progress = view.Figure{Missing: "no reading"}, view.Figure{Missing: "no confidence is declared"}, view.Figure{Missing: "no reading was taken"}
			read = view.Cell{State: &view.State{Text: "never read", Tone: view.Warn, Quiet: true}}
		case 3:
			read = view.Cell{State: &view.State{Text: "1 Sep", Tone: view.Warn, Quiet: true}, Sub: "88 days ago"}
		}
		t.Rows = append(t.Rows, view.Row{Cells: []view.Cell{
			{Theme: &mark}, view.A(people[i%len(people)].name, "unit-many.html"), view.T("99.2%"), view.F(now), view.T("99.95%"), view.F(progress), view.F(confidence), served, read,
		}})
	}
	return t
}

// outcomeOf is an outcome with everything: it is behind, is read, and has others around it.
func outcomeOf(s view.Shell) view.Outcome {
	mark, under := view.Theme{Name: "One resilient core", Mark: 3, Href: "sight-many.html"}, view.Theme{Name: "Failed files fall to 2 a week", Mark: 3, Href: "outcome-many.html"}
	c := chart.Trend{
		Frame: chart.Frame{ID: "readings-c", Finding: "From 99.2% to 99.62%, read 6 times since 1 Jul", Desc: "Payment runs without a stop, %, by the day of the reading."},
		Steps: []string{"1 Jul", "5 Aug", "9 Sep", "31 Dec"}, Places: []float64{0, 35, 70, 183}, Decimals: 2,
		Lines:      []chart.TrendLine{{Readings: []chart.Reading{{Value: 99.2}, {Value: 99.4}, {Value: 99.62}, {Missing: true}}}},
		References: []chart.Reference{{Name: "target 99.95%", Value: 99.95}, {Name: "where it began, 99.2%", Value: 99.2}},
	}
	twin := view.Table{Caption: "Readings, latest first", Columns: []view.Column{{Name: "Day"}, {Name: "Value", Number: true}, {Name: "Confidence", Number: true}, {Name: "Said"}}}
	twin.Rows = []view.Row{view.Texts("9 Sep", "99.62%", "50%", "The second try next morning is live"), view.Texts("5 Aug", "99.4%", "60%", ""), view.Texts("1 Jul", "99.2%", "60%", "")}
	services := initiativeTable(3)
	act := someAct("act-read", "Check in", "", []view.Input{
		{Name: "value", Label: "Payment runs without a stop, %"},
		{Name: "confidence", Label: "How sure are you to reach the target?", Optional: true, Choices: []view.Choice{{Text: "Not said"}, {Value: "50", Text: "50%"}}},
		{Name: "text", Label: "A note", Type: "long", Optional: true},
	}, view.ActButton{Value: "read", Text: "Record the reading", First: true})
	return view.Outcome{
		Shell: s, Name: "Payment runs succeed 99.95% of the time", State: view.State{Text: "Behind", Tone: view.Loss},
		Crumbs: []view.Crumb{{Text: "Outcomes", Href: "outcomes-many.html"}, {Text: "owned by Payment Solutions", Href: "unit-many.html"}, {Text: "due 31 Dec"}},
		Lead: view.Sentence{
			view.Words("“Payment runs without a stop” is to rise from 99.2% to 99.95%; on 9 Sep it was 99.62%, "), view.Num(view.Figure{Text: "56%", Why: whyCourse("why-outcome-progress")}),
			view.Words(" of the way, where steady progress would be at 73%. 3 funded initiatives serve it in 2026 H2, with 785 days planned."),
		},
		Links:  []view.Link{{Text: "Trace on the map", Href: "sight-many.html"}, {Text: "Change", Href: "history-many.html"}},
		Follow: &view.Follow{Action: "/follow", What: "Payment runs at 99.95%", Hidden: []view.Param{{Name: "record", Value: "outcome/payment-runs"}}},
		Facts: []view.Fact{
			{Name: "Now", Figure: view.Number("99.62%"), Note: "read 9 Sep, 15 days ago"},
			{Name: "Target", Figure: view.Number("99.95%"), Note: "from 99.2%, by 31 Dec"},
			{Name: "Progress", Figure: view.Figure{Text: "56%", Tone: view.Loss}, Note: "steady progress would be at 73%"},
			{Name: "Confidence", Figure: view.Number("50%"), Note: "to reach the target"},
			{Name: "Planned for it in 2026 H2", Figure: view.Figure{Text: "785", Unit: "days"}, Note: "412 days worked so far"},
		},
		History: view.Chart{Part: view.Part{ID: "readings", Title: c.Finding, Sub: "Payment runs without a stop, %"}, SVG: view.SVG(c.SVG()), Twin: twin},
		CheckIn: view.CheckIn{Part: view.Part{ID: "check-in", Title: "Check in", Sub: "Last 99.62%, 15 days ago"}, Act: act},
		Lineage: view.Lineage{
			Part: view.Part{ID: "lineage", Title: "Where it belongs", Sub: "From the strategy down"},
			Path: []view.PathStep{
				{Kind: "Theme, 100% of it", Name: mark.Name, Href: mark.Href, Theme: &mark, Why: "Every loan stands on one ledger."},
				{Kind: "This outcome", Name: "Payment runs succeed 99.95% of the time", Theme: &mark},
			},
			Below: view.List{Table: view.Table{Caption: "Outcomes below it", Cards: true, Columns: []view.Column{{Name: "Below it"}, {Name: "Owner", Side: true}, {Name: "Now", Number: true}, {Name: "Target", Number: true}}, Rows: []view.Row{
				{Cells: []view.Cell{{Theme: &under}, view.T("Payment Solutions"), view.T("6 files"), view.T("2 files")}},
			}}},
		},
		Services: view.List{Part: view.Part{ID: "services", Title: "What serves it", Sub: "Days in 2026 H2, each initiative by the share with which it serves this outcome", Foot: "No funding is declared in 2026 H2, so an initiative with planned days counts as funded."}, Table: services},
		Findings: view.FindingList{Part: view.Part{ID: "findings", Title: "Findings", Missing: &view.Missing{Title: "Nothing was found.", Text: "What the checks find about it would be listed here, worst first."}}},
	}
}

// setOutcome is one whose fields may be changed, and one of which was just now.
func setOutcome(s view.Shell) view.Outcome {
	p := outcomeOf(s)
	p.Shell.Done = &view.Done{Text: "Outcome read.", Undo: &view.Undo{Action: "/undo", Position: "1204", Next: "/outcomes/payment-runs"}}
	p.NameEdit, p.Crumbs[1].Edit, p.Crumbs[2].Edit, p.Facts[1].Edit = fieldOf("name"), fieldOf("owner"), fieldOf("metric"), fieldOf("metric")
	p.Lineage.Edits = []view.Link{{Text: "Change themes", Href: fieldOf("themes").Href}, {Text: "Change the outcome above", Href: fieldOf("parent").Href}}
	return p
}

// pastOutcome is one that is looked at as it was: nothing can be done.
func pastOutcome(s view.Shell) view.Outcome {
	p := outcomeOf(s)
	p.CheckIn, p.Shell.Done, p.Follow = view.CheckIn{}, nil, nil
	return p
}

// refusedOutcome is one with a reading that could not be taken.
func refusedOutcome(s view.Shell) view.Outcome {
	p := outcomeOf(s)
	p.Shell.Done = nil
	p.CheckIn.Act.Error, p.CheckIn.Act.Form.Fields[0].Value = "“many” is no number. Write a number, for instance 12.5.", "many"
	return p
}

// bareOutcome is a name and nothing else.
func bareOutcome(s view.Shell) view.Outcome {
	none := view.Figure{Missing: "no metric is declared"}
	p := view.Outcome{
		Shell: s, Name: "Fewer complaints", Lead: view.Say("Nothing is counted for it yet. Nothing serves it in 2026 H2."),
		Crumbs: []view.Crumb{{Text: "Outcomes", Href: "outcomes-many.html"}, {Text: "nobody owns it"}, {Text: "evergreen"}},
		Facts:  []view.Fact{{Name: "Now", Figure: none}, {Name: "Target", Figure: none}, {Name: "Progress", Figure: none}, {Name: "Confidence", Figure: none}},
		CheckIn: view.CheckIn{Part: view.Part{ID: "check-in", Title: "Check in", Missing: &view.Missing{
			Title: "Nothing is counted yet.", Text: "A reading, how sure you are, and a line about it would be written down here.", Add: "Name first what is counted.", Link: view.Link{Text: "Name the metric", Href: "history-many.html"},
		}}},
		Lineage: view.Lineage{
			Part: view.Part{ID: "lineage", Title: "Where it belongs", Sub: "From the strategy down", Foot: "It serves no theme, so work on it has no line back to the strategy."},
			Path: []view.PathStep{{Kind: "This outcome", Name: "Fewer complaints", Theme: &view.Theme{}}},
		},
		Findings: view.FindingList{Part: view.Part{ID: "findings", Title: "Findings", Missing: &view.Missing{Title: "Nothing was found."}}},
	}
	p.Gaps = view.Coverage{Part: view.Part{ID: "gaps", Title: "What is not declared yet", Sub: "Each would show more; none is a failure"}, Groups: []view.CoverageGroup{
		{Name: "Readings", Figure: none, None: "Its readings over time, against the target, would be here. Read the metric and write the value down."},
	}}
	return p
}
