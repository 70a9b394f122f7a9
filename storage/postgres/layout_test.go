package postgres

import (
	"fmt"
	"testing"

	"throughline/ledger/ledgertest"
	"throughline/storage"
	"throughline/testing/postgrestest"
)

// takeBack gives a database that nobody uses the layout of an earlier number.
func takeBack(t testing.TB, address string, layout int) {
	t.Helper()
	for i, undo := range []string{
		`DROP TABLE account; DROP SEQUENCE account_batch`,
		`ALTER TABLE latest DROP COLUMN highest`,
	} {
		if n := i + 2; n > layout {
			run(t, address, undo+`; DELETE FROM `+storage.MigrationTable+fmt.Sprint(` WHERE version_id = `, n))
		}
	}
}

func TestHighestNumbersOfAnOlderLayout(t *testing.T) {
	for layout := 1; layout <= 2; layout++ {
		address := postgrestest.Database(t)
		s := open(t, address, Options{Views: views()})
		h := ledgertest.NumberedTwice()
		h.Append(t, s, h.Entries...)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		takeBack(t, address, layout)
		s = open(t, address, Options{Views: views()})
		defer s.Close()
		h.ReadsOn(t, s)
	}
}
