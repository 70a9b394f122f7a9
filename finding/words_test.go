package finding

import (
	"slices"
	"testing"

	"throughline/fault"
)

func TestAreasAndSeveritiesAreRead(t *testing.T) {
	for _, a := range Areas() {
		if got, err := ParseArea(string(a)); got != a || err != nil {
			t.Errorf("ParseArea(%s) = %q, %v", a, got, err)
		}
	}
	if got, err := ParseArea("Decisions"); got != Decisions || err != nil {
		t.Errorf("ParseArea in capitals = %q, %v", got, err)
	}
	if _, err := ParseArea("decision"); !fault.Is(err, fault.NotFound) || !slices.Contains(fault.Of(err).Nearest, "decisions") {
		t.Errorf("a slip: %v", err)
	}
	for _, s := range []Severity{Note, Warning, Error} {
		if got, err := ParseSeverity(s.String()); got != s || err != nil {
			t.Errorf("ParseSeverity(%s) = %v, %v", s, got, err)
		}
	}
	for _, word := range []string{"", "warnings", "never"} {
		if _, err := ParseSeverity(word); !fault.Is(err, fault.Invalid) {
			t.Errorf("ParseSeverity(%q): %v", word, err)
		}
	}
}
