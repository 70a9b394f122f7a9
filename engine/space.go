package engine

import (
	"context"
	"fmt"
	"slices"
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
	ctx    context.Context // ends with the writer
	end    context.CancelFunc
	jobs   chan *job
	loaded chan struct{} // closed once now or failed is set
	ended  chan struct{} // closed when the writer has ended
	failed error
	now    atomic.Pointer[published]
	past   past
	asked  asked
	looks  lookback
	watch  watch

	users int       // who use it at this moment; guarded by the engine's mu
	left  time.Time // when the last of them left; guarded by the engine's mu
}

// published is the newest picture with the head it belongs to.
type published struct {
	picture *graph.Snapshot
	head    ledger.Head
	latest  time.Time // the greatest effective time of any change
	seen    atomic.Pointer[graph.Snapshot]
}

// job is a command that waits for the writer.
type job struct {
	by     Actor
	run    Command
	guard  *guard // on whose behalf it runs; nil is nobody's in particular
	once   tag    // the name of the request; zero without one
	ctx    context.Context
	answer chan answer
}

type answer struct {
	done Done
	err  error
}

func newSpace(e *Engine, name string) *space {
	s := &space{
		e: e, name: name, jobs: make(chan *job, e.opt.Batch),
		loaded: make(chan struct{}), ended: make(chan struct{}), left: time.Now(),
	}
	s.ctx, s.end = context.WithCancel(e.ctx)
	s.past.s = s
	s.watch.moved, s.watch.ready = make(chan struct{}), e.readied.Add(1)
	return s
}

// serve is the space's writer: it loads the picture, then takes commands and follows other processes,
// until the engine is closed or nobody used the space for long.
func (s *space) serve() {
	defer s.e.owned.Done()
	defer close(s.ended)
	defer s.end()
	outside := s.e.store.Watch(s.ctx, s.name) // before the load, so that nothing is missed in between
	p, err := s.load(s.ctx)
	if err != nil {
		s.failed = err
		close(s.loaded)
		return
	}
	s.now.Store(p)
	close(s.loaded)
	defer s.forget()
	idle := time.NewTimer(s.e.opt.Idle)
	defer idle.Stop()
	var retry retry
	for {
		select {
		case <-s.e.ctx.Done():
			return
		case _, open := <-outside:
			if !open {
				outside = nil
			}
			retry.after(s.catchUp())
		case <-retry.due:
			retry.after(s.catchUp())
		case <-idle.C:
			left, gone := s.rest()
			if gone {
				s.tellGone()
				return
			}
			idle.Reset(left)
		case first := <-s.jobs:
			s.write(s.waiting(first))
			if s.watch.isBehind() && retry.due == nil {
				retry.after(s.catchUp())
			}
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

// rest takes the space out of the engine when nobody used it for long. Else it says when to look again.
// Nobody sends a command to a space that is gone: whoever sends one uses it.
func (s *space) rest() (left time.Duration, gone bool) {
	s.e.mu.Lock()
	defer s.e.mu.Unlock()
	if s.users > 0 {
		return s.e.opt.Idle, false
	}
	if left := s.e.opt.Idle - time.Since(s.left); left > 0 {
		return left, false
	}
	delete(s.e.spaces, s.name)
	return 0, true
}

// tellGone tells those who keep something of the space that it left.
func (s *space) tellGone() {
	s.e.mu.Lock()
	all := slices.Clone(s.e.leaving)
	s.e.mu.Unlock()
	for _, tell := range all {
		tell(s.name)
	}
}

// leave ends a use of the space.
func (s *space) leave() {
	s.e.mu.Lock()
	defer s.e.mu.Unlock()
	if s.users--; s.users == 0 {
		s.left = time.Now()
	}
}

// forget lets go of what was kept of the space.
func (s *space) forget() {
	s.past.clear()
	s.e.memo.drop(s.now.Load().seen.Load())
}

func newPublished(picture *graph.Snapshot, head ledger.Head, latest time.Time) *published {
	return &published{picture: picture, head: head, latest: latest}
}

// show swaps the newest picture in and wakes who watches.
func (s *space) show(next *published) {
	was := s.now.Swap(next)
	s.e.memo.drop(was.seen.Load())
	s.watch.wake(nil)
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
			s.e.memo.drop(seen)
			return fresh
		}
	}
}

// catchUp follows other processes. When that fails, the picture is behind until a later time succeeds;
// whoever watches is told so, and so is the one who runs the program.
func (s *space) catchUp() error {
	err := s.follow(s.ctx)
	if s.ctx.Err() == nil && s.watch.stands(err, s.e.opt.Clock) && err != nil {
		s.e.opt.Report(fmt.Errorf("following other processes in the workspace %s: %w", s.name, err))
	}
	return err
}

// follow folds what other processes appended since the published head.
func (s *space) follow(ctx context.Context) error {
	p := s.now.Load()
	head, err := s.e.store.Head(ctx, s.name)
	if err != nil || head.Position <= p.head.Position {
		return err
	}
	b := p.picture.Edit()
	last, latest, earliest, records := p.head, p.latest, time.Time{}, 0
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
		last, latest, records = e.Head(), later(latest, e.Effective), records+len(e.Documents)
		if earliest.IsZero() || e.Effective.Before(earliest) {
			earliest = e.Effective
		}
		s.asked.note(&e)
	}
	s.past.publish(newPublished(b.Snapshot(last.Recorded, last.Position), last, latest), earliest, records)
	return nil
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// retry says when to try again what failed: soon, then less and less often.
type retry struct {
	due  <-chan time.Time // nil when nothing is to be tried again
	wait time.Duration
}

// The first and the longest wait before something is tried again.
const (
	soon   = 100 * time.Millisecond
	seldom = 30 * time.Second
)

// after takes how it went this time.
func (r *retry) after(err error) {
	if err == nil {
		*r = retry{}
		return
	}
	r.wait = min(max(soon, 2*r.wait), seldom)
	r.due = time.After(r.wait)
}
