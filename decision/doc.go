// Package decision knows who decides what: decisions with their deciders, the rights they rest on,
// escalations with their clock.
//
// One decider is clean. None, or several, is a finding; so is a decision that is late, passed upwards,
// turned round soon after, or taken without a reason that others can read.
package decision
