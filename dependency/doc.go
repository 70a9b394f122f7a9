// Package dependency knows how units negotiate what they need from one another.
//
// Vocabulary. A thread is the turns of one dependency: asked, offered, promised, delivered. A promise is
// kept when what was promised is there by the last day promised, broken when it is not, renegotiated when
// it was taken back to agree on another day. A wait is a span in which an item of work was blocked on
// another unit.
//
// Invariants. Waits that overlap are counted once; a day waited on two units at once is shared between
// them. Waiting is a share of sums, never a mean of shares. No figure is about fewer than five people.
//
// Commands. A thread begins with ask. Only the asked unit offers, promises, declines, delivers or breaks
// off; nobody counters their own word; a promise has a day from today on. What was promised is never
// declined: it is renegotiated, delivered or broken off. After that, or a no, the thread is settled.
package dependency
