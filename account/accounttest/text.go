package accounttest

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"throughline/account"
)

func textChecks() []check {
	return []check{
		{"bodies come back byte for byte", bodiesExact},
		{"names come back as they were", namesExact},
		{"the longest names and the largest body", longest},
		{"times come back to the millisecond", timesExact},
	}
}

func bodiesExact(t *testing.T, s Subject) {
	store := s.open(t)
	every := make([]byte, 256)
	for i := range every {
		every[i] = byte(i)
	}
	for i, body := range []string{"", "\x00", "\xff\xfe", string(every), `{"a" : [1 ,2]}`, "two\nlines\r\n", "é 漢字 😀", "'; DROP TABLE account; --"} {
		r := plain(string(rune('a'+i)), body)
		put(t, store, r)
		holds(t, store, r)
	}
}

func namesExact(t *testing.T, s Subject) {
	store := s.open(t)
	for _, text := range []string{" ", "it's \"quoted\"", `back\slash`, "two\nlines\r\nand\ttab", "\x01\x1f\x7f", "é 漢字 😀", "e\u0301 is not é", "\ufeffmark", "null", "%_?$1", "a/b", "A", "a"} {
		r := account.Row{Kind: "kind " + text, ID: "id " + text, Key: "key " + text, Owner: "owner " + text}
		put(t, store, r)
		holds(t, store, r)
		if got := keyed(t, store, r.Kind, r.Key); got.ID != r.ID {
			t.Errorf("the key %q finds %q", r.Key, got.ID)
		}
		if got := list(t, store, account.Query{Kind: r.Kind, Owner: r.Owner}); len(got) != 1 {
			t.Errorf("List() of the owner %q gave %d rows", r.Owner, len(got))
		}
	}
}

func longest(t *testing.T, s Subject) {
	store, random := s.open(t), rand.New(rand.NewPCG(1, 2)) // what compresses well would prove nothing
	name := func(n int) string {
		b := make([]byte, n)
		for i := range b {
			b[i] = byte('!' + random.IntN(94))
		}
		return string(b)
	}
	for range 3 {
		r := account.Row{Kind: name(account.MaxName), ID: name(account.MaxName), Key: name(account.MaxName), Owner: name(account.MaxName), Body: []byte(name(account.MaxBody))}
		put(t, store, r)
		holds(t, store, r)
		if got := list(t, store, account.Query{Kind: r.Kind, Owner: r.Owner, After: strings.Repeat("!", 3)}); len(got) != 1 {
			t.Errorf("List() gave %d rows, want 1", len(got))
		}
	}
}

func timesExact(t *testing.T, s Subject) {
	store := s.open(t)
	for i, moment := range []time.Time{
		{},
		time.Date(1971, 1, 1, 0, 0, 0, 0, time.UTC), Start(), Start().Add(time.Millisecond), Start().Add(999 * time.Millisecond),
		time.Date(9999, 12, 31, 23, 59, 59, 999_000_000, time.UTC),
	} {
		r := plain(string(rune('a'+i)), "")
		r.Expires = moment
		put(t, store, r)
		holds(t, store, r)
	}
}
