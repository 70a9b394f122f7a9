package archtest

import (
	"fmt"
	"go/ast"
)

// testHelpers: what exists for tests stays out of the product, and a test waits for a signal.
func testHelpers(t *Tree) []Violation {
	var out []Violation
	for _, p := range t.Packages {
		for _, f := range p.Files {
			if f.Test || forTests(p.Path) {
				out = append(out, t.sleeps(f)...)
				continue
			}
			for _, im := range f.imports() {
				if im.path == "testing" || matches("testing/...", im.path) {
					out = append(out, Violation{
						File: f.Name, Line: t.line(im.spec), Subject: im.path,
						Text: fmt.Sprintf("the product imports %s", im.path),
					})
				}
			}
		}
	}
	return out
}

// sleeps lists the calls of time.Sleep in a test.
func (t *Tree) sleeps(f *File) []Violation {
	var out []Violation
	f.functions(func(fn *ast.FuncDecl) {
		for _, im := range f.imports() {
			if im.path != "time" {
				continue
			}
			ast.Inspect(fn, func(n ast.Node) bool {
				sel, ok := n.(*ast.SelectorExpr)
				if !ok || sel.Sel.Name != "Sleep" {
					return true
				}
				if x, ok := sel.X.(*ast.Ident); ok && x.Name == im.name {
					out = append(out, Violation{
						File: f.Name, Line: t.line(sel), Subject: funcName(fn),
						Text: "a test does not sleep: wait for a signal, or use testing/synctest",
					})
				}
				return true
			})
		}
	})
	return out
}

// The least share of test lines to code lines in a pure package, in percent, and the size below which
// a package need not be judged: a handful of names has nothing to test.
const (
	testPercent = 80
	tooSmall    = 40
)

// tested: rules are cheap to test where nothing but values goes in.
func tested(t *Tree) []Violation {
	var out []Violation
	for _, p := range t.Packages {
		s, _ := storeyOf(p.Path)
		if !s.pure || s.height > 4 {
			continue
		}
		code, tests := 0, t.suiteLines(p.Path)
		for _, f := range p.Files {
			switch {
			case f.Test:
				tests += f.Code
			case !f.Generated:
				code += f.Code
			}
		}
		if code >= tooSmall && tests*100 < code*testPercent {
			out = append(out, Violation{
				File: p.Files[0].Name, Subject: p.Path,
				Text: fmt.Sprintf("package %s has %d lines of test for %d of code; at least %d %%", p.Path, tests, code, testPercent),
			})
		}
	}
	return out
}

// suiteLines counts the conformance suite of a package as the test it is.
func (t *Tree) suiteLines(at string) int {
	n := 0
	for _, p := range t.Packages {
		if isSuite(p.Path) && parent(p.Path) == at {
			for _, f := range p.Files {
				n += f.Code
			}
		}
	}
	return n
}
