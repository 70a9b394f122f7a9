package archtest

import (
	"fmt"
	"path"
	"regexp"
	"strings"
)

// The patterns are put together from halves, or this file would break its own law.
var (
	machine = regexp.MustCompile(`(?:^|[\s"'` + "`" + `(=:])/(?:wo` + `rk|fa` + `rm|ro` + `ot|ho` + `me/\w+|Us` + `ers/\w+)(?:/|\b)`)
	hosts   = regexp.MustCompile(`pro` + `xy\.golang\.org|su` + `m\.golang\.org|regis` + `try\.npmjs\.org|regis` + `try\.yarnpkg\.com|deb\.deb` + `ian\.org`)
	loose   = regexp.MustCompile(`\b(?:TO` + `DO|FIX` + `ME|XX` + `X)\b|not imple` + `mented`)
)

// words: a file that speaks of one machine works on one machine; unfinished work is an issue, not a
// comment.
func words(t *Tree) []Violation {
	var out []Violation
	for _, text := range t.Texts {
		if vendored(text.Name) {
			continue
		}
		n := 0
		for line := range strings.Lines(text.Body) {
			n++
			for _, reason := range speaksOf(text.Name, line) {
				out = append(out, Violation{File: text.Name, Line: n, Subject: reason.word, Text: reason.text})
			}
		}
	}
	return out
}

// reason is a word found in a line and what is wrong with it.
type reason struct{ word, text string }

// speaksOf lists what a line may not say.
func speaksOf(name, line string) []reason {
	var out []reason
	if m := machine.FindString(line); m != "" {
		out = append(out, reason{strings.TrimLeft(m, " \t\"'`(=:"), fmt.Sprintf("speaks of one machine: %q", strings.TrimSpace(m))})
	}
	if m := hosts.FindString(line); m != "" {
		out = append(out, reason{m, fmt.Sprintf("names a package host: %q", m)})
	}
	if m := loose.FindString(line); m != "" && isCode(name) {
		out = append(out, reason{m, fmt.Sprintf("unfinished work: %q", m)})
	}
	return out
}

// isCode tells whether a file is something people program in.
func isCode(name string) bool {
	switch path.Ext(name) {
	case ".go", ".templ", ".sh", ".sql", ".js", ".ts", ".css":
		return true
	}
	return path.Base(name) == "Makefile"
}

// vendored tells whether the file came from elsewhere and is kept as it came, or is built from such files.
func vendored(name string) bool {
	return strings.Contains(name, "/vendor/") || strings.HasPrefix(name, "web/static/dist/") || strings.Contains(name, "/fonts/") || path.Base(name) == "LICENSE"
}
