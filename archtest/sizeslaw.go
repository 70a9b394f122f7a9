package archtest

import (
	"fmt"
	"go/ast"
	"slices"
)

// The limits. They are where the gate fails, not where one aims: ten lines for a function, 140 for a
// file, five methods.
const (
	maxFile      = 600
	maxFunc      = 80
	maxListFunc  = 150 // for the functions of listings, and for tests, whose tables are data
	maxInterface = 8
	maxInternal  = 7 // imports of ours by a capability
)

// listings are the functions that are one long list by nature: routes, wiring.
var listings = []string{"web/routes.go:Routes", "serve/serve.go:New", "catalog/catalog.go:New"}

// sizes: understand a function without scrolling, hold a file in the head.
func sizes(t *Tree) []Violation {
	var out []Violation
	for _, p := range t.Packages {
		for _, f := range p.Files {
			if f.Generated {
				continue
			}
			if f.Lines > maxFile {
				out = append(out, Violation{File: f.Name, Subject: f.Name, Text: fmt.Sprintf("%d lines, at most %d: split it by what it speaks of", f.Lines, maxFile)})
			}
			out = append(out, t.longFunctions(f)...)
			out = append(out, t.wideInterfaces(f)...)
		}
		out = append(out, t.manyImports(p)...)
	}
	return out
}

// longFunctions lists functions over the limit.
func (t *Tree) longFunctions(f *File) []Violation {
	var out []Violation
	f.functions(func(fn *ast.FuncDecl) {
		limit := maxFunc
		if f.Test || slices.Contains(listings, f.Name+":"+funcName(fn)) {
			limit = maxListFunc
		}
		if n := t.span(fn); n > limit {
			out = append(out, Violation{
				File: f.Name, Line: t.line(fn), Subject: funcName(fn),
				Text: fmt.Sprintf("%s has %d lines, at most %d", funcName(fn), n, limit),
			})
		}
	})
	return out
}

// wideInterfaces lists interfaces over the limit.
func (t *Tree) wideInterfaces(f *File) []Violation {
	var out []Violation
	ast.Inspect(f.Syntax, func(n ast.Node) bool {
		spec, ok := n.(*ast.TypeSpec)
		if !ok {
			return true
		}
		face, ok := spec.Type.(*ast.InterfaceType)
		if ok && face.Methods.NumFields() > maxInterface {
			out = append(out, Violation{
				File: f.Name, Line: t.line(spec), Subject: spec.Name.Name,
				Text: fmt.Sprintf("interface %s has %d methods, at most %d", spec.Name.Name, face.Methods.NumFields(), maxInterface),
			})
		}
		return true
	})
	return out
}

// manyImports judges how many packages of ours a capability stands on. The kernel's fault counts for
// nothing: everybody answers with faults.
func (t *Tree) manyImports(p *Package) []Violation {
	s, _ := storeyOf(p.Path)
	if s.what != "capabilities" {
		return nil
	}
	ours := map[string]bool{}
	for _, f := range p.code() {
		for _, im := range f.imports() {
			if to, ok := t.local(im.path); ok && to != "fault" {
				ours[to] = true
			}
		}
	}
	if len(ours) <= maxInternal {
		return nil
	}
	return []Violation{{
		File: p.Files[0].Name, Subject: p.Path,
		Text: fmt.Sprintf("capability %s imports %d packages of ours, at most %d", p.Path, len(ours), maxInternal),
	}}
}
