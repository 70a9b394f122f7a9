package archtest

import (
	"fmt"
	"go/ast"
	"go/doc"
	"go/token"
	"strings"
)

// documented: a reader learns what a package is for in one sentence, and what a name means without
// reading its code.
func documented(t *Tree) []Violation {
	var out []Violation
	for _, p := range t.Packages {
		if v := packageComment(p); v.Text != "" {
			out = append(out, v)
		}
		if s, _ := storeyOf(p.Path); s.height == beside {
			continue // read by whoever reads the test that uses it
		}
		for _, f := range p.code() {
			for _, d := range f.Syntax.Decls {
				out = append(out, t.undocumented(p, f, d)...)
			}
		}
	}
	return out
}

// packageComment judges the comment of the package; the zero violation when all is well. The purpose is
// the first sentence up to a colon: what follows one may list parts. Packages that are tests only are
// not judged.
func packageComment(p *Package) Violation {
	v := Violation{Subject: p.Path}
	var comments []string
	for _, f := range p.code() {
		if v.File == "" {
			v.File = f.Name
		}
		if f.Syntax.Doc != nil {
			v.File = f.Name
			comments = append(comments, f.Syntax.Doc.Text())
		}
	}
	switch {
	case v.File == "":
	case len(comments) == 0:
		v.Text = fmt.Sprintf("package %s has no comment: say in doc.go what it is for", p.Name)
	case len(comments) > 1:
		v.Text = fmt.Sprintf("package %s has %d comments: keep the one in doc.go", p.Name, len(comments))
	case p.Name == "main": // a program tells what it does, which may be several things
	default:
		first := (&doc.Package{}).Synopsis(comments[0])
		if !strings.HasPrefix(first, "Package "+p.Name+" ") {
			v.Text = fmt.Sprintf("the comment of package %s should begin with \"Package %s \"", p.Name, p.Name)
		} else if purpose, _, _ := strings.Cut(first, ":"); strings.Contains(purpose, " and ") {
			v.Text = fmt.Sprintf("the purpose of package %s needs an \"and\": split the package or find its one purpose", p.Name)
		}
	}
	return v
}

// undocumented lists the exported names of a declaration that have no comment.
func (t *Tree) undocumented(p *Package, f *File, d ast.Decl) []Violation {
	var out []Violation
	missing := func(n ast.Node, name string) {
		out = append(out, Violation{
			File: f.Name, Line: t.line(n), Subject: name,
			Text: fmt.Sprintf("exported %s has no comment: say what it means, its unit, its errors", name),
		})
	}
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Doc == nil && exportedFunc(d) && p.Name != "main" {
			missing(d, funcName(d))
		}
	case *ast.GenDecl:
		for _, s := range d.Specs {
			switch s := s.(type) {
			case *ast.TypeSpec:
				if s.Name.IsExported() && s.Doc == nil && s.Comment == nil && (d.Doc == nil || d.Lparen.IsValid()) {
					missing(s, s.Name.Name)
				}
				undocumentedMethods(s, missing)
			case *ast.ValueSpec:
				if s.Names[0].IsExported() && s.Doc == nil && s.Comment == nil && d.Doc == nil && d.Tok != token.IMPORT {
					missing(s, s.Names[0].Name)
				}
			}
		}
	}
	return out
}

// undocumentedMethods reports the exported methods of an interface that have no comment.
func undocumentedMethods(s *ast.TypeSpec, missing func(ast.Node, string)) {
	face, ok := s.Type.(*ast.InterfaceType)
	if !ok || !s.Name.IsExported() {
		return
	}
	for _, m := range face.Methods.List {
		if len(m.Names) > 0 && m.Names[0].IsExported() && m.Doc == nil && m.Comment == nil {
			missing(m, s.Name.Name+"."+m.Names[0].Name)
		}
	}
}

// exportedFunc tells whether the function, or the method of an exported type, is exported.
func exportedFunc(fn *ast.FuncDecl) bool {
	if !fn.Name.IsExported() {
		return false
	}
	return fn.Recv == nil || len(fn.Recv.List) == 0 || ast.IsExported(receiverType(fn.Recv.List[0].Type))
}
