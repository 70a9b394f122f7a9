package csvfile

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"throughline/graph"
	"throughline/importer/shape"
)

// target is a field that a column can go into.
type target struct {
	path  string
	way   []int        // the way to the field; a list of groups on it stands for its first item
	typ   reflect.Type // what is written there
	theme graph.ThemeID
	move  graph.Move // a state of work whose moment is written
	list  string     // the list of groups whose first item it is in; "" outside of lists
}

// targets finds the field of a path, and lists all of a kind.
type targets struct {
	kind   graph.Kind
	shapes shape.Cache
	words  map[reflect.Type][]string
}

func newTargets(k graph.Kind) *targets {
	return &targets{kind: k, shapes: make(shape.Cache), words: shape.Words()}
}

// moves are the states of work whose moments a table has columns for.
func moves() []graph.Move {
	return []graph.Move{graph.Opened, graph.Begun, graph.Paused, graph.Finished, graph.Dropped}
}

// find is the field of the path.
func (f *targets) find(path string) (target, bool) {
	if f.kind == graph.KindWork {
		for _, m := range moves() {
			if m.String() == path {
				return target{path: path, typ: shape.Time, move: m}, true
			}
		}
	}
	t := target{path: path}
	at := shape.OfKind(f.kind)
	rest := path
	for {
		name, after, more := strings.Cut(rest, ".")
		field, ok := f.shapes.Of(at).Field(name)
		if !ok {
			return target{}, false
		}
		t.way, t.typ = append(t.way, field.Index), field.Type
		switch {
		case field.Type == shape.Shares:
			t.theme = graph.ThemeID(after)
			return t, after != "" && !strings.Contains(after, ".")
		case shape.IsGroup(field.Type):
			at = field.Type
		case shape.IsList(field.Type) && shape.IsGroup(field.Type.Elem()):
			at, t.list = field.Type.Elem(), strings.TrimSuffix(path, "."+after)
		default:
			return t, !more
		}
		if !more {
			return target{}, false
		}
		rest = after
	}
}

// names is every path of the kind; shares stand with THEME in place of a theme.
func (f *targets) names() []string {
	var out []string
	if f.kind == graph.KindWork {
		for _, m := range moves() {
			out = append(out, m.String())
		}
	}
	f.collect(shape.OfKind(f.kind), "", &out)
	return out
}

func (f *targets) collect(t reflect.Type, prefix string, out *[]string) {
	for _, field := range f.shapes.Of(t).Fields {
		path := prefix + field.Name
		switch {
		case field.Type == shape.Shares:
			*out = append(*out, path+".THEME")
		case shape.IsGroup(field.Type):
			f.collect(field.Type, path+".", out)
		case shape.IsList(field.Type) && shape.IsGroup(field.Type.Elem()):
			f.collect(field.Type.Elem(), path+".", out)
		default:
			*out = append(*out, path)
		}
	}
}

// isMoment reports whether cells are days or moments.
func (t target) isMoment() bool { return t.typ == shape.Time || t.typ == shape.Date }

// isNumber reports whether cells are numbers that may have parts.
func (t target) isNumber() bool {
	k := t.typ.Kind()
	return t.theme != "" || t.typ != shape.Date && (k == reflect.Float64 || k == reflect.Float32)
}

// put writes the value into the record, which is a copy of ours; what its fields point to is shared
// with the picture and is copied before it is written to.
func (t target) put(rec graph.Record, v reflect.Value) {
	if t.move != 0 {
		putMove(rec.(*graph.Work), t.move, v)
		return
	}
	at := reflect.ValueOf(rec).Elem()
	for _, i := range t.way {
		if at.Kind() == reflect.Slice {
			at = firstItem(at)
		}
		at = at.Field(i)
	}
	if t.theme == "" {
		at.Set(v)
		return
	}
	at.Set(reflect.ValueOf(at.Interface().(graph.Shares).With(t.theme, v.Interface().(graph.Share))))
}

// firstItem makes the list our own and gives its first item.
func firstItem(list reflect.Value) reflect.Value {
	c := reflect.MakeSlice(list.Type(), max(list.Len(), 1), max(list.Len(), 1))
	reflect.Copy(c, list)
	list.Set(c)
	return list.Index(0)
}

// putMove sets the moment of a state: the last time the work entered it. An empty cell takes it away.
func putMove(w *graph.Work, m graph.Move, v reflect.Value) {
	states := slices.Clone(w.States)
	last := -1
	for i, s := range states {
		if s.State == m {
			last = i
		}
	}
	at := v.Interface().(interface{ IsZero() bool })
	switch {
	case at.IsZero() && last >= 0:
		states = slices.Delete(states, last, last+1)
	case at.IsZero():
		return
	case last >= 0:
		states[last].At = seconds(v)
	default:
		states = append(states, graph.Transition{State: m, At: seconds(v)})
	}
	slices.SortStableFunc(states, func(a, b graph.Transition) int {
		if a.At != b.At {
			return int(min(max(a.At-b.At, -1), 1))
		}
		return int(a.State) - int(b.State)
	})
	w.States = states
	if len(states) == 0 {
		w.States = nil
	}
}

func seconds(v reflect.Value) int64 { return v.Interface().(interface{ Unix() int64 }).Unix() }

// copyOf is a copy of the record that may be written to field by field.
func copyOf(rec graph.Record) graph.Record {
	v := reflect.ValueOf(rec).Elem()
	c := reflect.New(v.Type())
	c.Elem().Set(v)
	return graph.WithStamp(c.Interface().(graph.Record), graph.Stamp{})
}

// example says what a cell for the target looks like.
func (t target) example() string {
	switch {
	case t.theme != "" || t.typ == shape.Share:
		return "a share, for instance 0.25 or 25%"
	case t.isMoment():
		return "a day, for instance 2026-07-20"
	case t.typ.Kind() == reflect.Bool:
		return "yes or no"
	case t.isNumber():
		return "a number, for instance 2.5"
	case t.typ.Kind() == reflect.Int || t.typ.Kind() == reflect.Int32:
		return "a whole number"
	}
	return fmt.Sprintf("a text for %s", t.path)
}
