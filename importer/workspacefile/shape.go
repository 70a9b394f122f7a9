package workspacefile

import (
	"encoding"
	"reflect"
	"strings"
	"time"

	"throughline/graph"
)

// shape is what a struct looks like in a file.
type shape struct {
	fields []field
	byName map[string]int
}

// field is one field of a struct, by its document name.
type field struct {
	name  string
	index int
	typ   reflect.Type
	omit  bool // left out of documents when zero
}

// shapes knows the structs met so far. It belongs to one reader or writer.
type shapes map[reflect.Type]*shape

var (
	timeType   = reflect.TypeFor[time.Time]()
	sharesType = reflect.TypeFor[graph.Shares]()
	shareType  = reflect.TypeFor[graph.Share]()
	daysType   = reflect.TypeFor[graph.Days]()
	dateType   = reflect.TypeFor[graph.Date]()
	refType    = reflect.TypeFor[graph.Ref]()
	textType   = reflect.TypeFor[encoding.TextUnmarshaler]()
	namingType = reflect.TypeFor[interface{ Ref() graph.Ref }]()
)

// of is the shape of the struct type.
func (s shapes) of(t reflect.Type) *shape {
	if sh, ok := s[t]; ok {
		return sh
	}
	sh := &shape{byName: make(map[string]int)}
	for i := range t.NumField() {
		f := t.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "-" || name == "" || !f.IsExported() {
			continue
		}
		sh.byName[name] = len(sh.fields)
		sh.fields = append(sh.fields, field{name, i, f.Type, options == "omitzero"})
	}
	s[t] = sh
	return sh
}

// field is the field of the name.
func (s *shape) field(name string) (field, bool) {
	i, ok := s.byName[name]
	if !ok {
		return field{}, false
	}
	return s.fields[i], true
}

// names are the names of the fields in the order of the document.
func (s *shape) names() []string {
	out := make([]string, len(s.fields))
	for i, f := range s.fields {
		out[i] = f.name
	}
	return out
}

// isText reports whether values of the type are written as one text.
func isText(t reflect.Type) bool {
	return t == timeType || reflect.PointerTo(t).Implements(textType)
}

// isGroup reports whether values of the type are written as fields of their own.
func isGroup(t reflect.Type) bool { return t.Kind() == reflect.Struct && !isText(t) }

// namedKind is the kind whose ids the type holds; ok is false for any other type.
func namedKind(t reflect.Type) (k graph.Kind, ok bool) {
	if t.Kind() != reflect.String || !t.Implements(namingType) {
		return "", false
	}
	v := reflect.New(t).Elem()
	v.SetString("x")
	return v.Interface().(interface{ Ref() graph.Ref }).Ref().Kind, true
}
