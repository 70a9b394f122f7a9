package decision

import (
	"strings"

	"throughline/change"
	"throughline/fault"
	"throughline/finding"
	"throughline/graph"
)

// AnswerWithin is how many calendar days an escalation has where none is said: two weeks.
const AnswerWithin = 14

// Passing is a decision that is passed upwards.
type Passing struct {
	Decision graph.DecisionID
	To       graph.PersonID
	Why      string
	Due      graph.Date // by when an answer is needed; not set is AnswerWithin days from now
	Seen     int32      // the version of the decision that was looked at; 0 does not say
}

// Escalate passes an open decision upwards, with a clock. The same again changes nothing while it waits; a
// decision waits above once.
func Escalate(s *graph.Snapshot, by change.By, in Passing) (change.Draft, error) {
	draft := change.Draft{Verb: "decision.escalated"}
	d, err := change.Take[*graph.Decision](s, in.Decision)
	if err != nil {
		return draft, err
	}
	why, err := change.Said(in.Why, "reason", "Say what could not be settled")
	if err != nil {
		return draft, err
	}
	if err := undecided(by, d); err != nil {
		return draft, err
	}
	if err := above(s, by, d, in); err != nil {
		return draft, err
	}
	for e := range graph.Referrers[*graph.Escalation](s, d.Ref()) {
		if e.Closed != 0 {
			continue
		}
		if e.To == in.To && e.Why == why && (in.Due == 0 || e.Due == in.Due) {
			return draft, nil
		}
		return draft, fault.Invalidf("Close that one first: "+string(e.ID), "%s waits above already, since %s", finding.Quote(d.Question), by.Words(graph.DateOf(e.At)))
	}
	e := &graph.Escalation{Decision: d.ID, From: by.Person, To: in.To, Why: why, At: by.Moment(), Due: in.Due}
	if e.Due == 0 {
		e.Due = by.Day() + AnswerWithin
	}
	e.ID = graph.EscalationID(graph.NewID(s, graph.KindEscalation, string(d.ID)))
	if d.Escalated == 0 {
		d.Escalated = by.Day()
	}
	draft.Reason = why
	draft.Create(e)
	draft.Update(s, d)
	draft.Expect(d.Ref(), in.Seen)
	return draft, nil
}

// above holds that the decision is passed on to somebody else who is there, with a day that is to come.
func above(s *graph.Snapshot, by change.By, d *graph.Decision, in Passing) error {
	if err := change.Present(s, by, in.To); err != nil {
		return err
	}
	switch {
	case in.To == by.Person:
		return fault.Invalidf("Name somebody above", "a decision is not passed to whoever passes it")
	case len(d.Deciders) == 1 && d.Deciders[0] == in.To:
		return fault.Invalidf("Name somebody above", "whoever decides %s is the one it would be passed to", finding.Quote(d.Question))
	case in.Due != 0 && in.Due < by.Day():
		return fault.Invalidf("Choose a day from today on", "the day by which an answer is needed, %s, is over", by.Words(in.Due))
	}
	return nil
}

// Closing is the end of an escalation.
type Closing struct {
	Escalation graph.EscalationID
	Outcome    string // what came of it
}

// CloseEscalation stops the clock, with what came of it. The decision itself stays as it is.
func CloseEscalation(s *graph.Snapshot, by change.By, in Closing) (change.Draft, error) {
	draft := change.Draft{Verb: "escalation.closed"}
	e, err := change.Take[*graph.Escalation](s, in.Escalation)
	if err != nil {
		return draft, err
	}
	outcome, err := change.Said(in.Outcome, "outcome", "Say what came of it, for instance: handed back with the right to decide")
	if err != nil {
		return draft, err
	}
	if e.Closed != 0 {
		if e.Outcome == outcome {
			return draft, nil
		}
		return draft, fault.Invalidf("Pass the decision upwards anew", "it was closed on %s: %s", by.Words(e.Closed), strings.TrimSpace(e.Outcome))
	}
	if by.Day() < graph.DateOf(e.At) {
		return draft, fault.Invalidf("Look at the clock of whoever passed it on, and try again later", "it was passed on at a later moment than this")
	}
	e.Outcome, e.Closed, draft.Reason = outcome, by.Day(), outcome
	draft.Update(s, e)
	return draft, nil
}

// closeAll closes what still waits above of a decision.
func closeAll(s *graph.Snapshot, by change.By, draft *change.Draft, id graph.DecisionID, outcome string) error {
	for was := range graph.Referrers[*graph.Escalation](s, id.Ref()) {
		if was.Closed != 0 {
			continue
		}
		e, err := change.Take[*graph.Escalation](s, was.ID)
		if err != nil {
			return err
		}
		e.Outcome, e.Closed = outcome, max(by.Day(), graph.DateOf(e.At))
		draft.Update(s, e)
	}
	return nil
}
