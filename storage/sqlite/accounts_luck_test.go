//go:build unix

package sqlite

import (
	"fmt"
	"testing"

	"throughline/account"
)

// What was removed must not be found in any of the files by whoever looks at the bytes.
func TestRemovedAccountsAreGoneFromTheFiles(t *testing.T) {
	s := fresh(t)
	var rows []account.Row
	for i := range 50 {
		rows = append(rows, account.Row{Kind: "account", ID: fmt.Sprint(i), Body: []byte(fmt.Sprintf("Secretname%d.", i))})
	}
	if err := s.Accounts().Write(t.Context(), account.Batch{Put: rows}); err != nil {
		t.Fatal(err)
	}
	gone, err := s.Accounts().Row(t.Context(), "account", "7")
	if err != nil || !foundIn(t, s.Path(), "Secretname7.") {
		t.Fatalf("the text is not in the files before (%v): the test would prove nothing", err)
	}
	if err := s.Accounts().Write(t.Context(), account.Batch{Remove: []account.Row{gone}}); err != nil {
		t.Fatal(err)
	}
	if err := refusal(t, s); err != nil { // the next change of the ledger
		t.Fatal(err)
	}
	if foundIn(t, s.Path(), "Secretname7.") {
		t.Error("a removed row is still in the files")
	}
	if !foundIn(t, s.Path(), "Secretname8.") {
		t.Error("rows of others were removed")
	}
}
