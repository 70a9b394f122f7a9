package engine

import (
	"context"
	"sync/atomic"
	"time"

	"throughline/change"
	"throughline/graph"
	"throughline/ledger"
)

// space is one workspace in memory.
type space struct {
	e      *Engine
	name   string
	jobs   chan *job
	loaded chan struct{} // closed once now or failed is set
	ended  chan struct{} // closed when the writer has ended
	failed error
	now    atomic.Pointer[published]
	past   past
}

// published is the newest picture with the head it belongs to.
type published struct {
	picture *graph.Snapshot
	head    ledger.Head
	latest  time.Time     // the greatest effective time of any change
	moved   chan struct{} // closed when a newer one is published
	seen    atomic.Pointer[graph.Snapshot]
}

// job is a command that waits for the writer.
type job struct {
	by     Actor
	run    Command
	ctx    context.Context
	answer chan answer
}

type answer struct {
	done Done
	err  error
}

func newSpace(e *Engine, name string) *space {
	s := &space{e: e, name: name, jobs: make(chan *job, e.opt.Batch), loaded: make(chan struct{}), ended: make(chan struct{})}
	s.past.init(s)
	return s
}

// serve is the space's writer: it loads the picture, then takes commands and follows other processes.
func (s *space) serve() {
	defer s.e.owned.Done()
	defer close(s.ended)
	p, err := s.load(s.e.ctx)
	if err != nil {
		s.failed = err
		close(s.loaded)
		return
	}
	s.now.Store(p)
	close(s.loaded)
	if p.picture.Count(graph.KindWork) <= s.e.opt.Eager {
		s.past.prepare()
	}
	outside := s.e.store.Watch(s.e.ctx, s.name)
	for {
		select {
		case <-s.e.ctx.Done():
			return
		case _, open := <-outside:
			if !open {
				outside = nil
			}
			s.follow(s.e.ctx)
		case first := <-s.jobs:
			s.write(s.waiting(first))
		}
	}
}

// waiting is the first job and all others that wait, up to a batch.
func (s *space) waiting(first *job) []*job {
	batch := []*job{first}
	for len(batch) < s.e.opt.Batch {
		select {
		case j := <-s.jobs:
			batch = append(batch, j)
		default:
			return batch
		}
	}
	return batch
}

// publish swaps the newest picture in and wakes who watches.
func (s *space) publish(p *published) {
	was := s.now.Swap(p)
	close(was.moved)
}

func newPublished(picture *graph.Snapshot, head ledger.Head, latest time.Time) *published {
	return &published{picture: picture, head: head, latest: latest, moved: make(chan struct{})}
}

// today is the newest picture as of now. It is the same snapshot for the same day, so that results
// computed on it can be kept; a new day makes a new one.
func (s *space) today(now time.Time) *graph.Snapshot {
	p := s.now.Load()
	now = now.UTC()
	if now.Before(p.picture.AsOf()) { // the clock jumped back behind the last change
		now = p.picture.AsOf()
	}
	for {
		seen := p.seen.Load()
		if seen != nil && graph.DateOf(seen.AsOf()) == graph.DateOf(now) {
			return seen
		}
		if fresh := p.picture.As(now); p.seen.CompareAndSwap(seen, fresh) {
			return fresh
		}
	}
}

// follow folds what other processes appended since the published head.
func (s *space) follow(ctx context.Context) error {
	p := s.now.Load()
	head, err := s.e.store.Head(ctx, s.name)
	if err != nil || head.Position <= p.head.Position {
		return err
	}
	b := p.picture.Edit()
	last, latest := p.head, p.latest
	for e, err := range s.e.store.Entries(ctx, s.name, ledger.Query{After: p.head.Position}) {
		if err != nil {
			return err
		}
		if wrong := e.Wrong(last); wrong != "" {
			return ledger.Bad(e.Position, wrong)
		}
		if err := change.FoldEntry(b, &e); err != nil {
			return err
		}
		last, latest = e.Head(), later(latest, e.Effective)
		s.past.disturb(e.Effective)
	}
	s.publish(newPublished(b.Snapshot(last.Recorded, last.Position), last, latest))
	return nil
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
