package chart

import (
	"hash/fnv"
	"strconv"
	"strings"
)

// Frame is what every chart of its own panel has.
type Frame struct {
	// ID goes before the names of patterns inside the picture and must differ
	// between pictures of one page. When empty it is made from the kind, the
	// size and the finding.
	ID string
	// Width and Height are the size the chart is laid out for, in px. A size
	// below what a chart can be read at is raised to it; 0 means its usual size.
	Width, Height float64
	// Finding is the one sentence the chart shows. It is the accessible name
	// and the <title>.
	Finding string
	// Desc says in a sentence how to read the chart, with the unit.
	Desc string
}

// Mark is what a script and a reader can do with one mark of a chart.
type Mark struct {
	// Tip is shown on pointing or focus: lines parted by line feeds, the first
	// being the heading. When empty the chart makes one from the values.
	Tip string
	// Href opens the records behind the mark. Only relative, http and https
	// addresses become links; any other is left out.
	Href string
}

// sized returns the frame with a usable size: the usual one where none is
// given, and at least the smallest.
func (f Frame) sized(width, height, minWidth, minHeight float64) Frame {
	f.Width = side(f.Width, width, minWidth)
	f.Height = side(f.Height, height, minHeight)
	return f
}

func side(v, usual, least float64) float64 {
	switch {
	case length(v) == 0:
		return usual
	case v < least:
		return least
	}
	return min(v, farthest)
}

// id is the frame's ID as it may stand in an address such as url(#id), where
// brackets and quotes would end it early.
func (f Frame) id(kind string) string {
	if id := strings.Map(nameRune, f.ID); id != "" {
		return id
	}
	h := fnv.New32a()
	h.Write([]byte(kind + coord(f.Width) + "x" + coord(f.Height) + f.Finding))
	return "ch-" + strconv.FormatUint(uint64(h.Sum32()), 36)
}

func nameRune(r rune) rune {
	switch {
	case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '_':
		return r
	}
	return -1
}

// mark draws one mark: a group that carries the tip, inside a link where one
// was given. The link is named by the text one sees in it, and described by the
// tip; only one without text is named by its tip.
func (c *canvas) mark(m Mark, tip string, draw func(), attrs ...attr) {
	if m.Tip != "" {
		tip = m.Tip
	}
	outer, inner := c.body, &strings.Builder{}
	c.body = inner
	c.start("g", append([]attr{class("ch-mark"), str("data-tip", tip)}, attrs...)...)
	draw()
	c.end()
	c.body = outer
	href := address(m.Href)
	if href == "" {
		c.body.WriteString(inner.String())
		return
	}
	c.linked = true
	says := "aria-label"
	if strings.Contains(inner.String(), "<text") {
		says = "aria-description"
	}
	if strings.TrimSpace(tip) == "" { // a link must have a name, were it only where it leads
		tip = href
	}
	c.start("a", str("href", href), str(says, strings.ReplaceAll(tip, "\n", ", ")))
	c.body.WriteString(inner.String())
	c.end()
}

// address returns href when it cannot run a script, else nothing.
func address(href string) string {
	href = strings.TrimSpace(href)
	if strings.ContainsFunc(href, func(r rune) bool { return r < 0x20 || r == 0x7F }) {
		return "" // browsers skip these inside a scheme
	}
	end := strings.IndexAny(href, ":/?#")
	if end < 0 || href[end] != ':' {
		return href
	}
	switch strings.ToLower(href[:end]) {
	case "http", "https":
		return href
	}
	return ""
}

// String closes the picture: root, name, description, patterns, then the body.
func (c *canvas) String() string {
	f := c.frame
	var b strings.Builder
	b.WriteString("<svg")
	writeAttrs(&b, []attr{
		str("xmlns", "http://www.w3.org/2000/svg"), class("ch", "ch-"+c.kind),
		str("viewBox", "0 0 "+coord(f.Width)+" "+coord(f.Height)), num("width", f.Width), num("height", f.Height),
		str("role", c.role()), str("aria-label", f.Finding), str("data-chart", c.kind),
	})
	b.WriteString("><title>")
	escape(&b, f.Finding)
	b.WriteString("</title><desc>")
	escape(&b, f.Desc)
	b.WriteString("</desc>")
	c.writePatterns(&b)
	b.WriteString(c.body.String())
	b.WriteString("</svg>")
	return b.String()
}

func (c *canvas) role() string {
	if c.linked {
		return "group"
	}
	return "img"
}

// Responsive joins two drawings of one chart: wide is shown where its container
// has at least 35 rem, narrow below that. The two need different IDs.
func Responsive(wide, narrow string) string {
	return `<div class="ch-fit"><div class="ch-wide">` + wide + `</div><div class="ch-narrow">` + narrow + `</div></div>`
}

// Fit is drawings of one chart for containers of different width, so that its labels keep their size. Each
// needs an ID of its own. Wide must be given; where another is empty the next one stands in for it, and
// where there is no narrow one something else must.
type Fit struct {
	Full   string // from 60 rem on
	Wide   string // from 40 rem on
	Middle string // from 26 rem on
	Narrow string // below
}

// SVG is all drawings, of which the stylesheet shows one.
func (f Fit) SVG() string {
	var b strings.Builder
	b.WriteString(`<div class="ch-fit`)
	if f.Middle != "" {
		b.WriteString(" ch-three")
	}
	b.WriteString(`">`)
	for _, d := range []struct{ class, svg string }{{"ch-full", f.Full}, {"ch-wide", f.Wide}, {"ch-middle", f.Middle}, {"ch-narrow", f.Narrow}} {
		if d.svg != "" {
			b.WriteString(`<div class="` + d.class + `">` + d.svg + `</div>`)
		}
	}
	b.WriteString("</div>")
	return b.String()
}
