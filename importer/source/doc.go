// Package source opens the places where files with a history come from: a git repository, a
// plain folder, an archive, or a version pack (an index of versions with their contents beside
// it). Each yields the same thing: versions of files, oldest first.
//
// Invariants: times are UTC; the order of a source's versions is stated and the same on every
// run; contents handed out are never written again; nothing is unpacked to disk, and reading
// stops with a fault when an archive grows beyond its limits.
//
// Vocabulary: a version is one state of one file. It is a move when From names the path the
// file had before; the old path is gone then. It is deleted when the file ended.
package source
