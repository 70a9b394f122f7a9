package chart

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// Part is one stretch of a Bar.
type Part struct {
	Value float64
	Paint Paint
}

// Bar is a quantity beside its number in a table: parts one after the other on
// a quiet track. It fills the width of its cell. It has no panel of its own, so
// it has a label instead of a finding; without one it is hidden from readers,
// for then the number beside it says the same.
type Bar struct {
	Parts []Part
	// Most is the value of the full width. When 0 it is the sum of the parts.
	Most float64
	// ID keeps the names of patterns apart; when empty it is made from the parts.
	ID string
	// Label is the accessible name.
	Label string
	// Thin draws 5 px instead of 8.
	Thin bool
}

// SVG draws the bar.
func (b Bar) SVG() string {
	c, h := cell(b.ID, "bar", b.Label, fmt.Sprint(b.Parts, b.Most)), 8.0
	if b.Thin {
		h = 5
	}
	sum := 0.0
	for _, p := range b.Parts {
		sum += length(p.Value)
	}
	most := length(b.Most)
	if most == 0 {
		most = math.Max(sum, 1e-9)
	}
	x := 0.0
	for _, p := range b.Parts {
		w := math.Min(100*length(p.Value)/most, 100-x)
		if w > 0 {
			c.stretch(x, w, 0, h, p.Paint)
		}
		x += w
	}
	return c.strip("bar", b.Label, h)
}

// Bullet sets an actual value against the intended one: a bar, and a mark at
// what was asked for.
type Bullet struct {
	Actual, Intended float64
	// Most is the value of the full width. When 0 it is the larger of the two.
	Most  float64
	Paint Paint
	// ID and Label are as those of a Bar.
	ID, Label string
}

// SVG draws the bullet, 12 px high. Without an intended value there is no mark.
func (b Bullet) SVG() string {
	c := cell(b.ID, "bullet", b.Label, fmt.Sprint(b.Actual, b.Intended, b.Most, b.Paint))
	most := length(b.Most)
	if most == 0 {
		most = math.Max(math.Max(length(b.Actual), length(b.Intended)), 1e-9)
	}
	at := func(v float64) float64 { return math.Min(100, 100*length(v)/most) }
	asked := length(b.Intended) > 0
	if asked {
		c.stretch(0, at(b.Intended), 3, 6, Soft, "ch-track")
	}
	c.stretch(0, at(b.Actual), 3, 6, b.Paint)
	if asked {
		c.tick(at(b.Intended), 0, 12)
	}
	return c.strip("bullet", b.Label, 12)
}

// Range shows where a value most likely lies between two ends of a scale.
type Range struct {
	// Low to High is the interval, At the value itself.
	Low, High, At float64
	// First to Last is the whole scale.
	First, Last float64
	// ID and Label are as those of a Bar.
	ID, Label string
}

// SVG draws the range, 16 px high.
func (r Range) SVG() string {
	c := cell(r.ID, "range", r.Label, "")
	s := scale{r.First, r.Last, 2, 98}
	at := func(v float64) float64 { return clamp(s.at(v), 2, 98) }
	c.stretch(2, 96, 7.5, 1, Soft)
	if finite(r.Low) && finite(r.High) && r.High >= r.Low {
		lo, hi := at(r.Low), at(r.High)
		c.stretch(math.Min(lo, 97), math.Max(1, hi-lo), 5.5, 5, Mute)
	}
	if finite(r.At) {
		c.tick(at(r.At), 2, 12)
	}
	return c.strip("range", r.Label, 16)
}

// Pips shows a small whole number out of a small whole number, such as 3 of 5.
type Pips struct {
	Value, Most int
	// Label is the accessible name; when empty it is "3 of 5".
	Label string
}

// SVG draws the pips, 8 px apart, at most 20 of them.
func (p Pips) SVG() string {
	most := max(1, min(p.Most, 20))
	if p.Label == "" {
		p.Label = fmt.Sprintf("%d of %d", p.Value, p.Most)
	}
	c := cell("", "pips", p.Label, "")
	for i := range most {
		paint := Soft
		if i < p.Value {
			paint = Ink
		}
		c.rect(box{8 * float64(i), 0, 6.5, 6}, append(c.fill(paint), num("rx", 1))...)
	}
	c.frame.Width, c.frame.Height = 8*float64(most)-1.5, 6
	return c.small("pips", p.Label, true)
}

// Thread is the line through the stages of an intent, and where it thins: dots
// up to the stage where something was lost, a brick ring there, pale rings
// after it.
type Thread struct {
	// Stages are the names in order.
	Stages []string
	// Cut is the stage where it was lost, counted from 0; outside the stages,
	// such as −1, nothing was lost.
	Cut int
	// Missing names, by the same count, the stages not declared; their dots are
	// dashed.
	Missing []int
	// Label is the accessible name; when empty it says where it was lost.
	Label string
}

// SVG draws the thread, 16 px high and 108 px wide for six stages.
func (t Thread) SVG() string {
	n, cut := len(t.Stages), t.Cut
	if cut < 0 || cut >= n {
		cut = n
	}
	if t.Label == "" {
		t.Label = t.says(cut)
	}
	c := cell("", "thread", t.Label, "")
	x := func(i int) float64 { return 5 + 19.4*float64(i) }
	for i := 1; i < n; i++ {
		style := "ch-thread-on"
		if i > cut {
			style = "ch-thread-off"
		}
		c.line(x(i-1)+4, 8, x(i)-4, 8, style)
	}
	for i := range n {
		style, r := "ch-thread-dot", 3.0
		switch {
		case i == cut:
			style, r = "ch-thread-cut", 4
		case slices.Contains(t.Missing, i):
			style = "ch-thread-gap"
		case i > cut:
			style = "ch-thread-after"
		}
		c.circle(x(i), 8, r, style)
	}
	c.frame.Width, c.frame.Height = x(max(0, n-1))+6, 16
	return c.small("thread", t.Label, true)
}

func (t Thread) says(cut int) string {
	if cut == len(t.Stages) {
		return "Nothing lost on the way"
	}
	return fmt.Sprintf("Lost at %s, stage %d of %d", t.Stages[cut], cut+1, len(t.Stages))
}

// Spark is a line the size of a word: how a value moved, with a dot at its end.
type Spark struct {
	Readings []Reading
	// Width and Height in px; 0 means 96 by 24.
	Width, Height float64
	// Label is the accessible name; without one the line is hidden from readers.
	Label string
}

// SVG draws the line from its lowest to its highest reading; gaps stay open.
func (s Spark) SVG() string {
	c := cell("", "spark", s.Label, "")
	c.frame.Width, c.frame.Height = side(s.Width, 96, 16), side(s.Height, 24, 8)
	t := Trend{Lines: []TrendLine{{Readings: s.Readings}}}
	lo, hi := t.bounds()
	if lo == hi {
		lo, hi = lo-1, hi+1
	}
	x := scale{0, math.Max(1, float64(len(s.Readings)-1)), 3, c.frame.Width - 4}
	y := scale{lo, hi, c.frame.Height - 4, 4}
	var p pen
	open := false
	for i, r := range s.Readings {
		switch {
		case r.declared() && open:
			p.to(x.at(float64(i)), y.at(r.Value))
		case r.declared():
			p.move(x.at(float64(i)), y.at(r.Value))
		}
		open = r.declared()
	}
	if d := p.String(); d != "" {
		c.path(d, class("ch-spark-line"))
	}
	if i := t.last(0); i >= 0 {
		c.circle(x.at(float64(i)), y.at(s.Readings[i].Value), 2.5, "ch-dot")
	}
	return c.small("spark", s.Label, true)
}

// cell begins a small picture. Its patterns are named after what it shows.
func cell(id, kind, label, shows string) *canvas {
	return Frame{ID: id, Finding: label + shows}.canvas(kind)
}

// stretch is a rectangle in percent of the width and px of the height, so that
// a bar fills its cell while hatches and marks keep their shape.
func (c *canvas) stretch(x, w, y, h float64, p Paint, more ...string) {
	c.leaf("rect", append([]attr{str("x", coord(x)+"%"), num("y", y), str("width", coord(w)+"%"), num("height", h)}, c.fill(p, more...)...)...)
}

// tick is an upright mark of 2 px, whose middle is at x percent.
func (c *canvas) tick(x, y, h float64) {
	c.leaf("line", str("x1", coord(x)+"%"), str("x2", coord(x)+"%"), num("y1", y), num("y2", y+h), class("ch-tick"))
}

// strip closes a small picture as wide as its cell.
func (c *canvas) strip(kind, label string, height float64) string {
	c.frame.Width, c.frame.Height = 0, height
	return c.small(kind, label, false)
}

func (c *canvas) small(kind, label string, fixed bool) string {
	attrs := []attr{str("xmlns", "http://www.w3.org/2000/svg"), class("ch-cell", "ch-"+kind)}
	if fixed {
		w, h := coord(c.frame.Width), coord(c.frame.Height)
		attrs = append(attrs, str("viewBox", "0 0 "+w+" "+h), str("width", w), str("height", h))
	} else {
		attrs = append(attrs, str("width", "100%"), num("height", c.frame.Height))
	}
	if label == "" {
		attrs = append(attrs, str("aria-hidden", "true"))
	} else {
		attrs = append(attrs, str("role", "img"), str("aria-label", label))
	}
	var b strings.Builder
	b.WriteString("<svg")
	writeAttrs(&b, attrs)
	b.WriteByte('>')
	if label != "" {
		b.WriteString("<title>")
		escape(&b, label)
		b.WriteString("</title>")
	}
	c.writePatterns(&b)
	b.WriteString(c.body.String() + "</svg>")
	return b.String()
}
