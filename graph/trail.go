package graph

import (
	"slices"
	"sync"
)

// contents is one for each set of records: pictures of the same records at several moments share it.
type contents struct {
	mu sync.Mutex // held while a builder copies the trees; readers never take it
}

// leg is a part of the way from an earlier picture to this one.
type leg struct {
	from *contents // of the picture at its beginning
	refs []Ref     // what was put or removed on it, each once, in order
}

// mostTrailed is how many references a picture remembers of the way it came. Whoever kept a picture that lies
// further back reads the new one afresh.
const mostTrailed = 512

// touched is what a builder put or removed.
type touched struct {
	refs []Ref
	lost bool // there was too much to remember
}

func (t *touched) add(r Ref) {
	if t.lost {
		return
	}
	t.refs = append(t.refs, r)
	if len(t.refs) > mostTrailed {
		t.lost, t.refs = true, nil
	}
}

// after is the trail of a picture: that of the picture it was derived from and the way from there, as far
// back as is remembered.
func (t *touched) after(trail []leg, from *contents) []leg {
	if t.lost {
		return nil
	}
	slices.SortFunc(t.refs, Ref.Compare)
	last := leg{from, slices.Compact(t.refs)}
	n, first := len(last.refs), len(trail)
	for first > 0 && n+len(trail[first-1].refs)+1 <= mostTrailed {
		first--
		n += len(trail[first].refs) + 1
	}
	return append(slices.Clone(trail[first:]), last)
}

// Since is the records that were put into the picture or removed on the way from an earlier one, each once,
// by kind and id; some may stand as they stood. ok is false when the picture does not come from the earlier
// one, or has come too far to remember. The days that the two show may differ.
func (s *Snapshot) Since(earlier *Snapshot) (refs []Ref, ok bool) {
	if s.holds == earlier.holds {
		return nil, true
	}
	at := slices.IndexFunc(s.trail, func(l leg) bool { return l.from == earlier.holds })
	if at < 0 {
		return nil, false
	}
	if at == len(s.trail)-1 {
		return s.trail[at].refs, true
	}
	for _, l := range s.trail[at:] {
		refs = append(refs, l.refs...)
	}
	slices.SortFunc(refs, Ref.Compare)
	return slices.Compact(refs), true
}

// Is reports whether the other picture shows the same records at the same moment.
func (s *Snapshot) Is(o *Snapshot) bool { return s.holds == o.holds && s.asOf.Equal(o.asOf) }
