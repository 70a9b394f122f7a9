package web

import (
	"errors"
	"fmt"
	"strings"

	"throughline/fault"
	"throughline/graph"
)

// spokenFault is the sentence of a fault for people: where a rule is broken, of which record and which field in words, in place of the
// path that files and programs know.
func spokenFault(err error, f *fault.Fault) string {
	var broken graph.Violations
	if !errors.As(err, &broken) || len(broken) == 0 {
		return f.Sentence
	}
	first := broken[0]
	field, _, _ := strings.Cut(first.Field, "[")
	field, _, _ = strings.Cut(field, ".")
	field = strings.ToLower(fieldWords(field))
	said := one(first.Record.Kind) + " " + first.Record.ID
	if field != "" && !strings.Contains(first.Sentence, field) {
		said += ", " + field
	}
	said += ": " + first.Sentence
	if more := len(broken) - 1; more > 0 {
		said += fmt.Sprintf(" (and %d more %s)", more, plural(more, "problem", "problems"))
	}
	return said
}
