package address

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"throughline/account"
	"throughline/fault"
	"throughline/ledger/ledgertest"
	"throughline/storage/memory"
	"throughline/storage/postgres"
	"throughline/storage/sqlite"
	"throughline/testing/postgrestest"
)

func TestMain(m *testing.M) { os.Exit(postgrestest.Main(m)) }

func TestOpenEachKind(t *testing.T) {
	dir := t.TempDir()
	for name, c := range map[string]struct {
		place string
		path  string // of the file that must be there after
	}{
		"memory":            {"memory", ""},
		"a path":            {filepath.Join(dir, "a.db"), filepath.Join(dir, "a.db")},
		"a path of sqlite":  {"sqlite:" + filepath.Join(dir, "b.db"), filepath.Join(dir, "b.db")},
		"with two slashes":  {"sqlite://" + filepath.Join(dir, "c.db"), filepath.Join(dir, "c.db")},
		"a folder":          {dir, filepath.Join(dir, File)},
		"a PostgreSQL":      {postgrestest.Database(t), ""},
		"a name with signs": {filepath.Join(dir, "50 % of a:b?.db"), filepath.Join(dir, "50 % of a:b?.db")},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := Open(t.Context(), c.place, Options{})
			if err != nil {
				t.Fatal(err)
			}
			h := ledgertest.NewHistory("harbor")
			h.Append(t, s, h.Next(ledgertest.Doc("unit", "core", 1, `{}`)))
			if err := s.Close(); err != nil {
				t.Errorf("Close() = %v", err)
			}
			if c.path == "" {
				return
			}
			if _, err := os.Stat(c.path); err != nil {
				t.Errorf("the data is not where it should be: %v", err)
			}
		})
	}
}

func TestOpenChoosesTheStore(t *testing.T) {
	s, err := Open(t.Context(), "memory", Options{})
	if _, ok := s.(*memory.Store); !ok || err != nil {
		t.Errorf("memory opened %T, %v", s, err)
	}
	s, err = Open(t.Context(), filepath.Join(t.TempDir(), "a.db"), Options{})
	if _, ok := s.(*sqlite.Store); !ok || err != nil {
		t.Fatalf("a path opened %T, %v", s, err)
	}
	defer s.Close()
	p, err := Open(t.Context(), postgrestest.Database(t), Options{})
	if _, ok := p.(*postgres.Store); !ok || err != nil {
		t.Fatalf("an address opened %T, %v", p, err)
	}
	defer p.Close()
}

// Accounts stand beside the ledger in each kind of store: what is written there is there when the data is opened again.
func TestAccountsStandBesideTheLedger(t *testing.T) {
	row := account.Row{Kind: "account", ID: "a", Body: []byte("{}")}
	for name, place := range map[string]string{"sqlite": filepath.Join(t.TempDir(), "a.db"), "postgres": postgrestest.Database(t)} {
		for _, want := range []bool{false, true} {
			s, err := Open(t.Context(), place, Options{})
			if err != nil {
				t.Fatal(err)
			}
			got, err := Accounts(s).Row(t.Context(), row.Kind, row.ID)
			if err != nil || got.There() != want {
				t.Errorf("%s: the row is there: %v, %v; want %v", name, got.There(), err, want)
			}
			if !want {
				if err := Accounts(s).Write(t.Context(), account.Batch{Put: []account.Row{row}}); err != nil {
					t.Fatal(err)
				}
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		}
	}
	m := memory.New()
	if Accounts(m) != account.Store(m.Accounts()) || Accounts(nil) != nil {
		t.Error("the accounts of a store in memory are others, or there are some of no store")
	}
}

func TestOpenRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		place string
		opt   Options
		kind  fault.Kind
		says  string
	}{
		"nothing":                    {"", Options{}, fault.Invalid, "no place"},
		"sqlite without a path":      {"sqlite:", Options{}, fault.Invalid, "no place"},
		"another server":             {"mysql://a@b/c", Options{}, fault.Invalid, "mysql: is not a kind"},
		"a slip in the kind":         {"postgre://a@b/c", Options{}, fault.Invalid, "nearest: postgres"},
		"a file address":             {"file:///a/b", Options{}, fault.Invalid, "Leave out file:"},
		"PostgreSQL without slashes": {"postgres:a", Options{}, fault.Invalid, "postgres://user"},
		"a port that is none":        {"postgres://a:secret@b:port/c", Options{}, fault.Invalid, "postgres://user"},
		"nothing there to read":      {filepath.Join(t.TempDir(), "none.db"), Options{ReadOnly: true}, fault.NotFound, "there is no data at"},
		"nobody may look there":      {filepath.Join(os.Args[0], "a.db"), Options{ReadOnly: true}, fault.Unavailable, "cannot be looked at"},
		"nothing there to salvage":   {filepath.Join(t.TempDir(), "none.db"), Options{Salvage: true}, fault.NotFound, "there is no data at"},
		"no folder":                  {filepath.Join(t.TempDir(), "none", "a.db"), Options{}, fault.NotFound, "folder"},
		"nobody listening":           {"postgres://a:secret@127.0.0.1:1/c?connect_timeout=2", Options{}, fault.Unavailable, "cannot be reached"},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := Open(t.Context(), c.place, c.opt)
			if s != nil {
				t.Error("a store was returned beside an error")
				s.Close()
			}
			if !fault.Is(err, c.kind) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("Open(%q) = %v, want %s that says %q", c.place, err, c.kind, c.says)
			}
			if f := fault.Of(err); f == nil || f.Remedy == "" || strings.Contains(err.Error(), "secret") {
				t.Errorf("Open(%q) = %v: no remedy, or it tells the password", c.place, err)
			}
		})
	}
}

func TestStringHidesPasswords(t *testing.T) {
	for place, want := range map[string]string{
		"memory":                          "memory",
		"a/b.db":                          "a/b.db",
		`C:\data\b.db`:                    `C:\data\b.db`,
		"postgres://ana:secret@host/db":   "postgres://ana:xxxxx@host/db",
		"postgres://host/db?password=abc": "postgres://host/db?password=xxxxx",
		"postgresql://ana@host:5432/db":   "postgresql://ana@host:5432/db",
		"postgres://a:b%zz@host":          "postgres://…",
	} {
		if got := String(place); got != want {
			t.Errorf("String(%q) = %q, want %q", place, got, want)
		}
	}
}

func TestMigrationsHaveTheSameNumbersAndNames(t *testing.T) {
	names := func(store string) (out []string) {
		all, err := os.ReadDir(filepath.Join("..", store, "migrations"))
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range all {
			out = append(out, e.Name())
		}
		return out
	}
	if diff := ledgertest.Diff(names("sqlite"), names("postgres")); diff != "" || len(names("sqlite")) == 0 {
		t.Errorf("migrations (-sqlite +postgres):\n%s", diff)
	}
}
