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
	if i := p.Now.Initiative(d.Initiative); i != nil {
		return i.Owner
	}
	return ""
}

// open calls look for each open decision that matters now: its initiative, where it names one, has not
// ended and concerns the period.
func open(p *finding.Pass, look func(*graph.Decision)) {
	for d := range graph.All[*graph.Decision](p.Now) {
		if d.State == graph.DecisionOpen && !idle(p, d) {
			look(d)
		}
	}
}

// idle reports whether the decision is about an initiative that ended or is for another period.
func idle(p *finding.Pass, d *graph.Decision) bool {
	i := p.Now.Initiative(d.Initiative)
	return i != nil && (i.State == graph.Done || i.State == graph.Stopped || !p.Plan().Has(i.ID))
}

// decided calls look for each decision that was taken in the period.
func decided(p *finding.Pass, look func(*graph.Decision)) {
	for d := range graph.All[*graph.Decision](p.Now) {
		if d.Decided != 0 && p.Period.Contains(d.Decided) {
			look(d)
		}
	}
}

// report makes the finding of a decision.
func report(p *finding.Pass, d *graph.Decision, f finding.Finding) {
	f.Records = append([]graph.Ref{d.Ref()}, f.Records...)
	f.Unit, f.Theme = about(p, d), d.Theme
	if d.Initiative != "" {
		f.Records = append(f.Records, d.Initiative.Ref())
		if d.State == graph.DecisionOpen {
			f.Days = p.DaysToCome(d.Initiative)
		}
	}
	p.Report(f)
}
