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

// Tidy makes a list without elements one that is not set, in a record that nobody else holds yet, and returns the record: so
// that it reads the same whether a list was emptied or all its elements are left out.
func Tidy(r Record) Record {
	unsetEmpty(reflect.ValueOf(r).Elem())
	return r
}

func unsetEmpty(v reflect.Value) {
	for i := range v.NumField() {
		f := v.Field(i)
		switch {
		case !v.Type().Field(i).IsExported():
		case f.Kind() == reflect.Struct:
			unsetEmpty(f)
		case f.Kind() == reflect.Slice && f.Len() == 0:
			f.SetZero()
		}
	}
}

// PutBack is a record as somebody changed it who saw it Without the records that are gone, with what it said of these in
// full put back: a field of theirs that is still empty has its name again, an element of a list stands again behind the one it
// stood behind. What was set anew stays. Neither record is changed; the result may share with both.
func PutBack(changed, full Record, gone func(Ref) bool) Record {
	if Without(full, gone) == full {
		return changed
	}
	c := reflect.New(reflect.TypeOf(changed).Elem())
	c.Elem().Set(reflect.ValueOf(changed).Elem())
	wayOf(full).putBack(c.Elem(), reflect.ValueOf(full).Elem(), gone)
	return c.Interface().(Record)
}

// putBack puts what the other value says of records that are gone into a value of its own. Lists are written anew.
func (w *way) putBack(v, was reflect.Value, gone func(Ref) bool) {
	switch {
	case w.parts != nil:
		for _, p := range w.parts {
			p.way.putBack(v.Field(p.field), was.Field(p.field), gone)
		}
	case w.items != nil:
		v.Set(w.items.putBackElements(v, was, gone))
	case v.IsZero() && w.names(was, gone):
		v.Set(was)
	}
}

// putBackElements is the list with the elements of the other that name a record that is gone: each behind the element it
// stood behind, as far as that is still there, else behind the nearest one before it.
func (w *way) putBackElements(v, was reflect.Value, gone func(Ref) bool) reflect.Value {
	at := make(map[int][]reflect.Value) // by how many elements of v stand before
	back, before := 0, 0
	for i := range was.Len() {
		e := was.Index(i)
		if w.names(e, gone) {
			at[before] = append(at[before], e)
			back++
			continue
		}
		for j := range v.Len() {
			if reflect.DeepEqual(v.Index(j).Interface(), e.Interface()) {
				before = j + 1
				break
			}
		}
	}
	if back == 0 {
		return v
	}
	out := reflect.MakeSlice(v.Type(), 0, v.Len()+back)
	for j := 0; j <= v.Len(); j++ {
		for _, e := range at[j] {
			out = reflect.Append(out, e)
		}
		if j < v.Len() {
			out = reflect.Append(out, v.Index(j))
		}
	}
	return out
}
