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

	mu   sync.Mutex // guards all below; held while stepping, so that the same way is gone once
	kept []*kept    // ordered by moment
	held int        // bytes that the kept pictures hold and no other does, estimated
	tick int64      // counts uses

	news      sync.Mutex // guards all below; held for an instant, so that the writer never waits
	disturbed time.Time  // the earliest moment at which something became effective since the last look
	changed   int        // how many records were written since the last look
}

// kept is a picture of one moment.
type kept struct {
	moment  time.Time
	picture *graph.Snapshot
	own     int   // bytes that it holds and no other does, estimated
	used    int64 // the tick of its last use
	passing bool  // nobody asked for it: it was on the way of a look back, and goes before the others
}

// bare is how many bytes a picture takes that shares all its records and the trees they stand in.
const bare = 16 << 10

// least is how many bytes the kept pictures may always hold that no other does: a few of a hundred thousand
// records that share nothing but the records.
const least = 64 << 20

// at is the picture of a moment before the newest: per record the version with the greatest
// (effective, position) not after it. passing says that it is not asked for by anybody who may come back.
func (p *past) at(ctx context.Context, moment time.Time, passing bool) (*graph.Snapshot, error) {
	moment = moment.UTC().Truncate(time.Millisecond)
	p.mu.Lock()
	defer p.mu.Unlock()
	defer p.settle() // what became effective meanwhile
	now := p.settle()
	p.tick++
	i, exact := p.find(moment)
	if exact {
		k := p.kept[i]
		k.used, k.passing = p.tick, k.passing && passing
		return k.picture, nil
	}
	if !moment.Before(now.latest) {
		return p.keep(i, &kept{moment: moment, picture: now.picture.As(moment), passing: passing}), nil
	}
	w := way{s: p.s, now: now, from: graph.Empty(), after: time.UnixMilli(-1 << 52), until: now.picture, moment: moment}
	if i > 0 {
		w.from, w.after = p.kept[i-1].picture, p.kept[i-1].moment
	}
	if i < len(p.kept) {
		w.until = p.kept[i].picture
	}
	picture, own, err := w.walk(ctx)
	if err != nil {
		return nil, err
	}
	return p.keep(i, &kept{moment: moment, picture: picture, own: own, passing: passing}), nil
}

// find is the place of a moment among the kept pictures.
func (p *past) find(moment time.Time) (i int, exact bool) {
	return slices.BinarySearchFunc(p.kept, moment, func(k *kept, t time.Time) int { return k.moment.Compare(t) })
}

// keep keeps a picture at its place, and drops others when they hold too much.
func (p *past) keep(i int, k *kept) *graph.Snapshot {
	k.used, k.own = p.tick, k.own+bare
	p.kept = slices.Insert(p.kept, i, k)
	for p.held += k.own; p.held > p.most() && len(p.kept) > 1; {
		p.drop(p.idlest(k))
	}
	return k.picture
}

// most is how many bytes the kept pictures may hold that no other does.
func (p *past) most() int {
	if p.s.e.opt.Keep > 0 {
		return p.s.e.opt.Keep
	}
	n := p.s.now.Load().picture.Size()
	return max(least, p.s.e.ways.weigh(n, n)/4)
}

// idlest is the place of the picture that matters least, but for one: one nobody asked for, or else the one
// used longest ago.
func (p *past) idlest(except *kept) int {
	at := -1
	for i, k := range p.kept {
		if k != except && (at < 0 || k.before(p.kept[at])) {
			at = i
		}
	}
	return at
}

// before reports whether the picture is dropped before another.
func (k *kept) before(o *kept) bool {
	if k.passing != o.passing {
		return k.passing
	}
	return k.used < o.used
}

func (p *past) drop(i int) {
	p.held -= p.kept[i].own
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
		w, k := p.s.e.ways, p.kept[last]
		more := w.weigh(w.copied(changed, max(0, now.picture.Size()-k.own/w.slot)), changed)
		k.own, p.held = k.own+more, p.held+more
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
	return s.at(ctx, moment, false)
}

func (s *space) at(ctx context.Context, moment time.Time, passing bool) (*graph.Snapshot, error) {
	if now := s.e.opt.Clock(); !moment.Before(now) {
		return s.today(now), nil
	}
	return s.past.at(ctx, moment, passing)
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
