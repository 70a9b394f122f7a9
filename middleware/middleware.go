package middleware

import (
	"log/slog"
	"net"
	"net/http"
	"runtime/debug"
	"strings"
	"time"
)

// Middleware wraps a handler.
type Middleware func(http.Handler) http.Handler

// Chain wraps the handler so that the first middleware sees a request first.
func Chain(h http.Handler, list ...Middleware) http.Handler {
	for i := len(list) - 1; i >= 0; i-- {
		h = list[i](h)
	}
	return h
}

// policy lets a page use nothing but what this server sends, and nobody frame it.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
	"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// Headers sets what keeps a browser safe on every answer.
func Headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		next.ServeHTTP(w, r)
	})
}

// Local refuses requests that name another host than this machine, so that a page from elsewhere
// cannot reach the server by pointing a name of its own at it.
func Local(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !loopback(r.Host) {
			http.Error(w, "This server answers only to localhost. Open it by the address it printed.", http.StatusMisdirectedRequest)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// Secure tells browsers to speak nothing but https with this host, for a year.
func Secure(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Strict-Transport-Security", "max-age=31536000")
		next.ServeHTTP(w, r)
	})
}

func loopback(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.Trim(host, "[]")
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// Recover answers with the failure page when a handler panics, and logs where. An answer that was begun
// already is broken off instead, so that nobody takes half of it for the whole.
func Recover(log *slog.Logger, failure []byte) Middleware {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			c := &counted{ResponseWriter: w}
			defer func() {
				p := recover()
				if p == nil {
					return
				}
				if p == http.ErrAbortHandler {
					panic(p)
				}
				log.Error("a page failed", "path", r.URL.Path, "panic", p, "stack", string(debug.Stack()))
				if c.status != 0 {
					panic(http.ErrAbortHandler)
				}
				w.Header().Set("Content-Type", "text/html; charset=utf-8")
				w.Header().Set("Cache-Control", "no-store")
				w.WriteHeader(http.StatusInternalServerError)
				_, _ = w.Write(failure) // the reader may be gone; nothing is left to tell
			}()
			next.ServeHTTP(c, r)
		})
	}
}

// Log writes one line for each request: at debug level; at info level for each that was refused because somebody may not, or asks too
// often; and at error level for each that failed.
func Log(log *slog.Logger, now func() time.Time) Middleware {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			start := now()
			c := &counted{ResponseWriter: w}
			next.ServeHTTP(c, r)
			c.begin(http.StatusOK) // nothing written is an empty answer
			level := slog.LevelDebug
			switch {
			case c.status >= http.StatusInternalServerError && r.Context().Err() == nil: // who left is told nothing
				level = slog.LevelError
			case c.status == http.StatusForbidden, c.status == http.StatusTooManyRequests:
				level = slog.LevelInfo
			}
			log.Log(r.Context(), level, "request", "method", r.Method, "path", r.URL.Path, "status", c.status, "took", now().Sub(start))
		})
	}
}

// counted remembers the status of an answer, 0 until it is begun.
type counted struct {
	http.ResponseWriter
	status int
}

func (c *counted) begin(status int) {
	if c.status == 0 {
		c.status = status
	}
}

// WriteHeader remembers the status.
func (c *counted) WriteHeader(status int) {
	c.begin(status)
	c.ResponseWriter.WriteHeader(status)
}

// Write remembers that the answer was begun.
func (c *counted) Write(b []byte) (int, error) {
	c.begin(http.StatusOK)
	return c.ResponseWriter.Write(b)
}

// FlushError remembers that the answer was begun, and sends what is written so far.
func (c *counted) FlushError() error {
	c.begin(http.StatusOK)
	return http.NewResponseController(c.ResponseWriter).Flush()
}

// Unwrap lets http.ResponseController reach the writer below.
func (c *counted) Unwrap() http.ResponseWriter { return c.ResponseWriter }
