package fields

import (
	"reflect"
	"slices"

	"throughline/graph"
	"throughline/importer/shape"
)

// Control is how a value is filled in.
type Control string

// The controls. The text that stands in each is that of Value.
const (
	Line    Control = "line"    // a text on one line
	Text    Control = "text"    // a text of several lines
	Choice  Control = "choice"  // one of Words
	Day     Control = "day"     // 2026-07-20
	Moment  Control = "moment"  // 2026-07-20T12:00, in UTC
	Number  Control = "number"  // 12.5
	Percent Control = "percent" // 40, for 0.4
	YesNo   Control = "yesno"   // yes, or nothing
	Record  Control = "record"  // the id of a record of Kind
	Any     Control = "any"     // kind/id, a record of any kind
	Group   Control = "group"   // values of their own: Parts
	Raw     Control = "raw"     // the value as the document has it
)

// Field is one field of the documents of a kind, or a part of one.
type Field struct {
	Name     string // in documents: needed_by
	Control  Control
	List     bool       // any number of them
	Required bool       // a record is not whole without it
	Words    []string   // of a Choice
	Kind     graph.Kind // of a Record
	Days     bool       // a Number of person-days
	Parts    []Field    // of a Group
	keyed    bool       // a list whose first part names each: an object in documents
}

// long are the fields whose text is more than a line.
func long() []string {
	return []string{
		"summary", "statement", "why", "text", "words", "rationale", "purpose", "restatement", "note", "pre_read", "impact", "reason",
		"body", "pain", "wanted", "success", "question", "limits", "forces", "forbids", "measure", "constraint", "outcome",
	}
}

// Of is the fields of a kind in the order of its documents, none for a word that names no kind.
func Of(kind graph.Kind) []Field {
	t := shape.OfKind(kind)
	if t == nil {
		return nil
	}
	m := maker{shapes: make(shape.Cache), words: shape.Words()}
	return m.group(t)
}

// maker reads types.
type maker struct {
	shapes shape.Cache
	words  map[reflect.Type][]string
}

func (m *maker) group(t reflect.Type) (out []Field) {
	for _, f := range m.shapes.Of(t).Fields {
		one := m.field(f.Name, f.Type)
		one.Required = !f.Optional
		out = append(out, one)
	}
	return out
}

func (m *maker) field(name string, t reflect.Type) Field {
	f := Field{Name: name}
	if t == shape.Shares {
		theme := Field{Name: "theme", Control: Record, Kind: graph.KindTheme, Required: true}
		return Field{Name: name, Control: Group, List: true, keyed: true, Parts: []Field{theme, {Name: "share", Control: Percent, Required: true}}}
	}
	if shape.IsList(t) {
		f.List, t = true, t.Elem()
	}
	f.Control, f.Words = m.control(name, t), m.words[t]
	switch f.Control {
	case Record:
		f.Kind, _ = shape.KindOf(t)
	case Group:
		f.Parts = m.group(t)
		if slices.ContainsFunc(f.Parts, func(p Field) bool { return f.List && p.List || p.Control == Group }) { // lists in lists
			f.Control, f.Parts = Raw, nil
		}
	case Number:
		f.Days = t == shape.Days
	}
	if f.Control == Raw {
		f.List = false
	}
	return f
}

// control is how values of the type are filled in.
func (m *maker) control(name string, t reflect.Type) Control {
	_, names := shape.KindOf(t)
	switch {
	case names:
		return Record
	case t == shape.Ref:
		return Any
	case t == shape.Date:
		return Day
	case t == shape.Time:
		return Moment
	case t == shape.Share:
		return Percent
	case m.words[t] != nil:
		return Choice
	case shape.IsGroup(t):
		return Group
	case shape.IsText(t):
		return Line
	}
	switch t.Kind() {
	case reflect.Bool:
		return YesNo
	case reflect.String:
		if slices.Contains(long(), name) {
			return Text
		}
		return Line
	case reflect.Int, reflect.Int32, reflect.Int64, reflect.Float32, reflect.Float64:
		return Number
	}
	return Raw
}
