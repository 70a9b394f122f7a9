package overview

import (
	"iter"

	"throughline/graph"
)

// Changed is a record that differs between two pictures. Before is nil for a new one, After for one
// that is gone.
type Changed struct {
	Record        graph.Ref
	Before, After graph.Record
}

// What is what became of the record, in a word.
func (c *Changed) What() string {
	switch {
	case c.Before == nil:
		return "added"
	case c.After == nil:
		return "removed"
	}
	return "changed"
}

// Changes yields what differs between two pictures, by kind in the order of the design and then by id.
func Changes(before, after *graph.Snapshot) iter.Seq[Changed] {
	return func(yield func(Changed) bool) {
		for _, k := range graph.Kinds() {
			if !changesOf(before, after, k.Kind, yield) {
				return
			}
		}
	}
}

// changesOf walks both pictures side by side; it is false when the walk was left.
func changesOf(before, after *graph.Snapshot, kind graph.Kind, yield func(Changed) bool) bool {
	next, stop := iter.Pull(before.Records(kind, ""))
	defer stop()
	old, more := next()
	for now := range after.Records(kind, "") {
		for ; more && old.Ref().ID < now.Ref().ID; old, more = next() {
			if !yield(Changed{old.Ref(), old, nil}) {
				return false
			}
		}
		var was graph.Record
		if more && old.Ref().ID == now.Ref().ID {
			was = old
			old, more = next()
		}
		if was != nil && was.Stamp() == now.Stamp() {
			continue
		}
		if !yield(Changed{now.Ref(), was, now}) {
			return false
		}
	}
	for ; more; old, more = next() {
		if !yield(Changed{old.Ref(), old, nil}) {
			return false
		}
	}
	return true
}
