package intent

import (
	"cmp"

	"throughline/graph"
)

// said is what was declared for a period: by unit, the intent of the smallest enclosing period.
type said struct {
	stated, assigned, interpreted map[graph.UnitID]*graph.Intent
	period                        map[*graph.Intent]graph.Span
}

// declaredIn reads the intents that hold for the period. An interpretation counts once it was sent.
func declaredIn(s *graph.Snapshot, period *graph.Period) said {
	out := said{
		stated: make(map[graph.UnitID]*graph.Intent), assigned: make(map[graph.UnitID]*graph.Intent),
		interpreted: make(map[graph.UnitID]*graph.Intent), period: make(map[*graph.Intent]graph.Span),
	}
	calendar := graph.CalendarOf(s)
	for i := range graph.All[*graph.Intent](s) {
		p := calendar.Period(i.Period)
		if p == nil || !period.Span().Inside(p.Span()) {
			continue
		}
		switch i.Level {
		case graph.Stated:
			out.keep(out.stated, i, p)
		case graph.Assigned:
			out.keep(out.assigned, i, p)
		case graph.Interpreted:
			if i.Receipt.WasSent() {
				out.keep(out.interpreted, i, p)
			}
		}
	}
	return out
}

// keep takes the intent when its period is the smallest so far.
func (d said) keep(by map[graph.UnitID]*graph.Intent, i *graph.Intent, p *graph.Period) {
	d.period[i] = p.Span()
	have := by[i.Unit]
	if have == nil || closer(d.period[i], d.period[have], i.ID, have.ID) {
		by[i.Unit] = i
	}
}

// closer reports whether a period is shorter than another, ties by the id of the intent.
func closer(a, b graph.Span, x, y graph.IntentID) bool {
	return cmp.Or(cmp.Compare(a.Last-a.First, b.Last-b.First), cmp.Compare(x, y)) < 0
}

// readStated takes the shares that the top states.
func (c *Cells) readStated(o Options) {
	d := c.said
	if o.Locked != nil {
		if then := declaredIn(o.Locked, c.Period); len(then.stated) > 0 {
			d = then
		} else {
			c.warn = append(c.warn, "at the plan lock no strategy was stated; today's is used")
		}
	}
	tops := 0
	for _, top := range c.Tree.Tops() {
		if i := d.stated[top]; i != nil && i.Shares.Sum() > 0 {
			if tops++; c.source == nil {
				c.source = i
			}
		}
	}
	if c.source == nil {
		c.missing = append(c.missing, note{stage: Stated, unit: -1, kind: lackStrategy})
		return
	}
	if tops > 1 {
		c.warn = append(c.warn, "several top units state a strategy; that of "+string(c.source.Unit)+" is used")
	}
	if today := c.said.stated[c.source.Unit]; today != nil && today != c.source && today.Shares.Sum() > 0 && !same(today.Shares, c.source.Shares) {
		c.warn = append(c.warn, "the strategy changed since the plan lock; these figures follow the one in force at the lock")
	}
	c.stated = make([]float64, c.Sight.Width())
	c.Sight.AddShares(c.stated, c.source.Shares, 1)
}

func same(a, b graph.Shares) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// readAssigned takes what each unit was asked for; a unit without its own takes its nearest
// ancestor's. The top follows what it states itself.
func (c *Cells) readAssigned() {
	l := c.table()
	l.Inherited = make([]bool, len(c.Units))
	any := false
	for i, u := range c.Units {
		own := c.assignedTo(u.ID)
		inherited := own != nil && own.Unit != u.ID
		any = any || own != nil
		switch {
		case own == nil && c.source != nil && u.ID == c.source.Unit:
			l.Cells[i] = c.shares(c.source.Shares, u.Weight)
			continue
		case own == nil:
			c.lacks(Assigned, i)
			continue
		case inherited:
			c.missing = append(c.missing, note{stage: Assigned, unit: i, kind: lackInherited, of: own.Unit.Ref()})
		}
		l.Inherited[i] = inherited
		l.Cells[i] = c.shares(own.Shares, u.Weight)
	}
	if any {
		c.layers[Assigned.place()] = l
	}
}

// assignedTo is what the unit was asked for: its own, else its nearest ancestor's; nil without any.
func (c *Cells) assignedTo(u graph.UnitID) *graph.Intent {
	own := c.said.assigned[u]
	for own == nil && u != "" {
		u = c.Tree.Parent(u)
		own = c.said.assigned[u]
	}
	return own
}

// readInterpreted takes each unit's latest restatement that was sent.
func (c *Cells) readInterpreted() {
	l := c.table()
	for i, u := range c.Units {
		if own := c.said.interpreted[u.ID]; own != nil {
			l.Cells[i] = c.shares(own.Shares, u.Weight)
			continue
		}
		c.lacks(Interpreted, i)
	}
	c.layers[Interpreted.place()] = l
}

// shares is a row of the shares times the weight.
func (c *Cells) shares(shares graph.Shares, weight float64) []float64 {
	row := make([]float64, c.Sight.Width())
	c.Sight.AddShares(row, shares, weight)
	return row
}
