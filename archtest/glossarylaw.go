package archtest

import (
	"fmt"
	"go/ast"
	"go/token"
	"strings"
)

// glossaryFile is where the words of the product are explained.
const glossaryFile = "docs/glossary.md"

// glossary: every kind of record and every capability is explained to whoever meets the word.
func glossary(t *Tree) []Violation {
	explained := t.text(glossaryFile)
	var out []Violation
	miss := func(file string, line int, word string) {
		if !strings.Contains(explained, "**"+word+"**") {
			out = append(out, Violation{
				File: file, Line: line, Subject: word,
				Text: fmt.Sprintf("%s is not explained in %s", word, glossaryFile),
			})
		}
	}
	for _, p := range t.Packages {
		if s, _ := storeyOf(p.Path); s.what == "capabilities" {
			miss(p.Files[0].Name, 0, p.Name)
		}
		if p.Path == "graph" {
			for _, f := range p.code() {
				t.kinds(f, miss)
			}
		}
	}
	return out
}

// kinds calls found for the value of every constant of the type Kind.
func (t *Tree) kinds(f *File, found func(file string, line int, word string)) {
	for _, d := range f.Syntax.Decls {
		gen, ok := d.(*ast.GenDecl)
		if !ok || gen.Tok != token.CONST {
			continue
		}
		for _, s := range gen.Specs {
			spec := s.(*ast.ValueSpec)
			if id, ok := spec.Type.(*ast.Ident); !ok || id.Name != "Kind" {
				continue
			}
			for _, v := range spec.Values {
				if word, ok := stringOf(v); ok {
					found(f.Name, t.line(spec), word)
				}
			}
		}
	}
}

// text is the body of a text file, "" when there is none of that name.
func (t *Tree) text(name string) string {
	for _, text := range t.Texts {
		if text.Name == name {
			return text.Body
		}
	}
	return ""
}
