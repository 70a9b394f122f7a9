// Package finding is the framework of diagnostics: what a compiler's diagnostics are to a program,
// findings are to an organisation.
//
// A Check is a value with a stable code, a title, a severity, its documentation and a pure run
// function whose only input is the Pass and whose only output is findings. A Finding names the
// records it stands on, the days at stake, who can mend it and the next step. It is about words,
// plans and rights, never about a person: no sentence names one, and no record it stands on is one.
//
// What nobody has declared is no finding. A check looks only where the organisation has begun to
// declare; at most it says, as a note, that something is not declared. Thresholds are conventions:
// named constants beside their check, told in its documentation.
package finding
