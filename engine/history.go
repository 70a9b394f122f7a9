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

// Undo records the inverse of the entry: every record it touched goes back to what it was before.
// It is refused when a later change stands on one of them, or when going back would break a rule.
func (e *Engine) Undo(ctx context.Context, workspace string, by Actor, position int64, reason string) (Done, error) {
	_, command, err := e.undoing(ctx, workspace, position, reason)
	if err != nil {
		return Done{}, err
	}
	return e.Do(ctx, workspace, by, command)
}

// UndoAs is Undo for somebody who may not see or change everything: a change that touched what is kept from them is answered as
// one that is not there.
func (e *Engine) UndoAs(ctx context.Context, workspace string, as As, position int64, reason string) (Done, error) {
	entry, command, err := e.undoing(ctx, workspace, position, reason)
	if err != nil {
		return Done{}, err
	}
	now, err := e.View(ctx, workspace)
	if err != nil {
		return Done{}, err
	}
	sight, err := e.Sight(ctx, now, as.Viewer)
	if err != nil {
		return Done{}, err
	}
	for i := range entry.Documents {
		if d := &entry.Documents[i]; sight.Hides(graph.Ref{Kind: graph.Kind(d.Kind), ID: d.ID}) {
			return Done{}, noEntry(position)
		}
	}
	return e.DoAs(ctx, workspace, as, command)
}

// undoing is the entry, and the command that takes it back.
func (e *Engine) undoing(ctx context.Context, workspace string, position int64, reason string) (ledger.Entry, Command, error) {
	entry, err := e.Entry(ctx, workspace, position)
	if err != nil {
		return entry, nil, err
	}
	before := make([]graph.Record, len(entry.Documents))
	for i := range entry.Documents {
		if before[i], err = e.before(ctx, workspace, &entry, &entry.Documents[i]); err != nil {
			return entry, nil, err
		}
	}
	return entry, func(s *graph.Snapshot) (change.Draft, error) { return inverse(s, &entry, before, reason) }, nil
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

// before is the record as it stood before the entry touched it, nil when it did not exist.
func (e *Engine) before(ctx context.Context, workspace string, entry *ledger.Entry, d *ledger.Document) (graph.Record, error) {
	if entry.Position == 1 {
		return nil, nil
	}
	var best *ledger.Document
	var at graph.Stamp
	limit := graph.Stamp{Position: entry.Position, Effective: entry.Effective.UnixMilli()}
	q := ledger.Query{Kind: d.Kind, ID: d.ID, Until: entry.Position - 1}
	for old, err := range e.store.Entries(ctx, workspace, q) {
		if err != nil {
			return nil, err
		}
		st := graph.Stamp{Position: old.Position, Effective: old.Effective.UnixMilli()}
		for i := range old.Documents {
			o := &old.Documents[i]
			if o.Kind == d.Kind && o.ID == d.ID && !st.After(limit) && !at.After(st) {
				best, at = o, st
			}
		}
	}
	if best == nil || best.Deleted {
		return nil, nil
	}
	return change.Decode(best)
}

// inverse is the draft that takes the entry back, if nothing later stands on it.
func inverse(s *graph.Snapshot, entry *ledger.Entry, before []graph.Record, reason string) (change.Draft, error) {
	if reason == "" {
		reason = fmt.Sprintf("takes back change %d", entry.Position)
	}
	d := change.Draft{Verb: "change.undone", Reason: reason}
	for i := range entry.Documents {
		doc := &entry.Documents[i]
		ref := graph.Ref{Kind: graph.Kind(doc.Kind), ID: doc.ID}
		st, _ := s.Stamp(ref)
		if st.Position != entry.Position {
			return d, fault.New(fault.Conflict,
				fmt.Sprintf("change %d cannot be taken back: change %d of %s stands on it", entry.Position, st.Position, ref),
				fmt.Sprintf("Take change %d back first, or change the record by hand", st.Position))
		}
		if before[i] != nil {
			r, err := change.Copy(before[i])
			if err != nil {
				return d, err
			}
			d.Puts = append(d.Puts, r)
		} else if !doc.Deleted {
			d.Removes = append(d.Removes, ref)
		}
	}
	return d, nil
}
