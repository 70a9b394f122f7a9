package graph

import (
	"fmt"
	"reflect"
	"strings"
)

// Mention is a place in a record that names another record.
type Mention struct {
	Field string // the path in the document, for instance participants[2].unit
	To    Ref
}

type referring interface{ Ref() Ref }

var referringType = reflect.TypeFor[referring]()

// Mentions is every place in r that names another record, in document order.
func Mentions(r Record) []Mention {
	if w, ok := r.(*Work); ok {
		return workMentions(w)
	}
	var out []Mention
	v := reflect.ValueOf(r).Elem()
	for i := range v.NumField() {
		name := jsonName(v.Type().Field(i))
		if name != "-" {
			mentions(v.Field(i), name, &out)
		}
	}
	return out
}

// workMentions is Mentions for the one kind of which there are a million.
func workMentions(w *Work) []Mention {
	var out []Mention
	if w.Unit != "" {
		out = append(out, Mention{"unit", w.Unit.Ref()})
	}
	if w.Initiative != "" {
		out = append(out, Mention{"initiative", w.Initiative.Ref()})
	}
	for i, b := range w.Blocked {
		if b.On != "" {
			out = append(out, Mention{fmt.Sprintf("blocked[%d]", i), b.On.Ref()})
		}
	}
	return out
}

func mentions(v reflect.Value, path string, out *[]Mention) {
	if v.Type() == reflect.TypeFor[Ref]() {
		if to := v.Interface().(Ref); !to.IsZero() {
			*out = append(*out, Mention{path, to})
		}
		return
	}
	if v.Kind() == reflect.String {
		if v.Type().Implements(referringType) && v.Len() > 0 {
			*out = append(*out, Mention{path, v.Interface().(referring).Ref()})
		}
		return
	}
	switch v.Kind() {
	case reflect.Slice:
		for i := range v.Len() {
			mentions(v.Index(i), fmt.Sprintf("%s[%d]", path, i), out)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			f := v.Type().Field(i)
			if f.IsExported() {
				mentions(v.Field(i), path+"."+jsonName(f), out)
			}
		}
	}
}

func jsonName(f reflect.StructField) string {
	tag, ok := f.Tag.Lookup("json")
	if !ok {
		return f.Name
	}
	name, _, _ := strings.Cut(tag, ",")
	return name
}
