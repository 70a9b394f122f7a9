package engine

import (
	"context"
	"slices"
	"sync"
	"time"

	"throughline/change"
	"throughline/graph"
	"throughline/ledger"
)

// past keeps pictures of earlier moments. A moment that was not asked for before is reached from the
// nearest picture at hand, forwards when little lies between, else backwards; the newest picture is always
// at hand. Pictures share what is the same between them and with the newest one.
type past struct {
	s *space

	mu      sync.Mutex // guards all below; held while stepping, so that the same way is gone once
	kept    []*kept    // ordered by moment
	records int        // how many records the kept pictures hold that no other does, estimated
	tick    int64      // counts uses

	news      sync.Mutex // guards all below; held for an instant, so that the writer never waits
	disturbed time.Time  // the earliest moment at which something became effective since the last look
	changed   int        // how many records were written since the last look
}

// kept is a picture of one moment.
type kept struct {
	moment  time.Time
	picture *graph.Snapshot
	own     int   // how many records it holds that no other does, estimated
	used    int64 // the tick of its last use
}

// bare is what a picture costs that shares all its records.
const bare = 256

// at is the picture of a moment before the newest: per record the version with the greatest
// (effective, position) not after it.
func (p *past) at(ctx context.Context, moment time.Time) (*graph.Snapshot, error) {
	moment = moment.UTC().Truncate(time.Millisecond)
	p.mu.Lock()
	defer p.mu.Unlock()
	defer p.settle() // what became effective meanwhile
	now := p.settle()
	p.tick++
	i, exact := p.find(moment)
	if exact {
		p.kept[i].used = p.tick
		return p.kept[i].picture, nil
	}
	if !moment.Before(now.latest) {
		return p.keep(i, &kept{moment: moment, picture: now.picture.As(moment), own: bare}), nil
	}
	w := way{s: p.s, now: now, from: graph.Empty(), after: time.UnixMilli(-1 << 52), until: now.picture, moment: moment}
	if i > 0 {
		w.from, w.after = p.kept[i-1].picture, p.kept[i-1].moment
	}
	if i < len(p.kept) {
		w.until = p.kept[i].picture
	}
	picture, copied, err := w.walk(ctx)
	if err != nil {
		return nil, err
	}
	return p.keep(i, &kept{moment: moment, picture: picture, own: bare + copied}), nil
}

// find is the place of a moment among the kept pictures.
func (p *past) find(moment time.Time) (i int, exact bool) {
	return slices.BinarySearchFunc(p.kept, moment, func(k *kept, t time.Time) int { return k.moment.Compare(t) })
}

// keep keeps a picture at its place, and drops those used longest ago when they hold too much.
func (p *past) keep(i int, k *kept) *graph.Snapshot {
	k.used = p.tick
	p.kept = slices.Insert(p.kept, i, k)
	for p.records += k.own; p.records > p.s.e.opt.Keep && len(p.kept) > 1; {
		p.drop(p.stalest())
	}
	return k.picture
}

// stalest is the place of the picture used longest ago.
func (p *past) stalest() int {
	at := 0
	for i, k := range p.kept {
		if k.used < p.kept[at].used {
			at = i
		}
	}
	return at
}

func (p *past) drop(i int) {
	p.records -= p.kept[i].own
	p.s.e.memo.drop(p.kept[i].picture)
	p.kept = slices.Delete(p.kept, i, i+1)
}

// publish swaps the newest picture in, and tells since when changes hold that are in it: pictures of those
// moments and later ones are stale.
func (p *past) publish(next *published, effective time.Time, records int) {
	p.news.Lock()
	defer p.news.Unlock()
	p.s.show(next)
	if p.disturbed.IsZero() || effective.Before(p.disturbed) {
		p.disturbed = effective
	}
	p.changed += records
	p.s.looks.disturb(effective)
}

// settle drops the pictures that became stale, and returns the newest picture as of this look.
func (p *past) settle() *published {
	p.news.Lock()
	from, changed, now := p.disturbed, p.changed, p.s.now.Load()
	p.disturbed, p.changed = time.Time{}, 0
	p.news.Unlock()
	if !from.IsZero() {
		for i, _ := p.find(from); len(p.kept) > i; {
			p.drop(len(p.kept) - 1)
		}
	}
	if last := len(p.kept) - 1; last >= 0 && changed > 0 { // what the newest picture left is now held by this one
		more := min(p.s.e.ways.spread*changed, max(0, now.picture.Size()-p.kept[last].own))
		p.kept[last].own, p.records = p.kept[last].own+more, p.records+more
	}
	return now
}

// clear drops everything.
func (p *past) clear() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for len(p.kept) > 0 {
		p.drop(len(p.kept) - 1)
	}
}

// At is the workspace's picture at a moment. A moment that is not over yet is the newest picture.
func (e *Engine) At(ctx context.Context, workspace string, moment time.Time) (*graph.Snapshot, error) {
	s, err := e.use(ctx, workspace)
	if err != nil {
		return nil, err
	}
	defer s.leave()
	return s.at(ctx, moment)
}

func (s *space) at(ctx context.Context, moment time.Time) (*graph.Snapshot, error) {
	if now := s.e.opt.Clock(); !moment.Before(now) {
		return s.today(now), nil
	}
	return s.past.at(ctx, moment)
}

// AtPosition is the picture after the entry of the position, as of its recording: what was known then.
func (e *Engine) AtPosition(ctx context.Context, workspace string, position int64) (*graph.Snapshot, error) {
	b := graph.Empty().Edit()
	var last ledger.Head
	if position <= 0 { // before the first change
		return b.Snapshot(last.Recorded, 0), nil
	}
	for entry, err := range e.store.Entries(ctx, workspace, ledger.Query{Until: position}) {
		if err != nil {
			return nil, err
		}
		if err := change.FoldEntry(b, &entry); err != nil {
			return nil, err
		}
		last = entry.Head()
	}
	return b.Snapshot(last.Recorded, last.Position), nil
}
