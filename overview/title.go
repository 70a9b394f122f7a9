package overview

import (
	"cmp"
	"fmt"
	"slices"

	"throughline/graph"
	"throughline/wording"
)

// Organisation is what the organisation is called: the name of its top.
func Organisation(s *graph.Snapshot) string {
	if top := Top(s); top != nil {
		return top.Name
	}
	return "Empty workspace"
}

// Top is the unit that stands for the whole organisation, nil where there is no unit. Where several have no parent, it is the one
// that states the strategy, of the current period before any other; else the one with most units below it, then with most
// people; else the one that was told first.
func Top(s *graph.Snapshot) *graph.Unit {
	var tops []*graph.Unit
	for u := range graph.All[*graph.Unit](s) {
		if u.Parent == "" && u.ExistsOn(s.Today()) {
			tops = append(tops, u)
		}
	}
	switch len(tops) {
	case 0:
		return nil
	case 1:
		return tops[0]
	}
	tree := graph.TreeOf(s, s.Today())
	return slices.MinFunc(tops, func(a, b *graph.Unit) int {
		return cmp.Or(
			cmp.Compare(states(s, b), states(s, a)),
			cmp.Compare(len(tree.Below(b.ID)), len(tree.Below(a.ID))),
			cmp.Compare(tree.People(b.ID), tree.People(a.ID)),
			cmp.Compare(a.Stamp().Position, b.Stamp().Position),
			cmp.Compare(a.ID, b.ID), // told in one change
		)
	})
}

// states is 2 for a unit that states the strategy of a current period, 1 for one that states that of another, 0 for any other unit.
func states(s *graph.Snapshot, u *graph.Unit) (most int) {
	for i := range graph.Referrers[*graph.Intent](s, u.Ref()) {
		if i.Level != graph.Stated || i.Unit != u.ID {
			continue
		}
		most = max(most, 1)
		if p := s.Period(i.Period); p != nil && p.Contains(s.Today()) {
			return 2
		}
	}
	return most
}

// Title is what a record is called. Those without a name of their own are called by what they are about.
func Title(s *graph.Snapshot, r graph.Record) string {
	switch r := r.(type) {
	case *graph.Intent:
		return fmt.Sprintf("%s intent of %s for %s", wording.Capital(string(r.Level)), labelOf(s, r.Unit.Ref()), labelOf(s, r.Period.Ref()))
	case *graph.Capacity:
		return fmt.Sprintf("Capacity of %s in %s", labelOf(s, r.Unit.Ref()), labelOf(s, r.Period.Ref()))
	case *graph.Funding:
		for _, of := range []graph.Ref{r.Initiative.Ref(), r.Unit.Ref(), r.Theme.Ref()} {
			if of.ID != "" {
				return fmt.Sprintf("Funding of %s in %s", labelOf(s, of), labelOf(s, r.Period.Ref()))
			}
		}
		return "Funding in " + labelOf(s, r.Period.Ref())
	}
	return r.Label()
}

// labelOf is the label of a record, its id when it is not there.
func labelOf(s *graph.Snapshot, ref graph.Ref) string {
	if r := s.Record(ref); r != nil {
		return r.Label()
	}
	return ref.ID
}

// About is the record that a debt is about: what was passed upwards, what a comment is on, else the record itself.
func (d Debt) About() graph.Ref {
	switch r := d.Record.(type) {
	case *graph.Escalation:
		return r.Decision.Ref()
	case *graph.Comment:
		return r.On
	}
	return d.Record.Ref()
}

// Title is what a debt is called in the picture: the record that it is about, an intent by what is to be done with it.
func (d Debt) Title(s *graph.Snapshot) string {
	if i, ok := d.Record.(*graph.Intent); ok {
		return readingTitle(s, i)
	}
	about := s.Record(d.About())
	if about == nil {
		return d.About().ID
	}
	return Title(s, about)
}

// readingTitle is what an intent is called where it is to be read or answered.
func readingTitle(s *graph.Snapshot, i *graph.Intent) string {
	unit, period := labelOf(s, i.Unit.Ref()), labelOf(s, i.Period.Ref())
	switch i.Level {
	case graph.Stated:
		return "The strategy of " + unit + " for " + period
	case graph.Assigned:
		return "What " + unit + " is asked for in " + period
	}
	return "How " + unit + " reads " + period
}

// Words is what is to be done, as a few words.
func (d Duty) Words() string {
	switch d {
	case DutyRestate:
		return "Say how you read it"
	case DutyResend:
		return "Answer a reading that came back"
	case DutyAnswer:
		return "Accept a reading, or send it back"
	case DutyReply:
		return "Answer an ask"
	case DutyTurn:
		return "Take the next turn"
	case DutyDeliver:
		return "Deliver what is promised"
	case DutyRequest:
		return "Answer a request"
	case DutyDecide:
		return "Decide"
	case DutyOneDecider:
		return "Name the one who decides"
	case DutyEscalation:
		return "Answer what was passed upwards"
	case DutyVerdict:
		return "Say yes or no to a change"
	case DutyRead:
		return "Read a metric"
	case DutySign:
		return "Sign the plan"
	case DutyAcknowledge:
		return "Read the strategy"
	case DutyAssumption:
		return "Look at an assumption again"
	case DutyKill:
		return "Look at what would end it"
	}
	return "Answer a comment"
}
