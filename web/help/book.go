package help

import (
	"cmp"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"throughline/search"
)

// Path is the address of the help; a document is below it.
const Path = "/help"

// Page is a document as the help shows it.
type Page struct {
	ID      string // /help/ID
	Title   string
	Lead    string // its first sentence, as words
	Opening string // its first paragraph as HTML, where it can stand alone
	HTML    string // all below that; safe to be written as it is, like the opening
	Listed  bool   // something to look things up in, no guide
	Parts   []Part
	Targets []string // the addresses its links lead to inside the product, in their order
}

// Part is a part of a document that has an address.
type Part struct {
	ID, Title string
	Level     int // of its heading; what follows with a higher one belongs to it
}

// Has reports whether the document has a part with the address.
func (p *Page) Has(part string) bool {
	return slices.ContainsFunc(p.Parts, func(x Part) bool { return x.ID == part })
}

// Group is some documents under a name.
type Group struct {
	Name  string
	Pages []*Page
}

// Book is every document. It is not changed once it is open, and may be used by many goroutines.
type Book struct {
	pages  map[string]*Page
	groups []Group
	index  *search.Index[string]
}

// listed is the documents that things are looked up in, by their path.
func listed() map[string]string {
	return map[string]string{
		"findings.md": "list-of-findings", "measures.md": "list-of-measures", "glossary.md": "glossary", "commands.md": "commands", "csv.md": "tables",
		"workspace-files.md": "workspace-files", "schema/fields.md": "fields",
	}
}

// shelves is the order of the contents; a guide that stands on none of them is on the last.
func shelves() []Group {
	shelf := func(name string, ids ...string) Group {
		g := Group{Name: name}
		for _, id := range ids {
			g.Pages = append(g.Pages, &Page{ID: id})
		}
		return g
	}
	return []Group{
		shelf("Begin", "start", "import", "editing", "owed", "following"),
		shelf("See where it gets lost", "where-we-stand", "line-of-sight", "findings", "cadence", "history"),
		shelf("Say what is meant", "strategy", "cascade", "outcomes", "units"),
		shelf("Plan and agree", "portfolio", "dependencies", "decisions"),
		shelf("Look things up", "glossary", "list-of-findings", "list-of-measures", "fields", "tables", "workspace-files", "commands"),
		shelf("Run it, connect it", "running", "accounts", "single-sign-on", "workspaces", "mail", "api", "remote", "assistants"),
	}
}

// Open renders the documents: the guides below guide/, and what is looked up beside them.
func Open(files fs.FS) (*Book, error) {
	b := &Book{pages: make(map[string]*Page)}
	guides, err := fs.Glob(files, "guide/*.md")
	if err != nil {
		return nil, err
	}
	names := listed()
	for _, name := range guides {
		names[name] = strings.TrimSuffix(path.Base(name), ".md")
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		id := names[name]
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, fmt.Errorf("read the document %s: %w", name, err)
		}
		p, err := render(text, name, names)
		if err != nil {
			return nil, fmt.Errorf("render the document %s: %w", name, err)
		}
		p.ID, p.Listed = id, !strings.HasPrefix(name, "guide/")
		b.pages[id] = p
	}
	b.arrange()
	b.sort()
	return b, nil
}

// arrange puts the pages on their shelves.
func (b *Book) arrange() {
	stood := make(map[string]bool)
	for _, shelf := range shelves() {
		g := Group{Name: shelf.Name}
		for _, want := range shelf.Pages {
			if p := b.pages[want.ID]; p != nil {
				g.Pages, stood[p.ID] = append(g.Pages, p), true
			}
		}
		if len(g.Pages) > 0 {
			b.groups = append(b.groups, g)
		}
	}
	if len(b.groups) == 0 {
		b.groups = []Group{{Name: "Guides"}}
	}
	last := &b.groups[len(b.groups)-1]
	for _, p := range b.All() {
		if !stood[p.ID] {
			last.Pages = append(last.Pages, p)
		}
	}
}

// sort makes the index of titles and parts.
func (b *Book) sort() {
	var all []search.Entry[string]
	for _, p := range b.All() {
		all = append(all, search.Entry[string]{Key: p.ID, Text: p.Title})
		if p.Listed { // its parts are names of findings and measures, which would hide the guides
			continue
		}
		for _, part := range p.Parts {
			all = append(all, search.Entry[string]{Key: p.ID + "#" + part.ID, Text: part.Title, Place: 1})
		}
	}
	b.index = search.New(cmp.Compare[string]).With(all, nil, func(string) (search.Entry[string], bool) { return search.Entry[string]{}, false })
}

// All is every page by id.
func (b *Book) All() []*Page {
	out := make([]*Page, 0, len(b.pages))
	for _, p := range b.pages {
		out = append(out, p)
	}
	slices.SortFunc(out, func(a, b *Page) int { return cmp.Compare(a.ID, b.ID) })
	return out
}

// Groups is the contents.
func (b *Book) Groups() []Group { return b.groups }

// Page is the document of an id, nil for none.
func (b *Book) Page(id string) *Page { return b.pages[id] }

// Hit is a document, or a part of one, that was found.
type Hit struct {
	Page *Page
	Part Part // empty for the whole
}

// Find is the guides and parts of them that have all the words in their titles, best first.
func (b *Book) Find(words string, most int) (hits []Hit) {
	found, _ := b.index.Find(search.Query[string]{Words: words, Most: most})
	for _, key := range found {
		id, part, _ := strings.Cut(key, "#")
		h := Hit{Page: b.pages[id]}
		if at := slices.IndexFunc(h.Page.Parts, func(x Part) bool { return x.ID == part }); at >= 0 {
			h.Part = h.Page.Parts[at]
		}
		hits = append(hits, h)
	}
	return hits
}
