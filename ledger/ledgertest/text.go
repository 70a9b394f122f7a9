package ledgertest

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"throughline/fault"
	"throughline/ledger"
)

func textChecks() []check {
	return []check{
		{"bodies come back byte for byte", bodiesExact},
		{"texts come back as they were", textsExact},
		{"a body of a megabyte", bodyOfMegabyte},
		{"the longest names", longestNames},
		{"what not every engine can keep is refused", unfitRefused},
	}
}

func bodiesExact(t *testing.T, s Subject) {
	store, h := s.open(t), NewHistory("harbor")
	for i, body := range []string{
		`{}`, `{ }`, `{"b":1,"a":2}`, `{"a" : [1 ,2]}`, `{"n":1.0,"e":1e2,"big":12345678901234567890123456789,"tiny":-0.0}`,
		`{"text":"line\nbreak \"quoted\" back\\slash \u00e9 \ud83d\ude00 é😀"}`, `{"escaped":"\\u0000"}`, `{"slash":"\/ /"}`,
		`{"a":{"a":{"a":[[],{},null,true,false]}}}`, "{\"tab\":\t1}", `{"":""}`, `{"sql":"'; DROP TABLE entry; --"}`,
	} {
		h.Append(t, store, h.Next(Doc("unit", "core", int32(i+1), body)))
	}
	h.holds(t, store)
}

func textsExact(t *testing.T, s Subject) {
	store, h := s.open(t), NewHistory("harbor")
	for _, text := range []string{"", " ", "it's \"quoted\"", `back\slash`, "two\nlines\r\nand\ttab", "\x01\x1f\x7f", "é 漢字 😀", "e\u0301 is not é", "\ufeffmark", "null", "%_?$1", strings.Repeat("long ", 5000)} {
		d := Doc("comment", "c-"+text[:min(len(text), ledger.MaxID-2)], 1, `{}`)
		d.Personal = []ledger.Sealed{ledger.Seal("text", text, h.Salt()), ledger.Seal("b", text, []byte{0, 255, 0}), ledger.Seal("a", text, h.Salt())}
		h.Append(t, store, h.Seal(ledger.Entry{Actor: "token/" + text, Channel: ledger.Channel(text), Verb: "comment." + text, Reason: text, Documents: []ledger.Document{d}}))
	}
	h.holds(t, store)
	for _, e := range h.Entries {
		d := e.Documents[0]
		if got := All(t, store, "harbor", ledger.Query{Kind: "comment", ID: d.ID}); len(got) != 1 {
			t.Errorf("%d entries touch %q, want 1", len(got), d.ID)
		}
		if got := latestOf(t, store, "comment", d.ID); Diff(d, got.Document) != "" {
			t.Errorf("latest (-want +got):\n%s", Diff(d, got.Document))
		}
	}
}

func bodyOfMegabyte(t *testing.T, s Subject) {
	store, h := s.open(t), NewHistory("harbor")
	h.Append(t, store, h.Next(Doc("unit", "core", 1, `{"text":"`+strings.Repeat("0123456789abcdef", 1<<16)+`"}`)))
	h.holds(t, store)
}

func longestNames(t *testing.T, s Subject) {
	store, random := s.open(t), rand.New(rand.NewPCG(1, 2)) // what compresses well would prove nothing
	name := func(n int) string {
		b := make([]byte, n)
		for i := range b {
			b[i] = byte('!' + random.IntN(94))
		}
		return string(b)
	}
	h := NewHistory(name(ledger.MaxWorkspace))
	for range 5 {
		h.Append(t, store, h.Next(Doc(name(ledger.MaxKind), name(ledger.MaxID), 1, `{}`)))
	}
	h.holds(t, store)
	if _, got := Latest(t, store, h.Workspace); len(got) != 5 {
		t.Errorf("Latest() gave %d documents, want 5", len(got))
	}
}

func unfitRefused(t *testing.T, s Subject) {
	store, h := s.open(t), NewHistory("harbor")
	h.Append(t, store, h.Next(Doc("unit", "core", 1, `{}`)))
	personal := func(field, text string) ledger.Document {
		d := Doc("person", "ana", 1, `{}`)
		d.Personal = []ledger.Sealed{ledger.Seal(field, text, []byte("salt"))}
		return d
	}
	bearing := Gone("unit", "core", 2)
	bearing.Body = []byte(`{}`)
	for name, e := range map[string]ledger.Entry{
		"a zero character in a reason":      {Reason: "a\x00b"},
		"a reason that is not text":         {Reason: "a\xffb"},
		"a zero character in an actor":      {Actor: "\x00"},
		"a verb that is not text":           {Actor: "person/ana", Verb: "\xc3"},
		"a time before all calendars":       {Effective: time.Date(-1, 1, 1, 0, 0, 0, 0, time.UTC)},
		"a time after all calendars":        {Recorded: time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)},
		"a zero character in a name":        {Documents: []ledger.Document{Doc("unit", "a\x00", 1, `{}`)}},
		"an empty kind":                     {Documents: []ledger.Document{Doc("", "a", 1, `{}`)}},
		"an empty id":                       {Documents: []ledger.Document{Doc("unit", "", 1, `{}`)}},
		"a zero character in personal text": {Documents: []ledger.Document{personal("name", "a\x00")}},
		"a field that is not text":          {Documents: []ledger.Document{personal("\xff", "a")}},
		"a kind that is too long":           {Documents: []ledger.Document{Doc(strings.Repeat("k", ledger.MaxKind+1), "a", 1, `{}`)}},
		"an id that is too long":            {Documents: []ledger.Document{Doc("unit", strings.Repeat("é", ledger.MaxID/2)+"x", 1, `{}`)}},
		"an empty body":                     {Documents: []ledger.Document{Doc("unit", "core", 2, ``)}},
		"a list as body":                    {Documents: []ledger.Document{Doc("unit", "core", 2, `[]`)}},
		"half a body":                       {Documents: []ledger.Document{Doc("unit", "core", 2, `{"a":{}`)}},
		"two bodies":                        {Documents: []ledger.Document{Doc("unit", "core", 2, `{}{}`)}},
		"a body of two lines":               {Documents: []ledger.Document{Doc("unit", "core", 2, "{\"a\":\n1}")}},
		"an escaped zero in a body":         {Documents: []ledger.Document{Doc("unit", "core", 2, `{"a":"b\\\u0000"}`)}},
		"half a pair in a body":             {Documents: []ledger.Document{Doc("unit", "core", 2, `{"a":"\ud83d"}`)}},
		"a name twice in a body":            {Documents: []ledger.Document{Doc("unit", "core", 2, `{"a":1,"a":2}`)}},
		"a tombstone with a body":           {Documents: []ledger.Document{bearing}},
	} {
		tried := *h
		if err := store.Append(t.Context(), "harbor", h.Head, []ledger.Entry{tried.Seal(e)}); !fault.Is(err, fault.Invalid) {
			t.Errorf("Append with %s = %v, want invalid", name, err)
		}
	}
	h.holds(t, store)
	for _, workspace := range []string{"", "a\x00", "\xff", strings.Repeat("w", ledger.MaxWorkspace+1)} {
		if err := store.Append(t.Context(), workspace, ledger.Head{}, []ledger.Entry{NewHistory("x").Next()}); !fault.Is(err, fault.Invalid) {
			t.Errorf("Append to workspace %q = %v, want invalid", workspace, err)
		}
	}
}
