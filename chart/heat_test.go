package chart

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func sampleHeat() Heat {
	h := Heat{
		Frame:   Frame{ID: "he", Finding: "Core Platform is asked for more than it has from September on.", Desc: "Demand in % of capacity, by unit and month; a ring marks demand above capacity."},
		Columns: []string{"Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
		Legend:  "demand, % of capacity", Unit: "%",
	}
	rows := []struct {
		name string
		vs   []float64
	}{
		{"Business Ops", []float64{62, 70, 71, 74, 80, 66}},
		{"Loan Servicing", []float64{88, 90, 97, 101, 99, 92}},
		{"Core Platform", []float64{92, 98, 112, 131, 140, 118}},
		{"Legal & Compliance", []float64{40, 44, math.NaN(), 71, 83, 90}},
	}
	for _, r := range rows {
		row := HeatRow{Name: r.name}
		for _, v := range r.vs {
			c := HeatCell{Value: v, Flag: v > 100}
			if v > 100 {
				c.Sub = number(4*(v-100)) + " days over"
			}
			row.Cells = append(row.Cells, c)
		}
		h.Rows = append(h.Rows, row)
	}
	h.Rows[2].Href = "/units/core"
	return h
}

func TestHeatGolden(t *testing.T) {
	narrow := sampleHeat()
	narrow.ID, narrow.Width, narrow.Height = "he-n", 318, 170
	for name, h := range map[string]Heat{"heat": sampleHeat(), "heat-narrow": narrow} {
		svg := h.SVG()
		wantApart(t, wantSound(t, svg))
		golden(t, name, svg)
	}
}

func TestHeatSteps(t *testing.T) {
	h := Heat{Columns: []string{"a", "b", "c", "d", "e", "f", "g"}, Low: 0, High: 100}
	var row HeatRow
	for _, v := range []float64{-5, 0, 19.9, 20, 79, 80, 500} {
		row.Cells = append(row.Cells, HeatCell{Value: v})
	}
	h.Rows = []HeatRow{row}
	var got []string
	for _, n := range wantSound(t, h.SVG()).all(func(n *node) bool { return n.attrs["rx"] == "3" }) {
		got = append(got, n.attrs["class"])
	}
	want := []string{"ch-h1", "ch-h1", "ch-h1", "ch-h2", "ch-h4", "ch-h5", "ch-h5"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("shades (-want +got):\n%s", diff)
	}
}

func TestHeatUndeclaredCellHasNoShade(t *testing.T) {
	root := parse(t, sampleHeat().SVG())
	cell := root.all(func(n *node) bool { return n.attrs["data-tip"] == "Legal & Compliance, Sep\nnot declared" })
	if len(cell) != 1 {
		t.Fatalf("cells = %d, want 1", len(cell))
	}
	if got := cell[0].named("text")[0].text; got != "·" {
		t.Errorf("the cell says %q, want a dot", got)
	}
	if got, want := len(root.classed("ch-ring")), 5; got != want {
		t.Errorf("rings = %d, want %d", got, want)
	}
}

func TestHeatWithoutAnything(t *testing.T) {
	for name, h := range map[string]Heat{
		"nothing": {Legend: "x"}, "ragged": {Columns: []string{"a"}, Rows: []HeatRow{{Name: "r"}, {Name: "s", Cells: make([]HeatCell, 4)}}},
		"wild": {Columns: []string{"a", "b"}, Low: math.NaN(), High: 2, Rows: []HeatRow{{Cells: []HeatCell{{Value: math.Inf(1)}, {Value: -1e300}}}}},
	} {
		t.Run(name, func(t *testing.T) { wantSound(t, h.SVG()) })
	}
}

func TestHeatLabelsStandApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := sampleHeat()
		h.Width = rapid.Float64Range(200, 900).Draw(t, "width")
		h.Rows, h.Columns = nil, rapid.SliceOfN(rapid.StringMatching(`[A-Z][a-z]{2,9}`), 1, 14).Draw(t, "columns")
		for range rapid.IntRange(1, 9).Draw(t, "rows") {
			row := HeatRow{Name: rapid.StringMatching(`[A-Z][a-z ]{2,30}`).Draw(t, "name")}
			for range h.Columns {
				row.Cells = append(row.Cells, HeatCell{Value: rapid.Float64Range(-9, 20000).Draw(t, "v"), Sub: "of 400 days"})
			}
			h.Rows = append(h.Rows, row)
		}
		wantApart(t, wantSound(t, h.SVG()))
	})
}
