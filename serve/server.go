package serve

import (
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"throughline/access"
	"throughline/api"
	"throughline/door"
	"throughline/engine"
	"throughline/fault"
	"throughline/figure"
	"throughline/ledger"
	"throughline/live"
	"throughline/mcpserver"
	"throughline/middleware"
	"throughline/web"
)

// Options say how an organisation is served.
type Options struct {
	Data      *Data
	Workspace string   // the one that addresses without a workspace lead to
	Only      []string // serve it and these alone; none serves every workspace of the data
	Entry     Entry
	As        string // under Anybody, whose name changes bear, as kind/id
	Reach
	Mail     *Mail        // how letters are sent; nil sends none
	OpenID   OpenID       // the provider that vouches for people; the zero OpenID is none
	Listener net.Listener // where to answer, from Listen; closed at the end
	Clock    func() time.Time
	Version  string // of the program, told to assistants; may be empty
	Log      *slog.Logger
	Ready    func(Answers) // told once the server answers; may be nil
}

// The limits of a connection. Event streams lift the write limit for themselves.
const (
	headerTimeout = 10 * time.Second
	readTimeout   = 30 * time.Second
	writeTimeout  = 60 * time.Second
	idleTimeout   = 120 * time.Second
	maxHeader     = 64 << 10
	goodbye       = 5 * time.Second // how long open requests may take to finish at the end
)

// Answers says where a server answers.
type Answers struct {
	URL   string
	SetUp string // the one-time address at which the first account is made; "" where there is one, or none is needed
}

// URL is the address people open on this machine.
func (o Options) URL() string { return URL(o.Listener, o.Reach) }

// URL is the address people open on the machine that listens.
func URL(l net.Listener, r Reach) string {
	scheme := "http://"
	if r.Certificate != "" {
		scheme = "https://"
	}
	return scheme + l.Addr().String() + "/"
}

// outside reports whether other machines reach the server.
func (o Options) outside() bool { return o.Proxied || !isLoopback(o.Listener.Addr()) }

// Run serves until the context ends.
func Run(ctx context.Context, o Options) error {
	r, err := o.open(ctx)
	if err != nil {
		return errors.Join(err, o.Listener.Close())
	}
	running, stop := context.WithCancel(ctx)
	server := newServer(following(running, r.door, r.handler))
	server.ErrorLog, server.TLSConfig = slog.NewLogLogger(o.Log.Handler(), slog.LevelDebug), r.tls
	var beside sync.WaitGroup
	defer func() { stop(); beside.Wait() }()
	beside.Go(func() { <-running.Done(); r.live.Close() })
	beside.Go(func() { _, _ = o.Data.Engine.View(running, o.Workspace) }) // before the first page is asked for; a failure is told on that
	if all := r.door.Register(); all != nil {
		beside.Go(func() { tidy(running, all, o.Clock, o.Log) })
	}
	if r.offices != nil {
		beside.Go(func() { r.offices.deliver(running) })
	}
	if p := r.door.Provider(); p != nil {
		beside.Go(func() { p.Keep(running) })
	}
	ended := make(chan error, 1)
	go func() {
		if r.tls != nil {
			ended <- server.ServeTLS(o.Listener, "", "")
			return
		}
		ended <- server.Serve(o.Listener)
	}()
	if o.Ready != nil {
		o.Ready(Answers{o.URL(), r.setUp})
	}
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	return shutDown(server, ended)
}

// opened is what a server answers with.
type opened struct {
	door    *door.Door
	handler http.Handler
	live    *live.Pages
	offices *offices // nil where no letters are sent
	tls     *tls.Config
	setUp   string
}

// open makes all that can fail before the first request is answered.
func (o Options) open(ctx context.Context) (r opened, err error) {
	if r.tls, err = o.tls(); err != nil {
		return r, err
	}
	if r.door, err = o.newDoor(ctx); err != nil {
		return r, err
	}
	figures, names := figure.New(o.Data.Engine), o.workspaces(r.door)
	if r.offices, err = o.offices(r.door, figures, names); err != nil {
		return r, err
	}
	r.live = live.New(o.Data.Engine)
	if r.handler, err = o.handler(r, figures, names); err != nil {
		return r, err
	}
	r.setUp, err = o.setUp(ctx, r.door)
	return r, err
}

// handler is the pages and the surface for programs, over the same figures and by the same door.
func (o Options) handler(r opened, figures *figure.Book, names *workspaces) (http.Handler, error) {
	d := r.door
	site, err := web.NewSpaces(web.SpacesOptions{
		Options: web.Options{Engine: o.Data.Engine, Workspace: o.Workspace, Door: d, Clock: o.Clock, Figures: figures, Live: r.live, Mail: o.Mail.web(), Log: o.Log},
		Names:   names.Names, Made: names.mayMake(),
	})
	if err != nil {
		return nil, err
	}
	programs, err := api.New(api.Options{
		Engine: o.Data.Engine, Clock: o.Clock, Workspaces: names.Names, Who: who(d), Figures: figures, Log: o.Log, Report: site.ReportFor,
		NameOf: namesOf(d),
	})
	if err != nil {
		return nil, err
	}
	helpers := &assistants{
		o: o, door: d, names: names, servers: make(map[string]http.Handler),
		with: mcpserver.Options{Engine: o.Data.Engine, Clock: o.Clock, Figures: figures, Version: o.Version, Log: o.Log},
	}
	if _, err := helpers.server(o.Workspace); err != nil {
		return nil, err
	}
	all := http.NewServeMux()
	all.Handle(mcpserver.Path, helpers)
	all.Handle("/w/{workspace}"+mcpserver.Path, helpers)
	all.Handle(api.Root, programs.Routes())
	all.Handle("GET "+api.PagePath+"{$}", site.Inside(programs.Routes())) // it names a workspace
	all.Handle("/", site.Routes())
	chain := []middleware.Middleware{middleware.Log(o.Log, o.Clock), middleware.Recover(o.Log, site.Front().LastResort()), middleware.Headers}
	if o.secure() {
		chain = append(chain, middleware.Secure)
	} else {
		chain = append(chain, middleware.Local)
	}
	return middleware.Chain(all, chain...), nil
}

// namesOf names accounts where there are any.
func namesOf(d *door.Door) func(context.Context, string) (string, error) {
	if all := d.Register(); all != nil {
		return all.NameOf
	}
	return nil
}

// who is who sends a program's request, and the name that their changes bear.
func who(d *door.Door) func(*http.Request) (access.Viewer, engine.Actor, error) {
	return func(r *http.Request) (access.Viewer, engine.Actor, error) {
		g, err := d.Who(r, r.PathValue("workspace"))
		return g.Viewer, engine.Actor{Name: g.Actor, Channel: ledger.API}, err
	}
}

// caller is on whose behalf an assistant asks: where there are accounts it brings a token of one. A session is none, so that no
// page can ask in somebody's name.
func (o Options) caller(d *door.Door, workspace string) func(*http.Request) (mcpserver.Caller, error) {
	return func(r *http.Request) (mcpserver.Caller, error) {
		g, err := d.Who(r, workspace)
		if err == nil && d.Register() != nil && !g.ByToken {
			err = fault.Wrap(door.ErrStranger, fault.Denied, "an assistant needs a token", "Make one on the page of your account, and send it as Authorization: Bearer")
		}
		return mcpserver.Caller{Viewer: g.Viewer, Actor: engine.Actor{Name: g.Actor, Channel: ledger.Assistant}}, err
	}
}

// newServer is a server that nobody can hold up by sending or reading slowly.
func newServer(h http.Handler) *http.Server {
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout, WriteTimeout: writeTimeout,
		IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeader,
	}
}

// following bounds the streams of each program that reads them, and ends them when the server ends; all other requests are finished.
func following(running context.Context, d *door.Door, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if api.Streams(r.URL.Path) {
			leave, err := d.Stay(r)
			if err != nil {
				api.Refuse(w, err)
				return
			}
			defer leave()
			ctx, cancel := context.WithCancel(r.Context())
			defer cancel()
			defer context.AfterFunc(running, cancel)()
			r = r.WithContext(ctx)
		}
		next.ServeHTTP(w, r)
	})
}

// shutDown lets open requests finish, for a while.
func shutDown(server *http.Server, ended <-chan error) error {
	ctx, cancel := context.WithTimeout(context.Background(), goodbye)
	defer cancel()
	err := server.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		err = server.Close()
	}
	if e := <-ended; !errors.Is(e, http.ErrServerClosed) {
		err = errors.Join(err, e)
	}
	return err
}
