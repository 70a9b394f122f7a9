package web

import (
	"fmt"
	"net/http"
	"time"
)

// heartbeat is how often a silent stream says that it is alive, so that proxies keep it open.
const heartbeat = 20 * time.Second

// events streams the ledger's position: once at the start and each time it moves.
func (s *Server) events(w http.ResponseWriter, r *http.Request) {
	out := http.NewResponseController(w)
	_ = out.SetWriteDeadline(time.Time{}) // a stream has no end; where it cannot be lifted the browser connects again
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for {
		position, moved, err := s.engine.Watch(r.Context(), s.workspace)
		if err != nil {
			return
		}
		if _, err := fmt.Fprintf(w, "event: head\ndata: %d\n\n", position); err != nil {
			return
		}
		if !s.quiet(w, r, out, moved, beat.C) {
			return
		}
	}
}

// quiet waits until the ledger moved; it is false when the reader left.
func (s *Server) quiet(w http.ResponseWriter, r *http.Request, out *http.ResponseController, moved <-chan struct{}, beat <-chan time.Time) bool {
	for {
		if err := out.Flush(); err != nil {
			return false
		}
		select {
		case <-moved:
			return true
		case <-beat:
			if _, err := fmt.Fprint(w, ": alive\n\n"); err != nil {
				return false
			}
		case <-r.Context().Done():
			return false
		}
	}
}
