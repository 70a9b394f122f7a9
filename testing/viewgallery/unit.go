package viewgallery

import (
	"fmt"

	"throughline/chart"
	"throughline/web/view"
)

func units(s view.Shell) []Page {
	s = at(s, -1, "Core Services Platform")
	s.Units = append([]view.NavUnit(nil), s.Units...)
	s.Units[4].Current = true
	many, past := unit(s), unit(before(s))
	many.Follow = someFollow(false)
	small := unit(s)
	small.Name, small.Small = "Ledger Reconciliation", &view.SmallUnit{Parent: view.Link{Text: "Core Services Platform", Href: "unit-many.html"}}
	small.Crumbs = []view.Crumb{{Text: "Unit"}, {Text: "part of Core Services Platform", Href: "unit-many.html"}}
	small.Lead = view.Say("Values a ledger that balances every night.")
	gap := func(id, title, add string) view.Part {
		return view.Part{ID: id, Title: title, Missing: &view.Missing{Title: "Not declared yet.", Add: add}}
	}
	bare := view.Unit{
		Shell: s, Name: "Core Services Platform", Crumbs: many.Crumbs, Lead: view.Say("Nothing but its name is declared for 2026 H2."),
		Facts:     []view.Fact{{Name: "On course", Figure: view.Figure{Missing: "no work in 2026 H2"}}, {Name: "Capacity", Figure: view.Figure{Missing: "no capacity record"}}},
		Charter:   view.Charter{Part: gap("charter", "Charter", "Write how the unit defines value, urgency and success.")},
		Waterfall: view.Chart{Part: gap("wf", "Where intent is lost", "Add a capacity record.")},
		Themes:    view.ThemeReadings{Part: gap("themes", "How it reads each theme", "Send a reading of the intent.")},
		Capacity:  view.Chart{Part: gap("capacity", "Capacity by month", "Add a capacity record.")},
		Findings:  view.FindingList{Part: gap("findings", "Findings", "There are none.")},
		AskedOf:   view.List{Part: gap("asked-of", "Asked of this unit", "Nothing has been asked.")}, AskedBy: view.List{Part: gap("asked-by", "Asked by this unit", "Nothing has been asked.")},
		Initiatives: view.List{Part: gap("initiatives", "Initiatives", "It takes part in none.")}, Skills: view.Skills{Part: gap("skills", "A skills problem or an alignment problem?", "Add work with sizes and dates.")},
	}
	chartering := unit(s)
	chartering.Charter.Form = charterForm()
	many.Charter.Edit = view.Link{Text: "Change the charter", Href: "unit-edit.html"}
	return []Page{{"unit-edit", view.UnitPage(chartering)}, {"unit-many", view.UnitPage(many)}, {"unit-past", view.UnitPage(past)}, {"unit-small", view.UnitPage(small)}, {"unit-undeclared", view.UnitPage(bare)}}
}

func unit(s view.Shell) view.Unit {
	return view.Unit{
		Shell: s, Name: "Core Services Platform",
		Crumbs: []view.Crumb{{Text: "Unit"}, {Text: "part of Technology", Href: "unit-many.html"}, {Text: "20 people"}},
		Links:  []view.Link{{Text: "History", Href: "history-many.html"}},
		Lead:   view.Sentence{view.Words("Values stability and less risk for customers. Of its 2,400 days this half, "), view.Num(view.Figure{Text: "1,500 trace to a theme", Why: whyCourse("why-unit-course")}), view.Words("; it is logged at 99% of capacity.")},
		Facts: []view.Fact{
			{Name: "On course", Figure: view.Figure{Text: "63%", Unit: "of days", Why: whyCourse("why-unit-course")}, Note: "67% at plan lock 2"},
			{Name: "Kept", Figure: view.Figure{Text: "58", Unit: "of 100 days"}, Note: "between 55 and 61"},
			{Name: "Other units wait on it", Figure: view.Figure{Text: "222", Unit: "days"}, Note: "15 pieces of work"},
			{Name: "It waits on others", Figure: view.Figure{Text: "55", Unit: "days"}, Note: "4 pieces of work, 41 days on Loan Servicing"},
		},
		Charter: unitCharter(), Waterfall: unitWaterfall(), Themes: unitThemes(), Capacity: unitCapacity(),
		Findings: view.FindingList{Part: view.Part{ID: "findings", Title: "Findings", Sub: "3 of 9 shown, 600 of this unit’s 900 missing days", All: view.Link{Text: "All 9", Href: "findings-many.html"}}, Items: someFindings()[:3]},
		AskedOf:  asks("asked-of", "Asked of this unit", "4 open"), AskedBy: asks("asked-by", "Asked by this unit", "4 open"),
		Initiatives: view.List{Part: view.Part{ID: "initiatives", Title: "Initiatives it takes part in", Sub: "Days promised this half"}, Table: initiativeTable(6)},
		Skills:      skills(),
	}
}

func unitWaterfall() view.Chart {
	w := waterfall("wf", []float64{2400, 2340, 2040, 1920, 1680, 1500})
	w.Title, w.Sub = "Where intent is lost in this unit", "Days kept at each stage, out of every 100 of its own. Loss at Assigned belongs to leadership."
	return w
}

// charterForm is a charter that was refused.
func charterForm() *view.Publishing {
	f := &view.Publishing{
		ID: "edit-charter", Action: "/units/core-services-platform", Cancel: "unit-many.html", Button: "Save the charter", Hidden: []view.Param{{Name: "form", Value: "charter"}},
		Note: "The weights of a list add up to 100, or none is given.", Error: "The weights of value add up to 90%. Change the weights so that together they are 100%.",
	}
	for _, list := range []string{"value", "urgency", "success"} {
		e := view.Entry{Name: list, Label: "What " + list + " is made of", Columns: []string{"dimension", "words", "weight"}}
		for n, weight := range []string{"60", "30", ""} {
			at := fmt.Sprintf("%s.%d.", list, n)
			e.Rows = append(e.Rows, []view.Entry{
				{Name: at + "dimension", Control: "record", Choices: []view.Choice{{Text: "None"}, {Value: "stability", Text: "Stability", Current: weight != ""}}},
				{Name: at + "words", Control: "text", Value: "Nobody is woken at night"},
				{Name: at + "weight", Control: "percent", Value: weight},
			})
		}
		f.Entries = append(f.Entries, e)
	}
	return f
}

func unitCharter() view.Charter {
	c := view.Charter{
		Part:   view.Part{ID: "charter", Title: "Charter: how this unit defines value, urgency and success", Sub: "Weights out of 100, beside the four units that depend on it most. Gaps of 25 or more are marked."},
		State:  view.State{Text: "version 4, agreed 12 Sep", Icon: "check", Quiet: true},
		Others: []view.Link{{Text: "Loan Servicing", Href: "unit-many.html"}, {Text: "Payment Solutions"}, {Text: "Borrower Experience"}, {Text: "Data & Decisioning"}},
	}
	type row struct {
		name string
		w    [5]float64
	}
	for _, g := range []struct {
		name, text string
		rows       []row
		shared     []string
	}{
		{"Value", "what makes work worth doing", []row{{"Stability", [5]float64{40, 15, 10, 5, 20}}, {"Less risk for customers", [5]float64{30, 25, 10, 5, 20}}, {"Lower cost to run", [5]float64{15, 10, 15, 0, 10}}, {"Speed to release", [5]float64{5, 30, 40, 30, 20}}, {"Borrower satisfaction", [5]float64{5, 15, 10, 30, 10}}, {"Revenue", [5]float64{5, 5, 15, 30, 20}}}, []string{"65%", "50%", "25%", "65%"}},
		{"Urgency", "what makes work come first", []row{{"A borrower can be harmed", [5]float64{35, 30, 15, 10, 20}}, {"An outage is likely", [5]float64{35, 10, 15, 5, 10}}, {"A date set by law", [5]float64{15, 25, 10, 5, 20}}, {"A colleague is blocked", [5]float64{10, 30, 20, 20, 30}}}, []string{"70%", "55%", "35%", "60%"}},
	} {
		cg := view.CharterGroup{Name: g.name, Text: g.text}
		for i, sh := range g.shared {
			f := view.Number(sh + " shared")
			if i == 2 && g.name == "Value" {
				f.Why = &view.Why{ID: "why-shared", Title: "Why 25% shared", Formula: "for each criterion the smaller of the two weights, added up", Result: "5 + 5 + 0 + 5 + 5 + 5 = 25", Method: "definition.overlap 1"}
			}
			cg.Shared = append(cg.Shared, f)
		}
		for _, r := range g.rows {
			cr := view.CharterRow{Name: r.name, Own: view.Weight{Text: trim(r.w[0]), Value: r.w[0] / 100}}
			for _, o := range r.w[1:] {
				apart := o - r.w[0]
				if apart < 0 {
					apart = -apart
				}
				w := view.Weight{Value: o / 100, Far: apart >= 25, Apart: trim(apart) + " apart"}
				if o > 0 {
					w.Text = trim(o)
				}
				cr.Others = append(cr.Others, w)
			}
			cg.Rows = append(cg.Rows, cr)
		}
		c.Groups = append(c.Groups, cg)
	}
	return c
}

func unitThemes() view.ThemeReadings {
	t := themes()
	return view.ThemeReadings{
		Part: view.Part{ID: "themes", Title: "What was asked of it, and how it reads it", Sub: "Shares of the unit’s days: asked by its parent, read by the unit, done so far"},
		Rows: []view.ThemeReading{
			{Theme: t[2], Asked: view.Number("60%"), Read: view.Number("70%"), Done: view.Figure{Text: "48%", Tone: view.Loss}, Words: "The ledger and the rails stay up; nobody notices the cutover.", Measure: "incidents a month", Constraint: "no release on a payment day", Stops: "custom reports", State: view.State{Text: "accepted 12 Sep", Tone: view.Good}},
			{Theme: t[1], Asked: view.Number("25%"), Read: view.Number("20%"), Done: view.Number("12%"), Words: "Decisions get an answer from us in under a second.", Measure: "time to answer", State: view.State{Text: "returned 3 Sep", Tone: view.Warn, Icon: "swap"}},
			{Theme: t[0], Asked: view.Number("10%"), Read: view.Figure{Missing: "no reading sent"}, Done: view.Number("3%"), State: view.State{Text: "not sent", Icon: "dash"}},
			{Theme: t[3], Asked: view.Number("5%"), Read: view.Figure{Missing: "no reading sent"}, Done: view.Number("5%"), State: view.State{Text: "not sent", Icon: "dash"}},
		},
	}
}

func unitCapacity() view.Chart {
	c := chart.Columns{
		Frame: chart.Frame{ID: "months", Finding: "Days with no line back grow from 120 to 170 a month.", Desc: "Days by month and theme."}, Planned: 3, Unit: "days",
		Series: []chart.Series{{Name: "Good standing", Paint: chart.Paint(1)}, {Name: "Originate faster", Paint: chart.Paint(2)}, {Name: "Resilient core", Paint: chart.Paint(3)}, {Name: "Partner channel", Paint: chart.Paint(4)}, {Name: "No line back", Paint: chart.NoLine}},
	}
	t := view.Table{Caption: "Days by month and theme", Columns: view.Head("Month", "Good standing", "Originate faster", "Resilient core", "Partner channel", "No line back")}
	for _, m := range []struct {
		name string
		v    [5]float64
	}{{"Jul", [5]float64{10, 50, 200, 20, 120}}, {"Aug", [5]float64{10, 50, 180, 20, 140}}, {"Sep", [5]float64{10, 50, 160, 20, 160}}, {"Oct", [5]float64{10, 50, 160, 20, 160}}, {"Nov", [5]float64{10, 50, 170, 20, 150}}, {"Dec", [5]float64{10, 50, 150, 20, 170}}} {
		c.Stacks = append(c.Stacks, chart.Stack{Name: m.name, Values: m.v[:]})
		t.Rows = append(t.Rows, view.Texts(m.name, trim(m.v[0]), trim(m.v[1]), trim(m.v[2]), trim(m.v[3]), trim(m.v[4])))
	}
	narrow := c
	narrow.ID, narrow.Width, narrow.Height = "months-n", 400, 300
	return view.Chart{
		Part: view.Part{ID: "capacity", Title: "Capacity, 400 days a month", Sub: "900 of 2,400 days have no line back: 360 waiting, 300 unplanned, 240 local backlog"},
		SVG:  view.SVG(chart.Responsive(c.SVG(), narrow.SVG())), Twin: t, Legend: append(themes(), view.Theme{Name: "No line back"}),
	}
}

func asks(id, title, sub string) view.List {
	l := view.List{Part: view.Part{ID: id, Title: title, Sub: sub}, Table: view.Table{Caption: title, Cards: true, Columns: []view.Column{{Name: "What"}, {Name: "State"}, {Name: "Waited, days", Number: true}}}}
	for i, n := range []string{"Hold payouts in maintenance", "Ledger posting events", "Export of audit evidence", "Access to the feature store"} {
		st := []view.State{{Text: "past due", Tone: view.Loss}, {Text: "waiting", Tone: view.Warn}, {Text: "promised 2 Oct", Tone: view.Good}, {Text: "offered", Icon: "swap"}}[i]
		l.Table.Rows = append(l.Table.Rows, view.Row{Cells: []view.Cell{{Text: n, Href: "history-many.html", Sub: people[i+1].name}, {State: &st}, view.T(trim(float64(26 - 5*i)))}})
	}
	return l
}
