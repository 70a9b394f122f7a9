package catalog

import (
	"encoding"
	"reflect"
	"slices"
	"strings"

	"throughline/graph"
	"throughline/ledger"
)

// Views is the read-only view of each kind for reporting tools, in the order of the kinds: one column
// for each plain field of its document, those of a plain part of it included (metric_target), and the
// lists as JSON. Personal text is left out.
func Views() []ledger.View {
	var out []ledger.View
	for _, k := range graph.Kinds() {
		v := ledger.View{Kind: string(k.Kind), Name: k.Plural}
		v.Columns = columns(v.Kind, reflect.TypeOf(k.New()).Elem(), nil)
		out = append(out, v)
	}
	return out
}

// columns is the columns of the fields of a document, or of a part of it at the path.
func columns(kind string, t reflect.Type, path []string) []ledger.Column {
	var out []ledger.Column
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if !f.IsExported() || name == "" || name == "-" || f.Tag.Get("personal") == "true" {
			continue
		}
		at := append(slices.Clone(path), name)
		if isPart(f.Type) {
			out = append(out, columns(kind, f.Type, at)...)
			continue
		}
		out = append(out, ledger.Column{Name: columnName(kind, at), Path: at, Type: columnType(f.Type)})
	}
	return out
}

// isPart reports whether the type is written as an object with members of its own.
func isPart(t reflect.Type) bool { return t.Kind() == reflect.Struct && !isText(t) }

// isText reports whether the type is written as one text.
func isText(t reflect.Type) bool {
	return t.Kind() == reflect.String || t.Implements(reflect.TypeFor[encoding.TextMarshaler]())
}

func columnType(t reflect.Type) ledger.ColumnType {
	switch {
	case isText(t):
		return ledger.TextColumn
	case t.Kind() == reflect.Bool:
		return ledger.FlagColumn
	case t.Kind() == reflect.Float32, t.Kind() == reflect.Float64, reflect.Int <= t.Kind() && t.Kind() <= reflect.Uint64:
		return ledger.NumberColumn
	}
	return ledger.JSONColumn
}

// columnName is the path with underscores. A word that SQL keeps for itself, or that every view has a
// column of, is led by the kind: unit_from, acknowledgement_version.
func columnName(kind string, path []string) string {
	name := strings.Join(path, "_")
	switch name {
	case "workspace", "id", "version", "position", "effective",
		"all", "any", "as", "case", "check", "column", "constraint", "default", "end", "for", "from", "group", "in", "limit",
		"not", "null", "offset", "on", "only", "or", "order", "primary", "references", "select", "table", "then", "to",
		"union", "unique", "user", "using", "when", "where", "with":
		return kind + "_" + name
	}
	return name
}
