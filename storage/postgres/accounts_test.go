package postgres

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"throughline/account"
	"throughline/account/accounttest"
	"throughline/fault"
	"throughline/ledger"
	"throughline/ledger/ledgertest"
	"throughline/testing/postgrestest"
)

func TestAccountsContract(t *testing.T) {
	addresses := map[account.Store]string{}
	at := func(t testing.TB, address string, opt Options) account.Store {
		a := open(t, address, opt).Accounts()
		addresses[a] = address
		return a
	}
	shut := func(t testing.TB, a account.Store) {
		if err := a.(*Accounts).store.Close(); err != nil {
			t.Errorf("Close() = %v", err)
		}
	}
	accounttest.Run(t, accounttest.Subject{
		Open:  func(t testing.TB) account.Store { return at(t, postgrestest.Database(t), Options{}) },
		Close: shut,
		Reopen: func(t testing.TB, a account.Store) account.Store {
			shut(t, a)
			return at(t, addresses[a], Options{})
		},
		Beside:   func(t testing.TB, a account.Store) account.Store { return at(t, addresses[a], Options{}) },
		ReadOnly: func(t testing.TB, a account.Store) account.Store { return at(t, addresses[a], Options{ReadOnly: true}) },
	})
}

// one puts a row, and returns the error.
func one(t testing.TB, s *Store, id, body string) error {
	t.Helper()
	return s.Accounts().Write(t.Context(), account.Batch{Put: []account.Row{{Kind: "account", ID: id, Key: id, Body: []byte(body)}}})
}

// bodies are the bodies of all rows, in the order of their ids.
func bodies(t testing.TB, s *Store) string {
	t.Helper()
	all, err := s.Accounts().List(t.Context(), account.Query{Kind: "account"})
	if err != nil {
		t.Fatalf("List() = %v", err)
	}
	var out []string
	for _, r := range all {
		out = append(out, r.ID+"="+string(r.Body))
	}
	return strings.Join(out, " ")
}

// Several processes write the accounts of one database.
func TestAccountsOfSeveralProcesses(t *testing.T) {
	address := postgrestest.Database(t)
	var wg sync.WaitGroup
	var mu sync.Mutex
	made := 0
	for p := range 3 {
		s := open(t, address, Options{})
		defer s.Close()
		wg.Go(func() {
			for i := range 20 {
				err := one(t, s, fmt.Sprint("row-", i), fmt.Sprint(p))
				if err != nil && !account.IsMoved(err) {
					t.Errorf("Write() = %v", err)
				}
				if err == nil {
					mu.Lock()
					made++
					mu.Unlock()
				}
			}
		})
	}
	wg.Wait()
	if made != 20 {
		t.Errorf("20 rows were made %d times", made)
	}
}

func TestAccountsOfAnOlderLayout(t *testing.T) {
	address := postgrestest.Database(t)
	first := open(t, address, Options{})
	h := ledgertest.NewHistory("harbor")
	h.Append(t, first, h.Next())
	first.Close()
	takeBack(t, address, 1)
	s := open(t, address, Options{})
	defer s.Close()
	if err := one(t, s, "a", "1"); err != nil {
		t.Errorf("Write() in a database that was brought forward = %v", err)
	}
	if all := ledgertest.All(t, s, "harbor", ledger.Query{}); len(all) != 1 {
		t.Errorf("the database has %d entries, want the one it had", len(all))
	}
}

func TestDamagedAccountsStopWriting(t *testing.T) {
	for what, statement := range map[string]string{
		"a changed body":  `UPDATE account SET body = 'owner'`,
		"a changed owner": `UPDATE account SET owner = 'x'`,
		"a lost key":      `UPDATE account SET key = NULL`,
	} {
		t.Run(what, func(t *testing.T) {
			address := postgrestest.Database(t)
			s := open(t, address, Options{})
			defer s.Close()
			if err := one(t, s, "a", "1"); err != nil {
				t.Fatal(err)
			}
			run(t, address, statement)
			_, err := s.Accounts().Row(t.Context(), "account", "a")
			if f := fault.Of(err); f == nil || f.Kind != fault.Corrupt || !strings.Contains(f.Sentence, "the PostgreSQL database") || f.Remedy == "" {
				t.Errorf("damage is told as %v", err)
			}
			if err := one(t, s, "c", "1"); !fault.Is(err, fault.Corrupt) {
				t.Errorf("Write() after damage was seen = %v", err)
			}
		})
	}
}

func TestConnectionLostBeforeTheAccountsArrived(t *testing.T) {
	w, address := newWire(t, postgrestest.Database(t))
	s := open(t, address, Options{})
	defer s.Close()
	if err := one(t, s, "a", "1"); err != nil {
		t.Fatal(err)
	}
	for _, at := range []string{"begin", "never-arrives", "commit"} {
		w.cut(at, true)
		err := one(t, s, "b", "never-arrives")
		if f := fault.Of(err); f == nil || f.Kind != fault.Unavailable || !strings.Contains(f.Remedy, "nothing was written") {
			t.Errorf("Write() over a wire that broke before %s = %v (%v)", at, err, errors.Unwrap(err))
		}
		if got := bodies(t, s); got != "a=1" {
			t.Errorf("broken before %s: there are %s", at, got)
		}
	}
	if err := one(t, s, "b", "2"); err != nil {
		t.Errorf("Write() once the wire is whole = %v", err)
	}
}

func TestConnectionLostBeforeTheAccountsAnswerCame(t *testing.T) {
	w, address := newWire(t, postgrestest.Database(t))
	s := open(t, address, Options{})
	defer s.Close()
	w.cut("commit", false)
	if err := one(t, s, "a", "1"); err != nil {
		t.Errorf("Write() of a batch that was kept = %v (%v)", err, errors.Unwrap(err))
	}
	if got := bodies(t, s); got != "a=1" {
		t.Errorf("there are %s", got)
	}
}

func TestAccountsOfAServerThatStaysAway(t *testing.T) {
	w, address := newWire(t, postgrestest.Database(t))
	s := open(t, address, Options{Patience: 300 * time.Millisecond})
	defer s.Close()
	if err := one(t, s, "a", "1"); err != nil {
		t.Fatal(err)
	}
	w.cut("commit", true)
	w.listener.Close()
	err := one(t, s, "b", "1")
	if f := fault.Of(err); f == nil || f.Kind != fault.Unavailable || !strings.Contains(f.Sentence, "it is not known whether the change was kept") {
		t.Errorf("Write() to a server that stays away = %v", err)
	}
}

// A write that is stopped while it waits for another leaves nothing, and says that it was stopped.
func TestAccountsStoppedWhileWaiting(t *testing.T) {
	address := postgrestest.Database(t)
	s := open(t, address, Options{})
	defer s.Close()
	if err := one(t, s, "a", "1"); err != nil {
		t.Fatal(err)
	}
	r, err := s.Accounts().Row(t.Context(), "account", "a")
	if err != nil {
		t.Fatal(err)
	}
	holder, err := s.pool.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := holder.Exec(t.Context(), `SELECT FROM account FOR UPDATE`); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	r.Body = []byte("2")
	if err := s.Accounts().Write(ctx, account.Batch{Put: []account.Row{r}}); !fault.Is(err, fault.Cancelled) || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Write() that ran out of time = %v", err)
	}
	if err := holder.Rollback(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := bodies(t, s); got != "a=1" {
		t.Errorf("there are %s", got)
	}
}
