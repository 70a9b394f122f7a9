package graph

import (
	"maps"
	"reflect"
	"slices"
)

// Omitting is the picture as it reads where the records were never there: nothing names one of them, and their ids answer
// as ids that were never used. It is s itself without any. Figures are not made from it: they would differ between readers.
func (s *Snapshot) Omitting(gone map[Ref]bool) *Snapshot {
	if len(gone) == 0 {
		return s
	}
	order := slices.SortedFunc(maps.Keys(gone), Ref.Compare)
	b := s.Edit()
	for _, r := range order {
		for from := range s.Mentioned(r) {
			if !gone[from] {
				b.Put(Without(b.s.Record(from), func(r Ref) bool { return gone[r] }))
			}
		}
	}
	for _, r := range order {
		if old, found := b.s.tables[kindIndex(r.Kind)].Delete(&probe{id: r.ID}); found {
			b.unlink(old)
		}
		b.s.gone.Delete(tombstone{ref: r})
	}
	return b.Snapshot(s.asOf, s.position)
}

// Without is the record as it reads when the named records are not there: an element of a list that names one is
// left out, a field that names one is empty. It is r itself when it names none of them; r stays as it is.
func Without(r Record, gone func(Ref) bool) Record {
	if !wayOf(r).names(reflect.ValueOf(r).Elem(), gone) {
		return r
	}
	c := reflect.New(reflect.TypeOf(r).Elem())
	c.Elem().Set(reflect.ValueOf(r).Elem())
	wayOf(r).clear(c.Elem(), gone)
	return c.Interface().(Record)
}

// names reports whether the value names any of the records.
func (w *way) names(v reflect.Value, gone func(Ref) bool) (found bool) {
	w.walk(v, "", false, func(_ string, to Ref) { found = found || gone(to) })
	return found
}

// clear takes the names of records that are gone out of a value of its own. Lists are written anew.
func (w *way) clear(v reflect.Value, gone func(Ref) bool) {
	switch {
	case w.parts != nil:
		for _, p := range w.parts {
			p.way.clear(v.Field(p.field), gone)
		}
	case w.items != nil:
		kept := reflect.Zero(v.Type())
		for i := range v.Len() {
			if !w.items.names(v.Index(i), gone) {
				kept = reflect.Append(kept, v.Index(i))
			}
		}
		v.Set(kept)
	case w.names(v, gone):
		v.SetZero()
	}
}
