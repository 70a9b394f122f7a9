package web

import (
	"fmt"

	"throughline/chart"
	"throughline/graph"
	"throughline/overview"
	"throughline/portfolio"
	"throughline/web/view"
	"throughline/wording"
)

// quadrant is the activity and the course of the units, one dot for each.
func (p sheet) quadrant() view.Chart {
	const id, title = "quadrant", "Busy, and on course?"
	lines := portfolio.UsualLines()
	c := chart.Quadrant{
		Frame: chart.Frame{ID: "quadrant-c", Desc: "Activity across, the share of days on course upwards."},
		XAt:   100 * lines.Activity, YAt: 100 * lines.Coherence, XName: "Activity: days logged, % of capacity so far", Unit: "%",
		Corners: [4]string{"On course, with room", "Busy and on course", "Off course, with room", "Busy but off course"},
	}
	t := view.Table{Caption: "Activity and course by unit", Columns: view.Head("Unit", "Activity", "On course", "People")}
	off := 0
	for _, x := range p.base.CoursesSideBySide() {
		u := p.then.Unit(x.Unit)
		if u == nil || x.Quadrant == portfolio.Unplaced {
			continue
		}
		if x.Quadrant == portfolio.BusyOffCourse {
			off++
		}
		c.Dots = append(c.Dots, chart.Dot{
			Mark: chart.Mark{Href: p.to("/units/" + string(u.ID))}, Name: u.ShortName(), Code: u.Code,
			X: 100 * x.Activity.Value, Y: 100 * x.Coherence.Value, People: float64(x.People), Off: x.Quadrant == portfolio.BusyOffCourse,
		})
		people := view.F(view.Figure{Missing: "number of people"})
		if x.People > 0 {
			people = view.T(wording.Number(float64(x.People)))
		}
		t.Rows = append(t.Rows, view.Row{Cells: []view.Cell{view.A(u.Name, p.to("/units/"+string(u.ID))), view.F(p.share(&x.Activity)), view.F(p.share(&x.Coherence)), people}})
	}
	if len(c.Dots) == 0 {
		return view.Chart{Part: missing(id, title, "One dot for each unit, by how busy and how much on course it is, would be here.", "Add the days units log on work that names its initiative.")}
	}
	out := view.Chart{Part: view.Part{
		ID: id, Title: quadrantTitle(off), Sub: "One dot for each unit, sized by people. Course is the share of days that trace to a theme.",
		Foot: fmt.Sprintf("Lines at %s activity and %s on course. Units are compared; people never are.", wording.WholePercent(lines.Activity), wording.WholePercent(lines.Coherence)),
	}, Twin: t}
	c.Finding, c.Width, c.Height = out.Title+".", 600, 540
	narrow := c
	narrow.ID, narrow.Width, narrow.Height = "quadrant-n", 360, 400
	narrow.Corners = [4]string{"On course, room", "Busy, on", "Off course, room", "Busy, off"}
	out.SVG = both(c, narrow)
	return out
}

func quadrantTitle(off int) string {
	switch off {
	case 0:
		return "No unit is busy but off course"
	case 1:
		return "One unit is busy but off course"
	}
	return wording.Capital(small(off)) + " units are busy but off course"
}

// small is a small number as a word.
func small(n int) string {
	words := []string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"}
	if n < len(words) {
		return words[n]
	}
	return wording.Number(float64(n))
}

// heatSteps are the shares of the room at which the colour goes one step on.
var heatSteps = []float64{0.6, 0.8, 0.95, 1.1}

// mostHeat is how many units the matrix shows.
const mostHeat = 8

// demand is what is asked of the units against what they have room for.
func (p sheet) demand() view.Heat {
	const id, title = "demand", "Days asked of each unit, against its room"
	d, ok := p.base.Demand()
	if !ok {
		return view.Heat{Part: missing(id, title, "Units against periods, each with what is asked as a share of its room, would be here.", "Declare the capacity of the units, and their days in initiatives.")}
	}
	out := view.Heat{
		Part: view.Part{ID: id, Title: demandTitle(d.Over), Sub: "Days that likely, committed and started initiatives ask for, as a share of the unit’s room"},
		Key:  heatKey(),
	}
	for _, q := range d.Periods {
		out.Columns = append(out.Columns, q.Name)
	}
	for _, r := range d.Rows[:min(len(d.Rows), mostHeat)] {
		row := view.HeatRow{Name: r.Unit.ShortName(), Href: p.to("/units/" + string(r.Unit.ID))}
		for n, l := range r.Loads {
			row.Cells = append(row.Cells, p.demandCell(d, r.Unit.ID, n, l))
		}
		out.Rows = append(out.Rows, row)
	}
	if n := len(d.Rows); n > mostHeat {
		out.Foot = fmt.Sprintf("The %d of %s of which most is asked.", mostHeat, wording.Count(n, "unit", "units"))
		out.All = view.Link{Text: "All units", Href: p.to("/portfolio", viewParam, string(wayCapacity))}
	}
	return out
}

// heatKey names the steps of the colour.
func heatKey() []string {
	return []string{"under 60%", "60% to 80%", "80% to 95%", "95% to 110%", "over 110%"}
}

// heatCell is a load as a number on its colour.
func heatCell(l portfolio.Load) view.HeatCell {
	s := l.Share()
	if !s.OK {
		return view.HeatCell{}
	}
	cell := view.HeatCell{Level: 1, Text: wording.WholePercent(s.X), Sub: wording.Whole(l.Days) + " of " + wording.Whole(l.Room) + " days", Over: s.X > 1}
	for _, step := range heatSteps {
		if s.X >= step {
			cell.Level++
		}
	}
	return cell
}

func demandTitle(over int) string {
	switch over {
	case 0:
		return "No unit is asked for more than it has"
	case 1:
		return "One unit is asked for more than it has"
	}
	return wording.Capital(small(over)) + " units are asked for more than they have"
}

func (p sheet) demandCell(d overview.Demand, u graph.UnitID, n int, l portfolio.Load) view.HeatCell {
	cell := heatCell(l)
	if cell.Level == 0 {
		return cell
	}
	r := d.Result(u, d.Periods[n].ID)
	cell.Why = p.why(&r, cell.Text)
	cell.Why.ID = whyID(&r, idWord(string(d.Periods[n].ID)))
	return cell
}

// The most that the coverage panel names of each sort.
const mostGaps = 2

// coverage is what stands without its other half.
func (p sheet) coverage() view.Coverage {
	out := view.Coverage{Part: view.Part{ID: "coverage", Title: "Work without strategy, strategy without work", Sub: "What serves no theme, and what no work serves"}}
	c := p.base.Coverage
	if c == nil {
		out.Part = missing(out.ID, out.Title, "Work that serves nothing, and themes and outcomes that nothing serves, would be here.", "Declare a period, themes and initiatives.")
		return out
	}
	out.Groups = append(out.Groups, p.orphanedInitiatives(c), p.orphanedWork(c), p.starved(c), p.idleOutcomes(c))
	return out
}

func (p sheet) orphanedInitiatives(c *portfolio.Coverage) view.CoverageGroup {
	o := &c.OrphanedInitiatives
	g := view.CoverageGroup{Name: "Orphaned initiatives", Figure: p.number(&o.Result)}
	if !o.Defined() {
		g.None = wording.Capital(o.Reason) + "."
		return g
	}
	if len(o.List) == 0 {
		g.None = "Every initiative of the plan serves a theme."
		return g
	}
	g.Note = "of " + wording.Count(o.N, "initiative", "initiatives") + plural(len(o.List), " serves", " serve") + " no theme"
	if o.Total >= 1 {
		g.Note += "; " + wording.Days(o.Total) + " are planned for them"
	}
	for _, x := range o.List[:min(len(o.List), mostGaps)] {
		item := view.CoverageItem{Name: x.Initiative.Name, Href: p.to("/initiatives/" + string(x.Initiative.ID))}
		if x.Days > 0 {
			item.Days = days(x.Days)
		}
		g.Items = append(g.Items, item)
	}
	if len(o.List) > mostGaps {
		g.All = view.Link{Text: "All work with no line back", Href: p.to("/line-of-sight", "theme", string(overview.NoLine))}
	}
	return g
}

func (p sheet) orphanedWork(c *portfolio.Coverage) view.CoverageGroup {
	o := &c.OrphanedWork
	g := view.CoverageGroup{Name: "Orphaned work", Figure: p.share(&o.Result)}
	if !o.Defined() {
		g.None = wording.Capital(o.Reason) + "."
		return g
	}
	if o.Items == 0 {
		g.None = "Every item of work serves a theme."
		return g
	}
	g.Note = fmt.Sprintf("%s of the days worked, in %s", wording.Whole(o.Total), wording.Count(int(o.Items), "item", "items"))
	for _, x := range o.Parts[:min(len(o.Parts), mostGaps)] {
		item := view.CoverageItem{Name: "Work without an initiative", Href: p.to("/records/" + string(graph.KindWork)), Days: days(x.Days)}
		if x.Initiative != nil {
			item.Name, item.Href = x.Initiative.Name, p.to("/initiatives/"+string(x.Initiative.ID))
		}
		g.Items = append(g.Items, item)
	}
	return g
}

func (p sheet) starved(c *portfolio.Coverage) view.CoverageGroup {
	t := &c.Themes
	g := view.CoverageGroup{Name: "Starved themes", Figure: p.number(&t.Result)}
	if !t.Defined() {
		g.None = wording.Capital(t.Reason) + "."
		return g
	}
	if t.Value == 0 {
		g.None = "Every theme is planned for at least half of its share."
		return g
	}
	g.Note = "planned for less than half of what was stated"
	for _, x := range t.List {
		if !x.Starved {
			continue
		}
		mark := p.theme(x.Theme)
		g.Items = append(g.Items, view.CoverageItem{
			Name: x.Theme.Name, Href: mark.Href, Theme: &mark,
			Days: view.Figure{Text: wording.WholePercent(x.Planned) + " of " + wording.WholePercent(x.Stated)},
		})
	}
	return g
}

func (p sheet) idleOutcomes(c *portfolio.Coverage) view.CoverageGroup {
	g := view.CoverageGroup{Name: "Idle outcomes", Figure: view.Number(wording.Number(float64(len(c.IdleOutcomes))))}
	if c.Outcomes == 0 {
		g.Figure, g.None = view.Figure{Missing: "no outcome"}, "No outcome is declared."
		return g
	}
	if len(c.IdleOutcomes) == 0 {
		g.None = "Every outcome has initiatives, and work was done for each."
		return g
	}
	g.Figure.Why = p.whyIdle(c)
	g.Note = "of " + wording.Count(c.Outcomes, "outcome", "outcomes") + plural(len(c.IdleOutcomes), " has", " have") + " no initiative, or no work yet"
	for _, x := range c.IdleOutcomes[:min(len(c.IdleOutcomes), mostGaps)] {
		mark := view.Theme{Mark: p.base.Place(x.Outcome.PrimaryTheme())}
		item := view.CoverageItem{Name: x.Outcome.ShortName(), Href: recordHref(p.visit, x.Outcome.Ref()), Theme: &mark, Days: view.Figure{Text: "no initiative"}}
		if x.Initiatives > 0 {
			item.Days.Text = "no work"
		}
		g.Items = append(g.Items, item)
	}
	g.All = view.Link{Text: "Outcomes, thinnest line first", Href: p.to("/line-of-sight") + "#thin"}
	return g
}

func (p sheet) whyIdle(c *portfolio.Coverage) *view.Why {
	var refs []graph.Ref
	for _, x := range c.IdleOutcomes {
		refs = append(refs, x.Outcome.Ref())
	}
	n := wording.Number(float64(len(c.IdleOutcomes)))
	w := &view.Why{
		ID: "why-idle", Title: "Why " + n, Formula: "Outcomes that no likely, committed, started or done initiative of the period serves, or whose initiatives had no work in it",
		Result: n + " of " + wording.Count(c.Outcomes, "outcome", "outcomes"), AsOf: "as of " + wording.FullDay(p.seen()),
	}
	w.Records, w.MoreRecords = p.evidence(refs)
	return w
}
