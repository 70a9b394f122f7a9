package csvfile

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"throughline/fault"
	"throughline/graph"
	"throughline/importer"
)

// Mapping says what the rows of a table are.
type Mapping struct {
	Kind    graph.Kind // the kind of record each row is
	ID      []string   // the columns whose cells make the id; none where the fields name the record
	Prefix  string     // put before each id, so that two sources do not meet
	Columns []Column
	Set     []Constant // fields that are the same in all rows
	Ignore  []string   // columns that are left out on purpose

	places []importer.Place // of ID in a mapping file
}

// Column says into which field a column goes, and how its cells are written.
type Column struct {
	Name    string
	Field   string            // the path of the field, for instance owner, mandate.due, shares.good-standing
	Words   map[string]string // what the column says: what the field says
	Dates   Order             // "": found from the cells
	Decimal Decimal           // "": found from the cells
	Split   string            // what stands between the items of a list; "" is a comma or a semicolon
	Clear   bool              // an empty cell empties the field; else it leaves it as it is

	place importer.Place
}

// Constant is a field with the text it gets in every row.
type Constant struct {
	Field, Text string
	place       importer.Place
}

// mappingReader collects what is wrong with a mapping file.
type mappingReader struct {
	file     string
	m        Mapping
	problems importer.Problems
}

// ReadMapping reads a mapping file. The error is a fault with all problems and their places.
func ReadMapping(name string, data []byte) (Mapping, error) {
	r := &mappingReader{file: name}
	root, err := yamlRoot(data)
	if err != nil {
		return Mapping{}, fault.Wrap(err, fault.Invalid, fmt.Sprintf("the mapping %s is not YAML: %v", name, err), "Check the indentation and the quotes")
	}
	if root == nil || root.Kind != yaml.MappingNode {
		return Mapping{}, fault.New(fault.Invalid, "the mapping "+name+" says nothing", "Begin with kind: and columns:, or let the file be suggested")
	}
	r.top(root)
	if r.m.Kind == "" && len(r.problems) == 0 {
		r.wrong(root, "", "Write the kind of record each row is, for instance kind: initiative", "the mapping has no kind")
	}
	return r.m, r.problems.Err()
}

// yamlRoot decodes one document; the decoder is not ours, so a panic in it is an error of the file.
func yamlRoot(data []byte) (root *yaml.Node, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("yaml: %v", r)
		}
	}()
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil || len(doc.Content) == 0 {
		return nil, err
	}
	return doc.Content[0], nil
}

func (r *mappingReader) wrong(n *yaml.Node, value, remedy, format string, args ...any) *importer.Problem {
	r.problems = append(r.problems, importer.Problem{
		Place: r.place(n), Value: value, Sentence: fmt.Sprintf(format, args...), Remedy: remedy,
	})
	return &r.problems[len(r.problems)-1]
}

func (r *mappingReader) place(n *yaml.Node) importer.Place {
	return importer.Place{File: r.file, Line: n.Line, Column: n.Column}
}

func (r *mappingReader) unknown(key *yaml.Node, known ...string) {
	p := r.wrong(key, key.Value, "Use one of: "+strings.Join(known, ", "), "%q is not known here", key.Value)
	p.Nearest = fault.Nearest(key.Value, known, 2)
}

func (r *mappingReader) top(root *yaml.Node) {
	for key, val := range pairs(root) {
		switch key.Value {
		case "kind":
			r.kind(val)
		case "id":
			r.m.ID = r.texts(val)
			r.m.places = r.placesOf(val)
		case "prefix":
			r.m.Prefix = r.text(val)
		case "columns":
			r.columns(val)
		case "set":
			r.constants(val)
		case "ignore":
			r.m.Ignore = r.texts(val)
		default:
			r.unknown(key, "kind", "id", "prefix", "columns", "set", "ignore")
		}
	}
}

// pairs yields the keys and values of a mapping.
func pairs(n *yaml.Node) func(func(key, val *yaml.Node) bool) {
	return func(yield func(key, val *yaml.Node) bool) {
		for i := 0; i+1 < len(n.Content) && n.Kind == yaml.MappingNode; i += 2 {
			if !yield(n.Content[i], n.Content[i+1]) {
				return
			}
		}
	}
}

func (r *mappingReader) kind(n *yaml.Node) {
	r.m.Kind = graph.Kind(r.text(n))
	if _, ok := graph.Info(r.m.Kind); !ok {
		f := graph.UnknownKind(string(r.m.Kind))
		r.wrong(n, n.Value, f.Remedy, "%s", f.Sentence).Nearest = f.Nearest
	}
}

func (r *mappingReader) text(n *yaml.Node) string {
	if n.Kind != yaml.ScalarNode {
		r.wrong(n, "", "Write one text", "one text is expected here")
		return ""
	}
	return n.Value
}

func (r *mappingReader) texts(n *yaml.Node) []string {
	if n.Kind != yaml.SequenceNode {
		return []string{r.text(n)}
	}
	var out []string
	for _, item := range n.Content {
		out = append(out, r.text(item))
	}
	return out
}

func (r *mappingReader) placesOf(n *yaml.Node) []importer.Place {
	if n.Kind != yaml.SequenceNode {
		return []importer.Place{r.place(n)}
	}
	var out []importer.Place
	for _, item := range n.Content {
		out = append(out, r.place(item))
	}
	return out
}

// columns reads column: field, or column: {field: …, …}. A column may go into several fields.
func (r *mappingReader) columns(n *yaml.Node) {
	if n.Kind != yaml.MappingNode {
		r.wrong(n, "", "Write column: field, one below the other", "columns are expected here")
		return
	}
	for key, val := range pairs(n) {
		items := []*yaml.Node{val}
		if val.Kind == yaml.SequenceNode {
			items = val.Content
		}
		for _, item := range items {
			c := Column{Name: key.Value, place: r.place(key)}
			if item.Kind == yaml.MappingNode {
				r.column(&c, item)
			} else {
				c.Field = r.text(item)
			}
			r.m.Columns = append(r.m.Columns, c)
		}
	}
}

func (r *mappingReader) column(c *Column, n *yaml.Node) {
	for key, val := range pairs(n) {
		switch key.Value {
		case "field":
			c.Field = r.text(val)
		case "words":
			c.Words = make(map[string]string)
			for from, to := range pairs(val) {
				c.Words[folded(from.Value)] = r.text(to)
			}
		case "dates":
			c.Dates = Order(r.oneOf(val, orderNames()))
		case "decimal":
			c.Decimal = Decimal(r.oneOf(val, []string{string(Point), string(Comma)}))
		case "split":
			c.Split = r.text(val)
		case "empty":
			c.Clear = r.oneOf(val, []string{"clear", "keep"}) == "clear"
		default:
			r.unknown(key, "field", "words", "dates", "decimal", "split", "empty")
		}
	}
}

func orderNames() []string {
	var out []string
	for _, o := range orders() {
		out = append(out, string(o))
	}
	return out
}

func (r *mappingReader) oneOf(n *yaml.Node, list []string) string {
	s := r.text(n)
	if !slices.Contains(list, s) {
		p := r.wrong(n, s, "Use one of: "+strings.Join(list, ", "), "%q is not known here", s)
		p.Nearest = fault.Nearest(s, list, 2)
	}
	return s
}

func (r *mappingReader) constants(n *yaml.Node) {
	for key, val := range pairs(n) {
		r.m.Set = append(r.m.Set, Constant{Field: key.Value, Text: r.text(val), place: r.place(key)})
	}
}

// folded is a text as it is compared: without case, and with single spaces.
func folded(s string) string { return strings.Join(strings.Fields(strings.ToLower(s)), " ") }
