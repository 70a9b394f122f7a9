package search

import (
	"sort"
	"strings"
)

// near yields the ranges of the terms that are the word but for at most so many slips, or begin so: a letter too many, too
// few or wrong, or two letters swapped. It walks the sorted terms as a tree and leaves out every branch that is too far
// already. The distance is optimal string alignment: Damerau 1964, as bounded by Ukkonen 1985.
func near(terms []string, word string, slips int, yield func(from, to int)) {
	w := walk{word: word, slips: slips, rows: [][]int{make([]int, len(word)+1)}}
	for j := range w.rows[0] {
		w.rows[0][j] = j
	}
	for n := 0; n < len(terms); {
		depth, hit := w.step(terms[n])
		if depth == 0 { // it holds as a whole and neither matches nor fails: the next term may go on from it
			n++
			continue
		}
		prefix := terms[n][:depth]
		end := n + sort.Search(len(terms)-n, func(i int) bool { return !strings.HasPrefix(terms[n+i], prefix) })
		if hit {
			yield(n, end)
		}
		n = end
	}
}

// walk is the rows of distances along the letters of the term reached: row i, column j is the distance between the first
// i letters of the term and the first j of the word.
type walk struct {
	word  string
	slips int
	rows  [][]int
	term  string
}

// step goes on to a term, from what it shares with the one before. depth is after how many letters it is decided for
// every term that begins so, 0 when it is not: hit when the word is met there, else too far.
func (w *walk) step(term string) (depth int, hit bool) {
	shared := 0
	for shared < len(term) && shared < len(w.term) && shared+1 < len(w.rows) && term[shared] == w.term[shared] {
		shared++
	}
	w.term, w.rows = term, w.rows[:shared+1]
	for i := shared; i < len(term); i++ {
		least := w.extend(i)
		row := w.rows[i+1]
		if row[len(w.word)] <= w.slips {
			return i + 1, true
		}
		if least > w.slips {
			return i + 1, false
		}
	}
	return 0, false
}

// extend makes the row of letter i of the term and returns its least distance.
func (w *walk) extend(i int) int {
	prev, row := w.rows[i], make([]int, len(w.word)+1)
	row[0] = i + 1
	least := row[0]
	for j := 1; j <= len(w.word); j++ {
		cost := 1
		if w.term[i] == w.word[j-1] {
			cost = 0
		}
		row[j] = min(prev[j]+1, row[j-1]+1, prev[j-1]+cost)
		if i > 0 && j > 1 && w.term[i] == w.word[j-2] && w.term[i-1] == w.word[j-1] {
			row[j] = min(row[j], w.rows[i-1][j-2]+1)
		}
		least = min(least, row[j])
	}
	w.rows = append(w.rows, row)
	return least
}
