package archtest

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// explicitLists: what the program knows is listed where it is put together, and stays as it was built.
func explicitLists(t *Tree) []Violation {
	r := t.resolve()
	var out []Violation
	for _, p := range t.Packages {
		for _, f := range p.Files {
			out = append(out, t.inits(f)...)
		}
		for _, f := range p.code() {
			out = append(out, t.mutableByNature(f)...)
			out = append(out, r.writesToVariables(p, f)...)
		}
	}
	return out
}

// inits lists init functions and imports of ours made for their side effects.
func (t *Tree) inits(f *File) []Violation {
	var out []Violation
	f.functions(func(fn *ast.FuncDecl) {
		if fn.Recv == nil && fn.Name.Name == "init" {
			out = append(out, Violation{
				File: f.Name, Line: t.line(fn), Subject: "init",
				Text: "no init: build the value where it is used, list it where the program is wired",
			})
		}
	})
	for _, im := range f.imports() {
		if to, ours := t.local(im.path); ours && im.name == "_" {
			out = append(out, Violation{
				File: f.Name, Line: t.line(im.spec), Subject: to,
				Text: fmt.Sprintf("imports %s for a side effect: list it instead", to),
			})
		}
	}
	return out
}

// mutableByNature lists package variables whose type or value only makes sense when it changes.
func (t *Tree) mutableByNature(f *File) []Violation {
	var out []Violation
	for _, d := range f.Syntax.Decls {
		gen, ok := d.(*ast.GenDecl)
		if !ok || gen.Tok != token.VAR {
			continue
		}
		for _, s := range gen.Specs {
			spec := s.(*ast.ValueSpec)
			reason := natureOf(spec, embedded(gen, spec))
			if reason == "" || spec.Names[0].Name == "_" {
				continue
			}
			out = append(out, Violation{
				File: f.Name, Line: t.line(spec), Subject: spec.Names[0].Name,
				Text: fmt.Sprintf("package variable %s %s: make it a field of a value that is passed", spec.Names[0].Name, reason),
			})
		}
	}
	return out
}

// embedded tells whether the variable is filled by the compiler (//go:embed).
func embedded(gen *ast.GenDecl, spec *ast.ValueSpec) bool {
	for _, group := range []*ast.CommentGroup{gen.Doc, spec.Doc} {
		if group == nil {
			continue
		}
		for _, c := range group.List {
			if strings.HasPrefix(c.Text, "//go:embed ") {
				return true
			}
		}
	}
	return false
}

// natureOf says what makes the variable mutable, or "".
func natureOf(spec *ast.ValueSpec, embedded bool) string {
	if embedded {
		return ""
	}
	if len(spec.Values) == 0 {
		return "has no value, so something must write it later"
	}
	for _, e := range append([]ast.Expr{spec.Type}, spec.Values...) {
		if reason := natureOfExpr(e); reason != "" {
			return reason
		}
	}
	return ""
}

// natureOfExpr looks for locks, atomics, channels, and things made empty.
func natureOfExpr(e ast.Expr) string {
	reason := ""
	if e == nil {
		return ""
	}
	ast.Inspect(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.SelectorExpr:
			if x, ok := n.X.(*ast.Ident); ok && (x.Name == "atomic" || x.Name == "sync" && !strings.HasPrefix(n.Sel.Name, "OnceValue")) {
				reason = "holds a " + x.Name + "." + n.Sel.Name
			}
		case *ast.ChanType:
			reason = "is a channel"
		case *ast.CallExpr:
			if fn, ok := n.Fun.(*ast.Ident); ok && (fn.Name == "make" || fn.Name == "new") {
				reason = "starts empty and so is written later"
			}
		}
		return true
	})
	return reason
}

// writesToVariables lists the statements of the file that change a package variable of ours.
func (r *typed) writesToVariables(p *Package, f *File) []Violation {
	var out []Violation
	report := func(n ast.Node, target ast.Expr) {
		if name := r.packageVariable(p, target); name != "" && name != "_" {
			out = append(out, Violation{
				File: f.Name, Line: r.tree.line(n), Subject: name,
				Text: fmt.Sprintf("writes to package variable %s: package variables never change", name),
			})
		}
	}
	f.functions(func(fn *ast.FuncDecl) {
		ast.Inspect(fn, func(n ast.Node) bool {
			for _, target := range written(n) {
				report(n, target)
			}
			return true
		})
	})
	return out
}

// written are the expressions that the node changes.
func written(n ast.Node) []ast.Expr {
	switch n := n.(type) {
	case *ast.AssignStmt:
		if n.Tok != token.DEFINE {
			return n.Lhs
		}
	case *ast.IncDecStmt:
		return []ast.Expr{n.X}
	case *ast.RangeStmt:
		if n.Tok == token.ASSIGN {
			return []ast.Expr{n.Key, n.Value}
		}
	case *ast.CallExpr:
		if len(n.Args) > 0 && changesFirst(n.Fun) {
			return n.Args[:1]
		}
	}
	return nil
}

// changesFirst tells whether a call of the function changes its first argument in place.
func changesFirst(fn ast.Expr) bool {
	switch fn := fn.(type) {
	case *ast.Ident:
		return fn.Name == "delete" || fn.Name == "clear" || fn.Name == "copy"
	case *ast.SelectorExpr:
		x, ok := fn.X.(*ast.Ident)
		if !ok {
			return false
		}
		switch x.Name {
		case "slices":
			return strings.HasPrefix(fn.Sel.Name, "Sort") || fn.Sel.Name == "Reverse"
		case "maps":
			return fn.Sel.Name == "Copy" || fn.Sel.Name == "Insert" || fn.Sel.Name == "DeleteFunc"
		case "sort":
			return true
		}
	}
	return false
}

// packageVariable names the package variable of ours that the expression is, or is a part of; "" when
// it is none.
func (r *typed) packageVariable(p *Package, e ast.Expr) string {
	switch e := e.(type) {
	case *ast.ParenExpr:
		return r.packageVariable(p, e.X)
	case *ast.StarExpr:
		return r.packageVariable(p, e.X)
	case *ast.IndexExpr:
		return r.packageVariable(p, e.X)
	case *ast.SliceExpr:
		return r.packageVariable(p, e.X)
	case *ast.SelectorExpr:
		if obj := r.infos[p.Path].Uses[e.Sel]; isPackageVariable(obj) {
			return e.Sel.Name
		}
		return r.packageVariable(p, e.X)
	case *ast.Ident:
		if obj := r.infos[p.Path].Uses[e]; isPackageVariable(obj) {
			return e.Name
		}
	}
	return ""
}

// isPackageVariable tells whether the object is a variable declared outside any function.
func isPackageVariable(obj types.Object) bool {
	v, ok := obj.(*types.Var)
	return ok && v.Pkg() != nil && v.Parent() == v.Pkg().Scope()
}
