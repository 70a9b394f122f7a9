package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"throughline/access"
	"throughline/account"
	"throughline/discussion"
	"throughline/door"
	"throughline/engine"
	"throughline/fault"
	"throughline/graph"
	"throughline/ledger"
	"throughline/overview"
)

// visit is what a request asks to see: the address read, the pictures found.
type visit struct {
	r                 *http.Request
	workspace, prefix string                   // of the server that answers
	guest             door.Guest               // who asks; the zero Guest on a server without a door
	attention         account.Attention        // what they follow, and how far they have looked; zero for who has not signed in
	places            []string                 // the workspaces that are for them, where the server holds several
	as                *engine.As               // on whose behalf changes are made; nil where pages only read
	attempt           *attempt                 // what they tried to set, and could not
	pasted            *pasted                  // the rows they put in
	drafted           *draftForm               // what they tried to write down, and could not
	trial             *trial                   // what they tried to do with an act, and could not
	acted             *draftForm               // what they tried to do on the page, and could not
	state             engine.State             // as it was before anything was read
	people            *discussion.People       // how the people of the picture can be named, once it was asked
	views             map[string][]*graph.View // the saved views of each page, once they were asked for
	missed            bool                     // something of the page was not there in time, and follows by itself
	now               *graph.Snapshot          // the newest picture, today, as the guest sees it
	then              *graph.Snapshot          // the picture asked for, as the guest sees it: now, or an earlier one
	whole             *graph.Snapshot          // the picture asked for with everything in it: figures are made from it

	present, sight *access.Sight // what the guest sees of the newest picture, and of the one asked for; nil is everything
	asOf           graph.Date    // the date asked for; 0 is today
	period         *graph.Period // nil when the organisation has none
	locks          []lock        // the plan locks of the period up to now, oldest first
}

// lock is a plan lock with the day it was made on.
type lock struct {
	*graph.Baseline
	day graph.Date
}

// The parameters every page takes.
const (
	asOfParam   = "asof"
	periodParam = "period"
)

// errNoMember is the cause of the fault for somebody who signed in and is no member of the workspace.
var errNoMember = errors.New("no member of the workspace")

// who is who sends the request. They are a member of the workspace.
func (s *Server) who(r *http.Request) (door.Guest, error) {
	if s.door == nil {
		return door.Guest{}, nil
	}
	g, err := s.door.Who(r, s.workspace)
	if err != nil {
		return g, err
	}
	if f := fault.Of(g.Viewer.Looks()); f != nil {
		return g, fault.Wrap(errNoMember, f.Kind, f.Sentence, f.Remedy)
	}
	return g, nil
}

// keeperHeader says for whom a browser kept what it sends.
const keeperHeader = "Throughline-Keeper"

// keeper is under what name a browser keeps what the guest fills in; "" where nothing is.
func (v *visit) keeper() string {
	if v.as == nil || v.guest.Actor == "" {
		return ""
	}
	return v.guest.Actor + "." + v.workspace
}

// isFrom is a fault where a browser kept the form for somebody else than who has signed in since: to them it is a stranger's.
func (v *visit) isFrom(r *http.Request) error {
	if k := r.Header.Get(keeperHeader); k != "" && k != v.keeper() {
		return fault.Wrap(door.ErrStranger, fault.Denied, "this was filled in by somebody else", "Sign in as who you were")
	}
	return nil
}

// visit is the address read, and the pictures it asks for.
func (s *Server) visit(r *http.Request) (*visit, error) {
	v, err := s.arrive(r)
	if err != nil {
		return nil, err
	}
	return v, s.look(r.Context(), v)
}

// arrive is what is known of a request before it is looked where it leads: enough for the key of its page.
func (s *Server) arrive(r *http.Request) (*visit, error) {
	guest, err := s.who(r)
	if err != nil {
		return nil, err
	}
	places, err := s.placesOf(r)
	if err != nil {
		return nil, err
	}
	var attention account.Attention
	if guest.Session != "" {
		if attention, err = s.door.Register().Attention(r.Context(), s.workspace, guest.Account.ID); err != nil {
			return nil, err
		}
	}
	state, err := s.engine.State(r.Context(), s.workspace)
	if err != nil {
		return nil, err
	}
	now, err := s.engine.View(r.Context(), s.workspace)
	if err != nil {
		return nil, err
	}
	state.Position = now.Position()
	return &visit{r: r, workspace: s.workspace, prefix: s.prefix, guest: guest, attention: attention, places: places, state: state, now: now, then: now, whole: now}, nil
}

// look finds the picture, the period and the plan locks that the request asks for.
func (s *Server) look(ctx context.Context, v *visit) error {
	if err := s.see(ctx, v); err != nil {
		return err
	}
	id := graph.PeriodID(v.query(periodParam))
	var err error
	if v.period, _, err = overview.PeriodAsked(v.now, id, v.then.Today()); err != nil || v.period == nil {
		return err
	}
	for _, b := range overview.Baselines(v.now, v.period, v.now.Today()) {
		v.locks = append(v.locks, lock{b, graph.DateOf(b.At)})
	}
	return nil
}

// see finds the pictures, as the guest sees them. It is enough where nothing is told of a period.
func (s *Server) see(ctx context.Context, v *visit) (err error) {
	if s.door != nil {
		v.as = &engine.As{Actor: engine.Actor{Name: v.guest.Actor, Channel: ledger.Web}, Viewer: v.guest.Viewer}
		if v.present, err = s.engine.Sight(ctx, v.now, v.guest.Viewer); err != nil {
			return err
		}
		v.sight, v.now, v.then = v.present, v.present.Shown(), v.present.Shown()
	}
	if asked := v.query(asOfParam); asked != "" {
		return s.lookBack(ctx, v, asked)
	}
	return nil
}

// lookBack sets the picture to the end of the day asked for. Today and later is the newest picture.
func (s *Server) lookBack(ctx context.Context, v *visit, asked string) error {
	day, err := graph.ParseDate(asked)
	if err != nil {
		return err
	}
	if day >= v.now.Today() {
		return nil
	}
	v.asOf = day
	if v.whole, err = s.engine.At(ctx, s.workspace, day.End()); err != nil || v.present == nil {
		v.then = v.whole
		return err
	}
	if v.sight, err = s.engine.SightAt(ctx, v.present, v.whole); err != nil {
		return err
	}
	v.then = v.sight.Shown()
	return nil
}

// hidden is the records of the picture that are not for the guest, in order.
func (v *visit) hidden() []graph.Ref {
	if v.sight == nil {
		return nil
	}
	return v.sight.Hidden()
}

// key is all the page depends on.
func (v *visit) key() pageKey {
	g := &v.guest
	return pageKey{
		workspace: v.workspace, prefix: v.prefix, places: strings.Join(v.places, "\x00"),
		position: v.state.Position, day: int32(v.now.Today()), address: v.r.URL.Path + "?" + v.r.URL.RawQuery,
		viewer: g.Viewer, label: g.Label, actor: g.Actor, signedIn: g.Session != "", manages: g.Administrator, account: v.attention.Account, turn: v.attention.Turn,
	}
}

// past reports whether an earlier picture is shown.
func (v *visit) past() bool { return v.asOf != 0 }

// to is the address of another page in the same period and at the same date.
func (v *visit) to(path string, params ...string) string {
	q := url.Values{}
	for _, name := range []string{asOfParam, periodParam} {
		if value := v.r.URL.Query().Get(name); value != "" {
			q.Set(name, value)
		}
	}
	for i := 0; i+1 < len(params); i += 2 {
		if params[i+1] == "" {
			q.Del(params[i])
		} else {
			q.Set(params[i], params[i+1])
		}
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// here is this page with some parameters changed; an empty value takes one out. A change of filter
// starts at the first row again, and what was recorded just now is told once.
func (v *visit) here(params ...string) string {
	q := v.r.URL.Query()
	q.Del("after")
	q.Del(doneParam)
	for i := 0; i+1 < len(params); i += 2 {
		if params[i+1] == "" {
			q.Del(params[i])
		} else {
			q.Set(params[i], params[i+1])
		}
	}
	if len(q) == 0 {
		return v.r.URL.Path
	}
	return v.r.URL.Path + "?" + q.Encode()
}

// query is a parameter of the address.
func (v *visit) query(name string) string { return v.r.URL.Query().Get(name) }

// seen is the moment the page shows.
func (v *visit) seen() time.Time { return v.then.AsOf() }

// notHere is the fault for a record that is not in the picture, with the nearest names.
func (v *visit) notHere(ref graph.Ref) error {
	var ids []string
	for r := range v.then.Records(ref.Kind, "") {
		ids = append(ids, r.Ref().ID)
		if len(ids) == 20_000 {
			break
		}
	}
	remedy := "Check the address, or search for it"
	if v.past() && v.now.Record(ref) != nil {
		remedy = "It did not exist yet on that date; look at today instead"
	}
	f := fault.New(fault.NotFound, "there is no "+string(ref.Kind)+" "+ref.ID, remedy)
	return f.WithNearest(fault.Nearest(ref.ID, ids, 3))
}
