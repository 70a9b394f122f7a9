package accounttest

import (
	"context"
	"errors"
	"testing"
	"time"

	"throughline/account"
	"throughline/fault"
)

func writeChecks() []check {
	return []check{
		{"an empty store", emptyStore},
		{"put, then read", putThenRead},
		{"put again replaces everything in the row", putReplaces},
		{"a write at the wrong version changes nothing", wrongVersion},
		{"a batch is taken whole or not at all", allOrNothing},
		{"a removed row is gone", removedIsGone},
		{"a row put again after its removal is another", putAfterRemoval},
		{"no two states of a row share a version", versionsDiffer},
		{"a batch of nothing", batchOfNothing},
		{"as many rows as a batch may have", fullBatch},
		{"a batch that cannot be is refused", unfitBatch},
		{"a stopped write changes nothing", writeStopped},
		{"what was given and handed out is the caller's own", rowsAreOnesOwn},
	}
}

func emptyStore(t *testing.T, s Subject) {
	store := s.open(t)
	if r := at(t, store, "thing", "a"); r.There() || Diff(account.Row{}, r) != "" {
		t.Errorf("Row() of an empty store = %+v", r)
	}
	if r := keyed(t, store, "thing", "a"); r.There() {
		t.Errorf("Keyed() of an empty store = %+v", r)
	}
	if all := list(t, store, account.Query{Kind: "thing"}); len(all) != 0 {
		t.Errorf("List() of an empty store = %v", all)
	}
	if n, err := store.Expire(t.Context(), Start()); n != 0 || err != nil {
		t.Errorf("Expire() of an empty store = %d, %v", n, err)
	}
}

// full is a row with everything set.
func full(id string) account.Row {
	return account.Row{Kind: "thing", ID: id, Key: "key-" + id, Owner: "owner", Expires: Start().Add(123 * time.Millisecond), Body: []byte(`{"a":1}`)}
}

func putThenRead(t *testing.T, s Subject) {
	store := s.open(t)
	put(t, store, full("a"), plain("b", ""))
	holds(t, store, full("a"))
	holds(t, store, plain("b", ""))
	if diff := Diff(at(t, store, "thing", "a"), keyed(t, store, "thing", "key-a")); diff != "" {
		t.Errorf("by id and by key (-id +key):\n%s", diff)
	}
	if r := at(t, store, "other", "a"); r.There() {
		t.Errorf("a row of another kind = %+v", r)
	}
}

func putReplaces(t *testing.T, s Subject) {
	store := s.open(t)
	first := put(t, store, full("a"))[0]
	bare := plain("a", "now")
	bare.Version = first.Version
	second := put(t, store, bare)[0]
	holds(t, store, plain("a", "now"))
	if r := keyed(t, store, "thing", "key-a"); r.There() {
		t.Errorf("the key that was given up finds %+v", r)
	}
	if n, err := store.Expire(t.Context(), Start().Add(time.Hour)); n != 0 || err != nil {
		t.Errorf("Expire() after the time was taken off = %d, %v", n, err)
	}
	again := full("a")
	again.Version = second.Version
	put(t, store, again)
	holds(t, store, full("a"))
}

func wrongVersion(t *testing.T, s Subject) {
	store := s.open(t)
	old := put(t, store, plain("a", "1"))[0]
	next := old
	next.Body = []byte("2")
	now := put(t, store, next)[0]
	with := func(id string, version int64) account.Row {
		r := plain(id, "wrong")
		r.Version = version
		return r
	}
	for what, b := range map[string]account.Batch{
		"put over one that is there":   {Put: []account.Row{with("a", 0)}},
		"put over an older version":    {Put: []account.Row{with("a", old.Version)}},
		"put over one yet to come":     {Put: []account.Row{with("a", now.Version+1000)}},
		"put over one that is not":     {Put: []account.Row{with("b", now.Version)}},
		"remove an older version":      {Remove: []account.Row{with("a", old.Version)}},
		"remove one yet to come":       {Remove: []account.Row{with("a", now.Version+1000)}},
		"remove one that is not there": {Remove: []account.Row{with("b", now.Version)}},
	} {
		refused(t, store, what, b)
	}
}

func allOrNothing(t *testing.T, s Subject) {
	store := s.open(t)
	rows := put(t, store, plain("a", "1"), plain("b", "1"))
	a, b := rows[0], rows[1]
	a.Body = []byte("2")
	stale := b
	stale.Version += 1000
	refused(t, store, "the last put is too late", account.Batch{Put: []account.Row{plain("c", "1"), a, stale}})
	refused(t, store, "the first put is too late", account.Batch{Put: []account.Row{stale, a, plain("c", "1")}})
	refused(t, store, "a put after a removal is too late", account.Batch{Remove: []account.Row{b}, Put: []account.Row{plain("a", "2")}})
	refused(t, store, "a removal is too late", account.Batch{Remove: []account.Row{stale}, Put: []account.Row{a}})
	if err := store.Write(t.Context(), account.Batch{Remove: []account.Row{b}, Put: []account.Row{a, plain("c", "1")}}); err != nil {
		t.Fatalf("Write() = %v", err)
	}
	holds(t, store, plain("a", "2"))
	holds(t, store, plain("c", "1"))
	if got := ids(list(t, store, account.Query{Kind: "thing"})); Diff([]string{"a", "c"}, got) != "" {
		t.Errorf("after the batch there are %v", got)
	}
}

func removedIsGone(t *testing.T, s Subject) {
	store := s.open(t)
	remove(t, store, put(t, store, full("a"), full("b"))[0])
	if at(t, store, "thing", "a").There() || keyed(t, store, "thing", "key-a").There() {
		t.Error("a removed row is found")
	}
	if got := ids(list(t, store, account.Query{Kind: "thing", Owner: "owner"})); Diff([]string{"b"}, got) != "" {
		t.Errorf("List() after the removal = %v", got)
	}
	holds(t, store, full("b"))
}

// Whoever read a row before it was removed must not write over the one that came after it.
func putAfterRemoval(t *testing.T, s Subject) {
	store := s.open(t)
	first := put(t, store, plain("a", "1"))[0]
	remove(t, store, first)
	second := put(t, store, plain("a", "2"))[0]
	if first.Version == second.Version {
		t.Errorf("both have the version %d", first.Version)
	}
	late := first
	late.Body = []byte("late")
	refused(t, store, "a put by who knows the first", account.Batch{Put: []account.Row{late}})
	refused(t, store, "a removal by who knows the first", account.Batch{Remove: []account.Row{first}})
	holds(t, store, plain("a", "2"))
}

func versionsDiffer(t *testing.T, s Subject) {
	store := s.open(t)
	seen := map[int64]bool{}
	row := plain("a", "1")
	for i := range 12 {
		now := put(t, store, row, plain(string(rune('b'+i)), "other"))[0]
		if seen[now.Version] {
			t.Fatalf("the version %d was there before", now.Version)
		}
		seen[now.Version] = true
		row.Version = now.Version
		if i%3 == 2 {
			remove(t, store, now)
			row.Version = 0
		}
	}
}

func batchOfNothing(t *testing.T, s Subject) {
	store := s.open(t)
	if err := store.Write(t.Context(), account.Batch{}); err != nil {
		t.Errorf("Write() of nothing = %v", err)
	}
}

func fullBatch(t *testing.T, s Subject) {
	store := s.open(t)
	if err := store.Write(t.Context(), account.Batch{Put: numbered(account.MaxBatch)}); err != nil {
		t.Fatalf("Write() = %v", err)
	}
	all := list(t, store, account.Query{Kind: "thing"})
	if len(all) != account.MaxBatch || string(all[123].Body) != "123" {
		t.Errorf("List() gave %d rows, want %d in their places", len(all), account.MaxBatch)
	}
	remove(t, store, all...)
	if rest := list(t, store, account.Query{Kind: "thing"}); len(rest) != 0 {
		t.Errorf("%d rows are left", len(rest))
	}
}

func unfitBatch(t *testing.T, s Subject) {
	store := s.open(t)
	put(t, store, plain("a", "1"))
	for what, b := range map[string]account.Batch{
		"a row twice":      {Put: []account.Row{plain("b", "1"), plain("b", "2")}},
		"a zero character": {Put: []account.Row{plain("b", "1"), plain("c\x00", "1")}},
		"too many rows":    {Put: numbered(account.MaxBatch + 1)},
		"a time too fine":  {Put: []account.Row{{Kind: "thing", ID: "b", Expires: Start().Add(1)}}},
	} {
		if err := store.Write(t.Context(), b); !fault.Is(err, fault.Internal) || fault.Of(err) == nil {
			t.Errorf("Write() with %s = %v, want an internal fault", what, err)
		}
	}
	if got := ids(list(t, store, account.Query{Kind: "thing"})); Diff([]string{"a"}, got) != "" {
		t.Errorf("after refused batches there are %v", got)
	}
}

func writeStopped(t *testing.T, s Subject) {
	store := s.open(t)
	put(t, store, full("a"))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	stopped := func(what string, err error) {
		t.Helper()
		if !errors.Is(err, context.Canceled) || !fault.Is(err, fault.Cancelled) {
			t.Errorf("%s = %v, want cancelled", what, err)
		}
	}
	stopped("Write()", store.Write(ctx, account.Batch{Put: []account.Row{plain("b", "1")}}))
	_, err := store.Expire(ctx, Start().Add(time.Hour))
	stopped("Expire()", err)
	_, err = store.Row(ctx, "thing", "a")
	stopped("Row()", err)
	_, err = store.Keyed(ctx, "thing", "key-a")
	stopped("Keyed()", err)
	_, err = store.List(ctx, account.Query{Kind: "thing"})
	stopped("List()", err)
	if got := ids(list(t, store, account.Query{Kind: "thing"})); Diff([]string{"a"}, got) != "" {
		t.Errorf("after stopped calls there are %v", got)
	}
}

func rowsAreOnesOwn(t *testing.T, s Subject) {
	store := s.open(t)
	given := full("a")
	put(t, store, given)
	clear(given.Body)
	for _, r := range []account.Row{at(t, store, "thing", "a"), keyed(t, store, "thing", "key-a"), list(t, store, account.Query{Kind: "thing"})[0]} {
		clear(r.Body)
	}
	holds(t, store, full("a"))
}
