package shape

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/google/go-cmp/cmp"

	"throughline/graph"
)

// TestFieldsAreThoseOfDocuments compares with what the codec writes for a record that has everything.
func TestFieldsAreThoseOfDocuments(t *testing.T) {
	for _, k := range graph.Kinds() {
		rec := k.New()
		v := reflect.ValueOf(rec).Elem()
		fillAll(v)
		b, err := json.Marshal(rec)
		if err != nil {
			t.Fatalf("%s: %v", k.Kind, err)
		}
		var doc map[string]any
		if err := json.Unmarshal(b, &doc); err != nil {
			t.Fatal(err)
		}
		got := slices.Sorted(slices.Values(make(Cache).Of(v.Type()).Names()))
		if diff := cmp.Diff(slices.Sorted(maps.Keys(doc)), got); diff != "" {
			t.Errorf("%s (-document +shape):\n%s", k.Kind, diff)
		}
	}
}

// fillAll sets every field to something that is not zero.
func fillAll(v reflect.Value) {
	for i := range v.NumField() {
		if f := v.Field(i); v.Type().Field(i).IsExported() {
			fill(f)
		}
	}
}

func fill(f reflect.Value) {
	switch {
	case f.Type() == Time:
		f.Set(reflect.ValueOf(graph.On(2026, 1, 1).Time()))
	case f.Type() == Ref:
		f.Set(reflect.ValueOf(graph.Ref{Kind: graph.KindUnit, ID: "u"}))
	case f.Type() == reflect.TypeFor[graph.Transition]():
		f.Set(reflect.ValueOf(graph.Transition{State: graph.Opened, At: 1}))
	case f.Kind() == reflect.Slice:
		f.Set(reflect.MakeSlice(f.Type(), 1, 1))
		if f.Type() != Shares {
			fill(f.Index(0))
		}
	case f.Kind() == reflect.Struct && IsGroup(f.Type()):
		fillAll(f)
	case f.Kind() == reflect.Struct:
	case f.Kind() == reflect.String:
		f.SetString("x")
	case f.Kind() == reflect.Bool:
		f.SetBool(true)
	case f.CanInt():
		f.SetInt(1)
	case f.CanFloat():
		f.SetFloat(1)
	}
}

func TestSortsOfFields(t *testing.T) {
	for _, c := range []struct {
		t                 reflect.Type
		text, group, list bool
		kind              graph.Kind
	}{
		{Time, true, false, false, ""},
		{Date, true, false, false, ""},
		{Ref, true, false, false, ""},
		{reflect.TypeFor[graph.Transition](), true, false, false, ""},
		{reflect.TypeFor[graph.Mandate](), false, true, false, ""},
		{Shares, false, false, false, ""},
		{reflect.TypeFor[[]graph.UnitID](), false, false, true, ""},
		{reflect.TypeFor[graph.UnitID](), false, false, false, graph.KindUnit},
		{reflect.TypeFor[graph.ProposalID](), false, false, false, graph.KindProposal},
		{reflect.TypeFor[string](), false, false, false, ""},
		{reflect.TypeFor[graph.Level](), false, false, false, ""},
		{Share, false, false, false, ""},
	} {
		kind, ok := KindOf(c.t)
		if IsText(c.t) != c.text || IsGroup(c.t) != c.group || IsList(c.t) != c.list || kind != c.kind || ok != (c.kind != "") {
			t.Errorf("%v: text %v, group %v, list %v, kind %q", c.t, IsText(c.t), IsGroup(c.t), IsList(c.t), kind)
		}
	}
	if OfKind("untt") != nil || OfKind(graph.KindUnit) != reflect.TypeFor[graph.Unit]() {
		t.Error("OfKind must know the kinds, and only these")
	}
	s := make(Cache).Of(OfKind(graph.KindUnit))
	if f, ok := s.Field("parent"); !ok || f.Name != "parent" || !f.Optional {
		t.Errorf("parent = %+v", f)
	}
	if _, ok := s.Field("id"); ok {
		t.Error("the id is the name of the record, not a field of its document")
	}
}

// TestWordsAreThoseOfTheGraph reads the constants of package graph: a word that is added there must
// be known here.
func TestWordsAreThoseOfTheGraph(t *testing.T) {
	want := constants(t)
	got := make(map[string][]string)
	for typ, list := range Words() {
		got[typ.Name()] = list
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-graph +shape):\n%s", diff)
	}
}

// constants is the string constants of package graph by the name of their type, in the order they stand.
func constants(t *testing.T) map[string][]string {
	t.Helper()
	out := make(map[string][]string)
	// Kinds, the names of findings' sources, are no words of a field.
	used := usedTypes()
	for _, file := range []string{"organisation", "strategy", "portfolio", "mechanism", "understanding", "value", "kind"} {
		f, err := parser.ParseFile(token.NewFileSet(), "../../graph/"+file+".go", nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok || spec.Type == nil || len(spec.Values) != 1 {
				return true
			}
			name, ok := spec.Type.(*ast.Ident)
			lit, isLit := spec.Values[0].(*ast.BasicLit)
			if ok && isLit && lit.Kind == token.STRING && used[name.Name] {
				s, _ := strconv.Unquote(lit.Value)
				out[name.Name] = append(out[name.Name], s)
			}
			return true
		})
	}
	return out
}

// usedTypes is the names of all types that fields of records have.
func usedTypes() map[string]bool {
	used := make(map[string]bool)
	var walk func(reflect.Type)
	walk = func(t reflect.Type) {
		if used[t.String()] || strings.Contains(t.String(), "time.") {
			return
		}
		used[t.String()], used[t.Name()] = true, true
		switch t.Kind() {
		case reflect.Slice:
			walk(t.Elem())
		case reflect.Struct:
			for _, f := range make(Cache).Of(t).Fields {
				walk(f.Type)
			}
		}
	}
	for _, k := range graph.Kinds() {
		walk(OfKind(k.Kind))
	}
	return used
}
