package chart

import "math"

// Columns stacks the days of each month by theme, with the work that has no
// line back hatched on top, and sets what is planned apart from what is logged
// by a rule with both names.
type Columns struct {
	Frame
	// Series from the bottom up; their names are said in the tips and belong
	// in the legend of the panel.
	Series []Series
	// Stacks from left to right.
	Stacks []Stack
	// Planned is the number of the first planned column; 0 when none is.
	Planned int
	// Unit is said in the tips, such as "days".
	Unit string
	// Most is the top of the axis. When 0 it is above the highest column.
	Most float64
}

// Series is one layer of Columns.
type Series struct {
	Name  string
	Paint Paint
}

// Stack is one column: its caption and one value for each series.
type Stack struct {
	Mark
	Name   string
	Values []float64
}

func (s Stack) sum() float64 {
	sum := 0.0
	for _, v := range s.Values {
		sum += length(v)
	}
	return sum
}

// SVG draws the chart: 710 by 300 px unless the frame says otherwise.
func (k Columns) SVG() string {
	k.Frame = k.Frame.sized(710, 300, 240, 140)
	c := k.canvas("columns")
	plot, y, marks := k.layout()
	for _, v := range marks {
		c.line(plot.x, y.at(v), plot.right(), y.at(v), "ch-grid")
		c.text(plot.x-6, y.at(v)+4, small(), number(v), inkTone3, endSide)
	}
	c.line(plot.x, plot.bottom(), plot.right(), plot.bottom(), "ch-axis")
	band := plot.w / float64(max(1, len(k.Stacks)))
	for i, s := range k.Stacks {
		room := box{plot.x + band*(float64(i)+0.21), plot.y, band * 0.58, plot.h}
		c.mark(s.Mark, k.tip(s), func() { k.stack(c, s, room, y) })
	}
	k.captions(c, plot, band)
	k.rule(c, plot, band)
	return c.String()
}

func (k Columns) layout() (box, scale, []float64) {
	most := length(k.Most)
	for _, s := range k.Stacks {
		most = math.Max(most, s.sum())
	}
	marks := snug(math.Max(most, 1e-9))
	left := 0.0
	for _, v := range marks {
		left = math.Max(left, small().width(number(v)))
	}
	plot := box{left + 10, 24, k.Width - left - 14, k.Height - 24 - 24}
	return plot, scale{0, marks[len(marks)-1], plot.bottom(), plot.y}, marks
}

func (k Columns) stack(c *canvas, s Stack, room box, y scale) {
	c.rect(room, class("ch-hit"))
	from := 0.0
	for i, v := range s.Values {
		if i >= len(k.Series) || length(v) == 0 {
			continue
		}
		top, bottom := y.at(from+v), y.at(from)
		c.rect(box{room.x, top, room.w, bottom - top}, append(c.fill(k.Series[i].Paint, "ch-edge"), str("data-part", k.Series[i].Name))...)
		from += v
	}
}

// captions writes the names of the columns, all of them or every nth, so that
// none touch.
func (k Columns) captions(c *canvas, plot box, band float64) {
	widest := 0.0
	for _, s := range k.Stacks {
		widest = math.Max(widest, small().width(s.Name))
	}
	widest = math.Min(widest, plot.w/2)
	stride := max(1, int(math.Ceil((widest+6)/band)))
	var row board
	for i := 0; i < len(k.Stacks); i += stride {
		name := small().tight(k.Stacks[i].Name, widest+1)
		half := small().width(name) / 2
		x := clamp(plot.x+band*(float64(i)+0.5), half, math.Max(half, k.Width-half))
		// The outermost are moved inwards, where the next one may already be.
		if room := small().textBox(x, k.Height-6, name, middle); row.free(room.grow(2)) {
			row.take(room)
			c.text(x, k.Height-6, small(), name, inkTone3, middle)
		}
	}
}

func (k Columns) rule(c *canvas, plot box, band float64) {
	if k.Planned <= 0 || k.Planned >= len(k.Stacks) {
		return
	}
	x := plot.x + band*float64(k.Planned)
	c.line(x, 4, x, plot.bottom(), "ch-rule")
	if x-6-small().width("logged") >= 0 {
		c.text(x-6, 14, small(), "logged", inkTone3, endSide)
	}
	if x+6+small().width("planned") <= k.Width {
		c.text(x+6, 14, small(), "planned", inkTone3)
	}
}

func (k Columns) tip(s Stack) string {
	t := s.Name
	for i, v := range s.Values {
		if i < len(k.Series) {
			t += "\n" + k.Series[i].Name + ": " + number(length(v)) + unit(k.Unit)
		}
	}
	return t
}

func unit(name string) string {
	if name == "" {
		return ""
	}
	return " " + name
}
