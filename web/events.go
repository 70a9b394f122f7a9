package web

import (
	"fmt"
	"net/http"
	"time"
)

// eventsPath is where pages hear of what moves.
const eventsPath = "/events"

// Open pages ask for themselves again when something moved. With very many open they are told one after another, so that
// those who wait for a page they asked for come first: so many a second, and so many at once.
const (
	toldEachSecond = 60
	toldAtOnce     = 30
)

// heartbeat is how often a silent stream says that it is alive, so that proxies keep it open.
const heartbeat = 20 * time.Second

// events streams what pages depend on: once at the start and each time it moves, what moves meanwhile as one. It ends, and does not begin,
// while what other processes change cannot be followed: then pages say that they are not live.
func (s *Server) events(w http.ResponseWriter, r *http.Request) {
	if _, err := s.who(r); err != nil {
		s.refuse(w, r, err)
		return
	}
	state, moved, err := s.engine.Watch(r.Context(), s.workspace)
	if err != nil {
		http.Error(w, "the data cannot be followed", http.StatusServiceUnavailable)
		return
	}
	out := http.NewResponseController(w)
	_ = out.SetWriteDeadline(time.Time{}) // a stream has no end; where it cannot be lifted the browser connects again
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for err == nil {
		if _, err := fmt.Fprintf(w, "event: head\ndata: %s\n\n", state); err != nil {
			return
		}
		if !s.quiet(w, r, out, moved, beat.C) {
			return
		}
		state, moved, err = s.engine.Watch(r.Context(), s.workspace)
	}
}

// quiet waits until the ledger moved and it is this page's turn to hear of it; it is false when the reader left.
func (s *Server) quiet(w http.ResponseWriter, r *http.Request, out *http.ResponseController, moved <-chan struct{}, beat <-chan time.Time) bool {
	var turn <-chan time.Time
	for {
		if err := out.Flush(); err != nil {
			return false
		}
		select {
		case <-moved:
			moved, turn = nil, time.After(s.telling.Reserve().Delay())
		case <-turn:
			return true
		case <-beat:
			if _, err := s.who(r); err != nil { // signed out meanwhile
				return false
			}
			if _, err := fmt.Fprint(w, ": alive\n\n"); err != nil {
				return false
			}
		case <-r.Context().Done():
			return false
		}
	}
}
