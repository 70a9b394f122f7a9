package cadence

import (
	"slices"
	"strings"

	"throughline/change"
	"throughline/fault"
	"throughline/finding"
	"throughline/graph"
)

// Request is a change that is asked of a locked plan.
type Request struct {
	Baseline    graph.BaselineID
	Title       string
	Cause       graph.ChangeCause
	Initiatives []graph.InitiativeID
	Impact      string
	Days        graph.Days
	Approver    graph.PersonID // who is to say yes or no; empty leaves that open
}

// RequestChange asks for a change to a locked plan, and says what causes it. The same again changes nothing
// while it is open.
func RequestChange(s *graph.Snapshot, by change.By, in Request) (change.Draft, error) {
	draft := change.Draft{Verb: "changerequest.raised"}
	title, err := change.Said(in.Title, "title", "Say what is to change, for instance: add the new disclosure rule")
	if err != nil {
		return draft, err
	}
	b, err := change.Known[*graph.Baseline](s, in.Baseline)
	if err != nil {
		return draft, err
	}
	if in.Cause == "" {
		return draft, fault.Invalidf("Choose one: regulatory, incident, customer, leadership, discovery or people", "no cause is given")
	}
	if !(in.Days >= 0 && in.Days < 1e9) {
		return draft, fault.Invalidf("Write 0 or more", "%v days are no quantity", float64(in.Days))
	}
	r := &graph.ChangeRequest{
		Title: title, Baseline: b.ID, Cause: in.Cause, Initiatives: slices.Clone(in.Initiatives), Impact: strings.TrimSpace(in.Impact),
		Days: in.Days, Raised: by.Day(), Approver: in.Approver,
	}
	for was := range graph.Referrers[*graph.ChangeRequest](s, b.Ref()) {
		if !strings.EqualFold(was.Title, title) || was.Approved != 0 || was.Rejected != 0 {
			continue
		}
		if r.ID, r.Raised = was.ID, was.Raised; change.Same(r, was) {
			return draft, nil
		}
		return draft, fault.Invalidf("Go on with that one", "%s is asked for already as %s", finding.Quote(title), was.ID)
	}
	r.ID = graph.ChangeRequestID(graph.NewID(s, graph.KindChangeRequest, title))
	draft.Create(r)
	return draft, nil
}

// Verdict is a yes or no to a change request.
type Verdict struct {
	Request graph.ChangeRequestID
	Reason  string // needed for a no
	Seen    int32  // the version that was looked at; 0 does not say
}

// ApproveChange says yes to a change request.
func ApproveChange(s *graph.Snapshot, by change.By, in Verdict) (change.Draft, error) {
	draft := change.Draft{Verb: "changerequest.approved", Reason: strings.TrimSpace(in.Reason)}
	r, err := change.Take[*graph.ChangeRequest](s, in.Request)
	if err != nil || r.Approved != 0 {
		return draft, err
	}
	if r.Rejected != 0 {
		return draft, fault.Invalidf("Ask for it anew", "%s was rejected on %s", finding.Quote(r.Title), by.Words(r.Rejected))
	}
	r.Approved = by.Day()
	err = judged(s, by, &draft, r, in.Seen)
	return draft, err
}

// RejectChange says no to a change request, and why.
func RejectChange(s *graph.Snapshot, by change.By, in Verdict) (change.Draft, error) {
	draft := change.Draft{Verb: "changerequest.rejected"}
	r, err := change.Take[*graph.ChangeRequest](s, in.Request)
	if err != nil || r.Rejected != 0 {
		return draft, err
	}
	if draft.Reason, err = change.Said(in.Reason, "reason", "Say why, so that whoever asked can plan without it"); err != nil {
		return draft, err
	}
	if r.Approved != 0 {
		return draft, fault.Invalidf("Ask for a change that takes it back", "%s was approved on %s", finding.Quote(r.Title), by.Words(r.Approved))
	}
	r.Rejected = by.Day()
	err = judged(s, by, &draft, r, in.Seen)
	return draft, err
}

// judged writes down who said yes or no: whoever was named to, and nobody else.
func judged(s *graph.Snapshot, by change.By, draft *change.Draft, r *graph.ChangeRequest, seen int32) error {
	switch {
	case r.Approver == "":
		r.Approver = by.Person
	case by.Person != "" && by.Person != r.Approver:
		return fault.New(fault.Denied, "somebody else is named to answer "+finding.Quote(r.Title), "Have "+string(r.Approver)+" answer, or name another approver first")
	}
	if by.Day() < r.Raised {
		return fault.Invalidf("Look at the clock of whoever asked, and try again later", "%s is raised on a later day than this", finding.Quote(r.Title))
	}
	draft.Update(s, r)
	draft.Expect(r.Ref(), seen)
	return nil
}
