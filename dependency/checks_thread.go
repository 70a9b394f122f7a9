package dependency

import (
	"cmp"
	"fmt"

	"throughline/finding"
	"throughline/graph"
	"throughline/wording"
)

func unanswered() *finding.Check {
	return &finding.Check{
		Code: "DEP001", Area: finding.Dependencies, Severity: finding.Warning,
		Title: "A unit was asked for something and has not answered",
		Doc: fmt.Sprintf("Looks at dependencies where the asked unit has not spoken for more than %d working days. "+
			"The asking unit plans as if the answer were yes. "+
			"All is well with any answer: an offer, a promise, or a no. Left out are dependencies of initiatives "+
			"that are candidates or over, and those whose day of need has passed, which is a graver "+
			"finding.", PatienceDays),
		Days:  waitingDays,
		Mends: "the lead of the asked unit",
		Next:  "Answer: offer a day, promise one, or decline",
		Each: eachLive(func(p *finding.Pass, t Thread) {
			d := t.Dependency
			if n := p.Since(t.Asked); t.State == Unanswered && n > PatienceDays && !needPassed(p, d) {
				report(p, d, d.On, fmt.Sprintf("%s has not answered to %s, for %s",
					p.Unit(d.On), asked(p, d), finding.Workdays(n)), atStake(p, d))
			}
		}),
	}
}

func promisedTooLate() *finding.Check {
	return &finding.Check{
		Code: "DEP002", Area: finding.Dependencies, Severity: finding.Warning,
		Title: "Something is promised for later than it is needed",
		Doc: "Looks at promises whose day lies after the day by which it is needed. Both units may believe that " +
			"all is agreed. " +
			"All is well when the promise comes forward, or when the need moves back and those who wait know it.",
		Days:  waitingDays,
		Mends: "the leads of both units",
		Next:  "Agree on one day, and move what waits for it",
		Each: eachLive(func(p *finding.Pass, t Thread) {
			d := t.Dependency
			if t.Promised == 0 || d.NeededBy == 0 || t.Promised <= d.NeededBy {
				return
			}
			s := fmt.Sprintf("%s promises %s by %s, but %s needs it by %s",
				p.Unit(d.On), finding.Quote(d.What), p.Day(t.Promised), p.Unit(d.From), p.Day(d.NeededBy))
			reportBoth(p, d, s)
		}),
	}
}

// reportBoth is report for what only the two units together can mend; it is shown at the one that waits.
func reportBoth(p *finding.Pass, d *graph.Dependency, sentence string) {
	f := finding.Finding{Sentence: sentence, Records: []graph.Ref{d.Ref(), d.From.Ref(), d.On.Ref()}, Unit: d.From, Days: atStake(p, d), Mends: both(p, d)}
	if d.Initiative != "" {
		f.Records = append(f.Records, d.Initiative.Ref())
	}
	p.Report(f)
}

func pastPromise() *finding.Check {
	return &finding.Check{
		Code: "DEP003", Area: finding.Dependencies, Severity: finding.Error,
		Title: "A promised day has passed and nothing was delivered",
		Doc: "Looks at promises whose day is over without a delivery, a renegotiation or a word. The unit that " +
			"waits cannot plan on anything. " +
			"All is well when it is delivered, or when a new day is agreed.",
		Days:  waitingDays,
		Mends: "the lead of the asked unit",
		Next:  "Deliver, or agree on a new day with the unit that waits",
		Each: eachLive(func(p *finding.Pass, t Thread) {
			if d := t.Dependency; t.Promised != 0 && t.Promised < p.Today() {
				s := fmt.Sprintf("%s promised %s to %s by %s, %s ago",
					p.Unit(d.On), finding.Quote(d.What), p.Unit(d.From), p.Day(t.Promised), wording.Count(t.Late, "day", "days"))
				report(p, d, d.On, s, atStake(p, d))
			}
		}),
	}
}

func movedAgain() *finding.Check {
	return &finding.Check{
		Code: "DEP004", Area: finding.Dependencies, Severity: finding.Warning,
		Title: "A promise has moved more than once",
		Doc: fmt.Sprintf("Looks at open dependencies whose promise was taken back or moved to another day at least "+
			"%d times. The next day will hardly be believed. "+
			"All is well when the two units find out what keeps moving it, or make it smaller.", ManyRenegotiations),
		Days:  waitingDays,
		Mends: "the leads of both units",
		Next:  "Find out what keeps moving it, and cut it down to what can be promised",
		Each: eachLive(func(p *finding.Pass, t Thread) {
			if d := t.Dependency; t.Renegotiations >= ManyRenegotiations {
				reportBoth(p, d, fmt.Sprintf("The promise of %s to %s on %s has moved %d times",
					p.Unit(d.On), p.Unit(d.From), finding.Quote(d.What), t.Renegotiations))
			}
		}),
	}
}

func withoutDay() *finding.Check {
	return &finding.Check{
		Code: "DEP005", Area: finding.Dependencies, Severity: finding.Note,
		Title: "A promise has no day",
		Doc: "Looks at dependencies that the asked unit has promised without saying by when. Each side fills in " +
			"the day that suits it. " +
			"All is well when the promise names a day.",
		Days: waitingDays, Mends: "the lead of the asked unit", Next: "Name the day",
		Each: eachLive(func(p *finding.Pass, t Thread) {
			if d := t.Dependency; t.State == Promised && t.Promised == 0 {
				report(p, d, d.On, fmt.Sprintf("%s promised %s to %s without a day",
					p.Unit(d.On), finding.Quote(d.What), p.Unit(d.From)), atStake(p, d))
			}
		}),
	}
}

func neededAndNotPromised() *finding.Check {
	return &finding.Check{
		Code: "DEP006", Area: finding.Dependencies, Severity: finding.Error,
		Title: "Something is needed by now and nobody has promised it",
		Doc: "Looks at dependencies whose day of need has passed without a promise that holds. What waits for it " +
			"is late already, whatever its plan says. " +
			"All is well when a day is promised, or when the need moves and those who wait know it.",
		Days:  waitingDays,
		Mends: "the leads of both units",
		Next:  "Agree on a day, or plan without it",
		Each: eachLive(func(p *finding.Pass, t Thread) {
			d := t.Dependency
			if t.State == Promised || t.Promised != 0 || !needPassed(p, d) {
				return
			}
			reportBoth(p, d, fmt.Sprintf("%s needed %s from %s by %s, and no day is promised",
				p.Unit(d.From), finding.Quote(d.What), p.Unit(d.On), p.Day(d.NeededBy)))
		}),
	}
}

// needPassed reports whether the day of need is over.
func needPassed(p *finding.Pass, d *graph.Dependency) bool {
	return d.NeededBy != 0 && d.NeededBy < p.Today()
}

func notPlannedFor() *finding.Check {
	return &finding.Check{
		Code: "DEP007", Area: finding.Dependencies, Severity: finding.Warning,
		Title: "A unit promised something and plans no days for it",
		Doc: "Looks at promises that take days of the asked unit, for an initiative on which that unit has no days " +
			"in any period. The promise then competes with everything that is planned. " +
			"All is well when the unit takes part in the initiative with days. Silent where the dependency names " +
			"no days.",
		Days:  "days asked of the other unit",
		Mends: "the lead of the asked unit",
		Next:  "Put the days into the unit's plan, or take the promise back now",
		Each: eachLive(func(p *finding.Pass, t Thread) {
			d := t.Dependency
			if i := p.Now.Initiative(d.Initiative); t.State != Promised || d.Days == 0 || i == nil || takesPart(i, d.On) {
				return
			}
			s := fmt.Sprintf("%s promised %s for %s and plans none of the %s it takes",
				p.Unit(d.On), finding.Quote(d.What), finding.Quote(p.Label(d.Initiative.Ref())), wording.Days(float64(d.Days)))
			report(p, d, d.On, s, float64(d.Days))
		}),
	}
}

// takesPart reports whether the unit has days on the initiative.
func takesPart(i *graph.Initiative, u graph.UnitID) bool {
	for _, part := range i.Participants {
		if part.Unit == u && part.Days > 0 {
			return true
		}
	}
	return false
}

// couple is two units, the lesser id first.
type couple struct{ a, b graph.UnitID }

func coupleOf(d *graph.Dependency) couple {
	if cmp.Less(d.On, d.From) {
		return couple{d.On, d.From}
	}
	return couple{d.From, d.On}
}

func eachOther() *finding.Check {
	return &finding.Check{
		Code: "DEP008", Area: finding.Dependencies, Severity: finding.Warning,
		Title: "Two units wait for each other",
		Doc: "Looks at pairs of units that each need something from the other for the same initiative, with no " +
			"promise on either side. Each waits for the other to move first. " +
			"All is well when one of them promises a day.",
		Days:  waitingDays + ", both ways",
		Mends: "the leads of both units",
		Next:  "Sit down together and let one side promise first",
		Each: finding.EachInitiative(func(p *finding.Pass, i finding.Planned) {
			if !i.State.Demand() || !i.Concerns {
				return
			}
			first := make(map[couple]*graph.Dependency)
			told := make(map[couple]bool)
			for d := range graph.Referrers[*graph.Dependency](p.Now, i.Ref()) {
				at, t := coupleOf(d), threadOf(p, d)
				if t.State == Promised || told[at] || !live(p, t) {
					continue
				}
				other := first[at]
				if other == nil || other.From == d.From {
					first[at] = cmp.Or(other, d)
					continue
				}
				told[at] = true
				reportKnot(p, other, d)
			}
		}, graph.KindDependency, graph.KindInitiative),
	}
}

// reportKnot reports two dependencies that wait for each other.
func reportKnot(p *finding.Pass, d, back *graph.Dependency) {
	p.Report(finding.Finding{
		Sentence: fmt.Sprintf("%s needs %s from %s and %s needs %s from %s, and neither has promised a day",
			p.Unit(d.From), finding.Quote(d.What), p.Unit(d.On),
			p.Unit(back.From), finding.Quote(back.What), p.Unit(back.On)),
		Records: []graph.Ref{d.Ref(), back.Ref(), d.From.Ref(), d.On.Ref(), d.Initiative.Ref()},
		Unit:    d.From, Days: atStake(p, d) + atStake(p, back), Mends: both(p, d),
	})
}

func refused() *finding.Check {
	return &finding.Check{
		Code: "DEP009", Area: finding.Dependencies, Severity: finding.Error,
		Title: "An initiative goes on as if it had what was refused",
		Doc: "Looks at dependencies that were declined or broken off while their initiative is still committed or " +
			"started. Its plan counts on something that will not come. " +
			"All is well when the plan changes, or when somebody else is asked.",
		Days:  waitingDays,
		Mends: "the lead of the unit that waits",
		Next:  "Plan without it, ask somebody else, or stop the initiative",
		Each: each(func(p *finding.Pass, t Thread) {
			d := t.Dependency
			last := d.Last()
			if last != graph.Decline && last != graph.Break || p.Over() || !waits(p, d) {
				return
			}
			verb := map[graph.Act]string{graph.Decline: "declined", graph.Break: "broke off"}[last]
			s := fmt.Sprintf("%s %s %s, and %s still counts on it",
				p.Unit(d.On), verb, finding.Quote(d.What), finding.Quote(p.Label(d.Initiative.Ref())))
			report(p, d, d.From, s, atStake(p, d))
		}),
	}
}

func quietTalk() *finding.Check {
	return &finding.Check{
		Code: "DEP010", Area: finding.Dependencies, Severity: finding.Warning,
		Title: "A negotiation has stopped without an agreement",
		Doc: fmt.Sprintf("Looks at dependencies that were answered, or whose promise was taken back, and on which "+
			"neither unit has said anything for more than %d working days. "+
			"All is well when one of them takes the next turn. Where the day of need has passed, that is told "+
			"instead.", PatienceDays),
		Days:  waitingDays,
		Mends: "the leads of both units",
		Next:  "Take the next turn: promise, counter or decline",
		Each: eachLive(func(p *finding.Pass, t Thread) {
			d := t.Dependency
			if n := quietFor(p, t); (t.State == Open || t.State == Renegotiated) && n > PatienceDays && !needPassed(p, d) {
				reportBoth(p, d, fmt.Sprintf("%s and %s have said nothing about %s for %s, and nothing is agreed",
					p.Unit(d.From), p.Unit(d.On), finding.Quote(d.What), finding.Workdays(n)))
			}
		}),
	}
}
