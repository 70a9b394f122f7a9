package web_test

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"throughline/graph"
	"throughline/testing/fixture"
	"throughline/testing/htmlcheck"
)

// texts is the words of what is found.
func texts(n htmlcheck.Node, selector string) []string {
	var out []string
	for _, x := range n.In(selector) {
		out = append(out, x.Text())
	}
	return out
}

// The demo as it is told in its files: 31 initiatives, of which 17 are started.
func TestThePortfolioOfTheDemo(t *testing.T) {
	s := harbor(t)
	page := s.page("/portfolio")
	has(t, page, "main .lead", "31 initiatives have 12,260 days in 2026 H2")
	if rows := page.Count("#initiatives tbody tr"); rows != 31 {
		t.Errorf("%d rows, want 31", rows)
	}
	has(t, page, "#initiatives tbody tr", "Regulator: Main reasons in writing")
	has(t, page, "#due tbody tr", "Fewer than one in ten who start the form finish it.")
	has(t, page, "#limits tbody tr", "forbids: changes to the core in that week")
	board := s.page("/portfolio?view=board")
	has(t, board, "#board .lane", "Started 17 initiatives 10,530 days")
	timeline := s.page("/portfolio?view=timeline")
	has(t, timeline, "#timeline .twin tbody tr", "servicing batch in 2026 Q3 and switch off in 2026 Q4")
	room := s.page("/portfolio?view=capacity")
	has(t, room, "#capacity .twin tbody tr", "Borrower Experience and Growth 690 1,020 68% 1,260 1,020 124%")
	if n := room.Count("#capacity .matrix tbody tr"); n != 8 {
		t.Errorf("%d rows in the map, want seven units and their sum", n)
	}
}

// Whatever is narrowed, grouped, sorted or picked stands in the address, and all of it is a page that holds the rules.
func TestThePortfolioIsItsAddress(t *testing.T) {
	s := harbor(t)
	for address, rows := range map[string]int{
		"/portfolio?unit=core-services-platform&group=theme":       -1,
		"/portfolio?owner=core-services-platform":                  4,
		"/portfolio?theme=resilient-core&sort=name":                -1,
		"/portfolio?theme=none":                                    -1,
		"/portfolio?state=stopped&group=commitment":                4,
		"/portfolio?state=going-on&group=period&sort=-when":        19,
		"/portfolio?in=q4&columns=owner,due,key,lead,serves,units": -1,
		"/portfolio?q=ledger":                                      1,
		"/portfolio?period=h1&asof=2026-03-13&group=unit":          -1,
	} {
		page := s.page(address)
		got := page.Count("#initiatives tbody tr") - page.Count("#initiatives tr.group")
		if got == 0 || rows >= 0 && got != rows {
			t.Errorf("%s lists %d, want %d", address, got, rows)
		}
		for _, view := range page.In("nav.ways a") {
			href, _ := view.Attr("href")
			s.page(href)
		}
	}
	empty := s.page("/portfolio?q=nothing+is+called+so")
	has(t, empty, "main .empty", "No initiative is like that.")
	if href, _ := empty.In("main .empty a")[0].Attr("href"); href != "/portfolio" {
		t.Errorf("the way back leads to %q", href)
	}
}

// A form sends what was left empty, and every column by itself; the page's links say the same in one way.
func TestOneViewHasOneAddress(t *testing.T) {
	s := harbor(t)
	page := s.page("/portfolio?q=&unit=&state=started&column=owner&column=days&group=theme")
	for _, a := range append(page.In("nav.ways a"), page.In("#initiatives thead a")...) {
		href, _ := a.Attr("href")
		if strings.Contains(href, "q=") || strings.Contains(href, "column=") || !strings.Contains(href, "columns=owner%2Cdays") || !strings.Contains(href, "state=started") {
			t.Errorf("a link leads to %q", href)
		}
	}
	if heads := texts(page, "#initiatives thead th"); len(heads) != 3 {
		t.Errorf("columns %q, want the initiative, its owner and its days", heads)
	}
	usual := s.page("/portfolio?column=owner&column=state&column=when&column=bears&column=days&column=all")
	if href, _ := usual.In("nav.ways a")[1].Attr("href"); href != "/portfolio?view=board" {
		t.Errorf("with the usual columns the board is at %q", href)
	}
}

func TestThePortfolioRefusesWhatIsNotThere(t *testing.T) {
	s := harbor(t)
	for address, code := range map[string]int{
		"/portfolio?unit=nowhere": http.StatusNotFound, "/portfolio?owner=nowhere": http.StatusNotFound, "/portfolio?theme=nothing": http.StatusNotFound,
		"/portfolio?in=never": http.StatusNotFound, "/portfolio?state=awful": http.StatusBadRequest, "/portfolio?group=colour": http.StatusBadRequest,
		"/portfolio?sort=colour": http.StatusBadRequest, "/portfolio?columns=colour": http.StatusBadRequest, "/portfolio?view=pie": http.StatusBadRequest,
	} {
		w := s.get(address)
		if w.Code != code {
			t.Errorf("%s answers %d, want %d", address, w.Code, code)
		}
		n, err := htmlcheck.Parse(w.Body)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range n.In("main a") { // an address of the portfolio is near no record
			if href, _ := a.Attr("href"); href != "/" {
				t.Errorf("%s leads to %q", address, href)
			}
		}
	}
}

// No page has more than a hundred rows; the cursor leads through all of them, each once; groups have the sums of all their
// rows, not of those on the page.
func TestThePortfolioGoesOn(t *testing.T) {
	s := many(t)
	for _, query := range []string{"", "?group=unit", "?group=commitment&sort=name"} {
		seen, address, pages := map[string]bool{}, "/portfolio"+query, 0
		for address != "" {
			page := s.page(address)
			rows := page.In("#initiatives table.initiatives tbody tr")
			listed := 0
			for _, r := range rows {
				if class, _ := r.Attr("class"); class == "group" {
					continue
				}
				href, _ := r.In("a")[0].Attr("href")
				if seen[href] {
					t.Fatalf("%s lists %s again", address, href)
				}
				seen[href], listed = true, listed+1
			}
			if listed == 0 || listed > 100 {
				t.Errorf("%s lists %d", address, listed)
			}
			address, pages = "", pages+1
			for _, a := range page.In("#initiatives .pager a[rel=next]") {
				address, _ = a.Attr("href")
			}
		}
		now, err := s.engine.View(t.Context(), workspace)
		if err != nil {
			t.Fatal(err)
		}
		if want := now.Count(graph.KindInitiative); len(seen) != want || pages < 2 {
			t.Errorf("%s: %d pages list %d of %d", query, pages, len(seen), want)
		}
	}
	s.page("/portfolio?view=board")
	for view, most := range map[string]int{"timeline": 30, "capacity": 26} {
		page := s.page("/portfolio?view=" + view)
		if n := page.Count("#" + view + " .twin tbody tr"); n == 0 || n > most {
			t.Errorf("the %s has %d rows, want at most %d", view, n, most)
		}
		next := page.In(".pager a[rel=next]")
		if len(next) != 1 {
			t.Fatalf("the %s does not go on", view)
		}
		href, _ := next[0].Attr("href")
		s.page(href)
	}
}

// The sums of a group are those of its initiatives, and their explanation adds up to them.
func TestSumsOfTheGroups(t *testing.T) {
	s := harbor(t)
	page := s.page("/portfolio?group=theme&columns=days")
	sum := 0.0
	for _, g := range page.In("#initiatives tr.group") {
		b := g.In("button.why-num")[0]
		sum += amount(t, b.Text())
		id, _ := b.Attr("popovertarget")
		w, ok := page.First("#" + id)
		if !ok {
			t.Fatalf("no explanation %q", id)
		}
		parts := 0.0
		for _, r := range w.In("tbody tr") {
			parts += amount(t, r.In("td")[0].Text())
		}
		if foot := amount(t, w.In("tfoot td")[0].Text()); parts != foot || foot != amount(t, b.Text()) {
			t.Errorf("%s: the parts are %v, together %v, shown %s", g.Text(), parts, foot, b.Text())
		}
	}
	if all := amount(t, page.In("#initiatives tfoot td")[0].Text()); sum != all || all != 12260 {
		t.Errorf("the groups are %v together, all is %v, want 12,260", sum, all)
	}
}

func amount(t *testing.T, s string) float64 {
	t.Helper()
	f, err := strconv.ParseFloat(strings.ReplaceAll(s, ",", ""), 64)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// Nothing about fewer than five people stands by itself, whatever the address asks for.
func TestThePortfolioShowsNoSmallUnit(t *testing.T) {
	o := fixture.New(t).Themes("growth").Half().Unit("acme", "").Unit("tech", "acme").Unit("web", "tech").Unit("till", "tech", fixture.People(3)).
		Capacity("web", "h2", 100).Capacity("till", "h2", 40).
		Initiative("app", "web", fixture.Serves("growth", 1), fixture.Days("web", "h2", 80)).Initiative("coins", "till", fixture.Days("till", "h2", 33))
	s := open(t, day()).holds(o.Picture(), "2026-07-01")
	page := s.page("/portfolio?period=h2&unit=till")
	has(t, page, "main .note", "till has fewer than five people, so tech is shown in its place.")
	has(t, page, "main .lead", "113 days in h2, counting those of tech")
	if slices.Contains(texts(page, "#filter-unit option"), "till") {
		t.Error("the small unit is offered")
	}
	for _, address := range []string{"/portfolio?period=h2&group=unit", "/portfolio?period=h2&view=capacity", "/portfolio?period=h2&view=capacity&unit=till"} {
		page := s.page(address)
		for _, r := range append(page.In("#initiatives tr.group"), page.In("#capacity tbody tr")...) {
			if r.HasText("till") || strings.Contains(r.Text(), "33") {
				t.Errorf("%s shows %q", address, r.Text())
			}
		}
	}
}

// Without a period, and with nothing at all, every view says what would be there.
func TestThePortfolioOfLittle(t *testing.T) {
	bare := open(t, day())
	has(t, bare.page("/portfolio"), "main .empty", "There is nothing to list yet.")
	s := open(t, day()).holds(fixture.New(t).Unit("acme", "").Initiative("a", "acme").Picture(), "2026-07-01")
	has(t, s.page("/portfolio"), "main .lead", "1 initiative has no days in a period yet.")
	has(t, s.page("/portfolio?view=board"), "#board .lane", "no days")
	has(t, s.page("/portfolio?view=timeline"), "#timeline .empty", "Declare the periods")
	has(t, s.page("/portfolio?view=capacity"), "#capacity .empty", "Declare the capacity")
}
