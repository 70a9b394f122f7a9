package workspacefile

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"
	"pgregory.net/rapid"

	"throughline/graph"
)

var update = flag.Bool("update", false, "write the published schema and the list of fields anew")

const published = "../../docs/schema"

// comments is what package graph says about its types and fields, by type and document name.
func comments(t *testing.T) Describe {
	t.Helper()
	names, err := filepath.Glob("../../graph/*.go")
	if err != nil || len(names) == 0 {
		t.Fatalf("no sources of package graph: %v", err)
	}
	said := make(map[[2]string]string)
	for _, name := range names {
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			if g, ok := d.(*ast.GenDecl); ok {
				structs(g, said)
			}
		}
	}
	return func(typ, field string) string { return said[[2]string{typ, field}] }
}

func structs(g *ast.GenDecl, said map[[2]string]string) {
	for _, s := range g.Specs {
		spec, ok := s.(*ast.TypeSpec)
		if !ok {
			continue
		}
		st, ok := spec.Type.(*ast.StructType)
		if !ok {
			continue
		}
		said[[2]string{spec.Name.Name, ""}] = sentence(g.Doc)
		for _, f := range st.Fields.List {
			if f.Tag == nil {
				continue
			}
			tag := reflect.StructTag(strings.Trim(f.Tag.Value, "`")).Get("json")
			name, _, _ := strings.Cut(tag, ",")
			said[[2]string{spec.Name.Name, name}] = sentence(f.Comment)
		}
	}
}

func sentence(c *ast.CommentGroup) string {
	s := strings.Join(strings.Fields(c.Text()), " ")
	if s == "" {
		return ""
	}
	return strings.ToUpper(s[:1]) + strings.TrimSuffix(s[1:], ".") + "."
}

func TestPublishedFilesAreFresh(t *testing.T) {
	describe := comments(t)
	schema, err := Schema(describe)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string][]byte{"workspace.schema.json": schema, "fields.md": Fields(describe)} {
		path := filepath.Join(published, name)
		if *update {
			if err := os.MkdirAll(published, 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, want, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		got, err := os.ReadFile(path)
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is stale (%v); run: go test ./importer/workspacefile -run Published -update\n%s", path, err, cmp.Diff(string(got), string(want)))
		}
	}
}

func TestEveryFieldIsListed(t *testing.T) {
	text := string(Fields(comments(t)))
	for _, k := range graph.Kinds() {
		if !strings.Contains(text, "\n### "+k.Plural+"\n") {
			t.Errorf("%s is not listed", k.Plural)
		}
	}
	for _, line := range []string{
		"| `parent` | id of unit | Empty for the root. |",
		"| `states` | list: state day |  |",
		"| `mandate.due` | day |  |",
		"| `participants[].days` | days |  |",
		"| `level` | stated, assigned, interpreted |  |",
	} {
		if !strings.Contains(text, line+"\n") {
			t.Errorf("the list lacks %s", line)
		}
	}
}

// validator checks values against the parts of JSON Schema that ours uses.
type validator struct{ defs map[string]any }

func (v validator) check(schema map[string]any, value any, at string) []string {
	if ref, ok := schema["$ref"].(string); ok {
		return v.check(v.defs[strings.TrimPrefix(ref, "#/definitions/")].(map[string]any), value, at)
	}
	var wrong []string
	for _, key := range slices.Sorted(maps.Keys(schema)) {
		switch rule := schema[key]; key {
		case "type":
			if !hasType(rule, value) {
				wrong = append(wrong, fmt.Sprintf("%s: %v is not of type %v", at, value, rule))
			}
		case "enum":
			if !slices.Contains(rule.([]any), value) {
				wrong = append(wrong, fmt.Sprintf("%s: %v is none of %v", at, value, rule))
			}
		case "const":
			if rule != value {
				wrong = append(wrong, fmt.Sprintf("%s: %v is not %v", at, value, rule))
			}
		case "pattern":
			if s, ok := value.(string); ok && !regexp.MustCompile(rule.(string)).MatchString(s) {
				wrong = append(wrong, fmt.Sprintf("%s: %q does not match %s", at, s, rule))
			}
		case "minimum":
			if n, ok := value.(float64); ok && n < rule.(float64) {
				wrong = append(wrong, fmt.Sprintf("%s: %v is less than %v", at, n, rule))
			}
		case "items":
			list, _ := value.([]any)
			for i, item := range list {
				wrong = append(wrong, v.check(rule.(map[string]any), item, fmt.Sprintf("%s[%d]", at, i))...)
			}
		case "anyOf", "allOf":
			wrong = append(wrong, v.several(key, rule.([]any), value, at)...)
		case "required":
			object, _ := value.(map[string]any)
			for _, name := range rule.([]any) {
				if _, ok := object[name.(string)]; !ok {
					wrong = append(wrong, fmt.Sprintf("%s: %v is missing", at, name))
				}
			}
		case "properties", "patternProperties", "additionalProperties", "definitions", "description", "title", "$schema":
		default:
			wrong = append(wrong, "the schema uses "+key+", which the test does not know")
		}
	}
	return append(wrong, v.object(schema, value, at)...)
}

func (v validator) several(key string, list []any, value any, at string) []string {
	var all []string
	for _, s := range list {
		wrong := v.check(s.(map[string]any), value, at)
		if key == "anyOf" && len(wrong) == 0 {
			return nil
		}
		all = append(all, wrong...)
	}
	return all
}

func (v validator) object(schema map[string]any, value any, at string) []string {
	object, ok := value.(map[string]any)
	if !ok {
		return nil
	}
	var wrong []string
	props, _ := schema["properties"].(map[string]any)
	patterns, _ := schema["patternProperties"].(map[string]any)
	for _, key := range slices.Sorted(maps.Keys(object)) {
		path, known := at+"."+key, false
		if s, ok := props[key]; ok {
			wrong, known = append(wrong, v.check(s.(map[string]any), object[key], path)...), true
		}
		for pattern, s := range patterns {
			if regexp.MustCompile(pattern).MatchString(key) {
				wrong, known = append(wrong, v.check(s.(map[string]any), object[key], path)...), true
			}
		}
		switch more := schema["additionalProperties"].(type) {
		case map[string]any:
			if !known {
				wrong = append(wrong, v.check(more, object[key], path)...)
			}
		case bool:
			if !known && !more {
				wrong = append(wrong, path+" is not known")
			}
		}
	}
	return wrong
}

func hasType(rule, value any) bool {
	if list, ok := rule.([]any); ok {
		return slices.ContainsFunc(list, func(r any) bool { return hasType(r, value) })
	}
	switch v := value.(type) {
	case nil:
		return rule == "null"
	case string:
		return rule == "string"
	case bool:
		return rule == "boolean"
	case float64:
		return rule == "number" || rule == "integer" && v == float64(int64(v))
	case []any:
		return rule == "array"
	}
	return rule == "object"
}

// editor reads a file as an editor does: days are texts to it.
func editor(t interface{ Fatalf(string, ...any) }, text []byte) any {
	var n yaml.Node
	if err := yaml.Unmarshal(text, &n); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	var plain func(n *yaml.Node) any
	plain = func(n *yaml.Node) any {
		switch n.Kind {
		case yaml.DocumentNode:
			return plain(n.Content[0])
		case yaml.AliasNode:
			return plain(n.Alias)
		case yaml.MappingNode:
			m := make(map[string]any)
			for i := 0; i < len(n.Content); i += 2 {
				m[n.Content[i].Value] = plain(n.Content[i+1])
			}
			return m
		case yaml.SequenceNode:
			list := []any{}
			for _, c := range n.Content {
				list = append(list, plain(c))
			}
			return list
		}
		if n.Tag == "!!timestamp" {
			return n.Value
		}
		var v any
		if err := n.Decode(&v); err != nil {
			t.Fatalf("%v", err)
		}
		if i, ok := v.(int); ok {
			return float64(i)
		}
		return v
	}
	return plain(&n)
}

func schemaOf(t *testing.T) (validator, map[string]any) {
	t.Helper()
	b, err := Schema(comments(t))
	if err != nil {
		t.Fatal(err)
	}
	var root map[string]any
	if err := json.Unmarshal(b, &root); err != nil {
		t.Fatal(err)
	}
	return validator{root["definitions"].(map[string]any)}, root
}

func TestEditorsAcceptWhatIsRead(t *testing.T) {
	v, root := schemaOf(t)
	for name, text := range map[string]string{"small": small, "year": year, "canonical": canonical} {
		if wrong := v.check(root, editor(t, []byte(text)), name); len(wrong) > 0 {
			t.Errorf("the schema refuses %s:\n%s", name, strings.Join(wrong, "\n"))
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		r := drawRecord(t, rapid.SampledFrom(graph.Kinds()).Draw(t, "kind"))
		var b bytes.Buffer
		if err := Export(pictureOf(map[graph.Ref]graph.Record{r.Ref(): r}), &b); err != nil {
			t.Fatal(err)
		}
		if wrong := v.check(root, editor(t, b.Bytes()), ""); len(wrong) > 0 {
			t.Fatalf("the schema refuses\n%s\n%s", b.Bytes(), strings.Join(wrong, "\n"))
		}
	})
}

func TestEditorsRefuseWhatIsWrong(t *testing.T) {
	v, root := schemaOf(t)
	for _, text := range []string{
		"unitz: {a: {name: A}}", "units: {a: {purpse: x}}", "initiatives: {a: {state: comitted}}", "initiatives: {a: {mandate: {sorce: x}}}",
		"periods: {h: {start: 1.7.2026}}", "work: {w: {size: big}}", "work: {w: {states: [began 2026-01-01]}}", "history: [{units: {a: {name: A}}}]",
		"history: {on: 2026-01-01, history: []}", "set: {untt/a: {name: A}}", "comments: {c: {on: core}}", "throughline: 2",
		"units: {u: {intents: {h: {asigned: {}}}}}", "units: {u: {people: 3.5}}", "verb: Started it", "units: {u: {capacities: {h: -1}}}",
	} {
		if wrong := v.check(root, editor(t, []byte(text)), ""); len(wrong) == 0 {
			t.Errorf("the schema accepts %s", text)
		}
	}
}
