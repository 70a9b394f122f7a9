package workspacefile

import (
	"reflect"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"throughline/fault"
	"throughline/graph"
	"throughline/importer"
	"throughline/importer/shape"
)

// entry is one change as it is written.
type entry struct {
	on    time.Time // zero: from the import on
	by    string    // the id of a person; "" is whoever imports
	why   string
	verb  string
	place importer.Place
	byAt  importer.Place // where by is written

	whole   []*written
	patches []*patch // set, then add
	removes []removal
}

// written is a whole record and where it stands.
type written struct {
	ref   graph.Ref
	rec   graph.Record
	place importer.Place
	marks []mark
}

// patch is what set or add says about one record.
type patch struct {
	ref    graph.Ref
	place  importer.Place
	marks  []mark
	fields []assignment
	add    bool
	held   map[string]int // how many items each list held before the last plan added to it
}

// assignment is one field with the value it gets, or the items that are added to it.
type assignment struct {
	path  string
	index []int // the way to the field, as reflect has it
	value reflect.Value
}

// removal is a record that is gone.
type removal struct {
	ref   graph.Ref
	place importer.Place
}

// header is what the top of a file says; files without their own take over that of workspace.yaml.
type header struct {
	on      *yaml.Node
	by, why *yaml.Node
}

// Keys of a change that are not sections.
const (
	keyFormat  = "throughline"
	keyOn      = "on"
	keyBy      = "by"
	keyWhy     = "why"
	keyVerb    = "verb"
	keySet     = "set"
	keyAdd     = "add"
	keyRemove  = "remove"
	keyHistory = "history"
)

// topKeys are the keys at the top of a file; those of a change in history are without the first and last.
func topKeys() []string {
	out := []string{keyFormat, keyOn, keyBy, keyWhy, keyVerb}
	for _, k := range graph.Kinds() {
		out = append(out, k.Plural)
	}
	return append(out, keySet, keyAdd, keyRemove, keyHistory)
}

func entryKeys() []string {
	all := topKeys()
	return all[1 : len(all)-1]
}

// section reads what stands under one key of a change. It reports false for a key that is none.
func (r *reader) section(e *entry, key, val *yaml.Node) bool {
	switch key.Value {
	case keyOn:
		e.on = r.on(val)
	case keyBy:
		e.by, e.byAt = r.by(val), r.place(val)
	case keyWhy:
		r.value(val, reflect.ValueOf(&e.why).Elem(), keyWhy)
	case keyVerb:
		e.verb = r.verb(val)
	case keySet, keyAdd:
		r.patches(e, val, key.Value == keyAdd)
	case keyRemove:
		r.removes(e, val)
	default:
		return r.records(e, key.Value, val)
	}
	return true
}

// on reads the moment of a change.
func (r *reader) on(n *yaml.Node) time.Time {
	var t time.Time
	r.value(n, reflect.ValueOf(&t).Elem(), keyOn)
	if !r.opt.Now.IsZero() && t.After(r.opt.Now) {
		r.wrong(n, keyOn, "Date the change today or earlier; plans for later days belong into the fields of records",
			"the change is dated %s, which has not come yet", t.Format(time.DateOnly))
	}
	return t
}

// by reads the id of the person who made a change.
func (r *reader) by(n *yaml.Node) string {
	var id string
	r.value(n, reflect.ValueOf(&id).Elem(), keyBy)
	id = strings.TrimPrefix(id, string(graph.KindPerson)+"/")
	if wrong := graph.CheckID(id); wrong != "" && id != "" {
		r.wrong(n, keyBy, "Write the id of a person, for instance ana-lima", "%s", wrong)
		return ""
	}
	return id
}

// verb reads what happened: a subject and a word in the past tense.
func (r *reader) verb(n *yaml.Node) string {
	var verb string
	r.value(n, reflect.ValueOf(&verb).Elem(), keyVerb)
	subject, past, ok := strings.Cut(verb, ".")
	plain := func(s string) bool { return s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz-") == "" }
	if verb != "" && (!ok || !plain(subject) || !plain(past)) {
		r.wrong(n, keyVerb, "Write the kind and what happened, for instance initiative.started", "%s is not a verb", describe(n))
		return ""
	}
	return verb
}

// removes reads the list of records that are gone.
func (r *reader) removes(e *entry, n *yaml.Node) {
	items := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		items = n.Content
	}
	for _, item := range items {
		var ref graph.Ref
		r.value(item, reflect.ValueOf(&ref).Elem(), keyRemove)
		if !ref.IsZero() {
			e.removes = append(e.removes, removal{ref, r.place(item)})
		}
	}
}

// patches reads set or add.
func (r *reader) patches(e *entry, n *yaml.Node, add bool) {
	key := keySet
	if add {
		key = keyAdd
	}
	n, ok := r.visit(n)
	if !ok || isNull(n) {
		return
	}
	if n.Kind != yaml.MappingNode {
		r.wrong(n, key, "Write kind/id: {field: value}, for instance initiative/hardship: {state: started}", "%s stands where records are expected", describe(n))
		return
	}
	for name, val := range r.pairs(n, key) {
		ref, err := graph.ParseRef(name.Value)
		if err != nil {
			r.refused(name, key, err)
			continue
		}
		r.patch(e, ref, name, val, add)
	}
}

func (r *reader) patch(e *entry, ref graph.Ref, name, val *yaml.Node, add bool) {
	val, ok := r.visit(val)
	if !ok {
		return
	}
	p := &patch{ref: ref, place: r.place(name), add: add}
	r.record, r.trace = ref, &p.marks
	defer func() { r.record, r.trace = graph.Ref{}, nil }()
	if val.Kind != yaml.MappingNode {
		r.wrong(val, "", "Write the fields that change, for instance {state: started}", "%s stands where fields are expected", describe(val))
		return
	}
	empty, err := graph.New(ref)
	if err != nil {
		r.refused(name, "", err)
		return
	}
	r.assign(p, reflect.TypeOf(empty).Elem(), val, nil, "", add)
	e.patches = append(e.patches, p)
}

// assign reads the fields of a patch. A group merges: only the fields written change.
func (r *reader) assign(p *patch, t reflect.Type, n *yaml.Node, index []int, path string, add bool) {
	sh := r.shapes.Of(t)
	for key, val := range r.pairs(n, path) {
		f, ok := sh.Field(key.Value)
		if !ok {
			r.unknownKey(key, path, sh.Names())
			continue
		}
		at, way := join(path, f.Name), append(slices.Clone(index), f.Index)
		if shape.IsGroup(f.Type) && val.Kind == yaml.MappingNode {
			r.at(at, key)
			r.assign(p, f.Type, val, way, at, add)
			continue
		}
		if add && (f.Type.Kind() != reflect.Slice || f.Type == shape.Shares) {
			r.wrong(key, at, "Use set to change it", "%s is not a list, so nothing can be added to it", f.Name)
			continue
		}
		v := reflect.New(f.Type).Elem()
		r.value(val, v, at)
		p.fields = append(p.fields, assignment{at, way, v})
	}
}

// apply gives a copy of the record with the patch applied.
func (p *patch) apply(rec graph.Record) graph.Record {
	c := clone(rec)
	for _, a := range p.fields {
		f := reflect.ValueOf(c).Elem().FieldByIndex(a.index)
		if p.add {
			if p.held == nil {
				p.held = make(map[string]int)
			}
			p.held[a.path] = f.Len()
			f.Set(appended(f, a.value))
		} else {
			f.Set(a.value)
		}
	}
	return c
}

// appended is the list with the items it does not hold yet at its end.
func appended(list, items reflect.Value) reflect.Value {
	out := reflect.AppendSlice(reflect.MakeSlice(list.Type(), 0, list.Len()+items.Len()), list)
	for i := range items.Len() {
		held := false
		for j := range out.Len() {
			held = held || reflect.DeepEqual(out.Index(j).Interface(), items.Index(i).Interface())
		}
		if !held {
			out = reflect.Append(out, items.Index(i))
		}
	}
	return out
}

// clone is a copy of the record that may be changed field by field; what its fields point to is shared
// and must be replaced, never written to.
func clone(rec graph.Record) graph.Record {
	v := reflect.ValueOf(rec).Elem()
	c := reflect.New(v.Type())
	c.Elem().Set(v)
	return graph.WithStamp(c.Interface().(graph.Record), graph.Stamp{})
}

// kindOfPlural is the kind a section holds.
func kindOfPlural(plural string) (graph.KindInfo, bool) {
	for _, k := range graph.Kinds() {
		if k.Plural == plural {
			return k, true
		}
	}
	return graph.KindInfo{}, false
}

// unknownSection tells a key that is neither a section nor a header.
func (r *reader) unknownSection(key *yaml.Node, known []string) {
	p := r.wrong(key, "", "Use one of: "+strings.Join(known, ", "), "%q is not a section", shorten(key.Value))
	p.Nearest = fault.Nearest(key.Value, known, 3)
	if info, ok := graph.Info(graph.Kind(key.Value)); ok {
		p.Nearest = []string{info.Plural}
	}
}
