package shape

import (
	"encoding"
	"reflect"
	"strings"
	"time"

	"throughline/graph"
)

// Struct is what a struct looks like in a file: its fields in the order of the document.
type Struct struct {
	Fields []Field
	byName map[string]int
}

// Field is one field of a struct.
type Field struct {
	Name     string // in documents and files
	Index    int    // in the struct
	Type     reflect.Type
	Optional bool // left out of documents when it is not set
}

// Cache knows the structs met so far. It is used by one goroutine.
type Cache map[reflect.Type]*Struct

// The types with a meaning of their own in files.
var (
	Time   = reflect.TypeFor[time.Time]()
	Shares = reflect.TypeFor[graph.Shares]()
	Share  = reflect.TypeFor[graph.Share]()
	Days   = reflect.TypeFor[graph.Days]()
	Date   = reflect.TypeFor[graph.Date]()
	Ref    = reflect.TypeFor[graph.Ref]()

	text   = reflect.TypeFor[encoding.TextUnmarshaler]()
	naming = reflect.TypeFor[interface{ Ref() graph.Ref }]()
)

// Of is the shape of the struct type.
func (c Cache) Of(t reflect.Type) *Struct {
	if s, ok := c[t]; ok {
		return s
	}
	s := &Struct{byName: make(map[string]int)}
	for i := range t.NumField() {
		f := t.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "-" || name == "" || !f.IsExported() {
			continue
		}
		s.byName[name] = len(s.Fields)
		s.Fields = append(s.Fields, Field{name, i, f.Type, options == "omitzero"})
	}
	c[t] = s
	return s
}

// Field is the field of the name.
func (s *Struct) Field(name string) (Field, bool) {
	i, ok := s.byName[name]
	if !ok {
		return Field{}, false
	}
	return s.Fields[i], true
}

// Names are the names of the fields in the order of the document.
func (s *Struct) Names() []string {
	out := make([]string, len(s.Fields))
	for i, f := range s.Fields {
		out[i] = f.Name
	}
	return out
}

// IsText reports whether values of the type are written as one text of their own form: a day, a
// moment, a reference, a line of the diary of work.
func IsText(t reflect.Type) bool {
	return t == Time || reflect.PointerTo(t).Implements(text)
}

// IsGroup reports whether values of the type are written as fields of their own.
func IsGroup(t reflect.Type) bool { return t.Kind() == reflect.Struct && !IsText(t) }

// IsList reports whether values of the type are written as a list.
func IsList(t reflect.Type) bool { return t.Kind() == reflect.Slice && t != Shares }

// KindOf is the kind whose ids the type holds; ok is false for any other type.
func KindOf(t reflect.Type) (k graph.Kind, ok bool) {
	if t.Kind() != reflect.String || !t.Implements(naming) {
		return "", false
	}
	v := reflect.New(t).Elem()
	v.SetString("x")
	return v.Interface().(interface{ Ref() graph.Ref }).Ref().Kind, true
}

// OfKind is the struct type of the records of a kind; nil for a word that names none.
func OfKind(k graph.Kind) reflect.Type {
	info, ok := graph.Info(k)
	if !ok {
		return nil
	}
	return reflect.TypeOf(info.New()).Elem()
}
