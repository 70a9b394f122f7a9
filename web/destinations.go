package web

import (
	"cmp"
	"strings"

	"throughline/access"
	"throughline/graph"
	"throughline/search"
	"throughline/web/help"
	"throughline/web/view"
	"throughline/wording"
)

// destination is where the palette leads besides the records: a page, something one may do, a figure or a check.
type destination struct {
	name   string
	more   string // other words it is found by
	kind   string // what stands beside it
	icon   string
	place  uint8 // the less, the sooner it is offered when it matches as well as another
	path   string
	view   string // of the page
	part   string // of the page
	press  string // the key that does it on any page, instead of a path
	offers func(*visit) bool
}

// destinations finds them by the words of their names.
type destinations struct {
	list  []destination
	index *search.Index[int]
}

// newDestinations lists the pages first, then what one may do, then what one may look up.
func newDestinations(guides *help.Book) *destinations {
	d := &destinations{list: append(goals(), listed(guides)...)}
	all := make([]search.Entry[int], len(d.list))
	for n, one := range d.list {
		all[n] = search.Entry[int]{Key: n, Text: one.name + " " + one.more, Place: one.place}
	}
	d.index = search.New(cmp.Compare[int]).With(all, nil, func(int) (search.Entry[int], bool) { return search.Entry[int]{}, false })
	return d
}

func goals() []destination {
	var out []destination
	for _, p := range navPages() {
		out = append(out, destination{name: p.name, more: p.short, kind: "page", icon: p.icon, path: p.path})
	}
	writes := func(v *visit) bool { return v.canWrite() == nil }
	owns := func(v *visit) bool { return v.attends() && v.guest.Viewer.Role == access.Owner }
	out = append(out,
		destination{name: "Board", more: "portfolio by commitment", kind: "portfolio", icon: "board", path: "/portfolio", view: "board"},
		destination{name: "Timeline", more: "portfolio roadmap periods", kind: "portfolio", icon: "board", path: "/portfolio", view: "timeline"},
		destination{name: "Capacity against demand", more: "portfolio heat map", kind: "portfolio", icon: "board", path: "/portfolio", view: "capacity"},
		destination{name: "News", more: "notifications following", kind: "page", icon: "bell", path: newsPath, offers: (*visit).attends},
		destination{name: "Members", more: "people roles invite invitations", kind: "page", icon: "two", path: membersPath, offers: owns},
		destination{name: "Your account", more: "password devices tokens mail digest settings", kind: "page", icon: "person", path: accountPath, offers: (*visit).attends},
		destination{name: "Sign out", more: "log out leave", kind: "on your account", icon: "person", path: accountPath, part: "devices", offers: (*visit).attends},
		destination{name: "Help", more: "guides documentation", kind: "page", icon: "book", path: help.Path},
		destination{name: "Light, dark or automatic", more: "theme appearance mode", kind: "changes the colours", icon: "swap", press: "."},
		destination{name: "Keyboard", more: "shortcuts keys", kind: "shows the keys", icon: "book", press: "?"},
	)
	for _, k := range graph.Kinds() {
		out = append(out,
			destination{name: wording.Capital(many(k)), more: "all list", kind: "list", icon: "table", place: 2, path: "/records/" + string(k.Kind)},
			destination{name: "New " + one(k.Kind), more: "create add write", kind: "write down", icon: "plus", place: 1, path: "/new/" + string(k.Kind), offers: writes},
			destination{name: "Paste " + many(k), more: "import rows spreadsheet", kind: "from a spreadsheet", icon: "table", place: 3, path: "/paste/" + string(k.Kind), offers: writes},
		)
	}
	return out
}

// listed is what can be looked up by its name: figures, checks with their codes, commands; not the headings that gather them.
func listed(guides *help.Book) (out []destination) {
	for _, p := range guides.All() {
		if !p.Listed {
			continue
		}
		for n, part := range p.Parts {
			if n+1 < len(p.Parts) && p.Parts[n+1].Level > part.Level {
				continue
			}
			out = append(out, destination{name: part.Title, kind: strings.ToLower(p.Title), icon: "book", place: 4, path: help.Path + "/" + p.ID, part: part.ID})
		}
	}
	return out
}

// href is where the destination lies for the guest; "" where a key does it.
func (d *destination) href(v *visit) string {
	switch {
	case d.path == "":
		return ""
	case d.part != "":
		return v.to(d.path) + "#" + d.part
	}
	return v.to(d.path, "view", d.view)
}

// mostDestinations is how many are offered beside the records that are found.
const mostDestinations = 4

// find is those with the words as they are typed: what is misspelt is more likely a record. With keys also what is done by one.
func (d *destinations) find(v *visit, words string, keys bool) []view.SearchGroup {
	g := view.SearchGroup{Name: "Go to"}
	found, _ := d.index.Find(search.Query[int]{Words: words, Most: len(d.list), Exact: true})
	for _, n := range found {
		one := d.list[n]
		if len(g.Hits) == mostDestinations || one.offers != nil && !one.offers(v) || one.press != "" && !keys {
			continue
		}
		g.Hits = append(g.Hits, view.Hit{Name: one.name, Kind: one.kind, Icon: one.icon, Href: one.href(v), Press: one.press})
	}
	if len(g.Hits) == 0 {
		return nil
	}
	return []view.SearchGroup{g}
}
