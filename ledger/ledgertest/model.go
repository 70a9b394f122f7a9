package ledgertest

import (
	"cmp"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"throughline/ledger"
)

func modelChecks() []check {
	return []check{{"whatever is done, the store is as the plain rules say", likeModel}}
}

// latest says what Latest means, without cleverness.
func (h *History) latest() []ledger.Version {
	best := map[[2]string]ledger.Version{}
	for _, v := range h.between(time.Time{}.Add(-time.Hour), Start().Add(1000*time.Hour)) {
		best[[2]string{v.Document.Kind, v.Document.ID}] = v // in order of effective time and position
	}
	var out []ledger.Version
	for _, v := range best {
		for _, e := range h.Entries {
			for _, d := range e.Documents {
				if d.Kind == v.Document.Kind && d.ID == v.Document.ID {
					v.Highest = max(v.Highest, d.Version)
				}
			}
		}
		out = append(out, v)
	}
	slices.SortFunc(out, func(a, b ledger.Version) int {
		return cmp.Or(cmp.Compare(a.Document.Kind, b.Document.Kind), cmp.Compare(a.Document.ID, b.Document.ID))
	})
	return out
}

func likeModel(t *testing.T, s Subject) {
	store, run := s.open(t), 0
	rapid.Check(t, func(rt *rapid.T) {
		run++
		h := NewHistory(fmt.Sprintf("run-%d", run))
		versions := map[string]int32{}
		for range rapid.IntRange(1, 6).Draw(rt, "steps") {
			if rapid.IntRange(0, 4).Draw(rt, "erase") == 0 {
				if _, err := store.Erase(t.Context(), h.Workspace, "person", "a"); err != nil {
					rt.Fatalf("Erase() = %v", err)
				}
				h = h.erased("a")
				continue
			}
			n := rapid.IntRange(1, 5).Draw(rt, "entries")
			for range n {
				h.Since(Start().Add(time.Duration(rapid.IntRange(-3, 60).Draw(rt, "effective"))*time.Second), h.draw(rt, versions)...)
			}
			batch := h.Entries[len(h.Entries)-n:]
			if err := store.Append(t.Context(), h.Workspace, h.headBefore(n), batch); err != nil {
				rt.Fatalf("Append() = %v", err)
			}
		}
		h.matches(rt, t, store)
	})
}

// headBefore is the head before the last n entries.
func (h *History) headBefore(n int) ledger.Head {
	if len(h.Entries) == n {
		return ledger.Head{}
	}
	return h.Entries[len(h.Entries)-n-1].Head()
}

// draw makes the documents of one entry, of few records so that they meet often.
func (h *History) draw(rt *rapid.T, versions map[string]int32) []ledger.Document {
	var out []ledger.Document
	for range rapid.IntRange(0, 3).Draw(rt, "documents") {
		id := rapid.SampledFrom([]string{"a", "b", "é"}).Draw(rt, "id")
		kind := rapid.SampledFrom([]string{"person", "unit"}).Draw(rt, "kind")
		versions[kind+id]++
		switch {
		case kind == "person":
			out = append(out, h.Person(id, versions[kind+id], rapid.StringMatching(`[a-zé ]{0,8}`).Draw(rt, "name"), "x"))
		case rapid.Bool().Draw(rt, "gone"):
			out = append(out, Gone(kind, id, versions[kind+id]))
		default:
			out = append(out, Doc(kind, id, versions[kind+id], fmt.Sprintf(`{"n":%d}`, rapid.Int().Draw(rt, "n"))))
		}
	}
	return out
}

// matches compares everything that can be read.
func (h *History) matches(rt *rapid.T, t testing.TB, s ledger.Store) {
	if diff := Diff(h.Entries, All(t, s, h.Workspace, ledger.Query{})); diff != "" {
		rt.Fatalf("entries (-want +got):\n%s", diff)
	}
	head, latest := Latest(t, s, h.Workspace)
	if diff := Diff(h.Head, head) + Diff(h.latest(), latest); diff != "" {
		rt.Fatalf("latest (-want +got):\n%s", diff)
	}
	from := Start().Add(time.Duration(rapid.IntRange(-5, 40).Draw(rt, "from")) * time.Second)
	until := from.Add(time.Duration(rapid.IntRange(0, 40).Draw(rt, "span")) * time.Second)
	if diff := Diff(h.between(from, until), Between(t, s, h.Workspace, from, until)); diff != "" {
		rt.Fatalf("between (-want +got):\n%s", diff)
	}
	at := ledger.Moment{Effective: until, Position: int64(rapid.IntRange(0, len(h.Entries)).Draw(rt, "position"))}
	records := []ledger.Record{{Kind: "person", ID: "a"}, {Kind: "person", ID: "é"}, {Kind: "unit", ID: "a"}, {Kind: "unit", ID: "b"}}
	if diff := Diff(h.standing(at, records), Standing(t, s, h.Workspace, at, records)); diff != "" {
		rt.Fatalf("standing (-want +got):\n%s", diff)
	}
	if _, err := ledger.Verify(t.Context(), s, h.Workspace, nil); err != nil {
		rt.Fatalf("Verify() = %v", err)
	}
}
