package storage

import (
	"fmt"
	"iter"

	"throughline/ledger"
)

// asked is how many records one statement looks up.
const asked = 512

// Batches yields the ids of the records, of one kind at a time and not too many, in their order.
func Batches(records []ledger.Record) iter.Seq2[string, []string] {
	return func(yield func(kind string, ids []string) bool) {
		for len(records) > 0 {
			kind, ids := records[0].Kind, make([]string, 0, min(asked, len(records)))
			for len(ids) < asked && len(ids) < len(records) && records[len(ids)].Kind == kind {
				ids = append(ids, records[len(ids)].ID)
			}
			if !yield(kind, ids) {
				return
			}
			records = records[len(ids):]
		}
	}
}

// Asked holds versions as they are read against the records that were asked for.
type Asked struct{ rest []ledger.Record }

// NewAsked is the answer due for the records.
func NewAsked(records []ledger.Record) *Asked { return &Asked{records} }

// Then is give for versions in their place.
func (a *Asked) Then(give func(*ledger.Version) error) func(*ledger.Version) error {
	return func(v *ledger.Version) error {
		for n, r := range a.rest {
			if r.Kind == v.Document.Kind && r.ID == v.Document.ID {
				a.rest = a.rest[n+1:]
				return give(v)
			}
		}
		return ledger.Spoilt(v.Position, fmt.Sprintf("the stored version of %s/%s is not in its place", v.Document.Kind, v.Document.ID))
	}
}
