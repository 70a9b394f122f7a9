package discussion

import (
	"throughline/change"
	"throughline/fault"
	"throughline/finding"
	"throughline/graph"
)

// Confirmation applies a proposal.
type Confirmation struct {
	Proposal graph.ProposalID
	Seen     int32 // the version of the proposal that was looked at; 0 does not say
}

// Confirm makes the changes of a proposal that waits, together, in the name of the person who confirms it. They must be allowed
// to make each of them, which is held where the draft is placed. It is refused when the proposal has expired, and when one of
// its records has changed since it was proposed. Undoing the change also takes the confirmation back.
func Confirm(s *graph.Snapshot, by change.By, in Confirmation) (change.Draft, error) {
	draft := change.Draft{Verb: "proposal.confirmed"}
	if by.Person == "" {
		return draft, fault.Invalidf("Link the account to a person on the page Members, or have somebody confirm it who is one", "a proposal is confirmed in the name of a person, and nobody is named")
	}
	if err := change.Present(s, by, by.Person); err != nil {
		return draft, err
	}
	p, err := change.Take[*graph.Proposal](s, in.Proposal)
	switch {
	case err != nil:
		return draft, err
	case p.Confirmed == by.Person:
		return draft, nil
	case p.Confirmed != "":
		return draft, fault.Invalidf("There is nothing left to do; what it changed can be undone", "%s was confirmed by %s", finding.Quote(p.Title), p.Confirmed)
	case !waits(p, by):
		return draft, fault.Invalidf("Propose it again", "%s could be confirmed until %s", finding.Quote(p.Title), by.Words(p.Expires))
	}
	for _, c := range p.Changes {
		if now := versionOf(s, c.Record); now != c.Version {
			stale := &change.Stale{Record: c.Record, Seen: c.Version, Now: now}
			return draft, fault.Wrap(stale, fault.Conflict, stale.Error(), "Propose it again, from what stands now")
		}
	}
	made, err := change.Proposed(s, draft.Verb, p.Changes)
	if err != nil {
		return draft, err
	}
	made.Reason = p.Title
	made.Expect(p.Ref(), in.Seen)
	p.Confirmed = by.Person
	made.Update(s, p)
	return made, nil
}
