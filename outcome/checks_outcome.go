package outcome

import (
	"fmt"

	"throughline/finding"
	"throughline/graph"
	"throughline/wording"
)

func noMetric() *finding.Check {
	return &finding.Check{
		Code: "OUT001", Area: finding.Outcomes, Severity: finding.Warning,
		Title: "Days are planned for an outcome that is not measured",
		Doc: "Looks at outcomes that planned initiatives serve, for a metric with a direction. Without one the " +
			"work can be finished and nobody knows whether it helped. " +
			"Silent while no outcome of the workspace has a metric.",
		Days:  servingDays,
		Mends: "the unit that owns the outcome",
		Next:  "Name what is counted, and which way it should go",
		Run: func(p *finding.Pass) {
			if !someHave(p, func(o *graph.Outcome) bool { return o.Metric.Declared() }) {
				return
			}
			each(p, func(o *graph.Outcome, by service) {
				if !o.Metric.Declared() && by.firm > 0 {
					report(p, o, fmt.Sprintf("%s %s, which has no metric with a direction",
						servedBy(by.firm), finding.Quote(o.Name)), by.firmDays)
				}
			})
		},
	}
}

// servedBy counts planned initiatives and says that they serve what follows.
func servedBy(n int) string {
	return wording.Count(n, "planned initiative serves", "planned initiatives serve")
}

func noTarget() *finding.Check {
	return &finding.Check{
		Code: "OUT002", Area: finding.Outcomes, Severity: finding.Warning,
		Title: "An outcome asks for no change",
		Doc: "Looks at outcomes with a metric whose target is not better than where it begins, in the direction it " +
			"should go. Either the target is missing, or the direction is wrong. " +
			"All is well when the target is ahead of the baseline.",
		Days:  servingDays,
		Mends: "the unit that owns the outcome",
		Next:  "Set a target that is ahead of the baseline",
		Run: func(p *finding.Pass) {
			each(p, func(o *graph.Outcome, by service) {
				m := o.Metric
				if !m.Declared() || better(m, m.Target, m.Baseline) > 0 {
					return
				}
				way := "up"
				if m.Direction == graph.Down {
					way = "down"
				}
				report(p, o, fmt.Sprintf("%s is to go %s, but from %s to %s",
					finding.Quote(o.Name), way, quantity(m, m.Baseline), quantity(m, m.Target)), by.firmDays)
			})
		},
	}
}

func noReading() *finding.Check {
	return &finding.Check{
		Code: "OUT003", Area: finding.Outcomes, Severity: finding.Warning,
		Title: "Nobody has looked whether an outcome moves",
		Doc: fmt.Sprintf("Looks at measured outcomes that planned initiatives serve, for a reading in the last %d "+
			"days; a first one may take until %d working days into the period. "+
			"Work on an outcome that nobody reads is steered by habit.", StaleDays, FirstReadingDays),
		Days:  servingDays,
		Mends: "the unit that owns the outcome",
		Next:  "Read the metric and write the value down",
		Run: func(p *finding.Pass) {
			if p.Over() {
				return
			}
			each(p, func(o *graph.Outcome, by service) {
				v, ok := last(p, o)
				switch {
				case !o.Metric.Declared() || by.firm == 0:
				case ok && p.Today()-v.On > StaleDays:
					report(p, o, fmt.Sprintf("%s was last read on %s, %s ago",
						finding.Quote(o.Name), p.Day(v.On), wording.Count(int(p.Today()-v.On), "day", "days")), by.firmDays)
				case !ok && p.Into() > FirstReadingDays:
					report(p, o, fmt.Sprintf("%s has no reading, %d working days into %s",
						finding.Quote(o.Name), p.Into(), p.Period.Name), by.firmDays)
				}
			})
		},
	}
}

func lowConfidence() *finding.Check {
	return &finding.Check{
		Code: "OUT004", Area: finding.Outcomes, Severity: finding.Warning,
		Title: "An outcome's owner doubts that it will be reached",
		Doc: fmt.Sprintf("Looks at the confidence of the latest reading. Below %s the days planned for it are in "+
			"doubt too, and it is time to change something rather than to hope. "+
			"Silent where no confidence is given, and where the last reading already reaches "+
			"the target.", wording.WholePercent(LowConfidence)),
		Days:  servingDays,
		Mends: "the unit that owns the outcome",
		Next:  "Decide what changes: the initiatives, the target, or the days",
		Run: func(p *finding.Pass) {
			each(p, func(o *graph.Outcome, by service) {
				v, ok := last(p, o)
				if !ok || v.Confidence == 0 || v.Confidence >= LowConfidence || o.Metric.Declared() && better(o.Metric, v.Value, o.Metric.Target) >= 0 {
					return
				}
				report(p, o, fmt.Sprintf("On %s the confidence to reach %s was %s",
					p.Day(v.On), finding.Quote(o.Name), wording.WholePercent(float64(v.Confidence))), by.firmDays)
			})
		},
	}
}

func wrongWay() *finding.Check {
	return &finding.Check{
		Code: "OUT005", Area: finding.Outcomes, Severity: finding.Error,
		Title: "An outcome moves the wrong way",
		Doc: fmt.Sprintf("Looks at the last %d readings of each measured outcome: each is worse than the one "+
			"before, the first of them than the reading or the baseline before it. "+
			"One bad reading is noise; %d in a row are seldom.", WrongWayReadings, WrongWayReadings),
		Days:  servingDays,
		Mends: "the unit that owns the outcome",
		Next:  "Find out what drives it, and whether the initiatives that serve it can turn it",
		Run: func(p *finding.Pass) {
			each(p, func(o *graph.Outcome, by service) {
				from, to, ok := worsening(p, o)
				if o.Metric.Declared() && ok {
					report(p, o, fmt.Sprintf("%s moved away from its target %d readings in a row, from %s to %s",
						finding.Quote(o.Name), WrongWayReadings,
						quantity(o.Metric, from), quantity(o.Metric, to)), by.firmDays)
				}
			})
		},
	}
}

// worsening tells from where to where the last readings went when each was worse than the one before.
func worsening(p *finding.Pass, o *graph.Outcome) (from, to float64, ok bool) {
	values := []float64{o.Metric.Baseline}
	for _, v := range o.Readings {
		if v.On <= p.Today() {
			values = append(values, v.Value)
		}
	}
	first := len(values) - 1 - WrongWayReadings
	if first < 0 {
		return 0, 0, false
	}
	for i := first + 1; i < len(values); i++ {
		if better(o.Metric, values[i], values[i-1]) >= 0 {
			return 0, 0, false
		}
	}
	return values[first], values[len(values)-1], true
}

func missed() *finding.Check {
	return &finding.Check{
		Code: "OUT009", Area: finding.Outcomes, Severity: finding.Warning,
		Title: "An outcome was due and its target is not reached",
		Doc: "Looks at measured outcomes whose day has passed and whose latest reading is not at the target. All " +
			"is well when the target is reached, or when a new day or another target is set. " +
			"Silent without a reading, which is another finding.",
		Days:  servingDays,
		Mends: "the unit that owns the outcome",
		Next:  "Say what was learnt, then set a new day, another target, or stop",
		Run: func(p *finding.Pass) {
			each(p, func(o *graph.Outcome, by service) {
				v, ok := last(p, o)
				m := o.Metric
				if !ok || !m.Declared() || m.Due == 0 || m.Due >= p.Today() || better(m, v.Value, m.Target) >= 0 {
					return
				}
				report(p, o, fmt.Sprintf("%s was due at %s on %s and stands at %s",
					finding.Quote(o.Name), quantity(m, m.Target), p.Day(m.Due), quantity(m, v.Value)), by.firmDays)
			})
		},
	}
}
