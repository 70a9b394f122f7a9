package viewgallery

import (
	"fmt"
	"strconv"
	"strings"

	"throughline/chart"
	"throughline/web/view"
)

var (
	stageNames = [...]string{"Stated", "Assigned", "Interpreted", "Funded", "Planned", "Executed"}
	stageAsks  = [...]string{"what the strategy asks for", "a unit owns it", "the unit reads it the same way", "days are set aside", "it is in the plan", "days are spent"}
	keptDays   = [...]float64{12000, 11520, 9840, 9480, 8760, 8160}
)

func homes(s view.Shell) []Page {
	s = at(s, 0, "Where we stand")
	many := home(s)
	several := home(s)
	several.Shell.Spaces = view.Spaces{Name: "harbor-lending", All: "home-many.html", Choices: []view.SpaceChoice{
		{Name: "harbor-lending", Href: "home-several.html", Current: true}, {Name: "harbor-insurance-of-the-northern-districts", Href: "home-many.html"},
	}}
	past := home(before(s))
	one := home(s)
	one.Leaks.Rows = one.Leaks.Rows[:1]
	one.Leaks.Title, one.Leaks.Sub = "The largest leak", "360 of the 3,840 missing days"
	one.Drift = nil
	empty := view.WhereWeStand{Shell: s, Scope: "Harbor Lending", Empty: &view.Missing{
		Title: "No strategy yet.", Text: "Three things are enough to begin: themes with the share of capacity each should have, units, and initiatives.",
		Add: "Put them in a workspace file and import it.", Link: view.Link{Text: "See what is in the records", Href: "records-index.html"},
	}}
	begins := view.WhereWeStand{Shell: s, Scope: "Empty workspace", First: true, Begins: true, Start: starting()}
	next := home(s)
	next.Start = starting()
	next.Start.Begin = nil
	next.Start.Later = next.Start.Steps[3:]
	next.Start.Steps = next.Start.Steps[:3]
	next.Start.Sample = &view.StartStep{Name: "The sample of a tracker is loaded", Reveals: "Its items are invented.", Done: true, Act: &view.Act{
		Name: "Take it out", Buttons: []view.ActButton{{Value: "undo", Text: "Take it out"}}, Form: view.Form{ID: "drop-sample", Action: "/undo", Hidden: []view.Param{{Name: "position", Value: "3"}}},
	}}
	return []Page{
		{"home-begins", view.WhereWeStandPage(begins)},
		{"home-next", view.WhereWeStandPage(next)},
		{"home-many", view.WhereWeStandPage(many)},
		{"home-one", view.WhereWeStandPage(one)},
		{"home-past", view.WhereWeStandPage(past)},
		{"home-several", view.WhereWeStandPage(several)},
		{"home-undeclared", view.WhereWeStandPage(undeclared(s))},
		{"home-empty", view.WhereWeStandPage(empty)},
	}
}

// starting is the checklist of an organisation that declared nothing, with its first form refused.
func starting() view.Start {
	begin := &view.Publishing{
		ID: "edit-begin", Title: "Begin with three themes", Action: "/", Button: "Write it down", Hidden: []view.Param{{Name: "form", Value: "begin"}},
		Note: "What leadership asks for, and the share of capacity each should have.", Error: "The shares add up to 145%. Lower them to 100% or less.",
		Entries: []view.Entry{
			{Name: "organisation", Label: "What is the organisation called?", Control: "line", Value: "Harbor Lending"},
			{Name: "span", Label: "For how long?", Control: "choice", Choices: []view.Choice{{Value: "quarter", Text: "This quarter", Current: true}, {Value: "half", Text: "This half"}}},
			{Name: "theme", Label: "Themes", Columns: []string{"Theme", "Share"}, Rows: [][]view.Entry{
				{{Name: "theme.0.name", Control: "line", Value: "Keep borrowers in good standing"}, {Name: "theme.0.share", Control: "percent", Value: "90"}},
				{{Name: "theme.1.name", Control: "line"}, {Name: "theme.1.share", Control: "percent"}},
			}},
		},
	}
	step := func(name, reveals string, links ...view.Link) view.StartStep {
		return view.StartStep{Name: name, Reveals: reveals, Links: links}
	}
	file := view.Link{Text: "Bring a file", Href: "paste-many.html"}
	work := step("Work from your tracker", "Where the days really go.", view.Link{Text: "New work", Href: "new-many.html"}, file)
	work.Act = &view.Act{Name: "Load the sample", Buttons: []view.ActButton{{Value: "load", Text: "Load the sample"}}, Form: view.Form{ID: "load-sample", Action: "/", Hidden: []view.Param{{Name: "form", Value: "sample"}}}}
	done := step("Themes with their shares", "What leadership asks for.")
	done.Done = true
	return view.Start{
		Part: view.Part{ID: "start", Title: "What the next thing would reveal", Sub: "1 of 12 are there. Each shows more; none must be there"}, Begin: begin,
		Steps: []view.StartStep{done, step("Units", "A page for each unit.", view.Link{Text: "New unit", Href: "new-many.html"}, file), work, step("A plan that is locked", "Drift.")},
	}
}

func home(s view.Shell) view.WhereWeStand {
	return view.WhereWeStand{
		Shell: s, Scope: "Harbor Lending, all units",
		Headline: view.Sentence{
			view.Words("Of every 100 days of capacity this half, "), view.Num(view.Figure{Text: "68", Why: whyKept()}),
			view.Words(" go where the strategy asked; "), view.Num(view.Figure{Text: "14", Tone: view.Loss, Why: whyInterpreted()}),
			view.Words(" of the missing 32 were lost when teams interpreted it."),
		},
		Second: view.Sentence{
			view.Num(view.Figure{Text: "70%", Why: whyCourse("why-course")}), view.Words(" of the days worked are on course: they trace to some theme, though not always in the share it asked for."),
		},
		Waterfall: waterfall("wf", keptDays[:]),
		Leaks:     leaks(),
		Trend:     trend(),
		Shares:    shares(),
		Quadrant:  quadrant(),
		Capacity:  capacityHeat(),
		Coverage:  coverage(),
		Drift: &view.DriftStrip{
			Part:  view.Part{ID: "drift", Title: "45% of plan lock 2 is no longer as locked", Sub: "Days locked on 31 Aug: 8,760", All: view.Link{Text: "What changed", Href: "drift-many.html"}},
			Facts: driftFacts(),
			Bar:   view.Bar{Parts: []view.BarPart{{Value: 55}, {Value: 25, Tone: view.Warn}, {Value: 20, Tone: view.Loss}}, Label: "55% kept, 25% moved, 20% cut"},
		},
		Skills: skills(),
	}
}

func undeclared(s view.Shell) view.WhereWeStand {
	gap := func(id, title, want, add string) view.Part {
		return view.Part{ID: id, Title: title, Missing: &view.Missing{Title: "Not declared yet.", Text: want, Add: add}}
	}
	return view.WhereWeStand{
		Shell: s, Scope: "Harbor Lending, all units",
		Headline:  view.Sentence{view.Words("The strategy names "), view.Num(view.Number("4")), view.Words(" themes; nothing says yet how many days there are.")},
		Waterfall: view.Chart{Part: gap("wf", "Where intent is lost", "The days kept at each stage would be here.", "Add a capacity record for each unit and period.")},
		Leaks:     view.Leaks{Part: gap("leaks", "Largest leaks", "The largest losses by name would be here.", "Add capacity, and each unit’s reading of the themes.")},
		Trend:     view.Chart{Part: gap("trend", "Kept, week by week", "The course of the half would be here.", "Add work with the dates it was finished.")},
		Shares:    view.Shares{Part: gap("shares", "Share of capacity", "Intended against actual would be here.", "Add work that names its initiative.")},
		Quadrant:  view.Chart{Part: gap("quad", "Busy and on course", "One dot for each unit would be here.", "Add days logged.")},
		Capacity:  view.Heat{Part: gap("cap", "Capacity against demand", "Units against periods would be here.", "Add the days each unit gives to each initiative.")},
		Coverage:  view.Coverage{Part: gap("cover", "What stands alone", "Work that serves nothing, and themes without work, would be here.", "Add initiatives with what they contribute to.")},
		Skills:    view.Skills{Part: gap("skills", "A skills problem or an alignment problem?", "The evidence for both would be here.", "Add work with sizes, dates and what it waits for.")},
	}
}

func whyKept() *view.Why {
	rows := [][]string{}
	asked, counted := []string{"4,200", "3,600", "3,000", "1,200"}, []string{"2,700", "2,940", "1,980", "540"}
	for i, t := range themes() {
		rows = append(rows, []string{t.Name, asked[i], counted[i]})
	}
	return &view.Why{
		ID: "why-kept", Title: "Why 68 of every 100 days",
		Formula:     "days spent on work that traces to a theme, up to the share the theme asked for ÷ all capacity days × 100",
		Result:      "8,160 ÷ 12,000 × 100 = 68",
		Inputs:      view.Grid{Head: []string{"Theme", "Asked", "Counted"}, Rows: rows, Foot: []string{"All themes, days", "12,000", "8,160"}},
		Records:     []view.Link{{Text: "2,914 work items", Href: "records-many.html", Note: "to 24 Sep"}, {Text: "Plan lock 2", Href: "history-many.html", Note: "31 Aug, 96 lines"}, {Text: "7 unit charters", Href: "unit-many.html", Note: "latest 12 Sep"}},
		MoreRecords: "and 3,110 more", Uncertainty: "Between 66 and 70 with 95% confidence. A perfectly aligned organisation of this size would show 97.",
		NotDeclared: []string{"Legal & Compliance has sent no reading of “One resilient core”; its share is carried forward."},
		Method:      "intent.waterfall 1", MethodHref: "records-index.html", AsOf: "24 Sep 2026, 06:00",
	}
}

func whyInterpreted() *view.Why {
	return &view.Why{
		ID: "why-interpreted", Title: "Why 14 were lost at Interpreted",
		Formula: "days assigned − days whose unit reads the theme with the same weight",
		Result:  "11,520 − 9,840 = 1,680 days, or 14 of 100",
		Inputs:  view.Grid{Head: []string{"Unit", "Days lost"}, Rows: [][]string{{"Borrower Experience and Growth", "480"}, {"Payment Solutions", "300"}, {"Core Services Platform", "300"}, {"Loan Servicing", "240"}, {"Three other units", "360"}}, Foot: []string{"All units", "1,680"}},
		Method:  "intent.waterfall 1", AsOf: "24 Sep 2026, 06:00",
	}
}

func whyCourse(id string) *view.Why {
	return &view.Why{ID: id, Title: "Why 70% on course", Formula: "days worked that trace to a theme ÷ days worked", Result: "8,400 ÷ 12,000 = 70%", Method: "intent.coherence 1", AsOf: "24 Sep 2026, 06:00"}
}

func waterfall(id string, kept []float64) view.Chart {
	w := chart.Waterfall{Most: 100, Note: "the largest loss: the same words, read differently", Frame: chart.Frame{
		ID: id, Finding: "Of every 100 days 68 are kept; the largest loss is at Interpreted.", Desc: "Days kept at each stage, of 100.",
	}}
	t := view.Table{Caption: "Days kept at each stage", Columns: view.Head("Stage", "What it means", "Kept, of 100", "Kept, days", "Lost here, days")}
	t.Columns[1].Number = false
	for i, d := range kept {
		lost := 0.0
		if i > 0 {
			lost = kept[i-1] - d
		}
		w.Stages = append(w.Stages, chart.Stage{Name: stageNames[i], Sub: stageAsks[i], Kept: 100 * d / kept[0]})
		t.Rows = append(t.Rows, view.Texts(stageNames[i], stageAsks[i], trim(100*d/kept[0]), comma(d), comma(lost)))
	}
	narrow := w
	narrow.Note = ""
	narrow.ID, narrow.Width, narrow.Height = id+"-n", 330, 300
	return view.Chart{
		Part: view.Part{ID: id, Title: "Where intent is lost between the strategy and the work", Sub: "Days kept at each stage, out of every 100. One point is " + comma(kept[0]/100) + " days of work."},
		SVG:  view.SVG(chart.Responsive(w.SVG(), narrow.SVG())), Twin: t,
	}
}

func leaks() view.Leaks {
	l := view.Leaks{Part: view.Part{ID: "leaks", Title: "Five largest leaks", Sub: "Together 1,440 of the 3,840 missing days. The line shows the stage of the loss.", All: view.Link{Text: "All 27 findings", Href: "findings-many.html"}}}
	for i, r := range []struct {
		what, sub, unit string
		stage           int
		days, who, with string
	}{
		{"“Good standing” is read as app satisfaction", "Keep borrowers in good standing: 360 days went to app polish and rewards instead of hardship plans", "Borrower Experience and Growth", 2, "360", "The lead of Borrower Experience", "with Loan Servicing"},
		{"Nobody owns “New partner live in 10 days”", "Open the partner channel: two units each planned for the other to lead", "Leadership", 1, "360", "Chief Product Officer", "decides alone"},
		{"“Faster” is read as payout speed", "Originate faster, safely: the theme asks for time to a decision, not time to payout", "Payment Solutions", 2, "300", "The lead of Payment Solutions", "with Data & Decisioning"},
		{"Ledger cutover has no freeze date", "One resilient core: 240 days were held back while two units wait for each other", "Core Services Platform", 4, "240", "Chief Technology Officer", "Legal & Compliance must agree"},
		{"Audit evidence is gathered by hand", "One resilient core: 31 requests since July, each one a break in the work", "Core Services Platform", 5, "180", "The lead of Core Services", "with Legal & Compliance"},
	} {
		l.Rows = append(l.Rows, view.Leak{
			ID: fmt.Sprintf("leak-%d", i+1), What: r.what, Href: "finding-many.html", Sub: r.sub, Unit: r.unit, Stage: view.Thread{Stage: r.stage},
			Days: view.Figure{Text: r.days, Why: &view.Why{ID: fmt.Sprintf("why-leak-%d", i+1), Title: "Why " + r.days + " days", Formula: "days stated for an outcome − days that arrive with the same meaning", Result: r.days + " days", Method: "intent.waterfall 1", AsOf: "24 Sep 2026, 06:00"}},
			Who:  r.who, With: r.with, Next: view.Link{Text: "See the finding", Href: "finding-many.html"},
		})
	}
	return l
}

func trend() view.Chart {
	weeks := []string{"6 Jul", "13 Jul", "20 Jul", "27 Jul", "3 Aug", "10 Aug", "17 Aug", "24 Aug", "31 Aug", "7 Sep", "14 Sep", "21 Sep"}
	kept := []float64{75, 74, 75, 75, 74, 72, 71, 70, 72, 71, 69, 68}
	c := chart.Trend{
		Frame: chart.Frame{ID: "tr", Finding: "Kept falls from 75 to 68 of 100 in twelve weeks.", Desc: "Days kept of every 100, by week."},
		Steps: weeks, Low: 60, High: 80, References: []chart.Reference{{Name: "2026 H1 closed at 64", Value: 64}},
		Locks: []chart.Lock{{At: 2, Name: "plan lock 1"}, {At: 8, Name: "plan lock 2"}}, Lines: []chart.TrendLine{{}},
	}
	t := view.Table{Caption: "Kept by week", Columns: view.Head("Week of", "Kept, of 100")}
	for i, k := range kept {
		c.Lines[0].Readings = append(c.Lines[0].Readings, chart.Reading{Value: k})
		t.Rows = append(t.Rows, view.Texts(weeks[i], trim(k)))
	}
	narrow := c
	narrow.ID, narrow.Width = "tr-n", 400
	return view.Chart{Part: view.Part{ID: "trend", Title: "Seven days fewer than at plan lock 1", Sub: "Kept, of every 100 days, last 12 weeks"}, SVG: view.SVG(chart.Responsive(c.SVG(), narrow.SVG())), Twin: t}
}

func shares() view.Shares {
	s := view.Shares{Part: view.Part{ID: "shares", Title: "Share of capacity, intended and actual", Sub: "The mark is the share the strategy asked for"}}
	for i, v := range [][2]float64{{.225, .35}, {.245, .30}, {.165, .25}, {.045, .10}} {
		s.Rows = append(s.Rows, view.Share{Theme: themes()[i], Actual: v[0], Intended: v[1], Full: .4, Figure: view.Number(trim(v[0]*100) + "%"), Of: "of " + trim(v[1]*100) + "%"})
	}
	s.Rows = append(s.Rows, view.Share{Theme: view.Theme{Name: "No line back to a theme"}, Actual: .32, Full: .4, Figure: view.Number("32.0%")})
	return s
}

func quadrant() view.Chart {
	q := chart.Quadrant{
		Frame: chart.Frame{ID: "qd", Finding: "Three units are busy but off course.", Desc: "Activity across, share of days on course upwards."},
		XAt:   90, YAt: 70, XName: "Activity: days logged, % of capacity", Unit: "%", Corners: [4]string{"On course, with room to give", "Busy and on course", "Off course, with room", "Busy but off course"},
		XLow: 70, XHigh: 103, YLow: 45, YHigh: 90,
	}
	t := view.Table{Caption: "Activity and course by unit", Columns: view.Head("Unit", "Activity", "On course", "People")}
	for _, u := range people {
		x, _ := strconv.ParseFloat(u.activity, 64)
		y, _ := strconv.ParseFloat(u.course, 64)
		q.Dots = append(q.Dots, chart.Dot{Name: u.name, Code: u.code, X: x, Y: y, People: u.people, Off: x > 90 && y < 70})
		t.Rows = append(t.Rows, view.Texts(u.name, u.activity+"%", u.course+"%", trim(u.people)))
	}
	narrow := q
	narrow.ID, narrow.Width, narrow.Height = "qd-n", 330, 380
	return view.Chart{
		Part: view.Part{ID: "quad", Title: "Three units are busy but off course", Sub: "One dot for each unit, sized by people. Course is the share of days that trace to a theme.", Foot: "Lines at 90% activity and 70% on course. Units are compared; people never are."},
		SVG:  view.SVG(chart.Responsive(q.SVG(), narrow.SVG())), Twin: t,
	}
}

func capacityHeat() view.Heat {
	h := view.Heat{
		Part:    view.Part{ID: "cap", Title: "Two units are asked for more than they have", Sub: "Days asked of each unit by committed and likely work, as a share of its capacity", All: view.Link{Text: "Initiatives", Href: "records-many.html"}},
		Columns: []string{"Jul to Sep", "Oct to Dec"},
		Key:     []string{"under 60%", "60% to 80%", "80% to 95%", "95% to 110%", "over 110%"},
	}
	for i, u := range people {
		r := view.HeatRow{Name: u.name, Href: "unit-many.html"}
		for j := range 2 {
			v := 58 + (i*37+j*23)%66
			level := 1
			for _, limit := range []int{60, 80, 95, 110} {
				if v >= limit {
					level++
				}
			}
			cell := view.HeatCell{Level: level, Text: strconv.Itoa(v) + "%", Sub: comma(u.people*.6*float64(v)) + " of " + comma(u.people*60) + " days", Over: v > 100}
			if i == 3 && j == 1 {
				cell = view.HeatCell{}
			}
			r.Cells = append(r.Cells, cell)
		}
		h.Rows = append(h.Rows, r)
	}
	return h
}

func coverage() view.Coverage {
	t := themes()
	return view.Coverage{
		Part: view.Part{ID: "cover", Title: "What stands without its other half", Sub: "Work that serves nothing, and strategy that nothing serves"},
		Groups: []view.CoverageGroup{
			{Name: "Orphaned initiatives", Figure: view.Figure{Text: "2", Why: &view.Why{ID: "why-orphans", Title: "Why 2 initiatives", Formula: "initiatives whose share of every theme is 0", Result: "2 of 14", Method: "coverage.orphaned 1"}}, Note: "780 days trace to no theme", Items: []view.CoverageItem{
				{Name: "App polish and rewards", Href: "initiative-many.html", Days: view.Figure{Text: "480", Unit: "days"}}, {Name: "Faster payouts", Href: "initiative-many.html", Days: view.Figure{Text: "300", Unit: "days"}},
			}},
			{Name: "Orphaned work", Figure: view.Number("1,186"), Note: "3,060 days of items without an initiative", All: view.Link{Text: "All work without an initiative", Href: "records-many.html"}},
			{Name: "Starved themes", Figure: view.Number("1"), Note: "planned for less than half of what was stated", Items: []view.CoverageItem{{Name: t[3].Name, Theme: &t[3], Href: "sight-many.html", Days: view.Figure{Text: "540 of 1,200", Unit: "days"}}}},
			{Name: "Outcomes with no initiative", Figure: view.Number("0"), None: "Every outcome has at least one initiative."},
		},
	}
}

func skills() view.Skills {
	return view.Skills{
		Part:    view.Part{ID: "skills", Title: "A skills problem or an alignment problem?", Sub: "Where the missing progress goes. Shown with the evidence for both."},
		State:   view.State{Text: "Alignment", Icon: "swap", Tone: view.Warn},
		Verdict: view.Sentence{view.Words("The units make "), view.Num(view.Figure{Text: "46%", Why: &view.Why{ID: "why-yield", Title: "Why 46%", Formula: "capability × coordination × alignment", Result: "0.92 × 0.78 × 0.64 = 0.46", Method: "diagnosis.yield 1"}}), view.Words(" of the intended progress. Most of what is missing is alignment, not skill.")},
		Factors: []view.Factor{
			{Name: "Capability", Text: "delivered of planned, where nobody else blocked", Value: view.Number("92%"), Level: .92, Lost: view.Figure{Text: "6", Unit: "of the missing 54 points"}},
			{Name: "Coordination", Text: "days not lost to waiting and to displaced work", Value: view.Number("78%"), Level: .78, Lost: view.Figure{Text: "17", Unit: "points"}},
			{Name: "Alignment", Text: "delivered work that matches the stated shares", Value: view.Number("64%"), Level: .64, Lost: view.Figure{Text: "31", Unit: "points"}},
		},
		Contrast: view.Say("The same people finish self-contained work 7.5 days sooner than work that depends on another unit. That speaks for coordination."),
		Caveats:  []string{"Capability is measured where nothing blocks, so it is the kindest view of it.", "Hard work may also be the work that depends on others; items are compared by size."},
	}
}

func driftFacts() []view.Fact {
	return []view.Fact{
		{Name: "Kept", Figure: view.Figure{Text: "55%", Why: &view.Why{ID: "why-kept-plan", Title: "Why 55%", Formula: "for each initiative and period the smaller of locked and planned days, added up ÷ days locked", Result: "4,818 ÷ 8,760 = 55%", Method: "drift.baseline 1"}}, Note: "4,818 days"},
		{Name: "Moved in time", Figure: view.Number("25%"), Note: "2,190 days"},
		{Name: "Cut", Figure: view.Figure{Text: "20%", Tone: view.Loss}, Note: "1,752 days"},
		{Name: "Added since", Figure: view.Number("20%"), Note: "of today’s plan was not there"},
	}
}

func trim(v float64) string { return strings.TrimSuffix(strconv.FormatFloat(v, 'f', 1, 64), ".0") }

func comma(v float64) string {
	s := strconv.FormatFloat(v, 'f', 0, 64)
	if len(s) > 3 {
		return s[:len(s)-3] + "," + s[len(s)-3:]
	}
	return s
}
