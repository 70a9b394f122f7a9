package source

import (
	"bytes"
	"cmp"
	"path"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
)

// A file that vanished and one that is new in the same commit are one moved file when they hold
// the same, or are alike enough. Only wanted files are looked at: where a plan was moved from a
// place that nobody wants, it began.

const (
	// enoughAlike is the likeness in percent from which two files are one: git's own default.
	enoughAlike = 50
	// mostPairs is how many pairs of files are compared; with more, only those that kept their
	// folder's name and their own are.
	mostPairs = 1_000_000
)

// pair is a new file that may be one that vanished.
type pair struct {
	gone, made int // indexes
	alike      int // in percent
	near       int // how many parts of the paths are the same from the end on
}

// moves pairs files that are new with those that vanished: by the index of the new one, that of
// the other.
func moves(made, gone []tracked, content func(plumbing.Hash) ([]byte, error)) (map[int]int, error) {
	m := mover{made: made, gone: gone, to: map[int]int{}, from: map[int]bool{}}
	if len(made) == 0 || len(gone) == 0 {
		return m.to, nil
	}
	m.settle(m.equal())
	open := (len(made) - len(m.to)) * (len(gone) - len(m.to))
	for _, near := range []int{2, 0} { // who kept folder and name first
		if near == 0 && open > mostPairs {
			break
		}
		pairs, err := m.alike(near, content)
		if err != nil {
			return nil, err
		}
		m.settle(pairs)
	}
	return m.to, nil
}

type mover struct {
	made, gone []tracked
	to         map[int]int
	from       map[int]bool
	texts      map[plumbing.Hash]text
}

// equal are the pairs that hold exactly the same.
func (m *mover) equal() []pair {
	by := map[plumbing.Hash][]int{}
	for i, g := range m.gone {
		by[g.before] = append(by[g.before], i)
	}
	var out []pair
	for i, n := range m.made {
		for _, g := range by[n.after] {
			out = append(out, pair{g, i, 100, nearness(m.gone[g].path, n.path)})
		}
	}
	return out
}

// alike are the pairs still open whose paths are near enough and whose contents are alike.
func (m *mover) alike(near int, content func(plumbing.Hash) ([]byte, error)) ([]pair, error) {
	var out []pair
	for i, n := range m.made {
		if _, done := m.to[i]; done {
			continue
		}
		for j, g := range m.gone {
			at := nearness(g.path, n.path)
			if m.from[j] || at < near {
				continue
			}
			a, err := m.text(g.before, content)
			if err != nil {
				return nil, err
			}
			b, err := m.text(n.after, content)
			if err != nil {
				return nil, err
			}
			if alike := a.likeness(b); alike >= enoughAlike {
				out = append(out, pair{j, i, alike, at})
			}
		}
	}
	return out, nil
}

// settle takes the best pairs first, each file once.
func (m *mover) settle(pairs []pair) {
	slices.SortFunc(pairs, func(a, b pair) int {
		return cmp.Or(cmp.Compare(b.alike, a.alike), cmp.Compare(b.near, a.near), cmp.Compare(a.gone, b.gone), cmp.Compare(a.made, b.made))
	})
	for _, p := range pairs {
		if _, done := m.to[p.made]; !done && !m.from[p.gone] {
			m.to[p.made], m.from[p.gone] = p.gone, true
		}
	}
}

func (m *mover) text(h plumbing.Hash, content func(plumbing.Hash) ([]byte, error)) (text, error) {
	if t, ok := m.texts[h]; ok {
		return t, nil
	}
	b, err := content(h)
	if err != nil {
		return text{}, err
	}
	if m.texts == nil {
		m.texts = map[plumbing.Hash]text{}
	}
	m.texts[h] = textOf(b)
	return m.texts[h], nil
}

// nearness counts the parts of two paths that are the same, from the end on.
func nearness(a, b string) int {
	n := 0
	for a != "." && b != "." && path.Base(a) == path.Base(b) {
		n++
		a, b = path.Dir(a), path.Dir(b)
	}
	return n
}

// text is a file as the lines it consists of.
type text struct {
	size  int
	lines map[string]int // how often each stands in it
}

// textOf takes a file apart. How its lines end does not matter, and a long line counts in pieces.
func textOf(b []byte) text {
	const longest = 64
	t := text{size: len(b), lines: map[string]int{}}
	if bytes.IndexByte(b, 0) < 0 && bytes.Contains(b, []byte("\r\n")) {
		b = bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n"))
		t.size = len(b)
	}
	for rest := string(b); rest != ""; {
		end := min(len(rest), longest)
		if i := strings.IndexByte(rest[:end], '\n'); i >= 0 {
			end = i + 1
		}
		t.lines[rest[:end]]++
		rest = rest[end:]
	}
	return t
}

// likeness is how much of the larger of two texts stands in the other, in percent.
func (t text) likeness(o text) int {
	larger, smaller := max(t.size, o.size), min(t.size, o.size)
	if smaller*100 < enoughAlike*larger {
		return 0
	}
	common := 0
	for line, n := range t.lines {
		common += min(n, o.lines[line]) * len(line)
	}
	return common * 100 / max(larger, 1)
}
