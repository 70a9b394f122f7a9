package decision

import (
	"slices"
	"strings"

	"throughline/change"
	"throughline/fault"
	"throughline/finding"
	"throughline/graph"
)

// Question is what is to be decided. Only the question itself must be said.
type Question struct {
	Question   string
	Domain     string // of the catalogue of rights
	Options    []string
	Criteria   []string
	Deciders   []graph.PersonID // one is clean
	Consulted  []graph.PersonID
	Unit       graph.UnitID
	Initiative graph.InitiativeID
	Due        graph.Date
}

// Raise opens a decision. The same question again changes nothing while it is open.
func Raise(s *graph.Snapshot, by change.By, in Question) (change.Draft, error) {
	draft := change.Draft{Verb: "decision.raised"}
	question, err := change.Said(in.Question, "question", "Ask it, for instance: do we move the cutover to November?")
	if err != nil {
		return draft, err
	}
	d := &graph.Decision{
		Question: question, Domain: strings.TrimSpace(in.Domain), Options: change.Lines(in.Options), Criteria: change.Lines(in.Criteria),
		Deciders: slices.Clone(in.Deciders), Consulted: slices.Clone(in.Consulted), Unit: in.Unit, Initiative: in.Initiative,
		State: graph.DecisionOpen, Raised: by.Day(), Due: in.Due,
	}
	for n, o := range d.Options {
		if slices.ContainsFunc(d.Options[:n], func(p string) bool { return strings.EqualFold(o, p) }) {
			return draft, fault.Invalidf("Keep it once", "the option %s stands twice", finding.Quote(o))
		}
	}
	if d.Due != 0 && d.Due < by.Day() {
		return draft, fault.Invalidf("Choose a day from today on", "the day by which it is to be decided, %s, is over", by.Words(d.Due))
	}
	for was := range graph.All[*graph.Decision](s) {
		if was.State != graph.DecisionOpen || was.Unit != d.Unit || was.Initiative != d.Initiative || !strings.EqualFold(was.Question, d.Question) {
			continue
		}
		if d.ID, d.Raised, d.Escalated = was.ID, was.Raised, was.Escalated; change.Same(d, was) {
			return draft, nil
		}
		return draft, fault.Invalidf("Go on with that one", "%s is open already as %s", finding.Quote(question), was.ID)
	}
	d.ID = graph.DecisionID(graph.NewID(s, graph.KindDecision, question))
	draft.Create(d)
	return draft, nil
}
