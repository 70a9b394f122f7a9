package chart

import (
	"math"
	"sort"
)

// Trend shows how a value moves over time: the first line solid in ink, a
// second or a forecast dashed, plan locks as named dashed verticals, values to
// compare with as dotted lines, and the last value of each line written out.
type Trend struct {
	Frame
	// Steps are the captions of the points in time, oldest first. As many are
	// shown as fit, always with the first and the last.
	Steps []string
	// Places are where the steps lie on the axis, in any unit, ascending: the day
	// of each, for instance. Without one for every step they are evenly spaced.
	Places []float64
	// Lines are at most three; each has one reading per step.
	Lines []TrendLine
	// Locks are the named moments.
	Locks []Lock
	// References are values to compare with; drawn where they have a name.
	References []Reference
	// Decimals is how many a number has at most; 0 is one.
	Decimals int
	// Low and High bound the axis when High is above Low; else the readings do. A
	// reading beyond them widens it.
	Low, High float64
}

// TrendLine is one line of a Trend.
type TrendLine struct {
	// Name is written beside the last value when the chart has several lines.
	Name string
	// Readings are parted by gaps where one is missing.
	Readings []Reading
	// Dashed marks a forecast, a plan or a second line of the same thing.
	Dashed bool
}

// Reading is one value of a line.
type Reading struct {
	Mark
	Value float64
	// Missing is true where there is no value; the line has a gap there.
	Missing bool
}

func (r Reading) declared() bool { return !r.Missing && finite(r.Value) }

// Lock is a named moment: the step it falls on, counted from 0, and its name.
// Steps between two points are allowed. Where steps have places it is one of those.
type Lock struct {
	At   float64
	Name string
}

// Reference is a value to compare with, and its name.
type Reference struct {
	Name  string
	Value float64
}

// course is a Trend laid out.
type course struct {
	x, y  scale
	ticks []float64
	plot  box
	rules board // upright lines
	texts board
}

// SVG draws the chart: 440 by 210 px unless the frame says otherwise.
func (t Trend) SVG() string {
	t.Frame = t.Frame.sized(440, 210, 220, 120)
	c, l := t.canvas("trend"), t.layout()
	for _, v := range l.ticks {
		c.line(l.plot.x, l.y.at(v), l.plot.right(), l.y.at(v), "ch-grid")
		c.text(l.plot.x-6, l.y.at(v)+4, small(), t.number(v), inkTone3, endSide)
	}
	c.line(l.plot.x, l.plot.bottom(), l.plot.right(), l.plot.bottom(), "ch-axis")
	t.steps(c, &l)
	t.locks(c, &l)
	for _, r := range t.References {
		t.reference(c, &l, r)
	}
	for i := range t.Lines {
		t.line(c, &l, i)
	}
	t.ends(c, &l)
	return c.String()
}

func (t Trend) layout() course {
	lo, hi := t.bounds()
	l := course{ticks: ticks(lo, hi, 3)}
	left, right := 0.0, 14.0
	for _, v := range l.ticks {
		left = math.Max(left, small().width(t.number(v)))
	}
	for i := range t.Lines {
		if t.last(i) >= len(t.Steps)-1 {
			right = math.Max(right, strong().width(t.end(i))+12)
		}
	}
	right = math.Min(right, t.Width/3)
	l.plot = box{left + 10, 26, t.Width - left - 10 - right, t.Height - 26 - 24}
	from, to := t.span()
	l.x = scale{from, to, l.plot.x, l.plot.right()}
	l.y = scale{l.ticks[0], l.ticks[len(l.ticks)-1], l.plot.bottom(), l.plot.y}
	return l
}

// number is a value as the chart writes it.
func (t Trend) number(v float64) string { return exact(v, max(1, t.Decimals)) }

// placed reports whether every step and every reading has a place of its own, in order.
func (t Trend) placed() bool {
	if len(t.Places) == 0 || len(t.Places) != len(t.Steps) || !sort.Float64sAreSorted(t.Places) {
		return false
	}
	for _, line := range t.Lines {
		if len(line.Readings) > len(t.Places) {
			return false
		}
	}
	return finite(t.Places[0]) && finite(t.Places[len(t.Places)-1])
}

// span is where the axis begins and ends.
func (t Trend) span() (from, to float64) {
	if t.placed() {
		from, to = t.Places[0], t.Places[len(t.Places)-1]
		return from, math.Max(from+1, to)
	}
	most := len(t.Steps)
	for _, line := range t.Lines {
		most = max(most, len(line.Readings))
	}
	return 0, math.Max(1, float64(most-1))
}

// at is where a step lies in the picture.
func (t Trend) at(l *course, i int) float64 {
	if t.placed() {
		return l.x.at(t.Places[i])
	}
	return l.x.at(float64(i))
}

func (t Trend) bounds() (lo, hi float64) {
	lo, hi = math.Inf(1), math.Inf(-1)
	if finite(t.Low) && finite(t.High) && t.High > t.Low {
		lo, hi = t.Low, t.High
	}
	see := func(v float64) { lo, hi = math.Min(lo, v), math.Max(hi, v) }
	for _, line := range t.Lines {
		for _, r := range line.Readings {
			if r.declared() {
				see(r.Value)
			}
		}
	}
	for _, r := range t.References {
		if r.Name != "" && finite(r.Value) {
			see(r.Value)
		}
	}
	if lo > hi {
		return 0, 1
	}
	return lo, hi
}

// steps writes the captions of the axis: the last, and from the first on every
// one of a fixed stride that touches no other.
func (t Trend) steps(c *canvas, l *course) {
	last := len(t.Steps) - 1
	if last < 0 {
		return
	}
	place := func(i int) (x float64, r box) {
		half := small().width(t.Steps[i]) / 2
		x = clamp(t.at(l, i), math.Min(half, t.Width/2), math.Max(t.Width/2, t.Width-half))
		return x, small().textBox(x, t.Height-6, t.Steps[i], middle).grow(4)
	}
	for stride := 1; ; stride++ {
		shown := []int{last}
		var row board
		_, r := place(last)
		row.take(r)
		fits := true
		for i := 0; i < last && fits; i += stride {
			_, r := place(i)
			if fits = row.free(r) || i > 0 && i+stride >= last; fits && row.free(r) {
				row.take(r)
				shown = append(shown, i)
			}
		}
		if fits || stride > last {
			sort.Ints(shown)
			for _, i := range shown {
				x, _ := place(i)
				c.text(x, t.Height-6, small(), t.Steps[i], inkTone3, middle)
			}
			return
		}
	}
}

// locks draws the named moments; a name that would touch another is left to
// the tip.
func (t Trend) locks(c *canvas, l *course) {
	for _, k := range t.Locks {
		if !finite(k.At) || k.At < l.x.from || k.At > l.x.to {
			continue
		}
		x := l.x.at(k.At)
		half := small().width(k.Name) / 2
		mid := clamp(x, math.Min(half, t.Width/2), math.Max(t.Width/2, t.Width-half))
		room := small().textBox(mid, 14, k.Name, middle).grow(3)
		c.mark(Mark{}, k.Name, func() {
			c.line(x, l.plot.y-6, x, l.plot.bottom(), "ch-rule")
			if l.texts.free(room) && half*2 < t.Width {
				l.texts.take(room)
				c.text(mid, 14, small(), k.Name, inkTone3, middle)
			}
		})
		l.rules.take(box{x - 1, l.plot.y - 6, 2, l.plot.h + 6})
	}
}

// reference draws the line to compare with and its name where the fewest lines
// run through it.
func (t Trend) reference(c *canvas, l *course, r Reference) {
	if r.Name == "" || !finite(r.Value) || r.Value < l.y.from || r.Value > l.y.to {
		return
	}
	y := l.y.at(r.Value)
	c.line(l.plot.x, y, l.plot.right(), y, "ch-ref")
	name := small().tight(r.Name, l.plot.w-8)
	best, least := box{}, math.Inf(1)
	var at [2]float64
	for _, dy := range []float64{-4, 12} {
		for _, x := range []float64{l.plot.x + 4, l.plot.right() - 4 - small().width(name)} {
			room := small().textBox(x, y+dy, name, "")
			cost := t.cost(l, room) + l.rules.crossing(room)/10
			if !l.texts.free(room) {
				cost += 50
			}
			if room.y < l.plot.y || room.bottom() > l.plot.bottom() {
				cost += 100
			}
			if cost < least {
				best, least, at = room, cost, [2]float64{x, y + dy}
			}
		}
	}
	l.texts.take(best)
	c.text(at[0], at[1], small(), name, inkTone3, halo)
}

// cost counts the stretches of lines that run through a room.
func (t Trend) cost(l *course, room box) float64 {
	var sum float64
	for _, line := range t.Lines {
		for i := 1; i < len(line.Readings); i++ {
			a, b := line.Readings[i-1], line.Readings[i]
			if a.declared() && b.declared() &&
				room.grow(2).cuts(t.at(l, i-1), l.y.at(a.Value), t.at(l, i), l.y.at(b.Value)) {
				sum += 20
			}
		}
	}
	return sum
}

// line draws one line with a gap at each missing reading. A reading with gaps
// on both sides is a dot, or it would not be seen.
func (t Trend) line(c *canvas, l *course, n int) {
	rs := t.Lines[n].Readings
	style, dot := "ch-line", "ch-dot"
	if t.Lines[n].Dashed {
		style = "ch-line-dashed"
	}
	if n > 0 {
		style, dot = style+" ch-line-2", "ch-dot-2"
	}
	var p pen
	open := false
	for i, r := range rs {
		x, y := t.at(l, i), l.y.at(r.Value)
		switch {
		case !r.declared():
		case open:
			p.to(x, y)
		default:
			p.move(x, y)
		}
		open = r.declared()
	}
	if d := p.String(); d != "" {
		c.path(d, class(style))
	}
	last := t.last(n)
	for i, r := range rs {
		if !r.declared() {
			continue
		}
		x, y := t.at(l, i), l.y.at(r.Value)
		c.mark(r.Mark, t.tip(n, i), func() {
			c.circle(x, y, 9, "ch-hit")
			if alone := (i == 0 || !rs[i-1].declared()) && (i == len(rs)-1 || !rs[i+1].declared()); alone || i == last {
				c.circle(x, y, 4, dot)
			}
		})
	}
}

// last is the step of the last reading of a line, −1 when it has none.
func (t Trend) last(n int) int {
	for i := len(t.Lines[n].Readings) - 1; i >= 0; i-- {
		if t.Lines[n].Readings[i].declared() {
			return i
		}
	}
	return -1
}

// end is the text at the end of a line.
func (t Trend) end(n int) string {
	i := t.last(n)
	if i < 0 {
		return ""
	}
	s := t.number(t.Lines[n].Readings[i].Value)
	if len(t.Lines) > 1 && t.Lines[n].Name != "" {
		s += " " + t.Lines[n].Name
	}
	return s
}

// early writes the last value of a line that stops before the chart does over
// or under its end, where the fewest lines run; nowhere when there is no room.
func (t Trend) early(c *canvas, l *course, n int) {
	i := t.last(n)
	x, y := t.at(l, i), l.y.at(t.Lines[n].Readings[i].Value)
	s := strong().tight(t.end(n), l.plot.w)
	half := strong().width(s) / 2
	x = clamp(x, l.plot.x+half, math.Max(l.plot.x+half, l.plot.right()-half))
	best, least, at := box{}, math.Inf(1), 0.0
	for _, dy := range []float64{-9, 19, -25, 35} {
		room := strong().textBox(x, y+dy, s, middle)
		if room.y < l.plot.y-6 || room.bottom() > l.plot.bottom() || !l.texts.free(room) {
			continue
		}
		if cost := t.cost(l, room); cost < least {
			best, least, at = room, cost, y+dy
		}
	}
	if finite(least) {
		l.texts.take(best)
		c.text(x, at, strong(), s, toneOf(n), middle, halo)
	}
}

func toneOf(line int) string {
	if line > 0 {
		return inkTone3
	}
	return inkTone
}

// ends writes the last values; those that would touch are moved apart.
func (t Trend) ends(c *canvas, l *course) {
	type tag struct {
		line int
		x, y float64
	}
	var tags []tag
	for n := range t.Lines {
		switch i := t.last(n); {
		case i >= 0 && i < len(t.Steps)-1:
			t.early(c, l, n)
		case i >= 0:
			tags = append(tags, tag{n, t.at(l, i) + 8, l.y.at(t.Lines[n].Readings[i].Value)})
		}
	}
	sort.SliceStable(tags, func(i, j int) bool { return tags[i].y < tags[j].y })
	ys := make([]float64, len(tags))
	for i, k := range tags {
		ys[i] = k.y
	}
	spread(ys, 16, 8, t.Height-8)
	for i, k := range tags {
		c.text(k.x, ys[i]+4.5, strong(), strong().tight(t.end(k.line), t.Width-k.x), toneOf(k.line), halo)
	}
}

// spread moves sorted positions apart to at least gap, between lo and hi where
// there is the room, each as little as a sweep down and a sweep up allow.
func spread(ys []float64, gap, lo, hi float64) {
	for i := range ys {
		ys[i] = math.Max(ys[i], lo)
		if i > 0 {
			ys[i] = math.Max(ys[i], ys[i-1]+gap)
		}
	}
	for i := len(ys) - 1; i >= 0; i-- {
		ys[i] = math.Min(ys[i], hi-gap*float64(len(ys)-1-i))
	}
}

func (t Trend) tip(n, i int) string {
	s := ""
	if i < len(t.Steps) {
		s = t.Steps[i] + "\n"
	}
	s += t.number(t.Lines[n].Readings[i].Value)
	if name := t.Lines[n].Name; name != "" {
		s += " " + name
	}
	return s
}
