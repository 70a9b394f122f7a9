// Package live keeps open pages up to date: it tells each of them, over a stream of events, when what it shows may have moved.
//
// Vocabulary. A page is an open stream, of somebody who may read a workspace. A room is the pages of one workspace; what happens in it
// happens in one goroutine, which alone writes to its pages and alone ends them. A guard asks from time to time whether who reads a page
// still may. A line is how words reach a page.
//
// A page costs little while nothing moves: where the protocol allows it, its connection is taken from the HTTP server, with whose
// buffers and handler it would be kept otherwise, and one small goroutine waits for its end.
package live
