package sqlite

import (
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"throughline/ledger"
	"throughline/ledger/ledgertest"
)

// open opens a file with options fit for tests; the test closes it.
func open(t testing.TB, path string, opt Options) *Store {
	t.Helper()
	if opt.Poll == 0 {
		opt.Poll = 5 * time.Millisecond
	}
	s, err := Open(t.Context(), path, opt)
	if err != nil {
		t.Fatalf("Open(%s) = %v", path, err)
	}
	return s
}

// fresh opens a new file that is closed when the test ends.
func fresh(t testing.TB) *Store {
	t.Helper()
	s := open(t, filepath.Join(t.TempDir(), "data.db"), Options{})
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("Close() = %v", err)
		}
	})
	return s
}

// refusal appends to the store, and expects to be refused.
func refusal(t testing.TB, s *Store) error {
	t.Helper()
	head, err := s.Head(t.Context(), "harbor")
	if err != nil {
		t.Fatal(err)
	}
	e := ledger.Entry{Recorded: ledgertest.Start(), Actor: "person/ana", Verb: "x"}.Follow(head)
	return s.Append(t.Context(), "harbor", head, []ledger.Entry{e})
}

// rounds is how often tests of chance are repeated: THROUGHLINE_SOAK_ROUNDS, else 6, or 2 with -short.
func rounds(t testing.TB) int {
	t.Helper()
	text := os.Getenv("THROUGHLINE_SOAK_ROUNDS")
	switch {
	case text == "" && testing.Short():
		return 2
	case text == "":
		return 6
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		t.Fatalf("THROUGHLINE_SOAK_ROUNDS = %q is not a number of rounds", text)
	}
	return n
}

func TestContract(t *testing.T) {
	ledgertest.Run(t, ledgertest.Subject{
		Open: func(t testing.TB) ledger.Store { return open(t, filepath.Join(t.TempDir(), "a file?%.db"), Options{}) },
		Reopen: func(t testing.TB, s ledger.Store) ledger.Store {
			if err := s.Close(); err != nil {
				t.Fatalf("Close() = %v", err)
			}
			return open(t, s.(*Store).Path(), Options{})
		},
		Beside: func(t testing.TB, s ledger.Store) ledger.Store { return open(t, s.(*Store).Path(), Options{}) },
	})
}
