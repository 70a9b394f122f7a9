package portfolio

import (
	"throughline/graph"
	"throughline/measure"
	"throughline/stat"
)

// starvedBelow is the part of its stated share below which a theme's planned share starves it.
const starvedBelow = 0.5

// Themes holds each theme's planned share against its stated one. As a result it is the number of
// starved themes.
type Themes struct {
	measure.Result
	List []ThemePlan // in page order
}

// ThemePlan is what one theme was promised and what it gets.
type ThemePlan struct {
	Theme   *graph.Theme
	Stated  float64 // share, 0 to 1
	Planned float64 // share of the capacity, or of the planned days where no capacity is declared
	Days    float64 // planned days
	Spent   float64 // executed days
	Starved bool
	Idle    bool // no work for it was finished or logged in the period
}

// themes compares the plan with the stated strategy. An overplanned unit is scaled to its days, and
// unplanned capacity serves nothing.
func (w *work) themes() Themes {
	t := Themes{Result: w.result(&Starved)}
	v := w.b.Lines.Sight
	stated := statedShares(w.b)
	days, all, room := w.plannedDays()
	spent, worked := w.spent(), w.days()
	t.Denominator = measure.Term{Words: "days of capacity", Value: room, Unit: "days"}
	if room == 0 {
		room = all
		t.Denominator = measure.Term{Words: "planned days", Value: all, Unit: "days"}
		t.Missing = append(t.Missing, measure.Missing{What: "the capacity of the units in " + w.b.Period.Name, Then: "shares are of the planned days"})
	}
	for k, theme := range v.Themes {
		p := ThemePlan{Theme: theme, Days: days[k], Spent: spent[k], Idle: worked > 0 && spent[k] == 0}
		if stated != nil {
			p.Stated = float64(stated.Shares.Of(theme.ID))
		}
		if room > 0 {
			p.Planned = days[k] / room
		}
		p.Starved = stated != nil && room > 0 && p.Planned < starvedBelow*p.Stated
		if p.Starved {
			t.Value++
			t.Evidence = append(t.Evidence, theme.Ref())
		}
		t.List = append(t.List, p)
		t.Rows = append(t.Rows, measure.Row{Label: theme.Name, Record: theme.Ref(), Value: days[k], Unit: "days"})
	}
	t.N, t.Coverage = len(v.Themes), 1
	t.Numerator = measure.Term{Words: "themes planned at less than half their stated share", Value: t.Value, Unit: "themes"}
	switch {
	case stated == nil:
		t.Reason = "no strategy is stated for " + w.b.Period.Name
	case all == 0:
		t.Reason = "no days are planned in " + w.b.Period.Name
	}
	return t
}

// plannedDays is the days of planned initiatives by column, all of them, and the capacity they are held
// against. Where capacity is declared, only units that have it count, and one with too much plan is scaled to
// it.
func (w *work) plannedDays() (byTheme []float64, all, room float64) {
	rooms := make([]float64, len(w.b.Rooms))
	for n, r := range w.b.Rooms {
		rooms[n] = r.Days
	}
	room = stat.Sum(rooms)
	var sum stat.Accumulator
	columns := make([]stat.Accumulator, w.b.Lines.Sight.Width())
	for n := range w.b.Plans {
		plan, scale := &w.b.Plans[n], 1.0
		if room > 0 {
			own, ok := w.b.Room(plan.Unit)
			if !ok || plan.Firm == 0 {
				continue
			}
			scale = min(1, own.Days/plan.Firm)
		}
		sum.Add(plan.Firm * scale)
		for k, x := range plan.ByTheme {
			columns[k].Add(x * scale)
		}
	}
	return sums(columns), sum.Sum(), room
}

// spent is the days of work by column, and last of what serves no theme.
func (w *work) spent() []float64 {
	columns := make([]stat.Accumulator, w.b.Lines.Sight.Width())
	for n := range w.b.Work {
		for k, x := range w.b.Work[n].ByTheme {
			columns[k].Add(x)
		}
	}
	return sums(columns)
}

func sums(columns []stat.Accumulator) []float64 {
	out := make([]float64, len(columns))
	for k := range columns {
		out[k] = columns[k].Sum()
	}
	return out
}

// statedShares is the strategy of the first top unit that states one for the period, from the smallest
// period around it; nil without any.
func statedShares(b *graph.Basis) *graph.Intent {
	for _, top := range b.Tree.Tops() {
		var best *graph.Intent
		var span graph.Span
		for i := range graph.Referrers[*graph.Intent](b.Picture, top.Ref()) {
			p := b.Calendar.Period(i.Period)
			if i.Level != graph.Stated || i.Unit != top || i.Shares.Sum() == 0 || p == nil || !b.Period.Span().Inside(p.Span()) {
				continue
			}
			if best == nil || p.End-p.Start < span.Last-span.First {
				best, span = i, p.Span()
			}
		}
		if best != nil {
			return best
		}
	}
	return nil
}
