package graph_test

import (
	"math"
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"throughline/graph"
)

// A mix is the exact sum, rounded once, for amounts that are no smaller than a thousandth.
func TestAMixIsTheExactSum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		amount := rapid.OneOf(rapid.Float64Range(0.001, 1), rapid.Float64Range(1, 1e6), rapid.Float64Range(-50, -1))
		list := rapid.SliceOfN(amount, 0, 40).Draw(t, "days")
		m, want := graph.NewMix(2), new(big.Float).SetPrec(2000)
		for _, x := range list {
			m.Add(1, x)
			want.Add(want, big.NewFloat(x))
		}
		sum, _ := want.Float64()
		row := m.Row()
		if math.Abs(row[1]-sum) > math.Abs(sum)*0x1p-52+0x1p-53 || row[0] != 0 {
			t.Fatalf("row = %v, want 0 and %v", row, sum)
		}
		slices.Reverse(list)
		m.Reset()
		for _, x := range list {
			m.Add(1, x)
		}
		if again := m.Row(); again[1] != row[1] {
			t.Fatalf("in the other order the sum is %v, not %v", again[1], row[1])
		}
	})
}

func TestAMixSpreadsALine(t *testing.T) {
	s := lined(t)
	l := graph.LinesOf(s)
	m := graph.NewMix(l.Sight.Width())
	m.AddLine(l, l.Of("both"), 10)
	m.AddLine(l, l.Unlinked(), 4)
	for k, want := range []float64{5, 2, 7} {
		near(t, "column", m.Row()[k], want)
	}
}
