package cli

import (
	"throughline/engine"
	"throughline/figure"
	"throughline/graph"
	"throughline/overview"
)

// moment is the flags of commands that look at a picture.
type moment struct {
	At     string `help:"Look at the end of this day instead of now." placeholder:"DAY"`
	Period string `help:"The period the figures are about; the present one when left out." placeholder:"ID"`
}

// picture is the organisation at the moment asked for.
func (a *app) picture(e *engine.Engine, at string) (*graph.Snapshot, error) {
	if at == "" {
		return e.View(a.ctx, a.g.Workspace)
	}
	day, err := graph.ParseDate(at)
	if err != nil {
		return nil, err
	}
	return e.At(a.ctx, a.g.Workspace, day.End())
}

// base is what all figures of the moment and period stand on.
func (a *app) base(m moment) (*overview.Base, error) {
	e, err := a.read()
	if err != nil {
		return nil, err
	}
	s, err := a.picture(e, m.At)
	if err != nil {
		return nil, err
	}
	period, ok, err := overview.PeriodAsked(s, graph.PeriodID(m.Period), s.Today())
	if err != nil {
		return nil, err
	}
	asked := figure.Asked{Workspace: a.g.Workspace, Picture: s}
	if ok {
		asked.Period = period
	}
	return figure.New(e).Base(a.ctx, asked)
}
