package viewgallery

import (
	"throughline/chart"
	"throughline/web/view"
)

// flow is the map of the sample: themes, outcomes, initiatives, units.
func flow() view.SVG {
	f := chart.Flow{
		Frame:    chart.Frame{ID: "map", Finding: "Of 12,000 days 8,160 follow a theme; 3,840 have no line back.", Desc: "Width is days."},
		Headings: []string{"Theme", "Outcome", "Initiative", "Unit"}, Selected: "i1", Unit: "days",
	}
	f.Height = 800
	node := func(id string, column int, name string, value float64, p chart.Paint) {
		f.Nodes = append(f.Nodes, chart.FlowNode{ID: id, Column: column, Name: name, Value: value, Paint: p, Mark: chart.Mark{Href: "sight-many.html?at=" + id}})
	}
	link := func(from, to string, value float64, p chart.Paint) {
		f.Links = append(f.Links, chart.FlowLink{From: from, To: to, Value: value, Paint: p})
	}
	for i, t := range themes() {
		node("t"+t.Name, 0, t.Name, 0, chart.Paint(i+1))
	}
	node("t0", 0, "No line back to a theme", 3840, chart.NoLine)
	node("o0", 1, "No outcome", 3840, chart.NoLine)
	link("t0", "o0", 3840, chart.NoLine)
	names := []string{"Flexible due dates", "Hardship self-service", "Straight-through decisions", "Identity and fraud checks", "Ledger cutover", "Payment retry and routing", "Partner onboarding kit", "Partner API gateway"}
	for i, o := range outcomes() {
		p := chart.Paint(i/2 + 1)
		id := "i" + string(rune('0'+i))
		node("o"+o.name, 1, o.name, o.kept, p)
		node(id, 2, names[i], o.kept, p)
		link("t"+themes()[i/2].Name, "o"+o.name, o.kept, p)
		link("o"+o.name, id, o.kept, p)
		for j, part := range []float64{.5, .3, .2} {
			link(id, people[(i+j*2)%len(people)].code, o.kept*part, p)
		}
	}
	for i, n := range []string{"Unplanned requests", "Waiting on another unit", "Local backlog, no outcome", "App polish and rewards", "Faster payouts"} {
		d := []float64{1080, 1020, 960, 480, 300}[i]
		node("n"+n, 2, n, d, chart.NoLine)
		link("o0", "n"+n, d, chart.NoLine)
		link("n"+n, people[i].code, d/2, chart.NoLine)
		link("n"+n, people[i+2].code, d/2, chart.NoLine)
	}
	for _, u := range people {
		node(u.code, 3, u.name, 0, chart.Ink)
	}
	return view.SVG(f.SVG())
}
