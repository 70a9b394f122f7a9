package chart

import "math"

// Heat is a matrix of one quantity over two lists, such as demand against
// capacity by unit and month: the darker a cell, the more. Five steps of one
// hue, the value written in each cell, and a ring around a cell that needs a
// look.
type Heat struct {
	Frame
	Columns []string
	Rows    []HeatRow
	// Low and High are the ends of the five steps where High is above Low; else
	// the cells are.
	Low, High float64
	// Legend names the quantity below the matrix with its ends, such as "days
	// waited"; nothing is drawn when empty.
	Legend string
	// Unit is written after the numbers that the chart makes itself, such as "%".
	Unit string
}

// HeatRow is one row: its name and one cell for each column.
type HeatRow struct {
	Mark
	Name  string
	Cells []HeatCell
}

// HeatCell is one value of the matrix.
type HeatCell struct {
	Mark
	Value float64
	// Missing is true where nothing is declared; the cell holds a dot.
	Missing bool
	// Text and Sub are the lines in the cell; Text is the value when empty.
	Text, Sub string
	// Flag rings the cell, such as one where demand is above capacity.
	Flag bool
}

func (h HeatCell) declared() bool { return !h.Missing && finite(h.Value) }

// warmth is a Heat laid out.
type warmth struct {
	left, top, w, h float64
	lo, hi          float64
	size            int // of the text in the cells
}

// SVG draws the chart: 640 px wide unless the frame says otherwise, and as high
// as its rows need (44 px each) when the frame gives no height.
func (h Heat) SVG() string {
	foot := 0.0
	if h.Legend != "" {
		foot = 28
	}
	rows := float64(max(1, len(h.Rows)))
	h.Frame = h.Frame.sized(640, 26+44*rows+foot, 200, 26+24*rows+foot)
	c, l := h.canvas("heat"), h.layout(foot)
	for i, name := range h.Columns {
		c.text(l.left+l.w*(float64(i)+0.5), 14, small(), small().tight(name, l.w-4), inkTone3, middle)
	}
	for i, r := range h.Rows {
		y := l.top + l.h*float64(i)
		c.mark(r.Mark, r.Name, func() {
			c.rect(box{0, y, l.left - 8, l.h - 2}, class("ch-hit"))
			c.text(0, y+l.h/2+3, body(), body().tight(r.Name, l.left-12), inkTone)
		})
		for j, cell := range r.Cells {
			if j < len(h.Columns) {
				room := box{l.left + l.w*float64(j) + 1, y + 1, l.w - 2, l.h - 2}
				c.mark(cell.Mark, h.tip(i, j), func() { h.cell(c, l, cell, room) })
			}
		}
	}
	if h.Legend != "" {
		h.legend(c, l)
	}
	return c.String()
}

func (h Heat) layout(foot float64) warmth {
	l := warmth{top: 24, lo: math.Inf(1), hi: math.Inf(-1)}
	for _, r := range h.Rows {
		l.left = math.Max(l.left, body().width(r.Name))
		for _, c := range r.Cells {
			if c.declared() {
				l.lo, l.hi = math.Min(l.lo, c.Value), math.Max(l.hi, c.Value)
			}
		}
	}
	if finite(h.Low) && finite(h.High) && h.High > h.Low {
		l.lo, l.hi = h.Low, h.High
	}
	l.left = math.Min(l.left+14, h.Width*0.4)
	l.w = (h.Width - l.left) / float64(max(1, len(h.Columns)))
	l.size = h.size(l.w - 5)
	l.h = (h.Height - l.top - foot) / float64(max(1, len(h.Rows)))
	return l
}

// step is the shade of a value, from 1 to 5.
func (l warmth) step(v float64) int {
	if !(l.hi > l.lo) {
		return 1
	}
	v = clamp(v, l.lo, l.hi)
	part := (v - l.lo) / (l.hi - l.lo)
	if !finite(l.hi - l.lo) { // too far apart for one number
		part = (v/2 - l.lo/2) / (l.hi/2 - l.lo/2)
	}
	return 1 + int(math.Min(math.Floor(5*part), 4))
}

func heatClass(step int) string { return []string{"ch-h1", "ch-h2", "ch-h3", "ch-h4", "ch-h5"}[step-1] }

func (h Heat) cell(c *canvas, l warmth, v HeatCell, room box) {
	mid := room.x + room.w/2
	if !v.declared() {
		c.rect(room, class("ch-hit"))
		c.text(mid, room.y+room.h/2+4, body(), "·", inkTone3, middle)
		return
	}
	step := l.step(v.Value)
	c.rect(room, class(heatClass(step)), num("rx", 3))
	if v.Flag {
		c.rect(room.grow(-1), class("ch-ring"), num("rx", 3))
	}
	tone := inkTone
	if step == 5 {
		tone = "ch-onheat"
	}
	y := room.y + room.h/2 + 4
	if v.Sub != "" && room.h >= 34 && tiny().width(v.Sub) <= room.w-4 {
		y -= 7
		c.text(mid, y+14, tiny(), v.Sub, tone, middle)
	}
	f, text := h.written(v, l.size)
	if f.width(text) <= room.w-3 {
		c.text(mid, y, f, text, tone, middle)
	}
}

// written is the text of a cell in one of three sizes: bold, small, and small
// without the unit.
func (h Heat) written(v HeatCell, size int) (face, string) {
	f, s := bold(), v.Text
	if size > 0 {
		f = tiny()
	}
	if s == "" {
		s = number(v.Value)
		if size < 2 {
			s += h.Unit
		}
	}
	return f, s
}

// size is the largest size in which every cell can be written. A text that does
// not fit even in the smallest is left out, for half a number would be a wrong
// one.
func (h Heat) size(width float64) int {
	for size := range 2 {
		fits := true
		for _, r := range h.Rows {
			for _, v := range r.Cells {
				f, s := h.written(v, size)
				fits = fits && (!v.declared() || f.width(s) <= width)
			}
		}
		if fits {
			return size
		}
	}
	return 2
}

func (h Heat) tip(row, col int) string {
	r, cell := h.Rows[row], h.Rows[row].Cells[col]
	t := r.Name + ", " + h.Columns[col]
	if !cell.declared() {
		return t + "\nnot declared"
	}
	if cell.Text != "" {
		t += "\n" + cell.Text
	} else {
		t += "\n" + number(cell.Value) + h.Unit
	}
	if cell.Sub != "" {
		t += "\n" + cell.Sub
	}
	return t
}

// legend shows the five shades with the ends of the scale.
func (h Heat) legend(c *canvas, l warmth) {
	if l.lo > l.hi {
		return
	}
	y := h.Height - 6
	ends := number(l.lo) + h.Unit + " to " + number(l.hi) + h.Unit
	name := small().tight(h.Legend, h.Width-8-5*20-4-small().width(ends))
	c.text(0, y, small(), name, inkTone2)
	x := small().width(name) + 8
	for i := 1; i <= 5; i++ {
		c.rect(box{x, y - 9, 17, 9}, class(heatClass(i), "ch-hair"))
		x += 20
	}
	c.text(x+4, y, small(), small().tight(ends, h.Width-x-4), inkTone2)
}
