package live

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
)

// line is how words reach a page.
type line interface {
	say(words string) bool // never waits long; false when they do not arrive
	wait()                 // until the reader has left or the line ends
	end()
}

// patience is how long words may take to be sent. They are few: who takes none of them for so long has left.
const patience = time.Second

// taken is a connection that was taken from the HTTP server: all that is left of the request.
type taken struct{ net.Conn }

// errNotTaken says that a connection stays with the server.
var errNotTaken = errors.New("a connection that carries several requests cannot be taken")

// take takes the connection, and begins the answer.
func take(w http.ResponseWriter, r *http.Request) (line, error) {
	if r.ProtoMajor != 1 {
		return nil, errNotTaken
	}
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return nil, err
	}
	t := taken{conn}
	t.begin(w.Header())
	return t, nil
}

// begin sends the head of the answer. What goes wrong is noticed by the next words.
func (t taken) begin(h http.Header) {
	var head strings.Builder
	head.WriteString("HTTP/1.1 200 OK\r\nConnection: close\r\nDate: " + time.Now().UTC().Format(http.TimeFormat) + "\r\n")
	_ = h.Write(&head) // to memory
	head.WriteString("\r\n")
	_ = t.SetReadDeadline(time.Time{}) // a stream has no end
	t.say(head.String())
}

func (t taken) say(words string) bool {
	if err := t.SetWriteDeadline(time.Now().Add(patience)); err != nil {
		return false
	}
	_, err := io.WriteString(t, words)
	return err == nil
}

// wait reads: a browser sends nothing more, so that what comes is the end.
func (t taken) wait() {
	var b [1]byte
	_, _ = t.Read(b[:])
}

func (t taken) end() { _ = t.Close() }

// held is a request whose handler stays, and sends what it is given.
type held struct {
	w     http.ResponseWriter
	out   *http.ResponseController
	ctx   context.Context
	words chan string
	leave context.CancelFunc
}

// mostHeld is how many words a handler may be behind. Who takes so few has left, or comes again.
const mostHeld = 16

func hold(w http.ResponseWriter, r *http.Request) line {
	h := &held{w: w, out: http.NewResponseController(w), words: make(chan string, mostHeld)}
	h.ctx, h.leave = context.WithCancel(r.Context())
	return h
}

func (h *held) say(words string) bool {
	select {
	case h.words <- words:
		return true
	default:
		return false
	}
}

func (h *held) wait() {
	defer h.leave()
	for {
		select {
		case words := <-h.words:
			if !h.send(words) {
				return
			}
		case <-h.ctx.Done():
			return
		}
	}
}

func (h *held) send(words string) bool {
	_ = h.out.SetWriteDeadline(time.Now().Add(patience)) // where there is none, the server's own holds, and the browser comes again
	_, err := io.WriteString(h.w, words)
	sent := err == nil && h.out.Flush() == nil
	_ = h.out.SetWriteDeadline(time.Time{}) // a stream has no end, and may be silent
	return sent
}

func (h *held) end() { h.leave() }
