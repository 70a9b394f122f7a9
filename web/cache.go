package web

import (
	"bytes"
	"compress/gzip"
	"container/list"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/a-h/templ"

	"throughline/access"
	"throughline/account"
	"throughline/fault"
)

// pageKey is all a whole page is a function of, besides the program.
type pageKey struct {
	workspace string
	prefix    string // of the addresses on it
	places    string // the other workspaces that its frame names
	position  int64  // of the last change
	day       int32
	address   string
	viewer    access.Viewer
	label     string // what the frame calls who looks
	actor     string // the name of their changes
	signedIn  bool
	manages   bool       // the server
	account   account.ID // what they follow is theirs alone
	turn      int64      // of what they follow, and of how far they have looked
}

// rendered is a page ready to be sent. It is kept compressed, because nearly all who ask read that.
type rendered struct {
	small  []byte
	length int // of the page as it is read, in bytes
	tag    string
	missed bool // something of it follows, so that it is kept only until more has become ready
}

// press renders pages and makes them small. One serves page after page, because it is large itself.
type press struct {
	plain, small bytes.Buffer
	z            *gzip.Writer
}

func newPress() any {
	z, err := gzip.NewWriterLevel(nil, gzip.BestSpeed)
	if err != nil {
		panic(err) // the level is one
	}
	return &press{z: z}
}

// render is the page that a component makes, with its addresses placed.
func (p *press) render(ctx context.Context, c templ.Component, placed func([]byte) []byte) (*rendered, error) {
	p.plain.Reset()
	if err := c.Render(ctx, &p.plain); err != nil {
		return nil, err
	}
	return p.rendered(placed(p.plain.Bytes()))
}

// rendered is the page of a body, of which it keeps nothing.
func (p *press) rendered(body []byte) (*rendered, error) {
	p.small.Reset()
	p.z.Reset(&p.small)
	if _, err := p.z.Write(body); err != nil {
		return nil, err
	}
	if err := p.z.Close(); err != nil {
		return nil, err
	}
	sum := sha256.Sum256(body)
	return &rendered{small: bytes.Clone(p.small.Bytes()), length: len(body), tag: `"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`}, nil
}

// send answers with the page, or that the reader has it already.
func (p *rendered) send(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "private, no-cache") // keep it for who asked, but ask each time
	h.Set("Vary", "Accept-Encoding, Authorization, Cookie")
	h.Set("ETag", p.tag)
	if strings.Contains(r.Header.Get("If-None-Match"), p.tag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	if readsGzip(r.Header.Get("Accept-Encoding")) {
		h.Set("Content-Encoding", "gzip")
		h.Set("Content-Length", strconv.Itoa(len(p.small)))
		if r.Method != http.MethodHead {
			_, _ = w.Write(p.small) // the reader may be gone; nothing is left to tell
		}
		return
	}
	h.Set("Content-Length", strconv.Itoa(p.length))
	if r.Method != http.MethodHead {
		_ = p.plain(w) // the same
	}
}

// plain writes the page as it is read.
func (p *rendered) plain(w io.Writer) error {
	z, err := gzip.NewReader(bytes.NewReader(p.small))
	if err != nil {
		return err
	}
	_, err = io.Copy(w, z)
	return err
}

// readsGzip reports whether an Accept-Encoding names gzip and does not refuse it.
func readsGzip(accept string) bool {
	for one := range strings.SplitSeq(accept, ",") {
		name, weight, _ := strings.Cut(one, ";")
		if strings.EqualFold(strings.TrimSpace(name), "gzip") {
			_, q, weighed := strings.Cut(weight, "=")
			return !weighed || strings.Trim(q, " 0.") != ""
		}
	}
	return false
}

// pageCache keeps rendered pages up to a number of bytes as they are kept, dropping the one used longest ago. A page
// that many ask for at once is rendered once.
type pageCache struct {
	presses sync.Pool // of *press

	mu    sync.Mutex // guards all below
	limit int
	bytes int
	byKey map[pageKey]*list.Element
	order *list.List // of *pageEntry, newest use first
}

type pageEntry struct {
	key   pageKey
	ready int64
	done  chan struct{} // closed when page and err are set
	page  *rendered
	err   error
	size  int // the bytes counted for it, 0 while it is under way; guarded by the cache
}

// outdated reports whether more of the page is ready now. The caller holds the cache's mu.
func (e *pageEntry) outdated(ready int64) bool {
	return e.size > 0 && e.page.missed && e.ready != ready
}

func newPageCache(limit int) *pageCache {
	return &pageCache{presses: sync.Pool{New: newPress}, limit: limit, byKey: make(map[pageKey]*list.Element), order: list.New()}
}

// page is the kept page of the key, or the one that render makes; ready is what pages of which something
// follows depend on too (see engine.State).
func (c *pageCache) page(ctx context.Context, key pageKey, ready int64, render func() (*rendered, error)) (*rendered, error) {
	e, mine := c.claim(key, ready)
	if mine {
		c.fill(e, render)
	}
	select {
	case <-e.done:
		return e.page, e.err
	default:
	}
	select {
	case <-e.done:
		return e.page, e.err
	case <-ctx.Done():
		return nil, fault.Wrap(ctx.Err(), fault.Cancelled, "the page was not waited for", "Load it again")
	}
}

func (c *pageCache) claim(key pageKey, ready int64) (e *pageEntry, mine bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if el, found := c.byKey[key]; found {
		if e = el.Value.(*pageEntry); !e.outdated(ready) {
			c.order.MoveToFront(el)
			return e, false
		}
		c.drop(el)
	}
	e = &pageEntry{key: key, ready: ready, done: make(chan struct{})}
	c.byKey[key] = c.order.PushFront(e)
	return e, true
}

// fill renders the page. A failure is told to all who wait and not kept.
func (c *pageCache) fill(e *pageEntry, render func() (*rendered, error)) {
	defer close(e.done)
	defer func() {
		if p := recover(); p != nil {
			e.err = fmt.Errorf("render %s: %v", e.key.address, p)
			c.settle(e)
			panic(p)
		}
		c.settle(e)
	}()
	e.page, e.err = render()
}

// settle counts the page, or drops it when it failed, and makes room. What is under way stays: others
// wait for it, and it is not counted yet.
func (c *pageCache) settle(e *pageEntry) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e.err != nil {
		c.drop(c.byKey[e.key])
		return
	}
	e.size = len(e.page.small)
	c.bytes += e.size
	for el := c.order.Back(); el != nil && c.bytes > c.limit; {
		older := el
		el = el.Prev()
		if old := older.Value.(*pageEntry); old != e && old.size > 0 {
			c.drop(older)
		}
	}
}

func (c *pageCache) drop(el *list.Element) {
	e := el.Value.(*pageEntry)
	delete(c.byKey, e.key)
	c.order.Remove(el)
	c.bytes -= e.size
}
