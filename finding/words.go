package finding

import (
	"strings"

	"throughline/fault"
)

// ParseArea reads the name of an area, in small or capital letters. A word that is none is a NotFound fault with the nearest
// names.
func ParseArea(word string) (Area, error) {
	a := Area(strings.ToLower(word))
	if a.Prefix() != "" {
		return a, nil
	}
	var names []string
	for _, area := range Areas() {
		names = append(names, string(area))
	}
	f := fault.New(fault.NotFound, "there is no area "+word, "Use one of: "+strings.Join(names, ", "))
	return "", f.WithNearest(fault.Nearest(word, names, 3))
}

// ParseSeverity reads the word of a severity. A word that is none is an Invalid fault.
func ParseSeverity(word string) (Severity, error) {
	for _, s := range []Severity{Note, Warning, Error} {
		if s.String() == word {
			return s, nil
		}
	}
	f := fault.Invalidf("Use note, warning or error", "%q is not a severity", word)
	return 0, f.WithNearest(fault.Nearest(word, []string{"note", "warning", "error"}, 3))
}
