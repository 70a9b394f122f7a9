package web

import (
	"slices"

	"github.com/go-json-experiment/json"

	"throughline/graph"
	"throughline/overview"
)

// barMove is what the script that moves a bar of the timeline reads beside where it is sent. Places are counted in the columns of the timeline.
type barMove struct {
	Field string           `json:"field"`
	Seen  string           `json:"seen"` // the field as it was seen
	Name  string           `json:"name"`
	From  int              `json:"from"`
	To    int              `json:"to"`              // the last column it covers
	Keep  []graph.PeriodID `json:"keep,omitempty"`  // periods that stay: those outside of the timeline
	Steps []int            `json:"steps,omitempty"` // the steps that move, by place; none where the periods do
}

// movableTo is what the script reads of the columns, "" for those who may move nothing.
func (f folio) movableTo() string {
	if f.canWrite() != nil {
		return ""
	}
	type slot struct {
		ID   graph.PeriodID `json:"id"`
		Name string         `json:"name"`
	}
	var list []slot
	for _, p := range f.slots {
		list = append(list, slot{p.ID, p.Name})
	}
	out, err := json.Marshal(list)
	if err != nil {
		return ""
	}
	return string(out)
}

// movable is what lets a bar of the initiative be moved, "" for one that cannot: it must cover whole columns, and come from the
// periods or the steps of the initiative alone.
func (f folio) movable(i *graph.Initiative, s overview.Stretch) string {
	if !f.mayEdit(i) {
		return ""
	}
	m := barMove{Name: i.Name, From: f.beginsAt(s.Span.First), To: f.endsAt(s.Span.Last)}
	var seen any
	if s.Name != "" {
		m.Field, seen = "steps", i.Steps
		for n, step := range i.Steps {
			if p := f.then.Period(step.Period); p != nil && p.Span() == s.Span {
				m.Steps = append(m.Steps, n)
			}
		}
		if m.From < 0 || m.To != m.From {
			return ""
		}
	} else {
		m.Field, seen = "periods", i.Periods
		if !f.whole(i, &m) {
			return ""
		}
	}
	raw, err := json.Marshal(seen)
	if err != nil {
		return ""
	}
	m.Seen = string(raw)
	out, err := json.Marshal(m)
	if err != nil {
		return ""
	}
	return string(out)
}

// whole reports whether the periods of the initiative cover whole columns, one after the other. Those outside of the timeline
// are kept.
func (f folio) whole(i *graph.Initiative, m *barMove) bool {
	m.From, m.To = -1, -1
	covered := make([]bool, len(f.slots))
	span := f.slots.Span()
	for _, id := range i.Periods {
		p := f.then.Period(id)
		if p == nil {
			return false
		}
		if _, touches := p.Span().Common(span); !touches {
			m.Keep = append(m.Keep, id)
			continue
		}
		from, to := f.beginsAt(p.Start), f.endsAt(p.End)
		if from < 0 || to < 0 {
			return false
		}
		for n := from; n <= to; n++ {
			covered[n] = true
		}
		if m.From < 0 || from < m.From {
			m.From = from
		}
		m.To = max(m.To, to)
	}
	return m.From >= 0 && !slices.Contains(covered[m.From:m.To+1], false)
}

// beginsAt is the column that begins on the day, −1 for none.
func (f folio) beginsAt(day graph.Date) int {
	return slices.IndexFunc(f.slots, func(p *graph.Period) bool { return p.Start == day })
}

// endsAt is the column that ends on the day, −1 for none.
func (f folio) endsAt(day graph.Date) int {
	return slices.IndexFunc(f.slots, func(p *graph.Period) bool { return p.End == day })
}
