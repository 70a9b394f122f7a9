package intent

import (
	"slices"
	"strings"

	"throughline/change"
	"throughline/fault"
	"throughline/finding"
	"throughline/graph"
)

// Assignment is what a unit is asked for by the unit above it.
type Assignment struct {
	Unit   graph.UnitID
	Period graph.PeriodID
	Shares graph.Shares // per theme, at most 1 together; what is missing is left to the unit
	Reason string
	Seen   int32 // the version of what it is asked for that was looked at; 0 does not say
}

// Assign asks a unit for shares of its emphasis. Asking for the same again changes nothing.
func Assign(s *graph.Snapshot, by change.By, a Assignment) (change.Draft, error) {
	draft := change.Draft{Verb: "intent.assigned", Reason: strings.TrimSpace(a.Reason)}
	u, err := change.UnitIn(s, by, a.Unit, a.Period)
	if err != nil {
		return draft, err
	}
	if u.Parent == "" {
		return draft, fault.Invalidf("Publish the strategy instead", "nobody stands above %s to ask it for anything", u.Name)
	}
	shares, err := change.WholeShares(s, a.Shares)
	if err != nil {
		return draft, err
	}
	err = declare(s, &draft, place{graph.Assigned, a.Unit, a.Period}, a.Seen, func(i *graph.Intent) { i.Shares = shares })
	return draft, err
}

// Restatement is what a unit says it will do, as a whole.
type Restatement struct {
	Unit       graph.UnitID
	Period     graph.PeriodID
	Shares     graph.Shares
	Words      string          // the whole in the unit's own words
	Readings   []graph.Reading // how it reads each theme; whether it differs is for the other side to say
	Measure    string
	Constraint string
	Stops      []string
	Send       bool  // send it at once
	Seen       int32 // the version that was looked at; 0 does not say
}

// Restate keeps a unit's own words and shares as a draft. What was returned stays returned until it is sent
// again. What was sent or accepted is a draft once it says something else, unless it is sent at once: nobody
// accepted the new words.
func Restate(s *graph.Snapshot, by change.By, r Restatement) (change.Draft, error) {
	draft := change.Draft{Verb: "intent.restated"}
	if _, err := change.UnitIn(s, by, r.Unit, r.Period); err != nil {
		return draft, err
	}
	shares, err := change.WholeShares(s, r.Shares)
	if err != nil {
		return draft, err
	}
	readings, err := readings(s, r.Readings)
	if err != nil {
		return draft, err
	}
	err = declare(s, &draft, place{graph.Interpreted, r.Unit, r.Period}, r.Seen, func(i *graph.Intent) {
		was := i.Readings
		i.Shares, i.Readings = shares, stillDiffering(readings, was)
		i.Restatement, i.Measure, i.Constraint = strings.TrimSpace(r.Words), strings.TrimSpace(r.Measure), strings.TrimSpace(r.Constraint)
		i.Stops = change.Lines(r.Stops)
	})
	if err != nil || draft.IsEmpty() && !r.Send {
		return draft, err
	}
	return settle(s, by, draft, r)
}

// settle says where the receipt of a restatement stands after it was written down.
func settle(s *graph.Snapshot, by change.By, draft change.Draft, r Restatement) (change.Draft, error) {
	if draft.IsEmpty() { // nothing new is said, and it is to be sent
		i := intentAt(s, place{graph.Interpreted, r.Unit, r.Period})
		if i.Receipt.State == graph.Accepted {
			return draft, nil
		}
		return Send(s, by, Sending{Intent: i.ID, Seen: r.Seen})
	}
	i := draft.Puts[0].(*graph.Intent)
	if empty(i) {
		return draft, fault.Invalidf("Write how the unit reads what it is asked for, or its shares", "the restatement says nothing")
	}
	switch {
	case r.Send:
		i.Receipt = graph.Receipt{State: graph.Sent, SentAt: by.Moment(), SentBy: by.Person}
	case i.Receipt.State != graph.Returned:
		i.Receipt = graph.Receipt{State: graph.Draft}
	}
	return draft, nil
}

// empty reports whether an intent says nothing at all.
func empty(i *graph.Intent) bool {
	return len(i.Shares) == 0 && len(i.Readings) == 0 && i.Restatement == "" && i.Measure == "" && i.Constraint == "" && len(i.Stops) == 0
}

// place is where one intent stands: there is one for each layer, unit and period.
type place struct {
	level  graph.Level
	unit   graph.UnitID
	period graph.PeriodID
}

// intentAt is the intent of the place, nil without one.
func intentAt(s *graph.Snapshot, at place) *graph.Intent {
	for i := range graph.Referrers[*graph.Intent](s, at.unit.Ref()) {
		if (place{i.Level, i.Unit, i.Period}) == at {
			return i
		}
	}
	return nil
}

// declare adds the intent of the place to the draft, as set makes it of what stands there.
func declare(s *graph.Snapshot, draft *change.Draft, at place, seen int32, set func(*graph.Intent)) error {
	if was := intentAt(s, at); was != nil {
		i, err := change.Take[*graph.Intent](s, was.ID)
		if err != nil {
			return err
		}
		set(i)
		draft.Update(s, i)
		draft.Expect(i.Ref(), seen)
		return nil
	}
	i := &graph.Intent{Level: at.level, Unit: at.unit, Period: at.period}
	i.ID = graph.IntentID(graph.NewID(s, graph.KindIntent, string(at.unit)+" "+string(at.period)+" "+string(at.level)))
	set(i)
	draft.Create(i)
	return nil
}

// readings is what says something, one for each theme.
func readings(s *graph.Snapshot, list []graph.Reading) ([]graph.Reading, error) {
	var out []graph.Reading
	for _, r := range list {
		t, err := change.Known[*graph.Theme](s, r.Theme)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(out, func(o graph.Reading) bool { return o.Theme == r.Theme }) {
			return nil, fault.Invalidf("Put both into one", "%s is read twice", finding.Quote(t.Name))
		}
		r.Words, r.Measure = strings.TrimSpace(r.Words), strings.TrimSpace(r.Measure)
		if r.Words != "" || r.Measure != "" {
			out = append(out, r)
		}
	}
	return out, nil
}

// stillDiffering marks the readings whose words are those that the other side holds to mean something else.
func stillDiffering(list, was []graph.Reading) []graph.Reading {
	out := slices.Clone(list)
	for n := range out {
		out[n].Differs = slices.ContainsFunc(was, func(o graph.Reading) bool {
			return o.Differs && o.Theme == out[n].Theme && o.Words == out[n].Words
		})
	}
	return out
}
