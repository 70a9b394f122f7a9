package fault

import (
	"errors"
	"fmt"
	"slices"
	"testing"
)

func TestKindSurvivesWrapping(t *testing.T) {
	f := Wrap(errors.New("disk"), Full, "the disk is full", "free some space")
	err := fmt.Errorf("append: %w", f)
	if !Is(err, Full) || KindOf(err) != Full || Of(err) != f {
		t.Errorf("the fault was lost by wrapping: %v", err)
	}
	if KindOf(errors.New("x")) != Internal || KindOf(nil) != "" || Is(nil, Internal) {
		t.Error("an error without a fault must be internal, and nil nothing")
	}
	if got := f.Error(); got != "the disk is full. free some space" {
		t.Errorf("Error() = %q", got)
	}
	if !errors.Is(err, f.Err) {
		t.Error("the cause must stay reachable")
	}
}

func TestNearest(t *testing.T) {
	names := []string{"core-services", "loan-servicing", "payments", "legal"}
	for _, c := range []struct {
		given string
		want  []string
	}{
		{"lone-servicing", []string{"loan-servicing"}},
		{"paymnets", []string{"payments"}},
		{"core", []string{"core-services"}},
		{"zzzzzz", nil},
	} {
		if got := Nearest(c.given, names, 3); !slices.Equal(got, c.want) {
			t.Errorf("Nearest(%q) = %v, want %v", c.given, got, c.want)
		}
	}
}

func TestDistanceIsAMetricOnSamples(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"abc", "", 3}, {"abc", "abc", 0}, {"ab", "ba", 1}, {"kitten", "sitting", 3}} {
		if got := distance(c.a, c.b); got != c.want {
			t.Errorf("distance(%q, %q) = %d, want %d", c.a, c.b, got, c.want)
		}
		if distance(c.a, c.b) != distance(c.b, c.a) {
			t.Errorf("distance(%q, %q) is not symmetric", c.a, c.b)
		}
	}
}
