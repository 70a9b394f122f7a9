package web_test

import (
	"net/http"
	"strings"
	"testing"

	"throughline/docs"
	"throughline/web/help"
)

// Every document of the help is a page that holds the rules, and each page of the product leads to a guide that is there.
func TestTheHelpIsRead(t *testing.T) {
	s := open(t, day())
	book, err := help.Open(docs.Files())
	if err != nil {
		t.Fatal(err)
	}
	contents := s.page("/help")
	for _, p := range book.All() {
		page := s.page("/help/" + p.ID)
		has(t, page, "main h1", p.Title)
		listed := false
		for _, a := range contents.In("main .guides a") {
			href, _ := a.Attr("href")
			listed = listed || href == "/help/"+p.ID
		}
		if !listed {
			t.Errorf("the contents do not lead to %s", p.ID)
		}
	}
	if w := s.get("/help/strategi"); w.Code != http.StatusNotFound || !strings.Contains(w.Body.String(), "strategy") {
		t.Errorf("a guide that is none answers %d: %s", w.Code, brief(w.Body.String()))
	}
}

func TestEachPageLeadsToItsGuide(t *testing.T) {
	s := harbor(t)
	for address, want := range map[string]string{
		"/": "where-we-stand", "/owed": "owed", "/line-of-sight": "line-of-sight", "/portfolio": "portfolio", "/findings": "findings", "/strategy": "strategy", "/cascade": "cascade",
		"/outcomes": "outcomes", "/outcomes/late-loans": "outcomes", "/drift": "cadence", "/records": "editing", "/units/loan-servicing": "units", "/initiatives/ledger-cutover": "portfolio",
	} {
		page := s.page(address)
		links := page.In("header.top a[data-guide]")
		if len(links) != 1 {
			t.Errorf("%s leads to %d guides", address, len(links))
			continue
		}
		if href, _ := links[0].Attr("href"); href != "/help/"+want {
			t.Errorf("%s leads to %s, want %s", address, href, want)
		}
	}
	for _, a := range s.page("/").In("nav#nav > ul > li a") { // whatever is added to the navigation has a guide too
		href, _ := a.Attr("href")
		if s.page(href).Count("header.top a[data-guide]") != 1 && !strings.HasPrefix(href, "/help") {
			t.Errorf("%s has no guide", href)
		}
	}
}

// The palette and the page of the search find guides beside records.
func TestSearchFindsGuides(t *testing.T) {
	s := harbor(t)
	if w := s.get("/search?format=fragment&q=checking"); !strings.Contains(w.Body.String(), "/help/outcomes#checking-in-takes-half-a-minute") {
		t.Errorf("the palette finds %s", w.Body.String())
	}
	page := s.page("/search?q=postgresql")
	found := false
	for _, a := range page.In("main a") {
		href, _ := a.Attr("href")
		found = found || href == "/help/running#postgresql"
	}
	if !found {
		t.Errorf("the page of the search finds %q", texts(page, "main a"))
	}
}
