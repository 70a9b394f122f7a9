// Package warm_test asks whether the laws hold although the go command remembers an earlier answer. It
// is apart from the laws because it is slow, and needs to run again only when they change.
package warm_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestWarmCacheHidesNoViolation builds a small module with the laws in it, runs its tests until the go
// command answers from its cache, plants a violation, and asks again. Were the sources no input of the
// test, the answer would still be "ok (cached)".
func TestWarmCacheHidesNoViolation(t *testing.T) {
	root := small(t)
	if out, err := goTest(t, root); err != nil {
		t.Fatalf("the clean module fails: %v\n%s", err, out)
	}
	if out, err := goTest(t, root); err != nil || !strings.Contains(out, "(cached)") {
		t.Fatalf("second run: %v, want it answered from the cache\n%s", err, out)
	}

	plant(t, root, "stat/planted.go", "package stat\n\nimport \"time\"\n\nvar now = time.Now\n")
	out, err := goTest(t, root)
	if err == nil || !strings.Contains(out, "stat/planted.go:5: purity") {
		t.Errorf("a new file with a violation: %v, want the purity law to name it\n%s", err, out)
	}

	plant(t, root, "stat/planted.go", "package stat\n\nimport \"time\"\n\nvar day = 24 * time.Hour\n")
	if out, err := goTest(t, root); err != nil {
		t.Fatalf("mended: %v\n%s", err, out)
	}
	plant(t, root, "stat/doc.go", "// Package stat counts.\npackage stat\n\nimport \"os\"\n\nvar _ = os.Args\n")
	out, err = goTest(t, root)
	if err == nil || !strings.Contains(out, "stat/doc.go:4: purity") {
		t.Errorf("a changed file with a violation: %v, want the purity law to name it\n%s", err, out)
	}
}

// small is a module of two packages with the laws of this one, excuses left out.
func small(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	plant(t, root, "stat/doc.go", "// Package stat counts.\npackage stat\n")
	plant(t, root, "rank/doc.go", "// Package rank orders.\npackage rank\n")
	for _, name := range []string{"go.mod", "go.sum"} {
		plant(t, root, name, read(t, filepath.Join("..", "..", name)))
	}
	laws, err := filepath.Glob(filepath.Join("..", "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range laws {
		body := read(t, name)
		if filepath.Base(name) == "excuses.go" {
			body = `package archtest

// Excuse excuses nothing.
type Excuse struct{ Law, File, Subject, Why string }

// Excuses are none.
func Excuses() []Excuse { return nil }

func (e Excuse) covers(v Violation) bool { return e == Excuse{v.Law, v.File, v.Subject, e.Why} }
`
		}
		plant(t, root, "archtest/"+filepath.Base(name), body)
	}
	return root
}

// goTest runs the laws of the module at root the way a person would.
func goTest(t *testing.T, root string) (string, error) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", "test", "-trimpath", "-vet=off", "./archtest")
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "GOFLAGS=", "GOWORK=off", "GO111MODULE=on")
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// plant writes a file and makes it an hour old: the go command caches no test that read a file
// younger than two seconds, which would make this test pass for the wrong reason.
func plant(t *testing.T, root, name, body string) {
	t.Helper()
	full := filepath.Join(root, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(full), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(full, []byte(body), 0o666); err != nil {
		t.Fatal(err)
	}
	old := time.Now().Add(-time.Hour)
	for at := full; len(at) >= len(root); at = filepath.Dir(at) {
		if err := os.Chtimes(at, old, old); err != nil {
			t.Fatal(err)
		}
	}
}

// read is the content of a file.
func read(t *testing.T, name string) string {
	t.Helper()
	body, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}
