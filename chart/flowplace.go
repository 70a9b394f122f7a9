package chart

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

const (
	barWidth   = 8
	labelInset = 4 // from the bar to the label's ground
)

// place gives every node and band its position. All columns share one scale;
// each node has the room of its bar or of its label, whichever is more, so that
// labels never touch.
func (n *net) place() {
	n.across(true)
	n.name(true)
	whole := n.fitting()
	n.across(false)
	n.name(false)
	n.px = n.fitting()
	if whole > 0.75*n.px {
		// Longer labels cost little of the height, so they may stand.
		n.across(true)
		n.name(true)
		n.px = whole
	}
	for _, col := range n.columns {
		n.down(col)
	}
	for _, b := range n.nodes {
		n.stack(b)
	}
}

// across gives the columns their x: evenly, with room for the labels of the
// last one on its right.
func (n *net) across(generous bool) {
	last := len(n.columns) - 1
	if last < 0 {
		return
	}
	need := 0.0
	for _, b := range n.columns[last] {
		name, sub := n.face(b).width(b.Name), small().width(n.sub(b))
		if generous {
			need = math.Max(need, math.Max(name, sub))
		} else {
			need = math.Max(need, name+subGap+sub)
		}
	}
	n.xs = nil
	right := clamp(need+barWidth+2*labelInset+2, 60, n.flow.Width*0.24)
	for i := range n.columns {
		x := 0.0
		if last > 0 {
			x = (n.flow.Width - right) * float64(i) / float64(last)
		}
		n.xs = append(n.xs, x)
	}
	n.xs = append(n.xs, n.flow.Width+labelInset)
	for _, b := range n.nodes {
		b.x = n.xs[b.Column]
	}
}

// face is heavier on the selected path.
func (n *net) face(b *bead) face {
	if b.lit {
		return bold()
	}
	return medium()
}

// sub is the smaller line of a label: what the caller wrote, or the value. On a
// selected path it says how much of a node of the last column lies on it.
func (n *net) sub(b *bead) string {
	ends := b.Column == 0 || b.Column == len(n.columns)-1
	if b.lit && b.Column == len(n.columns)-1 {
		through := 0.0
		for _, l := range b.in {
			if l.lit {
				through += l.value
			}
		}
		if through > 0 && number(through) != number(b.Value) {
			return number(through) + " of " + number(b.Value) + unit(n.flow.Unit)
		}
	}
	switch {
	case b.Sub != "":
		return b.Sub
	case ends:
		return number(b.Value) + unit(n.flow.Unit)
	}
	return number(b.Value)
}

// room is the width a label of a column may have.
func (n *net) room(col int) float64 { return n.xs[col+1] - n.xs[col] - barWidth - 2*labelInset - 6 }

// name writes the labels: those of the first and last column, when generous,
// with the name on up to two lines and the sub line under it, all others on
// one line.
func (n *net) name(generous bool) {
	for i, col := range n.columns {
		for _, b := range col {
			if generous && (i == 0 || i == len(n.columns)-1) {
				n.nameUnder(b, 2)
			} else {
				n.nameBeside(b)
			}
		}
	}
}

func (n *net) nameUnder(b *bead, most int) {
	room := n.room(b.Column)
	b.lines, b.under = n.face(b).wrap(b.Name, room, most), true
	b.sub = small().tight(n.sub(b), room)
}

func (n *net) nameBeside(b *bead) {
	room := n.room(b.Column)
	b.under, b.sub = false, n.sub(b)
	if b.Sub == "" && n.face(b).width(b.Name)+subGap+small().width(b.sub) > room {
		b.sub = strings.TrimSuffix(b.sub, unit(n.flow.Unit))
	}
	b.sub = small().tight(b.sub, room/2)
	b.lines = []string{n.face(b).tight(b.Name, room-small().width(b.sub)-subGap)}
}

// tall is the height of a label.
func (b *bead) tall() float64 {
	if b.under {
		return lineRoom*float64(len(b.lines)) + 15
	}
	return lineRoom
}

// fitting is the largest scale at which every column fits, found by halving.
func (n *net) fitting() float64 {
	most := math.Inf(1)
	for _, col := range n.columns {
		free, sum := n.flow.Height-n.head-2-leastGap*float64(len(col)-1), 0.0
		for _, b := range col {
			sum += b.Value
		}
		lo, hi := 0.0, free/sum
		for range 50 {
			mid := (lo + hi) / 2
			if taken(col, mid) <= free {
				lo = mid
			} else {
				hi = mid
			}
		}
		most = math.Min(most, lo)
	}
	if !finite(most) || most < 0 {
		return 0
	}
	return most
}

func taken(col []*bead, px float64) float64 {
	sum := 0.0
	for _, b := range col {
		sum += math.Max(b.Value*px, b.tall())
	}
	return sum
}

// down places a column: the free height goes into equal gaps, up to a bound,
// and around the column.
func (n *net) down(col []*bead) {
	free := n.flow.Height - n.head - 2 - taken(col, n.px)
	gap := 0.0
	if len(col) > 1 {
		gap = math.Min(math.Max(0, free)/float64(len(col)-1), 0.12*n.flow.Height)
	}
	y := n.head + math.Max(0, free-gap*float64(len(col)-1))/2
	for _, b := range col {
		b.h = b.Value * n.px
		slot := math.Max(b.h, b.tall())
		b.y = y + (slot-b.h)/2
		y += slot + gap
		n.unfold(b)
	}
}

// unfold uses the height of a tall bar between the ends for a longer label.
func (n *net) unfold(b *bead) {
	if b.under {
		return
	}
	cut := b.lines[0] != b.Name
	switch {
	case b.h >= 60 || cut && b.h >= 2*lineRoom+15:
		n.nameUnder(b, 2)
	case cut && b.h >= lineRoom+15:
		n.nameUnder(b, 1)
	}
}

// stack lays the bands of a node on each other at both ends, in the order of
// the nodes they lead to.
func (n *net) stack(b *bead) {
	by := func(end func(*band) *bead) func(a, b *band) int {
		return func(a, b *band) int {
			return cmp.Or(cmp.Compare(end(a).y, end(b).y), cmp.Compare(end(a).Column, end(b).Column), cmp.Compare(a.paint, b.paint))
		}
	}
	slices.SortStableFunc(b.out, by(func(l *band) *bead { return l.to }))
	slices.SortStableFunc(b.in, by(func(l *band) *bead { return l.from }))
	y := b.y
	for _, l := range b.out {
		l.y0 = y
		y += l.value * n.px
	}
	y = b.y
	for _, l := range b.in {
		l.y1 = y
		y += l.value * n.px
	}
}
