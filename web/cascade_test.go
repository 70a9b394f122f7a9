package web_test

import (
	"net/http"
	"strings"
	"testing"

	"throughline/access"
	"throughline/graph"
	"throughline/testing/fixture"
	"throughline/testing/htmlcheck"
)

// The demo as it is told in its files: seven units are asked; the readings of two are sent back.
func TestTheCascadeOfTheDemo(t *testing.T) {
	s := harbor(t)
	n := s.page("/cascade")
	has(t, n, "main .lead", "5 of 7 units asked in 2026 H2 have a reading that was accepted.")
	if got := n.Count(".cascade-unit"); got != 7 {
		t.Errorf("%d units", got)
	}
	has(t, n, "#u-borrower-experience tbody tr", "Keep borrowers in good standing 50% 32% Borrowers rate the app 4.5 or more Measured by: app rating read as something else 18 of 100 less than asked")
	has(t, n, "#u-borrower-experience tfoot", "Together 90% 67% 23% of its emphasis is read otherwise than asked")
	has(t, n, "#u-borrower-experience .returned", "A rating is not a plan: who helps the borrower who is late?")
	has(t, n, "#u-borrower-experience .receipt", "Borrower Experience is to answer, for 80 days")
	has(t, n, "#u-data-decisioning .restated", "It will stop Reports on request")
	if got := s.page("/cascade?state=returned").Count(".cascade-unit"); got != 2 {
		t.Errorf("%d are sent back", got)
	}
	has(t, s.page("/cascade?state=unasked"), "main .empty", "No unit is like that.")
	for address, code := range map[string]int{"/cascade?state=awful": http.StatusBadRequest, "/cascade?theme=none-such": http.StatusNotFound, "/cascade?unit=nowhere": http.StatusNotFound} {
		if got := s.get(address).Code; got != code {
			t.Errorf("%s answers %d, want %d", address, got, code)
		}
	}
}

func TestAllUnitsOnOneTheme(t *testing.T) {
	n := harbor(t).page("/cascade?theme=resilient-core")
	has(t, n, "#readings .asked-words", "Loans and payments run on one ledger that does not fail.")
	has(t, n, ".interpretations li", "Core Services Platform “Fewer incidents” Measured by: incidents in a month Asked 75% · read as 62% read as something else")
	for _, words := range texts(n, ".interpretations li") {
		if strings.HasPrefix(words, "Harbor Lending") {
			t.Error("who states the strategy is asked for it")
		}
	}
}

func TestAReadingGoesBackAndForth(t *testing.T) {
	d := writable(t).person("henrik-dahl", access.Contributor) // leads Loan Servicing
	n := d.page("/cascade?unit=loan-servicing&edit=read%2Floan-servicing")
	w := d.post("/cascade?unit=loan-servicing", append(sends(t, n, "#edit-read-loan-servicing", "words", "Nobody waits for a plan", "stops", "Calls at dinner\nLetters"), "also", "yes")...)
	n = d.next(w)
	has(t, n, ".done", "Intent restated.")
	has(t, n, "#u-loan-servicing .restated", "“Nobody waits for a plan”")
	has(t, n, "#u-loan-servicing .restated", "It will stop Calls at dinner Letters")
	has(t, n, "#u-loan-servicing .receipt", "sent 25 Sep Harbor Lending is to answer, since today")
	if n.Count("#answer-loan-servicing") != 0 {
		t.Error("whoever sent it may answer it")
	}
	answer := func(from htmlcheck.Node, do, reason string, more ...string) []string {
		var out []string
		for _, in := range from.In("#answer-loan-servicing input[type=hidden]") {
			name, _ := in.Attr("name")
			value, _ := in.Attr("value")
			out = append(out, name, value)
		}
		return append(append(out, "do", do, "reason", reason), more...)
	}

	d.person("ingrid-solberg", access.Contributor) // leads the whole
	n = d.page("/cascade?unit=loan-servicing")
	form := answer(n, "return", "", "differs", "good-standing")
	n = d.again(d.post("/cascade?unit=loan-servicing", form...), http.StatusBadRequest)
	has(t, n, "#answer-loan-servicing .error", "Say why it is returned")
	if open, _ := n.First("#answer-loan-servicing"); open.Count("input[checked]") != 1 {
		t.Error("the mark that was set is gone")
	}
	n = d.next(d.post("/cascade?unit=loan-servicing", answer(n, "return", "Which plan?", "differs", "good-standing")...))
	has(t, n, "#u-loan-servicing .returned", "Why it was sent back Which plan?")
	has(t, n, "#u-loan-servicing tr.off", "read as something else")
	if stale := d.post("/cascade", form...); stale.Code != http.StatusBadRequest && stale.Code != http.StatusConflict {
		t.Errorf("an answer to what was answered is answered with %d", stale.Code)
	}

	d.person("henrik-dahl", access.Contributor)
	n = d.page("/cascade?unit=loan-servicing")
	n = d.next(d.post("/cascade?unit=loan-servicing", formWith(t, n, "Send it")...))
	has(t, n, ".done", "Intent sent.")
	n = d.next(d.post("/cascade?unit=loan-servicing", formWith(t, n, "Take it back")...))
	has(t, n, "#u-loan-servicing .receipt", "draft, not sent")
	n = d.next(d.post("/undo", sends(t, n, "form[data-undo]")...))
	has(t, n, "#u-loan-servicing .receipt", "sent 25 Sep")

	d.person("ingrid-solberg", access.Contributor)
	n = d.page("/cascade?unit=loan-servicing")
	n = d.next(d.post("/cascade?unit=loan-servicing", answer(n, "accept", "")...))
	has(t, n, ".done", "Intent accepted.")
	has(t, n, "#u-loan-servicing .receipt", "accepted 25 Sep")
	if n.Count("#answer-loan-servicing") != 0 {
		t.Error("what is accepted is answered again")
	}
}

// formWith is what the form with the button would send.
func formWith(t *testing.T, n htmlcheck.Node, button string) []string {
	t.Helper()
	for _, f := range n.In("main form.form") {
		if !f.HasText(button) {
			continue
		}
		var out []string
		for _, in := range f.In("input") {
			name, _ := in.Attr("name")
			value, _ := in.Attr("value")
			out = append(out, name, value)
		}
		return out
	}
	t.Fatalf("no form has the button %q", button)
	return nil
}

func TestAUnitIsAskedForShares(t *testing.T) {
	d := writable(t).person("ingrid-solberg", access.Editor)
	const open = "/cascade?edit=ask%2Fdata-decisioning"
	n := d.page(open)
	form := func(filled ...string) []string { return sends(t, n, "#edit-ask-data-decisioning", filled...) }
	again := d.again(d.post(open, form("share.resilient-core", "90")...), http.StatusBadRequest)
	has(t, again, "#u-data-decisioning .error", "at most 100%")
	n = d.next(d.post(open, form("share.resilient-core", "", "share.originate-faster", "70")...))
	has(t, n, "#u-data-decisioning tbody tr", "Originate faster, safely 70%")
	has(t, n, ".done", "Intent assigned.")
}

func TestWhoMayNotMoveTheCascade(t *testing.T) {
	d := writable(t).person("henrik-dahl", access.Contributor)
	n := d.page("/cascade?edit=ask%2Fdata-decisioning")
	for _, u := range n.In(".cascade-unit") {
		id, _ := u.Attr("id")
		if acts := u.Count("footer.acts"); (acts > 0) != (id == "u-loan-servicing") {
			t.Errorf("the lead of Loan Servicing has %d bars of buttons at %s", acts, id)
		}
	}
	s, err := d.engine.View(t.Context(), workspace)
	if err != nil {
		t.Fatal(err)
	}
	for i := range graph.All[*graph.Intent](s) {
		if i.Level == graph.Interpreted && i.Unit == "borrower-experience" && i.Receipt.State == graph.Returned {
			for _, do := range []string{"send", "accept", "withdraw"} {
				if w := d.post("/cascade", "form", "receipt/borrower-experience", "intent", string(i.ID), "do", do); w.Code != http.StatusForbidden {
					t.Errorf("%s for another unit is answered with %d", do, w.Code)
				}
			}
		}
	}
	if w := d.post("/cascade", "intent", "none-such", "do", "send"); w.Code != http.StatusNotFound {
		t.Errorf("a receipt that is not there is answered with %d", w.Code)
	}
	if w := d.post("/cascade", "intent", "none-such", "do", "burn"); w.Code != http.StatusNotFound {
		t.Errorf("what cannot be done is answered with %d", w.Code)
	}
	d.person("joan-whitlock", access.Reader)
	if n := d.page("/cascade"); n.Count("main form") > 0 {
		t.Error("a reader is shown forms")
	}
	if w := d.post("/cascade", "form", "ask/data-decisioning", "of", "h2"); w.Code != http.StatusForbidden {
		t.Errorf("a reader's form is answered with %d", w.Code)
	}
	d.person("ingrid-solberg", access.Owner)
	if n := d.page("/cascade?asof=2026-08-01&edit=ask%2Fdata-decisioning"); n.Count("main form") > 0 {
		t.Error("the past is shown forms")
	}
}

// The cascade of many units goes on, each unit once.
func TestTheCascadeGoesOn(t *testing.T) {
	o := fixture.New(t).Themes("growth").Half().Unit("acme", "").Stated("acme", "h2", fixture.Shares{"growth": 1})
	for n := range 70 {
		o.Unit("u"+itoa(int64(100+n)), "acme").Assigned("u"+itoa(int64(100+n)), "h2", fixture.Shares{"growth": 1})
	}
	s := open(t, day()).holds(o.Picture(), "2026-07-01")
	for address, each := range map[string]string{"/cascade": ".cascade-unit h2", "/cascade?theme=growth": ".interpretations h3"} {
		seen, pages := map[string]bool{}, 0
		for ; address != "" && pages < 5; pages++ {
			n := s.page(address)
			for _, u := range texts(n, each) {
				if seen[u] {
					t.Errorf("%s is there twice", u)
				}
				seen[u] = true
			}
			address = ""
			if next, ok := n.First("a[rel=next]"); ok {
				address, _ = next.Attr("href")
			}
		}
		if len(seen) != 70 || pages < 2 {
			t.Errorf("%s: %d units on %d pages, want 70", each, len(seen), pages)
		}
	}
}
