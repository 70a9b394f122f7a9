package decision

import (
	"fmt"

	"throughline/finding"
	"throughline/graph"
	"throughline/wording"
)

func noDecider() *finding.Check {
	return &finding.Check{
		Code: "DEC001", Area: finding.Decisions, Severity: finding.Warning,
		Title: "A decision has no decider",
		Doc: "Looks at open decisions that name nobody who decides. A question that belongs to nobody is answered " +
			"by whoever " +
			"shouts or not at all, and the work behind it waits. All is well when exactly one person decides.",
		Days: waitingDays, Mends: "the lead of the unit", Next: "Name the one person who decides",
		Each: each(open, func(p *finding.Pass, d *graph.Decision) {
			if len(d.Deciders) > 0 {
				return
			}
			s := finding.Quote(d.Question) + " has no decider"
			if n := p.Since(d.Raised); n > 0 {
				s += " and has been open for " + finding.Workdays(n)
			}
			report(p, d, finding.Finding{Sentence: s + pastDue(p, d), Mends: p.Lead(about(p, d))})
		}),
	}
}

// pastDue goes on with the day by which an open decision was to be taken, where that has passed.
func pastDue(p *finding.Pass, d *graph.Decision) string {
	if d.Due == 0 || d.Due >= p.Today() || d.Decided != 0 {
		return ""
	}
	return ", and was to be decided by " + p.Day(d.Due)
}

func severalDeciders() *finding.Check {
	return &finding.Check{
		Code: "DEC002", Area: finding.Decisions, Severity: finding.Warning,
		Title: "A decision has several deciders",
		Doc: "Looks at open decisions, and at those taken in the period, that name more than one person who " +
			"decides. Each may wait for the other or overrule the other, " +
			"and afterwards nobody answers for the choice. All is well when one decides and the others are consulted.",
		Days:  waitingDays,
		Mends: "the lead of the unit",
		Next:  "Keep one decider and move the others to those consulted",
		Each: each(openOrDecided, func(p *finding.Pass, d *graph.Decision) {
			n := len(d.Deciders)
			if n < 2 {
				return
			}
			s := fmt.Sprintf("%s names %d deciders where one should decide", finding.Quote(d.Question), n)
			if d.Decided != 0 {
				s = fmt.Sprintf("%s was decided on %s in the name of %d deciders where one should decide",
					finding.Quote(d.Question), p.Day(d.Decided), n)
			}
			report(p, d, finding.Finding{Sentence: s + pastDue(p, d), Mends: p.Lead(about(p, d))})
		}),
	}
}

func overdue() *finding.Check {
	return &finding.Check{
		Code: "DEC003", Area: finding.Decisions, Severity: finding.Warning,
		Title: "A decision is overdue",
		Doc: "Looks at open decisions whose day to be decided by has passed. Work that stands on them either waits " +
			"or goes on a guess. " +
			"All is well when it is decided, or when a new day is agreed with those who wait. Left out are " +
			"decisions without a decider or with several, and those stuck above, which are findings of their own.",
		Days:  waitingDays,
		Mends: "the decider",
		Next:  "Decide, or agree a new day with those who wait",
		Each: each(open, func(p *finding.Pass, d *graph.Decision) {
			if d.Due != 0 && d.Due < p.Today() && len(d.Deciders) == 1 && p.Since(d.Escalated) <= PatienceDays {
				s := fmt.Sprintf("%s was to be decided by %s and is still open",
					finding.Quote(d.Question), p.Day(d.Due))
				report(p, d, finding.Finding{Sentence: s})
			}
		}),
	}
}

func stuckAbove() *finding.Check {
	return &finding.Check{
		Code: "DEC004", Area: finding.Decisions, Severity: finding.Warning,
		Title: "A decision was passed upwards and is stuck there",
		Doc: fmt.Sprintf("Looks at decisions that were passed upwards more than %d working days ago and are still "+
			"open. Passing a question upwards buys "+
			"an answer only when the answer comes; otherwise it costs those below their right to decide and gives "+
			"nothing back. "+
			"All is well when it is decided, or handed back with the right to decide.", PatienceDays),
		Days:  waitingDays,
		Mends: finding.Leadership,
		Next:  "Decide it, or hand it back with the right to decide",
		Each: each(open, func(p *finding.Pass, d *graph.Decision) {
			if n := p.Since(d.Escalated); n > PatienceDays {
				s := fmt.Sprintf("%s was passed upwards on %s and is still open %d working days later",
					finding.Quote(d.Question), p.Day(d.Escalated), n)
				report(p, d, finding.Finding{Sentence: s})
			}
		}),
	}
}

func noReason() *finding.Check {
	return &finding.Check{
		Code: "DEC005", Area: finding.Decisions, Severity: finding.Note,
		Title: "A decision was taken without a reason",
		Doc: "Looks at decisions of the period that give no rationale and cite no principle. Those who were not in " +
			"the room cannot follow them, " +
			"and the same question comes back. All is well with one sentence, or with the principle that settled it. " +
			"Silent where no decision of the workspace gives a reason: then reasons are kept elsewhere.",
		Mends: "the decider", Next: "Write the reason in one sentence, or cite the principle",
		Each: each(decided, func(p *finding.Pass, d *graph.Decision) {
			if d.Rationale == "" && d.Principle == "" && d.State == graph.DecisionDecided && reasons(p) {
				s := fmt.Sprintf("%s was decided on %s without a reason",
					finding.Quote(d.Question), p.Day(d.Decided))
				report(p, d, finding.Finding{Sentence: s})
			}
		}),
	}
}

// reasoned is whether any decision gives a reason.
type reasoned bool

func reasons(p *finding.Pass) bool {
	return bool(finding.Shared(p, func(p *finding.Pass) reasoned {
		for d := range graph.All[*graph.Decision](p.Now) {
			if d.Rationale != "" || d.Principle != "" {
				return true
			}
		}
		return false
	}))
}

func turnedRound() *finding.Check {
	return &finding.Check{
		Code: "DEC006", Area: finding.Decisions, Severity: finding.Warning,
		Title: "A decision was reversed soon after it was taken",
		Doc: fmt.Sprintf("Looks at decisions of the period that reverse another one taken at most %d days before. "+
			"What was built on the first is now in question. "+
			"A reversal after longer is learning; a quick one says that somebody was not asked.", ReversedWithin),
		Mends: "the decider",
		Next:  "Write down what was not known the first time and whom to ask next time",
		Each: each(decided, func(p *finding.Pass, d *graph.Decision) {
			was := graph.Find[*graph.Decision](p.Now, string(d.Reverses))
			if was == nil || was.Decided == 0 || d.Decided-was.Decided > ReversedWithin || d.Decided < was.Decided {
				return
			}
			s := fmt.Sprintf("%s was reversed after %s by %s", finding.Quote(was.Question),
				wording.Count(int(d.Decided-was.Decided), "day", "days"), finding.Quote(d.Question))
			report(p, d, finding.Finding{Sentence: s, Records: []graph.Ref{was.Ref()}})
		}),
	}
}

func waitsUndated() *finding.Check {
	return &finding.Check{
		Code: "DEC007", Area: finding.Decisions, Severity: finding.Warning,
		Title: "A committed initiative waits for a decision without a day",
		Doc: fmt.Sprintf("Looks at decisions that have been open for more than %d working days, have no day to be "+
			"decided by, and belong to an initiative that is committed or started. "+
			"The plan promises days that the decision can still take away. All is well when the decision "+
			"has a day.", PatienceDays),
		Days: waitingDays, Mends: "the decider", Next: "Set the day by which it is decided",
		Each: each(open, func(p *finding.Pass, d *graph.Decision) {
			n := p.Since(d.Raised)
			if i, ok := p.Planned(d.Initiative); d.Due != 0 || n <= PatienceDays || !ok || !i.Waits() {
				return
			}
			s := fmt.Sprintf("%s has waited %d working days for %s, which has no day to be decided by",
				finding.Quote(p.Label(d.Initiative.Ref())), n, finding.Quote(d.Question))
			report(p, d, finding.Finding{Sentence: s})
		}),
	}
}

func reviewDue() *finding.Check {
	return &finding.Check{
		Code: "DEC011", Area: finding.Decisions, Severity: finding.Note,
		Title: "A decision was to be looked at again and was not",
		Doc: "Looks at decisions that stand and whose day of review has passed. A decision taken for now becomes " +
			"one for ever when nobody looks again. " +
			"All is well when the day is moved on, or taken out, after looking.",
		Mends: "the decider", Next: "Look at it again, then set the next day or take the day out",
		Each: each(stands, func(p *finding.Pass, d *graph.Decision) {
			if d.Review != 0 && d.Review < p.Today() {
				s := fmt.Sprintf("%s was to be looked at again on %s", finding.Quote(d.Question), p.Day(d.Review))
				report(p, d, finding.Finding{Sentence: s})
			}
		}),
	}
}
