// Package engine is the one mutable place: it takes commands, appends what they want to the ledger,
// and publishes the next picture.
//
// Vocabulary. A space is one workspace held in memory: its newest snapshot, its writer, and pictures
// of earlier moments. A Command is a pure function from a picture to a draft of changes.
//
// Invariants. Each space has one writer; readers take the published snapshot and never wait. What Do
// acknowledged is durable in the ledger and part of every later View. Many waiting commands share one
// durable append. When another process moved the head, commands run again on the newer picture, a
// bounded number of times. The engine owns every goroutine it starts and ends them in Close.
package engine
