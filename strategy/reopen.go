package strategy

import (
	"slices"
	"strings"

	"throughline/change"
	"throughline/finding"
	"throughline/graph"
	"throughline/wording"
)

// reopen has the units wait for an answer again whose accepted restatement answers other words or shares.
func (e *edition) reopen() error {
	after, err := e.picture()
	if err != nil {
		return err
	}
	var names []string
	turned := turns{e: e, after: after, tree: graph.TreeOf(e.s, 0), known: make(map[graph.PeriodID]turn)}
	for read := range graph.All[*graph.Intent](e.s) {
		if read.Level != graph.Interpreted || read.Receipt.State != graph.Accepted || !turned.touch(read) {
			continue
		}
		i, err := change.Take[*graph.Intent](e.s, read.ID)
		if err != nil {
			return err
		}
		i.Receipt = graph.Receipt{State: graph.Sent, SentAt: i.Receipt.SentAt, SentBy: i.Receipt.SentBy, ReopenedAt: e.by.Moment(), Reason: e.draft.Reason}
		e.draft.Update(e.s, i)
		if name := e.s.Unit(i.Unit).Name; !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return nil
	}
	who := wording.List(names, mostReopened)
	if _, err := change.Said(e.draft.Reason, "reason", "Say why the strategy changes: "+who+" will need an answer again, and read it"); err != nil {
		return err
	}
	e.draft.Reason = strings.TrimRight(e.draft.Reason, ".") + ". In need of an answer again: " + who
	return nil
}

// mostReopened is how many units the reason of a change names.
const mostReopened = 12

// turns knows, for each period, what an edition changes in it.
type turns struct {
	e     *edition
	after *graph.Snapshot
	tree  *graph.Tree
	known map[graph.PeriodID]turn
}

// turn is what units were asked for in a period, and the themes whose words or stated share change.
type turn struct {
	was     *finding.Declared
	changed map[graph.ThemeID]bool
}

// touch reports whether the edition changes a theme that the unit was asked for.
func (t turns) touch(read *graph.Intent) bool {
	p := t.e.s.Period(read.Period)
	if p == nil || !t.e.covers(p) {
		return false
	}
	c, ok := t.known[p.ID]
	if !ok {
		c = t.in(p)
		t.known[p.ID] = c
	}
	asked, _ := c.was.Asked(read.Unit)
	if asked == nil && c.was.Stated != nil && c.was.Stated.Unit == read.Unit {
		asked = c.was.Stated // the top answers to what it states itself
	}
	if asked == nil {
		return false
	}
	for _, s := range asked.Shares {
		if s.Share > 0 && c.changed[s.Theme] {
			return true
		}
	}
	return false
}

// covers reports whether restatements of the period can be touched: it lies in that of the edition, or, where
// that names none, is not over.
func (e *edition) covers(p *graph.Period) bool {
	if of := e.s.Period(e.in.Period); of != nil {
		return p.Span().Inside(of.Span())
	}
	return p.End >= e.by.Day()
}

// in compares the strategy that holds for a period before and after the edition.
func (t turns) in(p *graph.Period) turn {
	c := turn{finding.DeclaredIn(t.e.s, p, t.tree), make(map[graph.ThemeID]bool)}
	for id, worded := range t.e.worded {
		c.changed[id] = worded
	}
	was, is := statedShares(c.was), statedShares(finding.DeclaredIn(t.after, p, t.tree))
	for _, list := range []graph.Shares{was, is} {
		for _, s := range list {
			c.changed[s.Theme] = c.changed[s.Theme] || was.Of(s.Theme) != is.Of(s.Theme)
		}
	}
	return c
}

func statedShares(d *finding.Declared) graph.Shares {
	if d.Stated == nil {
		return nil
	}
	return d.Stated.Shares
}
