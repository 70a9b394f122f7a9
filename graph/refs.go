package graph

import (
	"fmt"
	"iter"
	"reflect"
	"strings"
)

// Mention is a place in a record that names another record.
type Mention struct {
	Field string // the path in the document, for instance participants[2].unit
	To    Ref
}

type referring interface{ Ref() Ref }

// Mentions is every place in r that names another record, in document order.
func Mentions(r Record) []Mention {
	if w, ok := r.(*Work); ok {
		return workMentions(w)
	}
	var out []Mention
	wayOf(r).walk(reflect.ValueOf(r).Elem(), "", true, func(field string, to Ref) { out = append(out, Mention{field, to}) })
	return out
}

// Named yields every record that r names, in document order and as often as it does: the records of its
// mentions.
func Named(r Record) iter.Seq[Ref] {
	return func(yield func(Ref) bool) {
		going := true
		mentioned(r, func(to Ref) { going = going && yield(to) })
	}
}

// mentioned tells every record that r names, in document order, without the places, which cost more.
func mentioned(r Record, tell func(Ref)) {
	wayOf(r).walk(reflect.ValueOf(r).Elem(), "", false, func(_ string, to Ref) { tell(to) })
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

// way leads through the values of a type to the names of other records in them. It is nil where there
// are none, so that a walk passes by what it need not look at.
type way struct {
	id    Kind      // the kind an id names; "" for a Ref, which says so itself, and for the ways below
	items *way      // of a list
	parts []partWay // of a struct
}

// partWay is the way through one field of a struct.
type partWay struct {
	field int
	name  string // as documents spell it
	way   *way
}

// ways is the way through the records of each kind, in the order of kinds.
var ways = waysOf(kinds)

func waysOf(list []KindInfo) []*way {
	out := make([]*way, len(list))
	for i, k := range list {
		if out[i] = wayThrough(reflect.TypeOf(k.New()).Elem()); out[i] == nil {
			out[i] = &way{parts: []partWay{}}
		}
	}
	return out
}

func wayOf(r Record) *way { return ways[kindIndex(r.Ref().Kind)] }

// wayThrough is the way through values of the type.
func wayThrough(t reflect.Type) *way {
	if t == reflect.TypeFor[Ref]() {
		return &way{}
	}
	switch t.Kind() {
	case reflect.String:
		v := reflect.New(t).Elem()
		v.SetString("any")
		if id, ok := v.Interface().(referring); ok {
			return &way{id: id.Ref().Kind}
		}
	case reflect.Slice:
		if items := wayThrough(t.Elem()); items != nil {
			return &way{items: items}
		}
	case reflect.Struct:
		var parts []partWay
		for i := range t.NumField() {
			f := t.Field(i)
			if name := jsonName(f); f.IsExported() && name != "-" {
				if w := wayThrough(f.Type); w != nil {
					parts = append(parts, partWay{i, name, w})
				}
			}
		}
		if parts != nil {
			return &way{parts: parts}
		}
	}
	return nil
}

// walk tells every name in the value, with the path to it when places are asked for.
func (w *way) walk(v reflect.Value, path string, places bool, tell func(string, Ref)) {
	switch {
	case w.parts != nil:
		for _, p := range w.parts {
			below := path
			if places {
				below = strings.TrimPrefix(path+"."+p.name, ".")
			}
			p.way.walk(v.Field(p.field), below, places, tell)
		}
	case w.items != nil:
		for i := range v.Len() {
			below := path
			if places {
				below = fmt.Sprintf("%s[%d]", path, i)
			}
			w.items.walk(v.Index(i), below, places, tell)
		}
	case w.id != "":
		if v.Len() > 0 {
			tell(path, Ref{w.id, v.String()})
		}
	default:
		if to := v.Interface().(Ref); !to.IsZero() {
			tell(path, to)
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
