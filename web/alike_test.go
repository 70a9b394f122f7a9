package web_test

import (
	"slices"
	"testing"
	"time"

	"throughline/access"
	"throughline/door"
	"throughline/testing/fixture"
	"throughline/testing/htmlcheck"
	"throughline/web"
)

// What is made once for everybody offers nobody what is for somebody else to do, whoever came first.
func TestWhoComesFirstLeavesNothingForOthers(t *testing.T) {
	o := fixture.New(t).Today("2026-09-25").Themes("growth").Half().Unit("acme", "").Person("ann", "ben").
		Initiative("app", "acme", fixture.In("h2"), fixture.Days("acme", "h2", 40))
	untold := func() *site { return open(t, day()).holds(o.Picture(), "2026-07-01") }
	told := func() *site { return harbor(t) }
	for page, c := range map[string]struct {
		of   func() *site
		acts bool // an editor is offered some
	}{
		"/":                         {untold, true},
		"/?period=h2":               {told, false},
		"/line-of-sight":            {told, false},
		"/line-of-sight?theme=none": {told, false},
		"/line-of-sight?select=initiative%2Fledger-cutover": {told, false},
	} {
		s := c.of()
		first, second, alone := s.mainTo(access.Editor, page), s.mainTo(access.Reader, page), c.of().mainTo(access.Reader, page)
		if got, want := acts(second), acts(alone); !slices.Equal(got, want) {
			t.Errorf("%s: after an editor a reader is offered %v, want %v", page, got, want)
		}
		if offered := len(acts(first)) > len(acts(alone)); offered != c.acts {
			t.Errorf("%s: an editor is offered %v, a reader %v", page, acts(first), acts(alone))
		}
	}
}

// mainTo is the main part of a page of the site as somebody in the role sees it.
func (s *site) mainTo(role access.Role, page string) htmlcheck.Node {
	s.t.Helper()
	server, err := web.New(web.Options{
		Engine: s.engine, Workspace: workspace, Clock: day, Patience: time.Minute,
		Door: door.Open(door.Guest{Viewer: access.Viewer{Role: role, Person: "ann"}, Actor: "person/ann"}),
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return (&site{s.t, s.store, s.engine, server.Routes()}).page(page).In("main")[0]
}

// acts is what the page leads to and offers to send, in order.
func acts(n htmlcheck.Node) (out []string) {
	for tag, attr := range map[string]string{"a": "href", "form": "action"} {
		for _, e := range n.In(tag) {
			value, _ := e.Attr(attr)
			out = append(out, value)
		}
	}
	slices.Sort(out)
	return out
}
