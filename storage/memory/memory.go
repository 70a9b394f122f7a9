package memory

import (
	"cmp"
	"context"
	"iter"
	"maps"
	"slices"
	"sync"
	"time"

	"throughline/ledger"
	"throughline/storage"
)

// Store is a ledger in memory. The zero Store is empty and ready; it must not be copied.
type Store struct {
	hub      storage.Hub
	accounts Accounts

	mu         sync.RWMutex
	workspaces map[string]*history
}

var _ ledger.Store = (*Store)(nil)

// history is one workspace. The arrays below its slices are only ever added to; Erase replaces them.
type history struct {
	entries  []ledger.Entry
	timeline []version                   // by effective time, position, place
	of       map[ledger.Record][]version // of each record, in the same order
}

type version struct {
	ledger.Version
	place int // of the document in its entry
}

// New returns an empty store.
func New() *Store { return &Store{} }

// Append is ledger.Store's.
func (s *Store) Append(ctx context.Context, workspace string, after ledger.Head, entries []ledger.Entry) error {
	if err := ctx.Err(); err != nil {
		return storage.Cancelled(err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	h := s.workspaces[workspace]
	if now := h.head(); now.Position != after.Position || now.Hash != after.Hash {
		return ledger.Moved()
	}
	if err := ledger.Admit(workspace, h.head(), entries); err != nil || len(entries) == 0 {
		return err
	}
	if h == nil {
		h = &history{of: map[ledger.Record][]version{}}
		if s.workspaces == nil {
			s.workspaces = map[string]*history{}
		}
		s.workspaces[workspace] = h
	}
	for _, e := range entries {
		e.Documents = slices.Clone(e.Documents)
		h.add(e)
	}
	s.hub.Tell(workspace)
	return nil
}

func (h *history) head() ledger.Head {
	if h == nil || len(h.entries) == 0 {
		return ledger.Head{}
	}
	return h.entries[len(h.entries)-1].Head()
}

func (h *history) add(e ledger.Entry) {
	h.entries = append(h.entries, e)
	for i, d := range e.Documents {
		h.file(version{ledger.Version{Position: e.Position, Effective: e.Effective, Document: d}, i})
	}
}

// file puts the version into the timeline and among those of its record.
func (h *history) file(v version) {
	key := ledger.Record{Kind: v.Document.Kind, ID: v.Document.ID}
	h.timeline, h.of[key] = inserted(h.timeline, v), inserted(h.of[key], v)
}

func inserted(list []version, v version) []version {
	at, _ := slices.BinarySearchFunc(list, v, inTime)
	if at == len(list) {
		return append(list, v)
	}
	return slices.Insert(slices.Clone(list), at, v) // a reader may hold the old array
}

func inTime(a, b version) int {
	return cmp.Or(a.Effective.Compare(b.Effective), cmp.Compare(a.Position, b.Position), cmp.Compare(a.place, b.place))
}

// Head is ledger.Store's.
func (s *Store) Head(ctx context.Context, workspace string) (ledger.Head, error) {
	if err := ctx.Err(); err != nil {
		return ledger.Head{}, storage.Cancelled(err)
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.workspaces[workspace].head(), nil
}

// Workspaces is the names of the workspaces that have a history, in their order.
func (s *Store) Workspaces(ctx context.Context) ([]string, error) {
	if err := ctx.Err(); err != nil {
		return nil, storage.Cancelled(err)
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	return slices.Sorted(maps.Keys(s.workspaces)), nil
}

// Entries is ledger.Store's.
func (s *Store) Entries(ctx context.Context, workspace string, which ledger.Query) iter.Seq2[ledger.Entry, error] {
	return func(yield func(ledger.Entry, error) bool) {
		s.mu.RLock()
		var all []ledger.Entry
		if h := s.workspaces[workspace]; h != nil {
			all = h.entries
		}
		s.mu.RUnlock()
		from, to := bounds(which, int64(len(all)))
		given := 0
		for i := range all[from:to] {
			e := all[from+int64(i)]
			if which.Last {
				e = all[to-1-int64(i)]
			}
			if err := ctx.Err(); err != nil {
				yield(ledger.Entry{}, storage.Cancelled(err))
				return
			}
			if !touches(&e, which) {
				continue
			}
			if !yield(e, nil) {
				return
			}
			if given++; given == which.Limit {
				return
			}
		}
	}
}

// bounds is the half-open range of indexes the query's positions stand for.
func bounds(q ledger.Query, n int64) (from, to int64) {
	to = n
	if q.Until > 0 {
		to = min(n, q.Until)
	}
	return min(max(q.After, 0), to), to
}

func touches(e *ledger.Entry, q ledger.Query) bool {
	if q.Kind == "" {
		return true
	}
	return slices.ContainsFunc(e.Documents, func(d ledger.Document) bool {
		return d.Kind == q.Kind && (q.ID == "" || d.ID == q.ID)
	})
}

// Latest is ledger.Store's.
func (s *Store) Latest(ctx context.Context, workspace string, at func(ledger.Head)) iter.Seq2[ledger.Version, error] {
	return func(yield func(ledger.Version, error) bool) {
		if err := ctx.Err(); err != nil {
			yield(ledger.Version{}, storage.Cancelled(err))
			return
		}
		s.mu.RLock()
		var all []version
		h := s.workspaces[workspace]
		head := h.head()
		if h != nil {
			for _, list := range h.of {
				all = append(all, latest(list))
			}
			slices.SortFunc(all, byName)
		}
		s.mu.RUnlock()
		if at != nil {
			at(head)
		}
		give(ctx, all, yield)
	}
}

// latest is the last of a record's versions, with the highest number of any.
func latest(list []version) version {
	v := list[len(list)-1]
	for i := range list {
		v.Highest = max(v.Highest, list[i].Document.Version)
	}
	return v
}

func byName(a, b version) int {
	return cmp.Or(cmp.Compare(a.Document.Kind, b.Document.Kind), cmp.Compare(a.Document.ID, b.Document.ID))
}

func give(ctx context.Context, all []version, yield func(ledger.Version, error) bool) {
	for i := range all {
		if err := ctx.Err(); err != nil {
			yield(ledger.Version{}, storage.Cancelled(err))
			return
		}
		if !yield(all[i].Version, nil) {
			return
		}
	}
}

// Between is ledger.Store's.
func (s *Store) Between(ctx context.Context, workspace string, after, until time.Time) iter.Seq2[ledger.Version, error] {
	return func(yield func(ledger.Version, error) bool) {
		s.mu.RLock()
		var all []version
		if h := s.workspaces[workspace]; h != nil {
			all = h.timeline
		}
		s.mu.RUnlock()
		if err := ctx.Err(); err != nil {
			yield(ledger.Version{}, storage.Cancelled(err))
			return
		}
		from, to := firstAfter(all, after), firstAfter(all, until)
		give(ctx, all[from:max(from, to)], yield)
	}
}

// firstAfter is the place of the first version that holds since later than the moment.
func firstAfter(list []version, t time.Time) int {
	at, _ := slices.BinarySearchFunc(list, t, func(v version, t time.Time) int {
		if v.Effective.After(t) {
			return 1
		}
		return -1
	})
	return at
}

// Standing is ledger.Store's.
func (s *Store) Standing(ctx context.Context, workspace string, at ledger.Moment, records []ledger.Record) iter.Seq2[ledger.Version, error] {
	return func(yield func(ledger.Version, error) bool) {
		if err := ctx.Err(); err != nil {
			yield(ledger.Version{}, storage.Cancelled(err))
			return
		}
		s.mu.RLock()
		var all []version
		if h := s.workspaces[workspace]; h != nil {
			for _, r := range records {
				if v, ok := stood(h.of[r], at); ok {
					all = append(all, v)
				}
			}
		}
		s.mu.RUnlock()
		give(ctx, all, yield)
	}
}

// stood is the last of a record's versions that holds since the moment or earlier and was told by then.
func stood(list []version, at ledger.Moment) (v version, ok bool) {
	for i := firstAfter(list, at.Effective) - 1; i >= 0; i-- {
		if list[i].Position <= at.Position {
			return list[i], true
		}
	}
	return version{}, false
}

// Erase is ledger.Store's.
func (s *Store) Erase(ctx context.Context, workspace, kind, id string) (int, error) {
	if err := ctx.Err(); err != nil {
		return 0, storage.Cancelled(err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	old := s.workspaces[workspace]
	if old == nil {
		return 0, nil
	}
	h, erased := &history{of: map[ledger.Record][]version{}}, 0
	for _, e := range old.entries {
		e.Documents = slices.Clone(e.Documents)
		for i := range e.Documents {
			if d := &e.Documents[i]; d.Kind == kind && d.ID == id {
				erased += erase(d)
			}
		}
		h.add(e)
	}
	s.workspaces[workspace] = h
	return erased, nil
}

// erase empties the document's personal fields on a new slice, and counts those that were not yet.
func erase(d *ledger.Document) int {
	n := 0
	d.Personal = slices.Clone(d.Personal)
	for i, p := range d.Personal {
		if !p.Erased() {
			n++
		}
		d.Personal[i] = p.Erase()
	}
	return n
}

// Watch is ledger.Store's.
func (s *Store) Watch(ctx context.Context, workspace string) <-chan struct{} {
	return s.hub.Watch(ctx, workspace)
}

// Close ends all watches; histories and accounts are gone when nobody holds the store any more.
func (s *Store) Close() error {
	s.hub.Close()
	s.accounts.close()
	return nil
}
