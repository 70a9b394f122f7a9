package accounttest

import (
	"testing"

	"throughline/account"
)

func nameChecks() []check {
	return []check{
		{"a key is one row's in its kind", keyUnique},
		{"kinds do not touch each other", kindsApart},
		{"rows without a key do not collide", noKeyNoCollision},
		{"a key is free once its row gave it up", keyGivenUp},
		{"a key passes from one row to another in one batch", keyPasses},
	}
}

// withKey is a row with a key.
func withKey(id, key string, version int64) account.Row {
	return account.Row{Kind: "thing", ID: id, Key: key, Version: version, Body: []byte(id)}
}

func keyUnique(t *testing.T, s Subject) {
	store := s.open(t)
	rows := put(t, store, withKey("a", "k", 0), withKey("b", "l", 0))
	for what, b := range map[string]account.Batch{
		"a new row":               {Put: []account.Row{withKey("c", "k", 0)}},
		"a row that is there":     {Put: []account.Row{withKey("b", "k", rows[1].Version)}},
		"two new rows":            {Put: []account.Row{withKey("c", "m", 0), withKey("d", "m", 0)}},
		"after a good row":        {Put: []account.Row{withKey("c", "m", 0), withKey("b", "k", rows[1].Version)}},
		"before it is given up":   {Put: []account.Row{withKey("c", "k", 0), withKey("a", "m", rows[0].Version)}},
		"while another is remove": {Remove: []account.Row{rows[1]}, Put: []account.Row{withKey("c", "k", 0)}},
	} {
		refused(t, store, what, b)
	}
	put(t, store, withKey("c", "K", 0), withKey("d", "k ", 0), withKey("e", "ḱ", 0), withKey("f", "k\u0301", 0))
	for id, key := range map[string]string{"a": "k", "b": "l", "c": "K", "d": "k ", "e": "ḱ", "f": "k\u0301"} {
		if r := keyed(t, store, "thing", key); r.ID != id {
			t.Errorf("the key %q finds %q, want %q", key, r.ID, id)
		}
	}
}

func kindsApart(t *testing.T, s Subject) {
	store := s.open(t)
	other := full("a")
	other.Kind, other.Body = "other", []byte("theirs")
	put(t, store, full("a"), other)
	holds(t, store, full("a"))
	holds(t, store, other)
	if r := keyed(t, store, "other", "key-a"); string(r.Body) != "theirs" {
		t.Errorf("the key in the other kind finds %+v", r)
	}
	if all := list(t, store, account.Query{Kind: "thing", Owner: "owner"}); len(all) != 1 || all[0].Kind != "thing" {
		t.Errorf("List() of one kind = %+v", all)
	}
	remove(t, store, at(t, store, "thing", "a"))
	holds(t, store, other)
}

func noKeyNoCollision(t *testing.T, s Subject) {
	store := s.open(t)
	put(t, store, plain("a", "1"), plain("b", "2"))
	holds(t, store, plain("a", "1"))
	holds(t, store, plain("b", "2"))
	if r := keyed(t, store, "thing", ""); r.There() {
		t.Errorf("Keyed() without a key = %+v", r)
	}
}

func keyGivenUp(t *testing.T, s Subject) {
	store := s.open(t)
	rows := put(t, store, withKey("a", "k", 0), withKey("b", "l", 0))
	put(t, store, withKey("a", "", rows[0].Version))
	put(t, store, withKey("c", "k", 0))
	remove(t, store, rows[1])
	put(t, store, withKey("d", "l", 0))
	for key, id := range map[string]string{"k": "c", "l": "d"} {
		if r := keyed(t, store, "thing", key); r.ID != id {
			t.Errorf("the key %q finds %q, want %q", key, r.ID, id)
		}
	}
}

func keyPasses(t *testing.T, s Subject) {
	store := s.open(t)
	rows := put(t, store, withKey("a", "k", 0), withKey("b", "l", 0))
	put(t, store, withKey("a", "m", rows[0].Version), withKey("b", "k", rows[1].Version), withKey("c", "l", 0))
	b := keyed(t, store, "thing", "k")
	if b.ID != "b" {
		t.Errorf("the key k finds %q, want b", b.ID)
	}
	if err := store.Write(t.Context(), account.Batch{Remove: []account.Row{b}, Put: []account.Row{withKey("d", "k", 0)}}); err != nil {
		t.Errorf("Write() of a key whose row goes in the same batch = %v", err)
	}
	if r := keyed(t, store, "thing", "k"); r.ID != "d" {
		t.Errorf("the key k finds %q, want d", r.ID)
	}
}
