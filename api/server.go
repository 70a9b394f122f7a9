package api

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-json-experiment/json"

	"throughline/access"
	"throughline/engine"
	"throughline/fault"
	"throughline/figure"
)

// The addresses of the surface.
const (
	Root     = "/api/"                // everything below is answered here
	Base     = "/api/v1"              // the operations
	PagePath = "/api/"                // the reference page
	DocPath  = "/api/v1/openapi.json" // the OpenAPI document
)

// Options wire a server. All fields but Figures and Log are needed.
type Options struct {
	Engine *engine.Engine
	Clock  func() time.Time

	// Workspaces is the names of the workspaces that are served, in their order.
	Workspaces func(context.Context) ([]string, error)

	// Who says who sends a request: what they may see and do in the workspace that it is about, which is the request's path
	// value "workspace", and the name that their changes bear. A fault refuses the request.
	Who func(*http.Request) (access.Viewer, engine.Actor, error)

	// NameOf is what people call the account of an actor, "" for an actor that is no account; nil names none.
	NameOf func(ctx context.Context, actor string) (string, error)

	// Report makes the file that can be mailed, as of a day and for a period, either of which may be "", for whoever sends the
	// request; nil makes none.
	Report func(r *http.Request, workspace, asOf, period string) ([]byte, error)

	Figures *figure.Book // shared with other surfaces; nil makes one
	Log     *slog.Logger // nil keeps no log
}

// Server answers programs. It may be used by many requests at once.
type Server struct {
	engine     *engine.Engine
	clock      func() time.Time
	workspaces func(context.Context) ([]string, error)
	who        func(*http.Request) (access.Viewer, engine.Actor, error)
	nameOf     func(ctx context.Context, actor string) (string, error)
	reports    func(r *http.Request, workspace, asOf, period string) ([]byte, error)
	figures    *figure.Book
	log        *slog.Logger
	build      string // of the program: another may answer otherwise from the same records
	published
	handler http.Handler
}

// published is what tells of the surface: the same in every server of the program.
type published struct{ document, page []byte }

// New returns a server.
func New(o Options) (*Server, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Figures == nil {
		o.Figures = figure.New(o.Engine)
	}
	s := &Server{
		engine: o.Engine, clock: o.Clock, workspaces: o.Workspaces, who: o.Who, nameOf: o.NameOf, reports: o.Report,
		figures: o.Figures, log: o.Log, build: buildOf(),
	}
	mux := http.NewServeMux()
	s.routes(mux)
	var err error
	if s.published, err = publish(); err != nil {
		return nil, err
	}
	s.handler = s.outermost(mux)
	return s, nil
}

// Routes answers everything below Root.
func (s *Server) Routes() http.Handler { return s.handler }

// Document is the OpenAPI document of the surface, as JSON with an end of line.
func Document() ([]byte, error) {
	p, err := publish()
	return slices.Clone(p.document), err
}

// publish writes the document and the reference page, once for all servers.
var publish = sync.OnceValues(func() (p published, err error) {
	described := new(Server).routes(http.NewServeMux())
	if p.document, err = documentOf(described.OpenAPI); err != nil {
		return p, err
	}
	p.page, err = pageOf(described)
	return p, err
})

// buildOf names the build of the program, "" where it does not know.
func buildOf() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	name := info.Main.Version
	for _, set := range info.Settings {
		if set.Key == "vcs.revision" || set.Key == "vcs.modified" {
			name += " " + set.Value
		}
	}
	return name
}

// config is how the library is used: for reading addresses, for describing the operations, and for nothing on the way out but
// our own way of writing JSON. What it describes is kept in d.
func config(d *description) huma.Config {
	c := huma.DefaultConfig("Throughline", "1")
	c.OpenAPIPath, c.DocsPath, c.SchemasPath, c.CreateHooks = "", "", "", nil
	c.Info.Description = "An organisation's records, changes, figures and findings. Everything a page shows can be read here, and changed here."
	c.Servers = []*huma.Server{{URL: Base}}
	c.Formats = map[string]huma.Format{"application/json": jsonFormat(), "json": jsonFormat()}
	c.Transformers = []huma.Transformer{asProblem}
	c.OnAddOperation = []huma.AddOpFunc{func(doc *huma.OpenAPI, op *huma.Operation) { d.OpenAPI, d.operations = doc, append(d.operations, op) }}
	return c
}

func jsonFormat() huma.Format {
	return huma.Format{
		Marshal: func(w io.Writer, v any) error {
			if err := json.MarshalWrite(w, v, json.Deterministic(true)); err != nil {
				return err
			}
			_, err := io.WriteString(w, "\n")
			return err
		},
		Unmarshal: func(b []byte, v any) error { return json.Unmarshal(b, v) },
	}
}

// outermost guards the operations: against pages of other origins, against a defect, and for what none of them answers.
func (s *Server) outermost(mux *http.ServeMux) http.Handler {
	origins := http.NewCrossOriginProtection()
	origins.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		p := problemOf(fault.Denied, http.StatusForbidden, "a page of another origin may not make changes", "Send the request from a page of this server, or from a program")
		s.send(w, p)
	}))
	return s.recovering(origins.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, pattern := mux.Handler(r); pattern == "" {
			s.unanswered(mux, w, r)
			return
		}
		mux.ServeHTTP(w, r)
	})))
}

// unanswered answers for an address that is none, or not with this method.
func (s *Server) unanswered(mux *http.ServeMux, w http.ResponseWriter, r *http.Request) {
	asked := &silent{header: make(http.Header)}
	mux.ServeHTTP(asked, r)
	if asked.status == http.StatusMethodNotAllowed {
		w.Header().Set("Allow", asked.header.Get("Allow"))
		s.send(w, Problem{
			Type: problemType(notAllowed), Title: notAllowed, Status: asked.status,
			Detail: r.Method + " is nothing this address answers", Remedy: "Use one of: " + asked.header.Get("Allow"),
		})
		return
	}
	s.send(w, problemOf(fault.NotFound, http.StatusNotFound, "there is nothing at "+r.URL.Path, "See the addresses at "+PagePath))
}

// silent hears what would be answered, and says nothing.
type silent struct {
	header http.Header
	status int
}

// Header is the header that would be sent.
func (s *silent) Header() http.Header { return s.header }

// Write hears a body.
func (s *silent) Write(b []byte) (int, error) { return len(b), nil }

// WriteHeader hears the status.
func (s *silent) WriteHeader(status int) { s.status = status }

// recovering answers with a problem when a handler panics, and logs where. An answer that was begun is broken off instead.
func (s *Server) recovering(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b := &begun{ResponseWriter: w}
		defer func() {
			p := recover()
			if p == nil {
				return
			}
			if p == http.ErrAbortHandler || b.begun {
				panic(http.ErrAbortHandler)
			}
			s.log.Error("an operation failed", "path", r.URL.Path, "panic", p, "stack", string(debug.Stack()))
			s.send(w, tell(errors.New("a panic")).problem)
		}()
		next.ServeHTTP(b, r)
	})
}

// begun knows whether an answer was begun.
type begun struct {
	http.ResponseWriter
	begun bool
}

// WriteHeader begins the answer.
func (b *begun) WriteHeader(status int) {
	b.begun = true
	b.ResponseWriter.WriteHeader(status)
}

// Write begins the answer.
func (b *begun) Write(p []byte) (int, error) {
	b.begun = true
	return b.ResponseWriter.Write(p)
}

// Unwrap lets http.ResponseController reach the writer below.
func (b *begun) Unwrap() http.ResponseWriter { return b.ResponseWriter }

// send answers with a problem, outside the operations.
func (s *Server) send(w http.ResponseWriter, p Problem) {
	w.Header().Set("Content-Type", mediaProblem)
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(p.Status)
	if err := jsonFormat().Marshal(w, p); err != nil {
		s.log.Debug("an answer did not arrive", "err", err) // the reader may be gone
	}
}

// refuse turns the error of a handler into its answer. What is not a fault, or a defect, is complete in the log.
func (s *Server) refuse(ctx context.Context, r *http.Request, err error) error {
	if already, ok := errors.AsType[*told](err); ok {
		return already
	}
	t := tell(err)
	if t.problem.Status >= http.StatusInternalServerError && ctx.Err() == nil {
		s.log.Error("an operation failed", "method", r.Method, "path", r.URL.Path, "err", err)
	}
	return t
}
