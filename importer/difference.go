package importer

import (
	"encoding"
	"reflect"
	"strings"
	"time"

	"throughline/graph"
)

// Words tells steps in words. It remembers the names of what it told, so that later steps may speak
// of records that are not in the picture yet. It is used by one goroutine.
type Words struct {
	s    *graph.Snapshot
	seen map[graph.Ref]string
}

// NewWords starts with the names in the picture.
func NewWords(s *graph.Snapshot) *Words {
	return &Words{s: s, seen: make(map[graph.Ref]string)}
}

// Name is what a person calls the record: its label, else its id.
func (w *Words) Name(ref graph.Ref) string {
	if name, ok := w.seen[ref]; ok {
		return name
	}
	if r := w.s.Record(ref); r != nil && r.Label() != "" {
		return r.Label()
	}
	return ref.ID
}

// Heading says when, by whom and why a dated step was made: "20 Jul 2026, Ana Lima: The plan is locked".
// It is "" for a step without any of these.
func (w *Words) Heading(s Step) string {
	w.see(s)
	var parts []string
	if !s.Draft.Effective.IsZero() {
		parts = append(parts, moment(s.Draft.Effective))
	}
	if ref, err := graph.ParseRef(s.Actor); err == nil {
		parts = append(parts, w.Name(ref))
	} else if s.Actor != "" {
		parts = append(parts, s.Actor)
	}
	head := strings.Join(parts, ", ")
	switch {
	case s.Draft.Reason == "":
		return head
	case head == "":
		return s.Draft.Reason
	}
	return head + ": " + s.Draft.Reason
}

// Lines is the step's difference, one line for each record:
// "initiative Ledger cutover: state committed → started".
func (w *Words) Lines(s Step) []string {
	w.see(s)
	var out []string
	for i, after := range s.Draft.Puts {
		subject := w.subject(after.Ref())
		if i >= len(s.Before) || s.Before[i] == nil {
			out = append(out, "new "+subject)
			continue
		}
		if what := w.Difference(s.Before[i], after); len(what) > 0 {
			out = append(out, subject+": "+strings.Join(what, "; "))
		}
	}
	for _, ref := range s.Draft.Removes {
		out = append(out, w.subject(ref)+": removed")
	}
	return out
}

// subject is the kind and the name of a record; the name alone when it tells the kind.
func (w *Words) subject(ref graph.Ref) string {
	name := w.Name(ref)
	kind := spoken(ref.Kind)
	if strings.Contains(" "+strings.ToLower(name)+" ", " "+kind+" ") {
		return name
	}
	return kind + " " + name
}

func (w *Words) see(s Step) {
	for _, r := range s.Before {
		if r != nil && r.Label() != "" {
			w.seen[r.Ref()] = r.Label()
		}
	}
	for _, r := range s.Draft.Puts {
		if r.Label() != "" {
			w.seen[r.Ref()] = r.Label()
		}
	}
}

// Difference is what differs between two versions of a record, one phrase for each field in the order
// of its document. It is empty when nothing does; a list without items counts as not set.
func (w *Words) Difference(before, after graph.Record) []string {
	var out []string
	w.fields(reflect.ValueOf(before).Elem(), reflect.ValueOf(after).Elem(), "", &out)
	return out
}

func (w *Words) fields(a, b reflect.Value, prefix string, out *[]string) {
	t := a.Type()
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		if name == "-" || !t.Field(i).IsExported() {
			continue
		}
		w.field(a.Field(i), b.Field(i), prefix+strings.ReplaceAll(name, "_", " "), out)
	}
}

func (w *Words) field(a, b reflect.Value, name string, out *[]string) {
	switch {
	case a.Type() == reflect.TypeFor[graph.Shares]():
		w.shares(a.Interface().(graph.Shares), b.Interface().(graph.Shares), name, out)
	case a.Kind() == reflect.Slice:
		w.list(a, b, name, out)
	case a.Kind() == reflect.Struct && !oneText(a):
		w.fields(a, b, name+" ", out)
	default:
		x, y := w.show(a), w.show(b)
		if x == y {
			return
		}
		if a.Type() == reflect.TypeFor[string]() && x != unset && y != unset {
			x, y = apart(a.String(), b.String())
		}
		if a.Type() == reflect.TypeFor[graph.Days]() && strings.HasSuffix(name, "days") {
			x = decimal(a.Float(), 64) // the name of the field is the unit already
		}
		*out = append(*out, name+" "+short(x)+" → "+short(y))
	}
}

func (w *Words) shares(a, b graph.Shares, name string, out *[]string) {
	all := a
	for _, p := range b {
		all = all.With(p.Theme, 0)
	}
	for _, p := range all {
		if x, y := a.Of(p.Theme), b.Of(p.Theme); x != y {
			*out = append(*out, name+" of "+w.Name(p.Theme.Ref())+" "+percent(x)+" → "+percent(y))
		}
	}
}

// list tells what came into a list, what left it, and what changed in an item that is called the same.
func (w *Words) list(a, b reflect.Value, name string, out *[]string) {
	gone, come := w.unmatched(a, b), w.unmatched(b, a)
	if len(gone)+len(come) == 0 {
		if !sameOrder(a, b) {
			*out = append(*out, name+" in another order")
		}
		return
	}
	var parts []string
	for _, item := range come {
		if i := called(gone, item); i >= 0 {
			var inner []string
			w.fields(gone[i], item, "", &inner)
			parts = append(parts, w.show(item.Field(0))+": "+strings.Join(inner, ", "))
			gone = append(gone[:i], gone[i+1:]...)
			continue
		}
		parts = append(parts, "+ "+short(w.show(item)))
	}
	for _, item := range gone {
		parts = append(parts, "− "+short(w.show(item)))
	}
	*out = append(*out, name+" "+strings.Join(parts, ", "))
}

// unmatched is the items of a that b does not have, each counted once for each time it stands.
func (w *Words) unmatched(a, b reflect.Value) []reflect.Value {
	count := make(map[string]int)
	for i := range b.Len() {
		count[w.show(b.Index(i))]++
	}
	var out []reflect.Value
	for i := range a.Len() {
		key := w.show(a.Index(i))
		if count[key] == 0 {
			out = append(out, a.Index(i))
			continue
		}
		count[key]--
	}
	return out
}

func sameOrder(a, b reflect.Value) bool {
	return a.Len() == 0 && b.Len() == 0 || reflect.DeepEqual(a.Interface(), b.Interface())
}

// called is the item of the list whose first field is that of the item, or -1: the first field of
// every group in a list names it.
func called(list []reflect.Value, item reflect.Value) int {
	if item.Kind() != reflect.Struct || oneText(item) {
		return -1
	}
	for i, other := range list {
		if reflect.DeepEqual(other.Field(0).Interface(), item.Field(0).Interface()) {
			return i
		}
	}
	return -1
}

// oneText reports whether the value is written as one text, such as a day.
func oneText(v reflect.Value) bool {
	return v.Type() == reflect.TypeFor[time.Time]() || v.Type().Implements(reflect.TypeFor[encoding.TextMarshaler]())
}
