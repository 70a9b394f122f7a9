package cli

import (
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// Every command has an example, and every example can be typed as it stands.
func TestExamplesAreUnderstood(t *testing.T) {
	var cmd root
	parser, err := kong.New(&cmd, kong.Name("throughline"), kong.Exit(func(int) { t.Error("an example ends the program") }))
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range visible(parser.Model.Node) {
		list := examples(n.Name)
		if len(list) == 0 {
			t.Errorf("%s has no example", n.Name)
		}
		for _, e := range list {
			words := typed(e.words)
			if words == nil || words[0] != n.Name {
				t.Errorf("%q is not an example of %s", e.words, n.Name)
				continue
			}
			if _, err := parser.Parse(words); err != nil {
				t.Errorf("%q: %v", e.words, err)
			}
			if e.does == "" || e.does != strings.TrimSpace(e.does) || strings.HasSuffix(e.does, ".") {
				t.Errorf("%q is explained by %q", e.words, e.does)
			}
		}
	}
}

// typed is the words a shell would hand to the program.
func typed(line string) []string {
	line = strings.TrimSuffix(strings.TrimPrefix(line, "source <("), ")")
	line, _, _ = strings.Cut(line, " | ")
	line, _, _ = strings.Cut(line, " > ")
	parts := regexp.MustCompile(`"[^"]*"|[^ ]+`).FindAllString(line, -1)
	if len(parts) < 2 || parts[0] != "throughline" {
		return nil
	}
	for i, p := range parts {
		parts[i] = strings.Trim(p, `"`)
	}
	return parts[1:]
}

func TestExamplesOfAboutAreUnderstood(t *testing.T) {
	_, rest, _ := strings.Cut(about, "Examples:\n")
	list, _, _ := strings.Cut(rest, "\n\n")
	var cmd root
	parser, err := kong.New(&cmd, kong.Name("throughline"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(list) {
		words, does, _ := strings.Cut(strings.TrimSpace(line), "   ")
		if _, err := parser.Parse(typed(words)); err != nil || strings.TrimSpace(does) == "" {
			t.Errorf("%q: %v", line, err)
		}
	}
}

// The statuses in the help are those of the page of commands.
func TestStatusesAreTold(t *testing.T) {
	_, told, found := strings.Cut(about, "Exit status: ")
	if !found {
		t.Fatal("the help tells no exit status")
	}
	numbers := regexp.MustCompile(`\d+`).FindAllString(told, -1)
	var want []string
	for _, s := range statuses() {
		want = append(want, strconv.Itoa(s.code))
	}
	if strings.Join(numbers, " ") != strings.Join(want, " ") {
		t.Errorf("the help tells %q, the page of commands %q", numbers, want)
	}
}
