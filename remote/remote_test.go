package remote_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"throughline/access"
	"throughline/api"
	"throughline/change"
	"throughline/engine"
	"throughline/fault"
	"throughline/figure"
	"throughline/graph"
	"throughline/importer"
	"throughline/ledger"
	"throughline/remote"
	"throughline/storage/memory"
	"throughline/testing/fixture"
)

func today() time.Time { return time.Date(2026, 9, 24, 9, 0, 0, 0, time.UTC) }

// house is a server that lets everybody in as an owner, and what is behind it.
type house struct {
	*remote.Server
	engine   *engine.Engine
	requests int
}

func open(t *testing.T) *house {
	t.Helper()
	h := &house{engine: engine.New(memory.New(), engine.Options{Clock: today})}
	t.Cleanup(h.engine.Close)
	programs, err := api.New(api.Options{
		Engine: h.engine, Clock: today, Workspaces: func(context.Context) ([]string, error) { return []string{"main"}, nil },
		Who: func(*http.Request) (access.Viewer, engine.Actor, error) {
			return access.Viewer{Person: "ana", Role: access.Owner}, engine.Actor{Name: "person/ana", Channel: ledger.API}, nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	h.Server = asking(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.requests++
		programs.Routes().ServeHTTP(w, r)
	}))
	return h
}

// asking is a server that is answered for by the handler.
func asking(t *testing.T, answers http.Handler) *remote.Server {
	t.Helper()
	at := httptest.NewServer(answers)
	t.Cleanup(at.Close)
	s, err := remote.New(remote.Options{Place: at.URL, Token: "tl_x", Workspace: "main"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// org is two units that lead each other's people, and so many work items below initiatives.
func org(t *testing.T, work int) []graph.Record {
	t.Helper()
	o := fixture.New(t).Half().Themes("calm").Unit("acme", "").Unit("core", "acme").Capacity("core", "h2", 100)
	o.Initiative("a", "core", fixture.Serves("calm", 1), fixture.Days("core", "h2", 40), fixture.In("h2"))
	o.Put(&graph.Person{ID: "ana", Name: "Ana"}, &graph.Unit{ID: "care", Name: "Care", Parent: "acme", Leads: []graph.PersonID{"ana"}})
	for n := range work {
		o.Work(fmt.Sprintf("w-%05d", n), "core", "a")
	}
	var out []graph.Record
	for _, k := range graph.Kinds() {
		for r := range o.Picture().Records(k.Kind, "") {
			out = append(out, r)
		}
	}
	slices.Reverse(out) // what is referred to comes last
	return out
}

func step(t *testing.T, puts []graph.Record, removes ...graph.Ref) importer.Step {
	t.Helper()
	d, err := change.CopyDraft(change.Draft{Verb: "organisation.described", Reason: "So", Effective: fixture.Date(t, "2026-07-01").Time(), Puts: puts, Removes: removes})
	if err != nil {
		t.Fatal(err)
	}
	return importer.Step{Draft: d, Before: make([]graph.Record, len(puts)+len(removes))}
}

// A step too large for one change is made in several, each of which holds together; the picture that comes back is the same.
func TestALargeStepArrivesWhole(t *testing.T) {
	h := open(t)
	want := org(t, 2500)
	if err := h.Apply(t.Context(), step(t, want)); err != nil {
		t.Fatal(err)
	}
	if h.requests != 3 {
		t.Errorf("it took %d requests", h.requests)
	}
	s, err := h.Picture(t.Context(), time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	if s.Position() != 3 || !s.AsOf().Equal(today()) {
		t.Errorf("the picture is of %s at %d", s.AsOf(), s.Position())
	}
	for _, r := range want {
		if got := s.Record(r.Ref()); got == nil || !change.Same(got, r) || got.Stamp().Version != 1 {
			t.Fatalf("%s arrived as %+v", r.Ref(), got)
		}
	}
	if past, err := h.Picture(t.Context(), fixture.Moment(t, "2026-06-30")); err != nil || past.Unit("core") != nil {
		t.Errorf("before it there is %v, %v", past, err)
	}
	var gone []graph.Ref
	for _, r := range want {
		if r.Ref().Kind == graph.KindWork {
			gone = append(gone, r.Ref())
		}
	}
	if err := h.Apply(t.Context(), step(t, nil, gone...)); err != nil {
		t.Fatal(err)
	}
	if s, err = h.Picture(t.Context(), time.Time{}); err != nil || s.Count(graph.KindWork) != 0 || s.Position() != 6 {
		t.Errorf("after taking the work out: %v, %v", s, err)
	}
}

// A record that somebody changed since the step was planned is a conflict, and nothing of its batch is written.
func TestAStepIsHeldAgainstTheVersionsItWasPlannedOn(t *testing.T) {
	h := open(t)
	if err := h.Apply(t.Context(), step(t, org(t, 1))); err != nil {
		t.Fatal(err)
	}
	again := step(t, []graph.Record{&graph.Theme{ID: "calm", Name: "Calmer", Order: 1}, &graph.Theme{ID: "new", Name: "New"}})
	again.Draft.Expects = []change.Expectation{{Record: graph.ThemeID("calm").Ref(), Version: 7}, {Record: graph.ThemeID("new").Ref()}}
	if err := h.Apply(t.Context(), again); !fault.Is(err, fault.Conflict) {
		t.Errorf("Apply = %v, want a conflict", err)
	}
	again.Draft.Expects[0].Version = 1
	if err := h.Apply(t.Context(), again); err != nil {
		t.Error(err)
	}
}

// Whatever comes page by page is asked for to its end.
func TestPagesAreReadToTheEnd(t *testing.T) {
	h := open(t)
	for n := range 230 {
		if err := h.Apply(t.Context(), step(t, []graph.Record{&graph.Theme{ID: graph.ThemeID(fmt.Sprintf("t-%03d", n)), Name: fmt.Sprint("Theme ", n)}})); err != nil {
			t.Fatal(err)
		}
	}
	for limit, want := range map[int]int{0: 230, 7: 7, 150: 150} {
		next, got := int64(230), 0
		for e, err := range h.Log(t.Context(), remote.LogAsked{Limit: limit}) {
			if err != nil || e.Position != next {
				t.Fatalf("change %d comes where %d is wanted: %v", e.Position, next, err)
			}
			next--
			got++
		}
		if got != want {
			t.Errorf("with limit %d there are %d", limit, got)
		}
		d, err := h.Difference(t.Context(), "2026-06-01", "", figure.DifferenceAsked{Limit: limit})
		if err != nil || len(d.Records) != want || d.Added != 230 {
			t.Errorf("with limit %d, %d of %d records differ, %v", limit, len(d.Records), d.Added, err)
		}
	}
	got := 0
	for range h.Log(t.Context(), remote.LogAsked{After: 200, Of: graph.ThemeID("t-205").Ref()}) {
		got++
	}
	if got != 1 {
		t.Errorf("of one theme there are %d changes", got)
	}
}

// What is no answer of a Throughline server is said to be none, and its token goes nowhere else.
func TestWhatIsNoAnswer(t *testing.T) {
	reached := false
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached = true }))
	t.Cleanup(elsewhere.Close)
	problem := func(status int, title string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/problem+json")
			w.WriteHeader(status)
			fmt.Fprintf(w, `{"title":%q,"status":%d,"detail":"it is so","remedy":"Do this","nearest":["near"]}`, title, status)
		}
	}
	for name, c := range map[string]struct {
		answer  http.HandlerFunc
		kind    fault.Kind
		says    string
		unheard bool
	}{
		"another page": {func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "<h1>Hello</h1>") }, fault.Unavailable, "no Throughline server", true},
		"a proxy":      {func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "bad gateway", http.StatusBadGateway) }, fault.Unavailable, "no Throughline server", true},
		"leads away":   {func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, elsewhere.URL, http.StatusFound) }, fault.Unavailable, "no Throughline server", true},
		"breaks off": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Throughline-Position", "1")
			io.WriteString(w, `{"fig`)
		}, fault.Unavailable, "did not arrive whole", false},
		"a stranger":     {problem(401, "not signed in"), fault.Denied, "it is so", true},
		"denied":         {problem(403, "denied"), fault.Denied, "it is so", false},
		"not found":      {problem(404, "not found"), fault.NotFound, "it is so", false},
		"conflict":       {problem(409, "conflict"), fault.Conflict, "it is so", false},
		"full":           {problem(507, "full"), fault.Full, "it is so", false},
		"too large":      {problem(413, "too large"), fault.Invalid, "it is so", false},
		"something else": {problem(502, "a new word"), fault.Unavailable, "it is so", false},
	} {
		_, err := asking(t, c.answer).Figures(t.Context(), remote.Moment{}, graph.Ref{})
		f := fault.Of(err)
		if f == nil || f.Kind != c.kind || !strings.Contains(f.Sentence, c.says) || f.Remedy == "" {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if _, ok := errors.AsType[*remote.Unheard](err); ok != c.unheard {
			t.Errorf("%s: it is unheard: %v", name, ok)
		}
	}
	if reached {
		t.Error("an answer that leads elsewhere was followed")
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := asking(t, problem(404, "not found")).Methods(ctx); err != context.Canceled {
		t.Errorf("interrupted it is %v", err)
	}
}

func TestPlacesOfServers(t *testing.T) {
	for place, want := range map[string]bool{"https://a.org": true, "HTTP://127.0.0.1:7": true, "postgres://a/b": false, "throughline.db": false, "memory": false, "https": false} {
		if got := remote.IsPlace(place); got != want {
			t.Errorf("IsPlace(%s) = %v", place, got)
		}
	}
	for _, place := range []string{"http://localhost:7070", "http://[::1]:7070/", "https://example.org", "https://example.org:8443/"} {
		if s, err := remote.New(remote.Options{Place: place}); err != nil || s.String() != strings.TrimSuffix(place, "/") {
			t.Errorf("New(%s) = %v, %v", place, s, err)
		}
	}
	for _, o := range []remote.Options{
		{Place: "https://"},
		{Place: "http://10.0.0.1"},
		{Place: "https://a.org/x"},
		{Place: "https://ana:pw@a.org"},
		{Place: "https://a.org?x=1"},
		{Place: "https://a.org", Token: "a b"},
		{Place: "https://a.org", Token: "a\nb"},
	} {
		if _, err := remote.New(o); !fault.Is(err, fault.Invalid) || strings.Contains(err.Error(), "pw") {
			t.Errorf("New(%+v) = %v", o, err)
		}
	}
}
