package ledgertest

import (
	"slices"
	"strings"
	"testing"
	"time"

	"throughline/ledger"
)

func latestChecks() []check {
	return []check{
		{"an earlier truth told later does not replace the latest", earlierToldLater},
		{"of one moment the later position wins", sameMoment},
		{"one record several times in a batch", oneRecordOften},
		{"one record twice in an entry", oneRecordTwice},
		{"a tombstone is a latest document", tombstoneIsLatest},
		{"a record comes back after its tombstone", backFromTombstone},
		{"latest is ordered by bytes, not by a language", orderedByBytes},
		{"latest is one consistent reading", consistentReading},
		{"latest is left early", latestLeftEarly},
		{"latest knows the highest number of any version", highestNumbers},
	}
}

// ids reads the latest documents as kind/id@version.
func latestOf(t testing.TB, s ledger.Store, kind, id string) ledger.Version {
	t.Helper()
	_, all := Latest(t, s, "harbor")
	i := slices.IndexFunc(all, func(v ledger.Version) bool { return v.Document.Kind == kind && v.Document.ID == id })
	if i < 0 {
		t.Fatalf("no latest document of %s/%s", kind, id)
	}
	return all[i]
}

func earlierToldLater(t *testing.T, s Subject) {
	store, h := s.open(t), NewHistory("harbor")
	h.Append(t, store, h.Next(Doc("unit", "core", 1, `{"n":1}`)))
	h.Append(t, store, h.Since(Start().Add(-time.Hour), Doc("unit", "core", 2, `{"n":2}`)))
	if got := latestOf(t, store, "unit", "core"); got.Position != 1 || string(got.Document.Body) != `{"n":1}` {
		t.Errorf("latest = %+v, want the change that holds since later", got)
	}
	h.Append(t, store, h.Since(Start().Add(2*time.Second), Doc("unit", "core", 3, `{"n":3}`)))
	if got := latestOf(t, store, "unit", "core"); got.Position != 3 || !got.Effective.Equal(Start().Add(2*time.Second)) {
		t.Errorf("latest = %+v, want position 3", got)
	}
	h.holds(t, store)
}

func sameMoment(t *testing.T, s Subject) {
	store, h := s.open(t), NewHistory("harbor")
	moment := Start().Add(-time.Minute)
	h.Append(t, store, h.Since(moment, Doc("unit", "core", 1, `{"n":1}`)))
	h.Append(t, store, h.Since(moment, Doc("unit", "core", 2, `{"n":2}`)), h.Since(moment, Doc("unit", "core", 3, `{"n":3}`)))
	if got := latestOf(t, store, "unit", "core"); got.Position != 3 {
		t.Errorf("latest = %+v, want position 3", got)
	}
}

func oneRecordOften(t *testing.T, s Subject) {
	store, h := s.open(t), NewHistory("harbor")
	h.Next(Doc("unit", "core", 1, `{"n":1}`))
	h.Since(Start().Add(-time.Hour), Doc("unit", "core", 2, `{"n":2}`), Doc("unit", "legal", 1, `{}`))
	h.Next(Doc("unit", "core", 3, `{"n":3}`))
	h.Since(Start().Add(-time.Minute), Doc("unit", "core", 4, `{"n":4}`))
	h.Append(t, store, h.Entries...)
	if got := latestOf(t, store, "unit", "core"); got.Position != 3 || got.Document.Version != 3 {
		t.Errorf("latest = %+v, want position 3", got)
	}
	if got := Between(t, store, "harbor", time.Time{}, Start().Add(time.Hour)); len(got) != 5 || got[0].Document.Version != 2 || got[2].Document.Version != 4 {
		t.Errorf("Between() = %+v", got)
	}
	h.holds(t, store)
}

func oneRecordTwice(t *testing.T, s Subject) {
	store, h := s.open(t), NewHistory("harbor")
	h.Append(t, store, h.Next(Doc("unit", "core", 1, `{"n":1}`), Doc("unit", "core", 2, `{"n":2}`)))
	if got := latestOf(t, store, "unit", "core"); got.Document.Version != 2 {
		t.Errorf("latest = %+v, want the later place in the entry", got)
	}
	h.holds(t, store)
}

func tombstoneIsLatest(t *testing.T, s Subject) {
	store, h := s.open(t), NewHistory("harbor")
	h.Append(t, store, h.Next(Doc("unit", "core", 1, `{}`)), h.Next(Gone("unit", "core", 2)))
	if got := latestOf(t, store, "unit", "core"); !got.Document.Deleted || len(got.Document.Body) != 0 || got.Document.Version != 2 {
		t.Errorf("latest = %+v, want the tombstone", got)
	}
}

func backFromTombstone(t *testing.T, s Subject) {
	store, h := s.open(t), NewHistory("harbor")
	h.Append(t, store, h.Next(Doc("unit", "core", 1, `{}`)), h.Next(Gone("unit", "core", 2)))
	h.Append(t, store, h.Next(Doc("unit", "core", 3, `{"back":true}`)))
	if got := latestOf(t, store, "unit", "core"); got.Document.Deleted || string(got.Document.Body) != `{"back":true}` {
		t.Errorf("latest = %+v, want the record again", got)
	}
}

func orderedByBytes(t *testing.T, s Subject) {
	store, h := s.open(t), NewHistory("harbor")
	names := []string{"A", "B", "Z", "_", "a", "a b", "a-b", "aa", "b", "Ä", "ä", "é", "ｚ", "😀"}
	var shuffled []ledger.Document
	for i := range names {
		name := names[(i*5+3)%len(names)]
		shuffled = append(shuffled, Doc("Unit", name, 1, `{}`), Doc("unit", name, 1, `{}`))
	}
	h.Append(t, store, h.Next(shuffled...))
	_, all := Latest(t, store, "harbor")
	var got []string
	for _, v := range all {
		got = append(got, v.Document.Kind+"/"+v.Document.ID)
	}
	var want []string
	for _, kind := range []string{"Unit", "unit"} {
		for _, name := range names {
			want = append(want, kind+"/"+name)
		}
	}
	if diff := Diff(want, got); diff != "" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
}

func consistentReading(t *testing.T, s Subject) {
	store, h := s.open(t), NewHistory("harbor")
	for i := range 300 {
		h.Next(Doc("unit", string(rune('A'+i%26))+string(rune('a'+i/26)), 1, `{}`))
	}
	h.Append(t, store, h.Entries...)
	was, n := h.Head, 0
	var told ledger.Head
	for v, err := range store.Latest(t.Context(), "harbor", func(at ledger.Head) { told = at }) {
		if err != nil {
			t.Fatal(err)
		}
		if n++; n == 1 { // writing while reading is allowed, and not seen
			h.Append(t, store, h.Next(Doc("unit", "Zz", 1, `{}`), Doc("unit", "zz", 1, `{}`), Gone("unit", "Ba", 2)))
		}
		if v.Position > was.Position {
			t.Errorf("saw %s of position %d, written after the reading began", v.Document.ID, v.Position)
		}
	}
	if told != was || n != 300 {
		t.Errorf("the reading gave %d documents at position %d, want 300 at %d", n, told.Position, was.Position)
	}
	h.holds(t, store)
}

func latestLeftEarly(t *testing.T, s Subject) {
	store, h := s.open(t), NewHistory("harbor")
	h.Append(t, store, h.Next(Doc("unit", "a", 1, `{}`), Doc("unit", "b", 1, `{}`), Doc("unit", "c", 1, `{}`)))
	for range 50 { // more often than a store has connections
		for range store.Latest(t.Context(), "harbor", nil) {
			break
		}
		for range store.Entries(t.Context(), "harbor", ledger.Query{}) {
			break
		}
		for range store.Between(t.Context(), "harbor", time.Time{}, Start().Add(time.Hour)) {
			break
		}
	}
	h.Append(t, store, h.Next(Doc("unit", "a", 2, `{}`)))
	h.holds(t, store)
}

func highestNumbers(t *testing.T, s Subject) {
	store, h := s.Open(t), NewHistory("harbor")
	holds := func(record string, version, highest int32) {
		t.Helper()
		kind, id, _ := strings.Cut(record, "/")
		if v := latestOf(t, store, kind, id); v.Document.Version != version || v.Highest != highest {
			t.Errorf("%s stands as version %d and has %d, want %d and %d", record, v.Document.Version, v.Highest, version, highest)
		}
	}
	early := Start().Add(-time.Hour)
	h.Append(t, store, h.Next(Doc("unit", "core", 1, `{}`), Doc("unit", "legal", 1, `{}`), Doc("theme", "a", 1, `{}`)))
	holds("unit/core", 1, 1)
	h.Append(t, store, h.Since(early, Doc("unit", "core", 2, `{}`), Doc("unit", "sales", 1, `{}`)))
	holds("unit/core", 1, 2)
	holds("unit/sales", 1, 1)
	h.Append(t, store, h.Since(early, Gone("unit", "core", 3)), h.Since(early.Add(time.Second), Gone("theme", "a", 2)))
	holds("unit/core", 1, 3)
	holds("theme/a", 1, 2)
	h.Append(t, store, h.Next(Doc("unit", "core", 4, `{}`)))
	holds("unit/core", 4, 4)
	h.Next(Doc("unit", "legal", 2, `{}`)) // in one batch with an earlier one told later
	h.Since(early, Doc("unit", "legal", 3, `{}`), Doc("unit", "core", 5, `{}`))
	h.Append(t, store, h.Entries[len(h.Entries)-2:]...)
	holds("unit/legal", 2, 3)
	holds("unit/core", 4, 5)
	h.Append(t, store, h.Next(Gone("unit", "core", 6)), h.Since(early, Doc("unit", "core", 7, `{}`)))
	holds("unit/core", 6, 7)
	h.Append(t, store, h.Next(Doc("unit", "legal", 2, `{}`))) // numbers that were given before do no harm
	holds("unit/legal", 2, 3)
	h.Append(t, store, h.Next(Doc("unit", "sales", 3, `{}`)), h.Next(Doc("unit", "sales", 2, `{}`)))
	holds("unit/sales", 2, 3)
	if s.Reopen != nil {
		store = s.Reopen(t, store)
		holds("unit/core", 6, 7)
		holds("unit/legal", 2, 3)
	}
	h.holds(t, store)
	if err := store.Close(); err != nil {
		t.Errorf("Close() = %v", err)
	}
}
