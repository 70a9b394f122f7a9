package engine

import (
	"context"
	"crypto/rand"
	"runtime"
	"sync"
	"time"

	"throughline/change"
	"throughline/fault"
	"throughline/graph"
	"throughline/ledger"
)

// Options tune an engine. The zero value is good.
type Options struct {
	Clock    func() time.Time // the time; nil is time.Now
	Salt     change.Salt      // fresh random bytes for personal fields; nil is 16 from crypto/rand
	Batch    int              // how many waiting commands may share one append; 0 is 1024
	Pictures int              // how many pictures of earlier moments a space keeps; 0 is 96
	Stride   int              // how many versions lie between two kept pictures; 0 is 4096
	Eager    int              // spaces with at most so many records prepare earlier pictures at once; 0 is 250,000
	Results  int              // how many computed results are kept; 0 is 4096
}

func (o Options) orDefaults() Options {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Salt == nil {
		o.Salt = func() []byte {
			b := make([]byte, 16)
			rand.Read(b) // never fails: the runtime ends the program first
			return b
		}
	}
	o.Batch = orElse(o.Batch, 1024)
	o.Pictures = orElse(o.Pictures, 96)
	o.Stride = orElse(o.Stride, 4096)
	o.Eager = orElse(o.Eager, 250_000)
	o.Results = orElse(o.Results, 4096)
	return o
}

func orElse(n, other int) int {
	if n == 0 {
		return other
	}
	return n
}

// Engine serves the workspaces of one store.
type Engine struct {
	store  ledger.Store
	opt    Options
	memo   *memo
	heavy  chan struct{} // a place for each heavy computation that may run at once
	ctx    context.Context
	cancel context.CancelFunc
	owned  sync.WaitGroup

	mu     sync.Mutex // guards spaces
	spaces map[string]*space
}

// New returns an engine over the store. Close it before the store.
func New(store ledger.Store, opt Options) *Engine {
	opt = opt.orDefaults()
	ctx, cancel := context.WithCancel(context.Background())
	return &Engine{
		store: store, opt: opt, memo: newMemo(opt.Results),
		heavy: make(chan struct{}, max(1, runtime.GOMAXPROCS(0)-1)),
		ctx:   ctx, cancel: cancel, spaces: make(map[string]*space),
	}
}

// Close ends the engine's goroutines and waits for them. Commands that still wait get a fault.
func (e *Engine) Close() {
	e.mu.Lock() // so that no space begins after this
	e.cancel()
	e.mu.Unlock()
	e.owned.Wait()
}

// Actor is who makes a change, and through what.
type Actor struct {
	Name    string // person/ana-lima, or the name of a token or an import
	Channel ledger.Channel
}

// Command is what somebody wants to happen: a pure function from the picture to a draft. It may run
// several times, must not keep the snapshot, and gives the draft's records away. An empty draft is
// no change and no error.
type Command func(*graph.Snapshot) (change.Draft, error)

// Done is what became of a command.
type Done struct {
	Position int64           // of the entry; 0 when nothing was to change
	Picture  *graph.Snapshot // a picture that has the change
}

// Do runs the command on the workspace's newest picture and records what it wants. When it returns
// without an error the change is durable.
func (e *Engine) Do(ctx context.Context, workspace string, by Actor, run Command) (Done, error) {
	s, err := e.space(ctx, workspace)
	if err != nil {
		return Done{}, err
	}
	job := &job{by: by, run: run, ctx: ctx, answer: make(chan answer, 1)}
	select {
	case s.jobs <- job:
	case <-ctx.Done():
		return Done{}, cancelled(ctx)
	case <-e.ctx.Done():
		return Done{}, closed(nil)
	}
	select {
	case a := <-job.answer:
		return a.done, a.err
	case <-s.ended:
		// The writer may have answered just before it ended.
		select {
		case a := <-job.answer:
			return a.done, a.err
		default:
			return Done{}, closed(nil)
		}
	}
}

func cancelled(ctx context.Context) error {
	return fault.Wrap(ctx.Err(), fault.Cancelled, "the change was called off before it was recorded", "Try again; nothing was written")
}

func calledOff(ctx context.Context) error {
	return fault.Wrap(ctx.Err(), fault.Cancelled, "the question was called off before it was answered", "Ask again")
}

func closed(cause error) error {
	return fault.Wrap(cause, fault.Unavailable, "the program is shutting down", "Try again when it is back; nothing was written")
}

// View is the workspace's newest picture, seen today.
func (e *Engine) View(ctx context.Context, workspace string) (*graph.Snapshot, error) {
	s, err := e.space(ctx, workspace)
	if err != nil {
		return nil, err
	}
	return s.today(e.opt.Clock()), nil
}

// Watch tells the workspace's newest position, and closes the channel when it moves on.
func (e *Engine) Watch(ctx context.Context, workspace string) (position int64, moved <-chan struct{}, err error) {
	s, err := e.space(ctx, workspace)
	if err != nil {
		return 0, nil, err
	}
	p := s.now.Load()
	return p.head.Position, p.moved, nil
}

// Fork is the picture with hypothetical drafts placed on it; nothing is recorded.
func (e *Engine) Fork(base *graph.Snapshot, drafts ...change.Draft) (*graph.Snapshot, error) {
	return change.Fork(base, drafts...)
}

// space is the workspace in memory, loaded on first use.
func (e *Engine) space(ctx context.Context, workspace string) (*space, error) {
	e.mu.Lock()
	if e.ctx.Err() != nil {
		e.mu.Unlock()
		return nil, closed(nil)
	}
	s := e.spaces[workspace]
	if s == nil {
		s = newSpace(e, workspace)
		e.spaces[workspace] = s
		e.owned.Add(1)
		go s.serve()
	}
	e.mu.Unlock()
	select {
	case <-s.loaded:
	case <-ctx.Done():
		return nil, calledOff(ctx)
	}
	if s.failed != nil {
		e.forget(workspace, s)
		return nil, s.failed
	}
	return s, nil
}

// forget lets a space that could not be loaded be tried again.
func (e *Engine) forget(workspace string, s *space) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.spaces[workspace] == s {
		delete(e.spaces, workspace)
	}
}
