package serve

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"throughline/access"
	"throughline/api"
	"throughline/engine"
	"throughline/fault"
	"throughline/figure"
	"throughline/graph"
	"throughline/ledger"
	"throughline/middleware"
	"throughline/web"
)

// Options say how an organisation is served.
type Options struct {
	Data      *Data
	Workspace string
	As        string       // whose name the changes of programs bear, as kind/id: without accounts, that of whoever runs the server
	Listener  net.Listener // where to answer, from Listen; closed at the end
	Clock     func() time.Time
	Log       *slog.Logger
	Ready     func(url string) // told once the server answers; may be nil
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

// URL is the address people open.
func URL(l net.Listener) string { return "http://" + l.Addr().String() + "/" }

// Run serves until the context ends.
func Run(ctx context.Context, o Options) error {
	listener := o.Listener
	handler, err := o.handler()
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	running, stop := context.WithCancel(ctx)
	server := newServer(following(running, handler))
	server.ErrorLog = slog.NewLogLogger(o.Log.Handler(), slog.LevelDebug)
	var warm sync.WaitGroup // the data is read before the first page is asked for; a failure is told on that
	defer func() { stop(); warm.Wait() }()
	warm.Go(func() { _, _ = o.Data.Engine.View(running, o.Workspace) })
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	if o.Ready != nil {
		o.Ready(URL(listener))
	}
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	return shutDown(server, ended)
}

// handler is the pages, which only read, and the surface for programs, over the same figures.
func (o Options) handler() (http.Handler, error) {
	figures := figure.New(o.Data.Engine)
	site, err := web.New(web.Options{Engine: o.Data.Engine, Workspace: o.Workspace, Clock: o.Clock, Figures: figures, Log: o.Log})
	if err != nil {
		return nil, err
	}
	programs, err := api.New(api.Options{
		Engine: o.Data.Engine, Clock: o.Clock, Workspaces: []string{o.Workspace}, Who: o.whoever, Figures: figures, Log: o.Log,
	})
	if err != nil {
		return nil, err
	}
	all := http.NewServeMux()
	all.Handle(api.Root, programs.Routes())
	all.Handle("/", middleware.ReadOnly(site.Routes()))
	return middleware.Chain(all, middleware.Log(o.Log, o.Clock), middleware.Recover(o.Log, site.LastResort()), middleware.Headers, middleware.Local), nil
}

// whoever is who sends a request as long as there are no accounts: whoever reaches the server, which answers to this machine
// only, is an owner and acts as the person it was started for.
func (o Options) whoever(*http.Request) (access.Viewer, engine.Actor, error) {
	v := access.Viewer{Role: access.Owner}
	if ref, err := graph.ParseRef(o.As); err == nil && ref.Kind == graph.KindPerson {
		v.Person = graph.PersonID(ref.ID)
	}
	return v, engine.Actor{Name: o.As, Channel: ledger.API}, nil
}

// newServer is a server that nobody can hold up by sending or reading slowly.
func newServer(h http.Handler) *http.Server {
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout, WriteTimeout: writeTimeout,
		IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeader,
	}
}

// following ends the event streams when the server ends; all other requests are finished.
func following(running context.Context, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/events" || api.Streams(r.URL.Path) {
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

// tries is how many ports after the asked one are tried.
const tries = 100

// Listen takes a port on this machine: host:port, where port 0 is any free one. With next, a port that is
// taken gives way to the next free one. Only loopback addresses are served until there are accounts; a
// port is taken before data is opened, so that the address others are told is the true one.
func Listen(address string, next bool) (net.Listener, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, fmt.Sprintf("%q is not an address to listen on", address), "Write host:port, for instance 127.0.0.1:8080")
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, fault.New(fault.Denied, cmp.Or(host, "an address without a name")+" can be reached from other machines, and there are no accounts yet", "Listen on 127.0.0.1, or put a server that asks for a password in front")
	}
	first, err := net.LookupPort("tcp", port)
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, fmt.Sprintf("%q is not a port", port), "Write a number from 0 to 65535")
	}
	for i := range tries {
		l, err := net.Listen("tcp", net.JoinHostPort(host, fmt.Sprint(first+i)))
		if err == nil {
			return l, nil
		}
		if !next || first == 0 {
			return nil, fault.Wrap(err, fault.InUse, "port "+port+" is taken by another program", "Choose another with --listen, for instance 127.0.0.1:0 for any free one")
		}
	}
	return nil, fault.New(fault.InUse, fmt.Sprintf("the %d ports from %s on are all taken", tries, port), "Choose another with --listen")
}
