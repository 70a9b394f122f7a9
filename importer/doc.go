// Package importer is the contract that every reader of foreign data keeps: what it hands over is a
// plan of changes that nobody has made yet.
//
// Vocabulary. A Plan is a sequence of steps; a Step is one draft with its author and with what
// stood before. Run carries a plan out, or shows what it would do (a dry run). A Place is where
// something stands in a file; a Problem is what is wrong there, with the remedy. A Summary says in
// words what became of it all.
//
// Invariants. Importers never touch the ledger: they compare with a picture they are given and
// produce drafts. What stands so already produces nothing, so that importing twice changes nothing
// and an interrupted import goes on by running it again.
package importer
