package htmlcheck_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"throughline/testing/htmlcheck"
)

func parse(t *testing.T, page string) htmlcheck.Node {
	t.Helper()
	n, err := htmlcheck.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestIn(t *testing.T) {
	n := parse(t, `<div class="a b" id=x><p class=b>one <b>two</b></p><p data-k=v>three</p></div><p>four</p>`)
	for selector, want := range map[string][]string{
		"p":            {"one two", "three", "four"},
		"div p":        {"one two", "three"},
		".b":           {"one two three", "one two"},
		"div.a.b p.b":  {"one two"},
		"#x [data-k]":  {"three"},
		"p[data-k=v]":  {"three"},
		"p[data-k=no]": nil,
		"div div":      nil,
	} {
		var got []string
		for _, x := range n.In(selector) {
			got = append(got, x.Text())
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("In(%q) (-want +got):\n%s", selector, diff)
		}
	}
	if n.Count("p") != 3 || !n.HasText("three four") {
		t.Errorf("Count = %d, text %q", n.Count("p"), n.Text())
	}
}

// whole is a page that breaks no rule; each case below breaks one.
const whole = `<!doctype html><html lang=en><head><title>T</title><script src=/a.js></script></head><body>
<nav aria-label=Main><a href=/x>X</a></nav><main><h1>One</h1><h2 id=t>Two</h2>
<table aria-labelledby=t><thead><tr><th scope=col>A</th><th scope=col>B</th></tr></thead><tbody><tr><th scope=row>1</th><td>2</td></tr></tbody></table>
<label for=f>Field</label><input id=f><button>Go</button></main></body></html>`

func TestPageAcceptsAWholePage(t *testing.T) {
	if got := htmlcheck.Page(parse(t, whole)); len(got) != 0 {
		t.Errorf("Page = %q, want nothing", got)
	}
}

func TestPageNamesTheFault(t *testing.T) {
	for _, c := range []struct{ old, new, want string }{
		{"<main>", "<main></main><main>", "main regions"},
		{"lang=en", "", "names no language"},
		{"<title>T</title>", "", "no title"},
		{"aria-label=Main", "", "nav has no name"},
		{"<nav aria-label=Main>", "<nav aria-label=Main></nav><nav aria-label=Main>", "two landmarks"},
		{"<h1>One</h1>", "", "0 h1"},
		{"<h1>One</h1>", "<h1>One</h1><h1>Uno</h1>", "2 h1"},
		{"<h2 id=t>Two</h2>", "<h3 id=t>Two</h3>", "is an h3 after an h1"},
		{"<button>", "<button id=f>", `id "f" is used twice`},
		{"<button>", "<button popovertarget=gone>", "points to nothing"},
		{"<a href=/x>", "<a href=#gone>", "points to nothing"},
		{"<button>", `<button style="color:red">`, "style attribute"},
		{"<button>", `<button onclick="x()">`, "handler onclick"},
		{"<a href=/x>", `<a href="javascript:x()">`, "runs code"},
		{"<script src=/a.js>", "<script>", "script stands in the page"},
		{"<script src=/a.js>", "<script src=https://elsewhere.example/a.js>", "from elsewhere"},
		{"<head>", "<head><style>p{}</style>", "style element"},
		{"<table aria-labelledby=t>", "<table>", "no caption"},
		{"<th scope=row>", "<th>", "no scope"},
		{"<th scope=col>B</th>", "<th scope=col></th>", "has no name"},
		{"<td>2</td>", "", "has 1 cells, its head 2"},
		{"<td>2</td>", "<td colspan=2>2</td>", "has 3 cells, its head 2"},
		{"<td>2</td>", "<td colspan=wide>2</td>", "has -1 cells, its head 2"},
		{"<label for=f>Field</label>", "", "no label"},
		{"<button>Go</button>", "<button></button>", "has no name"},
		{"<button>Go</button>", "<button><svg role=img></svg>Go</button>", "has no name"},
		{"<button>Go</button>", "<a href=/y><button>Go</button></a>", "stands inside a <a>"},
		{"<button>Go</button>", "<p><div>block</div></p>", "empty paragraph"},
		{"<button>Go</button>", "<fieldset><input aria-label=x></fieldset>", "no legend"},
	} {
		page := strings.Replace(whole, c.old, c.new, 1)
		if page == whole {
			t.Fatalf("%q is not in the page", c.old)
		}
		if got := strings.Join(htmlcheck.Page(parse(t, page)), "; "); !strings.Contains(got, c.want) {
			t.Errorf("after %q: Page = %q, want %q in it", c.new, got, c.want)
		}
	}
}
