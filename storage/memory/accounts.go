package memory

import (
	"bytes"
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"throughline/account"
	"throughline/fault"
	"throughline/storage"
)

// Accounts is the rows of accounts in memory. The zero Accounts is empty and ready; it must not be
// copied.
type Accounts struct {
	mu     sync.RWMutex
	rows   map[name]account.Row
	keys   map[name]string // the id of the row that has the key
	last   int64           // the version given last
	closed bool
}

// name is a kind with an id or a key.
type name struct{ kind, name string }

var _ account.Store = (*Accounts)(nil)

// Accounts is the rows of accounts beside the ledger. They go with the store.
func (s *Store) Accounts() *Accounts { return &s.accounts }

// open says why nothing can be read or written now. The caller holds mu.
func (a *Accounts) open(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return storage.Cancelled(err)
	}
	if a.closed {
		return fault.New(fault.Unavailable, "the data is closed", "Start again")
	}
	return nil
}

// Row is account.Store's.
func (a *Accounts) Row(ctx context.Context, kind, id string) (account.Row, error) {
	a.mu.RLock()
	defer a.mu.RUnlock()
	return own(a.rows[name{kind, id}]), a.open(ctx)
}

// Keyed is account.Store's.
func (a *Accounts) Keyed(ctx context.Context, kind, key string) (account.Row, error) {
	a.mu.RLock()
	defer a.mu.RUnlock()
	return own(a.rows[name{kind, a.keys[name{kind, key}]}]), a.open(ctx)
}

// own is a row that shares no bytes with r.
func own(r account.Row) account.Row {
	r.Body = bytes.Clone(r.Body)
	return r
}

// List is account.Store's.
func (a *Accounts) List(ctx context.Context, q account.Query) ([]account.Row, error) {
	a.mu.RLock()
	defer a.mu.RUnlock()
	if err := a.open(ctx); err != nil {
		return nil, err
	}
	var all []account.Row
	for _, r := range a.rows {
		past := q.After == "" || !q.Last && r.ID > q.After || q.Last && r.ID < q.After
		if past && r.Kind == q.Kind && (q.Owner == "" || r.Owner == q.Owner) {
			all = append(all, own(r))
		}
	}
	slices.SortFunc(all, func(x, y account.Row) int { return cmp.Compare(x.ID, y.ID) })
	if q.Last {
		slices.Reverse(all)
	}
	if q.Limit > 0 {
		all = all[:min(q.Limit, len(all))]
	}
	return all, nil
}

// Write is account.Store's. It works on copies and puts them in place when all went well.
func (a *Accounts) Write(ctx context.Context, b account.Batch) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if err := a.open(ctx); err != nil {
		return err
	}
	if err := b.Admit(); err != nil {
		return err
	}
	next := Accounts{rows: maps.Clone(a.rows), keys: maps.Clone(a.keys), last: a.last + 1}
	if next.rows == nil {
		next.rows, next.keys = map[name]account.Row{}, map[name]string{}
	}
	for _, r := range b.Remove {
		if !next.remove(r) {
			return account.Moved()
		}
	}
	for _, r := range b.Put {
		if !next.put(own(r)) {
			return account.Moved()
		}
	}
	a.rows, a.keys, a.last = next.rows, next.keys, next.last
	return nil
}

// remove reports whether the row was at its version, and is gone.
func (a *Accounts) remove(r account.Row) bool {
	old := a.rows[name{r.Kind, r.ID}]
	if old.Version != r.Version {
		return false
	}
	delete(a.rows, name{r.Kind, r.ID})
	delete(a.keys, name{r.Kind, old.Key})
	return true
}

// put reports whether the row was at its version and its key free, and is in place.
func (a *Accounts) put(r account.Row) bool {
	old := a.rows[name{r.Kind, r.ID}]
	id, taken := a.keys[name{r.Kind, r.Key}]
	if old.Version != r.Version || taken && id != r.ID {
		return false
	}
	delete(a.keys, name{r.Kind, old.Key})
	if r.Key != "" {
		a.keys[name{r.Kind, r.Key}] = r.ID
	}
	r.Version = a.last
	a.rows[name{r.Kind, r.ID}] = r
	return true
}

// Expire is account.Store's.
func (a *Accounts) Expire(ctx context.Context, now time.Time) (int, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if err := a.open(ctx); err != nil {
		return 0, err
	}
	n := 0
	for at, r := range a.rows {
		if !r.Expires.IsZero() && !r.Expires.After(now) {
			delete(a.rows, at)
			delete(a.keys, name{r.Kind, r.Key})
			n++
		}
	}
	return n, nil
}

// close ends all reading and writing.
func (a *Accounts) close() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.closed = true
}
