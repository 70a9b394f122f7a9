package ledger

import (
	"context"
	"encoding/binary"
	"fmt"
	"time"
)

// copies is what the latest documents and the order in time must be, told by the history itself.
type copies struct {
	latest    map[string]last // by kind, zero character, id
	documents int64
	sum       uint64 // over the marks of all documents, in whatever order
}

// last is the version of a record that stands last, and the highest number of any of its versions.
type last struct {
	mark
	highest int32
}

// mark stands for one version of a record.
type mark struct {
	position, effective int64
	digest              uint64
}

func markOf(position int64, effective time.Time, d *Document) mark {
	digest := d.Digest()
	return mark{position, effective.UnixMilli(), binary.BigEndian.Uint64(digest[:8])}
}

// number spreads the mark over 64 bits, so that sums of different marks differ.
func (m mark) number() uint64 {
	x := m.digest ^ uint64(m.position)*0x9e3779b97f4a7c15 ^ uint64(m.effective)*0xbf58476d1ce4e5b9
	x = (x ^ x>>32) * 0xd6e8feb86659fd93
	return x ^ x>>32
}

func nameOf(d *Document) string { return d.Kind + "\x00" + d.ID }

// expect takes in the next entry of the history, and tells which of its versions have a number that is not
// above all others of their record.
func (c *copies) expect(e *Entry, repeated func(d *Document)) {
	for i := range e.Documents {
		d := &e.Documents[i]
		m := markOf(e.Position, e.Effective, d)
		c.documents++
		c.sum += m.number()
		name := nameOf(d)
		l, ok := c.latest[name]
		if ok && d.Version <= l.highest {
			repeated(d)
		}
		if !ok || m.effective >= l.effective {
			l.mark = m
		}
		l.highest = max(l.highest, d.Version)
		c.latest[name] = l
	}
}

// holdLatest compares the latest documents. What was appended after the head is not judged.
func (c *copies) holdLatest(ctx context.Context, s Store, workspace string, head Head) error {
	seen := 0
	for v, err := range s.Latest(ctx, workspace, nil) {
		if err != nil {
			return err
		}
		want, ok := c.latest[nameOf(&v.Document)]
		if ok {
			seen++
		}
		if v.Position > head.Position {
			continue
		}
		if !ok || want.mark != markOf(v.Position, v.Effective, &v.Document) {
			return Spoilt(v.Position, fmt.Sprintf("the stored copy of %s/%s is not the latest of the history", v.Document.Kind, v.Document.ID))
		}
		if v.Highest < want.highest { // more may have been told after the head
			return Spoilt(v.Position, fmt.Sprintf("it is not known that %s/%s has a version %d", v.Document.Kind, v.Document.ID, want.highest))
		}
	}
	if seen != len(c.latest) {
		return Spoilt(head.Position, fmt.Sprintf("%d latest documents are missing", len(c.latest)-seen))
	}
	return nil
}

// holdTimeline compares the order in time.
func (c *copies) holdTimeline(ctx context.Context, s Store, workspace string, head Head) error {
	var documents int64
	var sum uint64
	var before time.Time
	always, never := time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)
	for v, err := range s.Between(ctx, workspace, always, never) {
		if err != nil {
			return err
		}
		if v.Effective.Before(before) {
			return Spoilt(v.Position, fmt.Sprintf("%s/%s does not stand in its place in time", v.Document.Kind, v.Document.ID))
		}
		before = v.Effective
		if v.Position <= head.Position {
			documents++
			sum += markOf(v.Position, v.Effective, &v.Document).number()
		}
	}
	if documents != c.documents || sum != c.sum {
		return Spoilt(head.Position, "the order in time does not hold the documents of the history")
	}
	return nil
}
