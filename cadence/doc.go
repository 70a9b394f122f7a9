// Package cadence knows the rhythm of planning: periods with their lock, the plans locked in them, the
// requests to change a locked plan.
//
// A lock is a promise between units. What changes after it is said: what, why, what gives way.
//
// Commands. A plan is locked as it stood, under a name of its own in the period; a unit signs once. A change
// has a cause and is approved or rejected once, by whoever is named to.
package cadence
