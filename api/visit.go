package api

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"throughline/access"
	"throughline/door"
	"throughline/engine"
	"throughline/fault"
	"throughline/figure"
	"throughline/graph"
	"throughline/middleware"
)

// InWorkspace is what every operation of a workspace is asked with.
type InWorkspace struct {
	Workspace string `path:"workspace" doc:"The name of the workspace." example:"main"`

	request *http.Request
	header  http.Header // of the answer
}

// Resolve keeps the request at hand.
func (a *InWorkspace) Resolve(ctx huma.Context) []error {
	r, w := humago.Unwrap(ctx)
	a.request, a.header = r, w.Header()
	return nil
}

func (a *InWorkspace) asked() *InWorkspace { return a }

// AtMoment is asked of every operation that reads a picture.
type AtMoment struct {
	AsOf string `query:"as_of" doc:"The picture as it stood at the end of this day, or at this moment; the newest one when left out." example:"2026-09-24"`
}

func (a *AtMoment) moment() string { return a.AsOf }

// OnPage is asked of every operation that answers page by page.
type OnPage struct {
	Limit count `query:"limit" doc:"At most so many, 1 to 100." example:"50"`
}

// The numbers of things on a page.
const (
	usualPage = 50
	mostPage  = 100
)

// count is a number in an address. It is kept as it was written until it is asked for, so that one that is none is answered like
// everything else that is wrong.
type count struct{ text string }

// UnmarshalText keeps the text.
func (c *count) UnmarshalText(b []byte) error {
	c.text = string(b)
	return nil
}

// Schema describes a number.
func (count) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeInteger, Format: "int64"}
}

// number is the number, or the usual one where none was written.
func (c count) number(name string, usual, least, most int64) (int64, error) {
	if c.text == "" {
		return usual, nil
	}
	n, err := strconv.ParseInt(c.text, 10, 64)
	if err != nil || n < least || n > most {
		return 0, fault.Invalidf(fmt.Sprintf("Write a number from %d to %d", least, most), "%s cannot be %q", name, c.text)
	}
	return n, nil
}

// page is how many things are wanted on a page.
func (p OnPage) page() (int, error) {
	n, err := p.Limit.number("limit", usualPage, 1, mostPage)
	return int(n), err
}

// visit is who asks, and what of.
type visit struct {
	s         *Server
	r         *http.Request
	workspace string
	viewer    access.Viewer
	actor     engine.Actor
	now       *graph.Snapshot // the newest picture, today
	present   *access.Sight   // what the viewer may see of it
	then      *graph.Snapshot // the picture asked for: now, or an earlier one
	sight     *access.Sight   // what the viewer may see of that
}

// past reports whether an earlier picture is asked for.
func (v *visit) past() bool { return v.then != v.now }

// shown is the picture asked for, as the viewer may see it.
func (v *visit) shown() *graph.Snapshot { return v.sight.Shown() }

// newVisit finds out who asks, and the picture asked for; moment is a day or a moment, or "" for the newest. A workspace that is
// not for who asks is answered as one that is none.
func (s *Server) newVisit(ctx context.Context, a *InWorkspace, moment string) (*visit, error) {
	v := &visit{s: s, r: a.request, workspace: a.Workspace}
	var err error
	v.viewer, v.actor, err = s.who(a.request)
	if err != nil && !errors.Is(err, door.ErrElsewhere) {
		return nil, err
	}
	names, failed := s.workspaces(ctx)
	if failed != nil {
		return nil, failed
	}
	if err != nil || v.viewer.Looks() != nil || !slices.Contains(names, a.Workspace) {
		return nil, fault.New(fault.NotFound, fmt.Sprintf("there is no workspace %q for you", a.Workspace), "Check its name; a token is for one workspace")
	}
	var at time.Time
	if moment != "" {
		if at, err = figure.MomentOf("as_of", moment); err != nil {
			return nil, err
		}
	}
	look, err := s.figures.Look(ctx, v.workspace, v.viewer, at)
	if err != nil {
		return nil, err
	}
	v.now, v.present, v.then, v.sight = look.Now, look.Present, look.Then, look.Sight
	return v, nil
}

// exists is the record of the picture that the viewer may see.
func (v *visit) exists(kind, id string) (graph.Record, error) {
	info, err := kindOf(kind)
	if err != nil {
		return nil, err
	}
	ref := graph.Ref{Kind: info.Kind, ID: id}
	if r := v.shown().Record(ref); r != nil {
		return r, nil
	}
	return nil, v.sight.NotThere(ref)
}

// kindOf is the kind of the name; a NotFound fault with the nearest names for one that is none.
func kindOf(name string) (graph.KindInfo, error) {
	info, ok := graph.Info(graph.Kind(name))
	if !ok {
		f := graph.UnknownKind(name)
		return info, fault.New(fault.NotFound, f.Sentence, f.Remedy).WithNearest(f.Nearest)
	}
	return info, nil
}

// The headers of an answer.
const (
	headerPosition = "Throughline-Position"
	headerETag     = "ETag"
	headerAsked    = "If-None-Match"
)

// mark sets what every answer to the visit bears: the position it was answered from, that only its asker may keep it, and, for
// what depends on the picture and the address alone, a tag.
func (v *visit) mark(h http.Header) {
	h.Set(headerPosition, strconv.FormatInt(v.then.Position(), 10))
	h.Set("Cache-Control", "private, no-cache")
	h.Set("Vary", "Authorization, Cookie")
	if v.r.Method == http.MethodGet || v.r.Method == http.MethodHead {
		h.Set(headerETag, v.tag())
	}
}

// tag names all that an answer depends on. The moment of the newest picture is any of its day.
func (v *visit) tag() string {
	var moment int64
	if v.past() {
		moment = v.then.AsOf().UnixMilli()
	}
	return tagOf("", fmt.Sprintf("%s\n%d %d %d\n%q %s\n%s", v.s.build, v.now.Position(), v.now.Today(), moment, v.viewer.Person, v.viewer.Role, v.r.URL.RequestURI()))
}

// tagOf is a tag over a text, with words before it.
func tagOf(words, text string) string {
	const enough = 12 // bytes
	sum := sha256.Sum256([]byte(text))
	return `"` + words + base64.RawURLEncoding.EncodeToString(sum[:enough]) + `"`
}

// has reports whether the reader has the answer with the tag already.
func has(r *http.Request, tag string) bool {
	for one := range strings.SplitSeq(r.Header.Get(headerAsked), ",") {
		if one = strings.TrimPrefix(strings.TrimSpace(one), "W/"); one == tag || one == "*" {
			return true
		}
	}
	return false
}

// unchanged is the answer to a reader who has it already.
func unchanged() error { return &told{StatusError: statusOnly(http.StatusNotModified)} }

// input is what handlers of workspaces read.
type input interface{ asked() *InWorkspace }

// reading is a handler that reads: it is asked with a visit, and not at all by who has the answer already.
func reading[I, O any](s *Server, handle func(context.Context, *visit, *I) (*O, error)) func(context.Context, *I) (*O, error) {
	return visiting(s, func(ctx context.Context, v *visit, in *I) (*O, error) {
		if tag := v.tag(); has(v.r, tag) {
			return nil, unchanged()
		}
		return handle(ctx, v, in)
	})
}

// visiting is a handler that is asked with a visit. Its errors become problems.
func visiting[I, O any](s *Server, handle func(context.Context, *visit, *I) (*O, error)) func(context.Context, *I) (*O, error) {
	known := parameters(reflect.TypeFor[I]())
	return func(ctx context.Context, in *I) (*O, error) {
		a := any(in).(input).asked()
		out, err := func() (*O, error) {
			if err := known.only(a.request); err != nil {
				return nil, err
			}
			moment := ""
			if looks, ok := any(in).(interface{ moment() string }); ok {
				moment = looks.moment()
			}
			v, err := s.newVisit(ctx, a, moment)
			if err != nil {
				return nil, err
			}
			v.mark(a.header)
			return handle(ctx, v, in)
		}()
		if err == nil {
			return out, nil
		}
		refused := s.refuse(ctx, a.request, err)
		if t, ok := errors.AsType[*told](refused); ok && t.GetStatus() != http.StatusNotModified {
			a.header.Del(headerETag)
			a.header.Set("Cache-Control", "no-store")
			middleware.RetryAfter(a.header, err)
			if t.GetStatus() == http.StatusUnauthorized {
				a.header.Set("WWW-Authenticate", "Bearer")
			}
		}
		return nil, refused
	}
}

// parameterNames are the names that the address of an operation may have; nil is any.
type parameterNames []string

// parameters are the names in the tags of an input. One that takes filters takes any.
func parameters(t reflect.Type) parameterNames {
	out := parameterNames{}
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Type == reflect.TypeFor[Filtered]() {
			return nil
		}
		if f.Anonymous {
			out = append(out, parameters(f.Type)...)
		}
		if name := f.Tag.Get("query"); name != "" {
			out = append(out, name)
		}
	}
	return out
}

// only refuses a parameter that is none, so that a slip is not read as nothing asked.
func (p parameterNames) only(r *http.Request) error {
	if p == nil {
		return nil
	}
	names := make([]string, 0, len(r.URL.Query()))
	for name := range r.URL.Query() {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if !slices.Contains(p, name) {
			f := fault.Invalidf("Use one of: "+strings.Join(p, ", "), "%q is no parameter of this address", name)
			if len(p) == 0 {
				f = fault.Invalidf("Leave it out", "%q is no parameter of this address", name)
			}
			return f.WithNearest(fault.Nearest(name, p, 3))
		}
	}
	return nil
}
