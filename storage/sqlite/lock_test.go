//go:build unix

package sqlite

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"throughline/fault"
	"throughline/ledger"
	"throughline/ledger/ledgertest"
)

func TestSecondProcessMayReadAndIsToldWhoWrites(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data.db")
	cmd := child(t, "hold", path, "http://127.0.0.1:8080")
	lines, kill := spoken(t, cmd)
	if line := <-lines; line != "ready" {
		t.Fatalf("the first process says %q", line)
	}
	s := open(t, path, Options{})
	defer s.Close()
	if all := ledgertest.All(t, s, "harbor", ledger.Query{}); len(all) != 1 {
		t.Errorf("the second process reads %d entries, want 1", len(all))
	}
	err := refusal(t, s)
	want := fmt.Sprintf("%s is in use by process %d at http://127.0.0.1:8080", path, cmd.Process.Pid)
	if f := fault.Of(err); f == nil || f.Kind != fault.InUse || f.Sentence != want || !strings.Contains(f.Remedy, "Stop that process") {
		t.Errorf("a write beside another process = %v, want %q with a remedy", err, want)
	}
	if _, err := s.Erase(t.Context(), "harbor", "person", "ana"); !fault.Is(err, fault.InUse) {
		t.Errorf("an erasure beside another process = %v", err)
	}
	kill() // without a goodbye: the lock of a dead process must not block
	for range lines {
	}
	if err := refusal(t, s); err != nil {
		t.Errorf("a write after the other process died = %v", err)
	}
	if all := ledgertest.All(t, s, "harbor", ledger.Query{}); len(all) != 2 {
		t.Errorf("after the takeover there are %d entries, want 2", len(all))
	}
}

func TestSecondStoreInTheSameProcess(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data.db")
	first := open(t, path, Options{Address: "http://127.0.0.1:1"})
	second := open(t, path, Options{})
	defer second.Close()
	if err := refusal(t, second); !fault.Is(err, fault.InUse) || !strings.Contains(err.Error(), fmt.Sprintf("process %d at http://127.0.0.1:1", os.Getpid())) {
		t.Errorf("the second store writes: %v", err)
	}
	for _, address := range []string{"http://127.0.0.1:12345/a/long/one", ""} { // shorter text must not leave a rest
		if err := first.Announce(address); err != nil {
			t.Fatal(err)
		}
		err := refusal(t, second)
		sentence := fmt.Sprintf("%s is in use by process %d", path, os.Getpid())
		if address != "" {
			sentence += " at " + address
		}
		if f := fault.Of(err); f == nil || f.Sentence != sentence {
			t.Errorf("after Announce(%q): %v, want %q", address, err, sentence)
		}
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	if err := refusal(t, second); err != nil {
		t.Errorf("a write after the first store closed = %v", err)
	}
}

func TestReadOnlyNeverTakesTheLock(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data.db")
	if err := open(t, path, Options{}).Close(); err != nil {
		t.Fatal(err)
	}
	reader := open(t, path, Options{ReadOnly: true})
	defer reader.Close()
	if err := refusal(t, reader); !fault.Is(err, fault.ReadOnly) || !strings.Contains(err.Error(), path) {
		t.Errorf("a write to what was opened for reading = %v", err)
	}
	if err := reader.Announce("http://x"); err != nil {
		t.Errorf("Announce() of a reader = %v", err)
	}
	writer := open(t, path, Options{})
	defer writer.Close()
	if err := refusal(t, writer); err != nil {
		t.Errorf("a write beside a reader = %v", err)
	}
	if all := ledgertest.All(t, reader, "harbor", ledger.Query{}); len(all) != 1 {
		t.Errorf("the reader sees %d entries, want 1", len(all))
	}
}

func TestNonsenseInTheLockFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data.db")
	first := open(t, path, Options{})
	defer first.Close()
	second := open(t, path, Options{})
	defer second.Close()
	for _, text := range []string{"", "\n", "hello", "99999999999999999999 x", "\x00\x01"} {
		if err := os.WriteFile(path+".lock", []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := refusal(t, second); !fault.Is(err, fault.InUse) || !strings.Contains(err.Error(), "in use by another process") {
			t.Errorf("with %q in the lock file: %v", text, err)
		}
	}
}

func TestStaleLockFileBlocksNobody(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data.db")
	if err := os.WriteFile(path+".lock", []byte("1 http://gone\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := open(t, path, Options{})
	defer s.Close()
	if err := refusal(t, s); err != nil {
		t.Errorf("a write beside a stale lock file = %v", err)
	}
}
