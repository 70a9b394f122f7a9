package workspacefile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"throughline/importer"
)

// spare is how many values anchors may repeat in a file, beyond those that are written out.
const spare = 100_000

var (
	yamlLine = regexp.MustCompile(`^yaml: (?:line (\d+): )?`)
	// The parser counts lines from 0 in these messages, and from 1 in all others.
	fromZero = regexp.MustCompile(`^(did not find expected (<|node content|'-'|key|',')|found (undefined tag handle|duplicate %|incompatible YAML))`)
)

// parse reads the one YAML document of a file; nil for an empty one.
func parse(file string, data []byte) (*yaml.Node, *importer.Problem) {
	if at := invalidUTF8(data); at >= 0 {
		return nil, &importer.Problem{
			Place: importer.Place{
				File: file, Line: 1 + bytes.Count(data[:at], []byte("\n")),
				Column: 1 + utf8.RuneCount(data[bytes.LastIndexByte(data[:at], '\n')+1:at]),
			},
			Value: fmt.Sprintf("%#x", data[at]), Sentence: fmt.Sprintf("the file is not UTF-8 text: here stands the byte %#x", data[at]), Remedy: "Save it as UTF-8",
		}
	}
	d := yaml.NewDecoder(bytes.NewReader(data))
	doc, err := next(d)
	if errors.Is(err, io.EOF) {
		return nil, nil
	}
	if err != nil {
		return nil, syntax(file, data, err)
	}
	switch second, err := next(d); {
	case errors.Is(err, io.EOF):
	case err != nil:
		return nil, syntax(file, data, err)
	default:
		return nil, &importer.Problem{
			Place:    importer.Place{File: file, Line: second.Line, Column: second.Column},
			Sentence: "the file holds a second document", Remedy: "Put it in a file of its own, or write dated changes under history",
		}
	}
	if len(doc.Content) == 0 {
		return nil, nil
	}
	return doc.Content[0], nil
}

// next decodes a document. The parser is not ours: should it panic on some input, that is a syntax
// error of the file and not the end of the program.
func next(d *yaml.Decoder) (doc *yaml.Node, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("yaml: %v", r)
		}
	}()
	doc = new(yaml.Node)
	return doc, d.Decode(doc)
}

func syntax(file string, data []byte, err error) *importer.Problem {
	text := err.Error()
	p := &importer.Problem{Place: importer.Place{File: file}}
	m := yamlLine.FindStringSubmatch(text)
	if m != nil {
		text = text[len(m[0]):]
		p.Place.Line, _ = strconv.Atoi(m[1])
		if m[1] == "" || fromZero.MatchString(text) {
			p.Place.Line++
		}
	}
	p.Sentence = "this is not YAML: " + strings.TrimSpace(text)
	p.Remedy = mend(p.Sentence)
	if line, column, words, ok := tear(data, p.Place.Line); ok {
		p.Place.Line, p.Place.Column, p.Value = line, column, words
		p.Sentence = fmt.Sprintf("this is not YAML from %q on: %s", words, strings.TrimSpace(text))
	}
	return p
}

// mend says what most often brings the parser to say so.
func mend(sentence string) string {
	switch {
	case strings.Contains(sentence, "',' or"):
		return "Look for text between brackets that begins here: with a comma, a colon, a question mark or a bracket in it, it needs quotes"
	case strings.Contains(sentence, "mapping values are not allowed"):
		return "Put text that has a colon and a space in it into quotes, and check the indentation"
	case strings.Contains(sentence, "tab") || strings.Contains(sentence, "cannot start any token"):
		return "Indent with spaces, not tabs; text that begins with @, ` or % needs quotes"
	case strings.Contains(sentence, "unknown anchor"):
		return "Give the value that is repeated an anchor above, for instance &shares"
	}
	return "Check the indentation and the quotes here and on the lines above; text with \": \" or \" #\" in it needs quotes"
}

// invalidUTF8 is the offset of the first byte that is not UTF-8, or -1. UTF-16 with its mark is left
// to the parser.
func invalidUTF8(data []byte) int {
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) || utf8.Valid(data) {
		return -1
	}
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}

// weigh counts the values that are written out below n.
func weigh(n *yaml.Node) int {
	count := 1
	for _, c := range n.Content {
		count += weigh(c)
	}
	return count
}

// isNull reports whether nothing stands there.
func isNull(n *yaml.Node) bool {
	return n.Kind == 0 || n.Kind == yaml.ScalarNode && n.Tag == "!!null"
}

// describe says in words what a node is, for sentences about what was found instead.
func describe(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "a set of fields"
	case yaml.SequenceNode:
		return "a list"
	}
	if isNull(n) {
		return "nothing"
	}
	return strconv.Quote(shorten(n.Value))
}

// shorten cuts a long value for a message.
func shorten(s string) string {
	const most = 60
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most]) + "…"
}
