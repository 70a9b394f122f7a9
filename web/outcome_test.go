package web_test

import (
	"fmt"
	"net/http"
	"testing"

	"throughline/access"
	"throughline/graph"
	"throughline/testing/fixture"
)

// The demo's eight outcomes, as its files tell them: two are evergreen, one is never read, and four are behind.
func TestTheOutcomesOfTheDemo(t *testing.T) {
	s := harbor(t)
	page := s.page("/outcomes")
	has(t, page, "main .lead", "8 outcomes are pursued this half, 2 without an end. Funded work serves every one of them. Nobody has read the metric of 1.")
	if due, always := page.Count("#due tbody tr"), page.Count("#evergreen tbody tr"); due != 6 || always != 2 {
		t.Errorf("%d and %d rows, want 6 that are due and 2 that never are", due, always)
	}
	has(t, page, "#due tbody tr", "New partner live in 10 days not declared: no owner 58 days not declared: no reading 10 days not declared: no reading was taken not declared: no confidence is declared 1 initiative 180 days never read")
	for address, rows := range map[string]int{
		"/outcomes?state=stale": 1, "/outcomes?state=doubt": 3, "/outcomes?state=behind": 4, "/outcomes?theme=resilient-core": 2, "/outcomes?theme=resilient-core&state=stale": 0, "/outcomes?end=none": 2, "/outcomes?end=due": 6,
	} {
		page := s.page(address)
		if got := page.Count("#due tbody tr") + page.Count("#evergreen tbody tr"); got != rows {
			t.Errorf("%s lists %d, want %d", address, got, rows)
		}
	}
	for address, status := range map[string]int{"/outcomes?state=lost": 400, "/outcomes?end=never": 400, "/outcomes?theme=none": 404, "/outcomes/none": 404} {
		if got := s.get(address).Code; got != status {
			t.Errorf("%s answers %d, want %d", address, got, status)
		}
	}
}

func TestTheOutcomesOfThePast(t *testing.T) {
	s := harbor(t)
	page := s.page("/outcomes/late-loans?asof=2026-03-13")
	has(t, page, "main .lead", "on 9 Mar it was 4%")
	has(t, page, "#readings .twin tbody tr", "9 Mar 4% 60% Henrik Dahl")
	if page.Count("#check-in") > 0 {
		t.Error("a reading can be written down in the past")
	}
}

// What has an end stands beside what has none; nothing is a page too.
func TestEvergreenStandsBesideTimeBoxed(t *testing.T) {
	o := fixture.New(t).Half().Themes("calm").Unit("acme", "")
	metric := graph.Metric{Name: "complaints", Baseline: 9, Target: 2, Direction: graph.Down}
	o.Outcome("always", fixture.Shares{"calm": 1}, func(x *graph.Outcome) { x.Metric = metric })
	o.Outcome("once", nil, func(x *graph.Outcome) { x.Period = "h2" })
	page := open(t, day()).holds(o.Picture(), "2026-07-01").page("/outcomes")
	has(t, page, "#evergreen tbody tr", "always")
	has(t, page, "#due tbody tr", "once")
	has(t, page, "main .lead", "2 outcomes are pursued this quarter, 1 without an end. Nothing funded serves 2 of them.")
	has(t, open(t, day()).page("/outcomes"), "main .empty", "No outcome is declared.")
}

// No list has more than a hundred rows; the cursor leads through all of them.
func TestManyOutcomesGoOnPageByPage(t *testing.T) {
	o := fixture.New(t).Half().Themes("calm").Unit("acme", "")
	for n := range 230 {
		o.Outcome(fmt.Sprintf("o-%03d", (n*67)%230), nil, func(x *graph.Outcome) { x.Period = "h2" })
	}
	s := open(t, day()).holds(o.Picture(), "2026-07-01")
	page := s.page("/outcomes")
	all, _ := page.In("#due header .tools a")[0].Attr("href")
	seen, pages := make(map[string]bool), 0
	for at := all; at != ""; pages++ {
		page := s.page(at)
		for _, row := range page.In("#due tbody tr") {
			id, _ := row.Attr("id")
			seen[id] = true
		}
		at = ""
		if next := page.In("#due .pager a[rel=next]"); len(next) > 0 {
			at, _ = next[0].Attr("href")
		}
	}
	if len(seen) != 230 || pages != 3 {
		t.Errorf("%d outcomes on %d pages, want 230 on 3", len(seen), pages)
	}
}

// A check-in is a reading, which shows at once and can be taken back; what cannot be read stays as it was filled in.
func TestACheckInOnThePageOfAnOutcome(t *testing.T) {
	d := writable(t)
	readings := func() []graph.Value {
		s, err := d.engine.View(t.Context(), workspace)
		if err != nil {
			t.Fatal(err)
		}
		return s.Outcome("late-loans").Readings
	}
	before := len(readings())
	page := d.next(d.post("/outcomes/late-loans", "form", "act-read", "value", "3,6", "confidence", "70", "text", "The letters work"))
	has(t, page, "main .done", "Outcome read.")
	has(t, page, "#readings .twin tbody tr", "25 Sep 3.6% 70% The letters work")
	if all := readings(); len(all) != before+1 || all[before].Value != 3.6 || all[before].Confidence != 0.7 {
		t.Errorf("the readings are %+v", all)
	}
	position, _ := page.In("main .done input[name=position]")[0].Attr("value")
	d.next(d.post("/undo", "position", position, "next", "/outcomes/late-loans"))
	if n := len(readings()); n != before {
		t.Errorf("%d readings once it was taken back, want %d", n, before)
	}
	page = d.again(d.post("/outcomes/late-loans", "form", "act-read", "value", "many", "text", "Quite"), http.StatusBadRequest)
	has(t, page, "#check-in .error", "“many” is no number. Write a number, for instance 12.5.")
	has(t, page, "#check-in textarea", "Quite")
	if d.as(guest("joan-whitlock", access.Reader)).page("/outcomes/late-loans").Count("#check-in") > 0 {
		t.Error("a reader is asked for a reading")
	}
}
