package web

import (
	"context"
	"fmt"
	"strings"

	"github.com/a-h/templ"

	"throughline/graph"
	"throughline/overview"
	"throughline/web/view"
	"throughline/wording"
)

// portfolio is the page of all initiatives across units.
func (s *Server) portfolio(ctx context.Context, v *visit) (templ.Component, error) {
	v = v.canonical()
	ask, err := v.portfolioAsk()
	if err != nil {
		return nil, err
	}
	sh, err := s.shell(ctx, v, "Portfolio", "portfolio")
	if err != nil {
		return nil, err
	}
	p, err := s.sheet(ctx, v)
	if err != nil {
		return nil, err
	}
	folio := folio{sheet: p, ask: ask, slots: p.base.Horizons()}
	page := view.Portfolio{Shell: sh, Views: folio.views()}
	if page.Shell.Done, err = s.done(ctx, v); err != nil {
		return nil, err
	}
	if p.then.Count(graph.KindInitiative) == 0 {
		page.Views = nil
		page.Lead = view.Say("No initiative is declared yet.")
		page.Missing = &view.Missing{
			Title: "There is nothing to list yet.", Text: "All initiatives across units, as a grid, as a board, over time and against capacity, would be here.",
			Add: "Write initiatives in a workspace file, or bring them in from a spreadsheet or a tracker, with throughline import.",
		}
		return view.PortfolioPage(page), nil
	}
	page.Saved = folio.saved()
	folio.fill(&page)
	return view.PortfolioPage(page), nil
}

// folio is a sheet with the portfolio that was asked for.
type folio struct {
	sheet
	ask   portfolioAsk
	slots overview.Slots
	list  *overview.Portfolio
}

func (f folio) fill(page *view.Portfolio) {
	ask := f.ask.PortfolioAsk
	switch f.ask.way {
	case wayBoard:
		ask.Group = overview.ByCommitment
	case wayTimeline:
		ask.Group = overview.Together
		if ask.Sort == "" {
			ask.Sort = overview.OrderWhen
		}
	}
	f.list = f.base.Portfolio(ask)
	page.Lead, page.Filter, page.Notes = f.lead(), f.filter(), f.notes()
	if len(f.list.Lines) == 0 && f.ask.way != wayCapacity {
		page.Missing = &view.Missing{
			Title: "No initiative is like that.", Text: "Initiatives that match every field would be listed here.",
			Link: view.Link{Text: "Show all initiatives", Href: f.unnarrowed()},
		}
		return
	}
	switch f.ask.way {
	case wayBoard:
		page.Board = f.board()
	case wayTimeline:
		page.Timeline = f.timeline(ask)
	case wayCapacity:
		page.Room = f.room()
	default:
		page.Grid = f.grid()
		info, _ := graph.Info(graph.KindInitiative)
		page.Bulk = f.bulkBar(info)
		page.Grid.Columns[0].Picks = page.Bulk.ID
		if f.query("after") == "" {
			page.Due, page.Limits = f.due(), f.limits()
		}
	}
}

// views leads from each view to the others, with all else as it is.
func (f folio) views() []view.Chip {
	names := map[way]string{wayGrid: "Grid", wayBoard: "Board", wayTimeline: "Timeline", wayCapacity: "Capacity"}
	var out []view.Chip
	for _, w := range ways() {
		out = append(out, view.Chip{Text: names[w], Href: f.here(viewParam, string(w)), Current: w == f.ask.way})
	}
	return out
}

// unnarrowed is this page with nothing left out.
func (f folio) unnarrowed() string {
	var params []string
	for _, name := range narrowing() {
		params = append(params, name, "")
	}
	return f.here(params...)
}

// lead says how many initiatives there are, what they ask for, and what comes due.
func (f folio) lead() view.Sentence {
	n := len(f.list.Lines)
	if n == 0 {
		return view.Say("No initiative is like that.")
	}
	out := view.Sentence{view.Num(view.Number(wording.Number(float64(n)))), view.Words(plural(n, " initiative", " initiatives"))}
	if all := f.then.Count(graph.KindInitiative); n < all {
		out = append(out, view.Words(" of "+wording.Number(float64(all))))
	}
	if f.period == nil || f.list.Days < 0.5 {
		out = append(out, view.Words(plural(n, " has", " have")+" no days "+f.inPeriodOrYet()+"."))
	} else {
		sum := f.sum("why-days", "the initiatives listed here", f.list.Lines, f.list.Days)
		sum.Unit = ""
		out = append(out, view.Words(plural(n, " has ", " have ")), view.Num(sum), view.Words(" days "+f.inPeriod()+f.countedFor()+f.stoppedWords()+"."))
	}
	if late, soon := f.dueCount(); late+soon > 0 {
		out = append(out, view.Words(" "+dueWords(late, soon)))
	}
	return out
}

func (f folio) inPeriodOrYet() string {
	if f.period == nil {
		return "in a period yet"
	}
	return f.inPeriod()
}

// countedFor says whose days are counted where they are not those of all units.
func (f folio) countedFor() string {
	if f.list.Unit == nil {
		return ""
	}
	return ", counting those of " + f.list.Unit.ShortName()
}

// stoppedWords says how many of the days are of what was stopped.
func (f folio) stoppedWords() string {
	days := 0.0
	for _, l := range f.list.Lines {
		if l.Initiative.State == graph.Stopped {
			days += l.Days
		}
	}
	if days < 0.5 || f.ask.State == graph.Stopped {
		return ""
	}
	return ", " + wording.Whole(days) + " of them in what was stopped"
}

// dueCount is how many things are overdue, and how many more come due by the end of the period.
func (f folio) dueCount() (late, soon int) {
	for _, x := range f.base.ComesDue(f.list.Lines) {
		if x.Overdue {
			late++
		} else {
			soon++
		}
	}
	return late, soon
}

func dueWords(late, soon int) string {
	past := wording.Capital(wording.Count(late, "date is", "dates are")) + " past"
	switch {
	case soon == 0:
		return past + "."
	case late == 0:
		return wording.Capital(wording.Count(soon, "date comes", "dates come")) + " due by its end."
	}
	return past + ", and " + wording.Number(float64(soon)) + " more " + plural(soon, "comes", "come") + " due by its end."
}

// sum is days in the period with the initiatives they are made of.
func (f folio) sum(id, what string, lines []overview.PortfolioLine, total float64) view.Figure {
	text := wording.Whole(total)
	w := &view.Why{
		ID: id, Title: "Why " + wording.Days(total), Result: wording.Days(total), AsOf: "as of " + wording.FullDay(f.seen()),
		Formula: "The days that units promised to " + what + " " + f.inPeriod() + ", however firm they are. Days promised for a longer period count by the working days that fall into this one",
		Inputs:  view.Grid{Head: []string{"Initiative", "Days"}},
	}
	if f.list.Unit != nil {
		w.Formula += ". Only days of " + f.list.Unit.Name + " and of the units below it are counted"
	}
	most, rest, more := byDays(lines, whyInputs), total, 0
	for _, l := range most {
		w.Inputs.Rows = append(w.Inputs.Rows, []string{l.Initiative.Name, wording.Whole(l.Days)})
		rest -= l.Days
	}
	for _, l := range lines {
		if l.Days > 0 {
			more++
		}
	}
	if more -= len(most); more > 0 {
		w.Inputs.Rows = append(w.Inputs.Rows, []string{wording.Count(more, "more", "more"), wording.Whole(rest)})
	}
	w.Inputs.Foot = []string{"Together", text}
	var refs []graph.Ref
	for _, l := range most {
		refs = append(refs, l.Initiative.Ref())
	}
	w.Records, _ = f.evidence(refs)
	if n := len(most) + more - len(w.Records); n > 0 {
		w.MoreRecords = "and " + wording.Number(float64(n)) + " more"
	}
	return view.Figure{Text: text, Unit: "days", Why: w}
}

// byDays is the lines with most days, at most so many, most first.
func byDays(lines []overview.PortfolioLine, most int) []overview.PortfolioLine {
	var out []overview.PortfolioLine
	for _, l := range lines {
		if l.Days <= 0 || len(out) == most && l.Days <= out[most-1].Days {
			continue
		}
		at := len(out)
		for at > 0 && out[at-1].Days < l.Days {
			at--
		}
		if len(out) == most {
			out = out[:most-1]
		}
		out = append(out[:at], append([]overview.PortfolioLine{l}, out[at:]...)...)
	}
	return out
}

// notes say where something else is shown than what was asked for.
func (f folio) notes() []view.Note {
	var out []view.Note
	say := func(asked graph.UnitID, stands *graph.Unit) {
		if u := f.then.Unit(asked); u != nil && stands != nil && u != stands {
			out = append(out, view.Note{Text: fmt.Sprintf("%s has fewer than five people, so %s is shown in its place.", u.Name, stands.Name), Icon: "unit"})
		}
	}
	say(f.ask.Unit, f.list.Unit)
	if f.ask.Owner != f.ask.Unit {
		say(f.ask.Owner, f.list.Owner)
	}
	return out
}

// filter is the fields that narrow the list.
func (f folio) filter() view.Filter {
	out := view.Filter{Action: f.r.URL.Path, Text: f.ask.Text, Keep: f.keep(append(narrowing(), "after")...)}
	out.Fields = []view.Selector{
		f.unitChoice(unitParam, "Unit, with those below", f.list.Unit),
		f.unitChoice(ownerParam, "Owned by", f.list.Owner),
		f.themeChoice(), f.stateChoice(), f.periodChoice(),
	}
	if f.narrowed() {
		out.Clear = f.unnarrowed()
	}
	return out
}

// keep is the parameters of the address without some.
func (f folio) keep(without ...string) []view.Param {
	var out []view.Param
	q := f.r.URL.Query()
	q.Del(doneParam)
	for _, name := range without {
		q.Del(name)
	}
	for name, values := range q {
		out = append(out, view.Param{Name: name, Value: values[0]})
	}
	sortParams(out)
	return out
}

// mostOptions is how many units a field offers; the others are found by their page.
const mostOptions = 400

func (f folio) unitChoice(name, label string, now *graph.Unit) view.Selector {
	out := view.Selector{Name: name, Label: label, Options: []view.Option{{Text: "All"}}}
	for _, u := range f.base.Tree.Units() {
		if f.base.Tree.Small(u.ID) || len(out.Options) > mostOptions && u != now {
			continue
		}
		out.Options = append(out.Options, view.Option{
			Value: string(u.ID), Text: strings.Repeat("\u2003", f.base.Tree.Depth(u.ID)) + u.Name, Current: now != nil && u.ID == now.ID,
		})
	}
	return out
}

func (f folio) themeChoice() view.Selector {
	out := view.Selector{Name: themeParam, Label: "Serves", Options: []view.Option{{Text: "Any theme"}}}
	for _, t := range f.base.Themes() {
		out.Options = append(out.Options, view.Option{Value: string(t.ID), Text: t.Name, Current: t.ID == f.ask.Theme})
	}
	if len(out.Options) > 1 {
		out.Options = append(out.Options, view.Option{Value: string(overview.NoLine), Text: "No line back", Current: f.ask.Theme == overview.NoLine})
	}
	return out
}

func (f folio) stateChoice() view.Selector {
	out := view.Selector{Name: stateParam, Label: "Commitment", Options: []view.Option{
		{Text: "Any"}, {Value: string(overview.GoingOn), Text: "Not ended", Current: f.ask.State == overview.GoingOn},
	}}
	for _, c := range overview.Commitments() {
		out.Options = append(out.Options, view.Option{Value: string(c), Text: wording.Capital(string(c)), Current: c == f.ask.State})
	}
	return out
}

// periodChoice offers the period shown, its parts, what lies beyond it, and the one asked for.
func (f folio) periodChoice() view.Selector {
	out := view.Selector{Name: inParam, Label: "Period", Options: []view.Option{{Text: "Any time"}}}
	offered := append([]*graph.Period{f.period}, f.slots...)
	offered = append(offered, f.then.Period(f.ask.In))
	seen := make(map[graph.PeriodID]bool)
	for _, q := range offered {
		if q == nil || seen[q.ID] {
			continue
		}
		seen[q.ID] = true
		out.Options = append(out.Options, view.Option{Value: string(q.ID), Text: q.Name, Current: q.ID == f.ask.In})
	}
	if len(out.Options) > 1 {
		out.Options = append(out.Options, view.Option{Value: string(overview.NoPeriod), Text: "Names no period", Current: f.ask.In == overview.NoPeriod})
	}
	return out
}
