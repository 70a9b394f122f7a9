package portfolio

import (
	"throughline/finding"
	"throughline/graph"
)

// The conventions of the checks.
const (
	// MostlyLinked is the share of an initiative that must serve themes before the rest needs no word.
	MostlyLinked = 0.5
	// PlanSlack is how far over its days a unit may be planned before it is a finding: estimates are no
	// better than that.
	PlanSlack = 0.05
	// OpenShare is the part of a unit's days that may be in no plan, beside the reserve: a tenth.
	OpenShare = 0.1
	// FewDays is the work on something that nobody committed to, in days, that passes as looking into it:
	// a week.
	FewDays = 5
	// LooseShare is the part of a unit's days that may go to work without an initiative: a day a week.
	LooseShare = 0.2
	// FewestItems is how many items of work a unit must have done before a share of them says anything.
	FewestItems = 20
	// QuietDays is how many working days into the period a started initiative may be without work.
	QuietDays = 20
)

// Checks is the checks on the portfolio and on what became of a locked plan, by code.
func Checks() []*finding.Check {
	return []*finding.Check{
		orphanedPlan(), halfLinked(), firmWithoutDays(), workWithoutCommitment(), overplanned(), reserveEaten(), planWithoutRoom(),
		closedUnit(), mandateNotCommitted(), mandateMissed(), assumptionDue(), starvedTheme(), looseWork(), replacedStillOn(), blockedByLoose(),
		ownerless(), stepOver(), startedWithoutWork(), daysInNoPlan(),
		addedAfterLock(), cutAfterLock(), movedAfterLock(), resizedAfterLock(), movedTwice(),
	}
}

// periodDays is how the days of an initiative in the period are found, in words.
const periodDays = "days planned on the initiative in the period, by all its units"

// eachInitiative looks at every initiative and the units it names; near is as with EachOf.
func eachInitiative(look func(*finding.Pass, finding.Planned), near ...graph.Kind) *finding.Each {
	return finding.EachInitiative(look, append(near, graph.KindUnit)...)
}

// eachFirm looks at every initiative of the period that is committed or started, and the units it names; near is as
// with EachOf.
func eachFirm(look func(*finding.Pass, finding.Planned), near ...graph.Kind) *finding.Each {
	return eachInitiative(func(p *finding.Pass, i finding.Planned) {
		if i.Waits() {
			look(p, i)
		}
	}, near...)
}

// chosen reports whether the work of the initiative was planned, and did not arrive from elsewhere. What
// arrived has no owner and no plan by nature.
func chosen(i *graph.Initiative) bool { return i.Source == "" || i.Source == graph.FromPlan }

// report makes the finding of an initiative.
func report(p *finding.Pass, i *graph.Initiative, sentence string, days float64, more ...graph.Ref) {
	p.Report(finding.Finding{
		Sentence: sentence, Records: append([]graph.Ref{i.Ref()}, more...), Unit: i.Owner, Days: days, Mends: p.Lead(i.Owner),
	})
}

// quoted is the name of an initiative in quotation marks.
func quoted(i *graph.Initiative) string { return finding.Quote(i.Name) }

// serving is whether any initiative of the picture serves a theme.
type serving bool

// linked reports whether any initiative of the picture serves a theme: whether the workspace has begun to
// say what its plan is for.
func linked(p *finding.Pass) bool {
	return bool(finding.Shared(p, func(p *finding.Pass) serving {
		for i := range p.Initiatives() {
			if i.Linked > 0 {
				return true
			}
		}
		return false
	}))
}
