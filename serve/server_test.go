package serve_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"throughline/change"
	"throughline/engine"
	"throughline/fault"
	"throughline/graph"
	"throughline/ledger"
	"throughline/serve"
	"throughline/storage/memory"
)

var today = time.Date(2026, 9, 24, 6, 0, 0, 0, time.UTC)

func clock() time.Time { return today }

// running is a server that answers.
type running struct {
	url   string
	setUp string
	stop  context.CancelFunc
	done  chan error // gets what Run returned
}

// start runs a server on a free port over the store.
func start(t *testing.T, store ledger.Store) (*running, *serve.Data) {
	t.Helper()
	data := &serve.Data{Store: store, Engine: engine.New(store, engine.Options{Clock: clock})}
	t.Cleanup(func() {
		if err := data.Close(); err != nil {
			t.Error(err)
		}
	})
	return run(t, serve.Options{Data: data, Entry: serve.Anybody, Listener: listen(t, "127.0.0.1:0", false)}), data
}

func run(t *testing.T, o serve.Options) *running {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	r := &running{stop: stop, done: make(chan error, 1)}
	ready := make(chan serve.Answers, 1)
	o.Workspace = "main"
	if o.Clock == nil {
		o.Clock = clock
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	o.Ready = func(a serve.Answers) { ready <- a }
	go func() { r.done <- serve.Run(ctx, o) }()
	select {
	case at := <-ready:
		r.url, r.setUp = at.URL, at.SetUp
	case err := <-r.done:
		stop()
		t.Fatal(err)
	}
	t.Cleanup(r.stop)
	return r
}

func listen(t *testing.T, address string, next bool) net.Listener {
	t.Helper()
	l, err := serve.Listen(address, next, serve.Reach{})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func fresh() *http.Client { return &http.Client{Transport: &http.Transport{DisableKeepAlives: true}} }

func (r *running) get(t *testing.T, path string) (status int, header http.Header, text string) {
	t.Helper()
	answer, err := fresh().Get(r.url + path)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	b, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, answer.Header, string(b)
}

func create(t *testing.T, data *serve.Data, id string) {
	t.Helper()
	_, err := data.Engine.Do(t.Context(), "main", engine.Actor{Name: "person/ana", Channel: ledger.Terminal}, func(*graph.Snapshot) (change.Draft, error) {
		return change.Draft{Verb: "unit.created", Puts: []graph.Record{&graph.Unit{ID: graph.UnitID(id), Name: id}}}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestARunningServerAnswersAndStops(t *testing.T) {
	r, _ := start(t, memory.New())
	status, header, text := r.get(t, "healthz")
	if status != http.StatusOK || text != "ok\n" || header.Get("Cache-Control") != "no-store" {
		t.Errorf("healthz: %d %q", status, text)
	}
	status, header, text = r.get(t, "")
	if status != http.StatusOK || !strings.Contains(text, "<html") || header.Get("Content-Security-Policy") == "" {
		t.Errorf("the first page: %d", status)
	}
	if status, _, _ = r.get(t, "nowhere"); status != http.StatusNotFound {
		t.Errorf("an address that is none: %d", status)
	}
	r.stop()
	if err := <-r.done; err != nil {
		t.Errorf("Run = %v", err)
	}
	if _, err := fresh().Get(r.url); err == nil {
		t.Error("the port still answers")
	}
}

func TestTheServerIsOnlyForReadingFromThisMachine(t *testing.T) {
	r, _ := start(t, memory.New())
	post, err := fresh().Post(r.url+"line-of-sight", "text/plain", strings.NewReader("x"))
	if err != nil {
		t.Fatal(err)
	}
	post.Body.Close()
	if post.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("POST: %d", post.StatusCode)
	}
	q, err := http.NewRequest("GET", r.url, nil)
	if err != nil {
		t.Fatal(err)
	}
	q.Host = "rebound.example.org" // a name of somebody else that points here
	answer, err := fresh().Do(q)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusMisdirectedRequest {
		t.Errorf("another host: %d", answer.StatusCode)
	}
}

func TestAnUnreadableStoreIsNotHealthy(t *testing.T) {
	r, _ := start(t, &failing{Store: memory.New()})
	if status, _, text := r.get(t, "healthz"); status != http.StatusServiceUnavailable || strings.Contains(text, "secret") {
		t.Errorf("healthz: %d %q", status, text)
	}
}

// failing is a store whose documents cannot be read.
type failing struct{ ledger.Store }

func (f *failing) Latest(context.Context, string, func(ledger.Head)) iter.Seq2[ledger.Version, error] {
	return func(yield func(ledger.Version, error) bool) { yield(ledger.Version{}, errors.New("secret detail")) }
}

// stream opens the event stream and returns its lines.
func (r *running) stream(t *testing.T) (lines *bufio.Scanner, closed func()) {
	t.Helper()
	answer, err := fresh().Get(r.url + "events")
	if err != nil {
		t.Fatal(err)
	}
	if kind := answer.Header.Get("Content-Type"); kind != "text/event-stream" {
		t.Fatalf("the stream is %s", kind)
	}
	return bufio.NewScanner(answer.Body), func() { answer.Body.Close() }
}

func next(t *testing.T, lines *bufio.Scanner) string {
	t.Helper()
	for lines.Scan() {
		if text, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
			return text
		}
	}
	t.Fatalf("the stream ended: %v", lines.Err())
	return ""
}

func TestOpenPagesAreToldWhenTheLedgerMoves(t *testing.T) {
	r, data := start(t, memory.New())
	lines, closed := r.stream(t)
	defer closed()
	if got := next(t, lines); !strings.HasPrefix(got, "0.") {
		t.Fatalf("at the start: %s", got)
	}
	for i := range 3 {
		create(t, data, fmt.Sprintf("u%d", i))
		if got, want := next(t, lines), fmt.Sprintf("%d.", i+1); !strings.HasPrefix(got, want) {
			t.Errorf("told of %s, want position %d", got, i+1)
		}
	}
}

func TestAnOpenStreamDoesNotHoldUpTheEnd(t *testing.T) {
	r, _ := start(t, memory.New())
	lines, closed := r.stream(t)
	defer closed()
	next(t, lines)
	r.stop()
	for lines.Scan() { // it ends, or the test's own time limit does
	}
	if err := <-r.done; err != nil {
		t.Errorf("Run = %v: it had to break the stream off", err)
	}
}

func TestAStreamOfChangesDoesNotHoldUpTheEnd(t *testing.T) {
	r, data := start(t, memory.New())
	answer, err := fresh().Get(r.url + "api/v1/main/changes/stream")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	create(t, data, "core")
	lines := bufio.NewScanner(answer.Body)
	if !lines.Scan() || lines.Text() != "id: 1" {
		t.Errorf("the stream begins with %q", lines.Text())
	}
	r.stop()
	for lines.Scan() { // it ends, or the test's own time limit does
	}
	if err := <-r.done; err != nil {
		t.Errorf("Run = %v: it had to break the stream off", err)
	}
}

// Programs change what the pages show, in the name of whoever runs the server, and pages of other origins do not.
func TestProgramsAreAnswered(t *testing.T) {
	store := memory.New()
	data := &serve.Data{Store: store, Engine: engine.New(store, engine.Options{Clock: clock})}
	defer data.Close()
	r := run(t, serve.Options{Data: data, Entry: serve.Anybody, As: "person/ana-lima", Listener: listen(t, "127.0.0.1:0", false)})
	post := func(origin string) *http.Response {
		q, err := http.NewRequest("POST", r.url+"api/v1/main/changes", strings.NewReader(`{"reason":"So","changes":[{"record":"unit/core","fields":{"name":"Core"}}]}`))
		if err != nil {
			t.Fatal(err)
		}
		q.Header.Set("Content-Type", "application/json")
		if origin != "" {
			q.Header.Set("Origin", origin)
		}
		answer, err := fresh().Do(q)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		return answer
	}
	if got := post("https://elsewhere.example"); got.StatusCode != http.StatusForbidden {
		t.Errorf("another origin is answered %d", got.StatusCode)
	}
	if got := post(""); got.StatusCode != http.StatusOK || got.Header.Get("Content-Security-Policy") == "" {
		t.Errorf("a program is answered %d", got.StatusCode)
	}
	if status, _, text := r.get(t, "records/unit/core"); status != http.StatusOK || !strings.Contains(text, "ana-lima") {
		t.Errorf("the page of the unit answers %d and does not say who made it", status)
	}
	for path, want := range map[string]int{"api/": 200, "api/v1/main/records/unit/core": 200, "api/v1/other/kinds": 404, "api/nothing": 404} {
		if status, header, _ := r.get(t, path); status != want || want == 404 && header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: %d as %s", path, status, header.Get("Content-Type"))
		}
	}
}

func TestAPageUnderWayIsFinished(t *testing.T) {
	slow := &slowPast{Store: memory.New(), asked: make(chan struct{}, 8), release: make(chan struct{})}
	store := ledger.Store(slow)
	data := &serve.Data{Store: store, Engine: engine.New(store, engine.Options{Clock: clock})}
	defer data.Close()
	create(t, data, "core")
	r := run(t, serve.Options{Data: data, Entry: serve.Anybody, Listener: listen(t, "127.0.0.1:0", false)})
	status := make(chan int, 1)
	go func() {
		answer, err := fresh().Get(r.url + "records?asof=2026-01-01")
		if err != nil {
			t.Error(err)
			status <- 0
			return
		}
		answer.Body.Close()
		status <- answer.StatusCode
	}()
	<-slow.asked
	r.stop()
	for { // until nobody new is let in
		c, err := net.Dial("tcp", strings.Trim(strings.TrimPrefix(r.url, "http://"), "/"))
		if err != nil {
			break
		}
		c.Close()
	}
	close(slow.release)
	if got := <-status; got != http.StatusOK {
		t.Errorf("the page under way ended with %d", got)
	}
	if err := <-r.done; err != nil {
		t.Errorf("Run = %v", err)
	}
}

// slowPast is a store that reads the past only when it is released.
type slowPast struct {
	ledger.Store
	asked, release chan struct{}
}

func (s *slowPast) Between(ctx context.Context, workspace string, after, until time.Time) iter.Seq2[ledger.Version, error] {
	return func(yield func(ledger.Version, error) bool) {
		s.asked <- struct{}{}
		<-s.release
		s.Store.Between(ctx, workspace, after, until)(yield)
	}
}

func TestOnlyThisMachineIsListenedOn(t *testing.T) {
	for _, address := range []string{"0.0.0.0:0", ":0", "[::]:0", "192.168.1.2:0", "example.org:0"} {
		_, err := serve.Listen(address, false, serve.Reach{})
		if f := fault.Of(err); f == nil || f.Kind != fault.Denied || f.Remedy == "" || strings.HasPrefix(f.Sentence, " ") {
			t.Errorf("%s: %v, want a refusal", address, err)
		}
	}
	for _, address := range []string{"", "7070", "127.0.0.1", "127.0.0.1:port", "127.0.0.1:70000", "127.0.0.1:-1"} {
		if _, err := serve.Listen(address, false, serve.Reach{}); !fault.Is(err, fault.Invalid) {
			t.Errorf("%q: %v, want that it is no address", address, err)
		}
	}
}

func TestATakenPort(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	address := taken.Addr().String()
	_, err = serve.Listen(address, false, serve.Reach{})
	_, port, _ := net.SplitHostPort(address)
	if f := fault.Of(err); f == nil || f.Kind != fault.InUse || !strings.Contains(f.Sentence, port) {
		t.Errorf("Listen = %v, want that port %s is in use", err, port)
	}
	store := memory.New()
	data := &serve.Data{Store: store, Engine: engine.New(store, engine.Options{Clock: clock})}
	defer data.Close()
	r := run(t, serve.Options{Data: data, Entry: serve.Anybody, Listener: listen(t, address, true)})
	if strings.Contains(r.url, address) {
		t.Errorf("answers at %s, which is taken", r.url)
	}
	if status, _, _ := r.get(t, "healthz"); status != http.StatusOK {
		t.Errorf("on the next port: %d", status)
	}
	r.stop()
	if err := <-r.done; err != nil {
		t.Error(err)
	}
}

func TestASlowSenderIsCutOff(t *testing.T) {
	headers, read, write, idle, size := serve.Limits()
	for name, d := range map[string]time.Duration{"headers": headers, "reading": read, "writing": write, "idling": idle} {
		if d <= 0 || d > 5*time.Minute {
			t.Errorf("%s may take %s", name, d)
		}
	}
	if size <= 0 || size > 1<<20 {
		t.Errorf("headers may be %d bytes", size)
	}
	r, _ := start(t, memory.New())
	c, err := net.Dial("tcp", strings.Trim(strings.TrimPrefix(r.url, "http://"), "/"))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	fmt.Fprintf(c, "GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: %s\r\n\r\n", strings.Repeat("x", 2*size))
	answer, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err == nil {
		answer.Body.Close()
		if answer.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
			t.Errorf("headers of %d bytes: %d", 2*size, answer.StatusCode)
		}
	}
}

func TestOpen(t *testing.T) {
	place := t.TempDir() + "/ledger.db"
	if _, err := serve.Open(t.Context(), place, serve.OpenOptions{Access: serve.Read}); err == nil {
		t.Error("data that does not exist was opened for reading")
	}
	data, err := serve.Open(t.Context(), place, serve.OpenOptions{Access: serve.Write, Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	create(t, data, "core")
	if err := data.Close(); err != nil {
		t.Fatal(err)
	}
	data, err = serve.Open(t.Context(), place, serve.OpenOptions{Access: serve.Read, Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	defer data.Close()
	if s, err := data.Engine.View(t.Context(), "main"); err != nil || s.Unit("core") == nil {
		t.Errorf("what was written is not there: %v", err)
	}
}
