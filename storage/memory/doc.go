// Package memory keeps the ledger, with the rows of accounts beside it, in memory for as long as the
// process runs.
//
// It serves tests, scenarios, trials without a file. What its readers hold is never changed:
// writers replace slices instead.
package memory
