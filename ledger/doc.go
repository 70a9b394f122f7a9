// Package ledger is the contract of the append-only history, the only state there is.
//
// Vocabulary. An Entry is one change: who, when, through what, why, and the full new documents of
// the records it touches. The Head is the last entry's position and hash. Entries are sealed: each
// holds the hash of the one before it over metadata and document digests, so that Verify can prove
// that nothing was altered. Personal text is sealed apart from its document with a salt, so that it
// can be erased and the chain still verifies.
//
// Invariants every Store keeps, held by the suite in ledgertest: positions count from 1 without a
// gap; recorded times never decrease; Append is all or nothing and only at the expected head; what
// Append acknowledged is durable; the latest document of each record is written in the same
// transaction. Documents are opaque here: nothing on this floor knows what a unit is.
package ledger
