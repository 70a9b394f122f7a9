package change

import (
	"throughline/graph"
	"throughline/ledger"
)

// Fold places a version of a document into the picture being built.
func Fold(b *graph.Builder, v *ledger.Version) error {
	stamp := graph.Stamp{Version: v.Document.Version, Position: v.Position, Effective: v.Effective.UnixMilli()}
	if v.Document.Deleted {
		b.Remove(graph.Ref{Kind: graph.Kind(v.Document.Kind), ID: v.Document.ID}, stamp)
		return nil
	}
	r, err := Decode(&v.Document)
	if err != nil {
		return err
	}
	b.Put(graph.WithStamp(r, stamp))
	return nil
}

// FoldEntry places all documents of an entry into the picture being built.
func FoldEntry(b *graph.Builder, e *ledger.Entry) error {
	for i := range e.Documents {
		if err := Fold(b, &ledger.Version{Position: e.Position, Effective: e.Effective, Document: e.Documents[i]}); err != nil {
			return err
		}
	}
	return nil
}
