package web

import "net/http"

// Patterns is every address the server answers, with its method.
func (s *Server) Patterns() []string {
	var l lister
	s.routes(&l)
	return l
}

// lister lists what it is told.
type lister []string

// Handle lists the pattern.
func (l *lister) Handle(pattern string, _ http.Handler) { *l = append(*l, pattern) }

// HandleFunc lists the pattern.
func (l *lister) HandleFunc(pattern string, _ func(http.ResponseWriter, *http.Request)) {
	*l = append(*l, pattern)
}

// IsAtRoot reports whether an address belongs to the server and to no workspace.
func IsAtRoot(address string) bool { return isAtRoot(address) }
