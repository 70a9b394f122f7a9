package outcome

import (
	"throughline/finding"
	"throughline/graph"
	"throughline/wording"
)

// The conventions of the checks.
const (
	// StaleDays is how many calendar days after its last reading an outcome's figure is out of date:
	// five weeks, so that a monthly reading is in time.
	StaleDays = 35
	// FirstReadingDays is how many working days into the period a first reading may take: four weeks.
	FirstReadingDays = 20
	// LowConfidence is the confidence to reach the target below which the outcome is in doubt.
	LowConfidence = 0.5
	// WrongWayReadings is how many readings in a row must each be worse than the one before.
	WrongWayReadings = 3
)

// Checks is the checks on outcomes, by code.
func Checks() []*finding.Check {
	return []*finding.Check{
		noMetric(), noTarget(), noReading(), lowConfidence(), wrongWay(), served(), onlyCandidates(), noOwner(), missed(),
	}
}

const servingDays = "days planned in the period on initiatives that are committed, started or done, times the " +
	"share with which they serve the outcome"

// service is what serves one outcome in the period, its own and what serves the outcomes below it.
type service struct {
	firm, loose         int // initiatives committed, started or done; candidate or likely
	firmDays, looseDays float64
}

// services is what serves each outcome; an outcome without any is missing.
type services map[graph.OutcomeID]service

// servicesOf reads what serves the outcomes in the period.
func servicesOf(p *finding.Pass) services {
	return finding.Shared(p, func(p *finding.Pass) services {
		out := make(services)
		for _, i := range p.Plan().List {
			if i.State == graph.Stopped {
				continue
			}
			for _, c := range i.Contributes {
				for at, up := c.Outcome, 0; at != "" && up < mostLevels; up++ {
					out.add(at, i, float64(c.Share))
					at = parent(p, at)
				}
			}
		}
		return out
	})
}

// mostLevels is how far up an outcome's parents are followed.
const mostLevels = 20

func parent(p *finding.Pass, id graph.OutcomeID) graph.OutcomeID {
	if o := p.Now.Outcome(id); o != nil {
		return o.Parent
	}
	return ""
}

func (s services) add(to graph.OutcomeID, i finding.Planned, share float64) {
	v := s[to]
	if i.State.Planned() {
		v.firm++
		v.firmDays += i.Days * share
	} else {
		v.loose++
		v.looseDays += i.Days * share
	}
	s[to] = v
}

// each calls look for each outcome of the period, or of every period, by id.
func each(p *finding.Pass, look func(*graph.Outcome, service)) {
	for o := range graph.All[*graph.Outcome](p.Now) {
		if q := p.Now.Period(o.Period); q != nil {
			if _, touch := q.Span().Common(p.Period.Span()); !touch {
				continue
			}
		}
		look(o, servicesOf(p)[o.ID])
	}
}

// someHave reports whether the predicate holds for any outcome: whether the workspace has begun to declare.
func someHave(p *finding.Pass, holds func(*graph.Outcome) bool) bool {
	for o := range graph.All[*graph.Outcome](p.Now) {
		if holds(o) {
			return true
		}
	}
	return false
}

// report makes the finding of an outcome.
func report(p *finding.Pass, o *graph.Outcome, sentence string, days float64) {
	p.Report(finding.Finding{
		Sentence: sentence, Records: []graph.Ref{o.Ref()}, Unit: o.Owner, Theme: o.PrimaryTheme(), Days: days, Mends: owner(p, o),
	})
}

// owner is the role that answers for the outcome.
func owner(p *finding.Pass, o *graph.Outcome) string {
	if o.Owner == "" {
		return finding.Leadership
	}
	return p.Lead(o.Owner)
}

// last is the latest reading up to today; ok is false when there is none.
func last(p *finding.Pass, o *graph.Outcome) (v graph.Value, ok bool) {
	for i := len(o.Readings) - 1; i >= 0; i-- {
		if o.Readings[i].On <= p.Today() {
			return o.Readings[i], true
		}
	}
	return graph.Value{}, false
}

// better is how much better the value is than the other, in the metric's own unit; below 0 is worse.
func better(m graph.Metric, value, than float64) float64 {
	if m.Direction == graph.Down {
		return than - value
	}
	return value - than
}

// quantity is a value of the metric with its unit.
func quantity(m graph.Metric, x float64) string {
	switch m.Unit {
	case "":
		return wording.Number(x)
	case "%":
		return wording.Number(x) + "%"
	}
	return wording.Number(x) + " " + m.Unit
}
