package engine

import (
	"context"
	"runtime"
	"time"

	"throughline/change"
	"throughline/graph"
	"throughline/ledger"
)

// chunk is how many documents are decoded together.
const chunk = 512

// load reads the newest picture from the store: the latest document of every record, decoded on all
// processors while the store goes on reading.
func (s *space) load(ctx context.Context) (*published, error) {
	var head ledger.Head
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	pending := make(chan *decoding, 2*runtime.GOMAXPROCS(0))
	failed := make(chan error, 1)
	go func() {
		defer close(pending)
		failed <- readLatest(ctx, s.e.store, s.name, func(h ledger.Head) { head = h }, pending)
	}()
	var into loading
	for d := range pending {
		<-d.done
		if d.err != nil {
			cancel()
			for range pending { // let the reader end
			}
			return nil, d.err
		}
		into.take(d)
	}
	if err := <-failed; err != nil {
		return nil, err
	}
	return newPublished(into.whole.Snapshot(head.Recorded, head.Position), head, into.latest), nil
}

// decoding is a chunk of documents on its way to becoming records.
type decoding struct {
	versions []ledger.Version
	records  []graph.Record // nil for a tombstone
	err      error
	done     chan struct{}
}

func readLatest(ctx context.Context, store ledger.Store, name string, at func(ledger.Head), out chan<- *decoding) error {
	places := make(chan struct{}, runtime.GOMAXPROCS(0))
	send := func(d *decoding) {
		places <- struct{}{}
		go func() {
			d.decode()
			close(d.done)
			<-places
		}()
		out <- d
	}
	d := newDecoding()
	for v, err := range store.Latest(ctx, name, at) {
		if err != nil {
			return err
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		d.versions = append(d.versions, v)
		if len(d.versions) == chunk {
			send(d)
			d = newDecoding()
		}
	}
	send(d)
	return nil
}

func newDecoding() *decoding {
	return &decoding{versions: make([]ledger.Version, 0, chunk), done: make(chan struct{})}
}

func (d *decoding) decode() {
	d.records = make([]graph.Record, len(d.versions))
	var decoder change.Decoder
	for i := range d.versions {
		v := &d.versions[i]
		if v.Document.Deleted {
			continue
		}
		r, err := decoder.Decode(&v.Document)
		if err != nil {
			d.err = err
			return
		}
		d.records[i] = graph.WithStamp(r, stamp(v))
	}
}

func stamp(v *ledger.Version) graph.Stamp {
	return graph.Stamp{Version: v.Document.Version, Position: v.Position, Effective: v.Effective.UnixMilli()}
}

func refOf(v *ledger.Version) graph.Ref {
	return graph.Ref{Kind: graph.Kind(v.Document.Kind), ID: v.Document.ID}
}

// loading gathers records into a picture.
type loading struct {
	whole  graph.Assembly
	latest time.Time
}

func (l *loading) take(d *decoding) {
	for i := range d.versions {
		v := &d.versions[i]
		l.latest = later(l.latest, v.Effective)
		if r := d.records[i]; r != nil {
			l.whole.Add(r)
		} else {
			l.whole.Remove(refOf(v), stamp(v))
		}
		if v.Highest > v.Document.Version {
			l.whole.Number(refOf(v), v.Highest)
		}
	}
}
