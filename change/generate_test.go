package change

import (
	"reflect"
	"time"

	"pgregory.net/rapid"

	"throughline/graph"
)

// The generator makes records of any kind by looking at their types, so that a new field is covered
// without a word here. Ids are good ids; every other value is whatever its type can hold and JSON can carry.

var anID = rapid.StringMatching(`[a-z0-9][a-z0-9._:-]{0,6}`)

func anyKind(t *rapid.T) graph.Kind {
	return rapid.SampledFrom(graph.Kinds()).Draw(t, "kind").Kind
}

// anyRecord is a record of the kind with any values, and a stamp.
func anyRecord(t *rapid.T, kind graph.Kind) graph.Record {
	r, err := graph.New(graph.Ref{Kind: kind, ID: anID.Draw(t, "id")})
	if err != nil {
		t.Fatal(err)
	}
	v := reflect.ValueOf(r).Elem()
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if f.IsExported() && f.Name != "ID" {
			fill(t, v.Field(i), f.Name)
		}
	}
	return graph.WithStamp(r, graph.Stamp{Version: rapid.Int32Range(1, 1000).Draw(t, "version")})
}

func fill(t *rapid.T, v reflect.Value, name string) {
	if fillOwn(t, v, name) {
		return
	}
	switch v.Kind() {
	case reflect.String:
		if _, id := v.Interface().(interface{ Ref() graph.Ref }); id {
			v.SetString(rapid.OneOf(rapid.Just(""), anID).Draw(t, name))
		} else {
			v.SetString(rapid.String().Draw(t, name))
		}
	case reflect.Bool:
		v.SetBool(rapid.Bool().Draw(t, name))
	case reflect.Int, reflect.Int32:
		v.SetInt(int64(rapid.Int32().Draw(t, name)))
	case reflect.Float32:
		v.SetFloat(float64(rapid.Float32().Draw(t, name)))
	case reflect.Float64:
		v.SetFloat(rapid.Float64().Draw(t, name))
	case reflect.Slice:
		n := rapid.IntRange(0, 3).Draw(t, name)
		if n > 0 {
			v.Set(reflect.MakeSlice(v.Type(), n, n))
		}
		for i := range n {
			fill(t, v.Index(i), name)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			fill(t, v.Field(i), v.Type().Field(i).Name)
		}
	default:
		t.Fatalf("the field %s has a type the generator does not know: %s", name, v.Type())
	}
}

// fillOwn fills the types that have a text of their own.
func fillOwn(t *rapid.T, v reflect.Value, name string) bool {
	switch into := v.Addr().Interface().(type) {
	case *time.Time:
		*into = aTime(t, name)
	case *graph.Date:
		*into = aDate(t, name)
	case *graph.Ref:
		if rapid.Bool().Draw(t, name) {
			*into = graph.Ref{Kind: anyKind(t), ID: anID.Draw(t, name)}
		}
	case *graph.Shares:
		for range rapid.IntRange(0, 3).Draw(t, name) {
			*into = into.With(graph.ThemeID(anID.Draw(t, "theme")), graph.Share(rapid.Float64().Draw(t, "share")))
		}
	case *graph.Transition:
		*into = graph.Transition{State: graph.Move(rapid.IntRange(1, 5).Draw(t, name)), At: someSeconds(t, name)}
	case *graph.Logged:
		*into = graph.Logged{On: aDay(t, name), Days: rapid.Float32().Draw(t, name)}
	case *graph.Block:
		*into = graph.Block{On: graph.UnitID(rapid.OneOf(rapid.Just(""), anID).Draw(t, name)), From: someSeconds(t, name), To: someSeconds(t, name)}
	default:
		return false
	}
	return true
}

// The years that can be written are those of four digits.
var (
	firstDay = graph.On(1, 1, 1)
	lastDay  = graph.On(9999, 12, 31)
)

func aDay(t *rapid.T, name string) graph.Date {
	d := graph.Date(rapid.Int32Range(int32(firstDay), int32(lastDay)).Draw(t, name))
	if d == 0 { // the one day that means not set
		return 1
	}
	return d
}

func aDate(t *rapid.T, name string) graph.Date {
	if rapid.Bool().Draw(t, name) {
		return 0
	}
	return aDay(t, name)
}

func someSeconds(t *rapid.T, name string) int64 {
	return rapid.Int64Range(firstDay.Time().Unix(), lastDay.Time().Unix()).Draw(t, name)
}

func aTime(t *rapid.T, name string) time.Time {
	if rapid.Bool().Draw(t, name) {
		return time.Time{}
	}
	return time.Unix(someSeconds(t, name), int64(rapid.IntRange(0, 999_999_999).Draw(t, name))).UTC()
}
