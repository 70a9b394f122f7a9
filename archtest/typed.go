package archtest

import (
	"go/ast"
	"go/types"
)

// typed resolves the names of the module's own packages. Foreign packages are empty stand-ins: what the
// laws ask (is this variable ours, is this a map, whose method is called) needs only our own
// declarations, and so neither export data nor the go command is needed.
type typed struct {
	tree  *Tree
	done  map[string]*types.Package
	infos map[string]*types.Info
}

// resolve type-checks every package of the tree as far as it can be without the foreign ones.
func (t *Tree) resolve() *typed {
	r := &typed{tree: t, done: map[string]*types.Package{}, infos: map[string]*types.Info{}}
	for _, p := range t.Packages {
		r.check(p)
	}
	return r
}

// Import answers the checker: a package of ours is checked first, any other is an empty stand-in.
func (r *typed) Import(importPath string) (*types.Package, error) {
	if at, ours := r.tree.local(importPath); ours {
		if p := r.tree.find(at); p != nil {
			return r.check(p), nil
		}
	}
	if pkg := r.done[importPath]; pkg != nil {
		return pkg, nil
	}
	pkg := types.NewPackage(importPath, lastElement(importPath))
	pkg.MarkComplete()
	r.done[importPath] = pkg
	return pkg, nil
}

// check resolves one package of the tree, tests left out. Errors are expected (the stand-ins are empty)
// and ignored.
func (r *typed) check(p *Package) *types.Package {
	if pkg, seen := r.done[p.Path]; seen {
		return pkg
	}
	pkg := types.NewPackage(p.Path, p.Name)
	r.done[p.Path] = pkg // a cycle, which the compiler refuses anyway, ends here
	info := &types.Info{
		Types:      map[ast.Expr]types.TypeAndValue{},
		Defs:       map[*ast.Ident]types.Object{},
		Uses:       map[*ast.Ident]types.Object{},
		Selections: map[*ast.SelectorExpr]*types.Selection{},
	}
	r.infos[p.Path] = info
	var files []*ast.File
	for _, f := range p.Files {
		if !f.Test {
			files = append(files, f.Syntax)
		}
	}
	conf := types.Config{Importer: r, Error: func(error) {}, FakeImportC: true}
	_ = types.NewChecker(&conf, r.tree.fset, pkg, info).Files(files) // see above
	pkg.MarkComplete()
	return pkg
}

// method is the package path and name of the method that a selector calls; "" for anything else, and
// for methods of foreign types. The path is from the module root.
func (r *typed) method(at string, sel *ast.SelectorExpr) (pkg, name string) {
	s := r.infos[at].Selections[sel]
	if s == nil || s.Kind() == types.FieldVal || s.Obj().Pkg() == nil {
		return "", ""
	}
	return s.Obj().Pkg().Path(), s.Obj().Name()
}
