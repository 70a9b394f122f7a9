// Package viewgallery shows every page in every state with an invented lending
// company. A person can look at it; tests read it. Its figures are samples, not
// measures.
//
// To look at the pages: go run ./testing/viewgallery/render
package viewgallery
