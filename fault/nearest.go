package fault

import (
	"cmp"
	"slices"
	"strings"
)

// Nearest is at most n of the names that are close to the one given, best first:
// by edit distance over lower case, a contained word or the beginning of a longer name counting as close.
// Names further than a third of their length are left out.
func Nearest(given string, names []string, n int) []string {
	type scored struct {
		name string
		d    int
	}
	g := strings.ToLower(given)
	var all []scored
	for _, name := range names {
		l := strings.ToLower(name)
		d := distance(g, l)
		if len(g) >= 3 && strings.Contains(l, g) {
			d = min(d, 1)
		}
		if short := len(g); short >= 6 && short < len(l) {
			if b := distance(g, l[:short]); b <= short/6 {
				d = min(d, b+1)
			}
		}
		if d <= max(2, max(len(g), len(l))/3) {
			all = append(all, scored{name, d})
		}
	}
	slices.SortFunc(all, func(a, b scored) int {
		return cmp.Or(cmp.Compare(a.d, b.d), cmp.Compare(a.name, b.name))
	})
	var out []string
	for _, s := range all[:min(n, len(all))] {
		out = append(out, s.name)
	}
	return out
}

// distance is the number of single-letter insertions, deletions, replacements and
// swaps of neighbours that turn a into b (optimal string alignment).
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	var before []int
	prev, cur := make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(x); i++ {
		cur[0] = i
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			cur[j] = min(prev[j]+1, cur[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				cur[j] = min(cur[j], before[j-2]+1)
			}
		}
		before, prev, cur = prev, cur, make([]int, len(y)+1)
	}
	return prev[len(y)]
}
