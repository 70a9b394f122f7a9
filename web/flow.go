package web

import (
	"math"
	"slices"
	"strconv"

	"throughline/chart"
	"throughline/graph"
	"throughline/overview"
	"throughline/web/view"
	"throughline/wording"
)

// flow draws what is shown of the whole map. It needs room: a narrow screen has the list.
func (p sheet) flow(all, s overview.Sight, selected string) view.SVG {
	f := chart.Flow{
		Frame: chart.Frame{
			ID: "map-c", Finding: wording.Whole(s.Days-s.Linked) + " of " + wording.Days(s.Days) + " have no line back to a theme.",
			Desc: "Days from theme over outcome and initiative to unit.",
		},
		Headings: []string{"Theme", "Outcome", "Initiative", "Unit"}, Selected: selected, Unit: "days",
	}
	f.Nodes = p.flowNodes(all, s)
	f.Width, f.Height = 750, flowHeight(f.Nodes, selected != "")
	if !slices.ContainsFunc(f.Nodes, func(n chart.FlowNode) bool { return n.Column == 1 }) { // nothing stands between themes and initiatives
		f.Headings = slices.Delete(f.Headings, 1, 2)
		for n := range f.Nodes {
			f.Nodes[n].Column = max(0, f.Nodes[n].Column-1)
		}
	}
	for _, l := range s.Flows {
		f.Links = append(f.Links, chart.FlowLink{From: nodeID(l.From), To: nodeID(l.To), Value: whole(l.Days), Paint: chart.Paint(l.Place)})
	}
	full := f
	full.ID, full.Width = "map-f", 1100
	return view.SVG(chart.Fit{Full: full.SVG(), Wide: f.SVG()}.SVG())
}

// The heights of the map: what a bar needs for its name, and beside its like; of a map of few bars, of the
// usual one, and of one beside the panel of what is selected, which is about as high.
const (
	barRoom                          = 31
	barHeight                        = 60
	lowFlow, usualFlow, besideAPanel = 280, 704, 880
)

// flowHeight grows with the bars of the fullest column.
func flowHeight(nodes []chart.FlowNode, selected bool) float64 {
	var bars [4]int
	for _, n := range nodes {
		bars[n.Column]++
	}
	most := slices.Max(bars[:])
	switch {
	case selected:
		return max(besideAPanel, barRoom*float64(most))
	case most*barHeight < usualFlow:
		return max(lowFlow, barHeight*float64(most))
	}
	return max(usualFlow, barRoom*float64(most))
}

// whole is days as the map writes them; less than one stays as it is, so that its band does not vanish.
func whole(d float64) float64 {
	if d < 1 {
		return d
	}
	return math.Round(d)
}

// nodeID is kind/id, also for what is not there.
func nodeID(r graph.Ref) string { return string(r.Kind) + "/" + r.ID }

func (p sheet) flowNodes(all, s overview.Sight) []chart.FlowNode {
	var out []chart.FlowNode
	add := func(ref graph.Ref, column int, name, sub string, days float64, paint chart.Paint) {
		out = append(out, chart.FlowNode{
			Mark: chart.Mark{Href: p.here("select", nodeID(ref))}, ID: nodeID(ref), Column: column, Name: name, Sub: sub, Value: whole(days), Paint: paint,
		})
	}
	none := 0.0
	for _, t := range s.Themes {
		if t.Theme == nil {
			none = t.Days
			add(graph.Ref{Kind: graph.KindTheme}, 0, "No line back to a theme", wording.Days(t.Days), t.Days, chart.NoLine)
			continue
		}
		if t.Days > 0 {
			add(t.Theme.Ref(), 0, t.Theme.Name, wording.Days(t.Days), t.Days, chart.Paint(t.Place))
		}
	}
	for _, o := range s.Outcomes {
		sub := wording.Whole(o.Days)
		if !o.Outcome.PursuedIn(p.period, p.then.Today()) {
			sub += " days, ended"
		}
		add(o.Outcome.Ref(), 1, o.Outcome.ShortName(), sub, o.Days, chart.Paint(o.Place))
	}
	if none > 0 {
		add(graph.Ref{Kind: graph.KindOutcome}, 1, "No outcome", wording.Whole(none), none, chart.NoLine)
	}
	for _, n := range s.Traced {
		i := s.Initiatives[n]
		add(initiativeRef(i).Ref(), 2, initiativeName(i), wording.Whole(i.Days), i.Days, chart.Paint(i.Place))
	}
	for _, r := range s.Rest {
		out = append(out, chart.FlowNode{
			ID: nodeID(r.Ref), Column: 2, Name: "and " + wording.Number(float64(r.Count)) + " more", Sub: wording.Whole(r.Days), Value: whole(r.Days), Paint: chart.Paint(r.Place),
		})
	}
	for _, u := range s.Units {
		add(u.Unit.Ref(), 3, u.Unit.ShortName(), unitSub(all, u), u.Days, chart.Mute)
	}
	return out
}

// unitSub is the days of a unit with its share on course, or those of one theme beside all its days.
func unitSub(all overview.Sight, u overview.SightUnit) string {
	for _, whole := range all.Units {
		if whole.Unit.ID == u.Unit.ID && wording.Whole(whole.Days) != wording.Whole(u.Days) {
			return wording.Whole(u.Days) + " of " + wording.Whole(whole.Days) + " days"
		}
	}
	return wording.Whole(u.Days) + " days, " + wording.WholePercent(u.Linked/u.Days)
}

// sightTwin is the map as a table: the initiatives with the most days against the units.
func (p sheet) sightTwin(s overview.Sight) view.Table {
	t := view.Table{Caption: "Days by initiative and unit", Columns: []view.Column{{Name: "Initiative"}}}
	at := make(map[graph.UnitID]int, len(s.Units))
	for n, u := range s.Units {
		name := u.Unit.Code
		if name == "" {
			name = u.Unit.ShortName()
		}
		at[u.Unit.ID] = n
		t.Columns = append(t.Columns, view.Column{Name: name, Title: u.Unit.Name, Number: true})
	}
	t.Columns = append(t.Columns, view.Column{Name: "Days", Number: true})
	for _, i := range s.Initiatives[:min(len(s.Initiatives), pageRows)] {
		mark := view.Theme{Name: initiativeName(i), Mark: i.Place, Href: p.initiativeHref(i)}
		cells := make([]view.Cell, len(s.Units)+2)
		cells[0].Theme, cells[len(cells)-1].Text = &mark, wording.Whole(i.Days)
		for _, u := range i.Units {
			cells[at[u.Unit.ID]+1].Text = wording.Whole(u.Days)
		}
		t.Rows = append(t.Rows, view.Row{Cells: cells})
	}
	foot := make([]view.Cell, len(s.Units)+2)
	foot[0].Text, foot[len(foot)-1].Text = "Together", wording.Whole(s.Days)
	for n, u := range s.Units {
		foot[n+1].Text = wording.Whole(u.Days)
	}
	t.Foot = foot
	if more := len(s.Initiatives) - pageRows; more > 0 {
		t.Caption += ", the " + strconv.Itoa(pageRows) + " with the most days of " + wording.Count(len(s.Initiatives), "initiative", "initiatives")
	}
	return t
}

// metricNumber is a number of a metric, with the decimals it was written with, at most three.
func metricNumber(v float64) string {
	if short := strconv.FormatFloat(v, 'f', -1, 64); len(short) < 8 && v < 1000 && v > -1000 {
		if v < 0 {
			return "−" + short[1:]
		}
		return short
	}
	return wording.Number(v)
}
