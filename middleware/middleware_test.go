package middleware

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"throughline/fault"
)

// answers is a handler that writes the text.
func answers(text string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, text) })
}

// ask sends one request through the handler.
func ask(h http.Handler, method, host, path string) *http.Response {
	r := httptest.NewRequest(method, "http://"+host+path, nil)
	r.Host = host
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, r *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestChainPassesTheFirstFirst(t *testing.T) {
	mark := func(name string) Middleware {
		return func(next http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				fmt.Fprint(w, name+" ")
				next.ServeHTTP(w, r)
			})
		}
	}
	got := body(t, ask(Chain(answers("page"), mark("one"), mark("two"), mark("three")), "GET", "localhost", "/"))
	if got != "one two three page" {
		t.Errorf("passed %q", got)
	}
	if got := body(t, ask(Chain(answers("page")), "GET", "localhost", "/")); got != "page" {
		t.Errorf("without any: %q", got)
	}
}

func TestHeadersKeepABrowserSafe(t *testing.T) {
	h := ask(Headers(answers("page")), "GET", "localhost", "/").Header
	for name, want := range map[string]string{
		"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin",
		"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
	} {
		if got := h.Get(name); got != want {
			t.Errorf("%s = %q, want %q", name, got, want)
		}
	}
	directives := make(map[string]string)
	for d := range strings.SplitSeq(h.Get("Content-Security-Policy"), ";") {
		name, value, _ := strings.Cut(strings.TrimSpace(d), " ")
		directives[name] = value
	}
	for name, want := range map[string]string{
		"default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "base-uri": "'none'", "frame-ancestors": "'none'", "form-action": "'self'",
	} {
		if directives[name] != want {
			t.Errorf("the policy allows %s %s, want %s", name, directives[name], want)
		}
	}
	for _, loose := range []string{"unsafe-inline", "unsafe-eval", "*", "http:", "https:"} {
		if strings.Contains(h.Get("Content-Security-Policy"), loose) {
			t.Errorf("the policy is loose: %s", loose)
		}
	}
}

func TestOnlyThisMachineIsAnswered(t *testing.T) {
	for host, ours := range map[string]bool{
		"localhost": true, "localhost:7070": true, "LocalHost:7070": true, "127.0.0.1": true, "127.0.0.1:7070": true, "127.8.9.1:80": true,
		"[::1]": true, "[::1]:7070": true,
		"example.org": false, "example.org:7070": false, "10.0.0.7:7070": false, "192.168.1.2": false, "0.0.0.0:7070": false,
		"localhost.example.org": false, "127.0.0.1.example.org": false, "evil-localhost": false, "": false, ":7070": false,
		"[fe80::1]:7070": false, "[::]:7070": false, "2130706433": false,
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.Host = host
		w := httptest.NewRecorder()
		Local(answers("page")).ServeHTTP(w, r)
		if got := w.Code == http.StatusOK; got != ours {
			t.Errorf("%q: answered %v, want %v", host, got, ours)
		}
		if !ours && (w.Code != http.StatusMisdirectedRequest || strings.Contains(w.Body.String(), "page")) {
			t.Errorf("%q: %d %s", host, w.Code, w.Body)
		}
	}
}

func TestSecureKeepsBrowsersToHTTPS(t *testing.T) {
	if got := ask(Secure(answers("page")), "GET", "example.org", "/"); got.Header.Get("Strict-Transport-Security") != "max-age=31536000" || body(t, got) != "page" {
		t.Errorf("the headers are %v", got.Header)
	}
}

func TestAPanicBecomesThePageOfLastResort(t *testing.T) {
	var log bytes.Buffer
	h := Recover(slog.New(slog.NewTextHandler(&log, nil)), []byte("<h1>Something went wrong</h1>"))(
		http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("index out of range") }))
	got := ask(h, "GET", "localhost", "/units/core")
	if got.StatusCode != http.StatusInternalServerError || body(t, got) != "<h1>Something went wrong</h1>" {
		t.Errorf("answered %d", got.StatusCode)
	}
	if got.Header.Get("Content-Type") != "text/html; charset=utf-8" || got.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("headers %v", got.Header)
	}
	for _, want := range []string{"index out of range", "/units/core", "middleware_test.go"} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("the log does not say %s: %s", want, log.String())
		}
	}
}

func TestAPanicInTheMiddleOfAnAnswerBreaksItOff(t *testing.T) {
	for name, begin := range map[string]func(http.ResponseWriter){
		"written":   func(w http.ResponseWriter) { fmt.Fprint(w, "half a page") },
		"announced": func(w http.ResponseWriter) { w.WriteHeader(http.StatusOK) },
		"streamed":  func(w http.ResponseWriter) { _ = http.NewResponseController(w).Flush() },
	} {
		t.Run(name, func(t *testing.T) {
			var log bytes.Buffer
			h := Recover(slog.New(slog.NewTextHandler(&log, nil)), []byte("<h1>Something went wrong</h1>"))(
				http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { begin(w); panic("lost") }))
			w := httptest.NewRecorder()
			func() {
				defer func() {
					if p := recover(); p != http.ErrAbortHandler {
						t.Errorf("panic = %v, want that the connection is broken off", p)
					}
				}()
				h.ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
			}()
			if strings.Contains(w.Body.String(), "went wrong") {
				t.Errorf("a second page is put behind half of the first: %s", w.Body)
			}
			if !strings.Contains(log.String(), "lost") {
				t.Error("the log does not tell")
			}
		})
	}
}

func TestAHandlerMayBreakOffOnPurpose(t *testing.T) {
	var log bytes.Buffer
	h := Recover(slog.New(slog.NewTextHandler(&log, nil)), nil)(
		http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }))
	defer func() {
		if p := recover(); p != http.ErrAbortHandler || log.Len() > 0 {
			t.Errorf("panic = %v, log %q", p, log.String())
		}
	}()
	ask(h, "GET", "localhost", "/")
}

func TestLogWritesOneLineForEachRequest(t *testing.T) {
	now := time.Date(2026, 9, 24, 6, 0, 0, 0, time.UTC)
	clock := func() time.Time { now = now.Add(3 * time.Millisecond); return now }
	for _, c := range []struct {
		status int
		says   []string
	}{
		{0, []string{"level=DEBUG", "status=200", "method=GET", "path=/units", "took=3ms"}},
		{http.StatusNotModified, []string{"level=DEBUG", "status=304"}},
		{http.StatusNotFound, []string{"level=DEBUG", "status=404"}},
		{http.StatusForbidden, []string{"level=INFO", "status=403"}},
		{http.StatusTooManyRequests, []string{"level=INFO", "status=429"}},
		{http.StatusInternalServerError, []string{"level=ERROR", "status=500"}},
		{http.StatusServiceUnavailable, []string{"level=ERROR", "status=503"}},
	} {
		var log bytes.Buffer
		h := Log(slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})), clock)(
			http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				if c.status != 0 {
					w.WriteHeader(c.status)
				}
			}))
		ask(h, "GET", "localhost", "/units?secret=1")
		for _, want := range c.says {
			if !strings.Contains(log.String(), want) {
				t.Errorf("%d: the log lacks %s: %s", c.status, want, log.String())
			}
		}
		if strings.Count(log.String(), "\n") != 1 || strings.Contains(log.String(), "secret") {
			t.Errorf("%d: %s", c.status, log.String())
		}
	}
}

// Who left before the answer was there is not told of an error, and nobody has to look into one.
func TestLogIsQuietOfWhoLeft(t *testing.T) {
	var log bytes.Buffer
	h := Log(slog.New(slog.NewTextHandler(&log, nil)), time.Now)(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusInternalServerError)
	}))
	ctx, leave := context.WithCancel(t.Context())
	leave()
	h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(ctx, "GET", "/", nil))
	if log.Len() > 0 {
		t.Error(log.String())
	}
}

func TestStreamsReachTheConnectionThroughTheChain(t *testing.T) {
	quiet := slog.New(slog.DiscardHandler)
	h := Chain(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if err := http.NewResponseController(w).Flush(); err != nil {
			t.Errorf("Flush: %v", err)
		}
	}), Log(quiet, time.Now), Recover(quiet, nil), Headers, Local, Secure)
	w := httptest.NewRecorder()
	r := httptest.NewRequest("GET", "/", nil)
	r.Host = "localhost"
	h.ServeHTTP(w, r)
	if !w.Flushed {
		t.Error("nothing was flushed")
	}
}

func TestEveryKindOfFaultHasAStatus(t *testing.T) {
	for k, want := range map[fault.Kind]int{
		fault.Invalid: 400, fault.NotFound: 404, fault.Denied: 403, fault.Conflict: 409, fault.InUse: 409, fault.ReadOnly: 500, fault.Full: 507,
		fault.Corrupt: 500, fault.Newer: 500, fault.Unavailable: 503, fault.Cancelled: 503, fault.TooMany: 429, fault.Internal: 500, "": 500,
	} {
		if got := Status(k); got != want {
			t.Errorf("Status(%q) = %d, want %d", k, got, want)
		}
	}
}

func TestWhenToAskAgain(t *testing.T) {
	often := fault.New(fault.TooMany, "you ask too often", "Wait")
	for wait, want := range map[time.Duration]string{0: "", time.Millisecond: "1", time.Second: "1", 1001 * time.Millisecond: "2", time.Minute: "60"} {
		h := make(http.Header)
		RetryAfter(h, fmt.Errorf("a page: %w", often.WithWait(wait)))
		if got := h.Get("Retry-After"); got != want {
			t.Errorf("after %s it says %q, want %q", wait, got, want)
		}
	}
	h := make(http.Header)
	RetryAfter(h, nil)
	if len(h) > 0 || often.Wait != 0 || Status(fault.TooMany) != http.StatusTooManyRequests {
		t.Errorf("without an error it says %v, or the fault itself was changed", h)
	}
}
