// Package fault is the one shape of everything that goes wrong in front of a person:
// a kind a program can act on, one plain sentence, and what to do next.
//
// Errors that are not faults are internal: complete in the log, "internal" to the person.
package fault
