package shared

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// Variable names the environment variable that says where the folder is.
const Variable = "THROUGHLINE_SHARED"

// Folder is the path of a folder inside the shared data, for example
// Folder(t, "data", "kubernetes"). It takes the root from THROUGHLINE_SHARED, else the folder
// "shared" beside the module. ok is false when there is no such folder: the test then says so
// on a printed line and ends without having compared anything. A root that was named and is
// missing fails the test.
func Folder(t testing.TB, parts ...string) (dir string, ok bool) {
	t.Helper()
	here, err := os.Getwd()
	if err != nil {
		t.Fatalf("find the working folder: %v", err)
	}
	dir, err = find(os.Getenv(Variable), here, parts)
	if err != nil {
		t.Fatal(err)
	}
	if dir == "" {
		Say(os.Stdout, t.Name(), 0)
		return "", false
	}
	return dir, true
}

// Ran prints how many comparisons a test made with the real data.
func Ran(t testing.TB, comparisons int) {
	t.Helper()
	if comparisons == 0 {
		t.Error("the folder of real data is there, but nothing was compared")
	}
	Say(os.Stdout, t.Name(), comparisons)
}

// Say writes the one line that tells how many comparisons ran; 0 means the folder is absent.
func Say(w io.Writer, test string, comparisons int) {
	if comparisons == 0 {
		fmt.Fprintf(w, "real data: %s: the folder is absent, nothing compared (set %s)\n", test, Variable)
		return
	}
	fmt.Fprintf(w, "real data: %s: %d comparisons ran\n", test, comparisons)
}

// find is the folder, "" when it is absent and nobody named it.
func find(named, here string, parts []string) (string, error) {
	root := named
	if root == "" {
		module := moduleRoot(here)
		if module == "" {
			return "", nil
		}
		root = filepath.Join(module, "..", "shared")
	}
	dir := filepath.Join(append([]string{root}, parts...)...)
	if info, err := os.Stat(dir); err == nil && info.IsDir() {
		return dir, nil
	}
	if named != "" {
		return "", fmt.Errorf("%s names %s, but there is no folder %s", Variable, named, dir)
	}
	return "", nil
}

// moduleRoot is the nearest folder upwards that holds a go.mod, or "".
func moduleRoot(dir string) string {
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		up := filepath.Dir(dir)
		if up == dir {
			return ""
		}
		dir = up
	}
}
