package stat

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestCompareVector(t *testing.T) {
	var v struct {
		First  []float64 `json:"self_contained_days"`
		Second []float64 `json:"dependent_days"`
		Theta  float64   `json:"prob_dependent_slower"`
		Shift  float64   `json:"hodges_lehmann_days"`
		P      float64   `json:"exact_two_sided_p"`
		U      float64   `json:"U"`
	}
	vector(t, "m11_contrast", &v)
	c, err := Compare(v.First, v.Second)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "theta", c.Theta, v.Theta, exact)
	near(t, "shift", c.Shift, v.Shift, exact)
	near(t, "U", c.U, v.U, exact)
	near(t, "p", c.P.P, v.P, exact)
	if !c.P.Exact || c.P.Arrangements != 6435 { // 15 choose 7
		t.Errorf("p from %+v, want all 6,435 arrangements", c.P)
	}
}

func TestCompareEdges(t *testing.T) {
	if _, err := Compare(nil, []float64{1}); !IsUndefined(err) {
		t.Errorf("an empty group: %v, want Undefined", err)
	}
	if _, err := Compare([]float64{1}, []float64{math.NaN()}); err == nil || IsUndefined(err) {
		t.Errorf("not a number: %v, want Malformed", err)
	}
	c, err := Compare([]float64{4, 4, 4}, []float64{4, 4})
	if err != nil || c.Theta != 0.5 || c.Shift != 0 || c.P.P != 1 {
		t.Errorf("all equal: %+v, %v; want theta 0.5, shift 0, p 1", c, err)
	}
	// 1, 2, 3 against 4, 5, 6: 2 of the 20 splits are as far apart.
	c, err = Compare([]float64{2, 1, 3}, []float64{6, 4, 5})
	if err != nil || c.Theta != 1 || c.Shift != 3 || c.P.P != 0.1 {
		t.Errorf("apart: %+v, %v; want theta 1, shift 3, p 0.1", c, err)
	}
}

// With many values the test draws; the normal approximation of the rank sum is the reference.
func TestCompareLargeGroups(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	a, b := make([]float64, 60), make([]float64, 50)
	for i := range a {
		a[i] = r.NormFloat64()
	}
	for i := range b {
		b[i] = r.NormFloat64() + 0.35
	}
	c, err := Compare(a, b)
	if err != nil {
		t.Fatal(err)
	}
	if c.P.Exact || c.P.Arrangements != 9999 {
		t.Errorf("p from %+v, want 9,999 random arrangements", c.P)
	}
	m, n := 60.0, 50.0
	z := math.Abs(c.U-m*n/2) / math.Sqrt(m*n*(m+n+1)/12)
	want := math.Erfc(z / math.Sqrt2)
	near(t, "p", c.P.P, want, 5*math.Sqrt(want*(1-want)/9999)+0.002)
	again, _ := Compare(shuffled(r, a), shuffled(r, b))
	if *again != *c {
		t.Errorf("shuffled: %+v, want %+v", again, c)
	}
}

func shuffled(r *rand.Rand, xs []float64) []float64 {
	out := slices.Clone(xs)
	r.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}

// Against the plain definitions, pair by pair.
func TestCompareProperties(t *testing.T) {
	group := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) float64 {
		return float64(rapid.IntRange(-20, 20).Draw(t, "x")) / 4
	}), 1, 7)
	rapid.Check(t, func(t *rapid.T) {
		a, b := group.Draw(t, "first"), group.Draw(t, "second")
		c, err := Compare(a, b)
		back, err2 := Compare(b, a)
		if err != nil || err2 != nil {
			t.Fatal(err, err2)
		}
		var u float64
		var differences []float64
		for _, x := range a {
			for _, y := range b {
				differences = append(differences, y-x)
				switch {
				case y > x:
					u++
				case y == x:
					u += 0.5
				}
			}
		}
		slices.Sort(differences)
		k := len(differences)
		near(t, "U", c.U, u, 0)
		near(t, "shift", c.Shift, (differences[(k-1)/2]+differences[k/2])/2, exact)
		near(t, "theta of both ways", c.Theta+back.Theta, 1, exact)
		near(t, "shift back", back.Shift, -c.Shift, exact)
		near(t, "p back", back.P.P, c.P.P, exact)
		if c.P.P <= 0 || c.P.P > 1 {
			t.Fatalf("p = %v", c.P.P)
		}
	})
}

func TestDoubledMidRanks(t *testing.T) {
	got := doubledMidRanks([]float64{7, 3, 7, 1, 3, 7})
	if want := []int{10, 5, 10, 2, 5, 10}; !slices.Equal(got, want) {
		t.Errorf("doubledMidRanks = %v, want %v", got, want)
	}
}

// Of many the test is by its normal approximation: with groups of 20 and 30 without ties and U = 390, z is
// (390 − 300) / √(20·30·51/12) = 1.7822656; of few it is the exact one.
func TestCompareMany(t *testing.T) {
	var first, second []float64
	for n := range 20 {
		first = append(first, float64(n)+0.5)
	}
	for n := range 30 {
		second = append(second, float64(n))
	}
	c, err := CompareMany(first, second)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "U", c.U, 390, 0)
	near(t, "p", c.P.P, 0.0747058, 1e-6)
	if c.P.Exact || c.P.Arrangements != 0 {
		t.Errorf("%+v is no normal approximation", c.P)
	}
	drawn, err := Compare(first, second)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "p by arrangements", drawn.P.P, c.P.P, 0.02)
	few, err := CompareMany(first[:4], second[:5])
	if want, _ := Compare(first[:4], second[:5]); err != nil || *few != *want {
		t.Errorf("of few %+v, want %+v", few, want)
	}
	same := make([]float64, 30)
	if c, err := CompareMany(same, same); err != nil || c.P.P != 1 || c.Theta != 0.5 {
		t.Errorf("all alike: %+v, %v", c, err)
	}
	if _, err := CompareMany(nil, second); !IsUndefined(err) {
		t.Errorf("an empty group: %v, want Undefined", err)
	}
}

// With ties the variance is smaller: 12 of 40 against 27 of 60 hits are what a test of two rates makes of them,
// z = √(n−1)/√n · (27/60 − 12/40) / √(0.39 · 0.61 · (1/40 + 1/60)).
func TestCompareManyWithTies(t *testing.T) {
	first, second := make([]float64, 40), make([]float64, 60)
	for n := range 12 {
		first[n] = 1
	}
	for n := range 27 {
		second[n] = 1
	}
	c, err := CompareMany(first, second)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "p", c.P.P, 0.1340, 1e-3)
	z := math.Sqrt(0.99) * 0.15 / math.Sqrt(0.39*0.61*(1.0/40+1.0/60))
	near(t, "p of two rates", c.P.P, math.Erfc(z/math.Sqrt2), 1e-9)
}
