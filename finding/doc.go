// Package finding is the framework of diagnostics: what a compiler's diagnostics are to a program,
// findings are to an organisation.
//
// A Check is a value with a stable code, a title, a severity, its documentation and a pure run
// function whose only input is the Pass and whose only output is findings. A Finding names the
// records it stands on, the days at stake, who can mend it and the next step. It is about words,
// plans and rights, never about a person.
package finding
