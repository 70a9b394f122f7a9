package chart

import (
	"cmp"
	"slices"
	"strconv"
)

// Flow follows days from column to column, such as theme to outcome to
// initiative to unit: one bar per node, as high as its value, and one band per
// link, as wide as its own. The first column keeps the order it is given;
// the others are ordered so that few bands cross.
//
// A column with more nodes than there is room to name keeps its largest ones,
// and everything on the selected path, and folds the rest of each paint into
// one node, "and 23 more".
type Flow struct {
	Frame
	// Headings stand above the columns, one for each.
	Headings []string
	Nodes    []FlowNode
	// Links lead from a column to a later one; others, and those of unknown
	// nodes or without a value, are left out. Links between the same two nodes
	// in one paint are added up.
	Links []FlowLink
	// Selected is the node whose path is lit, up and down; "" for none.
	Selected string
	// Unit is said with the values, such as "days".
	Unit string
}

// FlowNode is one bar of a Flow.
type FlowNode struct {
	Mark
	// ID is unique within the chart; the script finds it as data-id.
	ID string
	// Column counts from 0.
	Column int
	Name   string
	// Sub is written below or after the name; when empty it is the value.
	Sub string
	// Value is the height of the bar; when less than what flows in or out it
	// is that.
	Value float64
	Paint Paint
}

// FlowLink is one band of a Flow.
type FlowLink struct {
	From, To string
	Value    float64
	Paint    Paint
}

// SVG draws the chart: 750 by 704 px unless the frame says otherwise.
func (f Flow) SVG() string {
	net := f.net()
	net.order()
	net.place()
	return net.draw()
}

// net is a Flow on its way to a picture: its nodes by column, with the links
// that hold.
type net struct {
	flow    Flow
	nodes   []*bead
	links   []*band
	columns [][]*bead
	head    float64   // room for the headings
	px      float64   // per unit of value
	xs      []float64 // of the columns, and the end of the last one's labels
}

// bead is a node with its place.
type bead struct {
	FlowNode
	in, out []*band
	folded  int // how many nodes it stands for; 0 for itself alone
	rank    int // place in its column
	lit     bool
	x, y, h float64
	lines   []string // the name
	sub     string   // the smaller line of the label
	under   bool     // the sub line stands under the name, else beside it
}

// band is a link with its place: the upper edge at both ends.
type band struct {
	from, to *bead
	value    float64
	paint    Paint
	lit      bool
	y0, y1   float64
}

// net reads the chart, adds up the values and folds what is too small.
func (f Flow) net() *net {
	f.Frame = f.Frame.sized(750, 704, 480, 200)
	n := &net{flow: f}
	n.head = 2
	if len(f.Headings) > 0 {
		n.head = 26
	}
	byID := n.read()
	n.connect(byID, f.Links)
	n.light()
	n.fold()
	for _, b := range n.nodes {
		b.Value = max(length(b.Value), total(b.in), total(b.out))
	}
	n.nodes = slices.DeleteFunc(n.nodes, func(b *bead) bool { return b.Value == 0 })
	n.columns = make([][]*bead, 0, 4)
	for _, b := range n.nodes {
		for len(n.columns) <= b.Column {
			n.columns = append(n.columns, nil)
		}
		b.rank = len(n.columns[b.Column])
		n.columns[b.Column] = append(n.columns[b.Column], b)
	}
	return n
}

// mostColumns bounds what a picture can hold side by side.
const mostColumns = 8

// read takes the nodes that can be drawn; the first of several with one ID.
func (n *net) read() map[string]*bead {
	byID := make(map[string]*bead, len(n.flow.Nodes))
	for _, d := range n.flow.Nodes {
		if byID[d.ID] != nil || d.Column < 0 || d.Column >= mostColumns {
			continue
		}
		b := &bead{FlowNode: d}
		byID[d.ID] = b
		n.nodes = append(n.nodes, b)
	}
	return byID
}

type bandKey struct {
	from, to *bead
	paint    Paint
}

// connect makes the bands, adding up those of the same ends and paint.
func (n *net) connect(byID map[string]*bead, links []FlowLink) {
	known := map[bandKey]*band{}
	for _, l := range links {
		from, to := byID[l.From], byID[l.To]
		if from == nil || to == nil || from.Column >= to.Column || length(l.Value) == 0 {
			continue
		}
		n.join(known, from, to, l.Value, l.Paint, false)
	}
}

func (n *net) join(known map[bandKey]*band, from, to *bead, v float64, p Paint, lit bool) {
	key := bandKey{from, to, p}
	l := known[key]
	if l == nil {
		l = &band{from: from, to: to, paint: p}
		known[key] = l
		n.links = append(n.links, l)
		from.out, to.in = append(from.out, l), append(to.in, l)
	}
	l.value += v
	l.lit = l.lit || lit
}

// light marks the path of the selected node, up and down.
func (n *net) light() {
	for _, b := range n.nodes {
		if n.flow.Selected == "" || b.ID != n.flow.Selected {
			continue
		}
		b.lit = true
		climb(b, func(b *bead) []*band { return b.in }, func(l *band) *bead { return l.from })
		climb(b, func(b *bead) []*band { return b.out }, func(l *band) *bead { return l.to })
	}
}

// climb lights everything reached one way; links lead forward only, so it ends.
func climb(b *bead, links func(*bead) []*band, next func(*band) *bead) {
	for _, l := range links(b) {
		if l.lit {
			continue
		}
		l.lit = true
		next(l).lit = true
		climb(next(l), links, next)
	}
}

// selected is true when a path is lit.
func (n *net) selected() bool {
	return slices.ContainsFunc(n.nodes, func(b *bead) bool { return b.lit })
}

// Room of one node with a label of one line, and the gap to the next.
const (
	lineRoom = 16
	leastGap = 4
)

// most is how many nodes a column can name in two thirds of the height; the
// rest of it is for the bars, or all bands would be hairlines.
func (n *net) most() int {
	return max(2, int((n.flow.Height-n.head)*0.65/(lineRoom+leastGap)))
}

// fold replaces the smallest nodes of each column that is too long.
func (n *net) fold() {
	into := map[*bead]*bead{}
	for col := range mostColumns {
		n.foldColumn(col, into)
	}
	if len(into) == 0 {
		return
	}
	old := n.links
	n.links = nil
	for _, b := range n.nodes {
		b.in, b.out = nil, nil
	}
	known := map[bandKey]*band{}
	for _, l := range old {
		n.join(known, folded(into, l.from), folded(into, l.to), l.value, l.paint, l.lit)
	}
}

func folded(into map[*bead]*bead, b *bead) *bead {
	if g := into[b]; g != nil {
		return g
	}
	return b
}

// foldColumn keeps as many of a column's nodes as can be named next to one
// folded node for each paint.
func (n *net) foldColumn(col int, into map[*bead]*bead) {
	var all []*bead
	paints := map[Paint]bool{}
	for _, b := range n.nodes {
		if b.Column == col {
			all = append(all, b)
			paints[b.Paint] = true
		}
	}
	if len(all) <= n.most() {
		return
	}
	slices.SortStableFunc(all, func(a, b *bead) int {
		return cmp.Or(first(b.lit, a.lit), cmp.Compare(weight(b), weight(a)), cmp.Compare(a.ID, b.ID))
	})
	one := len(paints)+1 >= n.most() // too many paints: fold all into one
	keep := max(1, n.most()-len(paints))
	if one {
		keep = n.most() - 1
	}
	groups := map[Paint]*bead{}
	for _, b := range all[keep:] {
		p := b.Paint
		if one {
			p = Mute
		}
		if groups[p] == nil {
			groups[p] = &bead{FlowNode: FlowNode{ID: "more-" + strconv.Itoa(col) + "-" + strconv.Itoa(int(p)), Column: col, Paint: p}}
			n.nodes = append(n.nodes, groups[p])
		}
		groups[p].swallow(b)
		into[b] = groups[p]
	}
	n.nodes = slices.DeleteFunc(n.nodes, func(b *bead) bool { return into[b] != nil })
}

// swallow makes g stand for b as well. For a single node it is that node.
func (g *bead) swallow(b *bead) {
	g.folded++
	g.Value += weight(b)
	g.lit = g.lit || b.lit
	if g.folded == 1 {
		g.Name, g.Sub, g.Mark = b.Name, b.Sub, b.Mark
		return
	}
	g.Name, g.Sub, g.Mark = "and "+number(float64(g.folded))+" more", "", Mark{}
}

func first(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

func weight(b *bead) float64 { return max(length(b.Value), total(b.in), total(b.out)) }

func total(links []*band) float64 {
	sum := 0.0
	for _, l := range links {
		sum += l.value
	}
	return sum
}
