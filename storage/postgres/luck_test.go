package postgres

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"throughline/fault"
	"throughline/ledger"
	"throughline/ledger/ledgertest"
	"throughline/storage"
	"throughline/testing/postgrestest"
)

// run runs statements in the database.
func run(t testing.TB, address, text string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	if _, err := conn.Exec(t.Context(), text); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
}

// rounds is how often tests of chance are repeated: THROUGHLINE_SOAK_ROUNDS, else 4, or 2 with -short.
func rounds(t testing.TB) int {
	t.Helper()
	text := os.Getenv("THROUGHLINE_SOAK_ROUNDS")
	switch {
	case text == "" && testing.Short():
		return 2
	case text == "":
		return 4
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		t.Fatalf("THROUGHLINE_SOAK_ROUNDS = %q is not a number of rounds", text)
	}
	return n
}

// acknowledged is the changes the store said were kept.
type acknowledged struct {
	mu     sync.Mutex
	hashes map[int64]ledger.Hash
	news   chan struct{}
}

func (a *acknowledged) take(e ledger.Entry) {
	a.mu.Lock()
	a.hashes[e.Position] = e.Hash
	a.mu.Unlock()
	select {
	case a.news <- struct{}{}:
	default:
	}
}

// The server is killed again and again while writers race, and started again before or after they
// give up. What was acknowledged must be there, also what was on its way when the connection broke.
func TestKilledServerLosesNothing(t *testing.T) {
	server := postgrestest.Start(t, postgrestest.Options{Durable: true})
	s := open(t, server.Database(t), Options{Patience: 2 * time.Second})
	defer s.Close()
	random := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 4))
	a := &acknowledged{hashes: map[int64]ledger.Hash{}, news: make(chan struct{}, 1)}
	for round := range rounds(t) {
		ctx, stop := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		for w := range 4 {
			wg.Go(func() {
				err := ledgertest.Race(ctx, s, "harbor", fmt.Sprintf("%d-%d", round, w), 1_000_000, a.take)
				if f := fault.Of(err); f == nil || f.Kind != fault.Unavailable && f.Kind != fault.Cancelled || f.Remedy == "" {
					t.Errorf("round %d: a writer ended with %v (%v)", round, err, errors.Unwrap(err))
				}
			})
		}
		for range 1 + random.IntN(40) {
			<-a.news
		}
		<-time.After(time.Duration(random.IntN(3_000_000))) // anywhere in a change
		server.Kill()
		if round%2 == 0 { // the writers meet a server that is back, or none
			restart(t, server)
			stop()
			wg.Wait()
		} else {
			wg.Wait()
			restart(t, server)
		}
		stop()
		survived(t, s, a.hashes)
		if t.Failed() {
			t.Fatalf("round %d", round)
		}
	}
	t.Logf("%d acknowledged changes", len(a.hashes))
}

func restart(t testing.TB, server *postgrestest.Server) {
	t.Helper()
	if err := server.Restart(); err != nil {
		t.Fatal(err)
	}
}

// survived compares the database with what was acknowledged.
func survived(t testing.TB, s *Store, acknowledged map[int64]ledger.Hash) {
	t.Helper()
	there := map[int64]ledger.Hash{}
	for _, e := range ledgertest.All(t, s, "harbor", ledger.Query{}) {
		there[e.Position] = e.Hash
		if len(e.Documents) != 2 {
			t.Errorf("entry %d has %d documents, want both", e.Position, len(e.Documents))
		}
	}
	for position, hash := range acknowledged {
		if there[position] != hash {
			t.Errorf("the acknowledged change %d is lost", position)
		}
	}
	if _, err := ledger.Verify(t.Context(), s, "harbor", nil); err != nil {
		t.Errorf("Verify() = %v", err)
	}
}

// wire stands between store and server and can break at a chosen moment.
type wire struct {
	listener net.Listener
	server   string // the socket of the server

	mu     sync.Mutex
	cutAt  string // cut when these bytes are sent, "" never
	before bool   // before they arrive instead of before the answer does
	mute   bool   // swallow all answers from now on
}

// newWire returns a wire to the server and the address that leads through it.
func newWire(t testing.TB, address string) (w *wire, through string) {
	t.Helper()
	config, err := pgx.ParseConfig(address)
	if err != nil {
		t.Fatal(err)
	}
	w = &wire{server: net.JoinHostPort(config.Host, strconv.Itoa(int(config.Port)))}
	network := "tcp"
	if strings.HasPrefix(config.Host, "/") {
		network, w.server = "unix", filepath.Join(config.Host, fmt.Sprintf(".s.PGSQL.%d", config.Port))
	}
	if w.listener, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.listener.Close() })
	go func() {
		for {
			client, err := w.listener.Accept()
			if err != nil {
				return
			}
			server, err := net.Dial(network, w.server)
			if err != nil {
				client.Close()
				continue
			}
			go w.forth(client, server)
			go w.back(server, client)
		}
	}()
	u := url.URL{Scheme: "postgres", User: url.UserPassword(config.User, config.Password), Host: w.listener.Addr().String(), Path: config.Database, RawQuery: "sslmode=disable"}
	return w, u.String()
}

// cut makes the wire break once, when the bytes pass.
func (w *wire) cut(at string, before bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.cutAt, w.before, w.mute = at, before, false
}

// forth carries what the store says.
func (w *wire) forth(client, server net.Conn) {
	defer client.Close()
	defer server.Close()
	b := make([]byte, 1<<20)
	for {
		n, err := client.Read(b)
		if err != nil {
			return
		}
		w.mu.Lock()
		hit := w.cutAt != "" && strings.Contains(string(b[:n]), w.cutAt)
		if hit {
			w.cutAt = ""
			w.mute = !w.before
		}
		before := w.before
		w.mu.Unlock()
		if hit && before {
			return
		}
		if _, err := server.Write(b[:n]); err != nil {
			return
		}
	}
}

// back carries what the server says.
func (w *wire) back(server, client net.Conn) {
	defer client.Close()
	defer server.Close()
	b := make([]byte, 1<<20)
	for {
		n, err := server.Read(b)
		if err != nil {
			return
		}
		w.mu.Lock()
		mute := w.mute
		w.mute = false
		w.mu.Unlock()
		if mute { // the server did it, and nobody hears of it
			return
		}
		if _, err := client.Write(b[:n]); err != nil {
			return
		}
	}
}

func TestConnectionLostBeforeTheChangeArrived(t *testing.T) {
	w, address := newWire(t, postgrestest.Database(t))
	s := open(t, address, Options{})
	defer s.Close()
	h := ledgertest.NewHistory("harbor")
	h.Append(t, s, h.Next(ledgertest.Doc("unit", "core", 1, `{}`)))
	before := *h
	w.cut("never-arrives", true)
	err := s.Append(t.Context(), "harbor", before.Head, []ledger.Entry{h.Next(ledgertest.Doc("unit", "core", 2, `{"a":"never-arrives"}`))})
	if f := fault.Of(err); f == nil || f.Kind != fault.Unavailable || !strings.Contains(f.Remedy, "nothing was written") {
		t.Errorf("Append() over a wire that broke before = %v", err)
	}
	h = &before
	h.Append(t, s, h.Next(ledgertest.Doc("unit", "core", 2, `{}`)))
	if diff := ledgertest.Diff(h.Entries, ledgertest.All(t, s, "harbor", ledger.Query{})); diff != "" {
		t.Errorf("entries (-want +got):\n%s", diff)
	}
}

func TestConnectionLostBeforeTheAnswerCame(t *testing.T) {
	for name, first := range map[string]bool{"the first change": true, "a later change": false} {
		t.Run(name, func(t *testing.T) {
			w, address := newWire(t, postgrestest.Database(t))
			s := open(t, address, Options{})
			defer s.Close()
			h := ledgertest.NewHistory("harbor")
			if !first {
				h.Append(t, s, h.Next(ledgertest.Doc("unit", "core", 1, `{}`)))
			}
			before := *h
			w.cut("does-arrive", false)
			e := h.Next(ledgertest.Doc("unit", "core", 2, `{"a":"does-arrive"}`))
			if err := s.Append(t.Context(), "harbor", before.Head, []ledger.Entry{e}); err != nil {
				t.Errorf("Append() of a change that was kept = %v (%v)", err, errors.Unwrap(err))
			}
			h.Append(t, s, h.Next(ledgertest.Doc("unit", "core", 3, `{}`)))
			if diff := ledgertest.Diff(h.Entries, ledgertest.All(t, s, "harbor", ledger.Query{})); diff != "" {
				t.Errorf("entries (-want +got):\n%s", diff)
			}
		})
	}
}

func TestServerThatStaysAway(t *testing.T) {
	w, address := newWire(t, postgrestest.Database(t))
	s := open(t, address, Options{Patience: 300 * time.Millisecond})
	defer s.Close()
	h := ledgertest.NewHistory("harbor")
	h.Append(t, s, h.Next(ledgertest.Doc("unit", "core", 1, `{}`)))
	w.cut("gone", true)
	w.listener.Close()
	err := s.Append(t.Context(), "harbor", h.Head, []ledger.Entry{ledger.Entry{Recorded: h.Head.Recorded, Actor: "person/ana", Verb: "gone"}.Follow(h.Head)})
	if f := fault.Of(err); f == nil || f.Kind != fault.Unavailable || !strings.Contains(f.Sentence, "it is not known whether the change was kept") {
		t.Errorf("Append() to a server that stays away = %v", err)
	}
	if _, err := s.Head(t.Context(), "harbor"); !fault.Is(err, fault.Unavailable) || !strings.Contains(err.Error(), "cannot be reached") {
		t.Errorf("Head() of a server that stays away = %v", err)
	}
}

func TestReadersSurviveARestart(t *testing.T) {
	server := postgrestest.Start(t, postgrestest.Options{})
	s := open(t, server.Database(t), Options{})
	defer s.Close()
	h := ledgertest.NewHistory("harbor")
	h.Append(t, s, h.Next(ledgertest.Doc("unit", "core", 1, `{}`)))
	moved := s.Watch(t.Context(), "harbor")
	server.Kill()
	restart(t, server)
	if head, err := s.Head(t.Context(), "harbor"); err != nil || head != h.Head {
		t.Errorf("Head() after a restart = %v, %v", head, err)
	}
	if all := ledgertest.All(t, s, "harbor", ledger.Query{}); len(all) != 1 {
		t.Errorf("Entries() after a restart = %v", all)
	}
	h.Append(t, s, h.Next(ledgertest.Doc("unit", "core", 2, `{}`)))
	<-moved
}

func TestLostNotificationsAreMadeUpFor(t *testing.T) {
	server := postgrestest.Start(t, postgrestest.Options{})
	address := server.Database(t)
	writer, reader := open(t, address, Options{}), open(t, address, Options{Poll: 20 * time.Millisecond})
	defer writer.Close()
	defer reader.Close()
	moved := reader.Watch(t.Context(), "harbor")
	// All listening ends; the writer's own connections survive.
	run(t, address, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'`)
	h := ledgertest.NewHistory("harbor")
	h.Append(t, writer, h.Next())
	<-moved
}

func TestPlacesThatCannotBe(t *testing.T) {
	server := postgrestest.Start(t, postgrestest.Options{})
	with := func(change func(u *url.URL, q url.Values)) string {
		u, err := url.Parse(server.URL())
		if err != nil {
			t.Fatal(err)
		}
		q := u.Query()
		change(u, q)
		u.RawQuery = q.Encode()
		return u.String()
	}
	run(t, server.URL(), `CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' LOCALE_PROVIDER libc TEMPLATE template0`)
	run(t, server.URL(), `CREATE ROLE guest LOGIN; CREATE ROLE barred`)
	run(t, server.URL(), `REVOKE CREATE ON SCHEMA public FROM PUBLIC`)
	for name, c := range map[string]struct {
		address string
		kind    fault.Kind
		says    string
	}{
		"a database that is missing":  {with(func(u *url.URL, _ url.Values) { u.Path = "/none" }), fault.NotFound, "the PostgreSQL database none on this machine does not exist"},
		"a user who is not let in":    {with(func(_ *url.URL, q url.Values) { q.Set("user", "barred") }), fault.Denied, "does not let this user in"},
		"a user who may not create":   {with(func(_ *url.URL, q url.Values) { q.Set("user", "guest") }), fault.Denied, "grant CREATE on its schema"},
		"an alphabet too small":       {with(func(u *url.URL, _ url.Values) { u.Path = "/latin" }), fault.Invalid, "LATIN1"},
		"a place without a server":    {with(func(_ *url.URL, q url.Values) { q.Set("host", "/nowhere") }), fault.Unavailable, "cannot be reached"},
		"something else than address": {"postgres://a:secret@b:port/c", fault.Invalid, "postgres://user:password@host"},
	} {
		s, err := Open(t.Context(), c.address, Options{})
		if err == nil {
			s.Close()
		}
		if f := fault.Of(err); f == nil || f.Kind != c.kind || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: Open() = %v (%v), want %s that says %q", name, err, errors.Unwrap(err), c.kind, c.says)
		}
	}
}

func TestNewerLayoutIsRefused(t *testing.T) {
	address := postgrestest.Database(t)
	open(t, address, Options{}).Close()
	run(t, address, `INSERT INTO `+storage.MigrationTable+` (version_id, is_applied) VALUES (99, true)`)
	for _, opt := range []Options{{}, {ReadOnly: true}} {
		if _, err := Open(t.Context(), address, opt); !fault.Is(err, fault.Newer) || !strings.Contains(err.Error(), "its layout is number 99") {
			t.Errorf("Open(%+v) of a newer layout = %v", opt, err)
		}
	}
}

func TestReadOnly(t *testing.T) {
	address := postgrestest.Database(t)
	if _, err := Open(t.Context(), address, Options{ReadOnly: true}); !fault.Is(err, fault.NotFound) {
		t.Errorf("Open() of an empty database for reading = %v", err)
	}
	writer := open(t, address, Options{})
	defer writer.Close()
	h := ledgertest.NewHistory("harbor")
	h.Append(t, writer, h.Next(h.Person("ana", 1, "Ana", "ana@example.org")))
	s := open(t, address, Options{ReadOnly: true})
	defer s.Close()
	if err := s.Append(t.Context(), "harbor", h.Head, []ledger.Entry{h.Next()}); !fault.Is(err, fault.ReadOnly) {
		t.Errorf("Append() = %v", err)
	}
	if _, err := s.Erase(t.Context(), "harbor", "person", "ana"); !fault.Is(err, fault.ReadOnly) {
		t.Errorf("Erase() = %v", err)
	}
	if all := ledgertest.All(t, s, "harbor", ledger.Query{}); len(all) != 1 {
		t.Errorf("Entries() = %v", all)
	}
}

func TestSeveralStartAtOnce(t *testing.T) {
	address := postgrestest.Database(t)
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Go(func() {
			s, err := Open(t.Context(), address, Options{Views: views()})
			if err != nil {
				t.Errorf("store %d: %v (%v)", i, err, errors.Unwrap(err))
				return
			}
			defer s.Close()
			if err := ledgertest.Race(t.Context(), s, "harbor", fmt.Sprintf("w%d", i), 5, func(ledger.Entry) {}); err != nil {
				t.Errorf("store %d: %v", i, err)
			}
		})
	}
	wg.Wait()
	s := open(t, address, Options{})
	defer s.Close()
	if all := ledgertest.All(t, s, "harbor", ledger.Query{}); len(all) != 20 {
		t.Errorf("4 stores wrote %d entries, want 20", len(all))
	}
}

func TestDamageStopsWriting(t *testing.T) {
	for name, c := range map[string]struct{ statement, says string }{
		"a changed body":   {`UPDATE version SET body = '{"n":9}' WHERE position = 2`, "entry 2 of the history"},
		"a changed latest": {`UPDATE latest SET body = '{"n":9}'`, "the stored copy of unit/core"},
		"a lost latest":    {`DELETE FROM latest`, "0 latest documents are stored where there must be 1"},
		"a changed head":   {`UPDATE head SET position = 2`, "the head does not name it"},
	} {
		t.Run(name, func(t *testing.T) {
			address := postgrestest.Database(t)
			s := open(t, address, Options{})
			defer s.Close()
			h := ledgertest.NewHistory("harbor")
			for i := range 3 {
				h.Append(t, s, h.Next(ledgertest.Doc("unit", "core", int32(i+1), fmt.Sprintf(`{"n":%d}`, i))))
			}
			run(t, address, c.statement)
			_, err := ledger.Verify(t.Context(), s, "harbor", nil)
			if !fault.Is(err, fault.Corrupt) || !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), "the PostgreSQL database") {
				t.Errorf("Verify() = %v, want %q", err, c.says)
			}
			if err := s.Append(t.Context(), "harbor", h.Head, []ledger.Entry{h.Next()}); !fault.Is(err, fault.Corrupt) {
				t.Errorf("a write after damage was seen = %v", err)
			}
		})
	}
}

func TestCommitsAreDurableWhateverTheServerSays(t *testing.T) {
	address := postgrestest.Database(t)
	for setting, want := range map[string]string{"off": "on", "local": "local", "on": "on"} {
		config, err := pgx.ParseConfig(address)
		if err != nil {
			t.Fatal(err)
		}
		run(t, address, fmt.Sprintf(`ALTER DATABASE %s SET synchronous_commit = %s`, config.Database, setting))
		s := open(t, address, Options{})
		var got string
		if err := s.pool.QueryRow(t.Context(), `SHOW synchronous_commit`).Scan(&got); err != nil || got != want {
			t.Errorf("with the server's %s, synchronous_commit = %s, %v, want %s", setting, got, err, want)
		}
		s.Close()
	}
}
