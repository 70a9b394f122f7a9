package search

import (
	"cmp"
	"slices"
	"sort"
	"strings"
)

// segment is the entries of a part of an index, in the order in which they are offered when they match equally well.
type segment[K any] struct {
	keys  []K
	place []uint8
	size  []uint16 // the length of the text, as far as it counts
	first []uint32 // the term each text begins with
	byKey []uint32 // the entries in the order of their keys
	terms []string // in order, each once
	start []uint32 // the entries of term n are docs[start[n]:start[n+1]], in order
	docs  []uint32
	dead  set // entries that a newer segment replaces or that are gone; nil for none
	lost  int // how many of them
}

// live is how many entries of the segment can be found.
func (s *segment[K]) live() int { return len(s.keys) - s.lost }

// newSegment makes a segment of entries, of which no two have the same key.
func newSegment[K any](entries []Entry[K], compare func(a, b K) int) *segment[K] {
	slices.SortFunc(entries, func(a, b Entry[K]) int {
		return cmp.Or(cmp.Compare(a.Place, b.Place), cmp.Compare(size(a.Text), size(b.Text)), compare(a.Key, b.Key))
	})
	n := len(entries)
	s := &segment[K]{keys: make([]K, n), place: make([]uint8, n), size: make([]uint16, n), first: make([]uint32, n), byKey: make([]uint32, n)}
	number := make(map[string]uint32)
	var words []uint32 // the terms of all entries, one after the other
	ends := make([]uint32, n)
	for n, e := range entries {
		s.keys[n], s.place[n], s.size[n], s.byKey[n] = e.Key, e.Place, size(e.Text), uint32(n)
		from := len(words)
		for _, t := range Terms(e.Text) {
			id, found := number[t]
			if !found {
				t = strings.Clone(t)
				id = uint32(len(s.terms))
				number[t] = id
				s.terms = append(s.terms, t)
			}
			if !slices.Contains(words[from:], id) {
				words = append(words, id)
			}
		}
		ends[n] = uint32(len(words))
	}
	slices.SortFunc(s.byKey, func(a, b uint32) int { return compare(s.keys[a], s.keys[b]) })
	s.invert(words, ends)
	return s
}

// size is the length of a text, as far as it counts when two match equally well.
func size(text string) uint16 { return uint16(min(len(text), 1<<16-1)) }

// invert turns the terms of each entry into the entries of each term, and puts the terms in order.
func (s *segment[K]) invert(words, ends []uint32) {
	order := make([]uint32, len(s.terms))
	for n := range order {
		order[n] = uint32(n)
	}
	slices.SortFunc(order, func(a, b uint32) int { return strings.Compare(s.terms[a], s.terms[b]) })
	place, sorted := make([]uint32, len(order)), make([]string, len(order))
	for n, id := range order {
		place[id], sorted[n] = uint32(n), s.terms[id]
	}
	s.terms = sorted
	s.start = make([]uint32, len(order)+1)
	for _, id := range words {
		s.start[place[id]+1]++
	}
	for n := range order {
		s.start[n+1] += s.start[n]
	}
	s.docs = make([]uint32, len(words))
	next := slices.Clone(s.start)
	at := uint32(0)
	for doc, end := range ends {
		if s.first[doc] = none; at < end {
			s.first[doc] = place[words[at]]
		}
		for ; at < end; at++ {
			t := place[words[at]]
			s.docs[next[t]] = uint32(doc)
			next[t]++
		}
	}
}

// none is the first term of a text without any.
const none = 1<<32 - 1

// find is the entry of the key.
func (s *segment[K]) find(key K, compare func(a, b K) int) (doc uint32, found bool) {
	at, found := slices.BinarySearchFunc(s.byKey, key, func(d uint32, k K) int { return compare(s.keys[d], k) })
	if !found {
		return 0, false
	}
	return s.byKey[at], true
}

// without is the segment without some of its entries; the segment itself stays as it is.
func (s *segment[K]) without(docs []uint32) *segment[K] {
	c := *s
	c.dead = newSet(len(s.keys))
	copy(c.dead, s.dead)
	for _, d := range docs {
		if !c.dead.has(d) {
			c.dead.add(d)
			c.lost++
		}
	}
	return &c
}

// mark adds the entries of the terms from one to another to a set.
func (s *segment[K]) mark(into set, from, to int) {
	for _, d := range s.docs[s.start[from]:s.start[to]] {
		into.add(d)
	}
}

// prefixed is the range of the terms that begin with the word.
func (s *segment[K]) prefixed(word string) (from, to int) {
	from = sort.SearchStrings(s.terms, word)
	to = from + sort.Search(len(s.terms)-from, func(n int) bool { return !strings.HasPrefix(s.terms[from+n], word) })
	return from, to
}
