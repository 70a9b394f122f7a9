package outcome

import (
	"slices"
	"strings"

	"throughline/change"
	"throughline/fault"
	"throughline/graph"
)

// Reading is one value of an outcome's metric.
type Reading struct {
	Outcome    graph.OutcomeID
	On         graph.Date // not set is today
	Value      float64
	Confidence graph.Share // how sure its owner is to reach the target; 0 does not say
	Note       string
}

// CheckIn writes a reading down in the order of days. Another one for a day that has one corrects it.
func CheckIn(s *graph.Snapshot, by change.By, in Reading) (change.Draft, error) {
	draft := change.Draft{Verb: "outcome.read"}
	o, err := pursued(s, by, in.Outcome)
	if err != nil {
		return draft, err
	}
	if o.Metric.Name == "" {
		return draft, withoutMetric(o)
	}
	on, err := by.Past(in.On, "the reading")
	if err != nil {
		return draft, err
	}
	if err := number(in.Value); err != nil {
		return draft, err
	}
	if !(in.Confidence >= 0 && in.Confidence <= 1) {
		return draft, fault.Invalidf("Write it as a part of 1, for instance 0.7", "a confidence of %v is not between 0 and 1", float64(in.Confidence))
	}
	v := graph.Value{On: on, Value: in.Value, Confidence: in.Confidence, By: by.Person, Note: strings.TrimSpace(in.Note)}
	after := slices.IndexFunc(o.Readings, func(r graph.Value) bool { return r.On > on })
	if after < 0 {
		after = len(o.Readings)
	}
	switch {
	case after == 0 || o.Readings[after-1].On < on:
		o.Readings = slices.Insert(o.Readings, after, v)
	default:
		was := &o.Readings[after-1]
		if v.Value == was.Value && v.Confidence == was.Confidence && v.Note == was.Note {
			return draft, nil
		}
		*was = v
	}
	draft.Reason = v.Note
	draft.Update(s, o)
	return draft, nil
}
