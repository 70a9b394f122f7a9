package web

import (
	"fmt"
	"slices"
	"strconv"

	"throughline/web/view"
	"throughline/wording"
)

// portion is how a list that is one part of a page goes on: by a parameter of its own, so that the other parts stay where they are.
type portion struct {
	param     string // of the address: the key of the row after which it goes on
	part      string // the anchor of the part
	most      int    // rows at once
	one, many string // what a row is
}

// portionOf is the rows of a list that the address asks for, and the way on. A key that none has begins at the first row.
func portionOf[T any](v *visit, p portion, list []T, key func(T) string) ([]T, view.Pager) {
	from := 0
	if after := v.query(p.param); after != "" {
		from = 1 + slices.IndexFunc(list, func(row T) bool { return key(row) == after })
	}
	rows := list[from:min(len(list), from+p.most)]
	var out view.Pager
	if len(rows) == len(list) {
		return rows, out
	}
	last := from + len(rows)
	out.Shown = fmt.Sprintf("%s to %s of %s", wording.Number(float64(from+1)), wording.Number(float64(last)), wording.Count(len(list), p.one, p.many))
	if last < len(list) {
		out.Next = v.onward(p, key(rows[len(rows)-1]))
	}
	if from > 0 {
		out.First = v.onward(p, "")
	}
	return rows, out
}

// textsOf is portionOf for texts, which may be alike: the key of one is its number.
func textsOf(v *visit, p portion, list []string) ([]string, view.Pager) {
	numbers := make([]int, len(list))
	for n := range numbers {
		numbers[n] = n
	}
	numbers, pager := portionOf(v, p, numbers, strconv.Itoa)
	if len(numbers) == 0 {
		return nil, pager
	}
	return list[numbers[0] : numbers[0]+len(numbers)], pager
}

// onward is this page with another portion of one of its lists.
func (v *visit) onward(p portion, key string) string {
	q := []string{p.param, key, editParam, ""}
	if p.param != "after" {
		q = append(q, "after", v.query("after"))
	}
	return v.here(q...) + "#" + p.part
}
