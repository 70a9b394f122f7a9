// Package overview composes what the capabilities say into the read models that cross them: where we
// stand, the line of sight, a unit, an initiative, findings, drift, search.
//
// Vocabulary. A Frame is what every page starts from: the picture, the period looked at, and its plan locks.
// A Base is what all pages of one frame stand on, computed once. A leak is a loss of intent with the finding
// that explains it. A load is days of one unit on one initiative; the line of sight follows loads from the
// themes they serve over outcomes and initiatives to units. A gap is what nobody has declared yet.
//
// Invariants. Everything here is pure: it is computed from a frame and nothing else, so it can be kept for as
// long as the picture stays the same. What is not declared has a reason and no value. Units of fewer than five
// people stand inside the unit above. Lists are bounded or go on by cursor, and have a stated order.
package overview
