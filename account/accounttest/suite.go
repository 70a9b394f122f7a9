package accounttest

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"throughline/account"
)

// Subject is a store under test.
type Subject struct {
	// Open opens a fresh, empty store.
	Open func(t testing.TB) account.Store

	// Close closes a store that Open or another of these functions opened.
	Close func(t testing.TB, s account.Store)

	// Reopen closes the store and opens the same data again; nil for a store that forgets.
	Reopen func(t testing.TB, s account.Store) account.Store

	// Beside opens the same data a second time, as another process would; nil when none can. It need
	// not be able to write.
	Beside func(t testing.TB, s account.Store) account.Store

	// ReadOnly opens the same data a second time for reading only; nil when none can.
	ReadOnly func(t testing.TB, s account.Store) account.Store
}

// check is one named case of the suite.
type check struct {
	name string
	run  func(t *testing.T, s Subject)
}

// Run holds the subject against the whole contract, one subtest for each case.
func Run(t *testing.T, s Subject) {
	for _, list := range [][]check{writeChecks(), nameChecks(), textChecks(), listChecks(), lifeChecks(), manyChecks(), modelChecks(), raceChecks()} {
		for _, c := range list {
			t.Run(c.name, func(t *testing.T) { c.run(t, s) })
		}
	}
}

// open opens a store that is closed when the test ends.
func (s Subject) open(t testing.TB) account.Store {
	t.Helper()
	store := s.Open(t)
	t.Cleanup(func() { s.Close(t, store) })
	return store
}

// Start is the moment the suite's times count from.
func Start() time.Time { return time.Date(2026, 7, 6, 8, 0, 0, 0, time.UTC) }

// Diff compares rows or lists of rows; "" when they are the same.
func Diff(want, got any) string { return cmp.Diff(want, got, cmpopts.EquateEmpty()) }

// plain is a row without key, owner or time.
func plain(id, body string) account.Row {
	return account.Row{Kind: "thing", ID: id, Body: []byte(body)}
}

// put writes rows, which must be taken, and returns them as they stand then.
func put(t testing.TB, s account.Store, rows ...account.Row) []account.Row {
	t.Helper()
	if err := s.Write(t.Context(), account.Batch{Put: rows}); err != nil {
		t.Fatalf("Write() = %v", err)
	}
	out := make([]account.Row, len(rows))
	for i, r := range rows {
		out[i] = at(t, s, r.Kind, r.ID)
	}
	return out
}

// remove removes rows, which must be taken.
func remove(t testing.TB, s account.Store, rows ...account.Row) {
	t.Helper()
	if err := s.Write(t.Context(), account.Batch{Remove: rows}); err != nil {
		t.Fatalf("Write() = %v", err)
	}
}

// at is the row as it stands.
func at(t testing.TB, s account.Store, kind, id string) account.Row {
	t.Helper()
	r, err := s.Row(t.Context(), kind, id)
	if err != nil {
		t.Fatalf("Row(%s, %q) = %v", kind, id, err)
	}
	return r
}

// keyed is the row with the key as it stands.
func keyed(t testing.TB, s account.Store, kind, key string) account.Row {
	t.Helper()
	r, err := s.Keyed(t.Context(), kind, key)
	if err != nil {
		t.Fatalf("Keyed(%s, %q) = %v", kind, key, err)
	}
	return r
}

// list is the rows chosen.
func list(t testing.TB, s account.Store, q account.Query) []account.Row {
	t.Helper()
	all, err := s.List(t.Context(), q)
	if err != nil {
		t.Fatalf("List(%+v) = %v", q, err)
	}
	return all
}

// ids is the ids of the rows, in their order.
func ids(rows []account.Row) []string {
	out := make([]string, len(rows))
	for i, r := range rows {
		out[i] = r.ID
	}
	return out
}

// holds compares a row with the one wanted, whatever its version.
func holds(t testing.TB, s account.Store, want account.Row) {
	t.Helper()
	got := at(t, s, want.Kind, want.ID)
	if got.Version <= 0 {
		t.Errorf("%s/%s has the version %d", want.Kind, want.ID, got.Version)
	}
	want.Version = got.Version
	if diff := Diff(want, got); diff != "" {
		t.Errorf("%s/%.40q (-want +got):\n%s", want.Kind, want.ID, diff)
	}
}

// refused writes a batch that must be too late, and sees that everything is as before.
func refused(t testing.TB, s account.Store, what string, b account.Batch) {
	t.Helper()
	before := list(t, s, account.Query{Kind: "thing"})
	if err := s.Write(t.Context(), b); !account.IsMoved(err) {
		t.Errorf("%s: Write() = %v, want moved", what, err)
	}
	if diff := Diff(before, list(t, s, account.Query{Kind: "thing"})); diff != "" {
		t.Errorf("%s: a refused batch changed something (-before +after):\n%s", what, diff)
	}
}

// numbered is n rows with ids in their order.
func numbered(n int) []account.Row {
	out := make([]account.Row, n)
	for i := range out {
		out[i] = plain(fmt.Sprintf("t-%04d", i), fmt.Sprint(i))
	}
	return out
}
