package mcpserver

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"reflect"
	"strings"
	"time"

	"github.com/google/jsonschema-go/jsonschema"
	"github.com/modelcontextprotocol/go-sdk/mcp"

	"throughline/access"
	"throughline/door"
	"throughline/engine"
	"throughline/fault"
	"throughline/figure"
	"throughline/middleware"
	"throughline/wording"
)

// Path is where assistants reach a server over HTTP.
const Path = "/mcp"

// Options wire a server. All fields but Figures, Version and Log are needed.
type Options struct {
	Engine    *engine.Engine
	Clock     func() time.Time
	Workspace string
	Figures   *figure.Book // shared with other surfaces; nil makes one
	Version   string       // of the program, told to assistants
	Log       *slog.Logger // nil keeps no log
}

// Caller is on whose behalf an assistant asks.
type Caller struct {
	Viewer access.Viewer
	Actor  engine.Actor
}

// Server answers assistants. It may be used by many at once.
type Server struct {
	o       Options
	schemas map[reflect.Type]*jsonschema.Schema
	cache   *mcp.SchemaCache
}

// New returns a server.
func New(o Options) (*Server, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Figures == nil {
		o.Figures = figure.New(o.Engine)
	}
	schemas, err := schemas()
	return &Server{o: o, schemas: schemas, cache: mcp.NewSchemaCache()}, err
}

// instructions is what a model is told before it asks.
const instructions = `Throughline holds the line of sight of an organisation from its strategy to daily work: themes, outcomes, initiatives, work, and how units agree with one another.
Begin with where_we_stand. Every figure can be explained with explain_figure: quote its formula and what was not declared when you report it, and never work out figures of your own.
Records are named kind/id, for instance initiative/ledger-cutover; find them with search. as_of shows everything as it stood on an earlier day.
You cannot change records. propose_change writes down what should change; a person confirms it in Throughline, or does not.`

// session is the protocol's server for one caller.
func (s *Server) session(c Caller) *mcp.Server {
	m := mcp.NewServer(&mcp.Implementation{Name: "throughline", Title: "Throughline", Version: s.o.Version}, &mcp.ServerOptions{
		Instructions: instructions, SchemaCache: s.cache, Capabilities: &mcp.ServerCapabilities{Tools: &mcp.ToolCapabilities{}},
	})
	s.tools(m, c)
	return m
}

// Run answers one assistant over a pair of pipes, on behalf of the caller, until the input or the context ends.
func (s *Server) Run(ctx context.Context, c Caller, in io.Reader, out io.Writer) error {
	to := &shared{to: out}
	err := s.session(c).Run(ctx, &mcp.IOTransport{Reader: newLines(in, to), Writer: to})
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// mostBody bounds a request, in bytes.
const mostBody = 1 << 20

// Handler answers assistants over HTTP. who says who sends a request; a fault refuses it.
func (s *Server) Handler(who func(*http.Request) (Caller, error)) http.Handler {
	type key struct{}
	over := mcp.NewStreamableHTTPHandler(func(r *http.Request) *mcp.Server {
		return s.session(r.Context().Value(key{}).(Caller))
	}, &mcp.StreamableHTTPOptions{
		Stateless: true, JSONResponse: true, MaxRequestBodyBytes: mostBody,
		DisableLocalhostProtection: true, // the server itself answers to its own names only, also behind a proxy
	})
	return http.NewCrossOriginProtection().Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c, err := who(r)
		if err == nil {
			err = c.Viewer.Looks()
		}
		if err != nil {
			s.refuse(w, err)
			return
		}
		over.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), key{}, c)))
	}))
}

// refuse answers a request whose sender may not ask.
func (s *Server) refuse(w http.ResponseWriter, err error) {
	if f := fault.Of(err); f == nil || f.Kind == fault.Internal {
		s.o.Log.Error("a request failed", "err", err)
	}
	Refuse(w, err)
}

// Refuse answers a request that no server answers.
func Refuse(w http.ResponseWriter, err error) {
	status := middleware.Status(fault.KindOf(err))
	if errors.Is(err, door.ErrStranger) {
		w.Header().Set("WWW-Authenticate", "Bearer")
		status = http.StatusUnauthorized
	}
	middleware.RetryAfter(w.Header(), err)
	w.Header().Set("Cache-Control", "no-store")
	http.Error(w, told(err), status)
}

// words is what an assistant is told of an error; what is not for it is complete in the log.
func (s *Server) words(err error) string {
	if f := fault.Of(err); f == nil || f.Kind == fault.Internal {
		s.o.Log.Error("a tool failed", "err", err)
	}
	return told(err)
}

// told is an error in words: the sentence, near names, and what to do.
func told(err error) string {
	f := fault.Of(err)
	if f == nil || f.Kind == fault.Internal {
		return "Something went wrong in the program. Nothing was written; please report this."
	}
	text := ended(wording.Capital(f.Sentence))
	if len(f.Nearest) > 0 {
		text += " Nearest: " + strings.Join(f.Nearest, ", ") + "."
	}
	if f.Remedy != "" {
		text += " " + ended(f.Remedy)
	}
	return text
}

func ended(s string) string {
	if strings.HasSuffix(s, ".") || strings.HasSuffix(s, "?") {
		return s
	}
	return s + "."
}
