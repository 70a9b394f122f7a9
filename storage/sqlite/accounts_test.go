package sqlite

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"throughline/account"
	"throughline/account/accounttest"
	"throughline/fault"
	"throughline/ledger"
	"throughline/ledger/ledgertest"
)

func TestAccountsContract(t *testing.T) {
	with := func(t testing.TB, a account.Store, opt Options) account.Store {
		return open(t, a.(*Accounts).store.Path(), opt).Accounts()
	}
	shut := func(t testing.TB, a account.Store) {
		if err := a.(*Accounts).store.Close(); err != nil {
			t.Errorf("Close() = %v", err)
		}
	}
	accounttest.Run(t, accounttest.Subject{
		Open: func(t testing.TB) account.Store {
			return open(t, filepath.Join(t.TempDir(), "a file?%.db"), Options{}).Accounts()
		},
		Close: shut,
		Reopen: func(t testing.TB, a account.Store) account.Store {
			shut(t, a)
			return with(t, a, Options{})
		},
		Beside:   func(t testing.TB, a account.Store) account.Store { return with(t, a, Options{}) },
		ReadOnly: func(t testing.TB, a account.Store) account.Store { return with(t, a, Options{ReadOnly: true}) },
	})
}

// one puts a row, and returns the error.
func one(t testing.TB, s *Store, id, body string) error {
	t.Helper()
	return s.Accounts().Write(t.Context(), account.Batch{Put: []account.Row{{Kind: "account", ID: id, Key: id, Body: []byte(body)}}})
}

// kept is the body of a row.
func kept(t testing.TB, s *Store, id string) string {
	t.Helper()
	r, err := s.Accounts().Row(t.Context(), "account", id)
	if err != nil {
		t.Fatalf("Row() = %v", err)
	}
	return string(r.Body)
}

func TestAccountsAreLockedWithTheLedger(t *testing.T) {
	first := fresh(t)
	if err := one(t, first, "a", "1"); err != nil {
		t.Fatal(err)
	}
	second := open(t, first.Path(), Options{})
	defer second.Close()
	if err := one(t, second, "b", "1"); !fault.Is(err, fault.InUse) || !strings.Contains(err.Error(), first.Path()) {
		t.Errorf("Write() beside a process that writes = %v", err)
	}
	if _, err := second.Accounts().Expire(t.Context(), ledgertest.Start()); !fault.Is(err, fault.InUse) {
		t.Errorf("Expire() beside a process that writes = %v", err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	if err := one(t, second, "b", "1"); err != nil {
		t.Errorf("Write() after the first process ended = %v", err)
	}
}

func TestAccountsOfAnOlderLayout(t *testing.T) {
	path := closed(t)
	takeBack(t, path, 1)
	s := open(t, path, Options{})
	defer s.Close()
	if err := one(t, s, "a", "1"); err != nil {
		t.Errorf("Write() in a file that was brought forward = %v", err)
	}
	if all := ledgertest.All(t, s, "harbor", ledger.Query{}); len(all) != 1 {
		t.Errorf("the file has %d entries, want the one it had", len(all))
	}
}

func TestDamagedAccountsStopWriting(t *testing.T) {
	for what, statement := range map[string]string{
		"a changed body":    `UPDATE account SET body = CAST('owner' AS BLOB) WHERE id = 'a'`,
		"a changed owner":   `UPDATE account SET owner = 'x' WHERE id = 'a'`,
		"a changed time":    `UPDATE account SET expires = 9e12 WHERE id = 'a'`,
		"a changed mark":    `UPDATE account SET mark = mark + 1 WHERE id = 'a'`,
		"a lost key":        `UPDATE account SET key = NULL WHERE id = 'a'`,
		"no batch number":   `DELETE FROM account_batch`,
		"a table that left": `DROP TABLE account`,
	} {
		t.Run(what, func(t *testing.T) {
			s := fresh(t)
			if err := one(t, s, "a", "1"); err != nil {
				t.Fatal(err)
			}
			run(t, raw(t, s.Path()), statement)
			_, seen := s.Accounts().Row(t.Context(), "account", "a")
			if seen == nil {
				seen = one(t, s, "b", "1")
			}
			if f := fault.Of(seen); f == nil || f.Kind != fault.Corrupt || !strings.Contains(f.Sentence, s.Path()) || f.Remedy == "" {
				t.Errorf("damage is told as %v", seen)
			}
			if err := one(t, s, "c", "1"); !fault.Is(err, fault.Corrupt) {
				t.Errorf("Write() after damage was seen = %v", err)
			}
			if err := refusal(t, s); !fault.Is(err, fault.Corrupt) {
				t.Errorf("Append() after damage was seen = %v", err)
			}
		})
	}
}

func TestABackupHoldsTheAccounts(t *testing.T) {
	s := fresh(t)
	if err := one(t, s, "a", "1"); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "copy.db")
	if err := s.Backup(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	copied := open(t, path, Options{})
	defer copied.Close()
	if got := kept(t, copied, "a"); got != "1" {
		t.Errorf("the copy has %q", got)
	}
}

func TestAccountsSurviveAKill(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data.db")
	s := open(t, path, Options{})
	if err := one(t, s, "a", "1"); err != nil {
		t.Fatal(err)
	}
	// What is on the disk now is what a power cut would leave: nothing was closed.
	left := filepath.Join(t.TempDir(), "left.db")
	for _, end := range []string{"", "-wal"} {
		b, err := os.ReadFile(path + end)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(left+end, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	after := open(t, left, Options{})
	defer after.Close()
	if got := kept(t, after, "a"); got != "1" {
		t.Errorf("after the cut there is %q", got)
	}
}
