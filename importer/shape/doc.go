// Package shape says what the fields of each kind of record are called in files, with what they hold.
//
// It reads the types of package graph, so that a field that is added there is known to every importer,
// to the export, to the JSON Schema without another word.
package shape
