package chart

import (
	"math"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

// The tests of this file draw charts of any values whatever: what an organisation that nobody thought of
// would hand in.

// drawn is any chart.
type drawn interface{ SVG() string }

// kinds is a zero chart of every kind, by its name.
func kinds() map[string]drawn {
	return map[string]drawn{
		"waterfall": Waterfall{}, "trend": Trend{}, "quadrant": Quadrant{}, "shares": Shares{}, "columns": Columns{},
		"flow": Flow{}, "heat": Heat{}, "timeline": Timeline{}, "drift": Drift{},
		"bar": Bar{}, "bullet": Bullet{}, "range": Range{}, "pips": Pips{}, "thread": Thread{}, "spark": Spark{},
	}
}

// anyChart fills every field of a chart of the kind.
func anyChart(t *rapid.T, kind drawn, number *rapid.Generator[float64]) drawn {
	v := reflect.New(reflect.TypeOf(kind)).Elem()
	fill(t, v, "chart", number)
	return v.Interface().(drawn)
}

func fill(t *rapid.T, v reflect.Value, name string, number *rapid.Generator[float64]) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(aText.Draw(t, name))
		if name == "Name" && v.Len() == 0 { // every record has one
			v.SetString("Named")
		}
	case reflect.Bool:
		v.SetBool(rapid.Bool().Draw(t, name))
	case reflect.Int: // paints, columns, counts, places
		v.SetInt(int64(rapid.IntRange(-10, 12).Draw(t, name)))
	case reflect.Float64:
		v.SetFloat(number.Draw(t, name))
	case reflect.Slice:
		n := rapid.IntRange(0, 4).Draw(t, name)
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		fallthrough
	case reflect.Array:
		for i := range v.Len() {
			fill(t, v.Index(i), name, number)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			fill(t, v.Field(i), v.Type().Field(i).Name, number)
		}
	default:
		t.Fatalf("the field %s is a %s, which the test cannot fill", name, v.Type())
	}
}

var (
	aText = rapid.OneOf(
		rapid.SampledFrom([]string{"", "a", "b", "Core Services Platform", "Legal & Compliance", "日本の支払い", "a b c d e f g h i j k l m n o p"}),
		rapid.StringMatching(`[A-Za-z][a-z ]{0,40}`),
	)
	// hostile is numbers that no organisation has.
	hostile = rapid.OneOf(
		rapid.SampledFrom([]float64{
			0, -1, 1, math.NaN(), math.Inf(1), math.Inf(-1), math.MaxFloat64, -math.MaxFloat64, math.SmallestNonzeroFloat64, 1e15, 1e-15, 0.1,
		}),
		rapid.Float64(),
	)
	// large is numbers that the rules let pass, and some that they do not.
	large = rapid.OneOf(rapid.SampledFrom([]float64{0, -1, math.NaN(), math.Inf(1), math.Inf(-1), 1e15, -1e15, 1e-15}), rapid.Float64Range(-1e15, 1e15))
	// usual is numbers that an organisation has.
	usual = rapid.OneOf(rapid.SampledFrom([]float64{0, 0.5, 1, 68, 100}), rapid.Float64Range(0, 5000))
)

// eachChart draws any chart of each kind and hands it to the check.
func eachChart(t *testing.T, number *rapid.Generator[float64], check func(t *rapid.T, c drawn)) {
	t.Helper()
	for name, kind := range kinds() {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) { check(t, anyChart(t, kind, number)) })
		})
	}
}

// TestAnyChart draws it twice: both pictures are sound and the same, and the chart is as it was.
func TestAnyChart(t *testing.T) {
	eachChart(t, hostile, func(t *rapid.T, c drawn) {
		before := deep(reflect.ValueOf(c)).Interface()
		first := c.SVG()
		wantSound(t, first)
		if diff := cmp.Diff(first, c.SVG()); diff != "" {
			t.Fatalf("two drawings differ:\n%s", diff)
		}
		if diff := cmp.Diff(before, c, cmpopts.EquateNaNs()); diff != "" {
			t.Fatalf("drawing changed the chart:\n%s", diff)
		}
	})
}

// deep is a copy that shares no list.
func deep(v reflect.Value) reflect.Value {
	c := reflect.New(v.Type()).Elem()
	c.Set(v)
	switch v.Kind() {
	case reflect.Slice:
		c.Set(reflect.MakeSlice(v.Type(), v.Len(), v.Len()))
		for i := range v.Len() {
			c.Index(i).Set(deep(v.Index(i)))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			c.Field(i).Set(deep(v.Field(i)))
		}
	}
	return c
}

// TestNoShapeLeavesThePicture holds that bars and dots lie inside, however long the values are: what leaves
// the picture is cut off without a word.
func TestNoShapeLeavesThePicture(t *testing.T) {
	for _, numbers := range []*rapid.Generator[float64]{large, usual} {
		eachChart(t, numbers, func(t *rapid.T, c drawn) {
			root := parse(t, c.SVG())
			var w, h float64
			if side := strings.Fields(root.attrs["viewBox"]); len(side) == 4 {
				w, h = number64(t, side[2]), number64(t, side[3])
			} else if !inCell(root) {
				t.Fatalf("the picture has no size: %v", root.attrs)
			}
			for _, n := range root.all(func(n *node) bool { return n.name == "rect" || n.name == "circle" }) {
				inside(t, n, w, h)
			}
		})
	}
}

// inCell reports whether the picture fills the cell of a table: its lengths are parts of a hundred.
func inCell(root *node) bool { return root.has("ch-cell") }

// slack is what strokes and rounding may reach over the edge, in px.
const reach = 6

func inside(t *rapid.T, n *node, w, h float64) {
	t.Helper()
	size := func(attr string, whole float64) float64 {
		text := n.attrs[attr]
		if part, ok := strings.CutSuffix(text, "%"); ok {
			return number64(t, part) / 100 * math.Max(whole, 100)
		}
		if text == "" {
			return 0
		}
		return number64(t, text)
	}
	var left, right, top, bottom float64
	if n.name == "circle" {
		r := size("r", w)
		left, right = size("cx", w)-r, size("cx", w)+r
		top, bottom = size("cy", h)-r, size("cy", h)+r
	} else {
		left, top = size("x", w), size("y", h)
		right, bottom = left+size("width", w), top+size("height", h)
	}
	if left > right || top > bottom {
		t.Fatalf("%s is inside out: %v", n.name, n.attrs)
	}
	if w > 0 && (left < -reach || right > w+reach || top < -reach || bottom > h+reach) {
		t.Fatalf("%s %v leaves the picture of %g by %g", n.name, n.attrs, w, h)
	}
}

func number64(t *rapid.T, s string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
		t.Fatalf("%q is no length", s)
	}
	return v
}

// TestUnitsDoNotChangeABar measures in other units: a bar shows parts of a whole, and so is the same.
func TestUnitsDoNotChangeABar(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := Bar{ID: "b", Label: "Days"}
		for range rapid.IntRange(1, 5).Draw(t, "parts") {
			b.Parts = append(b.Parts, Part{float64(rapid.IntRange(0, 1000).Draw(t, "value")), Paint(rapid.IntRange(1, 4).Draw(t, "paint"))})
		}
		other := Bar{ID: "b", Label: "Days"}
		for _, p := range b.Parts {
			other.Parts = append(other.Parts, Part{p.Value * 8, p.Paint}) // hours; a power of two keeps the sums exact
		}
		if diff := cmp.Diff(b.SVG(), other.SVG()); diff != "" {
			t.Fatalf("in days and in hours:\n%s", diff)
		}
	})
}

func TestRoundNumbers(t *testing.T) {
	for v, want := range map[float64]float64{
		1: 1, 1.2: 2, 2.1: 2.5, 2.6: 5, 7: 10, 10: 10, 99: 100, 0.3: 0.5, 0.02: 0.02, 0.021: 0.025,
		0: 1, -3: 1, math.Inf(1): 1, 1e300: 1e300,
	} {
		if got := round(v); math.Abs(got-want) > 1e-9*want {
			t.Errorf("round(%g) = %g, want %g", v, got, want)
		}
	}
	if got := round(math.NaN()); got != 1 {
		t.Errorf("round(NaN) = %g", got)
	}
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.Float64Range(1e-9, 1e12).Draw(t, "v")
		got := round(v)
		if got < v*(1-1e-8) || got > 2.5*v {
			t.Fatalf("round(%g) = %g, want the next round number", v, got)
		}
	})
}

func TestTicksSpanTheirValues(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lo := rapid.Float64Range(-1e6, 1e6).Draw(t, "lo")
		hi := lo + rapid.Float64Range(1e-3, 1e6).Draw(t, "length")
		want := rapid.IntRange(2, 8).Draw(t, "want")
		got := ticks(lo, hi, want)
		step := got[1] - got[0]
		if len(got) < 2 || len(got) > 2*want+2 {
			t.Fatalf("%d ticks for about %d: %v", len(got), want, got)
		}
		if got[0] > lo+1e-6*step || got[len(got)-1] < hi-1e-6*step {
			t.Fatalf("ticks %v leave out %g to %g", got, lo, hi)
		}
		for i := 1; i < len(got); i++ {
			if math.Abs(got[i]-got[i-1]-step) > 1e-6*step {
				t.Fatalf("the steps of %v differ", got)
			}
		}
	})
}

func TestScalesMapTheirEnds(t *testing.T) {
	s := scale{from: 10, to: 20, px0: 100, px1: 300}
	for v, want := range map[float64]float64{10: 100, 15: 200, 20: 300, 5: 0, 25: 400} {
		if got := s.at(v); got != want {
			t.Errorf("at(%g) = %g, want %g", v, got, want)
		}
	}
	for _, v := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		if got := s.at(v); got != 100 {
			t.Errorf("at(%g) = %g: what is not declared stands at the start", v, got)
		}
	}
	if got := (scale{5, 5, 1, 9}).at(7); got != 1 {
		t.Errorf("a scale without length maps to %g", got)
	}
}

func TestLossesAreWrittenWithAMinus(t *testing.T) {
	for v, want := range map[float64]string{14: "−14", -14: "−14", 0: "0", 0.04: "0", 1234.56: "−1,234.6"} {
		if got := lossNumber(v); got != want {
			t.Errorf("lossNumber(%g) = %q, want %q", v, got, want)
		}
	}
	for v, want := range map[float64]string{0.225: "22.5%", 1: "100%", -0.5: "−50%", math.Inf(1): "–%"} {
		if got := share(v); got != want {
			t.Errorf("share(%g) = %q, want %q", v, got, want)
		}
	}
}
