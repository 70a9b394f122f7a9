package organisation

import (
	"slices"
	"strings"

	"throughline/change"
	"throughline/fault"
	"throughline/graph"
)

// Appointment is a person who is to lead a unit.
type Appointment struct {
	Unit    graph.UnitID
	Person  graph.PersonID
	Instead graph.PersonID // a lead who leads it no longer; empty adds to those who do
	Reason  string
}

// AppointLead makes a person a lead of a unit.
func AppointLead(s *graph.Snapshot, by change.By, in Appointment) (change.Draft, error) {
	draft := change.Draft{Verb: "unit.led", Reason: strings.TrimSpace(in.Reason)}
	if _, err := standing(s, by, in.Unit, by.Day()); err != nil {
		return draft, err
	}
	if err := change.Present(s, by, in.Person); err != nil {
		return draft, err
	}
	u, err := change.Take[*graph.Unit](s, in.Unit)
	if err != nil {
		return draft, err
	}
	leads := slices.Contains(u.Leads, in.Person)
	at := slices.Index(u.Leads, in.Instead)
	switch {
	case in.Instead == in.Person && in.Person != "":
		return draft, fault.Invalidf("Name whose place is taken, or nobody", "nobody takes their own place")
	case in.Instead != "" && at < 0 && leads:
		return draft, nil
	case in.Instead != "" && at < 0:
		return draft, fault.Invalidf("Name a lead of the unit, or nobody", "%s is no lead of %s", in.Instead, u.Name)
	case at >= 0 && leads:
		u.Leads = slices.Delete(u.Leads, at, at+1)
	case at >= 0:
		u.Leads[at] = in.Person
	case !leads:
		u.Leads = append(u.Leads, in.Person)
	}
	draft.Update(s, u)
	return draft, nil
}

// Arrival is a person who joins.
type Arrival struct {
	// ID is what the person is called in references, for ever: it cannot be erased as a name can. Empty
	// makes one of the name.
	ID     graph.PersonID
	Name   string
	Email  string
	Handle string // the name in a tracker, without @
	Title  string
	Unit   graph.UnitID
	From   graph.Date
}

// AddPerson adds somebody who can lead, decide or answer. The same again changes nothing; an address or a handle
// is one person's.
func AddPerson(s *graph.Snapshot, by change.By, in Arrival) (change.Draft, error) {
	draft := change.Draft{Verb: "person.joined"}
	name, err := change.Said(in.Name, "name", "Write the name")
	if err != nil {
		return draft, err
	}
	p := &graph.Person{
		ID: in.ID, Name: name, Email: strings.TrimSpace(in.Email), Handle: strings.TrimPrefix(strings.TrimSpace(in.Handle), "@"),
		Title: strings.TrimSpace(in.Title), Unit: in.Unit, From: in.From,
	}
	if user, host, ok := strings.Cut(p.Email, "@"); p.Email != "" && (!ok || user == "" || host == "" || strings.ContainsAny(p.Email, " \t\r\n,;<>")) {
		return draft, fault.Invalidf("Write it as name@example.org, or leave it out", "this is no address")
	}
	for was := range graph.All[*graph.Person](s) {
		if in.ID != was.ID && was.Name != p.Name && !sameText(was.Email, p.Email) && !sameText(was.Handle, p.Handle) {
			continue
		}
		if p.ID = was.ID; change.Same(p, was) && (in.ID == "" || in.ID == was.ID) {
			return draft, nil
		}
		if in.ID != was.ID && !(sameText(was.Email, p.Email) || sameText(was.Handle, p.Handle)) {
			continue // two people may have one name
		}
		return draft, fault.Invalidf("Change that person, or correct what is given", "%s is there already with this id, address or handle", was.ID)
	}
	if p.ID = in.ID; p.ID == "" {
		p.ID = graph.PersonID(graph.NewID(s, graph.KindPerson, name))
	} else if _, used := s.Stamp(p.Ref()); used {
		return draft, fault.Invalidf("Choose another", "the id %q was that of somebody who was removed", string(p.ID))
	}
	draft.Create(p)
	return draft, nil
}

func sameText(a, b string) bool { return a != "" && strings.EqualFold(a, b) }

// Departure is a person who leaves.
type Departure struct {
	Person graph.PersonID
	Last   graph.Date // the last day; not set is today
	Reason string
}

// LeavePerson sets somebody's last day. What they led, decided or promised stays in their name until somebody
// takes it over.
func LeavePerson(s *graph.Snapshot, by change.By, in Departure) (change.Draft, error) {
	draft := change.Draft{Verb: "person.left", Reason: strings.TrimSpace(in.Reason)}
	p, err := change.Take[*graph.Person](s, in.Person)
	if err != nil {
		return draft, err
	}
	last := in.Last
	if last == 0 {
		last = by.Day()
	}
	if last < p.From {
		return draft, fault.Invalidf("Choose that day or a later one", "%s joins on %s", p.ID, by.Words(p.From))
	}
	p.Until = last
	draft.Update(s, p)
	return draft, nil
}
