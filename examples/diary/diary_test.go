package diary

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"
)

var update = flag.Bool("update", false, "write the work files of the demo organisation afresh")

const company = "../harbor-lending"

func script(t *testing.T) *Script {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(company, "_tracker.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	s, err := Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// The work files in the repository are what the script says.
func TestTheWorkFilesAreFresh(t *testing.T) {
	files, err := Write(script(t))
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(company, "work")
	if *update {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range files {
		name := filepath.Join(dir, f.Name)
		if *update {
			if err := os.WriteFile(name, f.Body, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		have, err := os.ReadFile(name)
		if err != nil || !bytes.Equal(have, f.Body) {
			t.Errorf("%s is not what _tracker.yaml says: run go test ./examples/diary -update (%v)", f.Name, err)
		}
	}
}
