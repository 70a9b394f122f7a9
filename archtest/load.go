package archtest

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/build/constraint"
	"go/parser"
	"go/scanner"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode/utf8"
)

// Load parses the module at the root of the file system. Directories that are not part of it are
// passed over: hidden ones (save .ci), testdata, build output, modules of their own.
func Load(fsys fs.FS) (*Tree, error) {
	module, requires, err := readMod(fsys)
	if err != nil {
		return nil, err
	}
	t := &Tree{Module: module, Requires: requires, fset: token.NewFileSet()}
	rooms := map[string]*Package{}
	err = fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			return skipDir(fsys, name)
		}
		return t.add(fsys, name, rooms)
	})
	if err != nil {
		return nil, fmt.Errorf("read the sources: %w", err)
	}
	for _, p := range rooms {
		t.Packages = append(t.Packages, p)
	}
	slices.SortFunc(t.Packages, func(a, b *Package) int { return strings.Compare(a.Path, b.Path) })
	slices.SortFunc(t.Texts, func(a, b Text) int { return strings.Compare(a.Name, b.Name) })
	return t, nil
}

// skipDir is fs.SkipDir for a directory whose files are not sources of the module.
func skipDir(fsys fs.FS, name string) error {
	base := path.Base(name)
	switch {
	case name == ".", base == ".ci":
		return nil
	case base[0] == '.', base[0] == '_', base == "testdata", base == "node_modules":
		return fs.SkipDir
	case name == "bin", name == "dist":
		return fs.SkipDir
	}
	if name != "tools" { // its go.mod is a text of ours although it is another module
		if _, err := fs.Stat(fsys, path.Join(name, "go.mod")); err == nil {
			return fs.SkipDir
		}
	}
	return nil
}

// add reads one file into the tree.
func (t *Tree) add(fsys fs.FS, name string, rooms map[string]*Package) error {
	if !isText(name) {
		return nil
	}
	body, err := fs.ReadFile(fsys, name)
	if err != nil {
		return err
	}
	if bytes.IndexByte(body, 0) >= 0 || !utf8.Valid(body) {
		return nil
	}
	t.Texts = append(t.Texts, Text{Name: name, Body: string(body)})
	if path.Ext(name) != ".go" {
		return nil
	}
	return t.addGo(name, body, rooms)
}

// isText tells by its name whether a file is worth opening: build output and databases are not, nor is the
// file with which a second worktree of a repository says where the first is.
func isText(name string) bool {
	switch path.Ext(name) {
	case ".woff2", ".png", ".jpg", ".ico", ".gz", ".xz", ".zip", ".tar", ".db", ".db-wal", ".db-shm", ".test", ".out", ".prof":
		return false
	}
	base := path.Base(name)
	return base != "throughline" && base != ".git"
}

// addGo parses one Go file into its package.
func (t *Tree) addGo(name string, body []byte, rooms map[string]*Package) error {
	syntax, err := parser.ParseFile(t.fset, name, body, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	if ignored(syntax) {
		return nil
	}
	at := path.Dir(name)
	p := rooms[at]
	if p == nil {
		p = &Package{Path: at}
		rooms[at] = p
	}
	if pkg := strings.TrimSuffix(syntax.Name.Name, "_test"); p.Name == "" || !strings.HasSuffix(name, "_test.go") {
		p.Name = pkg
	}
	p.Files = append(p.Files, &File{
		Name:      name,
		Test:      strings.HasSuffix(name, "_test.go"),
		Generated: ast.IsGenerated(syntax),
		Lines:     bytes.Count(body, []byte("\n")),
		Code:      codeLines(body),
		Syntax:    syntax,
	})
	return nil
}

// ignored tells whether the file is a script of its own (//go:build ignore).
func ignored(f *ast.File) bool {
	for _, group := range f.Comments {
		if group.Pos() > f.Package {
			return false
		}
		for _, c := range group.List {
			if x, err := constraint.Parse(c.Text); err == nil && x.String() == "ignore" {
				return true
			}
		}
	}
	return false
}

// codeLines counts the lines that carry at least one token.
func codeLines(src []byte) int {
	fset := token.NewFileSet()
	file := fset.AddFile("", -1, len(src))
	var s scanner.Scanner
	s.Init(file, src, nil, 0)
	n, last := 0, 0
	for {
		pos, tok, lit := s.Scan()
		if tok == token.EOF {
			return n
		}
		if tok == token.SEMICOLON && lit == "\n" {
			continue // put there by the scanner, not by the author
		}
		first := file.Line(pos)
		end := first + strings.Count(lit, "\n")
		n += max(0, end-max(first, last+1)+1)
		last = max(last, end)
	}
}
