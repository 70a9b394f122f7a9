package web

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"throughline/chart"
	"throughline/engine"
	"throughline/graph"
	"throughline/outcome"
	"throughline/overview"
	"throughline/web/view"
	"throughline/wording"
)

// mostRead is how many readings the history of an outcome shows.
const mostRead = 120

// outcome is the page of one outcome.
func (s *Server) outcome(ctx context.Context, v *visit) (templ.Component, error) {
	id := graph.OutcomeID(v.r.PathValue("id"))
	p, err := s.sheet(ctx, v)
	if err != nil {
		return nil, err
	}
	o := p.base.OutcomePage(id)
	if o == nil {
		return nil, v.notHere(id.Ref())
	}
	sh, err := s.shell(ctx, v, o.Outcome.Name, "outcomes")
	if err != nil {
		return nil, err
	}
	page := view.Outcome{
		Shell: sh, Name: o.Outcome.Name, NameEdit: v.edits(o.Outcome).field("name"), State: p.outcomeState(o), Crumbs: p.outcomeCrumbs(o), Lead: p.outcomeLead(o),
		Links: p.outcomeLinks(o), Follow: v.followHere(o.Outcome),
		Facts: p.outcomeFacts(o), History: p.readHistory(o), CheckIn: p.checkIn(o), Lineage: p.lineage(o), Services: p.services(o), Findings: p.outcomeFindings(o),
		Talk: v.talk(o.Outcome.Ref(), recordHref(v, o.Outcome.Ref())),
	}
	if page.Shell.Done, _, err = s.saidOrDone(ctx, v, &page.Talk); err != nil {
		return nil, err
	}
	var gaps undeclaredYet
	gaps.take(&page.History.Part, &page.Services.Part)
	page.Gaps = gaps.panel()
	return view.OutcomePage(page), nil
}

// read writes a reading down, and answers with the page of the outcome.
func (s *Server) read(w http.ResponseWriter, r *http.Request) {
	v, form, err := s.posted(w, r)
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	ref := graph.OutcomeID(r.PathValue("id")).Ref()
	form.Set("duty", string(overview.DutyRead))
	s.tryAct(w, r, v, s.outcome, recordHref(v, ref), func() (engine.Done, error) {
		run, err := s.duty(v, form, ref)
		if err != nil {
			return engine.Done{}, err
		}
		return s.carryOut(r.Context(), v, run, ref)
	})
}

// outcomeLinks leads to the map, where the outcome is on it, and to the fields of the record.
func (p sheet) outcomeLinks(o *overview.OutcomePage) (out []view.Link) {
	if p.period != nil {
		if _, drawn := p.base.Line(o.Outcome.Ref()); drawn {
			out = append(out, view.Link{Text: "Trace on the map", Href: p.to("/line-of-sight", "select", o.Outcome.Ref().String())})
		}
	}
	return append(out, historyLink(p.visit, o.Outcome))
}

// outcomeState says in a word how it goes.
func (p sheet) outcomeState(o *overview.OutcomePage) view.State {
	switch {
	case o.Ended:
		return view.State{Text: "Ended " + p.day(o.Outcome.Until), Icon: "x"}
	case o.Progress.Defined() && o.Progress.Value >= 1:
		return view.State{Text: "Reached", Tone: view.Good}
	case o.Behind():
		return view.State{Text: "Behind", Tone: view.Loss}
	case o.Stale:
		return view.State{Text: "To be read", Tone: view.Warn}
	}
	return view.State{}
}

func (p sheet) outcomeCrumbs(o *overview.OutcomePage) []view.Crumb {
	out := []view.Crumb{{Text: "Outcomes", Href: p.to(outcomesPath)}}
	edit := p.edits(o.Outcome)
	if l := p.unitLink(o.Outcome.Owner); l.Href != "" {
		out = append(out, view.Crumb{Text: "owned by " + l.Text, Href: l.Href, Edit: edit.field("owner")})
	} else {
		out = append(out, view.Crumb{Text: "nobody owns it", Edit: edit.field("owner")})
	}
	switch {
	case o.Outcome.Evergreen():
		return append(out, view.Crumb{Text: "evergreen", Edit: edit.field("period")})
	case o.Outcome.Metric.Due != 0:
		return append(out, view.Crumb{Text: "due " + p.day(o.Outcome.Metric.Due), Edit: edit.field("metric")})
	case o.Period != nil:
		return append(out, view.Crumb{Text: "for " + o.Period.Name, Edit: edit.field("period")})
	}
	return out
}

// outcomeLead says where it stands, and whether anything funded serves it.
func (p sheet) outcomeLead(o *overview.OutcomePage) view.Sentence {
	return append(p.standing(o), p.servedSentence(o)...)
}

// standing says where the metric stands on its way.
func (p sheet) standing(o *overview.OutcomePage) view.Sentence {
	m := o.Outcome.Metric
	way := named(m) + " " + wayWords(m)
	switch {
	case m.Name == "":
		return view.Say("Nothing is counted for it yet.")
	case o.Latest == nil:
		return view.Say(way + "; nobody has read it yet.")
	case !o.Progress.Defined():
		return view.Say(fmt.Sprintf("%s was %s on %s.", named(m), withUnit(o.Latest.Value, m.Unit), p.day(o.Latest.On)))
	}
	out := view.Sentence{view.Words(fmt.Sprintf("%s; on %s it was %s, ", way, p.day(o.Latest.On), withUnit(o.Latest.Value, m.Unit))), view.Num(p.progress(o.OutcomeRow)), view.Words(" of the way")}
	if o.Expected.OK {
		out = append(out, view.Words(", where steady progress would be at "+wording.WholePercent(o.Expected.X)))
	}
	return append(out, view.Words("."))
}

// named is the name of a metric at the beginning of a sentence.
func named(m graph.Metric) string { return "“" + wording.Opened(m.Name) + "”" }

// wayWords is where the metric is to go: "is to fall from 4.1% to 3.2%".
func wayWords(m graph.Metric) string {
	verb := "rise"
	if m.Direction == graph.Down {
		verb = "fall"
	}
	if !m.Declared() {
		return "has no target"
	}
	return fmt.Sprintf("is to %s from %s to %s", verb, withUnit(m.Baseline, m.Unit), withUnit(m.Target, m.Unit))
}

// servedSentence says whether anything funded serves it.
func (p sheet) servedSentence(o *overview.OutcomePage) view.Sentence {
	if p.period == nil || o.Ended {
		return nil
	}
	switch {
	case o.Initiatives == 0:
		return view.Say(" Nothing serves it " + p.inPeriod() + ".")
	case o.Funded == 0:
		return view.Say(" " + wording.Capital(wording.Count(o.Initiatives, "initiative serves", "initiatives serve")) + " it, and none is funded " + p.inPeriod() + ".")
	}
	words := fmt.Sprintf(" %s it %s", wording.Capital(wording.Count(o.Funded, "funded initiative serves", "funded initiatives serve")), p.inPeriod())
	if o.Planned > 0 {
		words += ", with " + wording.Days(o.Planned) + " planned"
	}
	return view.Say(words + ".")
}

func (p sheet) outcomeFacts(o *overview.OutcomePage) []view.Fact {
	m := o.Outcome.Metric
	now, target := metricWords(overview.OutcomeLine{Outcome: o.Outcome, Latest: o.Latest})
	facts := []view.Fact{{Name: "Now", Figure: now}, {Name: "Target", Figure: target, Edit: p.edits(o.Outcome).field("metric")}}
	if o.Latest != nil {
		facts[0].Note = "read " + p.day(o.Latest.On) + ", " + p.ago(o.Latest.On)
	}
	if m.Declared() {
		facts[1].Note = "from " + withUnit(m.Baseline, m.Unit)
		if m.Due != 0 {
			facts[1].Note += ", by " + p.day(m.Due)
		}
	}
	progress := view.Fact{Name: "Progress", Figure: p.progress(o.OutcomeRow)}
	if o.Expected.OK {
		progress.Note = "steady progress would be at " + wording.WholePercent(o.Expected.X)
	}
	facts = append(facts, progress, view.Fact{Name: "Confidence", Figure: p.confidence(o.OutcomeRow), Note: "to reach the target"})
	if p.period == nil {
		return facts
	}
	served := view.Figure{Missing: "no days are planned for it"}
	if o.Planned > 0 {
		served = days(o.Planned)
	}
	note := ""
	if o.Spent > 0 {
		note = wording.Days(o.Spent) + " worked so far"
	}
	return append(facts, view.Fact{Name: "Planned for it " + p.inPeriod(), Figure: served, Note: note})
}

// readHistory is every reading, against the target and where the metric began.
func (p sheet) readHistory(o *overview.OutcomePage) view.Chart {
	const id, title = "readings", "Readings"
	list := slices.DeleteFunc(slices.Clone(o.Outcome.Readings), func(r graph.Value) bool { return r.On > p.then.Today() })
	if len(list) == 0 {
		return view.Chart{Part: missing(id, title, "Its readings over time, against the target, would be here.", "Read the metric and write the value down.")}
	}
	m := o.Outcome.Metric
	out := view.Chart{Part: view.Part{ID: id, Title: p.readingsTitle(o, list), Sub: wording.Capital(m.Name) + unitWords(m.Unit)}}
	if more := len(list) - mostRead; more > 0 {
		list = list[more:]
		out.Foot = "The latest " + strconv.Itoa(mostRead) + "; the history of its record has all."
	}
	out.SVG, out.Twin = p.readingsChart(out.Title, m, list), p.readingsTable(m, list)
	return out
}

// unitWords is a unit of measure as it follows a name.
func unitWords(unit string) string {
	if unit == "" {
		return ""
	}
	return ", " + unit
}

// readingsTitle says how it moved since its first reading.
func (p sheet) readingsTitle(o *overview.OutcomePage, list []graph.Value) string {
	m, first, last := o.Outcome.Metric, list[0], list[len(list)-1]
	if len(list) == 1 {
		return "Read once, on " + p.day(first.On)
	}
	since := ", read " + wording.Count(len(list), "time", "times") + " since " + p.day(first.On)
	if first.Value == last.Value {
		return "Still at " + withUnit(last.Value, m.Unit) + since
	}
	return fmt.Sprintf("From %s to %s%s", withUnit(first.Value, m.Unit), withUnit(last.Value, m.Unit), since)
}

func (p sheet) readingsChart(finding string, m graph.Metric, list []graph.Value) view.SVG {
	c := chart.Trend{Frame: chart.Frame{ID: "readings-c", Finding: finding, Desc: wording.Capital(m.Name) + unitWords(m.Unit) + ", by the day of the reading."}, Lines: []chart.TrendLine{{}}}
	for _, r := range list {
		c.Steps, c.Places = append(c.Steps, p.day(r.On)), append(c.Places, float64(r.On))
		tip := p.day(r.On) + "\n" + withUnit(r.Value, m.Unit)
		if r.Confidence > 0 {
			tip += "\n" + wording.WholePercent(float64(r.Confidence)) + " sure"
		}
		if r.Note != "" {
			tip += "\n" + r.Note
		}
		c.Lines[0].Readings = append(c.Lines[0].Readings, chart.Reading{Value: r.Value, Mark: chart.Mark{Tip: tip}})
		c.Decimals = max(c.Decimals, decimals(r.Value))
	}
	if m.Declared() {
		c.References = []chart.Reference{{Name: "target " + withUnit(m.Target, m.Unit), Value: m.Target}, {Name: "where it began, " + withUnit(m.Baseline, m.Unit), Value: m.Baseline}}
		c.Decimals = max(c.Decimals, decimals(m.Target), decimals(m.Baseline))
	}
	if due := m.Due; due > list[len(list)-1].On {
		c.Steps, c.Places = append(c.Steps, p.day(due)), append(c.Places, float64(due))
		c.Lines[0].Readings = append(c.Lines[0].Readings, chart.Reading{Missing: true})
	}
	wide, narrow := c, c
	wide.ID, wide.Width, wide.Height = "readings-w", 710, 300
	c.Height = 260
	narrow.ID, narrow.Width, narrow.Height = "readings-n", 330, 240
	return view.SVG(chart.Fit{Wide: wide.SVG(), Middle: c.SVG(), Narrow: narrow.SVG()}.SVG())
}

// decimals is how many digits after the point a value is written with, at most three.
func decimals(v float64) int {
	_, after, _ := strings.Cut(strconv.FormatFloat(v, 'f', -1, 64), ".")
	return min(len(after), 3)
}

// readingsTable is the readings, latest first.
func (p sheet) readingsTable(m graph.Metric, list []graph.Value) view.Table {
	t := view.Table{Caption: "Readings, latest first", Columns: []view.Column{{Name: "Day"}, {Name: "Value", Number: true}, {Name: "Confidence", Number: true}, {Name: "Said"}, {Name: "By", Side: true}}}
	for _, r := range slices.Backward(list) {
		sure := view.Cell{}
		if r.Confidence > 0 {
			sure = view.T(wording.WholePercent(float64(r.Confidence)))
		}
		by := ""
		if r.By != "" && p.then.Record(r.By.Ref()) != nil {
			by = p.label(r.By.Ref())
		}
		t.Rows = append(t.Rows, view.Row{Cells: []view.Cell{view.T(p.day(r.On)), view.T(withUnit(r.Value, m.Unit)), sure, view.T(r.Note), view.T(by)}})
	}
	return t.WithoutEmpty()
}

// checkIn is the form of a reading, for those who may write one down.
func (p sheet) checkIn(o *overview.OutcomePage) view.CheckIn {
	if p.canWrite() != nil || !p.mayEdit(o.Outcome) || o.Ended {
		return view.CheckIn{}
	}
	out := view.CheckIn{Part: view.Part{ID: "check-in", Title: "Check in"}}
	if o.Outcome.Metric.Name == "" {
		out.Missing = &view.Missing{Title: "Nothing is counted yet.", Text: "A reading, how sure you are, and a line about it would be written down here.", Add: "Name first what is counted.", Link: view.Link{Text: "Name the metric", Href: p.editHref(o.Outcome.Ref(), "metric")}}
		return out
	}
	out.Sub = "Nobody has read it yet"
	if o.Latest != nil {
		out.Sub = fmt.Sprintf("Last %s, %s. Another reading of today corrects it", withUnit(o.Latest.Value, o.Outcome.Metric.Unit), p.ago(o.Latest.On))
		if o.Latest.On != p.then.Today() {
			out.Sub = fmt.Sprintf("Last %s, %s", withUnit(o.Latest.Value, o.Outcome.Metric.Unit), p.ago(o.Latest.On))
		}
	}
	a := p.readAct(o.Outcome)
	a.Form.ID, a.Form.Action = "act-read", recordHref(p.visit, o.Outcome.Ref())
	a.Form.Hidden = []view.Param{{Name: "form", Value: a.Form.ID}}
	p.retry(a.Act)
	out.Act = a.Act
	return out
}

// lineage is what the outcome stands under, and what stands under it.
func (p sheet) lineage(o *overview.OutcomePage) view.Lineage {
	out := view.Lineage{Part: view.Part{ID: "lineage", Title: "Where it belongs", Sub: "From the strategy down"}}
	edit := p.edits(o.Outcome)
	out.Edits = append(edit.tool("themes", "themes", len(o.Outcome.Themes) > 0), edit.tool("the outcome above", "parent", o.Parent != nil)...)
	mark := view.Theme{Mark: o.Place}
	for _, t := range o.Outcome.Themes {
		theme := p.then.Theme(t.Theme)
		if theme == nil {
			continue
		}
		of := p.theme(theme)
		out.Path = append(out.Path, view.PathStep{Kind: "Theme, " + wording.WholePercent(float64(t.Share)) + " of it", Name: of.Name, Href: of.Href, Theme: &of, Why: theme.Why})
	}
	if up := o.Parent; up != nil {
		of := view.Theme{Mark: p.base.Place(up.PrimaryTheme())}
		out.Path = append(out.Path, view.PathStep{Kind: "Outcome above" + p.ownedBy(up.Owner), Name: up.Name, Href: recordHref(p.visit, up.Ref()), Theme: &of})
	}
	out.Path = append(out.Path, view.PathStep{Kind: "This outcome", Name: o.Outcome.Name, Theme: &mark})
	out.Below.Table = view.Table{Caption: "Outcomes below it", Cards: true, Columns: []view.Column{{Name: "Below it"}, {Name: "Owner", Side: true}, {Name: "Now", Number: true}, {Name: "Target", Number: true}}}
	children, pager := portionOf(p.visit, portion{"below", "lineage", partRows, "outcome", "outcomes"}, o.Children, func(c *graph.Outcome) string { return string(c.ID) })
	out.Below.Pager = pager
	for _, c := range children {
		m := p.marked(c.Name, recordHref(p.visit, c.Ref()), c.PrimaryTheme())
		now, target := metricWords(overview.OutcomeLine{Outcome: c, Latest: p.base.LatestReading(c)})
		out.Below.Table.Rows = append(out.Below.Table.Rows, view.Row{Cells: []view.Cell{{Theme: &m, Edit: p.edits(c).field("name")}, {Text: p.unitName(c.Owner), Edit: p.edits(c).field("owner")}, view.F(now), {Figure: &target, Edit: p.edits(c).field("metric")}}})
	}
	if len(o.Outcome.Themes) == 0 && o.Parent == nil {
		out.Foot = "It serves no theme, so work on it has no line back to the strategy."
	}
	return out
}

// services is the initiatives that serve it, with their days.
func (p sheet) services(o *overview.OutcomePage) view.List {
	out := view.List{Part: view.Part{ID: "services", Title: "What serves it"}}
	if p.period == nil {
		out.Part = missing(out.ID, out.Title, "The initiatives that serve it, with their days, would be here.", "Declare a period.")
		return out
	}
	if len(o.Services) == 0 && o.Rest == nil {
		out.Missing = &view.Missing{Title: "Nothing serves it " + p.inPeriod() + ".", Text: "The initiatives that serve it, with their days, would be here.", Add: "Say of an initiative that it contributes to this outcome, and with what share."}
		return out
	}
	out.Sub = "Days " + p.inPeriod() + ", each initiative by the share with which it serves this outcome"
	if o.ByPlan {
		out.Foot = "No funding is declared " + p.inPeriod() + ", so an initiative with planned days counts as funded."
	}
	out.Table = view.Table{Caption: out.Title, Walk: true, Cards: true, Columns: []view.Column{
		{Name: "Initiative"}, {Name: "Owner", Side: true}, {Name: "State", Short: true}, {Name: "Share", Number: true}, {Name: "Planned, days", Number: true}, {Name: "Worked, days", Number: true}, {Name: "Funded", Short: true},
	}}
	services, pager := portionOf(p.visit, portion{"serves", "services", partRows, "initiative", "initiatives"}, o.Services, func(x outcome.Service) string { return string(x.Initiative.ID) })
	out.Pager = pager
	for _, x := range services {
		i := x.Initiative
		m := view.Theme{Name: i.Name, Mark: p.base.MainPlace(i), Href: recordHref(p.visit, i.Ref())}
		funded := view.State{Text: "not funded", Icon: "dash", Quiet: true}
		if x.Funded {
			funded = view.State{Text: "funded", Tone: view.Good, Quiet: true}
		}
		edit := p.edits(i)
		out.Table.Rows = append(out.Table.Rows, view.Row{Cells: []view.Cell{
			{Theme: &m, Edit: edit.field("name")},
			{Text: p.unitName(i.Owner), Edit: edit.field("owner")},
			{Text: string(i.State), Edit: edit.field("state")},
			{Text: wording.Percent(x.Share), Edit: edit.field("contributes")},
			view.F(daysOr(x.Planned, "no days planned")), view.F(daysOr(x.Spent, "no work")),
			{State: &funded},
		}})
	}
	if r := o.Rest; r != nil && pager.Next == "" {
		out.Table.Rows = append(out.Table.Rows, view.Row{Cells: []view.Cell{view.T("What is not shown"), {}, {}, {}, view.F(daysOr(r.Planned, "no days planned")), view.F(daysOr(r.Spent, "no work")), {}}})
	}
	return out
}

func (p sheet) outcomeFindings(o *overview.OutcomePage) view.FindingList {
	out := view.FindingList{Part: view.Part{ID: "findings", Title: "Findings"}}
	if len(o.Findings) == 0 {
		out.Missing = &view.Missing{Title: "Nothing was found.", Text: "What the checks find about it would be listed here, worst first."}
		return out
	}
	shown := o.Findings[:min(len(o.Findings), mostFindings)]
	out.Sub = shownOf(len(shown), len(o.Findings))
	out.Items = p.findingItems(shown)
	return out
}
