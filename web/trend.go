package web

import (
	"context"
	"fmt"

	"throughline/engine"
	"throughline/graph"
	"throughline/overview"
	"throughline/web/view"
	"throughline/wording"
)

// pointKey names the point of one week, and all it is computed from beside the picture of the week's end.
type pointKey struct {
	week   overview.Week
	period *graph.Period
	lock   *graph.Baseline // the latest up to then, nil before the first
}

// trend is what was kept week by week, or that the weeks are still being read.
type trend struct {
	overview.Trend
	reading bool
}

// trend is what was kept week by week, from pictures of the weeks' ends; the latest point is on the page's own
// picture. What of it is not there when soon ends is read in the background, and is told to open pages.
func (s *Server) trend(ctx, soon context.Context, v *visit) (trend, error) {
	base, err := s.base(ctx, v)
	if err != nil || v.period == nil || !base.Whole.Defined() {
		return trend{Trend: overview.Trend{Since: -1}}, err
	}
	var looks []engine.Look[overview.Point]
	var last []overview.Point
	for _, w := range overview.Weeks(v.period, v.then.Today()) {
		if w.On >= v.then.Today() {
			last = append(last, base.Point(w))
		} else {
			looks = append(looks, pointOf(base, w))
		}
	}
	points, whole, err := engine.LookBack(soon, s.engine, s.workspace, looks)
	if err != nil || !whole {
		v.missed = true
		return trend{reading: true}, err
	}
	return trend{Trend: base.Trend(append(points, last...))}, nil
}

// pointOf is how the point of an earlier week of the base's period is computed.
func pointOf(base *overview.Base, w overview.Week) engine.Look[overview.Point] {
	f := overview.Frame{Period: base.Period}
	for _, l := range base.Locks {
		if !l.Baseline.At.After(w.On.End()) {
			f.Locks = append(f.Locks, l)
		}
	}
	key := pointKey{week: w, period: base.Period}
	if l, ok := f.Lock(); ok {
		key.lock = l.Baseline
	}
	return engine.Look[overview.Point]{Moment: w.On.End(), What: key, Run: func(then *graph.Snapshot) overview.Point {
		f.Picture = then
		return overview.PointOf(f, w)
	}}
}

func (p sheet) homeTrend(t trend) view.Chart {
	const id, title = "trend", "Kept, week by week"
	if t.reading {
		return view.Chart{Part: view.Part{ID: id, Title: title, Missing: following("Earlier weeks are being read.", "How much was kept, week by week, shows")}}
	}
	known := 0
	for _, point := range t.Points {
		if point.Reason == "" {
			known++
		}
	}
	if known < 2 {
		return view.Chart{Part: missing(id, title, "How much is kept, week by week, would be here.", "It shows from the second week with a figure on.")}
	}
	out := view.Chart{Part: view.Part{
		ID: id, Title: p.trendTitle(t.Trend), Sub: fmt.Sprintf("Kept, of every 100 days, last %s", wording.Count(len(t.Points), "week", "weeks")),
	}}
	out.Foot = usualRange(t.Trend)
	out.SVG, out.Twin = p.trendChart(t.Trend)
	return out
}

// usualRange says what is routine from week to week, and where the latest week stands to it.
func usualRange(t overview.Trend) string {
	if t.Limits == nil {
		return ""
	}
	lo, hi := wording.Of100(t.Limits.Lo), wording.Of100(t.Limits.Hi)
	if lo == hi {
		lo, hi = wording.Number(100*t.Limits.Lo), wording.Number(100*t.Limits.Hi)
	}
	said := fmt.Sprintf("The usual range from week to week is %s to %s of 100", lo, hi)
	switch now := latest(t.Points); {
	case now.Kept < t.Limits.Lo:
		said += "; the latest week is below it"
	case now.Kept > t.Limits.Hi:
		said += "; the latest week is above it"
	}
	return said + "."
}

// latest is the last point with a value; there are limits only where some have one.
func latest(points []overview.Point) overview.Point {
	for n := len(points) - 1; n > 0; n-- {
		if points[n].Reason == "" {
			return points[n]
		}
	}
	return points[0]
}
