// Package overview composes what the capabilities say into the read models that cross them: where we
// stand, the line of sight, a unit, an initiative, the history of a record, search.
//
// A Frame is what every page starts from: the picture, the period looked at, and its plan locks.
// Everything here is pure: it is computed from a frame and nothing else, so it can be kept for as long
// as the picture stays the same.
package overview
