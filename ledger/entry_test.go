package ledger_test

import (
	"crypto/sha256"
	"encoding/binary"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"throughline/fault"
	"throughline/ledger"
	"throughline/ledger/ledgertest"
)

// longhand is the digest's definition written out: every text behind its length, every number as 64
// bits, SHA-256 over all.
func longhand(parts ...any) ledger.Hash {
	h := sha256.New()
	number := func(n int64) {
		var b [8]byte
		binary.BigEndian.PutUint64(b[:], uint64(n))
		h.Write(b[:])
	}
	for _, p := range parts {
		switch p := p.(type) {
		case int:
			number(int64(p))
		case string:
			number(int64(len(p)))
			h.Write([]byte(p))
		case ledger.Hash:
			number(int64(len(p)))
			h.Write(p[:])
		}
	}
	return ledger.Hash(h.Sum(nil))
}

func TestDigestIsAsDefined(t *testing.T) {
	d := ledgertest.Doc("unit", "core", 3, `{"name":"Core"}`)
	d.Personal = []ledger.Sealed{ledger.Seal("name", "Ana", []byte("pepper"))}
	sealed := longhand("pepper", "Ana")
	if d.Personal[0].Digest != sealed {
		t.Errorf("Seal() = %v, want %v", d.Personal[0].Digest, sealed)
	}
	document := longhand("unit", "core", 3, 1, 0, `{"name":"Core"}`, "name", sealed)
	if got := d.Digest(); got != document {
		t.Errorf("Digest() = %v, want %v", got, document)
	}
	gone := ledgertest.Gone("unit", "core", 4)
	if got, want := gone.Digest(), longhand("unit", "core", 4, 1, 1, ""); got != want {
		t.Errorf("Digest() of a tombstone = %v, want %v", got, want)
	}
	at := time.Date(2026, 7, 6, 8, 0, 0, 0, time.UTC)
	e := ledger.Entry{Recorded: at, Actor: "person/ana", Channel: ledger.Web, Verb: "unit.renamed", Reason: "clearer", Documents: []ledger.Document{d, gone}}.Follow(ledger.Head{})
	ms := int(at.UnixMilli())
	if want := longhand(ledger.Hash{}, 1, ms, ms, "person/ana", "web", "unit.renamed", "clearer", 2, document, gone.Digest()); e.Hash != want {
		t.Errorf("Hash = %v, want %v", e.Hash, want)
	}
}

// The digests of a released version never change, or old data would look altered.
func TestDigestIsFrozen(t *testing.T) {
	d := ledger.Document{Kind: "unit", ID: "core", Version: 1, Format: 1, Body: []byte(`{"id":"core"}`)}
	// computed by another program from the definition
	const want = "23e3ecf22e2500e93762165042d920ec7b7f119a7724d03af00abc45e32b6402"
	if got := d.Digest().String(); got != want {
		t.Errorf("Digest() = %s, want %s", got, want)
	}
}

func TestLongDocumentsDigestAlike(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { // around the room that the digest has on the stack
		body := `{"a":"` + strings.Repeat("x", rapid.IntRange(0, 2000).Draw(t, "letters")) + `"}`
		d := ledgertest.Doc("unit", "core", 1, body)
		if want := longhand("unit", "core", 1, 1, 0, body); d.Digest() != want {
			t.Fatalf("Digest() of %d bytes = %v, want %v", len(body), d.Digest(), want)
		}
	})
}

func TestFollow(t *testing.T) {
	zone := time.FixedZone("west", -7*3600)
	noon := time.Date(2026, 7, 6, 12, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		recorded, effective, before time.Time
		wantRecorded, wantEffective time.Time
	}{
		"now":                       {recorded: noon, wantRecorded: noon, wantEffective: noon},
		"cut to the millisecond":    {recorded: noon.Add(1_999_999), wantRecorded: noon.Add(1_000_000), wantEffective: noon.Add(1_000_000)},
		"in UTC":                    {recorded: noon.In(zone), wantRecorded: noon, wantEffective: noon},
		"since earlier":             {recorded: noon, effective: noon.Add(-time.Hour), wantRecorded: noon, wantEffective: noon.Add(-time.Hour)},
		"never from later":          {recorded: noon, effective: noon.Add(time.Hour), wantRecorded: noon, wantEffective: noon},
		"a clock that jumped back":  {recorded: noon, before: noon.Add(time.Minute), wantRecorded: noon.Add(time.Minute), wantEffective: noon.Add(time.Minute)},
		"jumped back, since before": {recorded: noon, effective: noon.Add(-time.Hour), before: noon.Add(time.Minute), wantRecorded: noon.Add(time.Minute), wantEffective: noon.Add(-time.Hour)},
	} {
		head := ledger.Head{Position: 7, Hash: ledger.Hash{1}, Recorded: c.before}
		e := ledger.Entry{Recorded: c.recorded, Effective: c.effective}.Follow(head)
		if e.Position != 8 || e.Prev != head.Hash || !e.Recorded.Equal(c.wantRecorded) || !e.Effective.Equal(c.wantEffective) || e.Recorded.Location() != time.UTC {
			t.Errorf("%s: Follow() = %+v", name, e)
		}
		if wrong := e.Wrong(head); wrong != "" {
			t.Errorf("%s: Wrong() = %q of an entry that follows", name, wrong)
		}
	}
}

func TestErasedFieldStaysIntact(t *testing.T) {
	p := ledger.Seal("name", "Ana", []byte("salt"))
	if p.Erased() || !p.Intact() {
		t.Errorf("a sealed field is erased %v, intact %v", p.Erased(), p.Intact())
	}
	gone := p.Erase()
	if !gone.Erased() || !gone.Intact() || gone.Text != "" || gone.Digest != p.Digest || gone.Field != "name" {
		t.Errorf("Erase() = %+v", gone)
	}
	p.Text = "Eve"
	if p.Intact() {
		t.Error("another text must not be intact")
	}
}

// Whatever changes in an entry, its hash shows it.
func TestEveryChangeShows(t *testing.T) {
	h := ledgertest.NewHistory("harbor")
	h.Next(h.Person("ben", 1, "Ben", "ben@example.org"))
	for name, change := range map[string]func(e *ledger.Entry){
		"position":        func(e *ledger.Entry) { e.Position++ },
		"recorded":        func(e *ledger.Entry) { e.Recorded = e.Recorded.Add(time.Millisecond) },
		"effective":       func(e *ledger.Entry) { e.Effective = e.Effective.Add(-time.Millisecond) },
		"actor":           func(e *ledger.Entry) { e.Actor += "x" },
		"channel":         func(e *ledger.Entry) { e.Channel = ledger.API },
		"verb":            func(e *ledger.Entry) { e.Verb += "x" },
		"reason":          func(e *ledger.Entry) { e.Reason += "x" },
		"kind":            func(e *ledger.Entry) { e.Documents[0].Kind += "x" },
		"id":              func(e *ledger.Entry) { e.Documents[0].ID += "x" },
		"version":         func(e *ledger.Entry) { e.Documents[0].Version++ },
		"format":          func(e *ledger.Entry) { e.Documents[0].Format++ },
		"deleted":         func(e *ledger.Entry) { e.Documents[0].Deleted = true },
		"body":            func(e *ledger.Entry) { e.Documents[0].Body[1] ^= 1 },
		"field":           func(e *ledger.Entry) { e.Documents[0].Personal[0].Field = "title" },
		"digest":          func(e *ledger.Entry) { e.Documents[0].Personal[0].Digest[0] ^= 1 },
		"text":            func(e *ledger.Entry) { e.Documents[0].Personal[1].Text += "x" },
		"salt":            func(e *ledger.Entry) { e.Documents[0].Personal[1].Salt[0] ^= 1 },
		"order of fields": func(e *ledger.Entry) { p := e.Documents[0].Personal; p[0], p[1] = p[1], p[0] },
		"a field less":    func(e *ledger.Entry) { e.Documents[0].Personal = e.Documents[0].Personal[:1] },
		"no documents":    func(e *ledger.Entry) { e.Documents = nil },
		"prev":            func(e *ledger.Entry) { e.Prev[0] ^= 1 },
		"hash":            func(e *ledger.Entry) { e.Hash[31] ^= 1 },
	} {
		at := h.Head
		own := ledgertest.NewHistory("harbor")
		own.Head = at
		e := own.Next(own.Person("ana", 1, "Ana", "ana@example.org"))
		if wrong := e.Wrong(at); wrong != "" {
			t.Fatalf("a good entry is wrong: %s", wrong)
		}
		change(&e)
		if e.Wrong(at) == "" {
			t.Errorf("a changed %s goes unnoticed", name)
		}
	}
}

func TestMovedIsTold(t *testing.T) {
	if err := ledger.Moved(); !ledger.IsMoved(err) || err.Remedy == "" {
		t.Errorf("Moved() = %v", err)
	}
	if ledger.IsMoved(nil) || ledger.IsMoved(ledger.Bad(1, "x")) || ledger.IsMoved(fault.New(fault.InUse, "a", "b")) {
		t.Error("another error is taken for a moved head")
	}
}

func TestAChannelCarriesTheNameOfARequest(t *testing.T) {
	c := ledger.API.By("k.b")
	if c.Way() != ledger.API || c.Request() != "k.b" || ledger.API.Way() != ledger.API || ledger.API.Request() != "" {
		t.Errorf("%q came by %q as %q", c, c.Way(), c.Request())
	}
	if again := c.By("other"); again.Way() != ledger.API || again.Request() != "other" {
		t.Errorf("named anew it is %q", again)
	}
}
