package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"throughline/access"
	"throughline/account"
	"throughline/door"
	"throughline/graph"
	"throughline/testing/htmlcheck"
)

// guest is the site for a person with a role.
func (d *desk) guest(p graph.PersonID, r access.Role) *desk {
	return d.as(door.Open(door.Guest{Viewer: access.Viewer{Role: r, Person: p}, Actor: "person/" + string(p)}))
}

// savedForm is what the form of the page that does something with a view sends, with some of it filled in otherwise, and where to.
func savedForm(t *testing.T, n htmlcheck.Node, do string, filled ...string) (action string, pairs []string) {
	t.Helper()
	var form htmlcheck.Node
	ok := false
	for _, one := range n.In("main form") {
		for _, in := range one.In("input[name=do]") {
			if value, _ := in.Attr("value"); value == do {
				form, ok = one, true
				action, _ = one.Attr("action")
			}
		}
	}
	if !ok || action == "" {
		t.Fatalf("no form is to %s", do)
	}
	values := make(map[string]string)
	for _, in := range form.In("input") {
		name, _ := in.Attr("name")
		values[name], _ = in.Attr("value")
	}
	for i := 0; i+1 < len(filled); i += 2 {
		values[filled[i]] = filled[i+1]
	}
	for name, value := range values {
		pairs = append(pairs, name, value)
	}
	return action, pairs
}

// htmlOf is a part of a page.
func htmlOf(t *testing.T, body string) htmlcheck.Node {
	t.Helper()
	n, err := htmlcheck.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestAViewOfThePortfolioIsSaved(t *testing.T) {
	d := writable(t).guest("ingrid-solberg", access.Reader)
	const shown = "/portfolio?columns=owner%2Cdays&group=theme&state=started"
	n := d.page(shown + "&asof=" + day().Format("2006-01-02"))
	if n.Count("nav.saved a") != 0 {
		t.Error("there are views before any was saved")
	}
	action, form := savedForm(t, n, "save", "name", "Started by theme", "for", "me")
	n = d.next(d.post(action, form...))
	has(t, n, ".done", "View saved.")
	current, ok := n.First("nav.saved a[aria-current]")
	if href, _ := current.Attr("href"); !ok || href != shown || current.Text() != "Started by theme" {
		t.Errorf("the view shown is %q at %q", current.Text(), href)
	}
	has(t, d.page("/"), "#cmdk-list", "Started by theme")
	has(t, htmlOf(t, d.get("/search?q=started+by&format=fragment").Body.String()), "[role=option][data-href]", "Started by theme")

	// nobody else sees it, by any way
	d.guest("grace-adeyemi", access.Owner)
	for _, address := range []string{"/portfolio", "/search?q=started+by", "/records/view", "/"} {
		if strings.Contains(d.get(address).Body.String(), "Started by theme") {
			t.Errorf("somebody else reads of it at %s", address)
		}
	}
	if w := d.get("/records/view/started-by-theme"); w.Code != http.StatusNotFound {
		t.Errorf("somebody else finds its record: %d", w.Code)
	}
	if w := d.post("/portfolio", "form", "save-view", "do", "rename", "view", "started-by-theme", "name", "X", "for", "all"); w.Code != http.StatusNotFound {
		t.Errorf("somebody else renames it: %d", w.Code)
	}

	// shared, everybody does
	d.guest("ingrid-solberg", access.Reader)
	action, form = savedForm(t, d.page(shown), "rename", "name", "Under way", "for", "all")
	has(t, d.next(d.post(action, form...)), "nav.saved a[aria-current]", "Under way, shared")
	d.guest("grace-adeyemi", access.Reader)
	has(t, d.page("/portfolio"), "nav.saved a", "Under way, shared")
	if n := d.page(shown); n.Count("nav.saved a[aria-current]") != 1 || n.Count("input[name=do][value=rename]") != 0 {
		t.Error("who may not change it is offered to, or it is not shown as what it is")
	}
	if w := d.post("/portfolio", "form", "save-view", "do", "remove", "view", "started-by-theme"); w.Code != http.StatusForbidden {
		t.Errorf("a reader removes what somebody shared: %d", w.Code)
	}

	d.guest("ingrid-solberg", access.Reader)
	action, form = savedForm(t, d.page(shown), "remove")
	n = d.next(d.post(action, form...))
	if n.Count("nav.saved a") != 0 {
		t.Error("it is still there")
	}
	n = d.next(d.post("/undo", sends(t, n, "form[data-undo]")...))
	has(t, n, "nav.saved a", "Under way")
}

func TestAViewIsHeldToItsRules(t *testing.T) {
	d := writable(t).guest("ingrid-solberg", access.Reader)
	n := d.again(d.post("/portfolio?group=unit", "form", "save-view", "do", "save", "name", " ", "for", "me"), http.StatusBadRequest)
	has(t, n, ".keep .error", "No name is given. Name the view")
	has(t, n, "#initiatives h2", "31 initiatives")
	for form, status := range map[string]int{"/portfolio?group=colour": http.StatusBadRequest, "/portfolio?asof=2026-08-01": http.StatusForbidden} {
		if w := d.post(form, "form", "save-view", "do", "save", "name", "X", "for", "me"); w.Code != status {
			t.Errorf("%s answers %d, want %d", form, w.Code, status)
		}
	}
	if w := d.post("/portfolio", "form", "save-view", "do", "paint", "name", "X"); w.Code != http.StatusBadRequest {
		t.Errorf("what is no act answers %d", w.Code)
	}
	if w := d.guest("", access.Reader).post("/portfolio", "form", "save-view", "do", "save", "name", "X", "for", "all"); w.Code != http.StatusForbidden {
		t.Errorf("a reader who is nobody of the organisation shares a view: %d", w.Code)
	}
	if n := d.page("/portfolio"); n.Count("#keep-view") > 0 {
		t.Error("who may save nothing is offered to")
	}
	d.as(nil)
	if n := d.page("/portfolio"); n.Count("#keep-view") > 0 {
		t.Error("pages that only read offer to save")
	}
}

// An address that somebody put into a record by another way leads nowhere else.
func TestAViewLeadsNowhereElse(t *testing.T) {
	d := writable(t)
	for n, address := range []string{"https://evil.example/", "javascript:alert(1)", "//evil.example"} {
		d.next(d.post("/new/view", "name", "Away "+string(rune('a'+n)), "address", address, "shared", "yes"))
	}
	page := htmlOf(t, d.get("/search?q=away&format=fragment").Body.String())
	found := page.In("[role=option]")
	for _, o := range found {
		if href, _ := o.Attr("data-href"); href != "/" {
			t.Errorf("it leads to %q", href)
		}
	}
	if len(found) != 3 {
		t.Errorf("%d are found, want 3", len(found))
	}
}

// Whoever has an account says with which view the portfolio opens; every way to it leads there then, and back to all of it at once.
func TestThePortfolioOpensWithAView(t *testing.T) {
	h := peopled(t)
	const theirs = "/portfolio?group=unit&sort=name"
	h.put("ben-ode",
		&graph.View{ID: "by-unit", Name: "By unit", Address: theirs, By: "ben-ode", Shared: true},
		&graph.View{ID: "bens", Name: "Ben's own", Address: "/portfolio?group=theme", By: "ben-ode"},
		&graph.View{ID: "late", Name: "Late findings", Address: "/findings?severity=error", By: "ben-ode", Shared: true})
	ana, ben := h.enter("ana-lima", account.Reader), h.enter("ben-ode", account.Reader)
	leads := func(v *visitor, at, want string) {
		t.Helper()
		p := v.get(at)
		if got, _ := p.First("nav#nav a[data-go=p]"); attributeOf(got, "href") != want {
			t.Errorf("from %s the navigation leads to %q, want %q", at, attributeOf(got, "href"), want)
		}
		var jumps []string
		for _, one := range p.In("#cmdk-list [role=option]") {
			if strings.HasPrefix(strings.TrimSpace(one.Text()), "Portfolio") {
				jumps = append(jumps, attributeOf(one, "data-href"))
			}
		}
		if len(jumps) != 1 || jumps[0] != want {
			t.Errorf("from %s the palette leads to %q, want %q", at, jumps, want)
		}
	}
	leads(ana, "/findings", "/portfolio")
	if n := ana.get("/portfolio").Count("form[action=/portfolio/opens]"); n != 0 {
		t.Error("it can open otherwise where nothing else is chosen")
	}
	chosen := ana.fill(ana.get(theirs), "/portfolio/opens", nil).is(t, 200, theirs)
	if chosen.part != "saved" || !chosen.HasText("the portfolio opens with it") || chosen.Count("#keep-view form[action=/portfolio/opens] input[name=view]") != 0 {
		t.Errorf("what was chosen is not told: %s", chosen.part)
	}
	leads(ana, "/findings", theirs)
	leads(ana, "/findings?asof="+graph.DateOf(h.desk.Now()).String(), "/portfolio?asof="+graph.DateOf(h.desk.Now()).String()+"&group=unit&sort=name")
	leads(ben, "/findings", "/portfolio") // it is hers alone
	ana.get("/portfolio").is(t, 200, "/portfolio", "Everything")
	ana.fill(ana.get("/portfolio"), "/portfolio/opens", nil).is(t, 200, "/portfolio")
	leads(ana, "/findings", "/portfolio")

	ana.post("/portfolio/opens", url.Values{"view": {"bens"}}).is(t, 404, "/portfolio/opens")
	ana.post("/portfolio/opens", url.Values{"view": {"late"}}).is(t, 400, "/portfolio/opens", "of another page")
	ana.post("/portfolio/opens", url.Values{"view": {"by-unit"}, "next": {"//elsewhere.example.org"}}).is(t, 200, "/")
	leads(ana, "/findings", theirs)
	h.put("ben-ode", &graph.View{ID: "by-unit", Name: "By unit", Address: theirs, By: "ben-ode"})
	leads(ana, "/findings", "/portfolio") // he keeps it to himself now
	ana.get("/portfolio").is(t, 200, "/portfolio")
}

// attributeOf is an attribute of an element, "" for none.
func attributeOf(n htmlcheck.Node, name string) string {
	v, _ := n.Attr(name)
	return v
}
