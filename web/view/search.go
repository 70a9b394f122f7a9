package view

import (
	"net/url"

	"github.com/a-h/templ"
)

// Search is the page of what was found for some words.
type Search struct {
	Shell Shell
	// Query is what was typed; empty before anything was.
	Query string
	// Lead says how much was found: "23 records match “ledger”."
	Lead   string
	Groups []SearchGroup
	Pager  Pager
	// Missing stands in place of groups when nothing was found.
	Missing *Missing
}

// SearchGroup is what was found of one sort: pages, units, initiatives, findings.
type SearchGroup struct {
	Name string
	Hits []Hit
}

// Hit is one thing found.
type Hit struct {
	Name string
	// Kind follows in grey: "initiative, 1,260 days".
	Kind string
	// Text is the place where the words were found; optional, only on the page.
	Text string
	Href string
	// Press is the key that does it on the page where it is chosen, instead of a place it leads to; only in the palette.
	Press string
	Icon  string // empty shows an arrow
}

// orNothing is the groups, or that nothing has the name that was typed, and the way to what has the words: a list is never without an
// entry.
func orNothing(groups []SearchGroup, query string) []SearchGroup {
	if len(groups) > 0 || query == "" {
		return groups
	}
	all := Hit{Name: "Search all words", Kind: "page", Icon: "search", Href: "/search?" + url.Values{"q": {query}}.Encode()}
	return []SearchGroup{{Name: "Nothing is called “" + query + "”", Hits: []Hit{all}}}
}

// goal is where the palette goes, or the key it presses.
func (h Hit) goal() templ.Attributes {
	if h.Press != "" {
		return templ.Attributes{"data-press": h.Press}
	}
	return templ.Attributes{"data-href": h.Href}
}

func (h Hit) icon() string {
	if h.Icon == "" {
		return "arrow"
	}
	return h.Icon
}
