package catalog

import (
	"fmt"
	"regexp"
	"strings"

	"throughline/fault"
	"throughline/measure"
)

var methodForm = regexp.MustCompile(`^[a-z]+(\.[a-z]+)+$`)

// soundMethods says whether the methods can stand in one list: each has an id of its own, a version,
// and all the words that explain it. The answer names the first that has not.
func soundMethods(methods []*measure.Method) error {
	seen := make(map[string]bool, len(methods))
	for i, m := range methods {
		wrong := ""
		switch {
		case m == nil:
			return unsound(fmt.Sprintf("method %d of the list is empty", i+1))
		case !methodForm.MatchString(m.ID):
			wrong = "has no id of small words with dots between"
		case seen[m.ID]:
			wrong = "stands twice"
		case m.Version < 1:
			wrong = "has no version"
		default:
			wrong = wordless(m)
		}
		if wrong != "" {
			return unsound(fmt.Sprintf("the method %q %s", m.ID, wrong))
		}
		seen[m.ID] = true
	}
	return nil
}

func unsound(sentence string) error {
	return fault.New(fault.Internal, sentence, "Please report this")
}

// wordless says which words the method lacks, or "".
func wordless(m *measure.Method) string {
	for _, w := range []struct{ name, text string }{
		{"title", m.Title}, {"question", m.Question}, {"unit", m.Unit}, {"range", m.Range}, {"formula", m.Formula}, {"interval", m.Interval},
	} {
		if strings.TrimSpace(w.text) == "" {
			return "has no " + w.name
		}
	}
	switch {
	case !strings.HasSuffix(m.Question, "?"):
		return "asks no question"
	case len(m.Edges) == 0:
		return "says nothing of its edges"
	}
	for _, e := range m.Edges {
		if e.When == "" || e.Then == "" {
			return "has an edge that is half said"
		}
	}
	return ""
}
