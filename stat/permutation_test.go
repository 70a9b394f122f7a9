package stat

import (
	"math"
	"testing"
)

// The sum of the first group, which is tried on whole numbers where the count is known.
func sumOf(xs []float64) func([]int) float64 {
	return func(first []int) float64 {
		var sum float64
		for _, i := range first {
			sum += xs[i]
		}
		return sum
	}
}

func TestTwoGroupsExact(t *testing.T) {
	for _, c := range []struct {
		name  string
		xs    []float64
		k     int
		p     float64
		tried int
	}{
		{"the largest two of five", []float64{9, 8, 1, 2, 3}, 2, 1.0 / 10, 10},
		{"the smallest two of five", []float64{1, 2, 9, 8, 3}, 2, 1, 10},
		{"ties count", []float64{3, 3, 3, 1}, 2, 3.0 / 6, 6},
		{"one thing", []float64{5, 1, 1, 1}, 1, 1.0 / 4, 4},
		{"rounding is a tie", []float64{0.3, 0.1, 0.2, 0.1}, 1, 1.0 / 4, 4},
	} {
		got, err := TwoGroups(len(c.xs), c.k, 1, sumOf(c.xs))
		if err != nil || !got.Exact || got.Arrangements != c.tried || math.Abs(got.P-c.p) > exact {
			t.Errorf("%s: %+v, %v; want p %g from %d", c.name, got, err, c.p, c.tried)
		}
	}
}

func TestTwoGroupsRoundingIsATie(t *testing.T) {
	xs := []float64{0.1, 0.2, 0.3, 0.3, 0, 0.1, 0.2, 0.3} // 0.1+0.2+0.3 in two orders
	got, err := TwoGroups(8, 3, 1, func(first []int) float64 {
		var sum float64
		for i := len(first) - 1; i >= 0; i-- { // another order of adding than below
			sum += xs[first[i]]
		}
		return sum
	})
	if err != nil {
		t.Fatal(err)
	}
	want := 0
	for i := range 8 {
		for j := range i {
			for k := range j {
				if math.Round(10*(xs[i]+xs[j]+xs[k])) >= 6 {
					want++
				}
			}
		}
	}
	near(t, "p", got.P, float64(want)/56, exact)
}

// Above 50,000 splits it draws: 20 choose 10 is 184,756. The chance that ten drawn things
// contain a given one is a half.
func TestTwoGroupsDrawn(t *testing.T) {
	has := func(first []int) float64 {
		for _, i := range first {
			if i == 0 {
				return 1
			}
		}
		return 0
	}
	got, err := TwoGroups(20, 10, 7, has)
	if err != nil || got.Exact || got.Arrangements != 9999 {
		t.Fatalf("%+v, %v", got, err)
	}
	near(t, "p", got.P, 0.5, 5*0.005)
	again, _ := TwoGroups(20, 10, 7, has)
	if again != got {
		t.Errorf("the same seed gave %+v and %+v", got, again)
	}
	never, _ := TwoGroups(60, 30, 7, func(first []int) float64 {
		for i, j := range first {
			if i != j {
				return 0
			}
		}
		return 1
	})
	near(t, "the least p", never.P, 1.0/10000, exact)
}

func TestTwoGroupsRefuses(t *testing.T) {
	for _, k := range []int{0, 4} {
		if _, err := TwoGroups(4, k, 1, sumOf(make([]float64, 4))); !IsUndefined(err) {
			t.Errorf("a group of %d of 4: %v, want Undefined", k, err)
		}
	}
	if _, err := TwoGroups(4, 5, 1, sumOf(make([]float64, 4))); err == nil || IsUndefined(err) {
		t.Errorf("a group of 5 of 4: %v, want Malformed", err)
	}
}

func TestBinomialAtMost(t *testing.T) {
	for _, c := range []struct {
		n, k int
		want bool
	}{{18, 9, true}, {19, 9, false}, {50_000, 1, true}, {50_001, 1, false}, {50_001, 50_000, false}, {1_000_000, 500_000, false}} {
		if got := binomialAtMost(c.n, c.k, mostExact); got != c.want { // 18 choose 9 is 48,620
			t.Errorf("binomialAtMost(%d, %d) = %v", c.n, c.k, got)
		}
	}
}

func TestSeed(t *testing.T) {
	a := Seed([]float64{1, 2}, []float64{3})
	for name, b := range map[string]uint64{
		"another value": Seed([]float64{1, 2.5}, []float64{3}),
		"another split": Seed([]float64{1}, []float64{2, 3}),
		"another order": Seed([]float64{2, 1}, []float64{3}),
		"huge values":   Seed([]float64{1e300, 2}, []float64{3}),
	} {
		if a == b {
			t.Errorf("%s gave the same seed", name)
		}
	}
	if b := Seed([]float64{math.Nextafter(1, 2), 2}, []float64{3}); a != b {
		t.Error("a last bit gave another seed")
	}
}
