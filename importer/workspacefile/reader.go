package workspacefile

import (
	"fmt"
	"iter"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"throughline/fault"
	"throughline/graph"
	"throughline/importer"
	"throughline/importer/shape"
)

// most is how many problems are told; the rest would only repeat them.
const most = 100

// reader reads one file after another into a workspace.
type reader struct {
	opt      Options
	shapes   shape.Cache
	words    map[reflect.Type][]string
	ordinals []string
	problems importer.Problems

	file   string
	budget int       // how many more values may be visited in this file
	record graph.Ref // the record being read
	trace  *[]mark   // where its fields stand; nil traces nothing
}

// mark is where a field of a record stands.
type mark struct {
	path         string
	line, column int32
}

func newReader(o Options) *reader {
	return &reader{opt: o, shapes: make(shape.Cache), words: shape.Words()}
}

// visit follows an anchor and pays for the value. It is false when the file has repeated too much.
func (r *reader) visit(n *yaml.Node) (*yaml.Node, bool) {
	for hops := 0; n.Kind == yaml.AliasNode; hops++ {
		if n.Alias == nil || hops > 10 {
			r.wrong(n, "", "Write the value out", "the anchor leads nowhere")
			return n, false
		}
		n = n.Alias
	}
	r.budget--
	if r.budget == 0 {
		r.wrong(n, "", "Write the values out, or make the file smaller", "anchors repeat more than %d values", spare)
	}
	return n, r.budget > 0
}

// pairs yields the keys and values of a mapping, telling keys that are written twice or are no keys.
func (r *reader) pairs(n *yaml.Node, path string) iter.Seq2[*yaml.Node, *yaml.Node] {
	return func(yield func(key, val *yaml.Node) bool) {
		seen := make(map[string]*yaml.Node, len(n.Content)/2)
		for i := 0; i+1 < len(n.Content); i += 2 {
			key, ok := r.visit(n.Content[i])
			if !ok {
				return
			}
			switch first := seen[key.Value]; {
			case key.Kind != yaml.ScalarNode || key.Value == "":
				r.wrong(key, path, "Write a name before the colon", "%s cannot be a name", describe(key))
			case key.Tag == "!!merge":
				r.wrong(key, path, "Write the fields out, or repeat a single value with an anchor", "merge keys are not read")
			case first != nil:
				r.wrong(key, join(path, key.Value), fmt.Sprintf("Keep one of the two; the first is on line %d", first.Line), "%q is written twice", shorten(key.Value))
			default:
				seen[key.Value] = key
				if !yield(key, n.Content[i+1]) {
					return
				}
			}
		}
	}
}

// wrong tells a problem with the node, and returns it to be filled further.
func (r *reader) wrong(n *yaml.Node, path, remedy, format string, args ...any) *importer.Problem {
	value := ""
	if n.Kind == yaml.ScalarNode {
		value = shorten(n.Value)
	}
	return r.tell(importer.Problem{
		Place: r.place(n), Record: r.record, Field: path, Value: value,
		Sentence: fmt.Sprintf(format, args...), Remedy: remedy,
	})
}

// refused tells a problem that another package's fault describes.
func (r *reader) refused(n *yaml.Node, path string, err error) {
	f := fault.Of(err)
	if f == nil {
		r.wrong(n, path, "Write it as docs/workspace-files.md says", "%s cannot be read: %v", describe(n), err)
		return
	}
	r.wrong(n, path, f.Remedy, "%s", f.Sentence).Nearest = f.Nearest
}

// unknownKey tells a key that is no field.
func (r *reader) unknownKey(key *yaml.Node, path string, names []string) {
	what := "of " + path
	if info, ok := graph.Info(r.record.Kind); ok && path == "" {
		what = "of " + info.Plural
	}
	remedy := "Use one of: " + strings.Join(names, ", ")
	p := r.wrong(key, join(path, key.Value), remedy, "%q is not a field %s", shorten(key.Value), what)
	p.Nearest = fault.Nearest(key.Value, names, 3)
}

// tell keeps the problem, unless there are too many already.
func (r *reader) tell(p importer.Problem) *importer.Problem {
	if len(r.problems) == most {
		return &p
	}
	r.problems = append(r.problems, p)
	return &r.problems[len(r.problems)-1]
}

func (r *reader) place(n *yaml.Node) importer.Place {
	return importer.Place{File: r.file, Line: n.Line, Column: n.Column}
}

// at notes where a field stands.
func (r *reader) at(path string, n *yaml.Node) {
	if r.trace != nil {
		*r.trace = append(*r.trace, mark{path, int32(n.Line), int32(n.Column)})
	}
}

// alias notes that a place has a second path.
func (r *reader) alias(path, known string) {
	if r.trace == nil {
		return
	}
	i := slices.IndexFunc(*r.trace, func(m mark) bool { return m.path == known })
	if i >= 0 {
		m := (*r.trace)[i]
		m.path = path
		*r.trace = append(*r.trace, m)
	}
}

// ordinal is "[i]", made once: a file of work has many.
func (r *reader) ordinal(i int) string {
	for len(r.ordinals) <= i {
		r.ordinals = append(r.ordinals, "["+strconv.Itoa(len(r.ordinals))+"]")
	}
	return r.ordinals[i]
}
