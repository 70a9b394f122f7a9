package stat

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"testing"
)

// exact is the tolerance of the test vectors, whose numbers are rounded to ten digits.
const exact = 1e-9

// reporter is what a table test and a property test have in common.
type reporter interface {
	Helper()
	Errorf(format string, args ...any)
}

// vector reads testdata/name.json into v.
func vector(t testing.TB, name string, v any) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, v); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

// near fails the test unless got is within tol of want.
func near(t reporter, what string, got, want, tol float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tol) {
		t.Errorf("%s = %.12g, want %.12g within %g", what, got, want, tol)
	}
}

// nearNumber is near for a figure that must be defined.
func nearNumber(t reporter, what string, got Number, want, tol float64) {
	t.Helper()
	if !got.OK {
		t.Errorf("%s is %v, want %.12g", what, got, want)
		return
	}
	near(t, what, got.X, want, tol)
}

// nearAll is near for two lists.
func nearAll(t reporter, what string, got, want []float64, tol float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s has %d values, want %d", what, len(got), len(want))
		return
	}
	for i := range got {
		if !(math.Abs(got[i]-want[i]) <= tol) {
			t.Errorf("%s = %v, want %v within %g", what, got, want, tol)
			return
		}
	}
}

// unknown fails the test unless got is undefined with a reason.
func unknown(t reporter, what string, got Number) {
	t.Helper()
	if got.OK || got.Why == "" {
		t.Errorf("%s = %v, want undefined with a reason", what, got)
	}
}
