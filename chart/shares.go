package chart

import "math"

// Shares sets the actual share of each theme against the share the strategy
// asked for: one row per theme with its name, both numbers, a bar and a mark.
type Shares struct {
	Frame
	Rows []Share
	// Most is the share at the full width. When 0 it is the largest shown.
	Most float64
}

// Share is one row of Shares; both values are parts of 1.
type Share struct {
	Mark
	Name   string
	Theme  Paint
	Actual float64
	// Intended is the share asked for; 0 when none was, as for work with no
	// line back.
	Intended float64
	// Missing is true where the actual share is not declared.
	Missing bool
}

const shareRow = 52

// SVG draws the chart: 420 px wide unless the frame says otherwise, and 52 px
// high for each row whatever the frame says.
func (s Shares) SVG() string {
	s.Frame = s.Frame.sized(420, 0, 200, 0)
	s.Height = math.Max(1, shareRow*float64(len(s.Rows))-12)
	c, most := s.canvas("shares"), s.most()
	for i, r := range s.Rows {
		c.mark(r.Mark, r.tip(), func() { s.row(c, r, shareRow*float64(i), most) })
	}
	return c.String()
}

func (s Shares) most() float64 {
	most := length(s.Most)
	if most > 0 {
		return most
	}
	for _, r := range s.Rows {
		most = math.Max(most, math.Max(length(r.Actual), length(r.Intended)))
	}
	if most == 0 {
		return 1
	}
	return most * 1.1
}

func (s Shares) row(c *canvas, r Share, y, most float64) {
	px := func(v float64) float64 { return math.Min(s.Width, s.Width*length(v)/most) }
	c.rect(box{0, y, s.Width, shareRow - 12}, class("ch-hit"))
	c.pair(s.Width, y+15, [2]face{strong(), body()}, [2]string{r.value(), r.of()}, [2]string{inkTone, inkTone2}, endSide)
	c.rect(box{0, y + 6, 9, 9}, append(c.fill(r.Theme), num("rx", 2))...)
	room := s.Width - body().width(r.of()) - subGap - strong().width(r.value()) - 16 - 12
	c.text(16, y+15, body(), body().tight(r.Name, room), inkTone)
	if asked := px(r.Intended); asked > 0 {
		c.rect(box{0, y + 29, asked, 6}, class("ch-f-soft", "ch-track"))
	}
	if !r.Missing {
		c.rect(box{0, y + 29, px(r.Actual), 6}, append(c.fill(r.Theme), str("data-part", "actual"))...)
	}
	if asked := px(r.Intended); asked > 0 {
		c.line(asked, y+26, asked, y+38, "ch-tick")
	}
}

func (r Share) declared() bool { return !r.Missing && finite(r.Actual) }

func (r Share) value() string {
	if !r.declared() {
		return "not declared"
	}
	return share(r.Actual)
}

func (r Share) of() string {
	if length(r.Intended) == 0 {
		return ""
	}
	return "of " + share(r.Intended)
}

func (r Share) tip() string {
	t := r.Name + "\n" + r.value()
	if r.declared() {
		t += " of capacity"
	}
	if length(r.Intended) > 0 {
		t += "\n" + share(r.Intended) + " asked for"
	}
	return t
}
