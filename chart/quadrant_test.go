package chart

import (
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"
)

func sampleQuadrant() Quadrant {
	return Quadrant{
		Frame: Frame{ID: "qd", Finding: "Three units are busy but off course.", Desc: "One dot per unit, sized by people: days logged in % of capacity across, days that trace to a theme up."},
		Dots: []Dot{
			{Name: "Business Ops", Code: "BO", X: 88, Y: 79, People: 12},
			{Name: "Loan Servicing", Code: "LS", X: 92, Y: 75, People: 18},
			{Name: "Payment Solutions", Code: "PS", X: 94, Y: 65, People: 13, Off: true},
			{Name: "Legal & Compliance", Code: "LC", X: 83, Y: 75, People: 8},
			{Name: "Core Platform", Code: "CP", X: 99, Y: 63, People: 20, Off: true, Mark: Mark{Href: "/units/cp"}},
			{Name: "Borrower Experience", Code: "BX", X: 97, Y: 53, People: 17, Off: true},
			{Name: "Data & Decisioning", Code: "DD", X: 74, Y: 75, People: 12},
		},
		XAt: 90, YAt: 70, XLow: 70, XHigh: 103, YLow: 45, YHigh: 88,
		XName: "Activity: days logged, % of capacity", Unit: "%",
		Corners: [4]string{"On course, with room to give", "Busy and on course", "Off course, with room", "Busy but off course"},
	}
}

func TestQuadrantGolden(t *testing.T) {
	narrow := sampleQuadrant()
	narrow.ID, narrow.Width, narrow.Height = "qd-n", 318, 380
	narrow.Corners = [4]string{"Room to give", "On course", "Off course", "Busy, off"}
	for name, q := range map[string]Quadrant{"quadrant": sampleQuadrant(), "quadrant-narrow": narrow} {
		t.Run(name, func(t *testing.T) {
			svg := q.SVG()
			root := wantSound(t, svg)
			wantApart(t, root)
			for _, d := range q.Dots {
				if len(root.all(func(n *node) bool { return n.name == "text" && (n.text == d.Name || n.text == d.Code) })) != 1 {
					t.Errorf("%s is not named once", d.Name)
				}
			}
			golden(t, name, svg)
		})
	}
}

func TestQuadrantShadesTheLowerRight(t *testing.T) {
	q := sampleQuadrant()
	root := parse(t, q.SVG())
	r := root.classed("ch-corner")[0]
	// The plot is 40 to 582 across for 70 to 103, and 14 to 434 down for 88 to 45.
	for attr, want := range map[string]float64{"x": 40 + 542*20.0/33, "y": 14 + 420*18.0/43, "width": 542 * 13.0 / 33, "height": 420 * 25.0 / 43} {
		if got := r.num(t, attr); math.Abs(got-want) > 0.01 {
			t.Errorf("%s = %g, want %g", attr, got, want)
		}
	}
	if got := len(root.classed("ch-dot-bad")); got != 3 {
		t.Errorf("dots off course = %d, want 3", got)
	}
}

func TestQuadrantAreaFollowsPeople(t *testing.T) {
	q := Quadrant{Dots: []Dot{{Name: "a", X: 1, Y: 1, People: 100}, {Name: "b", X: 2, Y: 2, People: 25}}}
	root := wantSound(t, q.SVG())
	dots := root.classed("ch-dot-quiet")
	if big, half := dots[0].num(t, "r"), dots[1].num(t, "r"); math.Abs(big-2*half) > 0.01 {
		t.Errorf("radii %g and %g: a quarter of the people is half the radius", big, half)
	}
}

func TestQuadrantWithoutAnything(t *testing.T) {
	for name, q := range map[string]Quadrant{
		"nothing": {}, "one": {Dots: []Dot{{Name: "a", X: 5, Y: 5}}},
		"undeclared": {XAt: math.NaN(), YAt: math.Inf(1), Dots: []Dot{{Name: "a", X: math.NaN(), Y: 5, People: math.Inf(1)}, {Name: "b", X: 1, Y: 2, People: -4}}},
	} {
		t.Run(name, func(t *testing.T) { wantSound(t, q.SVG()) })
	}
}

// No two labels touch, and none lies on a dot, whatever the number of units.
func TestQuadrantLabelsStandApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := sampleQuadrant()
		q.Width, q.Dots = rapid.Float64Range(240, 900).Draw(t, "width"), nil
		for i := range rapid.IntRange(0, 30).Draw(t, "n") {
			q.Dots = append(q.Dots, Dot{
				Name: fmt.Sprintf("Unit number %d", i), Code: fmt.Sprintf("U%d", i),
				X: rapid.Float64Range(70, 103).Draw(t, "x"), Y: rapid.Float64Range(45, 88).Draw(t, "y"), People: rapid.Float64Range(0, 40).Draw(t, "people"),
			})
		}
		root := wantSound(t, q.SVG())
		wantApart(t, root)
		rooms, texts := labels(t, root)
		for _, c := range root.named("circle") {
			x, y, r := c.num(t, "cx"), c.num(t, "cy"), c.num(t, "r")
			for i, room := range rooms {
				if room.meets(box{x - r + 0.1, y - r + 0.1, 2*r - 0.2, 2*r - 0.2}) && room.inside(box{42, 14, q.Width, q.Height - 60}) && !isCorner(q, texts[i]) {
					t.Fatalf("label %q lies on the dot at %g, %g", texts[i], x, y)
				}
			}
		}
	})
}

func isCorner(q Quadrant, s string) bool {
	for _, c := range q.Corners {
		if len(s) > 3 && len(c) > 3 && s[:4] == c[:4] {
			return true
		}
	}
	return false
}
