package web

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"throughline/graph"
	"throughline/overview"
	"throughline/web/view"
	"throughline/wording"
)

// mostExplained is how many groups of a page have their sums explained.
const mostExplained = 24

// grid is the initiatives as rows, at most pageRows of them.
func (f folio) grid() view.InitiativeGrid {
	n := len(f.list.Lines)
	lines, from, next := f.list.Page(graph.InitiativeID(f.query("after")), pageRows)
	out := view.InitiativeGrid{
		Part:    view.Part{ID: "initiatives", Title: wording.Capital(wording.Count(n, "initiative", "initiatives")), Sub: f.orderWords()},
		GroupBy: f.groupMenu(), Picks: f.picks(),
	}
	if f.ask.Group != overview.ByTheme {
		out.Legend = f.legend()
	}
	for _, c := range f.ask.columns {
		out.Columns = append(out.Columns, f.column(c))
	}
	var set []string // the field that each column shows
	for _, c := range f.ask.columns {
		set = append(set, c.fieldOf())
	}
	bears := f.base.BearingsOn(lines)
	for k, l := range lines {
		at := f.list.GroupOf(l)
		if k == 0 || at != f.list.GroupOf(lines[k-1]) {
			out.Groups = append(out.Groups, view.GridGroup{Head: f.groupHead(at, k == 0 && from > 1, len(out.Groups) < mostExplained)})
		}
		g := &out.Groups[len(out.Groups)-1]
		g.Rows = append(g.Rows, view.Row{Cells: f.row(l, bears[k], set)})
	}
	if n > 1 {
		out.Foot = f.sums("All "+wording.Count(n, "initiative", "initiatives"), f.list.Days, f.list.All)
	}
	if n > len(lines) {
		out.Pager.Shown = fmt.Sprintf("%s to %s of %s", wording.Number(float64(from)), wording.Number(float64(from+len(lines)-1)), wording.Count(n, "initiative", "initiatives"))
		out.Summary = f.summary()
	}
	if next != "" {
		out.Pager.Next = f.here("after", string(next))
	}
	if from > 1 {
		out.Pager.First = f.here()
	}
	return out
}

// orderWords says in which order the rows stand, and what the groups are.
func (f folio) orderWords() string {
	words := map[overview.PortfolioOrder][2]string{
		"": {"Most days first", "Fewest days first"}, overview.OrderDays: {"Most days first", "Fewest days first"},
		overview.OrderAll: {"Most days in all periods first", "Fewest days in all periods first"}, overview.OrderName: {"By name", "By name, from the end"},
		overview.OrderOwner: {"By owner", "By owner, from the end"}, overview.OrderLead: {"By lead", "By lead, from the end"},
		overview.OrderState: {"Firmest first", "Firmest last"}, overview.OrderTheme: {"In the order of the themes", "In the order of the themes, from the end"},
		overview.OrderWhen: {"First to end first", "Last to end first"}, overview.OrderUnits: {"Most units first", "Fewest units first"},
		overview.OrderServes: {"Most linked first", "Least linked first"}, overview.OrderBears: {"Most that bears on it first", "Least that bears on it first"},
		overview.OrderDue: {"Due first", "Due last"}, overview.OrderKey: {"By key", "By key, from the end"},
	}[f.ask.Sort]
	s := words[0]
	if f.ask.Turned {
		s = words[1]
	}
	switch f.ask.Group {
	case overview.ByUnit:
		s += ". In groups by the unit that owns them; one of fewer than five people stands with the unit above"
	case overview.ByTheme:
		s += ". In groups by the theme each serves most; its days are counted there as a whole"
	case overview.ByCommitment:
		s += ". In groups by commitment"
	case overview.ByPeriod:
		s += ". In groups by the period in which each ends"
	}
	return s
}

// column is the head of a column, with the address that sorts by it.
func (f folio) column(c portfolioColumn) view.Column {
	out := view.Column{Name: c.name}
	now := f.ask.Sort
	if now == "" {
		now = overview.OrderDays
	}
	sort := string(c.order)
	if c.order == now {
		out.Order = view.Ascending
		if largestFirst(c.order) != f.ask.Turned {
			out.Order = view.Descending
		}
		if !f.ask.Turned {
			sort = "-" + sort
		}
	}
	if sort == string(overview.OrderDays) {
		sort = "" // what the address without an order shows
	}
	out.Sort = f.here(sortParam, sort)
	switch c.word {
	case "theme":
		out.Name = "Theme"
	case "serves":
		out.Name, out.Number = "Linked", true
	case "units":
		out.Name, out.Number = "Units", true
	case "bears":
		out.Name = "Bears on it"
	case "days":
		out.Name, out.Number = "Days", true
		if f.period != nil {
			out.Name = "Days in " + unparted(f.period.Name)
		}
	case "all":
		out.Name, out.Number = "Days in all", true
	case "due":
		out.Number = true
	}
	return out
}

// largestFirst reports whether an order begins with the largest.
func largestFirst(o overview.PortfolioOrder) bool {
	return slices.Contains([]overview.PortfolioOrder{overview.OrderDays, overview.OrderAll, overview.OrderUnits, overview.OrderServes, overview.OrderBears, overview.OrderState}, o)
}

// row is one initiative; set is the field that each column shows.
func (f folio) row(l overview.PortfolioLine, bears []overview.Bearing, set []string) []view.Cell {
	var cells []view.Cell
	edit := f.edits(l.Initiative)
	for n, c := range f.ask.columns {
		cell := f.cell(c.word, l, bears)
		cell.Edit = edit.field(set[n])
		cells = append(cells, cell)
	}
	return cells
}

func (f folio) cell(word string, l overview.PortfolioLine, bears []overview.Bearing) view.Cell {
	i := l.Initiative
	switch word {
	case "name":
		return view.Cell{Check: f.box(i), Theme: f.markOf(l)}
	case "key":
		return view.T(i.Key)
	case "owner":
		return declared(f.shortUnit(i.Owner), "no owner")
	case "lead":
		return declared(f.personName(i.Lead), "no lead")
	case "theme":
		if l.Place == 0 {
			return view.T("No line back")
		}
		return view.T(f.base.Themes()[l.Place-1].ShortName())
	case "serves":
		return view.T(wording.WholePercent(l.Linked))
	case "state":
		s := commitment(i.State)
		s.Quiet = true
		return view.Cell{State: &s}
	case "when":
		return declared(f.when(i), "no period")
	case "units":
		return view.T(wording.Number(float64(f.base.TakePart(i))))
	case "bears":
		return view.Cell{Marks: f.marks(bears, mostMarks)}
	case "due":
		return view.T(f.day(l.Due))
	case "days":
		return f.daysCell(l, l.Days)
	}
	return f.daysCell(l, l.All)
}

// declared is a text, or that it is not declared.
func declared(text, lack string) view.Cell {
	if text == "" {
		return view.F(view.Figure{Missing: lack})
	}
	return view.T(text)
}

// daysCell is days; where no unit promised any in any period they are not declared, never 0.
func (f folio) daysCell(l overview.PortfolioLine, days float64) view.Cell {
	if len(l.Initiative.Participants) == 0 {
		return view.F(view.Figure{Missing: "no unit promised days"})
	}
	return view.T(wording.Whole(days))
}

func (f folio) markOf(l overview.PortfolioLine) *view.Theme {
	return &view.Theme{Name: l.Initiative.Name, Mark: l.Place, Href: f.to("/initiatives/" + string(l.Initiative.ID))}
}

func (f folio) shortUnit(id graph.UnitID) string {
	if u := f.then.Unit(id); u != nil {
		return u.ShortName()
	}
	return ""
}

func (p sheet) personName(id graph.PersonID) string {
	if r := graph.Find[*graph.Person](p.then, string(id)); r != nil {
		return r.Label()
	}
	return ""
}

// when is the periods an initiative names, the first and the last.
func (p sheet) when(i *graph.Initiative) string {
	first, last := p.base.Ends(i)
	switch {
	case first == nil:
		return ""
	case first == last:
		return unparted(first.Name)
	}
	return unparted(first.Name+" to") + " " + unparted(last.Name)
}

// unparted is a short name that stays on one line.
func unparted(name string) string { return strings.ReplaceAll(name, " ", "\u00a0") }

// legend names the marks of the themes; nothing where the organisation has none.
func (f folio) legend() []view.Theme {
	var out []view.Theme
	for _, t := range f.base.Themes() {
		out = append(out, f.theme(t))
	}
	if len(out) > 0 {
		out = append(out, f.theme(nil))
	}
	return out
}

// sums is a row of sums under the columns: the words, then what can be added up.
func (f folio) sums(words string, days, all float64) []view.Cell {
	cells := make([]view.Cell, len(f.ask.columns))
	cells[0] = view.T(words)
	for n, c := range f.ask.columns {
		switch c.word {
		case "days":
			cells[n] = f.sumCell(days, f.period != nil)
		case "all":
			cells[n] = f.sumCell(all, true)
		}
	}
	return cells
}

// sumCell is a sum of days; where no unit promised any at all, or no period is there to promise them for, none is
// declared.
func (f folio) sumCell(days float64, known bool) view.Cell {
	if !known || f.list.All == 0 {
		return view.F(view.Figure{Missing: "no unit promised days"})
	}
	return view.T(wording.Whole(days))
}

// groupHead is the head of a group, whose sums are those of the whole group; none where nothing is grouped.
func (f folio) groupHead(at int, goesOn, explained bool) []view.Cell {
	if f.ask.Group == overview.Together {
		return nil
	}
	g := f.list.Groups[at]
	cells := f.sums("", g.Days, g.All)
	name, href := f.groupName(g)
	cells[0] = view.Cell{Text: name, Href: href, Sub: wording.Count(g.Count, "initiative", "initiatives")}
	if goesOn {
		cells[0].Sub += ", continued"
	}
	if g.Theme != nil || f.ask.Group == overview.ByTheme {
		cells[0].Theme, cells[0].Text, cells[0].Href = &view.Theme{Name: name, Mark: f.place(g), Href: href}, "", ""
	}
	for n, c := range f.ask.columns {
		if c.word == "days" && explained && g.Days >= 0.5 {
			fig := f.sum(fmt.Sprintf("why-group-%d", at+1), "the initiatives in “"+name+"”", f.list.Of(at), g.Days)
			fig.Unit = ""
			cells[n] = view.F(fig)
		}
	}
	return cells
}

func (f folio) place(g overview.PortfolioGroup) int {
	if g.Theme == nil {
		return 0
	}
	return f.base.Place(g.Theme.ID)
}

// groupName is what a group is called, and the address of the group alone.
func (f folio) groupName(g overview.PortfolioGroup) (name, href string) {
	switch f.ask.Group {
	case overview.ByUnit:
		if g.Unit == nil {
			return "No owner that may be shown", ""
		}
		return g.Unit.Name, f.here(ownerParam, g.Key, groupParam, "")
	case overview.ByTheme:
		if g.Theme == nil {
			return "No line back to a theme", f.here(themeParam, g.Key, groupParam, "")
		}
		return g.Theme.Name, f.here(themeParam, g.Key, groupParam, "")
	case overview.ByCommitment:
		return wording.Capital(string(g.State)), f.here(stateParam, g.Key, groupParam, "")
	}
	switch g.Side {
	case overview.Before:
		return "Before " + f.slots[0].Name, ""
	case overview.Beyond:
		if len(f.slots) == 0 {
			return "In a period", ""
		}
		return "After " + f.slots[len(f.slots)-1].Name, ""
	case overview.Undated:
		return "Names no period", f.here(inParam, g.Key, groupParam, "")
	}
	return g.Period.Name, f.here(inParam, g.Key, groupParam, "")
}

// groupMenu chooses by what the rows are grouped.
func (f folio) groupMenu() view.GridMenu {
	m := view.GridMenu{Text: "Group", Choices: []view.Chip{{Text: "No groups", Href: f.here(groupParam, ""), Current: f.ask.Group == overview.Together}}}
	for _, g := range overview.Groupings() {
		m.Choices = append(m.Choices, view.Chip{Text: "By " + string(g), Href: f.here(groupParam, string(g)), Current: g == f.ask.Group})
	}
	if f.ask.Group != overview.Together {
		m.Text = "Grouped by " + string(f.ask.Group)
	}
	return m
}

// picks chooses the columns.
func (f folio) picks() view.GridPicks {
	out := view.GridPicks{Action: f.r.URL.Path, Keep: f.keep(columnsParam, "after")}
	shown := columnWords(f.ask.columns)
	for _, c := range allColumns()[1:] {
		out.Picks = append(out.Picks, view.Pick{Value: c.word, Text: c.name, Shown: slices.Contains(shown, c.word)})
	}
	return out
}

// mostSummed is how many groups the summary of a long list has.
const mostSummed = 12

// summary is one row for each group, where a page does not hold all rows.
func (f folio) summary() view.Table {
	if f.ask.Group == overview.Together || len(f.list.Groups) < 2 {
		return view.Table{}
	}
	t := view.Table{Caption: "By " + string(f.ask.Group), Tight: true, Columns: []view.Column{{Name: wording.Capital(string(f.ask.Group))}, {Name: "Initiatives", Number: true}, {Name: f.column(portfolioColumn{word: "days"}).Name, Number: true}, {Name: "Share of the days", Hidden: true, Side: true}}}
	groups, most := f.list.Groups, 0.0
	for _, g := range groups {
		most = max(most, g.Days)
	}
	if len(groups) > mostSummed {
		groups = slices.Clone(groups)
		slices.SortStableFunc(groups, func(a, b overview.PortfolioGroup) int { return cmp.Compare(b.Days, a.Days) })
		t.Caption += ", most days first"
	}
	for _, g := range groups[:min(len(groups), mostSummed)] {
		name, href := f.groupName(g)
		part := view.BarPart{Value: g.Days}
		head := view.A(name, href)
		if f.ask.Group == overview.ByTheme {
			mark := &view.Theme{Name: name, Mark: f.place(g), Href: href}
			head, part.Theme = view.Cell{Theme: mark}, mark
		}
		t.Rows = append(t.Rows, view.Row{Cells: []view.Cell{
			head, view.T(wording.Number(float64(g.Count))), view.T(wording.Whole(g.Days)), {Bar: &view.Bar{Parts: []view.BarPart{part}, Max: most}},
		}})
	}
	if n := len(groups) - mostSummed; n > 0 {
		t.Foot = []view.Cell{view.T(wording.Count(n, "more has", "more have") + " fewer days"), {}, {}, {}}
	}
	return t
}
