package ledger_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"throughline/fault"
	"throughline/ledger"
	"throughline/ledger/ledgertest"
)

// What stores keep is in the suite; here is how the places are named.
func TestAdmitNamesThePlace(t *testing.T) {
	personal := ledgertest.Doc("person", "ana", 1, `{}`)
	personal.Personal = []ledger.Sealed{ledger.Seal("email", "a\x00", []byte("salt"))}
	for says, e := range map[string]ledger.Entry{
		"the reason of the change cannot be stored: it holds a zero character":       {Reason: "\x00"},
		"the verb of the change cannot be stored: it is not valid UTF-8 text":        {Actor: "person/ana", Verb: "\xff"},
		`the name "unit/" cannot be stored: it is empty`:                             {Documents: []ledger.Document{ledgertest.Doc("unit", "", 1, `{}`)}},
		"the email of person/ana cannot be stored: it holds a zero character":        {Documents: []ledger.Document{personal}},
		"the document of unit/core cannot be stored: it is not one JSON object":      {Documents: []ledger.Document{ledgertest.Doc("unit", "core", 1, `[]`)}},
		"the document of unit/core cannot be stored: it goes over more than one":     {Documents: []ledger.Document{ledgertest.Doc("unit", "core", 1, "{\r}")}},
		"the document of unit/core cannot be stored: it holds a zero character":      {Documents: []ledger.Document{ledgertest.Doc("unit", "core", 1, `{"a":"\u0000"}`)}},
		"the document of unit/core cannot be stored: a tombstone has no body":        {Documents: []ledger.Document{{Kind: "unit", ID: "core", Deleted: true, Body: []byte("{}")}}},
		`cannot be stored: it is longer than 1000 bytes`:                             {Documents: []ledger.Document{ledgertest.Doc("unit", strings.Repeat("x", 1001), 1, `{}`)}},
		"the document of unit/core cannot be stored: it is not one JSON object. Cor": {Documents: []ledger.Document{ledgertest.Doc("unit", "core", 1, ``)}},
	} {
		h := ledgertest.NewHistory("harbor")
		h.Seal(e)
		err := ledger.Admit("harbor", ledger.Head{}, h.Entries)
		if f := fault.Of(err); f == nil || f.Kind != fault.Invalid || !strings.Contains(f.Error(), says) {
			t.Errorf("Admit() = %v, want %q", err, says)
		}
		if alone := h.Entries[0].Admit(); alone == nil || alone.Error() != err.Error() {
			t.Errorf("the entry alone gives %v, the batch %v", alone, err)
		}
	}
}

func TestAdmitTakesBackslashes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 9).Draw(t, "backslashes")
		body := `{"a":"x` + strings.Repeat(`\`, n) + `u0000"}`
		h := ledgertest.NewHistory("harbor")
		h.Next(ledgertest.Doc("unit", "core", 1, body))
		err := ledger.Admit("harbor", ledger.Head{}, h.Entries)
		if isZero := n%2 == 1; isZero != fault.Is(err, fault.Invalid) {
			t.Fatalf("Admit() of %s = %v", body, err)
		}
	})
}

func TestAdmitHoldsTheChain(t *testing.T) {
	h := ledgertest.NewHistory("harbor")
	for range 3 {
		h.Next(ledgertest.Doc("unit", "core", 1, `{}`))
	}
	if err := ledger.Admit("harbor", ledger.Head{}, h.Entries); err != nil {
		t.Errorf("Admit() of a good batch = %v", err)
	}
	if err := ledger.Admit("harbor", h.Entries[0].Head(), h.Entries[1:]); err != nil {
		t.Errorf("Admit() of its rest = %v", err)
	}
	for name, batch := range map[string][]ledger.Entry{"the rest": h.Entries[1:], "two of three": {h.Entries[0], h.Entries[2]}} {
		if err := ledger.Admit("harbor", ledger.Head{}, batch); !fault.Is(err, fault.Internal) || fault.Of(err) == nil {
			t.Errorf("Admit() of %s after nothing = %v, want an internal fault", name, err)
		}
	}
}
