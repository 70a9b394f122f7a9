package htmlcheck

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// nameOf is the name a screen reader says for x: its label, what labels it, or its text.
func (n Node) nameOf(x Node) string {
	if v, ok := x.Attr("aria-label"); ok {
		return strings.TrimSpace(v)
	}
	if v, ok := x.Attr("aria-labelledby"); ok {
		var parts []string
		for _, id := range strings.Fields(v) {
			if by, ok := n.First("#" + id); ok {
				parts = append(parts, by.Text())
			}
		}
		return strings.Join(parts, " ")
	}
	return ""
}

// fields: every field that a person fills in has a label.
func fields(n Node) []string {
	var out []string
	for _, tag := range []string{"input", "select", "textarea"} {
		for _, x := range n.In(tag) {
			if kind, _ := x.Attr("type"); kind == "hidden" || kind == "submit" {
				continue
			}
			if n.nameOf(x) != "" || x.Inside("label") || n.labelled(x) {
				continue
			}
			out = append(out, fmt.Sprintf("a field %s has no label", describe(x)))
		}
	}
	for _, f := range n.In("fieldset") {
		if l, ok := f.First("legend"); (!ok || l.Text() == "") && n.nameOf(f) == "" {
			out = append(out, "a group of fields has no legend")
		}
	}
	return out
}

func (n Node) labelled(x Node) bool {
	id, ok := x.Attr("id")
	if !ok {
		return false
	}
	l, ok := n.First("label[for=" + id + "]")
	return ok && l.Text() != ""
}

// names: every button, link, dialog, popover and picture says what it is.
func names(n Node) []string {
	var out []string
	n.walk(func(x Node) {
		if !needsName(x) {
			return
		}
		name := n.nameOf(x)
		if name == "" && (x.Tag() == "button" || x.Tag() == "a") {
			name = x.Text()
		}
		if name == "" && x.Tag() == "svg" {
			if t, ok := x.First("title"); ok {
				name = t.Text()
			}
		}
		if name == "" {
			out = append(out, fmt.Sprintf("%s has no name", describe(x)))
		}
	})
	return out
}

func needsName(x Node) bool {
	if hidden, _ := x.Attr("aria-hidden"); hidden == "true" {
		return false
	}
	role, _ := x.Attr("role")
	_, popover := x.Attr("popover")
	switch x.Tag() {
	case "button", "a", "dialog", "svg":
		return true
	}
	return popover || role == "region" || role == "dialog" || role == "img"
}

// nesting: nothing that can be pressed stands inside another such thing, and
// what a browser would move out of a paragraph is not put into one.
func nesting(n Node) []string {
	var out []string
	n.walk(func(x Node) {
		if x.Tag() != "button" && x.Tag() != "a" {
			return
		}
		for p := x.n.Parent; p != nil; p = p.Parent {
			if p.Type == html.ElementNode && slices.Contains([]string{"button", "a"}, p.Data) {
				out = append(out, fmt.Sprintf("%s stands inside a <%s>", describe(x), p.Data))
			}
		}
	})
	for _, p := range n.In("p") {
		if p.n.FirstChild == nil {
			out = append(out, "an empty paragraph, or one that a block inside has closed")
		}
	}
	return out
}

func describe(x Node) string {
	s := "<" + x.Tag()
	for _, a := range []string{"id", "class", "name", "type", "href"} {
		if v, ok := x.Attr(a); ok {
			s += fmt.Sprintf(" %s=%q", a, v)
		}
	}
	return s + ">"
}
