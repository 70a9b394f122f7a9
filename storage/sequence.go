package storage

import (
	"errors"
	"fmt"

	"throughline/ledger"
)

// Sequence holds entries as they are read against the positions a query must give and against
// themselves, so that neither a changed nor a lost row goes unnoticed. Queries for one record can
// lose an entry unseen; Verify finds it.
type Sequence struct {
	next, end, step int64 // the positions due: next, next+step, … up to but without end
	gapless         bool
}

// NewSequence is the sequence of the query in a history that ends at the head.
func NewSequence(q ledger.Query, head ledger.Head) *Sequence {
	first, last := max(q.After, 0)+1, head.Position
	if q.Until > 0 {
		last = min(last, q.Until)
	}
	n := max(last-first+1, 0)
	if q.Limit > 0 {
		n = min(n, int64(q.Limit))
	}
	if q.Last {
		return &Sequence{last, last - n, -1, q.Kind == ""}
	}
	return &Sequence{first, first + n, 1, q.Kind == ""}
}

// ErrLeft ends a reading whose reader has seen enough.
var ErrLeft = errors.New("left early")

// Then is a function that yields entries that are whole and due, and answers ErrLeft when the reader
// wants no more.
func (s *Sequence) Then(yield func(ledger.Entry, error) bool) func(*ledger.Entry) error {
	return func(e *ledger.Entry) error {
		if err := s.Takes(e); err != nil {
			return err
		}
		if !yield(*e, nil) {
			return ErrLeft
		}
		return nil
	}
}

// Takes returns a Corrupt fault unless the entry is whole and due.
func (s *Sequence) Takes(e *ledger.Entry) error {
	if s.gapless {
		if e.Position != s.next || s.next == s.end {
			return ledger.Bad(s.next, "it is missing")
		}
		s.next += s.step
	}
	if wrong := e.Broken(); wrong != "" {
		return ledger.Bad(e.Position, wrong)
	}
	return nil
}

// Ends returns a Corrupt fault when entries that were due did not come.
func (s *Sequence) Ends() error {
	if s.gapless && s.next != s.end {
		return ledger.Bad(s.next, "it is missing")
	}
	return nil
}

// Order holds latest documents as they are read against the count and the order they must have.
type Order struct {
	head   ledger.Head
	due    int64
	taken  int64
	before ledger.Document
}

// NewOrder is the order of as many latest documents as the head says there are.
func NewOrder(head ledger.Head, due int64) *Order { return &Order{head: head, due: due} }

// Then is give for versions in their place.
func (o *Order) Then(give func(*ledger.Version) error) func(*ledger.Version) error {
	return func(v *ledger.Version) error {
		if err := o.Takes(v); err != nil {
			return err
		}
		return give(v)
	}
}

// Takes returns a Corrupt fault when the version does not stand behind the one before it.
func (o *Order) Takes(v *ledger.Version) error {
	d, b := &v.Document, &o.before
	if o.taken > 0 && (d.Kind < b.Kind || d.Kind == b.Kind && d.ID <= b.ID) || v.Position > o.head.Position {
		return ledger.Spoilt(v.Position, "the stored copy of "+d.Kind+"/"+d.ID+" is not in its place")
	}
	o.taken++
	o.before.Kind, o.before.ID = d.Kind, d.ID
	return nil
}

// Ends returns a Corrupt fault when there were more or fewer than due.
func (o *Order) Ends() error {
	if o.taken != o.due {
		return ledger.Spoilt(o.head.Position, fmt.Sprintf("%d latest documents are stored where there must be %d", o.taken, o.due))
	}
	return nil
}
