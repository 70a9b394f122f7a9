package portfolio

import (
	"fmt"
	"slices"
	"strings"

	"throughline/change"
	"throughline/fault"
	"throughline/graph"
)

// Resolve names an initiative whose commitment changes, and why.
type Resolve struct {
	Initiative graph.InitiativeID
	Reason     string // needed to stop
	Seen       int32  // the version that was looked at; 0 does not say
}

// Favour makes a candidate likely.
func Favour(s *graph.Snapshot, _ change.By, in Resolve) (change.Draft, error) {
	return climb(s, in, graph.Likely, "initiative.favoured")
}

// Commit makes what is likely committed.
func Commit(s *graph.Snapshot, _ change.By, in Resolve) (change.Draft, error) {
	return climb(s, in, graph.Committed, "initiative.committed")
}

// Start begins what is committed.
func Start(s *graph.Snapshot, _ change.By, in Resolve) (change.Draft, error) {
	return climb(s, in, graph.Started, "initiative.started")
}

// Finish ends what is started: it is done.
func Finish(s *graph.Snapshot, _ change.By, in Resolve) (change.Draft, error) {
	return climb(s, in, graph.Done, "initiative.done")
}

// rungs is the ladder of commitment, loosest first.
func rungs() []graph.Commitment {
	return []graph.Commitment{graph.Candidate, graph.Likely, graph.Committed, graph.Started, graph.Done}
}

// climb goes up one rung of the ladder. Being there already changes nothing.
func climb(s *graph.Snapshot, in Resolve, to graph.Commitment, verb string) (change.Draft, error) {
	draft := change.Draft{Verb: verb, Reason: strings.TrimSpace(in.Reason)}
	i, err := change.Take[*graph.Initiative](s, in.Initiative)
	if err != nil || i.State == to {
		return draft, err
	}
	if i.State == graph.Stopped {
		return draft, wasStopped(i)
	}
	below := rungs()[slices.Index(rungs(), to)-1]
	if i.State != below {
		remedy := "Make it " + string(below) + " first"
		if slices.Index(rungs(), i.State) > slices.Index(rungs(), to) {
			remedy = "Step back instead, and say why"
		}
		return draft, fault.Invalidf(remedy, "%s is %s, and %s follows on %s", quoted(i), stateWords(i.State), to, below)
	}
	i.State = to
	draft.Update(s, i)
	draft.Expect(i.Ref(), in.Seen)
	return draft, nil
}

func wasStopped(i *graph.Initiative) error {
	return fault.Invalidf("Propose it anew, or undo the stop", "%s was stopped", quoted(i))
}

// Stop ends an initiative that is not done, with the reason.
func Stop(s *graph.Snapshot, _ change.By, in Resolve) (change.Draft, error) {
	draft := change.Draft{Verb: "initiative.stopped"}
	i, err := change.Take[*graph.Initiative](s, in.Initiative)
	if err != nil || i.State == graph.Stopped {
		return draft, err
	}
	if draft.Reason, err = change.Said(in.Reason, "reason", "Say why it stops, for those who counted on it"); err != nil {
		return draft, err
	}
	if i.State == graph.Done {
		return draft, fault.Invalidf("Step back to started first, where that is not so", "%s is done", quoted(i))
	}
	i.State = graph.Stopped
	draft.Update(s, i)
	draft.Expect(i.Ref(), in.Seen)
	return draft, nil
}

// Retreat is a step back.
type Retreat struct {
	Initiative graph.InitiativeID
	To         graph.Commitment // one rung below
	Reason     string
	Seen       int32 // the version that was looked at; 0 does not say
}

// StepBack goes down one rung of the ladder, with the reason. What was stopped stays so.
func StepBack(s *graph.Snapshot, _ change.By, in Retreat) (change.Draft, error) {
	draft := change.Draft{Verb: "initiative.loosened"}
	i, err := change.Take[*graph.Initiative](s, in.Initiative)
	if err != nil || i.State == in.To {
		return draft, err
	}
	if draft.Reason, err = change.Said(in.Reason, "reason", "Say why, for those who counted on it"); err != nil {
		return draft, err
	}
	at := slices.Index(rungs(), i.State)
	switch {
	case i.State == graph.Stopped:
		return draft, wasStopped(i)
	case at == 0:
		return draft, fault.Invalidf("Stop it instead", "%s is a candidate, and nothing is looser", quoted(i))
	case in.To != rungs()[at-1]:
		return draft, fault.Invalidf(fmt.Sprintf("Step back to %s", rungs()[at-1]), "%s is %s, and one step back is %s", quoted(i), i.State, rungs()[at-1])
	}
	i.State = in.To
	draft.Update(s, i)
	draft.Expect(i.Ref(), in.Seen)
	return draft, nil
}
