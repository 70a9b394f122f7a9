package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"

	"throughline/door"
	"throughline/fault"
	"throughline/web/view"
)

// SpacesOptions wire the pages of several workspaces.
type SpacesOptions struct {
	Options // of each; Workspace is the one that addresses without a workspace lead to, for its members

	// Names is the names of the workspaces that are served, in their order; Workspace is among them.
	Names func(context.Context) ([]string, error)

	// Made is told when a workspace was made, so that Names has it; nil where none can be made here.
	Made func()
}

// Spaces answers for the workspaces of a server. While there is one, its addresses are those of the server; from the second on, each
// has its addresses below /w/ and its name, and the old ones lead on. Whoever is no member of a workspace is answered as if
// there were none of that name. It may be used by many requests at once.
type Spaces struct {
	o     SpacesOptions
	front *Server // the workspace of the options, under the addresses of the server

	mu     sync.Mutex // guards opened
	opened map[string]http.Handler
}

// NewSpaces returns the pages of all workspaces. Each is opened when it is first asked for.
func NewSpaces(o SpacesOptions) (*Spaces, error) {
	front, err := New(o.Options)
	if err != nil {
		return nil, err
	}
	s := &Spaces{o: o, front: front, opened: make(map[string]http.Handler)}
	front.spaces = s
	return s, nil
}

func (s *Spaces) names(ctx context.Context) ([]string, error) { return s.o.Names(ctx) }

// Front is the server of the workspace that addresses without a workspace lead to.
func (s *Spaces) Front() *Server { return s.front }

// server is that of a workspace, under the addresses below its name. What costs memory is shared with the others, under keys that
// name the workspace.
func (s *Spaces) server(name string) *Server {
	one := *s.front
	one.workspace, one.prefix = name, PrefixOf(name)
	return &one
}

// PrefixOf is what the addresses of a workspace begin with, where a server holds several.
func PrefixOf(name string) string { return below + url.PathEscape(name) }

// open is the handler of a workspace.
func (s *Spaces) open(name string) http.Handler {
	s.mu.Lock()
	defer s.mu.Unlock()
	h := s.opened[name]
	if h == nil {
		h = s.server(name).Routes()
		s.opened[name] = h
	}
	return h
}

// address is where a workspace begins.
func (s *Spaces) address(ctx context.Context, name string) string {
	if names, err := s.names(ctx); err != nil || len(names) < 2 {
		return "/"
	}
	return PrefixOf(name) + "/"
}

// ReportFor is the report of a workspace for whoever sends the request.
func (s *Spaces) ReportFor(r *http.Request, workspace, asOf, period string) ([]byte, error) {
	return s.server(workspace).ReportFor(r, asOf, period)
}

// Routes answers every address of the server.
func (s *Spaces) Routes() http.Handler {
	root, m := s.front.Routes(), http.NewServeMux()
	m.HandleFunc("GET "+spacesPath, s.list)
	m.HandleFunc("POST "+spacesPath, s.make)
	own := s.front.sameOrigin(m)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		names, err := s.names(r.Context())
		switch rest, isBelow := strings.CutPrefix(r.URL.EscapedPath(), below); {
		case err != nil:
			s.front.refuse(w, r, err)
		case r.URL.Path == spacesPath:
			own.ServeHTTP(w, r)
		case isBelow:
			s.within(w, r, names, rest)
		case len(names) < 2 || isAtRoot(r.URL.Path) || r.URL.Path == playPath:
			root.ServeHTTP(w, r)
		default:
			s.lead(w, r, names)
		}
	})
}

// within answers for an address of a workspace: rest is its name and what comes after.
func (s *Spaces) within(w http.ResponseWriter, r *http.Request, names []string, rest string) {
	escaped, path, slash := strings.Cut(rest, "/")
	name, bad := url.PathUnescape(escaped)
	g, mine, err := s.visitor(r, names)
	switch {
	case err != nil:
		s.unknown(w, r, err)
	case bad != nil || !slices.Contains(mine, name):
		s.nowhere(w, r)
	case len(names) == 1 && isRead(r):
		goTo(w, r, onward("/"+path+query(r)))
	case !slash:
		goTo(w, r, PrefixOf(name)+"/"+query(r))
	default:
		s.remember(w, r, g, name)
		s.hand(w, r, name, path)
	}
}

// hand lets a workspace answer for an address below its name.
func (s *Spaces) hand(w http.ResponseWriter, r *http.Request, name, path string) {
	below := new(http.Request)
	*below = *r
	below.URL = new(url.URL)
	*below.URL = *r.URL
	plain, err := url.PathUnescape(path)
	if err != nil {
		s.nowhere(w, r)
		return
	}
	below.URL.Path, below.URL.RawPath = "/"+plain, "/"+path
	s.open(name).ServeHTTP(&leading{w, PrefixOf(name)}, below)
}

func isRead(r *http.Request) bool { return r.Method == http.MethodGet || r.Method == http.MethodHead }

func query(r *http.Request) string {
	if r.URL.RawQuery == "" {
		return ""
	}
	return "?" + r.URL.RawQuery
}

// lead answers for an address from the time when there was one workspace: reading is led on, and what an open page sends is taken
// for the workspace that it shows.
func (s *Spaces) lead(w http.ResponseWriter, r *http.Request, names []string) {
	_, mine, err := s.visitor(r, names)
	switch {
	case err != nil:
		s.unknown(w, r, err)
	case len(mine) == 0:
		s.none(w, r)
	case isRead(r):
		goTo(w, r, PrefixOf(s.chosen(r, mine))+r.URL.EscapedPath()+query(r))
	case slices.Contains(mine, s.o.Workspace):
		s.hand(w, r, s.o.Workspace, strings.TrimPrefix(r.URL.EscapedPath(), "/"))
	default:
		s.nowhere(w, r)
	}
}

// chosen is the workspace of somebody that an address leads to which names none: from the first page on the one they used last, and
// for any other page, which was of the workspace there was before, that one.
func (s *Spaces) chosen(r *http.Request, mine []string) string {
	last := s.last(r)
	switch first := slices.Contains(mine, s.o.Workspace); {
	case first && r.URL.Path != "/":
		return s.o.Workspace
	case slices.Contains(mine, last):
		return last
	case first:
		return s.o.Workspace
	}
	return mine[0]
}

// visitor is who sends the request, and which of the workspaces are for them.
func (s *Spaces) visitor(r *http.Request, names []string) (door.Guest, []string, error) {
	if s.o.Door == nil {
		return door.Guest{}, names, nil
	}
	return s.o.Door.Visitor(r, names)
}

// unknown answers somebody who is not known. The address they asked for stands in the request as it came.
func (s *Spaces) unknown(w http.ResponseWriter, r *http.Request, err error) {
	if errors.Is(err, door.ErrStranger) || errors.Is(err, door.ErrNotSetUp) {
		asked := r.Clone(r.Context())
		if strings.HasPrefix(r.URL.Path, below) && strings.HasSuffix(r.URL.Path, eventsPath) {
			asked.URL.Path, asked.URL.RawPath = eventsPath, ""
		}
		s.front.stranger(w, asked, err)
		return
	}
	s.front.refuse(w, r, err)
}

// nowhere answers for a workspace that is none, or not for who asks: nobody learns which.
func (s *Spaces) nowhere(w http.ResponseWriter, r *http.Request) {
	s.front.outside(w, r, http.StatusNotFound, view.Outside{
		Title: "There is nothing here for you", Lead: "No workspace of yours has this address. Check it, or ask whoever sent it to you for an invitation.",
		Next: []view.Link{{Text: "Your workspaces", Href: spacesPath}},
	})
}

// none answers somebody who has an account and no workspace.
func (s *Spaces) none(w http.ResponseWriter, r *http.Request) {
	s.front.noMember(w, r, fault.New(fault.Denied, "you are a member of no workspace", "Ask the owner of one to invite you"))
}

// Inside lets those alone reach a handler who are known and have a workspace.
func (s *Spaces) Inside(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		names, err := s.names(r.Context())
		if err != nil {
			s.front.refuse(w, r, err)
			return
		}
		_, mine, err := s.visitor(r, names)
		switch {
		case err != nil:
			s.unknown(w, r, err)
		case len(mine) == 0:
			s.none(w, r)
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// lastCookie holds the workspace that a browser showed last. It opens nothing.
const lastCookie = "throughline-workspace"

// last is the workspace that the browser showed last; "" for none.
func (s *Spaces) last(r *http.Request) string {
	c, err := r.Cookie(lastCookie)
	if err != nil {
		return ""
	}
	name, err := url.QueryUnescape(c.Value)
	if err != nil {
		return ""
	}
	return name
}

// remember keeps in the browser which workspace it shows.
func (s *Spaces) remember(w http.ResponseWriter, r *http.Request, g door.Guest, name string) {
	if g.ByToken || !isRead(r) || s.last(r) == name || strings.HasSuffix(r.URL.Path, eventsPath) {
		return
	}
	const keep = 365 * 24 * 3600 // seconds
	http.SetCookie(w, &http.Cookie{
		Name: lastCookie, Value: url.QueryEscape(name), Path: "/", MaxAge: keep,
		HttpOnly: true, Secure: s.o.Door != nil && s.o.Door.IsSecure(), SameSite: http.SameSiteLaxMode,
	})
}
