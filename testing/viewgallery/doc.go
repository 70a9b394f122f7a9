// Package viewgallery shows every page in every state with an invented lending
// company, so that a person can look at it and a test can read it. The figures
// reconcile with one another; they are samples, not measures.
//
// To look at the pages: go run ./testing/viewgallery/render
package viewgallery
