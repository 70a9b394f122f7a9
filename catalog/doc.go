// Package catalog is the explicit lists of what the program knows: kinds of record, checks, methods of
// measurement, the views that reporting tools read.
//
// Whoever adds a check or a method adds it to the list of its capability, and a capability to the lists
// here; nothing registers itself. Validate holds the lists sound when the program starts. The pages
// docs/findings.md and docs/measures.md are made from the same values.
package catalog
