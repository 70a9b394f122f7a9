package storage

import (
	"context"
	"sync"
	"time"
)

// Follower is a Hub that also tells of moves made by other processes: it looks every so often, and
// when told to, where the heads of the watched workspaces are. Its zero value is not usable.
type Follower struct {
	Hub
	positions Positions
	every     time.Duration

	mu   sync.Mutex
	seen map[string]int64

	start sync.Once
	end   context.CancelFunc
	ctx   context.Context
	ended sync.WaitGroup
	look  chan struct{}
}

// Positions reads the positions of the heads of all workspaces.
type Positions func(ctx context.Context) (map[string]int64, error)

// NewFollower returns a follower that reads the positions at least so often while somebody watches.
func NewFollower(positions Positions, every time.Duration) *Follower {
	f := &Follower{positions: positions, every: every, seen: map[string]int64{}, look: make(chan struct{}, 1)}
	f.ctx, f.end = context.WithCancel(context.Background())
	return f
}

// Watch is the Hub's. The first watch starts the looking.
func (f *Follower) Watch(ctx context.Context, workspace string) <-chan struct{} {
	moved := f.Hub.Watch(ctx, workspace)
	f.start.Do(func() {
		f.sight() // what moved before the first watch is not news
		f.ended.Go(f.run)
	})
	return moved
}

// Look makes the follower look now instead of at the next turn.
func (f *Follower) Look() {
	select {
	case f.look <- struct{}{}:
	default:
	}
}

// Go runs a further function until the follower is closed; Close waits for it.
func (f *Follower) Go(run func(ctx context.Context)) { f.ended.Go(func() { run(f.ctx) }) }

// Close ends the looking and all watches, and waits for what was started with Go.
func (f *Follower) Close() {
	f.end()
	f.ended.Wait()
	f.Hub.Close()
}

func (f *Follower) run() {
	turn := time.NewTicker(f.every)
	defer turn.Stop()
	for {
		select {
		case <-f.ctx.Done():
			return
		case <-turn.C:
		case <-f.look:
		}
		f.Tell(f.sight()...)
	}
}

// sight reads the positions and returns the workspaces that moved since it last did. What cannot be
// read now is looked at the next turn.
func (f *Follower) sight() []string {
	now, err := f.positions(f.ctx)
	if err != nil {
		return nil
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	var moved []string
	for _, name := range f.Watched() {
		if now[name] != f.seen[name] {
			moved = append(moved, name)
		}
	}
	f.seen = now
	return moved
}
