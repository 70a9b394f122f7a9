package live

import (
	"context"
	"net/http"
	"sync"

	"golang.org/x/time/rate"

	"throughline/engine"
)

// Open pages ask for themselves again when something moved. With very many open they are told one after another, so that
// those who wait for a page they asked for come first: so many a second, and so many at once.
const (
	toldEachSecond = 60
	toldAtOnce     = 30
)

// Pages are all open pages of a server. They may be used from many goroutines at once.
type Pages struct {
	engine *engine.Engine
	turns  *rate.Limiter // of telling pages

	ctx context.Context
	end context.CancelFunc

	open sync.WaitGroup // pages and rooms

	mu    sync.Mutex // guards rooms, and that none opens after the end
	rooms map[string]*room
}

// New returns no pages yet. Close them before the engine.
func New(e *engine.Engine) *Pages {
	ctx, end := context.WithCancel(context.Background())
	return &Pages{engine: e, turns: rate.NewLimiter(toldEachSecond, toldAtOnce), ctx: ctx, end: end, rooms: make(map[string]*room)}
}

// Close ends all pages, and those that come.
func (p *Pages) Close() {
	p.mu.Lock() // so that no page begins after this
	p.end()
	p.mu.Unlock()
	p.open.Wait()
}

// Reader is somebody who opens a page.
type Reader struct {
	Workspace string

	// May answers nil as long as they may read the workspace. It is asked again and again, with a context that lasts as long as the page.
	May func(context.Context) error

	// Gone is told once, when the page has ended or could not begin; nil tells nobody.
	Gone func()
}

// Follow answers the request with a stream of what the pages of the workspace depend on: once at the start, and each time it moves, what
// moves meanwhile as one. It ends with its reader, when they may no longer read, when the pages are closed, and while what
// other processes change cannot be followed. Where the connection can be taken, Follow returns while the stream goes on; else at its end.
// It is a fault, and nothing is written, when the workspace cannot be followed.
func (p *Pages) Follow(w http.ResponseWriter, r *http.Request, reader Reader) error {
	one := &page{reader: reader}
	state, err := p.state(r.Context(), reader.Workspace)
	if err != nil {
		one.gone()
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // for proxies that would gather the words
	if r.Method == http.MethodHead || !p.begin() {
		one.gone()
		return nil
	}
	var stays error
	if one.line, stays = take(w, r); stays != nil {
		one.line = hold(w, r)
	}
	one.tell(state)
	room := p.enter(one)
	stay := func() { defer p.open.Done(); room.stay(one) }
	if stays != nil {
		stay()
	} else {
		go stay()
	}
	return nil
}

// begin counts a page; it is false once the pages are closed.
func (p *Pages) begin() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ctx.Err() != nil {
		return false
	}
	p.open.Add(1)
	return true
}

// state is what pages depend on now; a fault while that cannot be followed.
func (p *Pages) state(ctx context.Context, workspace string) (engine.State, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	state, _, err := p.engine.Watch(ctx, workspace)
	return state, err
}

// enter puts a page into the room of its workspace.
func (p *Pages) enter(one *page) *room {
	for {
		r := p.room(one.reader.Workspace)
		select {
		case r.coming <- one:
			return r
		case <-r.done: // the last page left it; the next room is another
		}
	}
}

// room is that of the workspace, which is opened when there is none.
func (p *Pages) room(workspace string) *room {
	p.mu.Lock()
	defer p.mu.Unlock()
	r := p.rooms[workspace]
	if r == nil {
		r = newRoom(p, workspace)
		p.rooms[workspace] = r
		p.open.Go(r.run)
	}
	return r
}

// leave takes the room away, so that the next page opens another.
func (p *Pages) leave(r *room) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.rooms, r.workspace)
}
