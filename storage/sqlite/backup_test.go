package sqlite

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"throughline/fault"
	"throughline/ledger"
	"throughline/ledger/ledgertest"
)

func TestBackupIsWhole(t *testing.T) {
	s := fresh(t)
	h := ledgertest.NewHistory("harbor")
	for i := range 300 {
		h.Next(h.Person("ana", int32(i+1), "Ana", "ana@example.org"))
	}
	h.Append(t, s, h.Entries...)
	path := filepath.Join(t.TempDir(), "copy.db")
	if err := s.Backup(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the copy has mode %v, %v, want 0600", info.Mode(), err)
	}
	refused := s.Backup(t.Context(), path)
	if !fault.Is(refused, fault.Conflict) {
		t.Errorf("a backup over a backup = %v", refused)
	}
	h.Append(t, s, h.Next()) // the first is not disturbed, nor does the copy follow it
	second := open(t, path, Options{})
	defer second.Close()
	if diff := ledgertest.Diff(h.Entries[:300], ledgertest.All(t, second, "harbor", ledger.Query{})); diff != "" {
		t.Errorf("the copy (-want +got):\n%s", diff)
	}
	if _, err := ledger.Verify(t.Context(), second, "harbor", nil); err != nil {
		t.Errorf("Verify() of the copy = %v", err)
	}
	if err := refusal(t, second); err != nil {
		t.Errorf("a write to the copy = %v", err)
	}
	if _, err := s.readers.ExecContext(t.Context(), `DELETE FROM head`); err == nil {
		t.Error("after the backup a reading connection can write")
	}
}

func TestBackupWhileWriting(t *testing.T) {
	s := fresh(t)
	var wg sync.WaitGroup
	wg.Go(func() {
		if err := ledgertest.Race(t.Context(), s, "harbor", "w", 100, func(ledger.Entry) {}); err != nil {
			t.Errorf("Race() = %v", err)
		}
	})
	for i := range 3 {
		path := filepath.Join(t.TempDir(), "copy.db")
		if err := s.Backup(t.Context(), path); err != nil {
			t.Fatalf("backup %d: %v", i, err)
		}
		c := open(t, path, Options{})
		if _, err := ledger.Verify(t.Context(), c, "harbor", nil); err != nil {
			t.Errorf("Verify() of copy %d = %v", i, err)
		}
		c.Close()
	}
	wg.Wait()
}

func TestBackupThatCannotBe(t *testing.T) {
	s := fresh(t)
	if err := s.Backup(t.Context(), filepath.Join(t.TempDir(), "none", "copy.db")); !fault.Is(err, fault.Unavailable) {
		t.Errorf("Backup() into a folder that is not there = %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	path := filepath.Join(t.TempDir(), "copy.db")
	if err := s.Backup(ctx, path); !fault.Is(err, fault.Cancelled) {
		t.Errorf("Backup() that was stopped = %v", err)
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("a stopped backup left a file")
	}
}
