// Package rehearsal tries commands on an organisation.
//
// A Stage is an engine over memory that holds one. Of every command that is accepted it asks what must
// hold for all of them: asked twice it wants the same and leaves the picture as it is; it says what happened
// in the past tense and writes only kinds it may write; what it wants leaves the picture whole; undoing it
// gives back the picture before, and undoing that the picture after.
package rehearsal
