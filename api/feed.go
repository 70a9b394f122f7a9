package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
	"github.com/go-json-experiment/json"

	"throughline/engine"
	"throughline/graph"
	"throughline/ledger"
)

// Feed is a page of the changes of a workspace, oldest first unless asked otherwise.
type Feed struct {
	Changes []FeedEntry `json:"changes"`
	Next    int64       `json:"next" doc:"The position to go on from: the after of the next request, or, newest first, its before."`
	More    bool        `json:"more" doc:"Whether there are more changes already."`
}

// FeedEntry is a change as it stands in the history, with the records that it touched as far as its reader may see them.
type FeedEntry struct {
	Position  int64           `json:"position"`
	Recorded  time.Time       `json:"recorded" doc:"When it was taken in. It never goes back from one change to the next."`
	Effective time.Time       `json:"effective" doc:"Since when it holds."`
	Actor     string          `json:"actor" example:"person/ana-lima"`
	Name      string          `json:"name,omitempty" doc:"What people call who made it, where the reader may know." example:"Ana Lima"`
	Channel   string          `json:"channel" example:"api"`
	Verb      string          `json:"verb" example:"initiative.changed"`
	Reason    string          `json:"reason,omitempty"`
	Records   []ChangedRecord `json:"records" doc:"At most 1,000 of the records it touched."`
	Others    int             `json:"others,omitzero" doc:"How many more there are."`
}

type feedInput struct {
	InWorkspace
	AtMoment
	OnPage
	After  count  `query:"after" doc:"Only changes after this position; from the beginning when left out." example:"0"`
	Before count  `query:"before" doc:"Only changes before this position."`
	Newest flag   `query:"newest" doc:"The newest first."`
	Record string `query:"record" doc:"Only changes that touched this record, as kind/id."`
}

type feedOutput struct {
	Link string `header:"Link" doc:"The next page, with rel=next, where there are more changes already."`
	Body Feed
}

// mostListed bounds the records that are listed of one change.
const mostListed = 1000

// mostPassed bounds the changes that are passed over on one page because nothing of them is for the reader.
const mostPassed = 2000

// feed is a page of the changes between two positions.
func (s *Server) feed(ctx context.Context, v *visit, in *feedInput) (*feedOutput, error) {
	limit, err := in.page()
	if err != nil {
		return nil, err
	}
	q, err := in.query()
	if err != nil {
		return nil, err
	}
	p := v.lookInto(ctx)
	of := graph.Ref{Kind: graph.Kind(q.Kind), ID: q.ID}
	if !of.IsZero() && p.Hides(of) {
		return nil, v.sight.NotThere(of)
	}
	out := &feedOutput{Body: Feed{Changes: []FeedEntry{}, Next: q.After}}
	passed := 0
	for e, err := range s.engine.Log(ctx, v.workspace, q) {
		if err != nil {
			return nil, err
		}
		if len(out.Body.Changes) == limit || passed == mostPassed {
			out.Body.More = true
			break
		}
		out.Body.Next = e.Position
		if one, ok := p.entry(&e); ok {
			if one.Name, err = p.name(ctx, e.Actor); err != nil {
				return nil, err
			}
			out.Body.Changes = append(out.Body.Changes, one)
		} else {
			passed++
		}
	}
	if !of.IsZero() && out.Body.Next == q.After && q.After == 0 && q.Until == 0 {
		return nil, v.sight.NotThere(of)
	}
	if out.Body.More {
		from := "after"
		if q.Last {
			from = "before"
		}
		out.Link = linkNext(v.here(from, strconv.FormatInt(out.Body.Next, 10)))
	}
	return out, p.Err()
}

// query is what is asked of the history.
func (f *feedInput) query() (q ledger.Query, err error) {
	if q.After, err = f.After.number("after", 0, 0, 1<<62); err != nil {
		return q, err
	}
	before, err := f.Before.number("before", 1, 2, 1<<62) // left out, there is no bound
	if err != nil {
		return q, err
	}
	q.Until = before - 1
	if f.Record != "" {
		ref, err := graph.ParseRef(f.Record)
		if err != nil {
			return q, err
		}
		q.Kind, q.ID = string(ref.Kind), ref.ID
	}
	q.Last, err = f.Newest.yes("newest")
	return q, err
}

// entry is the change as its reader may see it; ok is false when nothing of it is for them, or it holds since later than the
// moment asked for.
func (p *past) entry(e *ledger.Entry) (out FeedEntry, ok bool) {
	if p.v.past() && e.Effective.After(p.v.then.AsOf()) {
		return out, false
	}
	hidden := false
	out = FeedEntry{
		Position: e.Position, Recorded: e.Recorded, Effective: e.Effective, Actor: e.Actor, Channel: string(e.Channel.Way()),
		Verb: e.Verb, Reason: e.Reason, Records: []ChangedRecord{},
	}
	for i := range e.Documents {
		d := &e.Documents[i]
		switch {
		case p.Hides(refOf(d)):
			hidden = true
		case len(out.Records) == mostListed:
			out.Others++
		default:
			out.Records = append(out.Records, ChangedRecord{refOf(d).String(), d.Version, d.Deleted})
		}
	}
	if hidden {
		out.Verb, out.Reason = engine.HiddenWords()
	}
	return out, len(out.Records) > 0
}

// heartbeat is how often a silent stream says that it is alive, so that proxies keep it open.
const heartbeat = 20 * time.Second

type streamInput struct {
	InWorkspace
	After     count `query:"after" doc:"Begin after this position; with what comes next when left out."`
	LastEvent count `header:"Last-Event-ID" doc:"The position of the last change that arrived: what a browser sends when it connects again. It goes before after."`
}

type streamOutput struct{ Body func(huma.Context) }

// stream sends changes as they happen, until the reader leaves or the server ends.
func (s *Server) stream(ctx context.Context, v *visit, in *streamInput) (*streamOutput, error) {
	after, err := in.After.number("after", v.now.Position(), 0, 1<<62)
	if err != nil {
		return nil, err
	}
	if after, err = in.LastEvent.number("Last-Event-ID", after, 0, 1<<62); err != nil {
		return nil, err
	}
	in.header.Del(headerETag)
	in.header.Set("Cache-Control", "no-store")
	in.header.Set("Content-Type", "text/event-stream")
	return &streamOutput{func(c huma.Context) {
		_, w := humago.Unwrap(c)
		f := &following{s: s, v: v, w: w, out: http.NewResponseController(w), after: after}
		_ = f.out.SetWriteDeadline(time.Time{}) // a stream has no end; where it cannot be lifted the reader connects again
		if err := f.run(c.Context()); err != nil {
			s.log.Debug("a stream ended", "path", v.r.URL.Path, "err", err) // the reader left, or connects again
		}
	}}, nil
}

// following is a stream of changes on its way to a reader.
type following struct {
	s     *Server
	v     *visit
	w     http.ResponseWriter
	out   *http.ResponseController
	after int64 // the last change that was sent or passed over
}

// run sends what there is, and waits for more.
func (f *following) run(ctx context.Context) error {
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	f.w.WriteHeader(http.StatusOK)
	if f.v.r.Method == http.MethodHead {
		return nil
	}
	for {
		_, moved, err := f.s.engine.Watch(ctx, f.v.workspace)
		if err != nil {
			return err
		}
		if err := f.send(ctx); err != nil {
			return err
		}
		if err := f.wait(ctx, moved, beat.C); err != nil {
			return err
		}
	}
}

// wait returns when the history moved. Meanwhile it says that it is alive, and sees to it that the reader may still look.
func (f *following) wait(ctx context.Context, moved <-chan struct{}, beat <-chan time.Time) error {
	for {
		if err := f.out.Flush(); err != nil {
			return err
		}
		select {
		case <-moved:
			return nil
		case <-beat:
			if err := f.may(); err != nil {
				return err
			}
			if _, err := fmt.Fprint(f.w, ": alive\n\n"); err != nil {
				return err
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// may asks again who reads.
func (f *following) may() error {
	viewer, _, err := f.s.who(f.v.r)
	if err != nil {
		return err
	}
	if viewer != f.v.viewer {
		return errors.New("the reader may see something else now")
	}
	return nil
}

// send sends the changes after the last one, as the reader may see them now.
func (f *following) send(ctx context.Context) error {
	v := *f.v
	var err error
	if v.now, err = f.s.engine.View(ctx, v.workspace); err != nil {
		return err
	}
	if v.present, err = f.s.engine.Sight(ctx, v.now, v.viewer); err != nil {
		return err
	}
	v.then, v.sight = v.now, v.present
	p := v.lookInto(ctx)
	for e, err := range f.s.engine.Log(ctx, v.workspace, ledger.Query{After: f.after}) {
		if err != nil {
			return err
		}
		one, ok := p.entry(&e)
		if p.Err() != nil {
			return p.Err()
		}
		if ok {
			if one.Name, err = p.name(ctx, e.Actor); err != nil {
				return err
			}
			body, err := json.Marshal(one, json.Deterministic(true))
			if err != nil {
				return err
			}
			if _, err := fmt.Fprintf(f.w, "id: %d\nevent: change\ndata: %s\n\n", e.Position, body); err != nil {
				return err
			}
		}
		f.after = e.Position
	}
	return nil
}

// The stream's address in a workspace, and its name among the operations.
const (
	streamPath      = "/changes/stream"
	streamOperation = "stream-changes"
)

// Streams reports whether an address is that of a stream, which ends only with its reader or the server.
func Streams(path string) bool {
	return strings.HasPrefix(path, Base+"/") && strings.HasSuffix(path, streamPath)
}
