package stat

import (
	"errors"
	"fmt"
	"math"
)

// Undefined is why a figure has no value, in plain words that can be shown to a person.
// It is an error, so a function that cannot answer returns it in place of the answer.
type Undefined string

// Error is the reason.
func (u Undefined) Error() string { return string(u) }

// Malformed is returned when the numbers handed over do not have the agreed shape: a ragged
// table, a negative weight, a value that is not finite. It is the caller's mistake, not a
// property of the data.
type Malformed string

// Error is what is wrong with the shape.
func (m Malformed) Error() string { return string(m) }

// Number is a figure that may be undefined. The zero value is undefined without a reason.
type Number struct {
	X   float64 // the value; meaningless unless OK
	OK  bool    // whether there is a value
	Why string  // when not OK: the reason, in plain words
}

// Of is the number x. A value that is not finite becomes undefined.
func Of(x float64) Number {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return None("the calculation has no finite result")
	}
	return Number{X: x, OK: true}
}

// None is a figure without a value, and why.
func None(why string) Number { return Number{Why: why} }

// Ptr is the value, or nil when the figure is undefined: the form in which it leaves the program.
func (n Number) Ptr() *float64 {
	if !n.OK {
		return nil
	}
	return &n.X
}

// String is the value in short form, or "undefined" with the reason.
func (n Number) String() string {
	if n.OK {
		return fmt.Sprintf("%g", n.X)
	}
	if n.Why == "" {
		return "undefined"
	}
	return "undefined: " + n.Why
}

// ratio is a/b, or undefined with the reason when b is not above 0.
func ratio(a, b float64, why string) Number {
	if !(b > 0) {
		return None(why)
	}
	return Of(a / b)
}

// none is None with the reason taken from err.
func none(err error) Number { return None(err.Error()) }

// IsUndefined reports whether err says that a figure has no value, as against a mistake of the caller.
func IsUndefined(err error) bool {
	_, ok := errors.AsType[Undefined](err)
	return ok
}

// checkWeights returns Malformed unless every value is finite and at least 0.
func checkWeights(what string, xs []float64) error {
	for i, x := range xs {
		if math.IsNaN(x) || math.IsInf(x, 0) || x < 0 {
			return Malformed(fmt.Sprintf("%s: value %d is %g, want a finite number of at least 0", what, i+1, x))
		}
	}
	return nil
}

// checkFinite returns Malformed unless every value is finite.
func checkFinite(what string, xs []float64) error {
	for i, x := range xs {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return Malformed(fmt.Sprintf("%s: value %d is %g, want a finite number", what, i+1, x))
		}
	}
	return nil
}

// checkLevel returns Malformed unless level lies strictly between 0 and 1.
func checkLevel(level float64) error {
	if !(level > 0 && level < 1) {
		return Malformed(fmt.Sprintf("confidence level is %g, want a number between 0 and 1", level))
	}
	return nil
}
