package stat

import (
	"fmt"
	"math"
)

// The factors of the XmR chart: three standard deviations, estimated from the mean of moving
// ranges of two points, for the values and for the ranges themselves.
const (
	valueFactor = 2.66
	rangeFactor = 3.267
)

// fewestPoints is the number of points below which limits mean nothing.
const fewestPoints = 6

// Chart is an XmR chart (values and moving ranges) of a series in time order. A point inside
// the limits is routine variation: "no change", whichever way the arrow points.
type Chart struct {
	Mean       float64   // of the baseline values: the centre line
	MeanRange  float64   // of the baseline moving ranges
	Lo, Hi     float64   // natural process limits: Mean ± 2.66 MeanRange
	RangeLimit float64   // 3.267 MeanRange
	Baseline   int       // how many of the first points set the limits
	Ranges     []float64 // moving ranges: Ranges[i] = |x[i+1] − x[i]|
	Signals    []int     // positions, from 0, of the values outside Lo..Hi
	Jumps      []int     // positions, from 0, of the values whose range to the one before is above RangeLimit
}

// ControlChart reads a series on an XmR chart whose limits come from its first baseline points;
// baseline 0 takes them all. It is Undefined with fewer than 6 baseline points.
func ControlChart(points []float64, baseline int) (*Chart, error) {
	if err := checkFinite("points", points); err != nil {
		return nil, err
	}
	if baseline == 0 {
		baseline = len(points)
	}
	if baseline < 0 || baseline > len(points) {
		return nil, Malformed(fmt.Sprintf("baseline of %d points in a series of %d", baseline, len(points)))
	}
	if baseline < fewestPoints {
		return nil, Undefined(fmt.Sprintf("limits need at least %d points, there are %d", fewestPoints, baseline))
	}
	c := &Chart{Baseline: baseline, Ranges: movingRanges(points)}
	c.Mean = Mean(points[:baseline]).X
	c.MeanRange = Mean(c.Ranges[:baseline-1]).X
	c.Lo, c.Hi = c.Mean-valueFactor*c.MeanRange, c.Mean+valueFactor*c.MeanRange
	c.RangeLimit = rangeFactor * c.MeanRange
	c.mark(points)
	return c, nil
}

// mark finds the signals. A value that differs from a limit only by rounding is inside.
func (c *Chart) mark(points []float64) {
	slack := 1e-12 * max(math.Abs(c.Lo), math.Abs(c.Hi))
	for i, x := range points {
		if x > c.Hi+slack || x < c.Lo-slack {
			c.Signals = append(c.Signals, i)
		}
		if i > 0 && c.Ranges[i-1] > c.RangeLimit+slack {
			c.Jumps = append(c.Jumps, i)
		}
	}
}

func movingRanges(points []float64) []float64 {
	out := make([]float64, max(0, len(points)-1))
	for i := range out {
		out[i] = math.Abs(points[i+1] - points[i])
	}
	return out
}
