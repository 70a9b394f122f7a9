package api

import (
	"context"
	"fmt"

	"throughline/change"
	"throughline/engine"
	"throughline/fault"
	"throughline/graph"
	"throughline/outcome"
)

// ReadingSent is a reading of an outcome's metric, as a program sends it.
type ReadingSent struct {
	Value      *float64     `json:"value" doc:"What the metric reads, in its own unit." example:"3.6"`
	On         string       `json:"on,omitempty" format:"date" doc:"The day of the reading, up to today; today when left out. A day that has one already is corrected." example:"2026-09-24"`
	Confidence *graph.Share `json:"confidence,omitzero" minimum:"0" maximum:"1" doc:"How sure its owner is to reach the target, from 0 to 1; left out, it is not said." example:"0.7"`
	Note       string       `json:"note,omitempty" maxLength:"2000" doc:"A line about it." example:"After the letters went out"`
}

type readingInput struct {
	InWorkspace
	ID      string `path:"id" doc:"The outcome." example:"late-loans"`
	DryRun  flag   `query:"dry_run" doc:"Answer what the reading would do, and record nothing."`
	Key     string `header:"Idempotency-Key" maxLength:"200" doc:"A name of your own for the request. Sent again with the same name within a day, it is not done a second time, and answered in the same way."`
	RawBody []byte
}

// checkIn writes a reading of an outcome down, as a check-in on its page does.
func (s *Server) checkIn(ctx context.Context, v *visit, in *readingInput) (*changedOutput, error) {
	reading, err := v.reading(in)
	if err != nil {
		return nil, err
	}
	as := engine.As{Actor: v.actor, Viewer: v.viewer, On: []graph.Ref{reading.Outcome.Ref()}}
	by := change.By{Person: v.person(), At: s.clock()}
	command := func(now *graph.Snapshot) (change.Draft, error) { return outcome.CheckIn(now, by, reading) }
	dry, err := in.DryRun.yes("dry_run")
	if err != nil {
		return nil, err
	}
	if dry {
		return s.try(ctx, v, as, command)
	}
	as.Once = engine.Once{Key: in.Key, Body: append([]byte(in.ID+"\n"), in.RawBody...)}
	done, err := s.engine.DoAs(ctx, v.workspace, as, command)
	if err != nil {
		return nil, err
	}
	return s.done(ctx, v, &in.InWorkspace, done)
}

// person is the record of whoever asks, "" where there is none.
func (v *visit) person() graph.PersonID {
	if v.now.Person(v.viewer.Person) == nil {
		return ""
	}
	return v.viewer.Person
}

// reading reads what was sent.
func (v *visit) reading(in *readingInput) (outcome.Reading, error) {
	out := outcome.Reading{Outcome: graph.OutcomeID(in.ID)}
	if err := isJSON(v.r); err != nil {
		return out, err
	}
	if len(in.Key) > mostKey {
		return out, fault.Invalidf(fmt.Sprintf("Use at most %d bytes", mostKey), "the Idempotency-Key is too long")
	}
	var body ReadingSent
	if err := change.ReadObject(in.RawBody, &body, "the request"); err != nil {
		return out, err
	}
	switch {
	case body.Value == nil:
		return out, fault.New(fault.Invalid, "the request has no value", `Send what the metric reads, for instance {"value": 3.6}`)
	case len(body.Note) > mostReason:
		return out, fault.Invalidf(fmt.Sprintf("Use at most %d bytes", mostReason), "the note is too long")
	}
	out.Value, out.Note = *body.Value, body.Note
	if body.Confidence != nil {
		out.Confidence = *body.Confidence
	}
	if body.On == "" {
		return out, nil
	}
	on, err := graph.ParseDate(body.On)
	out.On = on
	return out, err
}
