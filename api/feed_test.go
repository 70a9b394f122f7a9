package api_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"throughline/access"
	"throughline/api"
	"throughline/change"
	"throughline/engine"
	"throughline/graph"
	"throughline/storage/memory"
	"throughline/testing/fixture"
)

// hushed is a workspace in which an initiative is for carl alone from the second change to the fifth.
func hushed(t testing.TB) *site {
	t.Helper()
	s := open(t, memory.New())
	o := fixture.New(t).Half().Themes("calm").Person("ana", "carl").Unit("acme", "").Unit("core", "acme")
	s.holds(o.Picture(), "2026-07-01") // 1
	quiet := func(name string, audience ...graph.PersonID) graph.Record {
		return &graph.Initiative{ID: "quiet", Name: name, Owner: "core", State: graph.Likely, Audience: audience}
	}
	draft := func(verb, reason string, puts ...graph.Record) change.Draft {
		return change.Draft{Verb: verb, Reason: reason, Puts: puts}
	}
	s.do(draft("initiative.created", "The quiet one begins", quiet("Quiet", "carl")))                                                                                                                         // 2
	s.do(draft("work.created", "For the quiet one", &graph.Work{ID: "w-1", Title: "T", Unit: "core", Initiative: "quiet"}))                                                                                   // 3
	s.do(draft("initiative.linked", "The quiet one is why", &graph.Initiative{ID: "open", Name: "Open", Owner: "core", State: graph.Likely, Links: []graph.Link{{Kind: graph.SeeAlso, Initiative: "quiet"}}}, // 4
		quiet("Quieter", "carl")))
	s.do(draft("theme.renamed", "A better word", &graph.Theme{ID: "calm", Name: "Calmer", Order: 1})) // 5
	return s
}

// positions are those of the changes in a feed.
func positions(f api.Feed) (out []int64) {
	for _, c := range f.Changes {
		out = append(out, c.Position)
	}
	return out
}

func TestTheFeedTellsEachReaderTheirs(t *testing.T) {
	s := hushed(t)
	var f api.Feed
	s.as("carl", access.Reader).get("/changes").is(200, &f)
	if got := positions(f); !slices.Equal(got, []int64{1, 2, 3, 4, 5}) || f.Next != 5 || f.More {
		t.Errorf("the audience is told %v", got)
	}
	if c := f.Changes[3]; c.Verb != "initiative.linked" || c.Reason == "" || len(c.Records) != 2 {
		t.Errorf("of the fourth it is told %+v", c)
	}
	a := s.as("ana", access.Owner).get("/changes").is(200, &f)
	if got := positions(f); !slices.Equal(got, []int64{1, 4, 5}) || f.Next != 5 {
		t.Errorf("others are told %v, next %d", got, f.Next)
	}
	if c := f.Changes[1]; c.Verb != "records.changed" || c.Reason != "" || len(c.Records) != 1 || c.Records[0].Record != "initiative/open" {
		t.Errorf("of the fourth others are told %+v", c)
	}
	if c := f.Changes[2]; c.Reason != "A better word" || c.Verb != "theme.renamed" || c.Actor != "person/import" || c.Channel != "import" {
		t.Errorf("of the fifth others are told %+v", c)
	}
	if strings.Contains(strings.ToLower(a.body), "quiet") {
		t.Errorf("the feed names it: %s", a.body)
	}
	if _, err := s.engine.Do(t.Context(), workspace, engine.Actor{Name: "account/kim", Channel: "web"}, func(*graph.Snapshot) (change.Draft, error) {
		return change.Draft{Verb: "theme.renamed", Puts: []graph.Record{&graph.Theme{ID: "calm", Name: "Calm", Order: 1}}}, nil
	}); err != nil {
		t.Fatal(err)
	}
	var named api.Feed
	if s.get("/changes?after=5").is(200, &named); len(named.Changes) != 1 || named.Changes[0].Name != "Kim Oy" {
		t.Errorf("who has an account is told as %+v", named.Changes)
	}
	if c := f.Changes[2]; c.Name != "" {
		t.Errorf("somebody who is no record and no account is called %q", c.Name)
	}
	s.do(change.Draft{Verb: "work.removed", Reason: "Over", Removes: []graph.Ref{graph.WorkID("w-1").Ref()}})
	open := graph.Initiative{ID: "open", Name: "Open", Owner: "core", State: graph.Likely}
	s.do(change.Draft{Verb: "initiative.dropped", Reason: "The quiet one is over", Puts: []graph.Record{&open}, Removes: []graph.Ref{graph.InitiativeID("quiet").Ref()}})
	a = s.get("/changes?after=6").is(200, &f)
	if got := positions(f); !slices.Equal(got, []int64{8}) || f.Next != 8 || strings.Contains(strings.ToLower(a.body), "quiet") || strings.Contains(a.body, "w-1") {
		t.Errorf("when it is gone others are told %s", a.body)
	}
	a = s.get("/records/initiative/open/history").is(200, nil)
	if strings.Contains(strings.ToLower(a.body), "quiet") {
		t.Errorf("the history of what named it tells %s", a.body)
	}
	for _, gone := range []string{"/records/initiative/quiet/history", "/records/work/w-1/history"} {
		if p := s.get(gone).problem(404); !strings.HasPrefix(p.Detail, "there is no") {
			t.Errorf("%s: %+v", gone, p)
		}
	}
	s.as("carl", access.Reader).get("/records/initiative/quiet/history").is(200, nil)
}

// What was confidential once and is announced now has a history without its confidential versions.
func TestTheHistoryOfWhatWasAnnounced(t *testing.T) {
	s := hushed(t)
	s.do(change.Draft{Verb: "initiative.announced", Reason: "Now everybody may know", Puts: []graph.Record{&graph.Initiative{ID: "quiet", Name: "Loud", Owner: "core", State: graph.Likely}}})
	var h api.History
	a := s.get("/records/initiative/quiet/history").is(200, &h)
	if len(h.Versions) != 1 || h.Versions[0].Reason != "Now everybody may know" || strings.Contains(a.body, "Quiet") {
		t.Errorf("others are told %s", a.body)
	}
	s.as("carl", access.Reader).get("/records/initiative/quiet/history").is(200, &h)
	if len(h.Versions) != 3 {
		t.Errorf("its audience is told of %d versions", len(h.Versions))
	}
	s.as("ana", access.Owner).get("/records/initiative/quiet?as_of=2026-09-23").problem(404)
}

// All pages together are all changes, each once.
func TestTheFeedGoesOnFromAnyPosition(t *testing.T) {
	s := harbor(t)
	var got []int64
	next := "/api/v1/main/changes?limit=100"
	for pages := 0; next != ""; pages++ {
		var f api.Feed
		a := s.ask("GET", next, "").is(200, &f)
		got = append(got, positions(f)...)
		next = ""
		if f.More {
			next = fmt.Sprintf("/api/v1/main/changes?after=%d&limit=100", f.Next)
			if link := a.header.Get("Link"); link != "<"+next+`>; rel="next"` {
				t.Errorf("the header links to %s", link)
			}
		}
	}
	if int64(len(got)) != s.position() || !slices.IsSorted(got) || got[0] != 1 || len(slices.Compact(slices.Clone(got))) != len(got) {
		t.Errorf("%d changes of %d, from %d", len(got), s.position(), got[0])
	}
	var until api.Feed
	s.get("/changes?as_of=2026-07-01&limit=100").is(200, &until)
	for _, c := range until.Changes {
		if c.Effective.Format(time.DateOnly) > "2026-07-01" {
			t.Errorf("up to the first of July there is a change since %s", c.Effective)
		}
	}
	s.get("/changes?after=-1").problem(400)
}

// event is one event of a stream.
type event struct {
	id, name string
	entry    api.FeedEntry
}

// listener reads a stream over a connection.
type listener struct {
	t     testing.TB
	lines *bufio.Scanner
	stop  context.CancelFunc
	body  interface{ Close() error }
}

// listen begins to read a stream of a running server.
func listen(t testing.TB, url string, headers ...string) *listener {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	r, err := http.NewRequestWithContext(ctx, "GET", url, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	a, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	if a.StatusCode != 200 || a.Header.Get("Content-Type") != "text/event-stream" || a.Header.Get("ETag") != "" {
		t.Fatalf("the stream answers %d as %s", a.StatusCode, a.Header.Get("Content-Type"))
	}
	l := &listener{t, bufio.NewScanner(a.Body), stop, a.Body}
	t.Cleanup(l.close)
	return l
}

func (l *listener) close() {
	l.stop()
	_ = l.body.Close()
}

// next is the next event; ok is false at the end.
func (l *listener) next() (e event, ok bool) {
	l.t.Helper()
	for l.lines.Scan() {
		switch name, value, _ := strings.Cut(l.lines.Text(), ": "); name {
		case "id":
			e.id = value
		case "event":
			e.name = value
		case "data":
			if err := json.Unmarshal([]byte(value), &e.entry); err != nil {
				l.t.Fatal(err)
			}
			hasSchema(l.t, "the event", described().Components.Schemas.Map()["FeedEntry"], []byte(value))
		case "":
			if e.name != "" {
				return e, true
			}
		}
	}
	return e, false
}

func TestTheStreamTellsChangesAsTheyHappen(t *testing.T) {
	s := hushed(t)
	server := httptest.NewServer(s.handler)
	t.Cleanup(server.Close)
	stream := server.URL + "/api/v1/main/changes/stream"
	rename := func(to string) {
		s.do(change.Draft{Verb: "theme.renamed", Reason: to, Puts: []graph.Record{&graph.Theme{ID: "calm", Name: to, Order: 1}}})
	}
	fresh := listen(t, stream)
	rename("Six")
	s.do(change.Draft{Verb: "initiative.renamed", Reason: "Hush", Puts: []graph.Record{&graph.Initiative{ID: "quiet", Name: "Hush", Owner: "core", State: graph.Likely, Audience: []graph.PersonID{"carl"}}}})
	rename("Eight")
	for _, want := range []string{"6 Six", "8 Eight"} {
		e, ok := fresh.next()
		if got := fmt.Sprint(e.id, " ", e.entry.Reason); !ok || e.name != "change" || got != want || fmt.Sprint(e.entry.Position) != e.id {
			t.Errorf("the event is %q %+v, want %s", got, e, want)
		}
	}
	fresh.close()
	rename("Nine")
	for _, l := range []*listener{listen(t, stream, "Last-Event-ID", "6"), listen(t, stream+"?after=6"), listen(t, stream+"?after=1", "Last-Event-ID", "6")} {
		for _, want := range []string{"8", "9"} {
			if e, ok := l.next(); !ok || e.id != want {
				t.Errorf("after a break the event is %+v, want %s", e, want)
			}
		}
		l.close()
	}
	s.get("/changes/stream?after=x").problem(400)
	s.get("/changes/stream", "Last-Event-ID", "x").problem(400)
}

// A silent stream says that it is alive, asks again who listens, and ends with its reader.
func TestASilentStreamIsAlive(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := small(t)
		ctx, leave := context.WithCancel(t.Context())
		w := httptest.NewRecorder()
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			s.handler.ServeHTTP(w, httptest.NewRequest("GET", "/api/v1/main/changes/stream", nil).WithContext(ctx))
		}()
		<-time.After(50 * time.Second)
		synctest.Wait()
		if got := strings.Count(w.Body.String(), ": alive\n\n"); got != 2 {
			t.Errorf("in 50 seconds it says %d times that it is alive", got)
		}
		leave()
		<-ended
	})
}

func TestAStreamEndsWhenItsReaderMayNotLookAnyMore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := small(t)
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			s.handler.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/api/v1/main/changes/stream", nil).WithContext(t.Context()))
		}()
		synctest.Wait()
		s.as("ana", access.Reader)
		<-ended
	})
}

// Who only asks for the head of a stream is not kept.
func TestTheHeadOfAStreamEnds(t *testing.T) {
	s := small(t)
	if a := s.handle(httptest.NewRequest("HEAD", "/api/v1/main/changes/stream", nil)); a.status != 200 || a.header.Get("Content-Type") != "text/event-stream" {
		t.Errorf("it answers %d as %s", a.status, a.header.Get("Content-Type"))
	}
}

// Who asks can tell which workspace it is about.
func TestWhoIsAskedOfAWorkspace(t *testing.T) {
	e := engine.New(memory.New(), engine.Options{Clock: day})
	t.Cleanup(e.Close)
	var asked []string
	own := ""
	server, err := api.New(api.Options{Engine: e, Clock: day, Workspaces: func(context.Context) ([]string, error) { return []string{"north", "south"}, nil }, Who: func(r *http.Request) (access.Viewer, engine.Actor, error) {
		asked = append(asked, r.PathValue("workspace"))
		if own != "" && own != r.PathValue("workspace") {
			return access.Viewer{}, engine.Actor{}, nil
		}
		return access.Viewer{Role: access.Reader}, engine.Actor{}, nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	s := &site{t: t, handler: server.Routes()}
	for _, w := range []string{"south", "north", "west"} {
		s.ask("GET", "/api/v1/"+w+"/kinds", "")
	}
	var list api.WorkspaceList
	if s.ask("GET", "/api/v1/workspaces", "").is(200, &list); !slices.Equal(asked, []string{"south", "north", "west", "north", "south"}) || len(list.Workspaces) != 2 {
		t.Errorf("it is asked of %v, and %+v are served", asked, list)
	}
	own = "south"
	if s.ask("GET", "/api/v1/workspaces", "").is(200, &list); len(list.Workspaces) != 1 || list.Workspaces[0].Name != "south" {
		t.Errorf("a member of south is told of %+v", list)
	}
}

func TestStreamsAreKnownByTheirAddress(t *testing.T) {
	for path, want := range map[string]bool{
		"/api/v1/main/changes/stream": true, "/api/v1/main/changes": false, "/events": false, "/changes/stream": false,
	} {
		if api.Streams(path) != want {
			t.Errorf("Streams(%s) = %v", path, !want)
		}
	}
}
