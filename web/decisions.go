package web

import (
	"throughline/graph"
	"throughline/overview"
	"throughline/web/view"
	"throughline/wording"
)

// mostDecisions is how many decisions a page shows.
const mostDecisions = 10

// decisions is the decisions about the initiative, open ones first.
func (p sheet) decisions(i *overview.InitiativePage) view.List {
	out := view.List{Part: view.Part{ID: "decisions", Title: "Decisions"}}
	if len(i.Decisions) == 0 {
		out.Missing = &view.Missing{Title: "No decision is recorded.", Text: "Questions about it, who decides them and what was chosen would be here."}
		return out
	}
	out.Sub = wording.Count(len(i.Decisions), "decision", "decisions") + ", open ones first"
	out.Table = view.Table{Caption: out.Title, Cards: true, Columns: []view.Column{{Name: "Question"}, {Name: "Decides"}, {Name: "State"}}}
	decisions, pager := portionOf(p.visit, portion{"decision", "decisions", mostDecisions, "decision", "decisions"}, i.Decisions, func(d *graph.Decision) string { return string(d.ID) })
	out.Pager = pager
	for _, d := range decisions {
		st, edit := p.decisionState(d), p.edits(d)
		out.Table.Rows = append(out.Table.Rows, view.Row{Cells: []view.Cell{
			{Text: d.Question, Href: historyHref(p.visit, d.Ref()), Sub: d.Chosen, Edit: edit.field("question")},
			{Text: p.deciders(d), Edit: edit.field("deciders")},
			{State: &st, Edit: edit.field(decisionField(d))},
		}})
	}
	return out
}

func (p sheet) deciders(d *graph.Decision) string {
	if len(d.Deciders) == 0 {
		return "nobody named"
	}
	names := make([]string, len(d.Deciders))
	for n, id := range d.Deciders {
		names[n] = p.link(id.Ref()).Text
	}
	return wording.List(names, 3)
}

// decisionField is the field that the state of a decision tells: a day where it has one.
func decisionField(d *graph.Decision) string {
	switch {
	case d.State == graph.DecisionDecided && d.Decided != 0:
		return "decided"
	case d.State == graph.DecisionOpen && d.Due != 0:
		return "due"
	}
	return "state"
}

func (p sheet) decisionState(d *graph.Decision) view.State {
	switch {
	case d.State == graph.DecisionDecided && d.Decided != 0:
		return view.State{Text: "decided " + p.day(d.Decided), Tone: view.Good}
	case d.State == graph.DecisionDecided:
		return view.State{Text: "decided", Tone: view.Good}
	case d.State != graph.DecisionOpen:
		return view.State{Text: string(d.State), Icon: "dash"}
	case d.Due != 0 && d.Due < p.then.Today():
		return view.State{Text: "was due " + p.day(d.Due), Tone: view.Loss}
	case d.Due != 0:
		return view.State{Text: "due " + p.day(d.Due), Tone: view.Warn}
	}
	return view.State{Text: "open", Tone: view.Warn}
}
