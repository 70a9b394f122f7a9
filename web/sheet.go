package web

import (
	"context"

	"throughline/door"
	"throughline/engine"
	"throughline/graph"
	"throughline/intent"
	"throughline/overview"
	"throughline/web/view"
	"throughline/wording"
)

// sheet is what mapping a read model to a page needs: the visit for addresses and dates, and the base.
type sheet struct {
	*visit
	base *overview.Base
	sure intent.Intervals // of the subject of the page; empty where they are not asked for
}

func (s *Server) sheet(ctx context.Context, v *visit) (sheet, error) {
	base, err := s.base(ctx, v)
	return sheet{visit: v, base: base}, err
}

// alike is what a part of a page shows to everybody who opens the same address of the picture and sees all of it, made once. It is
// made for nobody in particular, so that nothing in it can be for one person alone; part names it, with what it depends on besides.
func alike[T any](ctx context.Context, s *Server, p sheet, part any, run func(sheet) T) (T, error) {
	if p.base.Confined() {
		return run(p.forNobody()), nil
	}
	type key struct {
		base  *overview.Base
		query string
		part  any
	}
	return engine.Compute(ctx, s.engine, p.whole, key{p.base, p.r.URL.RawQuery, part}, func() T { return run(p.forNobody()) })
}

// forNobody is the sheet for somebody who sees the same and may do nothing.
func (p sheet) forNobody() sheet {
	v := *p.visit
	v.guest, v.as = door.Guest{}, nil
	p.visit = &v
	return p
}

// theme is the mark of a theme; nil is what has no line back.
func (p sheet) theme(t *graph.Theme) view.Theme {
	if t == nil {
		return view.Theme{Name: "No line back to a theme"}
	}
	return view.Theme{Name: t.Name, Mark: p.base.Place(t.ID), Href: p.to("/line-of-sight", "theme", string(t.ID))}
}

// marked is a record under the mark of a theme.
func (p sheet) marked(name, href string, t graph.ThemeID) view.Theme {
	return view.Theme{Name: name, Mark: p.base.Place(t), Href: href}
}

// unitLink leads to a unit; a unit that is not there is empty.
func (p sheet) unitLink(id graph.UnitID) view.Link {
	u := p.then.Unit(id)
	if u == nil {
		return view.Link{}
	}
	return view.Link{Text: u.Name, Href: p.to("/units/" + string(id))}
}

// unitName is the name of the unit, "" when there is none.
func (p sheet) unitName(id graph.UnitID) string { return p.unitLink(id).Text }

// link leads to the page of a record by its label.
func (p sheet) link(ref graph.Ref) view.Link {
	r := p.then.Record(ref)
	if r == nil {
		return view.Link{Text: ref.ID, Href: recordHref(p.visit, ref)}
	}
	return view.Link{Text: p.title(r), Href: recordHref(p.visit, ref)}
}

// title is what a record is called. Those without a name of their own are called by what they are about.
func (p sheet) title(r graph.Record) string { return overview.Title(p.then, r) }

// label is the label of a record, its id when it is not there.
func (p sheet) label(ref graph.Ref) string {
	if r := p.then.Record(ref); r != nil {
		return r.Label()
	}
	return ref.ID
}

// day is a date as the page shows it, "" when not set.
func (p sheet) day(d graph.Date) string {
	if d.IsZero() {
		return ""
	}
	return wording.Day(d.Time(), p.seen())
}

// span is what to call the period in a sentence: this half.
func (p sheet) span() string {
	if p.period == nil {
		return "so far"
	}
	word := ""
	switch p.period.Kind {
	case graph.Year, graph.Half, graph.Quarter, graph.Month:
		word = string(p.period.Kind)
	}
	if word == "" || !p.period.Contains(p.now.Today()) {
		return "in " + p.period.Name
	}
	return "this " + word
}

// over reports whether the period is past, so that a sentence about it tells what was.
func (p sheet) over() bool { return p.period != nil && p.period.End < p.now.Today() }

// inPeriod is "in 2026 H2".
func (p sheet) inPeriod() string {
	if p.period == nil {
		return ""
	}
	return "in " + p.period.Name
}

// stageName is the name of a stage as a heading.
func stageName(s intent.Stage) string { return wording.Capital(string(s)) }

// thread is the line of the stages, cut where something was lost.
func thread(s string) view.Thread {
	for n, name := range intent.Stages() {
		if string(name) == s {
			return view.Thread{Stage: n}
		}
	}
	return view.Thread{}
}

// missing is the head of a panel with nothing in it: what would be here, and what to add.
func missing(id, title, would, add string) view.Part {
	return view.Part{ID: id, Title: title, Missing: &view.Missing{Title: notYet, Text: would, Add: add}}
}

// notYet is what a panel says that has nothing more to say about why it is empty.
const notYet = "Not declared yet."

// days is a number of days as a figure without an explanation.
func days(d float64) view.Figure { return view.Figure{Text: wording.Whole(d), Unit: "days"} }
