package shared

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// tree makes root/module/{go.mod,a/b} and, when wanted, root/shared/data.
func tree(t *testing.T, withShared bool) (root, inside string) {
	t.Helper()
	root = t.TempDir()
	inside = filepath.Join(root, "module", "a", "b")
	must(t, os.MkdirAll(inside, 0o755))
	must(t, os.WriteFile(filepath.Join(root, "module", "go.mod"), []byte("module m\n"), 0o644))
	if withShared {
		must(t, os.MkdirAll(filepath.Join(root, "shared", "data"), 0o755))
	}
	return root, inside
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestFindBesideTheModule(t *testing.T) {
	root, inside := tree(t, true)
	got, err := find("", inside, []string{"data"})
	if err != nil || got != filepath.Join(root, "shared", "data") {
		t.Errorf("find = %q, %v", got, err)
	}
}

func TestFindAbsentIsNoError(t *testing.T) {
	_, inside := tree(t, false)
	if got, err := find("", inside, []string{"data"}); got != "" || err != nil {
		t.Errorf("find = %q, %v, want nothing", got, err)
	}
	if got, err := find("", t.TempDir(), nil); got != "" || err != nil {
		t.Errorf("find outside a module = %q, %v, want nothing", got, err)
	}
}

func TestFindNamedAndMissingFails(t *testing.T) {
	root, inside := tree(t, true)
	named := filepath.Join(root, "elsewhere")
	if got, err := find(named, inside, nil); err == nil {
		t.Errorf("find = %q, want an error", got)
	}
	if got, err := find(filepath.Join(root, "shared"), inside, []string{"data"}); err != nil || got == "" {
		t.Errorf("find = %q, %v", got, err)
	}
}

func TestSay(t *testing.T) {
	for n, want := range map[int]string{0: "absent", 7: "7 comparisons ran"} {
		var b strings.Builder
		Say(&b, "TestX", n)
		if !strings.Contains(b.String(), want) || strings.Count(b.String(), "\n") != 1 {
			t.Errorf("Say(%d) = %q, want one line with %q", n, b.String(), want)
		}
	}
}
