package search

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// spans is the terms that near finds, and fails where a range is empty or stands before the one told last.
func spans(t interface{ Fatalf(string, ...any) }, terms []string, word string, slips int) []string {
	var out []string
	last := 0
	near(terms, word, slips, func(from, to int) {
		if from < last || to <= from || to > len(terms) {
			t.Fatalf("the range %d to %d of %d comes after %d", from, to, len(terms), last)
		}
		last = to
		out = append(out, terms[from:to]...)
	})
	return out
}

func TestNearForgivesEachSortOfSlip(t *testing.T) {
	terms := []string{"ledge", "ledger", "ledgers", "legder", "leger", "leedger", "lexger", "other"}
	slices.Sort(terms)
	for word, want := range map[string]string{
		"ledger": "ledge ledger ledgers leedger legder leger lexger",
		"other":  "other",
		"ohter":  "other",
		"zzzzzz": "",
	} {
		if got := strings.Join(spans(t, terms, word, 1), " "); got != want {
			t.Errorf("near %q are %q, want %q", word, got, want)
		}
	}
	if got := spans(t, terms, "leger", 0); !slices.Equal(got, []string{"leger"}) {
		t.Errorf("without forgiving, near leger are %v", got)
	}
	if got := spans(t, nil, "word", 2); got != nil {
		t.Errorf("of no terms %v are near", got)
	}
}

// The walk through the sorted terms leaves out none that is near and finds none that is not: for every term, some beginning
// of it lies within the slips of the word, by the full table of distances.
func TestNearIsWhatEveryTermByItselfTells(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		terms := rapid.SliceOfNDistinct(rapid.StringMatching(`[ab]{1,7}`), 0, 12, func(s string) string { return s }).Draw(t, "terms")
		slices.Sort(terms)
		word, slips := rapid.StringMatching(`[abc]{1,6}`).Draw(t, "word"), rapid.IntRange(0, 2).Draw(t, "slips")
		var want []string
		for _, term := range terms {
			if least(term, word) <= slips {
				want = append(want, term)
			}
		}
		if got := spans(t, terms, word, slips); !slices.Equal(got, want) {
			t.Fatalf("near %q with %d slips are %v, want %v", word, slips, got, want)
		}
	})
}

// least is the least distance between the word and a beginning of the term.
func least(term, word string) int {
	w := walk{word: word, rows: [][]int{make([]int, len(word)+1)}}
	for j := range w.rows[0] {
		w.rows[0][j] = j
	}
	w.term = term
	best := len(word)
	for i := range len(term) {
		w.extend(i)
		best = min(best, w.rows[i+1][len(word)])
	}
	return best
}

func TestSets(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const n = 150
		draw := func(name string) (set, map[uint32]bool) {
			s, m := newSet(n), map[uint32]bool{}
			for _, x := range rapid.SliceOf(rapid.Uint32Range(0, n-1)).Draw(t, name) {
				s.add(x)
				m[x] = true
			}
			return s, m
		}
		a, inA := draw("a")
		b, inB := draw("b")
		out := rapid.Uint32Range(0, n-1).Draw(t, "out")
		both, only := slices.Clone(a), slices.Clone(a)
		both.and(b)
		only.without(b)
		only.remove(out)
		var order []uint32
		both.each(func(x uint32) bool {
			order = append(order, x)
			return true
		})
		if !slices.IsSorted(order) || len(order) != both.count() {
			t.Fatalf("%v is not in order, or not the %d there are", order, both.count())
		}
		for x := range uint32(n) {
			if both.has(x) != (inA[x] && inB[x]) || only.has(x) != (inA[x] && !inB[x] && x != out) {
				t.Fatalf("%d is wrong", x)
			}
		}
	})
}
