package archtest

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// statedOrder looks for the three ways in which the order of a map gets out of a function: collecting
// what a range over it yields without sorting, adding floats up along it, returning from inside it
// with what it is at. It does not follow maps of foreign types.
func statedOrder(t *Tree) []Violation {
	r := t.resolve()
	var out []Violation
	for _, p := range t.Packages {
		if s, _ := storeyOf(p.Path); s.height == beside {
			continue
		}
		for _, f := range p.code() {
			f.functions(func(fn *ast.FuncDecl) { out = append(out, r.leaks(p, f, fn)...) })
		}
	}
	return out
}

// leaks lists where the function lets map order out.
func (r *typed) leaks(p *Package, f *File, fn *ast.FuncDecl) []Violation {
	info := r.infos[p.Path]
	sorts := sortsSomething(fn.Body)
	var out []Violation
	add := func(n ast.Node, text string) {
		out = append(out, Violation{File: f.Name, Line: r.tree.line(n), Subject: funcName(fn), Text: text})
	}
	ast.Inspect(fn.Body, func(n ast.Node) bool {
		loop, ok := n.(*ast.RangeStmt)
		if !ok || !overMap(info, loop.X) {
			return true
		}
		ast.Inspect(loop.Body, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncLit:
				return false
			case *ast.AssignStmt:
				if !sorts && collects(info, n, loop) {
					add(n, "collects from a map without sorting: its order would show")
				}
				if sumsFloats(info, n, loop) {
					add(n, "adds floats in map order: the last digits would differ from run to run, sort the keys first")
				}
			case *ast.ReturnStmt:
				if mentions(info, n, loop) {
					add(n, "returns what a range over a map is at: another run would return another")
				}
			}
			return true
		})
		return true
	})
	return out
}

// overMap tells whether the range is over a map, or over maps.Keys, maps.Values or maps.All of one.
func overMap(info *types.Info, x ast.Expr) bool {
	if call, ok := x.(*ast.CallExpr); ok {
		sel, ok := call.Fun.(*ast.SelectorExpr)
		if !ok {
			return false
		}
		pkg, ok := sel.X.(*ast.Ident)
		return ok && pkg.Name == "maps" && (sel.Sel.Name == "Keys" || sel.Sel.Name == "Values" || sel.Sel.Name == "All")
	}
	tv, ok := info.Types[x]
	if !ok || tv.Type == nil {
		return false
	}
	_, isMap := tv.Type.Underlying().(*types.Map)
	return isMap
}

// collects tells whether the assignment appends to a slice that outlives the loop.
func collects(info *types.Info, as *ast.AssignStmt, loop *ast.RangeStmt) bool {
	if len(as.Rhs) != 1 || len(as.Lhs) != 1 {
		return false
	}
	call, ok := as.Rhs[0].(*ast.CallExpr)
	if !ok {
		return false
	}
	fn, ok := call.Fun.(*ast.Ident)
	return ok && fn.Name == "append" && outlives(info, as.Lhs[0], loop)
}

// sumsFloats tells whether the assignment adds to a float that outlives the loop.
func sumsFloats(info *types.Info, as *ast.AssignStmt, loop *ast.RangeStmt) bool {
	if as.Tok != token.ADD_ASSIGN && as.Tok != token.SUB_ASSIGN && as.Tok != token.MUL_ASSIGN {
		return false
	}
	tv, ok := info.Types[as.Lhs[0]]
	if !ok || tv.Type == nil {
		return false
	}
	basic, ok := tv.Type.Underlying().(*types.Basic)
	return ok && basic.Info()&types.IsFloat != 0 && outlives(info, as.Lhs[0], loop)
}

// outlives tells whether the assigned place is declared outside the loop and is not one of its own for
// every key.
func outlives(info *types.Info, target ast.Expr, loop *ast.RangeStmt) bool {
	if ix, ok := target.(*ast.IndexExpr); ok && mentions(info, ix.Index, loop) {
		return false
	}
	root := target
	for {
		switch x := root.(type) {
		case *ast.SelectorExpr:
			root = x.X
			continue
		case *ast.IndexExpr:
			root = x.X
			continue
		case *ast.StarExpr:
			root = x.X
			continue
		}
		break
	}
	id, ok := root.(*ast.Ident)
	if !ok {
		return false
	}
	obj := info.Uses[id]
	return obj != nil && (obj.Pos() < loop.Pos() || obj.Pos() > loop.End())
}

// mentions tells whether the node uses the key or the value of the loop.
func mentions(info *types.Info, n ast.Node, loop *ast.RangeStmt) bool {
	own := map[types.Object]bool{}
	for _, e := range []ast.Expr{loop.Key, loop.Value} {
		if id, ok := e.(*ast.Ident); ok && info.Defs[id] != nil {
			own[info.Defs[id]] = true
		}
	}
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && info.Uses[id] != nil && own[info.Uses[id]] {
			found = true
		}
		return !found
	})
	return found
}

// sortsSomething tells whether the body calls anything that sorts.
func sortsSomething(body ast.Node) bool {
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return !found
		}
		switch fn := call.Fun.(type) {
		case *ast.Ident:
			found = found || strings.HasPrefix(strings.ToLower(fn.Name), "sort")
		case *ast.SelectorExpr:
			x, ok := fn.X.(*ast.Ident)
			found = found || strings.HasPrefix(strings.ToLower(fn.Sel.Name), "sort") || ok && x.Name == "sort"
		}
		return !found
	})
	return found
}
