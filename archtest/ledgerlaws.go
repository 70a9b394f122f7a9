package archtest

import (
	"fmt"
	"go/ast"
	"strings"
)

// belowLedger: a store keeps opaque entries. A rule about units or shares that slipped in there would
// have to be written once per database.
func belowLedger(t *Tree) []Violation {
	var out []Violation
	for _, p := range t.Packages {
		if !matches("storage/...", p.Path) {
			continue
		}
		for _, f := range p.Files {
			for _, im := range f.imports() {
				to, ours := t.local(im.path)
				if !ours || f.Test || storageMayKnow(to) {
					continue
				}
				out = append(out, Violation{
					File: f.Name, Line: t.line(im.spec), Subject: to,
					Text: fmt.Sprintf("a store may not import %s: rules belong above the ledger", to),
				})
			}
		}
	}
	return out
}

// storageMayKnow lists what a store is built from.
func storageMayKnow(to string) bool {
	switch to {
	case "ledger", "account", "fault":
		return true
	}
	return matches("storage/...", to) || to == "ledger/ledgertest" || to == "account/accounttest"
}

// writes are the methods of ledger and storage packages that change a ledger.
var writes = map[string]bool{"Append": true, "Erase": true}

// oneWriter: whoever else appended would go round the rules, the fold and the watchers.
func oneWriter(t *Tree) []Violation {
	r := t.resolve()
	var out []Violation
	for _, p := range t.Packages {
		if p.Path == "engine" || matches("storage/...", p.Path) || forTests(p.Path) {
			continue
		}
		for _, f := range p.code() {
			ast.Inspect(f.Syntax, func(n ast.Node) bool {
				sel, ok := n.(*ast.SelectorExpr)
				if !ok {
					return true
				}
				pkg, name := r.method(p.Path, sel)
				if writes[name] && (pkg == "ledger" || strings.HasPrefix(pkg, "storage/")) {
					out = append(out, Violation{
						File: f.Name, Line: t.line(sel), Subject: name,
						Text: fmt.Sprintf("calls %s of a ledger: only engine changes state, hand it a command", name),
					})
				}
				return true
			})
		}
	}
	return out
}
