package change

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"throughline/fault"
	"throughline/graph"
)

// Edit sets one field of a record, as its author saw the field.
type Edit struct {
	Field string         // the document's name for it; a dot goes into a nested one: metric.target
	Seen  jsontext.Value // the value its author saw; nil where it was not set
	Want  jsontext.Value // the value it is to have; nil takes it out
}

// Clash is a field that somebody else set since the author of an edit saw it. Values are nil where the
// field is not set.
type Clash struct {
	Record  graph.Ref
	Version int32 // of the record as it stands now
	Field   string
	Seen    jsontext.Value
	Now     jsontext.Value
	Want    jsontext.Value
}

// Error says which field it is and what stands there.
func (c *Clash) Error() string {
	return fmt.Sprintf("%s of %s is %s now and was %s when it was looked at", c.Field, c.Record, words(c.Now), words(c.Seen))
}

// words is a value as a person reads it.
func words(v jsontext.Value) string {
	if v == nil {
		return "not set"
	}
	return "“" + plain(v) + "”"
}

// Amend is the draft that makes the edits on a record as it stands now. Edits of different fields never
// disturb each other; an edit of a field that was set to another value meanwhile is a Conflict whose
// cause is the Clash. It is empty when the fields have the wanted values already.
func Amend(s *graph.Snapshot, ref graph.Ref, edits []Edit) (Draft, error) {
	was := s.Record(ref)
	if was == nil {
		return Draft{}, notThere(ref)
	}
	r, err := amended(was, edits, false)
	if err != nil || r == nil {
		return Draft{}, err
	}
	return Draft{Verb: string(ref.Kind) + ".changed", Puts: []graph.Record{r}}, nil
}

// amended is the record with the edits, nil when they change nothing. Blind ones are made whatever their author saw.
func amended(was graph.Record, edits []Edit, blind bool) (graph.Record, error) {
	doc, err := parse(was)
	if err != nil {
		return nil, err
	}
	for _, e := range edits {
		if err := doc.edit(was, e, blind); err != nil {
			return nil, err
		}
	}
	r, err := doc.record(was.Ref())
	if err != nil || Same(was, r) {
		return nil, err
	}
	return r, nil
}

// document is a record's document taken apart: its members in order.
type document struct {
	names  []string
	values map[string]jsontext.Value
}

func parse(r graph.Record) (*document, error) {
	body, err := Fields(r)
	if err != nil {
		return nil, err
	}
	return parseObject(body)
}

// parseObject takes an object apart; no value is an empty one.
func parseObject(body jsontext.Value) (*document, error) {
	d := &document{values: make(map[string]jsontext.Value)}
	if body == nil {
		return d, nil
	}
	in := jsontext.NewDecoder(bytes.NewReader(body))
	if in.PeekKind() != '{' {
		return nil, errors.New("not an object")
	}
	if _, err := in.ReadToken(); err != nil {
		return nil, err
	}
	for in.PeekKind() == '"' {
		name, err := in.ReadToken()
		if err != nil {
			return nil, err
		}
		key := name.String()
		value, err := in.ReadValue()
		if err != nil {
			return nil, err
		}
		d.set(key, value.Clone())
	}
	_, err := in.ReadToken()
	return d, err
}

func (d *document) set(name string, v jsontext.Value) {
	if v == nil {
		delete(d.values, name)
		d.names = slices.DeleteFunc(d.names, func(n string) bool { return n == name })
		return
	}
	if _, found := d.values[name]; !found {
		d.names = append(d.names, name)
	}
	d.values[name] = v
}

// object puts the members together again; nil when there are none.
func (d *document) object() (jsontext.Value, error) {
	if len(d.names) == 0 {
		return nil, nil
	}
	var b bytes.Buffer
	out := jsontext.NewEncoder(&b)
	if err := out.WriteToken(jsontext.BeginObject); err != nil {
		return nil, err
	}
	for _, n := range d.names {
		if err := errors.Join(out.WriteToken(jsontext.String(n)), out.WriteValue(d.values[n])); err != nil {
			return nil, err
		}
	}
	err := out.WriteToken(jsontext.EndObject)
	return bytes.TrimSpace(b.Bytes()), err
}

// edit sets a field where it still is as its author saw it, or blindly.
func (d *document) edit(was graph.Record, e Edit, blind bool) error {
	ref := was.Ref()
	if !utf8.ValidString(e.Field) {
		return fault.Invalidf("Use one of its fields", "%s has no field %q", ref.Kind, e.Field)
	}
	want, err := tidy(e.Want)
	if err != nil {
		return fault.Wrap(err, fault.Invalid, fmt.Sprintf("the value of %s is not JSON", e.Field), "Send a text in quotes, a number, a list or an object")
	}
	seen, err := tidy(e.Seen)
	if err != nil {
		return fault.Wrap(err, fault.Invalid, fmt.Sprintf("the value seen of %s is not JSON", e.Field), "Send the value as it was read")
	}
	set := setting{was: was, field: e.Field, seen: seen, want: want, blind: blind}
	name, below, nested := strings.Cut(e.Field, ".")
	if nested {
		inner, err := parseObject(d.values[name])
		if err != nil {
			return fault.Wrap(err, fault.Invalid, fmt.Sprintf("%s of %s has nothing inside", name, ref), "Set "+name+" as a whole")
		}
		if err := inner.change(below, set); err != nil {
			return err
		}
		whole, err := inner.object()
		if err != nil {
			return err
		}
		d.set(name, whole)
		return nil
	}
	return d.change(name, set)
}

// setting is an edit whose values are tidy.
type setting struct {
	was        graph.Record
	field      string
	seen, want jsontext.Value
	blind      bool
}

// change makes the edit on the member of the name.
func (d *document) change(name string, e setting) error {
	now, err := tidy(d.values[name])
	if err != nil {
		return err
	}
	if bytes.Equal(now, e.want) {
		return nil
	}
	if !e.blind && !bytes.Equal(now, e.seen) {
		clash := &Clash{Record: e.was.Ref(), Version: e.was.Stamp().Version, Field: e.field, Seen: e.seen, Now: now, Want: e.want}
		return fault.Wrap(clash, fault.Conflict, fmt.Sprintf("somebody else set %s to %s meanwhile", e.field, words(now)), "Keep theirs, or set yours again")
	}
	d.set(name, e.want)
	return nil
}

// tidy is the value in one way of writing, so that equal values are equal bytes; nil for nil and null.
func tidy(v jsontext.Value) (jsontext.Value, error) {
	if v == nil || v.Kind() == 'n' {
		return nil, nil
	}
	c := v.Clone()
	return c, c.Canonicalize()
}

// record reads the document back into a record of its kind.
func (d *document) record(ref graph.Ref) (graph.Record, error) {
	body, err := d.object()
	if err != nil {
		return nil, err
	}
	if body == nil {
		body = jsontext.Value("{}")
	}
	return FromFields(ref, body)
}

// FromFields is a record of the reference with the fields of a JSON object, as Fields writes them, personal
// ones included. An unknown field or a value of the wrong sort is an Invalid fault that names the field and
// the nearest valid names.
func FromFields(ref graph.Ref, body jsontext.Value) (graph.Record, error) {
	r, err := graph.New(ref)
	if err != nil {
		return nil, err
	}
	if err := readObject(body, r, string(ref.Kind), ref.String()); err != nil {
		return nil, err
	}
	return r, nil
}

// ReadObject reads a JSON object into a struct as strictly as FromFields does, with the same faults; name is what a person
// calls it: the request.
func ReadObject(body jsontext.Value, into any, name string) error {
	return readObject(body, into, name, name)
}

// readObject is ReadObject for a thing of a kind.
func readObject(body jsontext.Value, into any, kind, name string) error {
	err := json.Unmarshal(body, into, json.RejectUnknownMembers(true))
	if err == nil {
		return nil
	}
	if twice, ok := errors.AsType[*jsontext.SyntacticError](err); ok && errors.Is(err, jsontext.ErrDuplicateName) {
		return fault.Wrap(err, fault.Invalid, fmt.Sprintf("%s says %s twice", name, dotted(twice.JSONPointer)), "Say it once")
	}
	wrong, ok := errors.AsType[*json.SemanticError](err)
	if !ok || wrong.JSONPointer == "" {
		return fault.Wrap(err, fault.Invalid, name+" is not a JSON object", "Send an object with the names of its fields")
	}
	field := dotted(wrong.JSONPointer)
	if errors.Is(wrong.Err, json.ErrUnknownName) {
		known := fieldsOf(wrong.GoType)
		last := field[strings.LastIndexByte(field, '.')+1:]
		f := fault.Wrap(err, fault.Invalid, fmt.Sprintf("%s has no field %q", kind, field), "Use one of its fields: "+strings.Join(known, ", "))
		return f.WithNearest(fault.Nearest(last, known, 3))
	}
	if f := fault.Of(wrong.Err); f != nil { // a value that says itself what is wrong with it
		return fault.Wrap(err, fault.Invalid, fmt.Sprintf("%s of %s: %s", field, name, f.Sentence), f.Remedy).WithNearest(f.Nearest)
	}
	return fault.Wrap(err, fault.Invalid, fmt.Sprintf("%s of %s cannot be %s", field, name, sort(wrong.JSONKind)), "Send "+wanted(wrong.GoType))
}

// dotted is a place in a document with dots between its names.
func dotted(p jsontext.Pointer) string {
	return strings.ReplaceAll(strings.TrimPrefix(string(p), "/"), "/", ".")
}

// fieldsOf is the document's names of a struct's fields, in order.
func fieldsOf(t reflect.Type) []string {
	var out []string
	if t == nil || t.Kind() != reflect.Struct {
		return nil
	}
	for i := range t.NumField() {
		if name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ","); name != "" && name != "-" {
			out = append(out, name)
		}
	}
	return out
}

// sort names what sort of value a JSON value is.
func sort(k jsontext.Kind) string {
	switch k {
	case '"':
		return "this text"
	case '0':
		return "this number"
	case 't', 'f':
		return "yes or no"
	case '[':
		return "a list"
	case '{':
		return "an object"
	}
	return "this value"
}

// wanted names what a Go type is read from.
func wanted(t reflect.Type) string {
	if t == nil {
		return "a value of another sort"
	}
	switch {
	case t.Name() == "Date":
		return "a day, for instance 2026-09-24"
	case t.Name() == "Time":
		return "a moment, for instance 2026-09-24T12:00:00Z"
	}
	switch t.Kind() {
	case reflect.String:
		return "a text in quotes"
	case reflect.Bool:
		return "true or false"
	case reflect.Slice, reflect.Array:
		return "a list"
	case reflect.Struct, reflect.Map, reflect.Pointer:
		return "an object"
	}
	return "a number"
}
