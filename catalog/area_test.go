package catalog

import (
	"testing"

	"throughline/finding"
)

func TestEveryAreaIsLookedAt(t *testing.T) {
	checks := Checks()
	if len(checks) < 30 {
		t.Errorf("there are %d checks, want at least 30", len(checks))
	}
	for _, a := range finding.Areas() {
		n := 0
		for _, c := range checks {
			if c.Area == a {
				n++
			}
		}
		if n < 3 {
			t.Errorf("%d checks look at %s, want at least 3", n, a)
		}
	}
}
