package accounttest

import (
	"fmt"
	"slices"
	"testing"

	"throughline/account"
)

func listChecks() []check {
	return []check{
		{"lists are in the order of bytes", listInOrder},
		{"lists of an owner", listOfOwner},
		{"pages lose and double nothing while rows come and go", pagesHold},
		{"newest first", listBackwards},
		{"a page after an id that is not there", pageAfterGap},
	}
}

func listInOrder(t *testing.T, s Subject) {
	store := s.open(t)
	names := []string{"b", "a", "B", "A", "ab", "a-b", "a/b", "a.b", "a b", "é", "e\u0301", "z", "Z", "ä", "😀", "漢", "\uffff", "1", "10", "2", "a/", "a0"}
	for _, name := range names {
		put(t, store, plain(name, name))
	}
	want := slices.Sorted(slices.Values(names))
	if diff := Diff(want, ids(list(t, store, account.Query{Kind: "thing"}))); diff != "" {
		t.Errorf("List() (-want +got):\n%s", diff)
	}
	slices.Reverse(want)
	if diff := Diff(want, ids(list(t, store, account.Query{Kind: "thing", Last: true}))); diff != "" {
		t.Errorf("List() backwards (-want +got):\n%s", diff)
	}
	for i, after := range want {
		if diff := Diff(want[i+1:], ids(list(t, store, account.Query{Kind: "thing", After: after, Last: true}))); diff != "" {
			t.Errorf("List() backwards after %q (-want +got):\n%s", after, diff)
		}
	}
}

func listOfOwner(t *testing.T, s Subject) {
	store := s.open(t)
	for i := range 9 {
		r := plain(fmt.Sprintf("t-%d", i), "")
		r.Owner = []string{"ana", "ben", ""}[i%3]
		put(t, store, r)
	}
	for what, c := range map[string]struct {
		q    account.Query
		want []string
	}{
		"of ana":            {account.Query{Kind: "thing", Owner: "ana"}, []string{"t-0", "t-3", "t-6"}},
		"two of ana":        {account.Query{Kind: "thing", Owner: "ana", Limit: 2}, []string{"t-0", "t-3"}},
		"the last of ana":   {account.Query{Kind: "thing", Owner: "ana", Limit: 1, Last: true}, []string{"t-6"}},
		"of ana after one":  {account.Query{Kind: "thing", Owner: "ana", After: "t-3"}, []string{"t-6"}},
		"of ana before one": {account.Query{Kind: "thing", Owner: "ana", After: "t-3", Last: true}, []string{"t-0"}},
		"of nobody known":   {account.Query{Kind: "thing", Owner: "an"}, nil},
		"of all":            {account.Query{Kind: "thing", Limit: 4}, []string{"t-0", "t-1", "t-2", "t-3"}},
		"of another kind":   {account.Query{Kind: "other", Owner: "ana"}, nil},
	} {
		if diff := Diff(c.want, ids(list(t, store, c.q))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", what, diff)
		}
	}
}

func pagesHold(t *testing.T, s Subject) {
	store := s.open(t)
	rows := put(t, store, numbered(25)...)
	var seen []string
	after := ""
	for page := 0; ; page++ {
		got := ids(list(t, store, account.Query{Kind: "thing", After: after, Limit: 4}))
		if len(got) == 0 {
			break
		}
		seen = append(seen, got...)
		after = got[len(got)-1]
		if page == 1 { // the row the reader stands on goes, one it has passed changes, one comes behind it
			changed := rows[2]
			changed.Body = []byte("changed")
			if err := store.Write(t.Context(), account.Batch{Remove: rows[7:8], Put: []account.Row{changed, plain("t-0001-b", "")}}); err != nil {
				t.Fatal(err)
			}
		}
	}
	if diff := Diff(ids(rows), seen); diff != "" {
		t.Errorf("the pages together (-want +got):\n%s", diff)
	}
}

func listBackwards(t *testing.T, s Subject) {
	store := s.open(t)
	want := ids(put(t, store, numbered(7)...))
	slices.Reverse(want)
	got := ids(list(t, store, account.Query{Kind: "thing", Last: true, Limit: 3}))
	got = append(got, ids(list(t, store, account.Query{Kind: "thing", Last: true, Limit: 30, After: got[2]}))...)
	if diff := Diff(want, got); diff != "" {
		t.Errorf("two pages backwards (-want +got):\n%s", diff)
	}
}

func pageAfterGap(t *testing.T, s Subject) {
	store := s.open(t)
	put(t, store, numbered(3)...)
	for _, c := range []struct {
		after string
		last  bool
		want  []string
	}{
		{"t-0000x", false, []string{"t-0001", "t-0002"}},
		{"t-0000x", true, []string{"t-0000"}},
		{"a", false, []string{"t-0000", "t-0001", "t-0002"}},
		{"a", true, nil},
		{"z", false, nil},
		{"z", true, []string{"t-0002", "t-0001", "t-0000"}},
	} {
		if diff := Diff(c.want, ids(list(t, store, account.Query{Kind: "thing", After: c.after, Last: c.last}))); diff != "" {
			t.Errorf("after %q, backwards %v (-want +got):\n%s", c.after, c.last, diff)
		}
	}
}
