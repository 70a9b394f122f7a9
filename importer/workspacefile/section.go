package workspacefile

import (
	"reflect"

	"go.yaml.in/yaml/v3"

	"throughline/graph"
	"throughline/importer/shape"
)

// deepest is how deep records may be written inside one another.
const deepest = 60

// nested is a place inside a record where other records may be written.
type nested struct {
	outer graph.Kind
	key   string
	read  func(r *reader, e *entry, outer graph.Ref, n *yaml.Node, depth int)
}

// nests is every such place. It is a function, so that the readers may refer to it in turn.
func nests() []nested {
	return []nested{
		{graph.KindUnit, "units", (*reader).children},
		{graph.KindUnit, "capacities", (*reader).capacities},
		{graph.KindUnit, "intents", (*reader).intents},
		{graph.KindPeriod, "periods", (*reader).children},
		{graph.KindOutcome, "outcomes", (*reader).children},
	}
}

func nestedAt(outer graph.Kind, key string) (nested, bool) {
	for _, n := range nests() {
		if n.outer == outer && n.key == key {
			return n, true
		}
	}
	return nested{}, false
}

// fill is a field that the place of a record implies.
type fill struct{ field, value string }

// records reads a section. It reports false when no kind has that plural.
func (r *reader) records(e *entry, plural string, n *yaml.Node) bool {
	info, ok := kindOfPlural(plural)
	if ok {
		r.section1(e, info.Kind, n, nil, 0)
	}
	return ok
}

// section1 reads records of one kind: a mapping by id, or a list of records that carry theirs.
func (r *reader) section1(e *entry, kind graph.Kind, n *yaml.Node, implied []fill, depth int) {
	n, ok := r.visit(n)
	if !ok || isNull(n) {
		return
	}
	switch n.Kind {
	case yaml.MappingNode:
		for key, val := range r.pairs(n, "") {
			r.recordAt(e, graph.Ref{Kind: kind, ID: key.Value}, key, val, implied, depth)
		}
	case yaml.SequenceNode:
		for _, item := range n.Content {
			r.listed(e, kind, item, implied, depth)
		}
	default:
		r.wrong(n, "", "Write id: {fields}, one record below the other", "%s stands where records are expected", describe(n))
	}
}

// listed reads a record that carries its id in a field.
func (r *reader) listed(e *entry, kind graph.Kind, item *yaml.Node, implied []fill, depth int) {
	item, ok := r.visit(item)
	if !ok {
		return
	}
	if item.Kind != yaml.MappingNode {
		r.wrong(item, "", "Write the fields of a record, with its id", "%s stands where a record is expected", describe(item))
		return
	}
	at, id := item, ""
	for i := 0; i+1 < len(item.Content); i += 2 {
		if item.Content[i].Value == "id" {
			at, id = item.Content[i+1], item.Content[i+1].Value
		}
	}
	if id == "" {
		id = impliedID(kind, fieldTexts(item, implied))
	}
	if id == "" {
		r.wrong(item, "id", "Give it an id of small letters, digits and hyphens, for instance id: core-services", "the %s has no id", kind)
		return
	}
	r.recordAt(e, graph.Ref{Kind: kind, ID: id}, at, item, implied, depth)
}

// impliedID is the id of a record that needs none of its own, because its fields name it.
func impliedID(kind graph.Kind, text map[string]string) string {
	unit, period, level := text["unit"], text["period"], text["level"]
	switch {
	case unit == "" || period == "":
	case kind == graph.KindCapacity:
		return unit + "-" + period
	case kind == graph.KindIntent && level != "":
		return unit + "-" + period + "-" + level
	}
	return ""
}

func fieldTexts(item *yaml.Node, implied []fill) map[string]string {
	out := make(map[string]string)
	for i := 0; i+1 < len(item.Content); i += 2 {
		out[item.Content[i].Value] = item.Content[i+1].Value
	}
	for _, f := range implied {
		out[f.field] = f.value
	}
	return out
}

// recordAt reads a whole record. The key node tells where it stands.
func (r *reader) recordAt(e *entry, ref graph.Ref, key, n *yaml.Node, implied []fill, depth int) {
	n, ok := r.visit(n)
	if !ok {
		return
	}
	outer, trace := r.record, r.trace
	defer func() { r.record, r.trace = outer, trace }()
	w := &written{ref: ref, place: r.place(key)}
	r.record, r.trace = ref, &w.marks
	if wrong := graph.CheckID(ref.ID); wrong != "" {
		r.wrong(key, "id", "Use small letters, digits and - . _ : only, for instance "+or(graph.Slug(ref.ID), "core-services"), "%s", wrong)
		return
	}
	if n.Kind != yaml.MappingNode {
		r.wrong(n, "", "Write its fields, for instance {name: …}", "%s stands where the fields of the record are expected", describe(n))
		return
	}
	rec, err := graph.New(ref)
	if err != nil {
		r.refused(key, "", err)
		return
	}
	w.rec = rec
	e.whole = append(e.whole, w)
	r.fields(e, w, n, implied, depth)
}

func or(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// fields reads the fields of a record, and the records written inside it.
func (r *reader) fields(e *entry, w *written, n *yaml.Node, implied []fill, depth int) {
	v := reflect.ValueOf(w.rec).Elem()
	sh := r.shapes.Of(v.Type())
	for _, f := range implied {
		at, _ := sh.Field(f.field)
		v.Field(at.Index).SetString(f.value)
	}
	for key, val := range r.pairs(n, "") {
		if key.Value == "id" {
			r.sameID(val, w.ref)
			continue
		}
		if in, ok := nestedAt(w.ref.Kind, key.Value); ok {
			r.inside(in, e, w.ref, val, depth+1)
			continue
		}
		f, ok := sh.Field(key.Value)
		if !ok {
			r.unknownKey(key, "", r.fieldNames(w.ref.Kind, sh))
			continue
		}
		if r.impliedAlready(key, implied) {
			continue
		}
		r.value(val, v.Field(f.Index), f.Name)
	}
}

// fieldNames are the fields of a record and the keys of what may be written inside it.
func (r *reader) fieldNames(kind graph.Kind, sh *shape.Struct) []string {
	names := sh.Names()
	for _, n := range nests() {
		if n.outer == kind {
			names = append(names, n.key)
		}
	}
	return names
}

func (r *reader) sameID(n *yaml.Node, ref graph.Ref) {
	if n.Value != ref.ID {
		r.wrong(n, "id", "Take one of the two out", "the record is called %q and %q", shorten(ref.ID), shorten(n.Value))
	}
}

func (r *reader) impliedAlready(key *yaml.Node, implied []fill) bool {
	for _, f := range implied {
		if f.field == key.Value {
			r.wrong(key, f.field, "Take the line out, or write the record in a section of its own", "%s is %s already, by where the record is written", f.field, f.value)
			return true
		}
	}
	return false
}

// inside reads what is written inside a record.
func (r *reader) inside(in nested, e *entry, outer graph.Ref, n *yaml.Node, depth int) {
	if depth > deepest {
		r.wrong(n, in.key, "Write some of the records in a section of their own", "records are written inside each other more than %d deep", deepest)
		return
	}
	in.read(r, e, outer, n, depth)
}

// children reads records of the same kind below their parent.
func (r *reader) children(e *entry, outer graph.Ref, n *yaml.Node, depth int) {
	r.section1(e, outer.Kind, n, []fill{{"parent", outer.ID}}, depth)
}

// capacities reads period: fields, or period: days.
func (r *reader) capacities(e *entry, outer graph.Ref, n *yaml.Node, depth int) {
	r.byKey(n, "capacities", func(period, val *yaml.Node) {
		if val.Kind == yaml.ScalarNode && !isNull(val) {
			val = fieldsOf(val, "days")
		}
		r.implied(e, graph.KindCapacity, period, val, []fill{{"unit", outer.ID}, {"period", period.Value}}, depth)
	})
}

// intents reads period: level: fields.
func (r *reader) intents(e *entry, outer graph.Ref, n *yaml.Node, depth int) {
	r.byKey(n, "intents", func(period, levels *yaml.Node) {
		r.byKey(levels, "intents", func(level, val *yaml.Node) {
			list := r.words[reflect.TypeFor[graph.Level]()]
			implied := []fill{{"unit", outer.ID}, {"period", period.Value}, {"level", level.Value}}
			before := len(r.problems)
			r.value(level, reflect.New(reflect.TypeFor[graph.Level]()).Elem(), "intents."+period.Value)
			if len(list) > 0 && len(r.problems) == before {
				r.implied(e, graph.KindIntent, level, val, implied, depth)
			}
		})
	})
}

// byKey reads a mapping inside a record.
func (r *reader) byKey(n *yaml.Node, path string, read func(key, val *yaml.Node)) {
	n, ok := r.visit(n)
	if !ok || isNull(n) {
		return
	}
	if n.Kind != yaml.MappingNode {
		r.wrong(n, path, "Write period: …, one below the other", "%s stands where periods are expected", describe(n))
		return
	}
	for key, val := range r.pairs(n, path) {
		if val, ok := r.visit(val); ok {
			read(key, val)
		}
	}
}

// implied reads a record whose place names it, unless it carries an id.
func (r *reader) implied(e *entry, kind graph.Kind, key, val *yaml.Node, implied []fill, depth int) {
	id := ""
	for i := 0; i+1 < len(val.Content) && val.Kind == yaml.MappingNode; i += 2 {
		if val.Content[i].Value == "id" {
			id = val.Content[i+1].Value
		}
	}
	if id == "" {
		id = impliedID(kind, fieldTexts(&yaml.Node{}, implied))
	}
	r.recordAt(e, graph.Ref{Kind: kind, ID: id}, key, val, implied, depth)
}

// fieldsOf is a single value as a set of fields with one field.
func fieldsOf(val *yaml.Node, name string) *yaml.Node {
	key := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: name, Line: val.Line, Column: val.Column}
	return &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Content: []*yaml.Node{key, val}, Line: val.Line, Column: val.Column}
}
