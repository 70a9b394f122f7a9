package intake

import (
	"strings"

	"throughline/change"
	"throughline/fault"
	"throughline/finding"
	"throughline/graph"
)

// Answer is what the asked unit says to a request.
type Answer struct {
	Request graph.RequestID
	Words   string // needed for a no
	Seen    int32  // the version that was looked at; 0 does not say
}

// Accept says yes to a request.
func Accept(s *graph.Snapshot, by change.By, in Answer) (change.Draft, error) {
	return answer(s, by, in, "request.accepted", graph.RequestAccepted)
}

// Decline says no to a request, and why.
func Decline(s *graph.Snapshot, by change.By, in Answer) (change.Draft, error) {
	if _, err := change.Said(in.Words, "reason", "Say why, so that whoever asked can act on it"); err != nil {
		return change.Draft{}, err
	}
	return answer(s, by, in, "request.declined", graph.RequestDeclined)
}

// answer answers an open request. The same answer again changes nothing.
func answer(s *graph.Snapshot, by change.By, in Answer, verb string, state graph.RequestState) (change.Draft, error) {
	draft := change.Draft{Verb: verb, Reason: strings.TrimSpace(in.Words)}
	r, err := change.Take[*graph.Request](s, in.Request)
	if err != nil {
		return draft, err
	}
	switch {
	case r.State == state && r.Reason == draft.Reason:
		return draft, nil
	case r.State != graph.RequestOpen:
		return draft, fault.Invalidf("Ask whoever asked to ask anew", "%s is %s already", finding.Quote(r.Title), r.State)
	case by.Day() < r.Asked:
		return draft, fault.Invalidf("Look at the clock of whoever asked, and try again later", "%s was asked on a later day than this", finding.Quote(r.Title))
	}
	r.State, r.Answered, r.Reason = state, by.Day(), draft.Reason
	draft.Update(s, r)
	draft.Expect(r.Ref(), in.Seen)
	return draft, nil
}
