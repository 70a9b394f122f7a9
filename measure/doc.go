// Package measure is the shape of a figure: a value with its unit, denominator, coverage, interval,
// reference level, attribution and evidence, so that every number can explain itself.
//
// A Method says in words what is computed, from what, and whose idea it is; a Result is one
// computation of it. Undefined is a Result without a value and with a reason, never 0 and never 1.
package measure
