package chart

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func sampleDrift() Drift {
	return Drift{
		Frame: Frame{ID: "dr", Finding: "45% of the locked days of Ledger cutover were not kept.", Desc: "Days by initiative since the plan lock: kept, moved, cut and added."}, Unit: "days",
		Rows: []DriftRow{
			{Name: "Ledger cutover", Theme: 3, Kept: 55, Moved: 25, Cut: 20, Added: 20, Mark: Mark{Href: "/initiatives/ledger"}},
			{Name: "Hardship self-service", Theme: 1, Kept: 120, Moved: 12},
			{Name: "Fraud checks", Theme: 2, Cut: 60},
			{Name: "Urgent fixes", Added: 45},
			{Name: "An idea", Theme: 4},
		},
	}
}

func TestDriftGolden(t *testing.T) {
	svg := sampleDrift().SVG()
	root := wantSound(t, svg)
	wantApart(t, root)
	golden(t, "drift", svg)
	// The worked example of the measure: 100 locked, 55 kept, so a drift of .45.
	if got, want := root.classed("ch-mark")[0].attrs["data-tip"], "Ledger cutover\n45% drift\n55 days kept\n25 days moved\n20 days cut\n20 days added"; got != want {
		t.Errorf("tip = %q, want %q", got, want)
	}
}

func TestDriftSays(t *testing.T) {
	for _, tt := range []struct {
		row  DriftRow
		want string
	}{
		{DriftRow{Kept: 10}, "0% drift"},
		{DriftRow{Cut: 60}, "100% drift"},
		{DriftRow{Kept: 1, Moved: 1, Cut: 1}, "66.7% drift"},
		{DriftRow{Added: 45}, "not locked"},
		{DriftRow{}, "not locked"},
		{DriftRow{Kept: math.NaN(), Cut: math.Inf(1)}, "not locked"},
	} {
		if got := tt.row.says(); got != tt.want {
			t.Errorf("%+v says %q, want %q", tt.row, got, tt.want)
		}
	}
	wantSound(t, Drift{}.SVG())
	wantSound(t, Drift{Rows: []DriftRow{{Kept: math.Inf(1), Moved: math.NaN(), Cut: -3}}}.SVG())
}

// On a narrow chart a long name is read whole, over its bar.
func TestDriftNamesAreWholeOnAPhone(t *testing.T) {
	d := sampleDrift()
	d.Width, d.Rows[1].Name = 320, "Hardship self-service for every borrower"
	root := wantSound(t, d.SVG())
	wantApart(t, root)
	var names []string
	for _, text := range root.named("text") {
		names = append(names, text.text)
	}
	if !slices.Contains(names, d.Rows[1].Name) {
		t.Errorf("the texts are %q, want the whole name", names)
	}
}

// All bars share one scale, and the parts of a bar follow each other.
func TestDriftAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := sampleDrift()
		d.Width = rapid.Float64Range(320, 1000).Draw(t, "width")
		v := func() float64 { return rapid.Float64Range(1, 500).Draw(t, "v") }
		for i := range d.Rows {
			d.Rows[i].Kept, d.Rows[i].Moved, d.Rows[i].Cut, d.Rows[i].Added = v(), v(), v(), v()
		}
		root := wantSound(t, d.SVG())
		wantApart(t, root)
		d.Frame = d.Frame.sized(710, 0, 320, 0)
		plot, px := d.layout()
		for i, m := range root.classed("ch-mark") {
			x, r := plot.x, d.Rows[i]
			for name, want := range map[string]float64{"kept": r.Kept, "moved": r.Moved, "cut": r.Cut} {
				if got := m.with("data-part", name)[0].num(t, "width"); math.Abs(got-want*px) > 0.02 {
					t.Fatalf("%s of row %d = %g px, want %g", name, i, got, want*px)
				}
			}
			x += r.locked()*px + driftGap + 0.5
			if got := m.with("data-part", "added")[0].num(t, "x"); math.Abs(got-x) > 0.02 {
				t.Fatalf("added days of row %d start at %g, want %g", i, got, x)
			}
		}
	})
}
