package live_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"throughline/change"
	"throughline/engine"
	"throughline/fault"
	"throughline/graph"
	"throughline/ledger"
	"throughline/live"
	"throughline/storage/memory"
)

// house is an engine with a workspace that moves when its one theme is named anew.
type house struct {
	t      *testing.T
	engine *engine.Engine
	pages  *live.Pages
	gone   atomic.Int32 // readers who were told that their page ended
}

func newHouse(t *testing.T) *house {
	e := engine.New(memory.New(), engine.Options{})
	h := &house{t: t, engine: e, pages: live.New(e)}
	t.Cleanup(func() { h.pages.Close(); e.Close() })
	h.name("Calm")
	return h
}

func (h *house) name(to string) {
	h.t.Helper()
	by := engine.Actor{Name: "person/test", Channel: ledger.Import}
	if _, err := h.engine.Do(context.Background(), "main", by, func(*graph.Snapshot) (change.Draft, error) {
		return change.Draft{Verb: "theme.renamed", Puts: []graph.Record{&graph.Theme{ID: "calm", Name: to, Order: 1}}}, nil
	}); err != nil {
		h.t.Fatal(err)
	}
}

func always(context.Context) error { return nil }

// follow answers a request of somebody who may read as long as may says.
func (h *house) follow(w http.ResponseWriter, r *http.Request, may func(context.Context) error) error {
	return h.pages.Follow(w, r, live.Reader{Workspace: "main", May: may, Gone: func() { h.gone.Add(1) }})
}

// browser is a page somebody has open, and what it heard.
type browser struct {
	mu    sync.Mutex // guards heard
	heard strings.Builder
	leave func()
	ended chan struct{} // closed when the stream is over
}

// Write hears.
func (b *browser) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.heard.Write(p)
}

// says is how often the text was heard.
func (b *browser) says(text string) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return strings.Count(b.heard.String(), text)
}

// recorder is an answer that is read while it is written. Its connection cannot be taken.
type recorder struct {
	header http.Header
	to     io.Writer
}

// Header is what the answer begins with.
func (w recorder) Header() http.Header { return w.header }

// WriteHeader begins it.
func (w recorder) WriteHeader(int) {}

// Write writes a part of it.
func (w recorder) Write(p []byte) (int, error) { return w.to.Write(p) }

// Flush sends what is written, as Write does.
func (w recorder) Flush() {}

// held opens a page whose handler stays.
func (h *house) held(may func(context.Context) error) *browser {
	b := &browser{ended: make(chan struct{})}
	ctx, leave := context.WithCancel(context.Background())
	b.leave = leave
	go func() {
		defer close(b.ended)
		if err := h.follow(recorder{make(http.Header), b}, httptest.NewRequestWithContext(ctx, http.MethodGet, "/events", nil), may); err != nil {
			h.t.Error(err)
		}
	}()
	return b
}

// wire is an answer whose connection can be taken.
type wire struct {
	http.ResponseWriter
	conn net.Conn
}

// Hijack gives the connection away.
func (w wire) Hijack() (net.Conn, *bufio.ReadWriter, error) { return w.conn, nil, nil }

// taken opens a page whose connection is taken.
func (h *house) taken(may func(context.Context) error) *browser {
	near, far := net.Pipe()
	b := &browser{ended: make(chan struct{}), leave: func() { near.Close() }}
	go func() {
		defer close(b.ended)
		_, _ = io.Copy(b, near) // until either side ends it
	}()
	if err := h.follow(wire{httptest.NewRecorder(), far}, httptest.NewRequest(http.MethodGet, "/events", nil), may); err != nil {
		h.t.Error(err)
	}
	return b
}

// kinds are the two ways in which a page can be open.
var kinds = map[string]func(*house, func(context.Context) error) *browser{"held": (*house).held, "taken": (*house).taken}

// each runs a test on a bubble of its own, once for each kind of page.
func each(t *testing.T, run func(*testing.T, *house, func(may func(context.Context) error) *browser)) {
	for name, opens := range kinds {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := newHouse(t)
				run(t, h, func(may func(context.Context) error) *browser { return opens(h, may) })
			})
		})
	}
}

// Few open pages hear of a change at once. Of very many some do, the others one after another, and what moved meanwhile is told
// as one.
func TestVeryManyOpenPagesAreToldInTurn(t *testing.T) {
	each(t, func(t *testing.T, h *house, opens func(func(context.Context) error) *browser) {
		all := make([]*browser, 210)
		for n := range all {
			all[n] = opens(always)
		}
		told := func(position string) (n int) {
			synctest.Wait()
			for _, b := range all {
				n += b.says("event: head\ndata: " + position + ".")
			}
			return n
		}
		if n := told("1"); n != len(all) {
			t.Fatalf("%d of %d pages hear where the history is", n, len(all))
		}
		h.name("Calmer")
		if n := told("2"); n != 30 {
			t.Errorf("%d are told at once, want 30", n)
		}
		<-time.After(time.Second)
		if n := told("2"); n != 90 {
			t.Errorf("%d are told in the first second, want 90", n)
		}
		h.name("Calmest")
		<-time.After(10 * time.Second)
		if n := told("3"); n != len(all) {
			t.Errorf("%d of %d are told in the end", n, len(all))
		}
		if n := told("2"); n != 90 {
			t.Errorf("%d were told of what had moved on, want 90", n)
		}
		for _, b := range all {
			b.leave()
			<-b.ended
		}
		synctest.Wait()
		if n := h.gone.Load(); int(n) != len(all) {
			t.Errorf("of %d pages %d are said to be gone", len(all), n)
		}
	})
}

func TestASilentPageHearsThatItsStreamIsAlive(t *testing.T) {
	each(t, func(t *testing.T, _ *house, opens func(func(context.Context) error) *browser) {
		b := opens(always)
		defer func() { b.leave(); <-b.ended }()
		<-time.After(65 * time.Second)
		synctest.Wait()
		if n := b.says(": alive\n\n"); n != 3 {
			t.Errorf("it heard so %d times in 65 seconds, want 3", n)
		}
	})
}

func TestAPageEndsWhenItsReaderMayNoLongerRead(t *testing.T) {
	each(t, func(t *testing.T, h *house, opens func(func(context.Context) error) *browser) {
		var out atomic.Bool
		b := opens(func(ctx context.Context) error {
			if ctx.Err() != nil {
				t.Error("it is asked with a context that has ended")
			}
			if out.Load() {
				return errors.New("signed out")
			}
			return nil
		})
		other := opens(always)
		defer func() { other.leave(); <-other.ended }()
		<-time.After(25 * time.Second)
		out.Store(true)
		<-b.ended
		synctest.Wait()
		if b.says(": alive") != 1 || h.gone.Load() != 1 {
			t.Errorf("it was alive %d times, %d pages are gone, want 1 and 1", b.says(": alive"), h.gone.Load())
		}
		h.name("Calmer")
		synctest.Wait()
		if b.says("data: 2.") != 0 || other.says("data: 2.") != 1 {
			t.Errorf("the page that ended hears of a change %d times, the other %d times", b.says("data: 2."), other.says("data: 2."))
		}
	})
}

// One reader for whom the guard waits keeps the others from nothing.
func TestAskingForOneReaderHoldsNobodyUp(t *testing.T) {
	each(t, func(t *testing.T, h *house, opens func(func(context.Context) error) *browser) {
		release := make(chan struct{})
		b := opens(func(context.Context) error { <-release; return nil })
		<-time.After(30 * time.Second)
		h.name("Calmer")
		synctest.Wait()
		if b.says("data: 2.") != 1 {
			t.Error("the change is not told while the guard waits")
		}
		close(release)
		b.leave()
		<-b.ended
	})
}

func TestAPageComesAfterAllHaveLeft(t *testing.T) {
	each(t, func(t *testing.T, h *house, opens func(func(context.Context) error) *browser) {
		for n := range 3 {
			b := opens(always)
			synctest.Wait()
			if b.says("event: head") != 1 {
				t.Errorf("page %d hears nothing", n+1)
			}
			b.leave()
			<-b.ended
			synctest.Wait()
		}
		if n := h.gone.Load(); n != 3 {
			t.Errorf("%d are gone, want 3", n)
		}
	})
}

func TestClosingEndsAllPagesAndThoseThatCome(t *testing.T) {
	each(t, func(t *testing.T, h *house, opens func(func(context.Context) error) *browser) {
		b := opens(always)
		synctest.Wait()
		h.pages.Close()
		<-b.ended
		w := httptest.NewRecorder()
		if err := h.follow(w, httptest.NewRequest(http.MethodGet, "/events", nil), always); err != nil {
			t.Error(err)
		}
		if h.gone.Load() != 2 || w.Body.Len() > 0 {
			t.Errorf("%d are gone, want 2; who came later heard %q", h.gone.Load(), w.Body)
		}
	})
}

func TestWhatCannotBeFollowedIsAFault(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		h.engine.Close()
		w := httptest.NewRecorder()
		if err := h.follow(w, httptest.NewRequest(http.MethodGet, "/events", nil), always); fault.Of(err) == nil {
			t.Errorf("err = %v", err)
		}
		if h.gone.Load() != 1 || len(w.Header()) > 0 {
			t.Errorf("%d are gone; %v is written", h.gone.Load(), w.Header())
		}
	})
}

func TestTheHeadOfAStreamAlone(t *testing.T) {
	h := newHouse(t)
	w := httptest.NewRecorder()
	if err := h.follow(w, httptest.NewRequest(http.MethodHead, "/events", nil), always); err != nil {
		t.Fatal(err)
	}
	if w.Header().Get("Content-Type") != "text/event-stream" || w.Body.Len() > 0 || h.gone.Load() != 1 {
		t.Errorf("%v, %q, %d gone", w.Header(), w.Body, h.gone.Load())
	}
}

// Who takes nothing is let go, and the others hear.
func TestAReaderWhoTakesNothingIsLetGo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		near, far := net.Pipe()
		defer near.Close()
		if err := h.follow(wire{httptest.NewRecorder(), far}, httptest.NewRequest(http.MethodGet, "/events", nil), always); err != nil {
			t.Fatal(err)
		}
		b := h.taken(always)
		h.name("Calmer")
		<-time.After(5 * time.Second)
		synctest.Wait()
		if h.gone.Load() != 1 || b.says("data: 2.") != 1 {
			t.Errorf("%d are gone, want 1; the other heard of the change %d times", h.gone.Load(), b.says("data: 2."))
		}
		b.leave()
		<-b.ended
	})
}

// Real connections of both protocols carry pages, and their end is noticed.
func TestPagesOverConnections(t *testing.T) {
	for name, two := range map[string]bool{"HTTP/1.1": false, "HTTP/2.0": true} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("X-Of-Middleware", "yes")
				if err := h.follow(w, r, always); err != nil {
					t.Error(err)
				}
			}))
			server.EnableHTTP2 = two
			server.StartTLS()
			defer server.Close()
			q, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL, nil)
			if err != nil {
				t.Fatal(err)
			}
			answer, err := server.Client().Do(q)
			if err != nil {
				t.Fatal(err)
			}
			if answer.Proto != name || answer.Header.Get("Content-Type") != "text/event-stream" || answer.Header.Get("X-Of-Middleware") != "yes" || answer.Header.Get("Date") == "" {
				t.Errorf("%s: %v", answer.Proto, answer.Header)
			}
			lines := bufio.NewScanner(answer.Body)
			hears := func(want string) {
				t.Helper()
				for lines.Scan() {
					if strings.HasPrefix(lines.Text(), want) {
						return
					}
				}
				t.Fatalf("the stream ended before %q: %v", want, lines.Err())
			}
			hears("data: 1.")
			h.name("Calmer")
			hears("data: 2.")
			answer.Body.Close()
			h.pages.Close()
			if n := h.gone.Load(); n != 1 {
				t.Errorf("%d are gone, want 1", n)
			}
		})
	}
}
