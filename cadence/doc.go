// Package cadence knows the rhythm of planning: periods with their lock, the plans locked in them, the
// requests to change a locked plan.
//
// A lock is a promise between units. What changes after it is said: what, why, what gives way.
package cadence
