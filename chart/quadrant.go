package chart

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// Quadrant compares units by two measures: one dot per unit, sized by people,
// with a line at each threshold and the corner "busy but off course" shaded.
// Labels never touch: each dot gets its name where there is room, else (and on
// charts below 480 px) its code, else the tip and the table beside the chart
// have to name it.
type Quadrant struct {
	Frame
	Dots []Dot
	// XAt and YAt are the thresholds, in the units of the axes.
	XAt, YAt float64
	// XName is the caption of the axis across, with its unit.
	XName string
	// Unit is written after the numbers of both axes, such as "%".
	Unit string
	// Corners are the captions of the four quadrants: upper left, upper right,
	// lower left and lower right, which is the shaded one.
	Corners [4]string
	// XLow to XHigh and YLow to YHigh bound the axes where the high is above
	// the low; else the dots and thresholds do. A dot beyond them widens them.
	XLow, XHigh, YLow, YHigh float64
}

// Dot is one unit of a Quadrant.
type Dot struct {
	Mark
	// Name is written beside the dot, Code where the name does not fit.
	Name, Code string
	X, Y       float64
	// People sizes the dot: its area grows with the number.
	People float64
	// Off is true for a unit that is busy but off course; its dot is brick.
	Off bool
}

func (d Dot) shown() bool { return finite(d.X) && finite(d.Y) }

// field is a Quadrant laid out.
type field struct {
	x, y   scale
	plot   box
	xs, ys []float64
	radius []float64
	labels []dotLabel
}

// dotLabel is where the name of a dot stands; text is "" when there is no room.
type dotLabel struct {
	text string
	x, y float64
	side string
	room box
}

// SVG draws the chart: 600 by 480 px unless the frame says otherwise.
func (q Quadrant) SVG() string {
	q.Frame = q.Frame.sized(600, 480, 240, 220)
	c, l := q.canvas("quadrant"), q.layout()
	q.ground(c, l)
	for _, i := range q.order(l) {
		d := q.Dots[i]
		paint := "ch-dot-quiet"
		if d.Off {
			paint = "ch-dot-bad"
		}
		c.mark(d.Mark, q.tip(d), func() {
			c.circle(l.x.at(d.X), l.y.at(d.Y), l.radius[i], paint)
			if t := l.labels[i]; t.text != "" {
				c.text(t.x, t.y, medium(), t.text, inkTone, t.side, halo)
			}
		})
	}
	return c.String()
}

// order draws large dots first, so that a small one is never hidden.
func (q Quadrant) order(l field) []int {
	var out []int
	for i, d := range q.Dots {
		if d.shown() {
			out = append(out, i)
		}
	}
	slices.SortStableFunc(out, func(a, b int) int { return cmp.Compare(l.radius[b], l.radius[a]) })
	return out
}

func (q Quadrant) layout() field {
	l := field{plot: box{40, 14, q.Width - 58, q.Height - 14 - 46}}
	var xs, ys []float64
	for _, d := range q.Dots {
		if d.shown() {
			xs, ys = append(xs, d.X), append(ys, d.Y)
		}
	}
	xlo, xhi := bounds(append(xs, q.XAt), q.XLow, q.XHigh)
	ylo, yhi := bounds(append(ys, q.YAt), q.YLow, q.YHigh)
	l.x, l.y = scale{xlo, xhi, l.plot.x, l.plot.right()}, scale{ylo, yhi, l.plot.bottom(), l.plot.y}
	l.xs, l.ys = inner(xlo, xhi), inner(ylo, yhi)
	l.radius = make([]float64, len(q.Dots))
	most := 0.0
	for _, d := range q.Dots {
		most = math.Max(most, length(d.People))
	}
	for i, d := range q.Dots {
		l.radius[i] = 5
		if most > 0 {
			l.radius[i] = math.Max(4, 9.5*math.Sqrt(length(d.People)/most))
		}
	}
	q.place(&l)
	return l
}

// bounds are the wanted ends of an axis, moved out to the values beyond, or else the values with a margin.
func bounds(vs []float64, lo, hi float64) (float64, float64) {
	given := finite(lo) && finite(hi) && hi > lo
	if !given {
		lo, hi = math.Inf(1), math.Inf(-1)
	}
	for _, v := range vs {
		if finite(v) {
			lo, hi = math.Min(lo, v), math.Max(hi, v)
		}
	}
	switch {
	case lo > hi:
		return 0, 1
	case given:
		return lo, hi
	}
	margin := math.Max((hi-lo)*0.12, math.Max(math.Abs(hi)*0.02, 1e-9))
	return lo - margin, hi + margin
}

// inner returns the round values that lie within lo and hi.
func inner(lo, hi float64) []float64 {
	var out []float64
	for _, v := range ticks(lo, hi, 6) {
		if v >= lo && v <= hi {
			out = append(out, v)
		}
	}
	return out
}

func (q Quadrant) ground(c *canvas, l field) {
	p := l.plot
	tx, ty := clamp(l.x.at(q.XAt), p.x, p.right()), clamp(l.y.at(q.YAt), p.y, p.bottom())
	c.rect(box{tx, ty, p.right() - tx, p.bottom() - ty}, class("ch-corner"))
	c.line(p.x, p.y, p.x, p.bottom(), "ch-axis")
	c.line(p.x, p.bottom(), p.right(), p.bottom(), "ch-axis")
	c.line(tx, p.y, tx, p.bottom(), "ch-rule")
	c.line(p.x, ty, p.right(), ty, "ch-rule")
	for _, v := range l.xs {
		c.text(l.x.at(v), p.bottom()+17, small(), number(v)+q.Unit, inkTone3, middle)
	}
	for _, v := range l.ys {
		c.text(p.x-6, l.y.at(v)+4, small(), number(v)+q.Unit, inkTone3, endSide)
	}
	c.text(p.x+p.w/2, q.Height-8, small(), small().tight(q.XName, p.w), inkTone3, middle)
	for i, lines := range q.corners(l) {
		tone := inkTone3
		if i == 3 {
			tone = lossTone
		}
		for _, t := range lines {
			c.text(t.x, t.y, medium(), t.text, tone, t.side)
		}
	}
}

// corners are the captions of the quadrants, each in its own: on two lines where one is too wide for it, and
// where two are, cut to half the plot less a margin.
func (q Quadrant) corners(l field) [4][]dotLabel {
	p, f := l.plot, medium()
	tx := clamp(l.x.at(q.XAt), p.x, p.right())
	var out [4][]dotLabel
	for i, s := range q.Corners {
		t, room := dotLabel{x: p.x + 8, y: p.y + 17}, tx-p.x-14
		if i%2 == 1 {
			t.x, t.side, room = p.right()-8, endSide, p.right()-tx-14
		}
		lines := f.balanced(s, room, 2)
		if strings.Join(lines, " ") != s {
			lines = []string{f.tight(s, p.w/2-14)}
		}
		if i > 1 {
			t.y = p.bottom() - 9 - 15*float64(len(lines)-1)
		}
		for n, line := range lines {
			one := t
			one.text, one.y = line, t.y+15*float64(n)
			one.room = f.textBox(one.x, one.y, line, one.side)
			out[i] = append(out[i], one)
		}
	}
	return out
}

func (q Quadrant) tip(d Dot) string {
	return d.Name + "\n" + number(d.X) + q.Unit + " across, " + number(d.Y) + q.Unit + " up\n" + number(length(d.People)) + " people"
}

// place finds a label for each dot. Dots choose one after the other, the ones
// with the fewest free places first; then each may move once more to a better
// place the others have left. A place that touches anything is never taken.
func (q Quadrant) place(l *field) {
	l.labels = make([]dotLabel, len(q.Dots))
	var fixed board
	for _, lines := range q.corners(*l) {
		for _, t := range lines {
			fixed.take(t.room.grow(1))
		}
	}
	for i, d := range q.Dots {
		if d.shown() {
			r := l.radius[i]
			fixed.take(box{l.x.at(d.X) - r, l.y.at(d.Y) - r, 2 * r, 2 * r})
		}
	}
	order := q.order(*l)
	choices := make(map[int]int, len(order))
	for _, i := range order {
		choices[i] = q.count(l, i, &fixed)
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(choices[a], choices[b]), cmp.Compare(a, b))
	})
	for range 3 {
		for _, i := range order {
			l.labels[i] = dotLabel{}
			others := board{taken: slices.Clone(fixed.taken)}
			for _, t := range l.labels {
				if t.text != "" {
					others.take(t.room.grow(1))
				}
			}
			l.labels[i] = q.best(l, i, &others)
		}
	}
}

func (q Quadrant) count(l *field, i int, taken *board) int {
	n := 0
	for _, t := range q.places(l, i, q.names(i)[0]) {
		if q.fits(l, t, taken) {
			n++
		}
	}
	return n
}

// names are what a dot may be called, the best first. Below 480 px all are
// called by their codes, which reads better than a mixture.
func (q Quadrant) names(i int) []string {
	d := q.Dots[i]
	if q.Width < 480 && d.Code != "" {
		return []string{d.Code}
	}
	return []string{d.Name, d.Code}
}

// near counts what stands so close to a label that it could be taken for the
// thing it names.
func (q Quadrant) near(l *field, i int, room box, taken *board) int {
	own := box{l.x.at(q.Dots[i].X) - 0.5, l.y.at(q.Dots[i].Y) - 0.5, 1, 1}
	n := 0
	for _, t := range taken.taken {
		if t.meets(room.grow(8)) && !own.inside(t) {
			n++
		}
	}
	return n
}

// best is the free place with the least cost: cutting no threshold line and far
// from other dots and labels first, by name before by code.
func (q Quadrant) best(l *field, i int, taken *board) dotLabel {
	for _, name := range q.names(i) {
		best, least := dotLabel{}, math.Inf(1)
		for k, t := range q.places(l, i, name) {
			if !q.fits(l, t, taken) {
				continue
			}
			cost := float64(k) + 6*float64(q.near(l, i, t.room, taken))
			tx, ty := l.x.at(q.XAt), l.y.at(q.YAt)
			if t.room.cuts(tx, l.plot.y, tx, l.plot.bottom()) || t.room.cuts(l.plot.x, ty, l.plot.right(), ty) {
				cost += 20
			}
			if cost < least {
				best, least = t, cost
			}
		}
		if best.text != "" {
			return best
		}
	}
	return dotLabel{}
}

func (q Quadrant) fits(l *field, t dotLabel, taken *board) bool {
	edge := box{l.plot.x + 2, l.plot.y, l.plot.w - 2, l.plot.h - 2}
	return t.text != "" && t.room.inside(edge) && taken.free(t.room)
}

// places are where a label can stand, the best first: right, left, above,
// below, then the corners.
func (q Quadrant) places(l *field, i int, name string) []dotLabel {
	x, y, r := l.x.at(q.Dots[i].X), l.y.at(q.Dots[i].Y), l.radius[i]
	off := r * 0.7
	out := []dotLabel{
		{x: x + r + 6, y: y + 4},
		{x: x - r - 6, y: y + 4, side: endSide},
		{x: x, y: y - r - 6, side: middle},
		{x: x, y: y + r + 14, side: middle},
		{x: x + off + 3, y: y - off - 4},
		{x: x - off - 3, y: y - off - 4, side: endSide},
		{x: x + off + 3, y: y + off + 12},
		{x: x - off - 3, y: y + off + 12, side: endSide},
	}
	for k := range out {
		out[k].text = name
		out[k].room = medium().textBox(out[k].x, out[k].y, name, out[k].side)
	}
	return out
}
