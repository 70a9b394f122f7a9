package web_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"throughline/access"
	"throughline/testing/htmlcheck"
)

// offers is the names of what the palette offers for what was typed, and the first of it.
func offers(t *testing.T, get func(string) htmlcheck.Node, query string) (names []string, first htmlcheck.Node) {
	t.Helper()
	list := get("/search?format=fragment&q=" + url.QueryEscape(query)).In("[role=option]")
	for _, o := range list {
		names = append(names, strings.TrimSpace(o.In("span")[0].Text()))
	}
	if len(list) > 0 {
		first = list[0]
	}
	return names, first
}

func TestThePaletteLeadsToPagesAndWhatOneMayDo(t *testing.T) {
	d := writable(t).guest("ingrid-solberg", access.Editor)
	get := func(path string) htmlcheck.Node { return htmlOf(t, d.get(path).Body.String()) }
	for query, want := range map[string]struct{ first, goal string }{
		"strategy":       {"Strategy", "/strategy"},
		"cascade":        {"Cascade", "/cascade"},
		"portf":          {"Portfolio", "/portfolio"},
		"findings":       {"Findings", "/findings"},
		"drift":          {"Drift since the plan", "/drift"},
		"timeline":       {"Timeline", "/portfolio?view=timeline"},
		"initiatives":    {"Initiatives", "/records/initiative"},
		"new init":       {"New initiative", "/new/initiative"},
		"paste outcomes": {"Paste outcomes", "/paste/outcome"},
		"intent kept":    {"Intent kept", "/help/list-of-measures#intent-kept"},
		"STR001":         {"STR001: No strategy is stated for the period", "/help/list-of-findings#str001-no-strategy-is-stated-for-the-period"},
	} {
		names, first := offers(t, get, query)
		if len(names) == 0 || names[0] != want.first {
			t.Errorf("%q offers %q first, want %s", query, names, want.first)
			continue
		}
		if href, _ := first.Attr("data-href"); href != want.goal {
			t.Errorf("%s leads to %s, want %s", want.first, href, want.goal)
		}
	}
	if names, first := offers(t, get, "dark"); len(names) == 0 || names[0] != "Light, dark or automatic" {
		t.Errorf("the colours are not offered, but %q", names)
	} else if key, _ := first.Attr("data-press"); key != "." {
		t.Errorf("the colours are changed by %q", key)
	}
	if n := get("/search?q=dark"); strings.Contains(n.Text(), "Light, dark or automatic") {
		t.Error("the page of what was found offers what only a key does")
	}
	if links := get("/search?q=strategy").In("main a[href]"); !slices.ContainsFunc(links, func(a htmlcheck.Node) bool { href, _ := a.Attr("href"); return href == "/strategy" }) {
		t.Error("the page of what was found does not lead to the page of the name")
	}
}

func TestThePaletteOffersNobodyWhatTheyMayNotDo(t *testing.T) {
	d := writable(t).guest("ingrid-solberg", access.Reader)
	get := func(path string) htmlcheck.Node { return htmlOf(t, d.get(path).Body.String()) }
	for _, query := range []string{"new initiative", "paste outcomes", "members"} {
		if names, _ := offers(t, get, query); slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, query) }) {
			t.Errorf("a reader is offered %q", query)
		}
	}
}

func TestThePaletteFindsARecordByItsName(t *testing.T) {
	d := writable(t).guest("ingrid-solberg", access.Reader)
	get := func(path string) htmlcheck.Node { return htmlOf(t, d.get(path).Body.String()) }
	names, _ := offers(t, get, "initiative/ledger-cutover")
	if len(names) != 1 || names[0] != "Ledger cutover" {
		t.Errorf("the name of a record finds %q", names)
	}
	if names, _ := offers(t, get, "ledgr"); len(names) == 0 || names[0] != "Ledger cutover" {
		t.Errorf("a name that begins with the misspelt word comes first, not %q", names)
	}
	before, _ := offers(t, get, "")
	if len(before) == 0 || before[0] != "Where we stand" {
		t.Errorf("with nothing typed it offers %q", before)
	}
}
