package htmlcheck

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// Node is a part of a page. The zero value has nothing in it.
type Node struct{ n *html.Node }

// Parse reads a whole page or a fragment as a browser would.
func Parse(r io.Reader) (Node, error) {
	n, err := html.Parse(r)
	if err != nil {
		return Node{}, fmt.Errorf("parse page: %w", err)
	}
	return Node{n}, nil
}

// In are the elements below n that match the selector, in document order. A
// selector is one or more steps parted by spaces; a step is a tag name, #id,
// .class and [name] or [name=value] parts in any number: `table.cards th[scope=col]`.
func (n Node) In(selector string) []Node {
	found := []Node{n}
	for _, step := range steps(selector) {
		var next []Node
		seen := map[*html.Node]bool{}
		for _, f := range found {
			f.walk(func(x Node) {
				if !seen[x.n] && step.matches(x) {
					seen[x.n] = true
					next = append(next, x)
				}
			})
		}
		found = next
	}
	return found
}

// First is the first element that matches, and whether there is one.
func (n Node) First(selector string) (Node, bool) {
	all := n.In(selector)
	if len(all) == 0 {
		return Node{}, false
	}
	return all[0], true
}

// Count is the number of elements that match.
func (n Node) Count(selector string) int { return len(n.In(selector)) }

// Attr is the value of an attribute, and whether it is there.
func (n Node) Attr(name string) (string, bool) {
	if n.n == nil {
		return "", false
	}
	for _, a := range n.n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

// Tag is the element's name in lower case.
func (n Node) Tag() string {
	if n.n == nil || n.n.Type != html.ElementNode {
		return ""
	}
	return n.n.Data
}

// Text is all text inside, with every run of blanks as one space. Elements that
// a browser puts on lines of their own are parted by a space.
func (n Node) Text() string {
	var b strings.Builder
	n.text(&b)
	return strings.Join(strings.Fields(b.String()), " ")
}

func (n Node) text(b *strings.Builder) {
	if n.n == nil {
		return
	}
	if n.n.Type == html.TextNode {
		b.WriteString(n.n.Data)
	}
	gap := ""
	if n.n.Type == html.ElementNode && !inline[n.n.Data] {
		gap = " "
	}
	b.WriteString(gap)
	for c := n.n.FirstChild; c != nil; c = c.NextSibling {
		Node{c}.text(b)
	}
	b.WriteString(gap)
}

// inline are the elements whose text runs on.
var inline = map[string]bool{
	"a": true, "abbr": true, "b": true, "button": true, "cite": true, "code": true, "del": true, "em": true, "i": true,
	"ins": true, "kbd": true, "small": true, "span": true, "strong": true, "time": true, "u": true,
}

// HasText reports whether the text inside contains the words.
func (n Node) HasText(words string) bool { return strings.Contains(n.Text(), words) }

// Inside reports whether n stands inside an element of the tag.
func (n Node) Inside(tag string) bool {
	for p := n.n.Parent; p != nil; p = p.Parent {
		if p.Type == html.ElementNode && p.Data == tag {
			return true
		}
	}
	return false
}

// walk visits every element below n, in document order.
func (n Node) walk(f func(Node)) {
	first := true
	n.each(func(x *html.Node) {
		if x.Type == html.ElementNode && !first {
			f(Node{x})
		}
		first = false
	})
}

func (n Node) each(f func(*html.Node)) {
	if n.n == nil {
		return
	}
	f(n.n)
	for c := n.n.FirstChild; c != nil; c = c.NextSibling {
		Node{c}.each(f)
	}
}

// step is one part of a selector.
type step struct {
	tag     string
	classes []string
	attrs   [][2]string // name and value; a value of anything is "*"
}

func steps(selector string) []step {
	var out []step
	for _, word := range strings.Fields(selector) {
		out = append(out, parseStep(word))
	}
	return out
}

func parseStep(word string) step {
	var s step
	for word != "" {
		end := strings.IndexAny(word[1:], ".#[") + 1
		if word[0] == '[' {
			end = strings.IndexByte(word, ']') + 1
		}
		if end <= 0 {
			end = len(word)
		}
		s.add(word[:end])
		word = word[end:]
	}
	return s
}

func (s *step) add(part string) {
	switch part[0] {
	case '.':
		s.classes = append(s.classes, part[1:])
	case '#':
		s.attrs = append(s.attrs, [2]string{"id", part[1:]})
	case '[':
		name, value, given := strings.Cut(strings.Trim(part, "[]"), "=")
		if !given {
			value = "*"
		}
		s.attrs = append(s.attrs, [2]string{name, value})
	default:
		s.tag = part
	}
}

func (s step) matches(n Node) bool {
	if s.tag != "" && n.Tag() != s.tag {
		return false
	}
	class, _ := n.Attr("class")
	have := strings.Fields(class)
	for _, c := range s.classes {
		if !slices.Contains(have, c) {
			return false
		}
	}
	for _, a := range s.attrs {
		if v, ok := n.Attr(a[0]); !ok || (a[1] != "*" && v != a[1]) {
			return false
		}
	}
	return true
}
