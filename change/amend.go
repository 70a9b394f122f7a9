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
	Record graph.Ref
	Field  string
	Seen   jsontext.Value
	Now    jsontext.Value
	Want   jsontext.Value
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
		return Draft{}, fault.New(fault.NotFound, "there is no "+ref.String(), "It may have been removed; look for it under its name")
	}
	doc, err := parse(was)
	if err != nil {
		return Draft{}, err
	}
	for _, e := range edits {
		if err := doc.edit(ref, e); err != nil {
			return Draft{}, err
		}
	}
	r, err := doc.record(ref)
	if err != nil || Same(was, r) {
		return Draft{}, err
	}
	return Draft{Verb: string(ref.Kind) + ".changed", Puts: []graph.Record{r}}, nil
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
	return d, nil
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

// edit sets a field where it still is as its author saw it.
func (d *document) edit(ref graph.Ref, e Edit) error {
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
	name, below, nested := strings.Cut(e.Field, ".")
	if nested {
		inner, err := parseObject(d.values[name])
		if err != nil {
			return fault.Wrap(err, fault.Invalid, fmt.Sprintf("%s of %s has nothing inside", name, ref), "Set "+name+" as a whole")
		}
		if err := inner.editNested(ref, e, below, seen, want); err != nil {
			return err
		}
		whole, err := inner.object()
		if err != nil {
			return err
		}
		d.set(name, whole)
		return nil
	}
	return d.editNested(ref, e, name, seen, want)
}

// editNested sets the member name for an edit whose values are tidy.
func (d *document) editNested(ref graph.Ref, e Edit, name string, seen, want jsontext.Value) error {
	now, err := tidy(d.values[name])
	if err != nil {
		return err
	}
	if bytes.Equal(now, want) {
		return nil
	}
	if !bytes.Equal(now, seen) {
		clash := &Clash{Record: ref, Field: e.Field, Seen: seen, Now: now, Want: want}
		return fault.Wrap(clash, fault.Conflict, fmt.Sprintf("somebody else set %s to %s meanwhile", e.Field, words(now)), "Keep theirs, or set yours again")
	}
	d.set(name, want)
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
	err = json.Unmarshal(body, r, json.RejectUnknownMembers(true))
	if err == nil {
		return r, nil
	}
	wrong, ok := errors.AsType[*json.SemanticError](err)
	if !ok {
		return nil, fault.Wrap(err, fault.Invalid, "the fields of "+ref.String()+" are not a JSON object", "Send an object with the names of its fields")
	}
	field := strings.ReplaceAll(strings.TrimPrefix(string(wrong.JSONPointer), "/"), "/", ".")
	if errors.Is(wrong.Err, json.ErrUnknownName) {
		known := fieldsOf(reflect.TypeOf(r).Elem())
		f := fault.Wrap(err, fault.Invalid, fmt.Sprintf("%s has no field %q", ref.Kind, field), "Use one of its fields: "+strings.Join(known, ", "))
		return nil, f.WithNearest(fault.Nearest(field, known, 3))
	}
	return nil, fault.Wrap(err, fault.Invalid, fmt.Sprintf("%s of %s cannot be %s", field, ref, sort(wrong.JSONKind)), "Send "+wanted(wrong.GoType))
}

// fieldsOf is the document's names of a struct's fields, in order.
func fieldsOf(t reflect.Type) []string {
	var out []string
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
