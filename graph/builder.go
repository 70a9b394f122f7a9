package graph

import (
	"time"

	"github.com/tidwall/btree"
)

// Builder derives the next picture from a snapshot. It is used by one goroutine and ends with
// Snapshot; after that it must not be used again.
type Builder struct {
	s       *Snapshot
	from    *contents              // of the picture it started on
	touched touched                // what was put or removed since
	regroup bool                   // a period changed, so the running sums may not be over the right days
	marked  bool                   // a Mark was made, so the journal is kept
	journal []prior                // what stood where since the last Mark, newest last
	late    *btree.BTreeG[highest] // as it was at the last Mark; nil while it is so
}

// prior is what stood in a place before a Put or Remove.
type prior struct {
	ref   Ref
	was   Record // nil when there was none
	grave Stamp  // of the tombstone that stood there, when buried
	dead  bool
}

// Mark forgets how to go back further than now.
func (b *Builder) Mark() { b.marked, b.journal, b.late = true, b.journal[:0], nil }

// Rollback takes back every Put and Remove since the last Mark.
func (b *Builder) Rollback() {
	for i := len(b.journal) - 1; i >= 0; i-- {
		b.restore(b.journal[i])
	}
	if b.late != nil {
		b.s.late = b.late
	}
	b.Mark()
}

func (b *Builder) restore(p prior) {
	table := b.s.tables[kindIndex(p.ref.Kind)]
	if now, found := table.Delete(&probe{id: p.ref.ID}); found {
		b.unlink(now)
	}
	b.s.gone.Delete(tombstone{ref: p.ref})
	if p.was != nil {
		table.Set(p.was)
		b.link(p.was)
	}
	if p.dead {
		b.s.gone.Set(tombstone{p.ref, p.grave})
	}
}

func (b *Builder) remember(ref Ref, was Record) {
	b.touched.add(ref)
	if !b.marked {
		return
	}
	t, dead := tombstone{}, false
	if was == nil && b.s.gone.Len() > 0 {
		t, dead = b.s.gone.Get(tombstone{ref: ref})
	}
	b.journal = append(b.journal, prior{ref, was, t.stamp, dead})
}

// Edit starts a builder on top of the snapshot, which stays as it is.
func (s *Snapshot) Edit() *Builder {
	s.holds.mu.Lock()
	defer s.holds.mu.Unlock()
	c := *s
	next := &c
	next.seen = nil
	for i := range next.tables {
		next.tables[i] = s.tables[i].Copy()
	}
	next.gone, next.late, next.edges, next.effort = s.gone.Copy(), s.late.Copy(), s.edges.Copy(), s.effort.Copy()
	next.byInit, next.byUnit = s.byInit.Copy(), s.byUnit.Copy()
	return &Builder{s: next, from: s.holds}
}

// Current is the picture as built so far. It must not be kept: the next Put changes it.
func (b *Builder) Current() *Snapshot { return b.s }

// Put places a record whose stamp is set. A record that already stands with a later stamp stays:
// the picture holds, per record, the version with the greatest (effective, position).
// The caller gives r away and must not change it again.
func (b *Builder) Put(r Record) {
	ref, st := r.Ref(), r.Stamp()
	old, was, ever := b.stood(ref)
	if ever && was.After(st) {
		b.number(ref, st.Version)
		return
	}
	b.remember(ref, old)
	if old != nil {
		b.unlink(old)
	} else if ever {
		b.s.gone.Delete(tombstone{ref: ref})
	}
	b.s.tables[kindIndex(ref.Kind)].Set(r)
	b.link(r)
	if was.Version > st.Version {
		b.number(ref, was.Version)
	}
}

// Remove takes a record out of the picture from the stamp on.
func (b *Builder) Remove(r Ref, at Stamp) {
	i := kindIndex(r.Kind)
	if i < 0 {
		return
	}
	old, was, ever := b.stood(r)
	if ever && was.After(at) {
		b.number(r, at.Version)
		return
	}
	b.remember(r, old)
	if old != nil {
		b.s.tables[i].Delete(old)
		b.unlink(old)
	}
	b.s.gone.Set(tombstone{r, at})
	if was.Version > at.Version {
		b.number(r, was.Version)
	}
}

// stood is what stands of a record: itself with its stamp, or nil with the stamp of its removal. ever is
// false when it never was.
func (b *Builder) stood(r Ref) (old Record, was Stamp, ever bool) {
	if old, found := b.s.tables[kindIndex(r.Kind)].Get(&probe{id: r.ID}); found {
		return old, old.Stamp(), true
	}
	if b.s.gone.Len() == 0 {
		return nil, Stamp{}, false
	}
	t, dead := b.s.gone.Get(tombstone{ref: r})
	return nil, t.stamp, dead
}

// number remembers the number of a version that does not stand, when it is the highest.
func (b *Builder) number(ref Ref, version int32) {
	if version > b.s.Number(ref) {
		b.keepNumbers()
		b.s.late.Set(highest{ref, version})
	}
}

// keepNumbers makes the numbers ready to change, so that a Rollback can bring back those of the last Mark.
func (b *Builder) keepNumbers() {
	if b.marked && b.late == nil {
		b.late = b.s.late.Copy()
	}
}

// Forget takes a record out of the picture as if it had never been: not even its removal is remembered.
// What stood earlier can be put in its place then.
func (b *Builder) Forget(r Ref) {
	i := kindIndex(r.Kind)
	if i < 0 {
		return
	}
	old, found := b.s.tables[i].Get(&probe{id: r.ID})
	b.remember(r, old)
	if found {
		b.s.tables[i].Delete(old)
		b.unlink(old)
	}
	if b.s.gone.Len() > 0 {
		b.s.gone.Delete(tombstone{ref: r})
	}
	if b.s.late.Len() > 0 {
		b.keepNumbers()
		b.s.late.Delete(highest{ref: r})
	}
}

// Snapshot ends the building: the picture as of the moment, with the ledger position folded last.
func (b *Builder) Snapshot(asOf time.Time, position int64) *Snapshot {
	if b.regroup {
		b.followPeriods()
	}
	s := b.s
	b.s = nil
	s.asOf, s.position = asOf, position
	s.holds, s.trail = new(contents), b.touched.after(s.trail, b.from)
	return s
}

func (b *Builder) link(r Record) {
	switch r := r.(type) {
	case *Work:
		b.s.byInit.Set(r)
		b.s.byUnit.Set(r)
		b.addEffort(r, +1)
		return
	case *Period:
		b.regroup = true
	}
	from := r.Ref()
	mentioned(r, func(to Ref) { b.s.edges.Set(edge{to, from}) })
}

func (b *Builder) unlink(r Record) {
	switch r := r.(type) {
	case *Work:
		b.s.byInit.Delete(r)
		b.s.byUnit.Delete(r)
		b.addEffort(r, -1)
		return
	case *Period:
		b.regroup = true
	}
	from := r.Ref()
	mentioned(r, func(to Ref) { b.s.edges.Delete(edge{to, from}) })
}
