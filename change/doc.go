// Package change is the language in which the picture moves: drafts that commands and importers
// produce, their encoding as ledger entries, and the fold of entries into the next snapshot.
//
// A command is told By whom and when it is asked, takes copies of what it changes, and wants nothing when
// all is so already.
//
// A document is JSON with the field names of the graph types. Every kind has a format number;
// old formats are upcast when read, and a frozen sample of every released format stays in the
// tests for ever. Fields may be added; they are never renamed.
package change
