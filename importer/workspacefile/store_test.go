package workspacefile

import (
	"testing"
	"time"

	"throughline/graph"
	"throughline/importer"
)

// store keeps versions as a ledger does and answers with the picture at a moment, so that imports
// can be repeated.
type store struct {
	versions []version
	counts   map[graph.Ref]int32
	clock    time.Time
}

type version struct {
	ref   graph.Ref
	rec   graph.Record // nil for a removal
	stamp graph.Stamp
}

func newStore() *store {
	return &store{counts: make(map[graph.Ref]int32), clock: time.Date(2027, 1, 4, 9, 0, 0, 0, time.UTC)}
}

func (s *store) at(at time.Time) (*graph.Snapshot, error) {
	b := graph.Empty().Edit()
	n := int64(0)
	for _, v := range s.versions {
		if !at.IsZero() && v.stamp.Effective > at.UnixMilli() {
			continue
		}
		n = v.stamp.Position
		if v.rec == nil {
			b.Remove(v.ref, v.stamp)
		} else {
			b.Put(graph.WithStamp(clone(v.rec), v.stamp))
		}
	}
	return b.Snapshot(at, n), nil
}

func (s *store) write(ref graph.Ref, rec graph.Record, effective time.Time) {
	if effective.IsZero() {
		s.clock = s.clock.Add(time.Minute)
		effective = s.clock
	}
	s.counts[ref]++
	s.versions = append(s.versions, version{ref, rec, graph.Stamp{
		Version: s.counts[ref], Position: int64(len(s.versions) + 1), Effective: effective.UnixMilli(),
	}})
}

func (s *store) apply(t *testing.T, steps []importer.Step) {
	t.Helper()
	for _, step := range steps {
		before, _ := s.at(step.Draft.Effective)
		for _, e := range step.Draft.Expects {
			got := int32(0)
			if r := before.Record(e.Record); r != nil {
				got = r.Stamp().Version
			}
			if got != e.Version {
				t.Fatalf("%s is at version %d, expected was %d", e.Record, got, e.Version)
			}
		}
		for _, r := range step.Draft.Puts {
			s.write(r.Ref(), clone(r), step.Draft.Effective)
		}
		for _, ref := range step.Draft.Removes {
			s.write(ref, nil, step.Draft.Effective)
		}
		after, _ := s.at(step.Draft.Effective)
		if v := graph.Check(after, step.Draft.Touches()); len(v) > 0 {
			t.Fatalf("a step breaks rules: %v", v)
		}
	}
}

// imported reads the file, plans it against the store and applies the plan.
func (s *store) imported(t *testing.T, text string) []importer.Step {
	t.Helper()
	w := Parse("x.yaml", []byte(text), Options{})
	if err := w.Err(); err != nil {
		t.Fatalf("Parse: %v", err)
	}
	all := steps(t, w, s.at)
	s.apply(t, all)
	return all
}

// drafts counts the steps that change something.
func drafts(all []importer.Step) int {
	n := 0
	for _, s := range all {
		if !s.Draft.IsEmpty() {
			n++
		}
	}
	return n
}

func initiativeAt(t *testing.T, s *store, id graph.InitiativeID, day string) *graph.Initiative {
	t.Helper()
	at := time.Time{}
	if day != "" {
		d, err := graph.ParseDate(day)
		if err != nil {
			t.Fatal(err)
		}
		at = d.End()
	}
	snap, _ := s.at(at)
	return snap.Initiative(id)
}
