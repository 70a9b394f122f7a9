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
	names := []string{"core-services-platform", "loan-servicing", "payments", "legal"}
	for _, c := range []struct {
		given string
		want  []string
	}{
		{"lone-servicing", []string{"loan-servicing"}},
		{"paymnets", []string{"payments"}},
		{"core", []string{"core-services-platform"}},
		{"core-servics", []string{"core-services-platform"}},  // a slip in the beginning of a long name
		{"Core-Serivces", []string{"core-services-platform"}}, // two of them, in other letters
		{"cote", nil}, // of so few letters a wrong one tells nothing
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

func TestAPersonReadsSentenceNamesAndRemedy(t *testing.T) {
	for _, c := range []struct {
		fault *Fault
		want  string
	}{
		{New(NotFound, "there is no unit cor", "Check the name"), "there is no unit cor. Check the name"},
		{New(NotFound, "there is no unit cor", ""), "there is no unit cor"},
		{
			New(NotFound, "there is no unit cor", "Check the name").WithNearest([]string{"core", "corp"}),
			"there is no unit cor; nearest: core, corp. Check the name",
		},
		{Invalidf("Write 0 or more", "%d is not a quantity of %s", -3, "days"), "-3 is not a quantity of days. Write 0 or more"},
	} {
		if got := c.fault.Error(); got != c.want {
			t.Errorf("Error() = %q, want %q", got, c.want)
		}
	}
	if k := Invalidf("r", "s").Kind; k != Invalid {
		t.Errorf("Invalidf makes %q", k)
	}
}

func TestWithNearestLeavesTheFaultAlone(t *testing.T) {
	f := Wrap(errors.New("cause"), NotFound, "there is no unit cor", "Check the name")
	near := f.WithNearest([]string{"core"})
	if f.Nearest != nil {
		t.Errorf("the names were put on the fault itself: %v", f.Nearest)
	}
	if near.Kind != f.Kind || near.Err != f.Err || near.Sentence != f.Sentence || near.Remedy != f.Remedy {
		t.Errorf("the copy is %+v, want all of %+v", near, f)
	}
}

func TestTheOuterFaultIsTheOneTold(t *testing.T) {
	inner := New(Full, "the disk is full", "Free some space")
	outer := Wrap(fmt.Errorf("write: %w", inner), Unavailable, "the change was not recorded", "Try again")
	if Of(fmt.Errorf("do: %w", outer)) != outer || KindOf(outer) != Unavailable {
		t.Error("the fault nearest to the person must be told")
	}
	if !errors.Is(outer, inner) {
		t.Error("the cause must stay reachable")
	}
	if Of(errors.New("x")) != nil || Of(nil) != nil {
		t.Error("an error without a fault carries one")
	}
	joined := errors.Join(errors.New("close"), inner)
	if Of(joined) != inner || !Is(joined, Full) {
		t.Error("a fault among several errors is not found")
	}
}

func TestNearestKeepsToItsNumberAndOrder(t *testing.T) {
	names := []string{"beta", "alpha-b", "alpha-a", "alpha-c", "gamma"}
	if got, want := Nearest("alpha-d", names, 2), []string{"alpha-a", "alpha-b"}; !slices.Equal(got, want) {
		t.Errorf("Nearest = %v, want %v: ties by name, at most two", got, want)
	}
	if got := Nearest("ALPHA-A", names, 1); !slices.Equal(got, []string{"alpha-a"}) {
		t.Errorf("large letters: %v", got)
	}
	if got := Nearest("alpha", nil, 3); got != nil {
		t.Errorf("of no names: %v", got)
	}
	if got := Nearest("alpha-a", names, 0); got != nil {
		t.Errorf("none wanted: %v", got)
	}
}

func FuzzNearest(f *testing.F) {
	f.Add("loan-servicing", "lone servicing", "päyments")
	f.Fuzz(func(t *testing.T, given, a, b string) {
		got := Nearest(given, []string{a, b}, 3)
		if len(got) > 2 {
			t.Errorf("Nearest(%q) = %q of two names", given, got)
		}
		if same := Nearest(a, []string{a}, 1); len(same) != 1 {
			t.Errorf("%q is not near itself", a)
		}
		if distance(a, b) != distance(b, a) || distance(a, a) != 0 {
			t.Errorf("the distance of %q and %q is none", a, b)
		}
	})
}
