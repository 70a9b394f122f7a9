package engine

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"slices"
	"strings"
	"sync"
	"time"

	"throughline/fault"
	"throughline/ledger"
)

// Once is a caller's own name for a request, so that the request is done once however often it arrives: when an answer was
// lost, the caller asks again. It holds for a day, for one actor, and for the most recent requests of a workspace.
type Once struct {
	Key  string // "" is no name
	Body []byte // what is asked; the same name for something else is a Conflict
}

// The time for which names of requests are kept, and the most of them in a workspace.
const (
	onceHolds = 24 * time.Hour
	onceMost  = 100_000
)

// tag is what an entry keeps of the name of its request: digests, in the entry's channel.
type tag struct{ key, body string }

// tag is the tag of a request of the actor; zero without a name.
func (o Once) tag(by Actor) tag {
	if o.Key == "" {
		return tag{}
	}
	key := sha256.Sum256([]byte(by.Name + "\x00" + o.Key))
	body := sha256.Sum256(o.Body)
	const strong, enough = 16, 8 // bytes
	return tag{base64.RawURLEncoding.EncodeToString(key[:strong]), base64.RawURLEncoding.EncodeToString(body[:enough])}
}

// on is the channel of an entry made by the request.
func (t tag) on(c ledger.Channel) ledger.Channel { return c.By(t.key + "." + t.body) }

// tagOf is the tag of the request that made the entry; ok is false without one.
func tagOf(e *ledger.Entry) (t tag, ok bool) {
	t.key, t.body, ok = strings.Cut(e.Channel.Request(), ".")
	return t, ok
}

// answer is the position of the entry with the tag for a request of the same name.
func (t tag) answer(asked tag, position int64) (int64, bool, error) {
	if t.body != asked.body {
		return 0, true, fault.New(fault.Conflict, "the key of this request was used for another one", "Use a new key for each request, and the same only to repeat it")
	}
	return position, true, nil
}

// asked is the named requests of a workspace that were done in the last day.
type asked struct {
	reading sync.Mutex // held while the history is read

	mu    sync.Mutex // guards all below; held for an instant, so that the writer never waits
	whole bool       // the history was read
	byKey map[string]done
	order []done // oldest first
}

// done is a request that was done.
type done struct {
	tag      tag
	position int64
	recorded time.Time
}

// note remembers the request that made an entry, if it had a name.
func (a *asked) note(e *ledger.Entry) {
	t, ok := tagOf(e)
	if !ok {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.keep(done{t, e.Position, e.Recorded})
}

// keep keeps a request that is later than all others, and lets go of those that are too old or too many.
func (a *asked) keep(d done) {
	if a.byKey == nil {
		a.byKey = make(map[string]done)
	}
	a.byKey[d.tag.key] = d
	a.order = append(a.order, d)
	for len(a.order) > onceMost || d.recorded.Sub(a.order[0].recorded) >= onceHolds {
		if first := a.order[0]; a.byKey[first.tag.key] == first {
			delete(a.byKey, first.tag.key)
		}
		a.order = a.order[1:]
	}
}

// find is the position of the entry that the request made.
func (a *asked) find(t tag, now time.Time) (position int64, again bool, err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	was, found := a.byKey[t.key]
	if !found || now.Sub(was.recorded) >= onceHolds {
		return 0, false, nil
	}
	return was.tag.answer(t, was.position)
}

// read reads the requests of the last day from the history, at the first request with a name: those done before the program
// was started. The ones done since were noted.
func (a *asked) read(ctx context.Context, s *space) error {
	a.reading.Lock()
	defer a.reading.Unlock()
	if a.isWhole() {
		return nil
	}
	since := s.e.opt.Clock().Add(-onceHolds)
	var old []done // newest first
	for e, err := range s.e.store.Entries(ctx, s.name, ledger.Query{Last: true}) {
		if err != nil {
			return err
		}
		if e.Recorded.Before(since) || len(old) == onceMost {
			break
		}
		if t, ok := tagOf(&e); ok {
			old = append(old, done{t, e.Position, e.Recorded})
		}
	}
	a.complete(old)
	return nil
}

func (a *asked) isWhole() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.whole
}

// complete puts the older requests, newest first, before those that were noted.
func (a *asked) complete(old []done) {
	a.mu.Lock()
	defer a.mu.Unlock()
	noted := a.order
	a.byKey, a.order, a.whole = nil, nil, true
	slices.Reverse(old)
	for _, d := range append(old, noted...) {
		if n := len(a.order); n == 0 || d.position > a.order[n-1].position {
			a.keep(d)
		}
	}
}
