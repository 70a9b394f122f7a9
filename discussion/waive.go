package discussion

import (
	"regexp"
	"strings"

	"throughline/change"
	"throughline/fault"
	"throughline/graph"
)

// Acceptance is a finding that is accepted for now.
type Acceptance struct {
	Code   string
	On     graph.Ref // the record; zero accepts the finding everywhere
	Reason string
	Until  graph.Date // the last day it holds, at most a year ahead
}

// Waive accepts a finding for now, with a reason and an end. Where it is accepted already, the new reason and
// end take the place of the old.
func Waive(s *graph.Snapshot, by change.By, in Acceptance) (change.Draft, error) {
	draft := change.Draft{Verb: "waiver.granted"}
	reason, err := change.Said(in.Reason, "reason", "Say why it is accepted for now")
	if err != nil {
		return draft, err
	}
	w := &graph.Waiver{Code: strings.ToUpper(strings.TrimSpace(in.Code)), On: in.On, By: by.Person, Reason: reason, Until: in.Until}
	if err := acceptable(s, by, w); err != nil {
		return draft, err
	}
	draft.Reason = reason
	for was := range graph.All[*graph.Waiver](s) {
		if was.Code != w.Code || was.On != w.On || was.Until < by.Day() {
			continue
		}
		if was.Reason != w.Reason || was.Until != w.Until {
			w.ID = was.ID
			draft.Update(s, w)
		}
		return draft, nil
	}
	w.ID = graph.WaiverID(graph.NewID(s, graph.KindWaiver, w.Code+" "+w.On.ID))
	draft.Create(w)
	return draft, nil
}

// acceptable holds what a waiver must say.
func acceptable(s *graph.Snapshot, by change.By, w *graph.Waiver) error {
	if !regexp.MustCompile(`^[A-Z]{3}[0-9]{3}$`).MatchString(w.Code) {
		return fault.Invalidf("Write the code of the finding, for instance INT001", "%q is no code of a finding", w.Code)
	}
	if !w.On.IsZero() {
		if err := there(s, w.On); err != nil {
			return err
		}
	}
	switch {
	case w.By == "":
		return fault.Invalidf("Have a person accept it", "a waiver bears the name of a person")
	case w.Until == 0:
		return fault.Invalidf("Say until when, at most a year ahead", "the waiver has no end")
	case w.Until < by.Day():
		return fault.Invalidf("Choose a day from today on", "the last day of the waiver, %s, is over", by.Words(w.Until))
	case w.Until > yearFrom(by):
		return fault.Invalidf("Choose a day up to "+by.Words(yearFrom(by)), "what is accepted for now is looked at again within a year, and %s is later", by.Words(w.Until))
	}
	return nil
}

// yearFrom is the same day a year after the act.
func yearFrom(by change.By) graph.Date { return graph.DateOf(by.At.UTC().AddDate(1, 0, 0)) }

// Ending is the end of a waiver.
type Ending struct {
	Waiver graph.WaiverID
	Reason string
}

// EndWaiver lets the finding count again from today. One that has ended stays as it is.
func EndWaiver(s *graph.Snapshot, by change.By, in Ending) (change.Draft, error) {
	draft := change.Draft{Verb: "waiver.ended", Reason: strings.TrimSpace(in.Reason)}
	w, err := change.Take[*graph.Waiver](s, in.Waiver)
	if err != nil {
		return draft, err
	}
	if w.Until >= by.Day() {
		w.Until = by.Day() - 1
		draft.Update(s, w)
	}
	return draft, nil
}
