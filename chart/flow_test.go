package chart

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// sampleFlow is four themes, eight outcomes, twelve initiatives and seven units
// of an invented lender, 12,000 days in all.
func sampleFlow() Flow {
	f := Flow{
		Frame:    Frame{ID: "fl", Finding: "8,160 of 12,000 days follow a theme; 3,840 have no line back.", Desc: "Width is days, from theme to outcome to initiative to unit. Hatched days have no line back."},
		Headings: []string{"Theme", "Outcome", "Initiative", "Unit"}, Unit: "days",
	}
	node := func(col int, id, name string, p Paint) {
		f.Nodes = append(f.Nodes, FlowNode{ID: id, Column: col, Name: name, Paint: p})
	}
	for i, s := range []string{"No line back to a theme", "Keep borrowers in good standing", "Originate faster, safely", "One resilient core", "Open the partner channel"} {
		node(0, fmt.Sprintf("t%d", i), s, Paint(i))
	}
	outcomes := []struct {
		name  string
		theme int
	}{{"No outcome", 0}, {"30-day late loans to 3.2%", 1}, {"Hardship plan in 2 days", 1}, {"Decision in 4 hours", 2}, {"First default under 1.2%", 2}, {"Old ledger switched off", 3}, {"Payment runs at 99.95%", 3}, {"Partner live in 10 days", 4}, {"Three partners live", 4}}
	for i, o := range outcomes {
		node(1, fmt.Sprintf("o%d", i), o.name, Paint(o.theme))
	}
	units := []string{"Business Ops", "Loan Servicing", "Payment Solutions", "Legal & Compliance", "Core Platform", "Borrower Experience", "Data & Decisioning"}
	for i, u := range units {
		node(3, fmt.Sprintf("u%d", i), u, Ink)
	}
	items := []struct {
		name   string
		theme  int
		serves map[int]float64
		by     [7]float64
	}{
		{"Hardship self-service", 1, map[int]float64{2: 1140}, [7]float64{180, 480, 0, 120, 0, 360, 0}},
		{"Early-warning outreach", 1, map[int]float64{1: 660}, [7]float64{120, 300, 0, 0, 0, 0, 240}},
		{"Flexible due dates", 1, map[int]float64{1: 600}, [7]float64{0, 300, 180, 0, 0, 120, 0}},
		{"Income check in the app", 2, map[int]float64{3: 720}, [7]float64{180, 0, 0, 0, 0, 360, 180}},
		{"Straight-through decisions", 2, map[int]float64{3: 1020}, [7]float64{240, 0, 0, 120, 180, 0, 480}},
		{"Identity and fraud checks", 2, map[int]float64{4: 660}, [7]float64{180, 0, 180, 120, 60, 0, 120}},
		{"Automatic decline notices", 2, map[int]float64{4: 360}, [7]float64{60, 60, 0, 240, 0, 0, 0}},
		{"Ledger cutover", 3, map[int]float64{5: 960, 6: 300}, [7]float64{120, 240, 120, 0, 780, 0, 0}},
		{"Payment retry and routing", 3, map[int]float64{6: 420, 1: 300}, [7]float64{0, 120, 420, 0, 180, 0, 0}},
		{"One loan data model", 3, map[int]float64{5: 300, 4: 180}, [7]float64{60, 120, 0, 60, 180, 0, 60}},
		{"Partner API gateway", 4, map[int]float64{8: 360}, [7]float64{0, 0, 60, 60, 120, 120, 0}},
		{"Partner onboarding kit", 4, map[int]float64{7: 180}, [7]float64{0, 0, 60, 0, 0, 120, 0}},
		{"Unplanned requests", 0, map[int]float64{0: 1080}, [7]float64{120, 240, 60, 120, 300, 120, 120}},
		{"Waiting on another unit", 0, map[int]float64{0: 1020}, [7]float64{60, 120, 120, 60, 360, 180, 120}},
		{"Local backlog, no outcome", 0, map[int]float64{0: 960}, [7]float64{120, 180, 60, 60, 240, 180, 120}},
		{"App polish and rewards", 0, map[int]float64{0: 480}, [7]float64{0, 0, 0, 0, 0, 480, 0}},
		{"Faster payouts", 0, map[int]float64{0: 300}, [7]float64{0, 0, 300, 0, 0, 0, 0}},
	}
	sums := map[int]float64{}
	for i, it := range items {
		id := fmt.Sprintf("i%d", i)
		node(2, id, it.name, Paint(it.theme))
		for o := range outcomes {
			if v := it.serves[o]; v > 0 {
				f.Links = append(f.Links, FlowLink{fmt.Sprintf("o%d", o), id, v, Paint(outcomes[o].theme)})
				sums[o] += v
			}
		}
		for u, v := range it.by {
			f.Links = append(f.Links, FlowLink{id, fmt.Sprintf("u%d", u), v, Paint(it.theme)})
		}
	}
	for i, o := range outcomes {
		f.Links = append(f.Links, FlowLink{fmt.Sprintf("t%d", o.theme), fmt.Sprintf("o%d", i), sums[i], Paint(o.theme)})
	}
	// Work with no line back comes last.
	f.Nodes = append(f.Nodes[1:], f.Nodes[0])
	for i := range f.Nodes {
		f.Nodes[i].Href = "/records/" + f.Nodes[i].ID
	}
	return f
}

// crowd is a flow of any size in which what flows into a node flows out of it.
func crowd(themes, outcomes, items, units int) Flow {
	f := Flow{Frame: Frame{ID: "big", Finding: "Many small initiatives."}, Headings: []string{"Theme", "Outcome", "Initiative", "Unit"}, Unit: "days"}
	for col, n := range []int{themes, outcomes, items, units} {
		for i := range n {
			p := Ink
			if col < 3 {
				p = Paint(i % themes)
			}
			f.Nodes = append(f.Nodes, FlowNode{ID: fmt.Sprintf("%d-%d", col, i), Column: col, Name: fmt.Sprintf("%s number %d", f.Headings[col], i), Paint: p})
		}
	}
	for i := range items {
		o, v := i%outcomes, float64(10+(i*i*7)%97)
		f.Links = append(f.Links,
			FlowLink{fmt.Sprintf("0-%d", o%themes), fmt.Sprintf("1-%d", o), v, Paint(o % themes)},
			FlowLink{fmt.Sprintf("1-%d", o), fmt.Sprintf("2-%d", i), v, Paint(o % themes)},
			FlowLink{fmt.Sprintf("2-%d", i), fmt.Sprintf("3-%d", (i*3)%units), v / 2, Paint(i % themes)},
			FlowLink{fmt.Sprintf("2-%d", i), fmt.Sprintf("3-%d", (i*5+1)%units), v / 2, Paint(i % themes)})
	}
	return f
}

func TestFlowGolden(t *testing.T) {
	lit := sampleFlow()
	lit.ID, lit.Selected = "fl-s", "i0"
	big := crowd(4, 16, 260, 20)
	big.Selected = "2-7"
	narrow := sampleFlow()
	narrow.ID, narrow.Width, narrow.Height = "fl-n", 560, 560
	for name, f := range map[string]Flow{"flow": sampleFlow(), "flow-selected": lit, "flow-300": big, "flow-narrow": narrow} {
		t.Run(name, func(t *testing.T) {
			svg := f.SVG()
			wantApart(t, wantSound(t, svg))
			golden(t, name, svg)
		})
	}
}

func TestFlowConservesDays(t *testing.T) {
	f := sampleFlow()
	n := f.net()
	for i, col := range n.columns {
		sum := 0.0
		for _, b := range col {
			sum += b.Value
		}
		if sum != 12000 {
			t.Errorf("column %s has %g days, want 12000", f.Headings[i], sum)
		}
	}
}

func TestFlowSelectedPath(t *testing.T) {
	f := sampleFlow()
	f.Selected = "i0"
	root := wantSound(t, f.SVG())
	var lit []string
	for _, m := range root.classed("ch-mark") {
		if len(m.classed("ch-node")) == 1 {
			lit = append(lit, m.attrs["data-id"])
		}
	}
	slices.Sort(lit)
	if got, want := strings.Join(lit, " "), "i0 o2 t1 u0 u1 u3 u5"; got != want {
		t.Errorf("lit nodes = %s, want %s", got, want)
	}
	if got := len(root.classed("ch-band-on")); got != 6 {
		t.Errorf("lit bands = %d, want 6", got)
	}
	// Loan Servicing gives 480 of its 2,160 days to the selected initiative.
	loan := root.with("data-id", "u1")[0]
	if got, want := loan.attrs["data-tip"], "Loan Servicing\n2,160 days\n480 of 2,160 days"; got != want {
		t.Errorf("tip = %q, want %q", got, want)
	}
}

func TestFlowOrdersBands(t *testing.T) {
	// Given upside down, the second column must be turned round: no band crosses.
	f := Flow{
		Nodes: []FlowNode{{ID: "a"}, {ID: "b"}, {ID: "z", Column: 1}, {ID: "y", Column: 1}},
		Links: []FlowLink{{"a", "y", 5, 1}, {"b", "z", 5, 2}},
	}
	n := f.net()
	if got := n.crossings(); got != 25 {
		t.Fatalf("crossings as given = %g, want 5 × 5", got)
	}
	n.order()
	if got := n.crossings(); got != 0 {
		t.Errorf("crossings = %g, want 0", got)
	}
	if got := n.columns[0][0].ID + n.columns[0][1].ID; got != "ab" {
		t.Errorf("first column = %s, want the order given", got)
	}
}

func TestFlowCrossings(t *testing.T) {
	// Every pair of bands with opposite ends crosses: compared with counting pairs.
	rapid.Check(t, func(t *rapid.T) {
		f := crowd(rapid.IntRange(1, 5).Draw(t, "themes"), rapid.IntRange(1, 9).Draw(t, "outcomes"), rapid.IntRange(1, 30).Draw(t, "items"), rapid.IntRange(1, 8).Draw(t, "units"))
		f.Height = 2000
		n := f.net()
		want := 0.0
		for i, a := range n.links {
			for _, b := range n.links[:i] {
				if a.from.Column == b.from.Column && cmp.Compare(a.from.rank, b.from.rank)*cmp.Compare(a.to.rank, b.to.rank) < 0 {
					want += a.value * b.value
				}
			}
		}
		before := n.crossings()
		if math.Abs(before-want) > 1e-6*math.Max(1, want) {
			t.Fatalf("crossings = %g, want %g", before, want)
		}
		n.sweep(true)
		swept := n.crossings()
		n.order()
		if got := n.crossings(); got > swept*(1+1e-9) {
			t.Fatalf("ordering leaves %g, one sweep %g", got, swept)
		}
	})
}

func TestFlowFoldsWhatIsSmall(t *testing.T) {
	f := crowd(4, 16, 260, 20)
	f.Selected = "2-7"
	n := f.net()
	whole, kept := map[int]float64{}, map[int]float64{}
	for _, l := range f.Links {
		whole[int(l.From[0]-'0')] += l.Value
	}
	for _, l := range n.links {
		kept[l.from.Column] += l.value
	}
	for col, want := range whole {
		if math.Abs(kept[col]-want) > 1e-6 {
			t.Errorf("bands from column %d = %g, want %g", col, kept[col], want)
		}
	}
	hidden, shown, selected := 0, 0, false
	for _, b := range n.columns[2] {
		selected = selected || b.ID == "2-7"
		if b.folded > 1 {
			hidden += b.folded
			if want := fmt.Sprintf("and %d more", b.folded); b.Name != want {
				t.Errorf("name = %q, want %q", b.Name, want)
			}
			continue
		}
		shown++
	}
	if shown+hidden != 260 || len(n.columns[2]) > n.most() {
		t.Errorf("%d shown and %d folded, want 260; %d rows, at most %d", shown, hidden, len(n.columns[2]), n.most())
	}
	if !selected {
		t.Error("the selected node is folded away")
	}
}

func TestFlowLeavesOutWhatCannotBeDrawn(t *testing.T) {
	f := Flow{
		Nodes: []FlowNode{{ID: "a", Name: "A", Value: 3}, {ID: "a", Name: "again"}, {ID: "b", Column: 1, Name: "B"}, {ID: "c", Column: -1}, {ID: "d", Column: 90}, {ID: "idle", Column: 1}},
		Links: []FlowLink{{"a", "b", 2, 1}, {"a", "b", 1, 1}, {"b", "a", 9, 1}, {"a", "nobody", 9, 1}, {"a", "b", math.NaN(), 1}, {"a", "b", -4, 1}, {"a", "d", 4, 1}},
	}
	root := wantSound(t, f.SVG())
	if got := len(root.classed("ch-band")); got != 1 {
		t.Errorf("bands = %d, want 1", got)
	}
	if got := len(root.classed("ch-node")); got != 2 {
		t.Errorf("nodes = %d, want 2", got)
	}
	if got, want := root.with("data-from", "a")[0].attrs["data-tip"], "A → B\n3"; got != want {
		t.Errorf("tip = %q, want %q", got, want)
	}
	for name, f := range map[string]Flow{"nothing": {}, "one column": {Nodes: []FlowNode{{ID: "a", Name: "A", Value: 4}}}, "no columns 0": {Nodes: []FlowNode{{ID: "a", Column: 2, Name: "A", Value: 4}}}, "selected nobody": {Selected: "x"}} {
		t.Run(name, func(t *testing.T) { wantSound(t, f.SVG()) })
	}
}

// Whatever flows into a node flows out of it in the picture too; bands stay
// within their bars; bars stay within the picture; labels never touch.
func TestFlowPlacement(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := crowd(rapid.IntRange(1, 10).Draw(t, "themes"), rapid.IntRange(1, 12).Draw(t, "outcomes"), rapid.IntRange(1, 120).Draw(t, "items"), rapid.IntRange(1, 12).Draw(t, "units"))
		f.Width, f.Height = rapid.Float64Range(480, 1200).Draw(t, "width"), rapid.Float64Range(200, 900).Draw(t, "height")
		f.Selected = rapid.SampledFrom([]string{"", "2-0", "0-0", "3-0"}).Draw(t, "selected")
		n := f.net()
		n.order()
		n.place()
		for _, b := range n.nodes {
			if b.y < n.head-1e-6 || b.y+b.h > f.Height+1e-6 {
				t.Fatalf("%s at %g, %g high, leaves the picture of %g", b.ID, b.y, b.h, f.Height)
			}
			for _, side := range [][]*band{b.in, b.out} {
				if len(side) > 0 && math.Abs(total(side)*n.px-b.h) > 1e-6 {
					t.Fatalf("%s is %g px high, its bands %g", b.ID, b.h, total(side)*n.px)
				}
			}
			for i, l := range b.out {
				if l.y0 < b.y-1e-6 || l.y0+l.value*n.px > b.y+b.h+1e-6 {
					t.Fatalf("band %d of %s leaves its bar", i, b.ID)
				}
				if i > 0 && b.out[i-1].to.Column == l.to.Column && b.out[i-1].to.y > l.to.y {
					t.Fatalf("bands of %s are twisted", b.ID)
				}
			}
		}
		root := wantSound(t, n.draw())
		wantApart(t, root)
	})
}

func TestFlowIsDeterministic(t *testing.T) {
	want := crowd(4, 16, 260, 20).SVG()
	for range 5 {
		if got := crowd(4, 16, 260, 20).SVG(); got != want {
			t.Fatal("two drawings of one chart differ")
		}
	}
}

func BenchmarkFlow(b *testing.B) {
	f := crowd(4, 16, 260, 20)
	b.ReportAllocs()
	for b.Loop() {
		f.SVG()
	}
}
