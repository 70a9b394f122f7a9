package sqlite

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"throughline/fault"
	"throughline/ledger"
	"throughline/ledger/ledgertest"
)

// left is what a process that died leaves behind: the file and its WAL, with 30 changes that were acknowledged.
func left(t testing.TB) (file, wal []byte, h *ledgertest.History) {
	t.Helper()
	s := fresh(t)
	h = ledgertest.NewHistory("harbor")
	for i := range 30 {
		before := h.Head
		text := strings.Repeat(fmt.Sprintf("word%d ", i), 10+100*(i%7))
		if err := s.Append(t.Context(), "harbor", before, []ledger.Entry{h.Next(ledgertest.Doc("unit", fmt.Sprintf("u-%d", i%9), int32(i/9+1), `{"text":"`+text+`"}`))}); err != nil {
			t.Fatal(err)
		}
	}
	var all [2][]byte
	for i, end := range []string{"", "-wal"} {
		b, err := os.ReadFile(s.Path() + end)
		if err != nil {
			t.Fatal(err)
		}
		all[i] = b
	}
	if len(all[1]) < 100_000 {
		t.Fatalf("the WAL has %d bytes: the changes are not in it", len(all[1]))
	}
	return all[0], all[1], h
}

// found is what somebody who comes after finds in the place.
func found(t testing.TB, file, wal []byte, opt Options) ([]ledger.Entry, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "data.db")
	for name, b := range map[string][]byte{path: file, path + "-wal": wal} {
		if err := os.WriteFile(name, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s, err := Open(t.Context(), path, opt)
	if err != nil {
		if !strings.Contains(err.Error(), path) {
			t.Errorf("%v: the file is not named", err)
		}
		return nil, err
	}
	defer s.Close()
	var out []ledger.Entry
	for e, err := range s.Entries(t.Context(), "harbor", ledger.Query{}) {
		if err != nil {
			return out, err
		}
		out = append(out, e)
	}
	_, err = ledger.Verify(t.Context(), s, "harbor", nil)
	return out, err
}

// Only the last change may go unnoticed: a power cut while it is written looks the same.
func TestAFlippedBitInTheWALLosesNothingUnnoticed(t *testing.T) {
	file, wal, h := left(t)
	random := rand.New(rand.NewPCG(20261128, 1))
	places := []int{0, 5, 9, 14, 17, 20, 24, 31} // each field of the header
	for range 4 * rounds(t) {
		places = append(places, random.IntN(len(wal)))
	}
	noticed := 0
	for _, at := range places {
		spoilt := bytes.Clone(wal)
		spoilt[at] ^= 1 << random.IntN(8)
		for _, opt := range []Options{{}, {ReadOnly: true}} {
			got, err := found(t, file, spoilt, opt)
			switch {
			case err != nil && !fault.Is(err, fault.Corrupt):
				t.Errorf("a flipped bit in byte %d of the WAL: %v", at, err)
			case err != nil:
				noticed++
			case len(got) < len(h.Entries)-1:
				t.Errorf("a flipped bit in byte %d of the WAL lost %d changes, and nobody is told", at, len(h.Entries)-len(got))
			}
		}
		salvaged, err := found(t, file, spoilt, Options{Salvage: true})
		if diff := ledgertest.Diff(h.Entries[:len(salvaged)], salvaged); diff != "" || len(salvaged) < len(h.Entries)-1 && err == nil {
			t.Errorf("byte %d: salvaged %d entries, %v\n%s", at, len(salvaged), err, diff)
		}
	}
	if noticed < len(places) {
		t.Errorf("of %d flipped bits %d were noticed: too few for this test to tell anything", len(places), noticed/2)
	}
}

// A power cut leaves a WAL that ends anywhere, the pages of its last change in any order. That is no damage.
func TestATornWALIsNoDamage(t *testing.T) {
	file, wal, h := left(t)
	const frame = frameHeader + 4096
	lengths := []int{0, 1, walHeader - 1, walHeader, walHeader + 1, walHeader + frame}
	for cut := walHeader + frame*3/2; cut < len(wal); cut += frame * 5 / 2 {
		lengths = append(lengths, cut)
	}
	for _, n := range lengths {
		got, err := found(t, file, wal[:n], Options{})
		if err != nil && n > 20*frame {
			t.Errorf("a WAL of %d bytes: %v", n, err)
		}
		if diff := ledgertest.Diff(h.Entries[:len(got)], got); diff != "" {
			t.Errorf("a WAL of %d bytes gives something else than the beginning:\n%s", n, diff)
		}
	}
	frames := (len(wal) - walHeader) / frame
	for missing := frames - 1; missing > frames-3; missing-- { // the last change has more pages than that
		torn := bytes.Clone(wal)
		clear(torn[walHeader+missing*frame-frame : walHeader+missing*frame])
		got, err := found(t, file, torn, Options{})
		if err != nil || len(got) != len(h.Entries)-1 {
			t.Errorf("with page %d of %d of the last change missing: %d entries, %v; want all but the last", missing, frames, len(got), err)
		}
	}
}
