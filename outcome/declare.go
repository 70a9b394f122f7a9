package outcome

import (
	"math"
	"slices"
	"strings"

	"throughline/change"
	"throughline/fault"
	"throughline/finding"
	"throughline/graph"
	"throughline/wording"
)

// Declaration is an outcome that somebody wants. Only the name must be said.
type Declaration struct {
	Name, Short string
	Owner       graph.UnitID
	Themes      graph.Shares  // weights, at most 1 together
	Primary     graph.ThemeID // one of the themes; empty takes the heaviest
	Parent      graph.OutcomeID
	Period      graph.PeriodID // empty for what is bound to none; without a day that is due either it is evergreen
	Metric      graph.Metric   // without a direction it should go from its baseline to its target
}

// Declare adds an outcome. The same one again changes nothing; a unit has one of a name in a period.
func Declare(s *graph.Snapshot, by change.By, in Declaration) (change.Draft, error) {
	draft := change.Draft{Verb: "outcome.declared"}
	name, err := change.Said(in.Name, "name", "Name the change in the world, for instance: decision in 4 hours")
	if err != nil {
		return draft, err
	}
	themes, err := change.WholeShares(s, in.Themes)
	if err != nil {
		return draft, err
	}
	o := &graph.Outcome{
		Name: name, Short: strings.TrimSpace(in.Short), Owner: in.Owner, Themes: themes, Primary: in.Primary, Parent: in.Parent, Period: in.Period,
		Metric: in.Metric,
	}
	if err := measurable(&o.Metric); err != nil {
		return draft, err
	}
	if o.Primary != "" && o.Themes.Of(o.Primary) == 0 {
		return draft, fault.Invalidf("Give it a weight, or choose one of its themes", "the primary theme %q is none of its themes", string(o.Primary))
	}
	if twin := namesake(s, by, o); twin != nil {
		o.ID, o.Readings = twin.ID, twin.Readings
		if change.Same(o, twin) {
			return draft, nil
		}
		return draft, fault.Invalidf("Change that one, or give this another name", "%s is declared already as %s", finding.Quote(name), twin.ID)
	}
	o.ID = graph.OutcomeID(graph.NewID(s, graph.KindOutcome, name))
	draft.Create(o)
	return draft, nil
}

// namesake is the outcome of the same name, owner and period that is still pursued, nil without one.
func namesake(s *graph.Snapshot, by change.By, o *graph.Outcome) *graph.Outcome {
	for other := range graph.All[*graph.Outcome](s) {
		if strings.EqualFold(other.Name, o.Name) && other.Owner == o.Owner && other.Period == o.Period && pursuedAfter(other, by.Day()-1) {
			return other
		}
	}
	return nil
}

// pursuedAfter reports whether the outcome is pursued after the day.
func pursuedAfter(o *graph.Outcome, day graph.Date) bool { return o.Until == 0 || o.Until > day }

// measurable holds that the figures of a metric are numbers, and finds its direction where it is not said.
func measurable(m *graph.Metric) error {
	m.Name, m.Unit = strings.TrimSpace(m.Name), strings.TrimSpace(m.Unit)
	for _, x := range []float64{m.Baseline, m.Target} {
		if err := number(x); err != nil {
			return err
		}
	}
	if m.Direction == "" && m.Name != "" && m.Target != m.Baseline {
		m.Direction = towards(m.Baseline, m.Target)
	}
	return nil
}

func towards(from, to float64) graph.Direction {
	if to < from {
		return graph.Down
	}
	return graph.Up
}

func number(x float64) error {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return fault.Invalidf("Write it in digits, for instance 3.2", "%v is not a value that can be reached", x)
	}
	return nil
}

// Target is where a metric is to go. What is not set stays as it is.
type Target struct {
	Outcome   graph.OutcomeID
	Value     float64
	Due       graph.Date
	Direction graph.Direction // needed only to turn the metric round
	Reason    string
	Seen      int32 // the version that was looked at; 0 does not say
}

// SetTarget moves the target. The baseline stays, so that the way made so far still counts.
func SetTarget(s *graph.Snapshot, by change.By, in Target) (change.Draft, error) {
	draft := change.Draft{Verb: "outcome.targeted", Reason: strings.TrimSpace(in.Reason)}
	o, err := pursued(s, by, in.Outcome)
	if err != nil {
		return draft, err
	}
	m := &o.Metric
	if m.Name == "" {
		return draft, withoutMetric(o)
	}
	if err := number(in.Value); err != nil {
		return draft, err
	}
	if in.Direction != "" {
		m.Direction = in.Direction
	} else if m.Direction == "" {
		m.Direction = towards(m.Baseline, in.Value)
	}
	switch {
	case in.Value == m.Baseline:
		return draft, fault.Invalidf("Set a target that differs from the baseline", "the target of %s is where it began, %s", finding.Quote(o.Name), quantity(*m, m.Baseline))
	case towards(m.Baseline, in.Value) != m.Direction:
		return draft, fault.Invalidf("Say that it should go the other way, or set a target on this side",
			"%s should go %s from %s, and %s lies the other way", m.Name, m.Direction, quantity(*m, m.Baseline), quantity(*m, in.Value))
	}
	m.Target = in.Value
	if in.Due != 0 {
		m.Due = in.Due
	}
	draft.Update(s, o)
	draft.Expect(o.Ref(), in.Seen)
	return draft, nil
}

func withoutMetric(o *graph.Outcome) error {
	return fault.Invalidf("Name first what is counted", "%s has no metric", finding.Quote(o.Name))
}

// pursued is a copy of the outcome, which must not be retired.
func pursued(s *graph.Snapshot, by change.By, id graph.OutcomeID) (*graph.Outcome, error) {
	o, err := change.Take[*graph.Outcome](s, id)
	if err != nil {
		return nil, err
	}
	if !pursuedAfter(o, by.Day()-1) {
		return nil, fault.Invalidf("Declare a new one", "%s was retired on %s", finding.Quote(o.Name), by.Words(o.Until))
	}
	return o, nil
}

// Retirement is the end of an outcome.
type Retirement struct {
	Outcome graph.OutcomeID
	Last    graph.Date // the last day it is pursued; not set is today
	Reason  string
}

// Retire ends an outcome on a day. It is refused while initiatives that go on after it serve it, or outcomes
// stand below it that do.
func Retire(s *graph.Snapshot, by change.By, in Retirement) (change.Draft, error) {
	draft := change.Draft{Verb: "outcome.retired", Reason: strings.TrimSpace(in.Reason)}
	o, err := change.Take[*graph.Outcome](s, in.Outcome)
	if err != nil {
		return draft, err
	}
	last := in.Last
	if last == 0 {
		last = by.Day()
	}
	if n := len(o.Readings); n > 0 && last < o.Readings[n-1].On {
		return draft, fault.Invalidf("Choose that day or a later one", "%s was still read on %s", finding.Quote(o.Name), by.Words(o.Readings[n-1].On))
	}
	if below := pursuedBelow(s, o.ID, last); len(below) > 0 {
		return draft, fault.Invalidf("Retire these first, or put them under another", "%s below it: %s", wording.Count(len(below), "outcome stands", "outcomes stand"), finding.List(below))
	}
	if serving := servingAfter(s, o.ID, last); len(serving) > 0 {
		return draft, fault.Invalidf("Have them serve another outcome first, or stop them", "%s it after %s: %s",
			wording.Count(len(serving), "initiative serves", "initiatives serve"), by.Words(last), finding.List(serving))
	}
	o.Until = last
	draft.Update(s, o)
	return draft, nil
}

// pursuedBelow is the names of the outcomes directly below that are pursued after the day.
func pursuedBelow(s *graph.Snapshot, id graph.OutcomeID, day graph.Date) []string {
	var names []string
	for o := range graph.Referrers[*graph.Outcome](s, id.Ref()) {
		if p := s.Period(o.Period); o.Parent == id && pursuedAfter(o, day) && (p == nil || p.End > day) {
			names = append(names, o.Name)
		}
	}
	return names
}

// servingAfter is the names of the initiatives that serve the outcome and go on after the day.
func servingAfter(s *graph.Snapshot, id graph.OutcomeID, day graph.Date) []string {
	var names []string
	calendar := graph.CalendarOf(s)
	for i := range graph.Referrers[*graph.Initiative](s, id.Ref()) {
		serves := slices.ContainsFunc(i.Contributes, func(c graph.Contribution) bool { return c.Outcome == id && c.Share > 0 })
		if serves && calendar.GoesOn(i, day) {
			names = append(names, i.Name)
		}
	}
	return names
}
