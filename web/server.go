package web

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/a-h/templ"

	"throughline/docs"
	"throughline/door"
	"throughline/engine"
	"throughline/fault"
	"throughline/figure"
	"throughline/live"
	"throughline/middleware"
	"throughline/web/help"
	"throughline/web/static"
)

// Options wire a server. Engine, Workspace and Clock are needed.
type Options struct {
	Engine    *engine.Engine
	Workspace string
	Door      *door.Door // who comes in; nil is a server for whoever runs the program alone, such as one that makes a report
	Clock     func() time.Time
	Mail      *Mail        // how letters are sent; nil where none are
	Figures   *figure.Book // shared with other surfaces; nil makes one
	Live      *live.Pages  // those that stay open; nil makes some, which end with their readers
	Log       *slog.Logger // nil keeps no log
	CachePage int          // bytes of rendered pages to keep, as they are compressed; 0 is 16 MiB
	// Patience is how long a page waits for what may follow on it by itself; 0 is 5 milliseconds, less waits for nothing.
	Patience time.Duration
}

// Server answers for one workspace. It may be used by many requests at once.
type Server struct {
	engine    *engine.Engine
	workspace string
	door      *door.Door
	clock     func() time.Time
	log       *slog.Logger
	files     *static.Files
	guides    *help.Book
	goals     *destinations
	figures   *figure.Book
	mail      *Mail
	pages     *pageCache
	patience  time.Duration
	live      *live.Pages
	prefix    string  // before the addresses of the workspace; "" where the server holds no other
	spaces    *Spaces // the workspaces it is one of; nil where it is alone
}

// guides renders the documents once, however many workspaces have a server.
var guides = sync.OnceValues(func() (*help.Book, error) { return help.Open(docs.Files()) })

// New returns a server.
func New(o Options) (*Server, error) {
	files, err := static.New("/static/")
	if err != nil {
		return nil, err
	}
	guides, err := guides()
	if err != nil {
		return nil, err
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.CachePage == 0 {
		o.CachePage = 16 << 20
	}
	if o.Patience == 0 {
		o.Patience = 5 * time.Millisecond
	}
	if o.Figures == nil {
		o.Figures = figure.New(o.Engine)
	}
	if o.Live == nil {
		o.Live = live.New(o.Engine)
	}
	return &Server{
		engine: o.Engine, workspace: o.Workspace, door: o.Door, clock: o.Clock, log: o.Log,
		files: files, guides: guides, goals: newDestinations(guides), figures: o.Figures, mail: o.Mail, pages: newPageCache(o.CachePage), patience: o.Patience, live: o.Live,
	}, nil
}

// Inside lets members of the workspace alone reach a handler.
func (s *Server) Inside(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, err := s.who(r); err != nil {
			s.refuse(w, r, err)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// page is a handler of one page: it answers with a component, or an error for the error page.
type page func(context.Context, *visit) (templ.Component, error)

// serve turns a page into a handler: kept pages first, then a fresh one, rendered to memory.
func (s *Server) serve(p page) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		v, err := s.arrive(r)
		if err != nil {
			s.refuse(w, r, err)
			return
		}
		rendered, err := s.pages.page(r.Context(), v.key(), v.state.Ready, func() (*rendered, error) {
			return s.render(context.WithoutCancel(r.Context()), p, v)
		})
		if err != nil {
			s.refuse(w, r, err)
			return
		}
		rendered.send(w, r)
	}
}

func (s *Server) render(ctx context.Context, p page, v *visit) (*rendered, error) {
	if err := s.look(ctx, v); err != nil {
		return nil, err
	}
	c, err := p(ctx, v)
	if err != nil {
		return nil, err
	}
	one := s.pages.presses.Get().(*press)
	defer s.pages.presses.Put(one)
	made, err := one.render(ctx, c, s.placed)
	if err != nil {
		return nil, err
	}
	made.missed = v.missed
	return made, nil
}

// refuse answers with the page for the error. What is not a fault is internal to the person and
// complete in the log.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, err error) {
	switch {
	case errors.Is(err, door.ErrStranger), errors.Is(err, door.ErrNotSetUp):
		s.stranger(w, r, err)
		return
	case errors.Is(err, errNoMember):
		s.noMember(w, r, err)
		return
	}
	status := middleware.Status(fault.KindOf(err))
	if status >= http.StatusInternalServerError && r.Context().Err() == nil { // who left is told nothing
		s.log.Error("a page failed", "path", r.URL.Path, "err", err)
	}
	middleware.RetryAfter(w.Header(), err)
	s.write(w, r, status, s.failure(r, status, err))
}

// write answers with a page that is not kept.
func (s *Server) write(w http.ResponseWriter, r *http.Request, status int, c templ.Component) {
	var b bytes.Buffer
	if err := c.Render(context.WithoutCancel(r.Context()), &b); err != nil {
		s.log.Error("a page failed", "path", r.URL.Path, "err", err)
		http.Error(w, "Something went wrong. Nothing was lost.", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(s.placed(b.Bytes())) // the reader may be gone; nothing is left to tell
}
