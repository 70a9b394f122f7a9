package graph

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"throughline/fault"
)

// Check holds the records of a change against the structural rules, in the picture that the change
// would make. A ref whose record is gone is checked for records that still mention it.
// The result is in the order of the refs; it is empty when the picture is whole.
func Check(s *Snapshot, changed []Ref) Violations {
	var out Violations
	for _, ref := range changed {
		b := &rulebook{ref: ref, s: s, changed: changed}
		if r := s.Record(ref); r != nil {
			b.record(r)
		} else {
			b.removed()
		}
		out = append(out, b.out...)
	}
	return out
}

func (b *rulebook) record(r Record) {
	if wrong := CheckID(b.ref.ID); wrong != "" {
		b.broken("id", "Use small letters, digits and - . _ : only, for instance "+orElse(Slug(b.ref.ID), "core-services"), "%s", wrong)
	}
	r.rules(b)
	for _, m := range Mentions(r) {
		if b.s.Record(m.To) == nil && !imagined(r, m) {
			b.unknown(m)
		}
	}
	switch r := r.(type) {
	case *Unit:
		b.unitTree(r)
	case *Period:
		b.periodTree(r)
	case *Outcome:
		b.outcomeTree(r)
	case *Intent:
		b.oneIntent(r)
	case *Capacity:
		b.oneCapacity(r)
	}
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// unknown reports a mention of a record that does not exist, with the nearest names.
func (b *rulebook) unknown(m Mention) {
	var ids []string
	for r := range b.s.Records(m.To.Kind, "") {
		ids = append(ids, recordID(r))
		if len(ids) == 20_000 { // enough to find a slip of the pen; more would only be slow
			break
		}
	}
	b.broken(m.Field, fmt.Sprintf("Name one that exists, or create %s first", m.To), "there is no %s %q", m.To.Kind, m.To.ID)
	b.out[len(b.out)-1].Nearest = fault.Nearest(m.To.ID, ids, 3)
}

// removed reports what still mentions a record that is gone.
func (b *rulebook) removed() {
	var by []string
	n := 0
	for from := range b.s.Mentioned(b.ref) {
		if b.onlyImagined(from) {
			continue
		}
		if n++; len(by) < 3 {
			by = append(by, from.String())
		}
	}
	for w := range b.workOn() {
		if n++; len(by) < 3 {
			by = append(by, w.Ref().String())
		}
	}
	if n == 0 {
		return
	}
	remedy := "Change these first"
	if b.ref.Kind == KindUnit || b.ref.Kind == KindPerson || b.ref.Kind == KindTheme {
		remedy += ", or set its last day (until) instead of removing it"
	}
	b.broken("", remedy, "it cannot be removed while %d %s it: %s", n, plural(n, "record names", "records name"), join(by))
}

// imagined reports whether the mention is of a record that somebody proposes or imagines a change of: it need
// not be there yet, and may be gone.
func imagined(r Record, m Mention) bool {
	switch r.(type) {
	case *Proposal, *Scenario:
		return strings.HasPrefix(m.Field, "changes[")
	}
	return false
}

// onlyImagined reports whether the record mentions the one that is gone only as imagined.
func (b *rulebook) onlyImagined(from Ref) bool {
	if from.Kind != KindProposal && from.Kind != KindScenario {
		return false
	}
	r := b.s.Record(from)
	return !slices.ContainsFunc(Mentions(r), func(m Mention) bool { return m.To == b.ref && !imagined(r, m) })
}

// workOn yields the work items that stand on the record. For a unit that also means a walk over all work,
// because waits have no index; units are seldom removed.
func (b *rulebook) workOn() iter.Seq[*Work] {
	switch b.ref.Kind {
	case KindInitiative:
		return b.s.WorkOf(InitiativeID(b.ref.ID), "")
	case KindUnit:
		id := UnitID(b.ref.ID)
		return func(yield func(*Work) bool) {
			for w := range All[*Work](b.s) {
				on := w.Unit == id || slices.ContainsFunc(w.Blocked, func(k Block) bool { return k.On == id })
				if on && !yield(w) {
					return
				}
			}
		}
	}
	return func(func(*Work) bool) {}
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

func join(s []string) string {
	out := ""
	for i, v := range s {
		if i > 0 {
			out += ", "
		}
		out += v
	}
	return out
}

// unitTree holds that the units form one tree.
func (b *rulebook) unitTree(u *Unit) {
	if path, cycle := ring(u.ID, func(id UnitID) UnitID {
		if p := b.s.Unit(id); p != nil {
			return p.Parent
		}
		return ""
	}); cycle {
		b.broken("parent", "Choose a parent outside the units below it", "the unit would stand above itself: %s", path)
		return
	}
	if u.Parent == "" {
		return
	}
	for i := range Referrers[*Intent](b.s, u.Ref()) {
		if i.Unit == u.ID && b.belowTop(i) && !slices.Contains(b.changed, i.Ref()) {
			b.broken("parent", "Let the new top state it in the same change, or leave "+u.Name+" at the top",
				"%s states the strategy of %s, which only the top of the organisation does", u.Name, b.s.Period(i.Period).Name)
		}
	}
}

// belowTop reports whether the intent states the strategy of a period for a unit that is not the top. What was
// stated for a period that is over stays: the unit was the top of that time.
func (b *rulebook) belowTop(i *Intent) bool {
	u, p := b.s.Unit(i.Unit), b.s.Period(i.Period)
	return i.Level == Stated && u != nil && u.Parent != "" && p != nil && p.End >= b.s.Today()
}

func (b *rulebook) outcomeTree(o *Outcome) {
	if path, cycle := ring(o.ID, func(id OutcomeID) OutcomeID {
		if p := b.s.Outcome(id); p != nil {
			return p.Parent
		}
		return ""
	}); cycle {
		b.broken("parent", "Choose a parent outside the outcomes below it", "the outcome would stand above itself: %s", path)
	}
}

// periodTree holds that a period lies inside its parent, and its children inside it.
func (b *rulebook) periodTree(p *Period) {
	path, cycle := ring(p.ID, func(id PeriodID) PeriodID {
		if q := b.s.Period(id); q != nil {
			return q.Parent
		}
		return ""
	})
	if cycle {
		b.broken("parent", "Choose a longer period as parent", "the period would contain itself: %s", path)
		return
	}
	if up := b.s.Period(p.Parent); up != nil && !inside(p, up) {
		b.broken("parent", "Move its days inside the parent, or choose another parent",
			"%s to %s is not inside %s (%s to %s)", p.Start, p.End, up.Name, up.Start, up.End)
	}
	for c := range Referrers[*Period](b.s, p.Ref()) {
		if c.Parent == p.ID && !inside(c, p) {
			b.broken("start", "Keep its days around those of "+string(c.ID), "%s (%s to %s) would lie outside it", c.Name, c.Start, c.End)
		}
	}
}

func inside(p, up *Period) bool { return up.Start <= p.Start && p.End <= up.End }

// ring follows parents from id and reports the path when it comes back to a node.
func ring[I ~string](id I, parent func(I) I) (path string, cycle bool) {
	seen := []I{id}
	path = string(id)
	for at := parent(id); at != ""; at = parent(at) {
		path += " < " + string(at)
		if slices.Contains(seen, at) {
			return path, at == id
		}
		seen = append(seen, at)
	}
	return path, false
}

// oneIntent holds that a unit has one intent per layer and period.
func (b *rulebook) oneIntent(i *Intent) {
	if b.belowTop(i) {
		b.broken("unit", "State the strategy for the top unit, and assign it to the units below",
			"%s is not the top of the organisation", b.s.Unit(i.Unit).Name)
	}
	for o := range Referrers[*Intent](b.s, i.Unit.Ref()) {
		if o.ID != i.ID && o.Unit == i.Unit && o.Level == i.Level && o.Period == i.Period {
			b.broken("", "Change "+o.Ref().String()+" instead of writing a second one", "%s is declared already", i.Label())
			return
		}
	}
}

// oneCapacity holds that a unit has one capacity per period.
func (b *rulebook) oneCapacity(c *Capacity) {
	for o := range Referrers[*Capacity](b.s, c.Unit.Ref()) {
		if o.ID != c.ID && o.Unit == c.Unit && o.Period == c.Period {
			b.broken("", "Change "+o.Ref().String()+" instead of writing a second one", "the %s is declared already", c.Label())
			return
		}
	}
}
