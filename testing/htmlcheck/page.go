package htmlcheck

import (
	"fmt"
	"strconv"
	"strings"
)

// Page are the faults of a whole page, each in a sentence, in document order
// within each rule. An empty result means that every rule holds.
func Page(n Node) []string {
	var faults []string
	for _, rule := range []func(Node) []string{landmarks, headings, identity, references, policy, tables, fields, names, nesting} {
		faults = append(faults, rule(n)...)
	}
	return faults
}

func landmarks(n Node) []string {
	var out []string
	if got := n.Count("main"); got != 1 {
		out = append(out, fmt.Sprintf("%d main regions, want 1", got))
	}
	root, _ := n.First("html")
	if lang, _ := root.Attr("lang"); lang == "" {
		out = append(out, "the page names no language")
	}
	if t, ok := n.First("title"); !ok || t.Text() == "" {
		out = append(out, "the page has no title")
	}
	for _, x := range n.In("nav") {
		if n.nameOf(x) == "" {
			out = append(out, "a nav has no name")
		}
	}
	return append(out, twins(n)...)
}

// twins are landmarks of one kind and name, which cannot be told apart in a list.
func twins(n Node) []string {
	var out []string
	seen := map[string]bool{}
	n.walk(func(x Node) {
		kind := x.Tag()
		if role, _ := x.Attr("role"); role == "region" {
			kind = "section"
		}
		if kind != "nav" && kind != "section" && kind != "aside" {
			return
		}
		name := n.nameOf(x)
		if name != "" && seen[kind+name] {
			out = append(out, fmt.Sprintf("two landmarks are both the %s %q", kind, name))
		}
		seen[kind+name] = true
	})
	return out
}

// headings: one h1, and no level skipped on the way down within the main region.
func headings(n Node) []string {
	var out []string
	if got := n.Count("h1"); got != 1 {
		out = append(out, fmt.Sprintf("%d h1, want 1", got))
	}
	main, _ := n.First("main")
	level := 0
	main.walk(func(x Node) {
		if len(x.Tag()) != 2 || x.Tag()[0] != 'h' || x.Tag() == "hr" {
			return
		}
		at := int(x.Tag()[1] - '0')
		if at > level+1 {
			out = append(out, fmt.Sprintf("heading %q is an h%d after an h%d", x.Text(), at, level))
		}
		if x.Text() == "" {
			out = append(out, "a heading is empty")
		}
		level = at
	})
	return out
}

// identity: each id once.
func identity(n Node) []string {
	var out []string
	seen := map[string]bool{}
	n.walk(func(x Node) {
		id, ok := x.Attr("id")
		if !ok {
			return
		}
		if id == "" || strings.ContainsAny(id, " \t\n") {
			out = append(out, fmt.Sprintf("<%s> has the unusable id %q", x.Tag(), id))
		}
		if seen[id] {
			out = append(out, fmt.Sprintf("id %q is used twice", id))
		}
		seen[id] = true
	})
	return out
}

// references: what points to an id finds it.
func references(n Node) []string {
	var out []string
	ids := map[string]bool{}
	n.walk(func(x Node) {
		if id, ok := x.Attr("id"); ok {
			ids[id] = true
		}
	})
	n.walk(func(x Node) {
		for _, a := range []string{"popovertarget", "aria-labelledby", "aria-describedby", "aria-controls", "for", "data-open"} {
			v, ok := x.Attr(a)
			if !ok {
				continue
			}
			for _, id := range strings.Fields(v) {
				if !ids[id] {
					out = append(out, fmt.Sprintf("<%s %s=%q> points to nothing", x.Tag(), a, id))
				}
			}
		}
		if href, _ := x.Attr("href"); len(href) > 1 && href[0] == '#' && !ids[href[1:]] {
			out = append(out, fmt.Sprintf("<%s href=%q> points to nothing", x.Tag(), href))
		}
	})
	return out
}

// policy: nothing that "default-src 'self'" refuses, and no address that runs code.
func policy(n Node) []string {
	var out []string
	n.walk(func(x Node) {
		if x.Tag() == "style" {
			out = append(out, "a style element stands in the page")
		}
		if _, ok := x.Attr("src"); x.Tag() == "script" && !ok {
			out = append(out, "a script stands in the page")
		}
		for _, a := range x.n.Attr {
			switch {
			case a.Key == "style":
				out = append(out, fmt.Sprintf("<%s> has a style attribute", x.Tag()))
			case strings.HasPrefix(a.Key, "on"), strings.HasPrefix(a.Key, "hx-on"):
				out = append(out, fmt.Sprintf("<%s> has the handler %s", x.Tag(), a.Key))
			case strings.HasPrefix(strings.ToLower(strings.TrimSpace(a.Val)), "javascript:"), strings.HasPrefix(a.Val, "js:"):
				out = append(out, fmt.Sprintf("<%s %s> runs code", x.Tag(), a.Key))
			case (a.Key == "src" || a.Key == "href") && x.Tag() != "a" && elsewhere(a.Val):
				out = append(out, fmt.Sprintf("<%s> loads %s from elsewhere", x.Tag(), a.Val))
			}
		}
	})
	return out
}

func elsewhere(address string) bool {
	return strings.HasPrefix(address, "//") || strings.Contains(address, "://") || strings.HasPrefix(address, "data:")
}

// tables: a caption or a name, column heads with a scope, and rows that are named.
func tables(n Node) []string {
	var out []string
	for _, t := range n.In("table") {
		name := t.Text()
		if len(name) > 40 {
			name = name[:40] + "…"
		}
		if t.Count("caption") == 0 && n.nameOf(t) == "" && !inRegion(t) {
			out = append(out, fmt.Sprintf("table %q has no caption", name))
		}
		for _, h := range t.In("th") {
			if _, ok := h.Attr("scope"); !ok {
				out = append(out, fmt.Sprintf("th %q of table %q has no scope", h.Text(), name))
			}
		}
		for _, h := range t.In("thead th") {
			if h.Text() == "" {
				out = append(out, fmt.Sprintf("a column of table %q has no name", name))
			}
		}
		out = append(out, ragged(t, name)...)
	}
	return out
}

// width is how many columns the cells of a row take.
func width(row Node) int {
	n := 0
	for _, c := range append(row.In("th"), row.In("td")...) {
		span, _ := c.Attr("colspan")
		wide, err := strconv.Atoi(span)
		n += max(1, wide)
		if err != nil && span != "" {
			return -1 // no number: it fits no head
		}
	}
	return n
}

// ragged are rows of another length than the head.
func ragged(t Node, name string) []string {
	head, ok := t.First("thead tr")
	if !ok {
		return nil
	}
	var out []string
	want := head.Count("th")
	for _, part := range []string{"tbody tr", "tfoot tr"} {
		for _, r := range t.In(part) {
			if got := width(r); got != want {
				out = append(out, fmt.Sprintf("a row of table %q has %d cells, its head %d", name, got, want))
			}
		}
	}
	return out
}

func inRegion(t Node) bool {
	for p := t.n.Parent; p != nil; p = p.Parent {
		if v, _ := (Node{p}).Attr("role"); v == "region" || v == "group" {
			return true
		}
	}
	return false
}
