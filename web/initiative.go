package web

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/a-h/templ"

	"throughline/graph"
	"throughline/overview"
	"throughline/web/view"
	"throughline/wording"
)

// initiative is the page of one initiative.
func (s *Server) initiative(ctx context.Context, v *visit) (templ.Component, error) {
	id := graph.InitiativeID(v.r.PathValue("id"))
	p, err := s.sheet(ctx, v)
	if err != nil {
		return nil, err
	}
	i := p.base.InitiativePage(id)
	if i == nil {
		return nil, v.notHere(id.Ref())
	}
	sh, err := s.shell(ctx, v, i.Initiative.Name, "initiative/"+string(id))
	if err != nil {
		return nil, err
	}
	edit := p.edits(i.Initiative)
	page := view.Initiative{
		Shell: sh, Name: i.Initiative.Name, NameEdit: edit.field("name"), StateEdit: edit.field("state"), State: commitment(i.Initiative.State), Lead: p.initiativeLead(i),
		Crumbs: p.initiativeCrumbs(i), Links: p.initiativeLinks(i), Follow: v.followHere(i.Initiative), Facts: p.initiativeFacts(i),
		Chain: p.chain(i), Steps: p.steps(i), Units: p.taking(i), Contribution: p.contribution(i),
		Assumptions: p.assumptions(i.Initiative), Dependencies: p.threads(i), Decisions: p.decisions(i),
		Related: p.related(i), Findings: p.initiativeFindings(i), Work: p.work(id),
	}
	page.Talk = v.talk(i.Initiative.Ref(), recordHref(v, i.Initiative.Ref()))
	if page.Shell.Done, _, err = s.saidOrDone(ctx, v, &page.Talk); err != nil {
		return nil, err
	}
	var gaps undeclaredYet
	gaps.take(&page.Chain.Part, &page.Contribution.Part, &page.Units.Part, &page.Steps.Part, &page.Dependencies.Part, &page.Assumptions.Part, &page.Decisions.Part, &page.Work.Part)
	page.Gaps = gaps.panel()
	return view.InitiativePage(page), nil
}

// commitment is how firm an initiative is.
func commitment(c graph.Commitment) view.State {
	switch c {
	case graph.Done:
		return view.State{Text: "Done", Tone: view.Good}
	case graph.Stopped:
		return view.State{Text: "Stopped", Icon: "x"}
	case graph.Started:
		return view.State{Text: "Started", Icon: "half"}
	case graph.Committed:
		return view.State{Text: "Committed", Icon: "check"}
	}
	return view.State{Text: wording.Capital(string(c)), Icon: "dash"}
}

func (p sheet) initiativeCrumbs(i *overview.InitiativePage) []view.Crumb {
	out := []view.Crumb{{Text: "Portfolio", Href: p.to("/portfolio")}}
	edit := p.edits(i.Initiative)
	// say tells a field, and to those who may fill it in also that it says nothing
	say := func(field, prefix, words, lack, href string) {
		c := view.Crumb{Text: prefix + words, Href: href, Edit: edit.field(field)}
		if words == "" {
			c.Text, c.Href = lack, ""
		}
		if words != "" || c.Edit.Href != "" && lack != "" {
			out = append(out, c)
		}
	}
	owner := p.unitLink(i.Initiative.Owner)
	say("owner", "owned by ", owner.Text, "nobody owns it", owner.Href)
	say("lead", "led by ", p.personName(i.Initiative.Lead), "nobody leads it", "")
	say("periods", "", p.when(i.Initiative), "names no period", "")
	say("key", "", i.Initiative.Key, "", "")
	if i.Confined {
		out = append(out, view.Crumb{Text: "for a named audience only", Edit: edit.field("audience")})
	}
	return out
}

// initiativeLead says whom it serves, in one sentence.
func (p sheet) initiativeLead(i *overview.InitiativePage) view.Sentence {
	var out view.Sentence
	if i.Initiative.Summary != "" {
		out = append(out, p.said(i.Initiative.Summary, p.edits(i.Initiative).field("summary"))...)
	}
	switch {
	case len(i.Lines) == 0:
		return append(out, view.Words("It has no line back to a theme."))
	case i.Linked < 1-1e-9:
		return append(out, view.Num(view.Number(wording.WholePercent(i.Linked))), view.Words(" of it serves "), view.To(i.Lines[0].Theme.Name, p.theme(i.Lines[0].Theme).Href), view.Words(others(i)+"; the rest has no line back to a theme."))
	}
	return append(out, view.Words("It serves "), view.To(i.Lines[0].Theme.Name, p.theme(i.Lines[0].Theme).Href), view.Words(others(i)+"."))
}

// others says that more themes are served than the first.
func others(i *overview.InitiativePage) string {
	themes := make(map[graph.ThemeID]bool)
	for _, l := range i.Lines {
		themes[l.Theme.ID] = true
	}
	switch n := len(themes) - 1; n {
	case 0:
		return ""
	case 1:
		return " and another theme"
	default:
		return " and " + wording.Number(float64(n)) + " other themes"
	}
}

func (p sheet) initiativeLinks(i *overview.InitiativePage) []view.Link {
	ref := i.Initiative.ID.Ref()
	links := []view.Link{{Text: "Trace on the map", Href: p.to("/line-of-sight", "select", ref.String())}, historyLink(p.visit, i.Initiative)}
	if strings.HasPrefix(i.Initiative.URL, "https://") || strings.HasPrefix(i.Initiative.URL, "http://") {
		links = append(links, view.Link{Text: "Where it came from", Href: i.Initiative.URL})
	}
	return links
}

func (p sheet) initiativeFacts(i *overview.InitiativePage) []view.Fact {
	facts := []view.Fact{}
	if p.period != nil {
		planned, worked := view.Figure{Missing: "no unit promised days"}, view.Figure{Missing: "no work"}
		if i.Period.Planned > 0 {
			planned = days(i.Period.Planned)
		}
		if i.Period.Worked > 0 {
			worked = days(i.Period.Worked)
		}
		facts = append(facts, view.Fact{Name: "Promised " + p.inPeriod(), Figure: planned, Note: countOf(len(i.Units), "unit takes part", "units take part")},
			view.Fact{Name: "Worked so far", Figure: worked})
	}
	linked := view.Figure{Text: wording.WholePercent(i.Linked), Why: p.whyLinked(i)}
	facts = append(facts, view.Fact{Name: "Serves a theme", Figure: linked, Note: "of the initiative"})
	if i.Lock != nil {
		facts = append(facts, p.initiativeDrift(i))
	}
	if m := i.Initiative.Mandate; m.Source != "" || m.Words != "" {
		facts = append(facts, view.Fact{Name: "Mandate", Figure: view.Number(strings.TrimPrefix(m.Source, " ")), Note: mandateNote(p, m), Edit: p.edits(i.Initiative).field("mandate")})
	}
	return facts
}

func mandateNote(p sheet, m graph.Mandate) string {
	if m.Due != 0 {
		return strings.TrimPrefix(m.Words+", due "+p.day(m.Due), ", ")
	}
	return m.Words
}

// initiativeDrift is what became of the initiative since the latest lock.
func (p sheet) initiativeDrift(i *overview.InitiativePage) view.Fact {
	f := view.Fact{Name: "Since " + i.Lock.Name, Figure: view.Figure{Missing: "it was not in the locked plan"}}
	d := i.Drift
	switch {
	case d == nil:
	case d.Base == 0:
		f.Figure, f.Note = view.Number("added"), amount(d.Added, p.base.Drift.Unit)
	case d.Changed() < 1e-9:
		f.Figure, f.Note = view.Number("as locked"), amount(d.Base, p.base.Drift.Unit)
	default:
		f.Figure = view.Figure{Text: wording.WholePercent(d.Kept / d.Base), Unit: "kept"}
		f.Note = driftNote(d.Moved, d.Cut, d.Added, p.base.Drift.Unit)
	}
	return f
}

func driftNote(moved, cut, added float64, unit string) string {
	var parts []string
	for _, x := range []struct {
		value float64
		word  string
	}{{moved, "moved"}, {cut, "cut"}, {added, "added"}} {
		if x.value > 1e-9 {
			parts = append(parts, amount(x.value, unit)+" "+x.word)
		}
	}
	return wording.List(parts, 0)
}

func (p sheet) whyLinked(i *overview.InitiativePage) *view.Why {
	text := wording.WholePercent(i.Linked)
	w := &view.Why{
		ID: "why-linked", Title: "Why " + text,
		Formula: "Its direct shares of themes, and for each outcome its share times the outcome’s weights of themes, added up; what is missing to 100% has no line back",
		Result:  text, Inputs: view.Grid{Head: []string{"Line", "Share"}}, AsOf: "as of " + wording.FullDay(p.seen()),
	}
	for _, l := range i.Lines {
		name := l.Theme.Name
		if l.Outcome != nil {
			name += ", by “" + l.Outcome.ShortName() + "”"
		}
		w.Inputs.Rows = append(w.Inputs.Rows, []string{name, wording.Percent(l.Share)})
	}
	if len(i.Lines) > 0 {
		w.Inputs.Foot = []string{"Together", wording.Percent(i.Linked)}
	}
	w.Records = append(w.Records, view.Link{Text: i.Initiative.Name, Href: historyHref(p.visit, i.Initiative.ID.Ref()), Note: "initiative"})
	return w
}

// mostLines is how many lines up to the strategy the page shows.
const mostLines = 6

// chain answers "why are we doing this?": each line from the strategy down to the initiative.
func (p sheet) chain(i *overview.InitiativePage) view.Chain {
	out := view.Chain{Part: view.Part{ID: "chain", Title: "Why are we doing this?", Sub: "From the strategy down to this initiative"}}
	if len(i.Lines) == 0 {
		out.Missing = &view.Missing{Title: "It has no line back to a theme.", Text: "The line from the strategy down to this initiative would be here.", Add: "Say which outcome or theme it contributes to, and with what share."}
		return out
	}
	for _, l := range i.Lines[:min(len(i.Lines), mostLines)] {
		mark := p.theme(l.Theme)
		line := []view.PathStep{{Kind: "Theme", Name: mark.Name, Href: mark.Href, Theme: &mark, Why: l.Theme.Why}}
		if o := l.Outcome; o != nil {
			line = append(line, view.PathStep{Kind: "Outcome" + p.ownedBy(o.Owner), Name: o.Name, Href: recordHref(p.visit, o.Ref()), Theme: &mark})
		}
		out.Lines = append(out.Lines, append(line, view.PathStep{
			Kind: "This initiative", Name: wording.Percent(l.Share) + " of it", Theme: &mark,
		}))
	}
	if n := len(i.Lines); n > mostLines {
		out.Foot = fmt.Sprintf("%d of %d lines, the largest first.", mostLines, n)
	}
	return out
}

// steps is the parts of the initiative, and where each was locked.
func (p sheet) steps(i *overview.InitiativePage) view.Steps {
	out := view.Steps{Part: view.Part{ID: "steps", Title: "Steps", Edits: p.edits(i.Initiative).tool("steps", "steps", len(i.Steps) > 0)}}
	if len(i.Steps) == 0 {
		out.Missing = &view.Missing{Title: "No steps are declared.", Text: "Its steps, when each is planned and how that moved would be here."}
		return out
	}
	out.Sub = "Not held against a plan lock"
	if i.Lock != nil {
		out.Sub = "Held against " + i.Lock.Name + ", " + wording.Day(i.Lock.At, p.seen())
	}
	steps, pager := portionOf(p.visit, portion{"step", "steps", pageRows, "step", "steps"}, i.Steps, func(s overview.StepLine) string { return s.Name })
	out.Pager = pager
	for _, s := range steps {
		row := view.Step{Name: s.Name, Locked: periodName(s.Locked), Now: periodName(s.Now), State: view.State{Text: "planned", Icon: "circle", Quiet: true}}
		if s.Days > 0 {
			row.Moves = wording.Days(float64(s.Days))
		}
		if s.Slip.OK {
			row.Slip = slipFigure(s.Slip.X)
		}
		switch {
		case s.Gone:
			row.State = view.State{Text: "cut", Icon: "x", Tone: view.Loss, Quiet: true}
		case s.Done:
			row.Done, row.State = periodName(s.Now), view.State{Text: "done", Tone: view.Good, Quiet: true}
			if row.Done == "" {
				row.Done = "done"
			}
		case s.Now != nil && s.Now.End < p.then.Today():
			row.State = view.State{Text: "not done in its time", Tone: view.Warn, Quiet: true}
		case s.New:
			row.State = view.State{Text: "added", Icon: "plus", Quiet: true}
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

func periodName(q *graph.Period) string {
	if q == nil {
		return ""
	}
	return q.Name
}

// taking is the units that take part.
func (p sheet) taking(i *overview.InitiativePage) view.List {
	out := view.List{Part: view.Part{ID: "units", Title: "Units that take part", Sub: "Days promised and worked " + p.inPeriod(), Edits: p.edits(i.Initiative).tool("days", "participants", len(i.Units) > 0)}}
	if len(i.Units) == 0 {
		out.Missing = &view.Missing{Title: "No unit takes part yet.", Text: "Units with the days they promised and worked would be here.", Add: "Add the units with their days to the initiative."}
		return out
	}
	out.Table = view.Table{Caption: out.Title, Cards: true, Columns: []view.Column{
		{Name: "Unit"}, {Name: "Promised, days", Number: true}, {Name: "Worked, days", Number: true}, {Name: "In all periods, days", Number: true, Side: true}, {Name: "Items", Number: true, Side: true},
	}}
	units, pager := portionOf(p.visit, portion{"unit", "units", partRows, "unit", "units"}, i.Units, func(u overview.Taking) string { return cmp.Or(string(u.Unit.ID), "-") })
	out.Pager = pager
	for _, u := range units {
		unit := view.T(u.Unit.Name)
		if l := p.unitLink(u.Unit.ID); l.Href != "" {
			unit = view.A(l.Text, l.Href)
		}
		out.Table.Rows = append(out.Table.Rows, view.Row{Cells: []view.Cell{
			unit, view.F(daysOr(u.Planned, "no days promised")), view.F(daysOr(u.Worked, "no work")), view.F(daysOr(u.All, "no days promised")), view.T(wording.Number(float64(u.Items))),
		}})
	}
	return out
}

// daysOr is a number of days, or that none were declared.
func daysOr(d float64, lack string) view.Figure {
	if d == 0 {
		return view.Figure{Missing: lack}
	}
	return view.Number(wording.Whole(d))
}

// contribution is what it adds to which outcome or theme.
func (p sheet) contribution(i *overview.InitiativePage) view.List {
	out := view.List{Part: view.Part{ID: "contribution", Title: "What it contributes to", Sub: "Shares of the initiative", Edits: p.edits(i.Initiative).tool("shares", "contributes", len(i.Initiative.Contributes) > 0)}}
	if len(i.Initiative.Contributes) == 0 {
		out.Missing = &view.Missing{Title: "Not declared yet.", Text: "The outcomes and themes it serves would be here.", Add: "Say which outcome or theme it contributes to, and with what share."}
		return out
	}
	out.Table = view.Table{Caption: out.Title, Cards: true, Columns: []view.Column{{Name: "Outcome or theme"}, {Name: "Share", Number: true}, {Name: "Now", Number: true}, {Name: "Target", Number: true}}}
	for _, c := range i.Initiative.Contributes {
		out.Table.Rows = append(out.Table.Rows, p.contributionRow(c))
	}
	if rest := 1 - i.Linked; rest > 1e-9 {
		mark := p.theme(nil)
		out.Table.Rows = append(out.Table.Rows, view.Row{Cells: []view.Cell{{Theme: &mark}, view.T(wording.Percent(rest)), {}, {}}})
	}
	out.Table = out.Table.WithoutEmpty()
	return out
}

func (p sheet) contributionRow(c graph.Contribution) view.Row {
	share := view.T(wording.Percent(float64(c.Share)))
	if c.Theme != "" {
		mark := p.theme(p.then.Theme(c.Theme))
		return view.Row{Cells: []view.Cell{{Theme: &mark}, share, {}, {}}}
	}
	o := p.then.Outcome(c.Outcome)
	if o == nil {
		return view.Row{Cells: []view.Cell{view.T(string(c.Outcome)), share, {}, {}}}
	}
	line := overview.OutcomeLine{Outcome: o}
	if n := len(o.Readings); n > 0 {
		line.Latest = &o.Readings[n-1]
	}
	mark := p.marked(o.Name, recordHref(p.visit, o.Ref()), o.PrimaryTheme())
	now, target := metricWords(line)
	return view.Row{Cells: []view.Cell{{Theme: &mark}, share, view.F(now), {Figure: &target, Edit: p.edits(o).field("metric")}}}
}

// assumptions is what must be true, and what would end the initiative.
func (p sheet) assumptions(i *graph.Initiative) view.Assumptions {
	edit := p.edits(i)
	out := view.Assumptions{Part: view.Part{ID: "assumptions", Title: "What it stands on", Edits: append(edit.tool("assumptions", "assumptions", len(i.Assumptions) > 0), edit.tool("what ends it", "kill", len(i.Kill) > 0)...)}}
	if len(i.Assumptions)+len(i.Kill) == 0 {
		out.Missing = &view.Missing{Title: "No assumption is written down.", Text: "What must be true, and what would end the initiative, would be here."}
		return out
	}
	out.Sub = "What must be true, and what would end it"
	for _, a := range i.Assumptions {
		out.Rows = append(out.Rows, view.Assumption{Text: a.Words, Review: p.day(a.Review), State: p.reviewState(a)})
	}
	for _, k := range i.Kill {
		out.Rows = append(out.Rows, view.Assumption{Kill: k.Words, Review: p.day(k.Review), State: p.reviewState(k)})
	}
	out.Rows, out.Pager = portionOf(p.visit, portion{"assumed", "assumptions", pageRows, "line", "lines"}, out.Rows, func(a view.Assumption) string { return a.Text + a.Kill })
	return out
}

func (p sheet) reviewState(a graph.Assumption) view.State {
	switch {
	case a.Holds != "":
		return view.State{Text: a.Holds, Icon: "check", Quiet: true}
	case a.Reviewed != 0:
		return view.State{Text: "looked at " + p.day(a.Reviewed), Icon: "check", Quiet: true}
	case a.Review != 0 && a.Review < p.then.Today():
		return view.State{Text: "review is overdue", Tone: view.Warn, Quiet: true}
	}
	return view.State{Text: "not looked at yet", Icon: "circle", Quiet: true}
}

// relation is how an initiative stands to another.
type relation struct {
	how string
	to  graph.InitiativeID
}

func (r relation) key() string { return r.how + "/" + string(r.to) }

// related is the links to and from other initiatives; nothing without any.
func (p sheet) related(i *overview.InitiativePage) view.List {
	if len(i.Links)+len(i.Back) == 0 {
		return view.List{}
	}
	out := view.List{Part: view.Part{ID: "related", Title: "Related initiatives", Edits: p.edits(i.Initiative).tool("links", "links", len(i.Links) > 0)}}
	out.Table = view.Table{Caption: out.Title, Columns: []view.Column{{Name: "How"}, {Name: "Initiative"}, {Name: "State"}}}
	var all []relation
	for _, l := range i.Links {
		all = append(all, relation{map[graph.LinkKind]string{graph.SeeAlso: "See also", graph.Replaces: "Replaces", graph.Blocks: "Blocks"}[l.Kind], l.Initiative})
	}
	for _, l := range i.Back {
		all = append(all, relation{map[graph.LinkKind]string{graph.SeeAlso: "Named by", graph.Replaces: "Replaced by", graph.Blocks: "Blocked by"}[l.Kind], l.Initiative})
	}
	all, out.Pager = portionOf(p.visit, portion{"related", "related", partRows, "link", "links"}, all, relation.key)
	for _, r := range all {
		state := view.Cell{}
		if other := p.then.Initiative(r.to); other != nil {
			state = view.Cell{Text: string(other.State), Edit: p.edits(other).field("state")}
		}
		l := p.link(r.to.Ref())
		out.Table.Rows = append(out.Table.Rows, view.Row{Cells: []view.Cell{view.T(r.how), view.A(l.Text, l.Href), state}})
	}
	return out
}

func (p sheet) initiativeFindings(i *overview.InitiativePage) view.FindingList {
	out := view.FindingList{Part: view.Part{ID: "findings", Title: "Findings"}}
	if len(i.Findings) == 0 {
		out.Missing = &view.Missing{Title: "Nothing was found.", Text: "What the checks find about it would be listed here, worst first."}
		return out
	}
	shown := i.Findings[:min(len(i.Findings), mostFindings)]
	out.Sub = shownOf(len(shown), len(i.Findings))
	out.Items = p.findingItems(shown)
	return out
}

// work is the tracker's items, by page.
func (p sheet) work(id graph.InitiativeID) view.List {
	out := view.List{Part: view.Part{ID: "work", Title: "Work"}}
	list, next := p.base.WorkOf(id, graph.WorkID(p.query("after")), partRows)
	if len(list) == 0 {
		out.Missing = &view.Missing{Title: "No work is linked to it.", Text: "Items of the tracker that name it would be listed here.", Add: "Bring work in with the key of its initiative."}
		return out
	}
	out.Sub = "In the order of their keys"
	out.Table = view.Table{Caption: "Work", Walk: true, Cards: true, Columns: []view.Column{{Name: "Item"}, {Name: "Unit", Side: true}, {Name: "State", Short: true}, {Name: "Size, points", Number: true}, {Name: "Logged, days", Number: true}}}
	for _, w := range list {
		logged := 0.0
		for _, l := range w.Logged {
			logged += float64(l.Days)
		}
		size := view.F(view.Figure{Missing: "not sized"})
		if w.Size > 0 {
			size = view.T(wording.Number(float64(w.Size)))
		}
		days, edit := daysOr(logged, "no days logged"), p.edits(w)
		size.Edit = edit.field("size")
		out.Table.Rows = append(out.Table.Rows, view.Row{Cells: []view.Cell{
			{Text: w.Title, Href: historyHref(p.visit, w.ID.Ref()), Sub: string(w.ID), Edit: edit.field("title")},
			{Text: p.unitName(w.Unit), Edit: edit.field("unit")},
			{Text: w.State().String(), Edit: edit.field("states")},
			size,
			{Figure: &days, Edit: edit.field("logged")},
		}})
	}
	if next != "" {
		out.Pager.Next = p.here("after", string(next))
	}
	if p.query("after") != "" {
		out.Pager.First = p.here()
	}
	return out
}
