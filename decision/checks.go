package decision

import (
	"throughline/finding"
	"throughline/graph"
)

// The conventions of the checks.
const (
	// PatienceDays is how many working days a decision may wait, passed upwards or without a day to be
	// decided by, before it is a finding: two weeks.
	PatienceDays = 10
	// ReversedWithin is how many calendar days after a decision its reversal is a finding: a quarter. A
	// later one is learning.
	ReversedWithin = 90
)

// Checks is the checks on decisions, by code.
func Checks() []*finding.Check {
	return []*finding.Check{
		noDecider(), severalDeciders(), overdue(), stuckAbove(), noReason(), turnedRound(), waitsUndated(),
		rightWithoutHolder(), rightTwice(), outsideRight(), reviewDue(),
	}
}

// waitingDays is how the days of an open decision are found, in words.
const waitingDays = "days planned, in what is left of the period, on the initiative that waits for the decision"

// about is the unit a decision is shown at: its own, else the owner of its initiative.
func about(p *finding.Pass, d *graph.Decision) graph.UnitID {
	if d.Unit != "" {
		return d.Unit
	}
	if i, ok := p.Planned(d.Initiative); ok {
		return i.Owner
	}
	return ""
}

// each looks at every decision that is kept, with the initiative it is about and the decisions it names.
func each(keep func(*finding.Pass, *graph.Decision) bool, look func(*finding.Pass, *graph.Decision)) *finding.Each {
	return finding.EachOf(func(p *finding.Pass, d *graph.Decision) {
		if keep(p, d) {
			look(p, d)
		}
	}, graph.KindInitiative, graph.KindDecision)
}

// open reports whether the decision is open and matters now: its initiative, where it names one, has not
// ended and concerns the period.
func open(p *finding.Pass, d *graph.Decision) bool {
	if d.State != graph.DecisionOpen {
		return false
	}
	i, ok := p.Planned(d.Initiative)
	return !ok || i.State != graph.Done && i.State != graph.Stopped && i.Concerns
}

// decided reports whether the decision was taken in the period.
func decided(p *finding.Pass, d *graph.Decision) bool {
	return d.Decided != 0 && p.Period.Contains(d.Decided)
}

// openOrDecided reports whether the decision is open and matters now, or was taken in the period.
func openOrDecided(p *finding.Pass, d *graph.Decision) bool { return open(p, d) || decided(p, d) }

// stands reports whether the decision was taken and holds.
func stands(_ *finding.Pass, d *graph.Decision) bool {
	return d.State == graph.DecisionDecided && d.SupersededBy == ""
}

// report makes the finding of a decision.
func report(p *finding.Pass, d *graph.Decision, f finding.Finding) {
	f.Records = append([]graph.Ref{d.Ref()}, f.Records...)
	f.Unit, f.Theme = about(p, d), d.Theme
	if d.Initiative != "" {
		f.Records = append(f.Records, d.Initiative.Ref())
		if i, ok := p.Planned(d.Initiative); ok && d.State == graph.DecisionOpen {
			f.Days = p.DaysToCome(i.Initiative)
		}
	}
	p.Report(f)
}
