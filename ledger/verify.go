package ledger

import (
	"context"
	"fmt"

	"throughline/fault"
)

// Report is what Verify found.
type Report struct {
	Entries   int64 // entries read
	Documents int64
	Erased    int64 // personal fields that were erased; they do not break the chain
	Head      Head  // the head reached, the last good one when something is bad

	// Repeated counts the versions whose number is not above those of their record told before them, and
	// Repeats names the first of them. They are as they were written, and do not break the chain.
	Repeated int64
	Repeats  []Repeat
}

// Repeat is a version whose number was given before.
type Repeat struct {
	Record
	Version  int32
	Position int64
}

// mostRepeats is how many versions with a number given before a report names.
const mostRepeats = 10

// Verify reads a workspace's whole history and proves that nothing was altered: positions without a
// gap, times that never decrease, the chain of hashes, the digests of personal text, and that the
// latest documents, the highest numbers of versions and the order in time are those the history gives.
// The first bad entry ends it with a Corrupt fault that names the position and how to get back. It
// remembers a few words for every record.
func Verify(ctx context.Context, s Store, workspace string, progress func(Report)) (Report, error) {
	r, err := verify(ctx, s, workspace, progress)
	if d, ok := s.(Doubter); ok && fault.Is(err, fault.Corrupt) {
		err = d.Doubt(err)
	}
	return r, err
}

// Doubter is a Store that wants to know of damage that was found by comparing what it gave: it writes
// no more, and names its data in the fault it returns.
type Doubter interface {
	// Doubt takes a Corrupt fault and returns it with the data named.
	Doubt(err error) error
}

// Checker is a Store whose data holds more than Verify reads, such as indexes.
type Checker interface {
	// Check holds them against each other; damage is a Corrupt fault. It reads everything there is.
	Check(ctx context.Context) error
}

func verify(ctx context.Context, s Store, workspace string, progress func(Report)) (Report, error) {
	var r Report
	c := copies{latest: map[string]last{}}
	for e, err := range s.Entries(ctx, workspace, Query{}) {
		if err != nil {
			return r, err
		}
		if wrong := e.Wrong(r.Head); wrong != "" {
			return r, Bad(r.Head.Position+1, wrong)
		}
		r.count(&e)
		c.expect(&e, func(d *Document) { r.repeat(d, e.Position) })
		if progress != nil && r.Entries%10_000 == 0 {
			progress(r)
		}
	}
	if err := r.atHead(ctx, s, workspace); err != nil {
		return r, err
	}
	if err := c.holdLatest(ctx, s, workspace, r.Head); err != nil {
		return r, err
	}
	return r, c.holdTimeline(ctx, s, workspace, r.Head)
}

func (r *Report) count(e *Entry) {
	r.Head = e.Head()
	r.Entries++
	for i := range e.Documents {
		r.Documents++
		for _, p := range e.Documents[i].Personal {
			if p.Erased() {
				r.Erased++
			}
		}
	}
}

func (r *Report) repeat(d *Document, position int64) {
	if r.Repeated++; r.Repeated <= mostRepeats {
		r.Repeats = append(r.Repeats, Repeat{Record{d.Kind, d.ID}, d.Version, position})
	}
}

// atHead holds that the history ends where the head says.
func (r Report) atHead(ctx context.Context, s Store, workspace string) error {
	head, err := s.Head(ctx, workspace)
	if err != nil {
		return err
	}
	if head.Position < r.Head.Position || head.Position == r.Head.Position && head.Hash != r.Head.Hash {
		return Bad(r.Head.Position, "the head does not name the last entry")
	}
	if head.Position > r.Head.Position && !appended(ctx, s, workspace, r.Head.Position) {
		return Bad(r.Head.Position+1, "the entry is missing although the head is further on")
	}
	return nil
}

func appended(ctx context.Context, s Store, workspace string, after int64) bool {
	for _, err := range s.Entries(ctx, workspace, Query{After: after, Limit: 1}) {
		return err == nil
	}
	return false
}

// Wrong says what is wrong with the entry as the one that follows the head, or "".
func (e *Entry) Wrong(head Head) string {
	switch {
	case e.Position != head.Position+1:
		return fmt.Sprintf("the entry says it is number %d", e.Position)
	case e.Prev != head.Hash:
		return "it does not hold the hash of the entry before it"
	case e.Recorded.Before(head.Recorded):
		return "it was recorded before the entry before it"
	}
	return e.Broken()
}

// Broken says what in the entry does not fit together, whatever stands before it, or "".
func (e *Entry) Broken() string {
	switch {
	case e.Effective.After(e.Recorded):
		return "it holds from a time after it was recorded"
	case e.digest() != e.Hash:
		return "its content does not give its hash"
	}
	for i := range e.Documents {
		if wrong := e.Documents[i].Broken(); wrong != "" {
			return wrong
		}
	}
	return ""
}

// Broken says which personal text does not give its digest, or "".
func (d *Document) Broken() string {
	for _, p := range d.Personal {
		if !p.Intact() {
			return fmt.Sprintf("the %s of %s/%s does not give its digest", p.Field, d.Kind, d.ID)
		}
	}
	return ""
}

// Bad is the fault of a history that is not what was written.
func Bad(position int64, wrong string) *fault.Fault {
	return fault.New(fault.Corrupt,
		fmt.Sprintf("entry %d of the history is not what was written: %s", position, wrong),
		fmt.Sprintf("%s (the first %d entries)", Repair(), position-1))
}

// Spoilt is the fault of a copy beside the history that is not what was written; the history itself
// may be whole.
func Spoilt(position int64, wrong string) *fault.Fault {
	return fault.New(fault.Corrupt, fmt.Sprintf("%s (entry %d)", wrong, position), Repair())
}

// Repair is the remedy for a damaged history.
func Repair() string {
	return "Restore the last backup with `throughline restore`, or keep what is good with `throughline restore --salvage`"
}
