package web_test

import (
	"strings"
	"testing"

	"throughline/access"
)

// A dependency is told in sentences on its page, and answered there by who owes the answer.
func TestADependencyIsToldAndAnsweredOnItsPage(t *testing.T) {
	d := duties(t)
	const address = "/records/dependency/freeze"
	n := d.page(address)
	has(t, n, "#f-turns", "acme asked on 1 Sep: “Two weeks, please”")
	has(t, n, ".versions", "acme asked on 1 Sep")
	if n.HasText("act ask") || n.HasText("T10:00:00Z") {
		t.Error("it is told as the document has it")
	}
	n = d.next(d.post("/owed", sends(t, n, "#acts form", "day", "2026-10-10", "text", "We can", "act", "commit")...))
	has(t, n, "h1", "A freeze date")
	has(t, n, ".done", "Dependency committed")
	has(t, n, "#f-turns", "web promised on 25 Sep, for 10 Oct: “We can”")
	if n.Count("#acts") != 0 {
		t.Error("what was answered is asked for again")
	}
	if d.as(guest("ada", access.Editor)).page(address).Count("#acts") != 0 {
		t.Error("who owes nothing is asked for an answer")
	}
}

// A proposal says what it changes in words, before it is confirmed and after.
func TestAProposalIsToldInWords(t *testing.T) {
	d := writable(t).editor("joan-whitlock", access.Editor)
	address := d.offers("Plainer name", `{"name":"Plain notices","summary":null}`)
	const says = "Initiative Automatic decline notices: name becomes Plain notices; summary is taken out"
	n := d.page(address)
	has(t, n, "#f-changes", says)
	has(t, n, ".versions", says)
	n = d.next(d.post(address+"/confirm", sends(t, n, "#proposal form")...))
	has(t, n, "#f-changes", strings.Replace(says, "Automatic decline notices", "Plain notices", 1))
	if n.HasText("partial") || n.HasText(`{"name"`) {
		t.Error("it is told as the document has it")
	}
}
