package overview

import (
	"throughline/graph"
	"throughline/intent"
	"throughline/measure"
	"throughline/stat"
)

// Week is one week of a trend and the day its picture is taken on: its Sunday, or an earlier day when the
// week is not over or the period ends in it.
type Week struct{ Monday, On graph.Date }

// WeeksShown is how many weeks a trend shows at most.
const WeeksShown = 12

// Weeks is the last weeks of the period up to the day, oldest first. It is empty before the period begins.
func Weeks(period *graph.Period, today graph.Date) []Week {
	last := min(today, period.End)
	if last < period.Start {
		return nil
	}
	var out []Week
	for m := monday(last) - 7*(WeeksShown-1); m <= last; m += 7 {
		if m+6 >= period.Start {
			out = append(out, Week{m, min(m+6, last)})
		}
	}
	return out
}

// monday is the first day of the day's week. 1 January 1970 was a Thursday.
func monday(d graph.Date) graph.Date {
	past := (d + 3) % 7
	if past < 0 {
		past += 7
	}
	return d - past
}

// Point is what was kept of the intent at one moment.
type Point struct {
	Week
	Kept   float64 // share of the stated intent, 0 to 1; meaningless with a Reason
	Stage  intent.Stage
	Reason string // why there is no value; "" when there is one
}

// PointOf is the point of a trend that a frame of an earlier moment gives.
func PointOf(f Frame, w Week) Point {
	flow := intent.Read(f.Picture, f.Period, intent.Options{Locked: f.locked()}).Waterfall()
	return Point{Week: w, Kept: flow.Value, Stage: flow.Last, Reason: flow.Reason}
}

// Point is the point of a trend that the base itself gives.
func (b *Base) Point(w Week) Point {
	return Point{Week: w, Kept: b.Whole.Value, Stage: b.Whole.Last, Reason: b.Whole.Reason}
}

// Trend is what was kept, week by week.
type Trend struct {
	Points []Point
	Locks  []TrendLock
	// Since is the point to compare the last one with: that of the first lock shown, else the first
	// with a value; −1 without two values.
	Since int
	// Change is the last value less that at Since.
	Change float64
	// Calm is true when every point lies inside the limits of week-to-week variation, so that no
	// change can be spoken of; false too when there are too few points to tell.
	Calm bool
	// Limits is the range of routine variation; nil with fewer than six values.
	Limits *measure.Interval
}

// TrendLock is a plan lock at its place among the points, counted in weeks from the first Monday.
type TrendLock struct {
	Name string
	At   float64
	On   graph.Date
}

// Trend places the points among the plan locks and reads them on a chart of routine variation.
func (f Frame) Trend(points []Point) Trend {
	t := Trend{Points: points, Since: -1}
	if len(points) == 0 {
		return t
	}
	first := points[0].Monday
	for _, l := range f.Locks {
		on := graph.DateOf(l.Baseline.At)
		if first <= on && on <= points[len(points)-1].On {
			t.Locks = append(t.Locks, TrendLock{l.Baseline.Name, float64(on-first) / 7, on})
		}
	}
	t.compare()
	t.limits()
	return t
}

// compare finds the point to hold the last one against.
func (t *Trend) compare() {
	last := len(t.Points) - 1
	if t.Points[last].Reason != "" {
		return
	}
	from := 0
	if len(t.Locks) > 0 {
		from = int(t.Locks[0].At)
	}
	for n := from; n < last; n++ {
		if t.Points[n].Reason == "" {
			t.Since, t.Change = n, t.Points[last].Kept-t.Points[n].Kept
			return
		}
	}
}

func (t *Trend) limits() {
	var values []float64
	for _, p := range t.Points {
		if p.Reason == "" {
			values = append(values, p.Kept)
		}
	}
	chart, err := stat.ControlChart(values, 0)
	if err != nil {
		return
	}
	t.Limits = &measure.Interval{Lo: max(0, chart.Lo), Hi: min(1, chart.Hi), Method: "mean and moving ranges of the weeks shown (XmR chart)"}
	t.Calm = len(chart.Signals) == 0 && len(chart.Jumps) == 0
}
