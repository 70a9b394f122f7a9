package source

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/google/go-cmp/cmp"
)

// repository is a git checkout made for a test.
type repository struct {
	t    *testing.T
	dir  string
	repo *git.Repository
	tree *git.Worktree
	hour int
}

var start = time.Date(2024, 3, 1, 12, 0, 0, 0, time.FixedZone("", 2*3600))

func newRepository(t *testing.T) *repository {
	t.Helper()
	dir := t.TempDir()
	repo, err := git.PlainInit(dir, false)
	ok(t, err)
	tree, err := repo.Worktree()
	ok(t, err)
	return &repository{t: t, dir: dir, repo: repo, tree: tree}
}

func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (r *repository) write(path, text string) {
	full := filepath.Join(r.dir, path)
	ok(r.t, os.MkdirAll(filepath.Dir(full), 0o755))
	ok(r.t, os.WriteFile(full, []byte(text), 0o644))
	_, err := r.tree.Add(path)
	ok(r.t, err)
}

func (r *repository) remove(path string) {
	_, err := r.tree.Remove(path)
	ok(r.t, err)
}

// commit makes a commit one hour after the last; the author's clock is a day behind.
func (r *repository) commit(message string, parents ...plumbing.Hash) plumbing.Hash {
	when := start.Add(time.Duration(r.hour) * time.Hour)
	r.hour++
	h, err := r.tree.Commit(message, &git.CommitOptions{
		Parents:   parents,
		Author:    &object.Signature{Name: "a", Email: "a@example.org", When: when.AddDate(0, 0, -1)},
		Committer: &object.Signature{Name: "c", Email: "c@example.org", When: when},
	})
	ok(r.t, err)
	return h
}

// plan is text long enough for likeness to mean something.
func plan(title string) string {
	return "title: " + title + "\nowner: lending\nstatus: open\nmembers:\n- ada\n- ben\n- cleo\nnotes: the quick fox\n"
}

// seen is a version as a line.
func seen(v Version) string {
	s := v.Time.Format("01-02T15Z ") + v.Path
	if v.From != "" {
		s += " from " + v.From
	}
	if v.Deleted {
		s += " deleted"
	}
	if v.Reference != "" {
		s += " #" + v.Reference
	}
	return s
}

func lines(t *testing.T, s Source) []string {
	t.Helper()
	var out []string
	for v, err := range s.Versions(t.Context()) {
		ok(t, err)
		if v.Deleted != (v.Content == nil) {
			t.Errorf("%s: a version has content exactly when it is not deleted", v.Path)
		}
		out = append(out, seen(v))
	}
	return out
}

func TestGitHistory(t *testing.T) {
	r := newRepository(t)
	r.write("plans/b/plan.yaml", plan("B"))
	r.write("plans/a/plan.yaml", plan("A"))
	r.write("README.md", "hello")
	r.commit("Merge pull request #7 from x/y\n\nmore (#9)")
	r.remove("plans/a/plan.yaml")
	r.write("plans/c/plan.yaml", plan("A, renamed"))
	r.write("README.md", "hello again")
	r.commit("Rename it (#8)")
	r.remove("plans/b/plan.yaml")
	r.commit("Drop B")
	r.write("plans/a/plan.yaml", plan("Another A"))
	r.commit("Again")

	want := []string{
		"03-01T10Z plans/a/plan.yaml #7",
		"03-01T10Z plans/b/plan.yaml #7",
		"03-01T11Z plans/c/plan.yaml from plans/a/plan.yaml #8",
		"03-01T12Z plans/b/plan.yaml deleted",
		"03-01T13Z plans/a/plan.yaml",
	}
	for _, o := range []Options{
		{Want: func(p string) bool { return strings.HasSuffix(p, "plan.yaml") }},
		{Under: []string{"plans/"}},
		{Under: []string{"plans", "/plans/a", "other"}},
	} {
		s, err := Open(r.dir, o)
		ok(t, err)
		if d := cmp.Diff(want, lines(t, s)); d != "" {
			t.Errorf("versions (-want +got):\n%s", d)
		}
		paths, err := s.Paths(t.Context())
		ok(t, err)
		if d := cmp.Diff([]string{"README.md", "plans/a/plan.yaml", "plans/c/plan.yaml"}, paths); d != "" {
			t.Errorf("paths (-want +got):\n%s", d)
		}
	}
}

func TestGitMoveAcrossTheBorderOfWhatIsWanted(t *testing.T) {
	r := newRepository(t)
	r.write("draft/x.yaml", plan("X"))
	r.commit("one")
	r.remove("draft/x.yaml")
	r.write("plans/x.yaml", plan("X"))
	r.commit("two")
	r.remove("plans/x.yaml")
	r.write("old/x.yaml", plan("X"))
	r.commit("three")
	s, err := Open(r.dir, Options{Want: func(p string) bool { return strings.HasPrefix(p, "plans/") }})
	ok(t, err)
	want := []string{"03-01T11Z plans/x.yaml", "03-01T12Z plans/x.yaml deleted"}
	if d := cmp.Diff(want, lines(t, s)); d != "" {
		t.Errorf("versions (-want +got):\n%s", d)
	}
}

// branched has a main line with one merge: on the branch the file was changed twice.
func branched(t *testing.T) *repository {
	r := newRepository(t)
	r.write("p.yaml", plan("P"))
	base := r.commit("base")
	r.write("q.yaml", plan("Q"))
	mainTip := r.commit("on main", base)
	ok(t, r.tree.Checkout(&git.CheckoutOptions{Hash: base, Branch: "refs/heads/side", Create: true}))
	r.write("p.yaml", plan("P2"))
	r.commit("side 1")
	r.write("p.yaml", plan("P3"))
	side := r.commit("side 2")
	ok(t, r.tree.Checkout(&git.CheckoutOptions{Branch: "refs/heads/master"}))
	r.write("p.yaml", plan("P3"))
	r.commit("Merge pull request #3 from side", mainTip, side)
	return r
}

func TestGitMergeCountsOnItsDay(t *testing.T) {
	r := branched(t)
	for _, c := range []struct {
		name string
		o    Options
		want []string
	}{
		{"first parents", Options{}, []string{"03-01T10Z p.yaml", "03-01T11Z q.yaml", "03-01T14Z p.yaml #3"}},
		{"another branch", Options{Ref: "side"}, []string{"03-01T10Z p.yaml", "03-01T12Z p.yaml", "03-01T13Z p.yaml"}},
	} {
		s, err := Open(r.dir, c.o)
		ok(t, err)
		if d := cmp.Diff(c.want, lines(t, s)); d != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, d)
		}
	}
}

func TestGitBareRepository(t *testing.T) {
	r := branched(t)
	bare := t.TempDir()
	_, err := git.PlainClone(bare, true, &git.CloneOptions{URL: r.dir})
	ok(t, err)
	s, err := Open(bare, Options{})
	ok(t, err)
	if got := lines(t, s); len(got) != 3 {
		t.Errorf("a bare clone yields %q", got)
	}
}

func TestRequestOf(t *testing.T) {
	for message, want := range map[string]string{
		"Merge pull request #12 from a/b": "12",
		"Add a thing (#34)":               "34",
		"Merged in x (pull request #56)":  "56",
		"See #78\n\n(#9)":                 "",
		"":                                "",
	} {
		if got := requestOf(message); got != want {
			t.Errorf("requestOf(%q) = %q, want %q", message, got, want)
		}
	}
}
