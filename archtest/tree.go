package archtest

import (
	"fmt"
	"go/ast"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
)

// Tree is the parsed module: what every law looks at. It is never changed once loaded.
type Tree struct {
	Module   string     // the module path of go.mod
	Requires []Require  // what go.mod requires, in its order
	Packages []*Package // every package of the module, by path
	Texts    []Text     // every text file, Go files included, by name
	fset     *token.FileSet
}

// Require is one requirement of a go.mod.
type Require struct {
	Path, Version string
	Indirect      bool
}

// Package is one directory with Go files.
type Package struct {
	Path  string // from the module root, slash-separated; "." for the root itself
	Name  string // the name in the package clause of its files
	Files []*File
}

// File is one parsed Go file.
type File struct {
	Name      string // from the module root, slash-separated
	Test      bool   // its name ends in _test.go
	Generated bool   // it says so in the standard way
	Lines     int    // lines in all
	Code      int    // lines that carry more than a comment
	Syntax    *ast.File
}

// Text is one text file as it lies in the tree.
type Text struct {
	Name string
	Body string
}

// code are the hand-written files that end up in the product.
func (p *Package) code() []*File {
	return slices.DeleteFunc(slices.Clone(p.Files), func(f *File) bool { return f.Test || f.Generated })
}

// find is the package at the path, or nil.
func (t *Tree) find(at string) *Package {
	i, ok := slices.BinarySearchFunc(t.Packages, at, func(p *Package, at string) int { return strings.Compare(p.Path, at) })
	if !ok {
		return nil
	}
	return t.Packages[i]
}

// local turns an import path into a path from the module root; false for foreign packages.
func (t *Tree) local(importPath string) (string, bool) {
	if importPath == t.Module {
		return ".", true
	}
	return strings.CutPrefix(importPath, t.Module+"/")
}

// line is where the node starts.
func (t *Tree) line(n ast.Node) int { return t.fset.Position(n.Pos()).Line }

// span is how many lines the node covers.
func (t *Tree) span(n ast.Node) int {
	return t.fset.Position(n.End()).Line - t.fset.Position(n.Pos()).Line + 1
}

// imported is one import of a file.
type imported struct {
	path string // as written
	name string // how the file refers to it; "_" and "." as written
	spec *ast.ImportSpec
}

// imports are the imports of the file in order.
func (f *File) imports() []imported {
	var out []imported
	for _, s := range f.Syntax.Imports {
		p, err := strconv.Unquote(s.Path.Value)
		if err != nil {
			continue // the parser has refused it already
		}
		name := lastElement(p)
		if s.Name != nil {
			name = s.Name.Name
		}
		out = append(out, imported{path: p, name: name, spec: s})
	}
	return out
}

// lastElement guesses the package name of an import path: its last element that is no version.
func lastElement(importPath string) string {
	base := path.Base(importPath)
	if len(base) > 1 && base[0] == 'v' && strings.Trim(base[1:], "0123456789") == "" {
		base = path.Base(path.Dir(importPath))
	}
	base, _, _ = strings.Cut(base, ".")
	return strings.TrimPrefix(base, "go-")
}

// functions calls f for every function and method with a body.
func (f *File) functions(visit func(*ast.FuncDecl)) {
	for _, d := range f.Syntax.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok && fn.Body != nil {
			visit(fn)
		}
	}
}

// funcName is Name for a function and Type.Name for a method.
func funcName(fn *ast.FuncDecl) string {
	if fn.Recv == nil || len(fn.Recv.List) == 0 {
		return fn.Name.Name
	}
	return receiverType(fn.Recv.List[0].Type) + "." + fn.Name.Name
}

// receiverType is the name of the type a method belongs to.
func receiverType(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.StarExpr:
		return receiverType(e.X)
	case *ast.IndexExpr:
		return receiverType(e.X)
	case *ast.IndexListExpr:
		return receiverType(e.X)
	case *ast.Ident:
		return e.Name
	}
	return ""
}

// parseMod reads the module path and the requirements of a go.mod.
func parseMod(body string) (module string, requires []Require, err error) {
	block := ""
	for line := range strings.Lines(body) {
		text, comment, _ := strings.Cut(strings.TrimSpace(line), "//")
		words := strings.Fields(text)
		switch {
		case len(words) == 0:
		case words[0] == "module" && len(words) == 2:
			module = words[1]
		case len(words) == 2 && words[1] == "(":
			block = words[0]
		case words[0] == ")":
			block = ""
		case words[0] == "require" && len(words) == 3:
			requires = append(requires, Require{words[1], words[2], strings.Contains(comment, "indirect")})
		case block == "require" && len(words) == 2:
			requires = append(requires, Require{words[0], words[1], strings.Contains(comment, "indirect")})
		}
	}
	if module == "" {
		return "", nil, fmt.Errorf("go.mod names no module")
	}
	return module, requires, nil
}

// readMod reads the go.mod at the root of the file system.
func readMod(fsys fs.FS) (string, []Require, error) {
	body, err := fs.ReadFile(fsys, "go.mod")
	if err != nil {
		return "", nil, fmt.Errorf("read go.mod: %w", err)
	}
	return parseMod(string(body))
}
