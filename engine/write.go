package engine

import (
	"context"
	"fmt"
	"runtime/debug"
	"time"

	"throughline/change"
	"throughline/fault"
	"throughline/graph"
	"throughline/ledger"
)

// attempts bounds how often commands run again because another process moved the head.
const attempts = 8

// write runs the jobs in order, appends what they want in one go, publishes and answers.
func (s *space) write(jobs []*job) {
	for range attempts {
		b := s.begin()
		b.runAll(jobs)
		if len(b.entries) == 0 {
			b.answerAll(nil, b.base.picture)
			return
		}
		err := s.e.store.Append(s.e.ctx, s.name, b.base.head, b.entries)
		if ledger.IsMoved(err) {
			if err = s.catchUp(); err == nil {
				continue
			}
		}
		if err != nil {
			if s.e.ctx.Err() != nil {
				err = closed(err)
			}
			b.answerAll(err, nil)
			return
		}
		last := b.entries[len(b.entries)-1]
		picture := b.builder.Snapshot(last.Recorded, last.Position)
		for i := range b.entries {
			s.asked.note(&b.entries[i])
		}
		earliest, records := b.extent()
		s.past.publish(newPublished(picture, b.head, b.latest), earliest, records)
		b.answerAll(nil, picture)
		return
	}
	for _, j := range jobs {
		j.answer <- answer{err: ledger.Moved()}
	}
}

// batch is the commands that share one append.
type batch struct {
	s       *space
	base    *published
	builder *graph.Builder
	head    ledger.Head
	latest  time.Time
	entries []ledger.Entry
	results []result
}

type result struct {
	job      *job
	position int64
	again    bool // it was done before
	err      error
}

func (s *space) begin() *batch {
	p := s.now.Load()
	return &batch{s: s, base: p, builder: p.picture.Edit(), head: p.head, latest: p.latest}
}

func (b *batch) runAll(jobs []*job) {
	for _, j := range jobs {
		position, again, err := b.before(j)
		if !again && err == nil {
			position, err = b.run(j)
		}
		b.results = append(b.results, result{j, position, again, err})
	}
}

// extent is the earliest moment since when anything of the batch holds, and how many records it writes.
func (b *batch) extent() (earliest time.Time, records int) {
	earliest = b.entries[0].Effective
	for i := range b.entries {
		if e := &b.entries[i]; e.Effective.Before(earliest) {
			earliest = e.Effective
		}
		records += len(b.entries[i].Documents)
	}
	return earliest, records
}

// before is the position of the entry that the same request made before.
func (b *batch) before(j *job) (position int64, again bool, err error) {
	if j.once == (tag{}) {
		return 0, false, nil
	}
	for i := range b.entries {
		if t, ok := tagOf(&b.entries[i]); ok && t.key == j.once.key {
			return t.answer(j.once, b.entries[i].Position)
		}
	}
	return b.s.asked.find(j.once, b.s.e.opt.Clock())
}

// run runs one job on the picture as the jobs before it leave it. A command that panics is taken back
// and told to its caller; the others are not held up by it.
func (b *batch) run(j *job) (position int64, err error) {
	if j.ctx.Err() != nil {
		return 0, cancelled(j.ctx)
	}
	b.builder.Mark()
	defer func() {
		if p := recover(); p != nil {
			b.builder.Rollback()
			position, err = 0, defect(p)
		}
	}()
	w, err := j.wish(b.builder.Current())
	if err != nil || w.IsEmpty() {
		return 0, err
	}
	entry := ledger.Entry{
		Recorded: b.s.e.opt.Clock(), Effective: w.Effective,
		Actor: j.by.Name, Channel: j.by.Channel, Verb: w.Verb, Reason: w.Reason,
	}.Follow(b.head)
	if err := signed(&entry); err != nil {
		return 0, err
	}
	shown := w.shown()
	if err := b.holds(j.ctx, &w, shown, &entry); err != nil {
		return 0, err
	}
	if err := change.Place(b.builder, &w.Draft, entry.Position, entry.Effective); err != nil {
		return 0, w.tell(err, shown)
	}
	if entry.Documents, err = b.documents(&w.Draft); err == nil {
		err = entry.Admit()
	}
	if err != nil {
		b.builder.Rollback()
		return 0, err
	}
	entry = entry.Follow(b.head)
	b.entries = append(b.entries, entry)
	b.head, b.latest = entry.Head(), later(b.latest, entry.Effective)
	return entry.Position, nil
}

// signed holds that every change bears a name and a verb.
func signed(e *ledger.Entry) error {
	if e.Actor == "" || e.Verb == "" {
		return fault.New(fault.Invalid, "a change needs the name of who makes it and a word for what happened", "Report this to whoever runs the program")
	}
	return nil
}

// defect is the fault for a command that panicked; where it did stands in its cause.
func defect(p any) error {
	return fault.Wrap(fmt.Errorf("a command panicked: %v\n%s", p, debug.Stack()), fault.Internal,
		"the change could not be made because of a defect in the program", "Nothing was written; please report this")
}

// holds holds what is wanted against the picture as the one it is for sees it; what is to hold since an earlier moment, against
// that of the moment before, and then against the whole of that. A fault is told in the order in which it would be if there was
// no more than they see.
func (b *batch) holds(ctx context.Context, w *wish, shown *graph.Snapshot, entry *ledger.Entry) error {
	if !entry.Effective.Before(b.latest) {
		return w.fits(shown, w.expects, entry)
	}
	then, err := b.then(ctx, entry.Effective)
	if err != nil {
		return err
	}
	known := w.known(then.Current())
	if err := w.fits(known, nil, entry); err != nil {
		return err
	}
	if err := w.fits(shown, w.expects, entry); err != nil {
		return err
	}
	d, err := change.CopyDraft(w.Draft)
	if err != nil {
		return err
	}
	d.Expects = nil // they are of the versions of today
	return w.tell(change.Place(then, &d, entry.Position, entry.Effective), known)
}

// then is the picture of an earlier moment, with what the commands before in the batch want.
func (b *batch) then(ctx context.Context, moment time.Time) (*graph.Builder, error) {
	then, err := b.s.past.at(ctx, moment, false)
	if err != nil {
		return nil, err
	}
	builder := then.Edit()
	for i := range b.entries {
		if e := &b.entries[i]; !e.Effective.After(moment) {
			if err := change.FoldEntry(builder, e); err != nil {
				return nil, err
			}
		}
	}
	return builder, nil
}

// documents encodes the draft's records as they were stamped when it was placed.
func (b *batch) documents(d *change.Draft) ([]ledger.Document, error) {
	out := make([]ledger.Document, 0, len(d.Puts)+len(d.Removes))
	for _, r := range d.Puts {
		doc, err := change.Encode(r, b.s.e.opt.Salt)
		if err != nil {
			return nil, err
		}
		out = append(out, doc)
	}
	for _, ref := range d.Removes {
		out = append(out, change.Tombstone(ref, b.builder.Current().Number(ref)))
	}
	return out, nil
}

// answerAll tells every caller what became of its command. When the append failed, so did everything
// from the first change on: later commands saw what does not exist.
func (b *batch) answerAll(failed error, picture *graph.Snapshot) {
	lost := false
	for _, r := range b.results {
		lost = lost || failed != nil && r.position != 0
		switch {
		case lost:
			r.job.answer <- answer{err: failed}
		case r.err != nil:
			r.job.answer <- answer{err: r.err}
		default:
			if picture == nil {
				picture = b.base.picture
			}
			r.job.answer <- answer{done: Done{r.position, picture, r.again}}
		}
	}
}
