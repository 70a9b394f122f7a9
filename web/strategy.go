package web

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"throughline/graph"
	"throughline/overview"
	"throughline/web/view"
	"throughline/wording"
)

const (
	strategyPath = "/strategy"
	cascadePath  = "/cascade"
)

// strategy is the page on which the strategy of a period is read and published.
func (s *Server) strategy(ctx context.Context, v *visit) (templ.Component, error) {
	sh, err := s.shell(ctx, v, "Strategy", "strategy")
	if err != nil {
		return nil, err
	}
	p, err := s.sheet(ctx, v)
	if err != nil {
		return nil, err
	}
	st := p.base.Strategy()
	page := view.Strategy{Shell: sh, Lead: p.strategyLead(st)}
	if page.Shell.Done, err = s.done(ctx, v); err != nil {
		return nil, err
	}
	pub := publisher{p, st, v.mayAdd(&graph.Theme{ID: "x"})}
	pub.fill(&page)
	if len(st.Parts) == 0 && page.NewTheme == nil && page.Principles.New == nil {
		page.Principles = view.Principles{}
		page.Missing = &view.Missing{
			Title: "Nothing is written yet.", Text: "What leadership asks for would be here: themes with why they matter and what they do not mean, the share each is to have, principles, outcomes.",
			Add: "Write the first theme. Three are enough to begin.",
		}
		return view.StrategyPage(page), nil
	}
	p.reading(&page, st)
	page.Readers = p.strategyReaders(st)
	if page.Versions, err = s.strategyVersions(ctx, p, st.Parts); err != nil {
		return nil, err
	}
	if page.Changes, err = s.rewordings(ctx, p); err != nil {
		return nil, err
	}
	return view.StrategyPage(page), nil
}

// strategyLead says what is asked for, and whether it adds up.
func (p sheet) strategyLead(st *overview.Strategy) view.Sentence {
	if len(st.Themes) == 0 {
		return view.Say("No theme is written down " + p.inPeriodOrSoFar() + " yet.")
	}
	n := len(st.Themes)
	lead := fmt.Sprintf("%s asks for %s %s", overview.Organisation(p.then), wording.Count(n, "theme", "themes"), p.inPeriodOrSoFar())
	if st.Stated == nil {
		return view.Say(lead + ". How the emphasis is shared out among them is not stated yet.")
	}
	sum := float64(st.Sum())
	if left := 1 - sum; left > 1e-9 {
		return view.Say(fmt.Sprintf("%s. Their shares add up to %s of 100; %s are left to no theme.", lead, of100(sum), of100(left)))
	}
	return view.Say(lead + ". Their shares add up to 100 of 100.")
}

// of100 is a share out of a hundred, with the decimal it may have.
func of100(share float64) string { return strings.TrimSuffix(wording.Percent(share), "%") }

func (p sheet) inPeriodOrSoFar() string {
	if p.period == nil {
		return "so far"
	}
	return p.inPeriod()
}

// reading is what the one who looks has read of the strategy, and how they say so.
func (p sheet) reading(page *view.Strategy, st *overview.Strategy) {
	me := p.guest.Viewer.Person
	if p.as == nil || p.past() {
		return
	}
	if p.signs() == "" {
		if why := p.unlinked("That somebody has read it"); !p.guest.Viewer.ReadOnly && st.Stated != nil {
			page.Notes = append(page.Notes, why)
		}
		return
	}
	var mine *overview.Reader
	for n := range st.Readers {
		if st.Readers[n].Person.ID == me {
			mine = &st.Readers[n]
		}
	}
	left := overview.ToRead(p.now, p.period, me)
	switch {
	case len(left) == 0:
		page.Notes = append(page.Notes, view.Note{Text: "You have read what stands now.", Icon: "check", Tone: view.Good})
		return
	case mine != nil:
		page.Notes = append(page.Notes, view.Note{
			Text: wording.Capital(wording.Count(mine.Behind, "part", "parts")) + " changed since you read it on " + wording.Day(mine.At, p.seen()) + ".",
			Icon: "clock", Link: view.Link{Text: "See what changed", Href: p.here(sinceParam, graph.DateOf(mine.At).String()) + "#changes"},
		})
	}
	if wrong := p.wrong("read"); wrong != "" {
		page.Notes = append(page.Notes, view.Note{Text: wrong, Tone: view.Loss})
	}
	if p.may(readAll(p.visit, p.now.AsOf(), p.now.Position())) {
		page.Read = &view.Form{Action: p.here(editParam, "", doneParam, ""), Button: "I have read this", Hidden: []view.Param{{Name: "form", Value: "read"}, {Name: "seen", Value: itoa(p.now.Position())}}}
	}
}

// publisher fills in the parts of the strategy, with the forms in which they are worded anew for those who may.
type publisher struct {
	sheet
	st       *overview.Strategy
	mayWrite bool
}

func (p publisher) fill(page *view.Strategy) {
	if p.mayWrite {
		page.Adds = []view.Link{{Text: "New theme", Href: p.opens("theme/new", "new-theme")}, {Text: "New outcome", Href: "/new/outcome"}}
		if p.isOpen("theme/new") {
			page.NewTheme = p.themeForm(nil)
		}
	}
	page.Shares = p.shares()
	for n := range p.st.Themes {
		page.Themes = append(page.Themes, p.themeOf(&p.st.Themes[n]))
	}
	page.Principles = p.principles()
	if len(p.st.Loose) > 0 {
		page.Loose = p.loose()
	}
}

// shares is how the emphasis is shared out.
func (p publisher) shares() view.StatedShares {
	out := view.StatedShares{Part: view.Part{ID: "shares", Title: "How the emphasis is shared out"}}
	if len(p.st.Themes) == 0 || p.period == nil {
		return view.StatedShares{}
	}
	if p.mayWrite {
		out.Edit = view.Link{Text: "Change the shares", Href: p.opens("shares", "shares")}
		if p.isOpen("shares") {
			out.Form = p.sharesForm()
		}
	}
	if p.st.Stated == nil {
		out.Missing = &view.Missing{Title: notYet, Text: "The share of all emphasis that each theme is to have " + p.inPeriod() + " would be here.", Add: "State a share for each theme; what is missing to 100 is left to no theme."}
		return out
	}
	sum := float64(p.st.Sum())
	out.Title = fmt.Sprintf("The shares add up to %s of 100", of100(sum))
	out.Sub = "Of all emphasis " + p.inPeriod() + ", as " + p.unitName(p.st.Stated.Unit) + " states it"
	if of := p.then.Period(p.st.Stated.Period); of != nil && of.ID != p.period.ID {
		out.Sub += " for " + of.Name
	}
	out.Words = p.st.Stated.Restatement
	out.Bar = view.Bar{Max: max(1, sum), Label: out.Title}
	for _, t := range p.st.Themes {
		mark := view.Theme{Name: t.Theme.ShortName(), Mark: t.Place}
		out.Bar.Parts = append(out.Bar.Parts, view.BarPart{Value: t.Share.X, Theme: &mark})
		mark.Href = "#" + themeAnchor(t.Theme)
		out.Rows = append(out.Rows, view.StatedShare{Theme: mark, Share: p.statedShare(t.Share)})
	}
	if left := 1 - sum; left > 1e-9 {
		out.Left = of100(left) + " of 100 are left to no theme"
	}
	return out
}

func (p publisher) statedShare(s overview.Share) view.Figure {
	if !s.OK {
		return view.Figure{Missing: "no shares are stated"}
	}
	return view.Number(wording.Percent(s.X))
}

// mostAims is how many outcomes of a theme the page tells.
const mostAims = 12

func themeAnchor(t *graph.Theme) string { return "theme-" + string(t.ID) }

// themeOf is one theme in the words of leadership.
func (p publisher) themeOf(t *overview.StrategyTheme) view.StrategyTheme {
	form := "theme/" + string(t.Theme.ID)
	out := view.StrategyTheme{
		ID: themeAnchor(t.Theme), Theme: view.Theme{Name: t.Theme.Name, Mark: t.Place}, Share: p.statedShare(t.Share),
		Statement: t.Theme.Statement, Why: t.Theme.Why, AntiGoals: t.Theme.AntiGoals,
		Links: []view.Link{
			{Text: "How units read it", Href: p.to(cascadePath, "theme", string(t.Theme.ID))},
			{Text: "Line of sight", Href: p.to("/line-of-sight", "theme", string(t.Theme.ID))},
			{Text: "History", Href: historyHref(p.visit, t.Theme.Ref())},
		},
	}
	for _, o := range t.Outcomes[:min(len(t.Outcomes), mostAims)] {
		out.Outcomes = append(out.Outcomes, p.aim(o))
	}
	if n := len(t.Outcomes); n > mostAims {
		out.AllOutcomes = view.Link{Text: "All " + wording.Number(float64(n)) + " outcomes of it", Href: p.to(outcomesPath, "theme", string(t.Theme.ID))}
	}
	if !p.mayWrite {
		return out
	}
	if p.isOpen(form) {
		out.Form = p.themeForm(t.Theme)
	}
	out.Links = append([]view.Link{{Text: "Change the words", Href: p.opens(form, out.ID)}}, out.Links...)
	return out
}

// aim is an outcome with its target and its latest reading.
func (p publisher) aim(o overview.StrategyOutcome) view.StrategyOutcome {
	m := o.Outcome.Metric
	out := view.StrategyOutcome{Name: o.Outcome.ShortName(), Href: historyHref(p.visit, o.Outcome.Ref()), Owner: p.unitLink(o.Outcome.Owner), Latest: view.Figure{Missing: "no reading yet"}}
	edit := p.edits(o.Outcome)
	name := "name"
	if o.Outcome.Short != "" {
		name = "short"
	}
	out.NameEdit, out.TargetEdit, out.Owner.Edit = edit.field(name), edit.field("metric"), edit.field("owner")
	if m.Declared() {
		out.Target = fmt.Sprintf("from %s to %s", exactly(m.Baseline), measured(m, m.Target))
		if !m.Due.IsZero() {
			out.Target += " by " + p.day(m.Due)
		}
	}
	if o.Latest == nil {
		return out
	}
	out.Latest, out.On = view.Number(measured(m, o.Latest.Value)), p.day(o.Latest.On)
	if o.Before != nil && m.Declared() {
		out.Trend = trendOf(m, o.Before.Value, o.Latest.Value)
	}
	return out
}

// measured is a value of the metric in its unit.
func measured(m graph.Metric, x float64) string {
	switch m.Unit {
	case "":
		return exactly(x)
	case "%":
		return exactly(x) + "%"
	}
	return exactly(x) + " " + m.Unit
}

// exactly is a number with all its decimals: a target of 99.95 is not one of 100.
func exactly(x float64) string {
	if tenths := x * 10; tenths == math.Trunc(tenths) {
		return wording.Number(x)
	}
	return strconv.FormatFloat(x, 'f', -1, 64)
}

// trendOf says which way the metric moved since the reading before.
func trendOf(m graph.Metric, before, now float64) view.State {
	switch {
	case before == now:
		return view.State{Text: "unchanged", Icon: "minus", Quiet: true}
	case (now > before) == (m.Direction == graph.Up):
		return view.State{Text: "nearer", Icon: "check", Tone: view.Good, Quiet: true}
	}
	return view.State{Text: "further off", Tone: view.Loss, Quiet: true}
}

// principles is what is preferred when two good things collide.
func (p publisher) principles() view.Principles {
	out := view.Principles{Part: view.Part{ID: "principles", Title: "Principles", Sub: "When two good things collide"}}
	if p.mayWrite {
		out.Add = view.Link{Text: "New principle", Href: p.opens("principle/new", "principles")}
		if p.isOpen("principle/new") {
			out.New = p.principleForm(nil)
		}
	}
	for _, r := range p.st.Principles {
		form := "principle/" + string(r.ID)
		row := view.Principle{ID: "principle-" + string(r.ID), Prefer: r.Prefer, Over: r.Over, Why: r.Why}
		if p.mayWrite {
			row.Edit = view.Link{Text: "Change the principle: " + r.Label(), Href: p.opens(form, row.ID)}
			if p.isOpen(form) {
				row.Form = p.principleForm(r)
			}
		}
		out.Rows = append(out.Rows, row)
	}
	if len(out.Rows) == 0 {
		out.Missing = &view.Missing{Title: "None yet.", Text: "What is preferred when two good things collide would be here.", Add: "Say it as one thing even over another."}
	}
	return out
}

// loose is the outcomes that serve no theme.
func (p publisher) loose() view.List {
	out := view.List{Part: view.Part{ID: "loose", Title: "Outcomes that serve no theme", Sub: "Nothing of the strategy is reached by them as they stand"}}
	out.Table = view.Table{Caption: out.Title, Walk: true, Cards: true, Columns: []view.Column{{Name: "Outcome"}, {Name: "Owner"}, {Name: "Target"}, {Name: "Latest", Number: true}}}
	for _, o := range p.st.Loose[:min(len(p.st.Loose), partRows)] {
		a := p.aim(o)
		latest := view.Cell{Figure: &a.Latest, Sub: a.On}
		out.Table.Rows = append(out.Table.Rows, view.Row{Cells: []view.Cell{view.A(a.Name, a.Href), view.A(a.Owner.Text, a.Owner.Href), view.T(a.Target), latest}})
	}
	if n := len(p.st.Loose); n > partRows {
		out.All = view.Link{Text: "All outcomes", Href: p.to("/records/outcome")}
		out.Foot = fmt.Sprintf("%d of %s", partRows, wording.Number(float64(n)))
	}
	return out
}
