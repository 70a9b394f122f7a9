package workspacefile

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"throughline/graph"
	"throughline/importer"
)

const page1 = "../../docs/workspace-files.md"

func documentation(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile(page1)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestExamplesOfTheDocumentation: what the page shows can be read, and its first example imported.
func TestExamplesOfTheDocumentation(t *testing.T) {
	blocks := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllStringSubmatch(documentation(t), -1)
	if len(blocks) < 5 {
		t.Fatalf("%d examples, want at least 5", len(blocks))
	}
	for i, b := range blocks {
		w := Parse("example.yaml", []byte(b[1]), Options{})
		if err := w.Err(); err != nil {
			t.Errorf("example %d: %v\n%s", i+1, err, b[1])
			continue
		}
		if i == 0 {
			if got := steps(t, w, importer.Nothing); len(got) != 1 || len(got[0].Draft.Puts) != 11 {
				t.Errorf("the smallest file makes %d changes", len(got))
			}
		}
	}
}

// TestTheDocumentationNamesEverySection and every key of a change.
func TestTheDocumentationNamesEverySection(t *testing.T) {
	text := documentation(t)
	for _, k := range graph.Kinds() {
		if !strings.Contains(text, "`"+k.Plural+"`") {
			t.Errorf("%s does not name the section %s", page1, k.Plural)
		}
	}
	for _, key := range topKeys() {
		if _, ok := kindOfPlural(key); !ok && key != keyFormat && !strings.Contains(text, "`"+key+"`") {
			t.Errorf("%s does not name the key %s", page1, key)
		}
	}
}
