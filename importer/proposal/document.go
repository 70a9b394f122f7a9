package proposal

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
	"golang.org/x/text/encoding/charmap"
)

// document is the metadata of one file as nodes, so that values keep their spelling.
type document struct {
	root *yaml.Node // a mapping, never nil
}

// value is a scalar with its place.
type value struct {
	Text string
	Line int
	Null bool
}

// readDocument parses the metadata of a file: all of a YAML file, the front matter of Markdown.
func readDocument(path string, content []byte) (document, error) {
	text := content
	if isMarkdown(path) {
		front, err := frontMatter(content)
		if err != nil {
			return document{}, err
		}
		text = front
	}
	var n, second yaml.Node
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	if err := decoder.Decode(&n); err != nil && !errors.Is(err, io.EOF) {
		return document{}, err
	}
	if err := decoder.Decode(&second); !errors.Is(err, io.EOF) {
		return document{}, fmt.Errorf("the file holds more than one YAML document, so it is unclear which counts")
	}
	if len(n.Content) == 0 || n.Content[0].Kind != yaml.MappingNode {
		return document{}, fmt.Errorf("the metadata is not an object of keys and values")
	}
	return document{root: n.Content[0]}, nil
}

// legible is the text of a file as UTF-8. What is neither UTF-8 nor marked as UTF-16, which the
// reader of YAML understands, was written in Windows-1252: one name in it must not lose a plan.
func legible(r *report, content []byte) []byte {
	if utf8.Valid(content) || bytes.HasPrefix(content, []byte("\xff\xfe")) || bytes.HasPrefix(content, []byte("\xfe\xff")) {
		return content
	}
	text, err := charmap.Windows1252.NewDecoder().Bytes(content)
	if err != nil {
		return content
	}
	r.add(NotUTF8, 0, "", "", "the file is not UTF-8; it was read as Windows-1252")
	return text
}

func isMarkdown(path string) bool {
	return strings.HasSuffix(path, ".md") || strings.HasSuffix(path, ".markdown")
}

// frontMatter is the YAML between the two lines of dashes a Markdown file begins with.
func frontMatter(content []byte) ([]byte, error) {
	content = bytes.TrimPrefix(content, []byte("\xef\xbb\xbf"))
	lines := bytes.SplitAfter(content, []byte("\n"))
	if strings.TrimSpace(string(lines[0])) != "---" {
		return nil, fmt.Errorf("the file has no front matter: its first line is not ---")
	}
	var front []byte
	front = append(front, '\n') // the dashes were a line too: line numbers stay those of the file
	for _, line := range lines[1:] {
		if s := strings.TrimSpace(string(line)); s == "---" || s == "..." {
			return front, nil
		}
		front = append(front, line...)
	}
	return nil, fmt.Errorf("the front matter is not closed by a line of ---")
}

// get is the node of a key, nil when the key is absent.
func (d document) get(key string) *yaml.Node { return child(d.root, key) }

// child is the node of a key of a mapping, aliases followed, nil when absent. Of a repeated key
// the last counts, as most readers of YAML have it.
func child(n *yaml.Node, key string) *yaml.Node {
	if key == "" || n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	var found *yaml.Node
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			found = resolve(n.Content[i+1])
		}
	}
	return found
}

// resolve follows an alias to what it stands for.
func resolve(n *yaml.Node) *yaml.Node {
	for n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	return n
}

// scalar is the text of a single value; other shapes are reported and read as nothing.
func scalar(r *report, key string, n *yaml.Node) value {
	switch {
	case n == nil:
		return value{Null: true}
	case isNull(n):
		return value{Line: n.Line, Null: true}
	case n.Kind == yaml.ScalarNode:
		return value{Text: n.Value, Line: n.Line}
	}
	r.add(WrongShape, n.Line, key, "", "%s should be a single value", key)
	return value{Line: n.Line, Null: true}
}

// maxDepth bounds lists within lists.
const maxDepth = 3

// list is the values of a sequence; a single value counts as a list of one. Empty items are left
// out, and reported by nullItems; items of other shapes are reported here, and the values of a
// list within the list still count.
func list(r *report, key string, n *yaml.Node) []value { return listWithin(r, key, n, 0) }

func listWithin(r *report, key string, n *yaml.Node, depth int) []value {
	if n == nil || isNull(n) {
		return nil
	}
	if n.Kind == yaml.ScalarNode {
		return []value{{Text: n.Value, Line: n.Line}}
	}
	if n.Kind != yaml.SequenceNode {
		r.add(WrongShape, n.Line, key, "", "%s should be a list", key)
		return nil
	}
	var out []value
	for i, item := range n.Content {
		item = resolve(item)
		switch {
		case isNull(item):
		case item.Kind == yaml.ScalarNode:
			out = append(out, value{Text: item.Value, Line: item.Line})
		default:
			r.add(WrongShape, item.Line, fmt.Sprintf("%s[%d]", key, i), "", "item %d of %s should be a single value", i+1, key)
			if item.Kind == yaml.SequenceNode && depth < maxDepth {
				out = append(out, listWithin(r, key, item, depth+1)...)
			}
		}
	}
	return out
}

func isNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.Tag == "!!null" }

// texts are the values without their places.
func texts(values []value) []string {
	var out []string
	for _, v := range values {
		out = append(out, v.Text)
	}
	return out
}

// sortedSet is the distinct texts, sorted.
func sortedSet(list []string) []string {
	out := slices.Clone(list)
	slices.Sort(out)
	return slices.Compact(out)
}
