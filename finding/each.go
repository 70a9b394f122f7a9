package finding

import (
	"reflect"
	"slices"

	"throughline/graph"
)

// Each is a check that looks at one record of a kind after the other.
//
// After a change it looks again at the records that changed, and at all of them when something else changed
// that it looked at. So it is as right as a Run without a further word.
type Each struct {
	beside
	look func(*Pass, graph.Record)
}

// beside is which records are looked at again when others changed.
type beside struct {
	kind graph.Kind
	near graph.KindSet
}

// EachOf is a check on every record of the type.
//
// near promises that of these kinds it looks only at records that the one looked at mentions, or that mention
// it. Then it is looked at again when one of those changed, and not when any of the kind did. The catalogue's
// tests hold every check to its promise.
func EachOf[T graph.Record](look func(*Pass, T), near ...graph.Kind) *Each {
	var none T
	return &Each{beside{none.Ref().Kind, graph.KindsOf(near...)}, func(p *Pass, r graph.Record) { look(p, r.(T)) }}
}

// EachInitiative is a check on every initiative with its days in the period; near is as with EachOf.
func EachInitiative(look func(*Pass, Planned), near ...graph.Kind) *Each {
	return EachOf(func(p *Pass, i *graph.Initiative) {
		planned, _ := p.planned(i.ID)
		look(p, planned)
	}, near...)
}

// Of is what read makes of the record that an Each looks at, made once for all the checks that look at it. It
// must be made of the record and the day alone.
func Of[T any](p *Pass, r graph.Record, read func() T) T {
	h := &p.round.here
	if h.record != r {
		h.record, h.made = r, h.made[:0]
	}
	k := reflect.TypeFor[T]()
	for _, m := range h.made {
		if m.key == k {
			return m.value.(T)
		}
	}
	value := read()
	h.made = append(h.made, made{k, value})
	return value
}

// here is what was made of the record that is looked at.
type here struct {
	record graph.Record
	made   []made
	last   Planned // the last initiative that was asked for
}

type made struct {
	key   key
	value any
}

// lookAtEach runs checks on all records of their kinds: all checks on one record, then on the next.
func (r *Round) lookAtEach(checks []*Check) {
	for len(checks) > 0 {
		kind := checks[0].Each.kind
		var passes []*Pass
		var later []*Check
		for _, c := range checks {
			if c.Each.kind != kind {
				later = append(later, c)
				continue
			}
			k := new(kept)
			p := r.newPass(&k.saw)
			p.check, p.near = c, c.Each.near
			r.kept[c], passes = k, append(passes, p)
		}
		for record := range r.basis.Picture.Records(kind, "") {
			for _, p := range passes {
				p.lookAt(record)
			}
		}
		for _, p := range passes {
			var before []*Finding
			if was := r.keptBefore(p.check); was != nil {
				before = was.found
			}
			p.endEach(before)
		}
		checks = later
	}
}

// lookAt runs the check on one record.
func (p *Pass) lookAt(r graph.Record) {
	p.check.Each.look(p, r)
	if k := p.round.kept[p.check]; len(k.on) < len(p.out) {
		for id := r.Ref().ID; len(k.on) < len(p.out); {
			k.on = append(k.on, id)
		}
	}
}

// endEach keeps what the check found, and of that what was found just so before.
func (p *Pass) endEach(before []*Finding) *kept {
	k := p.round.kept[p.check]
	k.found = p.out
	k.saw.kinds = k.saw.kinds.Without(p.near)
	keep(before, k.found)
	return k
}

// lookAgain is what was kept of a check in the round before, looked at again where something changed.
func (r *Round) lookAgain(c *Check, was *kept) *kept {
	if c.Each == nil {
		return was
	}
	ids := r.besides(c.Each.beside)
	if len(ids) == 0 {
		return was
	}
	r.kept[c] = &kept{saw: saw{was.saw.kinds, slices.Clone(was.saw.readings)}}
	p := r.newPass(&r.kept[c].saw)
	p.check, p.near = c, c.Each.near
	for _, id := range ids {
		if record := r.basis.Picture.Record(graph.Ref{Kind: c.Each.kind, ID: id}); record != nil {
			p.lookAt(record)
		}
	}
	before, on := was.only(ids)
	if k := p.endEach(before); slices.Equal(before, k.found) && slices.Equal(on, k.on) {
		k.found, k.on = was.found, was.on
	} else {
		k.join(was, ids)
	}
	return r.kept[c]
}

// only is what was found on some records, and on which.
func (k *kept) only(ids []string) (found []*Finding, on []string) {
	for _, id := range ids {
		for n, _ := slices.BinarySearch(k.on, id); n < len(k.on) && k.on[n] == id; n++ {
			found, on = append(found, k.found[n]), append(on, id)
		}
	}
	return found, on
}

// join puts what was found before on other records between what was found now on those looked at again.
func (k *kept) join(was *kept, ids []string) {
	found, on := k.found, k.on
	k.found, k.on = make([]*Finding, 0, len(was.found)+len(found)), make([]string, 0, len(was.found)+len(found))
	for n, id := range was.on {
		for len(on) > 0 && on[0] <= id {
			k.found, k.on, found, on = append(k.found, found[0]), append(k.on, on[0]), found[1:], on[1:]
		}
		if _, again := slices.BinarySearch(ids, id); !again {
			k.found, k.on = append(k.found, was.found[n]), append(k.on, id)
		}
	}
	k.found, k.on = append(k.found, found...), append(k.on, on...)
}

// besides is the ids of the records to look at again, in order.
func (r *Round) besides(b beside) []string {
	if ids, known := r.again[b]; known {
		return ids
	}
	ids := slices.Clone(r.changed(b.kind))
	for _, k := range graph.Kinds() {
		if !b.near.Has(k.Kind) {
			continue
		}
		for _, id := range r.changed(k.Kind) {
			ids = r.around(ids, graph.Ref{Kind: k.Kind, ID: id}, b.kind)
		}
	}
	slices.Sort(ids)
	r.again[b] = slices.Compact(ids)
	return r.again[b]
}

// changed is what Pass.Changed promises.
func (r *Round) changed(k graph.Kind) []string {
	if ids, known := r.ids[k]; known {
		return ids
	}
	r.ids[k] = r.findChanged(k)
	return r.ids[k]
}

func (r *Round) findChanged(k graph.Kind) []string {
	var out []string
	for _, ref := range r.refs {
		if ref.Kind == k {
			out = append(out, ref.ID)
		}
	}
	if k != graph.KindInitiative {
		return out
	}
	for _, id := range r.basis.Differing(r.prev.basis) {
		out = append(out, string(id))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// around adds the records of a kind that mention a changed one, and those that it mentions or mentioned.
func (r *Round) around(ids []string, changed graph.Ref, kind graph.Kind) []string {
	for ref := range r.basis.Picture.MentionedIn(kind, changed) {
		ids = append(ids, ref.ID)
	}
	for _, s := range []*graph.Snapshot{r.prev.basis.Picture, r.basis.Picture} {
		if record := s.Record(changed); record != nil {
			for to := range graph.Named(record) {
				if to.Kind == kind {
					ids = append(ids, to.ID)
				}
			}
		}
	}
	return ids
}
