package strategy

import (
	"maps"
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
	names, err := reopen(&e.draft, e.by, turnsOf(e.s, after, e.worded, e.covers))
	if err != nil || len(names) == 0 {
		return err
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

// Follow adds to a change of records what follows of it for the cascade: where it words a theme otherwise, or the top states
// other shares, the accepted restatements that answer them wait for an answer again, as after [Publish]. It adds nothing to
// restatements that the change puts or removes itself, and nothing for periods that are over.
func Follow(s *graph.Snapshot, by change.By, d change.Draft) (change.Draft, error) {
	worded, touched := make(map[graph.ThemeID]bool), make(map[graph.Ref]bool)
	stated := false
	for _, r := range d.Puts {
		touched[r.Ref()] = true
		switch r := r.(type) {
		case *graph.Theme:
			was := s.Theme(r.ID)
			worded[r.ID] = was != nil && !sameWords(was, r)
		case *graph.Intent:
			stated = stated || r.Level == graph.Stated
		}
	}
	for _, ref := range d.Removes {
		touched[ref] = true
		i, ok := s.Record(ref).(*graph.Intent)
		stated = stated || ok && i.Level == graph.Stated
	}
	if !stated && !slices.Contains(slices.Collect(maps.Values(worded)), true) {
		return d, nil
	}
	fork, err := change.CopyDraft(d)
	if err != nil {
		return d, err
	}
	after, err := change.Fork(s, fork)
	if err != nil {
		return d, nil // a change that the rules refuse is refused where it is made
	}
	t := turnsOf(s, after, worded, func(p *graph.Period) bool { return p.End >= by.Day() })
	t.touched = touched
	reason := d.Reason
	if d.Reason == "" {
		d.Reason = "The strategy that it answers changed"
	}
	if names, err := reopen(&d, by, t); err != nil || len(names) == 0 {
		d.Reason = reason
		return d, err
	}
	return d, nil
}

// Answered is the units whose accepted reading waits for an answer again when the field of the record is changed, see [Follow]. Of
// stated shares it is all who accepted a reading in their period: which of them wait depends on which share changes.
func Answered(s *graph.Snapshot, by change.By, r graph.Record, field string) ([]string, error) {
	switch r := r.(type) {
	case *graph.Theme:
		if !slices.Contains([]string{"name", "statement", "why", "anti_goals"}, field) {
			return nil, nil
		}
		other, err := change.Take[*graph.Theme](s, r.ID)
		if err != nil {
			return nil, err
		}
		other.Statement += "…" // any other words
		d, err := Follow(s, by, change.Draft{Puts: []graph.Record{other}})
		if err != nil {
			return nil, err
		}
		return unitsOf(s, d.Puts), nil
	case *graph.Intent:
		if r.Level != graph.Stated || field != "shares" {
			return nil, nil
		}
		var all []graph.Record
		whole := s.Period(r.Period)
		for i := range graph.All[*graph.Intent](s) {
			p := s.Period(i.Period)
			if i.Level != graph.Interpreted || i.Receipt.State != graph.Accepted || p == nil || whole == nil || p.End < by.Day() {
				continue
			}
			if p.Start >= whole.Start && p.End <= whole.End {
				all = append(all, i)
			}
		}
		return unitsOf(s, all), nil
	}
	return nil, nil
}

// unitsOf names the units of the intents among the records, each once.
func unitsOf(s *graph.Snapshot, records []graph.Record) (names []string) {
	for _, r := range records {
		i, ok := r.(*graph.Intent)
		if !ok {
			continue
		}
		if u := s.Unit(i.Unit); u != nil && !slices.Contains(names, u.Name) {
			names = append(names, u.Name)
		}
	}
	return names
}

// sameWords reports whether a theme says what it said.
func sameWords(a, b *graph.Theme) bool {
	return a.Name == b.Name && a.Statement == b.Statement && a.Why == b.Why && slices.Equal(a.AntiGoals, b.AntiGoals)
}

// reopen has the touched restatements wait for an answer again, for the reason of the draft, and names their units.
func reopen(d *change.Draft, by change.By, t turns) (names []string, err error) {
	for read := range graph.All[*graph.Intent](t.s) {
		if read.Level != graph.Interpreted || read.Receipt.State != graph.Accepted || t.touched[read.Ref()] || !t.touch(read) {
			continue
		}
		i, err := change.Take[*graph.Intent](t.s, read.ID)
		if err != nil {
			return nil, err
		}
		i.Receipt = graph.Receipt{State: graph.Sent, SentAt: i.Receipt.SentAt, SentBy: i.Receipt.SentBy, ReopenedAt: by.Moment(), Reason: d.Reason}
		d.Update(t.s, i)
		if name := t.s.Unit(i.Unit).Name; !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names, nil
}

// turns knows, for each period, what changes in it between two pictures.
type turns struct {
	s, after *graph.Snapshot
	worded   map[graph.ThemeID]bool // the themes whose words change
	covers   func(*graph.Period) bool
	touched  map[graph.Ref]bool // what the change speaks of itself
	tree     *graph.Tree
	known    map[graph.PeriodID]turn
}

func turnsOf(s, after *graph.Snapshot, worded map[graph.ThemeID]bool, covers func(*graph.Period) bool) turns {
	return turns{s: s, after: after, worded: worded, covers: covers, tree: graph.TreeOf(s, 0), known: make(map[graph.PeriodID]turn)}
}

// turn is what units were asked for in a period, and the themes whose words or stated share change.
type turn struct {
	was     *finding.Declared
	changed map[graph.ThemeID]bool
}

// touch reports whether a theme changes that the unit was asked for.
func (t turns) touch(read *graph.Intent) bool {
	p := t.s.Period(read.Period)
	if p == nil || !t.covers(p) {
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

// in compares the strategy that holds for a period before and after.
func (t turns) in(p *graph.Period) turn {
	c := turn{finding.DeclaredIn(t.s, p, t.tree), make(map[graph.ThemeID]bool)}
	for id, worded := range t.worded {
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
