package web_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"throughline/access"
	"throughline/testing/htmlcheck"
)

// suggested is what the server suggests after an @, as "name: what is written".
func (d *desk) suggested(q string) (out []string) {
	d.t.Helper()
	w := httptest.NewRecorder()
	d.handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/search?format=people&q="+q, http.NoBody))
	n, err := htmlcheck.Parse(strings.NewReader(w.Body.String()))
	if err != nil || w.Code != http.StatusOK {
		d.t.Fatalf("the answer is %d: %v", w.Code, err)
	}
	for _, o := range n.In("[role=option]") {
		writes, _ := o.Attr("data-writes")
		out = append(out, writes)
	}
	return out
}

// People are suggested by the beginnings of their names, handles and ids; what is written for them names them and nobody else. A page
// carries none of them.
func TestWhoIsSuggested(t *testing.T) {
	d := writable(t).guest("joan-whitlock", access.Editor)
	for q, want := range map[string]string{
		"nadia": "@Nadia Petrov", "pet": "@Nadia Petrov", "PETROV+na": "@Nadia Petrov", "nadia-p": "@Nadia Petrov", "na": "@Nadia Petrov, @Priya Nair",
		"": "", "nobody123": "", "adia": "",
	} {
		if got := strings.Join(d.suggested(q), ", "); got != want {
			t.Errorf("%q suggests %q, want %q", q, got, want)
		}
	}
	d.next(d.post("/new/person", "name", "Nadia Petrov", "unit", "loan-servicing"))
	if got := strings.Join(d.suggested("nadia"), ", "); got != "@nadia-petrov, @nadia-petrov-2" {
		t.Errorf("two of one name are written %q", got)
	}
	for range 9 {
		d.next(d.post("/new/person", "name", "Zoe Zed"))
	}
	if got := len(d.suggested("z")); got != 8 {
		t.Errorf("%d of nine are suggested, want 8", got)
	}
	page := d.page(notices)
	if text, _ := page.First("#say textarea"); !hasAttr(text, "data-mentions", "") {
		t.Error("nobody is suggested in a comment")
	}
	if page.Count("[data-writes]") != 0 {
		t.Error("the page carries people")
	}
	d.guest("joan-whitlock", access.Reader)
	if got := len(d.suggested("nadia")); got != 2 {
		t.Errorf("a reader is suggested %d people called Nadia Petrov, want 2", got)
	}
}

// Who names nobody is told so, beside what they said.
func TestWhoNamesNobodyIsTold(t *testing.T) {
	d := writable(t).guest("joan-whitlock", access.Editor)
	say := func(text string) htmlcheck.Node {
		t.Helper()
		return d.next(d.post(notices+"/comments", "text", text, "act", "say"))
	}
	n := say("Is that so, @noah and @nobody123?")
	has(t, n, ".done", "“@noah” and “@nobody123” name nobody, so nobody was told by them.")
	has(t, say("Is that so, @nobody123?"), ".done", "“@nobody123” names nobody, so nobody was told by it.")
	if n = say("Is that so, @Nadia Petrov? Write to me@example.org"); strings.Contains(n.In(".done")[0].Text(), "nobody") {
		t.Errorf("somebody is named, and it says %q", n.In(".done")[0].Text())
	}
}
