package search

import (
	"cmp"
	"slices"
)

// Entry is something to be found.
type Entry[K any] struct {
	Key   K
	Text  string // its name first, then whatever else it is found by
	Place uint8  // what comes first when two match equally well: the lower one
}

// Index finds entries. It is never changed and may be used by many goroutines. New makes one.
type Index[K any] struct {
	compare  func(a, b K) int
	segments []*segment[K] // oldest and largest first
}

// New is an index without entries. compare puts keys in order.
func New[K any](compare func(a, b K) int) *Index[K] { return &Index[K]{compare: compare} }

// Len is how many entries there are.
func (x *Index[K]) Len() int {
	n := 0
	for _, s := range x.segments {
		n += s.live()
	}
	return n
}

// With is the index with entries added and others gone; an entry whose key is there replaces it. text tells the entry of a
// key that stays, for when it moves to another segment.
func (x *Index[K]) With(put []Entry[K], gone []K, entry func(K) (Entry[K], bool)) *Index[K] {
	put = slices.Clone(put)
	next := &Index[K]{compare: x.compare}
	for _, s := range x.segments {
		var out []uint32
		for _, k := range gone {
			if d, found := s.find(k, x.compare); found {
				out = append(out, d)
			}
		}
		for _, e := range put {
			if d, found := s.find(e.Key, x.compare); found {
				out = append(out, d)
			}
		}
		if len(out) > 0 {
			s = s.without(out)
		}
		if s.live() > 0 {
			next.segments = append(next.segments, s)
		}
	}
	for n := len(next.segments); n > 0 && next.segments[n-1].live() < 2*len(put); n-- {
		put = next.segments[n-1].rest(put, entry)
		next.segments = next.segments[:n-1]
	}
	if len(put) > 0 {
		next.segments = append(next.segments, newSegment(put, x.compare))
	}
	return next
}

// rest adds the entries of the segment that are still there.
func (s *segment[K]) rest(to []Entry[K], entry func(K) (Entry[K], bool)) []Entry[K] {
	for d, k := range s.keys {
		if s.dead != nil && s.dead.has(uint32(d)) {
			continue
		}
		if e, ok := entry(k); ok {
			to = append(to, e)
		}
	}
	return to
}

// Query is what somebody looks for.
type Query[K any] struct {
	Words  string
	Most   int  // how many are found at most
	Hidden []K  // entries that are not for the asker, in order; they may be many
	Found  []K  // entries that were found already; they are few
	Exact  bool // nothing misspelt is found
}

// Find is the keys of the entries that have all the words, best first, and how many there are in all: those whose text
// begins with the first of the words, then those with these very words, then those with words that begin so. Only where
// there are none are words found that are misspelt.
func (x *Index[K]) Find(q Query[K]) (found []K, total int) {
	words := Terms(q.Words)
	if len(words) == 0 || q.Most <= 0 {
		return nil, 0
	}
	var list []candidate[K]
	for _, forgiving := range []bool{false, true} {
		for _, s := range x.segments {
			n, some := s.matches(q, words, forgiving, x.compare)
			total += n
			list = append(list, some...)
		}
		if total > 0 || q.Exact {
			break
		}
	}
	slices.SortFunc(list, func(a, b candidate[K]) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.place, b.place), cmp.Compare(a.size, b.size), x.compare(a.key, b.key))
	})
	for _, c := range list[:min(q.Most, len(list))] {
		found = append(found, c.key)
	}
	return found, total
}

// candidate is an entry that matches.
type candidate[K any] struct {
	key   K
	rank  int // 0 begins with what is asked, 1 has the very words, 2 has words that begin so
	place uint8
	size  uint16
}

// matches is how many entries of the segment match, and the best of each rank.
func (s *segment[K]) matches(q Query[K], words []string, forgiving bool, compare func(a, b K) int) (total int, some []candidate[K]) {
	all := s.having(words, func(word string, into set) { s.matching(word, forgiving, into) })
	all.without(s.dead)
	s.remove(all, q.Found, compare)
	if total = all.count(); total < len(q.Hidden) {
		all.each(func(d uint32) bool {
			if _, is := slices.BinarySearchFunc(q.Hidden, s.keys[d], compare); is {
				all.remove(d)
			}
			return true
		})
	} else {
		s.remove(all, q.Hidden, compare)
	}
	if total = all.count(); total == 0 {
		return 0, nil
	}
	very := s.having(words, func(word string, into set) {
		if at, found := slices.BinarySearch(s.terms, word); found {
			s.mark(into, at, at+1)
		}
	})
	very.and(all)
	for rank, from := range []set{s.beginning(words[0], forgiving, all), very, all} {
		left := q.Most
		from.each(func(d uint32) bool {
			some = append(some, candidate[K]{s.keys[d], rank, s.place[d], s.size[d]})
			all.remove(d)
			very.remove(d)
			left--
			return left > 0
		})
	}
	return total, some
}

// remove takes entries out of a set.
func (s *segment[K]) remove(from set, keys []K, compare func(a, b K) int) {
	for _, k := range keys {
		if d, found := s.find(k, compare); found {
			from.remove(d)
		}
	}
}

// beginning is those of the entries whose text begins with the word, or nearly so.
func (s *segment[K]) beginning(word string, forgiving bool, of set) set {
	terms := newSet(len(s.terms))
	s.terming(word, forgiving, func(from, to int) {
		for t := from; t < to; t++ {
			terms.add(uint32(t))
		}
	})
	out := newSet(len(s.keys))
	of.each(func(d uint32) bool {
		if terms.has(s.first[d]) {
			out.add(d)
		}
		return true
	})
	return out
}

// having is the entries that have all the words, as mark finds those of one.
func (s *segment[K]) having(words []string, mark func(word string, into set)) set {
	var all set
	for _, w := range words {
		one := newSet(len(s.keys))
		if mark(w, one); all == nil {
			all = one
		} else {
			all.and(one)
		}
	}
	return all
}

// matching marks the entries with a word that begins as the word does, or nearly so.
func (s *segment[K]) matching(word string, forgiving bool, into set) {
	s.terming(word, forgiving, func(from, to int) { s.mark(into, from, to) })
}

// terming yields the ranges of the terms that begin as the word does, or nearly so.
func (s *segment[K]) terming(word string, forgiving bool, yield func(from, to int)) {
	if forgiving && slips(word) > 0 {
		near(s.terms, word, slips(word), yield)
		return
	}
	yield(s.prefixed(word))
}
