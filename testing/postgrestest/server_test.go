package postgrestest

import (
	"context"
	"os"
	"testing"

	"github.com/jackc/pgx/v5"
)

func TestMain(m *testing.M) { os.Exit(Main(m)) }

func TestDatabasesAreApart(t *testing.T) {
	a, b := Database(t), Database(t)
	execute(t, a, "CREATE TABLE only_here (n int)")
	execute(t, b, "CREATE TABLE only_here (n int)") // fails if it were the same database
}

func TestKilledServerComesBack(t *testing.T) {
	s := Start(t, Options{})
	address := s.Database(t)
	execute(t, address, "CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)")
	conn, err := pgx.Connect(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	s.Kill()
	if err := conn.Ping(context.Background()); err == nil {
		t.Error("a connection outlived its killed server")
	}
	if err := s.Restart(); err != nil {
		t.Fatal(err)
	}
	conn, err = pgx.Connect(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	var n int
	if err := conn.QueryRow(t.Context(), "SELECT n FROM kept").Scan(&n); err != nil || n != 7 {
		t.Errorf("after the restart kept = %d, %v, want 7", n, err)
	}
}

func TestVersionOfPath(t *testing.T) {
	for path, want := range map[string]int{"/usr/lib/postgresql/9/bin": 9, "/usr/lib/postgresql/15/bin": 15, "/usr/local/bin": 0} {
		if got := version(path); got != want {
			t.Errorf("version(%s) = %d, want %d", path, got, want)
		}
	}
}
