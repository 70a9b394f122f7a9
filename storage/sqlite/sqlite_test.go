package sqlite

import (
	"path/filepath"
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
