package engine

import (
	"context"
	"fmt"
	"iter"

	"throughline/change"
	"throughline/fault"
	"throughline/graph"
	"throughline/ledger"
)

// Log yields the entries of the history that the query chooses.
func (e *Engine) Log(ctx context.Context, workspace string, q ledger.Query) iter.Seq2[ledger.Entry, error] {
	return e.store.Entries(ctx, workspace, q)
}

// Version is a record as a change left it.
type Version struct {
	Entry  ledger.Entry
	Number int32
	Record graph.Record // nil where the change removed it
}

// Versions yields the versions of the record in the entries that the query chooses.
func (e *Engine) Versions(ctx context.Context, workspace string, ref graph.Ref, q ledger.Query) iter.Seq2[Version, error] {
	q.Kind, q.ID = string(ref.Kind), ref.ID
	return func(yield func(Version, error) bool) {
		for entry, err := range e.store.Entries(ctx, workspace, q) {
			if err != nil {
				yield(Version{}, err)
				return
			}
			for i := range entry.Documents {
				d := &entry.Documents[i]
				if d.Kind != q.Kind || d.ID != q.ID {
					continue
				}
				v := Version{Entry: entry, Number: d.Version}
				if !d.Deleted {
					if v.Record, err = change.Decode(d); err != nil {
						yield(Version{}, err)
						return
					}
				}
				if !yield(v, nil) {
					return
				}
			}
		}
	}
}

// Histories is the whole history of the workspace, for an archive.
func (e *Engine) Histories(ctx context.Context, workspace string) ledger.Histories {
	return ledger.History(ctx, e.store, workspace)
}

// Verify proves that the workspace's history is what was written.
func (e *Engine) Verify(ctx context.Context, workspace string, progress func(ledger.Report)) (ledger.Report, error) {
	return ledger.Verify(ctx, e.store, workspace, progress)
}

// Entry is the entry of the position; a NotFound fault without one.
func (e *Engine) Entry(ctx context.Context, workspace string, position int64) (ledger.Entry, error) {
	if position > 0 { // in a query, 0 is no bound
		for entry, err := range e.store.Entries(ctx, workspace, ledger.Query{After: position - 1, Until: position, Limit: 1}) {
			return entry, err
		}
	}
	return ledger.Entry{}, noEntry(position)
}

func noEntry(position int64) error {
	return fault.New(fault.NotFound, fmt.Sprintf("there is no change number %d", position), "Look at the numbers with `throughline log`")
}
