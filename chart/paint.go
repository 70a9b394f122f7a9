package chart

import (
	"strconv"
	"strings"
)

// Paint is what a mark is filled with. Numbers from 1 on are themes in the
// order of the period: 1 to 4 have their own hue, 5 to 8 repeat the hues with a
// second shape, and from 9 on a theme is grey and known by its name.
type Paint int

// The paints that are not themes.
const (
	// NoLine is the grey hatch of work with no line back to a theme.
	NoLine Paint = 0
	// Ink is the strong neutral, for what is stated and what is executed.
	Ink Paint = -iota
	// Quiet is the neutral of bars whose value is written on them.
	Quiet
	// Soft is the track behind a bar.
	Soft
	// Mute is the neutral of marks that need no attention.
	Mute
	// Loss is brick, for the largest loss.
	Loss
	// LossPale is pale brick, for the other losses.
	LossPale
	// Good is green, for what was agreed or kept.
	Good
	// Warn is amber, for what needs a look.
	Warn
)

// class is the class of a plain fill; "" for the paints that need a pattern.
func (p Paint) class() string {
	switch p {
	case NoLine:
		return ""
	case Ink:
		return "ch-f-ink"
	case Quiet:
		return "ch-f-quiet"
	case Soft:
		return "ch-f-soft"
	case Mute:
		return "ch-f-mute"
	case Loss:
		return "ch-f-loss"
	case LossPale:
		return "ch-f-loss-pale"
	case Good:
		return "ch-f-good"
	case Warn:
		return "ch-f-warn"
	}
	switch {
	case p >= 1 && p <= 4:
		return "ch-f-" + strconv.Itoa(int(p))
	case p >= 5 && p <= 8:
		return ""
	}
	return "ch-f-mute"
}

// pattern is a fill that needs a name inside the picture.
type pattern struct {
	name  string
	paint Paint
	faint bool
}

// fill returns the attribute that fills a mark with p, joined with further
// classes. A pattern that is asked for is defined once at the head.
func (c *canvas) fill(p Paint, more ...string) []attr {
	if cl := p.class(); cl != "" {
		return []attr{class(append([]string{cl}, more...)...)}
	}
	return c.patterned(pattern{name: "p" + strconv.Itoa(int(p)), paint: p}, more)
}

// faint is the hatch that stands back behind a selected path.
func (c *canvas) faint(more ...string) []attr {
	return c.patterned(pattern{name: "faint", faint: true}, more)
}

func (c *canvas) patterned(p pattern, more []string) []attr {
	p.name = c.frame.id(c.kind) + "-" + p.name
	known := false
	for _, q := range c.patterns {
		known = known || q.name == p.name
	}
	if !known {
		c.patterns = append(c.patterns, p)
	}
	return []attr{class(more...), str("fill", "url(#"+p.name+")")}
}

func (c *canvas) writePatterns(b *strings.Builder) {
	if len(c.patterns) == 0 {
		return
	}
	b.WriteString("<defs>")
	for _, p := range c.patterns {
		p.write(b)
	}
	b.WriteString("</defs>")
}

// write gives the hatch the slant and pitch of the stylesheet's --hatch, and
// themes 5 to 8 upright stripes over their hue.
func (p pattern) write(b *strings.Builder) {
	ground, stripe, turn, pitch, width := "ch-hatch-ground", "ch-hatch-line", "rotate(45)", "5", "1.25"
	switch {
	case p.faint:
		ground, stripe = "ch-faint-ground", "ch-faint-line"
	case p.paint != NoLine:
		ground, stripe, turn, pitch, width = (p.paint - 4).class(), "ch-stripe", "", "4", "1.5"
	}
	b.WriteString("<pattern")
	writeAttrs(b, []attr{
		str("id", p.name), str("width", pitch), str("height", pitch),
		str("patternUnits", "userSpaceOnUse"), str("patternTransform", turn),
	})
	b.WriteString(`><rect width="` + pitch + `" height="` + pitch + `" class="` + ground + `"/>` +
		`<rect width="` + width + `" height="` + pitch + `" class="` + stripe + `"/></pattern>`)
}
