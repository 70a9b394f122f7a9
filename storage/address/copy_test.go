package address

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"path/filepath"
	"testing"

	"throughline/ledger"
	"throughline/ledger/ledgertest"
	"throughline/storage"
	"throughline/testing/postgrestest"
)

// A history wanders through archives from one engine to the next and comes back the same.
func TestHistoriesMoveBetweenEngines(t *testing.T) {
	dir := t.TempDir()
	places := []string{"memory", filepath.Join(dir, "a.db"), postgrestest.Database(t), filepath.Join(dir, "b.db"), "memory"}
	var stores []ledger.Store
	for _, place := range places {
		s, err := Open(t.Context(), place, Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		stores = append(stores, s)
	}
	for _, name := range []string{"harbor", "Ä b"} {
		h := ledgertest.NewHistory(name)
		for i := range 50 {
			h.Since(ledgertest.Start().Add(-1), h.Person("ana", int32(i+1), "Ana é", "ana@example.org"), h.Person("ben", int32(i+1), "Ben", ""), ledgertest.Doc("unit", "core", int32(i+1), fmt.Sprintf(`{"n" : %d}`, i)))
		}
		h.Next(ledgertest.Gone("unit", "core", 51))
		h.Append(t, stores[0], h.Entries...)
		if _, err := stores[0].Erase(t.Context(), name, "person", "ana"); err != nil {
			t.Fatal(err)
		}
	}
	for i := range len(stores) - 1 {
		move(t, stores[i], stores[i+1])
		compare(t, stores[0], stores[i+1], places[i+1])
	}
}

// move copies everything through a packed archive.
func move(t *testing.T, from, to ledger.Store) {
	t.Helper()
	names, err := from.(ledger.Lister).Workspaces(t.Context())
	if err != nil || len(names) != 2 {
		t.Fatalf("Workspaces() = %v, %v", names, err)
	}
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := ledger.WriteArchive(z, ledger.History(t.Context(), from, names...)); err != nil {
		t.Fatalf("WriteArchive() = %v", err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := storage.Restore(t.Context(), to, ledger.ReadArchive(&packed), nil); err != nil {
		t.Fatalf("Restore() = %v", err)
	}
}

func compare(t *testing.T, want, got ledger.Store, place string) {
	t.Helper()
	for _, name := range []string{"harbor", "Ä b"} {
		if diff := ledgertest.Diff(ledgertest.All(t, want, name, ledger.Query{}), ledgertest.All(t, got, name, ledger.Query{})); diff != "" {
			t.Errorf("%s: entries of %s (-want +got):\n%s", place, name, diff)
		}
		_, w := ledgertest.Latest(t, want, name)
		_, g := ledgertest.Latest(t, got, name)
		if diff := ledgertest.Diff(w, g); diff != "" {
			t.Errorf("%s: latest of %s (-want +got):\n%s", place, name, diff)
		}
		if r, err := ledger.Verify(t.Context(), got, name, nil); err != nil || r.Erased != 100 {
			t.Errorf("%s: Verify(%s) = %+v, %v", place, name, r, err)
		}
	}
}

func TestSalvageThroughTheAddress(t *testing.T) {
	for name, place := range map[string]string{"sqlite": filepath.Join(t.TempDir(), "a.db"), "postgres": postgrestest.Database(t)} {
		s, err := Open(t.Context(), place, Options{})
		if err != nil {
			t.Fatal(err)
		}
		h := ledgertest.NewHistory("harbor")
		h.Append(t, s, h.Next(), h.Next())
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		s, err = Open(t.Context(), place, Options{Salvage: true})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		defer s.Close()
		n := 0
		for range ledger.Salvage(ledger.History(t.Context(), s, "harbor"), func(w string, err error) { t.Errorf("%s: lost %s: %v", name, w, err) }) {
			n++
		}
		if n != 2 {
			t.Errorf("%s: salvage gave %d entries of 2", name, n)
		}
	}
}
