package chart

import (
	"cmp"
	"slices"
)

// order arranges the columns after the first so that few bands cross. It sweeps
// right and left, putting each node at the weighted middle of its neighbours
// (the barycentre method of Sugiyama, Tagawa and Toda), and keeps the best
// arrangement it has seen. Nodes with no line back stay below the others, so
// that the hatched part of the picture is one block.
func (n *net) order() {
	if len(n.columns) < 2 {
		return
	}
	n.sweep(true)
	best, least := n.arrangement(), n.crossings()
	for i := range 12 {
		n.sweep(i%2 == 1)
		if x := n.crossings(); x < least*(1-1e-12) {
			best, least = n.arrangement(), x
		}
	}
	n.restore(best)
}

// sweep orders each column by the one before it, or, going back, by the one
// after it. Going back it leaves the first column alone.
func (n *net) sweep(forward bool) {
	if forward {
		for _, col := range n.columns[1:] {
			n.settle(col, func(b *bead) []*band { return b.in }, func(l *band) *bead { return l.from })
		}
		return
	}
	for i := len(n.columns) - 2; i > 0; i-- {
		n.settle(n.columns[i], func(b *bead) []*band { return b.out }, func(l *band) *bead { return l.to })
	}
}

func (n *net) settle(col []*bead, links func(*bead) []*band, other func(*band) *bead) {
	middle := make(map[*bead]float64, len(col))
	for _, b := range col {
		middle[b] = n.middle(b, links(b), other)
	}
	slices.SortStableFunc(col, func(a, b *bead) int {
		return cmp.Or(first(n.below(a), n.below(b)), cmp.Compare(middle[a], middle[b]))
	})
	for i, b := range col {
		b.rank = i
	}
}

// below is true for a node of work with no line back, except in the last
// column, whose nodes have no paint of their own.
func (n *net) below(b *bead) bool {
	return b.Paint == NoLine && b.Column < len(n.columns)-1
}

// middle is where the neighbours of b lie on average, from 0 to 1 of their
// column; its own place when it has none.
func (n *net) middle(b *bead, links []*band, other func(*band) *bead) float64 {
	var sum, weight float64
	for _, l := range links {
		o := other(l)
		sum += l.value * (float64(o.rank) + 0.5) / float64(len(n.columns[o.Column]))
		weight += l.value
	}
	if weight == 0 {
		return (float64(b.rank) + 0.5) / float64(len(n.columns[b.Column]))
	}
	return sum / weight
}

func (n *net) arrangement() []int {
	out := make([]int, len(n.nodes))
	for i, b := range n.nodes {
		out[i] = b.rank
	}
	return out
}

func (n *net) restore(ranks []int) {
	for i, b := range n.nodes {
		b.rank = ranks[i]
	}
	for _, col := range n.columns {
		slices.SortFunc(col, func(a, b *bead) int { return cmp.Compare(a.rank, b.rank) })
	}
}

// crossings is the sum over crossing bands between neighbouring columns of the
// product of their values. Bands are taken from above at their start; what has
// already ended below the end of the next one is crossed by it.
func (n *net) crossings() float64 {
	var sum float64
	for i := range n.columns[:len(n.columns)-1] {
		var links []*band
		for _, b := range n.columns[i] {
			for _, l := range b.out {
				if l.to.Column == i+1 {
					links = append(links, l)
				}
			}
		}
		slices.SortStableFunc(links, func(a, b *band) int {
			return cmp.Or(cmp.Compare(a.from.rank, b.from.rank), cmp.Compare(a.to.rank, b.to.rank))
		})
		ended := make([]float64, len(n.columns[i+1]))
		for _, l := range links {
			for r := l.to.rank + 1; r < len(ended); r++ {
				sum += l.value * ended[r]
			}
			ended[l.to.rank] += l.value
		}
	}
	return sum
}
