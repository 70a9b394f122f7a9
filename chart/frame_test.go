package chart

import (
	"fmt"
	"html"
	"math"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestAddress(t *testing.T) {
	for _, tt := range []struct{ href, want string }{
		{"/units/core?asof=2026-08-31#why", "/units/core?asof=2026-08-31#why"},
		{"#why-68", "#why-68"},
		{"records/a:b", "records/a:b"},
		{"?q=a:b", "?q=a:b"},
		{"https://example.com/a", "https://example.com/a"},
		{"HTTP://example.com", "HTTP://example.com"},
		{" /a ", "/a"},
		{"javascript:alert(1)", ""},
		{"JavaScript:alert(1)", ""},
		{" javascript:alert(1)", ""},
		{"java\nscript:alert(1)", ""},
		{"data:text/html,x", ""},
		{"vbscript:x", ""},
		{"\x01javascript:x", ""},
		{"", ""},
		{":", ""},
	} {
		if got := address(tt.href); got != tt.want {
			t.Errorf("address(%q) = %q, want %q", tt.href, got, tt.want)
		}
	}
}

func TestLinksMakeAGroup(t *testing.T) {
	w := sampleWaterfall()
	if got := wantSound(t, w.SVG()).attrs["role"]; got != "img" {
		t.Errorf("role = %q, want img", got)
	}
	w.Stages[2].Href = "/stages/interpreted"
	root := wantSound(t, w.SVG())
	if got := root.attrs["role"]; got != "group" {
		t.Errorf("role = %q, want group", got)
	}
	a := root.named("a")[0]
	if got, want := a.attrs["aria-description"], "Interpreted, 82 of 100 kept, 14 lost here"; got != want || a.attrs["aria-label"] != "" {
		t.Errorf("description of the link = %q, want %q, and the name from its text", got, want)
	}
	// A dot whose label found no room has no text, so the tip is its name.
	q := Quadrant{Dots: []Dot{{X: 1, Y: 1, Mark: Mark{Href: "/a", Tip: "A unit\nbusy"}}}}
	if got, want := wantSound(t, q.SVG()).named("a")[0].attrs["aria-label"], "A unit, busy"; got != want {
		t.Errorf("name of the link = %q, want %q", got, want)
	}
	w.Stages[2].Href, w.Stages[2].Tip = "javascript:x()", "Own tip"
	root = wantSound(t, w.SVG())
	if n := len(root.named("a")); n != 0 {
		t.Errorf("%d links to a script", n)
	}
	if got := root.classed("ch-mark")[2].attrs["data-tip"]; got != "Own tip" {
		t.Errorf("tip = %q", got)
	}
}

func TestRootSaysTheFinding(t *testing.T) {
	w := sampleWaterfall()
	w.Finding, w.Desc = `R&D lost "14" < 32`, "Days, of every 100."
	root := wantSound(t, w.SVG())
	if got := root.attrs["aria-label"]; got != w.Finding {
		t.Errorf("aria-label = %q, want %q", got, w.Finding)
	}
	if got := root.kids[0]; got.name != "title" || got.text != w.Finding {
		t.Errorf("first element = %s %q, want the title", got.name, got.text)
	}
	if got := root.kids[1]; got.name != "desc" || got.text != w.Desc {
		t.Errorf("second element = %s %q, want the description", got.name, got.text)
	}
	if got := root.attrs["viewBox"]; got != "0 0 710 360" {
		t.Errorf("viewBox = %q", got)
	}
}

func TestSizes(t *testing.T) {
	for _, tt := range []struct{ width, height, wantW, wantH float64 }{
		{0, 0, 600, 400}, {800, 500, 800, 500}, {10, 10, 300, 200}, {-5, math.NaN(), 600, 400}, {math.Inf(1), 1e12, 600, 1e6},
	} {
		got := Frame{Width: tt.width, Height: tt.height}.sized(600, 400, 300, 200)
		if got.Width != tt.wantW || got.Height != tt.wantH {
			t.Errorf("%g by %g becomes %g by %g, want %g by %g", tt.width, tt.height, got.Width, got.Height, tt.wantW, tt.wantH)
		}
	}
}

func TestPatternNames(t *testing.T) {
	a, b := sampleColumns(), sampleColumns()
	a.ID, b.ID = "", `x")</style>`
	b.Width = 500
	for _, svg := range []string{a.SVG(), b.SVG()} {
		wantSound(t, svg)
	}
	if got := (Frame{ID: `x")</style>`}).id("columns"); got != "xstyle" {
		t.Errorf("id = %q, want only letters, digits, - and _", got)
	}
	// Without an ID the wide and the narrow drawing still differ.
	c := a
	c.Width = 318
	if a.Frame.sized(1, 1, 1, 1).id("columns") == c.Frame.id("columns") {
		t.Error("two sizes of one chart share the names of their patterns")
	}
}

func TestThemesPastFour(t *testing.T) {
	for _, tt := range []struct {
		paint       Paint
		class       string
		wantPattern string // the hue under the second shape
	}{
		{1, "ch-f-1", ""}, {4, "ch-f-4", ""}, {5, "", "ch-f-1"}, {8, "", "ch-f-4"}, {9, "ch-f-mute", ""}, {400, "ch-f-mute", ""}, {NoLine, "", "ch-hatch-ground"}, {-99, "ch-f-mute", ""},
	} {
		root := wantSound(t, Columns{Series: []Series{{"a", tt.paint}}, Stacks: []Stack{{Name: "Jul", Values: []float64{3}}}}.SVG())
		r := root.with("data-part", "a")[0]
		if got := strings.Fields(r.attrs["class"])[0]; tt.class != "" && got != tt.class {
			t.Errorf("paint %d has class %q, want %q", tt.paint, got, tt.class)
		}
		patterns := root.named("pattern")
		if tt.wantPattern == "" {
			if len(patterns) != 0 {
				t.Errorf("paint %d needs no pattern", tt.paint)
			}
			continue
		}
		if got := patterns[0].kids[0].attrs["class"]; got != tt.wantPattern {
			t.Errorf("paint %d lies on %q, want %q", tt.paint, got, tt.wantPattern)
		}
	}
}

func TestFit(t *testing.T) {
	root := parse(t, Fit{Full: "<s/>", Wide: "<i/>", Middle: "<u/>", Narrow: "<b/>"}.SVG())
	if !root.has("ch-fit") || !root.has("ch-three") || len(root.kids) != 4 || !root.kids[0].has("ch-full") || !root.kids[1].has("ch-wide") || !root.kids[2].has("ch-middle") || !root.kids[3].has("ch-narrow") {
		t.Errorf("got %+v", root)
	}
	root = parse(t, Fit{Full: "<s/>", Wide: "<i/>"}.SVG())
	if root.has("ch-three") || len(root.kids) != 2 {
		t.Errorf("of two drawings: %+v", root)
	}
}

func TestResponsive(t *testing.T) {
	root := parse(t, Responsive("<i/>", "<b/>"))
	if !root.has("ch-fit") || !root.kids[0].has("ch-wide") || !root.kids[1].has("ch-narrow") {
		t.Errorf("got %+v", root)
	}
}

func TestCoord(t *testing.T) {
	for _, tt := range []struct {
		v    float64
		want string
	}{{0, "0"}, {-0.001, "0"}, {1.5, "1.5"}, {1.005, "1"}, {2.999, "3"}, {-12.34, "-12.34"}, {100, "100"}, {math.NaN(), "0"}, {math.Inf(1), "0"}, {1e30, "1000000"}} {
		if got := coord(tt.v); got != tt.want {
			t.Errorf("coord(%g) = %q, want %q", tt.v, got, tt.want)
		}
	}
}

func TestTicks(t *testing.T) {
	for _, tt := range []struct {
		lo, hi float64
		want   int
		out    []float64
	}{
		{0, 400, 3, []float64{0, 200, 400}},
		{60, 80, 3, []float64{60, 70, 80}},
		{64, 75, 3, []float64{60, 70, 80}},
		{0, 0, 3, []float64{0, 0.5, 1}},
		{70, 103, 6, []float64{70, 80, 90, 100, 110}},
		{-5, 5, 3, []float64{-5, 0, 5}},
		{math.NaN(), 3, 3, []float64{0, 1}},
	} {
		if diff := cmp.Diff(tt.out, ticks(tt.lo, tt.hi, tt.want)); diff != "" {
			t.Errorf("ticks(%g, %g, %d) (-want +got):\n%s", tt.lo, tt.hi, tt.want, diff)
		}
	}
}

func TestCuts(t *testing.T) {
	r := box{10, 10, 20, 10}
	for _, tt := range []struct {
		x1, y1, x2, y2 float64
		want           bool
	}{{0, 15, 40, 15, true}, {0, 5, 40, 5, false}, {20, 0, 20, 40, true}, {0, 0, 9, 40, false}, {0, 0, 40, 30, true}, {15, 12, 16, 13, true}, {0, 25, 12, 40, false}} {
		if got := r.cuts(tt.x1, tt.y1, tt.x2, tt.y2); got != tt.want {
			t.Errorf("line %+v cuts = %v, want %v", tt, got, tt.want)
		}
	}
}

// every draws each kind of chart with one text in every place that takes one.
func every(s string) []string {
	m, f := Mark{Tip: s, Href: "/x?q=" + s}, Frame{ID: s, Finding: s, Desc: s}
	return []string{
		Waterfall{Frame: f, Note: s, Stages: []Stage{{Mark: m, Name: s, Sub: s, Kept: 9}, {Name: s, Kept: 4, High: 6, Ceiling: 8}, {Name: s, Missing: true}}}.SVG(),
		Trend{Frame: f, Steps: []string{s, s}, Lines: []TrendLine{{Name: s, Readings: []Reading{{Mark: m, Value: 1}, {Value: 2}}}, {Name: s, Readings: readings(4)}}, Locks: []Lock{{0.5, s}}, References: []Reference{{s, 1}}}.SVG(),
		Quadrant{Frame: f, Dots: []Dot{{Mark: m, Name: s, Code: s, X: 1, Y: 2}}, XName: s, Unit: s, Corners: [4]string{s, s, s, s}}.SVG(),
		Shares{Frame: f, Rows: []Share{{Mark: m, Name: s, Actual: .4, Intended: .5}}}.SVG(),
		Columns{Frame: f, Series: []Series{{s, NoLine}}, Stacks: []Stack{{Mark: m, Name: s, Values: []float64{3}}}, Unit: s}.SVG(),
		Flow{Frame: f, Headings: []string{s, s}, Unit: s, Selected: s, Nodes: []FlowNode{{Mark: m, ID: s, Name: s, Sub: s}, {ID: "b" + s, Column: 1, Name: s}}, Links: []FlowLink{{s, "b" + s, 4, NoLine}}}.SVG(),
		Heat{Frame: f, Columns: []string{s}, Rows: []HeatRow{{Mark: m, Name: s, Cells: []HeatCell{{Mark: m, Value: 3, Text: s, Sub: s}}}}, Legend: s, Unit: s}.SVG(),
		Timeline{Frame: f, Periods: []string{s}, Locks: []Lock{{0.5, s}}, Rows: []TimelineRow{{Mark: m, Name: s, Steps: []Step{{Mark: m, Name: s, To: 1, LockedTo: 0.5}}}}}.SVG(),
		Drift{Frame: f, Unit: s, Rows: []DriftRow{{Mark: m, Name: s, Kept: 1, Added: 2}}}.SVG(),
		Bar{ID: s, Label: s, Parts: []Part{{1, NoLine}}}.SVG(), Bullet{ID: s, Label: s, Actual: 1}.SVG(), Range{ID: s, Label: s, Last: 3}.SVG(),
		Pips{Label: s}.SVG(), Thread{Stages: []string{s, s}, Cut: 1}.SVG(), Spark{Label: s, Readings: readings(1, 2)}.SVG(),
	}
}

// No text can leave its place: every picture stays well-formed, has the same
// elements as with a harmless text, and says the text unchanged.
func FuzzEscaping(f *testing.F) {
	for _, s := range []string{`"><script>alert(1)</script>`, "a\x00b\x1f", "R&D <b> 'x' \"y\"", "]]>", "&amp;", "<!--", "\xff\xfe", "\uFFFE\U0001F600", "line\nline\ttab", "javascript:x", `");</style>`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for i, svg := range every(s) {
			root := wantSound(t, svg)
			if n := len(root.named("script")) + len(root.named("b")); n > 0 {
				t.Errorf("picture %d has %d elements of the text", i, n)
			}
			name := root.attrs["aria-label"]
			if utf8.ValidString(s) && printable(s) && !strings.HasPrefix(name, "Lost at ") && s != "" && name != s && root.has("ch") {
				t.Errorf("picture %d is called %q, want %q", i, name, s)
			}
			if strings.Contains(svg, "<script") || strings.ContainsAny(svg, "\x00\x1f") {
				t.Errorf("picture %d lets the text out: %s", i, svg)
			}
		}
	})
}

func printable(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool {
		return r < 0x20 && r != '\n' && r != '\t' || r == 0x7F || r == 0xFFFE || r == 0xFFFF
	})
}

func TestEscapeRoundTrips(t *testing.T) {
	for _, s := range []string{`a & b < c > d " e ' f`, "line\nfeed", "−14 · 戦略"} {
		var b strings.Builder
		escape(&b, s)
		if got := html.UnescapeString(b.String()); got != s {
			t.Errorf("escape(%q) reads back as %q", s, got)
		}
	}
}

// Every kind names what it shows and gives each mark a tip.
func TestEveryMarkHasATip(t *testing.T) {
	for i, svg := range every("Something") {
		root := wantSound(t, svg)
		for _, m := range root.classed("ch-mark") {
			if strings.TrimSpace(m.attrs["data-tip"]) == "" {
				t.Errorf("picture %d has a mark without a tip", i)
			}
		}
	}
}

func TestEveryIsDeterministic(t *testing.T) {
	first := every("Something")
	for range 3 {
		if !slices.Equal(first, every("Something")) {
			t.Fatal("two drawings of one chart differ")
		}
	}
}

func ExampleThread() {
	fmt.Println(Thread{Stages: []string{"Stated", "Executed"}, Cut: 1}.SVG())
	// Output: <svg xmlns="http://www.w3.org/2000/svg" class="ch-cell ch-thread" viewBox="0 0 30.4 16" width="30.4" height="16" role="img" aria-label="Lost at Executed, stage 2 of 2"><title>Lost at Executed, stage 2 of 2</title><line x1="9" y1="8" x2="20.4" y2="8" class="ch-thread-on"/><circle cx="5" cy="8" r="3" class="ch-thread-dot"/><circle cx="24.4" cy="8" r="4" class="ch-thread-cut"/></svg>
}
