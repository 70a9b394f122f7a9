package workspacefile

import (
	"encoding/json"
	"reflect"
	"strings"

	"throughline/graph"
	"throughline/importer/shape"
)

// Describe says what a field of a struct of package graph is for, or the struct itself when the field
// is ""; "" says nothing.
type Describe func(typ, field string) string

// node is a part of a JSON Schema. Marshalled, its keys stand in the order of the alphabet.
type node map[string]any

// Schema is the JSON Schema (draft 7, which editors know best) of a workspace file.
func Schema(describe Describe) ([]byte, error) {
	s := &schema{describe: describe, shapes: make(shape.Cache), words: shape.Words(), defs: node{}}
	root := s.change()
	props := root["properties"].(node)
	props[keyFormat] = node{"const": 1, "description": "The form of the file."}
	props[keyHistory] = node{"description": "What happened later, as a list of dated changes.", "anyOf": []node{{"type": "array", "items": def("change")}, def("change")}}
	root["$schema"], root["title"] = "http://json-schema.org/draft-07/schema#", "Throughline workspace file"
	change := s.change()
	change["required"] = []string{keyOn}
	s.defs["change"] = change
	root["definitions"] = s.defs
	b, err := json.MarshalIndent(root, "", "  ")
	return append(b, '\n'), err
}

// schema collects the definitions.
type schema struct {
	describe Describe
	shapes   shape.Cache
	words    map[reflect.Type][]string
	defs     node
}

func def(name string) node { return node{"$ref": "#/definitions/" + name} }

// change is what a change can hold; the top of a file is one.
func (s *schema) change() node {
	props := node{
		keyOn:     s.described(moments(), "Since when it holds: a day, or a day and time."),
		keyBy:     s.described(texts(), "Who made the change: the id of a person."),
		keyWhy:    s.described(texts(), "The reason, in words."),
		keyVerb:   s.described(node{"type": "string", "pattern": "^[a-z-]+\\.[a-z-]+$"}, "What happened, for instance initiative.started."),
		keyRemove: node{"description": "Records that are gone from then on, as kind/id.", "anyOf": []node{{"type": "array", "items": references()}, references()}},
	}
	set := node{}
	for _, k := range graph.Kinds() {
		record := s.record(k)
		set["^"+string(k.Kind)+"/."] = record
		props[k.Plural] = node{
			"description": s.describe(shape.OfKind(k.Kind).Name(), ""),
			"anyOf":       []node{{"type": "object", "additionalProperties": record}, {"type": "array", "items": record}, {"type": "null"}},
		}
	}
	props[keySet] = node{"description": "Single fields of records that exist, as kind/id: {field: value}.", "type": "object", "patternProperties": set, "additionalProperties": false}
	props[keyAdd] = node{"description": "Items at the end of lists, as kind/id: {list: item}.", "type": "object", "patternProperties": set, "additionalProperties": false}
	return node{"type": "object", "properties": props, "additionalProperties": false}
}

func (s *schema) described(n node, words string) node {
	n["description"] = words
	return n
}

// record is the definition of a kind's records, made once.
func (s *schema) record(k graph.KindInfo) node {
	name := string(k.Kind)
	if _, ok := s.defs[name]; !ok {
		s.defs[name] = node{} // so that a kind that nests itself ends here
		props := s.fields(shape.OfKind(k.Kind))
		props["id"] = s.described(texts(), "The id, in a list of records. It never changes.")
		for _, n := range nests() {
			if n.outer == k.Kind {
				props[n.key] = s.nest(n, k)
			}
		}
		s.defs[name] = node{"type": "object", "properties": props, "additionalProperties": false}
	}
	return def(name)
}

// nest is what may be written inside a record.
func (s *schema) nest(n nested, outer graph.KindInfo) node {
	inner, _ := kindOfPlural(n.key)
	record := def(string(outer.Kind))
	if inner.Kind != outer.Kind {
		record = s.record(inner)
	}
	out := node{"type": []string{"object", "null"}, "description": "The " + n.key + " of it, by period."}
	switch inner.Kind {
	case outer.Kind:
		return node{"description": "The " + n.key + " below it.", "anyOf": []node{{"type": "object", "additionalProperties": record}, {"type": "array", "items": record}, {"type": "null"}}}
	case graph.KindIntent:
		levels := node{}
		for _, w := range s.words[reflect.TypeFor[graph.Level]()] {
			levels[w] = record
		}
		out["additionalProperties"] = node{"type": "object", "properties": levels, "additionalProperties": false}
	default:
		out["additionalProperties"] = node{"anyOf": []node{{"type": "number", "minimum": 0}, record}}
	}
	return out
}

// fields is the properties of a struct.
func (s *schema) fields(t reflect.Type) node {
	props := node{}
	for _, f := range s.shapes.Of(t).Fields {
		n := s.value(f.Type)
		if words := s.describe(t.Name(), f.Name); words != "" {
			if n["$ref"] != nil {
				n = node{"allOf": []node{n}}
			}
			n["description"] = words
		}
		props[f.Name] = n
	}
	return props
}

// value is how a value of the type is written.
func (s *schema) value(t reflect.Type) node {
	switch {
	case t == shape.Shares:
		return node{"type": []string{"object", "null"}, "additionalProperties": shares()}
	case t == shape.Share:
		return shares()
	case t == shape.Time:
		return moments()
	case t == shape.Date:
		return node{"type": []string{"string", "null"}, "pattern": `^[0-9]{4}-[0-9]{2}-[0-9]{2}$`}
	case t == shape.Ref:
		return references()
	case shape.IsText(t):
		return node{"type": "string", "pattern": diary(t)}
	case shape.IsList(t):
		item := s.value(t.Elem())
		return node{"anyOf": []node{{"type": "array", "items": item}, item, {"type": "null"}}}
	case t.Kind() == reflect.Struct:
		return s.group(t)
	}
	return s.scalar(t)
}

// group is the definition of a struct inside records, made once.
func (s *schema) group(t reflect.Type) node {
	name := strings.ToLower(t.Name()) + "-fields"
	if _, ok := s.defs[name]; !ok {
		s.defs[name] = node{"type": []string{"object", "null"}, "properties": s.fields(t), "additionalProperties": false}
	}
	return def(name)
}

func (s *schema) scalar(t reflect.Type) node {
	if list := s.words[t]; list != nil {
		values := make([]any, 0, len(list)+1)
		for _, w := range list {
			values = append(values, w)
		}
		return node{"enum": append(values, nil)}
	}
	switch t.Kind() {
	case reflect.String:
		return texts()
	case reflect.Bool:
		return node{"type": []string{"boolean", "null"}}
	case reflect.Int, reflect.Int32:
		return node{"type": []string{"integer", "null"}}
	}
	return node{"type": []string{"number", "null"}}
}

// texts are written as YAML likes: a text that looks like a number is still a text.
func texts() node { return node{"type": []string{"string", "number", "boolean", "null"}} }

func shares() node {
	return node{"anyOf": []node{{"type": []string{"number", "null"}}, {"type": "string", "pattern": `^-?[0-9.]+ ?%$`}}}
}

func moments() node {
	return node{"type": []string{"string", "null"}, "pattern": `^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?(Z|[+-][0-9]{2}:[0-9]{2})?)?$`}
}

func references() node {
	kinds := make([]string, 0, 40)
	for _, k := range graph.Kinds() {
		kinds = append(kinds, string(k.Kind))
	}
	return node{"type": []string{"string", "null"}, "pattern": "^(" + strings.Join(kinds, "|") + ")/."}
}

// diary is the pattern of a line in the diary of a work item.
func diary(t reflect.Type) string {
	const day = `[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:]{5,8}(Z|[+-][0-9:]{5}))?`
	switch t {
	case reflect.TypeFor[graph.Transition]():
		return "^(opened|started|paused|finished|dropped) " + day + "$"
	case reflect.TypeFor[graph.Logged]():
		return `^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9.e+-]+$`
	}
	return "^" + day + "( to " + day + ")?( on .+)?$"
}
