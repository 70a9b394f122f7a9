// Package static carries the files every page needs: stylesheet, scripts and
// fonts, embedded in the program.
//
// Each file is served under a name with the hash of its content in it, so a
// browser may keep it for ever and a new release is never mixed with an old
// one. Files that shrink are compressed once, at start. Nothing is loaded from
// anywhere else.
package static
