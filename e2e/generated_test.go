package e2e_test

import (
	"testing"

	"throughline/testing/browser"
)

// An organisation nobody wrote by hand, with thousands of records, is shown as soundly as the demo.
func TestAGeneratedOrganisation(t *testing.T) {
	b := browser.Open(t, generated(t, "3000").url)
	for _, path := range []string{"/", "/line-of-sight", "/findings", "/drift", "/portfolio?group=unit", "/portfolio?view=board", "/portfolio?view=timeline", "/portfolio?view=capacity", "/records/initiative", "/records/work"} {
		b.Visit(path)
		if wrong := b.Text(sound); wrong != "" {
			t.Errorf("%s: %s", path, wrong)
		}
		if wrong := b.Text(sideways); wrong != "" {
			t.Errorf("%s: %s", path, wrong)
		}
		if got := b.Faults(); len(got) > 0 {
			t.Errorf("%s: %v", path, got)
		}
	}
}
