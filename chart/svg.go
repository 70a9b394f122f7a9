package chart

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// attr is one attribute of an element; its value is escaped when written.
type attr struct{ name, value string }

func str(name, value string) attr { return attr{name, value} }

func num(name string, v float64) attr { return attr{name, coord(v)} }

// canvas collects the inside of one picture. The root element is written last,
// when it is known whether links and patterns are inside.
type canvas struct {
	frame    Frame
	kind     string
	body     *strings.Builder
	open     []string
	patterns []pattern
	linked   bool
}

func (f Frame) canvas(kind string) *canvas {
	return &canvas{frame: f, kind: kind, body: &strings.Builder{}}
}

func (c *canvas) start(tag string, attrs ...attr) {
	c.tag(tag, attrs)
	c.body.WriteByte('>')
	c.open = append(c.open, tag)
}

func (c *canvas) end() {
	last := len(c.open) - 1
	c.body.WriteString("</" + c.open[last] + ">")
	c.open = c.open[:last]
}

func (c *canvas) leaf(tag string, attrs ...attr) {
	c.tag(tag, attrs)
	c.body.WriteString("/>")
}

func (c *canvas) tag(tag string, attrs []attr) {
	c.body.WriteString("<" + tag)
	writeAttrs(c.body, attrs)
}

func writeAttrs(b *strings.Builder, attrs []attr) {
	for _, a := range attrs {
		if a.value == "" {
			continue
		}
		b.WriteString(" " + a.name + `="`)
		escape(b, a.value)
		b.WriteByte('"')
	}
}

// box is a rectangle in the coordinates of a picture; y grows downwards.
type box struct{ x, y, w, h float64 }

func (b box) right() float64  { return b.x + b.w }
func (b box) bottom() float64 { return b.y + b.h }

func (b box) meets(o box) bool {
	return b.x < o.right() && o.x < b.right() && b.y < o.bottom() && o.y < b.bottom()
}

func (b box) inside(o box) bool {
	return b.x >= o.x && b.y >= o.y && b.right() <= o.right() && b.bottom() <= o.bottom()
}

func (b box) grow(by float64) box {
	return box{b.x - by, b.y - by, b.w + 2*by, b.h + 2*by}
}

func (c *canvas) rect(r box, attrs ...attr) {
	c.leaf("rect", append([]attr{
		num("x", r.x), num("y", r.y),
		num("width", math.Max(0, r.w)), num("height", math.Max(0, r.h)),
	}, attrs...)...)
}

func (c *canvas) line(x1, y1, x2, y2 float64, class string) {
	c.leaf("line", num("x1", x1), num("y1", y1), num("x2", x2), num("y2", y2), str("class", class))
}

func (c *canvas) circle(x, y, r float64, class string) {
	c.leaf("circle", num("cx", x), num("cy", y), num("r", r), str("class", class))
}

func (c *canvas) path(d string, attrs ...attr) {
	c.leaf("path", append([]attr{str("d", d)}, attrs...)...)
}

// capped is a column with its two upper corners rounded.
func capped(r box, radius float64) string {
	q := math.Max(0, math.Min(radius, math.Min(r.w/2, r.h)))
	var p pen
	p.move(r.x, r.bottom())
	p.to(r.x, r.y+q)
	p.arc(q, r.x+q, r.y)
	p.to(r.right()-q, r.y)
	p.arc(q, r.right(), r.y+q)
	p.to(r.right(), r.bottom())
	return p.close()
}

// pen writes the data of a path.
type pen struct{ b strings.Builder }

func (p *pen) put(op string, v ...float64) {
	p.b.WriteString(op)
	for i, x := range v {
		if i > 0 {
			p.b.WriteByte(' ')
		}
		p.b.WriteString(coord(x))
	}
}

func (p *pen) move(x, y float64)      { p.put("M", x, y) }
func (p *pen) to(x, y float64)        { p.put("L", x, y) }
func (p *pen) arc(r, x, y float64)    { p.put("A", r, r, 0, 0, 1, x, y) }
func (p *pen) curve(v ...float64)     { p.put("C", v...) }
func (p *pen) close() string          { return p.b.String() + "Z" }
func (p *pen) String() string         { return p.b.String() }
func class(names ...string) attr      { return attr{"class", strings.Join(names, " ")} }
func finite(v float64) bool           { return !math.IsNaN(v) && !math.IsInf(v, 0) }
func clamp(v, lo, hi float64) float64 { return math.Max(lo, math.Min(hi, v)) }

// length is v where v can be a length: finite and not below 0; else 0.
func length(v float64) float64 {
	if !finite(v) || v < 0 {
		return 0
	}
	return v
}

// farthest bounds coordinates: beyond it renderers lose precision.
const farthest = 1e6

// coord writes a coordinate with at most two decimals. What is not finite
// becomes 0, so that no picture ever holds a NaN.
func coord(v float64) string {
	if !finite(v) {
		return "0"
	}
	s := strconv.FormatFloat(clamp(v, -farthest, farthest), 'f', 2, 64)
	s = strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
	if s == "-0" {
		return "0"
	}
	return s
}

// escape writes s as text of an element or attribute. What XML cannot hold
// (control characters, broken UTF-8, the two non-characters) becomes U+FFFD.
func escape(b *strings.Builder, s string) {
	for _, r := range s {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '"':
			b.WriteString("&quot;")
		case r == '\'':
			b.WriteString("&#39;")
		case r == '\n' || r == '\t':
			// Written as a reference, for a plain one in an attribute reads as a space.
			b.WriteString("&#" + strconv.Itoa(int(r)) + ";")
		case r < 0x20 || r == 0x7F || r == 0xFFFE || r == 0xFFFF:
			b.WriteRune(utf8.RuneError)
		default:
			b.WriteRune(r)
		}
	}
}
