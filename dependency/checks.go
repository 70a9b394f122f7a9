package dependency

import (
	"slices"

	"throughline/finding"
	"throughline/graph"
)

// The conventions of the checks.
const (
	// PatienceDays is how many working days a question may lie between two units: two weeks.
	PatienceDays = 10
	// ManyRenegotiations is how often a promise may be taken back or moved before it is a finding.
	ManyRenegotiations = 2
	// PiledUp is how many unanswered requests are a pile.
	PiledUp = 5
)

// Checks is the checks on dependencies and on what is asked through an intake, by code.
func Checks() []*finding.Check {
	return []*finding.Check{
		unanswered(), promisedTooLate(), pastPromise(), movedAgain(), withoutDay(), neededAndNotPromised(), notPlannedFor(),
		eachOther(), refused(), quietTalk(), requestLate(), requestsPileUp(),
	}
}

const waitingDays = "days that the waiting unit plans on the initiative in what is left of the period; without " +
	"any, the days asked of the other unit"

// each looks at every thread, with its two units and the initiative it is for.
func each(look func(*finding.Pass, Thread)) *finding.Each {
	return finding.EachOf(func(p *finding.Pass, d *graph.Dependency) { look(p, threadOf(p, d)) }, graph.KindInitiative, graph.KindUnit)
}

func threadOf(p *finding.Pass, d *graph.Dependency) Thread {
	return finding.Of(p, d, func() Thread { return Read(d, p.Today()) })
}

// eachLive looks at every dependency that is live.
func eachLive(look func(*finding.Pass, Thread)) *finding.Each {
	return each(func(p *finding.Pass, t Thread) {
		if live(p, t) {
			look(p, t)
		}
	})
}

// live reports whether the dependency is not settled and matters now: the initiative it is for, where it names
// one, is still to be done and concerns the period.
func live(p *finding.Pass, t Thread) bool {
	if t.State.Settled() || t.Delivered != 0 || t.Dependency.Last() == graph.Break {
		return false
	}
	i, ok := p.Planned(t.Dependency.Initiative)
	return !ok || i.State.Demand() && i.Concerns
}

// waits reports whether an initiative that is to be done in the period waits for the dependency.
func waits(p *finding.Pass, d *graph.Dependency) bool {
	i, ok := p.Planned(d.Initiative)
	return ok && i.Waits()
}

// atStake is the days of a dependency: those of the asking unit on the initiative, where they are shown of it
// alone, else what the dependency names.
func atStake(p *finding.Pass, d *graph.Dependency) float64 {
	if i, ok := p.Planned(d.Initiative); ok && p.Alone(d.From) {
		if days := p.DaysToComeOf(i.Initiative, d.From); days > 0 {
			return days
		}
	}
	return float64(d.Days)
}

// report makes the finding of a dependency, shown at the unit that can move it.
func report(p *finding.Pass, d *graph.Dependency, at graph.UnitID, sentence string, days float64) {
	f := finding.Finding{Sentence: sentence, Records: []graph.Ref{d.Ref(), d.From.Ref(), d.On.Ref()}, Unit: at, Days: days, Mends: p.Lead(at)}
	if d.Initiative != "" {
		f.Records = append(f.Records, d.Initiative.Ref())
	}
	p.Report(f)
}

// both is the roles of the two units.
func both(p *finding.Pass, d *graph.Dependency) string {
	return "the leads of " + p.Unit(d.From) + " and " + p.Unit(d.On)
}

// asked says what is asked of whom by whom: “a freeze date” of web.
func asked(p *finding.Pass, d *graph.Dependency) string {
	return finding.Quote(d.What) + ", asked by " + p.Unit(d.From)
}

// quietFor is how many working days no turn was taken.
func quietFor(p *finding.Pass, t Thread) int {
	for _, turn := range slices.Backward(t.Dependency.Turns) {
		if on := graph.DateOf(turn.At); on <= p.Today() {
			return p.Since(on)
		}
	}
	return 0
}
