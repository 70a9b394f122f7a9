package web

import (
	"maps"
	"net/url"
	"slices"
	"strings"

	"throughline/fault"
	"throughline/graph"
	"throughline/overview"
)

// way is one of the ways in which the portfolio is shown.
type way string

const (
	wayGrid     way = "" // what the address without a view shows
	wayBoard    way = "board"
	wayTimeline way = "timeline"
	wayCapacity way = "capacity"
)

func ways() []way { return []way{wayGrid, wayBoard, wayTimeline, wayCapacity} }

// portfolioAsk is what the address of the portfolio asks for.
type portfolioAsk struct {
	overview.PortfolioAsk
	way     way
	columns []portfolioColumn // in the order of allColumns
}

// The parameters of the portfolio beside those that every page takes.
const (
	viewParam    = "view"
	columnsParam = "columns"
	groupParam   = "group"
	sortParam    = "sort"
	unitParam    = "unit"
	ownerParam   = "owner"
	themeParam   = "theme"
	stateParam   = "state"
	inParam      = "in"
	textParam    = "q"
)

// narrowing is the parameters that leave something out.
func narrowing() []string {
	return []string{unitParam, ownerParam, themeParam, stateParam, inParam, textParam}
}

// canonical is the visit with its address as links write it: a form sends fields that were left empty, and every
// column by itself. The same view has one address.
func (v *visit) canonical() *visit {
	q := v.r.URL.Query()
	maps.DeleteFunc(q, func(_ string, values []string) bool { return len(values) == 0 || values[0] == "" })
	if picked := q["column"]; len(picked) > 0 {
		q.Del("column")
		q.Set(columnsParam, strings.Join(picked, ","))
	}
	if q.Get(columnsParam) == strings.Join(columnWords(usualColumns()), ",") {
		q.Del(columnsParam)
	}
	r := v.r.Clone(v.r.Context())
	r.URL = &url.URL{Path: v.r.URL.Path, RawQuery: q.Encode()}
	out := *v
	out.r = r
	return &out
}

// portfolioAsk reads the address.
func (v *visit) portfolioAsk() (ask portfolioAsk, err error) {
	ask.PortfolioAsk = overview.PortfolioAsk{
		Unit: graph.UnitID(v.query(unitParam)), Owner: graph.UnitID(v.query(ownerParam)), Theme: graph.ThemeID(v.query(themeParam)),
		State: graph.Commitment(v.query(stateParam)), In: graph.PeriodID(v.query(inParam)), Text: v.query(textParam),
		Group: overview.PortfolioGrouping(v.query(groupParam)),
	}
	if err := v.areThere(ask.PortfolioAsk); err != nil {
		return ask, err
	}
	if ask.way = way(v.query(viewParam)); !slices.Contains(ways(), ask.way) {
		return ask, fault.Invalidf("Use board, timeline or capacity, or leave it out", "%q is not a view of the portfolio", ask.way)
	}
	if g := ask.Group; g != overview.Together && !slices.Contains(overview.Groupings(), g) {
		return ask, fault.Invalidf("Use unit, theme, commitment or period", "%q is nothing that initiatives are grouped by", g)
	}
	word, turned := strings.CutPrefix(v.query(sortParam), "-")
	ask.Sort, ask.Turned = overview.PortfolioOrder(word), turned
	if !slices.ContainsFunc(allColumns(), func(c portfolioColumn) bool { return c.order == ask.Sort }) && word != "" {
		return ask, fault.Invalidf("Use the word of a column, such as days or name", "%q is nothing that initiatives are sorted by", word)
	}
	ask.columns, err = columnsOf(v.query(columnsParam))
	return ask, err
}

// areThere refuses a question about records that are not in the picture.
func (v *visit) areThere(ask overview.PortfolioAsk) error {
	for _, ref := range []graph.Ref{ask.Unit.Ref(), ask.Owner.Ref(), ask.Theme.Ref(), ask.In.Ref()} {
		known := ref.ID == "" || ref == overview.NoLine.Ref() || ref == overview.NoPeriod.Ref()
		if !known && v.then.Record(ref) == nil {
			return fault.New(fault.NotFound, "there is no "+string(ref.Kind)+" "+ref.ID+" on this date", "Choose one on the page of the portfolio")
		}
	}
	if s := ask.State; s != "" && s != overview.GoingOn && !slices.Contains(overview.Commitments(), s) {
		return fault.Invalidf("Use going-on, candidate, likely, committed, started, done or stopped", "%q is not a commitment", s)
	}
	return nil
}

// portfolioColumn is one column of the grid beside the name.
type portfolioColumn struct {
	word  string // in the address
	name  string // in the list of columns; the head may say more
	order overview.PortfolioOrder
	usual bool
}

// allColumns is every column, in the order in which they stand.
func allColumns() []portfolioColumn {
	return []portfolioColumn{
		{"name", "Initiative", overview.OrderName, true}, // always there
		{"key", "Key", overview.OrderKey, false},
		{"owner", "Owner", overview.OrderOwner, true},
		{"lead", "Lead", overview.OrderLead, false},
		{"theme", "Theme it serves most", overview.OrderTheme, false},
		{"serves", "Share that serves a theme", overview.OrderServes, false},
		{"state", "Commitment", overview.OrderState, true},
		{"when", "When", overview.OrderWhen, true},
		{"units", "Units that take part", overview.OrderUnits, false},
		{"bears", "What bears on it", overview.OrderBears, true},
		{"due", "Due next", overview.OrderDue, false},
		{"days", "Days in the period", overview.OrderDays, true},
		{"all", "Days in all periods", overview.OrderAll, true},
	}
}

// fieldOf is the field of an initiative that a column shows, "" for one that shows several, or none: the one of its name, else
// the list that it is worked out from.
func (c portfolioColumn) fieldOf() string {
	if fieldNamed(graph.KindInitiative, c.word) != nil {
		return c.word
	}
	switch c.word {
	case "theme", "serves":
		return "contributes"
	case "when":
		return "periods"
	case "units", "days", "all":
		return "participants"
	}
	return ""
}

func usualColumns() []portfolioColumn {
	return slices.DeleteFunc(allColumns(), func(c portfolioColumn) bool { return !c.usual })
}

func columnWords(list []portfolioColumn) []string {
	var out []string
	for _, c := range list[1:] {
		out = append(out, c.word)
	}
	return out
}

// columnsOf reads the words of columns; "" is the usual ones.
func columnsOf(words string) ([]portfolioColumn, error) {
	if words == "" {
		return usualColumns(), nil
	}
	asked := strings.Split(words, ",")
	all := allColumns()
	for _, w := range asked {
		if !slices.ContainsFunc(all, func(c portfolioColumn) bool { return c.word == w }) {
			return nil, fault.Invalidf("Choose the columns on the page", "there is no column %q", w)
		}
	}
	return slices.DeleteFunc(all, func(c portfolioColumn) bool { return c.word != "name" && !slices.Contains(asked, c.word) }), nil
}

// narrowed reports whether anything is left out.
func (v *visit) narrowed() bool {
	return slices.ContainsFunc(narrowing(), func(name string) bool { return v.query(name) != "" })
}
