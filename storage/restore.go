package storage

import (
	"context"
	"fmt"

	"throughline/fault"
	"throughline/ledger"
)

// Restored is how far the restoring of a workspace has come.
type Restored struct {
	Workspace string
	Entries   int64 // in the store now
	Total     int64 // that there will be; 0 when that is not known
}

// A restore writes so much at a time.
const (
	restoreDocuments = 2000
	restoreBytes     = 4 << 20
)

// Restore copies histories into a store, entry for entry with the same hashes, and returns what each
// workspace has after. A workspace must be empty there, or hold the beginning of the same history,
// as it does when a restore was interrupted; else it is a Conflict fault. The first error ends it;
// what was written until then stays. progress may be nil.
func Restore(ctx context.Context, into ledger.Store, all ledger.Histories, progress func(Restored)) ([]Restored, error) {
	r := &restore{into: into, progress: progress}
	for a, err := range all {
		if err == nil {
			err = r.take(ctx, a)
		}
		if err != nil {
			return r.done, err
		}
	}
	return r.done, r.end(ctx)
}

type restore struct {
	into     ledger.Store
	progress func(Restored)
	done     []Restored

	there ledger.Head // what the store had of the workspace before
	head  ledger.Head // of what is written
	seen  int64       // the position reached in what is restored
	batch []ledger.Entry
	size  int // bytes of the batch
	count int // documents of the batch
}

func (r *restore) take(ctx context.Context, a ledger.Archived) error {
	if len(r.done) == 0 || r.done[len(r.done)-1].Workspace != a.Workspace {
		if err := r.begin(ctx, a); err != nil {
			return err
		}
	}
	r.seen = a.Entry.Position
	if a.Entry.Position <= r.there.Position {
		return r.skip(&a.Entry)
	}
	if a.Entry.Position == r.there.Position+1 && a.Entry.Prev != r.there.Hash {
		return r.foreign()
	}
	r.batch = append(r.batch, a.Entry)
	for i := range a.Entry.Documents {
		r.size += len(a.Entry.Documents[i].Body)
	}
	r.count += len(a.Entry.Documents) + 1
	if r.count < restoreDocuments && r.size < restoreBytes {
		return nil
	}
	return r.flush(ctx)
}

// begin ends the workspace before and looks at what the store has of the next.
func (r *restore) begin(ctx context.Context, a ledger.Archived) error {
	if err := r.end(ctx); err != nil {
		return err
	}
	head, err := r.into.Head(ctx, a.Workspace)
	if err != nil {
		return err
	}
	r.there, r.head = head, head
	r.done = append(r.done, Restored{Workspace: a.Workspace, Entries: head.Position, Total: a.Total})
	return nil
}

// end writes what is left of a workspace.
func (r *restore) end(ctx context.Context) error {
	if r.seen < r.there.Position {
		return r.foreign()
	}
	r.seen = 0
	return r.flush(ctx)
}

// skip passes over an entry that the store has already, if it is the same.
func (r *restore) skip(e *ledger.Entry) error {
	if e.Position == r.there.Position && e.Hash != r.there.Hash {
		return r.foreign()
	}
	return nil
}

func (r *restore) foreign() error {
	return fault.New(fault.Conflict,
		fmt.Sprintf("the workspace %s has %d changes already that are not the beginning of this history", r.done[len(r.done)-1].Workspace, r.there.Position),
		"Restore into a file or database that is empty")
}

func (r *restore) flush(ctx context.Context) error {
	if len(r.batch) == 0 {
		return nil
	}
	now := &r.done[len(r.done)-1]
	if err := r.into.Append(ctx, now.Workspace, r.head, r.batch); err != nil {
		return err
	}
	r.head = r.batch[len(r.batch)-1].Head()
	r.batch, r.size, r.count = r.batch[:0], 0, 0
	now.Entries = r.head.Position
	if r.progress != nil {
		r.progress(*now)
	}
	return nil
}
