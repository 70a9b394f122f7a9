package strategy

import (
	"slices"
	"strings"

	"throughline/change"
	"throughline/fault"
	"throughline/finding"
	"throughline/graph"
)

// Retirement is the end of a theme.
type Retirement struct {
	Theme  graph.ThemeID
	Last   graph.Date    // the last day it holds; not set is today
	To     graph.ThemeID // where outcomes and initiatives go that still serve it after that; empty where none does
	Reason string
}

// Retire ends a theme on a day. It is refused while outcomes or initiatives serve the theme that go on after
// that day, unless it is said to which theme they go; then they go with all they gave it.
func Retire(s *graph.Snapshot, by change.By, in Retirement) (change.Draft, error) {
	draft := change.Draft{Verb: "theme.retired", Reason: strings.TrimSpace(in.Reason)}
	t, err := change.Take[*graph.Theme](s, in.Theme)
	if err != nil {
		return draft, err
	}
	last := in.Last
	if last == 0 {
		last = by.Day()
	}
	if last < t.From {
		return draft, fault.Invalidf("Choose that day or a later one", "%s begins on %s", finding.Quote(t.Name), by.Words(t.From))
	}
	outcomes, initiatives := serving(s, t.ID, last)
	if in.To == "" {
		if n := len(outcomes) + len(initiatives); n > 0 {
			var names []string
			for _, o := range outcomes {
				names = append(names, o.Name)
			}
			for _, i := range initiatives {
				names = append(names, i.Name)
			}
			return draft, fault.Invalidf("Say to which theme they go, or change them first", "%s after %s is still served by %s",
				finding.Quote(t.Name), by.Words(last), finding.List(names))
		}
	} else if err := successor(s, by, in, last); err != nil {
		return draft, err
	}
	t.Until = last
	draft.Update(s, t)
	err = pass(s, &draft, in, outcomes, initiatives)
	return draft, err
}

// successor holds that things can go to the theme.
func successor(s *graph.Snapshot, by change.By, in Retirement, last graph.Date) error {
	to, err := change.Known[*graph.Theme](s, in.To)
	if err != nil {
		return err
	}
	switch {
	case to.ID == in.Theme:
		return fault.Invalidf("Name another theme", "what serves %s cannot go to the theme itself", finding.Quote(to.Name))
	case to.Until != 0 && to.Until <= last:
		return fault.Invalidf("Name a theme that goes on", "%s ends on %s itself", finding.Quote(to.Name), by.Words(to.Until))
	}
	return nil
}

// serving is the outcomes and the initiatives that serve the theme and go on after the day, by id.
func serving(s *graph.Snapshot, t graph.ThemeID, day graph.Date) (outcomes []*graph.Outcome, initiatives []*graph.Initiative) {
	calendar := graph.CalendarOf(s)
	for o := range graph.Referrers[*graph.Outcome](s, t.Ref()) {
		p := calendar.Period(o.Period)
		if (p == nil || p.End > day) && (o.Until == 0 || o.Until > day) {
			outcomes = append(outcomes, o)
		}
	}
	for i := range graph.Referrers[*graph.Initiative](s, t.Ref()) {
		if calendar.GoesOn(i, day) {
			initiatives = append(initiatives, i)
		}
	}
	return outcomes, initiatives
}

// pass hands what served the theme to the one it goes to.
func pass(s *graph.Snapshot, draft *change.Draft, in Retirement, outcomes []*graph.Outcome, initiatives []*graph.Initiative) error {
	for _, was := range outcomes {
		o, err := change.Take[*graph.Outcome](s, was.ID)
		if err != nil {
			return err
		}
		if weight := o.Themes.Of(in.Theme); weight != 0 {
			o.Themes = o.Themes.With(in.To, o.Themes.Of(in.To)+weight)
		}
		o.Themes = slices.DeleteFunc(o.Themes, func(w graph.ThemeShare) bool { return w.Theme == in.Theme })
		if o.Primary == in.Theme {
			o.Primary = in.To
		}
		draft.Update(s, o)
	}
	for _, was := range initiatives {
		i, err := change.Take[*graph.Initiative](s, was.ID)
		if err != nil {
			return err
		}
		i.Contributes = redirected(i.Contributes, in.Theme, in.To)
		draft.Update(s, i)
	}
	return nil
}

// redirected is contributions to a theme made to another, one for each theme.
func redirected(list []graph.Contribution, from, to graph.ThemeID) []graph.Contribution {
	var out []graph.Contribution
	for _, c := range list {
		if c.Theme == from {
			c.Theme = to
		}
		if n := slices.IndexFunc(out, func(o graph.Contribution) bool { return c.Theme == to && o.Theme == to }); n >= 0 {
			out[n].Share += c.Share
			continue
		}
		out = append(out, c)
	}
	return out
}
