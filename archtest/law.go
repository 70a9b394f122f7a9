package archtest

import (
	"cmp"
	"fmt"
	"slices"
)

// Law is one rule of the house.
type Law struct {
	Name string // short, stable: excuses refer to it
	Doc  string // one sentence: what must be true
	Run  func(*Tree) []Violation
}

// Violation is one place where a law is broken.
type Violation struct {
	Law     string
	File    string // from the module root
	Line    int    // 0 when the whole file or package is meant
	Subject string // the function, variable, import or package meant; excuses name it
	Text    string // what is wrong, what to do
}

// String is the form compilers use, so that editors jump to it.
func (v Violation) String() string {
	return fmt.Sprintf("%s:%d: %s: %s", v.File, v.Line, v.Law, v.Text)
}

// Laws are all the laws, in the order of the house's own list and then the smaller ones.
func Laws() []Law {
	return []Law{
		{"height", "imports go downwards only, plus the sideways edges named in floors.go", height},
		{"purity", "pure packages touch no clock, disk, network, log, environment or dice", purity},
		{"below the ledger", "storage knows nothing of the nouns; only its own kind of package is imported there", belowLedger},
		{"one writer", "only engine appends to a ledger", oneWriter},
		{"surfaces", "surfaces do not compute and start no goroutines", surfaces},
		{"blind views", "web/view takes plain structs", blindViews},
		{"explicit lists", "no init, no registration by import, no mutable package variables", explicitLists},
		{"stated order", "map order and the order of floating sums never show", statedOrder},
		{"get", "every route names its method, and none reached by GET changes anything", getChangesNothing},
		{"package names", "a package carries one word a user would say, the one its directory has", packageNames},
		{"names", "no Get prefix, one-letter receivers", names},
		{"documented", "every package says its one purpose in a sentence that needs no and; every exported name is documented", documented},
		{"sizes", "functions, files, interfaces and imports stay small", sizes},
		{"modules", "third-party modules are on the list, each where it belongs", modules},
		{"pairs", "modules that must move together do", pairs},
		{"test helpers", "the product imports no test helper; tests do not sleep", testHelpers},
		{"tested", "pure packages have at least 0.8 lines of test for one of code", tested},
		{"glossary", "every kind of record and every capability is explained in the glossary", glossary},
		{"words", "no machine path, no registry host, no unfinished work in any file", words},
	}
}

// Check runs the laws over the tree. The first result is what is broken, by file and line; the second
// names the excuses that excused nothing and must go.
func Check(t *Tree, laws []Law, excuses []Excuse) (broken []Violation, stale []Excuse) {
	used := make([]bool, len(excuses))
	for _, law := range laws {
		for _, v := range law.Run(t) {
			v.Law = law.Name
			i := slices.IndexFunc(excuses, func(e Excuse) bool { return e.covers(v) })
			if i >= 0 {
				used[i] = true
				continue
			}
			broken = append(broken, v)
		}
	}
	for i, e := range excuses {
		if !used[i] {
			stale = append(stale, e)
		}
	}
	slices.SortStableFunc(broken, func(a, b Violation) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
	return broken, stale
}
