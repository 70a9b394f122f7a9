// Package decision knows who decides what: decisions with their deciders, the rights they rest on,
// escalations with their clock.
//
// One decider is clean. None, or several, is a finding; so is a decision that is late, passed upwards,
// turned round soon after, or taken without a reason that others can read.
//
// Commands. An open decision is decided in the name of exactly one person, for one of its options, with a
// reason; what was decided is superseded, never opened again. It waits above once, with a day, until it is
// decided or handed back. A right within the same limits has one holder.
package decision
