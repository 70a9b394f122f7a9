package archtest

import (
	"fmt"
	"go/ast"
	"path"
	"strings"
	"unicode"
)

// emptyWords say nothing about what is inside a package.
var emptyWords = map[string]bool{
	"util": true, "utils": true, "common": true, "helper": true, "helpers": true, "model": true, "models": true,
	"type": true, "types": true, "misc": true, "manager": true,
}

// packageNames: a reader finds a behaviour by its business word.
func packageNames(t *Tree) []Violation {
	var out []Violation
	for _, p := range t.Packages {
		v := Violation{File: p.Files[0].Name, Subject: p.Path}
		switch {
		case emptyWords[p.Name]:
			v.Text = fmt.Sprintf("package name %s says nothing: name it after what a user would call it", p.Name)
		case p.Path == ".", p.Name == "main":
			continue
		case p.Name != path.Base(p.Path):
			v.Text = fmt.Sprintf("package %s stands in directory %s: use one word", p.Name, path.Base(p.Path))
		default:
			continue
		}
		out = append(out, v)
	}
	return out
}

// names: short where the scope is short, and no Get.
func names(t *Tree) []Violation {
	var out []Violation
	for _, p := range t.Packages {
		for _, f := range p.code() {
			for _, d := range f.Syntax.Decls {
				switch d := d.(type) {
				case *ast.FuncDecl:
					out = append(out, t.funcNames(f, d)...)
				case *ast.GenDecl:
					out = append(out, t.methodNames(f, d)...)
				}
			}
		}
	}
	return out
}

// funcNames judges the name and the receiver of one function.
func (t *Tree) funcNames(f *File, fn *ast.FuncDecl) []Violation {
	var out []Violation
	if hasGet(fn.Name.Name) {
		out = append(out, noGet(f, t.line(fn), funcName(fn)))
	}
	if fn.Recv == nil || len(fn.Recv.List) == 0 || len(fn.Recv.List[0].Names) == 0 {
		return out
	}
	if name := fn.Recv.List[0].Names[0].Name; len(name) > 1 {
		out = append(out, Violation{
			File: f.Name, Line: t.line(fn), Subject: funcName(fn),
			Text: fmt.Sprintf("receiver %s has more than one letter", name),
		})
	}
	return out
}

// methodNames judges the methods of the interfaces in the declaration.
func (t *Tree) methodNames(f *File, gen *ast.GenDecl) []Violation {
	var out []Violation
	for _, s := range gen.Specs {
		spec, ok := s.(*ast.TypeSpec)
		if !ok {
			continue
		}
		face, ok := spec.Type.(*ast.InterfaceType)
		if !ok {
			continue
		}
		for _, m := range face.Methods.List {
			if len(m.Names) > 0 && hasGet(m.Names[0].Name) {
				out = append(out, noGet(f, t.line(m), spec.Name.Name+"."+m.Names[0].Name))
			}
		}
	}
	return out
}

// noGet is the violation of a name that begins with Get.
func noGet(f *File, line int, name string) Violation {
	return Violation{File: f.Name, Line: line, Subject: name, Text: fmt.Sprintf("%s: say what it is, without Get", name)}
}

// hasGet tells whether the name is Get followed by a word.
func hasGet(name string) bool {
	rest, ok := strings.CutPrefix(name, "Get")
	return ok && rest != "" && unicode.IsUpper(rune(rest[0]))
}
