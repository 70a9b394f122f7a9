package change

import (
	"fmt"

	"github.com/go-json-experiment/json/jsontext"

	"throughline/fault"
	"throughline/graph"
)

// Alteration is what somebody wants of one record: one of Set, Edits, Fields and Remove.
type Alteration struct {
	Record  graph.Ref
	Version *int32         // the version its author saw, 0 where the record must not be there; nil is any
	Set     []Edit         // single fields, whatever was seen of them; the others stay
	Edits   []Edit         // single fields, where they are as they were seen; the others stay
	Fields  jsontext.Value // the whole document, of a record that may be new
	Remove  bool
}

// Stale is a record that changed since its author looked at it.
type Stale struct {
	Record    graph.Ref
	Seen, Now int32 // versions; 0 where it was, or is, not there
}

// Error says which versions there are.
func (s *Stale) Error() string {
	switch {
	case s.Seen == 0:
		return fmt.Sprintf("%s is there already, in version %d", s.Record, s.Now)
	case s.Now == 0:
		return fmt.Sprintf("%s is not there any more; version %d was looked at", s.Record, s.Seen)
	}
	return fmt.Sprintf("%s was changed meanwhile: it is version %d, and %d was looked at", s.Record, s.Now, s.Seen)
}

// Alter is the draft that makes all the alterations together. What stands as wanted already is left out, and the draft may be
// empty. A record that is not there is a NotFound fault, one whose version is another than was seen a Conflict whose cause is
// Stale; the faults of fields are those of Amend and FromFields.
func Alter(s *graph.Snapshot, list []Alteration) (Draft, error) {
	if len(list) == 0 {
		return Draft{}, fault.New(fault.Invalid, "no change is given", "Say which records are to change, and how")
	}
	var d Draft
	seen := make(map[graph.Ref]bool)
	for i := range list {
		a := &list[i]
		if seen[a.Record] {
			return Draft{}, fault.Invalidf("Put its changes into one", "%s stands twice among the changes", a.Record)
		}
		seen[a.Record] = true
		verb, err := a.alter(s, &d)
		if err != nil {
			return Draft{}, err
		}
		switch {
		case verb == "" || verb == d.Verb:
		case d.Verb == "":
			d.Verb = verb
		default:
			d.Verb = ManyChanged
		}
	}
	return d, nil
}

// ManyChanged is the verb of a draft that does several things.
const ManyChanged = "records.changed"

// alter adds the alteration to the draft, and says what it does as a verb; "" when it does nothing.
func (a *Alteration) alter(s *graph.Snapshot, d *Draft) (verb string, err error) {
	if err := a.sound(); err != nil {
		return "", err
	}
	was := s.Record(a.Record)
	if err := a.fresh(was); err != nil {
		return "", err
	}
	if was == nil && a.Fields == nil {
		return "", notThere(a.Record)
	}
	if a.Remove {
		d.Removes = append(d.Removes, a.Record)
		return string(a.Record.Kind) + ".removed", nil
	}
	if a.Fields == nil {
		r, err := amended(was, append(a.Set, a.Edits...), len(a.Set) > 0)
		if err != nil || r == nil {
			return "", err
		}
		d.Puts = append(d.Puts, r)
		return string(a.Record.Kind) + ".changed", nil
	}
	r, err := FromFields(a.Record, a.Fields)
	if err != nil || was != nil && Same(was, r) {
		return "", err
	}
	d.Puts = append(d.Puts, r)
	if was == nil {
		return string(a.Record.Kind) + ".created", nil
	}
	return string(a.Record.Kind) + ".changed", nil
}

// sound holds that one thing is wanted of the record.
func (a *Alteration) sound() error {
	n := 0
	for _, wanted := range []bool{len(a.Set) > 0, len(a.Edits) > 0, a.Fields != nil, a.Remove} {
		if wanted {
			n++
		}
	}
	const remedy = "Give single fields, the whole document, or say that it is to be removed"
	switch {
	case n == 0:
		return fault.Invalidf(remedy, "nothing is wanted of %s", a.Record)
	case n > 1:
		return fault.Invalidf(remedy, "more than one thing is wanted of %s", a.Record)
	}
	return nil
}

// fresh holds the record against the version its author saw.
func (a *Alteration) fresh(was graph.Record) error {
	var now int32
	if was != nil {
		now = was.Stamp().Version
	}
	if a.Version == nil || *a.Version == now {
		return nil
	}
	return StaleFault(a.Record, *a.Version, now)
}

// StaleFault is the Conflict of a record that changed since a version of it was looked at; 0 is none.
func StaleFault(ref graph.Ref, seen, now int32) error {
	stale := &Stale{ref, seen, now}
	return fault.Wrap(stale, fault.Conflict, stale.Error(), "Look at its present state and try again")
}

func notThere(ref graph.Ref) error {
	return fault.New(fault.NotFound, "there is no "+ref.String(), "It may have been removed; look for it under its name")
}
