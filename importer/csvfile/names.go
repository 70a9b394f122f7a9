package csvfile

import (
	"fmt"
	"strings"

	"throughline/fault"
	"throughline/graph"
)

// names finds records by what people call them.
type names struct {
	s       *graph.Snapshot
	rosters map[graph.Kind]*roster
}

// roster is what the records of one kind are called.
type roster struct {
	ids   map[string]bool   // only of rows of this import; the others are in the snapshot
	named map[string]string // folded name: id; "" when several records are called that
	shown []string          // for the nearest names
}

// enough is how many names are compared to find the nearest ones.
const enough = 20_000

func newNames(s *graph.Snapshot) *names {
	return &names{s: s, rosters: make(map[graph.Kind]*roster)}
}

func (n *names) of(k graph.Kind) *roster {
	if r, ok := n.rosters[k]; ok {
		return r
	}
	r := &roster{ids: make(map[string]bool), named: make(map[string]string)}
	n.rosters[k] = r
	for rec := range n.s.Records(k, "") {
		r.enter(rec)
	}
	return r
}

// add lets later rows name a record of this import.
func (n *names) add(rec graph.Record) {
	r := n.of(rec.Ref().Kind)
	r.ids[rec.Ref().ID] = true
	r.enter(rec)
}

func (r *roster) enter(rec graph.Record) {
	id := rec.Ref().ID
	for _, name := range called(rec) {
		key := folded(name)
		if other, ok := r.named[key]; ok && other != id {
			r.named[key] = ""
			continue
		}
		if key != "" {
			r.named[key] = id
		}
	}
	if len(r.shown) < enough {
		r.shown = append(r.shown, rec.Label())
	}
}

// called is everything a record is called by.
func called(rec graph.Record) []string {
	out := []string{rec.Label()}
	switch rec := rec.(type) {
	case *graph.Unit:
		out = append(out, rec.Short, rec.Code)
	case *graph.Person:
		out = append(out, rec.Email, rec.Handle, strings.TrimPrefix(rec.Handle, "@"))
	case *graph.Theme:
		out = append(out, rec.Short)
	case *graph.Outcome:
		out = append(out, rec.Short)
	case *graph.Initiative:
		out = append(out, rec.Key)
	case *graph.Work:
		out = append(out, rec.Key)
	}
	return out
}

// trouble is what is wrong with a cell.
type trouble struct {
	sentence string
	nearest  []string
}

func (t *trouble) String() string {
	if len(t.nearest) == 0 {
		return t.sentence
	}
	return t.sentence + "; nearest: " + strings.Join(t.nearest, ", ")
}

func troublef(format string, args ...any) *trouble {
	return &trouble{sentence: fmt.Sprintf(format, args...)}
}

// resolve is the id of the record that is called so.
func (n *names) resolve(k graph.Kind, text string) (string, *trouble) {
	r := n.of(k)
	has := func(id string) bool { return r.ids[id] || n.s.Record(graph.Ref{Kind: k, ID: id}) != nil }
	if has(text) {
		return text, nil
	}
	if id, ok := r.named[folded(text)]; ok {
		if id == "" {
			return "", troublef("%q names several records of the kind %s; write the id", text, k)
		}
		return id, nil
	}
	if id := idOf(text); id != "" && has(id) {
		return id, nil
	}
	t := troublef("there is no %s %q", k, text)
	t.nearest = fault.Nearest(text, r.shown, 3)
	return "", t
}
