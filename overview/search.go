package overview

import (
	"slices"
	"strings"

	"throughline/graph"
	"throughline/search"
)

// Index finds records by the words of their names, ids and keys, and work items by the words of their titles and by the
// beginning of their id. It is made for a picture, is not changed afterwards, and may be used by many goroutines.
type Index struct {
	s     *graph.Snapshot
	names *search.Index[graph.Ref]
}

// Hit is a record that was found.
type Hit struct {
	Record graph.Ref
	Name   string
	Plural string // the plural of its kind
}

// sought is the order in which kinds are offered when they match equally well; work comes last.
func sought() []graph.Kind {
	return []graph.Kind{graph.KindUnit, graph.KindTheme, graph.KindOutcome, graph.KindInitiative, graph.KindDecision, graph.KindDependency, graph.KindRequest, graph.KindPerson}
}

// IndexAfter is the index of a picture: quick where that of an earlier picture is at hand, from which it takes what did not
// change. The result is the same. prev may be nil.
func IndexAfter(prev *Index, s *graph.Snapshot) *Index {
	x := &Index{s: s}
	if prev != nil {
		if refs, ok := s.Since(prev.s); ok {
			x.names = prev.names.With(x.changed(refs))
			return x
		}
	}
	var all []search.Entry[graph.Ref]
	for _, k := range graph.Kinds() {
		for r := range s.Records(k.Kind, "") {
			all = append(all, entryOf(r))
		}
	}
	x.names = search.New(graph.Ref.Compare).With(all, nil, x.entry)
	return x
}

// Position is the ledger position of the picture it was made for.
func (x *Index) Position() int64 { return x.s.Position() }

// changed is what the records put and those gone mean for the index.
func (x *Index) changed(refs []graph.Ref) (put []search.Entry[graph.Ref], gone []graph.Ref, entry func(graph.Ref) (search.Entry[graph.Ref], bool)) {
	for _, ref := range refs {
		if e, ok := x.entry(ref); ok {
			put = append(put, e)
		} else {
			gone = append(gone, ref)
		}
	}
	return put, gone, x.entry
}

// entry is what a record is found by; ok is false when it is not in the picture.
func (x *Index) entry(ref graph.Ref) (e search.Entry[graph.Ref], ok bool) {
	r := x.s.Record(ref)
	if r == nil {
		return e, false
	}
	return entryOf(r), true
}

func entryOf(r graph.Record) search.Entry[graph.Ref] {
	ref := r.Ref()
	e := search.Entry[graph.Ref]{Key: ref, Text: r.Label()}
	kinds := sought()
	switch r := r.(type) {
	case *graph.Work: // by its id it is found in the picture's own order
		e.Place = uint8(len(kinds) + 1)
		return e
	case *graph.Initiative:
		e.Text += " " + r.Key
	}
	e.Text += " " + ref.ID
	e.Place = uint8(len(kinds))
	if n := slices.Index(kinds, ref.Kind); n >= 0 {
		e.Place = uint8(n)
	}
	return e
}

// Find is at most the given number of records that have all the words of the query, best first, and how many there are in
// all: names that begin with its first word, then names with these very words, then names with words that begin so, and at
// last work items whose id begins so. Where there are none, words that are misspelt are found.
// The hidden records, in order, are not for the asker: they are neither found nor counted.
func (x *Index) Find(query string, most int, hidden []graph.Ref) (hits []Hit, total int) {
	byID := x.work(strings.ToLower(strings.TrimSpace(query)), hidden)
	found, total := x.names.Find(search.Query[graph.Ref]{Words: query, Most: most, Hidden: hidden, Found: byID})
	for _, ref := range append(found, byID[:min(len(byID), most-len(found))]...) {
		info, _ := graph.Info(ref.Kind)
		hits = append(hits, Hit{Record: ref, Name: x.s.Record(ref).Label(), Plural: info.Plural})
	}
	return hits, total + len(byID)
}

// mostByID bounds how many work items are found by the beginning of their id.
const mostByID = 1000

// work is the work items whose id begins with the word.
func (x *Index) work(prefix string, hidden []graph.Ref) []graph.Ref {
	var out []graph.Ref
	if prefix == "" {
		return nil
	}
	for r := range x.s.Records(graph.KindWork, prefix) {
		if !strings.HasPrefix(r.Ref().ID, prefix) || len(out) == mostByID {
			break
		}
		if _, is := slices.BinarySearchFunc(hidden, r.Ref(), graph.Ref.Compare); !is {
			out = append(out, r.Ref())
		}
	}
	return out
}
