// Package intent follows the emphasis that leadership stated down to the work, to say where it was lost.
//
// Vocabulary. A stage is one of stated, assigned, interpreted, funded, planned, executed. A cell is
// the weight of one unit on one theme at one stage, as a share of the whole organisation; weight on no
// theme is unlinked and has a column of its own. Kept is the part of the stated emphasis that
// survives from stage to stage, cell by cell; on course is the part of the executed days that trace to
// a theme. They are two figures with two explanations.
//
// Invariants. Only units with capacity of their own have cells; a unit above them is their sum. What
// is lost at the first stage belongs to the cascade, never to a unit. Losses are at least 0 and add
// up to what is missing. What nobody declared is left out and named, never counted as 0. No row is
// about fewer than five people: a smaller unit stands inside the one above.
//
// Commands. A unit is asked by the one above it, for at most the whole. What it restates is a draft until it
// is sent; new words are never accepted words. A return has a reason. Whoever sent a restatement does not
// answer it, nor does a lead of the unit who leads none above.
package intent
