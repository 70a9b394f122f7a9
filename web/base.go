package web

import (
	"context"
	"sync"

	"throughline/engine"
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
	f := overview.Frame{Picture: v.then, Period: v.period}
	key := baseKey{what: "base"}
	if v.period != nil {
		key.period = v.period.ID
		var err error
		if f.Locks, err = s.engine.Locks(ctx, s.workspace, overview.Baselines(v.then, v.period, v.then.Today())); err != nil {
			return nil, err
		}
	}
	return engine.Compute(ctx, s.engine, v.then, key, func() *overview.Base {
		b := overview.ComputeAfter(s.last.of(key.period), f, s.checks)
		if !v.past() {
			s.last.keep(key.period, b)
		}
		return b
	})
}

// lastBases is the newest base of each period looked at, which the next one takes from what did not change.
// The zero value is empty.
type lastBases struct {
	mu       sync.Mutex // guards byPeriod
	byPeriod map[graph.PeriodID]*overview.Base
}

func (l *lastBases) of(p graph.PeriodID) *overview.Base {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.byPeriod[p]
}

// keep remembers the base of a period, of at most a few periods.
func (l *lastBases) keep(p graph.PeriodID, b *overview.Base) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.byPeriod == nil || len(l.byPeriod) > mostLast {
		l.byPeriod = make(map[graph.PeriodID]*overview.Base)
	}
	l.byPeriod[p] = b
}

// mostLast bounds the periods whose newest base is kept at hand.
const mostLast = 8

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
