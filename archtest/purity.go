package archtest

import (
	"fmt"
	"go/ast"
	"strings"
)

// impure are the packages a pure package may not import, with everything below them, and why.
var impure = map[string]string{
	"os":               "the operating system",
	"io/ioutil":        "the disk",
	"path/filepath":    "the disk; path serves for names",
	"net":              "the network",
	"log":              "the log",
	"syscall":          "the operating system",
	"crypto/rand":      "dice",
	"math/rand":        "dice; take a seeded *rand.Rand of math/rand/v2 as an argument",
	"golang.org/x/sys": "the operating system",
}

// harmless are the exceptions below an impure path.
var harmless = map[string]bool{"net/url": true, "net/netip": true, "net/mail": true, "math/rand/v2": true}

// clocks are the functions and variables of package time that ask the machine.
var clocks = map[string]bool{
	"Now": true, "Since": true, "Until": true, "After": true, "AfterFunc": true, "Tick": true, "Sleep": true,
	"NewTimer": true, "NewTicker": true, "LoadLocation": true, "Local": true,
}

// seeded are the names of math/rand/v2 that take their dice as an argument; all others roll the shared ones.
var seeded = map[string]bool{
	"New": true, "NewPCG": true, "NewChaCha8": true, "NewZipf": true,
	"Rand": true, "PCG": true, "ChaCha8": true, "Zipf": true, "Source": true,
}

// purity: on the pure floors time, seed and actor are arguments.
func purity(t *Tree) []Violation {
	var out []Violation
	for _, p := range t.Packages {
		if s, _ := storeyOf(p.Path); !s.pure {
			continue
		}
		for _, f := range p.Files {
			if !f.Test {
				out = append(out, t.impurities(f)...)
			}
		}
	}
	return out
}

// impurities lists what one file of a pure package may not touch.
func (t *Tree) impurities(f *File) []Violation {
	var out []Violation
	add := func(n ast.Node, subject, reason string) {
		out = append(out, Violation{
			File: f.Name, Line: t.line(n), Subject: subject,
			Text: fmt.Sprintf("a pure package may not use %s (%s): make it an argument", subject, reason),
		})
	}
	for _, im := range f.imports() {
		if reason := whyImpure(im.path); reason != "" {
			add(im.spec, im.path, reason)
		}
		if im.name == "." {
			add(im.spec, im.path, "a dot import hides what is used")
		}
	}
	f.selections("time", func(sel *ast.SelectorExpr) {
		if clocks[sel.Sel.Name] {
			add(sel, "time."+sel.Sel.Name, "the clock or the machine's zone")
		}
	})
	f.selections("math/rand/v2", func(sel *ast.SelectorExpr) {
		if !seeded[sel.Sel.Name] {
			add(sel, "rand."+sel.Sel.Name, "shared dice")
		}
	})
	f.selections("fmt", func(sel *ast.SelectorExpr) {
		if name := sel.Sel.Name; strings.HasPrefix(name, "Print") || strings.HasPrefix(name, "Scan") {
			add(sel, "fmt."+name, "the terminal")
		}
	})
	return out
}

// whyImpure says what an import would touch, or "".
func whyImpure(importPath string) string {
	if harmless[importPath] {
		return ""
	}
	for at := importPath; at != ""; at = parent(at) {
		if reason, ok := impure[at]; ok {
			return reason
		}
	}
	return ""
}

// parent drops the last element of an import path.
func parent(importPath string) string {
	i := strings.LastIndexByte(importPath, '/')
	return importPath[:max(i, 0)]
}

// selections visits every use of a name of the imported package.
func (f *File) selections(importPath string, visit func(*ast.SelectorExpr)) {
	for _, im := range f.imports() {
		if im.path != importPath {
			continue
		}
		ast.Inspect(f.Syntax, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok {
				if x, ok := sel.X.(*ast.Ident); ok && x.Name == im.name {
					visit(sel)
				}
			}
			return true
		})
	}
}
