package stat

import (
	"iter"
	"math"
)

// Accumulator adds numbers exactly and rounds once, at the end, so the total does not depend on
// the order of the additions. The zero value is an empty sum.
//
// It keeps the running total as a list of parts that do not overlap in their bits (Shewchuk 1997,
// Adaptive Precision Floating-Point Arithmetic). For ordinary data the list stays at two or
// three parts.
type Accumulator struct {
	parts []float64 // by increasing size, none overlapping another
	wild  float64   // sum of what is not finite; 0 when everything was
}

// Add puts x into the sum.
func (a *Accumulator) Add(x float64) {
	if x == 0 {
		return
	}
	if math.IsInf(x, 0) || math.IsNaN(x) {
		a.wild += x
		return
	}
	n := 0
	for _, y := range a.parts {
		if math.Abs(x) < math.Abs(y) {
			x, y = y, x
		}
		hi := x + y
		lo := y - (hi - x)
		if lo != 0 {
			a.parts[n] = lo
			n++
		}
		x = hi
	}
	a.parts = append(a.parts[:n], x)
}

// Sum is the total of what was added, correctly rounded; 0 when nothing was.
func (a *Accumulator) Sum() float64 {
	if a.wild != 0 {
		return a.wild
	}
	n := len(a.parts)
	if n == 0 {
		return 0
	}
	n--
	hi, lo := a.parts[n], 0.0
	for n > 0 && lo == 0 {
		n--
		x, y := hi, a.parts[n]
		hi = x + y
		lo = y - (hi - x)
	}
	return roundHalf(hi, lo, a.parts[:n])
}

// roundHalf corrects hi by one unit in the last place when lo is exactly half of one and the
// parts below it tip the balance.
func roundHalf(hi, lo float64, rest []float64) float64 {
	if len(rest) == 0 || (lo < 0) != (rest[len(rest)-1] < 0) {
		return hi
	}
	y := lo * 2
	if x := hi + y; x-hi == y {
		return x
	}
	return hi
}

// Reset empties the sum and keeps its memory.
func (a *Accumulator) Reset() { a.parts, a.wild = a.parts[:0], 0 }

// Sum is the exact total of xs, rounded once. Any order of xs gives the same bits.
func Sum(xs []float64) float64 {
	var buf [8]float64
	a := Accumulator{parts: buf[:0]}
	for _, x := range xs {
		a.Add(x)
	}
	return a.Sum()
}

// SumSeq is Sum over a sequence; it makes ranging over the values of a map safe.
func SumSeq(xs iter.Seq[float64]) float64 {
	var buf [8]float64
	a := Accumulator{parts: buf[:0]}
	for x := range xs {
		a.Add(x)
	}
	return a.Sum()
}

// Mean is the arithmetic mean of xs, undefined when there are none.
func Mean(xs []float64) Number {
	return ratio(Sum(xs), float64(len(xs)), "there are no values")
}
