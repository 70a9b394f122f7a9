package chart

import "math"

// Drift shows what became of a plan lock, one bar per initiative: what was
// kept, moved and cut of the locked days, and, set apart, what was added since.
type Drift struct {
	Frame
	Rows []DriftRow
	// Unit is said with the values, such as "days".
	Unit string
}

// DriftRow is one initiative. Kept, Moved and Cut together are what was locked.
type DriftRow struct {
	Mark
	Name                    string
	Theme                   Paint
	Kept, Moved, Cut, Added float64
}

func (d DriftRow) locked() float64 { return length(d.Kept) + length(d.Moved) + length(d.Cut) }

// drifted is the part of the locked days that was not kept; NaN when nothing
// was locked.
func (d DriftRow) drifted() float64 {
	if d.locked() == 0 {
		return math.NaN()
	}
	return 1 - length(d.Kept)/d.locked()
}

const (
	driftHead = 28
	driftGap  = 4 // between what was locked and what was added
)

// SVG draws the chart: 710 px wide unless the frame says otherwise, and as high as its rows need whatever the
// frame says. Below 500 px names stand over their bars, so that they can be read whole.
func (d Drift) SVG() string {
	d.Frame = d.Frame.sized(710, 0, 320, 0)
	d.Height = driftHead + d.pitch()*float64(max(1, len(d.Rows)))
	c := d.canvas("drift")
	plot, px := d.layout()
	d.legend(c, plot)
	for i, r := range d.Rows {
		y := driftHead + d.pitch()*float64(i)
		c.mark(r.Mark, d.tip(r), func() { d.row(c, r, plot, px, y) })
	}
	return c.String()
}

func (d Drift) narrow() bool { return d.Width < 500 }

// pitch is the height of a row.
func (d Drift) pitch() float64 {
	if d.narrow() {
		return 48
	}
	return 30
}

func (d Drift) layout() (box, float64) {
	left, most, right := 0.0, 0.0, 0.0
	for _, r := range d.Rows {
		left = math.Max(left, body().width(r.Name))
		most = math.Max(most, r.locked()+length(r.Added))
		right = math.Max(right, bold().width(r.says()))
	}
	left = math.Min(left+16+14, d.Width*0.34)
	right += 12
	if d.narrow() {
		left, right = 0, 0
	}
	plot := box{left, driftHead, d.Width - left - right, d.Height - driftHead}
	if most == 0 {
		return plot, 0
	}
	return plot, (plot.w - driftGap) / most
}

// says is the figure at the end of a row.
func (d DriftRow) says() string {
	if p := d.drifted(); finite(p) {
		return share(p) + " drift"
	}
	return "not locked"
}

func (d Drift) row(c *canvas, r DriftRow, plot box, px, y float64) {
	c.rect(box{0, y, d.Width, d.pitch()}, class("ch-hit"))
	c.rect(box{0, y + 9, 9, 9}, append(c.fill(r.Theme), num("rx", 2))...)
	room := plot.x - 28
	if d.narrow() {
		room = d.Width - 16 - 12 - bold().width(r.says())
	}
	c.text(16, y+18, body(), body().tight(r.Name, room), inkTone)
	c.text(d.Width, y+18, bold(), r.says(), inkTone, endSide)
	if d.narrow() {
		y += 18 // the bar stands under both
	}
	x := plot.x
	for _, p := range r.parts() {
		w := p.value * px
		if w == 0 {
			continue
		}
		if p.name == "added" {
			x += driftGap
			c.rect(box{x + 0.5, y + 6.5, math.Max(0, w-1), 15}, class("ch-slot"), str("data-part", p.name))
		} else {
			c.rect(box{x, y + 6, w, 16}, append(c.fill(p.paint), str("data-part", p.name))...)
		}
		if s := number(p.value); small().width(s)+6 <= w {
			c.text(x+w/2, y+18, small(), s, p.tone, middle)
		}
		x += w
	}
}

type driftPart struct {
	name, tone string
	value      float64
	paint      Paint
}

func (d DriftRow) parts() []driftPart {
	return []driftPart{
		{"kept", onInk, length(d.Kept), Ink},
		{"moved", inkTone, length(d.Moved), Quiet},
		{"cut", inkTone, length(d.Cut), LossPale},
		{"added", inkTone2, length(d.Added), NoLine},
	}
}

// legend names the four parts once above the rows; their order is that of the
// bars.
func (d Drift) legend(c *canvas, plot box) {
	x := plot.x
	for _, p := range (DriftRow{}).parts() {
		w := small().width(p.name)
		if x+14+w > d.Width {
			return
		}
		if p.name == "added" {
			c.rect(box{x + 0.5, 5.5, 9, 9}, class("ch-slot"))
		} else {
			c.rect(box{x, 5, 10, 10}, append(c.fill(p.paint), num("rx", 2))...)
		}
		c.text(x+14, 14, small(), p.name, inkTone2)
		x += 14 + w + 16
	}
}

func (d Drift) tip(r DriftRow) string {
	t := r.Name + "\n" + r.says()
	for _, p := range r.parts() {
		if p.value > 0 {
			t += "\n" + number(p.value) + unit(d.Unit) + " " + p.name
		}
	}
	return t
}
