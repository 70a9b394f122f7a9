package proposal

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"throughline/fault"
	"throughline/graph"
)

// ParseMapping reads a mapping file. Every fault is Invalid and names the file, the line and
// the column; an unknown key comes with the nearest known ones.
func ParseMapping(name string, text []byte) (*Mapping, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(text, &doc); err != nil {
		return nil, fault.Wrap(err, fault.Invalid, fmt.Sprintf("the mapping %s cannot be read: %s", name, yamlTrouble(err)),
			"Check the indentation and the quotes around that line")
	}
	if len(doc.Content) == 0 {
		return nil, fault.Invalidf("Start from the mapping for Kubernetes", "the mapping %s is empty", name)
	}
	root := doc.Content[0]
	if err := knownKeys(name, root, reflect.TypeFor[Mapping]()); err != nil {
		return nil, err
	}
	m := new(Mapping)
	if err := root.Decode(m); err != nil {
		return nil, undecodable(name, err)
	}
	if m.Identity.Moves == "" {
		m.Identity.Moves = AnyMove
	}
	return m, m.check(name, root)
}

// yamlTrouble is a parser's complaint as part of a sentence.
func yamlTrouble(err error) string {
	return strings.TrimPrefix(err.Error(), "yaml: ")
}

// undecodable is the fault for a value of the wrong shape.
func undecodable(name string, err error) error {
	sentence, remedy := yamlTrouble(err), "Compare the line with the mapping for Kubernetes"
	if f := fault.Of(err); f != nil {
		sentence, remedy = f.Sentence, f.Remedy
	}
	sentence = strings.Join(strings.Fields(strings.TrimPrefix(sentence, "unmarshal errors:")), " ")
	return fault.Wrap(err, fault.Invalid, "the mapping "+name+" cannot be read: "+sentence, remedy)
}

// knownKeys compares the keys of a node with the fields of the type it is read into.
func knownKeys(name string, n *yaml.Node, t reflect.Type) error {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case t == reflect.TypeFor[Pattern]():
		return nil
	case t.Kind() == reflect.Slice && n.Kind == yaml.SequenceNode:
		for _, item := range n.Content {
			if err := knownKeys(name, item, t.Elem()); err != nil {
				return err
			}
		}
		return nil
	case t.Kind() != reflect.Struct:
		return nil
	case n.Kind != yaml.MappingNode:
		return at(name, n, "Write it as an object: key, colon, value", "an object is expected here")
	}
	return knownFields(name, n, t)
}

func knownFields(name string, n *yaml.Node, t reflect.Type) error {
	fields := map[string]reflect.Type{}
	var names []string
	for i := range t.NumField() {
		tag := t.Field(i).Tag.Get("yaml")
		fields[tag] = t.Field(i).Type
		names = append(names, tag)
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		field, ok := fields[key.Value]
		if !ok {
			f := at(name, key, "Use one of: "+strings.Join(names, ", "), "the key %q is not known here", key.Value)
			return f.WithNearest(fault.Nearest(key.Value, names, 3))
		}
		if err := knownKeys(name, value, field); err != nil {
			return err
		}
	}
	return nil
}

// at is a fault at the place of a node.
func at(name string, n *yaml.Node, remedy, format string, args ...any) *fault.Fault {
	return fault.Invalidf(remedy, "the mapping %s, line %d, column %d: %s", name, n.Line, n.Column, fmt.Sprintf(format, args...))
}

// check holds what the shape alone does not: that the parts fit together.
func (m *Mapping) check(name string, root *yaml.Node) error {
	if len(m.Files.Proposals) == 0 {
		return at(name, root, "Add files: proposals: with at least one pattern such as plans/**/*.yaml", "no path is a proposal")
	}
	if m.Keys.Title == "" {
		return at(name, place(root, "keys"), "Add keys: title:", "no key holds the title")
	}
	if !slices.Contains([]Moves{AnyMove, SameNumber}, m.Identity.Moves) {
		return at(name, place(root, "identity", "moves"), "Use any or same-number", "%q is not a rule for moved files", m.Identity.Moves)
	}
	for _, p := range slices.Concat(m.Files.Proposals, m.Files.LeaveOut, m.Files.Approvals, m.Files.Exceptions, m.Files.Groups) {
		if !validGlob(p) {
			return at(name, place(root, "files"), "Use ** for any folders and * for any letters", "%q is not a pattern of paths", p)
		}
	}
	if err := m.checkTexts(name, root); err != nil {
		return err
	}
	if err := m.checkStatuses(name, root); err != nil {
		return err
	}
	if err := m.checkCause(name, root); err != nil {
		return err
	}
	return m.checkStages(name, root)
}

// checkCause holds that exceptions have a cause that change requests know.
func (m *Mapping) checkCause(name string, root *yaml.Node) error {
	var words []string
	for _, c := range []graph.ChangeCause{
		graph.CauseRegulatory, graph.CauseIncident, graph.CauseCustomer, graph.CauseLeadership, graph.CauseDiscovery, graph.CausePeople,
	} {
		if c == m.Excepting.Cause {
			return nil
		}
		words = append(words, string(c))
	}
	if m.Excepting.Cause == "" {
		return nil
	}
	f := at(name, place(root, "exceptions", "cause"), "Use one of: "+strings.Join(words, ", "), "%q is not a cause of a change", m.Excepting.Cause)
	return f.WithNearest(fault.Nearest(string(m.Excepting.Cause), words, 3))
}

// checkTexts holds that texts with a place for a name have exactly one, and that ids are good.
func (m *Mapping) checkTexts(name string, root *yaml.Node) error {
	type text struct {
		value string
		keys  []string
	}
	all := []text{
		{m.Days.Freeze, []string{"calendar", "freeze"}},
		{m.Links.Address, []string{"links", "address"}},
		{m.Approving.Question, []string{"approvals", "question"}},
	}
	for _, list := range slices.Sorted(maps.Keys(m.Titles)) {
		all = append(all, text{m.Titles[list], []string{"groups", list}})
	}
	for _, t := range all {
		if t.value != "" && strings.Count(t.value, "%s") != 1 {
			return at(name, place(root, t.keys...), "Write %s where the name goes", "%q has no place for the name", t.value)
		}
	}
	if wrong := graph.CheckID(m.Top.ID); m.Top.ID != "" && wrong != "" {
		return at(name, place(root, "organisation", "id"), "Use small letters, digits and - only", "%s", wrong)
	}
	return nil
}

func (m *Mapping) checkStatuses(name string, root *yaml.Node) error {
	words := []string{
		string(graph.Candidate), string(graph.Likely), string(graph.Committed),
		string(graph.Started), string(graph.Done), string(graph.Stopped),
	}
	n := place(root, "statuses")
	for i := 0; i+1 < len(n.Content) && n.Kind == yaml.MappingNode; i += 2 {
		if word := n.Content[i+1]; !slices.Contains(words, word.Value) {
			f := at(name, word, "Use one of: "+strings.Join(words, ", "), "%q is not a commitment", word.Value)
			return f.WithNearest(fault.Nearest(word.Value, words, 3))
		}
	}
	return nil
}

func (m *Mapping) checkStages(name string, root *yaml.Node) error {
	seen := map[string]bool{}
	for i, s := range m.Stages {
		n := place(root, "stages").Content[i]
		if s.Name == "" || seen[s.Name] {
			return at(name, n, "Give each stage a name of its own", "the stage %q has no name of its own", s.Name)
		}
		seen[s.Name] = true
	}
	if m.Milestones.Pattern != nil && m.Milestones.Pattern.NumSubexp() == 0 {
		return at(name, place(root, "milestones", "pattern"), "Put the number into brackets, for instance '^v1\\.(\\d+)$'", "the pattern has no group")
	}
	if m.Milestones.Write != "" && strings.Count(m.Milestones.Write, "%d") != 1 {
		return at(name, place(root, "milestones", "write"), "Write %d where the number goes", "the text has no place for the number")
	}
	return nil
}

// place is the node at a path of keys, as far as there is one.
func place(n *yaml.Node, keys ...string) *yaml.Node {
	for _, key := range keys {
		for i := 0; i+1 < len(n.Content); i += 2 {
			if n.Content[i].Value == key {
				n = n.Content[i+1]
				break
			}
		}
	}
	return n
}
