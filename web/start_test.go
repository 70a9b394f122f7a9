package web_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"throughline/access"
	"throughline/graph"
)

// beginning is the form of a first strategy.
func beginning() []string {
	return []string{
		"form", "begin", "organisation", "Acme", "span", "half", "theme.0.name", "Keep customers", "theme.0.share", "40", "theme.1.name", "Sell faster", "theme.1.share", "35",
		"theme.2.name", "One core", "theme.2.share", "20",
	}
}

// From nothing to the first waterfall: three themes, the sample, and out with it again.
func TestAnEmptyWorkspaceLeadsToTheFirstWaterfall(t *testing.T) {
	d := (&desk{open(t, day())}).as(guest("x", access.Editor))
	page := d.page("/")
	has(t, page, "#start header p", "0 of 12 are there")
	if n := page.Count("#start .starting li"); n != 13 {
		t.Errorf("%d steps, want the 12 and who one is here", n)
	}
	if page.Count("#load-sample") != 0 {
		t.Error("the sample is offered before there is anything for it to serve")
	}
	page = d.again(d.post("/", append(beginning(), "theme.0.share", "90")...), http.StatusBadRequest)
	has(t, page, "#begin .error", "145%")
	page = d.next(d.post("/", beginning()...))
	has(t, page, "main .done", "Strategy begun.")
	has(t, page, "#start header p", "1 of 12 are there")
	page = d.next(d.post("/", "form", "sample"))
	has(t, page, "main .headline", "Of every 100 days of capacity this half,")
	if page.Count("#waterfall figure.chart") != 1 {
		t.Error("there is no waterfall")
	}
	has(t, page, "#start .starting li", "The sample of a tracker is loaded")
	if n := page.Count("#start .starting li"); n < 5 {
		t.Errorf("%d steps, want the next three, those after, and the sample", n)
	}
	d.again(d.post("/", "form", "sample"), http.StatusBadRequest)
	position, _ := page.In("#drop-sample input[name=position]")[0].Attr("value")
	page = d.next(d.post("/undo", "position", position, "next", "/"))
	if page.Count("#load-sample") != 1 || page.Count("#waterfall figure.chart") != 0 {
		t.Error("the sample is not taken out as a whole")
	}
	if w := d.post("/", "form", "nothing"); w.Code != http.StatusBadRequest {
		t.Errorf("a form that is none answers %d", w.Code)
	}
}

// Who only reads is led nowhere, and who may not begin is not asked to.
func TestWhoMayNotWriteIsNotLed(t *testing.T) {
	d := (&desk{open(t, day())}).as(guest("x", access.Reader))
	page := d.page("/")
	has(t, page, "main .empty", "Nothing is declared yet.")
	if page.Count("#start")+page.Count("#begin")+page.Count("main .empty a") != 0 {
		t.Error("a reader is led through what to declare")
	}
	if w := d.post("/", beginning()...); w.Code != http.StatusForbidden {
		t.Errorf("a reader who begins is answered %d", w.Code)
	}
	d.as(guest("x", access.Contributor))
	if page := d.page("/"); page.Count("#begin") != 0 || page.Count("#start .starting a") > 2 {
		t.Errorf("a contributor is asked for what they may not write down: %d links", page.Count("#start .starting a"))
	}
}

// What is complete says nothing more.
func TestTheChecklistEnds(t *testing.T) {
	if writable(t).page("/").Count("#start") != 0 {
		t.Error("the demo, which has everything, still shows the checklist")
	}
}

// upload sends a file as a browser does.
func (d *desk) upload(address, name string, body []byte, form ...string) *httptest.ResponseRecorder {
	d.t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for i := 0; i < len(form); i += 2 {
		_ = w.WriteField(form[i], form[i+1])
	}
	part, err := w.CreateFormFile("file", name)
	if err != nil {
		d.t.Fatal(err)
	}
	_, _ = part.Write(body)
	_ = w.Close()
	r := httptest.NewRequest(http.MethodPost, address, &b)
	r.Header.Set("Content-Type", w.FormDataContentType())
	out := httptest.NewRecorder()
	d.handler.ServeHTTP(out, r)
	return out
}

// A file is looked at first and then taken, whatever it is written in; what is too large or no text is refused in plain words.
func TestAFileIsBroughtInWithALookFirst(t *testing.T) {
	d := writable(t)
	const file = "Key;Title;Unit;Initiative\r\nLS-1;Zweite Prüfung\xdf;Loan Servicing;Hardship self-service\r\nLS-2;Brief;Nowhere;\r\n"
	page := d.again(d.upload("/paste/work", "work.csv", []byte(file), "rows", "", "do", "look"), http.StatusOK)
	has(t, page, "#look li", "Zweite Pr")
	has(t, page, "#rejected", "1 row cannot be taken")
	rows := page.In("#look input[name=rows]")
	if len(rows) != 1 {
		t.Fatal("what was looked at cannot be taken")
	}
	text, _ := rows[0].Attr("value")
	if !strings.Contains(text, "Prüfungß") && !strings.Contains(text, "PrÃ") {
		t.Errorf("the rows are %q", text)
	}
	d.next(d.post("/paste/work", "rows", text, "do", "take"))
	s, err := d.engine.View(t.Context(), workspace)
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for r := range s.Records(graph.KindWork, "") {
		found = found || strings.HasPrefix(r.Label(), "Zweite")
	}
	if !found {
		t.Error("the file was not taken")
	}
	page = d.again(d.upload("/paste/work", "work.xlsx", []byte("PK\x03\x04\x00\x00\x81"), "do", "look"), http.StatusBadRequest)
	has(t, page, "main .error", "Save it again as")
	w := d.upload("/paste/work", "work.csv", bytes.Repeat([]byte("a,b\n"), 300_000), "do", "look")
	if w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), "That is more than 1 MB.") || !strings.Contains(w.Body.String(), "throughline import") {
		t.Errorf("a file too large answers %d: %s", w.Code, brief(w.Body.String()))
	}
	page = d.again(d.upload("/paste/work", "", nil, "rows", "", "do", "look"), http.StatusBadRequest)
	has(t, page, "main .error", "There are no rows.")
}
