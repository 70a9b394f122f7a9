package web_test

import (
	"net/url"
	"testing"

	"throughline/access"
	"throughline/account"
	"throughline/graph"
)

// Whoever is nobody in the organisation is told so wherever something bears a name, and where that is mended.
func TestAnAccountWithoutAPersonIsToldSo(t *testing.T) {
	d := writable(t).editor("", access.Editor)
	for address, where := range map[string]string{
		"/initiatives/decline-notices": "#talk .note", "/strategy": ".note", "/findings/" + someFinding(t, d): "#acts .note",
	} {
		has(t, d.page(address), where, "linked to none")
		if n := d.editor("joan-whitlock", access.Editor).page(address); n.HasText("linked to none") {
			t.Errorf("%s says so to somebody who is a person", address)
		}
		d.editor("", access.Editor)
	}
	if d.editor("", access.Reader).page("/initiatives/decline-notices").HasText("linked to none") {
		t.Error("who may say nothing is sent to link an account")
	}
}

func someFinding(t *testing.T, d *desk) string {
	t.Helper()
	for _, a := range d.page("/findings").In("a[href]") {
		if href, _ := a.Attr("href"); len(href) > len("/findings/") && href[:len("/findings/")] == "/findings/" {
			u, err := url.Parse(href)
			if err != nil {
				t.Fatal(err)
			}
			return u.Path[len("/findings/"):]
		}
	}
	t.Fatal("no finding is listed")
	return ""
}

// The first owner is led from the first page to where the account becomes a person, and needs no small name for it.
func TestTheFirstOwnerSaysWhoTheyAre(t *testing.T) {
	h := build(t)
	ana := h.owner()
	id := h.account("ana@example.org")
	to := "/members#member-" + id
	if ana.get("/").Count("#start a[href="+to+"]") != 1 || ana.get("/owed").Count("a[href="+to+"]") != 1 {
		t.Error("nothing leads to where the account is linked")
	}
	page := ana.get("/members").is(t, 200, "/members", "Make a person record")
	if len(page.In("datalist#known-people option")) != 1 || page.Count("input[list=known-people]") < 2 {
		t.Error("people are not chosen by their names")
	}
	ana.post("/members/person", url.Values{"id": {id}, "make": {"yes"}}).is(t, 200, "/members")
	ana.get("/account").is(t, 200, "/account", "where you are Ana")
	if ana.get("/").Count("#start a[href="+to+"]") != 0 || ana.get("/members").HasText("Make a person record") {
		t.Error("who is somebody is still asked who they are")
	}

	h.put("ana-lima", &graph.Person{ID: "bea-ode", Name: "Bea Ode"})
	ben := h.desk.Join(t, workspace, "ben@example.org", account.Contributor).Account.ID
	ana.post("/members/person", url.Values{"id": {string(ben)}, "person": {"bea ode"}})
	if m, _, err := h.desk.Member(t.Context(), workspace, ben); err != nil || m.Person != "bea-ode" {
		t.Errorf("chosen by name, the member is %q, %v", m.Person, err)
	}

	carl := h.desk.Join(t, workspace, "carl@example.org", account.Contributor).Account
	ana.post("/members/person", url.Values{"id": {string(carl.ID)}, "make": {"yes"}})
	now, err := h.site.engine.View(t.Context(), workspace)
	if err != nil {
		t.Fatal(err)
	}
	m, _, err := h.desk.Member(t.Context(), workspace, carl.ID)
	if p := now.Person(graph.PersonID(m.Person)); err != nil || p == nil || p.Name != carl.Name {
		t.Errorf("the record that is made for %s is %+v, %v", carl.Name, p, err)
	}
}
