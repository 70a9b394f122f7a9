//go:build unix

package sqlite

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"throughline/ledger"
	"throughline/ledger/ledgertest"
)

// A process in which four writers race is killed again and again at random moments. What it said was
// written must be there, nothing may be there by half, and the chain must verify.
func TestKilledProcessLosesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data.db")
	random := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 3))
	acknowledged := map[int64]string{}
	for round := range rounds(t) {
		lines, kill := spoken(t, child(t, "write", path, fmt.Sprintf("round-%d", round)))
		for range 1 + random.IntN(80) {
			line, running := <-lines
			if !running {
				t.Fatalf("round %d: the process ended by itself", round)
			}
			remember(t, acknowledged, line)
		}
		moment := time.AfterFunc(time.Duration(random.IntN(3_000_000)), kill) // anywhere in a change
		for line := range lines {                                             // what it said before it died was acknowledged too
			remember(t, acknowledged, line)
		}
		moment.Stop()
		survived(t, path, acknowledged)
		if t.Failed() {
			t.Fatalf("round %d", round)
		}
	}
	t.Logf("%d acknowledged changes in %d rounds", len(acknowledged), rounds(t))
}

func remember(t testing.TB, acknowledged map[int64]string, line string) {
	t.Helper()
	var position int64
	var hash string
	if n, err := fmt.Sscanf(line, "%d %s", &position, &hash); n != 2 || err != nil || len(hash) != 64 {
		t.Errorf("the process said %q", line)
		return
	}
	if old, ok := acknowledged[position]; ok && old != hash {
		t.Errorf("position %d was acknowledged twice", position)
	}
	acknowledged[position] = hash
}

// survived opens the file after a crash and compares it with what was acknowledged.
func survived(t testing.TB, path string, acknowledged map[int64]string) {
	t.Helper()
	s := open(t, path, Options{})
	defer s.Close()
	there := map[int64]string{}
	for _, e := range ledgertest.All(t, s, "harbor", ledger.Query{}) {
		there[e.Position] = e.Hash.String()
		if e.Verb != "x" && len(e.Documents) != 2 { // x is of refusal below
			t.Errorf("entry %d has %d documents, want both", e.Position, len(e.Documents))
		}
	}
	for position, hash := range acknowledged {
		if there[position] != hash {
			t.Errorf("the acknowledged change %d is lost", position)
		}
	}
	if _, err := ledger.Verify(t.Context(), s, "harbor", nil); err != nil {
		t.Errorf("Verify() = %v", err)
	}
	if err := s.Check(t.Context()); err != nil {
		t.Errorf("Check() = %v", err)
	}
	if err := refusal(t, s); err != nil {
		t.Errorf("a write after the crash = %v", err)
	}
}
