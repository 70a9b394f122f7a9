package intent

import (
	"fmt"
	"slices"
	"strings"

	"throughline/change"
	"throughline/fault"
	"throughline/finding"
	"throughline/graph"
)

// Sending names a restatement that is to be sent or taken back.
type Sending struct {
	Intent graph.IntentID
	Seen   int32 // the version that was looked at; 0 does not say
}

// Answer is what the side that asked says to a restatement.
type Answer struct {
	Intent  graph.IntentID
	Reason  string
	Differs []graph.ThemeID // the themes that the unit reads as something else; none takes all marks away
	Seen    int32           // the version that is answered; 0 does not say
}

// Send plays a restatement back to whoever asked. One that waits for an answer is sent already, unless the
// strategy changed since: then it may be sent again, as it stands.
func Send(s *graph.Snapshot, by change.By, r Sending) (change.Draft, error) {
	draft := change.Draft{Verb: "intent.sent"}
	i, err := restatement(s, r.Intent)
	if err != nil {
		return draft, err
	}
	switch {
	case empty(i):
		return draft, nothingToSend()
	case i.Receipt.State == graph.Accepted:
		return draft, fault.Invalidf("Restate it first, where it has changed", "the restatement is accepted as it stands")
	case i.Receipt.State == graph.Sent && i.Receipt.Reason == "":
		return draft, nil
	}
	i.Receipt = graph.Receipt{State: graph.Sent, SentAt: by.Moment(), SentBy: by.Person}
	draft.Update(s, i)
	draft.Expect(i.Ref(), r.Seen)
	return draft, nil
}

func nothingToSend() error {
	return fault.Invalidf("Restate first what the unit is asked for", "there is nothing to send")
}

// Return gives a restatement back, with the reason why it is not what was asked.
func Return(s *graph.Snapshot, by change.By, a Answer) (change.Draft, error) {
	reason, err := change.Said(a.Reason, "reason", "Say why it is returned, so that the unit can answer")
	if err != nil {
		return change.Draft{}, err
	}
	return answer(s, by, a, reply{verb: "intent.returned", state: graph.Returned, reason: reason, from: []graph.ReceiptState{graph.Sent}})
}

// Accept takes a restatement as what was asked. The two sides may agree to differ: one that was returned can
// be accepted too, and themes may stay marked.
func Accept(s *graph.Snapshot, by change.By, a Answer) (change.Draft, error) {
	return answer(s, by, a, reply{verb: "intent.accepted", state: graph.Accepted, from: []graph.ReceiptState{graph.Sent, graph.Returned}})
}

// Withdraw takes back what was sent and not accepted: it is a draft again.
func Withdraw(s *graph.Snapshot, _ change.By, r Sending) (change.Draft, error) {
	draft := change.Draft{Verb: "intent.withdrawn"}
	i, err := restatement(s, r.Intent)
	if err != nil {
		return draft, err
	}
	switch {
	case i.Receipt.State == graph.Accepted:
		return draft, fault.Invalidf("Restate what has changed, and send it again", "the restatement is accepted, which binds both sides")
	case !i.Receipt.WasSent():
		return draft, nil
	}
	i.Receipt = graph.Receipt{State: graph.Draft}
	draft.Update(s, i)
	draft.Expect(i.Ref(), r.Seen)
	return draft, nil
}

// reply is what an answer makes of a receipt, and from which states it may.
type reply struct {
	verb   string
	state  graph.ReceiptState
	reason string // of a return
	from   []graph.ReceiptState
}

func answer(s *graph.Snapshot, by change.By, a Answer, r reply) (change.Draft, error) {
	draft := change.Draft{Verb: r.verb, Reason: strings.TrimSpace(a.Reason)}
	i, err := restatement(s, a.Intent)
	if err != nil {
		return draft, err
	}
	if err := mark(s, i, a.Differs); err != nil {
		return draft, err
	}
	if i.Receipt.State == r.state && i.Receipt.Reason == r.reason {
		if draft.Update(s, i); draft.IsEmpty() { // only the marks may change
			return draft, nil
		}
		draft.Expect(i.Ref(), a.Seen)
		return draft, otherSide(s, by, i)
	}
	if err := otherSide(s, by, i); err != nil {
		return draft, err
	}
	if !slices.Contains(r.from, i.Receipt.State) {
		return draft, notToAnswer(i.Receipt)
	}
	if by.Moment().Before(i.Receipt.SentAt) {
		return draft, fault.Invalidf("Look at the clock of whoever sent it, and try again later", "the restatement was sent at a later moment than this answer")
	}
	i.Receipt.State, i.Receipt.Reason, i.Receipt.AnsweredAt, i.Receipt.AnsweredBy = r.state, r.reason, by.Moment(), by.Person
	draft.Update(s, i)
	draft.Expect(i.Ref(), a.Seen)
	return draft, nil
}

// notToAnswer says why a receipt cannot be answered so from where it stands.
func notToAnswer(r graph.Receipt) error {
	switch r.State {
	case graph.Accepted:
		return fault.Invalidf("Ask the unit for something else, or have it restate", "the restatement is accepted already")
	case graph.Returned:
		return fault.Invalidf("Wait until the unit sends it again, or accept it", "the restatement was returned already: %s", r.Reason)
	}
	return fault.Invalidf("Have the unit send it first", "the restatement was not sent")
}

// restatement is a copy of the intent, which must be one that a unit interprets.
func restatement(s *graph.Snapshot, id graph.IntentID) (*graph.Intent, error) {
	i, err := change.Take[*graph.Intent](s, id)
	if err != nil {
		return nil, err
	}
	if i.Level != graph.Interpreted {
		return nil, fault.Invalidf("Name the restatement of the unit", "%s is what was %s, and only a unit's own restatement goes back and forth", i.ID, i.Level)
	}
	return i, nil
}

// otherSide holds that a restatement is answered by the side that asked: not by whoever sent it, and not by
// a lead of the unit who leads no unit above.
func otherSide(s *graph.Snapshot, by change.By, i *graph.Intent) error {
	if by.Person == "" {
		return nil
	}
	if i.Receipt.SentBy == by.Person {
		return fault.New(fault.Denied, "whoever sent a restatement does not answer it", "Have somebody answer on the side that asked")
	}
	u := s.Unit(i.Unit)
	if u == nil || !slices.Contains(u.Leads, by.Person) {
		return nil
	}
	above := graph.TreeOf(s, by.Day()).Chain(u.ID)
	for _, up := range above {
		if slices.Contains(s.Unit(up).Leads, by.Person) {
			return nil
		}
	}
	if len(above) == 0 {
		return nil
	}
	return fault.New(fault.Denied, fmt.Sprintf("a lead of %s does not answer for the side that asked %s", u.Name, u.Name),
		"Have somebody of "+s.Unit(above[0]).Name+" answer")
}

// mark marks the themes that the unit reads as something else, and no others.
func mark(s *graph.Snapshot, i *graph.Intent, differs []graph.ThemeID) error {
	i.Readings = slices.DeleteFunc(i.Readings, func(r graph.Reading) bool { return r.Words == "" && r.Measure == "" })
	for n := range i.Readings {
		i.Readings[n].Differs = slices.Contains(differs, i.Readings[n].Theme)
	}
	for _, id := range differs {
		t, err := change.Known[*graph.Theme](s, id)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(i.Readings, func(r graph.Reading) bool { return r.Theme == id }) {
			continue
		}
		if i.Shares.Of(id) == 0 {
			return fault.Invalidf("Mark a theme that it speaks of", "the restatement says nothing of %s", finding.Quote(t.Name))
		}
		i.Readings = append(i.Readings, graph.Reading{Theme: id, Differs: true})
	}
	return nil
}
