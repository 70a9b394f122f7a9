package archtest

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strconv"
	"strings"
)

// numberRooms are where figures are made; a surface that needs one asks a capability.
var numberRooms = map[string]bool{"stat": true, "rank": true, "solve": true, "forecast": true}

// isSurface tells whether the package shows things to people or programs.
func isSurface(at string) bool {
	s, ok := storeyOf(at)
	return ok && s.height == 5
}

// surfaces decode, authorise, call, map, encode.
func surfaces(t *Tree) []Violation {
	var out []Violation
	for _, p := range t.Packages {
		if s, _ := storeyOf(p.Path); s.height < 5 || s.height == beside {
			continue
		}
		for _, f := range p.code() {
			for _, im := range f.imports() {
				if to, ours := t.local(im.path); ours && numberRooms[to] {
					out = append(out, Violation{
						File: f.Name, Line: t.line(im.spec), Subject: to,
						Text: fmt.Sprintf("a surface does not compute: what it wants of %s belongs in a capability or overview", to),
					})
				}
			}
			if isSurface(p.Path) {
				out = append(out, t.goroutines(f)...)
			}
		}
	}
	return out
}

// goroutines lists the go statements of the file: serve owns every goroutine.
func (t *Tree) goroutines(f *File) []Violation {
	var out []Violation
	f.functions(func(fn *ast.FuncDecl) {
		ast.Inspect(fn, func(n ast.Node) bool {
			if g, ok := n.(*ast.GoStmt); ok {
				out = append(out, Violation{
					File: f.Name, Line: t.line(g), Subject: funcName(fn),
					Text: "a surface starts no goroutine: who starts one owns its end, serve does",
				})
			}
			return true
		})
	})
	return out
}

// blindViews: a view that could ask for more could not be rendered in every state by a test.
func blindViews(t *Tree) []Violation {
	plain := map[string]bool{"chart": true, "web/static": true}
	var out []Violation
	for _, p := range t.Packages {
		if p.Path != "web/view" {
			continue
		}
		for _, f := range p.Files {
			for _, im := range f.imports() {
				to, ours := t.local(im.path)
				if ours && !plain[to] && !f.Test {
					out = append(out, Violation{
						File: f.Name, Line: t.line(im.spec), Subject: to,
						Text: fmt.Sprintf("web/view takes plain structs; it may not know %s", to),
					})
				}
			}
		}
	}
	return out
}

// changers are the methods of engine that change state.
var changers = map[string]bool{"Do": true, "DoAs": true, "EditAs": true, "Undo": true}

// getChangesNothing: a link that is followed, prefetched or reloaded must not decide anything.
func getChangesNothing(t *Tree) []Violation {
	r := t.resolve()
	var out []Violation
	for _, p := range t.Packages {
		if !isSurface(p.Path) {
			continue
		}
		calls := r.callGraph(p)
		for _, f := range p.code() {
			ast.Inspect(f.Syntax, func(n ast.Node) bool {
				if call, ok := n.(*ast.CallExpr); ok {
					out = append(out, r.route(p, f, call, calls)...)
				}
				return true
			})
		}
	}
	return out
}

// route judges one registration of a route or an operation; nil for any other call.
func (r *typed) route(p *Package, f *File, call *ast.CallExpr, calls map[types.Object][]ast.Node) []Violation {
	name, method, handler := registration(call)
	if handler == nil {
		return nil
	}
	v := Violation{File: f.Name, Line: r.tree.line(call), Subject: name}
	switch {
	case method == "":
		v.Text = fmt.Sprintf("route %q names no method", name)
	case method == "GET" && r.reachesChange(p, handler, calls, map[types.Object]bool{}):
		v.Text = fmt.Sprintf("route %q reaches a change of state: make it a POST", name)
	default:
		return nil
	}
	return []Violation{v}
}

// registration reads the name, the method and the handler of a route, HandleFunc("GET /x", show), or of an operation,
// huma.Register(api, huma.Operation{Method: http.MethodGet, Path: "/x"}, show). The handler of any other call is nil.
func registration(call *ast.CallExpr) (name, method string, handler ast.Expr) {
	sel, ok := call.Fun.(*ast.SelectorExpr)
	switch {
	case !ok:
	case len(call.Args) == 2 && (sel.Sel.Name == "Handle" || sel.Sel.Name == "HandleFunc"):
		pattern, ok := stringOf(call.Args[0])
		if !ok {
			return "", "", nil
		}
		if verb, _, found := strings.Cut(pattern, " "); found {
			method = verb
		}
		return pattern, method, call.Args[1]
	case len(call.Args) == 3 && sel.Sel.Name == "Register":
		name, method = operation(call.Args[1])
		return name, method, call.Args[2]
	}
	return "", "", nil
}

// operation reads the path and the method out of the literal that describes an operation, however it is wrapped.
func operation(e ast.Expr) (path, method string) {
	ast.Inspect(e, func(n ast.Node) bool {
		kv, ok := n.(*ast.KeyValueExpr)
		if !ok {
			return true
		}
		switch key, _ := kv.Key.(*ast.Ident); {
		case key == nil:
		case key.Name == "Path":
			path, _ = stringOf(kv.Value)
		case key.Name == "Method":
			if sel, ok := kv.Value.(*ast.SelectorExpr); ok {
				method = strings.ToUpper(strings.TrimPrefix(sel.Sel.Name, "Method"))
			}
		}
		return true
	})
	return path, method
}

// stringOf is the value of a string literal, or of its first part when something is added to it.
func stringOf(e ast.Expr) (string, bool) {
	if sum, ok := e.(*ast.BinaryExpr); ok {
		return stringOf(sum.X)
	}
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(lit.Value)
	return s, err == nil
}

// callGraph maps every function of the package to its body.
func (r *typed) callGraph(p *Package) map[types.Object][]ast.Node {
	bodies := map[types.Object][]ast.Node{}
	for _, f := range p.Files {
		if f.Test {
			continue
		}
		f.functions(func(fn *ast.FuncDecl) {
			if obj := r.infos[p.Path].Defs[fn.Name]; obj != nil {
				bodies[obj] = append(bodies[obj], fn.Body)
			}
		})
	}
	return bodies
}

// reachesChange follows the functions that the node mentions, within the package, to a change of state.
func (r *typed) reachesChange(p *Package, from ast.Node, calls map[types.Object][]ast.Node, seen map[types.Object]bool) bool {
	found := false
	ast.Inspect(from, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			pkg, name := r.method(p.Path, n)
			found = found || (changers[name] && (pkg == "engine" || pkg == p.Path))
		case *ast.Ident:
			obj := r.infos[p.Path].Uses[n]
			if obj == nil || seen[obj] {
				break
			}
			seen[obj] = true
			for _, body := range calls[obj] {
				found = found || r.reachesChange(p, body, calls, seen)
			}
		}
		return !found
	})
	return found
}
