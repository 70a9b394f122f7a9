// Package ledgertest is the conformance suite every ledger.Store must pass.
//
// A store's test calls Run with a Subject that says how to open it. Whatever one engine does unlike
// another (order of letters, precision of times, zero characters, one row twice in a statement) is a
// case here with a name, so that a new store learns of it from a failing test and not from a user.
// History helps other tests to make sealed entries.
package ledgertest
