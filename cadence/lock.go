package cadence

import (
	"slices"
	"strings"
	"time"

	"throughline/change"
	"throughline/fault"
	"throughline/finding"
	"throughline/graph"
)

// Locking is a plan that is locked.
type Locking struct {
	Period graph.PeriodID
	Name   string    // one of its own in the period
	At     time.Time // the plan as it stood then; not set is now
	Note   string
}

// Lock takes the plan of a period as it stood at a moment as what is promised. The same lock again changes
// nothing.
func Lock(s *graph.Snapshot, by change.By, in Locking) (change.Draft, error) {
	draft := change.Draft{Verb: "baseline.locked", Reason: strings.TrimSpace(in.Note)}
	name, err := change.Said(in.Name, "name", "Name the lock, for instance: plan lock 1")
	if err != nil {
		return draft, err
	}
	p, err := change.Known[*graph.Period](s, in.Period)
	if err != nil {
		return draft, err
	}
	at := in.At.UTC().Truncate(time.Millisecond)
	if in.At.IsZero() {
		at = by.Moment()
	}
	if at.After(by.Moment()) {
		return draft, fault.Invalidf("Lock it when the moment has come", "the plan of %s cannot be locked as it will stand", p.Name)
	}
	b := &graph.Baseline{Name: name, Period: p.ID, At: at, Note: draft.Reason}
	for was := range graph.Referrers[*graph.Baseline](s, p.Ref()) {
		if !strings.EqualFold(was.Name, name) {
			continue
		}
		if in.At.IsZero() && graph.DateOf(was.At) == by.Day() {
			b.At = was.At // asked again a moment later
		}
		if b.ID, b.Signatures = was.ID, was.Signatures; change.Same(b, was) {
			return draft, nil
		}
		return draft, fault.Invalidf("Give this lock another name", "%s has a lock %s already, of %s", p.Name, finding.Quote(was.Name), by.Words(graph.DateOf(was.At)))
	}
	b.ID = graph.BaselineID(graph.NewID(s, graph.KindBaseline, name))
	draft.Create(b)
	return draft, nil
}

// Signing is a unit's name under a locked plan.
type Signing struct {
	Baseline graph.BaselineID
	Unit     graph.UnitID
}

// Sign puts a unit's signature under a locked plan, once.
func Sign(s *graph.Snapshot, by change.By, in Signing) (change.Draft, error) {
	draft := change.Draft{Verb: "baseline.signed"}
	b, err := change.Take[*graph.Baseline](s, in.Baseline)
	if err != nil {
		return draft, err
	}
	u, err := change.Known[*graph.Unit](s, in.Unit)
	if err != nil {
		return draft, err
	}
	if slices.ContainsFunc(b.Signatures, func(g graph.Signature) bool { return g.Unit == u.ID }) {
		return draft, nil
	}
	switch {
	case by.Person == "":
		return draft, fault.Invalidf("Have a person sign", "a signature bears the name of a person")
	case !u.ExistsOn(by.Day()):
		return draft, fault.Invalidf("Have a unit of today sign", "%s does not exist on %s", u.Name, by.Words(by.Day()))
	}
	b.Signatures = append(b.Signatures, graph.Signature{By: by.Person, Unit: u.ID, At: by.Moment()})
	draft.Update(s, b)
	return draft, nil
}
