package overview

import (
	"cmp"
	"slices"
	"strings"

	"throughline/graph"
)

// Index finds records by the words of their names. It is made once for a picture. Work items are found
// by the beginning of their id, so that a million of them cost nothing here.
type Index struct {
	s       *graph.Snapshot
	entries []indexed
}

type indexed struct {
	text  string // lower case name, id and key
	name  string
	ref   graph.Ref
	place int // of the kind: what people look for most comes first
}

// Hit is a record that was found.
type Hit struct {
	Record graph.Ref
	Name   string
	Plural string // the plural of its kind
}

// sought is the order in which kinds are offered when they match equally well.
func sought() []graph.Kind {
	return []graph.Kind{graph.KindUnit, graph.KindTheme, graph.KindOutcome, graph.KindInitiative, graph.KindDecision, graph.KindDependency, graph.KindRequest, graph.KindPerson}
}

// NewIndex reads the names of every record but work.
func NewIndex(s *graph.Snapshot) *Index {
	x := &Index{s: s}
	first := sought()
	for _, k := range graph.Kinds() {
		if k.Kind == graph.KindWork {
			continue
		}
		place := slices.Index(first, k.Kind)
		if place < 0 {
			place = len(first)
		}
		for r := range s.Records(k.Kind, "") {
			e := indexed{name: r.Label(), ref: r.Ref(), place: place}
			e.text = strings.ToLower(e.name + " " + e.ref.ID)
			if i, ok := r.(*graph.Initiative); ok && i.Key != "" {
				e.text += " " + strings.ToLower(i.Key)
			}
			x.entries = append(x.entries, e)
		}
	}
	return x
}

// Find is at most the given number of records that have all the words of the query, best first, and how
// many there are in all: names that begin with it, then words that do, then the rest.
func (x *Index) Find(query string, most int) (hits []Hit, total int) {
	terms := strings.Fields(strings.ToLower(query))
	if len(terms) == 0 {
		return nil, 0
	}
	type match struct {
		*indexed
		rank int
	}
	var found []match
	for i := range x.entries {
		if rank, ok := x.entries[i].match(terms); ok {
			found = append(found, match{&x.entries[i], rank})
		}
	}
	slices.SortFunc(found, func(a, b match) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.place, b.place), cmp.Compare(len(a.name), len(b.name)), a.ref.Compare(b.ref))
	})
	for _, m := range found[:min(most, len(found))] {
		hits = append(hits, hit(m.ref, m.name))
	}
	work, n := x.work(terms[0], most-len(hits))
	return append(hits, work...), len(found) + n
}

// match ranks an entry: 0 its name begins with the words, 1 each word begins a word of it, 2 it holds them.
func (e *indexed) match(terms []string) (rank int, ok bool) {
	rank = 1
	for _, t := range terms {
		at := strings.Index(e.text, t)
		if at < 0 {
			return 0, false
		}
		if at > 0 && !strings.Contains(e.text, " "+t) {
			rank = 2
		}
	}
	if strings.HasPrefix(e.text, strings.Join(terms, " ")) {
		rank = 0
	}
	return rank, true
}

// work is the work items whose id begins with the word.
func (x *Index) work(prefix string, most int) (hits []Hit, total int) {
	const enough = 1000
	for r := range x.s.Records(graph.KindWork, prefix) {
		if !strings.HasPrefix(r.Ref().ID, prefix) || total == enough {
			break
		}
		if total++; len(hits) < most {
			hits = append(hits, hit(r.Ref(), r.Label()))
		}
	}
	return hits, total
}

func hit(ref graph.Ref, name string) Hit {
	info, _ := graph.Info(ref.Kind)
	return Hit{Record: ref, Name: name, Plural: info.Plural}
}
