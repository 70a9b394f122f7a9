// Package workspacefile is the YAML form of an organisation that people write by hand.
//
// The form is described in docs/workspace-files.md. A Workspace is what was read: changes with
// their moments, whole records or single fields, and where each of them stands in the files. Its
// Plan compares it with the past of a workspace and yields what differs. Export writes a snapshot
// in the one canonical form, which reads back to the same records.
//
// Invariants. Reading never panics and never follows references without a bound; every problem has
// a file, line and column; all problems are found at once; a workspace with a problem has no plan.
package workspacefile
