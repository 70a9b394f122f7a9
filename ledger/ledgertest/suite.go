package ledgertest

import (
	"testing"

	"throughline/ledger"
)

// Subject is a store under test.
type Subject struct {
	// Open opens a fresh, empty store. The suite closes it.
	Open func(t testing.TB) ledger.Store

	// Reopen closes the store and opens the same data again; nil for a store that forgets.
	Reopen func(t testing.TB, s ledger.Store) ledger.Store

	// Beside opens the same data a second time, as another process would; nil when none can. It
	// need not be able to write.
	Beside func(t testing.TB, s ledger.Store) ledger.Store
}

// check is one named case of the suite.
type check struct {
	name string
	run  func(t *testing.T, s Subject)
}

// Run holds the subject against the whole contract, one subtest for each case.
func Run(t *testing.T, s Subject) {
	for _, list := range [][]check{appendChecks(), latestChecks(), readChecks(), textChecks(), eraseChecks(), watchChecks(), manyChecks(), modelChecks()} {
		for _, c := range list {
			t.Run(c.name, func(t *testing.T) { c.run(t, s) })
		}
	}
}

// open opens a store that is closed when the test ends.
func (s Subject) open(t testing.TB) ledger.Store {
	t.Helper()
	store := s.Open(t)
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Errorf("Close() = %v", err)
		}
	})
	return store
}
