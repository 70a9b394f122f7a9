package chart

import "math"

// Waterfall shows how much of an intent is kept from stage to stage: one column
// per stage, the part lost there standing on the part kept. The first and last
// stages are solid, the stages between quiet; the largest loss is full brick
// and the others pale. A stage that is not declared is an empty dashed slot.
type Waterfall struct {
	Frame
	// Stages from left to right. What a declared stage loses is the fall from
	// the nearest declared stage before it; a rise shows no loss.
	Stages []Stage
	// Most is the value of a full column. When 0 it is the largest value shown.
	Most float64
	// Note is the one annotation, beside the largest loss.
	Note string
}

// Stage is one column of a Waterfall.
type Stage struct {
	Mark
	// Name is the caption and Sub the smaller line below it, of at most two
	// lines on wide charts.
	Name, Sub string
	// Kept is what is left after this stage, from 0 up.
	Kept float64
	// Missing is true for a stage that was not declared.
	Missing bool
	// Low and High are the ends of the interval around Kept, in its unit; drawn
	// when High is above Low.
	Low, High float64
	// Ceiling is the highest value that could be reached here, drawn as a mark
	// when above 0.
	Ceiling float64
}

func (s Stage) declared() bool { return !s.Missing && finite(s.Kept) }

// SVG draws the chart: 710 by 360 px unless the frame says otherwise. Below
// 560 px the lower captions give way and columns are broader.
func (w Waterfall) SVG() string {
	w.Frame = w.Frame.sized(710, 360, 280, 160)
	c := w.canvas("waterfall")
	l := w.layout()
	c.line(4, l.floor, w.Width-4, l.floor, "ch-axis")
	for i := 1; i < len(l.columns); i++ {
		a, b := l.columns[i-1], l.columns[i]
		c.line(a.x+a.w, b.level, b.x, b.level, "ch-join")
	}
	for i := range l.columns {
		c.mark(w.Stages[i].Mark, w.tip(l, i), func() { w.column(c, l, i) })
	}
	c.lines(l.note.x, l.note.y, 15, body(), l.note.lines, l.note.classes...)
	return c.String()
}

// fall is a Waterfall laid out.
type fall struct {
	narrow, stagger bool
	band, floor     float64
	scale           scale
	columns         []fallColumn
	worst           int // column with the largest loss, −1 for none
	note            fallNote
}

type fallColumn struct {
	x, w        float64
	kept        float64 // y of the top of what is kept
	level       float64 // y of what the stage before kept
	lost        float64 // in the unit of the values
	first, last bool
	declared    bool
}

type fallNote struct {
	x, y    float64
	lines   []string
	classes []string
}

func (c fallColumn) mid() float64 { return c.x + c.w/2 }

func (w Waterfall) layout() fall {
	l := w.under(2)
	if w.Note == "" || l.worst < 0 {
		return l
	}
	if note, ok := w.beside(l); ok {
		l.note = note
		return l
	}
	// No room on the line of the number: the note goes above everything.
	lines := body().wrap(w.Note, w.Width-8, 3)
	l = w.under(2 + 15*float64(len(lines)))
	l.note = w.above(l, lines)
	return l
}

// under places the columns so that no number stands above roof.
func (w Waterfall) under(roof float64) fall {
	l := w.place(roof + 24)
	highest := roof
	for i, col := range l.columns {
		if y := col.level - 18; w.low(l, i) && col.lost > 0 {
			highest = math.Min(highest, y-15)
		}
	}
	if highest < roof {
		l = w.place(roof + 24 + roof - highest)
	}
	return l
}

func (w Waterfall) place(top float64) fall {
	n := float64(max(1, len(w.Stages)))
	l := fall{narrow: w.Width < 560, worst: -1, band: (w.Width - 8) / n}
	part, foot := 0.52, 62.0
	if l.narrow {
		part, foot = 0.66, 26
		for _, s := range w.Stages {
			l.stagger = l.stagger || tiny().width(s.Name) > l.band-5
		}
		if l.stagger {
			foot += 13
		}
	}
	l.floor = w.Height - foot
	l.scale = scale{0, w.most(), l.floor, top}
	l.columns = w.columns(l, part)
	for i, col := range l.columns {
		if col.lost > 0 && (l.worst < 0 || col.lost > l.columns[l.worst].lost) {
			l.worst = i
		}
	}
	return l
}

func (w Waterfall) columns(l fall, part float64) []fallColumn {
	out := make([]fallColumn, len(w.Stages))
	before := math.NaN()
	for i, s := range w.Stages {
		col := fallColumn{x: 4 + l.band*(float64(i)+(1-part)/2), w: l.band * part, declared: s.declared()}
		col.first, col.last = i == 0, i == len(w.Stages)-1
		kept := length(s.Kept)
		if !finite(before) {
			before = l.scale.to
			if col.declared {
				before = kept
			}
		}
		col.level, col.kept = l.scale.at(math.Max(before, kept)), l.scale.at(before)
		if col.declared {
			col.lost, col.kept = math.Max(0, before-kept), l.scale.at(kept)
			before = kept
		} else {
			col.level = col.kept
		}
		out[i] = col
	}
	return out
}

func (w Waterfall) most() float64 {
	most := length(w.Most)
	for _, s := range w.Stages {
		if s.declared() {
			most = math.Max(most, math.Max(length(s.Kept), math.Max(length(s.Ceiling), length(s.High))))
		}
	}
	if most == 0 {
		return 1
	}
	return most
}

// beside puts the note on the line of the largest loss, to its right, when it
// fits there without touching another number or column.
func (w Waterfall) beside(l fall) (fallNote, bool) {
	col := l.columns[l.worst]
	if w.low(l, l.worst) {
		return fallNote{}, false
	}
	x, y := col.mid()+bold().width(lossNumber(col.lost))/2+8, col.level-5
	lines := body().wrap(w.Note, w.Width-x-4, 9)
	room := box{x, y - 10, w.Width - x - 4, 15*float64(len(lines)-1) + 13}
	if len(lines) > 2 || w.Width-x < 100 || room.bottom() > col.level+30 {
		return fallNote{}, false
	}
	if len(lines) > 1 {
		y, room.y = y-15, room.y-15
	}
	for _, other := range l.columns[l.worst+1:] {
		if room.meets(box{other.x, other.level - 17, other.w, l.floor - other.level + 17}) {
			return fallNote{}, false
		}
	}
	return fallNote{x, y, lines, []string{lossTone}}, room.y >= 0
}

// above puts the note over all columns, its end or start over the largest loss.
func (w Waterfall) above(l fall, lines []string) fallNote {
	wide := widest(body(), lines)
	x := clamp(l.columns[l.worst].mid()-wide/2, 4, math.Max(4, w.Width-4-wide))
	return fallNote{x, 12, lines, []string{lossTone}}
}

func (w Waterfall) column(c *canvas, l fall, i int) {
	s, col := w.Stages[i], l.columns[i]
	w.caption(c, l, i)
	if !col.declared {
		w.slot(c, l, col)
		return
	}
	w.blocks(c, l, i)
	if s.Ceiling > 0 && finite(s.Ceiling) {
		w.ceiling(c, l, i, l.scale.at(s.Ceiling))
	}
	w.figures(c, l, i)
	if finite(s.Low) && finite(s.High) && s.High > s.Low {
		x, lo, hi := col.x+col.w+6, l.scale.at(length(s.Low)), l.scale.at(length(s.High))
		c.line(x, lo, x, hi, "ch-whisker")
		c.line(x-3, lo, x+3, lo, "ch-whisker")
		c.line(x-3, hi, x+3, hi, "ch-whisker")
	}
}

// ceiling draws the mark, to both sides of a number that would be struck through, and names it where no other
// number is in the way; the tip always does.
func (w Waterfall) ceiling(c *canvas, l fall, i int, y float64) {
	col, text := l.columns[i], "at most "+number(w.Stages[i].Ceiling)
	from, to := col.x-5, col.x+col.w+5
	if figure := bold().textBox(col.mid(), col.level-5, lossNumber(col.lost), middle).grow(2); col.lost > 0 && y > figure.y && y < figure.bottom() {
		c.line(from, y, math.Max(from, figure.x), y, "ch-ceiling")
		from = math.Min(to, figure.right())
	}
	c.line(from, y, to, y, "ch-ceiling")
	room := tiny().textBox(col.mid(), y-5, text, middle)
	taken := board{taken: []box{{col.x, col.level - 34, col.w, l.floor - col.level + 34}}}
	if len(l.note.lines) > 0 {
		taken.take(box{l.note.x, l.note.y - 12, widest(body(), l.note.lines), 15*float64(len(l.note.lines)) + 2})
	}
	if room.w < l.band-4 && room.y > 0 && taken.free(room) {
		c.text(col.mid(), y-5, tiny(), text, inkTone3, middle)
	}
}

// blocks draws the kept part and, on it, the lost part.
func (w Waterfall) blocks(c *canvas, l fall, i int) {
	col, paint := l.columns[i], Quiet
	if col.first || col.last {
		paint = Ink
	}
	kept := box{col.x, col.kept, col.w, l.floor - col.kept}
	if col.lost == 0 {
		c.path(capped(kept, 3), append(c.fill(paint), str("data-part", "kept"))...)
		return
	}
	c.rect(kept, append(c.fill(paint), str("data-part", "kept"))...)
	paint = LossPale
	if i == l.worst {
		paint = Loss
	}
	lost := box{col.x, col.level, col.w, col.kept - col.level}
	c.path(capped(lost, 3), append(c.fill(paint), str("data-part", "lost"))...)
}

// low is true where a column has no room for its own number inside.
func (w Waterfall) low(l fall, i int) bool {
	col := l.columns[i]
	return l.floor-col.kept < 26 || l.figure().width(number(w.Stages[i].Kept)) > col.w
}

func (l fall) figure() face {
	if l.narrow {
		return strong()
	}
	return figure()
}

// figures writes what is kept inside the column, or above it where the column
// is too low, and what is lost above that.
func (w Waterfall) figures(c *canvas, l fall, i int) {
	s, col := w.Stages[i], l.columns[i]
	f, tone := l.figure(), inkTone
	if col.first || col.last {
		tone = onInk
	}
	y := col.level - 5
	if w.low(l, i) {
		c.text(col.mid(), y, f, number(s.Kept), inkTone, middle)
		y -= 15
	} else {
		c.text(col.mid(), col.kept+8+f.size*0.75, f, number(s.Kept), tone, middle)
	}
	if col.lost > 0 {
		c.text(col.mid(), y, bold(), lossNumber(col.lost), lossTone, middle, halo)
	}
}

func (w Waterfall) slot(c *canvas, l fall, col fallColumn) {
	c.leaf("path", str("d", capped(box{col.x, col.level, col.w, l.floor - col.level}, 3)), class("ch-slot"))
	lines := tiny().wrap("not declared", col.w-4, 2)
	if tiny().width("declared") > col.w-4 {
		lines = tiny().wrap("not declared", l.band-2, 2)
	}
	y := col.level + 18
	if l.floor-col.level < 18+13*float64(len(lines)) {
		y = col.level - 5 - 13*float64(len(lines)-1)
	}
	c.lines(col.mid(), y, 13, tiny(), lines, inkTone3, middle)
}

func (w Waterfall) caption(c *canvas, l fall, i int) {
	s, mid := w.Stages[i], l.columns[i].mid()
	if l.narrow {
		y, room := l.floor+17, l.band-5
		if l.stagger {
			room = 1.4*l.band - 4 // the next name of this row is two columns away
			y += 13 * float64(i%2)
		}
		c.text(w.hold(mid, tiny(), s.Name), y, tiny(), tiny().tight(s.Name, room), inkTone2, middle)
		return
	}
	c.text(mid, l.floor+22, bold(), bold().tight(s.Name, l.band-6), inkTone, middle)
	c.lines(mid, l.floor+39, 15, small(), small().balanced(s.Sub, l.band-8, 2), inkTone3, middle)
}

// hold keeps a centred label inside the picture.
func (w Waterfall) hold(mid float64, f face, s string) float64 {
	half := f.width(s) / 2
	return clamp(mid, math.Min(half, w.Width/2), math.Max(w.Width-half, w.Width/2))
}

func (w Waterfall) tip(l fall, i int) string {
	s, col := w.Stages[i], l.columns[i]
	if !col.declared {
		return s.Name + "\nnot declared"
	}
	t := s.Name + "\n" + number(s.Kept) + " of " + number(l.scale.to) + " kept"
	if col.lost > 0 {
		t += "\n" + number(col.lost) + " lost here"
	}
	if finite(s.Low) && finite(s.High) && s.High > s.Low {
		t += "\nlikely between " + number(s.Low) + " and " + number(s.High)
	}
	if s.Ceiling > 0 && finite(s.Ceiling) {
		t += "\nat most " + number(s.Ceiling) + " can be reached"
	}
	return t
}
