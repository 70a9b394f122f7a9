package alter

import (
	"reflect"
	"time"

	"pgregory.net/rapid"

	"throughline/graph"
)

// nudge changes a value a little. Words of a list of words are left: another record has others.
func nudge(t *rapid.T, s *graph.Snapshot, v reflect.Value) {
	switch x := v.Addr().Interface().(type) {
	case *time.Time:
		*x = x.AddDate(0, 0, rapid.IntRange(-60, 60).Draw(t, "days later"))
		return
	case *graph.Date:
		*x += graph.Date(rapid.IntRange(-120, 120).Draw(t, "days later"))
		return
	case *graph.Ref:
		if kinds := present(s); len(kinds) > 0 {
			*x = some(t, s, rapid.SampledFrom(kinds).Draw(t, "kind named")).Ref()
		}
		return
	}
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(!v.Bool())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(max(0, v.Int()+int64(rapid.IntRange(-3, 5).Draw(t, "more"))))
	case reflect.Float32, reflect.Float64:
		v.SetFloat(v.Float() * rapid.SampledFrom([]float64{0, 0.5, 0.9, 1.5}).Draw(t, "times"))
	case reflect.String:
		nudgeWord(t, s, v)
	case reflect.Slice:
		nudgeList(t, s, v)
	case reflect.Struct:
		if n, ok := exported(t, v.Type()); ok {
			nudge(t, s, v.Field(n))
		}
	}
}

// nudgeWord names another record, or says something else.
func nudgeWord(t *rapid.T, s *graph.Snapshot, v reflect.Value) {
	named, ok := v.Addr().Interface().(interface{ Ref() graph.Ref })
	if !ok {
		if v.Type() == reflect.TypeFor[string]() {
			v.SetString(rapid.SampledFrom([]string{"", "other words"}).Draw(t, "words"))
		}
		return
	}
	kind := named.Ref().Kind
	if v.Len() == 0 { // an id that is not set names no kind
		v.SetString("x")
		kind = named.Ref().Kind
	}
	v.SetString("")
	if s.Count(kind) > 0 && rapid.IntRange(0, 3).Draw(t, "named") > 0 {
		v.SetString(some(t, s, kind).Ref().ID)
	}
}

// nudgeList takes out, doubles or changes one thing of a list.
func nudgeList(t *rapid.T, s *graph.Snapshot, v reflect.Value) {
	if v.Len() == 0 {
		return
	}
	at := rapid.IntRange(0, v.Len()-1).Draw(t, "of the list")
	switch rapid.IntRange(0, 3).Draw(t, "with it") {
	case 0:
		v.Set(reflect.AppendSlice(v.Slice(0, at), v.Slice(at+1, v.Len())))
	case 1:
		v.Set(reflect.Append(v, v.Index(at)))
	default:
		nudge(t, s, v.Index(at))
	}
}

// exported is any field that can be changed.
func exported(t *rapid.T, of reflect.Type) (n int, ok bool) {
	var fields []int
	for n := range of.NumField() {
		if of.Field(n).IsExported() {
			fields = append(fields, n)
		}
	}
	if len(fields) == 0 {
		return 0, false
	}
	return rapid.SampledFrom(fields).Draw(t, "field inside"), true
}
