// Package graph is the kernel of nouns: the kinds of record an organisation is described with,
// the immutable picture they form, and the structural rules that keep the picture whole.
//
// Vocabulary. A record has a kind, a short readable id that never changes, and typed fields.
// A Ref names a record across kinds ("unit/core-services"). A Snapshot is the picture at one
// moment: it never changes, is cheap to derive from, and holds the indexes and running sums
// that measures need. A Builder derives the next snapshot from one. A Violation is a broken
// structural rule; what is merely unwise is a finding, and lives with the capabilities.
//
// Invariants. Nobody changes a record or a snapshot after it was handed out. Every iteration
// has a stated order. Nothing here reads a clock, a disk or a network.
package graph
