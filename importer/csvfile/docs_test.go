package csvfile

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestExamplesOfTheDocumentation: the mappings the page shows can be read, and carried out.
func TestExamplesOfTheDocumentation(t *testing.T) {
	b, err := os.ReadFile("../../docs/csv.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllStringSubmatch(string(b), -1)
	if len(blocks) != 2 {
		t.Fatalf("%d examples, want 2", len(blocks))
	}
	work, plan := mappingOf(t, blocks[0][1]), mappingOf(t, blocks[1][1])
	w := harbor()
	rejected, sum := w.imported(t, table(t, "Initiative;Team;Status;Days;Theme;Deadline\nLedger cutover;Core;In progress;40;Stay trusted;1.10.2026\nNew;CS;;;;\n"), plan)
	if rejected != "" || sum.Rejected != 0 {
		t.Errorf("rejected: %s", rejected)
	}
	rejected, sum = w.imported(t, table(t, "Issue key,Summary,Team,Epic Link,Story Points,Created,Resolved,Sprint\nA-1,T,Core,INI-1,3,2026-07-02,05/08/2026,4\n"), work)
	if rejected != "" || sum.Done != 1 || strings.Contains(strings.Join(sum.Notes, " "), "Sprint") {
		t.Errorf("rejected: %s; notes %q", rejected, sum.Notes)
	}
	for _, o := range orderNames() {
		if !strings.Contains(string(b), "`"+o+"`") {
			t.Errorf("the page does not name the order %s", o)
		}
	}
}
