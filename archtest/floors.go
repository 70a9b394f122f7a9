package archtest

import (
	"path"
	"slices"
	"strings"
)

// storey is one row of the floor plan. A room that ends in /... stands for itself and all below it.
type storey struct {
	height int
	pure   bool // no clock, disk, network, log, environment or dice
	what   string
	rooms  []string
}

// floors is the floor plan, bottom up. A package that is not here is a violation: put it on the
// lowest floor that carries it, in a commit of its own.
var floors = []storey{
	{0, true, "kernel", []string{"fault", "graph", "stat", "rank", "solve", "forecast", "search", "chart", "wording"}},
	{0, true, "the demo organisation as files", []string{"examples/..."}},
	{0, true, "the documents as files", []string{"docs"}},
	{1, true, "language", []string{"change", "finding", "measure", "access", "ledger", "account"}},
	{1, false, "language", []string{"config"}},
	{2, true, "capabilities", []string{
		"organisation", "discussion", "strategy", "intent", "outcome", "portfolio", "priority", "tradeoff",
		"decision", "intake", "dependency", "cadence", "leadership", "understanding", "growth",
	}},
	{2, true, "synthetic organisations", []string{"generate"}},
	{2, false, "machine", []string{"engine", "storage/...", "importer/...", "middleware", "openid", "door", "mail"}},
	{3, true, "across capabilities", []string{"diagnosis"}},
	{4, true, "read models and lists", []string{"overview", "catalog", "digest"}},
	{4, false, "records as people fill them in", []string{"fields"}},
	{4, false, "figures worked out once for all surfaces", []string{"figure"}},
	{4, false, "open pages, told what moves", []string{"live"}},
	{4, false, "what happened, read from the history", []string{"news"}},
	{5, true, "views", []string{"web/view"}},
	{5, false, "surfaces", []string{"web", "web/static", "web/help", "api", "mcpserver", "post"}},
	{6, false, "wiring", []string{"serve"}},
	{6, false, "asking a server", []string{"remote"}},
	{7, false, "terminal", []string{"cli"}},
	{8, false, "the program", []string{"."}},
	{beside, false, "beside the house: nothing in it may lean on these", []string{"archtest/...", "testing/...", "e2e/...", "scripts"}},
}

// beside is the height of what stands next to the house: it may look at everything.
const beside = 9

// edge is one sideways import that the plan allows.
type edge struct {
	from, to string
	why      string
}

// sideways are the imports allowed within one floor.
var sideways = []edge{
	{"graph", "fault", "structural rules answer with a sentence, a remedy"},
	{"change", "ledger", "its codec turns changes into the opaque entries a ledger keeps"},
	{"finding", "measure", "a check's evidence is a measure's result"},
	{"portfolio", "priority", "what is funded follows what is ranked"},
	{"portfolio", "dependency", "demand on a unit comes through its dependencies"},
	{"tradeoff", "portfolio", "a trade-off is between portfolios"},
	{"tradeoff", "priority", "its value scale is the shared ranking"},
	{"tradeoff", "dependency", "what is displaced may be waited for"},
	{"importer/...", "importer/...", "all readers share one contract"},
	{"storage/...", "storage/...", "the two SQL stores share their statements"},
	{"digest", "overview", "what waits for its reader is worked out there"},
	{"digest", "news", "it tells what happened as well"},
	{"door", "openid", "it lets in whom a provider vouches for"},
	{"figure", "overview", "what it keeps is made there"},
	{"figure", "catalog", "with all checks"},
	{"web", "web/view", "handlers fill views"},
	{"web", "web/static", "and serve the assets"},
	{"web", "web/help", "and the guides"},
	{"web/view", "web/static", "views name assets by their digest"},
	{"api", "web/static", "its reference page wears the stylesheet of the pages"},
}

// matches tells whether the path is the room, or below it when the room ends in /...
func matches(room, at string) bool {
	if root, ok := strings.CutSuffix(room, "/..."); ok {
		return at == root || strings.HasPrefix(at, root+"/")
	}
	return room == at
}

// storeyOf finds the row of the plan a package stands in. A conformance suite (ledger/ledgertest)
// stands beside its contract, on the contract's floor, and is never pure: it drives tests.
func storeyOf(at string) (storey, bool) {
	for _, s := range floors {
		if slices.ContainsFunc(s.rooms, func(room string) bool { return matches(room, at) }) {
			s.pure = s.pure && !isSuite(at)
			return s, true
		}
	}
	if isSuite(at) {
		s, ok := storeyOf(path.Dir(at))
		s.pure = false
		return s, ok
	}
	return storey{}, false
}

// isSuite tells whether the package is the conformance suite or fixture of its parent.
func isSuite(at string) bool {
	dir, base := path.Split(at)
	return dir != "" && base == path.Base(dir)+"test"
}

// forTests tells whether only tests may import the package.
func forTests(at string) bool {
	s, _ := storeyOf(at)
	return s.height == beside || isSuite(at)
}

// mayLook tells whether the plan has a sideways edge between the two.
func mayLook(from, to string) bool {
	return slices.ContainsFunc(sideways, func(e edge) bool { return matches(e.from, from) && matches(e.to, to) })
}
