// Package e2e is the journeys of a person through the pages of the real program in a real browser.
//
// It walks the demo organisation, a generated one and an empty workspace.
//
// `go test ./e2e -pictures ../docs/pictures` also writes the pictures that the README shows.
package e2e
