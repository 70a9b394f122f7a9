package ledgertest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"throughline/fault"
	"throughline/ledger"
)

func appendChecks() []check {
	return []check{
		{"an empty workspace", emptyWorkspace},
		{"append, then read", appendThenRead},
		{"append at the wrong head changes nothing", appendAtWrongHead},
		{"append refuses what is not sealed rightly", appendRefusesUnsealed},
		{"append takes all of a batch or nothing", appendAllOrNothing},
		{"append of no entries", appendNothing},
		{"append of a thousand entries at once", appendThousand},
		{"an entry of five thousand documents", entryOfManyDocuments},
		{"an entry without documents", entryWithoutDocuments},
		{"a clock that jumps back", clockJumpsBack},
		{"a stopped append changes nothing", appendStopped},
		{"workspaces do not touch each other", workspacesApart},
		{"closed and opened again", reopened},
	}
}

func emptyWorkspace(t *testing.T, s Subject) {
	store := s.open(t)
	NewHistory("harbor").holds(t, store)
	if head, all := Latest(t, store, "harbor"); head != (ledger.Head{}) || len(all) != 0 {
		t.Errorf("Latest() of an empty workspace = %v, %v", head, all)
	}
	if all := Between(t, store, "harbor", time.Time{}, Start()); len(all) != 0 {
		t.Errorf("Between() of an empty workspace = %v", all)
	}
	if n, err := store.Erase(t.Context(), "harbor", "person", "ana"); n != 0 || err != nil {
		t.Errorf("Erase() in an empty workspace = %d, %v", n, err)
	}
}

func appendThenRead(t *testing.T, s Subject) {
	store, h := s.open(t), NewHistory("harbor")
	h.Append(t, store, h.Next(Doc("unit", "core", 1, `{"name":"Core"}`)))
	h.Append(t, store, h.Next(Doc("unit", "core", 2, `{"name":"Core services"}`), Doc("unit", "legal", 1, `{}`)), h.Next(Gone("unit", "legal", 2)))
	h.holds(t, store)
	_, got := Latest(t, store, "harbor")
	want := []ledger.Version{
		{Position: 2, Effective: Start().Add(2 * time.Second), Document: h.Entries[1].Documents[0], Highest: 2},
		{Position: 3, Effective: Start().Add(3 * time.Second), Document: h.Entries[2].Documents[0], Highest: 2},
	}
	if diff := Diff(want, got); diff != "" {
		t.Errorf("latest (-want +got):\n%s", diff)
	}
}

func appendAtWrongHead(t *testing.T, s Subject) {
	store, h := s.open(t), NewHistory("harbor")
	h.Append(t, store, h.Next(Doc("unit", "core", 1, `{}`)), h.Next(Doc("unit", "core", 2, `{}`)))
	other := NewHistory("harbor")
	other.Next(Doc("unit", "other", 1, `{}`))
	other.Next(Doc("unit", "other", 2, `{}`))
	for name, after := range map[string]ledger.Head{
		"none":                         {},
		"an older one":                 h.Entries[0].Head(),
		"another of the same position": other.Head,
		"one that is not there yet":    {Position: 9, Hash: h.Head.Hash, Recorded: h.Head.Recorded},
	} {
		next := ledger.Entry{Recorded: Start().Add(time.Minute), Actor: "person/ana", Verb: "x", Documents: []ledger.Document{Doc("unit", "new", 1, `{}`)}}.Follow(after)
		if err := store.Append(t.Context(), "harbor", after, []ledger.Entry{next}); !ledger.IsMoved(err) {
			t.Errorf("Append after %s = %v, want moved", name, err)
		}
	}
	h.holds(t, store)
}

func appendRefusesUnsealed(t *testing.T, s Subject) {
	store, h := s.open(t), NewHistory("harbor")
	h.Append(t, store, h.Next(Doc("unit", "core", 1, `{}`)))
	good := ledger.Entry{Recorded: Start().Add(time.Minute), Actor: "person/ana", Verb: "x", Documents: []ledger.Document{Doc("unit", "core", 2, `{}`)}}.Follow(h.Head)
	for name, spoil := range map[string]func(*ledger.Entry){
		"a gap in positions":         func(e *ledger.Entry) { e.Position++ },
		"another entry before it":    func(e *ledger.Entry) { e.Prev[0]++ },
		"recorded before the last":   func(e *ledger.Entry) { e.Recorded = Start() },
		"from after it was recorded": func(e *ledger.Entry) { e.Effective = e.Recorded.Add(time.Hour) },
		"a changed reason":           func(e *ledger.Entry) { e.Reason = "because" },
		"a changed document":         func(e *ledger.Entry) { e.Documents = []ledger.Document{Doc("unit", "core", 2, `{"a":1}`)} },
	} {
		e := good
		spoil(&e)
		if err := store.Append(t.Context(), "harbor", h.Head, []ledger.Entry{e}); !fault.Is(err, fault.Internal) || fault.Of(err) == nil {
			t.Errorf("Append with %s = %v, want an internal fault", name, err)
		}
	}
	h.holds(t, store)
}

func appendAllOrNothing(t *testing.T, s Subject) {
	store, h := s.open(t), NewHistory("harbor")
	h.Append(t, store, h.Next(Doc("unit", "core", 1, `{}`)))
	before := *h
	batch := []ledger.Entry{h.Next(Doc("unit", "core", 2, `{}`)), h.Next(Doc("unit", "core", 3, `{}`)), h.Next(Doc("unit", "bad", 1, `nonsense`))}
	if err := store.Append(t.Context(), "harbor", before.Head, batch); !fault.Is(err, fault.Invalid) {
		t.Errorf("Append of a batch whose last entry is bad = %v, want invalid", err)
	}
	before.holds(t, store)
	if _, got := Latest(t, store, "harbor"); len(got) != 1 || got[0].Document.Version != 1 {
		t.Errorf("latest after a refused batch = %+v", got)
	}
}

func appendNothing(t *testing.T, s Subject) {
	store, h := s.open(t), NewHistory("harbor")
	if err := store.Append(t.Context(), "harbor", ledger.Head{}, nil); err != nil {
		t.Errorf("Append of nothing to nothing = %v", err)
	}
	h.Append(t, store, h.Next(Doc("unit", "core", 1, `{}`)))
	if err := store.Append(t.Context(), "harbor", h.Head, nil); err != nil {
		t.Errorf("Append of nothing = %v", err)
	}
	if err := store.Append(t.Context(), "harbor", ledger.Head{}, nil); !ledger.IsMoved(err) {
		t.Errorf("Append of nothing at an old head = %v, want moved", err)
	}
	h.holds(t, store)
}

func appendThousand(t *testing.T, s Subject) {
	store, h := s.open(t), NewHistory("harbor")
	for i := range 1003 {
		h.Next(Doc("work", fmt.Sprintf("w-%04d", i), 1, fmt.Sprintf(`{"size":%d}`, i)))
	}
	h.Append(t, store, h.Entries...)
	h.holds(t, store)
	if _, got := Latest(t, store, "harbor"); len(got) != 1003 || got[1002].Document.ID != "w-1002" {
		t.Errorf("Latest() gave %d documents, want 1003", len(got))
	}
}

func entryOfManyDocuments(t *testing.T, s Subject) {
	store, h := s.open(t), NewHistory("harbor")
	documents := make([]ledger.Document, 5001)
	for i := range documents {
		documents[i] = Doc("work", fmt.Sprintf("w-%04d", i), 1, `{}`)
	}
	h.Append(t, store, h.Next(documents...))
	h.holds(t, store)
	if got := Between(t, store, "harbor", Start(), Start().Add(time.Hour)); len(got) != 5001 || got[4321].Document.ID != "w-4321" {
		t.Errorf("Between() gave %d documents, want 5001 in their places", len(got))
	}
}

func entryWithoutDocuments(t *testing.T, s Subject) {
	store, h := s.open(t), NewHistory("harbor")
	h.Append(t, store, h.Next(), h.Next(Doc("unit", "core", 1, `{}`)), h.Next())
	h.Append(t, store, h.Next())
	h.holds(t, store)
}

func clockJumpsBack(t *testing.T, s Subject) {
	store, h := s.open(t), NewHistory("harbor")
	h.Append(t, store, h.Next(Doc("unit", "core", 1, `{}`)))
	late := h.Seal(ledger.Entry{Recorded: Start().Add(-time.Hour), Actor: "person/ana", Verb: "x", Documents: []ledger.Document{Doc("unit", "core", 2, `{"a":1}`)}})
	if !late.Recorded.Equal(h.Entries[0].Recorded) || !late.Effective.Equal(late.Recorded) {
		t.Fatalf("Follow left recorded %v, effective %v", late.Recorded, late.Effective)
	}
	h.Append(t, store, late)
	h.holds(t, store)
	if _, got := Latest(t, store, "harbor"); len(got) != 1 || got[0].Position != 2 {
		t.Errorf("latest after a clock that jumped back = %+v, want the change of position 2", got)
	}
}

func appendStopped(t *testing.T, s Subject) {
	store, h := s.open(t), NewHistory("harbor")
	h.Append(t, store, h.Next(Doc("unit", "core", 1, `{}`)))
	before := *h
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := store.Append(ctx, "harbor", before.Head, []ledger.Entry{h.Next(Doc("unit", "core", 2, `{}`))})
	if !errors.Is(err, context.Canceled) || !fault.Is(err, fault.Cancelled) {
		t.Errorf("Append with an ended context = %v", err)
	}
	if _, err := store.Head(ctx, "harbor"); !fault.Is(err, fault.Cancelled) {
		t.Errorf("Head with an ended context = %v", err)
	}
	for _, err := range store.Entries(ctx, "harbor", ledger.Query{}) {
		if !fault.Is(err, fault.Cancelled) {
			t.Errorf("Entries with an ended context = %v", err)
		}
	}
	for _, err := range store.Latest(ctx, "harbor", nil) {
		if !fault.Is(err, fault.Cancelled) {
			t.Errorf("Latest with an ended context = %v", err)
		}
	}
	before.holds(t, store)
}

func workspacesApart(t *testing.T, s Subject) {
	store := s.open(t)
	names := []string{"harbor", "Harbor", "harbor ", "håfen", "a'b\"c", "h%", "harbor_"}
	all := make([]*History, len(names))
	for i, name := range names {
		all[i] = NewHistory(name)
		for n := range i + 1 {
			all[i].Append(t, store, all[i].Next(all[i].Person("ana", int32(n+1), "Ana of "+name, "ana@example.org")))
		}
	}
	for i, h := range all {
		h.holds(t, store)
		if _, got := Latest(t, store, h.Workspace); len(got) != 1 || got[0].Document.Version != int32(i+1) {
			t.Errorf("latest of %q = %+v", h.Workspace, got)
		}
	}
	if n, err := store.Erase(t.Context(), "harbor", "person", "ana"); n != 2 || err != nil {
		t.Errorf("Erase() = %d, %v, want the 2 fields of one workspace", n, err)
	}
	for _, h := range all[1:] {
		h.holds(t, store)
	}
}

func reopened(t *testing.T, s Subject) {
	if s.Reopen == nil {
		return // the store forgets on purpose
	}
	store, h := s.Open(t), NewHistory("harbor")
	for i := range 3 {
		h.Append(t, store, h.Next(h.Person("ana", int32(i+1), "Ana", "ana@example.org"), Doc("unit", "core", int32(i+1), `{}`)))
	}
	_, before := Latest(t, store, "harbor")
	store = s.Reopen(t, store)
	h.holds(t, store)
	if _, after := Latest(t, store, "harbor"); Diff(before, after) != "" {
		t.Errorf("latest after opening again (-before +after):\n%s", Diff(before, after))
	}
	h.Append(t, store, h.Next(Doc("unit", "core", 4, `{}`)))
	store = s.Reopen(t, store)
	h.holds(t, store)
	if err := store.Close(); err != nil {
		t.Errorf("Close() = %v", err)
	}
}
