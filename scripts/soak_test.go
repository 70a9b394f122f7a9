package scripts_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// What `make soak` names must be there: a pattern that matches nothing passes at once.
func TestSoakRunsCrashTests(t *testing.T) {
	file, err := os.ReadFile("../Makefile")
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`SOAK_ROUNDS=[^\n]*\n[^\n]*-run '([^']+)' ([^\n]+)`).FindSubmatch(file)
	if found == nil {
		t.Fatal("the Makefile names no tests for soak")
	}
	named := regexp.MustCompile(strings.ReplaceAll(string(found[1]), "$$", "$"))
	for place := range strings.FieldsSeq(string(found[2])) {
		tests, err := filepath.Glob(filepath.Join("..", place, "*_test.go"))
		if err != nil {
			t.Fatal(err)
		}
		matches := 0
		for _, path := range tests {
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range regexp.MustCompile(`(?m)^func (Test\w+)`).FindAllSubmatch(text, -1) {
				if named.Match(f[1]) {
					matches++
				}
			}
		}
		if matches == 0 {
			t.Errorf("no test of %s is named by %s", place, named)
		}
	}
}
