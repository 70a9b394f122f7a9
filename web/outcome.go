package web

import (
	"context"
	"fmt"
	"slices"

	"github.com/a-h/templ"

	"throughline/fault"
	"throughline/graph"
	"throughline/overview"
	"throughline/web/view"
	"throughline/wording"
)

const outcomesPath = "/outcomes"

// The ends by which the outcomes are narrowed, and their parameter.
const (
	endParam = "end"
	endDue   = "due"
	endNone  = "none"
)

// outcomeStates are the states by which the outcomes are narrowed, each with its words and what it holds.
func outcomeStates() []outcomeState {
	return []outcomeState{
		{"unserved", "Nothing funded serves them", func(r overview.OutcomeRow) bool { return r.Funded == 0 }},
		{"stale", "To be read", func(r overview.OutcomeRow) bool { return r.Stale }},
		{"behind", "Behind", func(r overview.OutcomeRow) bool { return r.Behind() }},
		{"doubt", "In doubt", overview.OutcomeRow.Doubted},
	}
}

// outcomeState is one state that an outcome may be in.
type outcomeState struct {
	word, text string
	holds      func(overview.OutcomeRow) bool
}

// outcomes is the page of all outcomes of a period.
func (s *Server) outcomes(ctx context.Context, v *visit) (templ.Component, error) {
	ask, err := askOutcomes(v)
	if err != nil {
		return nil, err
	}
	sh, err := s.shell(ctx, v, "Outcomes", "outcomes")
	if err != nil {
		return nil, err
	}
	p, err := s.sheet(ctx, v)
	if err != nil {
		return nil, err
	}
	list := p.base.OutcomeList()
	page := view.Outcomes{Shell: sh, Lead: p.outcomesLead(list)}
	if page.Shell.Done, err = s.done(ctx, v); err != nil {
		return nil, err
	}
	if v.canWrite() == nil {
		page.New = view.Link{Text: "New outcome", Href: "/new/outcome"}
	}
	if len(list.Rows) == 0 {
		page.Missing = p.noOutcomes(page.New)
		return view.OutcomesPage(page), nil
	}
	page.Filters = p.outcomeChips(list, ask)
	shown := slices.DeleteFunc(slices.Clone(list.Rows), func(r overview.OutcomeRow) bool { return !ask.holds(r) })
	if len(shown) == 0 {
		page.Missing = &view.Missing{Title: "No outcome is like that.", Link: view.Link{Text: "Show all outcomes", Href: p.to(outcomesPath)}}
		return view.OutcomesPage(page), nil
	}
	first := slices.IndexFunc(shown, func(r overview.OutcomeRow) bool { return r.Outcome.Evergreen() })
	if first < 0 {
		first = len(shown)
	}
	if ask.end != endNone {
		page.Due = p.outcomeTable("due", "Time-boxed", "With a period, or a day by which they are to be there", endDue, shown[:first])
	}
	if ask.end != endDue {
		page.Always = p.outcomeTable("evergreen", "Evergreen", "Without an end: bound to no period, with no day that is due", endNone, shown[first:])
	}
	return view.OutcomesPage(page), nil
}

// outcomeAsk is what the address asks for of the outcomes.
type outcomeAsk struct {
	state *outcomeState // nil for every one
	theme graph.ThemeID
	end   string
}

func (a outcomeAsk) holds(r overview.OutcomeRow) bool {
	switch {
	case a.state != nil && !a.state.holds(r), a.theme != "" && r.Outcome.PrimaryTheme() != a.theme:
		return false
	case a.end == endDue:
		return !r.Outcome.Evergreen()
	case a.end == endNone:
		return r.Outcome.Evergreen()
	}
	return true
}

func askOutcomes(v *visit) (a outcomeAsk, err error) {
	a.theme, a.end = graph.ThemeID(v.query("theme")), v.query(endParam)
	if a.theme != "" && v.then.Theme(a.theme) == nil {
		return a, v.notHere(a.theme.Ref())
	}
	if a.end != "" && a.end != endDue && a.end != endNone {
		return a, fault.Invalidf("Use due or none", "“%s” is no end of an outcome", a.end)
	}
	word := v.query(stateParam)
	if word == "" {
		return a, nil
	}
	for _, s := range outcomeStates() {
		if s.word == word {
			a.state = &s
			return a, nil
		}
	}
	return a, fault.Invalidf("Use unserved, stale, behind or doubt", "“%s” is no state of an outcome", word)
}

// noOutcomes stands in the place of the lists where no outcome is declared.
func (p sheet) noOutcomes(add view.Link) *view.Missing {
	return &view.Missing{
		Title: "No outcome is declared.", Text: "What is to change in the world, where it stands, how sure its owner is and what funded work serves it would be here.",
		Add: "Declare the first with a metric, where it begins and where it is to be.", Link: add,
	}
}

// outcomesLead says how many there are, how many nothing funded serves, and how many nobody reads.
func (p sheet) outcomesLead(list overview.OutcomeList) view.Sentence {
	n := len(list.Rows)
	if n == 0 {
		return view.Say("No outcome is declared yet.")
	}
	always := 0
	for _, r := range list.Rows {
		if r.Outcome.Evergreen() {
			always++
		}
	}
	words := wording.Count(n, "outcome is", "outcomes are") + " pursued " + p.span()
	if always > 0 {
		words += fmt.Sprintf(", %s without an end", wording.Number(float64(always)))
	}
	out := view.Sentence{view.Words(words + ".")}
	if r := list.Unserved; r.Defined() {
		switch {
		case r.Value == 0 && n == 1:
			out = append(out, view.Words(" Funded work serves it."))
		case r.Value == 0:
			out = append(out, view.Words(" Funded work serves every one of them."))
		case n == 1:
			out = append(out, view.Words(" Nothing funded serves it."))
		default:
			out = append(out, view.Words(" Nothing funded serves "), view.Num(p.number(&r)), view.Words(" of them."))
		}
	}
	if r := list.Unread; r.Defined() && r.Value > 0 {
		out = append(out, view.Words(" Nobody has read the metric of "), view.Num(p.number(&r)), view.Words("."))
	}
	return out
}

// outcomeChips is the filters with what each would leave.
func (p sheet) outcomeChips(list overview.OutcomeList, ask outcomeAsk) []view.ChipGroup {
	count := func(a outcomeAsk) string {
		n := 0
		for _, r := range list.Rows {
			if a.holds(r) {
				n++
			}
		}
		return wording.Number(float64(n))
	}
	with := func(change func(*outcomeAsk)) outcomeAsk { a := ask; change(&a); return a }
	states := view.ChipGroup{Name: "Which", Chips: []view.Chip{{Text: "All", Href: p.here(stateParam, ""), Current: ask.state == nil, Count: count(with(func(a *outcomeAsk) { a.state = nil }))}}}
	for _, s := range outcomeStates() {
		chip := view.Chip{Text: s.text, Href: p.here(stateParam, s.word), Current: ask.state != nil && ask.state.word == s.word, Count: count(with(func(a *outcomeAsk) { a.state = &s }))}
		if chip.Count != "0" || chip.Current {
			states.Chips = append(states.Chips, chip)
		}
	}
	themes := view.ChipGroup{Name: "Theme", Chips: []view.Chip{{Text: "All", Href: p.here("theme", ""), Current: ask.theme == ""}}}
	for _, t := range p.base.Themes() {
		mark := p.theme(t)
		themes.Chips = append(themes.Chips, view.Chip{Href: p.here("theme", string(t.ID)), Current: ask.theme == t.ID, Theme: &mark, Count: count(with(func(a *outcomeAsk) { a.theme = t.ID }))})
	}
	groups := []view.ChipGroup{states}
	if len(themes.Chips) > 2 {
		groups = append(groups, themes)
	}
	if ask.end != "" {
		groups = append(groups, view.ChipGroup{Name: "End", Chips: []view.Chip{
			{Text: "All", Href: p.here(endParam, "")}, {Text: "Time-boxed", Href: p.here(endParam, endDue), Current: ask.end == endDue}, {Text: "Evergreen", Href: p.here(endParam, endNone), Current: ask.end == endNone},
		}})
	}
	return groups
}

// outcomeTable is the outcomes with or without an end, at most a hundred of them.
func (p sheet) outcomeTable(id, title, sub, end string, rows []overview.OutcomeRow) view.List {
	if len(rows) == 0 {
		return view.List{}
	}
	n := len(rows)
	out := view.List{Part: view.Part{ID: id, Title: wording.Number(float64(n)) + " " + lower(title), Sub: sub}}
	out.Table = view.Table{Caption: title, Walk: true, Cards: true, Columns: []view.Column{
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
	rows, from := p.outcomePart(rows, end)
	for _, r := range rows {
		out.Table.Rows = append(out.Table.Rows, view.Row{ID: idWord(string(r.Outcome.ID)), Cells: p.outcomeCells(r)})
	}
	if len(rows) == n {
		return out
	}
	if p.query(endParam) != end {
		out.All = view.Link{Text: "All " + wording.Number(float64(n)), Href: p.here(endParam, end)}
		return out
	}
	last := from + len(rows)
	out.Pager.Shown = fmt.Sprintf("%s to %s of %s", wording.Number(float64(from+1)), wording.Number(float64(last)), wording.Count(n, "outcome", "outcomes"))
	if last < n {
		out.Pager.Next = p.here("after", string(rows[len(rows)-1].Outcome.ID))
	}
	if from > 0 {
		out.Pager.First = p.here()
	}
	return out
}

// outcomePart is the rows of one page, and how many stand before them.
func (p sheet) outcomePart(rows []overview.OutcomeRow, end string) (part []overview.OutcomeRow, from int) {
	if after := p.query("after"); after != "" && p.query(endParam) == end {
		from = 1 + slices.IndexFunc(rows, func(r overview.OutcomeRow) bool { return string(r.Outcome.ID) == after })
	}
	return rows[from:min(len(rows), from+pageRows)], from
}

func (p sheet) outcomeCells(r overview.OutcomeRow) []view.Cell {
	o := r.Outcome
	mark := p.marked(o.Name, recordHref(p.visit, o.Ref()), o.PrimaryTheme())
	owner := view.F(view.Figure{Missing: "no owner"})
	if l := p.unitLink(o.Owner); l.Href != "" {
		owner = view.A(l.Text, l.Href)
	}
	now, target := metricWords(overview.OutcomeLine{Outcome: o, Latest: r.Latest})
	from := view.Figure{Missing: "no metric"}
	if o.Metric.Declared() {
		from = view.Number(withUnit(o.Metric.Baseline, o.Metric.Unit))
	}
	progress := p.progress(r)
	cell := view.Cell{Figure: &progress}
	if r.Behind() {
		cell.Sub = "expected " + wording.WholePercent(r.Expected.X)
	}
	edit := p.edits(o)
	owner.Edit = edit.field("owner")
	metric := edit.field("metric")
	return []view.Cell{{Theme: &mark, Edit: edit.field("name")}, owner, {Figure: &from, Edit: metric}, view.F(now), {Figure: &target, Edit: metric}, cell, view.F(p.confidence(r)), p.servedCell(r), p.readCell(r)}
}

// mostProgress is how many times the way to a target is told as a figure, in both directions.
const mostProgress = 10

// progress is how far it is on its way to the target.
func (p sheet) progress(r overview.OutcomeRow) view.Figure {
	f := p.share(&r.Progress)
	switch x := r.Progress.Value; { // a reading that may be mistyped gives no figure with many digits
	case !r.Progress.Defined():
	case x > mostProgress:
		f.Text = "more than " + wording.WholePercent(mostProgress)
	case x < -mostProgress:
		f.Text = "less than " + wording.WholePercent(-mostProgress)
	}
	if r.Behind() {
		f.Tone = view.Loss
	}
	return f
}

// confidence is how sure its owner is.
func (p sheet) confidence(r overview.OutcomeRow) view.Figure {
	if !r.Confidence.OK {
		return view.Figure{Missing: r.Confidence.Why}
	}
	return view.Number(wording.WholePercent(r.Confidence.X))
}

// servedCell is what funded work serves it, or that nothing does.
func (p sheet) servedCell(r overview.OutcomeRow) view.Cell {
	words, state := p.servedWords(r)
	if state.Text != "" {
		return view.Cell{State: &state, Sub: words}
	}
	sub := ""
	if r.Planned > 0 {
		sub = wording.Days(r.Planned)
	}
	return view.Cell{Text: words, Sub: sub}
}

// servedWords is how many initiatives serve it; the state says that no funded one does.
func (p sheet) servedWords(r overview.OutcomeRow) (words string, state view.State) {
	if r.Initiatives > 0 {
		words = unparted(wording.Count(r.Initiatives, "initiative", "initiatives"))
	}
	switch {
	case p.period == nil:
	case r.Initiatives == 0:
		return "", view.State{Text: "nothing serves it", Tone: view.Loss, Quiet: true}
	case r.Funded == 0:
		return words, view.State{Text: "nothing funded", Tone: view.Loss, Quiet: true}
	}
	return words, view.State{}
}

// readCell is when it was last read.
func (p sheet) readCell(r overview.OutcomeRow) view.Cell {
	m := r.Outcome.Metric
	switch {
	case !m.Declared():
		return view.F(view.Figure{Missing: "no metric"})
	case r.Latest == nil:
		return view.Cell{State: &view.State{Text: "never read", Tone: view.Warn, Quiet: true}}
	}
	words := p.day(r.Latest.On)
	if r.Stale {
		return view.Cell{State: &view.State{Text: words, Tone: view.Warn, Quiet: true}, Sub: p.ago(r.Latest.On)}
	}
	return view.Cell{Text: words, Sub: p.ago(r.Latest.On)}
}

// ago is how long a day is past.
func (p sheet) ago(d graph.Date) string {
	switch n := int(p.then.Today() - d); n {
	case 0:
		return "today"
	case 1:
		return "yesterday"
	default:
		return wording.Count(n, "day ago", "days ago")
	}
}
