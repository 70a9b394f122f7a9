package archtest

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// house is a small module that breaks no law; a case adds files to it.
func house() map[string]string {
	return map[string]string{
		"go.mod":                "module throughline\n\ngo 1.26.0\n",
		"fault/doc.go":          "// Package fault is the shape of trouble.\npackage fault\n",
		"graph/doc.go":          "// Package graph holds the nouns.\npackage graph\n\nimport \"throughline/fault\"\n\nvar _ fault.Kind\n",
		"stat/doc.go":           "// Package stat counts.\npackage stat\n",
		"chart/doc.go":          "// Package chart draws.\npackage chart\n",
		"ledger/doc.go":         "// Package ledger keeps.\npackage ledger\n\n// Store keeps entries.\ntype Store interface {\n\t// Append adds.\n\tAppend(n int) error\n}\n",
		"engine/doc.go":         "// Package engine runs.\npackage engine\n\nimport \"throughline/ledger\"\n\n// Engine runs.\ntype Engine struct{ s ledger.Store }\n\n// Do changes.\nfunc (e *Engine) Do() error { return e.s.Append(1) }\n\n// View reads.\nfunc (e *Engine) View() int { return 1 }\n",
		"web/doc.go":            "// Package web answers.\npackage web\n",
		"storage/sqlite/doc.go": "// Package sqlite stores.\npackage sqlite\n\nimport \"throughline/ledger\"\n\nvar _ ledger.Store = (*Store)(nil)\n\n// Store stores.\ntype Store struct{}\n\n// Append adds.\nfunc (s *Store) Append(n int) error { return nil }\n",
	}
}

// load parses the files laid over the house.
func load(t *testing.T, files map[string]string) *Tree {
	t.Helper()
	all := house()
	maps.Copy(all, files)
	fsys := fstest.MapFS{}
	for name, body := range all {
		fsys[name] = &fstest.MapFile{Data: []byte(body)}
	}
	tree, err := Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

// pkg is a Go file with a package comment that breaks no law.
func pkg(name, rest string) string {
	return fmt.Sprintf("// Package %s is planted.\npackage %s\n\n%s", name, name, rest)
}

func TestCleanHouseBreaksNoLaw(t *testing.T) {
	broken, _ := Check(load(t, nil), Laws(), nil)
	for _, v := range broken {
		t.Error(v)
	}
}

// planted is one violation, or one neighbour of a violation that must pass.
type planted struct {
	name  string
	files map[string]string
	want  []string // "law file:line subject", in order
}

// hold runs every law over each planted house and compares what is broken.
func hold(t *testing.T, cases []planted) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			broken, _ := Check(load(t, c.files), Laws(), nil)
			var got []string
			for _, v := range broken {
				got = append(got, fmt.Sprintf("%s %s:%d %s", v.Law, v.File, v.Line, v.Subject))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("Check: (-want +got)\n%s", diff)
			}
		})
	}
}

func TestHeight(t *testing.T) {
	hold(t, []planted{
		{"upwards", map[string]string{"stat/a.go": "package stat\n\nimport _x \"throughline/graph\"\n"}, []string{"height stat/a.go:3 graph"}},
		{"sideways without an edge", map[string]string{"graph/a.go": "package graph\n\nimport \"throughline/stat\"\n"}, []string{"height graph/a.go:3 stat"}},
		{"sideways with an edge", map[string]string{"change/doc.go": pkg("change", "import \"throughline/ledger\"\n")}, nil},
		{"the edge has one direction", map[string]string{"ledger/a.go": "package ledger\n\nimport \"throughline/change\"\n", "change/doc.go": pkg("change", "")}, []string{"height ledger/a.go:3 change"}},
		{"among readers", map[string]string{"importer/doc.go": pkg("importer", ""), "importer/csvfile/doc.go": pkg("csvfile", "import \"throughline/importer\"\n")}, nil},
		{"a package on no floor", map[string]string{"attic/doc.go": pkg("attic", "")}, []string{"height attic/doc.go:0 attic"}},
		{"an import of nothing known", map[string]string{"engine/a.go": "package engine\n\nimport \"throughline/attic\"\n"}, []string{"height engine/a.go:3 attic"}},
		{"a test may look sideways", map[string]string{"engine/a_test.go": "package engine\n\nimport \"throughline/storage/sqlite\"\n"}, nil},
		{"a test may not look up", map[string]string{"stat/a_test.go": "package stat\n\nimport \"throughline/ledger\"\n"}, []string{"height stat/a_test.go:3 ledger"}},
		{"a test may generate", map[string]string{"graph/a_test.go": "package graph_test\n\nimport \"throughline/generate\"\n", "generate/doc.go": pkg("generate", "")}, nil},
		{"a suite drives its contract", map[string]string{"ledger/ledgertest/doc.go": pkg("ledgertest", "import (\n\t\"testing\"\n\n\t\"throughline/ledger\"\n)\n")}, nil},
		{"the product uses no suite", map[string]string{
			"ledger/ledgertest/doc.go": pkg("ledgertest", ""),
			"engine/a.go":              "package engine\n\nimport \"throughline/ledger/ledgertest\"\n",
		}, []string{"height engine/a.go:3 ledger/ledgertest"}},
		{"the product leans on nothing beside it", map[string]string{
			"testing/html/doc.go": pkg("html", ""),
			"web/a.go":            "package web\n\nimport \"throughline/testing/html\"\n",
			"web/a_test.go":       "package web\n\nimport \"throughline/testing/html\"\n",
		}, []string{"height web/a.go:3 testing/html"}},
	})
}

func TestPurity(t *testing.T) {
	in := func(imports, body string) map[string]string {
		return map[string]string{"stat/a.go": "package stat\n\nimport " + imports + "\n\nfunc f() {\n\t" + body + "\n}\n"}
	}
	hold(t, []planted{
		{"clock", in(`"time"`, "_ = time.Now()"), []string{"purity stat/a.go:6 time.Now"}},
		{"clock under another name", in(`clock "time"`, "_ = clock.Since(clock.Time{})"), []string{"purity stat/a.go:6 time.Since"}},
		{"time as a value", in(`"time"`, "_ = time.Time{}.Add(time.Hour).In(time.UTC)"), nil},
		{"the machine's zone", in(`"time"`, "_ = time.Local"), []string{"purity stat/a.go:6 time.Local"}},
		{"shared dice", in(`"math/rand/v2"`, "_ = rand.IntN(6)"), []string{"purity stat/a.go:6 rand.IntN"}},
		{"own dice", in(`"math/rand/v2"`, "_ = rand.New(rand.NewPCG(1, 2)).IntN(6)"), nil},
		{"old dice", in(`"math/rand"`, "_ = rand.New(nil)"), []string{"purity stat/a.go:3 math/rand"}},
		{"disk", in(`"os"`, "_ = os.Args"), []string{"purity stat/a.go:3 os"}},
		{"a part of an impure package", in(`"os/exec"`, "_ = exec.Command"), []string{"purity stat/a.go:3 os/exec"}},
		{"network", in(`"net/http"`, "_ = http.Get"), []string{"purity stat/a.go:3 net/http"}},
		{"addresses are words", in(`"net/url"`, "_ = url.Parse"), nil},
		{"log", in(`"log/slog"`, "slog.Info(\"\")"), []string{"purity stat/a.go:3 log/slog"}},
		{"terminal", in(`"fmt"`, "fmt.Println()"), []string{"purity stat/a.go:6 fmt.Println"}},
		{"everything at once", in(`. "time"`, "_ = Now()"), []string{"purity stat/a.go:3 time"}},
		{"a test has a disk", map[string]string{"stat/a_test.go": "package stat\n\nimport \"os\"\n\nvar _ = os.Args\n"}, nil},
		{"the machine room has one too", map[string]string{"engine/a.go": "package engine\n\nimport \"os\"\n\nvar _ = os.Args\n"}, nil},
	})
}

func TestLedgerLaws(t *testing.T) {
	call := func(name string) string {
		return pkg(name, "import \"throughline/ledger\"\n\nfunc f(s ledger.Store) error {\n\treturn s.Append(1)\n}\n")
	}
	hold(t, []planted{
		{"a store that knows a noun", map[string]string{"storage/sqlite/a.go": "package sqlite\n\nimport \"throughline/graph\"\n"}, []string{"below the ledger storage/sqlite/a.go:3 graph"}},
		{"a second writer", map[string]string{"serve/doc.go": call("serve")}, []string{"one writer serve/doc.go:7 Append"}},
		{"a writer through the concrete store", map[string]string{"cli/doc.go": pkg("cli", "import \"throughline/storage/sqlite\"\n\nfunc f() error {\n\ts := sqlite.Store{}\n\treturn s.Append(1)\n}\n")}, []string{"one writer cli/doc.go:8 Append"}},
		{"another Append", map[string]string{"cli/doc.go": pkg("cli", "import \"throughline/ledger\"\n\ntype rows struct{ _ ledger.Store }\n\nfunc (r rows) Append(int) {}\n\nfunc f() { rows{}.Append(1) }\n")}, nil},
		{"a test fills a ledger", map[string]string{"cli/doc.go": pkg("cli", ""), "cli/a_test.go": call("cli")}, nil},
	})
}

func TestSurfaceLaws(t *testing.T) {
	operations := func(method, body string) map[string]string {
		return map[string]string{"web/routes.go": "package web\n\nimport (\n\t\"net/http\"\n\n\t\"throughline/engine\"\n)\n\ntype site struct {\n\te   *engine.Engine\n\tlib library\n}\n\nfunc (s site) routes() {\n\ts.lib.Register(s, plainly(operation{" + method + "Path: \"/x\"}), reading(s.page))\n}\n\nfunc (s site) page() { s.show() }\n\nfunc (s site) show() { " + body + " }\n\ntype library struct{}\n\nfunc (l library) Register(a, b, c any) {}\n\ntype operation struct{ Method, Path string }\n\nfunc plainly(o operation) operation { return o }\n\nfunc reading(f func()) func() { return f }\n\nvar _ = http.MethodGet\n"}
	}
	routes := func(pattern, body string) map[string]string {
		return map[string]string{"web/routes.go": "package web\n\nimport (\n\t\"net/http\"\n\n\t\"throughline/engine\"\n)\n\ntype site struct{ e *engine.Engine }\n\nfunc (s site) routes(m *http.ServeMux) {\n\tm.HandleFunc(" + pattern + ", s.page)\n}\n\nfunc (s site) page(w http.ResponseWriter, r *http.Request) { s.show() }\n\nfunc (s site) show() { " + body + " }\n"}
	}
	hold(t, []planted{
		{"a surface that computes", map[string]string{"web/a.go": "package web\n\nimport \"throughline/stat\"\n"}, []string{"surfaces web/a.go:3 stat"}},
		{"a goroutine in a handler", map[string]string{"web/a.go": "package web\n\nfunc f() {\n\tgo f()\n}\n"}, []string{"surfaces web/a.go:4 f"}},
		{"a view that knows a noun", map[string]string{"web/view/doc.go": pkg("view", "import \"throughline/graph\"\n")}, []string{"blind views web/view/doc.go:4 graph"}},
		{"a view that draws", map[string]string{"web/view/doc.go": pkg("view", "import \"throughline/chart\"\n")}, nil},
		{"a view with a clock", map[string]string{"web/view/doc.go": pkg("view", "import \"time\"\n\nvar _ = time.Now\n")}, []string{"purity web/view/doc.go:6 time.Now"}},
		{"a route without a method", routes(`"/x"`, ""), []string{"get web/routes.go:12 /x"}},
		{"a page", routes(`"GET /x"`, "s.e.View()"), nil},
		{"a decision by link", routes(`"GET /x"`, "s.e.Do()"), []string{"get web/routes.go:12 GET /x"}},
		{"a decision by form", routes(`"POST /x"`, "s.e.Do()"), nil},
		{"an operation without a method", operations("", ""), []string{"get web/routes.go:15 /x"}},
		{"an operation that reads", operations("Method: http.MethodGet, ", "s.e.View()"), nil},
		{"an operation that reads, and changes", operations("Method: http.MethodGet, ", "s.e.Do()"), []string{"get web/routes.go:15 /x"}},
		{"an operation that changes", operations("Method: http.MethodPost, ", "s.e.Do()"), nil},
	})
}

func TestExplicitLists(t *testing.T) {
	in := func(body string) map[string]string { return map[string]string{"stat/a.go": "package stat\n\n" + body} }
	hold(t, []planted{
		{"init", in("func init() {}\n"), []string{"explicit lists stat/a.go:3 init"}},
		{"a method called init", in("type a struct{}\n\nfunc (a a) init() {}\n"), nil},
		{"registration by import", map[string]string{"serve/doc.go": pkg("serve", "import _ \"throughline/storage/sqlite\"\n")}, []string{"explicit lists serve/doc.go:4 storage/sqlite"}},
		{"no value yet", in("var last int\n"), []string{"explicit lists stat/a.go:3 last"}},
		{"a lock", in("import \"sync\"\n\nvar mu = sync.Mutex{}\n"), []string{"explicit lists stat/a.go:5 mu"}},
		{"an empty table", in("var seen = make(map[int]bool)\n"), []string{"explicit lists stat/a.go:3 seen"}},
		{"a table", in("var names = map[int]string{1: \"a\"}\n\nfunc f() string { return names[1] }\n"), nil},
		{"a table that grows", in("var names = map[int]string{1: \"a\"}\n\nfunc f() { names[2] = \"b\" }\n"), []string{"explicit lists stat/a.go:5 names"}},
		{"a list that grows", in("var list = []int{1}\n\nfunc f() { list = append(list, 2) }\n"), []string{"explicit lists stat/a.go:5 list"}},
		{"a list that is sorted in place", in("import \"slices\"\n\nvar list = []int{2, 1}\n\nfunc f() { slices.Sort(list) }\n"), []string{"explicit lists stat/a.go:7 list"}},
		{"a struct that changes", in("var now = struct{ n int }{1}\n\nfunc f() { now.n++ }\n"), []string{"explicit lists stat/a.go:5 now"}},
		{"a local of the same name", in("var list = []int{1}\n\nfunc f() []int {\n\tlist := []int{}\n\tlist = append(list, 2)\n\treturn list\n}\n"), nil},
		{"a variable of another package", map[string]string{
			"stat/a.go":   "package stat\n\n// List is a list.\nvar List = []int{1}\n",
			"engine/a.go": "package engine\n\nimport \"throughline/stat\"\n\nfunc f() { stat.List[0] = 2 }\n",
		}, []string{"explicit lists engine/a.go:5 List"}},
		{"sentinels, patterns, files", in("import (\n\t\"embed\"\n\t\"errors\"\n\t\"regexp\"\n)\n\nvar errNone = errors.New(\"none\")\n\nvar digits = regexp.MustCompile(`\\d`)\n\n//go:embed a.go\nvar files embed.FS\n"), nil},
		{"a flag in a test", map[string]string{"stat/a_test.go": "package stat\n\nvar seen int\n\nfunc f() { seen++ }\n"}, nil},
	})
}

func TestStatedOrder(t *testing.T) {
	in := func(body string) map[string]string { return map[string]string{"stat/a.go": "package stat\n\n" + body} }
	hold(t, []planted{
		{"collected unsorted", in("func f(m map[int]int) (out []int) {\n\tfor k := range m {\n\t\tout = append(out, k)\n\t}\n\treturn out\n}\n"), []string{"stated order stat/a.go:5 f"}},
		{"collected, then sorted", in("import \"slices\"\n\nfunc f(m map[int]int) (out []int) {\n\tfor k := range m {\n\t\tout = append(out, k)\n\t}\n\tslices.Sort(out)\n\treturn out\n}\n"), nil},
		{"collected from keys", in("import \"maps\"\n\nfunc f(m map[int]int) (out []int) {\n\tfor k := range maps.Keys(m) {\n\t\tout = append(out, k)\n\t}\n\treturn out\n}\n"), []string{"stated order stat/a.go:7 f"}},
		{"a list is in order", in("func f(m []int) (out []int) {\n\tfor _, k := range m {\n\t\tout = append(out, k)\n\t}\n\treturn out\n}\n"), nil},
		{"floats added", in("func f(m map[int]float64) (sum float64) {\n\tfor _, v := range m {\n\t\tsum += v\n\t}\n\treturn sum\n}\n"), []string{"stated order stat/a.go:5 f"}},
		{"whole numbers added", in("func f(m map[int]int) (sum int) {\n\tfor _, v := range m {\n\t\tsum += v\n\t}\n\treturn sum\n}\n"), nil},
		{"floats added each to its own", in("func f(m, out map[int]float64) {\n\tfor k, v := range m {\n\t\tout[k] += v\n\t}\n}\n"), nil},
		{"the first one met", in("func f(m map[int]int) int {\n\tfor k := range m {\n\t\treturn k\n\t}\n\treturn 0\n}\n"), []string{"stated order stat/a.go:5 f"}},
		{"whether there is one", in("func f(m map[int]int) bool {\n\tfor _, v := range m {\n\t\tif v > 1 {\n\t\t\treturn true\n\t\t}\n\t}\n\treturn false\n}\n"), nil},
		{"a field of a type declared elsewhere", map[string]string{
			"graph/a.go":  "package graph\n\n// Box holds.\ntype Box struct {\n\t// M maps.\n\tM map[string]int\n}\n",
			"engine/a.go": "package engine\n\nimport \"throughline/graph\"\n\nfunc f(b graph.Box) (out []string) {\n\tfor k := range b.M {\n\t\tout = append(out, k)\n\t}\n\treturn out\n}\n",
		}, []string{"stated order engine/a.go:7 f"}},
	})
}

func TestNames(t *testing.T) {
	in := func(body string) map[string]string { return map[string]string{"stat/a.go": "package stat\n\n" + body} }
	hold(t, []planted{
		{"an empty word", map[string]string{"testing/util/doc.go": pkg("util", "")}, []string{"package names testing/util/doc.go:0 testing/util"}},
		{"two words for one thing", map[string]string{"testing/html/doc.go": pkg("htm", "")}, []string{"package names testing/html/doc.go:0 testing/html"}},
		{"Get", in("func GetX() {}\n\n// Gather collects.\nfunc Gather() {}\n"), []string{"names stat/a.go:3 GetX", "documented stat/a.go:3 GetX"}},
		{"Get in a contract", in("type a interface{ GetX() }\n"), []string{"names stat/a.go:3 a.GetX"}},
		{"a long receiver", in("type a struct{}\n\nfunc (self a) f() {}\n\nfunc (a a) g() {}\n"), []string{"names stat/a.go:5 a.f"}},
	})
}

func TestDocumented(t *testing.T) {
	in := func(body string) map[string]string { return map[string]string{"stat/a.go": "package stat\n\n" + body} }
	hold(t, []planted{
		{"function", in("func F() {}\n"), []string{"documented stat/a.go:3 F"}},
		{"method", in("// T is.\ntype T struct{}\n\nfunc (t T) F() {}\n"), []string{"documented stat/a.go:6 T.F"}},
		{"method of a hidden type", in("type t struct{}\n\nfunc (t t) F() {}\n"), nil},
		{"type", in("type T struct{}\n"), []string{"documented stat/a.go:3 T"}},
		{"type in a group", in("// All.\ntype (\n\tT struct{}\n)\n"), []string{"documented stat/a.go:5 T"}},
		{"method of a contract", in("// T is.\ntype T interface{ F() }\n"), []string{"documented stat/a.go:4 T.F"}},
		{"constants", in("const A = 1\n\n// Both.\nconst (\n\tB = 1\n\tC = 2\n)\n"), []string{"documented stat/a.go:3 A"}},
		{"no package comment", map[string]string{"rank/doc.go": "package rank\n"}, []string{"documented rank/doc.go:0 rank"}},
		{"two package comments", map[string]string{"stat/a.go": "// Package stat also measures.\npackage stat\n"}, []string{"documented stat/doc.go:0 stat"}},
		{"two purposes", map[string]string{"rank/doc.go": "// Package rank ranks and sorts.\npackage rank\n"}, []string{"documented rank/doc.go:0 rank"}},
		{"one purpose with parts", map[string]string{"rank/doc.go": "// Package rank orders: it ranks and sorts.\npackage rank\n"}, nil},
		{"two purposes further down", map[string]string{"rank/doc.go": "// Package rank ranks. It sorts and counts.\npackage rank\n"}, nil},
		{"beside the house", map[string]string{"testing/html/doc.go": pkg("html", "func F() {}\n")}, nil},
		{"a comment about something else", map[string]string{"rank/doc.go": "// This ranks.\npackage rank\n"}, []string{"documented rank/doc.go:0 rank"}},
		{"generated code", map[string]string{"stat/a.go": "// Code generated by hand. DO NOT EDIT.\n\npackage stat\n\nfunc F() {}\n"}, nil},
	})
}

func TestSizes(t *testing.T) {
	long := func(n int) string { return "func f() {\n" + strings.Repeat("\t_ = 1\n", n-2) + "}\n" }
	wide := "type t interface {\n" + strings.Repeat("\tf()\n", 9) + "}\n"
	hold(t, []planted{
		{"80 lines", map[string]string{"engine/a.go": "package engine\n\n" + long(80)}, nil},
		{"81 lines", map[string]string{"engine/a.go": "package engine\n\n" + long(81)}, []string{"sizes engine/a.go:3 f"}},
		{"a table in a test", map[string]string{"engine/a_test.go": "package engine\n\n" + long(150)}, nil},
		{"a longer one", map[string]string{"engine/a_test.go": "package engine\n\n" + long(151)}, []string{"sizes engine/a_test.go:3 f"}},
		{"a long file", map[string]string{"engine/a.go": "package engine\n" + strings.Repeat("\n", 600)}, []string{"sizes engine/a.go:0 engine/a.go"}},
		{"a long generated file", map[string]string{"engine/a.go": "// Code generated by hand. DO NOT EDIT.\n\npackage engine\n" + strings.Repeat("\n", 600)}, nil},
		{"a wide contract", map[string]string{"engine/a.go": "package engine\n\n" + wide}, []string{"sizes engine/a.go:3 t"}},
		{"a capability that leans on everything", map[string]string{
			"docs/glossary.md": "**strategy**",
			"strategy/doc.go":  pkg("strategy", "import (\n\t\"throughline/a\"\n\t\"throughline/fault\"\n\t\"throughline/graph\"\n\t\"throughline/change\"\n\t\"throughline/finding\"\n\t\"throughline/measure\"\n\t\"throughline/access\"\n\t\"throughline/stat\"\n\t\"throughline/rank\"\n)\n"),
			"change/doc.go":    pkg("change", ""), "finding/doc.go": pkg("finding", ""), "measure/doc.go": pkg("measure", ""), "access/doc.go": pkg("access", ""), "rank/doc.go": pkg("rank", ""),
		}, []string{"sizes strategy/doc.go:0 strategy", "height strategy/doc.go:5 a"}},
	})
}

func TestModules(t *testing.T) {
	imports := func(p, path string) string { return fmt.Sprintf("package %s\n\nimport x %q\n", p, path) }
	hold(t, []planted{
		{"an unknown module", map[string]string{"engine/a.go": imports("engine", "example.com/x")}, []string{"modules engine/a.go:3 example.com/x"}},
		{"a name that only begins alike", map[string]string{"engine/a.go": imports("engine", "github.com/tidwall/btreeplus")}, []string{"modules engine/a.go:3 github.com/tidwall/btreeplus"}},
		{"where it belongs", map[string]string{"storage/sqlite/a.go": imports("sqlite", "modernc.org/sqlite/lib")}, nil},
		{"where it does not", map[string]string{"engine/a.go": imports("engine", "modernc.org/sqlite")}, []string{"modules engine/a.go:3 modernc.org/sqlite"}},
		{"for tests only", map[string]string{"engine/a.go": imports("engine", "pgregory.net/rapid"), "engine/a_test.go": imports("engine", "pgregory.net/rapid")}, []string{"modules engine/a.go:3 pgregory.net/rapid"}},
		{"a pair torn apart", map[string]string{"go.mod": "module throughline\n\nrequire (\n\tmodernc.org/libc v1.80.1 // indirect\n\tmodernc.org/sqlite v1.61.1\n)\n"}, []string{"pairs go.mod:0 modernc.org/libc"}},
		{"a pair together", map[string]string{"go.mod": "module throughline\n\nrequire modernc.org/sqlite v1.61.1\nrequire modernc.org/libc v1.79.0 // indirect\n"}, nil},
	})
}

func TestTestLaws(t *testing.T) {
	code := "package rank\n\nfunc f() {\n" + strings.Repeat("\t_ = 1\n", 48) + strings.Repeat("\n\t// why\n", 14) + "}\n" // 51 lines of code
	tests := func(n int) string { return "package rank\n\nfunc g() {\n" + strings.Repeat("\t_ = 2\n", n-3) + "}\n" }
	rank := pkg("rank", "")
	hold(t, []planted{
		{"testing in the product", map[string]string{"engine/a.go": "package engine\n\nimport \"testing\"\n"}, []string{"test helpers engine/a.go:3 testing"}},
		{"sleep", map[string]string{"engine/a_test.go": "package engine\n\nimport \"time\"\n\nfunc f() { time.Sleep(1) }\n"}, []string{"test helpers engine/a_test.go:5 f"}},
		{"too little tested", map[string]string{"rank/doc.go": rank, "rank/a.go": code, "rank/a_test.go": tests(41)}, []string{"tested rank/a.go:0 rank"}},
		{"just enough", map[string]string{"rank/doc.go": rank, "rank/a.go": code, "rank/a_test.go": tests(42)}, nil},
		{"not a pure package", map[string]string{"engine/a.go": strings.ReplaceAll(code, "rank", "engine")}, nil},
	})
}

func TestWords(t *testing.T) {
	hold(t, []planted{
		{"a path of one machine", map[string]string{"NOTES.md": "See /wo" + "rk/main.\n"}, []string{"words NOTES.md:1 /wo" + "rk/"}},
		{"a home", map[string]string{"run.sh": "cd /ho" + "me/ann/x\n"}, []string{"words run.sh:1 /ho" + "me/ann/"}},
		{"part of a longer address", map[string]string{"NOTES.md": "See https://example.com/wo" + "rk/main and GET /unit/{id}/work.\n"}, nil},
		{"a package host", map[string]string{"NOTES.md": "from https://pro" + "xy.golang.org\n"}, []string{"words NOTES.md:1 pro" + "xy.golang.org"}},
		{"unfinished", map[string]string{"stat/a.go": "package stat\n\n// TO" + "DO: more\n"}, []string{"words stat/a.go:3 TO" + "DO"}},
		{"as it came", map[string]string{"web/static/vendor/a.js": "// TO" + "DO\n"}, nil},
		{"a second worktree", map[string]string{".git": "gitdir: /ho" + "me/ann/x/.git/worktrees/y\n"}, nil},
		{"a picture", map[string]string{"docs/a.png": "TO" + "DO"}, nil},
	})
}

func TestGlossary(t *testing.T) {
	kinds := "package graph\n\n// Kind is a sort.\ntype Kind string\n\n// All.\nconst (\n\tA Kind = \"unit\"\n\tB Kind = \"lane\"\n)\n\n// Other is no kind.\nconst Other = \"else\"\n"
	hold(t, []planted{
		{"a kind nobody explains", map[string]string{"graph/a.go": kinds, "docs/glossary.md": "- **unit**: a part.\n- a lane\n"}, []string{"glossary graph/a.go:9 lane"}},
		{"a capability nobody explains", map[string]string{"cadence/doc.go": pkg("cadence", ""), "docs/glossary.md": "- **intake**: a door.\n"}, []string{"glossary cadence/doc.go:0 cadence"}},
		{"all explained", map[string]string{"graph/a.go": kinds, "docs/glossary.md": "- **unit**: a part.\n- **lane**: a queue.\n"}, nil},
	})
}

func TestExcuses(t *testing.T) {
	tree := load(t, map[string]string{"stat/a.go": "package stat\n\nfunc init() {}\n"})
	excuses := []Excuse{
		{Law: "explicit lists", File: "stat/a.go", Subject: "init", Why: "shown"},
		{Law: "explicit lists", File: "stat/b.go", Subject: "init", Why: "gone"},
	}
	broken, stale := Check(tree, Laws(), excuses)
	if len(broken) != 0 {
		t.Errorf("Check found %v, want nothing: it is excused", broken)
	}
	if diff := cmp.Diff(excuses[1:], stale); diff != "" {
		t.Errorf("stale excuses: (-want +got)\n%s", diff)
	}
}

func TestEveryLawIsDescribed(t *testing.T) {
	seen := map[string]bool{}
	for _, law := range Laws() {
		if law.Name == "" || law.Doc == "" || law.Run == nil || seen[law.Name] {
			t.Errorf("law %q is nameless, undescribed, empty, or there twice", law.Name)
		}
		seen[law.Name] = true
	}
}

func TestFloorPlanIsSound(t *testing.T) {
	seen := map[string]bool{}
	for i, s := range floors {
		if i > 0 && s.height < floors[i-1].height {
			t.Errorf("floor %d (%s) stands above floor %d", s.height, s.what, floors[i-1].height)
		}
		for _, room := range s.rooms {
			if seen[room] {
				t.Errorf("room %s is in two rows", room)
			}
			seen[room] = true
		}
	}
	for _, e := range sideways {
		from, ok := storeyOf(strings.TrimSuffix(e.from, "/..."))
		to, ok2 := storeyOf(strings.TrimSuffix(e.to, "/..."))
		if !ok || !ok2 || from.height != to.height || e.why == "" {
			t.Errorf("edge %s to %s joins no two rooms of one floor, or gives no reason", e.from, e.to)
		}
	}
	if !slices.ContainsFunc(floors, func(s storey) bool { return slices.Contains(s.rooms, ".") }) {
		t.Error("the program itself is on no floor")
	}
}
