package portfolio

import (
	"fmt"
	"slices"
	"strings"

	"throughline/change"
	"throughline/fault"
	"throughline/finding"
	"throughline/graph"
)

// Idea is a piece of change that somebody proposes. Only the name must be said.
type Idea struct {
	Name         string
	Summary      string
	Owner        graph.UnitID
	Lead         graph.PersonID
	Source       graph.InitiativeRoot
	Periods      []graph.PeriodID
	Participants []graph.Participation
	Contributes  []graph.Contribution // at most 1 together
	Mandate      graph.Mandate
	Assumptions  []graph.Assumption
	Kill         []graph.Assumption
}

// Propose adds a candidate. The same one again changes nothing; a unit has one open initiative of a name.
func Propose(s *graph.Snapshot, _ change.By, in Idea) (change.Draft, error) {
	draft := change.Draft{Verb: "initiative.proposed"}
	name, err := change.Said(in.Name, "name", "Name it, for instance: hardship self-service")
	if err != nil {
		return draft, err
	}
	contributes, err := contributions(s, in.Contributes)
	if err != nil {
		return draft, err
	}
	i := &graph.Initiative{
		Name: name, Summary: strings.TrimSpace(in.Summary), Owner: in.Owner, Lead: in.Lead, State: graph.Candidate, Source: in.Source,
		Periods: slices.Clone(in.Periods), Participants: slices.Clone(in.Participants), Contributes: contributes, Mandate: in.Mandate,
		Assumptions: slices.Clone(in.Assumptions), Kill: slices.Clone(in.Kill),
	}
	for twin := range graph.All[*graph.Initiative](s) {
		if !strings.EqualFold(twin.Name, name) || twin.Owner != i.Owner || twin.State.Ended() {
			continue
		}
		if i.ID = twin.ID; change.Same(i, twin) {
			return draft, nil
		}
		return draft, fault.Invalidf("Change that one, or give this another name", "%s is there already as %s", finding.Quote(name), twin.ID)
	}
	i.ID = graph.InitiativeID(graph.NewID(s, graph.KindInitiative, name))
	draft.Create(i)
	return draft, nil
}

// Aim is what an initiative serves, as a whole.
type Aim struct {
	Initiative  graph.InitiativeID
	Contributes []graph.Contribution // each an outcome or a theme, at most 1 together; what is missing serves neither
	Reason      string
	Seen        int32 // the version that was looked at; 0 does not say
}

// Contribute says what an initiative serves, and with which share.
func Contribute(s *graph.Snapshot, _ change.By, in Aim) (change.Draft, error) {
	draft := change.Draft{Verb: "initiative.aimed", Reason: strings.TrimSpace(in.Reason)}
	i, err := change.Take[*graph.Initiative](s, in.Initiative)
	if err != nil {
		return draft, err
	}
	if i.Contributes, err = contributions(s, in.Contributes); err != nil {
		return draft, err
	}
	draft.Update(s, i)
	draft.Expect(i.Ref(), in.Seen)
	return draft, nil
}

// contributions is the shares that are not 0, each to an outcome or a theme that is there.
func contributions(s *graph.Snapshot, list []graph.Contribution) ([]graph.Contribution, error) {
	var out []graph.Contribution
	var parts []graph.Share
	for _, c := range list {
		if (c.Outcome == "") == (c.Theme == "") {
			return nil, fault.Invalidf("Name either an outcome or a theme", "a contribution names both or neither of outcome and theme")
		}
		if slices.ContainsFunc(out, func(o graph.Contribution) bool { return o.Outcome == c.Outcome && o.Theme == c.Theme }) {
			return nil, fault.Invalidf("Put both shares into one", "a contribution to %s%s is named twice", c.Outcome, c.Theme)
		}
		var err error
		if c.Outcome != "" {
			_, err = change.Known[*graph.Outcome](s, c.Outcome)
		} else {
			_, err = change.Known[*graph.Theme](s, c.Theme)
		}
		if err != nil {
			return nil, err
		}
		if parts = append(parts, c.Share); c.Share != 0 {
			out = append(out, c)
		}
	}
	return out, change.Whole(parts...)
}

// Look is a second look at an assumption, or at a criterion that would stop the initiative.
type Look struct {
	Initiative graph.InitiativeID
	Words      string     // the assumption as it stands
	Found      string     // what was found
	On         graph.Date // not set is today
	Next       graph.Date // when to look again; not set leaves the day that is set
}

// ReviewAssumption writes down what was found.
func ReviewAssumption(s *graph.Snapshot, by change.By, in Look) (change.Draft, error) {
	draft := change.Draft{Verb: "initiative.reviewed"}
	i, err := change.Take[*graph.Initiative](s, in.Initiative)
	if err != nil {
		return draft, err
	}
	a := assumed(i, in.Words)
	if a == nil {
		return draft, noAssumption(i, in.Words)
	}
	found, err := change.Said(in.Found, "word on what was found", "Say whether it still holds")
	if err != nil {
		return draft, err
	}
	on, err := by.Past(in.On, "the review")
	if err != nil {
		return draft, err
	}
	switch {
	case on < a.Reviewed:
		return draft, fault.Invalidf("Use that day or a later one", "it was last looked at on %s", by.Words(a.Reviewed))
	case in.Next != 0 && in.Next <= on:
		return draft, fault.Invalidf("Choose a day after the review", "the next look, %s, does not come after this one", by.Words(in.Next))
	}
	a.Reviewed, a.Holds = on, found
	if in.Next != 0 {
		a.Review = in.Next
	}
	draft.Reason = found
	draft.Update(s, i)
	return draft, nil
}

// assumed is the assumption or criterion with the words, nil without one.
func assumed(i *graph.Initiative, words string) *graph.Assumption {
	for _, list := range [][]graph.Assumption{i.Assumptions, i.Kill} {
		for n := range list {
			if strings.TrimSpace(list[n].Words) == strings.TrimSpace(words) {
				return &list[n]
			}
		}
	}
	return nil
}

func noAssumption(i *graph.Initiative, words string) error {
	var all []string
	for _, a := range slices.Concat(i.Assumptions, i.Kill) {
		all = append(all, a.Words)
	}
	f := fault.New(fault.NotFound, fmt.Sprintf("%s assumes nothing like %s", quoted(i), finding.Quote(words)), "Name an assumption in its own words")
	return f.WithNearest(fault.Nearest(words, all, 3))
}
