package finding

import (
	"reflect"
	"slices"

	"throughline/graph"
)

// key names a reading by the type of its value.
type key = reflect.Type

// reading is something that several checks ask, read once for a round.
type reading struct {
	value   any
	saw     saw
	changed bool        // it is not what it was in the round before
	bring   func(*Pass) // reads it in another round
}

// Shared is what read makes of the pass, made at the first call of a round and the same value for every
// check after it. There is one value for each type T; it must not be changed. It may stand in later rounds, so it
// must not tell the moment or the position of the picture; the day is the same in all of them.
//
// It is read again only when something changed that it looked at. Where what comes out is equal to what was
// there before (==), whoever looked at it alone need not look again.
func Shared[T any](p *Pass, read func(*Pass) T) T {
	return SharedAfter(p, func(p *Pass, _ T) T { return read(p) })
}

// SharedAfter is Shared for what is quicker to read with the value of the round before at hand; that is the
// zero value where there is none. The result must be what read would make of the zero value, and be the one
// before where it is the same. A type has one such function.
func SharedAfter[T any](p *Pass, read func(p *Pass, before T) T) T {
	k := reflect.TypeFor[T]()
	if !slices.Contains(p.saw.readings, k) {
		p.saw.readings = append(p.saw.readings, k)
	}
	if have := p.round.readings[k]; have != nil {
		value, _ := have.value.(T) // nil when T is an interface and the value is
		return value
	}
	r := p.round.reading(k, func(p *Pass) { SharedAfter(p, read) }, func(p *Pass, before any) any {
		was, _ := before.(T)
		return read(p, was)
	})
	value, _ := r.value.(T)
	return value
}

// Changed is the ids of the records of a kind that changed since the round before, are new or are gone, in order;
// initiatives also where their days in the period changed or what they serve. It is for a reading that has
// the value of the round before.
func (p *Pass) Changed(k graph.Kind) []string {
	p.saw.kinds = p.saw.kinds.With(graph.KindsOf(k))
	if k == graph.KindInitiative {
		p.sheet()
	}
	return p.round.changed(k)
}

// reading is the reading of a type: as it was read in this round, or taken from the round before, or else
// read now.
func (r *Round) reading(k key, bring func(*Pass), read func(p *Pass, before any) any) *reading {
	var before any
	if prev := r.before(k); prev != nil {
		if r.still(&prev.saw) {
			r.readings[k] = &reading{value: prev.value, saw: prev.saw, bring: bring}
			return r.readings[k]
		}
		before = prev.value
	}
	now := &reading{changed: true, bring: bring}
	now.value = read(r.newPass(&now.saw), before)
	if before != nil && k.Comparable() && before == now.value {
		now.value, now.changed = before, false
	}
	r.readings[k] = now
	return now
}

// before is the reading of the round before, nil without one.
func (r *Round) before(k key) *reading {
	if r.prev == nil {
		return nil
	}
	return r.prev.readings[k]
}

// still reports whether all that was looked at in the round before is as it was.
func (r *Round) still(s *saw) bool {
	if s.kinds.Meets(r.kinds) {
		return false
	}
	for _, k := range s.readings {
		if r.readings[k] == nil {
			r.before(k).bring(r.newPass(new(saw)))
		}
		if r.readings[k].changed {
			return false
		}
	}
	return true
}
