package sqlite

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"throughline/fault"
	"throughline/ledger"
	"throughline/ledger/ledgertest"
	"throughline/storage"
)

// takeBack gives a closed file the layout of an earlier number.
func takeBack(t testing.TB, path string, layout int) {
	t.Helper()
	db := raw(t, path)
	for i, undo := range [][]string{
		{`DROP TABLE account`, `DROP TABLE account_batch`},
		{`ALTER TABLE latest DROP COLUMN highest`},
	} {
		if n := i + 2; n > layout {
			for _, text := range append(undo, `DELETE FROM `+storage.MigrationTable+fmt.Sprint(` WHERE version_id = `, n)) {
				run(t, db, text)
			}
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestHighestNumbersOfAnOlderLayout(t *testing.T) {
	for layout := 1; layout <= 2; layout++ {
		path := filepath.Join(t.TempDir(), "data.db")
		s := open(t, path, Options{Views: views()})
		h := ledgertest.NumberedTwice()
		h.Append(t, s, h.Entries...)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		takeBack(t, path, layout)
		s = open(t, path, Options{Views: views()})
		defer s.Close()
		h.ReadsOn(t, s)
	}
}

func TestAnOlderLayoutIsNotReadBeforeItIsBroughtForward(t *testing.T) {
	path := closed(t)
	takeBack(t, path, 2)
	if _, err := Open(t.Context(), path, Options{ReadOnly: true}); !fault.Is(err, fault.InUse) || !strings.Contains(err.Error(), "older layout number 2") {
		t.Errorf("Open() of an older layout for reading only = %v", err)
	}
	s := open(t, path, Options{})
	defer s.Close()
	if all := ledgertest.All(t, s, "harbor", ledger.Query{}); len(all) != 1 {
		t.Errorf("the file has %d entries, want the one it had", len(all))
	}
}
