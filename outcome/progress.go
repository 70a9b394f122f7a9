package outcome

import (
	"fmt"

	"throughline/graph"
	"throughline/measure"
	"throughline/stat"
)

// ProgressOf is how far the outcome's last reading stands on the way from its baseline to its target: below
// 0 when it moved the other way, above 1 beyond the target.
func ProgressOf(s *graph.Snapshot, o *graph.Outcome) measure.Result {
	r := measure.Result{Method: &Progress, Subject: o.Ref(), Period: o.Period, AsOf: s.AsOf(), Position: s.Position()}
	r.Evidence = []graph.Ref{o.Ref()}
	m := o.Metric
	unit := m.Unit
	if unit == "" {
		unit = "in its own unit"
	}
	r.Denominator = measure.Term{Words: "from the baseline to the target", Value: m.Target - m.Baseline, Unit: unit}
	last, n := Latest(o, s.Today())
	r.N = n
	switch {
	case !m.Declared():
		return without(r, o, "the metric of "+o.Name, "no metric is declared")
	case m.Target == m.Baseline:
		return without(r, o, "a target of "+o.Name+" that differs from its baseline", "no target is declared")
	case last == nil:
		return without(r, o, "a reading of "+m.Name, "no reading was taken")
	}
	r.Numerator = measure.Term{Words: "from the baseline to the reading of " + last.On.String(), Value: last.Value - m.Baseline, Unit: unit}
	r.Value, r.Coverage = (last.Value-m.Baseline)/(m.Target-m.Baseline), 1
	if (m.Direction == graph.Up) != (m.Target > m.Baseline) {
		r.Warnings = append(r.Warnings, fmt.Sprintf("the target lies the other way than “%s”", m.Direction))
	}
	return r
}

func without(r measure.Result, o *graph.Outcome, what, reason string) measure.Result {
	r.Reason = reason
	r.Missing = append(r.Missing, measure.Missing{What: what, Record: o.Ref(), Then: "its progress is not known"})
	return r
}

// Latest is the last reading up to the day, nil without any, and how many there are up to then.
func Latest(o *graph.Outcome, today graph.Date) (last *graph.Value, n int) {
	for i := range o.Readings {
		if o.Readings[i].On > today {
			break
		}
		last, n = &o.Readings[i], i+1
	}
	return last, n
}

// Confidence is how sure the owner was at the last reading that said so, up to the day.
func Confidence(o *graph.Outcome, today graph.Date) stat.Number {
	c := stat.None("no confidence is declared")
	for _, v := range o.Readings {
		if v.On <= today && v.Confidence > 0 {
			c = stat.Of(float64(v.Confidence))
		}
	}
	return c
}

// Expected is the share of the way that steady progress would have made by the day: the working days over
// between the start of the outcome's period, or its first reading, and the day it is due, or the end of its
// period.
func Expected(s *graph.Snapshot, o *graph.Outcome, today graph.Date) stat.Number {
	var from, to graph.Date
	if p := s.Period(o.Period); p != nil {
		from, to = p.Start, p.End
	} else if len(o.Readings) > 0 {
		from = o.Readings[0].On
	}
	if o.Metric.Due != 0 {
		to = o.Metric.Due
	}
	switch {
	case from == 0:
		return stat.None("neither a period nor a reading says since when")
	case to == 0:
		return stat.None("no day is due")
	case to <= from:
		return stat.None("it is due before it began")
	}
	all := graph.Workdays(from, to)
	if all == 0 {
		return stat.None("it is due before it began")
	}
	return stat.Of(float64(graph.Workdays(from, min(today, to))) / float64(all))
}
