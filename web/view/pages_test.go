package view_test

import (
	"strings"
	"testing"

	"throughline/testing/htmlcheck"
	"throughline/testing/viewgallery"
	"throughline/web/view"
)

func assets() view.Assets {
	return view.Assets{CSS: "/static/a.css", Boot: "/static/b.js", JS: "/static/c.js", HTMX: "/static/d.js", Icon: "/static/e.svg", Font: "/static/f.woff2"}
}

func render(t *testing.T, p viewgallery.Page) htmlcheck.Node {
	t.Helper()
	var b strings.Builder
	if err := p.Body.Render(t.Context(), &b); err != nil {
		t.Fatalf("render %s: %v", p.Name, err)
	}
	n, err := htmlcheck.Parse(strings.NewReader(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// page is one state of the gallery by name.
func page(t *testing.T, name string) htmlcheck.Node {
	t.Helper()
	for _, p := range viewgallery.Pages(assets()) {
		if p.Name == name {
			return render(t, p)
		}
	}
	t.Fatalf("the gallery has no page %q", name)
	return htmlcheck.Node{}
}

func TestEveryPageInEveryStateHoldsTheRules(t *testing.T) {
	for _, p := range viewgallery.Pages(assets()) {
		t.Run(p.Name, func(t *testing.T) {
			n := render(t, p)
			for _, fault := range htmlcheck.Page(n) {
				t.Error(fault)
			}
			for _, want := range []string{"a.skip[href=#main]", "main#main", "nav#nav", "header.top", ".tabs", "dialog#keys"} {
				if n.Count(want) != 1 {
					t.Errorf("%d of %s, want 1", n.Count(want), want)
				}
			}
		})
	}
}

func TestEveryPageHasItsStates(t *testing.T) {
	have := map[string]bool{}
	for _, p := range viewgallery.Pages(assets()) {
		if have[p.Name] {
			t.Errorf("page %q is there twice", p.Name)
		}
		have[p.Name] = true
	}
	for page, states := range map[string]string{
		"home": "begins next empty undeclared one many past", "sight": "empty undeclared one many past", "unit": "undeclared small many past edit",
		"initiative": "undeclared many past", "findings": "empty one many past", "finding": "many", "history": "empty one many past",
		"records": "index empty one many past", "bulk": "error many", "portfolio": "undeclared empty one many past board timeline capacity", "strategy": "empty undeclared many past edit", "cascade": "empty one many past edit theme", "search": "empty many", "help": "many", "guide": "one many", "outcomes": "empty one many past", "outcome": "undeclared many past error", "owed": "empty one many past nobody", "news": "empty one many full", "desk": "account members failing", "account": "linked open closed", "drift": "empty many past", "error": "400 404 429 500 503",
	} {
		for s := range strings.FieldsSeq(states) {
			if !have[page+"-"+s] {
				t.Errorf("no state %q of page %q", s, page)
			}
		}
	}
}

// A chart without its table would leave people without script or sight with nothing.
func TestEveryChartHasItsTable(t *testing.T) {
	for _, p := range viewgallery.Pages(assets()) {
		n := render(t, p)
		for _, panel := range n.In("section.panel") {
			if panel.Count("figure.chart") == 0 {
				continue
			}
			if panel.Count(".twin table tbody tr") == 0 {
				t.Errorf("%s: a chart of %q has no table", p.Name, panel.Text()[:40])
			}
			if panel.Count(".seg.needs-js input") != 2 {
				t.Errorf("%s: a chart has no switch", p.Name)
			}
		}
	}
}

// Every explanation is written once and can be opened from the place that shows its number.
func TestFiguresOpenTheirExplanations(t *testing.T) {
	n := page(t, "unit-many")
	opened := map[string]int{}
	for _, b := range n.In("main button.why-num") {
		id, _ := b.Attr("popovertarget")
		opened[id]++
	}
	if opened["why-unit-course"] != 2 {
		t.Errorf("the course of the unit is shown %d times with its reason, want 2", opened["why-unit-course"])
	}
	for _, w := range n.In("main .pop.why") {
		id, _ := w.Attr("id")
		if opened[id] == 0 {
			t.Errorf("explanation %q has nothing that opens it", id)
		}
		delete(opened, id)
	}
	if len(opened) != 0 {
		t.Errorf("without an explanation: %v", opened)
	}
}

func TestAnExplanationSaysEverything(t *testing.T) {
	w, ok := page(t, "home-many").First("#why-kept")
	if !ok {
		t.Fatal("no explanation of the first number")
	}
	for _, want := range []string{
		"Why 68 of every 100 days", "÷ all capacity days × 100", "8,160 ÷ 12,000 × 100 = 68", "Asked", "4,200", "All themes, days",
		"2,914 work items", "and 3,110 more", "Between 66 and 70", "Legal & Compliance has sent no reading", "intent.waterfall 1", "24 Sep 2026, 06:00",
	} {
		if !w.HasText(want) {
			t.Errorf("the explanation lacks %q", want)
		}
	}
}

func TestHeadlineKeepsItsPunctuation(t *testing.T) {
	h, _ := page(t, "home-many").First(".headline")
	want := "Of every 100 days of capacity this half, 68 go where the strategy asked; 14 of the missing 32 were lost when teams interpreted it."
	if h.Text() != want {
		t.Errorf("headline = %q, want %q", h.Text(), want)
	}
	lead, _ := page(t, "unit-many").First(".lead")
	if !lead.HasText("1,500 trace to a theme; it is logged") {
		t.Errorf("lead = %q: the semicolon has left its figure", lead.Text())
	}
}

func TestUndeclaredPanelsSayWhatToAdd(t *testing.T) {
	for _, name := range []string{"home-undeclared", "sight-undeclared", "unit-undeclared", "initiative-undeclared"} {
		n := page(t, name)
		panels := n.In("main section.panel")
		if len(panels) < 4 {
			t.Errorf("%s has %d panels", name, len(panels))
		}
		for _, p := range panels {
			if p.Count(".empty") != 1 || p.Count("table")+p.Count("figure") != 0 {
				t.Errorf("%s: panel %q shows something although nothing is declared", name, p.Text())
			}
		}
	}
	facts, _ := page(t, "unit-undeclared").First("dl.strip")
	if !facts.HasText("not declared: no capacity record") || strings.Contains(facts.Text(), " 0 ") {
		t.Errorf("facts = %q: what is not declared is said, never a zero", facts.Text())
	}
}

func TestASmallUnitShowsNoFigure(t *testing.T) {
	n := page(t, "unit-small")
	main, _ := n.First("main")
	if !main.HasText("fewer than five people") || !main.HasText("counted inside Core Services Platform") {
		t.Error("the page does not say where its figures are")
	}
	for _, gone := range []string{"#wf", "#capacity", "#skills", "#findings", "#themes", "dl.strip", "figure"} {
		if main.Count(gone) != 0 {
			t.Errorf("a unit of fewer than five people shows %s", gone)
		}
	}
	if main.Count("#charter") != 1 {
		t.Error("its own definitions are not a figure about people and should stay")
	}
}

func TestThePastIsSaidAndNotFollowed(t *testing.T) {
	for _, p := range viewgallery.Pages(assets()) {
		n := render(t, p)
		body, _ := n.First("body")
		_, follows := body.Attr("data-events")
		banner := 0
		for _, b := range n.In(".past") {
			if b.HasText("as they stood on 31 Aug 2026") {
				banner++
			}
		}
		if past := strings.HasSuffix(p.Name, "-past") || p.Name == "history-empty"; past != (banner == 1) || past == follows {
			t.Errorf("%s: banner %d, follows the ledger %v", p.Name, banner, follows)
		}
	}
}

// TestOnlyFormsChangeAnything: what changes data is a form that works without script, and stands only where something is being set.
func TestOnlyFormsChangeAnything(t *testing.T) {
	writes := map[string]bool{
		"history-editing": true, "history-proposal": true, "new-many": true, "paste-many": true, "history-many": true, "finding-many": true, "outcome-many": true, "outcome-error": true, "unit-edit": true, "home-begins": true, "home-next": true, "owed-many": true, "owed-one": true,
		"account-linked": true, "account-open": true, "account-closed": true,
		"strategy-many": true, "strategy-edit": true, "strategy-empty": true, "cascade-many": true, "cascade-one": true, "cascade-edit": true, "portfolio-many": true, "portfolio-one": true, "portfolio-board": true, "bulk-many": true,
		"unit-many": true, "initiative-many": true, "news-many": true, "news-one": true, "news-full": true, "desk-account": true,
	}
	for _, p := range viewgallery.Pages(assets()) {
		n := render(t, p)
		for _, f := range n.In("form") {
			if m, _ := f.Attr("method"); m != "get" && m != "dialog" && (m != "post" || !writes[p.Name]) {
				t.Errorf("%s: a form is sent by %q", p.Name, m)
			}
			if m, _ := f.Attr("method"); m == "post" && f.Count(`button[type=submit]`) == 0 {
				t.Errorf("%s: a form cannot be sent without script", p.Name)
			}
		}
		if n.Count("[hx-post]")+n.Count("[hx-put]")+n.Count("[hx-delete]")+n.Count("[hx-patch]") != 0 {
			t.Errorf("%s: something changes data", p.Name)
		}
		for _, f := range n.In("form[data-keep]") {
			if f.Count("input[type=password]") > 0 {
				t.Errorf("%s: a secret would be kept in the browser", p.Name)
			}
		}
		main, _ := n.First("main")
		for _, b := range main.In("button") {
			_, opens := b.Attr("popovertarget")
			class, _ := b.Attr("class")
			if kind, _ := b.Attr("type"); !opens && kind != "submit" && !strings.Contains(class, "needs-js") {
				t.Errorf("%s: button %q does nothing without script", p.Name, b.Text())
			}
		}
	}
}
