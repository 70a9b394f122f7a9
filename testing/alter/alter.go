package alter

import (
	"fmt"
	"reflect"
	"time"

	"pgregory.net/rapid"

	"throughline/change"
	"throughline/graph"
)

// Picture is the picture after a few changes that the structural rules allow: records of any kind altered, added
// or removed. Now and then nothing changes, or only the hour.
func Picture(t *rapid.T, s *graph.Snapshot) *graph.Snapshot {
	b := s.Edit()
	position := s.Position()
	for range rapid.IntRange(0, 3).Draw(t, "changes") {
		position++
		one(t, b, position, s.AsOf())
	}
	return b.Snapshot(s.AsOf().Add(time.Minute), position)
}

// one makes one change, or none where the rules refuse it.
func one(t *rapid.T, b *graph.Builder, position int64, at time.Time) {
	now := b.Current()
	kinds := present(now)
	if len(kinds) == 0 {
		return
	}
	r := some(t, now, rapid.SampledFrom(kinds).Draw(t, "kind"))
	stamp := graph.Stamp{Version: r.Stamp().Version + 1, Position: position, Effective: at.UnixMilli()}
	touched := r.Ref()
	b.Mark()
	switch rapid.IntRange(0, 9).Draw(t, "what") {
	case 0:
		b.Remove(touched, stamp)
	case 1:
		touched.ID = fmt.Sprintf("%s-%d", touched.ID, position)
		put(b, altered(t, now, r, touched), stamp)
	default:
		put(b, altered(t, now, r, touched), stamp)
	}
	if len(graph.Check(b.Current(), []graph.Ref{touched})) > 0 {
		b.Rollback()
	}
}

// put places a record, unless it is one that could not be written down: a theme named twice.
func put(b *graph.Builder, r graph.Record, at graph.Stamp) {
	if _, err := change.Copy(r); err == nil {
		b.Put(graph.WithStamp(r, at))
	}
}

// present is the kinds of which there are records.
func present(s *graph.Snapshot) []graph.Kind {
	var out []graph.Kind
	for _, k := range graph.Kinds() {
		if s.Count(k.Kind) > 0 {
			out = append(out, k.Kind)
		}
	}
	return out
}

// some is any record of the kind.
func some(t *rapid.T, s *graph.Snapshot, k graph.Kind) graph.Record {
	at := rapid.IntRange(0, s.Count(k)-1).Draw(t, "record")
	for r := range s.Records(k, "") {
		if at == 0 {
			return r
		}
		at--
	}
	return nil
}

// altered is the record under a reference with one or two of its fields changed.
func altered(t *rapid.T, s *graph.Snapshot, r graph.Record, ref graph.Ref) graph.Record {
	out := copied(t, r, ref)
	v := reflect.ValueOf(out).Elem()
	for range rapid.IntRange(1, 2).Draw(t, "fields") {
		n := field(t, v)
		if rapid.IntRange(0, 2).Draw(t, "as another") == 0 {
			v.Field(n).Set(reflect.ValueOf(copied(t, some(t, s, ref.Kind), ref)).Elem().Field(n))
			continue
		}
		nudge(t, s, v.Field(n))
	}
	return out
}

// copied is a copy of the record under a reference.
func copied(t *rapid.T, r graph.Record, ref graph.Ref) graph.Record {
	c, err := change.Copy(r)
	if err != nil {
		t.Fatalf("copying %s: %v", r.Ref(), err)
	}
	named, err := graph.New(ref)
	if err != nil {
		t.Fatalf("%v", err)
	}
	v, from := reflect.ValueOf(named).Elem(), reflect.ValueOf(c).Elem()
	for n := range v.NumField() {
		if f := v.Type().Field(n); f.IsExported() && f.Name != "ID" {
			v.Field(n).Set(from.Field(n))
		}
	}
	return named
}

// field is any field of a record but its id.
func field(t *rapid.T, v reflect.Value) int {
	var fields []int
	for n := range v.NumField() {
		if f := v.Type().Field(n); f.IsExported() && f.Name != "ID" {
			fields = append(fields, n)
		}
	}
	return rapid.SampledFrom(fields).Draw(t, "field")
}
