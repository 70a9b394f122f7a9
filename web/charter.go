package web

import (
	"slices"

	"throughline/graph"
	org "throughline/organisation"
	"throughline/overview"
	"throughline/web/view"
	"throughline/wording"
)

// farApart is the gap between two weights from which it is worth talking about.
const farApart = 0.25

// charter is how the unit defines value, urgency and success, beside the units that depend on it.
func (p sheet) charter(u *overview.UnitPage) view.Charter {
	out := view.Charter{Part: view.Part{ID: "charter", Title: "Charter: how this unit defines value, urgency and success"}}
	if p.mayEdit(u.Unit) {
		out.Edit = view.Link{Text: "Change the charter", Href: p.opens(charterForm, out.ID)}
		if p.isOpen(charterForm) {
			out.Form = p.charterEditor(u.Unit)
		}
	}
	if len(u.Unit.Value)+len(u.Unit.Urgency)+len(u.Unit.Success) == 0 {
		out.Part = missing(out.ID, out.Title, "What makes work worth doing, what comes first and how success is known, with weights, would be here, beside the units that depend on it.", "Write the three lists in the unit’s record.")
		if out.Edit.Href != "" {
			out.Edit.Text = "Write the charter"
			out.Missing.Add, out.Missing.Link = "", out.Edit
		}
		return out
	}
	out.Sub, out.Foot = charterSub(u.Charter), p.muteWords(u.Mute)
	out.State = view.State{Text: "as of " + wording.Day(stampTime(u.Unit.Stamp()), p.seen()), Icon: "check", Quiet: true}
	mixed := slices.ContainsFunc(u.Charter, func(n overview.Neighbour) bool { return !n.Depends })
	for _, n := range u.Charter {
		link := view.Link{Text: n.Unit.ShortName(), Href: p.to("/units/" + string(n.Unit.ID))}
		if n.Depends && mixed {
			link.Note = "depends on it"
		}
		out.Others = append(out.Others, link)
	}
	for at, l := range org.Lists() {
		if g := p.charterGroup(u, at, l); len(g.Rows) > 0 {
			g.Text = listTexts[l]
			out.Groups = append(out.Groups, g)
		}
	}
	return out
}

// listTexts says what each list of a charter is about.
var listTexts = map[graph.List]string{graph.ListValue: "what makes work worth doing", graph.ListUrgency: "what makes work come first", graph.ListSuccess: "how we know that it worked"}

// charterSub says what the weights stand beside.
func charterSub(list []overview.Neighbour) string {
	const unit, gaps = "Weights out of 100", ". Gaps of 25 or more are marked."
	depend := 0
	for _, n := range list {
		if n.Depends {
			depend++
		}
	}
	others := len(list) - depend
	switch {
	case len(list) == 0:
		return unit
	case others == 0:
		return unit + ", beside the " + plural(depend, "unit that depends", wording.Number(float64(depend))+" units that depend") + " on it" + gaps
	case depend == 0:
		return unit + ", beside " + wording.Count(others, "unit", "units") + " it deals with" + gaps
	}
	return unit + ", beside the " + plural(depend, "unit that depends", wording.Number(float64(depend))+" units that depend") + " on it and " + wording.Number(float64(others)) + plural(others, " other", " others") + " it deals with" + gaps
}

// muteWords names the units that depend on it and wrote no charter.
func (p sheet) muteWords(list []*graph.Unit) string {
	if len(list) == 0 {
		return ""
	}
	var names []string
	for _, u := range list {
		names = append(names, u.ShortName())
	}
	return wording.List(names, mostMute) + plural(len(list), " depends on it too, and has", " depend on it too, and have") + " written no charter to compare with."
}

// mostMute is how many units without a charter are named.
const mostMute = 5

// charterGroup is one of the three lists.
func (p sheet) charterGroup(u *overview.UnitPage, at int, l graph.List) view.CharterGroup {
	g := view.CharterGroup{Name: wording.Capital(string(l))}
	own := org.Criteria(u.Unit, l)
	rows := make(map[graph.DimensionID]int)
	add := func(d graph.DimensionID, words string, weight float64) int {
		if n, seen := rows[d]; seen {
			return n
		}
		rows[d] = len(g.Rows)
		g.Rows = append(g.Rows, view.CharterRow{Name: p.dimensionName(d), Words: words, Own: weightOf(weight), Others: make([]view.Weight, len(u.Charter))})
		return len(g.Rows) - 1
	}
	for _, c := range own {
		add(c.Dimension, c.Words, float64(c.Weight))
	}
	for n, other := range u.Charter {
		shared := &other.Shared.Lists[at]
		f := view.Figure{Missing: shared.Reason}
		if shared.Defined() {
			f.Text, f.Missing = wording.WholePercent(shared.Value)+" shared", ""
			f.Why = p.why(&shared.Result, f.Text)
			f.Why.ID = whyID(&shared.Result, string(l), idWord(string(other.Unit.ID)))
		}
		g.Shared = append(g.Shared, f)
		for _, w := range shared.Weights {
			cell := weightOf(w.Theirs)
			cell.Far, cell.Apart = w.Gap() >= farApart-1e-9, wording.Of100(w.Gap())+" apart"
			g.Rows[add(w.Dimension, "", w.Ours)].Others[n] = cell
		}
	}
	return g
}

// weightOf is a weight out of 100; 0 is none.
func weightOf(w float64) view.Weight {
	if w == 0 {
		return view.Weight{}
	}
	return view.Weight{Text: wording.Of100(w), Value: w}
}
