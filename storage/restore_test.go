package storage_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"throughline/fault"
	"throughline/ledger"
	"throughline/ledger/ledgertest"
	"throughline/storage"
	"throughline/storage/memory"
)

// filled is a store with two workspaces, one of them with an erased person.
func filled(t *testing.T) *memory.Store {
	t.Helper()
	s := memory.New()
	a, b := ledgertest.NewHistory("a"), ledgertest.NewHistory("b")
	for i := range 10 {
		a.Next(a.Person("ana", int32(i+1), "Ana", "ana@example.org"), a.Person("ben", int32(i+1), "Ben", "ben@example.org"))
		b.Since(ledgertest.Start(), ledgertest.Doc("unit", "core", int32(i+1), fmt.Sprintf(`{"n":%d}`, i)))
	}
	a.Append(t, s, a.Entries...)
	b.Append(t, s, b.Entries...)
	if _, err := s.Erase(t.Context(), "a", "person", "ana"); err != nil {
		t.Fatal(err)
	}
	return s
}

// same fails the test unless both stores hold the same workspaces.
func same(t *testing.T, want, got ledger.Store) {
	t.Helper()
	for _, name := range []string{"a", "b"} {
		if diff := ledgertest.Diff(ledgertest.All(t, want, name, ledger.Query{}), ledgertest.All(t, got, name, ledger.Query{})); diff != "" {
			t.Errorf("entries of %s (-want +got):\n%s", name, diff)
		}
		_, w := ledgertest.Latest(t, want, name)
		_, g := ledgertest.Latest(t, got, name)
		if diff := ledgertest.Diff(w, g); diff != "" {
			t.Errorf("latest of %s (-want +got):\n%s", name, diff)
		}
		if _, err := ledger.Verify(t.Context(), got, name, nil); err != nil {
			t.Errorf("Verify(%s) = %v", name, err)
		}
	}
}

func TestRestoreBringsAllBack(t *testing.T) {
	from, into := filled(t), memory.New()
	var archive bytes.Buffer
	if n, err := ledger.WriteArchive(&archive, ledger.History(t.Context(), from, "a", "b")); n != 20 || err != nil {
		t.Fatalf("WriteArchive() = %d, %v", n, err)
	}
	if strings.Contains(archive.String(), "ana@example.org") || !strings.Contains(archive.String(), "ben@example.org") {
		t.Error("the archive must hold personal text, but none that was erased")
	}
	got, err := storage.Restore(t.Context(), into, ledger.ReadArchive(&archive), nil)
	want := []storage.Restored{{Workspace: "a", Entries: 10, Total: 10}, {Workspace: "b", Entries: 10, Total: 10}}
	if diff := ledgertest.Diff(want, got); diff != "" || err != nil {
		t.Errorf("Restore() = %v (-want +got):\n%s", err, diff)
	}
	same(t, from, into)
}

func TestRestoreGoesOnWhereItWasInterrupted(t *testing.T) {
	from, into := filled(t), memory.New()
	broken := errors.New("the line broke")
	_, err := storage.Restore(t.Context(), into, func(yield func(ledger.Archived, error) bool) {
		n := 0
		for a, err := range ledger.History(t.Context(), from, "a", "b") {
			if n++; n == 15 {
				err = broken
			}
			if !yield(a, err) {
				return
			}
		}
	}, nil)
	if !errors.Is(err, broken) {
		t.Fatalf("Restore() = %v", err)
	}
	if head, _ := into.Head(t.Context(), "a"); head.Position != 10 {
		t.Fatalf("the first workspace has %d entries, want it whole", head.Position)
	}
	for range 2 { // the second time nothing is left to do
		if _, err := storage.Restore(t.Context(), into, ledger.History(t.Context(), from, "a", "b"), nil); err != nil {
			t.Fatalf("Restore() again = %v", err)
		}
		same(t, from, into)
	}
}

func TestRestoreRefusesAnotherHistory(t *testing.T) {
	from := filled(t)
	for name, n := range map[string]int{"shorter": 3, "as long": 10, "longer": 12} {
		into, other := memory.New(), ledgertest.NewHistory("a")
		for range n {
			other.Next()
		}
		other.Append(t, into, other.Entries...)
		if _, err := storage.Restore(t.Context(), into, ledger.History(t.Context(), from, "a", "b"), nil); !fault.Is(err, fault.Conflict) || ledger.IsMoved(nil) {
			t.Errorf("Restore over a %s history = %v, want a conflict", name, err)
		}
		if diff := ledgertest.Diff(other.Entries, ledgertest.All(t, into, "a", ledger.Query{})); diff != "" {
			t.Errorf("a refused restore changed the store:\n%s", diff)
		}
	}
	longer := filled(t)
	head, _ := longer.Head(t.Context(), "b")
	more := ledger.Entry{Recorded: head.Recorded, Actor: "person/ana", Verb: "x"}.Follow(head)
	if err := longer.Append(t.Context(), "b", head, []ledger.Entry{more}); err != nil {
		t.Fatal(err)
	}
	if _, err := storage.Restore(t.Context(), longer, ledger.History(t.Context(), from, "a", "b"), nil); !fault.Is(err, fault.Conflict) {
		t.Errorf("Restore over a history that went on = %v, want a conflict", err)
	}
}

func TestRestoreWritesInPortions(t *testing.T) {
	from, into := memory.New(), &counting{Store: memory.New()}
	h := ledgertest.NewHistory("a")
	for i := range 5000 {
		h.Next(ledgertest.Doc("work", fmt.Sprintf("w-%d", i), 1, `{}`))
	}
	for i := range 3 {
		h.Next(ledgertest.Doc("work", "big", int32(i+1), `{"text":"`+strings.Repeat("x", 3<<20)+`"}`))
	}
	h.Append(t, from, h.Entries...)
	var told []int64
	_, err := storage.Restore(t.Context(), into, ledger.History(t.Context(), from, "a"), func(r storage.Restored) { told = append(told, r.Entries) })
	if err != nil {
		t.Fatal(err)
	}
	if diff := ledgertest.Diff([]int{1000, 1000, 1000, 1000, 1000, 2, 1}, into.batches); diff != "" {
		t.Errorf("batches (-want +got):\n%s", diff)
	}
	if diff := ledgertest.Diff([]int64{1000, 2000, 3000, 4000, 5000, 5002, 5003}, told); diff != "" {
		t.Errorf("progress (-want +got):\n%s", diff)
	}
}

// counting remembers the sizes of the batches.
type counting struct {
	*memory.Store
	batches []int
}

func (c *counting) Append(ctx context.Context, w string, after ledger.Head, entries []ledger.Entry) error {
	c.batches = append(c.batches, len(entries))
	return c.Store.Append(ctx, w, after, entries)
}
