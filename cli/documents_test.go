package cli_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"throughline/cli"
)

// The pages made from the program are those in the repository; `make generate` writes them.
func TestDocumentsAreFresh(t *testing.T) {
	into := t.TempDir()
	run(t, cli.ExitOK, "docs", into)
	err := filepath.WalkDir(into, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(into, path)
		if err != nil {
			return err
		}
		made, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		kept, err := os.ReadFile(filepath.Join("..", "docs", name))
		if err != nil {
			return err
		}
		if diff := cmp.Diff(string(kept), string(made)); diff != "" {
			t.Errorf("docs/%s is stale, run make generate (-in the repository +made now):\n%s", name, diff)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// commandNames are the commands that help offers.
func commandNames(t *testing.T) []string {
	t.Helper()
	_, list, _ := strings.Cut(run(t, cli.ExitOK, "--help"), "\nCommands:\n")
	var names []string
	for _, m := range regexp.MustCompile(`(?m)^  ([a-z]+) `).FindAllStringSubmatch(list, -1) {
		names = append(names, m[1])
	}
	if len(names) < 17 {
		t.Fatalf("help offers %q only", names)
	}
	return names
}

// Every command stands in the manual page, in the page of commands and in the completion of each shell.
func TestEveryCommandIsDescribedEverywhere(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "docs", "commands.md"))
	if err != nil {
		t.Fatal(err)
	}
	man := run(t, cli.ExitOK, "manual")
	for _, name := range commandNames(t) {
		if !strings.Contains(man, "\n.SS "+name) {
			t.Errorf("the manual page does not describe %s", name)
		}
		if !strings.Contains(string(page), "\n## "+name+"\n") || !strings.Contains(string(page), "\n  throughline "+name) {
			t.Errorf("docs/commands.md does not describe %s with an example", name)
		}
		for _, shell := range []string{"bash", "zsh", "fish"} {
			if !regexp.MustCompile(`\b` + name + `\b`).MatchString(run(t, cli.ExitOK, "completion", shell)) {
				t.Errorf("%s cannot complete %s", shell, name)
			}
		}
	}
}

// A manual page holds nothing that the language of man would take for an instruction of its own.
func TestManualPageIsWellFormed(t *testing.T) {
	known := regexp.MustCompile(`^\.(TH|SH|SS|TP|PP|B|I|nf|fi)\b`)
	for i, line := range strings.Split(run(t, cli.ExitOK, "manual"), "\n") {
		if strings.HasPrefix(line, ".") && !known.MatchString(line) || strings.HasPrefix(line, "'") {
			t.Errorf("line %d: %q", i+1, line)
		}
		if bare := regexp.MustCompile(`(^|[^\\])-`).FindString(line); bare != "" && !strings.HasPrefix(line, ".TH") {
			t.Errorf("line %d: %q has a hyphen that man would print as another sign", i+1, line)
		}
	}
}
