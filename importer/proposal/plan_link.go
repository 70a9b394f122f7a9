package proposal

import (
	"cmp"
	"maps"
	"slices"

	"throughline/graph"
)

// relink resolves the links of all living proposals anew: a link may begin to lead somewhere when
// its target is made, and end when it moves or goes.
func (w *weaver) relink() {
	x := w.indexNow()
	byPath := map[string]int{}
	for l, p := range w.living {
		byPath[p.Path] = l
	}
	links := map[int][]graph.Link{}
	for _, l := range slices.Sorted(maps.Keys(w.living)) {
		w.linksOf(x, byPath, links, l)
	}
	for _, l := range slices.Sorted(maps.Keys(w.living)) {
		was, ok := current[*graph.Initiative](w, w.initiative(l).Ref())
		list := tidy(links[l])
		if !ok || slices.Equal(was.Links, list) {
			continue
		}
		i := *was
		i.Links = list
		w.put(&i)
	}
}

// linksOf adds the links of one lineage. "Superseded by" is the other's "replaces".
func (w *weaver) linksOf(x *Index, byPath map[string]int, links map[int][]graph.Link, l int) {
	p := w.living[l]
	add := func(from int, kind graph.LinkKind, to int) {
		if from != to {
			links[from] = append(links[from], graph.Link{Kind: kind, Initiative: w.initiative(to)})
		}
	}
	for _, raw := range p.SeeAlso {
		if to, ok := w.target(x, byPath, p, raw); ok {
			add(l, graph.SeeAlso, to)
		}
	}
	for _, raw := range p.Replaces {
		if to, ok := w.target(x, byPath, p, raw); ok {
			add(l, graph.Replaces, to)
		}
	}
	for _, raw := range p.SupersededBy {
		if to, ok := w.target(x, byPath, p, raw); ok {
			add(to, graph.Replaces, l)
		}
	}
}

// target is the lineage a link leads to.
func (w *weaver) target(x *Index, byPath map[string]int, p *Proposal, raw string) (int, bool) {
	a, ok := w.address[raw]
	if !ok {
		a = w.m.address(raw)
		w.address[raw] = a
	}
	to := x.resolve(p.Path, "", raw, a).To
	if to == "" {
		return 0, false
	}
	l, ok := byPath[to]
	return l, ok
}

// tidy is the links in order, each once.
func tidy(list []graph.Link) []graph.Link {
	slices.SortFunc(list, func(a, b graph.Link) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Initiative, b.Initiative))
	})
	return slices.Compact(list)
}

// indexNow indexes the living proposals.
func (w *weaver) indexNow() *Index {
	now := make([]*Proposal, 0, len(w.living))
	for _, l := range slices.Sorted(maps.Keys(w.living)) {
		now = append(now, w.living[l])
	}
	return w.m.NewIndex(now, nil)
}
