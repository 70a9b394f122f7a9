// Package dependency reads how units negotiate what they need from one another.
//
// Vocabulary. A thread is the turns of one dependency: asked, offered, promised, delivered. A promise is
// kept when what was promised is there by the last day promised, broken when it is not, renegotiated when
// it was taken back to agree on another day. A wait is a span in which an item of work was blocked on
// another unit.
//
// Invariants. Waits that overlap are counted once; a day waited on two units at once is shared between
// them. Waiting is a share of sums, never a mean of shares. No figure is about fewer than five people.
package dependency
