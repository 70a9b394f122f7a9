package discussion

import (
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"throughline/change"
	"throughline/fault"
	"throughline/finding"
	"throughline/graph"
)

// ExpiresIn is how many calendar days a proposal waits where no end is said: about a month.
const ExpiresIn = 30

// Suggestion is changes that somebody, or a program, proposes.
type Suggestion struct {
	Title   string
	Changes []graph.Proposed
	Expires graph.Date // the last day it waits; not set is ExpiresIn days from now, at most a year ahead
}

// Propose keeps changes to be confirmed by a person. Nothing of them happens; but only what could happen today
// is kept. The same again changes nothing while it waits.
func Propose(s *graph.Snapshot, by change.By, in Suggestion) (change.Draft, error) {
	draft := change.Draft{Verb: "proposal.made"}
	title, err := change.Said(in.Title, "title", "Say what is proposed, for instance: name an owner for the partner outcome")
	if err != nil {
		return draft, err
	}
	p := &graph.Proposal{Title: title, Changes: slices.Clone(in.Changes), By: by.Person, Expires: in.Expires}
	if p.Expires == 0 {
		p.Expires = by.Day() + ExpiresIn
	}
	switch {
	case len(p.Changes) == 0:
		return draft, fault.Invalidf("Say which records become what", "nothing is proposed")
	case p.Expires < by.Day():
		return draft, fault.Invalidf("Choose a day from today on", "the last day of the proposal, %s, is over", by.Words(p.Expires))
	case p.Expires > yearFrom(by):
		return draft, fault.Invalidf("Choose a day up to "+by.Words(yearFrom(by)), "a proposal waits a year at most, and %s is later", by.Words(p.Expires))
	}
	if err := seen(s, p.Changes); err != nil {
		return draft, err
	}
	if err := possible(s, p.Changes); err != nil {
		return draft, err
	}
	for was := range graph.All[*graph.Proposal](s) {
		if was.By != p.By || !strings.EqualFold(was.Title, title) || !waits(was, by) {
			continue
		}
		if slices.Equal(was.Changes, p.Changes) && (in.Expires == 0 || in.Expires == was.Expires) {
			return draft, nil
		}
		return draft, fault.Invalidf("Withdraw that one first, or give this another title", "%s is proposed already as %s", finding.Quote(title), was.ID)
	}
	p.ID = graph.ProposalID(graph.NewID(s, graph.KindProposal, title))
	draft.Create(p)
	return draft, nil
}

// seen notes the versions that the changes are proposed to, where their author did not say: the present ones.
func seen(s *graph.Snapshot, list []graph.Proposed) error {
	for i := range list {
		c := &list[i]
		now := versionOf(s, c.Record)
		if c.Version != 0 && c.Version != now {
			return change.StaleFault(c.Record, c.Version, now)
		}
		c.Version = now
	}
	return nil
}

// versionOf is the version of the record that stands, 0 where there is none.
func versionOf(s *graph.Snapshot, ref graph.Ref) int32 {
	if r := s.Record(ref); r != nil {
		return r.Stamp().Version
	}
	return 0
}

// possible holds that the changes could be made today, that each changes something, and that they say nothing that would have to
// be erased with a person: a proposal is not sealed.
func possible(s *graph.Snapshot, list []graph.Proposed) error {
	d, err := change.Proposed(s, "proposal.confirmed", list)
	if err != nil {
		return err
	}
	for _, r := range d.Puts {
		if was := s.Record(r.Ref()); was != nil && change.Same(was, r) {
			return fault.Invalidf("Leave it out", "%s is so already", r.Ref())
		}
	}
	for _, c := range list {
		for _, name := range change.PersonalFields(c.Record.Kind) {
			if says(c.Body, name) {
				return fault.Invalidf("Change it yourself, or have somebody do it who may", "%s of %s is personal, so it is not proposed", name, c.Record)
			}
		}
	}
	_, err = change.Fork(s, d)
	return err
}

// says reports whether the document has a field of the name.
func says(body, name string) bool {
	var fields map[string]jsontext.Value
	_ = json.Unmarshal([]byte(body), &fields) // it was read before
	_, found := fields[name]
	return found
}

// waits reports whether the proposal can still be confirmed.
func waits(p *graph.Proposal, by change.By) bool {
	return p.Confirmed == "" && (p.Expires == 0 || p.Expires >= by.Day())
}

// Retraction takes a proposal back.
type Retraction struct {
	Proposal graph.ProposalID
	Reason   string
}

// Withdraw ends a proposal that waits: it expires before today. One that has expired stays as it is.
func Withdraw(s *graph.Snapshot, by change.By, in Retraction) (change.Draft, error) {
	draft := change.Draft{Verb: "proposal.withdrawn", Reason: strings.TrimSpace(in.Reason)}
	p, err := change.Take[*graph.Proposal](s, in.Proposal)
	if err != nil {
		return draft, err
	}
	if p.Confirmed != "" {
		return draft, fault.Invalidf("Undo what it changed instead", "%s was confirmed", finding.Quote(p.Title))
	}
	if waits(p, by) {
		p.Expires = by.Day() - 1
		draft.Update(s, p)
	}
	return draft, nil
}
