package graph

// KindSet is a set of kinds. The zero value is empty.
type KindSet uint64

// KindsOf is the set of the kinds; a word that names none is left out.
func KindsOf(kinds ...Kind) KindSet {
	var out KindSet
	for _, k := range kinds {
		out = out.with(kindIndex(k))
	}
	return out
}

// KindsIn is the kinds of the references.
func KindsIn(refs []Ref) KindSet {
	var out KindSet
	for _, r := range refs {
		out = out.with(kindIndex(r.Kind))
	}
	return out
}

// EveryKind is the set of all kinds.
func EveryKind() KindSet { return 1<<kindCount - 1 }

// Has reports whether the kind is in the set.
func (s KindSet) Has(k Kind) bool { return s.Meets(KindsOf(k)) }

// Meets reports whether the two sets share a kind.
func (s KindSet) Meets(o KindSet) bool { return s&o != 0 }

// With is all kinds that are in either set.
func (s KindSet) With(o KindSet) KindSet { return s | o }

// Without is the kinds of the set that are not in the other.
func (s KindSet) Without(o KindSet) KindSet { return s &^ o }

func (s KindSet) with(index int) KindSet {
	if index < 0 {
		return s
	}
	return s | 1<<index
}

// Noting is the same picture for one reader, which notes in seen the kinds of the records that are looked at
// through it: where none of these changed, the reader would see the same again. It is used by one goroutine.
func (s *Snapshot) Noting(seen *KindSet) *Snapshot {
	c := *s
	c.seen = seen
	return &c
}

// look notes that records of the kind at the index are looked at.
func (s *Snapshot) look(index int) {
	if s.seen != nil {
		*s.seen = s.seen.with(index)
	}
}

// lookEverywhere notes that records of any kind may have been looked at.
func (s *Snapshot) lookEverywhere() {
	if s.seen != nil {
		*s.seen = EveryKind()
	}
}

// lookAtEffort notes that the running sums were looked at, which are made from work and from the days of
// periods.
func (s *Snapshot) lookAtEffort() {
	s.look(kindIndex(KindWork))
	s.look(kindIndex(KindPeriod))
}
