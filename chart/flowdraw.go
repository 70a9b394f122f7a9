package chart

import (
	"cmp"
	"math"
	"slices"
)

// draw puts the bands down first, those of the selected path over the others,
// then the bars with their labels.
func (n *net) draw() string {
	c := n.flow.canvas("flow")
	for i, h := range n.flow.Headings {
		if i < len(n.columns) {
			c.text(n.xs[i], 12, body(), body().tight(h, n.room(i)+barWidth+labelInset), inkTone3)
		}
	}
	slices.SortStableFunc(n.links, func(a, b *band) int {
		return cmp.Or(first(b.lit, a.lit), cmp.Compare(a.from.Column, b.from.Column),
			cmp.Compare(a.y0, b.y0), cmp.Compare(a.y1, b.y1))
	})
	for _, l := range n.links {
		tip := l.from.Name + " → " + l.to.Name + "\n" + number(l.value) + unit(n.flow.Unit)
		c.mark(Mark{}, tip, func() { n.band(c, l) }, str("data-from", l.from.ID), str("data-to", l.to.ID))
	}
	for _, col := range n.columns {
		for _, b := range col {
			c.mark(b.Mark, n.tip(b), func() { n.node(c, b) }, str("data-id", b.ID))
		}
	}
	return c.String()
}

func (n *net) tip(b *bead) string {
	t := b.Name + "\n" + number(b.Value) + unit(n.flow.Unit)
	if s := n.sub(b); s != number(b.Value) && s != number(b.Value)+unit(n.flow.Unit) {
		t += "\n" + s
	}
	return t
}

func (n *net) band(c *canvas, l *band) {
	x0, x1, h := l.from.x+barWidth, l.to.x, math.Max(0.75, l.value*n.px)
	mid := (x0 + x1) / 2
	var p pen
	p.move(x0, l.y0)
	p.curve(mid, l.y0, mid, l.y1, x1, l.y1)
	p.to(x1, l.y1+h)
	p.curve(mid, l.y1+h, mid, l.y0+h, x0, l.y0+h)
	style, lit := "ch-band", n.selected()
	switch {
	case lit && l.lit:
		style = "ch-band-on"
	case lit && l.paint == NoLine:
		c.path(p.close(), c.faint("ch-band-back")...)
		return
	case lit:
		style = "ch-band-dim"
	}
	if l.paint == NoLine {
		style = "ch-band-back"
	}
	c.path(p.close(), c.fill(l.paint, style)...)
}

func (n *net) node(c *canvas, b *bead) {
	bar := box{b.x, b.y, barWidth, math.Max(1.5, b.h)}
	style := "ch-node"
	if n.selected() && !b.lit {
		style = "ch-node-dim"
	}
	if b.Paint == NoLine {
		style += " ch-outline" // or the bar could not be told from its bands
	}
	x, mid := b.x+barWidth+labelInset+3, b.y+bar.h/2
	ground := box{x - 3, mid - b.tall()/2, n.wide(b) + 6, b.tall()}
	if b.Column < len(n.columns)-1 {
		c.rect(ground, class("ch-ground"), num("rx", 2))
	} else {
		c.rect(ground, class("ch-hit"))
	}
	c.rect(bar, append(c.fill(b.Paint, style), num("rx", 1.5))...)
	n.label(c, b, x, ground.y+12)
}

// wide is the width of a label.
func (n *net) wide(b *bead) float64 {
	w := widest(n.face(b), b.lines)
	sub := small().width(b.sub)
	switch {
	case b.under:
		return math.Max(w, sub)
	case sub > 0:
		return w + subGap + sub
	}
	return w
}

func (n *net) label(c *canvas, b *bead, x, y float64) {
	tone, tone2 := inkTone, inkTone2
	if n.selected() && !b.lit {
		tone, tone2 = inkTone3, inkTone3
	}
	if !b.under {
		c.pair(x, y, [2]face{n.face(b), small()}, [2]string{b.lines[0], b.sub}, [2]string{tone, tone2})
		return
	}
	c.lines(x, y, lineRoom, n.face(b), b.lines, tone)
	c.text(x, y+lineRoom*float64(len(b.lines))-0.5, small(), b.sub, tone2)
}
