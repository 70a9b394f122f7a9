package engine

import (
	"cmp"
	"context"
	"math"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"throughline/change"
	"throughline/graph"
	"throughline/ledger"
)

// way leads to the picture of a moment from the pictures at hand on both sides of it.
type way struct {
	s      *space
	now    *published // the newest picture: what was told after it is not looked at
	from   *graph.Snapshot
	after  time.Time // the moment of from
	until  *graph.Snapshot
	moment time.Time
}

// ways says which way is the quicker one. A way forwards goes over every version in between; one backwards
// only over the records that changed, but it looks at all of them.
type ways struct {
	few, per int // forwards is quicker over few versions, and one more for so many records
	worth    int // placing one record takes the time in which so many are assembled
	spread   int // how many records a change copies in a picture that shares the rest: those of a leaf
	slot     int // bytes of the places that a record has in the trees of a picture
	record   int // bytes of a record
}

// weigh is how many bytes a picture takes that has places of its own for so many records, and so many records
// that no other has. It is an estimate.
func (w ways) weigh(slots, records int) int { return slots*w.slot + records*w.record }

// copied is how many of the records of a picture so many changes copy, estimated: changes anywhere meet in the
// same leaves the more often the more there are.
func (w ways) copied(changes, size int) int {
	if size == 0 {
		return 0
	}
	return int(float64(size) * -math.Expm1(-float64(w.spread)*float64(changes)/float64(size)))
}

// walk is the picture of the moment, and how many bytes it holds that those at hand do not, estimated.
func (w *way) walk(ctx context.Context) (picture *graph.Snapshot, own int, err error) {
	between, all, err := w.between(ctx, w.s.e.ways.few+w.until.Size()/w.s.e.ways.per)
	if err != nil {
		return nil, 0, err
	}
	if all {
		return w.forwards(between)
	}
	return w.backwards(ctx)
}

// between is the versions that became effective after the earlier picture and not after the moment; all
// is false when there are more than the most asked for.
func (w *way) between(ctx context.Context, most int) (list []ledger.Version, all bool, err error) {
	for v, err := range w.s.e.store.Between(ctx, w.s.name, w.after, w.moment) {
		if err != nil {
			return nil, false, err
		}
		if v.Position > w.now.head.Position {
			continue
		}
		if len(list) == most {
			return nil, false, nil
		}
		list = append(list, v)
	}
	return list, true, nil
}

// forwards folds the versions into the earlier picture.
func (w *way) forwards(list []ledger.Version) (picture *graph.Snapshot, own int, err error) {
	b := w.from.Edit()
	position, fresh := w.from.Position(), 0
	for i := range list {
		shared, err := foldShared(b, &list[i], w.now.picture)
		if err != nil {
			return nil, 0, err
		}
		if !shared {
			fresh++
		}
		position = max(position, list[i].Position)
	}
	picture = b.Snapshot(w.moment, position)
	return picture, w.s.e.ways.weigh(w.s.e.ways.copied(len(list), picture.Size()), fresh), nil
}

// foldShared is change.Fold, but takes the record of the newest picture when it is the same version.
func foldShared(b *graph.Builder, v *ledger.Version, newest *graph.Snapshot) (shared bool, err error) {
	if !v.Document.Deleted {
		if r := newest.Record(refOf(v)); r != nil && r.Stamp() == stamp(v) {
			b.Put(r)
			return true, nil
		}
	}
	return false, change.Fold(b, v)
}

// backwards takes what became effective after the moment out of the later picture: where a record stands
// with an earlier stamp it stood so then, and of the others the store knows what stood in their place.
func (w *way) backwards(ctx context.Context) (picture *graph.Snapshot, own int, err error) {
	changed, position := w.changed()
	stood, err := w.stood(ctx, changed)
	if err != nil {
		return nil, 0, err
	}
	fresh := 0
	for _, d := range stood.parts {
		fresh += len(d.versions)
		for i := range d.versions {
			position = max(position, d.versions[i].Position)
		}
	}
	if w.s.e.ways.worth*len(changed) < w.until.Size() {
		picture = w.edited(changed, stood, position)
		return picture, w.s.e.ways.weigh(w.s.e.ways.copied(len(changed), picture.Size()), fresh), nil
	}
	picture = w.assembled(stood, position)
	return picture, w.s.e.ways.weigh(picture.Size(), fresh), nil
}

// changed is the records that changed after the moment, by kind and id, and the last position of the others.
func (w *way) changed() (list []ledger.Record, position int64) {
	moment := w.moment.UnixMilli()
	for _, k := range kindsByName() {
		for r := range w.until.Records(k, "") {
			if st := r.Stamp(); st.Effective > moment {
				list = append(list, ledger.Record{Kind: string(k), ID: r.Ref().ID})
			} else {
				position = max(position, st.Position)
			}
		}
	}
	standing := len(list)
	for ref, st := range w.until.Removals() {
		if st.Effective > moment {
			list = append(list, ledger.Record{Kind: string(ref.Kind), ID: ref.ID})
		} else {
			position = max(position, st.Position)
		}
	}
	if len(list) > standing {
		slices.SortFunc(list, compareRecords)
	}
	return list, position
}

// kindsByName is all kinds in the order in which records are asked for.
func kindsByName() []graph.Kind {
	var out []graph.Kind
	for _, k := range graph.Kinds() {
		out = append(out, k.Kind)
	}
	slices.Sort(out)
	return out
}

func compareRecords(a, b ledger.Record) int {
	return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID))
}

// lookup is how many records are looked up together.
const lookup = 2048

// stood asks the store, on all processors, what stood of the records at the moment.
func (w *way) stood(asked context.Context, records []ledger.Record) (stood, error) {
	ctx, cancel := context.WithCancelCause(asked)
	defer cancel(nil)
	out := make([]*decoding, 0, len(records)/lookup+1)
	parts := slices.Collect(slices.Chunk(records, lookup))
	for range parts {
		out = append(out, newDecoding())
	}
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(parts)) {
		workers.Go(func() {
			for n := int(next.Add(1)) - 1; n < len(parts) && ctx.Err() == nil; n = int(next.Add(1)) - 1 {
				if err := w.look(ctx, parts[n], out[n]); err != nil {
					cancel(err)
				}
			}
		})
	}
	workers.Wait()
	if asked.Err() != nil {
		return stood{}, calledOff(asked)
	}
	return stood{parts: out}, context.Cause(ctx)
}

// look reads and decodes what stood of a part of the records.
func (w *way) look(ctx context.Context, records []ledger.Record, into *decoding) error {
	at := ledger.Moment{Effective: w.moment, Position: w.now.head.Position}
	for v, err := range w.s.e.store.Standing(ctx, w.s.name, at, records) {
		if err != nil {
			return err
		}
		into.versions = append(into.versions, v)
	}
	into.decode()
	return into.err
}

// stood is what stood of records, by kind and id, taken off from the front.
type stood struct {
	parts []*decoding
	taken int // of the first part
}

// first is the first version left and its record, nil for a removal; version is nil when none is left.
func (s *stood) first() (version *ledger.Version, record graph.Record) {
	for len(s.parts) > 0 && s.taken == len(s.parts[0].versions) {
		s.parts, s.taken = s.parts[1:], 0
	}
	if len(s.parts) == 0 {
		return nil, nil
	}
	return &s.parts[0].versions[s.taken], s.parts[0].records[s.taken]
}

// takeUntil takes off what stands up to a record of a kind, it included; "" is all of the kind.
func (s *stood) takeUntil(kind graph.Kind, id string, give func(*ledger.Version, graph.Record)) {
	for {
		v, r := s.first()
		if v == nil || v.Document.Kind != string(kind) || id != "" && v.Document.ID > id {
			return
		}
		s.taken++
		give(v, r)
	}
}

// edited is the later picture with each record that changed as it stood.
func (w *way) edited(changed []ledger.Record, s stood, position int64) *graph.Snapshot {
	b := w.until.Edit()
	for _, c := range changed {
		ref := graph.Ref{Kind: graph.Kind(c.Kind), ID: c.ID}
		b.Forget(ref)
		s.takeUntil(ref.Kind, ref.ID, func(v *ledger.Version, r graph.Record) {
			if r == nil {
				b.Remove(ref, stamp(v))
			} else {
				b.Put(r)
			}
		})
	}
	return b.Snapshot(w.moment, position)
}

// assembled is a picture of its own: what did not change in the later one, and what stood of the rest.
func (w *way) assembled(s stood, position int64) *graph.Snapshot {
	var whole graph.Assembly
	moment := w.moment.UnixMilli()
	add := func(v *ledger.Version, r graph.Record) {
		if r == nil {
			whole.Remove(refOf(v), stamp(v))
		} else {
			whole.Add(r)
		}
	}
	for _, k := range kindsByName() {
		for r := range w.until.Records(k, "") {
			if r.Stamp().Effective <= moment {
				s.takeUntil(k, r.Ref().ID, add)
				whole.Add(r)
			}
		}
		s.takeUntil(k, "", add)
	}
	for ref, st := range w.until.Removals() {
		if st.Effective <= moment {
			whole.Remove(ref, st)
		}
	}
	return whole.Snapshot(w.moment, position)
}
