package strategy

import (
	"fmt"
	"strings"
	"time"

	"throughline/change"
	"throughline/fault"
	"throughline/graph"
)

// Beginning is the first strategy of an organisation that declared none yet.
type Beginning struct {
	Organisation string           // the name of its top; needed where there is no unit yet
	Span         graph.PeriodKind // quarter, half or year: the one around today, unless a period around it is there
	Themes       []Theme          // those without a name are left out
}

// Begin writes the first strategy down: the top of the organisation and the period around today where they are not there yet,
// the themes, and the share that each is to have.
func Begin(s *graph.Snapshot, by change.By, in Beginning) (change.Draft, error) {
	draft := change.Draft{Verb: "strategy.begun"}
	for t := range graph.All[*graph.Theme](s) {
		if t.Until == 0 || t.Until >= by.Day() {
			return draft, fault.Invalidf("Change it on the page Strategy", "there is a strategy already, with the theme “%s”", t.Name)
		}
	}
	edition := Edition{}
	for _, t := range in.Themes {
		if t.Name = strings.TrimSpace(t.Name); t.Name != "" {
			edition.Themes = append(edition.Themes, t)
		} else if t.Share != 0 {
			return draft, fault.Invalidf("Name the theme, or leave its share out", "a share is given to a theme without a name")
		}
	}
	if len(edition.Themes) == 0 {
		return draft, fault.Invalidf("Write down one to begin with; three are usual", "no theme is named")
	}
	period, err := ground(s, by, in, &draft)
	if err != nil {
		return draft, err
	}
	given, err := change.CopyDraft(draft)
	if err != nil {
		return draft, err
	}
	placed, err := change.Fork(s, given)
	if err != nil {
		return draft, err
	}
	edition.Period = period
	published, err := Publish(placed, by, edition)
	order := 0
	for _, r := range published.Puts { // as they were written down
		if t, is := r.(*graph.Theme); is {
			order++
			t.Order = order
		}
	}
	draft.Puts, draft.Expects = append(draft.Puts, published.Puts...), append(draft.Expects, published.Expects...)
	return draft, err
}

// ground is the period that a first strategy is for. The draft has it, and the top of the organisation, where they are not there.
func ground(s *graph.Snapshot, by change.By, in Beginning, draft *change.Draft) (graph.PeriodID, error) {
	today := by.Day()
	if len(graph.TreeOf(s, today).Tops()) == 0 {
		name, err := change.Said(in.Organisation, "name of the organisation", "Name it, for instance: Harbor Lending")
		if err != nil {
			return "", err
		}
		draft.Create(&graph.Unit{ID: graph.UnitID(graph.NewID(s, graph.KindUnit, name)), Name: name})
	}
	for p := range graph.All[*graph.Period](s) {
		if p.Contains(today) && p.Kind == in.Span {
			return p.ID, nil
		}
	}
	p, err := around(today, in.Span)
	if err != nil {
		return "", err
	}
	p.ID = graph.PeriodID(graph.NewID(s, graph.KindPeriod, p.Name))
	draft.Create(p)
	return p.ID, nil
}

// around is the calendar period of a kind that holds the day.
func around(day graph.Date, kind graph.PeriodKind) (*graph.Period, error) {
	at := day.Time()
	months, name := 0, ""
	switch month := int(at.Month()) - 1; kind {
	case graph.Quarter:
		months, name = 3, fmt.Sprintf("%d Q%d", at.Year(), month/3+1)
	case graph.Half:
		months, name = 6, fmt.Sprintf("%d H%d", at.Year(), month/6+1)
	case graph.Year:
		months, name = 12, fmt.Sprint(at.Year())
	default:
		return nil, fault.Invalidf("Choose a quarter, a half or a year", "“%s” is no period of the calendar", string(kind))
	}
	first := time.Date(at.Year(), time.Month((int(at.Month())-1)/months*months+1), 1, 0, 0, 0, 0, time.UTC)
	return &graph.Period{Name: name, Kind: kind, Start: graph.DateOf(first), End: graph.DateOf(first.AddDate(0, months, 0)) - 1}, nil
}
