package web

import (
	"context"

	"throughline/access"
	"throughline/engine"
	"throughline/figure"
	"throughline/graph"
	"throughline/overview"
	"throughline/wording"
)

// baseKey names the base of a period among the kept results of a picture.
type baseKey struct {
	what   string
	period graph.PeriodID
}

// base is what all pages of the visit's picture and period stand on, computed once: the figures from all of it, the rest as the
// guest sees it.
func (s *Server) base(ctx context.Context, v *visit) (*overview.Base, error) {
	whole, err := s.figures.Base(ctx, figure.Asked{Workspace: s.workspace, Picture: v.whole, Period: v.period, Past: v.past()})
	if err != nil || v.sight == nil {
		return whole, err
	}
	part, all := overview.Part{Picture: v.then}, v.sight.Whole()
	for _, l := range whole.Locks {
		then, err := s.engine.SightAt(ctx, v.present, l.Then)
		if err != nil {
			return nil, err
		}
		all = all && then.Whole()
		part.Locked = append(part.Locked, then.Shown())
	}
	if all {
		return whole, nil
	}
	part.Sees = v.names(whole, part.Locked)
	type key struct {
		base  *overview.Base
		sight *access.Sight
	}
	return engine.Compute(ctx, s.engine, v.whole, key{whole, v.sight}, func() *overview.Base { return whole.As(part) })
}

// names tells the records that may be named to the guest: those they see in the picture, and those they saw in a locked plan
// that are not in it any more.
func (v *visit) names(base *overview.Base, locked []*graph.Snapshot) func(graph.Ref) bool {
	return func(r graph.Ref) bool {
		if v.whole.Record(r) != nil {
			return v.sight.Sees(r)
		}
		for n, l := range base.Locks {
			if l.Then.Record(r) != nil {
				return locked[n].Record(r) != nil
			}
		}
		return false
	}
}

// course is what the navigation shows of the figures.
func (s *Server) course(ctx context.Context, v *visit) (navigation, error) {
	base, err := s.base(ctx, v)
	if err != nil {
		return navigation{}, err
	}
	var n navigation
	if open := base.OpenFindings(); open > 0 {
		n.open = wording.Number(float64(open))
	}
	for _, u := range base.Units {
		line := navUnit{unit: u.Unit}
		if u.Course.Defined() {
			line.figure = wording.WholePercent(u.Course.Value)
		}
		n.list = append(n.list, line)
	}
	return n, nil
}
