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
	if math.IsInf(x, 0) || math.IsNaN(x) {
		a.wild += x
		return
	}
	a.parts = grow(a.parts, x)
}

// Sum is the total of what was added, correctly rounded; 0 when nothing was.
func (a *Accumulator) Sum() float64 {
	if a.wild != 0 {
		return a.wild
	}
	return collapse(a.parts)
}

// Empty reports whether nothing but zeros was added.
func (a *Accumulator) Empty() bool { return len(a.parts) == 0 && a.wild == 0 }

// Join puts all that was added to another sum into this one.
func (a *Accumulator) Join(o *Accumulator) {
	for _, x := range o.parts {
		a.parts = grow(a.parts, x)
	}
	a.wild += o.wild
}

// Reset empties the sum and keeps its memory.
func (a *Accumulator) Reset() { a.parts, a.wild = a.parts[:0], 0 }

// Sum is the exact total of xs, rounded once. Any order of xs gives the same bits.
func Sum(xs []float64) float64 {
	var buf [partsRoom]float64
	parts, wild := buf[:0], 0.0
	for _, x := range xs {
		if x-x != 0 { // infinite, or not a number
			wild += x
			continue
		}
		parts = grow(parts, x)
	}
	if wild != 0 {
		return wild
	}
	return collapse(parts)
}

// SumSeq is Sum over a sequence; it makes ranging over the values of a map safe.
func SumSeq(xs iter.Seq[float64]) float64 {
	var a Accumulator
	for x := range xs {
		a.Add(x)
	}
	return a.Sum()
}

// Mean is the arithmetic mean of xs, undefined when there are none.
func Mean(xs []float64) Number {
	return ratio(Sum(xs), float64(len(xs)), "there are no values")
}

// partsRoom is the room for parts that a sum of ordinary data never outgrows.
const partsRoom = 16

// grow adds x to the parts. It is a function of slices, not a method, so that callers can keep
// the parts on their stack.
func grow(parts []float64, x float64) []float64 {
	if x == 0 {
		return parts
	}
	n := 0
	for _, y := range parts {
		if math.Abs(x) < math.Abs(y) {
			x, y = y, x
		}
		hi := x + y
		if lo := y - (hi - x); lo != 0 {
			parts[n] = lo
			n++
		}
		x = hi
	}
	return append(parts[:n], x)
}

// collapse is the total of the parts, correctly rounded.
func collapse(parts []float64) float64 {
	n := len(parts) - 1
	if n < 0 {
		return 0
	}
	hi, lo := parts[n], 0.0
	for n > 0 && lo == 0 {
		n--
		x, y := hi, parts[n]
		hi = x + y
		lo = y - (hi - x)
	}
	return roundHalf(hi, lo, parts[:n])
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
