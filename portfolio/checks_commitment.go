package portfolio

import (
	"fmt"
	"maps"
	"slices"

	"throughline/finding"
	"throughline/graph"
	"throughline/wording"
)

func firmWithoutDays() *finding.Check {
	return &finding.Check{
		Code: "POR003", Area: finding.Portfolio, Severity: finding.Warning,
		Title: "An initiative is promised without days",
		Doc: "Looks at initiatives of the period that are committed or started and for which no unit has days in " +
			"it. Somebody expects it, and no plan has room for it. " +
			"All is well when units take part with days. Work that arrived unplanned is left out. Silent while " +
			"nobody's days are planned in the period.",
		Mends: "the unit that owns the initiative",
		Next:  "Agree with the units that take part how many days it needs",
		Each: eachFirm(func(p *finding.Pass, i finding.Planned) {
			if i.Days == 0 && chosen(i.Initiative) && p.Dated() && !p.Over() {
				report(p, i.Initiative, fmt.Sprintf("%s is %s, and no unit plans days for it in %s",
					quoted(i.Initiative), i.State, p.Period.Name), 0)
			}
		}),
	}
}

func workWithoutCommitment() *finding.Check {
	return &finding.Check{
		Code: "POR004", Area: finding.Portfolio, Severity: finding.Warning,
		Title: "Work goes on for something nobody committed to",
		Doc: fmt.Sprintf("Looks at work finished or logged in the period for initiatives that are still candidates "+
			"or only likely. More than %d days are more than looking into it: the commitment was made without "+
			"anybody saying so. "+
			"All is well when it is committed, or when the work stops.", FewDays),
		Days:  "days of work in the period: logged, or by size at the unit's rate",
		Mends: "the unit that owns the initiative",
		Next:  "Commit to it and say what gives way, or stop the work",
		Each: eachInitiative(func(p *finding.Pass, i finding.Planned) {
			if (i.State == graph.Candidate || i.State == graph.Likely) && i.Work.Days > FewDays {
				s := fmt.Sprintf("%s is only %s, and %s in %s of work went into it in %s",
					quoted(i.Initiative), stateWords(i.State), wording.Days(i.Work.Days),
					wording.Count(int(i.Work.Items), "item", "items"), p.Period.Name)
				report(p, i.Initiative, s, i.Work.Days)
			}
		}),
	}
}

func stateWords(c graph.Commitment) string {
	if c == graph.Candidate {
		return "a candidate"
	}
	return string(c)
}

func mandateNotCommitted() *finding.Check {
	return &finding.Check{
		Code: "POR009", Area: finding.Portfolio, Severity: finding.Error,
		Title: "Something that must be done in the period is not committed",
		Doc: "Looks at initiatives with a mandate from outside that falls due in the period and that are still " +
			"candidates, only likely, or stopped. A law does not wait for a plan. " +
			"All is well when it is committed, or when its day moves.",
		Days:  periodDays,
		Mends: finding.Leadership,
		Next:  "Commit to it, or have the obligation changed",
		Each: eachInitiative(func(p *finding.Pass, i finding.Planned) {
			loose := i.State == graph.Candidate || i.State == graph.Likely || i.State == graph.Stopped
			if due := i.Mandate.Due; loose && due != 0 && p.Period.Contains(due) && due >= p.Today() {
				s := fmt.Sprintf("%s must be done by %s and is %s", mandated(i.Initiative), p.Day(due), stateWords(i.State))
				report(p, i.Initiative, s, i.Days)
			}
		}),
	}
}

// mandated is the initiative with the source of its mandate, where that is named.
func mandated(i *graph.Initiative) string {
	if i.Mandate.Source == "" {
		return quoted(i)
	}
	return fmt.Sprintf("%s (%s)", quoted(i), i.Mandate.Source)
}

func mandateMissed() *finding.Check {
	return &finding.Check{
		Code: "POR010", Area: finding.Portfolio, Severity: finding.Error,
		Title: "The day of an obligation has passed",
		Doc: "Looks at initiatives with a mandate from outside whose day has passed and that are neither done nor " +
			"stopped. " +
			"All is well when it is done and marked so, or when the obligation was changed and its day with it.",
		Days:  "days planned on the initiative in what is left of the period",
		Mends: finding.Leadership,
		Next:  "Say whom it concerns and when it will be done",
		Each: finding.EachOf(func(p *finding.Pass, i *graph.Initiative) {
			if due := i.Mandate.Due; due != 0 && due < p.Today() && i.State != graph.Done && i.State != graph.Stopped {
				report(p, i, fmt.Sprintf("%s was to be done by %s and is %s",
					mandated(i), p.Day(due), stateWords(i.State)), p.DaysToCome(i))
			}
		}, graph.KindUnit),
	}
}

func assumptionDue() *finding.Check {
	return &finding.Check{
		Code: "POR011", Area: finding.Portfolio, Severity: finding.Warning,
		Title: "An assumption was to be looked at again and was not",
		Doc: "Looks at initiatives that are likely, committed or started, for assumptions and stop criteria whose " +
			"day of review has passed without a look. What was uncertain is treated as settled, and the days go on. " +
			"All is well when somebody looked on or after that day.",
		Days:  "days planned on the initiative in what is left of the period",
		Mends: "the unit that owns the initiative",
		Next:  "Look whether it still holds, and write down what was found",
		Each: eachInitiative(func(p *finding.Pass, i finding.Planned) {
			if !i.Concerns || !i.State.Demand() {
				return
			}
			assumptions, first := dueReviews(p, i.Assumptions)
			kill, second := dueReviews(p, i.Kill)
			var parts []string
			if assumptions > 0 {
				parts = append(parts, wording.Count(assumptions, "assumption", "assumptions"))
			}
			if kill > 0 {
				parts = append(parts, wording.Count(kill, "stop criterion", "stop criteria"))
			}
			if oldest := earlier(first, second); len(parts) > 0 {
				s := fmt.Sprintf("%s has %s to look at again, the first since %s",
					quoted(i.Initiative), wording.List(parts, 2), p.Day(oldest))
				report(p, i.Initiative, s, p.DaysToCome(i.Initiative))
			}
		}),
	}
}

// dueReviews counts what was to be looked at by now and was not, with the first day of them.
func dueReviews(p *finding.Pass, list []graph.Assumption) (n int, first graph.Date) {
	for _, a := range list {
		if a.Review != 0 && a.Review < p.Today() && a.Reviewed < a.Review {
			n++
			first = earlier(first, a.Review)
		}
	}
	return n, first
}

// earlier is the earlier of two days, of which either may not be set.
func earlier(a, b graph.Date) graph.Date {
	if a == 0 || b != 0 && b < a {
		return b
	}
	return a
}

func replacedStillOn() *finding.Check {
	return &finding.Check{
		Code: "POR014", Area: finding.Portfolio, Severity: finding.Note,
		Title: "An initiative goes on although another replaces it",
		Doc: "Looks at initiatives that are committed or started and that another planned initiative says it " +
			"replaces. Both are paid for, and it is open which one holds. " +
			"All is well when the older one is stopped or done, or when the link is taken out.",
		Days:  periodDays,
		Mends: "the unit that owns the replaced initiative",
		Next:  "Stop the one that is replaced, or take the link out",
		Each: eachFirm(func(p *finding.Pass, i finding.Planned) {
			if by := linkedBy(p, i, graph.Replaces, graph.Commitment.Planned); by != nil {
				report(p, i.Initiative, fmt.Sprintf("%s is %s, although %s replaces it",
					quoted(i.Initiative), i.State, quoted(by)), i.Days, by.Ref())
			}
		}, graph.KindInitiative),
	}
}

// linkedBy is the first initiative, by id, in a state that is kept and with a link of the kind to the one
// looked at; nil without any.
func linkedBy(p *finding.Pass, i finding.Planned, kind graph.LinkKind, keep func(graph.Commitment) bool) *graph.Initiative {
	for _, id := range linksOf(p).to[graph.Link{Kind: kind, Initiative: i.ID}] {
		if by, ok := p.Planned(id); ok && keep(by.State) {
			return by.Initiative
		}
	}
	return nil
}

// links is which initiatives have each link, by id.
type links struct {
	to map[graph.Link][]graph.InitiativeID
}

func linksOf(p *finding.Pass) *links {
	return finding.SharedAfter(p, func(p *finding.Pass, before *links) *links {
		now := &links{make(map[graph.Link][]graph.InitiativeID)}
		for _, by := range p.Lines().Initiatives {
			for _, l := range by.Links {
				now.to[l] = append(now.to[l], by.ID)
			}
		}
		if before != nil && maps.EqualFunc(before.to, now.to, slices.Equal) {
			return before
		}
		return now
	})
}

func blockedByLoose() *finding.Check {
	return &finding.Check{
		Code: "POR015", Area: finding.Portfolio, Severity: finding.Warning,
		Title: "A promise waits for something that is not promised",
		Doc: "Looks at initiatives that are committed or started and that another one blocks which is a candidate, " +
			"only likely, or stopped. The plan promises what depends on something the plan does not contain. " +
			"All is well when the other is committed, or when nothing waits for it any more.",
		Days:  "days planned on the initiative in what is left of the period",
		Mends: "the unit that owns the initiative",
		Next:  "Have the other one committed, or plan without it",
		Each: eachFirm(func(p *finding.Pass, i finding.Planned) {
			loose := func(c graph.Commitment) bool { return !c.Planned() }
			if by := linkedBy(p, i, graph.Blocks, loose); by != nil {
				report(p, i.Initiative, fmt.Sprintf("%s is %s and waits for %s, which is %s",
					quoted(i.Initiative), i.State, quoted(by), stateWords(by.State)), p.DaysToCome(i.Initiative), by.Ref())
			}
		}, graph.KindInitiative),
	}
}

func ownerless() *finding.Check {
	return &finding.Check{
		Code: "POR016", Area: finding.Portfolio, Severity: finding.Warning,
		Title: "A planned initiative has no owner",
		Doc: "Looks at initiatives of the period that are committed or started and that no unit owns. When two of " +
			"its units differ, nobody settles it. Work that arrived unplanned is left out. " +
			"Silent while no initiative of the workspace has an owner.",
		Days: periodDays, Mends: finding.Operations, Next: "Name the unit that owns it",
		Each: eachFirm(func(p *finding.Pass, i finding.Planned) {
			if i.Owner == "" && chosen(i.Initiative) && ownersNamed(p) {
				report(p, i.Initiative, fmt.Sprintf("%s is %s and no unit owns it",
					quoted(i.Initiative), i.State), i.Days)
			}
		}),
	}
}

// ownership is whether any initiative has an owner.
type ownership bool

func ownersNamed(p *finding.Pass) bool {
	return bool(finding.Shared(p, func(p *finding.Pass) ownership {
		return ownership(slices.ContainsFunc(p.Lines().Initiatives, func(i *graph.Initiative) bool { return i.Owner != "" }))
	}))
}

func stepOver() *finding.Check {
	return &finding.Check{
		Code: "POR017", Area: finding.Portfolio, Severity: finding.Warning,
		Title: "The time of a step is over and it is not done",
		Doc: "Looks at initiatives that are committed or started, for steps whose period has ended and that are " +
			"not done. The plan still says yesterday. " +
			"All is well when the step is marked done, or moved to a period to come.",
		Days:  "days of those steps, where steps have days",
		Mends: "the unit that owns the initiative",
		Next:  "Mark the step done, or move it to a period to come",
		Each: eachFirm(func(p *finding.Pass, i finding.Planned) {
			var names []string
			var days float64
			for _, step := range i.Steps {
				if q := p.Calendar().Period(step.Period); q != nil && !step.Done && q.End < p.Today() {
					names = append(names, step.Name)
					days += float64(step.Days)
				}
			}
			if len(names) > 0 {
				s := fmt.Sprintf("%s has %s whose time is over and that is not done: %s",
					quoted(i.Initiative), wording.Count(len(names), "step", "steps"), finding.List(names))
				if len(names) > 1 {
					s = fmt.Sprintf("%s has %d steps whose time is over and that are not done: %s",
						quoted(i.Initiative), len(names), finding.List(names))
				}
				report(p, i.Initiative, s, days)
			}
		}),
	}
}

func startedWithoutWork() *finding.Check {
	return &finding.Check{
		Code: "POR018", Area: finding.Portfolio, Severity: finding.Note,
		Title: "A started initiative shows no work",
		Doc: fmt.Sprintf("Looks at started initiatives with days in the period for which, %d working days into it, "+
			"no work was finished or logged, although the owning unit has work in the period. Either it stands "+
			"still, or its work is linked to something else. "+
			"Silent for units whose tracker is not connected.", QuietDays),
		Days:  "days planned on the initiative in the period, times the part of the period that is over",
		Mends: "the unit that owns the initiative",
		Next:  "Link its work, or say that it stands still",
		Each: eachFirm(func(p *finding.Pass, i finding.Planned) {
			if i.State == graph.Started && i.Days > 0 && i.Work.Items == 0 && p.Into() > QuietDays && busyUnits(p).has[i.Owner] {
				s := fmt.Sprintf("%s is started, and no work for it was finished or logged in %s",
					quoted(i.Initiative), p.Period.Name)
				report(p, i.Initiative, s, i.Days*(1-p.Left()))
			}
		}),
	}
}

// busy is the units with work in the period.
type busy struct{ has map[graph.UnitID]bool }

func busyUnits(p *finding.Pass) *busy {
	return finding.SharedAfter(p, func(p *finding.Pass, before *busy) *busy {
		now := &busy{make(map[graph.UnitID]bool)}
		for _, s := range p.Labour().Work {
			now.has[s.All.Unit] = true
		}
		if before != nil && maps.Equal(before.has, now.has) {
			return before
		}
		return now
	})
}
