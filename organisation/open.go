package organisation

import (
	"slices"
	"strings"

	"throughline/change"
	"throughline/fault"
	"throughline/finding"
	"throughline/graph"
	"throughline/wording"
)

// Opening is a new unit. Only the name must be said.
type Opening struct {
	Name, Short string
	Code        string       // two or three letters
	Parent      graph.UnitID // empty for a top
	Purpose     string
	Leads       []graph.PersonID
	People      int        // 0 is not declared
	From        graph.Date // its first day; not set is today
}

// OpenUnit adds a unit to the tree. The same one again changes nothing; siblings have names of their own.
func OpenUnit(s *graph.Snapshot, by change.By, in Opening) (change.Draft, error) {
	draft := change.Draft{Verb: "unit.opened"}
	name, err := change.Said(in.Name, "name", "Name the unit, for instance: Core Services Platform")
	if err != nil {
		return draft, err
	}
	u := &graph.Unit{
		Name: name, Short: strings.TrimSpace(in.Short), Code: strings.TrimSpace(in.Code), Parent: in.Parent, Purpose: strings.TrimSpace(in.Purpose),
		Leads: slices.Clone(in.Leads), People: in.People, From: in.From,
	}
	if u.From == 0 {
		u.From = by.Day()
	}
	if u.Parent != "" {
		parent, err := standing(s, by, u.Parent, u.From)
		if err != nil {
			return draft, err
		}
		if err := outlived(by, u, parent); err != nil {
			return draft, err
		}
	}
	for _, lead := range u.Leads {
		if err := change.Present(s, by, lead); err != nil {
			return draft, err
		}
	}
	for was := range graph.All[*graph.Unit](s) {
		if was.Parent != u.Parent || !strings.EqualFold(was.Name, name) || !was.ExistsOn(max(u.From, was.From)) {
			continue
		}
		if u.ID = was.ID; change.Same(u, was) {
			return draft, nil
		}
		return draft, fault.Invalidf("Change that one, or give this another name", "there is a unit %s already, as %s", finding.Quote(was.Name), was.ID)
	}
	u.ID = graph.UnitID(graph.NewID(s, graph.KindUnit, name))
	draft.Create(u)
	return draft, nil
}

// standing is the unit, which must exist on the day.
func standing(s *graph.Snapshot, by change.By, id graph.UnitID, on graph.Date) (*graph.Unit, error) {
	u, err := change.Known[*graph.Unit](s, id)
	if err == nil && !u.ExistsOn(on) {
		err = fault.Invalidf("Name a unit of that day", "%s does not exist on %s", u.Name, by.Words(on))
	}
	return u, err
}

// outlived holds that a unit does not go on below one that ends.
func outlived(by change.By, u, parent *graph.Unit) error {
	if parent == nil || parent.Until == 0 || u.Until != 0 && u.Until <= parent.Until {
		return nil
	}
	return fault.Invalidf("Put it under a unit that goes on", "%s, which stands above, ends on %s", parent.Name, by.Words(parent.Until))
}

// Relocation is a unit that goes to another one.
type Relocation struct {
	Unit   graph.UnitID
	To     graph.UnitID // the unit above it from then on
	On     graph.Date   // the first day; not set is today
	Reason string
	Seen   int32 // the version that was looked at; 0 does not say
}

// MoveUnit puts a unit, with all below it, under another one. Until the day the tree stays as it was. A day that
// is over is told only where the unit did not change since.
func MoveUnit(s *graph.Snapshot, by change.By, in Relocation) (change.Draft, error) {
	draft := change.Draft{Verb: "unit.moved", Reason: strings.TrimSpace(in.Reason)}
	u, err := change.Take[*graph.Unit](s, in.Unit)
	if err != nil {
		return draft, err
	}
	on, err := by.Past(in.On, "the move")
	if err != nil {
		return draft, err
	}
	if _, err := standing(s, by, u.ID, on); err != nil {
		return draft, err
	}
	to, err := standing(s, by, in.To, on)
	if err != nil || u.Parent == to.ID {
		return draft, err
	}
	if graph.TreeOf(s, 0).Under(to.ID, u.ID) {
		return draft, fault.Invalidf("Choose a unit outside", "%s would stand below itself", u.Name)
	}
	if err := outlived(by, u, to); err != nil {
		return draft, err
	}
	if on < by.Day() {
		draft.Effective = on.Time()
		if since := u.Stamp().Effective; since > draft.Effective.UnixMilli() {
			return draft, fault.Invalidf("Choose a later day", "%s changed after %s already", u.Name, by.Words(on))
		}
	}
	u.Parent = to.ID
	draft.Update(s, u)
	draft.Expect(u.Ref(), in.Seen)
	return draft, nil
}

// Shutting is the end of a unit.
type Shutting struct {
	Unit   graph.UnitID
	Last   graph.Date // its last day; not set is today
	Reason string
}

// CloseUnit ends a unit on a day. It is refused while units stand below it after that day, or something is
// planned with it.
func CloseUnit(s *graph.Snapshot, by change.By, in Shutting) (change.Draft, error) {
	draft := change.Draft{Verb: "unit.closed", Reason: strings.TrimSpace(in.Reason)}
	u, err := change.Take[*graph.Unit](s, in.Unit)
	if err != nil {
		return draft, err
	}
	last := in.Last
	if last == 0 {
		last = by.Day()
	}
	if last < u.From {
		return draft, fault.Invalidf("Choose that day or a later one", "%s begins on %s", u.Name, by.Words(u.From))
	}
	if below := unitsBelow(s, u.ID, last); len(below) > 0 {
		return draft, fault.Invalidf("Move or close these first", "%s below %s after %s: %s",
			wording.Count(len(below), "unit stands", "units stand"), u.Name, by.Words(last), finding.List(below))
	}
	if planned := plannedAfter(s, u.ID, last); len(planned) > 0 {
		return draft, fault.Invalidf("Give these to another unit first, or stop them", "%s planned with %s after %s: %s",
			wording.Count(len(planned), "initiative is", "initiatives are"), u.Name, by.Words(last), finding.List(planned))
	}
	u.Until = last
	if err := outlived(by, u, s.Unit(u.Parent)); err != nil {
		return draft, err
	}
	draft.Update(s, u)
	return draft, nil
}

// unitsBelow is the names of the units directly below that exist after the day.
func unitsBelow(s *graph.Snapshot, id graph.UnitID, day graph.Date) []string {
	var names []string
	for u := range graph.Referrers[*graph.Unit](s, id.Ref()) {
		if u.Parent == id && (u.Until == 0 || u.Until > day) {
			names = append(names, u.Name)
		}
	}
	return names
}

// plannedAfter is the names of the initiatives, committed or started, that the unit owns or gives days to after
// the day.
func plannedAfter(s *graph.Snapshot, id graph.UnitID, day graph.Date) []string {
	var names []string
	calendar := graph.CalendarOf(s)
	for i := range graph.Referrers[*graph.Initiative](s, id.Ref()) {
		if !i.State.Planned() || !calendar.GoesOn(i, day) {
			continue
		}
		gives := slices.ContainsFunc(i.Participants, func(p graph.Participation) bool {
			in := calendar.Period(p.Period)
			return p.Unit == id && p.Days > 0 && (in == nil || in.End > day)
		})
		if i.Owner == id || gives {
			names = append(names, i.Name)
		}
	}
	return names
}
