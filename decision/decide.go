package decision

import (
	"fmt"
	"slices"
	"strings"

	"throughline/change"
	"throughline/fault"
	"throughline/finding"
	"throughline/graph"
)

// Choice is an answer to an open decision.
type Choice struct {
	Decision   graph.DecisionID
	Chosen     string // one of the options, where there are any
	Rationale  string
	Theme      graph.ThemeID     // the theme the choice favours
	Principle  graph.PrincipleID // the principle that settled it
	Supersedes graph.DecisionID  // an earlier decision that it turns round
	Review     graph.Date        // when to look at it again
	On         graph.Date        // not set is today
	Seen       int32             // the version that was looked at; 0 does not say
}

// Decide settles an open decision in the name of its one decider, with the reason. What was passed upwards
// of it is closed.
func Decide(s *graph.Snapshot, by change.By, in Choice) (change.Draft, error) {
	draft := change.Draft{Verb: "decision.decided"}
	d, err := change.Take[*graph.Decision](s, in.Decision)
	if err != nil {
		return draft, err
	}
	chosen, err := chosenOf(d, in.Chosen)
	if err != nil {
		return draft, err
	}
	reason, err := change.Said(in.Rationale, "rationale", "Say in one sentence why it was decided so")
	if err != nil {
		return draft, err
	}
	if d.State == graph.DecisionDecided && d.Chosen == chosen && d.Rationale == reason {
		return draft, nil
	}
	if err := undecided(by, d); err != nil {
		return draft, err
	}
	if err := oneDecider(d); err != nil {
		return draft, err
	}
	if err := decideOn(by, d, in); err != nil {
		return draft, err
	}
	d.State, d.Chosen, d.Rationale, d.Theme, d.Principle, d.Review = graph.DecisionDecided, chosen, reason, in.Theme, in.Principle, in.Review
	if in.Supersedes != "" {
		if err := turn(s, by, &draft, d, in.Supersedes); err != nil {
			return draft, err
		}
	}
	draft.Reason = reason
	draft.Update(s, d)
	draft.Expect(d.Ref(), in.Seen)
	err = closeAll(s, by, &draft, d.ID, "Decided: "+chosen)
	return draft, err
}

// chosenOf is the option that is meant, or the words themselves where there are no options.
func chosenOf(d *graph.Decision, words string) (string, error) {
	chosen, err := change.Said(words, "choice", "Say what was decided")
	if err != nil || len(d.Options) == 0 {
		return chosen, err
	}
	for _, o := range d.Options {
		if strings.EqualFold(strings.TrimSpace(o), chosen) {
			return o, nil
		}
	}
	f := fault.Invalidf("Choose one of them, or add it to the options first", "%s is none of the options: %s", finding.Quote(chosen), strings.Join(d.Options, "; "))
	return "", f.WithNearest(fault.Nearest(chosen, d.Options, 3))
}

// undecided holds that the decision is open.
func undecided(by change.By, d *graph.Decision) error {
	const anew = "Raise a new one that supersedes it"
	switch d.State {
	case graph.DecisionDecided:
		return fault.Invalidf(anew, "%s was decided on %s: %s", finding.Quote(d.Question), by.Words(d.Decided), d.Chosen)
	case graph.DecisionDropped:
		return fault.Invalidf("Raise it anew", "%s was dropped", finding.Quote(d.Question))
	case graph.DecisionSuperseded:
		return fault.Invalidf("Look at that one", "%s was superseded by %s", finding.Quote(d.Question), d.SupersededBy)
	}
	return nil
}

// oneDecider holds that exactly one person decides.
func oneDecider(d *graph.Decision) error {
	switch n := len(d.Deciders); n {
	case 0:
		return fault.Invalidf("Name the one person who decides", "nobody is named who decides %s", finding.Quote(d.Question))
	case 1:
		return nil
	default:
		return fault.Invalidf("Keep one decider and move the others to those consulted", "%d people are named who decide %s", n, finding.Quote(d.Question))
	}
}

// decideOn sets the day of the decision.
func decideOn(by change.By, d *graph.Decision, in Choice) error {
	on, err := by.Past(in.On, "the decision")
	if err != nil {
		return err
	}
	switch {
	case on < d.Raised:
		return fault.Invalidf("Use that day or a later one", "%s was raised on %s only", finding.Quote(d.Question), by.Words(d.Raised))
	case in.Review != 0 && in.Review <= on:
		return fault.Invalidf("Choose a later day", "the day to look at it again, %s, does not come after the decision", by.Words(in.Review))
	}
	d.Decided = on
	return nil
}

// turn marks an earlier decision as superseded by one that is being decided.
func turn(s *graph.Snapshot, by change.By, draft *change.Draft, d *graph.Decision, id graph.DecisionID) error {
	old, err := change.Take[*graph.Decision](s, id)
	if err != nil {
		return err
	}
	switch {
	case old.ID == d.ID:
		return fault.Invalidf("Name an earlier decision", "a decision does not supersede itself")
	case old.State != graph.DecisionDecided || old.SupersededBy != "":
		return fault.Invalidf("Name a decision that stands", "%s is %s", finding.Quote(old.Question), stateOf(old))
	case old.Decided > d.Decided:
		return fault.Invalidf("Name an earlier decision", "%s was decided later, on %s", finding.Quote(old.Question), by.Words(old.Decided))
	}
	d.Reverses = old.ID
	old.State, old.SupersededBy = graph.DecisionSuperseded, d.ID
	draft.Update(s, old)
	return nil
}

func stateOf(d *graph.Decision) graph.DecisionState {
	if d.SupersededBy != "" {
		return graph.DecisionSuperseded
	}
	return d.State
}

// Dropping gives up an open decision.
type Dropping struct {
	Decision graph.DecisionID
	Reason   string
	Seen     int32 // the version that was looked at; 0 does not say
}

// Drop says that a question need not be decided any more, and why. What was passed upwards of it is closed.
func Drop(s *graph.Snapshot, by change.By, in Dropping) (change.Draft, error) {
	draft := change.Draft{Verb: "decision.dropped"}
	d, err := change.Take[*graph.Decision](s, in.Decision)
	if err != nil || d.State == graph.DecisionDropped {
		return draft, err
	}
	if draft.Reason, err = change.Said(in.Reason, "reason", "Say why it need not be decided"); err != nil {
		return draft, err
	}
	if err := undecided(by, d); err != nil {
		return draft, err
	}
	d.State = graph.DecisionDropped
	draft.Update(s, d)
	draft.Expect(d.Ref(), in.Seen)
	err = closeAll(s, by, &draft, d.ID, "Dropped: "+draft.Reason)
	return draft, err
}

// Succession is a decision that another one stands for.
type Succession struct {
	Decision graph.DecisionID
	By       graph.DecisionID // decided
	Reason   string
	Seen     int32 // the version that was looked at; 0 does not say
}

// Supersede says that a decision, open or decided, is answered by another one that is decided.
func Supersede(s *graph.Snapshot, by change.By, in Succession) (change.Draft, error) {
	draft := change.Draft{Verb: "decision.superseded", Reason: strings.TrimSpace(in.Reason)}
	old, err := change.Take[*graph.Decision](s, in.Decision)
	if err != nil {
		return draft, err
	}
	now, err := change.Take[*graph.Decision](s, in.By)
	if err != nil || old.State == graph.DecisionSuperseded && old.SupersededBy == now.ID {
		return draft, err
	}
	standing := []graph.DecisionState{graph.DecisionOpen, graph.DecisionDecided}
	switch {
	case old.ID == now.ID:
		return draft, fault.Invalidf("Name another decision", "a decision does not supersede itself")
	case !slices.Contains(standing, stateOf(old)):
		return draft, fault.Invalidf("Name a decision that stands", "%s is %s", finding.Quote(old.Question), stateOf(old))
	case stateOf(now) != graph.DecisionDecided:
		return draft, fault.Invalidf("Decide it first", "%s is %s, and only what is decided supersedes", finding.Quote(now.Question), stateOf(now))
	case old.Decided > now.Decided:
		return draft, fault.Invalidf("Look which of the two stands", "%s was decided later, on %s", finding.Quote(old.Question), by.Words(old.Decided))
	}
	if old.State == graph.DecisionDecided && now.Reverses == "" {
		now.Reverses = old.ID
	}
	old.State, old.SupersededBy = graph.DecisionSuperseded, now.ID
	draft.Update(s, old)
	draft.Update(s, now)
	draft.Expect(old.Ref(), in.Seen)
	err = closeAll(s, by, &draft, old.ID, fmt.Sprintf("Superseded by %s", now.Question))
	return draft, err
}
