// Package news says what happened to what somebody follows.
//
// Vocabulary. A Happening is one thing that happened: a record was written down, changed or removed, something was said about it, or
// somebody was named. It is about the record that is followed, or that was spoken of.
//
// Nothing is written for it: news are read from the history when somebody looks, by the position up to which they had looked before. The
// picture tells which of the followed records moved since then, so that only the histories of those are read. What is not for the
// reader is not among their news, nor is what they did themselves.
package news
