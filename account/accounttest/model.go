package accounttest

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"throughline/account"
)

func modelChecks() []check {
	return []check{{"whatever is done, the store is as the plain rules say", likeModel}}
}

// model says what a store does, without cleverness: rows by id, of one kind.
type model map[string]account.Row

// takes applies the batch to a copy, or reports that it comes too late.
func (m model) takes(b account.Batch) (model, bool) {
	next := maps.Clone(m)
	for _, r := range b.Remove {
		if next[r.ID].Version != r.Version {
			return m, false
		}
		delete(next, r.ID)
	}
	for _, r := range b.Put {
		if next[r.ID].Version != r.Version {
			return m, false
		}
		for _, id := range slices.Sorted(maps.Keys(next)) {
			if id != r.ID && r.Key != "" && next[id].Key == r.Key {
				return m, false
			}
		}
		next[r.ID] = r
	}
	return next, true
}

// chosen is what a query gives.
func (m model) chosen(q account.Query) []account.Row {
	all := slices.SortedFunc(maps.Values(m), func(a, b account.Row) int { return cmp.Compare(a.ID, b.ID) })
	if q.Last {
		slices.Reverse(all)
	}
	var out []account.Row
	for _, r := range all {
		past := q.After == "" || !q.Last && r.ID > q.After || q.Last && r.ID < q.After
		if past && r.Kind == q.Kind && (q.Owner == "" || r.Owner == q.Owner) && (q.Limit == 0 || len(out) < q.Limit) {
			out = append(out, r)
		}
	}
	return out
}

func likeModel(t *testing.T, s Subject) {
	store, run := s.open(t), 0
	rapid.Check(t, func(rt *rapid.T) {
		run++
		m := model{}
		kind := fmt.Sprintf("run-%d", run)
		for range rapid.IntRange(1, 12).Draw(rt, "steps") {
			b := m.draw(rt, kind)
			next, taken := m.takes(b)
			err := store.Write(t.Context(), b)
			if taken && err != nil || !taken && !account.IsMoved(err) {
				rt.Fatalf("Write(%+v) = %v, want taken %v", b, err, taken)
			}
			m = next
			for i, id := range slices.Sorted(maps.Keys(m)) {
				r := m[id]
				r.Version = at(t, store, kind, id).Version
				m[id] = r
				if r.Version == 0 {
					rt.Fatalf("row %d, %s, is not there", i, id)
				}
			}
			m.matches(rt, t, store, kind)
		}
	})
}

// draw makes a batch of few names, so that they meet often; some come too late.
func (m model) draw(rt *rapid.T, kind string) account.Batch {
	var b account.Batch
	for _, id := range rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"a", "b", "B", "é"}), 1, 3, rapid.ID).Draw(rt, "ids") {
		r := account.Row{Kind: kind, ID: id, Version: m[id].Version, Body: []byte(rapid.StringMatching(`[a-z]{0,3}`).Draw(rt, "body"))}
		if rapid.IntRange(0, 5).Draw(rt, "late") == 0 {
			r.Version = max(0, r.Version-1)
		}
		if r.Version > 0 && rapid.Bool().Draw(rt, "remove") {
			b.Remove = append(b.Remove, r)
			continue
		}
		r.Key = rapid.SampledFrom([]string{"", "k", "K", "l"}).Draw(rt, "key")
		r.Owner = rapid.SampledFrom([]string{"", "o", "p"}).Draw(rt, "owner")
		if n := rapid.IntRange(0, 3).Draw(rt, "expires"); n > 0 {
			r.Expires = Start().Add(time.Duration(n) * time.Hour)
		}
		b.Put = append(b.Put, r)
	}
	return b
}

// matches compares everything that can be read.
func (m model) matches(rt *rapid.T, t testing.TB, s account.Store, kind string) {
	q := account.Query{
		Kind: kind, Owner: rapid.SampledFrom([]string{"", "o", "p"}).Draw(rt, "of"), After: rapid.SampledFrom([]string{"", "a", "B", "c"}).Draw(rt, "after"),
		Limit: rapid.IntRange(0, 3).Draw(rt, "limit"), Last: rapid.Bool().Draw(rt, "last"),
	}
	if diff := Diff(m.chosen(q), list(t, s, q)); diff != "" {
		rt.Fatalf("List(%+v) (-want +got):\n%s", q, diff)
	}
	for _, key := range []string{"k", "K", "l"} {
		want := account.Row{}
		for _, id := range slices.Sorted(maps.Keys(m)) {
			if m[id].Key == key {
				want = m[id]
			}
		}
		if diff := Diff(want, keyed(t, s, kind, key)); diff != "" {
			rt.Fatalf("Keyed(%s) (-want +got):\n%s", key, diff)
		}
	}
}
