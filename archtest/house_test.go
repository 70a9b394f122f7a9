package archtest

import (
	"go/build"
	"os"
	"path/filepath"
	"testing"
)

// TestHouse holds the whole module against the laws. One subtest for each law, so that the answer
// names it.
func TestHouse(t *testing.T) {
	tree, err := Load(os.DirFS(".."))
	if err != nil {
		t.Fatal(err)
	}
	if len(tree.Packages) < 2 {
		t.Fatalf("Load found %d packages; the laws would hold of nothing", len(tree.Packages))
	}
	for _, law := range Laws() {
		t.Run(law.Name, func(t *testing.T) {
			broken, _ := Check(tree, []Law{law}, Excuses())
			for _, v := range broken {
				t.Error(v)
			}
			if len(broken) > 0 {
				t.Logf("the law: %s", law.Doc)
			}
		})
	}
}

// TestExcusesAreNeeded keeps the list of excuses from outliving its reasons.
func TestExcusesAreNeeded(t *testing.T) {
	tree, err := Load(os.DirFS(".."))
	if err != nil {
		t.Fatal(err)
	}
	_, stale := Check(tree, Laws(), Excuses())
	for _, e := range stale {
		t.Errorf("excuse for %s in %s (%s) excuses nothing: remove it", e.Law, e.File, e.Subject)
	}
	for _, e := range Excuses() {
		if e.Why == "" {
			t.Errorf("excuse for %s in %s (%s) gives no reason", e.Law, e.File, e.Subject)
		}
	}
}

// TestPairsMatchUpstream reads the leader's own go.mod where the module cache has it, as it does
// wherever the store can be compiled, and compares it with the table.
func TestPairsMatchUpstream(t *testing.T) {
	cache := os.Getenv("GOMODCACHE")
	if cache == "" {
		cache = filepath.Join(filepath.SplitList(build.Default.GOPATH)[0], "pkg", "mod")
	}
	for _, p := range paired {
		name := filepath.Join(cache, filepath.FromSlash(p.leader)+"@"+p.leaderVersion, "go.mod")
		body, err := os.ReadFile(name)
		if err != nil {
			t.Logf("not compared: %v", err)
			continue
		}
		_, requires, err := parseMod(string(body))
		if err != nil {
			t.Fatal(err)
		}
		upstream := &Tree{Requires: requires}
		if got := upstream.version(p.follower); got != p.followerVersion {
			t.Errorf("%s %s requires %s %s; the table says %s", p.leader, p.leaderVersion, p.follower, got, p.followerVersion)
		}
	}
}
