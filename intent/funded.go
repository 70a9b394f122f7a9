package intent

import (
	"throughline/graph"
	"throughline/stat"
)

// funding is the funded days while they are read.
type funding struct {
	c       *Cells
	cells   [][]stat.Accumulator // by unit and column
	touched []bool               // a funding names the unit
	unknown []bool               // money for the unit that cannot be turned into days
	before  [][]float64          // the interpreted cells, carried forward where missing

	calendar *graph.Calendar
	same     map[purpose][]graph.Span // the spans of all fundings for a purpose
}

// purpose is what a funding is for.
type purpose struct {
	theme      graph.ThemeID
	unit       graph.UnitID
	initiative graph.InitiativeID
}

// readFunded takes what is set aside, in days, over its total.
func (c *Cells) readFunded() {
	if c.Picture.Count(graph.KindFunding) == 0 {
		return
	}
	f := &funding{
		c: c, calendar: c.basis.Calendar, before: c.interpretedOrBefore(),
		cells: make([][]stat.Accumulator, len(c.Units)), touched: make([]bool, len(c.Units)), unknown: make([]bool, len(c.Units)),
		same: make(map[purpose][]graph.Span),
	}
	c.funded = make([][]graph.FundingID, len(c.Units))
	for i := range f.cells {
		f.cells[i] = make([]stat.Accumulator, c.Sight.Width())
	}
	for r := range graph.All[*graph.Funding](c.Picture) {
		if p := f.calendar.Period(r.Period); p != nil {
			to := purpose{r.Theme, r.Unit, r.Initiative}
			f.same[to] = append(f.same[to], p.Span())
		}
	}
	any := false
	for r := range graph.All[*graph.Funding](c.Picture) {
		if part := f.part(r); part > 0 {
			any = true
			f.take(r, part)
		}
	}
	if any {
		c.layers[Funded.place()] = f.layer()
	}
}

// part is the share of a funding that falls into the period: by working days over what fundings of the
// same on shorter periods leave.
func (f *funding) part(r *graph.Funding) float64 {
	p := f.calendar.Period(r.Period)
	if p == nil {
		return 0
	}
	all, in := p.Span(), f.c.Period.Span()
	if all.Inside(in) {
		return 1
	}
	if _, touch := all.Common(in); !touch {
		return 0
	}
	left := graph.Spans{all}
	for _, o := range f.same[purpose{r.Theme, r.Unit, r.Initiative}] {
		if o != all && o.Inside(all) {
			left = left.Without(o)
		}
	}
	if left.Workdays() == 0 {
		left = graph.Spans{all}
	}
	return left.Part(in)
}

// claim is a unit's part of a funding, and how its days spread over the columns.
type claim struct {
	unit  int
	share float64   // its part of the funding, 0 to 1
	row   []float64 // shares by column; they sum to 1
}

// take books one funding.
func (f *funding) take(r *graph.Funding, part float64) {
	claims := f.claims(r)
	if len(claims) == 0 {
		f.c.missing = append(f.c.missing, note{stage: Funded, unit: -1, kind: lackUnits, of: r.Ref()})
		return
	}
	days := float64(r.Days) * part
	if r.Money > 0 {
		price := f.price(r, claims)
		if price == 0 {
			return
		}
		days = r.Money * part / price
	}
	for _, cl := range claims {
		f.touched[cl.unit] = true
		f.c.funded[cl.unit] = append(f.c.funded[cl.unit], r.ID)
		for k, share := range cl.row {
			if share > 0 {
				f.cells[cl.unit][k].Add(days * cl.share * share)
			}
		}
	}
}

// price is the money for one day of all the claimants together, so that each unit's days come out in
// the parts claimed whatever its rate. It is 0 when a rate is not declared; then the claimants'
// funding is not known.
func (f *funding) price(r *graph.Funding, claims []claim) float64 {
	price, known := 0.0, true
	for _, cl := range claims {
		rate := f.c.Units[cl.unit].Room.Rate
		if rate == 0 {
			known = false
			f.c.missing = append(f.c.missing, note{stage: Funded, unit: cl.unit, kind: lackRate, of: r.Ref()})
		}
		price += cl.share * rate
	}
	if known {
		return price
	}
	for _, cl := range claims {
		f.unknown[cl.unit] = true
	}
	return 0
}

// claims splits a funding: of an initiative by participating days, of a unit alone by its interpreted
// shares, of a theme alone over the units by interpreted cells.
func (f *funding) claims(r *graph.Funding) []claim {
	var out []claim
	switch {
	case r.Initiative != "":
		i := f.c.Picture.Initiative(r.Initiative)
		row := f.columns(r.Theme, i)
		if r.Unit != "" {
			out = f.below(out, r.Unit, 1, row)
		} else {
			out = f.participants(i, row)
		}
	case r.Unit != "":
		out = f.below(out, r.Unit, 1, f.columns(r.Theme, nil))
	default:
		out = f.byTheme(f.c.Sight.Column(r.Theme))
	}
	return portions(out)
}

// columns is the row of the theme when one is named, else of the initiative; nil leaves it to the unit.
func (f *funding) columns(theme graph.ThemeID, i *graph.Initiative) []float64 {
	row := make([]float64, f.c.Sight.Width())
	switch {
	case theme != "":
		row[f.c.Sight.Column(theme)] = 1
	case i != nil:
		f.c.Sight.Add(row, i, 1)
	default:
		return nil
	}
	return row
}

// below claims for the unit, or by capacity for the units below it when it has none of its own.
// Without a row each unit's is the one of the stage before.
func (f *funding) below(out []claim, unit graph.UnitID, weight float64, row []float64) []claim {
	if at, ok := f.c.row[unit]; ok {
		return append(out, f.claim(at, weight, row))
	}
	days := 0.0
	for _, u := range f.c.Tree.Below(unit) {
		if at, ok := f.c.row[u]; ok {
			days += f.c.Units[at].Days
		}
	}
	for _, u := range f.c.Tree.Below(unit) {
		if at, ok := f.c.row[u]; ok {
			out = append(out, f.claim(at, weight*f.c.Units[at].Days/days, row))
		}
	}
	return out
}

func (f *funding) claim(unit int, weight float64, row []float64) claim {
	if row == nil {
		row, _ = stat.Shares(f.before[unit])
	}
	return claim{unit, weight, row}
}

// participants claims by the initiative's days in the period, else by all its days, else for its owner.
func (f *funding) participants(i *graph.Initiative, row []float64) []claim {
	var out []claim
	if i == nil {
		return nil
	}
	for u, days := range f.calendar.PlannedDays(i, f.c.Period.Span()) {
		out = f.below(out, u, days, row)
	}
	if len(out) > 0 {
		return out
	}
	for _, p := range i.Participants {
		if p.Days > 0 {
			out = f.below(out, p.Unit, float64(p.Days), row)
		}
	}
	if len(out) == 0 && i.Owner != "" {
		out = f.below(out, i.Owner, 1, row)
	}
	return out
}

// byTheme claims over the units by their interpreted cells of the theme, else by their weight.
func (f *funding) byTheme(column int) []claim {
	row := make([]float64, f.c.Sight.Width())
	row[column] = 1
	var out []claim
	for u, cells := range f.before {
		if cells[column] > 0 {
			out = append(out, claim{u, cells[column], row})
		}
	}
	if len(out) == 0 {
		for u := range f.c.Units {
			out = append(out, claim{u, f.c.Units[u].Weight, row})
		}
	}
	return out
}

// portions scales the claims so that they sum to 1.
func portions(list []claim) []claim {
	weights := make([]float64, len(list))
	for n, cl := range list {
		weights[n] = cl.share
	}
	shares, err := stat.Shares(weights)
	if err != nil {
		return nil
	}
	for n := range list {
		list[n].share = shares[n]
	}
	return list
}

// interpretedOrBefore is the interpreted cells; for a unit that has none, what it was assigned, else
// its weight spread as stated, else all of it unlinked.
func (c *Cells) interpretedOrBefore() [][]float64 {
	out := make([][]float64, len(c.Units))
	for u := range c.Units {
		for _, s := range []Stage{Interpreted, Assigned} {
			if l := c.layers[s.place()]; out[u] == nil && l.Cells != nil {
				out[u] = l.Cells[u]
			}
		}
		if out[u] != nil {
			continue
		}
		out[u] = make([]float64, c.Sight.Width())
		for k, p0 := range c.stated {
			out[u][k] = c.Units[u].Weight * p0
		}
		if c.stated == nil {
			out[u][c.Sight.Unlinked()] = c.Units[u].Weight
		}
	}
	return out
}

// layer divides by the total. What is known stands for the weight of the units it is known of, so that
// a unit whose funding is not known takes nothing from the others and gives them nothing.
func (f *funding) layer() stat.Layer {
	l := f.c.table()
	var total, weight stat.Accumulator
	for u := range f.c.Units {
		if !f.touched[u] || f.unknown[u] {
			if !f.unknown[u] {
				f.c.lacks(Funded, u)
			}
			continue
		}
		l.Cells[u] = make([]float64, f.c.Sight.Width())
		for k := range l.Cells[u] {
			l.Cells[u][k] = f.cells[u][k].Sum()
			total.Add(l.Cells[u][k])
		}
		weight.Add(f.c.Units[u].Weight)
	}
	if total.Sum() == 0 {
		return l
	}
	scale := weight.Sum() / total.Sum()
	for _, row := range l.Cells {
		for k := range row {
			row[k] *= scale
		}
	}
	return l
}
