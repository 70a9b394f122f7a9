package chart

import (
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var update = flag.Bool("update", false, "write the golden pictures anew")

// node is one element of a parsed picture.
type node struct {
	name  string
	attrs map[string]string
	text  string
	kids  []*node
}

// parse reads a picture as XML and fails the test where it is not well-formed.
func parse(t rapid.TB, svg string) *node {
	t.Helper()
	root := &node{}
	stack := []*node{root}
	for d := xml.NewDecoder(strings.NewReader(svg)); ; {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("not well-formed: %v in\n%s", err, svg)
		}
		top := stack[len(stack)-1]
		switch e := tok.(type) {
		case xml.StartElement:
			n := &node{name: e.Name.Local, attrs: map[string]string{}}
			for _, a := range e.Attr {
				if _, twice := n.attrs[a.Name.Local]; twice {
					t.Fatalf("attribute %s stands twice in %s", a.Name.Local, e.Name.Local)
				}
				n.attrs[a.Name.Local] = a.Value
			}
			top.kids = append(top.kids, n)
			stack = append(stack, n)
		case xml.CharData:
			top.text += string(e)
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		}
	}
	if len(root.kids) != 1 || len(stack) != 1 {
		t.Fatalf("one root element wanted, got %d in\n%s", len(root.kids), svg)
	}
	return root.kids[0]
}

// all returns the elements below n that ok accepts, in document order.
func (n *node) all(ok func(*node) bool) []*node {
	var out []*node
	for _, k := range n.kids {
		if ok(k) {
			out = append(out, k)
		}
		out = append(out, k.all(ok)...)
	}
	return out
}

func (n *node) named(name string) []*node {
	return n.all(func(k *node) bool { return k.name == name })
}

func (n *node) classed(class string) []*node {
	return n.all(func(k *node) bool { return k.has(class) })
}

func (n *node) with(attr, value string) []*node {
	return n.all(func(k *node) bool { return k.attrs[attr] == value })
}

func (n *node) has(class string) bool {
	for _, c := range strings.Fields(n.attrs["class"]) {
		if c == class {
			return true
		}
	}
	return false
}

func (n *node) num(t rapid.TB, attr string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(n.attrs[attr], 64)
	if err != nil {
		t.Fatalf("%s of %s: %v", attr, n.name, err)
	}
	return v
}

// labels returns the room of each text of a picture, with the text.
func labels(t rapid.TB, root *node) ([]box, []string) {
	t.Helper()
	var boxes []box
	var texts []string
	for _, n := range root.named("text") {
		anchor := ""
		for _, a := range []string{middle, endSide} {
			if n.has(a) {
				anchor = a
			}
		}
		if len(n.kids) > 0 { // a name and its sub line
			x, y := n.num(t, "x"), n.num(t, "y")
			if n.has(endSide) {
				for i, k := range n.kids {
					x -= faceOf(t, k).width(k.text) + float64(min(i, 1))*subGap
				}
			}
			for _, k := range n.kids {
				r := faceOf(t, k).textBox(x, y, k.text, "")
				boxes, texts = append(boxes, r), append(texts, k.text)
				x = r.right() + subGap
			}
			continue
		}
		boxes = append(boxes, faceOf(t, n).textBox(n.num(t, "x"), n.num(t, "y"), n.text, anchor))
		texts = append(texts, n.text)
	}
	return boxes, texts
}

func faceOf(t rapid.TB, n *node) face {
	t.Helper()
	for _, f := range faces() {
		if n.has(f.class) {
			return f
		}
	}
	t.Fatalf("text %q has no face in class %q", n.text, n.attrs["class"])
	return face{}
}

// wantApart fails where two labels touch or one leaves the picture.
func wantApart(t rapid.TB, root *node) {
	t.Helper()
	boxes, texts := labels(t, root)
	side := strings.Fields(root.attrs["viewBox"])
	w, _ := strconv.ParseFloat(side[2], 64)
	h, _ := strconv.ParseFloat(side[3], 64)
	for i, b := range boxes {
		if !b.inside(box{-1, -1, w + 2, h + 2}) {
			t.Errorf("label %q at %+v leaves the picture of %g by %g", texts[i], b, w, h)
		}
		for j := range boxes[:i] {
			if b.grow(-0.2).meets(boxes[j]) {
				t.Errorf("labels %q and %q overlap: %+v %+v", texts[i], texts[j], b, boxes[j])
			}
		}
	}
}

// wantSound checks what holds for every picture, whatever it shows.
func wantSound(t rapid.TB, svg string) *node {
	t.Helper()
	root := parse(t, svg)
	if root.name != "svg" {
		t.Fatalf("root is %s", root.name)
	}
	for _, bad := range []string{"NaN", "Inf", "e+", "<script", "style=", "javascript:"} {
		if strings.Contains(tagsOnly(svg), bad) {
			t.Errorf("the picture holds %q:\n%s", bad, svg)
		}
	}
	defined := classesOf(t)
	ids := map[string]bool{}
	for _, n := range append(root.all(func(*node) bool { return true }), root) {
		for _, c := range strings.Fields(n.attrs["class"]) {
			if !defined[c] {
				t.Errorf("class %q of %s is not in chart.css", c, n.name)
			}
		}
		for name := range n.attrs {
			if strings.HasPrefix(name, "on") {
				t.Errorf("%s has the attribute %s", n.name, name)
			}
		}
		if id := n.attrs["id"]; id != "" {
			if ids[id] {
				t.Errorf("id %q stands twice", id)
			}
			ids[id] = true
		}
	}
	for _, n := range root.all(func(n *node) bool { return strings.HasPrefix(n.attrs["fill"], "url(#") }) {
		if id := strings.TrimSuffix(strings.TrimPrefix(n.attrs["fill"], "url(#"), ")"); !ids[id] {
			t.Errorf("fill names the pattern %q, which is not defined", id)
		}
	}
	for _, a := range root.named("a") {
		if href := a.attrs["href"]; href == "" || address(href) != href {
			t.Errorf("a link leads to %q", href)
		}
		if a.attrs["aria-label"] == "" && len(a.named("text")) == 0 {
			t.Errorf("the link to %q has no name", a.attrs["href"])
		}
	}
	role := "img"
	if len(root.named("a")) > 0 {
		role = "group"
	}
	if got := root.attrs["role"]; got != role && root.attrs["aria-hidden"] != "true" {
		t.Errorf("role = %q, want %q", got, role)
	}
	return root
}

// tagsOnly drops what stands between quotes and between tags, so that words of
// the data are not taken for markup.
func tagsOnly(svg string) string {
	return wordAttrs.ReplaceAllString(betweenTags.ReplaceAllString(svg, "><"), "")
}

var (
	betweenTags = regexp.MustCompile(`>[^<]*<`)
	wordAttrs   = regexp.MustCompile(`(aria-[a-z]+|data-[a-z]+|href)="[^"]*"`)
	remarks     = regexp.MustCompile(`(?s)/\*.*?\*/`)
	classNames  = regexp.MustCompile(`\.([a-z][a-z0-9-]*)`)
)

func stylesheet(t rapid.TB) string {
	t.Helper()
	css, err := os.ReadFile("chart.css")
	if err != nil {
		t.Fatal(err)
	}
	return remarks.ReplaceAllString(string(css), "")
}

func classesOf(t rapid.TB) map[string]bool {
	t.Helper()
	// Names of kinds and marks carry no rule of their own where the general one is enough.
	out := map[string]bool{"ch-mark": true}
	for _, m := range classNames.FindAllStringSubmatch(stylesheet(t), -1) {
		out[m[1]] = true
	}
	for _, k := range []string{"waterfall", "trend", "quadrant", "shares", "columns", "flow", "heat", "timeline", "drift"} {
		out["ch-"+k] = true
	}
	return out
}

// golden compares a picture with the file of its name in testdata.
func golden(t *testing.T, name, svg string) {
	t.Helper()
	path := filepath.Join("testdata", name+".svg")
	got := strings.ReplaceAll(svg, "><", ">\n<") + "\n"
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs from its golden picture (run with -update and look at it):\n%s", name, diff)
	}
}
