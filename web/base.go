package web

import (
	"context"

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

// base is what all pages of the visit's picture and period stand on, computed once.
func (s *Server) base(ctx context.Context, v *visit) (*overview.Base, error) {
	return s.figures.Base(ctx, figure.Asked{Workspace: s.workspace, Picture: v.then, Period: v.period, Past: v.past()})
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
