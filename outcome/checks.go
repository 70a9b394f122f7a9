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

func (v *service) add(o service) {
	v.firm, v.loose = v.firm+o.firm, v.loose+o.loose
	v.firmDays, v.looseDays = v.firmDays+o.firmDays, v.looseDays+o.looseDays
}

// services is what serves each outcome in the period, by its place in the sight.
type services struct {
	by   []service
	some bool // an initiative of the period serves an outcome
}

func servicesOf(p *finding.Pass) *services {
	return finding.Shared(p, func(p *finding.Pass) *services {
		lines, agenda := p.Lines(), p.Agenda()
		own := make([]service, len(lines.Sight.Outcomes))
		out := &services{by: make([]service, len(own))}
		for line := range lines.Unlinked() {
			if !agenda.Stands(line, graph.Concerns) || lines.Is(line, graph.IsStopped) {
				continue
			}
			firm, days := lines.Is(line, graph.IsPlanned), agenda.PlannedOn(line)
			aims, shares := lines.Aims(line)
			for n, o := range aims {
				out.some = true
				if firm {
					own[o].add(service{firm: 1, firmDays: days * shares[n]})
				} else {
					own[o].add(service{loose: 1, looseDays: days * shares[n]})
				}
			}
		}
		for n, o := range lines.Sight.Outcomes {
			if o.PursuedIn(p.Period, p.Today()) {
				out.climb(lines.Sight, int32(n), own[n])
			}
		}
		return out
	})
}

// mostLevels is how far up an outcome's parents are followed.
const mostLevels = 20

// climb gives what serves an outcome to it and to the outcomes above it.
func (s *services) climb(sight *graph.Sight, at int32, own service) {
	ok := true
	for up := 0; ok && up < mostLevels; up++ {
		s.by[at].add(own)
		at, ok = sight.PlaceOf(sight.Outcomes[at].Parent)
	}
}

// each calls look for each outcome of the period, or of every period, that is still pursued, by id.
func each(p *finding.Pass, look func(*graph.Outcome, service)) {
	by := servicesOf(p).by
	for n, o := range p.Lines().Sight.Outcomes {
		if !o.PursuedIn(p.Period, p.Today()) {
			continue
		}
		if q := p.Calendar().Period(o.Period); q != nil {
			if _, touch := q.Span().Common(p.Period.Span()); !touch {
				continue
			}
		}
		look(o, by[n])
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
