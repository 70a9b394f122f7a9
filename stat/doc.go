// Package stat is the number room: the statistics behind the figures, as pure functions of numbers.
//
// It knows nothing of organisations. What it calls an intent, a unit or a layer are the columns,
// rows and pages of a block of numbers; the words are kept because a formula is easier to check
// in the words of the person who asks for it.
//
// Invariants, for every function here:
//   - A figure that cannot be computed is not a number: it is an error of type [Undefined], or a
//     [Number] that is not OK, and it carries its reason in plain words. It is never 0.
//   - Results do not depend on the order in which a map was walked, nor on how rows are labelled:
//     sums are exact before they are rounded (see [Sum]), and chance is seeded from the data.
//   - Arguments are never changed, and nothing is remembered between calls.
//
// Shares run from 0 to 1. Confidence levels do too: 0.95 is 95 %.
package stat
