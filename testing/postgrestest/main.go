package postgrestest

import (
	"context"
	"flag"
	"fmt"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// Variable names the environment variable that holds the address of a server to use. Its user must
// be allowed to create databases.
const Variable = "THROUGHLINE_TEST_POSTGRES"

// thrownAway is set while the server is a private one that is thrown away with its databases.
const thrownAway = "THROUGHLINE_TEST_POSTGRES_THROWN_AWAY"

// missing is what Variable holds when there is no server and -short lets tests do without.
const missing = "none"

// Main runs the tests of a package with a server they can reach, and returns the exit status. Where
// none can be had the tests that ask for one fail, or are skipped with -short.
func Main(m *testing.M) int {
	flag.Parse()
	if os.Getenv(Variable) != "" {
		return m.Run()
	}
	server, err := start(Options{})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Setenv(Variable, missing)
		return m.Run()
	}
	defer server.Stop()
	os.Setenv(Variable, server.URL())
	os.Setenv(thrownAway, "yes")
	return m.Run()
}

// Address is the address of the server the tests share. It skips the test with -short when there is
// none, and fails it otherwise.
func Address(t testing.TB) string {
	t.Helper()
	address := os.Getenv(Variable)
	switch {
	case address != "" && address != missing:
		return address
	case testing.Short():
		t.Skip("no PostgreSQL on this machine; without -short this fails")
	case address == missing:
		t.Fatalf("no PostgreSQL could be started (see above); install it, or give the address of a server in %s", Variable)
	default:
		t.Fatal("the package has no TestMain that calls postgrestest.Main")
	}
	return ""
}

// Database creates an empty database for the test and returns its address. It is dropped when the
// test ends, or with the server.
func Database(t testing.TB) string {
	t.Helper()
	return create(t, Address(t))
}

// create makes a database on the server at the address.
func create(t testing.TB, server string) string {
	t.Helper()
	name := fmt.Sprintf("throughline_%d_%d", os.Getpid(), time.Now().UnixNano())
	execute(t, server, "CREATE DATABASE "+name+" ENCODING 'UTF8' TEMPLATE template0")
	if os.Getenv(thrownAway) != "" {
		return inDatabase(t, server, name) // dropping would take longer than the test
	}
	t.Cleanup(func() { execute(t, server, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)") })
	return inDatabase(t, server, name)
}

// inDatabase is the address of another database on the same server.
func inDatabase(t testing.TB, server, name string) string {
	t.Helper()
	u, err := url.Parse(server)
	if err != nil || !strings.HasPrefix(u.Scheme, "postgres") {
		t.Fatalf("%s must be an address that begins with postgres://", Variable)
	}
	u.Path = "/" + name
	return u.String()
}

// execute runs a statement on the server. The end of the test does not stop it.
func execute(t testing.TB, server, text string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), time.Minute)
	defer cancel()
	conn, err := pgx.Connect(ctx, server)
	if err != nil {
		t.Fatalf("the server cannot be reached: %v", err)
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, text); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
}
