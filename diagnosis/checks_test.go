package diagnosis_test

import (
	"fmt"
	"testing"

	"throughline/diagnosis"
	"throughline/finding/findingtest"
	"throughline/testing/fixture"
)

// busy is web with 66 days of capacity in the third quarter, of which 62 are over on 24 September, and
// items of work of a few days each, so many of them on what serves trust.
func busy(t *testing.T, n, onTrust int, days float64) *fixture.Org {
	o := fixture.New(t).Half().Themes("trust").Unit("acme", "").Unit("web", "acme").Capacity("web", "q3", 66).Initiative("audit", "web", fixture.Serves("trust", 1))
	for i := range n {
		initiative := ""
		if i < onTrust {
			initiative = "audit"
		}
		o.Work(fmt.Sprintf("w%d", i), "web", initiative, fixture.Logged("2026-08-03", days))
	}
	return o
}

func TestChecks(t *testing.T) {
	for name, c := range map[string]struct {
		org  *fixture.Org
		want []string
	}{
		// 30 items of 2 days: 60 of 62 days, of which 40 trace to trust.
		"busy and off course": {
			busy(t, 30, 20, 2),
			[]string{"web logged 97% of its days, and 67% of its work traces to a theme [20]"},
		},
		"busy and on course": {
			busy(t, 30, 21, 2),
			nil,
		},
		"off course with room": {
			busy(t, 27, 10, 2),
			nil,
		},
		"too few items": {
			busy(t, 19, 5, 3.2),
			nil,
		},
		"nothing logged": {
			busy(t, 0, 0, 0),
			nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			findingtest.Expect(t, findingtest.Check(t, diagnosis.Checks(), "INT011"), c.org.Picture(), "q3", nil, c.want...)
		})
	}
}

// TestNoThemesNoCourse: where nobody says what the strategy is, nobody can be off it.
func TestNoThemesNoCourse(t *testing.T) {
	o := fixture.New(t).Half().Unit("acme", "").Capacity("acme", "q3", 66)
	for i := range 30 {
		o.Work(fmt.Sprintf("w%d", i), "acme", "", fixture.Logged("2026-08-03", 2))
	}
	for _, c := range diagnosis.Checks() {
		findingtest.Expect(t, c, o.Picture(), "q3", nil)
	}
}
