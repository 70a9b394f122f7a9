package web

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"pgregory.net/rapid"

	"throughline/access"
	"throughline/fault"
)

func made(t testing.TB, text string) *rendered {
	t.Helper()
	p, err := newPress().(*press).rendered([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// read is the page as somebody reads it.
func read(t testing.TB, p *rendered) string {
	t.Helper()
	var b strings.Builder
	if err := p.plain(&b); err != nil {
		t.Error(err)
	}
	return b.String()
}

// noise is a text of so many bytes that cannot be made smaller.
func noise(n int) string {
	b := make([]byte, n)
	_, _ = rand.NewChaCha8([32]byte{}).Read(b) // never fails
	return string(b)
}

// sent is the answer to a request for the page.
func sent(p *rendered, method string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "/", nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	p.send(w, r)
	return w
}

func TestAPageIsSentWhole(t *testing.T) {
	text := strings.Repeat("<p>Where we stand</p>", 200)
	p := made(t, text)
	w := sent(p, "GET")
	if w.Code != http.StatusOK || w.Body.String() != text || w.Header().Get("Content-Encoding") != "" {
		t.Errorf("plain: %d with %d bytes", w.Code, w.Body.Len())
	}
	if got := w.Header().Get("Content-Length"); got != strconv.Itoa(len(text)) {
		t.Errorf("Content-Length = %s, want %d", got, len(text))
	}
	if h := w.Header(); h.Get("Content-Type") != "text/html; charset=utf-8" || h.Get("Cache-Control") != "private, no-cache" || h.Get("Vary") != "Accept-Encoding, Authorization, Cookie" || h.Get("ETag") == "" {
		t.Errorf("headers %v", h)
	}
}

func TestAPageIsSentSmallToWhoCanReadThat(t *testing.T) {
	text := strings.Repeat("<p>Where we stand</p>", 200)
	p := made(t, text)
	for accept, small := range map[string]bool{
		"gzip": true, "gzip, deflate, br": true, "br;q=1.0, gzip;q=0.8": true, "GZIP": true,
		"": false, "identity": false, "br": false, "gzip;q=0": false, "br, gzip; q=0.0": false,
	} {
		w := sent(p, "GET", "Accept-Encoding", accept)
		body := w.Body.Bytes()
		if got := w.Header().Get("Content-Encoding") == "gzip"; got != small {
			t.Errorf("%q: compressed %v, want %v", accept, got, small)
			continue
		}
		if w.Header().Get("Content-Length") != strconv.Itoa(len(body)) {
			t.Errorf("%q: length %s for %d bytes", accept, w.Header().Get("Content-Length"), len(body))
		}
		if small {
			if len(body) >= len(text)/4 {
				t.Errorf("%d bytes are not small", len(body))
			}
			body = unzip(t, body)
		}
		if string(body) != text {
			t.Errorf("%q: another page came", accept)
		}
	}
}

func unzip(t *testing.T, b []byte) []byte {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return plain
}

func TestWhoHasThePageIsToldSo(t *testing.T) {
	p, other := made(t, "page"), made(t, "another page")
	if p.tag == other.tag || p.tag != made(t, "page").tag {
		t.Errorf("tags %s and %s", p.tag, other.tag)
	}
	for has, not := range map[string]bool{p.tag: true, `"x", ` + p.tag: true, "W/" + p.tag: true, other.tag: false, `""`: false} {
		w := sent(p, "GET", "If-None-Match", has, "Accept-Encoding", "gzip")
		if got := w.Code == http.StatusNotModified; got != not {
			t.Errorf("%s: %d", has, w.Code)
		}
		if not && (w.Body.Len() > 0 || w.Header().Get("ETag") != p.tag || w.Header().Get("Content-Encoding") != "") {
			t.Errorf("%s: %d bytes, headers %v", has, w.Body.Len(), w.Header())
		}
	}
}

func TestHeadIsWithoutABody(t *testing.T) {
	w := sent(made(t, "page"), "HEAD")
	if w.Code != http.StatusOK || w.Body.Len() > 0 || w.Header().Get("Content-Length") != "4" {
		t.Errorf("HEAD: %d, %d bytes, length %s", w.Code, w.Body.Len(), w.Header().Get("Content-Length"))
	}
}

func key(n int) pageKey { return pageKey{address: fmt.Sprint(n)} }

// get asks the cache for the page of the key, rendered as so many letters when it is not kept.
func get(t testing.TB, c *pageCache, k pageKey, render func() (*rendered, error)) *rendered {
	t.Helper()
	p, err := c.page(t.Context(), k, 0, render)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestAKeptPageIsNotRenderedAgain(t *testing.T) {
	c := newPageCache(1 << 20)
	runs := 0
	render := func() (*rendered, error) { runs++; return made(t, "page"), nil }
	key := pageKey{position: 1, day: 2, address: "/", viewer: access.Viewer{Role: access.Reader}, label: "Ana"}
	first := get(t, c, key, render)
	if get(t, c, key, render) != first || runs != 1 {
		t.Errorf("rendered %d times", runs)
	}
	for _, other := range []func(*pageKey){
		func(k *pageKey) { k.position = 2 }, func(k *pageKey) { k.day = 3 }, func(k *pageKey) { k.address = "/drift" },
		func(k *pageKey) { k.viewer.Role = access.Owner }, func(k *pageKey) { k.viewer.Person = "ana" }, func(k *pageKey) { k.label = "Ben" },
		func(k *pageKey) { k.signedIn = true },
	} {
		k := key
		other(&k)
		if get(t, c, k, render) == first {
			t.Errorf("%+v is shown the page of another", k)
		}
	}
}

func TestAPageOfWhichSomethingFollowsIsKeptUntilMoreIsReady(t *testing.T) {
	c := newPageCache(1 << 20)
	runs := 0
	show := func(ready int64, missed bool) string {
		t.Helper()
		p, err := c.page(t.Context(), key(1), ready, func() (*rendered, error) {
			runs++
			p := made(t, fmt.Sprint("page ", runs))
			p.missed = missed
			return p, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return read(t, p)
	}
	for _, step := range []struct {
		ready  int64
		missed bool
		want   string
	}{
		{5, true, "page 1"}, {5, true, "page 1"}, // nothing more is ready
		{6, true, "page 2"},                        // more, but not all
		{7, false, "page 3"}, {8, false, "page 3"}, // whole: what becomes ready later is of other pages
	} {
		if got := show(step.ready, step.missed); got != step.want {
			t.Errorf("ready %d: %s, want %s", step.ready, got, step.want)
		}
	}
	if want := len(get(t, c, key(1), nil).small); c.bytes != want {
		t.Errorf("%d bytes are counted, want those of the last page, %d", c.bytes, want)
	}
}

func TestAPageThatManyAskForIsRenderedOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newPageCache(1 << 20)
		release := make(chan struct{})
		var mu sync.Mutex
		runs := 0
		var group sync.WaitGroup
		for range 50 {
			group.Go(func() {
				p, err := c.page(t.Context(), key(1), 0, func() (*rendered, error) {
					mu.Lock()
					runs++
					mu.Unlock()
					<-release
					return made(t, "page"), nil
				})
				if err != nil {
					t.Error(err)
				} else if got := read(t, p); got != "page" {
					t.Errorf("page = %q", got)
				}
			})
		}
		synctest.Wait()
		close(release)
		group.Wait()
		if runs != 1 {
			t.Errorf("rendered %d times", runs)
		}
	})
}

func TestAFailureIsToldToAllAndNotKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newPageCache(1 << 20)
		release, failure := make(chan struct{}), errors.New("no such unit")
		results := make(chan error, 3)
		for range 3 {
			go func() {
				_, err := c.page(t.Context(), key(1), 0, func() (*rendered, error) { <-release; return nil, failure })
				results <- err
			}()
		}
		synctest.Wait()
		close(release)
		for range 3 {
			if err := <-results; !errors.Is(err, failure) {
				t.Errorf("err = %v", err)
			}
		}
		if get(t, c, key(1), func() (*rendered, error) { return made(t, "page"), nil }) == nil || c.bytes == 0 {
			t.Error("the failure was kept")
		}
	})
}

func TestAPanicIsToldToWhoWaitsAndNotKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newPageCache(1 << 20)
		release := make(chan struct{})
		panics, waits := make(chan any, 1), make(chan error, 1)
		go func() {
			defer func() { panics <- recover() }()
			_, _ = c.page(t.Context(), key(1), 0, func() (*rendered, error) { <-release; panic("nil pointer") })
		}()
		synctest.Wait()
		go func() {
			_, err := c.page(t.Context(), key(1), 0, func() (*rendered, error) { return made(t, "page"), nil })
			waits <- err
		}()
		synctest.Wait()
		close(release)
		if p := <-panics; p != "nil pointer" {
			t.Errorf("panic = %v", p)
		}
		if err := <-waits; err == nil || fault.Of(err) != nil {
			t.Errorf("who waited: %v, want an internal error", err)
		}
		get(t, c, key(1), func() (*rendered, error) { return made(t, "page"), nil })
	})
}

func TestWaitingForAPageCanBeCalledOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newPageCache(1 << 20)
		release, ready := make(chan struct{}), make(chan *rendered, 1)
		go func() {
			ready <- get(t, c, key(1), func() (*rendered, error) { <-release; return made(t, "page"), nil })
		}()
		synctest.Wait()
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := c.page(ctx, key(1), 0, nil); !fault.Is(err, fault.Cancelled) {
			t.Errorf("err = %v", err)
		}
		close(release)
		if p := <-ready; p == nil {
			t.Error("the page was lost for the other")
		}
		for range 20 { // what is there is given, however impatient the reader
			if _, err := c.page(ctx, key(1), 0, nil); err != nil {
				t.Fatalf("a kept page is refused: %v", err)
			}
		}
	})
}

func TestPagesUsedLongestAgoAreDropped(t *testing.T) {
	size := len(made(t, strings.Repeat("x", 1000)).small)
	c := newPageCache(3 * size)
	var ran []int
	ask := func(n int) {
		get(t, c, key(n), func() (*rendered, error) { ran = append(ran, n); return made(t, strings.Repeat("x", 1000)), nil })
	}
	for _, n := range []int{1, 2, 3, 1, 4, 1, 3, 2} { // 4 pushes 2 out, 2 pushes 4 out
		ask(n)
	}
	if fmt.Sprint(ran) != "[1 2 3 4 2]" || c.bytes != 3*size {
		t.Errorf("rendered %v, %d bytes kept, want %d", ran, c.bytes, 3*size)
	}
}

func TestAPageLargerThanTheCacheIsStillShown(t *testing.T) {
	c := newPageCache(10)
	p := get(t, c, key(1), func() (*rendered, error) { return made(t, strings.Repeat("x", 1000)), nil })
	if len(read(t, p)) != 1000 {
		t.Error("another page came")
	}
	get(t, c, key(2), func() (*rendered, error) { return made(t, "small"), nil })
	if c.order.Len() != 1 || len(c.byKey) != 1 {
		t.Errorf("%d pages are kept, want the newest", c.order.Len())
	}
}

func TestAPageUnderWayIsNotDropped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newPageCache(2000)
		release, ready := make(chan struct{}), make(chan *rendered, 1)
		go func() {
			ready <- get(t, c, key(0), func() (*rendered, error) { <-release; return made(t, "slow"), nil })
		}()
		synctest.Wait()
		for n := range 20 { // far more than there is room for
			get(t, c, key(n+1), func() (*rendered, error) { return made(t, noise(900)), nil })
		}
		close(release)
		p := <-ready
		if get(t, c, key(0), func() (*rendered, error) { t.Error("rendered a second time"); return made(t, "slow"), nil }) != p {
			t.Error("another page came")
		}
		if got := counted(c); got != c.bytes {
			t.Errorf("%d bytes are counted, %d are kept", c.bytes, got)
		}
	})
}

// counted is the bytes of all that is kept.
func counted(c *pageCache) int {
	n := 0
	for el := c.order.Front(); el != nil; el = el.Next() {
		if p := el.Value.(*pageEntry).page; p != nil {
			n += len(p.small)
		}
	}
	return n
}

func TestTheBytesKeptAreThoseCounted(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		limit := rapid.IntRange(0, 3000).Draw(rt, "limit")
		c := newPageCache(limit)
		for range rapid.IntRange(1, 40).Draw(rt, "asks") {
			size := rapid.IntRange(0, 1500).Draw(rt, "size")
			fails := rapid.IntRange(0, 4).Draw(rt, "fails") == 0
			_, err := c.page(t.Context(), key(rapid.IntRange(0, 9).Draw(rt, "page")), 0, func() (*rendered, error) {
				if fails {
					return nil, errors.New("no")
				}
				return newPress().(*press).rendered([]byte(noise(size)))
			})
			if err != nil && !fails {
				rt.Fatal(err)
			}
			if got := counted(c); got != c.bytes || len(c.byKey) != c.order.Len() || got > limit && c.order.Len() > 1 {
				rt.Fatalf("%d bytes counted, %d kept in %d pages, at most %d", c.bytes, got, c.order.Len(), limit)
			}
		}
	})
}
