package web

import (
	"cmp"
	"slices"
	"strings"

	"throughline/discussion"
	"throughline/graph"
	"throughline/ledger"
	"throughline/search"
	"throughline/web/view"
	"throughline/wording"
)

// mostNameable is how many people are suggested while somebody is named.
const mostNameable = 8

// nameable is the people whose name, handle or id has words that begin as those that were typed after an @, by name. What would be
// written is understood as that person and nobody else.
func (v *visit) nameable(q string) []view.NameOption {
	terms := search.Terms(q)
	if len(terms) == 0 {
		return nil
	}
	var found []*graph.Person
	for p := range graph.All[*graph.Person](v.now) {
		if begins(search.Terms(p.Name+" "+p.Handle+" "+string(p.ID)), terms) {
			found = append(found, p)
		}
	}
	slices.SortFunc(found, func(a, b *graph.Person) int {
		return cmp.Or(cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)), cmp.Compare(a.ID, b.ID))
	})
	people, out := discussion.PeopleOf(v.now), make([]view.NameOption, 0, mostNameable)
	for _, p := range found[:min(len(found), mostNameable)] {
		o := view.NameOption{Name: p.Label(), Writes: writes(people, p)}
		if u := v.now.Unit(p.Unit); u != nil {
			o.Unit = u.ShortName()
		}
		out = append(out, o)
	}
	return out
}

// begins reports whether every term begins one of the words.
func begins(words, terms []string) bool {
	for _, t := range terms {
		if !slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(w, t) }) {
			return false
		}
	}
	return true
}

// writes is how a person is named in a text: by the first of their name, handle and id that nobody else has.
func writes(people *discussion.People, p *graph.Person) string {
	for _, name := range []string{p.Name, strings.TrimPrefix(p.Handle, "@")} {
		text := "@" + name
		m := people.Mentions(text)
		if len(m) == 1 && m[0].From == 0 && m[0].To == len(text) && m[0].Person == p.ID && len(m[0].Others) == 0 {
			return text
		}
	}
	return "@" + string(p.ID)
}

// unnamed says whom the comments of a change meant to name and did not; "" where everybody was found.
func (v *visit) unnamed(e *ledger.Entry) string {
	var words []string
	people := discussion.PeopleOf(v.now)
	for _, d := range e.Documents {
		c := graph.Find[*graph.Comment](v.now, d.ID)
		if graph.Kind(d.Kind) != graph.KindComment || c == nil || c.Stamp().Position != e.Position {
			continue
		}
		for _, w := range people.Unnamed(c.Text) {
			if w = "“" + w + "”"; !slices.Contains(words, w) {
				words = append(words, w)
			}
		}
	}
	switch len(words) {
	case 0:
		return ""
	case 1:
		return words[0] + " names nobody, so nobody was told by it."
	}
	return wording.List(words, mostNameable) + " name nobody, so nobody was told by them."
}
