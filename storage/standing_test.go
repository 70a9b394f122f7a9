package storage

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"throughline/fault"
	"throughline/ledger"
)

func TestBatchesAreTheListOneKindAtATime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var want []ledger.Record
		for _, kind := range []string{"period", "unit", "work"} {
			for n := range rapid.SampledFrom([]int{0, 1, asked - 1, asked, asked + 1, 3 * asked}).Draw(t, kind) {
				want = append(want, ledger.Record{Kind: kind, ID: fmt.Sprintf("%06d", n)})
			}
		}
		var got []ledger.Record
		for kind, ids := range Batches(want) {
			if len(ids) == 0 || len(ids) > asked {
				t.Fatalf("a batch of %d", len(ids))
			}
			for _, id := range ids {
				got = append(got, ledger.Record{Kind: kind, ID: id})
			}
		}
		if !slices.Equal(want, got) {
			t.Fatalf("batches give %d records, want %d, in order", len(got), len(want))
		}
	})
}

func TestAskedTakesOnlyWhatIsDue(t *testing.T) {
	records := []ledger.Record{{Kind: "unit", ID: "a"}, {Kind: "unit", ID: "b"}, {Kind: "work", ID: "a"}}
	for name, c := range map[string]struct {
		gives []ledger.Record
		ok    bool
	}{
		"all":            {records, true},
		"some":           {[]ledger.Record{records[0], records[2]}, true},
		"none":           {nil, true},
		"out of order":   {[]ledger.Record{records[1], records[0]}, false},
		"twice":          {[]ledger.Record{records[0], records[0]}, false},
		"another":        {[]ledger.Record{{Kind: "unit", ID: "c"}}, false},
		"another's kind": {[]ledger.Record{{Kind: "work", ID: "b"}}, false},
	} {
		t.Run(name, func(t *testing.T) {
			var err error
			given := 0
			take := NewAsked(records).Then(func(*ledger.Version) error { given++; return nil })
			for _, r := range c.gives {
				if err = take(&ledger.Version{Position: 7, Document: ledger.Document{Kind: r.Kind, ID: r.ID}}); err != nil {
					break
				}
			}
			if c.ok && (err != nil || given != len(c.gives)) || !c.ok && !fault.Is(err, fault.Corrupt) {
				t.Errorf("took %d, then %v", given, err)
			}
		})
	}
}
