package strategy

import (
	"throughline/finding"
	"throughline/graph"
)

// The conventions of the checks.
const (
	// MostThemes is how many themes people can hold at once; a strategy with more does not choose.
	MostThemes = 5
	// ShareSlack is the share of emphasis below which two figures count as the same, here 5%.
	ShareSlack = 0.05
	// ShortBy is the part of a theme's stated share that what units were asked for may lack, because
	// shares are rounded: a fiftieth.
	ShortBy = 0.02
	// RestateDays is how many working days into the period a unit has time to restate what it was
	// asked for: three weeks.
	RestateDays = 15
	// AnswerDays is how many working days a receipt may lie unanswered: two weeks.
	AnswerDays = 10
)

// Checks is the checks on the strategy and on the cascade, by code.
func Checks() []*finding.Check {
	return []*finding.Check{
		notStated(), wordless(), withoutOutcome(), unspoken(), tooMany(), retired(),
		assignedToNobody(), doesNotAddUp(), notAsked(), notRestated(), unanswered(), notResent(), askedAnew(),
	}
}

// beyond reports whether a gap between two shares is more than the slack; a gap of exactly the slack,
// give or take the last digits of the sums, is not.
func beyond(gap graph.Share) bool { return gap > ShareSlack+1e-9 }

// emphasis is the days that a share of the whole capacity stands for.
func emphasis(p *finding.Pass, share graph.Share) float64 { return float64(share) * p.Capacity() }

// emphasisWords is how the days of a theme are found, in words.
const emphasisWords = "the theme's stated share of all capacity declared for the period"

// unitDaysToCome is the unit's own capacity in what is left of the period.
func unitDaysToCome(p *finding.Pass, u graph.UnitID) float64 { return p.OwnDays(u) * p.Left() }

// unitWords is how the days of a unit are found, in words.
const unitWords = "the unit's own capacity in what is left of the period"

// here reports whether the unit exists today.
func here(p *finding.Pass, u graph.UnitID) bool {
	unit := p.Now.Unit(u)
	return unit != nil && unit.ExistsOn(p.Today())
}
