package api_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"throughline/access"
	"throughline/api"
	"throughline/change"
	"throughline/engine"
	"throughline/examples"
	"throughline/graph"
	"throughline/importer/workspacefile"
	"throughline/ledger"
	"throughline/storage/memory"
	"throughline/testing/fixture"
)

// site is a server over a ledger, and who asks it next.
type site struct {
	t       testing.TB
	engine  *engine.Engine
	clock   *clock
	handler http.Handler

	mu  sync.Mutex // guards who
	who access.Viewer
}

// clock is a clock that a test moves by hand.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = t
}

const workspace = "main"

// served is the only workspace of a site.
func served(context.Context) ([]string, error) { return []string{workspace}, nil }

func day() time.Time { return time.Date(2026, 9, 24, 9, 0, 0, 0, time.UTC) }

// open makes a site over the store, asked by an owner called ana.
func open(t testing.TB, store ledger.Store) *site {
	t.Helper()
	s := &site{t: t, clock: &clock{now: day()}, who: access.Viewer{Person: "ana", Role: access.Owner}}
	s.engine = engine.New(store, engine.Options{Clock: s.clock.Now})
	t.Cleanup(s.engine.Close)
	server, err := api.New(api.Options{
		Engine: s.engine, Clock: s.clock.Now, Workspaces: served,
		NameOf: func(_ context.Context, actor string) (string, error) {
			return map[string]string{"account/kim": "Kim Oy"}[actor], nil
		},
		Who: func(*http.Request) (access.Viewer, engine.Actor, error) {
			v := s.asker()
			return v, engine.Actor{Name: "person/" + string(v.Person), Channel: ledger.API}, nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	s.handler = server.Routes()
	return s
}

func (s *site) asker() access.Viewer {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.who
}

// as sets who asks next.
func (s *site) as(p graph.PersonID, r access.Role) *site {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.who = access.Viewer{Person: p, Role: r}
	return s
}

// do records a draft, past the surface.
func (s *site) do(d change.Draft) {
	s.t.Helper()
	by := engine.Actor{Name: "person/import", Channel: ledger.Import}
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
	entries, err := harborHistory()
	store := memory.New()
	if err == nil {
		err = store.Append(t.Context(), workspace, ledger.Head{}, entries)
	}
	if err != nil {
		t.Fatal(err)
	}
	return open(t, store)
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
	by := engine.Actor{Name: "person/import", Channel: ledger.Import}
	for step, err := range plan.Steps {
		if err == nil && !step.Draft.IsEmpty() {
			_, err = e.Do(ctx, workspace, by, func(*graph.Snapshot) (change.Draft, error) { return change.CopyDraft(step.Draft) })
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

// answer is what came back.
type answer struct {
	t      testing.TB
	status int
	header http.Header
	body   string
}

// ask sends a request; headers are names and values in turn.
func (s *site) ask(method, address, body string, headers ...string) *answer {
	s.t.Helper()
	var in io.Reader
	if body != "" {
		in = strings.NewReader(body)
	}
	r := httptest.NewRequest(method, address, in)
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return s.serve(r)
}

// serve answers a request.
func (s *site) serve(r *http.Request) *answer {
	s.t.Helper()
	a := s.handle(r)
	conforms(s.t, r.Method, r.URL.RequestURI(), a)
	return a
}

func (s *site) handle(r *http.Request) *answer {
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	return &answer{s.t, w.Code, w.Result().Header, w.Body.String()}
}

// unchecked is the answer to an address that the document need not speak of.
func (s *site) unchecked(method, address string) *answer {
	return s.handle(httptest.NewRequest(method, address, nil))
}

// left is ask by a reader who leaves as soon as something was sent, so that a stream ends.
func (s *site) left(method, address, body string) *answer {
	s.t.Helper()
	ctx, cancel := context.WithCancel(s.t.Context())
	defer cancel()
	r := httptest.NewRequest(method, address, strings.NewReader(body)).WithContext(ctx)
	r.Header.Set("Content-Type", "application/json")
	w := &leaver{httptest.NewRecorder(), cancel}
	s.handler.ServeHTTP(w, r)
	a := &answer{s.t, w.Code, w.Result().Header, w.Body.String()}
	conforms(s.t, method, address, a)
	return a
}

// leaver is a reader who leaves when something was sent.
type leaver struct {
	*httptest.ResponseRecorder
	leave context.CancelFunc
}

// FlushError sends what there is, to nobody.
func (l *leaver) FlushError() error {
	l.leave()
	return nil
}

// get asks for an address below the workspace.
func (s *site) get(address string, headers ...string) *answer {
	s.t.Helper()
	return s.ask(http.MethodGet, "/api/v1/main"+address, "", headers...)
}

// post sends changes.
func (s *site) post(body string, headers ...string) *answer {
	s.t.Helper()
	return s.ask(http.MethodPost, "/api/v1/main/changes", body, headers...)
}

// is holds the status, and reads the body.
func (a *answer) is(status int, into any) *answer {
	a.t.Helper()
	if a.status != status {
		a.t.Fatalf("the status is %d, want %d: %s", a.status, status, a.body)
	}
	if into != nil {
		reflect.ValueOf(into).Elem().SetZero()
		if err := json.Unmarshal([]byte(a.body), into); err != nil {
			a.t.Fatalf("%v in %s", err, a.body)
		}
	}
	return a
}

// problem holds the status, and reads the problem.
func (a *answer) problem(status int) api.Problem {
	a.t.Helper()
	var p api.Problem
	a.is(status, &p)
	if p.Status != status || p.Detail == "" || p.Remedy == "" || !strings.HasPrefix(p.Type, "/api/#") || p.Title == "" {
		a.t.Errorf("the problem is %+v", p)
	}
	if got := a.header.Get("Content-Type"); got != "application/problem+json" {
		a.t.Errorf("the problem is sent as %s", got)
	}
	return p
}
