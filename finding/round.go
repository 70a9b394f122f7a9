package finding

import (
	"reflect"
	"slices"

	"throughline/graph"
)

// Round is the checks run on one picture and period, with what they were made from. The round of a later
// picture takes from it what did not change. A round is made by one goroutine.
type Round struct {
	basis *graph.Basis
	locks []Lock

	prev  *Round                  // what may be taken from while the round is made; nil for nothing
	kinds graph.KindSet           // the kinds of which records changed since prev
	refs  []graph.Ref             // these records
	again map[beside][]string     // the records to look at again
	ids   map[graph.Kind][]string // the records that changed

	readings map[key]*reading
	kept     map[*Check]*kept
	found    []*Finding // sorted, without waivers
	here     here
}

// kept is what a check found, with what it looked at.
type kept struct {
	saw   saw
	found []*Finding
	on    []string // with Each: the id of the record that each was found on, in order
}

// Begin begins the round of a basis and of the plan locks of its period up to now, oldest first. prev is the
// round of an earlier picture, to take from it what did not change; it may be nil, and of another period.
func Begin(prev *Round, b *graph.Basis, locks []Lock) *Round {
	r := &Round{basis: b, locks: locks, readings: make(map[key]*reading), again: make(map[beside][]string), ids: make(map[graph.Kind][]string)}
	if prev != nil && prev.basis.Period == b.Period && prev.basis.Picture.Today() == b.Picture.Today() && slices.EqualFunc(prev.locks, locks, Lock.is) {
		if refs, ok := b.Picture.Since(prev.basis.Picture); ok {
			r.prev, r.refs, r.kinds = prev, refs, graph.KindsIn(refs)
		}
	}
	r.readings[reflect.TypeFor[*graph.Basis]()] = &reading{value: b, changed: r.prev == nil || r.prev.basis != b}
	return r
}

// Pass is for readings that are asked for beside the checks.
func (r *Round) Pass() *Pass { return r.newPass(new(saw)) }

// Look runs the checks and returns what they found: by severity (errors first), then days (most first), then
// code and record. Waivers that still hold are set on the findings they cover. It ends the round.
func (r *Round) Look(checks []*Check) []*Finding {
	r.kept = make(map[*Check]*kept, len(checks))
	var anew []*Check
	for _, c := range checks {
		was := r.keptBefore(c)
		switch {
		case was != nil && r.still(&was.saw):
			r.kept[c] = r.lookAgain(c, was)
		case c.Each != nil:
			anew = append(anew, c)
		default:
			r.kept[c] = r.lookAtAll(c)
			if was != nil {
				keep(was.found, r.kept[c].found)
			}
		}
	}
	r.lookAtEach(anew)
	r.found = r.sorted(checks)
	r.prev, r.again, r.ids, r.here = nil, nil, nil, here{}
	return waived(r.found, r.basis.Picture)
}

// lookAtAll runs a check on the whole picture.
func (r *Round) lookAtAll(c *Check) *kept {
	k := new(kept)
	p := r.newPass(&k.saw)
	p.check = c
	c.Run(p)
	k.found = p.out
	return k
}

func (r *Round) keptBefore(c *Check) *kept {
	if r.prev == nil {
		return nil
	}
	return r.prev.kept[c]
}

// sorted is all that was found in the order in which it is shown: what the round before found too stands as
// it stood there, and what is new is merged in.
func (r *Round) sorted(checks []*Check) []*Finding {
	gone := make(map[*Finding]bool)
	var before []*Finding
	if r.prev != nil {
		before = r.prev.found
		for c, was := range r.prev.kept {
			if now := r.kept[c]; now == nil || !alike(now.found, was.found) {
				for _, f := range was.found {
					gone[f] = true
				}
			}
		}
	}
	var came []*Finding
	for _, c := range checks {
		now := r.kept[c].found
		if was := r.keptBefore(c); was != nil && alike(now, was.found) {
			continue
		}
		for _, f := range now {
			if gone[f] {
				delete(gone, f)
			} else {
				came = append(came, f)
			}
		}
	}
	slices.SortStableFunc(came, compare)
	return merged(before, gone, came)
}

// alike reports whether both are the very same list.
func alike(a, b []*Finding) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}

// merged is a sorted list without what is gone and with what came, which is sorted too.
func merged(list []*Finding, gone map[*Finding]bool, came []*Finding) []*Finding {
	if len(gone) == 0 && len(came) == 0 {
		return list
	}
	places := make([]int, 0, len(gone)) // of what is gone
	for f := range gone {
		places = append(places, placeIn(list, f))
	}
	slices.Sort(places)
	out := make([]*Finding, 0, len(list)+len(came)-len(gone))
	at := 0
	upTo := func(end int) {
		for len(places) > 0 && places[0] < end {
			out = append(out, list[at:places[0]]...)
			at, places = places[0]+1, places[1:]
		}
		out, at = append(out, list[at:end]...), end
	}
	for _, f := range came {
		n, _ := slices.BinarySearchFunc(list, f, compare)
		upTo(max(n, at))
		out = append(out, f)
	}
	upTo(len(list))
	return out
}

// placeIn is where the finding stands in a sorted list that has it.
func placeIn(list []*Finding, f *Finding) int {
	n, _ := slices.BinarySearchFunc(list, f, compare)
	for list[n] != f {
		n++
	}
	return n
}

// keep takes from what was found before each finding that was found again just so.
func keep(before, now []*Finding) {
	if len(before) == 0 || len(now) == 0 {
		return
	}
	was := make(map[place]*Finding, len(before))
	for _, f := range before {
		was[f.place()] = f
	}
	for n, f := range now {
		if had := was[f.place()]; had != nil && had.same(f) {
			now[n] = had
		}
	}
}
