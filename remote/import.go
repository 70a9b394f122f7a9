package remote

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"throughline/api"
	"throughline/change"
	"throughline/graph"
	"throughline/importer"
)

// The limits of a batch of changes. The server takes a little more.
const (
	mostChanges = 1000
	mostBytes   = 900 << 10
)

// Picture is the organisation at a moment as far as it is for the token; the zero time asks for the latest. Its records have
// the versions they have on the server.
func (s *Server) Picture(ctx context.Context, at time.Time) (*graph.Snapshot, error) {
	moment := ""
	if !at.IsZero() {
		moment = at.UTC().Format(time.RFC3339Nano)
	}
	return s.PictureOf(ctx, moment)
}

// PictureOf is Picture at the end of a day, or at a moment, as text; "" is now.
func (s *Server) PictureOf(ctx context.Context, moment string) (*graph.Snapshot, error) {
	answer, err := s.open(ctx, request{http.MethodGet, []string{"export"}, asked("form", "records", "as_of", moment), nil})
	if err != nil {
		return nil, err
	}
	defer answer.Close()
	lines := json.NewDecoder(answer)
	var head api.PictureHead
	if err := lines.Decode(&head); err != nil {
		return nil, s.broken(ctx, err)
	}
	b := graph.Empty().Edit()
	for {
		var one api.Record
		if err := lines.Decode(&one); errors.Is(err, io.EOF) {
			return b.Snapshot(head.AsOf, head.Position), nil
		} else if err != nil {
			return nil, s.broken(ctx, err)
		}
		ref, err := graph.ParseRef(one.Record)
		if err != nil {
			return nil, err
		}
		r, err := change.FromFields(ref, jsontext.Value(one.Fields))
		if err != nil {
			return nil, err
		}
		b.Put(graph.WithStamp(r, graph.Stamp{Version: one.Version, Position: one.Position, Effective: one.Effective.UnixMilli()}))
	}
}

// Apply records a step of an import: in one change, or in several where it is too large for one. Each record is held against
// the version the step was planned on. Every batch refers to what stands in it or in one before.
func (s *Server) Apply(ctx context.Context, step importer.Step) error {
	batches, err := batchesOf(&step.Draft)
	if err != nil {
		return err
	}
	for _, list := range batches {
		body := api.Changes{Reason: cmp.Or(step.Draft.Reason, "Imported"), Changes: list}
		if at := step.Draft.Effective; !at.IsZero() {
			body.Effective = at.UTC().Format(time.RFC3339Nano)
		}
		var done api.Changed
		if err := s.ask(ctx, request{http.MethodPost, []string{"changes"}, nil, body}, &done); err != nil {
			return err
		}
	}
	return nil
}

// batchesOf is the draft as changes, so many at a time: what is referred to first, what is taken out last.
func batchesOf(d *change.Draft) ([][]api.Change, error) {
	versions := make(map[graph.Ref]int32, len(d.Expects))
	for _, x := range d.Expects {
		versions[x.Record] = x.Version
	}
	var b batcher
	for _, group := range groupsOf(d.Puts) {
		list := make([]api.Change, 0, len(group))
		for _, r := range group {
			fields, err := change.Fields(r)
			if err != nil {
				return nil, err
			}
			c := api.Change{Record: r.Ref().String(), Fields: api.Fields(fields)}
			if v, ok := versions[r.Ref()]; ok {
				c.Version = &v
			}
			list = append(list, c)
		}
		b.add(list)
	}
	removed := make([]api.Change, 0, len(d.Removes))
	for _, ref := range d.Removes {
		c := api.Change{Record: ref.String(), Remove: true}
		if v, ok := versions[ref]; ok {
			c.Version = &v
		}
		removed = append(removed, c)
	}
	if len(removed) <= mostChanges {
		b.add(removed) // records that name each other go together
	} else {
		for i := range removed {
			b.add(removed[i : i+1])
		}
	}
	return b.all, nil
}

// batcher fills batches up to their limits.
type batcher struct {
	all   [][]api.Change
	bytes int // of the last one
}

// add puts changes that belong together into the last batch, or into a new one.
func (b *batcher) add(list []api.Change) {
	size := 0
	for i := range list {
		size += len(list[i].Fields) + len(list[i].Record) + 64 // the names around them
	}
	if len(list) == 0 {
		return
	}
	if last := len(b.all) - 1; last < 0 || len(b.all[last])+len(list) > mostChanges || b.bytes+size > mostBytes {
		b.all, b.bytes = append(b.all, nil), 0
	}
	last := len(b.all) - 1
	b.all[last] = append(b.all[last], list...)
	b.bytes += size
}

// groupsOf is the records in an order in which each refers only to those of its own group and of earlier ones: the strongly
// connected components of who refers to whom, by Tarjan's algorithm, which finds them in this order.
func groupsOf(list []graph.Record) [][]graph.Record {
	t := tarjan{at: make(map[graph.Ref]int, len(list)), list: list, nodes: make([]node, len(list))}
	for i, r := range list {
		t.at[r.Ref()] = i
	}
	for i := range list {
		if t.nodes[i].index == 0 {
			t.visit(i)
		}
	}
	return t.groups
}

// node is a record on the way.
type node struct {
	index, low int // from 1; 0 was not visited
	waits      bool
}

type tarjan struct {
	list   []graph.Record
	at     map[graph.Ref]int
	nodes  []node
	stack  []int
	next   int
	groups [][]graph.Record
}

// visit follows what a record refers to. The depth is that of a chain of references between records of one change.
func (t *tarjan) visit(i int) {
	t.next++
	n := &t.nodes[i]
	*n = node{t.next, t.next, true}
	t.stack = append(t.stack, i)
	for ref := range graph.Named(t.list[i]) {
		j, ok := t.at[ref]
		switch {
		case !ok:
		case t.nodes[j].index == 0:
			t.visit(j)
			n.low = min(n.low, t.nodes[j].low)
		case t.nodes[j].waits:
			n.low = min(n.low, t.nodes[j].index)
		}
	}
	if n.low == n.index {
		t.close(i)
	}
}

// close takes a group from the stack, in the order in which its records were given.
func (t *tarjan) close(i int) {
	start := len(t.stack) - 1
	for t.stack[start] != i {
		start--
	}
	var group []graph.Record
	for _, j := range t.stack[start:] {
		t.nodes[j].waits = false
		group = append(group, t.list[j])
	}
	t.stack = t.stack[:start]
	t.groups = append(t.groups, group)
}
