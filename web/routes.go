package web

import "net/http"

// Routes is every address the server answers, with its method.
func (s *Server) Routes() http.Handler {
	m := http.NewServeMux()
	m.HandleFunc("GET /{$}", s.serve(s.home))
	m.HandleFunc("GET /line-of-sight", s.serve(s.sight))
	m.HandleFunc("GET /units/{id}", s.serve(s.unit))
	m.HandleFunc("GET /initiatives/{id}", s.serve(s.initiative))
	m.HandleFunc("GET /drift", s.serve(s.drift))
	m.HandleFunc("GET /findings", s.serve(s.findings))
	m.HandleFunc("GET /findings/{key...}", s.serve(s.finding))
	m.HandleFunc("GET /records", s.serve(s.records))
	m.HandleFunc("GET /records/{kind}", s.serve(s.recordList))
	m.HandleFunc("GET /records/{kind}/{id}", s.serve(s.history))
	m.HandleFunc("GET /search", s.search)
	m.HandleFunc("GET /events", s.events)
	m.HandleFunc("GET /healthz", s.health)
	m.Handle("GET /static/", s.files)
	m.HandleFunc("GET /", s.nowhere)
	return m
}
