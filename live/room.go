package live

import (
	"container/list"
	"context"
	"time"

	"throughline/engine"
)

// A silent page is told from time to time that its stream is alive, so that proxies keep it open, once it was asked whether its reader
// still may.
const (
	silence = 20 * time.Second
	round   = time.Second // how often it is looked who was silent for so long
)

// room is the pages of one workspace.
type room struct {
	pages     *Pages
	workspace string
	ctx       context.Context
	end       context.CancelFunc

	coming, going chan *page
	guard         chan []*page  // those for whose readers the guard is to ask
	answers       chan answer   // of the guard
	done          chan struct{} // closed when the room takes nobody any more

	open    *list.List // of *page, in the order in which they came
	waiting []*page    // for their turn to be told, in that order
	state   engine.State
	moved   <-chan struct{}
}

// answer is what came of asking whether the reader of a page still may.
type answer struct {
	page *page
	err  error
}

func newRoom(p *Pages, workspace string) *room {
	r := &room{
		pages: p, workspace: workspace, open: list.New(),
		coming: make(chan *page), going: make(chan *page), guard: make(chan []*page), answers: make(chan answer), done: make(chan struct{}),
	}
	r.ctx, r.end = context.WithCancel(p.ctx)
	return r
}

// run serves the room until its last page has left, or what moves can no longer be followed.
func (r *room) run() {
	r.pages.open.Go(r.keepGuard)
	r.take(<-r.coming) // who opened the room comes
	r.serve()
	r.pages.leave(r)
	r.end()
	close(r.done)
	for one := range r.all {
		one.close()
	}
}

func (r *room) serve() {
	beat := time.NewTicker(round)
	defer beat.Stop()
	var turn <-chan time.Time
	for err := r.watch(); err == nil && r.open.Len() > 0; {
		if turn == nil && len(r.waiting) > 0 {
			turn = time.After(r.pages.turns.Reserve().Delay())
		}
		select {
		case one := <-r.coming:
			r.take(one)
		case one := <-r.going:
			r.drop(one)
		case <-r.moved:
			err = r.watch()
		case <-turn:
			turn = nil
			r.tellNext()
		case now := <-beat.C:
			r.ask(now)
		case a := <-r.answers:
			r.heed(a)
		case <-r.ctx.Done():
			return
		}
	}
}

// watch finds out what the pages depend on now, and has all wait for their turn who were told something else.
func (r *room) watch() (err error) {
	if r.state, r.moved, err = r.pages.engine.Watch(r.ctx, r.workspace); err != nil {
		return err
	}
	for one := range r.all {
		r.queue(one)
	}
	return nil
}

// all is the open pages, in the order in which they came.
func (r *room) all(yield func(*page) bool) {
	for e := r.open.Front(); e != nil; e = e.Next() {
		if !yield(e.Value.(*page)) {
			return
		}
	}
}

// take takes in a page, which was told how things stood when it came.
func (r *room) take(one *page) {
	one.place = r.open.PushBack(one)
	if r.moved != nil { // else it is not known yet
		r.queue(one)
	}
}

func (r *room) queue(one *page) {
	if one.told != r.state && !one.waits {
		one.waits = true
		r.waiting = append(r.waiting, one)
	}
}

// tellNext tells the first of those who wait and have not been told.
func (r *room) tellNext() {
	for len(r.waiting) > 0 {
		one := r.waiting[0]
		r.waiting[0], r.waiting = nil, r.waiting[1:]
		one.waits = false
		if one.place == nil || one.told == r.state {
			continue
		}
		if !one.tell(r.state) {
			r.drop(one)
		}
		return
	}
}

// drop ends a page that is in the room.
func (r *room) drop(one *page) {
	if one.place != nil {
		r.open.Remove(one.place)
		one.place = nil
		one.close()
	}
}

// ask has the guard ask for those who were silent for long, unless it is at it still.
func (r *room) ask(now time.Time) {
	var silent []*page
	for one := range r.all {
		if !one.asked && now.Sub(one.heard) >= silence {
			silent = append(silent, one)
		}
	}
	select {
	case r.guard <- silent:
		for _, one := range silent {
			one.asked = true
		}
	default:
	}
}

// heed tells a page that its stream is alive, or ends it when its reader may no longer read, or has signed out.
func (r *room) heed(a answer) {
	a.page.asked = false
	if a.page.place != nil && (a.err != nil || !a.page.hear(": alive\n\n")) {
		r.drop(a.page)
	}
}

// keepGuard asks, until the room ends, for those it is given: one after another, because many ask the store.
func (r *room) keepGuard() {
	for {
		select {
		case silent := <-r.guard:
			for _, one := range silent {
				select {
				case r.answers <- answer{one, one.reader.May(r.ctx)}:
				case <-r.ctx.Done():
					return
				}
			}
		case <-r.ctx.Done():
			return
		}
	}
}

// stay keeps a page in the room until its reader leaves.
func (r *room) stay(one *page) {
	one.wait()
	select {
	case r.going <- one:
	case <-r.done:
	}
}
