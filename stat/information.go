package stat

import (
	"fmt"
	"math"
)

// JensenShannon is the Jensen-Shannon divergence of two distributions in bits, from 0 (the same)
// to 1 (nothing in common). p and q are weights over the same places, each divided by its total
// first. It is for charts only: it is not in points of weight and does not add up over units.
func JensenShannon(p, q []float64) Number {
	ps, qs, err := twoShares(p, q)
	if err != nil {
		return none(err)
	}
	var a Accumulator
	for i := range ps {
		m := (ps[i] + qs[i]) / 2
		a.Add(relativeBits(ps[i], m) / 2)
		a.Add(relativeBits(qs[i], m) / 2)
	}
	return Of(max(0, a.Sum()))
}

// MutualInformation is how much, in bits, knowing the row of a case tells about its column.
// joint holds the weight of each combination; it is divided by its total first.
func MutualInformation(joint [][]float64) Number {
	columns := 0
	if len(joint) > 0 {
		columns = len(joint[0])
	}
	for i, row := range joint {
		if len(row) != columns {
			return None(fmt.Sprintf("row %d has %d values, want %d", i+1, len(row), columns))
		}
		if err := checkWeights("joint weights", row); err != nil {
			return none(err)
		}
	}
	total := tableSum(joint)
	if total == 0 {
		return None("the total weight is 0")
	}
	byColumn := columnSums(joint, columns)
	var a Accumulator
	for _, row := range joint {
		byRow := Sum(row) / total
		for j, x := range row {
			a.Add(relativeBits(x/total, byRow*byColumn[j]/total))
		}
	}
	return Of(max(0, a.Sum()))
}

// relativeBits is p log2(p/q), and 0 where there is no p.
func relativeBits(p, q float64) float64 {
	if p == 0 {
		return 0
	}
	return p * math.Log2(p/q)
}
