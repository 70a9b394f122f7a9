// Package fields is the fields of records as people fill them in.
//
// It reads the shapes of documents: a field that is added to a kind can be filled in without another word. A value that is shown
// reads back as the same value.
package fields
