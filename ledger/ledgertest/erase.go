package ledgertest

import (
	"testing"
	"time"

	"throughline/ledger"
)

func eraseChecks() []check {
	return []check{
		{"erasing leaves no text and a chain that verifies", eraseLeavesNoText},
		{"erasing twice erases nothing more", eraseTwice},
		{"after erasing, new text can be written", writeAfterErase},
		{"erasing while reading", eraseWhileReading},
	}
}

// team is a history with two people, the first of whom changed three times.
func team() *History {
	h := NewHistory("harbor")
	h.Next(h.Person("ana", 1, "Ana", "ana@example.org"), h.Person("ben", 1, "Ben", "ben@example.org"))
	h.Next(Doc("unit", "ana", 1, `{}`), h.Person("ana", 2, "Ana Lima", "ana@example.org"))
	h.Since(Start().Add(-time.Hour), h.Person("ana", 3, "A.", "a@example.org"))
	return h
}

// erased is the history as it must be after the person was erased.
func (h *History) erased(id string) *History {
	out := *h
	out.Entries = nil
	for _, e := range h.Entries {
		documents := append([]ledger.Document(nil), e.Documents...)
		for i := range documents {
			if documents[i].Kind != "person" || documents[i].ID != id {
				continue
			}
			var gone []ledger.Sealed
			for _, p := range documents[i].Personal {
				gone = append(gone, ledger.Sealed{Field: p.Field, Digest: p.Digest})
			}
			documents[i].Personal = gone
		}
		e.Documents = documents
		out.Entries = append(out.Entries, e)
	}
	return &out
}

func eraseLeavesNoText(t *testing.T, s Subject) {
	store, h := s.open(t), team()
	h.Append(t, store, h.Entries...)
	if n, err := store.Erase(t.Context(), "harbor", "person", "ana"); n != 6 || err != nil {
		t.Errorf("Erase() = %d, %v, want 2 fields of 3 versions", n, err)
	}
	want := h.erased("ana")
	want.holds(t, store)
	if got := latestOf(t, store, "person", "ana"); Diff(want.Entries[1].Documents[1], got.Document) != "" {
		t.Errorf("latest (-want +got):\n%s", Diff(want.Entries[1].Documents[1], got.Document))
	}
	if got := latestOf(t, store, "person", "ben"); got.Document.Personal[0].Text != "Ben" {
		t.Errorf("another person lost text: %+v", got)
	}
	if diff := Diff(want.between(time.Time{}, Start().Add(time.Hour)), Between(t, store, "harbor", time.Time{}, Start().Add(time.Hour))); diff != "" {
		t.Errorf("between (-want +got):\n%s", diff)
	}
	report, err := ledger.Verify(t.Context(), store, "harbor", nil)
	if err != nil || report.Erased != 6 || report.Documents != 5 || report.Entries != 3 {
		t.Errorf("Verify() = %+v, %v", report, err)
	}
}

func eraseTwice(t *testing.T, s Subject) {
	store, h := s.open(t), team()
	h.Append(t, store, h.Entries...)
	for _, c := range []struct {
		kind, id string
		want     int
	}{{"person", "nobody", 0}, {"unit", "ana", 0}, {"person", "ana", 6}, {"person", "ana", 0}, {"person", "ben", 2}} {
		if n, err := store.Erase(t.Context(), "harbor", c.kind, c.id); n != c.want || err != nil {
			t.Errorf("Erase(%s/%s) = %d, %v, want %d", c.kind, c.id, n, err, c.want)
		}
	}
	h.erased("ana").erased("ben").holds(t, store)
}

func writeAfterErase(t *testing.T, s Subject) {
	store, h := s.open(t), team()
	h.Append(t, store, h.Entries...)
	if _, err := store.Erase(t.Context(), "harbor", "person", "ana"); err != nil {
		t.Fatal(err)
	}
	h = h.erased("ana")
	h.Append(t, store, h.Next(h.Person("ana", 4, "Ana again", "again@example.org")))
	h.holds(t, store)
	if got := latestOf(t, store, "person", "ana"); got.Document.Personal[0].Text != "Ana again" {
		t.Errorf("latest = %+v, want the new text", got)
	}
	if n, err := store.Erase(t.Context(), "harbor", "person", "ana"); n != 2 || err != nil {
		t.Errorf("Erase() of the new text = %d, %v, want 2", n, err)
	}
	h.erased("ana").holds(t, store)
}

func eraseWhileReading(t *testing.T, s Subject) {
	store, h := s.open(t), team()
	h.Append(t, store, h.Entries...)
	var got []ledger.Entry
	for e, err := range store.Entries(t.Context(), "harbor", ledger.Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		if len(got) == 0 {
			if _, err := store.Erase(t.Context(), "harbor", "person", "ana"); err != nil {
				t.Fatal(err)
			}
		}
		if wrong := e.Broken(); wrong != "" {
			t.Errorf("entry %d read while erasing: %s", e.Position, wrong)
		}
		got = append(got, e)
	}
	if len(got) != 3 {
		t.Errorf("read %d entries, want 3", len(got))
	}
	h.erased("ana").holds(t, store)
}
