// Package accounttest is the conformance suite every account.Store must pass.
//
// A store's test calls Run with a Subject that says how to open it. Whatever one engine does unlike
// another (order of letters, unique names, precision of times, empty bytes) is a case here with a
// name, so that a new store learns of it from a failing test and not from a user.
package accounttest
