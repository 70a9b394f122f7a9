package viewgallery

import "throughline/web/view"

func sights(s view.Shell) []Page {
	s = at(s, 1, "Line of sight")
	many := sight(s)
	none := sight(s)
	none.Side = nil
	none.Filter[0].Current, none.Filter[1].Current = true, false
	past := sight(before(s))
	bare := view.LineOfSight{
		Shell: s, Lead: view.Say("Four themes are stated; no initiative serves one yet."),
		Map:    view.Chart{Part: view.Part{ID: "map", Title: "From theme to unit", Missing: &view.Missing{Title: "Not declared yet.", Text: "The flow of days from theme to unit would be here.", Add: "Add initiatives with what they contribute to."}}},
		NoLine: view.List{Part: view.Part{ID: "noline", Title: "Work with no line back", Missing: &view.Missing{Title: "No work yet.", Add: "Import the items of your tracker."}}},
		Thin:   view.List{Part: view.Part{ID: "thin", Title: "Outcomes, thinnest line first", Missing: &view.Missing{Title: "No outcomes yet.", Add: "Add what is true when a theme is reached."}}},
		Bare:   view.List{Part: view.Part{ID: "bare", Title: "Outcomes with no initiative", Missing: &view.Missing{Title: "No outcomes yet."}}},
	}
	empty := view.LineOfSight{Shell: s, Empty: &view.Missing{Title: "No strategy yet.", Text: "The map from theme to unit would be here.", Add: "Add themes, units and initiatives."}}
	return []Page{
		{"sight-many", view.LineOfSightPage(many)},
		{"sight-one", view.LineOfSightPage(none)},
		{"sight-past", view.LineOfSightPage(past)},
		{"sight-undeclared", view.LineOfSightPage(bare)},
		{"sight-empty", view.LineOfSightPage(empty)},
	}
}

func sight(s view.Shell) view.LineOfSight {
	t := themes()
	l := view.LineOfSight{
		Shell: s,
		Lead: view.Sentence{view.Words("Follow any day of work back to the strategy it serves. This half, "), view.Num(view.Figure{Text: "3,840 of 12,000 days", Why: &view.Why{
			ID: "why-none", Title: "Why 3,840 days", Formula: "capacity days − days that trace through an initiative and an outcome to a theme", Result: "12,000 − 8,160 = 3,840 days", Method: "coverage.line 1", AsOf: "24 Sep 2026, 06:00",
		}}), view.Words(" have no line back.")},
		Filter: []view.Chip{{Text: "All themes", Href: "sight-one.html"}},
		Map:    sightMap(),
		Side:   sightSide(),
	}
	for i := range t {
		l.Filter = append(l.Filter, view.Chip{Text: t[i].Name, Theme: &t[i], Href: "?theme=" + t[i].Name, Current: i == 0})
		l.Lines = append(l.Lines, view.SightLine{Theme: t[i], Text: [...]string{"2,700 of 4,200 days", "2,940 of 3,600 days", "1,980 of 3,000 days", "540 of 1,200 days"}[i]})
	}
	none := view.Theme{Name: "No line back"}
	l.Filter = append(l.Filter, view.Chip{Text: "No line back", Theme: &none, Href: "?theme=none"})
	for i, o := range outcomes() {
		n := i / 2
		l.Lines[n].Items = append(l.Lines[n].Items, view.SightItem{Name: o.name, Href: "history-many.html", Text: o.days, Bar: view.Bar{Parts: []view.BarPart{{Value: o.kept, Theme: &t[n]}}, Max: o.stated}})
	}
	l.NoLine, l.Thin = noLine(), thin()
	l.Bare = view.List{Part: view.Part{ID: "bare", Title: "Outcomes with no initiative", Missing: &view.Missing{Title: "Every outcome has at least one initiative.", Text: "When a theme gains an outcome that nobody works on, it is listed here on the same day."}}}
	return l
}

type outcome struct {
	name, days   string
	kept, stated float64
	stage        int
}

func outcomes() []outcome {
	return []outcome{
		{"Loans 30 days late fall from 4.1% to 3.2%", "1,560 of 2,400", 1560, 2400, 2},
		{"Hardship plan in place within 2 days", "1,140 of 1,800", 1140, 1800, 2},
		{"Application to decision in 4 hours", "1,740 of 2,100", 1740, 2100, 2},
		{"First-payment default below 1.2%", "1,200 of 1,500", 1200, 1500, 2},
		{"Old ledger switched off", "1,260 of 1,800", 1260, 1800, 4},
		{"Payment runs succeed 99.95% of the time", "720 of 1,200", 720, 1200, 2},
		{"New partner live in 10 days", "180 of 600", 180, 600, 1},
		{"Three lending partners live", "360 of 600", 360, 600, 1},
	}
}

func sightMap() view.Chart {
	c := view.Chart{
		Part:  view.Part{ID: "map", Title: "From theme to unit, in days of capacity", Sub: "Width is days. Open any bar or band to trace its line."},
		SVG:   flow(),
		First: "Map", NeedsRoom: true,
		Legend: append(themes(), view.Theme{Name: "No line back"}),
		Twin:   view.Table{Caption: "Days by initiative and unit", Columns: []view.Column{{Name: "Initiative"}, {Name: "Outcome"}}},
	}
	for _, u := range people {
		c.Twin.Columns = append(c.Twin.Columns, view.Column{Name: u.code, Title: u.name, Number: true})
	}
	c.Twin.Columns = append(c.Twin.Columns, view.Column{Name: "Days", Number: true})
	for i, n := range []string{"Hardship self-service", "Early-warning outreach", "Income check in the app", "Straight-through decisions", "Ledger cutover", "Partner API gateway"} {
		th := view.Theme{Name: n, Mark: i*2/3 + 1, Href: "initiative-many.html"}
		r := view.Row{Cells: []view.Cell{{Theme: &th}, view.T(outcomes()[i].name)}}
		for j := range people {
			d := ""
			if (i+j)%3 == 0 {
				d = trim(float64(60 * (1 + (i+j)%5)))
			}
			r.Cells = append(r.Cells, view.T(d))
		}
		c.Twin.Rows = append(c.Twin.Rows, view.Row{Cells: append(r.Cells, view.T("720"))})
	}
	return c
}

func sightSide() *view.SightSide {
	t := themes()[0]
	side := &view.SightSide{
		Title: "Hardship self-service", Sub: "The line you selected", Close: "sight-one.html",
		KeptTitle: "Days kept on this line, of 1,800 stated", ReadingsTitle: "How each unit reads “good standing”",
		Path: []view.PathStep{
			{Kind: "Theme", Name: t.Name, Href: "sight-many.html", Theme: &t, Days: view.Figure{Text: "2,700", Unit: "days"}},
			{Kind: "Outcome, owned by Loan Servicing", Name: "Hardship plan in place within 2 days", Href: "history-many.html", Theme: &t, Days: view.Figure{Text: "1,140", Unit: "days"}},
			{Kind: "Initiative", Name: "Hardship self-service", Href: "initiative-many.html", Theme: &t, Days: view.Figure{Text: "1,140", Unit: "days"}},
			{Kind: "Units", Units: unitDays()},
		},
		Readings: []view.Reading{
			{Unit: view.Link{Text: "Loan Servicing, owner", Href: "unit-many.html"}, Text: "A plan is agreed before the second missed payment."},
			{Unit: view.Link{Text: "Legal & Compliance"}, Text: "Every borrower in hardship is told of a plan in time.", State: view.State{Text: "same weight", Tone: view.Good, Quiet: true}},
			{Unit: view.Link{Text: "Borrower Experience and Growth"}, Text: "Borrowers rate the app 4.5 or more.", State: view.State{Text: "different", Icon: "swap", Tone: view.Loss, Quiet: true}, Off: true},
		},
		Means: "360 of the 660 missing days were lost where one unit measures the outcome by app rating. The owner can offer one wording.",
		Links: []view.Link{{Text: "Open the initiative", Href: "initiative-many.html"}, {Text: "See the finding", Href: "finding-many.html"}},
	}
	kept := []float64{1800, 1800, 1440, 1320, 1200, 1140}
	for i, k := range kept {
		side.Kept = append(side.Kept, view.StageBar{Name: [...]string{"Stated", "Assigned", "Interp.", "Funded", "Planned", "Executed"}[i], Text: comma(k), Kept: k / 1800, Before: kept[max(0, i-1)] / 1800})
	}
	return side
}

func unitDays() []view.UnitDays {
	t, out := themes()[0], []view.UnitDays{}
	for i, u := range []string{"Loan Servicing", "Borrower Experience and Growth", "Business Operations", "Legal & Compliance"} {
		d := []float64{480, 360, 180, 120}[i]
		out = append(out, view.UnitDays{Name: u, Href: "unit-many.html", Days: comma(d) + " days", Bar: view.Bar{Parts: []view.BarPart{{Value: d, Theme: &t}}, Max: 480}})
	}
	return out
}

func noLine() view.List {
	l := view.List{
		Part:  view.Part{ID: "noline", Title: "Work with no line back", Sub: "32 of every 100 days. Some of it is right to do; then say so."},
		Table: view.Table{Caption: "Work with no line back", Columns: []view.Column{{Name: "Kind of work"}, {Name: "Days", Number: true}, {Name: "Units", Number: true, Side: true}, {Name: "Next step", Hidden: true}}},
	}
	for i, n := range []string{"Unplanned requests", "Waiting on another unit", "Local backlog, no outcome", "App polish and rewards", "Faster payouts"} {
		th := view.Theme{Name: n}
		l.Table.Rows = append(l.Table.Rows, view.Row{Cells: []view.Cell{{Theme: &th}, view.T([]string{"1,080", "1,020", "960", "480", "300"}[i]), view.T([]string{"7", "7", "7", "1", "1"}[i]), {Step: view.Link{Text: "See the work", Href: "records-many.html"}}}})
	}
	l.Table.Foot = []view.Cell{view.T("Together"), view.T("3,840"), view.T("7"), {}}
	return l
}

func thin() view.List {
	l := view.List{
		Part:  view.Part{ID: "thin", Title: "Outcomes, thinnest line first", Sub: "Days kept against days the strategy asked for", Foot: "Showing 6 of 8", All: view.Link{Text: "All outcomes", Href: "records-many.html"}},
		Table: view.Table{Caption: "Outcomes, thinnest line first", Columns: []view.Column{{Name: "Outcome"}, {Name: "Most lost at", Side: true}, {Name: "Kept", Number: true}, {Name: "Days", Number: true}}},
	}
	for _, i := range []int{6, 7, 5, 1, 0, 4} {
		o := outcomes()[i]
		th := view.Theme{Name: o.name, Mark: i/2 + 1, Href: "history-many.html"}
		l.Table.Rows = append(l.Table.Rows, view.Row{Cells: []view.Cell{{Theme: &th}, {Thread: &view.Thread{Stage: o.stage, Bare: true}}, view.F(view.Number(trim(float64(int(100*o.kept/o.stated))) + "%")), view.T(o.days)}})
	}
	return l
}
