package web

import (
	"fmt"
	"slices"
	"strconv"

	"throughline/chart"
	"throughline/graph"
	"throughline/overview"
	"throughline/portfolio"
	"throughline/web/view"
	"throughline/wording"
)

// mostCards is how many cards a column of the board has, so that all six have fewer than pageRows.
const mostCards = 16

// board is the initiatives as cards, in a column for each commitment.
func (f folio) board() view.Board {
	out := view.Board{Legend: f.legend(), Part: view.Part{ID: "board", Title: "By commitment", Sub: f.boardSub()}}
	for n, g := range f.list.Groups {
		out.Columns = append(out.Columns, f.emptyLanes(len(out.Columns), g.State)...)
		lines := f.list.Of(n)
		shown := lines[:min(len(lines), mostCards)]
		c := view.BoardColumn{ID: "lane-" + g.Key, Lane: g.Key, State: commitment(g.State), Count: wording.Count(g.Count, "initiative", "initiatives"), Days: view.Number("no days")}
		c.State.Quiet = true
		if g.Days >= 0.5 {
			c.Days = f.sum("why-lane-"+g.Key, "the initiatives in “"+wording.Capital(g.Key)+"”", lines, g.Days)
		}
		for k, bears := range f.base.BearingsOn(shown) {
			c.Cards = append(c.Cards, f.card(shown[k], bears))
		}
		if len(lines) > len(shown) {
			c.All = view.Link{Text: "All " + wording.Number(float64(g.Count)), Href: f.here(viewParam, "", stateParam, g.Key)}
		}
		out.Columns = append(out.Columns, c)
	}
	out.Columns = append(out.Columns, f.emptyLanes(len(out.Columns), "")...)
	return out
}

// emptyLanes is the columns without a card that come next before that of a commitment, for those who may put a card there: none
// where the commitment is narrowed to others.
func (f folio) emptyLanes(from int, until graph.Commitment) (out []view.BoardColumn) {
	if f.canWrite() != nil {
		return nil
	}
	place := 0
	for _, c := range overview.Commitments() {
		if f.ask.State != "" && f.ask.State != c && (f.ask.State != overview.GoingOn || c.Ended()) {
			continue
		}
		if c == until {
			break
		}
		if place++; place > from {
			state := commitment(c)
			state.Quiet = true
			out = append(out, view.BoardColumn{ID: "lane-" + string(c), Lane: string(c), State: state, Count: "none", Days: view.Number("no days")})
		}
	}
	return out
}

func (f folio) boardSub() string {
	if f.period == nil {
		return "From candidate to done"
	}
	return "From candidate to done; days " + f.inPeriod()
}

func (f folio) card(l overview.PortfolioLine, bears []overview.Bearing) view.Card {
	c := view.Card{Theme: *f.markOf(l), Owner: f.shortUnit(l.Initiative.Owner)}
	if f.mayEdit(l.Initiative) {
		c.Move, c.OwnerEdit = f.move(l.Initiative), f.edits(l.Initiative).field("owner")
	}
	if l.Days >= 0.5 {
		c.Days = view.Figure{Text: wording.Whole(l.Days), Unit: "days"}
	}
	if l.Initiative.State.Ended() {
		return c
	}
	var urgent []overview.Bearing
	for _, b := range bears { // a card has room for what has a date or a law, not for what holds for a whole unit
		if b.Kind == overview.IsMandate || b.Due != 0 && b.Due <= f.until() && !b.ByUnit {
			urgent = append(urgent, b)
		}
	}
	c.Marks = f.marks(urgent, 2)
	return c
}

// move lets the initiative be put into another column.
func (f folio) move(i *graph.Initiative) view.Move {
	return view.Move{
		ID: "card-" + string(i.ID), Action: historyHref(f.visit, i.Ref()), Field: "state", Seen: strconv.Quote(string(i.State)),
		Edit: view.Link{Text: "Change the commitment of " + i.Name, Href: f.editHref(i.Ref(), "state")},
	}
}

// until is the last day that the page looks ahead to.
func (f folio) until() graph.Date {
	if f.period == nil {
		return f.then.Today()
	}
	return max(f.period.End, f.then.Today())
}

// mostBars is how many initiatives the timeline shows at once.
const mostBars = 30

// timeline is the initiatives over the periods, with the horizons beyond the one shown.
func (f folio) timeline(ask overview.PortfolioAsk) view.Timeline {
	const id = "timeline"
	if len(f.slots) == 0 {
		return view.Timeline{Chart: view.Chart{Part: missing(id, "Over time", "Initiatives over the periods, with the horizons beyond, would be here.", "Declare the periods that plans are made for.")}}
	}
	ask.Across = f.slots.Span()
	list := f.base.Portfolio(ask)
	n, all := len(list.Lines), len(f.list.Lines)
	if n == 0 {
		return view.Timeline{Chart: view.Chart{Part: missing(id, "Over time", "Initiatives that name a period from "+f.slots[0].Name+" on would be here.", "Say for which periods the initiatives are.")}}
	}
	lines, from, next := list.Page(graph.InitiativeID(f.query("after")), mostBars)
	title := wording.Capital(wording.Count(n, "initiative", "initiatives")) + " in " + f.slotWords()
	out := view.Timeline{Chart: view.Chart{Legend: f.legend(), Part: view.Part{ID: id, Title: title, Sub: "Steps where they are declared, else periods; a pale bar has not begun or will not be done, a thin line below one is where the plan lock held it", Foot: f.beyond(all - n)}}}
	out.SVG, out.Twin = f.drawTimeline(title, lines)
	if f.canWrite() == nil {
		out.How = "Drag a bar to move it, its ends to make it longer or shorter."
		out.Keys = "With the keyboard: arrows to a bar, then [ and ], and { and } for its end."
	}
	if n > len(lines) {
		out.Pager.Shown = fmt.Sprintf("%s to %s of %s", wording.Number(float64(from)), wording.Number(float64(from+len(lines)-1)), wording.Count(n, "initiative", "initiatives"))
	}
	if next != "" {
		out.Pager.Next = f.here("after", string(next))
	}
	if from > 1 {
		out.Pager.First = f.here()
	}
	return out
}

func (f folio) slotWords() string {
	if len(f.slots) == 1 {
		return f.slots[0].Name
	}
	return f.slots[0].Name + " to " + f.slots[len(f.slots)-1].Name
}

// beyond says what the timeline does not show.
func (f folio) beyond(left int) string {
	s := ""
	if left > 0 {
		s = wording.Capital(wording.Count(left, "initiative names", "initiatives name")) + " no period, or one outside of these. "
	}
	if f.slots.Span().Last <= f.period.End {
		s += "No period is declared beyond " + f.period.Name + "."
	}
	return s
}

// drawTimeline draws the lines and writes the same as a table.
func (f folio) drawTimeline(title string, lines []overview.PortfolioLine) (view.SVG, view.Table) {
	c := chart.Timeline{Frame: chart.Frame{ID: "timeline-c", Finding: title + ".", Desc: "One row for each initiative.", Width: 710}}
	t := view.Table{Caption: title, Cards: true, Walk: true, Columns: []view.Column{{Name: "Initiative"}, {Name: "Commitment", Short: true}, {Name: "When", Short: true}, {Name: "Steps"}, {Name: "Change", Hidden: true}}}
	for _, q := range f.slots {
		c.Periods = append(c.Periods, q.Name)
	}
	c.Slots = f.movableTo()
	today := f.then.Today()
	if _, side := f.slots.Find(today); side == overview.Inside {
		c.Now = f.slots.At(today)
	}
	if l, ok := f.base.Lock(); ok {
		if day := graph.DateOf(l.Baseline.At); day >= f.slots[0].Start {
			c.Locks = append(c.Locks, chart.Lock{At: f.slots.At(day), Name: l.Baseline.Name})
		}
	}
	for _, l := range lines {
		row := chart.TimelineRow{Mark: chart.Mark{Href: f.to("/initiatives/" + string(l.Initiative.ID))}, Name: l.Initiative.Name, Theme: chart.Paint(l.Place)}
		for _, s := range f.base.Stretches(l.Initiative, f.slots) {
			step := f.bar(l, s)
			step.Move, step.Action = f.movable(l.Initiative, s), historyHref(f.visit, l.Initiative.Ref())
			row.Steps = append(row.Steps, step)
		}
		c.Rows = append(c.Rows, row)
		t.Rows = append(t.Rows, f.timelineRow(l))
	}
	full, middle, narrow := c, c, c
	full.ID, full.Width = "timeline-f", 1060
	middle.ID, middle.Width, middle.Stacked = "timeline-m", 520, true
	narrow.ID, narrow.Width, narrow.Stacked = "timeline-n", 340, true
	return view.SVG(chart.Fit{Full: full.SVG(), Wide: c.SVG(), Middle: middle.SVG(), Narrow: narrow.SVG()}.SVG()), t.WithoutEmpty()
}

// bar is one stretch as the chart draws it.
func (f folio) bar(l overview.PortfolioLine, s overview.Stretch) chart.Step {
	name := s.Name
	if name == "" {
		name = string(l.Initiative.State)
	}
	open := slices.Contains([]graph.Commitment{graph.Candidate, graph.Likely, graph.Stopped}, l.Initiative.State)
	return chart.Step{
		Name: name, From: s.From, To: s.To, LockedFrom: s.LockedFrom, LockedTo: s.LockedTo,
		Planned: !s.Done && (open || s.Span.First > f.then.Today()),
	}
}

func (f folio) timelineRow(l overview.PortfolioLine) view.Row {
	var steps []string
	for _, s := range l.Initiative.Steps {
		words := s.Name
		if q := f.then.Period(s.Period); q != nil {
			words += " in " + q.Name
		}
		steps = append(steps, words)
	}
	edit := f.edits(l.Initiative)
	when := declared(f.when(l.Initiative), "no period")
	when.Edit = edit.field("periods")
	move := view.Cell{Step: view.Link{Text: "Move", Href: when.Edit.Href}}
	if len(steps) > 0 {
		move.Step.Href = edit.field("steps").Href
	}
	if move.Step.Href == "" {
		move = view.Cell{}
	}
	return view.Row{Cells: []view.Cell{
		{Theme: f.markOf(l), Sub: f.shortUnit(l.Initiative.Owner), Edit: edit.field("name")},
		{Text: wording.Capital(string(l.Initiative.State)), Edit: edit.field("state")},
		when,
		{Text: wording.List(steps, 0), Edit: edit.field("steps")},
		move,
	}}
}

// room is the demand on the units against their capacity, in the period and the horizons beyond it.
func (f folio) room() view.Room {
	const id, title = "capacity", "Days asked of each unit, against its room"
	top := graph.UnitID("")
	if f.list.Unit != nil {
		top = f.list.Unit.ID
	}
	d, ok := f.base.DemandOver(f.slots, top)
	if !ok {
		return view.Room{Heat: view.Heat{Part: missing(id, title, "Units against periods, each with what is asked as a share of its room, would be here.", "Declare the capacity of the units, and their days in initiatives.")}}
	}
	rows, pager := f.roomPage(d.Rows)
	out := view.Room{Pager: pager, Heat: view.Heat{
		Part: view.Part{
			ID: id, Title: demandTitle(d.Over), Sub: "Days that likely, committed and started initiatives ask for, as a share of the unit’s room; most asked first", Foot: f.roomFoot(),
		},
		Key: heatKey(),
	}}
	out.Twin = view.Table{Caption: title, Columns: []view.Column{{Name: "Unit"}}}
	for _, q := range d.Periods {
		out.Columns = append(out.Columns, q.Name)
		out.Twin.Columns = append(out.Twin.Columns, view.Column{Name: q.Name + ": asked, days", Number: true}, view.Column{Name: "room, days", Number: true}, view.Column{Name: "share", Number: true})
	}
	if len(d.Rows) > 1 && f.query("after") == "" {
		sum := d.Sum()
		out.Rows = append(out.Rows, view.HeatRow{Name: "Together", Cells: sumCells(sum)})
		out.Twin.Rows = append(out.Twin.Rows, view.Row{Cells: loadCells(view.T("Together"), sum)})
	}
	for _, r := range rows {
		cells := make([]view.HeatCell, len(r.Loads))
		for n, l := range r.Loads {
			cells[n] = f.demandCell(d, r.Unit.ID, n, l)
		}
		href := f.to("/units/" + string(r.Unit.ID))
		out.Rows = append(out.Rows, view.HeatRow{Name: r.Unit.ShortName(), Href: href, Cells: cells})
		out.Twin.Rows = append(out.Twin.Rows, view.Row{Cells: loadCells(view.A(r.Unit.Name, href), r.Loads)})
	}
	return out
}

// roomPage is the units after the cursor, at most partRows of them.
func (f folio) roomPage(all []overview.DemandRow) (rows []overview.DemandRow, pager view.Pager) {
	after := graph.UnitID(f.query("after"))
	at := 1 + slices.IndexFunc(all, func(r overview.DemandRow) bool { return r.Unit.ID == after })
	rows = all[at:min(at+partRows, len(all))]
	if len(rows) < len(all) {
		pager.Shown = fmt.Sprintf("%d to %d of %s", at+1, at+len(rows), wording.Count(len(all), "unit", "units"))
	}
	if at+len(rows) < len(all) {
		pager.Next = f.here("after", string(rows[len(rows)-1].Unit.ID))
	}
	if at > 0 {
		pager.First = f.here()
	}
	return rows, pager
}

// roomFoot says what of the filter does not narrow the demand, and which units stand inside others.
func (f folio) roomFoot() string {
	s := "Units of fewer than five people are counted with the unit above them."
	for _, name := range narrowing() {
		if name != unitParam && f.query(name) != "" {
			return "Only the unit narrows this view: room is compared with all that is asked. " + s
		}
	}
	return s
}

// sumCells is the demand on all units together.
func sumCells(loads []portfolio.Load) []view.HeatCell {
	out := make([]view.HeatCell, len(loads))
	for n, l := range loads {
		out[n] = heatCell(l)
	}
	return out
}

// loadCells is the demand on a unit as a row of a plain table.
func loadCells(name view.Cell, loads []portfolio.Load) []view.Cell {
	cells := []view.Cell{name}
	for _, l := range loads {
		share := l.Share()
		if !share.OK {
			cells = append(cells, view.T(wording.Whole(l.Days)), view.F(view.Figure{Missing: share.Why}), view.Cell{})
			continue
		}
		cells = append(cells, view.T(wording.Whole(l.Days)), view.T(wording.Whole(l.Room)), view.T(wording.WholePercent(share.X)))
	}
	return cells
}
