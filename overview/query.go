package overview

import (
	"encoding"
	"fmt"
	"iter"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"throughline/fault"
	"throughline/graph"
	"throughline/importer/shape"
)

// Query asks for records of a kind, by id.
type Query struct {
	Kind  graph.Kind
	Where []Where // all must hold
	After string  // only ids after this one; "" begins at the beginning
	Limit int     // at most so many; more than 0
}

// Where holds for records in which a field has a value, "" being that of a field that is not set. A field inside another is
// named with a dot between them: receipt.state. Where a field is a list, one of its elements must have the value; shares are
// the themes that have one.
type Where struct{ Field, Value string }

// Selection is a page of what a query asks for.
type Selection struct {
	Records []graph.Record
	Next    string // goes on after this id; "" when there is no more
}

// mostLooked bounds how many records are looked at for one page: one that few match is cut short, and goes on after the last
// one looked at.
const mostLooked = 50_000

// Select is the page of the query. A kind that is none is a NotFound fault; a field that the kind does not have is an Invalid
// one, with the nearest names.
func Select(s *graph.Snapshot, q Query) (Selection, error) {
	info, ok := graph.Info(q.Kind)
	if !ok {
		f := graph.UnknownKind(string(q.Kind))
		return Selection{}, fault.New(fault.NotFound, f.Sentence, f.Remedy).WithNearest(f.Nearest)
	}
	tests, err := testsOf(info, q.Where)
	if err != nil {
		return Selection{}, err
	}
	out := Selection{Records: make([]graph.Record, 0, min(q.Limit, 100))}
	looked, last := 0, ""
	for r := range candidates(s, q, tests) {
		id := r.Ref().ID
		if id == q.After && q.After != "" {
			continue
		}
		if len(out.Records) == q.Limit || looked == mostLooked {
			out.Next = last
			break
		}
		looked, last = looked+1, id
		if !slices.ContainsFunc(tests, func(t test) bool { return !t.holds(reflect.ValueOf(r).Elem(), t.path) }) {
			out.Records = append(out.Records, r)
		}
	}
	return out, nil
}

// candidates yields the records that may match, from the cursor on, in the order of ids: those that name the record a filter
// names, where an index knows them, else all.
func candidates(s *graph.Snapshot, q Query, tests []test) iter.Seq[graph.Record] {
	if q.Kind == graph.KindWork {
		return workCandidates(s, q)
	}
	for _, t := range tests {
		if to := t.names(); !to.IsZero() {
			return s.Naming(to, q.Kind, q.After)
		}
	}
	return s.Records(q.Kind, q.After)
}

// workCandidates is candidates for the one kind of which there are a million.
func workCandidates(s *graph.Snapshot, q Query) iter.Seq[graph.Record] {
	by := func(field string) int {
		return slices.IndexFunc(q.Where, func(w Where) bool { return w.Field == field })
	}
	if i := by("initiative"); i >= 0 {
		return asRecords(s.WorkOf(graph.InitiativeID(q.Where[i].Value), graph.WorkID(q.After)))
	}
	if i := by("unit"); i >= 0 {
		return asRecords(s.WorkIn(graph.UnitID(q.Where[i].Value), graph.WorkID(q.After)))
	}
	return s.Records(q.Kind, q.After)
}

func asRecords(work iter.Seq[*graph.Work]) iter.Seq[graph.Record] {
	return func(yield func(graph.Record) bool) {
		for w := range work {
			if !yield(w) {
				return
			}
		}
	}
}

// test is a Where on the fields of a struct.
type test struct {
	value string
	path  []int        // the indexes of the fields, outermost first
	end   reflect.Type // of the innermost one
}

// testsOf finds the fields of the kind.
func testsOf(info graph.KindInfo, where []Where) ([]test, error) {
	out := make([]test, 0, len(where))
	shapes := make(shape.Cache)
	for _, w := range where {
		found, ok := fieldAt(shapes, shape.OfKind(info.Kind), strings.Split(w.Field, "."))
		if !ok {
			names := FilterFields(info.Kind)
			f := fault.Invalidf("Filter by one of: "+strings.Join(names, ", "), "%s cannot be filtered by %q", info.Plural, w.Field)
			return nil, f.WithNearest(fault.Nearest(w.Field, names, 3))
		}
		found.value = w.Value
		out = append(out, found)
	}
	return out, nil
}

// fieldAt follows the document's names of fields through the struct type to a single value.
func fieldAt(shapes shape.Cache, t reflect.Type, names []string) (test, bool) {
	var out test
	for _, name := range names {
		if t = elementOf(t); !shape.IsGroup(t) {
			return test{}, false
		}
		f, ok := shapes.Of(t).Field(name)
		if !ok {
			return test{}, false
		}
		out.path, t = append(out.path, f.Index), f.Type
	}
	out.end = elementOf(t)
	return out, !shape.IsGroup(out.end)
}

// elementOf is the type of the elements of a list, and of the themes of shares; else the type itself.
func elementOf(t reflect.Type) reflect.Type {
	switch {
	case t == shape.Shares:
		return reflect.TypeFor[graph.ThemeID]()
	case shape.IsList(t):
		return t.Elem()
	}
	return t
}

// FilterFields is the names of the fields that records of the kind can be filtered by, in the order of the document; none for a
// word that names no kind.
func FilterFields(k graph.Kind) []string {
	t := shape.OfKind(k)
	if t == nil {
		return nil
	}
	var out []string
	filterFields(make(shape.Cache), t, "", &out)
	return out
}

func filterFields(shapes shape.Cache, t reflect.Type, prefix string, out *[]string) {
	for _, f := range shapes.Of(t).Fields {
		if e := elementOf(f.Type); shape.IsGroup(e) {
			filterFields(shapes, e, prefix+f.Name+".", out)
			continue
		}
		*out = append(*out, prefix+f.Name)
	}
}

// names is the record that the value names, zero when the field names none.
func (t test) names() graph.Ref {
	if t.end == shape.Ref {
		ref, _ := graph.ParseRef(t.value) // what names nothing is found in no field
		return ref
	}
	if k, ok := shape.KindOf(t.end); ok && t.value != "" {
		return graph.Ref{Kind: k, ID: t.value}
	}
	return graph.Ref{}
}

// holds reports whether the value at the path, or one of those where the path goes through lists, is the one asked for.
func (t test) holds(v reflect.Value, path []int) bool {
	if v.Type() == shape.Shares {
		shares := v.Interface().(graph.Shares)
		return shares.Of(graph.ThemeID(t.value)) != 0 || len(shares) == 0 && t.value == ""
	}
	if shape.IsList(v.Type()) {
		if v.Len() == 0 {
			return t.value == ""
		}
		for i := range v.Len() {
			if t.holds(v.Index(i), path) {
				return true
			}
		}
		return false
	}
	if len(path) == 0 {
		return textOf(v) == t.value
	}
	return t.holds(v.Field(path[0]), path[1:])
}

// textOf is a single value as it is written in a document, without quotes.
func textOf(v reflect.Value) string {
	if shape.IsText(v.Type()) {
		return written(v)
	}
	switch v.Kind() {
	case reflect.String:
		return v.String()
	case reflect.Bool:
		return strconv.FormatBool(v.Bool())
	case reflect.Float32:
		return strconv.FormatFloat(v.Float(), 'g', -1, 32)
	case reflect.Float64:
		return strconv.FormatFloat(v.Float(), 'g', -1, 64)
	}
	return fmt.Sprint(v.Interface())
}

// written is a value that has a text form of its own, "" where it is not set.
func written(v reflect.Value) string {
	if zero, ok := v.Interface().(interface{ IsZero() bool }); ok && zero.IsZero() {
		return ""
	}
	m, ok := v.Interface().(encoding.TextMarshaler)
	if !ok {
		return fmt.Sprint(v.Interface())
	}
	b, err := m.MarshalText()
	if err != nil {
		return ""
	}
	return string(b)
}
