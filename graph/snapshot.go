package graph

import (
	"iter"
	"time"

	"github.com/tidwall/btree"
)

// Snapshot is the picture of one organisation at one moment. It is never changed; deriving the
// next one shares all that stays the same. All its methods may be called from many goroutines.
type Snapshot struct {
	holds    *contents // one for each set of records
	trail    []leg     // how these records came from those of earlier pictures, latest last
	seen     *KindSet  // where this reader's look-ups are noted; nil notes nothing
	asOf     time.Time
	position int64
	tables   [kindCount]*btree.BTreeG[Record]
	gone     *btree.BTreeG[tombstone]
	late     *btree.BTreeG[highest]
	edges    *btree.BTreeG[edge]
	byInit   *btree.BTreeG[*Work] // work by initiative, then id
	byUnit   *btree.BTreeG[*Work] // work by unit, then id
	effort   *btree.BTreeG[Effort]
	spans    []span // the periods the effort is summed over
}

// tombstone remembers a removed record, so that a late arrival with an earlier effective time stays removed.
type tombstone struct {
	ref   Ref
	stamp Stamp
}

// highest remembers the highest number of a record's versions, where another version stands because those
// told later hold since earlier.
type highest struct {
	ref     Ref
	version int32
}

// edge says that one record mentions another. Work is left out: its indexes serve that.
type edge struct{ to, from Ref }

// Empty is the picture before anything happened.
func Empty() *Snapshot {
	s := &Snapshot{holds: new(contents)}
	opt := btree.Options{NoLocks: true}
	for i := range s.tables {
		s.tables[i] = btree.NewBTreeGOptions(func(a, b Record) bool { return recordID(a) < recordID(b) }, opt)
	}
	s.gone = btree.NewBTreeGOptions(func(a, b tombstone) bool { return a.ref.Compare(b.ref) < 0 }, opt)
	s.late = btree.NewBTreeGOptions(func(a, b highest) bool { return a.ref.Compare(b.ref) < 0 }, opt)
	s.edges = btree.NewBTreeGOptions(lessEdge, opt)
	s.byInit = btree.NewBTreeGOptions(lessByInitiative, opt)
	s.byUnit = btree.NewBTreeGOptions(lessByUnit, opt)
	s.effort = btree.NewBTreeGOptions(lessEffort, opt)
	return s
}

// probe is a record that only carries an id, to search a table with.
type probe struct {
	head
	id string
}

func (p *probe) Ref() Ref        { return Ref{ID: p.id} }
func (p *probe) Label() string   { return p.id }
func (p *probe) setID(id string) { p.id = id }
func (p *probe) rules(*rulebook) {}

func recordID(r Record) string {
	switch r := r.(type) {
	case *Work:
		return string(r.ID)
	case *probe:
		return r.id
	}
	return r.Ref().ID
}

func lessEdge(a, b edge) bool {
	if c := a.to.Compare(b.to); c != 0 {
		return c < 0
	}
	return a.from.Compare(b.from) < 0
}

func lessByInitiative(a, b *Work) bool {
	if a.Initiative != b.Initiative {
		return a.Initiative < b.Initiative
	}
	return a.ID < b.ID
}

func lessByUnit(a, b *Work) bool {
	if a.Unit != b.Unit {
		return a.Unit < b.Unit
	}
	return a.ID < b.ID
}

// AsOf is the moment the picture shows.
func (s *Snapshot) AsOf() time.Time { return s.asOf }

// Today is the calendar day (UTC) of AsOf.
func (s *Snapshot) Today() Date { return DateOf(s.asOf) }

// As is the same picture seen at another moment, for instance today instead of when it last changed.
func (s *Snapshot) As(asOf time.Time) *Snapshot {
	c := *s
	c.asOf = asOf
	return &c
}

// Stamp is the stamp of the record, or of its removal; found is false when it never was.
func (s *Snapshot) Stamp(r Ref) (st Stamp, found bool) {
	if rec := s.Record(r); rec != nil {
		return rec.Stamp(), true
	}
	t, found := s.gone.Get(tombstone{ref: r})
	return t.stamp, found
}

// Number is the highest number that any version of the record has, also one that does not stand because it
// was told later and holds since earlier; 0 when the record never was. A picture of an earlier moment knows
// it only of the versions it came by.
func (s *Snapshot) Number(r Ref) int32 {
	st, _ := s.Stamp(r)
	n, _ := s.late.Get(highest{ref: r})
	return max(st.Version, n.version)
}

// Removals yields every record that was removed and is not there again, with the stamp of its removal, by
// kind and id.
func (s *Snapshot) Removals() iter.Seq2[Ref, Stamp] {
	return func(yield func(Ref, Stamp) bool) {
		s.gone.Scan(func(t tombstone) bool { return yield(t.ref, t.stamp) })
	}
}

// Size is how many records the picture holds.
func (s *Snapshot) Size() int {
	n := 0
	for _, t := range s.tables {
		n += t.Len()
	}
	return n
}

// Position is the last ledger position folded into the picture; 0 for an empty one.
func (s *Snapshot) Position() int64 { return s.position }

// Count is how many records of the kind there are.
func (s *Snapshot) Count(k Kind) int {
	i := kindIndex(k)
	if i < 0 {
		return 0
	}
	s.look(i)
	return s.tables[i].Len()
}

// Record is the record named, or nil.
func (s *Snapshot) Record(r Ref) Record {
	i := kindIndex(r.Kind)
	if i < 0 {
		return nil
	}
	s.look(i)
	rec, _ := s.tables[i].Get(&probe{id: r.ID})
	return rec
}

// Records yields the records of a kind with an id of at least from, in id order.
func (s *Snapshot) Records(k Kind, from string) iter.Seq[Record] {
	return func(yield func(Record) bool) {
		if i := kindIndex(k); i >= 0 {
			s.look(i)
			s.tables[i].Ascend(&probe{id: from}, yield)
		}
	}
}

// Find is the record of the type with the id, or nil: Find[*Unit](s, "core").
func Find[T Record](s *Snapshot, id string) T {
	var none T
	if rec, ok := s.Record(Ref{none.Ref().Kind, id}).(T); ok {
		return rec
	}
	return none
}

// All yields the records of the type in id order: All[*Unit](s).
func All[T Record](s *Snapshot) iter.Seq[T] {
	var none T
	kind := none.Ref().Kind
	return func(yield func(T) bool) {
		for rec := range s.Records(kind, "") {
			if !yield(rec.(T)) {
				return
			}
		}
	}
}

// Referrers yields the records of the kind that mention the record, in id order. Work is not among
// them: see WorkOf and WorkIn.
func Referrers[T Record](s *Snapshot, to Ref) iter.Seq[T] {
	var none T
	kind := none.Ref().Kind
	return func(yield func(T) bool) {
		for r := range s.MentionedIn(kind, to) {
			if !yield(s.Record(r).(T)) {
				return
			}
		}
	}
}

// MentionedIn yields the records of the kind that mention the record, as Referrers does.
func (s *Snapshot) MentionedIn(k Kind, to Ref) iter.Seq[Ref] {
	return func(yield func(Ref) bool) {
		s.look(kindIndex(k))
		s.edges.Ascend(edge{to, Ref{k, ""}}, func(e edge) bool {
			return e.to == to && e.from.Kind == k && yield(e.from)
		})
	}
}

// Mentioned yields every record (other than work) that mentions the one named, by kind and id.
func (s *Snapshot) Mentioned(to Ref) iter.Seq[Ref] {
	return func(yield func(Ref) bool) {
		s.lookEverywhere()
		s.edges.Ascend(edge{to: to}, func(e edge) bool { return e.to == to && yield(e.from) })
	}
}

// WorkOf yields the work items of an initiative ("" for those without one) from the id on, in id order.
func (s *Snapshot) WorkOf(i InitiativeID, from WorkID) iter.Seq[*Work] {
	return func(yield func(*Work) bool) {
		s.look(kindIndex(KindWork))
		s.byInit.Ascend(&Work{Initiative: i, ID: from}, func(w *Work) bool { return w.Initiative == i && yield(w) })
	}
}

// WorkIn yields the work items of a unit from the id on, in id order.
func (s *Snapshot) WorkIn(u UnitID, from WorkID) iter.Seq[*Work] {
	return func(yield func(*Work) bool) {
		s.look(kindIndex(KindWork))
		s.byUnit.Ascend(&Work{Unit: u, ID: from}, func(w *Work) bool { return w.Unit == u && yield(w) })
	}
}

// Unit is the unit, or nil.
func (s *Snapshot) Unit(id UnitID) *Unit { return Find[*Unit](s, string(id)) }

// Theme is the theme, or nil.
func (s *Snapshot) Theme(id ThemeID) *Theme { return Find[*Theme](s, string(id)) }

// Period is the period, or nil.
func (s *Snapshot) Period(id PeriodID) *Period { return Find[*Period](s, string(id)) }

// Outcome is the outcome, or nil.
func (s *Snapshot) Outcome(id OutcomeID) *Outcome { return Find[*Outcome](s, string(id)) }

// Initiative is the initiative, or nil.
func (s *Snapshot) Initiative(id InitiativeID) *Initiative { return Find[*Initiative](s, string(id)) }

// Person is the person, or nil.
func (s *Snapshot) Person(id PersonID) *Person { return Find[*Person](s, string(id)) }
