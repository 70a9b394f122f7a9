package api

import (
	"context"
	"time"

	"throughline/change"
	"throughline/engine"
	"throughline/fault"
	"throughline/figure"
	"throughline/graph"
	"throughline/overview"
)

type differenceInput struct {
	InWorkspace
	InPeriod
	OnPage
	From  string `query:"from" doc:"The earlier moment: a day (its end), a moment, or the id of a plan lock." example:"2026-07-20"`
	To    string `query:"to" doc:"The later one; now when left out."`
	Kind  string `query:"kind" doc:"Only records of this kind."`
	After string `query:"after" doc:"Only records after this one: the next of the page before."`
}

type differenceOutput struct {
	Link string `header:"Link" doc:"The next page, with rel=next."`
	Body overview.DifferenceDocument
}

// difference is what differs between two moments, as the viewer may see both.
func (s *Server) difference(ctx context.Context, v *visit, in *differenceInput) (*differenceOutput, error) {
	limit, err := in.page()
	if err != nil {
		return nil, err
	}
	if in.From == "" {
		return nil, fault.New(fault.Invalid, "no earlier moment is given", "Give one as from")
	}
	asked := figure.DifferenceAsked{Period: graph.PeriodID(in.Period), After: in.After, Limit: limit}
	if in.Kind != "" {
		info, err := kindOf(in.Kind)
		if err != nil {
			return nil, err
		}
		asked.Kind = info.Kind
	}
	before, err := s.lookAt(ctx, v, "from", in.From)
	if err != nil {
		return nil, err
	}
	after, err := s.lookAt(ctx, v, "to", in.To)
	if err != nil {
		return nil, err
	}
	out := &differenceOutput{}
	out.Body, err = figure.DifferenceOf(figure.Sides{Before: before.Shown(), After: after.Shown(), WholeBefore: before.Then, WholeAfter: after.Then}, asked)
	if out.Body.Next != "" {
		out.Link = linkNext(v.here("after", out.Body.Next))
	}
	return out, err
}

// lookAt is what the viewer may see of the moment; "" is now.
func (s *Server) lookAt(ctx context.Context, v *visit, name, text string) (*figure.Look, error) {
	if text == "" {
		return v.look(), nil
	}
	at, err := figure.MomentIn(v.shown(), name, text)
	if err != nil {
		return nil, err
	}
	return s.figures.Look(ctx, v.workspace, v.viewer, at)
}

// Undoing is why a change is taken back.
type Undoing struct {
	Reason string `json:"reason,omitempty" maxLength:"2000" doc:"Why, in a sentence. It stands in the history." example:"It was meant for another unit"`
}

type undoInput struct {
	InWorkspace
	Position string `path:"position" doc:"The position of the change in the history." example:"12"`
	RawBody  []byte
}

type undoOutput struct{ Body Undone }

// Undone is the change that took another one back.
type Undone struct {
	Undone   int64     `json:"undone" doc:"The position of the change that was taken back."`
	Position int64     `json:"position" doc:"The position of the change that did it."`
	Recorded time.Time `json:"recorded"`
}

// undo takes a change back.
func (s *Server) undo(ctx context.Context, v *visit, in *undoInput) (*undoOutput, error) {
	if err := isJSON(v.r); err != nil {
		return nil, err
	}
	var body Undoing
	if err := change.ReadObject(in.RawBody, &body, "the request"); err != nil {
		return nil, err
	}
	if len(body.Reason) > mostReason {
		return nil, fault.Invalidf("Say it shorter", "the reason is longer than %d bytes", mostReason)
	}
	position, err := count{in.Position}.number("the position", 0, 1, 1<<62)
	if err != nil {
		return nil, err
	}
	done, err := s.engine.UndoAs(ctx, v.workspace, engine.As{Actor: v.actor, Viewer: v.viewer}, position, body.Reason)
	if err != nil {
		return nil, err
	}
	e, err := s.engine.Entry(ctx, v.workspace, done.Position)
	if err != nil {
		return nil, err
	}
	return &undoOutput{Undone{Undone: position, Position: done.Position, Recorded: e.Recorded}}, nil
}
