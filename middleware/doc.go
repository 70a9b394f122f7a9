// Package middleware is what every request passes on its way in: headers that keep a browser safe, the
// check that the request is meant for this host, the guard against a crash, and the log line.
//
// Each is one function of one type; serve composes them in one visible chain.
package middleware
