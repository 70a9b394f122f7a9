package web_test

import (
	"context"
	"fmt"
	"iter"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"throughline/change"
	"throughline/engine"
	"throughline/graph"
	"throughline/ledger"
	"throughline/storage/memory"
	"throughline/testing/htmlcheck"
)

// slowWeeks is a store that reads the pictures of the ends of days only once it is released.
type slowWeeks struct {
	ledger.Store
	release chan struct{}
}

// waits holds up who asks for the end of a day, and is false when they left.
func (s *slowWeeks) waits(ctx context.Context, moment time.Time) bool {
	if end := graph.DateOf(moment).End(); !moment.Equal(end.Truncate(time.Millisecond)) {
		return true
	}
	select {
	case <-s.release:
		return true
	case <-ctx.Done():
		return false
	}
}

func (s *slowWeeks) Between(ctx context.Context, workspace string, after, until time.Time) iter.Seq2[ledger.Version, error] {
	return func(yield func(ledger.Version, error) bool) {
		if s.waits(ctx, until) {
			s.Store.Between(ctx, workspace, after, until)(yield)
		} else {
			yield(ledger.Version{}, ctx.Err())
		}
	}
}

// slow is the demo organisation on a store whose weeks are read only once released.
func slow(t *testing.T) (*site, *slowWeeks) {
	store := memory.New()
	openOn(t, store, day(), time.Minute).demo()
	held := &slowWeeks{Store: store, release: make(chan struct{})}
	return openOn(t, held, day(), 0), held
}

// state is what pages depend on.
func (s *site) state() (engine.State, <-chan struct{}) {
	s.t.Helper()
	state, moved, err := s.engine.Watch(s.t.Context(), workspace)
	if err != nil {
		s.t.Fatal(err)
	}
	return state, moved
}

// heads is what the page says it shows, and where it hears of what moves.
func heads(n htmlcheck.Node) (head, events string) {
	head, _ = n.In("#main")[0].Attr("data-head")
	events, _ = n.In("body")[0].Attr("data-events")
	return head, events
}

func TestAPageDoesNotWaitForEarlierWeeks(t *testing.T) {
	for _, address := range []string{"/", "/?asof=2026-09-18"} {
		t.Run(address, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, store := slow(t)
				if address != "/" { // the picture of the page itself is there
					close(store.release)
					s.page("/records?asof=2026-09-18")
					store.release = make(chan struct{})
				}
				before, moved := s.state()
				asked := time.Now()
				page := s.page(address)
				if took := time.Since(asked); took > time.Second {
					t.Errorf("the page took %s", took)
				}
				has(t, page, "#trend", "Earlier weeks are being read.")
				has(t, page, "#waterfall", "Days kept at each stage")
				if head, events := heads(page); head != before.String() || events != "/events" {
					t.Errorf("the page shows %q and follows %q, want %q and /events", head, events, before)
				}
				close(store.release)
				<-moved // open pages are told, and ask again
				after, _ := s.state()
				page = s.page(address)
				has(t, page, "#trend", "Kept, of every 100 days, last")
				if head, _ := heads(page); head != fmt.Sprint(after.Position) || after == before {
					t.Errorf("the page shows %q, want %d whatever becomes ready; the state is %s and was %s", head, after.Position, after, before)
				}
			})
		})
	}
}

// What is weighed by drawing again and again follows the figures, on the first page and on that of a unit.
func TestAFigureDoesNotWaitForItsInterval(t *testing.T) {
	for _, address := range []string{"/", "/units/core-services-platform"} {
		t.Run(address, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				store := memory.New()
				openOn(t, store, day(), time.Minute).demo()
				s := openOn(t, store, day(), -1)
				release := make(chan struct{}) // something else is computed before
				engine.Soon(ended(t), s.engine, workspace, graph.Empty(), "something else", func() int { <-release; return 0 })
				before, moved := s.state()
				page := s.page(address)
				has(t, page, "#skills", "The evidence is being weighed.")
				if text := page.In("body")[0].Text(); strings.Contains(text, "% confidence") {
					t.Errorf("an interval is there: %s", text)
				}
				if head, events := heads(page); head != before.String() || events != "/events" {
					t.Errorf("the page shows %q and follows %q, want %q and /events", head, events, before)
				}
				close(release)
				whole := openOn(t, store, day(), time.Minute).page(address)
				for range 10 { // one after the other becomes ready
					synctest.Wait()
					if !told(moved) {
						break
					}
					_, moved = s.state()
					page = s.page(address)
				}
				if got, want := page.In("body")[0].Text(), whole.In("body")[0].Text(); got != want || !strings.Contains(got, "% confidence") {
					t.Errorf("in the end the page is %s, want %s", got, want)
				}
			})
		})
	}
}

// ended is a context of somebody who does not wait.
func ended(t *testing.T) context.Context {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	return ctx
}

// told reports whether the channel is closed.
func told(moved <-chan struct{}) bool {
	select {
	case <-moved:
		return true
	default:
		return false
	}
}

func TestAChangeOfTodayLeavesTheEarlierWeeksAtHand(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, store := slow(t)
		close(store.release)
		has(t, s.page("/"), "#trend", "Kept, of every 100 days, last")
		store.release = make(chan struct{})
		s.do(change.Draft{Verb: "unit.created", Puts: []graph.Record{&graph.Unit{ID: "annex", Name: "Annex"}}})
		has(t, s.page("/"), "#trend", "Kept, of every 100 days, last")
		close(store.release)
	})
}
