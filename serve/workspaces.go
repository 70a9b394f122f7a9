package serve

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"throughline/account"
	"throughline/door"
	"throughline/fault"
	"throughline/ledger"
	"throughline/mcpserver"
)

// lookAgain is after how long the names of the workspaces are read again, because another process may have made one.
const lookAgain = time.Second

// workspaces is the names of the workspaces that are served.
type workspaces struct {
	o     Options
	all   *account.Register // nil where nobody signs in
	clock func() time.Time

	mu    sync.Mutex // guards those below
	names []string
	read  time.Time // when; zero is not yet
}

func (o Options) workspaces(d *door.Door) *workspaces {
	return &workspaces{o: o, all: d.Register(), clock: time.Now}
}

// Names is the names in their order. The workspace of the options is always among them.
func (w *workspaces) Names(ctx context.Context) ([]string, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if now := w.clock(); w.read.IsZero() || now.Sub(w.read) >= lookAgain {
		names, err := w.look(ctx)
		if err != nil {
			return nil, err
		}
		w.names, w.read = names, now
	}
	return w.names, nil
}

// Changed has the names read again when they are asked for next.
func (w *workspaces) Changed() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.read = time.Time{}
}

// look reads the names: of those that have a history, and of those that have an owner.
func (w *workspaces) look(ctx context.Context) ([]string, error) {
	names := []string{w.o.Workspace}
	if w.o.Entry == Stage {
		return names, nil
	}
	if l, ok := w.o.Data.Store.(ledger.Lister); ok {
		told, err := l.Workspaces(ctx)
		if err != nil {
			return nil, err
		}
		names = append(names, told...)
	}
	if w.all != nil {
		owned, err := w.all.Workspaces(ctx)
		if err != nil {
			return nil, err
		}
		names = append(names, owned...)
	}
	if len(w.o.Only) > 0 {
		names = slices.DeleteFunc(names, func(name string) bool { return !slices.Contains(w.o.Only, name) && name != w.o.Workspace })
	}
	slices.Sort(names)
	return slices.Compact(names), nil
}

// mayMake is Changed where a workspace can be made on the server, else nil.
func (w *workspaces) mayMake() func() {
	if w.all == nil || len(w.o.Only) > 0 {
		return nil
	}
	return w.Changed
}

// assistants answers assistants, of each workspace by a server of its own.
type assistants struct {
	o     Options
	door  *door.Door
	names *workspaces
	with  mcpserver.Options // of each, but for the workspace

	mu      sync.Mutex // guards servers
	servers map[string]http.Handler
}

// ServeHTTP answers at /mcp for the workspace that the token is for, and below /w/ and a name for that one.
func (a *assistants) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h, err := a.of(r)
	if err != nil {
		mcpserver.Refuse(w, err)
		return
	}
	h.ServeHTTP(w, r)
}

// of is the server of the workspace that the request is about. One that is not for who asks is answered as one that is none.
func (a *assistants) of(r *http.Request) (http.Handler, error) {
	names, err := a.names.Names(r.Context())
	if err != nil {
		return nil, err
	}
	g, mine, err := a.door.Visitor(r, names)
	if err != nil {
		return nil, err
	}
	name := r.PathValue("workspace")
	switch {
	case a.door.Register() != nil && !g.ByToken:
		return nil, fault.Wrap(door.ErrStranger, fault.Denied, "an assistant needs a token", "Make one on the page of your account, and send it as Authorization: Bearer")
	case name == "" && g.ByToken && len(mine) == 1:
		name = mine[0]
	case name == "" && !g.ByToken:
		name = a.o.Workspace
	}
	if !slices.Contains(mine, name) {
		return nil, fault.New(fault.NotFound, "there is no such workspace for you", "Check its name; a token is for one workspace")
	}
	return a.server(name)
}

func (a *assistants) server(name string) (http.Handler, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if h := a.servers[name]; h != nil {
		return h, nil
	}
	o := a.with
	o.Workspace = name
	s, err := mcpserver.New(o)
	if err != nil {
		return nil, err
	}
	h := s.Handler(a.o.caller(a.door, name))
	a.servers[strings.Clone(name)] = h
	return h, nil
}
