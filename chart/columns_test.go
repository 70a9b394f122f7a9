package chart

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func sampleColumns() Columns {
	k := Columns{
		Frame:   Frame{ID: "mo", Finding: "One resilient core falls from 200 days in July to 150 planned in December.", Desc: "Days by month and theme; hatched days have no line back."},
		Series:  []Series{{"Keep borrowers in good standing", 1}, {"Originate faster, safely", 2}, {"One resilient core", 3}, {"Open the partner channel", 4}, {"No line back", NoLine}},
		Planned: 3, Unit: "days", Most: 400,
	}
	values := [][]float64{{10, 50, 200, 20, 120}, {10, 50, 180, 20, 140}, {10, 50, 160, 20, 160}, {10, 50, 160, 20, 160}, {10, 50, 170, 20, 150}, {10, 50, 150, 20, 170}}
	for i, name := range []string{"Jul", "Aug", "Sep", "Oct", "Nov", "Dec"} {
		k.Stacks = append(k.Stacks, Stack{Name: name, Values: values[i]})
	}
	return k
}

func TestColumnsGolden(t *testing.T) {
	narrow := sampleColumns()
	narrow.ID, narrow.Width, narrow.Height = "mo-n", 318, 240
	for name, k := range map[string]Columns{"columns": sampleColumns(), "columns-narrow": narrow} {
		svg := k.SVG()
		wantApart(t, wantSound(t, svg))
		golden(t, name, svg)
	}
}

func TestColumnsTip(t *testing.T) {
	root := parse(t, sampleColumns().SVG())
	want := "Jul\nKeep borrowers in good standing: 10 days\nOriginate faster, safely: 50 days\nOne resilient core: 200 days\nOpen the partner channel: 20 days\nNo line back: 120 days"
	if got := root.classed("ch-mark")[0].attrs["data-tip"]; got != want {
		t.Errorf("tip = %q, want %q", got, want)
	}
}

func TestColumnsWithoutAnything(t *testing.T) {
	nan := math.NaN()
	for name, k := range map[string]Columns{
		"nothing": {}, "empty": {Planned: 1, Stacks: []Stack{{Name: "Jul"}, {Name: "Aug"}}},
		"wild": {Most: nan, Series: []Series{{"a", 1}}, Stacks: []Stack{{Name: "Jul", Values: []float64{nan, 3}}, {Values: []float64{-4}}, {Values: []float64{math.Inf(1)}}}},
	} {
		t.Run(name, func(t *testing.T) { wantSound(t, k.SVG()) })
	}
}

// The layers of a column stand on each other, from the axis up, and are
// together as high as their sum on the axis.
func TestColumnsAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := sampleColumns()
		k.Width, k.Most = rapid.Float64Range(240, 1000).Draw(t, "width"), 0
		sums := make([]float64, len(k.Stacks))
		for i := range k.Stacks {
			k.Stacks[i].Values = rapid.SliceOfN(rapid.Float64Range(1, 300), len(k.Series), len(k.Series)).Draw(t, "values")
			sums[i] = k.Stacks[i].sum()
		}
		root := wantSound(t, k.SVG())
		wantApart(t, root)
		k.Frame = k.Frame.sized(710, 300, 240, 140)
		plot, y, _ := k.layout()
		for i, m := range root.classed("ch-mark") {
			foot := plot.bottom()
			for _, r := range m.classed("ch-edge") {
				if got := r.num(t, "y") + r.num(t, "height"); math.Abs(got-foot) > 0.02 {
					t.Fatalf("a layer of column %d ends at %g, want %g", i, got, foot)
				}
				foot = r.num(t, "y")
			}
			if want := y.at(sums[i]); math.Abs(foot-want) > 0.02 {
				t.Fatalf("column %d reaches %g, want %g", i, foot, want)
			}
		}
	})
}

// The axis ends on a round number above the highest column, and never leaves as much as half of it empty.
func TestTheAxisFitsTheColumns(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		most := rapid.Float64Range(0.5, 1e6).Draw(t, "most")
		marks := snug(most)
		if top := marks[len(marks)-1]; marks[0] != 0 || top < most*(1-1e-9) || top >= 2*most {
			t.Fatalf("axis %v for %g", marks, most)
		}
		if n := len(marks); n < 2 || n > 5 {
			t.Fatalf("%d marks for %g", n, most)
		}
	})
	if marks := snug(2340); marks[len(marks)-1] != 3000 {
		t.Errorf("axis %v for 2,340", marks)
	}
}
