package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"throughline/access"
	"throughline/door"
	"throughline/graph"
	"throughline/testing/htmlcheck"
	"throughline/web"
	"throughline/wording"
)

// desk is a site on which somebody may write.
type desk struct{ *site }

// writable is the demo organisation for an editor.
func writable(t *testing.T) *desk {
	t.Helper()
	d := &desk{harbor(t)}
	return d.as(door.Open(door.Guest{Viewer: access.Viewer{Role: access.Editor}, Actor: "person/joan-whitlock"}))
}

// as is the site for who comes in by the door; nil for pages that only read.
func (d *desk) as(who *door.Door) *desk {
	d.t.Helper()
	server, err := web.New(web.Options{Engine: d.engine, Workspace: workspace, Clock: day, Patience: time.Minute, Door: who})
	if err != nil {
		d.t.Fatal(err)
	}
	d.handler = server.Routes()
	return d
}

// post sends a form.
func (d *desk) post(address string, form ...string) *httptest.ResponseRecorder {
	d.t.Helper()
	values := url.Values{}
	for i := 0; i < len(form); i += 2 {
		if form[i] == "pick" { // of which a form has many
			values.Add(form[i], form[i+1])
			continue
		}
		values.Set(form[i], form[i+1])
	}
	r := httptest.NewRequest(http.MethodPost, address, strings.NewReader(values.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	d.handler.ServeHTTP(w, r)
	return w
}

// next is the page that a form that was taken leads to.
func (d *desk) next(w *httptest.ResponseRecorder) htmlcheck.Node {
	d.t.Helper()
	if w.Code != http.StatusSeeOther {
		d.t.Fatalf("the answer is %d: %s", w.Code, brief(w.Body.String()))
	}
	address, _, _ := strings.Cut(w.Header().Get("Location"), "#")
	return d.page(address)
}

// again is the page that a form that was not taken is answered with.
func (d *desk) again(w *httptest.ResponseRecorder, status int) htmlcheck.Node {
	d.t.Helper()
	if w.Code != status {
		d.t.Fatalf("the answer is %d, want %d: %s", w.Code, status, brief(w.Body.String()))
	}
	n, err := htmlcheck.Parse(strings.NewReader(w.Body.String()))
	if err != nil {
		d.t.Fatal(err)
	}
	for _, fault := range htmlcheck.Page(n) {
		d.t.Error(fault)
	}
	return n
}

// sends is what the form of an open field would send, with some of it filled in otherwise.
func sends(t *testing.T, n htmlcheck.Node, selector string, filled ...string) []string {
	t.Helper()
	form, ok := n.First(selector)
	if !ok {
		t.Fatalf("no %s on the page", selector)
	}
	values := make(map[string]string)
	for _, in := range form.In("input") {
		name, _ := in.Attr("name")
		values[name], _ = in.Attr("value")
	}
	for _, in := range form.In("textarea") {
		name, _ := in.Attr("name")
		values[name] = in.Text()
	}
	for _, in := range form.In("select") {
		name, _ := in.Attr("name")
		for _, o := range in.In("option") {
			if _, chosen := o.Attr("selected"); chosen {
				values[name], _ = o.Attr("value")
			}
		}
	}
	for i := 0; i < len(filled); i += 2 {
		values[filled[i]] = filled[i+1]
	}
	var out []string
	for name, value := range values {
		out = append(out, name, value)
	}
	return out
}

const notices = "/records/initiative/decline-notices"

func TestAFieldIsSetWhereItStands(t *testing.T) {
	d := writable(t)
	n := d.page(notices)
	if edit, ok := n.First("#f-name a[data-edit]"); !ok {
		t.Fatal("the name cannot be opened")
	} else if href, _ := edit.Attr("href"); href != notices+"?edit=name#f-name" {
		t.Errorf("the name opens at %s", href)
	}
	n = d.page(notices + "?edit=name")
	n = d.next(d.post(notices, sends(t, n, "#edit-name", "v", "Decline letters")...))
	has(t, n, "h1", "Decline letters")
	has(t, n, ".done", "Initiative changed.")
	has(t, n, "#versions", "Joan Whitlock")
	if _, open := n.First(".editing"); open {
		t.Error("the form is still open")
	}
	n = d.next(d.post("/undo", sends(t, n, "form[data-undo]")...)) // undone
	has(t, n, "h1", "Automatic decline notices")
	n = d.next(d.post("/undo", sends(t, n, "form[data-undo]")...)) // and done again
	has(t, n, "h1", "Decline letters")
}

// Every field of every kind that the demo organisation has opens, and sent as it stands changes nothing.
func TestAFieldThatIsSavedAsItStandsChangesNothing(t *testing.T) {
	d := writable(t)
	d.as(door.Open(door.Guest{Viewer: access.Viewer{Role: access.Editor, Person: "marit-haas"}, Actor: "person/marit-haas"})) // who sees all
	s, err := d.engine.View(t.Context(), workspace)
	if err != nil {
		t.Fatal(err)
	}
	tried := 0
	for _, k := range graph.Kinds() {
		for r := range s.Records(k.Kind, "") {
			address := "/records/" + r.Ref().String()
			if d.get(address).Code == http.StatusNotFound {
				continue // for its audience only
			}
			n := d.page(address)
			for _, a := range n.In("#fields a[data-edit]") {
				href, _ := a.Attr("href")
				open, _, _ := strings.Cut(href, "#")
				w := d.post(address, sends(t, d.page(open), ".editing")...)
				if location := w.Header().Get("Location"); w.Code != http.StatusSeeOther || strings.Contains(location, "done=") {
					t.Errorf("%s as it stands: %d to %s", open, w.Code, location)
				}
				tried++
			}
			break
		}
	}
	if tried < 150 {
		t.Errorf("only %d fields were tried", tried)
	}
}

func TestAListIsFilledIn(t *testing.T) {
	d := writable(t)
	n := d.page(notices + "?edit=participants")
	rows := len(n.In("#edit-participants tbody tr"))
	last := func(part string) string { return "v." + string(rune('0'+rows-1)) + "." + part }
	n = d.next(d.post(notices, sends(t, n, "#edit-participants", last("unit"), "payment solutions", last("days"), "12,5", "v.0.unit", "", "v.0.days", "", "v.0.period", "")...))
	has(t, n, "#f-participants", "Payment Solutions, 12.5 days")
	if got := len(n.In("#f-participants .item")); got != rows-2 {
		t.Errorf("%d rows are left of %d, one of which was filled in, one emptied, and one spare", got, rows)
	}
}

func TestWhatCannotBeSetStaysFilledIn(t *testing.T) {
	d := writable(t)
	for _, c := range []struct{ field, input, typed, says string }{
		{"participants", "v.0.days", "many", "“days” cannot be “many”"},
		{"participants", "v.0.unit", "Paymnt Solutions", "Choose one of the units"},
		{"name", "v", "", "name"},
		{"mandate", "v.due", "soon", "year-month-day"},
	} {
		n := d.again(d.post(notices, sends(t, d.page(notices+"?edit="+c.field), "#edit-"+c.field, c.input, c.typed)...), http.StatusBadRequest)
		has(t, n, ".editing .error", c.says)
		if again := sends(t, n, "#edit-"+c.field); c.typed != "" && c.input != "v.0.unit" && !contains(again, c.input, c.typed) {
			t.Errorf("%s: %q is gone: %v", c.field, c.typed, again)
		}
	}
	for _, c := range []struct {
		form   []string
		status int
	}{
		{[]string{"field", "colour", "v", "red"}, http.StatusBadRequest},
		{[]string{"field", "name", "seen", "{", "v", "red"}, http.StatusBadRequest},
	} {
		if w := d.post(notices, c.form...); w.Code != c.status {
			t.Errorf("%v answers %d, want %d", c.form, w.Code, c.status)
		}
	}
	if w := d.post("/records/initiative/nothing", "field", "name", "v", "x"); w.Code != http.StatusNotFound {
		t.Errorf("a record that is not there answers %d", w.Code)
	}
	if w := d.post(notices, "field", "name", "v", strings.Repeat("x", 2<<20)); w.Code != http.StatusBadRequest {
		t.Errorf("a form of 2 MiB answers %d", w.Code)
	}
}

func contains(pairs []string, name, value string) bool {
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i] == name && pairs[i+1] == value {
			return true
		}
	}
	return false
}

func TestTwoPeopleOnOneRecord(t *testing.T) {
	d := writable(t)
	ana, ben := d.page(notices+"?edit=name"), d.page(notices+"?edit=name")
	summary := d.page(notices + "?edit=summary")
	d.guest("ingrid-solberg", access.Editor)
	d.next(d.post(notices, sends(t, ana, "#edit-name", "v", "Ana’s name")...))
	d.guest("grace-adeyemi", access.Editor)
	n := d.next(d.post(notices, sends(t, summary, "#edit-summary", "v", "Another field")...)) // does not disturb
	has(t, n, "h1", "Ana’s name")
	has(t, n, "#f-summary", "Another field")

	n = d.again(d.post(notices, sends(t, ben, "#edit-name", "v", "Ben’s name")...), http.StatusConflict)
	has(t, n, ".meanwhile", "Ana’s name")
	has(t, n, ".meanwhile", "Ben’s name")
	has(t, n, ".meanwhile", "Ingrid Solberg, ")               // and not who changed another field since
	n = d.next(d.post(notices, sends(t, n, "#edit-name")...)) // on purpose
	has(t, n, "h1", "Ben’s name")
}

func TestARecordIsWrittenDown(t *testing.T) {
	d := writable(t)
	if href, _ := d.page("/records/dependency").In("a[data-new]")[0].Attr("href"); href != "/new/dependency" {
		t.Errorf("on a list, new is %s", href)
	}
	has(t, d.page("/new"), "#group-strategy", "Theme")
	n := d.page("/new/dependency?from=loan-servicing")
	n = d.again(d.post("/new/dependency", sends(t, n, "form.form", "what", "Letters in Spanish")...), http.StatusBadRequest)
	has(t, n, ".error", "On is missing")
	if on, _ := n.First("#in-on"); !hasAttr(on, "aria-invalid", "true") || !hasAttr(on, "aria-describedby", "in-on-error") || !hasAttr(on, "autofocus", "") {
		t.Error("the field that is wrong does not say so, or has not the keyboard")
	}
	has(t, n, "#in-on-error", "On is missing. Fill it in.")
	n = d.next(d.post("/new/dependency", sends(t, n, "form.form", "on", "legal-compliance", "needed_by", "2026-12-01")...))
	has(t, n, "h1", "Letters in Spanish")
	has(t, n, "#f-from", "Loan Servicing")
	has(t, n, "#f-needed_by", "2026")
	has(t, n, ".done", "Dependency")
	w := d.post("/new/dependency", "what", "Letters in Spanish", "from", "loan-servicing", "on", "legal-compliance")
	if got := w.Header().Get("Location"); !strings.HasPrefix(got, "/records/dependency/letters-in-spanish-2?") {
		t.Errorf("another of the same name is at %s", got)
	}
	if w := d.post("/new/nonsense", "name", "x"); w.Code != http.StatusNotFound {
		t.Errorf("a kind that is none answers %d", w.Code)
	}
}

// A new record asks for as little as there is to say: what must be filled in is marked, what is most likely so stands there, and the
// keyboard is on the first that is left.
func TestWhatANewRecordAsksFor(t *testing.T) {
	d := writable(t)
	value := func(n htmlcheck.Node, id string) string {
		t.Helper()
		for _, o := range n.In("#" + id + " option") {
			if hasAttr(o, "selected", "") {
				v, _ := o.Attr("value")
				return v
			}
		}
		return ""
	}
	n := d.page("/new/initiative")
	if name, _ := n.First("#in-name"); !hasAttr(name, "required", "") || !hasAttr(name, "autofocus", "") {
		t.Error("the name has not the keyboard, or is not marked as required")
	}
	if got := value(n, "in-state"); got != "candidate" {
		t.Errorf("an initiative begins as %q, want candidate", got)
	}
	d.next(d.post("/new/initiative", sends(t, n, "form.form", "name", "Only a name")...))
	if got := value(d.page("/new/decision"), "in-state"); got != "open" {
		t.Errorf("a decision begins as %q, want open", got)
	}
	if level, _ := d.page("/new/intent").First("#in-level option"); level.Text() != "Choose one" {
		t.Errorf("what must be chosen offers %q first", level.Text())
	}
	if got := len(n.In("[autofocus]")); got != 1 {
		t.Errorf("%d ask for the keyboard, want one", got)
	}

	n = d.again(d.post("/new/dependency", "needed_by", "tomorrow"), http.StatusBadRequest)
	has(t, n, ".error", "What, from, on and needed by cannot be taken so.")
	for _, id := range []string{"in-what", "in-from", "in-on", "in-needed_by"} {
		if in, _ := n.First("#" + id); !hasAttr(in, "aria-invalid", "true") {
			t.Errorf("%s does not say that it is wrong", id)
		}
	}

	lead, led := graph.PersonID("lucy-tran"), "borrower-experience"
	d.guest(lead, access.Contributor)
	for address, id := range map[string]string{"/new/initiative": "in-owner", "/new/dependency": "in-from", "/new/outcome": "in-owner"} {
		if got := value(d.page(address), id); got != led {
			t.Errorf("%s offers %s the unit %q, want their own, %s", address, lead, got, led)
		}
	}
	if got := value(d.page("/new/dependency?from=legal-compliance"), "in-from"); got != "legal-compliance" {
		t.Errorf("what the address says gives way to %q", got)
	}
}

// Each page leads to writing down what it lists.
func TestWhereNewLeads(t *testing.T) {
	d := writable(t)
	for page, want := range map[string]string{
		"/": "/new", "/findings": "/new", "/portfolio": "/new/initiative", "/outcomes": "/new/outcome", "/records/theme": "/new/theme",
		"/units/loan-servicing": "/new?unit=loan-servicing", notices: "/new", "/outcomes/late-loans": "/new",
	} {
		if a, _ := d.page(page).First("a[data-new]"); !hasAttr(a, "href", want) {
			got, _ := a.Attr("href")
			t.Errorf("on %s new is %s, want %s", page, got, want)
		}
	}
	n := d.page("/new?unit=loan-servicing")
	for _, href := range []string{"/new/initiative?owner=loan-servicing", "/new/dependency?from=loan-servicing", "/new/unit?parent=loan-servicing", "/new/theme"} {
		if !slices.ContainsFunc(n.In("[data-kinds] a"), func(a htmlcheck.Node) bool { return hasAttr(a, "href", href) }) {
			t.Errorf("/new for a unit does not lead to %s", href)
		}
	}
	if a, _ := n.First("[data-kinds] a"); !hasAttr(a, "autofocus", "") {
		t.Error("the first kind has not the keyboard")
	}
	has(t, n, "#keys", "Write something down")
	has(t, n, "#keys", "Take back what was just recorded")
	if name, _ := d.page("/portfolio").First("#keep-view input[name=name]"); !hasAttr(name, "autofocus", "") {
		t.Error("the name of a view has not the keyboard when the menu opens")
	}
}

func TestARecordIsTakenOutAndBack(t *testing.T) {
	d := writable(t)
	w := d.post("/new/principle", "prefer", "calm", "over", "haste")
	d.next(w)
	address, _, _ := strings.Cut(w.Header().Get("Location"), "?")
	n := d.next(d.post(address+"/remove", sends(t, d.page(address), "#fields form")...))
	has(t, n, "#fields", "It does not exist on this date.")
	n = d.next(d.post("/undo", sends(t, n, "form[data-undo]")...))
	has(t, n, "#f-prefer", "calm")
}

func TestWhoMayNotWrite(t *testing.T) {
	d := writable(t)
	none := func(n htmlcheck.Node, who string) {
		t.Helper()
		for _, selector := range []string{"a[data-edit]", "a[data-new]", ".editing", `form[method="post"]`} {
			if n.Count(selector) > 0 {
				t.Errorf("%s is shown %s", who, selector)
			}
		}
	}
	none(d.page(notices+"?asof=2026-09-01&edit=name"), "who looks at an earlier date")
	d.as(door.Open(door.Guest{Viewer: access.Viewer{Role: access.Reader}, Actor: "person/ben-castellan"}))
	none(d.page(notices+"?edit=name"), "a reader")
	s, err := d.engine.View(t.Context(), workspace)
	if err != nil {
		t.Fatal(err)
	}
	for _, address := range []string{notices, "/new/theme", "/undo", notices + "/remove"} {
		if w := d.post(address, "field", "name", "seen", `"Automatic decline notices"`, "v", "x", "name", "x", "position", itoa(s.Position())); w.Code != http.StatusForbidden {
			t.Errorf("a reader's form to %s answers %d", address, w.Code)
		}
	}
	d.as(nil)
	none(d.page(notices+"?edit=name"), "whoever looks at pages that only read")
	for _, address := range []string{notices, "/new/theme", "/undo", notices + "/remove"} {
		if w := d.post(address, "field", "name", "v", "x"); w.Code != http.StatusForbidden {
			t.Errorf("where pages only read, a form to %s answers %d", address, w.Code)
		}
	}
}

func TestUndoIsHeldToWhatIsThere(t *testing.T) {
	d := writable(t)
	for position, status := range map[string]int{"": http.StatusBadRequest, "0": http.StatusNotFound, "99999": http.StatusNotFound, "3": http.StatusConflict} {
		if w := d.post("/undo", "position", position, "next", "/"); w.Code != status {
			t.Errorf("undo of %q answers %d, want %d", position, w.Code, status)
		}
	}
	d.next(d.post("/new/principle", "prefer", "calm", "over", "haste"))
	s, err := d.engine.View(t.Context(), workspace)
	if err != nil {
		t.Fatal(err)
	}
	position := itoa(s.Position())
	for _, next := range []string{"https://evil.example/", "//evil.example", `/\evil.example`, "records"} {
		w := d.post("/undo", "position", position, "next", next)
		if got := w.Header().Get("Location"); w.Code != http.StatusSeeOther || !strings.HasPrefix(got, "/?") {
			t.Errorf("after undo, %q leads to %d %s", next, w.Code, got)
		}
		s, err := d.engine.View(t.Context(), workspace)
		if err != nil {
			t.Fatal(err)
		}
		position = itoa(s.Position())
	}
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

// Other words of a theme, set on the page of its record, are a change of the strategy: what answered the old ones waits for an
// answer again, and one undo takes all of it back.
func TestOtherWordsOfAThemeAreAnsweredAnew(t *testing.T) {
	d := writable(t)
	now := func() *graph.Snapshot {
		s, err := d.engine.View(t.Context(), workspace)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	accepted := func() (n int) {
		for i := range graph.All[*graph.Intent](now()) {
			if i.Level == graph.Interpreted && i.Receipt.State == graph.Accepted {
				n++
			}
		}
		return n
	}
	before := accepted()
	var theme *graph.Theme
	for theme = range graph.All[*graph.Theme](now()) {
		break
	}
	address := "/records/theme/" + string(theme.ID)
	form := d.page(address + "?edit=statement")
	names := ""
	for i := range graph.All[*graph.Intent](now()) {
		if i.Level == graph.Interpreted && i.Receipt.State == graph.Accepted && form.HasText(now().Unit(i.Unit).Name+" accepted a reading of this") {
			names = string(i.Unit)
		}
	}
	if names == "" {
		t.Error("the form does not say who will wait for an answer again")
	}
	if other := d.page(address + "?edit=short"); other.HasText("accepted a reading of this") {
		t.Error("a field of which nobody accepted anything says so")
	}
	page := d.next(d.post(address, sends(t, d.page(address+"?edit=statement"), "#edit-statement", "v", "Said in other words")...))
	after := accepted()
	if after >= before {
		t.Errorf("%d of %d restatements are still accepted", after, before)
	}
	has(t, page, ".done", "Theme changed. "+wording.Count(before-after, "accepted reading waits", "accepted readings wait")+" for an answer again.")
	d.next(d.post("/undo", sends(t, page, "form[data-undo]")...))
	if after := accepted(); after != before {
		t.Errorf("after the undo %d of %d restatements are accepted", after, before)
	}
}
