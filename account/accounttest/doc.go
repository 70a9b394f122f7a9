// Package accounttest is the conformance suite every account.Store must pass.
//
// A store's test calls Run with a Subject that says how to open it. Whatever one engine does unlike
// another (order of letters, unique names, precision of times, empty bytes) is a case here with a
// name, so that a new store learns of it from a failing test and not from a user. The cases at the end
// let people race for the same thing in a register on the store. A Desk helps other tests to such a
// register.
package accounttest
