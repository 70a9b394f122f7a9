package web_test

import (
	"context"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"throughline/change"
	"throughline/graph"
)

// stream is an answer that is read while it is written.
type stream struct {
	*httptest.ResponseRecorder
	mu sync.Mutex // guards what is written
}

// Write writes a part of it.
func (s *stream) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.ResponseRecorder.Write(b)
}

// says is how often the text was written.
func (s *stream) says(text string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Count(s.Body.String(), text)
}

// Few open pages hear of a change at once. Of very many some do, the others one after another, and what moved meanwhile is told
// as one.
func TestVeryManyOpenPagesAreToldInTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := open(t, day())
		name := func(to string) {
			s.do(change.Draft{Verb: "theme.renamed", Puts: []graph.Record{&graph.Theme{ID: "calm", Name: to, Order: 1}}})
		}
		name("Calm")
		ctx, leave := context.WithCancel(t.Context())
		var group sync.WaitGroup
		answers := make([]*stream, 210)
		for n := range answers {
			answers[n] = &stream{ResponseRecorder: httptest.NewRecorder()}
			group.Go(func() { s.handler.ServeHTTP(answers[n], httptest.NewRequestWithContext(ctx, "GET", "/events", nil)) })
		}
		told := func(position string) (n int) {
			synctest.Wait()
			for _, w := range answers {
				n += w.says("data: " + position + ".")
			}
			return n
		}
		if n := told("1"); n != len(answers) {
			t.Fatalf("%d of %d streams say where the history is", n, len(answers))
		}
		name("Calmer")
		if n := told("2"); n != 30 {
			t.Errorf("%d are told at once, want 30", n)
		}
		<-time.After(time.Second)
		if n := told("2"); n != 90 {
			t.Errorf("%d are told in the first second, want 90", n)
		}
		name("Calmest")
		<-time.After(10 * time.Second)
		if n := told("3"); n != len(answers) {
			t.Errorf("%d of %d are told in the end", n, len(answers))
		}
		if n := told("2"); n != 90 {
			t.Errorf("%d were told of what had moved on, want 90", n)
		}
		leave()
		group.Wait()
	})
}
