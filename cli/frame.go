package cli

import (
	"throughline/catalog"
	"throughline/engine"
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
	f := overview.Frame{Picture: s}
	if ok {
		f.Period = period
		if f.Locks, err = e.Locks(a.ctx, a.g.Workspace, overview.Baselines(s, period, s.Today())); err != nil {
			return nil, err
		}
	}
	return overview.Compute(f, catalog.Checks()), nil
}
