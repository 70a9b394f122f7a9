// Package proposal reads a repository of proposals with its history: files with YAML metadata,
// or Markdown with YAML front matter, each telling what is proposed, by which unit, with whom,
// how far it is and for when it is planned. A mapping file says which paths are proposals and
// which keys mean what; the one for Kubernetes enhancements ships with the package.
//
// Invariants: no file is fatal and nothing wrong is passed over in silence: what cannot be
// understood becomes a Defect that names the path, the key and the value. A proposal's identity
// is its lineage through moves, never its number. Times are UTC. The same versions give the
// same result on every run.
//
// Vocabulary: a proposal is what one version of a file says. A lineage is one proposal through
// time, from the version that made it to the one that ended it. An event is what one version did
// to a lineage. A milestone is the release a stage is planned for. A unit is whatever owns
// proposals; a participant is another unit that takes part.
package proposal
