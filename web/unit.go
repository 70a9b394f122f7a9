package web

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"throughline/chart"
	"throughline/graph"
	"throughline/overview"
	"throughline/web/view"
	"throughline/wording"
)

// unit is the page of one unit.
func (s *Server) unit(ctx context.Context, v *visit) (templ.Component, error) {
	id := graph.UnitID(v.r.PathValue("id"))
	p, err := s.sheet(ctx, v)
	if err != nil {
		return nil, err
	}
	u := p.base.UnitPage(id, pageRows)
	if u == nil {
		return nil, v.notHere(id.Ref())
	}
	sh, err := s.shell(ctx, v, u.Unit.Name, "unit/"+string(id))
	if err != nil {
		return nil, err
	}
	page := view.Unit{
		Shell: sh, Name: u.Unit.Name, NameEdit: v.edits(u.Unit).field("name"), Crumbs: p.unitCrumbs(u), Lead: p.unitLead(u),
		Links: []view.Link{historyLink(v, u.Unit)}, Follow: v.followHere(u.Unit),
		Charter: p.charter(u), Initiatives: p.unitInitiatives(u),
	}
	page.Talk = v.talk(u.Unit.Ref(), recordHref(v, u.Unit.Ref()))
	done, verb, err := s.saidOrDone(ctx, v, &page.Talk)
	if err != nil {
		return nil, err
	}
	if strings.HasPrefix(verb, charteredVerb) {
		page.Charter.Done, done = done, nil
	}
	page.Shell.Done = done
	if u.Hidden {
		page.Small = &view.SmallUnit{Beside: !u.Small}
		if u.Inside != nil {
			page.Small.Parent = p.unitLink(u.Inside.ID)
		} else {
			page.Small.Parent = view.Link{Text: "no unit, because none above it is large enough"}
		}
		return view.UnitPage(page), nil
	}
	soon, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	if p.sure, err = s.intervals(soon, p, id); err != nil {
		return nil, err
	}
	p.fillUnit(&page, u)
	if page.Skills, err = s.skills(soon, p, id); err != nil {
		return nil, err
	}
	page.Shell = v.follow(page.Shell)
	var gaps undeclaredYet
	gaps.take(&page.Waterfall.Part, &page.Capacity.Part, &page.Themes.Part)
	if page.Charter.Edit.Href == "" {
		gaps.take(&page.Charter.Part)
	}
	gaps.take(&page.Skills.Part)
	if page.AskedOf.Missing != nil && page.AskedBy.Missing != nil {
		page.AskedOf.Part = view.Part{}
		page.AskedBy.Title = "What it needs from others, and they from it"
		gaps.take(&page.AskedBy.Part)
	}
	gaps.take(&page.Initiatives.Part)
	page.Gaps = gaps.panel()
	return view.UnitPage(page), nil
}

// fillUnit writes what is not shown of a hidden unit.
func (p sheet) fillUnit(page *view.Unit, u *overview.UnitPage) {
	page.Facts = p.unitFacts(u)
	page.Waterfall = p.unitWaterfall(u)
	page.Themes = p.themeReadings(u)
	page.Capacity = p.months(u)
	page.Findings = p.unitFindings(u)
	page.AskedOf = p.asks("asked-of", "Asked of this unit", u.AskedOf, func(d *graph.Dependency) graph.UnitID { return d.From })
	page.AskedBy = p.asks("asked-by", "Asked by this unit", u.AskedBy, func(d *graph.Dependency) graph.UnitID { return d.On })
}

func (p sheet) unitCrumbs(u *overview.UnitPage) []view.Crumb {
	out := []view.Crumb{{Text: "Unit"}}
	edit := p.edits(u.Unit)
	if u.Parent != nil {
		out = append(out, view.Crumb{Text: "part of " + u.Parent.Name, Href: p.to("/units/" + string(u.Parent.ID)), Edit: edit.field("parent")})
	}
	leads := view.Crumb{Text: "nobody leads it", Edit: edit.field("leads")}
	if len(u.Leads) > 0 {
		names := make([]string, len(u.Leads))
		for n, l := range u.Leads {
			names[n] = l.Label()
		}
		leads.Text = "led by " + wording.List(names, 2)
	}
	if len(u.Leads) > 0 || leads.Edit.Href != "" {
		out = append(out, leads)
	}
	switch {
	case u.Small:
		out = append(out, view.Crumb{Text: "fewer than 5 people", Edit: edit.field("people")})
	case u.People > 0:
		out = append(out, view.Crumb{Text: wording.Count(u.People, "person", "people"), Edit: edit.field("people")})
	}
	return out
}

// unitLead says what the unit values, and how its days trace.
func (p sheet) unitLead(u *overview.UnitPage) view.Sentence {
	var out view.Sentence
	if words := p.values(u.Unit); words != "" {
		out = append(out, view.Words("Values "+words+". "))
	} else if u.Unit.Purpose != "" {
		out = append(out, p.said(u.Unit.Purpose, p.edits(u.Unit).field("purpose"))...)
	}
	if u.Hidden {
		return out
	}
	c := p.with(u.Course, p.sure.OnCourse)
	if c.Method == nil || !c.Defined() {
		return append(out, view.Words(p.unitSilence(u)))
	}
	text := wording.Whole(c.Numerator.Value) + " trace to a theme"
	out = append(out, view.Words("Of the "+wording.Days(c.Denominator.Value)+" it worked "+p.span()+", "), view.Num(view.Figure{Text: text, Why: p.why(c, wording.WholePercent(c.Value))}))
	if a := &u.Activity; a.Defined() {
		return append(out, view.Words("; it is logged at "), view.Num(p.share(a)), view.Words(" of capacity."))
	}
	return append(out, view.Words("."))
}

// unitSilence says why no days can be told.
func (p sheet) unitSilence(u *overview.UnitPage) string {
	if p.period == nil {
		return "There is no period yet to look at its work in."
	}
	return wording.Capital(u.Course.Reason) + "."
}

// values is the two heaviest criteria of what the unit calls value, in words.
func (p sheet) values(u *graph.Unit) string {
	list := slices.Clone(u.Value)
	slices.SortStableFunc(list, func(a, b graph.Criterion) int { return cmp.Compare(b.Weight, a.Weight) })
	var names []string
	for _, c := range list[:min(len(list), 2)] {
		names = append(names, lower(p.dimensionName(c.Dimension)))
	}
	return wording.List(names, 0)
}

func (p sheet) dimensionName(d graph.DimensionID) string {
	if r := graph.Find[*graph.Dimension](p.then, string(d)); r != nil {
		return r.Name
	}
	return string(d)
}

// lower is the text with a small first letter, unless the first word is one of capitals.
func lower(s string) string {
	if len(s) > 1 && s[1] >= 'A' && s[1] <= 'Z' {
		return s
	}
	return strings.ToLower(s[:min(len(s), 1)]) + s[min(len(s), 1):]
}

func (p sheet) unitFacts(u *overview.UnitPage) []view.Fact {
	if p.period == nil {
		return nil
	}
	facts := []view.Fact{{Name: "On course", Figure: p.share(p.with(u.Course, p.sure.OnCourse)), Note: "of the days worked"}}
	kept := p.of100(p.with(u.Kept.Result, p.sure.Kept))
	if kept.Missing == "" {
		kept.Unit = "of 100 days"
	}
	facts = append(facts, view.Fact{Name: "Kept", Figure: kept, Note: "of what it was asked for"})
	waits := p.number(&u.WaitsOn)
	if waits.Missing == "" {
		waits.Unit = "days"
	}
	facts = append(facts, view.Fact{Name: "Others waited on it", Figure: waits, Note: countOf(u.WaitsOn.N, "piece of work", "pieces of work")})
	in := p.share(&u.WaitsIn)
	note := "of the time its work was on its way"
	if len(u.WaitsIn.Rows) > 0 {
		note += ", most for " + u.WaitsIn.Rows[0].Label
	}
	return append(facts, view.Fact{Name: "It waited on others", Figure: in, Note: note})
}

func countOf(n int, one, many string) string {
	if n == 0 {
		return ""
	}
	return wording.Count(n, one, many)
}

func (p sheet) unitWaterfall(u *overview.UnitPage) view.Chart {
	const id, title = "waterfall", "Where intent is lost in this unit"
	w := u.Kept
	if w == nil || !w.Defined() {
		out := view.Chart{Part: missing(id, title, "Days kept at each stage, of what the unit was asked for, would be here.", "Declare a period, what the unit is asked for and its capacity.")}
		if w != nil {
			out.Missing.Title = wording.Capital(w.Reason) + "."
			out.Missing.Add = p.addFor(w.Missing)
		}
		return out
	}
	out := view.Chart{Part: view.Part{
		ID: id, Title: title, Sub: "Days kept at each stage, out of every 100 it was asked for. Loss at Assigned belongs to leadership.", Foot: waterfallFoot(w),
	}}
	finding, note := "Of every 100 days asked for "+wording.Of100(w.Value)+" are kept.", ""
	if worst, ok := overview.WorstStep(w); ok {
		note = "the largest loss"
		finding += " The largest loss is at " + string(worst.Stage) + "."
		_, points := overview.PointsAt(w, worst.Stage)
		out.Title = fmt.Sprintf("%d of every 100 days were lost when %s", points, worst.Stage.Words())
	}
	out.SVG, out.Twin = p.waterfall("waterfall-c", finding, note, w)
	return out
}

// themeReadings is what was asked of the unit for each theme and how it reads it.
func (p sheet) themeReadings(u *overview.UnitPage) view.ThemeReadings {
	const id, title = "themes", "What was asked of it, and how it reads it"
	if len(u.Themes) == 0 {
		return view.ThemeReadings{Part: missing(id, title, "What its parent asks for, how the unit reads it in its own words, and what it does would be here.", "Assign the unit its shares of the themes, and let it send back its reading.")}
	}
	out := view.ThemeReadings{Part: view.Part{ID: id, Title: title, Sub: "Shares of the unit’s days: asked by its parent, read by the unit, done so far"}}
	out.All = view.Link{Text: "In the cascade", Href: p.to("/cascade", unitParam, string(u.Unit.ID))}
	if u.Intents.Inherited {
		out.Foot = "Nothing was asked of the unit itself; what " + p.unitName(u.Intents.Asked.Unit) + " is asked for stands in."
	}
	for _, t := range u.Themes {
		row := view.ThemeReading{
			Theme: p.theme(t.Theme), Asked: shareFigure(t.Asked, "nothing assigned"), Read: shareFigure(t.Read, "no reading sent"),
			Done: shareFigure(t.Done, "no work"), State: p.receipt(u.Intents.Read),
		}
		if t.Asked.OK && t.Done.OK && t.Done.X < t.Asked.X/2 {
			row.Done.Tone = view.Loss
		}
		if t.Reading != nil {
			row.Words, row.Measure = t.Reading.Words, t.Reading.Measure
			if t.Reading.Differs {
				row.State = view.State{Text: "read differently", Icon: "swap", Tone: view.Loss}
			}
		}
		out.Rows = append(out.Rows, row)
	}
	p.wholeReading(&out, u.Intents.Read)
	return out
}

// wholeReading adds what the restatement says as a whole to its first theme.
func (p sheet) wholeReading(out *view.ThemeReadings, i *graph.Intent) {
	if i == nil || !i.Receipt.WasSent() {
		return
	}
	first := &out.Rows[0]
	if first.Measure == "" {
		first.Measure = i.Measure
	}
	first.Constraint, first.Stops = i.Constraint, strings.Join(i.Stops, "; ")
	if i.Restatement != "" {
		out.Sub += ". In its own words: “" + i.Restatement + "”"
	}
}

func shareFigure(s overview.Share, lack string) view.Figure {
	if !s.OK {
		return view.Figure{Missing: lack}
	}
	return view.Number(wording.WholePercent(s.X))
}

// receipt is where the unit's reading stands.
func (p sheet) receipt(i *graph.Intent) view.State {
	if i == nil || !i.Receipt.WasSent() {
		return view.State{Text: "not sent", Icon: "dash"}
	}
	r := i.Receipt
	on := func(text string, answered bool) string {
		at := r.SentAt
		if answered {
			at = r.AnsweredAt
		}
		if at.IsZero() {
			return text
		}
		return text + " " + wording.Day(at, p.seen())
	}
	switch r.State {
	case graph.Accepted:
		return view.State{Text: on("accepted", true), Tone: view.Good}
	case graph.Returned:
		return view.State{Text: on("returned", true), Tone: view.Warn, Icon: "swap"}
	}
	if !r.ReopenedAt.IsZero() {
		return view.State{Text: "to be answered again since " + wording.Day(r.ReopenedAt, p.seen()), Icon: "circle"}
	}
	return view.State{Text: on("sent", false), Icon: "circle"}
}

// months is the days of the unit by month and theme.
func (p sheet) months(u *overview.UnitPage) view.Chart {
	const id, title = "capacity", "Days by month and theme"
	m := u.Months
	if !m.Known {
		return view.Chart{Part: missing(id, title, "The days worked and planned, month by month, would be here.", "Add work with dates and sizes, or days in initiatives.")}
	}
	c := chart.Columns{Frame: chart.Frame{ID: "months-c", Finding: title + ".", Desc: "One column for each month."}, Planned: m.Worked, Unit: "days"}
	if m.Worked == len(m.List) {
		c.Planned = 0
	}
	names := []string{"Month"}
	var legend []view.Theme
	for n, t := range p.base.Themes() {
		c.Series = append(c.Series, chart.Series{Name: t.ShortName(), Paint: chart.Paint(n + 1)})
		legend, names = append(legend, p.theme(t)), append(names, t.ShortName())
	}
	c.Series = append(c.Series, chart.Series{Name: "No line back", Paint: chart.NoLine})
	t := view.Table{Caption: title, Columns: view.Head(append(names, "No line back")...)}
	for n, month := range m.List {
		name := month.Span.First.Time().Format("Jan")
		c.Stacks = append(c.Stacks, chart.Stack{Name: name, Values: month.ByPage})
		cells := []view.Cell{view.T(name)}
		if n >= m.Worked {
			cells[0].Sub = "planned"
		}
		for _, x := range month.ByPage {
			cells = append(cells, view.T(wording.Whole(x)))
		}
		t.Rows = append(t.Rows, view.Row{Cells: cells})
	}
	narrow := c
	narrow.ID, narrow.Width, narrow.Height = "months-n", 360, 290
	out := view.Chart{
		Part: view.Part{ID: id, Title: title, Sub: "Worked up to today, then planned"},
		SVG:  both(c, narrow), Twin: t, Legend: append(legend, p.theme(nil)),
	}
	return out
}

// The most findings that a panel beside others shows: of an initiative, and of a unit, where it stands beside a high one.
const (
	mostFindings     = 4
	unitMostFindings = 6
)

// shownOf says how many of the findings a panel shows.
func shownOf(shown, all int) string {
	if shown == all {
		return wording.Capital(wording.Count(all, "finding", "findings")) + ", worst first"
	}
	return fmt.Sprintf("%d of %s shown, worst first", shown, wording.Number(float64(all)))
}

func (p sheet) unitFindings(u *overview.UnitPage) view.FindingList {
	out := view.FindingList{Part: view.Part{ID: "findings", Title: "Findings"}}
	n := len(u.Findings)
	if n == 0 {
		out.Missing = &view.Missing{Title: "Nothing was found.", Text: "What the checks find in this unit would be listed here, worst first."}
		return out
	}
	shown := min(n, unitMostFindings)
	out.Sub = shownOf(shown, n)
	if n > shown {
		out.All = view.Link{Text: "All " + wording.Count(n, "finding", "findings"), Href: p.to("/findings", "unit", string(u.Unit.ID))}
	}
	out.Items = p.findingItems(u.Findings[:shown])
	return out
}

// unitInitiatives is what the unit owns or takes part in. For a hidden unit there are no days.
func (p sheet) unitInitiatives(u *overview.UnitPage) view.List {
	out := view.List{Part: view.Part{ID: "initiatives", Title: "Initiatives it owns or takes part in"}}
	if u.Count == 0 {
		out.Missing = &view.Missing{Title: "It takes part in none.", Text: "Initiatives would be listed here, most days first.", Add: "Add the unit with its days to the initiatives it takes part in."}
		return out
	}
	out.Sub = wording.Capital(wording.Count(u.Count, "initiative", "initiatives")) + ", most planned days first"
	columns := []view.Column{{Name: "Initiative"}, {Name: "Owner", Side: true}, {Name: "State", Short: true}, {Name: "Planned, days", Number: true}, {Name: "Worked, days", Number: true}}
	if u.Hidden {
		columns, out.Sub = columns[:3], wording.Capital(wording.Count(u.Count, "initiative", "initiatives"))
	}
	out.Table = view.Table{Caption: out.Title, Walk: true, Cards: true, Columns: columns}
	list := u.Initiatives[:min(partRows, len(u.Initiatives))]
	for _, i := range list {
		mark := view.Theme{Name: i.Initiative.Name, Mark: i.Place, Href: p.to("/initiatives/" + string(i.Initiative.ID))}
		owner := "this unit"
		if !i.Owns {
			owner = p.unitName(i.Initiative.Owner)
		}
		planned, worked := view.T(wording.Whole(i.Planned)), view.T(wording.Whole(i.Worked))
		if len(i.Initiative.Participants) == 0 {
			planned = view.F(view.Figure{Missing: "no unit promised days"})
		}
		if p.then.Count(graph.KindWork) == 0 {
			worked = view.F(view.Figure{Missing: "there is no work"})
		}
		edit := p.edits(i.Initiative)
		planned.Edit = edit.field("participants")
		cells := []view.Cell{{Theme: &mark, Edit: edit.field("name")}, {Text: owner, Edit: edit.field("owner")}, {Text: string(i.Initiative.State), Edit: edit.field("state")}, planned, worked}
		out.Table.Rows = append(out.Table.Rows, view.Row{Cells: cells[:len(columns)]})
	}
	if n := len(list); u.Count > n {
		out.Foot = fmt.Sprintf("%d of %s", n, wording.Number(float64(u.Count)))
		out.All = view.Link{Text: "All of them", Href: p.to("/portfolio", unitParam, string(u.Unit.ID))}
	}
	return out
}
