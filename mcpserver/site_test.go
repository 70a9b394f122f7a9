package mcpserver_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"throughline/access"
	"throughline/change"
	"throughline/door"
	"throughline/engine"
	"throughline/fault"
	"throughline/graph"
	"throughline/ledger"
	"throughline/mcpserver"
	"throughline/storage/memory"
	"throughline/testing/fixture"
)

const workspace = "main"

func today() time.Time { return time.Date(2026, 9, 24, 9, 0, 0, 0, time.UTC) }

// site is a server over an organisation.
type site struct {
	t      *testing.T
	engine *engine.Engine
	server *mcpserver.Server
}

// open is a site that holds the records of a picture since the first of July.
func open(t *testing.T, picture *graph.Snapshot) *site {
	t.Helper()
	s := &site{t: t, engine: engine.New(memory.New(), engine.Options{Clock: today})}
	t.Cleanup(s.engine.Close)
	d := change.Draft{Verb: "organisation.described", Effective: fixture.Date(t, "2026-07-01").Time()}
	for _, k := range graph.Kinds() {
		for r := range picture.Records(k.Kind, "") {
			d.Puts = append(d.Puts, r)
		}
	}
	s.do(d)
	var err error
	if s.server, err = mcpserver.New(mcpserver.Options{Engine: s.engine, Clock: today, Workspace: workspace, Version: "test"}); err != nil {
		t.Fatal(err)
	}
	return s
}

// do records a draft, past the surface.
func (s *site) do(d change.Draft) {
	s.t.Helper()
	by := engine.Actor{Name: "person/import", Channel: ledger.Import}
	if _, err := s.engine.Do(s.t.Context(), workspace, by, func(*graph.Snapshot) (change.Draft, error) { return change.CopyDraft(d) }); err != nil {
		s.t.Fatal(err)
	}
}

func (s *site) picture() *graph.Snapshot {
	s.t.Helper()
	p, err := s.engine.View(s.t.Context(), workspace)
	if err != nil {
		s.t.Fatal(err)
	}
	return p
}

func caller(p graph.PersonID, r access.Role) mcpserver.Caller {
	return mcpserver.Caller{
		Viewer: access.Viewer{Person: p, Role: r}, Actor: engine.Actor{Name: p.Ref().String(), Channel: ledger.Assistant},
	}
}

// talk is an assistant that asks.
type talk struct {
	t       *testing.T
	session *mcp.ClientSession
}

// piped is an assistant of the caller over a pair of pipes, as over the standard input and output.
func (s *site) piped(c mcpserver.Caller) *talk {
	s.t.Helper()
	fromClient, toServer := io.Pipe()
	fromServer, toClient := io.Pipe()
	done := make(chan error, 1)
	go func() { done <- s.server.Run(context.WithoutCancel(s.t.Context()), c, fromClient, toClient) }()
	out := s.connect(&mcp.IOTransport{Reader: fromServer, Writer: toServer})
	s.t.Cleanup(func() {
		_ = out.session.Close()
		_ = toServer.Close()
		if err := <-done; err != nil {
			s.t.Errorf("the server ends with %v", err)
		}
	})
	return out
}

func (s *site) connect(over mcp.Transport) *talk {
	s.t.Helper()
	session, err := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil).Connect(s.t.Context(), over, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	return &talk{s.t, session}
}

// bearing sends a token with each request.
type bearing string

// RoundTrip sends the request with the token.
func (b bearing) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("Authorization", "Bearer "+string(b))
	return http.DefaultTransport.RoundTrip(r)
}

func (b bearing) client() *http.Client { return &http.Client{Transport: b} }

// answer is what came back of a request.
type answer struct{ status, body, challenge string }

// post sends a body as an assistant sends it.
func (b bearing) post(t *testing.T, at, body string) answer {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, at, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "application/json, text/event-stream")
	got, err := b.client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer got.Body.Close()
	text, err := io.ReadAll(got.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{got.Status[:3], string(text), got.Header.Get("WWW-Authenticate")}
}

// doorman knows callers by their token.
func doorman(known map[string]mcpserver.Caller) func(*http.Request) (mcpserver.Caller, error) {
	return func(r *http.Request) (mcpserver.Caller, error) {
		c, ok := known[strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")]
		if !ok {
			return c, fault.Wrap(door.ErrStranger, fault.Denied, "the token is not one", "Make a new token")
		}
		return c, nil
	}
}

// served is the address of the site over HTTP.
func (s *site) served(known map[string]mcpserver.Caller) string {
	s.t.Helper()
	server := httptest.NewServer(s.server.Handler(doorman(known)))
	s.t.Cleanup(server.Close)
	return server.URL
}

// ask calls a tool and returns its answer as JSON, or what was told of an error.
func (t *talk) ask(tool string, in map[string]any) (answer, trouble string) {
	t.t.Helper()
	r, err := t.session.CallTool(t.t.Context(), &mcp.CallToolParams{Name: tool, Arguments: in})
	if err != nil {
		t.t.Fatalf("%s: %v", tool, err)
	}
	var text strings.Builder
	for _, c := range r.Content {
		text.WriteString(c.(*mcp.TextContent).Text)
	}
	if r.IsError {
		return "", text.String()
	}
	b, err := json.Marshal(r.StructuredContent)
	if err != nil || len(b) < 2 {
		t.t.Fatalf("%s answers nothing: %v", tool, err)
	}
	return string(b), ""
}

// read calls a tool and reads its answer.
func (t *talk) read(tool string, in map[string]any, into any) {
	t.t.Helper()
	answer, trouble := t.ask(tool, in)
	if trouble != "" {
		t.t.Fatalf("%s: %s", tool, trouble)
	}
	if err := json.Unmarshal([]byte(answer), into); err != nil {
		t.t.Fatal(err)
	}
}

// refused calls a tool and holds that it is refused in words that hold those given.
func (t *talk) refused(tool string, in map[string]any, says ...string) {
	t.t.Helper()
	answer, trouble := t.ask(tool, in)
	if trouble == "" {
		t.t.Fatalf("%s %v answers %s", tool, in, answer)
	}
	for _, words := range says {
		if !strings.Contains(trouble, words) {
			t.t.Errorf("%s %v is refused with %q, want %q in it", tool, in, trouble, words)
		}
	}
}
