package chart

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// The wanted widths are the sums of the advances that the font files of Inter
// 4.1 (Regular, Medium, SemiBold) state, in em.
func TestWidthAgainstTheFont(t *testing.T) {
	for _, tt := range []struct {
		text                  string
		regular, medium, semi float64
	}{
		{"Keep borrowers in good standing", 15.820, 15.978, 16.132},
		{"Straight-through decisions", 12.660, 12.858, 13.056},
		{"3,840 of 12,000 days", 10.126, 10.266, 10.404},
		{"No line back to a theme", 11.262, 11.326, 11.389},
		{"Borrower Experience", 9.955, 10.066, 10.176},
		{"the largest loss: the same words, read differently", 23.305, 23.586, 23.863},
		{"−14", 1.714, 1.739, 1.762},
		{"100", 1.668, 1.706, 1.742},
	} {
		for _, f := range []struct {
			face face
			want float64
		}{{body(), tt.regular}, {medium(), tt.medium}, {bold(), tt.semi}} {
			got, want := f.face.width(tt.text), f.want*f.face.size
			if math.Abs(got-want) > 0.03*want {
				t.Errorf("%q at weight %d is %.1f px, the font says %.1f", tt.text, f.face.weight, got, want)
			}
		}
	}
}

func TestWidthByClass(t *testing.T) {
	f := body()
	for _, tt := range []struct {
		text string
		want float64
	}{{"", 0}, {"\u0301\u200b\n", 0}, {"戦略", 24}, {"Ä", 8.88}, {"é", 7.44}} {
		if got := f.width(tt.text); math.Abs(got-tt.want) > 1e-9 {
			t.Errorf("%q is %g px, want %g", tt.text, got, tt.want)
		}
	}
}

func TestTight(t *testing.T) {
	f := body()
	for _, tt := range []struct {
		text  string
		width float64
		want  string
	}{
		{"Ledger cutover", 200, "Ledger cutover"},
		{"Ledger cutover", 60, "Ledger…"},
		{"Ledger, cutover", 60, "Ledger…"},
		{"Ledger", 5, ""},
		{"", 5, ""},
		{"Ledger", -1, ""},
	} {
		if got := f.tight(tt.text, tt.width); got != tt.want {
			t.Errorf("tight(%q, %g) = %q, want %q", tt.text, tt.width, got, tt.want)
		}
	}
}

func TestWrap(t *testing.T) {
	for _, tt := range []struct {
		text  string
		width float64
		most  int
		want  []string
	}{
		{"what the strategy asks for", 100, 2, []string{"what the strategy", "asks for"}},
		{"what the strategy asks for", 500, 2, []string{"what the strategy asks for"}},
		{"what the strategy asks for", 40, 2, []string{"what", "the st…"}},
		{"  spaced   out ", 200, 3, []string{"spaced out"}},
		{"", 100, 2, nil},
	} {
		if diff := cmp.Diff(tt.want, small().wrap(tt.text, tt.width, tt.most)); diff != "" {
			t.Errorf("wrap(%q, %g, %d) (-want +got):\n%s", tt.text, tt.width, tt.most, diff)
		}
	}
}

// No line is longer than the room, and none of the words is lost while there is
// room for them.
func TestWrapFits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`([A-Za-z]{1,12} ){0,12}`).Draw(t, "text")
		width := rapid.Float64Range(0, 300).Draw(t, "width")
		for _, l := range body().wrap(text, width, 3) {
			if got := body().width(l); got > width {
				t.Fatalf("line %q is %g px, the room is %g", l, got, width)
			}
		}
		all := strings.Join(body().wrap(text, 90, 99), " ")
		if want := strings.Join(strings.Fields(text), " "); strings.Count(all, "…") == 0 && all != want {
			t.Fatalf("lines hold %q, want %q", all, want)
		}
	})
}

// Lines of a balanced text are as many as of a wrapped one, none is wider, all words are there, and the last
// is no single short word where the words can be shared out better.
func TestBalanced(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := rapid.SampledFrom(faces()).Draw(t, "face")
		s := strings.Join(rapid.SliceOfN(rapid.StringMatching(`[a-z]{1,9}`), 1, 8).Draw(t, "words"), " ")
		width, most := rapid.Float64Range(20, 300).Draw(t, "width"), rapid.IntRange(1, 4).Draw(t, "most")
		wrapped, balanced := f.wrap(s, width, most), f.balanced(s, width, most)
		if len(balanced) > len(wrapped) || widest(f, balanced) > widest(f, wrapped) {
			t.Fatalf("%q at %g: balanced %q, wrapped %q", s, width, balanced, wrapped)
		}
		if whole := strings.Join(wrapped, " "); whole == s && strings.Join(balanced, " ") != s {
			t.Fatalf("%q lost words: %q", s, balanced)
		}
	})
	if got := strings.Join(small().balanced("a unit was asked for it", 100, 2), "|"); got != "a unit was|asked for it" {
		t.Errorf("the last word stands alone: %q", got)
	}
}

func TestNumber(t *testing.T) {
	for _, tt := range []struct {
		v    float64
		want string
	}{
		{0, "0"},
		{68, "68"},
		{22.5, "22.5"},
		{22.54, "22.5"},
		{22.96, "23"},
		{-14, "−14"},
		{-0.04, "0"},
		{-0.06, "−0.1"},
		{999.96, "1,000"},
		{1140, "1,140"},
		{12000.5, "12,000.5"},
		{1234567, "1,234,567"},
		{-1234, "−1,234"},
		{math.NaN(), "–"},
		{math.Inf(1), "–"},
		{math.Inf(-1), "–"},
	} {
		if got := number(tt.v); got != tt.want {
			t.Errorf("number(%g) = %q, want %q", tt.v, got, tt.want)
		}
	}
	if got := lossNumber(14); got != "−14" {
		t.Errorf("lossNumber(14) = %q", got)
	}
	if got := share(0.225); got != "22.5%" {
		t.Errorf("share(0.225) = %q", got)
	}
}

// The sizes and weights that texts are measured with are those of chart.css,
// and none is below 10.5 px.
func TestFacesFollowTheStylesheet(t *testing.T) {
	rule := regexp.MustCompile(`\.ch \.(ch-\d+[a-z]*) \{ font-size: ([\d.]+)px; font-weight: (\d+); \}`)
	got := map[string]face{}
	for _, m := range rule.FindAllStringSubmatch(stylesheet(t), -1) {
		size, _ := strconv.ParseFloat(m[2], 64)
		weight, _ := strconv.Atoi(m[3])
		got[m[1]] = face{m[1], size, weight}
	}
	for _, f := range faces() {
		if got[f.class] != f {
			t.Errorf("chart.css has %+v for %+v", got[f.class], f)
		}
		if f.size < 10.5 {
			t.Errorf("%s is %g px, the least is 10.5", f.class, f.size)
		}
	}
	if n := strings.Count(stylesheet(t), "font-size"); n != len(faces()) {
		t.Errorf("chart.css sets %d sizes of text, the code knows %d", n, len(faces()))
	}
}

func TestStylesheetUsesTokensOnly(t *testing.T) {
	css := stylesheet(t)
	for _, bad := range []string{"#", "rgb(", "oklch(", "!important", "url("} {
		if strings.Contains(css, bad) {
			t.Errorf("chart.css holds %q; colours are custom properties", bad)
		}
	}
	if !strings.HasPrefix(strings.TrimSpace(css), "@layer components {") || strings.Count(css, "@layer") != 1 {
		t.Error("chart.css must be one block of the layer components")
	}
	if open, shut := strings.Count(css, "{"), strings.Count(css, "}"); open != shut {
		t.Errorf("%d opening and %d closing braces", open, shut)
	}
}
