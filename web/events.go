package web

import (
	"context"
	"net/http"

	"throughline/live"
)

// eventsPath is where pages hear of what moves.
const eventsPath = "/events"

// events streams what pages depend on. It does not begin while what other processes change cannot be followed: then pages say that
// they are not live.
func (s *Server) events(w http.ResponseWriter, r *http.Request) {
	if _, err := s.who(r); err != nil {
		s.refuse(w, r, err)
		return
	}
	leave, err := s.stay(r)
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	may := func(ctx context.Context) error {
		_, err := s.who(r.WithContext(ctx))
		return err
	}
	if err := s.live.Follow(w, r, live.Reader{Workspace: s.workspace, May: may, Gone: leave}); err != nil {
		http.Error(w, "the data cannot be followed", http.StatusServiceUnavailable)
	}
}

// stay counts the stream among those of its reader.
func (s *Server) stay(r *http.Request) (leave func(), err error) {
	if s.door == nil {
		return nil, nil
	}
	return s.door.Stay(r)
}
