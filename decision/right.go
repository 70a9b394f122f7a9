package decision

import (
	"slices"
	"strings"

	"throughline/change"
	"throughline/fault"
	"throughline/finding"
	"throughline/graph"
)

// Grant is a right to decide.
type Grant struct {
	Domain   string
	Limits   string
	Decider  graph.PersonID
	Unit     graph.UnitID
	Consult  []graph.PersonID
	Delegate graph.PersonID
	Until    graph.Date // the last day it holds; not set is without an end
	Reason   string
}

// GrantRight gives one person the right to decide in a domain, within limits. Where that person has it, the
// rest of it changes; the right of another is not given twice.
func GrantRight(s *graph.Snapshot, by change.By, in Grant) (change.Draft, error) {
	draft := change.Draft{Verb: "right.granted", Reason: strings.TrimSpace(in.Reason)}
	domain, err := change.Said(in.Domain, "domain", "Name what is decided, for instance: freeze of a shared service")
	if err != nil {
		return draft, err
	}
	if err := change.Present(s, by, in.Decider); err != nil {
		return draft, err
	}
	r := &graph.Right{
		Domain: domain, Limits: strings.TrimSpace(in.Limits), Decider: in.Decider, Unit: in.Unit,
		Consult: slices.Clone(in.Consult), Delegate: in.Delegate, Until: in.Until,
	}
	switch {
	case r.Delegate == r.Decider:
		return draft, fault.Invalidf("Name somebody else, or nobody", "the delegate is the decider")
	case r.Until != 0 && r.Until < by.Day():
		return draft, fault.Invalidf("Choose a day from today on, or leave it out", "the last day of the right, %s, is over", by.Words(r.Until))
	}
	at := scopeOf(r)
	for was := range graph.All[*graph.Right](s) {
		if scopeOf(was) != at || was.Until != 0 && was.Until < by.Day() {
			continue
		}
		if was.Decider != "" && was.Decider != r.Decider {
			return draft, fault.Invalidf("Revoke that right first, or give this one other limits", "the right to decide on %s is given already, by %s", finding.Quote(domain), was.ID)
		}
		r.ID = was.ID
		draft.Update(s, r)
		return draft, nil
	}
	r.ID = graph.RightID(graph.NewID(s, graph.KindRight, strings.TrimSpace(domain+" "+r.Limits)))
	draft.Create(r)
	return draft, nil
}

func scopeOf(r *graph.Right) scope {
	return scope{strings.ToLower(r.Domain), strings.ToLower(r.Limits), r.Unit}
}

// Revocation is the end of a right.
type Revocation struct {
	Right  graph.RightID
	Last   graph.Date // the last day it holds; not set ends it before today
	Reason string
}

// RevokeRight ends a right. One that ends by then already stays as it is.
func RevokeRight(s *graph.Snapshot, by change.By, in Revocation) (change.Draft, error) {
	draft := change.Draft{Verb: "right.revoked", Reason: strings.TrimSpace(in.Reason)}
	r, err := change.Take[*graph.Right](s, in.Right)
	if err != nil {
		return draft, err
	}
	last := in.Last
	if last == 0 {
		last = by.Day() - 1
	}
	if r.Until == 0 || r.Until > last {
		r.Until = last
		draft.Update(s, r)
	}
	return draft, nil
}
