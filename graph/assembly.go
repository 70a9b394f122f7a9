package graph

import (
	"cmp"
	"iter"
	"slices"
	"sync"
	"time"

	"github.com/tidwall/btree"
)

// Assembly builds a picture from all its records at once, many times faster than placing one after the
// other. Records are added in any order of kinds, and of each kind by id. It is used by one goroutine and
// ends with Snapshot; the zero Assembly is empty.
type Assembly struct {
	kinds [kindCount][]Record
	work  []*Work
	gone  []tombstone
	late  []highest
}

// Add adds a record whose stamp is set. Records that other pictures hold may be added.
func (a *Assembly) Add(r Record) {
	if w, ok := r.(*Work); ok {
		a.work = append(a.work, w)
		return
	}
	i := kindIndex(r.Ref().Kind)
	a.kinds[i] = append(a.kinds[i], r)
}

// Remove adds the removal of a record that is not there. Of a kind that is not known it says nothing.
func (a *Assembly) Remove(r Ref, at Stamp) {
	if kindIndex(r.Kind) >= 0 {
		a.gone = append(a.gone, tombstone{r, at})
	}
}

// Number adds the highest number that any version of a record has, where it is not that of the one that stands.
func (a *Assembly) Number(r Ref, version int32) { a.late = append(a.late, highest{r, version}) }

// Snapshot ends the assembly: the picture as of the moment, with the ledger position folded last.
func (a *Assembly) Snapshot(asOf time.Time, position int64) *Snapshot {
	s := Empty()
	s.asOf, s.position = asOf, position
	var parts sync.WaitGroup
	parts.Go(func() { loadWork(&s.tables[kindIndex(KindWork)], a.work) })
	parts.Go(func() { loadDealt(&s.byInit, a.work, func(w *Work) InitiativeID { return w.Initiative }) })
	parts.Go(func() { loadDealt(&s.byUnit, a.work, func(w *Work) UnitID { return w.Unit }) })
	parts.Go(func() { a.loadEdges(&s.edges) })
	a.loadRest(s)
	s.spans = spansOf(s)
	for _, e := range effortOver(s.spans, slices.Values(a.work)) {
		s.effort.Load(e)
	}
	pack(&s.effort)
	parts.Wait()
	return s
}

// pack gives every node of a loaded tree the room it needs. Loading splits full nodes, and both halves keep
// the room of the whole; a copy does not.
func pack[T any](tree **btree.BTreeG[T]) {
	packed := (*tree).Copy()
	packed.WalkMut(func([]T) bool { return true })
	*tree = packed
}

func loadWork(table **btree.BTreeG[Record], work []*Work) {
	for _, w := range work {
		(*table).Load(w)
	}
	pack(table)
}

// piles is things dealt by a key, each pile in the order in which they came.
type piles[K comparable, V any] struct {
	at   map[K]int
	keys []K
	list [][]V
}

// of is the pile of the key.
func (p *piles[K, V]) of(key K) *[]V {
	at, seen := p.at[key]
	if !seen {
		if at = len(p.list); p.at == nil {
			p.at = make(map[K]int)
		}
		p.at[key], p.keys, p.list = at, append(p.keys, key), append(p.list, nil)
	}
	return &p.list[at]
}

// inOrder yields the piles in the order of their keys.
func (p *piles[K, V]) inOrder(compare func(a, b K) int) iter.Seq2[K, []V] {
	return func(yield func(K, []V) bool) {
		for _, key := range slices.SortedFunc(slices.Values(p.keys), compare) {
			if !yield(key, p.list[p.at[key]]) {
				return
			}
		}
	}
}

// loadDealt loads work items that are sorted by id into an index that is ordered by a key first. There
// are few keys, so the items are dealt to them in order instead of being compared.
func loadDealt[K ~string](index **btree.BTreeG[*Work], work []*Work, key func(*Work) K) {
	var dealt piles[K, *Work]
	for _, w := range work {
		pile := dealt.of(key(w))
		*pile = append(*pile, w)
	}
	for _, pile := range dealt.inOrder(cmp.Compare[K]) {
		for _, w := range pile {
			(*index).Load(w)
		}
	}
	pack(index)
}

// loadRest loads all tables but that of work, and the removals.
func (a *Assembly) loadRest(s *Snapshot) {
	for i, list := range a.kinds {
		if len(list) == 0 {
			continue
		}
		for _, r := range list {
			s.tables[i].Load(r)
		}
		pack(&s.tables[i])
	}
	slices.SortFunc(a.gone, func(x, y tombstone) int { return x.ref.Compare(y.ref) })
	for _, t := range a.gone {
		s.gone.Load(t)
	}
	for _, n := range a.late {
		s.late.Set(n)
	}
}

// loadEdges deals who mentions to the records that are mentioned, and loads them in order.
func (a *Assembly) loadEdges(edges **btree.BTreeG[edge]) {
	var dealt piles[Ref, Ref]
	for _, i := range kindsByName() {
		for _, r := range a.kinds[i] {
			from := r.Ref()
			mentioned(r, func(to Ref) {
				pile := dealt.of(to)
				if n := len(*pile); n == 0 || (*pile)[n-1] != from {
					*pile = append(*pile, from)
				}
			})
		}
	}
	for to, pile := range dealt.inOrder(Ref.Compare) {
		for _, from := range pile {
			(*edges).Load(edge{to, from})
		}
	}
	pack(edges)
}

// kindsByName is the places of all kinds in the list, in the order in which refs stand.
func kindsByName() []int {
	out := make([]int, kindCount)
	for i := range out {
		out[i] = i
	}
	slices.SortFunc(out, func(x, y int) int { return Ref{Kind: kinds[x].Kind}.Compare(Ref{Kind: kinds[y].Kind}) })
	return out
}
