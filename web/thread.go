package web

import (
	"throughline/dependency"
	"throughline/graph"
	"throughline/overview"
	"throughline/web/view"
	"throughline/wording"
)

// The most that a page shows of dependencies and of their turns.
const (
	mostThreads = 8
	mostTurns   = 6
)

// threads is the dependencies of the initiative with their turns.
func (p sheet) threads(i *overview.InitiativePage) view.Dependencies {
	out := view.Dependencies{Part: view.Part{ID: "dependencies", Title: "What it needs from others"}}
	if len(i.Threads) == 0 {
		out.Missing = &view.Missing{Title: "No dependency is declared.", Text: "What one unit needs from another for it, and how that was agreed, would be here."}
		return out
	}
	out.Sub = wording.Count(len(i.Threads), "dependency", "dependencies")
	threads, pager := portionOf(p.visit, portion{"needs", "dependencies", mostThreads, "dependency", "dependencies"}, i.Threads, threadKey)
	out.Pager = pager
	for _, t := range threads {
		out.Rows = append(out.Rows, p.dependency(t))
	}
	return out
}

func threadKey(t dependency.Thread) string { return string(t.Dependency.ID) }

func (p sheet) dependency(t dependency.Thread) view.Dependency {
	d := t.Dependency
	edit := p.edits(d)
	out := view.Dependency{
		TitleEdit: edit.field("what"), ByEdit: edit.field("needed_by"),
		Title: d.What, Href: historyHref(p.visit, d.Ref()), From: p.unitLink(d.From), To: p.unitLink(d.On), By: p.day(d.NeededBy), State: p.threadState(t),
	}
	out.From.Edit, out.To.Edit = edit.field("from"), edit.field("on")
	turns := d.Turns
	for len(turns) > 0 && graph.DateOf(turns[len(turns)-1].At) > p.then.Today() {
		turns = turns[:len(turns)-1]
	}
	first := max(0, len(turns)-mostTurns)
	if first > 0 {
		out.More = wording.Count(first, "earlier turn is", "earlier turns are") + " in its history."
	}
	for n := first; n < len(turns); n++ {
		out.Turns = append(out.Turns, p.turn(d, turns, n))
	}
	if n := len(out.Turns); n > 0 && !t.State.Settled() && t.State != dependency.Promised {
		out.Turns[n-1].Open = true
	}
	return out
}

// turn is one act; a day that differs from the one named before stands beside it.
func (p sheet) turn(d *graph.Dependency, turns []graph.Turn, n int) view.Turn {
	t := turns[n]
	unit := t.Unit
	if unit == "" {
		unit = d.From
		switch t.Act {
		case graph.Offer, graph.Commit, graph.Decline, graph.Deliver, graph.Break:
			unit = d.On
		}
	}
	out := view.Turn{Given: unit == d.On, Verb: actWords(t.Act), Unit: p.unitName(unit), When: wording.Day(t.At, p.seen()), Text: t.Words}
	if t.Date != 0 {
		term := view.Term{Name: "By", New: p.day(t.Date)}
		for k := n - 1; k >= 0; k-- {
			if turns[k].Date != 0 {
				if turns[k].Date != t.Date {
					term.Old = p.day(turns[k].Date)
				}
				break
			}
		}
		out.Terms = []view.Term{term}
	}
	return out
}

func actWords(a graph.Act) string {
	switch a {
	case graph.Ask:
		return "asked"
	case graph.Offer:
		return "offered"
	case graph.Counter:
		return "countered"
	case graph.Commit:
		return "promised"
	case graph.Decline:
		return "declined"
	case graph.Renegotiate:
		return "took the promise back"
	case graph.Deliver:
		return "delivered"
	}
	return "broke it off"
}

// mostAsks is how many dependencies a list shows.
const mostAsks = 8

// asks is the dependencies on a unit, or of it; what is settled comes last.
func (p sheet) asks(id, title string, list []dependency.Thread, other func(*graph.Dependency) graph.UnitID) view.List {
	out := view.List{Part: view.Part{ID: id, Title: title}}
	if len(list) == 0 {
		out.Missing = &view.Missing{Title: "Nothing is asked.", Text: "What one unit needs from another, and where that stands, would be here."}
		return out
	}
	open := 0
	for _, t := range list {
		if !t.State.Settled() {
			open++
		}
	}
	out.Sub = wording.Number(float64(open)) + " open of " + wording.Number(float64(len(list))) + ", the longest quiet first"
	out.Table = view.Table{Caption: title, Cards: true, Columns: []view.Column{{Name: "What"}, {Name: "State"}, {Name: "Asked, days ago", Number: true}}}
	list, out.Pager = portionOf(p.visit, portion{id, id, mostAsks, "dependency", "dependencies"}, list, threadKey)
	for _, t := range list {
		st, age := p.threadState(t), ""
		if t.Asked != 0 {
			age = wording.Number(float64(t.Age))
		}
		out.Table.Rows = append(out.Table.Rows, view.Row{Cells: []view.Cell{
			{Text: t.Dependency.What, Href: historyHref(p.visit, t.Dependency.Ref()), Sub: p.unitName(other(t.Dependency)), Edit: p.edits(t.Dependency).field("what")}, {State: &st}, view.T(age),
		}})
	}
	return out
}

// threadState is where a dependency stands, in words.
func (p sheet) threadState(t dependency.Thread) view.State {
	switch t.State {
	case dependency.Named:
		return view.State{Text: "named, nothing said yet", Icon: "dash"}
	case dependency.Unanswered:
		return view.State{Text: "waiting for an answer", Tone: view.Warn}
	case dependency.Open:
		return view.State{Text: "no day promised", Icon: "swap", Tone: view.Warn}
	case dependency.Promised:
		if t.Promised == 0 {
			return view.State{Text: "promised", Icon: "check"}
		}
		return view.State{Text: "promised " + p.day(t.Promised), Icon: "check"}
	case dependency.Renegotiated:
		return view.State{Text: "promise taken back", Icon: "swap", Tone: view.Warn}
	case dependency.Kept:
		return view.State{Text: "kept", Tone: view.Good}
	case dependency.Declined:
		return view.State{Text: "declined", Icon: "x"}
	}
	if t.Late > 0 {
		return view.State{Text: wording.Count(t.Late, "day", "days") + " late", Tone: view.Loss}
	}
	return view.State{Text: "broken", Tone: view.Loss}
}
