package change

import (
	"bytes"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"throughline/graph"
)

// Field is a field of a record with its value as a person reads it: words, numbers, lists joined
// by commas.
type Field struct {
	Name  string // the document's name for it
	Value string
}

// FieldChange is a field before and after; an empty side is not set.
type FieldChange struct{ Name, Old, New string }

// Read is the fields of a record that are set, in the order of the document.
func Read(r graph.Record) ([]Field, error) {
	if r == nil {
		return nil, nil
	}
	body, err := json.Marshal(r, json.Deterministic(true))
	if err != nil {
		return nil, err
	}
	d := jsontext.NewDecoder(bytes.NewReader(body))
	if _, err := d.ReadToken(); err != nil {
		return nil, err
	}
	var out []Field
	for d.PeekKind() == '"' {
		name, err := d.ReadToken()
		if err != nil {
			return nil, err
		}
		key := name.String()
		value, err := d.ReadValue()
		if err != nil {
			return nil, err
		}
		if text := plain(value); text != "" {
			out = append(out, Field{key, text})
		}
	}
	return out, nil
}

// Diff is the fields that differ between two versions of a record, either of which may be nil: in the
// order of the later document, then those that were taken out.
func Diff(old, now graph.Record) ([]FieldChange, error) {
	before, err := Read(old)
	if err != nil {
		return nil, err
	}
	after, err := Read(now)
	if err != nil {
		return nil, err
	}
	was := make(map[string]string, len(before))
	for _, f := range before {
		was[f.Name] = f.Value
	}
	var out []FieldChange
	for _, f := range after {
		if was[f.Name] != f.Value {
			out = append(out, FieldChange{f.Name, was[f.Name], f.Value})
		}
		delete(was, f.Name)
	}
	for _, f := range before {
		if old, gone := was[f.Name]; gone {
			out = append(out, FieldChange{f.Name, old, ""})
		}
	}
	return out, nil
}

// ValueChange is a field before and after as it stands in documents; nil is not set.
type ValueChange struct {
	Name     string
	Old, New jsontext.Value
}

// DiffValues is Diff with the values as they stand in documents.
func DiffValues(old, now graph.Record) ([]ValueChange, error) {
	before, err := parseAny(old)
	if err != nil {
		return nil, err
	}
	after, err := parseAny(now)
	if err != nil {
		return nil, err
	}
	var out []ValueChange
	for _, n := range after.names {
		same, err := equal(before.values[n], after.values[n])
		if err != nil {
			return nil, err
		}
		if !same {
			out = append(out, ValueChange{n, before.values[n], after.values[n]})
		}
	}
	for _, n := range before.names {
		if after.values[n] == nil {
			out = append(out, ValueChange{n, before.values[n], nil})
		}
	}
	return out, nil
}

// parseAny takes the document of a record apart; nil has none.
func parseAny(r graph.Record) (*document, error) {
	if r == nil {
		return parseObject(nil)
	}
	return parse(r)
}

// equal reports whether two values say the same.
func equal(a, b jsontext.Value) (bool, error) {
	x, err := tidy(a)
	if err != nil {
		return false, err
	}
	y, err := tidy(b)
	return bytes.Equal(x, y), err
}

// plain writes a JSON value without brackets and quotes: lists joined by "; ", objects as name value pairs.
func plain(v jsontext.Value) string {
	switch v.Kind() {
	case 'n':
		return ""
	case 't':
		return "yes"
	case 'f':
		return "no"
	case '"':
		text, err := jsontext.AppendUnquote(nil, v)
		if err != nil {
			return string(v)
		}
		return string(text)
	case '[':
		return list(v)
	case '{':
		return pairs(v)
	}
	return string(v)
}

func list(raw jsontext.Value) string {
	d := jsontext.NewDecoder(bytes.NewReader(raw))
	if _, err := d.ReadToken(); err != nil {
		return string(raw)
	}
	var parts []string
	for d.PeekKind() != ']' {
		v, err := d.ReadValue()
		if err != nil {
			return string(raw)
		}
		parts = append(parts, plain(v.Clone()))
	}
	return strings.Join(parts, "; ")
}

func pairs(raw jsontext.Value) string {
	d := jsontext.NewDecoder(bytes.NewReader(raw))
	if _, err := d.ReadToken(); err != nil {
		return string(raw)
	}
	var parts []string
	for d.PeekKind() == '"' {
		name, err := d.ReadToken()
		if err != nil {
			return string(raw)
		}
		key := name.String()
		v, err := d.ReadValue()
		if err != nil {
			return string(raw)
		}
		if text := plain(v.Clone()); text != "" {
			parts = append(parts, key+" "+text)
		}
	}
	return strings.Join(parts, ", ")
}
