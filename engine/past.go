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

// past keeps pictures of earlier moments, so that a date that was not asked before is a few steps away
// from one that is kept. Pictures share what is the same between them and with the newest one.
type past struct {
	s *space

	mu   sync.Mutex // guards kept and tick; held while stepping, so that the same way is gone once
	kept []kept     // ordered by moment
	tick int64      // counts uses

	news      sync.Mutex // guards disturbed; held for an instant, so that the writer never waits
	disturbed time.Time  // the earliest moment at which something became effective since the last look
}

// kept is a picture of one moment.
type kept struct {
	moment  time.Time
	picture *graph.Snapshot
	used    int64 // the tick of its last use
	mile    bool  // a milestone of the walk through the history; dropped last
}

func (p *past) init(s *space) { p.s = s }

// prepare walks the whole history once in the background and keeps a picture every stride.
func (p *past) prepare() {
	p.s.e.owned.Add(1)
	go func() {
		defer p.s.e.owned.Done()
		p.at(p.s.e.ctx, p.s.now.Load().latest)
	}()
}

// at is the picture of the moment: per record the version with the greatest (effective, position)
// not after it.
func (p *past) at(ctx context.Context, moment time.Time) (*graph.Snapshot, error) {
	moment = moment.UTC().Truncate(time.Millisecond)
	p.mu.Lock()
	defer p.mu.Unlock()
	defer p.settle() // what became effective meanwhile
	p.settle()
	p.tick++
	start := graph.Empty()
	after := time.UnixMilli(-1 << 52)
	i, exact := slices.BinarySearchFunc(p.kept, moment, func(k kept, t time.Time) int { return k.moment.Compare(t) })
	if exact {
		p.kept[i].used = p.tick
		return p.kept[i].picture, nil
	}
	if i > 0 {
		start, after = p.kept[i-1].picture, p.kept[i-1].moment
	}
	return p.step(ctx, start, after, moment)
}

// step folds what became effective after one moment up to another, keeping a milestone every stride.
func (p *past) step(ctx context.Context, from *graph.Snapshot, after, until time.Time) (*graph.Snapshot, error) {
	newest := p.s.now.Load().picture
	b := from.Edit()
	position := from.Position()
	n, last := 0, after
	for v, err := range p.s.e.store.Between(ctx, p.s.name, after, until) {
		if err != nil {
			return nil, err
		}
		if n >= p.s.e.opt.Stride && v.Effective.After(last) {
			picture := b.Snapshot(last, position)
			p.keep(last, picture, true)
			b, n = picture.Edit(), 0
		}
		if err := foldShared(b, &v, newest); err != nil {
			return nil, err
		}
		n, last, position = n+1, v.Effective, max(position, v.Position)
	}
	picture := b.Snapshot(until, position)
	p.keep(until, picture, false)
	return picture, nil
}

// foldShared is change.Fold, but takes the record of the newest picture when it is the same version.
func foldShared(b *graph.Builder, v *ledger.Version, newest *graph.Snapshot) error {
	if !v.Document.Deleted {
		ref := graph.Ref{Kind: graph.Kind(v.Document.Kind), ID: v.Document.ID}
		if r := newest.Record(ref); r != nil && r.Stamp().Position == v.Position {
			b.Put(r)
			return nil
		}
	}
	return change.Fold(b, v)
}

// keep keeps a picture, dropping the one used longest ago when there are too many.
func (p *past) keep(moment time.Time, picture *graph.Snapshot, mile bool) {
	i, exact := slices.BinarySearchFunc(p.kept, moment, func(k kept, t time.Time) int { return k.moment.Compare(t) })
	if exact {
		return
	}
	p.kept = slices.Insert(p.kept, i, kept{moment, picture, p.tick, mile})
	if len(p.kept) > p.s.e.opt.Pictures {
		p.drop(moment)
	}
}

// drop lets the picture go that matters least: one asked for longest ago, a milestone only when
// nothing else is kept, and then every other one is thinned out.
func (p *past) drop(except time.Time) {
	worst := -1
	for i, k := range p.kept {
		if k.mile || k.moment.Equal(except) {
			continue
		}
		if worst < 0 || k.used < p.kept[worst].used {
			worst = i
		}
	}
	if worst >= 0 {
		p.kept = slices.Delete(p.kept, worst, worst+1)
		return
	}
	thin, odd := p.kept[:0:0], false
	for _, k := range p.kept {
		if odd || k.moment.Equal(except) {
			thin = append(thin, k)
		}
		if !k.moment.Equal(except) {
			odd = !odd
		}
	}
	p.kept = thin
}

// disturb tells that a change became effective at the moment: pictures of it and later ones are stale.
func (p *past) disturb(effective time.Time) {
	p.news.Lock()
	defer p.news.Unlock()
	if p.disturbed.IsZero() || effective.Before(p.disturbed) {
		p.disturbed = effective
	}
}

// settle drops the pictures that became stale.
func (p *past) settle() {
	p.news.Lock()
	from := p.disturbed
	p.disturbed = time.Time{}
	p.news.Unlock()
	if from.IsZero() {
		return
	}
	i, _ := slices.BinarySearchFunc(p.kept, from, func(k kept, t time.Time) int { return k.moment.Compare(t) })
	clear(p.kept[i:])
	p.kept = p.kept[:i]
}

// At is the workspace's picture at a moment. A moment that is not over yet is the newest picture.
func (e *Engine) At(ctx context.Context, workspace string, moment time.Time) (*graph.Snapshot, error) {
	s, err := e.space(ctx, workspace)
	if err != nil {
		return nil, err
	}
	if now := e.opt.Clock(); !moment.Before(now) {
		return s.today(now), nil
	}
	if p := s.now.Load(); !moment.Before(p.latest) {
		return p.picture.As(moment), nil
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
