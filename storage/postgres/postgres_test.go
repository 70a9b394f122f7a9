package postgres

import (
	"os"
	"testing"
	"time"

	"throughline/ledger"
	"throughline/ledger/ledgertest"
	"throughline/testing/postgrestest"
)

func TestMain(m *testing.M) { os.Exit(postgrestest.Main(m)) }

// open opens a database; the test closes the store.
func open(t testing.TB, address string, opt Options) *Store {
	t.Helper()
	if opt.Poll == 0 {
		opt.Poll = time.Minute // the notification must do it
	}
	s, err := Open(t.Context(), address, opt)
	if err != nil {
		t.Fatalf("Open() = %v", err)
	}
	return s
}

func TestContract(t *testing.T) {
	addresses := map[ledger.Store]string{}
	remember := func(s ledger.Store, address string) ledger.Store {
		addresses[s] = address
		return s
	}
	ledgertest.Run(t, ledgertest.Subject{
		Open: func(t testing.TB) ledger.Store {
			address := postgrestest.Database(t)
			return remember(open(t, address, Options{}), address)
		},
		Reopen: func(t testing.TB, s ledger.Store) ledger.Store {
			if err := s.Close(); err != nil {
				t.Fatalf("Close() = %v", err)
			}
			return remember(open(t, addresses[s], Options{}), addresses[s])
		},
		Beside: func(t testing.TB, s ledger.Store) ledger.Store {
			return remember(open(t, addresses[s], Options{}), addresses[s])
		},
	})
}
