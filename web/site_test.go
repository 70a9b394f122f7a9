package web_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"throughline/change"
	"throughline/engine"
	"throughline/examples"
	"throughline/generate"
	"throughline/graph"
	"throughline/importer/workspacefile"
	"throughline/ledger"
	"throughline/storage/memory"
	"throughline/strategy"
	"throughline/testing/fixture"
	"throughline/testing/htmlcheck"
	"throughline/web"
)

// site is a server over a ledger in memory.
type site struct {
	t       testing.TB
	store   ledger.Store
	engine  *engine.Engine
	handler http.Handler
}

const workspace = "main"

// day is the day every site shows unless it says another: a Friday in the second half of 2026.
func day() time.Time { return time.Date(2026, 9, 25, 9, 0, 0, 0, time.UTC) }

// open makes an empty site.
func open(t testing.TB, now time.Time) *site {
	t.Helper()
	return openOn(t, memory.New(), now, time.Minute)
}

// openOn makes a site of what is in the store. Its pages wait so long for what may follow.
func openOn(t testing.TB, store ledger.Store, now time.Time, patience time.Duration) *site {
	t.Helper()
	clock := func() time.Time { return now }
	e := engine.New(store, engine.Options{Clock: clock, Follow: strategy.Follow})
	t.Cleanup(e.Close)
	server, err := web.New(web.Options{Engine: e, Workspace: workspace, Clock: clock, Patience: patience})
	if err != nil {
		t.Fatal(err)
	}
	return &site{t, store, e, server.Routes()}
}

// do records a draft.
func (s *site) do(d change.Draft) {
	s.t.Helper()
	by := engine.Actor{Name: "person/test", Channel: ledger.Import}
	if _, err := s.engine.Do(context.Background(), workspace, by, func(*graph.Snapshot) (change.Draft, error) { return change.CopyDraft(d) }); err != nil {
		s.t.Fatalf("%s: %v", d.Verb, err)
	}
}

// holds records everything that is in a picture, effective on a day.
func (s *site) holds(picture *graph.Snapshot, on string) *site {
	s.t.Helper()
	d := change.Draft{Verb: "organisation.described", Effective: fixture.Date(s.t, on).Time()}
	for _, k := range graph.Kinds() {
		for r := range picture.Records(k.Kind, "") {
			d.Puts = append(d.Puts, r)
		}
	}
	s.do(d)
	return s
}

// harbor is the demo organisation.
func harbor(t testing.TB) *site {
	t.Helper()
	return open(t, day()).demo()
}

// demo records the demo organisation with its history, before anybody looked at the site.
func (s *site) demo() *site {
	s.t.Helper()
	entries, err := harborHistory()
	if err == nil {
		err = s.store.Append(s.t.Context(), workspace, ledger.Head{}, entries)
	}
	if err != nil {
		s.t.Fatal(err)
	}
	return s
}

// harborHistory is the history of the demo organisation, read once for all tests.
var harborHistory = sync.OnceValues(func() ([]ledger.Entry, error) {
	ctx, store := context.Background(), memory.New()
	e := engine.New(store, engine.Options{Clock: day})
	defer e.Close()
	w, err := workspacefile.Read(examples.HarborLending(), workspacefile.Options{Now: day()})
	if err != nil {
		return nil, err
	}
	plan, err := w.Plan(func(at time.Time) (*graph.Snapshot, error) {
		if at.IsZero() {
			return e.View(ctx, workspace)
		}
		return e.At(ctx, workspace, at)
	})
	if err != nil {
		return nil, err
	}
	for step, err := range plan.Steps {
		if err == nil && !step.Draft.IsEmpty() {
			_, err = e.Do(ctx, workspace, maker, func(*graph.Snapshot) (change.Draft, error) { return change.CopyDraft(step.Draft) })
		}
		if err != nil {
			return nil, err
		}
	}
	var out []ledger.Entry
	for entry, err := range store.Entries(ctx, workspace, ledger.Query{}) {
		if err != nil {
			return nil, err
		}
		out = append(out, entry)
	}
	return out, nil
})

// many is a synthetic organisation of two hundred units.
func many(t testing.TB) *site {
	t.Helper()
	s := open(t, day())
	o, err := generate.New(generate.Options{Seed: 11, Today: graph.DateOf(day()), Units: 200, Work: 2000, Initiatives: 300})
	if err != nil {
		t.Fatal(err)
	}
	for d := range o.Drafts() {
		s.do(d)
	}
	return s
}

// get is the answer to an address.
func (s *site) get(address string) *httptest.ResponseRecorder {
	s.t.Helper()
	r := httptest.NewRequest(http.MethodGet, address, nil)
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	return w
}

// page is a page that must be there and hold every rule.
func (s *site) page(address string) htmlcheck.Node {
	s.t.Helper()
	w := s.get(address)
	if w.Code != http.StatusOK {
		s.t.Fatalf("%s answers %d: %s", address, w.Code, brief(w.Body.String()))
	}
	n, err := htmlcheck.Parse(strings.NewReader(w.Body.String()))
	if err != nil {
		s.t.Fatal(err)
	}
	for _, fault := range htmlcheck.Page(n) {
		s.t.Errorf("%s: %s", address, fault)
	}
	return n
}

func brief(s string) string {
	if _, rest, ok := strings.Cut(s, "<main"); ok {
		s = rest
	}
	return s[:min(len(s), 600)]
}

// crawl opens every page that can be reached from the address, at most so many, and holds it to the rules.
func (s *site) crawl(from string, most int) (opened int) {
	s.t.Helper()
	seen, queue := map[string]bool{from: true}, []string{from}
	for len(queue) > 0 && opened < most {
		at := queue[0]
		queue = queue[1:]
		n := s.page(at)
		opened++
		for _, a := range n.In("a[href]") {
			href, _ := a.Attr("href")
			to, err := url.Parse(href)
			if err != nil {
				s.t.Errorf("%s links to %q: %v", at, href, err)
				continue
			}
			if to.Host != "" || to.Path == "" && to.RawQuery == "" || strings.HasPrefix(to.Path, "/static/") || strings.HasPrefix(to.Path, "/api/") { // another surface answers there
				continue
			}
			to.Fragment = ""
			if next := to.String(); !seen[next] {
				seen[next] = true
				queue = append(queue, next)
			}
		}
	}
	return opened
}

// has says when a part of a page lacks the words.
func has(t testing.TB, n htmlcheck.Node, selector, words string) {
	t.Helper()
	for _, x := range n.In(selector) {
		if x.HasText(words) {
			return
		}
	}
	t.Errorf("no %s says %q", selector, words)
}
