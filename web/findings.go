package web

import (
	"context"
	"fmt"

	"github.com/a-h/templ"

	"throughline/fault"
	"throughline/finding"
	"throughline/graph"
	"throughline/overview"
	"throughline/web/view"
	"throughline/wording"
)

// findings is the list of everything found, worst first.
func (s *Server) findings(ctx context.Context, v *visit) (templ.Component, error) {
	filter, err := findingFilter(v)
	if err != nil {
		return nil, err
	}
	sh, err := s.shell(ctx, v, "Findings", "findings")
	if err != nil {
		return nil, err
	}
	p, err := s.sheet(ctx, v)
	if err != nil {
		return nil, err
	}
	list := p.base.ListFindings(filter, v.query("after"), pageRows)
	if sh.Done, err = s.done(ctx, v); err != nil {
		return nil, err
	}
	page := view.Findings{Shell: sh, Lead: p.findingsLead(list, filter), Filters: p.findingChips(list, filter)}
	page.List = view.FindingList{
		Part:  view.Part{ID: "list", Title: wording.Capital(wording.Count(list.Match, "finding", "findings")), Sub: "Worst first, then most days at stake"},
		Items: p.findingItems(list.Items),
	}
	if list.Match == 0 {
		page.List.Missing = p.noFindings(filter)
		return view.FindingsPage(page), nil
	}
	if list.Match > len(list.Items) {
		page.List.Pager.Shown = fmt.Sprintf("%s to %s of %s", wording.Number(float64(list.From)),
			wording.Number(float64(list.From+len(list.Items)-1)), wording.Count(list.Match, "finding", "findings"))
	}
	if list.Next != "" {
		page.List.Pager.Next = v.here("after", list.Next)
	}
	if list.From > 1 {
		page.List.Pager.First = v.here()
	}
	return view.FindingsPage(page), nil
}

// findingFilter reads the filter from the address.
func findingFilter(v *visit) (overview.FindingFilter, error) {
	f := overview.FindingFilter{Area: finding.Area(v.query("area")), Unit: graph.UnitID(v.query("unit")), Waived: v.query("accepted") != ""}
	if word := v.query("severity"); word != "" {
		for _, s := range severities() {
			if s.String() == word {
				f.Severity = s
			}
		}
		if f.Severity == 0 {
			return f, fault.Invalidf("Use error, warning or note", "%q is not a severity", word)
		}
	}
	return f, nil
}

func severities() []finding.Severity {
	return []finding.Severity{finding.Error, finding.Warning, finding.Note}
}

func (p sheet) findingsLead(l overview.FindingList, f overview.FindingFilter) view.Sentence {
	if len(p.base.Findings) == 0 {
		return view.Say("Nothing was found. " + wording.Count(len(p.base.Checks), "check", "checks") + " looked.")
	}
	what := "open"
	if f.Waived {
		what = "accepted for now"
	}
	s := view.Sentence{view.Num(view.Number(wording.Number(float64(l.Match)))), view.Words(" " + plural(l.Match, "finding is", "findings are") + " " + what)}
	if f.Severity == 0 && l.Match > 0 {
		s = append(s, view.Words(": "+bySeverity(l)))
	}
	return append(s, view.Words("."))
}

// bySeverity is how many errors, warnings and notes there are.
func bySeverity(l overview.FindingList) string {
	var parts []string
	for _, c := range l.BySeverity {
		if c.Count > 0 {
			parts = append(parts, wording.Count(c.Count, c.Choice.String(), c.Choice.String()+"s"))
		}
	}
	return wording.List(parts, 0)
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

func (p sheet) noFindings(f overview.FindingFilter) *view.Missing {
	m := &view.Missing{Title: "Nothing was found here.", Text: "What the checks find would be listed here, worst first."}
	switch {
	case p.period == nil:
		m.Add = "The checks look at one period; declare one first."
	case f != overview.FindingFilter{}:
		m.Link = view.Link{Text: "Show all findings", Href: p.to("/findings")}
	}
	return m
}

// mostUnitChips is how many units the filter offers.
const mostUnitChips = 12

// findingChips is the filters with what each choice would leave.
func (p sheet) findingChips(l overview.FindingList, f overview.FindingFilter) []view.ChipGroup {
	severity := view.ChipGroup{Name: "Severity", Chips: []view.Chip{{Text: "All", Href: p.here("severity", ""), Current: f.Severity == 0}}}
	for _, c := range l.BySeverity {
		if c.Count == 0 && f.Severity != c.Choice {
			continue
		}
		severity.Chips = append(severity.Chips, view.Chip{
			Text: wording.Capital(c.Choice.String()), Href: p.here("severity", c.Choice.String()), Current: f.Severity == c.Choice, Count: wording.Number(float64(c.Count)),
		})
	}
	area := view.ChipGroup{Name: "Area", Chips: []view.Chip{{Text: "All", Href: p.here("area", ""), Current: f.Area == ""}}}
	for _, c := range l.ByArea {
		area.Chips = append(area.Chips, view.Chip{
			Text: wording.Capital(string(c.Choice)), Href: p.here("area", string(c.Choice)), Current: f.Area == c.Choice, Count: wording.Number(float64(c.Count)),
		})
	}
	groups := []view.ChipGroup{severity, area}
	if unit := p.unitChips(l, f); len(unit.Chips) > 1 {
		groups = append(groups, unit)
	}
	if l.Waived > 0 || f.Waived {
		groups = append(groups, view.ChipGroup{Name: "Answer", Chips: []view.Chip{
			{Text: "Open", Href: p.here("accepted", ""), Current: !f.Waived, Count: wording.Number(float64(l.Open))},
			{Text: "Accepted for now", Href: p.here("accepted", "yes"), Current: f.Waived, Count: wording.Number(float64(l.Waived))},
		}})
	}
	return groups
}

func (p sheet) unitChips(l overview.FindingList, f overview.FindingFilter) view.ChipGroup {
	g := view.ChipGroup{Name: "Unit", Chips: []view.Chip{{Text: "All", Href: p.here("unit", ""), Current: f.Unit == ""}}}
	seen := f.Unit == ""
	for n, c := range l.ByUnit {
		u := p.then.Unit(c.Choice)
		if u == nil || n >= mostUnitChips && c.Choice != f.Unit {
			continue
		}
		seen = seen || c.Choice == f.Unit
		g.Chips = append(g.Chips, view.Chip{
			Text: u.ShortName(), Href: p.here("unit", string(c.Choice)), Current: f.Unit == c.Choice, Count: wording.Number(float64(c.Count)),
		})
	}
	if u := p.then.Unit(f.Unit); !seen && u != nil {
		g.Chips = append(g.Chips, view.Chip{Text: u.ShortName(), Href: p.here(), Current: true})
	}
	return g
}

func (p sheet) findingItems(list []*finding.Finding) []view.Finding {
	out := make([]view.Finding, len(list))
	for n, f := range list {
		out[n] = p.finding(f)
		out[n].ID = fmt.Sprintf("f-%d", n+1)
	}
	return out
}

// finding is one finding in a list.
func (p sheet) finding(f *finding.Finding) view.Finding {
	out := view.Finding{
		Code: f.Check.Code, Title: f.Check.Title, Href: p.findingHref(f), Reason: sentence(f.Sentence),
		Severity: severityState(f.Check.Severity), Who: f.Mends, Acts: p.findingActs(f),
	}
	if t := thread(f.Stage); t.Stage > 0 {
		t.Bare = true
		out.Stage = &t
	}
	if !f.Unpriced {
		out.Days = view.Figure{Text: wording.Whole(f.Days), Unit: plural(int(f.Days+0.5), "day at stake", "days at stake")}
	}
	if w := f.Waiver; w != nil {
		out.Waived = "accepted until " + p.day(w.Until)
	}
	return out
}

// sentence is a sentence with its capital and its full stop.
func sentence(s string) string {
	s = wording.Capital(s)
	if s == "" || s[len(s)-1] == '.' || s[len(s)-1] == '?' {
		return s
	}
	return s + "."
}

func severityState(s finding.Severity) view.State {
	switch s {
	case finding.Error:
		return view.State{Text: "Error", Icon: "warn", Tone: view.Loss}
	case finding.Warning:
		return view.State{Text: "Warning", Icon: "warn", Tone: view.Warn}
	}
	return view.State{Text: "Note", Icon: "circle"}
}

// mostSame is how many findings of the same check the page of one names.
const mostSame = 10

// finding is the page of one finding.
func (s *Server) finding(ctx context.Context, v *visit) (templ.Component, error) {
	p, err := s.sheet(ctx, v)
	if err != nil {
		return nil, err
	}
	key := v.r.PathValue("key")
	f, same := p.base.Finding(key, mostSame)
	if f == nil {
		return nil, findingNotHere(key)
	}
	sh, err := s.shell(ctx, v, f.Check.Title, "findings")
	if err != nil {
		return nil, err
	}
	page := view.FindingDetail{
		Shell: sh, Crumbs: []view.Crumb{{Text: "Findings", Href: v.to("/findings")}, {Text: wording.Capital(string(f.Check.Area)), Href: v.to("/findings", "area", string(f.Check.Area))}},
		Finding: p.finding(f), Facts: p.findingFacts(f), Records: p.findingRecords(f), Doc: findingDoc(f),
		Ask: p.askAct(f), Waive: p.waiveAct(f), Talk: p.findingTalk(f),
	}
	if v.canWrite() == nil {
		page.Why = v.unlinked("A question, and a finding that is accepted,")
	}
	if page.Shell.Done, err = s.done(ctx, v); err != nil {
		return nil, err
	}
	if w := f.Waiver; w != nil {
		page.Waiver = &view.Waiver{By: p.link(w.By.Ref()).Text, Reason: w.Reason, Since: wording.Day(stampTime(w.Stamp()), v.seen()), Until: p.day(w.Until)}
	}
	if len(same) > 0 {
		page.Same = view.FindingList{Part: view.Part{ID: "same", Title: "Found by the same check"}, Items: p.findingItems(same)}
	}
	return view.FindingPage(page), nil
}

func (p sheet) findingFacts(f *finding.Finding) []view.Fact {
	facts := []view.Fact{{Name: "Days at stake", Figure: view.Figure{Missing: "no days can be put on it"}}}
	if !f.Unpriced {
		facts[0].Figure = view.Figure{Text: wording.Whole(f.Days), Unit: "days", Why: &view.Why{
			ID: "why-days", Title: "Why " + wording.Days(f.Days), Formula: wording.Capital(f.Check.Days), Result: wording.Days(f.Days),
			Method: f.Check.Code, AsOf: "as of " + wording.FullDay(p.seen()),
		}}
		facts[0].Figure.Why.Records, facts[0].Figure.Why.MoreRecords = p.evidence(f.Records)
	}
	if u := p.unitLink(f.Unit); u.Text != "" {
		facts = append(facts, view.Fact{Name: "Unit", Figure: view.Number(u.Text)})
	}
	if f.Theme != "" {
		if t := p.then.Theme(f.Theme); t != nil {
			facts = append(facts, view.Fact{Name: "Theme", Figure: view.Number(t.ShortName())})
		}
	}
	if f.Stage != "" {
		facts = append(facts, view.Fact{Name: "Lost at", Figure: view.Number(wording.Capital(f.Stage))})
	}
	return append(facts, view.Fact{Name: "Can be mended by", Figure: view.Number(wording.Capital(f.Mends))})
}

func (p sheet) findingRecords(f *finding.Finding) view.List {
	l := view.List{
		Part:  view.Part{ID: "records", Title: "The records it stands on", Sub: "The main one first"},
		Table: view.Table{Caption: "The records it stands on", Walk: true, Columns: []view.Column{{Name: "Record"}, {Name: "What it is"}, {Name: "Since", Number: true}}},
	}
	for _, ref := range f.Records[:min(len(f.Records), pageRows)] {
		to := p.link(ref)
		cells := []view.Cell{{Text: to.Text, Href: to.Href}, view.T(one(ref.Kind)), {}}
		if r := p.then.Record(ref); r != nil {
			cells[2].Text = wording.Day(stampTime(r.Stamp()), p.seen())
		}
		l.Table.Rows = append(l.Table.Rows, view.Row{Cells: cells})
	}
	return l
}

func findingDoc(f *finding.Finding) []view.DocPart {
	doc := []view.DocPart{{Title: "Next step", Text: sentence(f.Next)}, {Title: "What the check looks for, and why", Text: f.Check.Doc}}
	if f.Check.Days != "" {
		doc = append(doc, view.DocPart{Title: "How the days are found", Text: sentence(f.Check.Days)})
	}
	return doc
}
