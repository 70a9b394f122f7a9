package strategy

import (
	"slices"
	"strings"

	"throughline/change"
	"throughline/fault"
	"throughline/finding"
	"throughline/graph"
)

// Edition is a strategy as it is to be, published as a whole. What it does not speak of stays as it is.
type Edition struct {
	Period     graph.PeriodID // whose shares change; needed with shares
	Unit       graph.UnitID   // the top that states them; empty is the one that did, or the only one
	Shares     graph.Shares   // of all themes, at most 1 together; nil leaves them as they are
	Themes     []Theme
	Principles []Principle
	Reason     string
	Seen       int32 // the version of the stated shares that was looked at; 0 does not say
}

// Theme is the wording of a theme, as a whole.
type Theme struct {
	ID        graph.ThemeID // empty for a new one
	Name      string
	Short     string
	Statement string
	Why       string
	AntiGoals []string
	Share     graph.Share // of a new one; all others stand in the shares of the edition
}

// Principle is the wording of a principle, as a whole.
type Principle struct {
	ID     graph.PrincipleID // empty for a new one
	Prefer string
	Over   string
	Why    string
}

// Publish changes the wording of themes and principles and the stated shares as one version. Units whose
// restatement was accepted, and who were asked for a theme whose words or share changed, wait for an answer
// again, with the reason: nobody accepted their reading of what is asked now.
func Publish(s *graph.Snapshot, by change.By, in Edition) (change.Draft, error) {
	e := edition{s: s, by: by, in: in, worded: make(map[graph.ThemeID]bool), draft: change.Draft{Verb: "strategy.published", Reason: strings.TrimSpace(in.Reason)}}
	e.shares = slices.Clone(in.Shares)
	for _, t := range in.Themes {
		if err := e.theme(t); err != nil {
			return e.draft, err
		}
	}
	for _, p := range in.Principles {
		if err := e.principle(p); err != nil {
			return e.draft, err
		}
	}
	if in.Shares != nil || len(e.added) > 0 {
		if err := e.state(); err != nil {
			return e.draft, err
		}
	}
	if e.draft.IsEmpty() {
		return e.draft, nil
	}
	err := e.reopen()
	return e.draft, err
}

// edition is one that is being put together.
type edition struct {
	s      *graph.Snapshot
	by     change.By
	in     Edition
	draft  change.Draft
	worded map[graph.ThemeID]bool // the themes whose words change
	shares graph.Shares
	added  graph.Shares // shares of new themes
}

// picture is the picture with what the edition puts so far, so that what follows sees it.
func (e *edition) picture() (*graph.Snapshot, error) {
	d, err := change.CopyDraft(e.draft)
	if err != nil {
		return nil, err
	}
	return change.Fork(e.s, d)
}

// theme words a theme.
func (e *edition) theme(w Theme) error {
	name, err := change.Said(w.Name, "name of a theme", "Name it, for instance: keep borrowers in good standing")
	if err != nil {
		return err
	}
	if w.ID == "" {
		return e.newTheme(name, w)
	}
	was, err := change.Known[*graph.Theme](e.s, w.ID)
	if err != nil {
		return err
	}
	if w.Share != 0 {
		return fault.Invalidf("Put it among the shares", "the share of %s stands beside its words", finding.Quote(was.Name))
	}
	if e.worded[w.ID] {
		return fault.Invalidf("Put it once", "the edition words %s twice", finding.Quote(was.Name))
	}
	t, err := change.Take[*graph.Theme](e.s, w.ID)
	if err != nil {
		return err
	}
	w.putOn(t, name)
	e.draft.Update(e.s, t)
	e.worded[w.ID] = !sameWords(was, t)
	return nil
}

// newTheme adds a theme after those that are there.
func (e *edition) newTheme(name string, w Theme) error {
	s, err := e.picture()
	if err != nil {
		return err
	}
	t := &graph.Theme{ID: graph.ThemeID(graph.NewID(s, graph.KindTheme, name))}
	w.putOn(t, name)
	for o := range graph.All[*graph.Theme](s) {
		if strings.EqualFold(o.Name, name) && (o.Until == 0 || o.Until >= e.by.Day()) {
			return fault.Invalidf("Change that one, or give this another name", "there is a theme %s already", finding.Quote(o.Name))
		}
		if o.Order > 0 {
			t.Order = max(t.Order, o.Order+1)
		}
	}
	e.draft.Create(t)
	if w.Share != 0 {
		e.added = e.added.With(t.ID, w.Share)
	}
	return nil
}

func (w Theme) putOn(t *graph.Theme, name string) {
	t.Name, t.Short, t.Statement, t.Why = name, strings.TrimSpace(w.Short), strings.TrimSpace(w.Statement), strings.TrimSpace(w.Why)
	t.AntiGoals = change.Lines(w.AntiGoals)
}

// principle words a principle.
func (e *edition) principle(w Principle) error {
	const example = "Say it as: a kept promise even over a new start"
	prefer, err := change.Said(w.Prefer, "word on what is preferred", example)
	if err != nil {
		return err
	}
	over, err := change.Said(w.Over, "word on what it is preferred over", example)
	if err != nil {
		return err
	}
	var p *graph.Principle
	if w.ID != "" {
		if p, err = change.Take[*graph.Principle](e.s, w.ID); err != nil {
			return err
		}
		p.Prefer, p.Over, p.Why = prefer, over, strings.TrimSpace(w.Why)
		e.draft.Update(e.s, p)
		return nil
	}
	s, err := e.picture()
	if err != nil {
		return err
	}
	p = &graph.Principle{ID: graph.PrincipleID(graph.NewID(s, graph.KindPrinciple, prefer+" over "+over)), Prefer: prefer, Over: over, Why: strings.TrimSpace(w.Why)}
	for o := range graph.All[*graph.Principle](s) {
		if strings.EqualFold(o.Label(), p.Label()) {
			return fault.Invalidf("Change that one", "there is a principle %s already", finding.Quote(o.Label()))
		}
		if o.Order > 0 {
			p.Order = max(p.Order, o.Order+1)
		}
	}
	e.draft.Create(p)
	return nil
}

// state puts the stated shares.
func (e *edition) state() error {
	period, err := change.Known[*graph.Period](e.s, e.in.Period)
	if err != nil {
		return err
	}
	unit, was, err := e.states(period)
	if err != nil {
		return err
	}
	if e.in.Shares == nil && was != nil {
		e.shares = slices.Clone(was.Shares)
	}
	for _, a := range e.added {
		e.shares = e.shares.With(a.Theme, a.Share)
	}
	s, err := e.picture()
	if err != nil {
		return err
	}
	shares, err := change.WholeShares(s, e.shares)
	if err != nil {
		return err
	}
	if was == nil {
		i := &graph.Intent{Level: graph.Stated, Unit: unit, Period: period.ID, Shares: shares}
		i.ID = graph.IntentID(graph.NewID(e.s, graph.KindIntent, string(unit)+" "+string(period.ID)+" "+string(graph.Stated)))
		e.draft.Create(i)
		return nil
	}
	i, err := change.Take[*graph.Intent](e.s, was.ID)
	if err != nil {
		return err
	}
	i.Shares = shares
	e.draft.Update(e.s, i)
	e.draft.Expect(i.Ref(), e.in.Seen)
	return nil
}

// states is the top that states the strategy of the period, with what it stated so far, nil for nothing.
func (e *edition) states(period *graph.Period) (graph.UnitID, *graph.Intent, error) {
	var stated []*graph.Intent
	for i := range graph.Referrers[*graph.Intent](e.s, period.Ref()) {
		if i.Level == graph.Stated && i.Period == period.ID && (e.in.Unit == "" || i.Unit == e.in.Unit) {
			stated = append(stated, i)
		}
	}
	switch tops := graph.TreeOf(e.s, e.by.Day()).Tops(); {
	case len(stated) == 1:
		return stated[0].Unit, stated[0], nil
	case len(stated) == 0 && e.in.Unit != "":
		u, err := change.Known[*graph.Unit](e.s, e.in.Unit)
		if err == nil && u.Parent != "" {
			err = fault.Invalidf("Publish it for the top, and assign it to the units below", "%s is not the top of the organisation", u.Name)
		}
		return e.in.Unit, nil, err
	case len(stated) == 0 && len(tops) == 1:
		return tops[0], nil, nil
	case len(tops) == 0:
		return "", nil, fault.Invalidf("Open the top unit first", "there is no unit yet to state a strategy")
	}
	return "", nil, fault.Invalidf("Say which unit states the strategy", "several units stand at the top")
}
