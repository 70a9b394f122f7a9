package outcome

import (
	"fmt"

	"throughline/finding"
	"throughline/graph"
	"throughline/wording"
)

func served() *finding.Check {
	return &finding.Check{
		Code: "OUT006", Area: finding.Outcomes, Severity: finding.Warning,
		Title: "Nothing serves an outcome",
		Doc: "Looks at the outcomes of the period for an initiative that serves them, or an outcome below them. An " +
			"outcome that nothing serves will be reached by luck or not at all. " +
			"Silent while no initiative of the period serves any outcome, and for outcomes whose target is reached.",
		Mends: finding.Leadership,
		Next:  "Plan something that serves it, or take the outcome out of the period",
		Run: func(p *finding.Pass) {
			if !servicesOf(p).some || p.Over() {
				return
			}
			each(p, func(o *graph.Outcome, by service) {
				if v, ok := last(p, o); by.firm+by.loose == 0 && !(ok && o.Metric.Declared() && better(o.Metric, v.Value, o.Metric.Target) >= 0) {
					report(p, o, fmt.Sprintf("No initiative serves %s in %s", finding.Quote(o.Name), p.Period.Name), 0)
				}
			})
		},
	}
}

func onlyCandidates() *finding.Check {
	return &finding.Check{
		Code: "OUT007", Area: finding.Outcomes, Severity: finding.Note,
		Title: "Only candidates serve an outcome",
		Doc: "Looks at outcomes that initiatives serve, none of which is committed, started or done. Everyone may " +
			"believe that the outcome is taken care of, and no day is promised to it. " +
			"All is well when one of them is committed, or when the outcome waits for a later period.",
		Days: "days in the period of the candidate and likely initiatives, times the share with which they serve " +
			"the outcome",
		Mends: "the unit that owns the outcome",
		Next:  "Commit one of them, or move the outcome to a later period",
		Run: func(p *finding.Pass) {
			if p.Over() {
				return
			}
			each(p, func(o *graph.Outcome, by service) {
				if by.firm == 0 && by.loose > 0 {
					s := fmt.Sprintf("Only %s %s, and none is committed",
						wording.Count(by.loose, "candidate serves", "candidates serve"), finding.Quote(o.Name))
					report(p, o, s, by.looseDays)
				}
			})
		},
	}
}

func noOwner() *finding.Check {
	return &finding.Check{
		Code: "OUT008", Area: finding.Outcomes, Severity: finding.Warning,
		Title: "Nobody owns an outcome that days are planned for",
		Doc: "Looks at outcomes without an owning unit that planned initiatives serve. Each unit plans its part " +
			"and waits for another to lead. " +
			"All is well when one unit answers for the outcome. Silent while no outcome of the workspace has an owner.",
		Days: servingDays, Mends: finding.Leadership, Next: "Name the one unit that answers for it",
		Run: func(p *finding.Pass) {
			if !someHave(p, func(o *graph.Outcome) bool { return o.Owner != "" }) {
				return
			}
			each(p, func(o *graph.Outcome, by service) {
				if o.Owner == "" && by.firm > 0 {
					report(p, o, fmt.Sprintf("%s %s, which nobody owns",
						servedBy(by.firm), finding.Quote(o.Name)), by.firmDays)
				}
			})
		},
	}
}
