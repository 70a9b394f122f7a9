package engine

import (
	"context"
	"crypto/rand"
	"math"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"throughline/change"
	"throughline/fault"
	"throughline/graph"
	"throughline/ledger"
)

// Options tune an engine. The zero value is good.
type Options struct {
	Clock   func() time.Time // the time; nil is time.Now
	Salt    change.Salt      // fresh random bytes for personal fields; nil is 16 from crypto/rand
	Report  func(error)      // told of what goes wrong behind everybody's back; nil tells nobody
	Follow  Follow           // adds to what somebody edits what follows of it; nil adds nothing
	Batch   int              // how many waiting commands may share one append; 0 is 1024
	Keep    int              // how many bytes the kept pictures of a space's earlier moments may hold that no other does, estimated; 0 is a quarter of what its newest takes, at least 64 MiB
	Results int              // how many computed results are kept; 0 is 4096
	Held    int              // how many records the pictures with kept results may hold together; 0 is 2,500,000
	Idle    time.Duration    // after how long without use a space leaves memory; 0 is an hour, less than 0 never
}

// Follow is the draft with what follows of it: what an edit of records means for others. It may be called again on a newer
// picture.
type Follow func(now *graph.Snapshot, by change.By, d change.Draft) (change.Draft, error)

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
	if o.Report == nil {
		o.Report = func(error) {}
	}
	o.Batch = orElse(o.Batch, 1024)
	o.Results = orElse(o.Results, 4096)
	o.Held = orElse(o.Held, 2_500_000)
	if o.Idle = orElse(o.Idle, time.Hour); o.Idle < 0 {
		o.Idle = math.MaxInt64
	}
	return o
}

func orElse[N int | time.Duration](n, other N) N {
	if n == 0 {
		return other
	}
	return n
}

// Engine serves the workspaces of one store.
type Engine struct {
	store   ledger.Store
	opt     Options
	memo    *memo
	heavy   chan struct{} // a place for each heavy computation that may run at once
	patient chan struct{} // the place for what nobody waits for, so that it is in nobody's way
	ways    ways

	// readied numbers what became ready, from the start of the engine on, so that no two states are alike.
	readied atomic.Int64

	ctx    context.Context
	cancel context.CancelFunc
	owned  sync.WaitGroup

	mu      sync.Mutex // guards spaces and how they are used, and leaving
	spaces  map[string]*space
	leaving []func(workspace string)
}

// New returns an engine over the store. Close it before the store.
func New(store ledger.Store, opt Options) *Engine {
	opt = opt.orDefaults()
	ctx, cancel := context.WithCancel(context.Background())
	e := &Engine{
		store: store, opt: opt, memo: newMemo(opt.Results, opt.Held),
		heavy:   make(chan struct{}, max(1, runtime.GOMAXPROCS(0)-1)),
		patient: make(chan struct{}, 1),
		ways:    ways{few: 1024, per: 256, worth: 8, spread: 32, slot: 64, record: 400},
		ctx:     ctx, cancel: cancel, spaces: make(map[string]*space),
	}
	e.readied.Store(time.Now().UnixMilli())
	return e
}

// Close ends the engine's goroutines and waits for them. Commands that still wait get a fault.
func (e *Engine) Close() {
	e.mu.Lock() // so that no space begins after this
	e.cancel()
	e.mu.Unlock()
	e.owned.Wait()
}

// Leaving has a function told of each workspace that leaves memory because nobody used it for long, so that others let go of
// what they keep of it. It is told once the workspace is gone, or is being loaded anew.
func (e *Engine) Leaving(tell func(workspace string)) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.leaving = append(e.leaving, tell)
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
	Again    bool            // it was asked before, under the same key, and was done then
}

// Do runs the command on the workspace's newest picture and records what it wants. When it returns
// without an error the change is durable.
func (e *Engine) Do(ctx context.Context, workspace string, by Actor, run Command) (Done, error) {
	s, err := e.use(ctx, workspace)
	if err != nil {
		return Done{}, err
	}
	defer s.leave()
	return s.ask(ctx, &job{by: by, run: run})
}

// ask hands the job to the writer and waits for its answer.
func (s *space) ask(ctx context.Context, job *job) (Done, error) {
	e := s.e
	job.ctx, job.answer = ctx, make(chan answer, 1)
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
	s, err := e.use(ctx, workspace)
	if err != nil {
		return nil, err
	}
	defer s.leave()
	return s.today(e.opt.Clock()), nil
}

// Fork is the picture with hypothetical drafts placed on it; nothing is recorded.
func (e *Engine) Fork(base *graph.Snapshot, drafts ...change.Draft) (*graph.Snapshot, error) {
	return change.Fork(base, drafts...)
}

// use is the workspace in memory, loaded on first use. Who uses it leaves it in the end.
func (e *Engine) use(ctx context.Context, workspace string) (*space, error) {
	s, err := e.space(workspace)
	if err != nil {
		return nil, err
	}
	select {
	case <-s.loaded: // also when there is no time to wait
	default:
		select {
		case <-s.loaded:
		case <-ctx.Done():
			s.leave()
			return nil, calledOff(ctx)
		}
	}
	if s.failed != nil {
		e.forget(s)
		s.leave()
		return nil, s.failed
	}
	return s, nil
}

// space is the workspace, perhaps not loaded yet, with one more user.
func (e *Engine) space(workspace string) (*space, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.ctx.Err() != nil {
		return nil, closed(nil)
	}
	s := e.spaces[workspace]
	if s == nil {
		s = newSpace(e, workspace)
		e.spaces[workspace] = s
		e.owned.Add(1)
		go s.serve()
	}
	s.users++
	return s, nil
}

// forget lets a space that could not be loaded be tried again.
func (e *Engine) forget(s *space) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.spaces[s.name] == s {
		delete(e.spaces, s.name)
	}
}

// Head is the position of the last change of a workspace, 0 for none. It asks the store alone: a workspace that nobody uses stays out of
// memory.
func (e *Engine) Head(ctx context.Context, workspace string) (int64, error) {
	head, err := e.store.Head(ctx, workspace)
	return head.Position, err
}
