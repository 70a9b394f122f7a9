// Package serve wires the program: it opens the data, starts the engine, and runs the server.
//
// It owns every goroutine of a running server and ends them in order: no new requests, the open ones
// finished, the engine closed, the store closed.
package serve
