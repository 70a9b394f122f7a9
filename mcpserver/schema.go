package mcpserver

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/google/jsonschema-go/jsonschema"

	"throughline/overview"
)

// schemas is the schema of what each tool is asked with and answers.
func schemas() (map[reflect.Type]*jsonschema.Schema, error) {
	out := make(map[reflect.Type]*jsonschema.Schema)
	for _, t := range []reflect.Type{
		reflect.TypeFor[standQuestion](), reflect.TypeFor[overview.StandingDocument](),
		reflect.TypeFor[figureQuestion](), reflect.TypeFor[figureAnswer](),
		reflect.TypeFor[lineQuestion](), reflect.TypeFor[overview.LineDocument](),
		reflect.TypeFor[owedQuestion](), reflect.TypeFor[owedAnswer](),
		reflect.TypeFor[findingsQuestion](), reflect.TypeFor[findingsAnswer](),
		reflect.TypeFor[searchQuestion](), reflect.TypeFor[searchAnswer](),
		reflect.TypeFor[proposalQuestion](), reflect.TypeFor[proposalAnswer](),
	} {
		s, err := jsonschema.ForType(t, &jsonschema.ForOptions{})
		if err != nil {
			return nil, fmt.Errorf("the schema of %s: %w", t, err)
		}
		describe(s, t)
		out[t] = s
	}
	return out, nil
}

// describe puts the words in the tags of fields, as the OpenAPI document has them too, into the schema.
func describe(s *jsonschema.Schema, t reflect.Type) {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case s == nil:
	case t.Kind() == reflect.Slice:
		describe(s.Items, t.Elem())
	case t.Kind() == reflect.Struct:
		for i := range t.NumField() {
			f := t.Field(i)
			if f.Anonymous {
				describe(s, f.Type)
				continue
			}
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			p := s.Properties[name]
			if p == nil {
				continue
			}
			if words := f.Tag.Get("doc"); words != "" {
				p.Description = words
			}
			if list := f.Tag.Get("enum"); list != "" {
				for _, one := range strings.Split(list, ",") {
					p.Enum = append(p.Enum, one)
				}
			}
			describe(p, f.Type)
		}
	}
}
