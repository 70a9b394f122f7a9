package chart

import (
	"math"
	"sort"
	"strconv"
	"strings"
	"unicode"
)

// face is a size and weight of text. chart.css has a class for each with the
// same size and weight, so that a measured label is as long as a drawn one.
type face struct {
	class  string
	size   float64 // px
	weight int
}

func tiny() face    { return face{"ch-10", 10.5, 400} }
func small() face   { return face{"ch-11", 11, 400} }
func body() face    { return face{"ch-12", 12, 400} }
func medium() face  { return face{"ch-12m", 12, 500} }
func bold() face    { return face{"ch-12b", 12, 600} }
func strong() face  { return face{"ch-13b", 13, 600} }
func figure() face  { return face{"ch-15b", 15, 600} }
func faces() []face { return []face{tiny(), small(), body(), medium(), bold(), strong(), figure()} }

// Classes of text colour and of the side a text is anchored on.
const (
	inkTone  = "ch-ink"
	inkTone2 = "ch-ink2"
	inkTone3 = "ch-ink3"
	onInk    = "ch-on"
	lossTone = "ch-bad"
	middle   = "ch-mid"
	endSide  = "ch-end"
	halo     = "ch-halo"
)

func (c *canvas) text(x, y float64, f face, s string, classes ...string) {
	if s == "" {
		return
	}
	c.start("text", num("x", x), num("y", y), class(append([]string{f.class}, classes...)...))
	escape(c.body, s)
	c.end()
}

// subGap is the space between the two texts of a pair.
const subGap = 6

// pair writes two texts on one line; the second follows wherever the first
// ends in the font that is there.
func (c *canvas) pair(x, y float64, f [2]face, s, tone [2]string, classes ...string) {
	c.start("text", num("x", x), num("y", y), class(classes...))
	for i := range s {
		if s[i] == "" {
			continue
		}
		var gap attr
		if i > 0 {
			gap = num("dx", subGap)
		}
		c.start("tspan", gap, class(f[i].class, tone[i]))
		escape(c.body, s[i])
		c.end()
	}
	c.end()
}

// lines writes one text under the other, pitch apart.
func (c *canvas) lines(x, y, pitch float64, f face, text []string, classes ...string) {
	for i, s := range text {
		c.text(x, y+float64(i)*pitch, f, s, classes...)
	}
}

// width estimates how long s is in px. For Latin text in Inter it is within a
// few parts of a hundred; other scripts are counted by class of character.
func (f face) width(s string) float64 {
	var em float64
	for _, r := range s {
		em += advance(r)
	}
	return em * f.size * weightFactor(f.weight)
}

// widest is the width of the longest of some lines.
func widest(f face, lines []string) float64 {
	most := 0.0
	for _, s := range lines {
		most = math.Max(most, f.width(s))
	}
	return most
}

func weightFactor(weight int) float64 {
	switch {
	case weight >= 600:
		return 1.03
	case weight >= 500:
		return 1.015
	}
	return 1
}

// advance is the width of a character in em: Inter Regular's own for printable
// ASCII, and one figure for each further class of character.
func advance(r rune) float64 {
	if r >= ' ' && r <= '~' {
		return float64(interWidths[r-' ']) / 1000
	}
	switch {
	case unicode.Is(unicode.Mn, r), unicode.Is(unicode.Cf, r), unicode.IsControl(r):
		return 0
	case r == '—' || r == '…' || r == '→' || r == '←':
		return 0.96
	case unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana), r >= 0x1F000, r >= 0xFF00 && r <= 0xFF60:
		return 1
	case strings.ContainsRune("·’‘", r):
		return 0.31
	case unicode.IsUpper(r):
		return 0.74
	}
	return 0.62
}

// interWidths has the advance widths of space to tilde in Inter 4.1 Regular, in
// thousandths of an em.
var interWidths = [95]int{
	281, 288, 466, 633, 642, 982, 644, 300, 365, 365, 501, 662, 288, 460, 288, 360, // space to /
	631, 407, 610, 618, 646, 593, 620, 566, 619, 620, 288, 288, 662, 662, 662, 511, // 0 to ?
	966, 690, 654, 730, 722, 601, 590, 746, 743, 269, 571, 672, 565, 903, 753, 765, // @ to O
	639, 765, 644, 642, 646, 744, 690, 985, 682, 679, 629, 365, 360, 365, 471, 456, // P to _
	323, 612, 612, 571, 612, 583, 370, 613, 591, 242, 242, 549, 242, 876, 591, 600, // ` to o
	612, 612, 376, 528, 327, 591, 562, 818, 546, 562, 552, 426, 333, 426, 662, // p to ~
}

// tight shortens s with an ellipsis until it is at most width px long; to
// nothing when not even one character fits.
func (f face) tight(s string, width float64) string {
	if f.width(s) <= width {
		return s
	}
	runes := []rune(s)
	cut := func(n int) string { return strings.TrimRight(string(runes[:n]), " ,.;:") + "…" }
	// The more is left, the longer it is.
	n := sort.Search(len(runes)-1, func(n int) bool { return f.width(cut(n+1)) > width })
	if n == 0 {
		return ""
	}
	return cut(n)
}

// wrap breaks s at spaces into lines of at most width px, at most most lines
// long; what is left over is cut with an ellipsis.
func (f face) wrap(s string, width float64, most int) []string {
	var lines []string
	space := f.width(" ")
	long := 0.0 // the last line so far
	for words := strings.Fields(s); len(words) > 0; words = words[1:] {
		n, wide := len(lines), f.width(words[0])
		fits := long+space+wide <= width
		if n > 0 && n == most && !fits {
			lines[n-1] += " " + strings.Join(words, " ")
			break
		}
		if n > 0 && fits {
			lines[n-1], long = lines[n-1]+" "+words[0], long+space+wide
			continue
		}
		lines, long = append(lines, words[0]), wide
	}
	for i, l := range lines {
		lines[i] = f.tight(l, width)
	}
	return lines
}

// balanced is wrap with lines of about the same length, so that no last line is one short word.
func (f face) balanced(s string, width float64, most int) []string {
	lines := f.wrap(s, width, most)
	whole := strings.Join(strings.Fields(s), " ")
	const step = 2 // px
	narrower := func(steps int) []string { return f.wrap(s, width-float64(steps*step), most) }
	// What does not fit a width does not fit a narrower one.
	steps := sort.Search(int(width/step), func(n int) bool {
		tried := narrower(n + 1)
		return len(tried) > len(lines) || strings.Join(tried, " ") != whole
	})
	if steps == 0 {
		return lines
	}
	return narrower(steps)
}

// textBox is the room of a text whose baseline is at y.
func (f face) textBox(x, y float64, s, anchor string) box {
	w := f.width(s)
	switch anchor {
	case middle:
		x -= w / 2
	case endSide:
		x -= w
	}
	return box{x, y - f.size*0.8, w, f.size * 1.04}
}

// number writes v as a person reads it: at most one decimal, commas between
// thousands, the minus sign of typography. What is not finite is a dash.
func number(v float64) string { return exact(v, 1) }

// mostDecimals is how many decimals a number has at most, whatever is asked for.
const mostDecimals = 6

// exact is number with more decimals where there are any.
func exact(v float64, decimals int) string {
	if !finite(v) {
		return "–"
	}
	decimals = min(decimals, mostDecimals)
	v0, pow := math.Abs(v), math.Pow10(decimals)
	if v0 < 1e15 { // halves go up, as they do in the text beside the chart
		v0 = math.Round(v0*pow) / pow
	}
	s := strconv.FormatFloat(v0, 'f', decimals, 64)
	whole, part, _ := strings.Cut(s, ".")
	part = strings.TrimRight(part, "0")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if part != "" {
		whole += "." + part
	}
	if v < 0 && whole != "0" {
		return "−" + whole
	}
	return whole
}

// lossNumber writes how much was lost: always with the minus sign.
func lossNumber(v float64) string { return number(-math.Abs(v)) }

// share writes a part of 1 as a percentage.
func share(v float64) string { return number(100*v) + "%" }
