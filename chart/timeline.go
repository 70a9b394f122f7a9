package chart

import (
	"cmp"
	"math"
	"slices"
)

// Timeline shows steps over periods: one row per initiative, each step a bar
// from its start to its end. Where a plan lock held a step elsewhere, the locked
// place is an outline and a dashed line shows the slip.
type Timeline struct {
	Frame
	// Periods are the captions of the columns, such as months. Times are
	// counted in periods from the start of the first: 1.5 is the middle of the
	// second.
	Periods []string
	// Slots is what a script reads of the columns to move steps between them, as data-slots on the ground of the
	// rows; when empty no step can be moved.
	Slots string
	Rows  []TimelineRow
	// Now is drawn as a line named "today" when inside the periods and above 0.
	Now float64
	// Locks are the plan locks, as named verticals; At is counted in periods.
	Locks []Lock
	// Stacked puts the name of a row above its bars, which are higher then: for where there is no room beside
	// them.
	Stacked bool
}

// TimelineRow is one line of a Timeline.
type TimelineRow struct {
	Mark
	Name  string
	Theme Paint
	Steps []Step
}

// Step is one bar. Its ends are counted in periods.
type Step struct {
	Mark
	Name     string
	From, To float64
	// LockedFrom and LockedTo are where the last plan lock held the step; drawn
	// when LockedTo is above LockedFrom and differs from the step.
	LockedFrom, LockedTo float64
	// Planned is true for a step not yet begun: its bar is an outline.
	Planned bool
	// Move is what a script reads to let the bar be moved, and Action where that is sent; they stand on the mark as
	// data-move and data-action.
	Move, Action string
}

func (s Step) shown() bool { return finite(s.From) && finite(s.To) && s.To > s.From }

// slipped is true where the lock held another end.
func (s Step) slipped() bool {
	return finite(s.LockedFrom) && finite(s.LockedTo) && s.LockedTo > s.LockedFrom &&
		(math.Abs(s.LockedTo-s.To) > 1e-9 || math.Abs(s.LockedFrom-s.From) > 1e-9)
}

// laid is how a row of a Timeline is laid out, in px from its top: where its name and those of its steps
// stand, and the bars.
type laid struct{ pitch, name, step, bar, thick float64 }

func (t Timeline) laid() laid {
	if t.Stacked {
		return laid{pitch: 76, name: 20, step: 39, bar: 44, thick: 18}
	}
	return laid{pitch: 44, name: 26, step: 13, bar: 17, thick: 12}
}

// SVG draws the chart: 710 px wide unless the frame says otherwise, and 44 px
// high for each row, 76 px where it is stacked, whatever the frame says.
func (t Timeline) SVG() string {
	t.Frame = t.Frame.sized(710, 0, 320, 0)
	row := t.laid()
	t.Height = 44 + row.pitch*float64(max(1, len(t.Rows)))
	c := t.canvas("timeline")
	plot := t.plot()
	at := scale{0, math.Max(1, float64(len(t.Periods))), plot.x, plot.right()}
	t.ground(c, plot, at)
	for i, r := range t.Rows {
		y := plot.y + row.pitch*float64(i)
		room, tones := box{0, y, plot.x - 8, row.pitch}, []string{inkTone}
		if t.Stacked {
			room, tones = box{0, y, t.Width, row.name + 6}, append(tones, halo) // the name stands on the lines of the periods
		}
		c.mark(r.Mark, r.Name, func() {
			c.rect(room, class("ch-hit"))
			c.rect(box{0, y + row.name - 9, 9, 9}, append(c.fill(r.Theme), num("rx", 2))...)
			c.text(16, y+row.name, body(), body().tight(r.Name, room.w-20), tones...)
		})
		t.row(c, r, at, y, plot)
	}
	return c.String()
}

func (t Timeline) plot() box {
	if t.Stacked {
		return box{1, 40, t.Width - 2, t.Height - 44}
	}
	left := 0.0
	for _, r := range t.Rows {
		left = math.Max(left, body().width(r.Name))
	}
	left = math.Min(left+16+14, t.Width*0.34)
	return box{left, 40, t.Width - left - 2, t.Height - 44}
}

func (t Timeline) ground(c *canvas, plot box, at scale) {
	band := plot.w / at.to
	widest := 0.0
	for _, p := range t.Periods {
		widest = math.Max(widest, small().width(p))
	}
	stride := max(1, int(math.Ceil((math.Min(widest, plot.w/2)+6)/band)))
	for i, p := range t.Periods {
		x := at.at(float64(i))
		c.line(x, plot.y-4, x, plot.bottom(), "ch-grid")
		if i%stride == 0 {
			c.text(x+2, 32, small(), small().tight(p, math.Min(band*float64(stride)-4, plot.right()-x-2)), inkTone3)
		}
	}
	c.line(plot.x, plot.y-4, plot.right(), plot.y-4, "ch-axis")
	if t.Slots != "" {
		c.rect(plot, class("ch-hit"), str("data-slots", t.Slots))
	}
	var names board
	for _, l := range t.moments() {
		x := at.at(l.At)
		half := small().width(l.Name) / 2
		mid := clamp(x, plot.x+half, math.Max(plot.x+half, t.Width-half))
		room := small().textBox(mid, 13, l.Name, middle).grow(3)
		c.mark(Mark{}, l.Name, func() {
			c.line(x, 18, x, plot.bottom(), "ch-rule")
			if names.free(room) {
				names.take(room)
				c.text(mid, 13, small(), l.Name, inkTone3, middle)
			}
		})
	}
}

// moments are today and the plan locks inside the periods.
func (t Timeline) moments() []Lock {
	var out []Lock
	end := float64(len(t.Periods))
	if t.Now > 0 && t.Now <= end {
		out = append(out, Lock{t.Now, "today"})
	}
	for _, l := range t.Locks {
		if l.At >= 0 && l.At <= end {
			out = append(out, l)
		}
	}
	return out
}

// row draws the steps of one row, each with its name above it where there is
// room up to the next; else only the tip has it.
func (t Timeline) row(c *canvas, r TimelineRow, at scale, y float64, plot box) {
	x := func(v float64) float64 { return clamp(at.at(v), plot.x, plot.right()) }
	steps := slices.DeleteFunc(slices.Clone(r.Steps), func(s Step) bool { return !s.shown() })
	slices.SortStableFunc(steps, func(a, b Step) int { return cmp.Compare(a.From, b.From) })
	lies := t.laid()
	for i, s := range steps {
		bar := box{x(s.From), y + lies.bar, math.Max(2, x(s.To)-x(s.From)), lies.thick}
		end := plot.right()
		if i+1 < len(steps) {
			end = x(steps[i+1].From) - 6
		}
		var moves []attr
		if s.Move != "" && t.Slots != "" {
			moves = append(moves, str("data-move", s.Move), str("data-action", address(s.Action)))
		}
		c.mark(s.Mark, t.tip(r, s), func() {
			if moves != nil { // a finger takes it beside the bar, too
				c.rect(box{bar.x, y + lies.step - 10, bar.w, lies.bar + lies.thick - lies.step + 21}, class("ch-hit"))
			}
			t.slip(c, s, bar, x)
			style := "ch-step"
			if s.Planned {
				style = "ch-step-planned"
			}
			c.rect(bar, append(c.fill(r.Theme, style), num("rx", 2))...)
			if name := small().tight(s.Name, end-bar.x); len(name) > 3 || name == s.Name {
				c.text(bar.x, y+lies.step, small(), name, inkTone2, halo)
			}
		}, moves...)
	}
}

// slip outlines the locked place below the bar and leads from its end to the
// end of today.
func (t Timeline) slip(c *canvas, s Step, bar box, x func(float64) float64) {
	if !s.slipped() {
		return
	}
	from, to := x(s.LockedFrom), x(s.LockedTo)
	c.rect(box{from, bar.bottom() + 2, math.Max(2, to-from), 4}, class("ch-locked"), num("rx", 1))
	if math.Abs(bar.right()-to) > 2 {
		style := "ch-slip"
		if s.To < s.LockedTo {
			style = "ch-slip-early" // nothing is lost by being early
		}
		c.line(to, bar.bottom()+4, bar.right(), bar.bottom()+4, style)
	}
}

func (t Timeline) tip(r TimelineRow, s Step) string {
	tip := r.Name + "\n" + s.Name
	if s.slipped() && math.Abs(s.To-s.LockedTo) >= 0.05 {
		late := s.To - s.LockedTo
		by, word := number(math.Abs(late)), " periods"
		if by == "1" {
			word = " period"
		}
		if late < 0 {
			word += " earlier than locked"
		} else {
			word += " later than locked"
		}
		tip += "\n" + by + word
	}
	return tip
}
