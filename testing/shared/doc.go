// Package shared finds the folder of real data that acceptance tests compare with.
//
// The folder lies outside the module, so the test cache does not notice when it changes:
// tests that use it are meant to be run with -count=1.
package shared
